//! Labels of transcripts: the words at the start of a line that say who speaks.

use std::ops::Range;

use super::bit;
use super::header::{after_time, header};
use super::known::known;
use super::scene::Scene;
use super::token::gap;
use onrecord_text::analyze::fold::fold;
use onrecord_text::span::Span;

/// Longest label, in words.
const LONGEST: u32 = 9;

/// What a label tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Labelled {
    /// Somebody who asks and has no name: "Q", "QUESTION".
    Asker,
    /// An office or a sort of people: "THE PRESIDENT", "SENIOR ADMINISTRATION OFFICIAL".
    Office,
    /// A name.
    Name,
}

/// A label.
#[derive(Clone, Debug)]
pub(super) struct Label {
    /// Where it begins, and one past its last word, remarks in brackets included.
    pub start: u32,
    pub end: u32,
    /// Its words without titles.
    pub name: Range<u32>,
    pub who: Labelled,
    /// The office that a name in brackets stands after: "The Minister for Fish (Ann Price)".
    pub office: Option<Range<u32>>,
}

/// The label that begins with word `at` of a block, if one does.
pub(super) fn label(scene: &Scene, at: u32, block: u32) -> Option<Label> {
    let at = after_time(scene, at, block);
    short_label(scene, at, block).or_else(|| colon_label(scene, at, block)).or_else(|| header(scene, at, block))
}

/// "Q    Thank you", "Q.  Thank you", "Q (Via translator)  Thank you": a letter and a wide space or a stop.
fn short_label(scene: &Scene, at: u32, block: u32) -> Option<Label> {
    let token = scene.token(at);
    if token.lex.word != known("q") || !token.is(bit::CAP) || token.gap & gap::COLON != 0 {
        return None;
    }
    let next = in_block(scene, at + 1, block)?;
    let after = &scene.text.content()
        [scene.text.words[at as usize].span.end as usize..scene.text.words[next as usize].span.start as usize];
    let wide = after.chars().filter(|c| c.is_whitespace()).count() >= 2;
    let stop = token.gap == gap::STOP | gap::SPACE;
    let end = if token.gap & gap::OPEN != 0 { after_bracket(scene, next, block)? } else { at + 1 };
    let asker = Label { start: at, end, name: at..at + 1, who: Labelled::Asker, office: None };
    (wide || stop || end > at + 1).then_some(asker)
}

/// Capitalised words up to a colon, a remark in brackets allowed before it.
fn colon_label(scene: &Scene, at: u32, block: u32) -> Option<Label> {
    let limit = at + LONGEST;
    let mut end = at;
    let mut name_end = None;
    let mut open = false;
    loop {
        let word = in_block(scene, end, block).filter(|&w| w < limit)?;
        let token = scene.token(word);
        let inside = name_end.is_some();
        if !inside && !is_label_word(scene, word, at) {
            return None;
        }
        end += 1;
        open &= token.gap & gap::CLOSE == 0;
        // "Jim Cole (00:01):"
        if token.gap & gap::COLON != 0 && !open {
            break;
        }
        if token.gap & gap::OPEN != 0 {
            name_end = name_end.or(Some(end));
            open = true;
        } else if !inside && token.gap & (gap::SEMICOLON | gap::EXCLAIM | gap::BREAK | gap::MARK | gap::DASH) != 0 {
            return None;
        }
    }
    let words = at..name_end.unwrap_or(end);
    let is_note = words.clone().any(|w| scene.token(w).is(bit::NOTE_LABEL)) && !scene.token(words.start).is(bit::TITLE);
    let name = scene.token(words.end - 1).is(bit::CAP) || is_numbered(scene, &words);
    (!is_note && name && is_spaced(scene, end - 1)).then(|| in_brackets(scene, named(scene, at, end, words)))
}

/// "SPEAKER 1", "Witness 2": somebody without a name among several.
fn is_numbered(scene: &Scene, words: &Range<u32>) -> bool {
    let noun = words.end.checked_sub(2).filter(|w| words.contains(w)).map(|w| scene.token(w));
    let number = scene.token(words.end - 1).is(bit::NUMBER) && words.len() <= 3;
    number && noun.is_some_and(|t| t.is(bit::CAP) && t.is(bit::PERSON | bit::OFFICE))
}

/// "The Minister for Fish (Ann Price)": the name of an office's holder in brackets after it.
fn in_brackets(scene: &Scene, label: Label) -> Label {
    let words = label.name.end..label.end;
    let capitals = words.clone().all(|w| scene.token(w).is(bit::CAP | bit::PARTICLE));
    let listed = words.clone().any(|w| scene.token(w).is(bit::FIRST_NAME | bit::SURNAME));
    if label.who != Labelled::Office || words.len() < 2 || !capitals || !listed {
        return label;
    }
    let held = named(scene, words.start, label.end, words);
    let office = Some(label.name);
    Label { start: label.start, name: held.name, who: Labelled::Name, office, ..held }
}

