//! Words with marks in them, laid out in lines of a terminal.

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr;

use super::sanitize::sanitize;
use onrecord_api::{Mark, Place};

/// How a mark is shown where styles are.
pub(super) const MARK: Style = AnsiColor::Red.on_default().bold();

/// A word as it is shown: its text with styles, and the columns that it takes.
#[derive(Clone, Debug, Default)]
pub(super) struct ShownWord {
    text: String,
    width: usize,
    has_mark: bool,
}

impl ShownWord {
    /// Words that belong together, in a style.
    pub(super) fn styled(words: &str, style: Style) -> Self {
        ShownWord { text: format!("{style}{words}{style:#}"), width: words.width(), has_mark: true }
    }
}

/// The part `shown` of a text that begins at byte `base`, as words, with the marks that lie in it. Where styles are not
/// shown, marks stand between brackets. An ellipsis stands for what is left out.
pub(super) fn shown_words(text: &str, base: u32, shown: [u32; 2], marks: &[Mark], styled: bool) -> Vec<ShownWord> {
    let whole = [base, base + text.len() as u32];
    let slice = |start: u32, end: u32| text.get((start - base) as usize..(end - base) as usize).unwrap_or_default();
    let mut line = Line { words: Vec::new(), current: ShownWord::default(), styled };
    if shown[0] > whole[0] {
        line.push("… ", false);
    }
    let mut at = shown[0];
    let lies_within = |place: &&Place| shown[0] <= place.bytes[0] && place.bytes[1] <= shown[1];
    for mark in marks.iter().map(|mark| &mark.span).filter(lies_within) {
        let [start, end] = mark.bytes;
        line.push(slice(at, start), false);
        line.push(slice(start, end), true);
        at = end;
    }
    line.push(slice(at, shown[1]), false);
    if shown[1] < whole[1] {
        line.push(" …", false);
    }
    line.end()
}

/// Words of a text without marks.
pub(super) fn plain_words(text: &str) -> Vec<ShownWord> {
    shown_words(text, 0, [0, text.len() as u32], &[], true)
}

struct Line {
    words: Vec<ShownWord>,
    current: ShownWord,
    styled: bool,
}

impl Line {
    /// Appends a text, breaking at white space.
    fn push(&mut self, text: &str, is_mark: bool) {
        let text = sanitize(text);
        if is_mark && !self.styled {
            self.add("[");
        }
        let mut pieces = text.split(' ').peekable();
        while let Some(piece) = pieces.next() {
            self.add_piece(piece, is_mark);
            if pieces.peek().is_some() && !self.current.text.is_empty() {
                self.words.push(std::mem::take(&mut self.current));
            }
        }
        if is_mark && !self.styled {
            self.add("]");
        }
    }

    fn add_piece(&mut self, piece: &str, is_mark: bool) {
        self.current.has_mark |= is_mark;
        if is_mark && self.styled && !piece.is_empty() {
            self.current.text.push_str(&format!("{MARK}{piece}{MARK:#}"));
            self.current.width += piece.width();
        } else {
            self.add(piece);
        }
    }

    fn add(&mut self, plain: &str) {
        self.current.text.push_str(plain);
        self.current.width += plain.width();
    }

    fn end(mut self) -> Vec<ShownWord> {
        if !self.current.text.is_empty() {
            self.words.push(self.current);
        }
        self.words
    }
}

/// Words in lines of at most `width` columns, where words are not wider.
pub(super) fn wrap(words: &[ShownWord], width: usize) -> Vec<String> {
    lines(words, width).into_iter().map(|line| line.text).collect()
}

