//! Windows: which part of a long passage is shown.
//!
//! Whole sentences where they fit, scored as BM25 scores documents: a clause counts for more the rarer it is
//! among the sentences, and less the more often it has been seen (the formula of S. Robertson, applied to
//! sentences as in Lucene's `PassageScorer`). Where one sentence is too long, words around the marks. A mark
//! is never cut, whatever the width.

use crate::highlight::marks::{Mark, is_bound};
use onrecord_text::span::Span;

/// A passage's text to choose from.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    /// The text.
    pub text: &'a str,
    /// Where it stands, in the coordinates of the marks and sentences.
    pub span: Span,
    /// Its sentences; none given, it counts as one.
    pub sentences: &'a [Span],
    /// Its marks.
    pub marks: &'a [Mark],
}

/// The best part of at most `width` characters (code points): the whole text if it fits. It is longer only
/// where a single mark is.
pub fn window(shown: &Shown, width: usize) -> Span {
    windows(shown, width, 1).first().copied().unwrap_or(shown.span)
}

/// Up to `most` parts of together at most `width` characters, in text order and disjoint: the best one, then
/// those with marks of clauses not yet shown.
pub fn windows(shown: &Shown, width: usize, most: usize) -> Vec<Span> {
    let chooser = Chooser::new(shown);
    if chooser.chars(shown.span) <= width {
        return vec![shown.span];
    }
    let mut found: Vec<Span> = Vec::new();
    let mut left = width;
    while found.len() < most.max(1) {
        let Some(next) = chooser.best(left, &found) else { break };
        left = left.saturating_sub(chooser.chars(next));
        found.push(next);
    }
    found.sort();
    found
}

/// Strength of the saturation by repeated occurrences.
const K1: f32 = 1.2;
/// How much a long sentence counts against its score.
const B: f32 = 0.5;

struct Chooser<'a> {
    shown: Shown<'a>,
    sentences: Vec<Span>,
    /// For each clause, how rare it is among the sentences.
    rarity: Vec<f32>,
    average: f32,
}

impl<'a> Chooser<'a> {
    fn new(shown: &Shown<'a>) -> Self {
        let inside = |s: &&Span| shown.span.contains(**s) && !s.is_empty();
        let mut sentences: Vec<Span> = shown.sentences.iter().filter(inside).copied().collect();
        if sentences.is_empty() {
            sentences.push(shown.span);
        }
        let clauses = shown.marks.iter().flat_map(|mark| &mark.clauses).max().map_or(0, |&max| max as usize + 1);
        let average = shown.span.len() as f32 / sentences.len() as f32;
        let mut chooser = Chooser { shown: *shown, sentences, rarity: Vec::new(), average };
        chooser.rarity = (0..clauses as u32).map(|clause| chooser.rarity_of(clause)).collect();
        chooser
    }

    /// The inverse frequency of a clause among the sentences.
    fn rarity_of(&self, clause: u32) -> f32 {
        let has = |s: &&Span| self.marks_in(**s).iter().any(|mark| mark.clauses.contains(&clause));
        let with = self.sentences.iter().filter(has).count() as f32;
        (1.0 + (self.sentences.len() as f32 - with + 0.5) / (with + 0.5)).ln()
    }

