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
    /// Where there is this ASCII byte, a letter in either case, or a character outside ASCII.
    At(u8),
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
        let bytes = beginning.bytes().filter(|byte| *byte != b'\'');
        bytes.min_by_key(|&byte| frequency(byte)).map_or(Trace::Everywhere, Trace::At)
    }

    /// How often it is come across, in no unit.
    pub fn frequency(self) -> u16 {
        match self {
            Trace::Everywhere => EVERYWHERE,
            Trace::At(byte) => frequency(byte),
            Trace::OutsideAscii => 0,
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
        for (text, mode, expected) in [
            ("strangers", TermMode::Plain, Trace::At(b'g')),
            ("possibly", TermMode::Plain, Trace::At(b'p')),
            ("dies", TermMode::Plain, Trace::At(b'd')),
            ("war*", TermMode::Wild, Trace::At(b'w')),
            ("don't", TermMode::Exact, Trace::At(b'd')),
            ("Café", TermMode::Plain, Trace::At(b'f')),
            ("北", TermMode::Plain, Trace::OutsideAscii),
            ("*ing", TermMode::Wild, Trace::Everywhere),
            ("tilerson", TermMode::Fuzzy(1), Trace::Everywhere),
        ] {
            let patterns = of_term(&Term { text: text.into(), mode }, true);
            assert_eq!(Trace::of(&patterns[0]), expected, "{text}");
        }
    }
}
