//! Words: Unicode word boundaries (UAX #29) with what news needs.
//!
//! - A hyphen separates: `al-Assad`, `68-nation` and `U.S.-led` are two words each.
//! - A possessive `'s` is no part of its word: `ISIS's` is `ISIS`. Other apostrophes stay (`don't`).
//! - The dot that ends a dotted acronym belongs to it: `U.S.`.
//! - A dot between a small letter and a capital separates, as where a paragraph break was lost
//!   (`the end.We`); a colon always does.
//! - Spaces, low lines and ties that UAX #29 takes for a part of a word (`ExtendNumLet`) separate: `_The Guardian_`
//!   of Markdown, `10 000` with a narrow no-break space (U+202F).
//! - Digits below the line belong to the letters before them, as in `CO₂`, and so do the powers of units (`km²`).
//!   Any other small digit above the line is the mark of a footnote and stands alone.
//! - Chinese, Japanese and Korean syllables are as UAX #29 has them, but every kana stands alone, so that
//!   a word inside a run can be found as a phrase of its characters.

use std::borrow::Cow;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

/// The words of a text, as byte ranges in order.
///
/// Nearly all words of a news text are ASCII with a plain mark or white space on both sides; those are found
/// by looking at each byte once. Where anything else stands, the general rules are asked.
pub struct Words<'a> {
    text: &'a str,
    /// Where the search for the next word begins: never inside a word.
    next: usize,
    /// Words found but not yet given out, last first.
    ready: Vec<Range<usize>>,
}

impl<'a> Words<'a> {
    /// The words of `text`.
    pub fn new(text: &'a str) -> Self {
        Words { text, next: 0, ready: Vec::new() }
    }

    /// Finds the words of the run that begins at `start` and ends at `end`, a run of ASCII with inner marks.
    fn joined(&mut self, start: usize, end: usize) {
        let (text, ready) = (self.text, &mut self.ready);
        refine(text, start..end, &mut |range| ready.push(range));
        self.ready.reverse();
        self.next = end;
    }

    /// Finds the words from `start` to the next ASCII white space, which no word spans, by the general rules.
    fn general(&mut self, start: usize) {
        let len = self.text.as_bytes()[start..].iter().position(u8::is_ascii_whitespace);
        let end = len.map_or(self.text.len(), |len| start + len);
        let chunk = with_plain_digits(&self.text[start..end]);
        unicode_words(&chunk, |range| self.ready.push(start + range.start..start + range.end));
        // The dot that ends an acronym is a word's beginning where a combining mark follows it.
        for i in 1..self.ready.len() {
            self.ready[i - 1].end = self.ready[i - 1].end.min(self.ready[i].start);
        }
        self.ready.reverse();
        self.next = end;
    }
}

impl Iterator for Words<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        loop {
            if let Some(word) = self.ready.pop() {
                return Some(word);
            }
            let bytes = self.text.as_bytes();
            let start = begin(bytes, self.next)?;
            match ascii_run(bytes, start) {
                Run::Plain(end) => {
                    self.next = end;
                    return Some(start..end);
                }
                Run::Joined(end) => self.joined(start, end),
                Run::General => self.general(start),
            }
        }
    }
}

/// What a byte can be to a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    /// An ASCII letter or digit.
    Word,
    /// ASCII that no word has on its inside.
    Between,
    /// ASCII that may stand inside a word.
    Inner,
    /// Part of a character outside ASCII.
    Wide,
}

const CLASSES: [Class; 256] = {
    let mut classes = [Class::Between; 256];
    let mut b = 0;
    while b < 256 {
        classes[b] = match b as u8 {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => Class::Word,
            b'.' | b'\'' | b',' | b';' | b':' => Class::Inner,
            0x80.. => Class::Wide,
            _ => Class::Between,
        };
        b += 1;
    }
    classes
};

/// Where from `at` on a word may begin: a letter, a digit, or a character outside ASCII but for those marks
/// that never join what stands beside them.
fn begin(bytes: &[u8], mut at: usize) -> Option<usize> {
    while at < bytes.len() {
        match CLASSES[usize::from(bytes[at])] {
            Class::Word => return Some(at),
            Class::Between | Class::Inner => at += 1,
            Class::Wide if mark(bytes, at).is_some() => at += 3,
            Class::Wide => return Some(at),
        }
    }
    None
}

/// Marks outside ASCII that news is full of.
#[derive(Clone, Copy)]
enum Mark {
    /// A dash, a double quotation mark, an ellipsis: never part of a word (U+2013, U+2014, U+201C, U+201D,
    /// U+2026).
    Separates,
    /// U+2018 or U+2019, which may stand inside a word as the straight apostrophe may.
    Apostrophe,
}

fn mark(bytes: &[u8], at: usize) -> Option<Mark> {
    match bytes.get(at..at + 3)? {
        [0xE2, 0x80, 0x93 | 0x94 | 0x9C | 0x9D | 0xA6] => Some(Mark::Separates),
        [0xE2, 0x80, 0x98 | 0x99] => Some(Mark::Apostrophe),
        _ => None,
    }
}

