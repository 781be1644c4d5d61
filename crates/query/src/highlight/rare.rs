//! Which letter of a word a text is searched for: of those that the word must have, the one that is rarest behind its
//! neighbour. `question` is searched by its `q`, `thing` by `th`: few other places of a text have these.

use crate::pattern::Pattern;

/// How often a letter stands first in a word, then after each letter from `a` to `z`, in ten thousand letters of
/// English news; 255 also stands for more. Counted by `examples/count_letters.rs`.
#[rustfmt::skip]
const PAIRS: [[u8; 26]; 27] = [
    [221, 117, 117, 63, 66, 94, 40, 64, 146, 16, 8, 51, 83, 44, 120, 94, 7, 79, 187, 255, 30, 12, 98, 0, 19, 2],
    [1, 14, 29, 30, 1, 8, 18, 2, 49, 2, 13, 85, 17, 157, 0, 15, 1, 100, 67, 96, 11, 15, 4, 2, 24, 1],
    [28, 1, 1, 0, 37, 0, 0, 0, 18, 0, 0, 13, 0, 0, 18, 1, 0, 8, 3, 3, 18, 0, 0, 0, 18, 0],
    [33, 1, 6, 0, 60, 0, 0, 43, 19, 0, 14, 14, 0, 0, 76, 0, 1, 14, 1, 29, 16, 0, 0, 0, 5, 0],
    [21, 0, 0, 5, 62, 0, 3, 0, 39, 1, 0, 2, 2, 2, 16, 0, 0, 6, 8, 0, 11, 2, 1, 0, 3, 0],
    [58, 6, 50, 92, 31, 13, 9, 3, 12, 0, 5, 37, 24, 106, 4, 18, 3, 174, 108, 38, 15, 16, 13, 21, 11, 0],
    [11, 0, 0, 0, 17, 12, 0, 0, 29, 0, 0, 5, 0, 0, 38, 0, 0, 17, 1, 9, 9, 0, 0, 0, 0, 0],
    [14, 0, 0, 1, 35, 0, 4, 15, 9, 0, 0, 5, 2, 4, 13, 0, 0, 17, 5, 2, 6, 0, 0, 0, 2, 0],
    [76, 0, 0, 0, 168, 0, 0, 0, 44, 0, 0, 1, 1, 3, 29, 0, 0, 5, 3, 6, 4, 0, 0, 0, 1, 0],
    [23, 4, 47, 43, 26, 8, 20, 0, 0, 0, 4, 50, 18, 221, 57, 6, 1, 22, 64, 94, 1, 19, 0, 2, 0, 4],
    [4, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0, 0, 0, 6, 1, 0, 0, 0, 0, 6, 0, 0, 0, 0, 0],
    [2, 0, 0, 0, 31, 0, 0, 0, 8, 0, 0, 1, 0, 2, 2, 0, 0, 2, 9, 0, 1, 0, 0, 0, 1, 0],
    [40, 0, 1, 25, 57, 2, 0, 0, 56, 0, 2, 57, 1, 0, 34, 2, 0, 1, 12, 8, 10, 2, 0, 0, 29, 0],
    [51, 7, 1, 0, 57, 1, 0, 0, 28, 0, 0, 0, 8, 0, 30, 21, 0, 0, 6, 0, 5, 0, 0, 0, 3, 0],
    [34, 1, 36, 88, 60, 5, 97, 1, 24, 0, 15, 3, 4, 7, 30, 0, 0, 1, 34, 88, 8, 9, 1, 0, 10, 0],
    [5, 10, 11, 10, 3, 60, 4, 1, 9, 1, 7, 25, 53, 142, 13, 19, 0, 107, 27, 25, 59, 19, 28, 1, 3, 0],
    [31, 0, 0, 0, 50, 0, 0, 3, 9, 0, 0, 17, 2, 0, 32, 10, 0, 37, 3, 6, 8, 0, 0, 0, 0, 0],
    [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 12, 0, 0, 0, 0, 0],
    [50, 2, 23, 14, 151, 1, 12, 1, 54, 0, 17, 10, 14, 16, 66, 5, 0, 9, 43, 37, 11, 5, 1, 0, 17, 0],
    [40, 1, 9, 5, 66, 1, 0, 26, 40, 0, 4, 5, 3, 1, 25, 12, 0, 0, 28, 97, 25, 0, 2, 0, 2, 0],
    [41, 0, 3, 1, 93, 1, 1, 211, 89, 0, 0, 6, 4, 1, 97, 1, 0, 35, 43, 11, 13, 0, 5, 0, 11, 1],
    [12, 6, 11, 7, 13, 2, 9, 0, 8, 0, 1, 26, 9, 32, 0, 14, 0, 43, 29, 42, 0, 0, 0, 0, 3, 0],
    [8, 0, 0, 0, 68, 0, 0, 0, 17, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    [23, 0, 0, 0, 29, 0, 0, 20, 28, 0, 0, 1, 0, 7, 18, 0, 0, 2, 4, 3, 0, 0, 0, 0, 1, 0],
    [1, 0, 3, 0, 3, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0],
    [2, 1, 0, 0, 15, 0, 0, 0, 3, 0, 0, 1, 2, 1, 7, 1, 0, 0, 9, 1, 1, 0, 0, 0, 0, 0],
    [1, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
];

/// About how often a digit, or a letter after anything that is no letter, occurs, in the units of the table.
const OTHER: u16 = 15;

/// More often than anything that is counted.
const EVERYWHERE: u16 = 1000;

/// Where words that a pattern means can stand in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Trace {
    /// Anywhere.
    Everywhere,
    /// Where there is what all of them begin with, or a character outside ASCII.
    At(Beginning),
    /// Only where there is a character outside ASCII.
    OutsideAscii,
}

impl Trace {
    /// The rarest there is of a pattern.
    pub(super) fn of(pattern: &Pattern) -> Self {
        let beginning = pattern.beginning();
        if !beginning.is_ascii() {
            return Trace::OutsideAscii;
        }
        let bytes = beginning.as_bytes();
        let before = |at: usize| at.checked_sub(1).map(|before| bytes[before]);
        let places = (0..bytes.len()).filter(|&at| bytes[at] != b'\'');
        let rarest = places.min_by_key(|&at| frequency(before(at), bytes[at]));
        rarest.map_or(Trace::Everywhere, |rarest| Trace::At(Beginning { bytes: bytes.into(), rarest }))
    }

    /// How often it is come across, in ten thousand letters.
    pub(super) fn frequency(&self) -> u16 {
        match self {
            Trace::Everywhere => EVERYWHERE,
            Trace::At(beginning) => frequency(beginning.before(), beginning.byte()),
            Trace::OutsideAscii => 0,
        }
    }
}

/// What words begin with in ASCII, small letters, and which byte of that is the rarest.
///
/// Folding takes nothing away from an ASCII word but case and the dots of an acronym, and it may straighten an
/// apostrophe: whatever else a folded form has stands in the word, or the word is not ASCII.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Beginning {
    bytes: Box<[u8]>,
    rarest: usize,
}