/// Splits off titles and tells what the label's words are.
fn named(scene: &Scene, start: u32, end: u32, words: Range<u32>) -> Label {
    let before = |w: u32| scene.token(w).is(bit::TITLE | bit::OFFICE | bit::DET | bit::PARTY);
    // "SENATOR SMITH, OHIO": what follows a comma is no part of the name.
    let comma = words.clone().find(|&w| scene.token(w).gap & gap::COMMA != 0 && w + 1 < words.end);
    let suffixed = comma.is_some_and(|w| scene.token(w + 1).is(bit::SUFFIX));
    let last = comma.filter(|_| !suffixed).map_or(words.end, |w| w + 1);
    let from = (words.start..last).rev().take_while(|&w| !before(w)).last();
    let asker = (words.start..last).any(|w| scene.token(w).is(bit::ASKER));
    let noun = scene.token(last - 1).is(bit::PERSON | bit::OFFICE)
        && !scene.token(words.start).is(bit::FIRST_NAME)
        && words.len() != 1;
    // "The Minister for Fish"
    let office = from.is_some_and(|from| from > words.start && scene.token(from).is(bit::PREPOSITION));
    let whole = |who| Label { start, end, name: words.start..last, who, office: None };
    match from {
        _ if is_numbered(scene, &words) => whole(Labelled::Office),
        _ if asker => whole(Labelled::Asker),
        None => whole(Labelled::Office),
        Some(_) if office || noun && !scene.token(last - 1).is(bit::SURNAME) => whole(Labelled::Office),
        Some(from) => Label { start, end, name: from..last, who: Labelled::Name, office: None },
    }
}

/// Word `at` where it stands in the block.
pub(super) fn in_block(scene: &Scene, at: u32, block: u32) -> Option<u32> {
    scene.tokens.get(at as usize).filter(|t| scene.block(t.sentence) == block).map(|_| at)
}

/// One past the word that a bracket closes after.
fn after_bracket(scene: &Scene, from: u32, block: u32) -> Option<u32> {
    (from..from + LONGEST)
        .map_while(|w| in_block(scene, w, block))
        .find(|&w| scene.token(w).gap & gap::CLOSE != 0)
        .map(|w| w + 1)
}

fn is_label_word(scene: &Scene, word: u32, first: u32) -> bool {
    let token = scene.token(word);
    let link = token.is(bit::PARTICLE | bit::PREPOSITION | bit::DET | bit::CONJUNCTION) && word > first;
    // "And then:", "Thursday:" are no names.
    let closed = token.is(bit::FUNCTION & !bit::DET) && !token.is(bit::ACRONYM)
        || token.is(bit::TIME) && !token.is(bit::FIRST_NAME);
    token.is(bit::CAP | bit::INITIAL) && !closed || link || token.is(bit::NUMBER) && word > first
}

/// Whether a colon after word `word` ends a label: a space follows, marks of emphasis aside.
fn is_spaced(scene: &Scene, word: u32) -> bool {
    let end = scene.text.words[word as usize].span.end as usize;
    let rest = scene.text.content()[end..].trim_start_matches(['*', '_', ')', ']', '.', ' ', '\u{a0}']);
    let after = rest.strip_prefix(':').map(|rest| rest.trim_start_matches(['*', '_']));
    after.is_some_and(|rest| rest.starts_with(char::is_whitespace))
}

impl Label {
    pub(super) fn span(&self, scene: &Scene) -> Span {
        scene.span(self.start..self.name.end)
    }

    /// What its repetitions share: the last word of the name.
    pub(super) fn key(&self, scene: &Scene) -> u32 {
        scene.token(self.name.end - 1).lex.word
    }

    /// Whether it has a title or an office: "MR. TONER", "SECRETARY BLINKEN", "THE PRESIDENT".
    pub(super) fn is_titled(&self, scene: &Scene) -> bool {
        self.who == Labelled::Office
            || self.name.start > self.start && scene.token(self.start).is(bit::TITLE | bit::OFFICE)
    }

    /// Whether it is all in capitals.
    pub(super) fn is_shouted(&self, scene: &Scene) -> bool {
        let printed = self.span(scene).of(scene.text.content());
        printed.len() > 3 && !printed.contains(char::is_lowercase)
    }

    /// Whether its words are a name by the lists of names.
    pub(super) fn is_listed(&self, scene: &Scene) -> bool {
        self.name.clone().any(|w| scene.token(w).is(bit::FIRST_NAME | bit::SURNAME))
    }

    /// The last word of its name, folded.
    pub(super) fn folded(&self, scene: &Scene) -> String {
        let last = self.name.end - 1;
        fold(scene.span(last..last + 1).of(scene.text.content()))
    }
}

/// Whether two words of five letters or more differ by one letter put in, left out, changed, or by two neighbours
/// that changed places.
pub(super) fn is_slip(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().min(b.len()) < 5 || a.len().abs_diff(b.len()) > 1 || a == b {
        return false;
    }
    let head = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let tail = a[head..].iter().rev().zip(b[head..].iter().rev()).take_while(|(x, y)| x == y).count();
    let (x, y) = (&a[head..a.len() - tail], &b[head..b.len() - tail]);
    x.len().max(y.len()) <= 1 || x.len() == 2 && y.len() == 2 && x[0] == y[1] && x[1] == y[0]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_one_letter() {
        for (a, b, slip) in [
            ("psaki", "pskai", true),
            ("psaki", "psake", true),
            ("psaki", "psakis", true),
            ("psaki", "price", false),
            ("toner", "toner", false),
            ("roe", "row", false),
        ] {
            assert_eq!(is_slip(a, b), slip, "{a} {b}");
        }
    }
}