/// Words in lines, and `end` behind the last of them where there is room on its line. Where the words break off within
/// a sentence, they break off earlier to make room, as far as no mark and no line is lost. Nothing where all that does
/// not make room.
pub(super) fn wrap_with(words: &[ShownWord], end: &ShownWord, width: usize) -> Option<Vec<String>> {
    let with_end = |kept: usize, sign: &[ShownWord]| [&words[..kept], sign, std::slice::from_ref(end)].concat();
    let (alone, all) = (lines(words, width), with_end(words.len(), &[]));
    let count = alone.len();
    if alone.last().is_some_and(|line| line.text == ELLIPSIS) {
        return None;
    }
    if lines(&all, width).len() == count {
        return Some(wrap(&all, width));
    }
    let (sign, whole) = words.split_last().filter(|(sign, _)| sign.text == ELLIPSIS)?;
    let ends_sentence = whole.last().is_none_or(|word| word.text.trim_end_matches(CLOSING).ends_with(['.', '!', '?']));
    let marked = whole.iter().rposition(|word| word.has_mark).map_or(0, |at| at + 1);
    let kept = (marked..whole.len()).rev().find(|&kept| {
        let (line, all) = (lines(&words[..kept], width).len(), with_end(kept, std::slice::from_ref(sign)));
        line == count && lines(&all, width).len() == count
    })?;
    (!ends_sentence).then(|| wrap(&with_end(kept, std::slice::from_ref(sign)), width))
}

/// The sign that something is left out.
const ELLIPSIS: &str = "…";

/// Marks that close a quotation or a remark, behind the end of a sentence.
const CLOSING: [char; 5] = ['"', '”', '’', ')', '\''];

fn lines(words: &[ShownWord], width: usize) -> Vec<ShownWord> {
    let mut lines = vec![ShownWord::default()];
    for word in words.iter().filter(|word| !word.text.is_empty()) {
        let used = lines.last().map_or(0, |line| line.width);
        if used > 0 && used + 1 + word.width > width {
            lines.push(ShownWord::default());
        }
        let line = lines.last_mut().expect("never empty");
        if line.width > 0 {
            line.text.push(' ');
            line.width += 1;
        }
        line.text.push_str(&word.text);
        line.width += word.width;
    }
    lines
}

/// A text of at most `width` columns: what is too long ends in an ellipsis.
pub(super) fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut shown = String::new();
    for c in text.chars() {
        let next = c.to_string().width();
        if shown.width() + next + 1 > width {
            break;
        }
        shown.push(c);
    }
    format!("{}…", shown.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(start: u32, end: u32) -> Mark {
        Mark { span: Place { bytes: [start, end], ..Place::default() }, text: String::new(), clauses: Vec::new() }
    }

    #[test]
    fn marks_stand_in_brackets_only_where_styles_are_not_shown() {
        let words = shown_words("the foreign ministers met", 10, [10, 35], &[mark(14, 31)], false);
        assert_eq!(wrap(&words, 80), ["the [foreign ministers] met"]);
        let styled = wrap(&shown_words("the foreign ministers met", 10, [10, 35], &[mark(14, 31)], true), 80);
        assert!(!styled[0].contains("[foreign") && styled[0].contains("\u{1b}["), "{styled:?}");
    }

    #[test]
    fn who_said_it_stands_behind_the_words_where_there_is_room() {
        let end = ShownWord { text: "— Toner".to_owned(), width: 7, has_mark: true };
        let of = |text: &str, shown: [u32; 2], marks: &[Mark], width: usize| {
            wrap_with(&shown_words(text, 0, shown, marks, false), &end, width)
        };
        assert_eq!(of("the ministers met", [0, 17], &[], 25).unwrap(), ["the ministers met — Toner"]);
        assert_eq!(of("the ministers met", [0, 17], &[], 20), None, "there is no room");
        let text = "the ministers met in Paris on Monday";
        assert_eq!(of(text, [0, 29], &[mark(4, 13)], 29).unwrap(), ["the [ministers] met in Paris", "on … — Toner"]);
        assert_eq!(of(text, [0, 20], &[mark(18, 20)], 24), None, "no mark is lost");
        assert_eq!(of("They met in Paris. He left.", [0, 18], &[], 20), None, "whole sentences stay whole");
    }

    #[test]
    fn wide_letters_take_two_columns() {
        let words = shown_words("東京 東京 東京", 0, [0, 20], &[], false);
        assert_eq!(wrap(&words, 9), ["東京 東京", "東京"]);
        assert_eq!(cut("東京東京", 5), "東京…");
    }
}
