//! The words of an article as this annotator sees them: classes, what stands after each, whether quoted.

use std::ops::Range;

use super::bit;
use super::lexicon::{Lex, Lexicon, path};
use super::marks::Run;
use onrecord_text::analyze::Analyzed;
use onrecord_text::analyze::form::{FormTable, Forms};
use onrecord_text::span::Span;

/// What stands between a word and the next, as bits of [`Token::gap`].
pub(super) mod gap {
    pub(crate) const COMMA: u16 = 1;
    pub(crate) const STOP: u16 = 1 << 1;
    pub(crate) const COLON: u16 = 1 << 2;
    pub(crate) const SEMICOLON: u16 = 1 << 3;
    pub(crate) const DASH: u16 = 1 << 4;
    pub(crate) const OPEN: u16 = 1 << 5;
    pub(crate) const CLOSE: u16 = 1 << 6;
    pub(crate) const POSSESSIVE: u16 = 1 << 7;
    pub(crate) const HYPHEN: u16 = 1 << 8;
    pub(crate) const BREAK: u16 = 1 << 9;
    pub(crate) const EXCLAIM: u16 = 1 << 10;
    pub(crate) const OTHER: u16 = 1 << 11;
    pub(crate) const SPACE: u16 = 1 << 12;
    pub(crate) const MARK: u16 = 1 << 13;
    /// An ampersand: "S&P".
    pub(crate) const AMPERSAND: u16 = 1 << 14;
    /// The same between spaces: "Ernst & Young".
    pub(crate) const AMPERSAND_SPACED: u16 = AMPERSAND | SPACE;
    /// A full stop and a space.
    pub(crate) const ABBREVIATED: u16 = STOP | SPACE;
    /// Anything but a lone space.
    pub(crate) const PUNCTUATION: u16 = !SPACE;
}

/// No run: the word stands in the reporter's own text.
pub(super) const UNQUOTED: u32 = u32::MAX;

/// One word.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub lex: Lex,
    /// What stands after it, see [`gap`].
    pub gap: u16,
    /// The quotation-mark run that it stands in, or [`UNQUOTED`].
    pub run: u32,
    /// Its sentence.
    pub sentence: u32,
    /// Its paragraph: a block, or a part of one between line breaks that end a sentence or begin a quote.
    pub paragraph: u32,
}

impl Token {
    pub(super) fn quoted(&self) -> bool {
        self.run != UNQUOTED
    }

    pub(super) fn is(&self, bits: u64) -> bool {
        self.lex.is(bits)
    }

    /// Whether it is the participle of a verb of saying: "saying", "telling", "warning".
    pub(super) fn is_saying(&self) -> bool {
        self.is(bit::ING) && self.is(bit::SAYING) && self.is(bit::LOWER)
    }
}

/// The tokens of an article, one per word, pushed to `tokens`; `quoted` takes note of the words of each run.
pub(super) fn push_tokens(
    text: &Analyzed,
    forms: &Forms,
    table: &mut FormTable<Lex>,
    lexicon: &mut Lexicon,
    quoted: &mut QuotedWords,
    tokens: &mut Vec<Token>,
) {
    lexicon.follow(forms);
    table.update(forms, |forms, form| lexicon.classify(forms, form));
    tokens.reserve(text.words.len());
    let mut paragraph = Paragraph { number: 0, block: 0, gap: 0 };
    for (number, sentence) in text.sentences.iter().enumerate() {
        let (start, end) = (sentence.words.start as usize, sentence.words.end as usize);
        let after = text.words.get(end).map_or(text.content().len() as u32, |w| w.span.start);
        let nexts = text.words[start + 1..end].iter().map(|w| w.span.start).chain([after]);
        tokens.extend((start..end).zip(&text.words[start..end]).zip(nexts).map(|((i, word), next)| {
            let run = quoted.run(i as u32, word.span);
            let gap = gap_between(text.content().as_bytes(), word.span.end, next);
            let paragraph = paragraph.next(sentence.block, gap);
            Token { lex: placed(*table.get(word.form), gap, run), gap, run, sentence: number as u32, paragraph }
        }));
    }
}

/// What is known of a spelling, and of its place as far as paths ask.
fn placed(lex: Lex, gap: u16, run: u32) -> Lex {
    let comma = if gap & gap::COMMA != 0 { path::COMMA } else { 0 };
    let quoted = if run != UNQUOTED { path::QUOTED } else { 0 };
    Lex { path: lex.path | comma | quoted, ..lex }
}

/// Tells which words stand in which run, along the words. Runs that hold no word are left out.
pub(super) struct QuotedWords {
    found: std::vec::IntoIter<Run>,
    /// The run at hand; one beyond everything after the last. Whether it holds a word so far.
    at: Run,
    entered: bool,
    /// The runs that hold words, and which.
    pub runs: Vec<Run>,
    pub words: Vec<Range<u32>>,
}