impl Beginning {
    /// The rarest byte.
    pub(super) fn byte(&self) -> u8 {
        self.bytes[self.rarest]
    }

    /// The one before it, unless it is the first.
    pub(super) fn before(&self) -> Option<u8> {
        self.rarest.checked_sub(1).map(|before| self.bytes[before])
    }

    /// The bytes, the beginning of a text as a space, that may stand before the rarest one in a word, or before the
    /// word: all bits of each that may, none of others. What is not ASCII may always.
    pub(super) fn may_follow(&self) -> [u8; 256] {
        let Some(before) = self.before() else { return NO_WORD_GOES_ON };
        let mut may = OUTSIDE_ASCII;
        for byte in [b'.', before, before.to_ascii_uppercase()] {
            may[usize::from(byte)] = u8::MAX;
        }
        may
    }

    /// Whether the word may stand in `text` where the byte at `at` is its rarest one. The comparison ends at a dot or a
    /// character outside ASCII, behind which a letter of the word may be hidden.
    pub(super) fn may_stand(&self, text: &[u8], at: usize) -> bool {
        let (before, after) = (&self.bytes[..self.rarest], &self.bytes[self.rarest + 1..]);
        for (i, &expected) in before.iter().rev().enumerate() {
            match at.checked_sub(i + 1).map(|at| text[at]) {
                Some(byte) if byte.eq_ignore_ascii_case(&expected) => {}
                byte => return byte.is_some_and(may_hide),
            }
        }
        if at.checked_sub(self.rarest + 1).is_some_and(|at| is_of_word(text[at])) {
            return false;
        }
        let differs = after.iter().enumerate().find_map(|(i, expected)| match text.get(at + 1 + i) {
            Some(byte) if byte.eq_ignore_ascii_case(expected) => None,
            byte => Some(byte),
        });
        differs.is_none_or(|byte| byte.copied().is_some_and(may_hide))
    }
}

