//! Words with wildcards in them: where they begin and end.

use std::ops::Range;

use onrecord_text::analyze::word::Words;

/// Letters of a dead script, which word boundaries treat like any letter, in the place of `*` and `?`.
const STAND_IN: [char; 2] = ['\u{14400}', '\u{14401}'];

/// The words of `text` in which `*` and `?` count as letters, as byte ranges.
pub(crate) fn wild_words(text: &str) -> Vec<Range<usize>> {
    let mut stood_in = String::with_capacity(text.len());
    let mut offsets = Vec::with_capacity(text.len());
    for (i, c) in text.char_indices() {
        let before = stood_in.len();
        stood_in.push(match c {
            '*' => STAND_IN[0],
            '?' => STAND_IN[1],
            c => c,
        });
        offsets.resize(before, i);
        offsets.resize(stood_in.len(), i);
    }
    offsets.push(text.len());
    let mut words: Vec<Range<usize>> = Vec::new();
    for word in Words::new(&stood_in) {
        let word = offsets[word.start]..offsets[word.end];
        match words.last_mut() {
            Some(last) if last.end == word.start && touches_wild(text, word.start) => last.end = word.end,
            _ => words.push(word),
        }
    }
    words
}

/// Whether a wildcard stands on either side of byte `at`.
fn touches_wild(text: &str, at: usize) -> bool {
    let wild = |b: Option<&u8>| matches!(b, Some(b'*' | b'?'));
    wild(text.as_bytes().get(at)) || wild(at.checked_sub(1).and_then(|i| text.as_bytes().get(i)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        wild_words(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn wildcards_are_letters() {
        for (text, expected) in [
            ("terror*", vec!["terror*"]),
            ("al-Ass*", vec!["al", "Ass*"]),
            ("organi?ation, x", vec!["organi?ation", "x"]),
            ("北京* *é", vec!["北", "京*", "*é"]),
            ("the * of", vec!["the", "*", "of"]),
            ("", vec![]),
        ] {
            assert_eq!(split(text), expected, "{text}");
        }
    }
}