/// Whether one of those characters outside ASCII stands at `at` that news is full of and that are no letters: a
/// dash, a double quotation mark, an ellipsis, an apostrophe.
pub fn is_common_mark(bytes: &[u8], at: usize) -> bool {
    mark(bytes, at).is_some()
}

/// What begins at a place where a word may begin.
enum Run {
    /// A word up to the byte given, with nothing to look into.
    Plain(usize),
    /// A word of UAX #29 up to the byte given, or what has words of ours in it.
    Joined(usize),
    /// Something that the general rules have to decide.
    General,
}

/// UAX #29 for ASCII and the commonest marks, several times as fast as the general rules.
fn ascii_run(bytes: &[u8], start: usize) -> Run {
    let (mut end, mut joined) = (start, false);
    loop {
        while end < bytes.len() && CLASSES[usize::from(bytes[end])] == Class::Word {
            end += 1;
        }
        let width = match bytes.get(end).map(|&b| CLASSES[usize::from(b)]) {
            Some(Class::Inner) => 1,
            Some(Class::Wide) => match mark(bytes, end) {
                Some(Mark::Apostrophe) if end > start => 3,
                Some(_) if end > start => break,
                _ => return Run::General,
            },
            _ => break,
        };
        match bytes.get(end + width).map(|&b| CLASSES[usize::from(b)]) {
            Some(Class::Word) if joins(bytes, end, width) => (end, joined) = (end + width, true),
            Some(Class::Wide) if mark(bytes, end + width).is_none() => return Run::General,
            _ => break,
        }
    }
    if joined {
        return Run::Joined(end);
    }
    Run::Plain(end)
}

/// Whether the mark of `width` bytes at `at` stands inside a word (rules WB6, 7, 11 and 12; no colon).
fn joins(bytes: &[u8], at: usize, width: usize) -> bool {
    let (before, after) = (bytes[at - 1], bytes[at + width]);
    let letters = before.is_ascii_alphabetic() && after.is_ascii_alphabetic();
    let digits = before.is_ascii_digit() && after.is_ascii_digit();
    match bytes[at] {
        b',' | b';' => digits,
        b':' => false,
        _ => letters || digits,
    }
}

/// The text with digits that UAX #29 knows, of the same length in bytes, in the place of small ones that belong to
/// the word before them.
fn with_plain_digits(chunk: &str) -> Cow<'_, str> {
    if !chunk.contains(is_small_digit) {
        return Cow::Borrowed(chunk);
    }
    let mut plain = String::with_capacity(chunk.len());
    for (i, c) in chunk.char_indices() {
        plain.push(match c {
            '\u{2080}'..='\u{2089}' => FULL_WIDTH[c as usize - 0x2080],
            '²' if follows_unit(&chunk[..i]) => '\u{662}',
            '³' if follows_unit(&chunk[..i]) => '\u{663}',
            c => c,
        });
    }
    Cow::Owned(plain)
}

/// The digits of full width, of three bytes as those below the line.
const FULL_WIDTH: [char; 10] = ['０', '１', '２', '３', '４', '５', '６', '７', '８', '９'];

fn is_small_digit(c: char) -> bool {
    matches!(c, '\u{2080}'..='\u{2089}' | '²' | '³')
}

/// Units that are squared and cubed.
const UNITS: &[&str] = &["cm", "dm", "ft", "in", "km", "m", "mi", "mm", "nm", "yd"];

/// Whether a text ends with a unit, which may stand right behind its number.
fn follows_unit(before: &str) -> bool {
    let unit = before.trim_start_matches(|c: char| !c.is_alphabetic());
    let unit = unit.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    UNITS.contains(&unit)
}

fn unicode_words(chunk: &str, mut push: impl FnMut(Range<usize>)) {
    for (start, word) in chunk.unicode_word_indices() {
        refine(chunk, start..start + word.len(), &mut push);
    }
}

/// Applies this module's own rules to a word found by UAX #29.
fn refine(chunk: &str, word: Range<usize>, push: &mut impl FnMut(Range<usize>)) {
    let mut start = word.start;
    while let Some(cut) = split_point(&chunk[start..word.end]) {
        push_trimmed(chunk, start..start + cut.start, push);
        start += cut.end;
        if chunk[..start].ends_with(is_tie) {
            let rest = &chunk[start..word.end];
            start = word.end - rest.trim_start_matches(|c: char| !c.is_alphanumeric() && !is_tie(c)).len();
        }
    }
    push_trimmed(chunk, start..word.end, push);
}

/// Gives out a word less its possessive, or with the dot that ends an acronym.
fn push_trimmed(chunk: &str, word: Range<usize>, push: &mut impl FnMut(Range<usize>)) {
    let text = &chunk[word.clone()];
    if !text.contains(char::is_alphanumeric) {
        return;
    }
    let end = word.start + without_possessive(text).len();
    let dot = end == word.end && chunk[end..].starts_with('.') && is_open_acronym(text);
    push(word.start..end + usize::from(dot));
}