/// Whether a byte is of a word that goes on behind it.
const fn is_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
}

/// All bits of the bytes that are not ASCII.
const OUTSIDE_ASCII: [u8; 256] = {
    let mut bytes = [0; 256];
    let mut byte = 0x80;
    while byte < 256 {
        bytes[byte] = u8::MAX;
        byte += 1;
    }
    bytes
};

/// All bits of the bytes behind which a word may begin.
const NO_WORD_GOES_ON: [u8; 256] = {
    let mut bytes = OUTSIDE_ASCII;
    let mut byte = 0;
    while byte < 0x80 {
        bytes[byte as usize] = if is_of_word(byte) { 0 } else { u8::MAX };
        byte += 1;
    }
    bytes
};

/// Whether words may be spelt with something at a byte that their folded forms do not have.
fn may_hide(byte: u8) -> bool {
    !byte.is_ascii() || byte == b'.' || byte == b'\''
}

fn frequency(before: Option<u8>, byte: u8) -> u16 {
    let letter = |byte: u8| byte.is_ascii_lowercase().then(|| usize::from(byte - b'a'));
    match (before.map(letter), letter(byte)) {
        (None, Some(letter)) => PAIRS[0][letter].into(),
        (Some(Some(before)), Some(letter)) => PAIRS[before + 1][letter].into(),
        (Some(None), Some(_)) => OTHER,
        (_, None) if byte.is_ascii_digit() => OTHER,
        (_, None) => EVERYWHERE - 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ast::{Term, TermMode};
    use crate::pattern::of_term;

    fn trace(text: &str, mode: TermMode) -> Trace {
        Trace::of(&of_term(&Term { text: text.into(), mode }, true)[0])
    }

    #[test]
    fn the_rarest_letter_of_the_common_beginning() {
        for (text, mode, byte, before) in [
            ("strangers", TermMode::Plain, b'r', Some(b't')),
            ("possibly", TermMode::Plain, b's', Some(b'o')),
            ("dies", TermMode::Plain, b'd', None),
            ("war*", TermMode::Wild, b'a', Some(b'w')),
            ("don't", TermMode::Exact, b't', Some(b'\'')),
            ("Café", TermMode::Plain, b'f', Some(b'a')),
            ("a1", TermMode::Exact, b'1', Some(b'a')),
        ] {
            let Trace::At(beginning) = trace(text, mode) else { panic!("{text}") };
            assert_eq!((beginning.byte(), beginning.before()), (byte, before), "{text}");
        }
        assert_eq!(trace("北", TermMode::Plain), Trace::OutsideAscii);
        assert_eq!(trace("*ing", TermMode::Wild), Trace::Everywhere);
        assert_eq!(trace("tilerson", TermMode::Fuzzy(1)), Trace::Everywhere);
    }

    #[test]
    fn what_a_word_begins_with_stands_around_its_rarest_byte() {
        let Trace::At(beginning) = trace("chart", TermMode::Exact) else { panic!("none") };
        let may_stand = |text: &str| {
            let found = (0..text.len()).filter(|&at| text.as_bytes()[at].eq_ignore_ascii_case(&beginning.byte()));
            found.into_iter().any(|at| beginning.may_stand(text.as_bytes(), at))
        };
        for text in
            ["chart", "a Charter", "CHART.", "c.h.a.r.t.", "C.H.A.R.T.", "ch\u{ad}art", "-chart", "_chart", "’chart"]
        {
            assert!(may_stand(text), "{text}");
        }
        for text in ["hart", "char", "a chat", "echart", "3chart", "cha rt", "c-hart"] {
            assert!(!may_stand(text), "{text}");
        }
    }
}
