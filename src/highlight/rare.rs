//! The byte by which a text is searched for a word: the rarest that it must have.

use crate::query::pattern::Pattern;

/// How often letters stand among a thousand of English text, from `a` to `z`.
const LETTERS: [u16; 26] =
    [82, 15, 28, 43, 127, 22, 20, 61, 70, 2, 8, 40, 24, 67, 75, 19, 1, 60, 63, 91, 28, 10, 24, 2, 20, 1];

/// The same of a digit, about.
const DIGIT: u16 = 5;

/// More often than anything that is counted.
const EVERYWHERE: u16 = 1000;

/// Where words that a pattern means can stand in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trace {
    /// Anywhere.
    Everywhere,
    /// Where there is this ASCII byte, a letter in either case, after the one before it in the word, or first in
    /// the word; or a character outside ASCII.
    At {
        /// The byte.
        byte: u8,
        /// The one before it.
        before: Option<u8>,
    },
    /// Only where there is a character outside ASCII.
    OutsideAscii,
}

impl Trace {
    /// The rarest there is of a pattern.
    ///
    /// Folding takes nothing away from an ASCII word but case and the dots of an acronym, and it may straighten
    /// an apostrophe: whatever else a folded form has stands in the word, or the word is not ASCII.
    pub fn of(pattern: &Pattern) -> Self {
        let beginning = pattern.beginning();
        if !beginning.is_ascii() {
            return Trace::OutsideAscii;
        }
        let bytes = beginning.bytes().enumerate().filter(|(_, byte)| *byte != b'\'');
        let rarest = bytes.min_by_key(|&(_, byte)| frequency(byte));
        rarest.map_or(Trace::Everywhere, |(at, byte)| Trace::At {
            byte,
            before: at.checked_sub(1).map(|before| beginning.as_bytes()[before]),
        })
    }

    /// How often its byte is come across, in no unit.
    pub fn frequency(self) -> u16 {
        match self {
            Trace::Everywhere => EVERYWHERE,
            Trace::At { byte, .. } => frequency(byte),
            Trace::OutsideAscii => 0,
        }
    }

    /// Whether an ASCII byte, or the beginning of a text as a space, can stand before the byte of a trace in a
    /// word, or before the word.
    pub fn may_follow(before: Option<u8>, byte: u8) -> bool {
        match before {
            Some(before) => byte == b'.' || byte.eq_ignore_ascii_case(&before),
            None => !byte.is_ascii_alphanumeric() && byte != b'_',
        }
    }
}

fn frequency(byte: u8) -> u16 {
    match byte {
        b'a'..=b'z' => LETTERS[usize::from(byte - b'a')],
        b'0'..=b'9' => DIGIT,
        _ => EVERYWHERE - 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::ast::{Term, TermMode};
    use crate::query::pattern::of_term;

    #[test]
    fn the_rarest_letter_of_the_common_beginning() {
        let at = |byte, before| Trace::At { byte, before };
        for (text, mode, expected) in [
            ("strangers", TermMode::Plain, at(b'g', Some(b'n'))),
            ("possibly", TermMode::Plain, at(b'p', None)),
            ("dies", TermMode::Plain, at(b'd', None)),
            ("war*", TermMode::Wild, at(b'w', None)),
            ("don't", TermMode::Exact, at(b'd', None)),
            ("Café", TermMode::Plain, at(b'f', Some(b'a'))),
            ("北", TermMode::Plain, Trace::OutsideAscii),
            ("*ing", TermMode::Wild, Trace::Everywhere),
            ("tilerson", TermMode::Fuzzy(1), Trace::Everywhere),
        ] {
            let patterns = of_term(&Term { text: text.into(), mode }, true);
            assert_eq!(Trace::of(&patterns[0]), expected, "{text}");
        }
    }
}