impl QuotedWords {
    pub(super) fn new(found: Vec<Run>) -> Self {
        let (runs, words) = (Vec::with_capacity(found.len()), Vec::with_capacity(found.len()));
        let mut found = found.into_iter();
        QuotedWords { at: found.next().unwrap_or(BEYOND), found, entered: false, runs, words }
    }

    /// The run that word `i` stands in, or [`UNQUOTED`]; to be asked for every word in order.
    #[inline]
    fn run(&mut self, i: u32, word: Span) -> u32 {
        if word.start < self.at.span.start { UNQUOTED } else { self.run_from(i, word) }
    }

    /// The same where the word stands in the run at hand or after it.
    fn run_from(&mut self, i: u32, word: Span) -> u32 {
        while self.at.span.end <= word.start {
            self.at = self.found.next().unwrap_or(BEYOND);
            self.entered = false;
        }
        if word.start < self.at.span.start { UNQUOTED } else { self.enter(i, word, self.at) }
    }

    fn enter(&mut self, i: u32, word: Span, run: Run) -> u32 {
        if word.end <= run.span.end {
            match self.words.last_mut().filter(|_| self.entered) {
                Some(words) => words.end = i + 1,
                None => {
                    self.runs.push(run);
                    self.words.push(i..i + 1);
                    self.entered = true;
                }
            }
        }
        if self.entered { self.runs.len() as u32 - 1 } else { UNQUOTED }
    }
}

/// A run that no word stands in.
const BEYOND: Run = Run { span: Span { start: u32::MAX, end: u32::MAX }, block: 0, closed: false };

/// Counts paragraphs along the words.
struct Paragraph {
    number: u32,
    block: u32,
    /// What stood after the word before.
    gap: u16,
}

impl Paragraph {
    /// The paragraph of the next word, which stands in `block` and before `gap`.
    fn next(&mut self, block: u32, gap: u16) -> u32 {
        let ends = gap::STOP | gap::COLON | gap::MARK | gap::CLOSE | gap::DASH;
        let broken = self.gap & gap::BREAK != 0 && self.gap & ends != 0;
        self.number += u32::from(broken || block != self.block);
        (self.block, self.gap) = (block, gap);
        self.number
    }
}

/// What stands between a word that ends at byte `end` and the next, which begins at `start`.
#[inline]
fn gap_between(content: &[u8], end: u32, start: u32) -> u16 {
    match &content[end as usize..start as usize] {
        b" " => gap::SPACE,
        between => gap_bits(between),
    }
}

/// The classes of the bytes between two words; only the first few matter.
fn gap_bits(between: &[u8]) -> u16 {
    match between {
        b", " => return gap::COMMA | gap::SPACE,
        b". " => return gap::STOP | gap::SPACE,
        b"-" => return gap::HYPHEN,
        b"&" => return gap::AMPERSAND,
        b" & " => return gap::AMPERSAND_SPACED,
        // "E*Trade": it joins as an ampersand does.
        b"*" => return gap::AMPERSAND,
        _ => {}
    }
    let mut bits = 0;
    let shown = &between[..between.len().min(32)];
    let possessive = shown.starts_with(b"'s") || shown.starts_with("’s".as_bytes());
    if possessive || shown == b"' " || shown == "’ ".as_bytes() {
        bits |= gap::POSSESSIVE;
    }
    for (i, &byte) in shown.iter().enumerate() {
        bits |= match byte {
            b',' => gap::COMMA,
            b'.' => gap::STOP,
            b'!' | b'?' => gap::STOP | gap::EXCLAIM,
            b':' => gap::COLON,
            b';' => gap::SEMICOLON,
            b'(' | b'[' | b'<' => gap::OPEN,
            b')' | b']' | b'>' => gap::CLOSE,
            b'-' if shown.len() == 1 => gap::HYPHEN,
            b'-' => gap::DASH,
            b'\n' => gap::BREAK,
            b'"' | b'`' => gap::MARK,
            b'\'' if !possessive => gap::MARK,
            b' ' => gap::SPACE,
            0xE2 if shown[i..].starts_with("–".as_bytes())
                || shown[i..].starts_with("—".as_bytes())
                || shown[i..].starts_with("―".as_bytes()) =>
            {
                gap::DASH
            }
            0xE2 if shown[i..].starts_with("…".as_bytes()) => gap::STOP,
            0xE2 if !possessive => gap::MARK,
            0x80.. | b's' | b'\'' => 0,
            _ => gap::OTHER,
        };
    }
    bits
}