/// Where a word of UAX #29 is two of ours: the bytes between them.
fn split_point(text: &str) -> Option<Range<usize>> {
    let mut before: Option<char> = None;
    let mut chars = text.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        if is_tie(c) {
            return Some(i..i + c.len_utf8());
        }
        let after = chars.peek().map(|&(_, c)| c);
        if let (Some(b), Some(a)) = (before, after) {
            let lost_break = c == '.' && b.is_lowercase() && a.is_uppercase();
            if lost_break || matches!(c, ':' | '\u{FE55}' | '\u{FF1A}' | '\u{FE13}') {
                return Some(i..i + c.len_utf8());
            }
        }
        if i > 0 && is_kana(c) && before.is_some_and(is_kana) {
            return Some(i..i);
        }
        before = Some(c);
    }
    None
}

/// What UAX #29 ties to the letters around it (its class `ExtendNumLet`): a narrow space, low lines, ties.
fn is_tie(c: char) -> bool {
    matches!(
        c,
        '_' | '\u{202F}' | '\u{203F}' | '\u{2040}' | '\u{2054}' | '\u{FE33}' | '\u{FE34}' | '\u{FE4D}'
            ..='\u{FE4F}' | '\u{FF3F}'
    )
}

fn is_kana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FA}' | '\u{31F0}'..='\u{31FF}' | '\u{FF66}'..='\u{FF9D}')
}

fn without_possessive(text: &str) -> &str {
    let bare = text.strip_suffix(['s', 'S']).and_then(|t| t.strip_suffix(['\'', '\u{2019}', '\u{FF07}']));
    bare.filter(|t| !t.is_empty()).unwrap_or(text)
}

/// `U.S` or `p.m`: single letters with dots between, the last dot still outside.
fn is_open_acronym(text: &str) -> bool {
    text.contains('.') && !text.ends_with('.') && super::fold::is_dotted(text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(text: &str) -> Vec<&str> {
        Words::new(text).map(|range| &text[range]).collect()
    }

    #[test]
    fn news_words() {
        for (text, expected) in [
            ("the U.S.-led coalition", vec!["the", "U.S.", "led", "coalition"]),
            ("don’t, don't", vec!["don’t", "don't"]),
            ("Bashar al-Assad’s regime", vec!["Bashar", "al", "Assad", "regime"]),
            ("68-nation ISIS's", vec!["68", "nation", "ISIS"]),
            ("networks…We end.We", vec!["networks", "We", "end", "We"]),
            ("in D.C. at 5:30 p.m., 1,000.50", vec!["in", "D.C.", "at", "5", "30", "p.m.", "1,000.50"]),
            ("stated\u{a0}that", vec!["stated", "that"]),
            ("a\u{200b}b co\u{ad}op", vec!["a", "b", "co\u{ad}op"]),
            ("北京カタ", vec!["北", "京", "カ", "タ"]),
            ("'quoted' rock'n'roll", vec!["quoted", "rock'n'roll"]),
            ("👩‍👩‍👧 ok", vec!["ok"]),
            ("A.a.\u{1712}[", vec!["A.a", ".\u{1712}"]),
            ("_The Guardian_ __all__ jan_6_report", vec!["The", "Guardian", "all", "jan", "6", "report"]),
            ("«\u{202f}bonjour\u{202f}» 10\u{202f}000\u{202f}%", vec!["bonjour", "10", "000"]),
            ("a\u{2009}b\u{3000}c\u{1680}d\u{205f}e＿f‿g", vec!["a", "b", "c", "d", "e", "f", "g"]),
            (
                "CO₂, H₂O and PM₁₀ on 5 km² at 3 m³",
                vec!["CO₂", "H₂O", "and", "PM₁₀", "on", "5", "km²", "at", "3", "m³"],
            ),
            ("he said² it", vec!["he", "said", "²", "it"]),
            ("_ISIS's_ _U.S._ _é\u{301}_", vec!["ISIS", "U.S.", "é\u{301}"]),
            ("the U.S.\u{653} coalition", vec!["the", "U.S", ".\u{653}", "coalition"]),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
    }

    fn texts() -> impl Strategy<Value = String> {
        prop_oneof![any::<String>(), "[aA1.'’:\u{301}\u{653}\u{200d}\u{ad} カ]{0,30}"]
    }

    proptest! {
        #[test]
        fn the_fast_way_agrees_with_unicode(text in "([ -~]|[a.,'’‘_1 ]|[“”–—…é\u{301}\u{AD}\u{200D}\u{2024}\u{202F}₂²京カא״٣👩]){0,30}") {
            let mut general = Vec::new();
            let mut base = 0;
            for chunk in text.split_inclusive(|c: char| c.is_ascii_whitespace()) {
                unicode_words(&with_plain_digits(chunk), |r| general.push(base + r.start..base + r.end));
                base += chunk.len();
            }
            prop_assert_eq!(Words::new(&text).collect::<Vec<_>>(), general);
        }

        #[test]
        fn words_are_ordered_and_on_character_bounds(text in texts()) {
            let mut last = 0;
            for range in Words::new(&text) {
                prop_assert!(range.start >= last && range.start < range.end);
                prop_assert!(text.get(range.clone()).is_some());
                last = range.end;
            }
        }
    }
}
