//! Words: Unicode word boundaries (UAX #29) with what news needs.
//!
//! - A hyphen separates: `al-Assad`, `68-nation` and `U.S.-led` are two words each.
//! - A possessive `'s` is no part of its word: `ISIS's` is `ISIS`. Other apostrophes stay (`don't`).
//! - The dot that ends a dotted acronym belongs to it: `U.S.`.
//! - A dot between a small letter and a capital separates, as where a paragraph break was lost
//!   (`the end.We`); a colon always does.
//! - Chinese, Japanese and Korean syllables are as UAX #29 has them, but every kana stands alone, so that
//!   a word inside a run can be found as a phrase of its characters.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

/// The words of a text, as byte ranges in order.
pub struct Words<'a> {
    text: &'a str,
    /// Where the next chunk (text without ASCII white space) begins.
    next: usize,
    /// Words of the current chunk not yet given out, last first.
    ready: Vec<Range<usize>>,
}

impl<'a> Words<'a> {
    /// The words of `text`.
    pub fn new(text: &'a str) -> Self {
        Words { text, next: 0, ready: Vec::with_capacity(4) }
    }

    /// Splits the next chunk; false at the end of the text. Words never span ASCII white space.
    fn read_chunk(&mut self) -> bool {
        let bytes = self.text.as_bytes();
        let Some(skip) = bytes[self.next..].iter().position(|b| !b.is_ascii_whitespace()) else {
            return false;
        };
        let start = self.next + skip;
        let len = bytes[start..].iter().position(u8::is_ascii_whitespace).unwrap_or(bytes.len() - start);
        self.next = start + len;
        let chunk = &self.text[start..start + len];
        if chunk.is_ascii() {
            ascii_words(chunk, |range| self.ready.push(start + range.start..start + range.end));
        } else {
            unicode_words(chunk, |range| self.ready.push(start + range.start..start + range.end));
            // The dot that ends an acronym is a word's beginning where a combining mark follows it.
            for i in 1..self.ready.len() {
                self.ready[i - 1].end = self.ready[i - 1].end.min(self.ready[i].start);
            }
        }
        self.ready.reverse();
        true
    }
}

impl Iterator for Words<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        while self.ready.is_empty() {
            if !self.read_chunk() {
                return None;
            }
        }
        self.ready.pop()
    }
}

/// UAX #29 for ASCII alone, several times as fast as the general rules.
fn ascii_words(chunk: &str, mut push: impl FnMut(Range<usize>)) {
    let bytes = chunk.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        if !is_ascii_word(bytes[i]) {
            i += 1;
            continue;
        }
        let start = i;
        i += 1;
        while i < bytes.len() && (is_ascii_word(bytes[i]) || joins(bytes, i)) {
            i += 1;
        }
        refine(chunk, start..i, &mut push);
    }
}

fn is_ascii_word(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b == b'_'
}

/// Whether the punctuation at `i` stands inside a word (rules WB6, 7, 11 and 12; no colon).
fn joins(chunk: &[u8], i: usize) -> bool {
    let (Some(&before), Some(&after)) = (chunk.get(i - 1), chunk.get(i + 1)) else {
        return false;
    };
    let letters = before.is_ascii_alphabetic() && after.is_ascii_alphabetic();
    let digits = before.is_ascii_digit() && after.is_ascii_digit();
    match chunk[i] {
        b'.' | b'\'' => letters || digits,
        b',' | b';' => digits,
        _ => false,
    }
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
        fn the_fast_way_agrees_with_unicode(text in "[ -~]{0,40}") {
            let mut general = Vec::new();
            let mut base = 0;
            for chunk in text.split_inclusive(|c: char| c.is_ascii_whitespace()) {
                unicode_words(chunk, |r| general.push(base + r.start..base + r.end));
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