    fn marks_in(&self, span: Span) -> &'a [Mark] {
        let marks = self.shown.marks;
        let from = marks.partition_point(|mark| mark.span.start < span.start);
        let to = marks.partition_point(|mark| mark.span.end <= span.end);
        &marks[from..to.max(from)]
    }

    fn chars(&self, span: Span) -> usize {
        self.slice(span).chars().count()
    }

    fn slice(&self, span: Span) -> &'a str {
        let at =
            |offset: u32| (offset.clamp(self.shown.span.start, self.shown.span.end) - self.shown.span.start) as usize;
        self.shown.text.get(at(span.start)..at(span.end)).unwrap_or("")
    }

    /// How well a part shows what was asked for, less what `before` shows already.
    fn score(&self, part: Span, before: &[Span]) -> f32 {
        let norm = K1 * (1.0 - B + B * part.len() as f32 / self.average);
        let marks = self.marks_in(part);
        let count = |clause: u32, marks: &[Mark]| marks.iter().filter(|m| m.clauses.contains(&clause)).count() as f32;
        let seen = |clause| before.iter().any(|&span| count(clause, self.marks_in(span)) > 0.0);
        let clauses = (0..self.rarity.len() as u32).filter(|&clause| !seen(clause));
        clauses
            .map(|clause| (clause, count(clause, marks)))
            .map(|(c, n)| self.rarity[c as usize] * n * (K1 + 1.0) / (n + norm))
            .sum()
    }

    /// The best part apart from those found; without anything new to show, only the first is given.
    fn best(&self, width: usize, found: &[Span]) -> Option<Span> {
        let mut best: Option<(f32, Span)> = None;
        for part in self.candidates(width) {
            if found.iter().any(|other| other.overlaps(part)) {
                continue;
            }
            let score = self.score(part, found);
            let new = found.is_empty() || (score > 0.0 && self.chars(part) <= width);
            if new && best.is_none_or(|(own, _)| score > own) {
                best = Some((score, part));
            }
        }
        best.map(|(_, part)| part)
    }

    /// For each sentence the longest run of sentences from it that fits, or parts of it where it does not.
    fn candidates(&self, width: usize) -> Vec<Span> {
        let mut parts = Vec::new();
        for (i, &first) in self.sentences.iter().enumerate() {
            let whole = self.with_whole_marks(first);
            if self.chars(whole) > width {
                self.pieces(first, width, &mut parts);
                continue;
            }
            let mut run = whole;
            for &next in &self.sentences[i + 1..] {
                parts.push(run);
                let longer = self.with_whole_marks(run.cover(next));
                if self.chars(longer) > width {
                    break;
                }
                run = longer;
            }
            parts.push(run);
        }
        parts
    }

    /// The part with the marks whole that it cuts.
    fn with_whole_marks(&self, part: Span) -> Span {
        let cut = self.shown.marks.iter().filter(|mark| mark.span.overlaps(part));
        cut.fold(part, |part, mark| part.cover(mark.span))
    }

    /// Parts of a sentence that is too long: from each mark on as many as fit, with words around them.
    fn pieces(&self, sentence: Span, width: usize, parts: &mut Vec<Span>) {
        let marks: Vec<Span> = self.shown.marks.iter().map(|m| m.span).filter(|m| m.overlaps(sentence)).collect();
        for i in 0..marks.len() {
            let mut part = marks[i];
            for &mark in &marks[i + 1..] {
                let longer = part.cover(mark);
                if self.chars(longer) > width {
                    break;
                }
                part = longer;
            }
            parts.push(self.widened(part, self.with_whole_marks(sentence), width));
        }
        if marks.is_empty() {
            let start = Span { start: sentence.start, end: sentence.start };
            parts.push(self.widened(start, sentence, width));
        }
    }

    /// The part with as much around it, within `limits`, as fits: whole words, a third of it before.
    fn widened(&self, part: Span, limits: Span, width: usize) -> Span {
        let room = width.saturating_sub(self.chars(part));
        let before = self.slice(Span { start: limits.start, end: part.start });
        let after = self.slice(Span { start: part.end, end: limits.end });
        let (left, right) = (before.chars().count(), after.chars().count());
        let take_left = left.min((room / 3).max(room.saturating_sub(right)));
        let take_right = right.min(room - take_left);
        let start = self.backwards(before, take_left);
        let end = self.forwards(after, take_right);
        self.without_cut_marks(Span { start: part.start - start as u32, end: part.end + end as u32 }, part)
    }

    /// Bytes of the last words of `text` that have at most `chars` characters.
    fn backwards(&self, text: &str, chars: usize) -> usize {
        let Some((from, _)) = text.char_indices().rev().take(chars).last() else { return 0 };
        if from == 0 {
            return text.len();
        }
        let space = |&(i, c): &(usize, char)| i >= from && c.is_whitespace();
        let cut = text.char_indices().find(space).map(|(i, c)| i + c.len_utf8());
        let cut = if text[..from].ends_with(char::is_whitespace) { Some(from) } else { cut };
        let bound = (from..text.len()).find(|&i| is_bound(text, i));
        text.len() - cut.or(bound.filter(|_| !text.contains(char::is_whitespace))).unwrap_or(text.len())
    }

    /// Bytes of the first words of `text` that have at most `chars` characters.
    fn forwards(&self, text: &str, chars: usize) -> usize {
        let Some((last, c)) = text.char_indices().take(chars).last() else { return 0 };
        let to = last + c.len_utf8();
        if to == text.len() || text[to..].starts_with(char::is_whitespace) {
            return text[..to].trim_end().len();
        }
        let bound = (0..=to).rev().find(|&i| is_bound(text, i)).filter(|_| !text.contains(char::is_whitespace));
        text[..to].rfind(char::is_whitespace).or(bound).unwrap_or(0)
    }

    /// The part, shortened towards `core` so that no mark is cut.
    fn without_cut_marks(&self, mut part: Span, core: Span) -> Span {
        for mark in self.shown.marks.iter().map(|mark| mark.span) {
            if !mark.overlaps(part) || part.contains(mark) {
                continue;
            }
            if mark.start < part.start {
                part.start = mark.end.min(core.start);
            } else {
                part.end = mark.start.max(core.end);
            }
        }
        part
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TEXT: &str = "The talks went on. Officials spoke of foreign terrorist fighters in Mosul. Others left early. \
                        The fighters fled to the hills and to the towns beyond them in great numbers.";

    fn marks(text: &str, words: &[(&str, u32)]) -> Vec<Mark> {
        let mut marks: Vec<Mark> = words
            .iter()
            .flat_map(|&(word, clause)| {
                text.match_indices(word)
                    .map(move |(i, w)| Mark { span: Span::new(i, i + w.len()), clauses: vec![clause] })
            })
            .collect();
        marks.sort_by_key(|mark| mark.span);
        marks
    }

    fn sentences(text: &str) -> Vec<Span> {
        let mut start = 0;
        let mut found = Vec::new();
        for piece in text.split_inclusive(". ") {
            found.push(Span::new(start, start + piece.trim_end().len()));
            start += piece.len();
        }
        found
    }

    fn best(words: &[(&str, u32)], width: usize) -> String {
        let marks = marks(TEXT, words);
        let sentences = sentences(TEXT);
        let shown = Shown { text: TEXT, span: Span::new(0, TEXT.len()), sentences: &sentences, marks: &marks };
        window(&shown, width).of(TEXT).to_owned()
    }

    #[test]
    fn a_text_that_fits_is_shown_whole() {
        assert_eq!(best(&[("fighters", 0)], 1000), TEXT);
    }

    #[test]
    fn the_best_sentence_is_shown_whole() {
        let expected = "Officials spoke of foreign terrorist fighters in Mosul.";
        assert_eq!(best(&[("foreign terrorist fighters", 0), ("Mosul", 1)], 60), expected);
    }

    #[test]
    fn a_long_sentence_is_cut_at_words_around_the_mark() {
        assert_eq!(best(&[("towns", 0)], 24), "the towns beyond them");
    }

    #[test]
    fn a_mark_is_never_cut() {
        assert_eq!(best(&[("foreign terrorist fighters", 0)], 10), "foreign terrorist fighters");
    }

    #[test]
    fn without_marks_the_beginning_is_shown() {
        assert_eq!(best(&[], 20), "The talks went on.");
    }

    #[test]
    fn a_second_part_shows_what_the_first_does_not() {
        let marks = marks(TEXT, &[("Mosul", 0), ("hills", 1)]);
        let sentences = sentences(TEXT);
        let shown = Shown { text: TEXT, span: Span::new(0, TEXT.len()), sentences: &sentences, marks: &marks };
        let parts: Vec<&str> = windows(&shown, 100, 2).into_iter().map(|span| span.of(TEXT)).collect();
        assert_eq!(parts.len(), 2, "{parts:?}");
        assert!(parts[0].contains("Mosul") && parts[1].contains("hills"), "{parts:?}");
    }

    proptest! {
        #[test]
        fn windows_cut_no_mark_and_no_character(
            text in "([a-zé]{1,9}[ .]|👩‍👩‍👧|北京){0,30}",
            spans in prop::collection::vec((0usize..200, 1usize..20), 0..5),
            width in 0usize..80,
            most in 1usize..4,
        ) {
            let mut matched: Vec<(Span, u32)> = spans.iter().enumerate()
                .map(|(i, &(start, len))| (Span::new(start, start + len), i as u32)).collect();
            let place = Span::new(0, text.len());
            let marks = crate::highlight::marks::join(&mut matched, &text, place);
            let sentences = sentences(&text);
            let shown = Shown { text: &text, span: place, sentences: &sentences, marks: &marks };
            let longest = marks.iter().map(|m| m.span.of(&text).chars().count()).max().unwrap_or(0);
            let mut last = 0;
            for window in windows(&shown, width, most) {
                prop_assert!(window.start >= last);
                last = window.end;
                prop_assert!(is_bound(&text, window.start as usize) && is_bound(&text, window.end as usize));
                prop_assert!(marks.iter().all(|m| !m.span.overlaps(window) || window.contains(m.span)));
                prop_assert!(window.of(&text).chars().count() <= width.max(longest));
            }
        }
    }
}
