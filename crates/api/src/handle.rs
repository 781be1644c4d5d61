//! Handles: short names of articles, the same in every run, to be typed or copied.

use std::fmt;
use std::ops::RangeInclusive;

use crate::keys::ArticleKey;

/// The short name of an article: a hash of its key, written in base 32.
///
/// Handles of two articles may begin alike. With eight characters that is to be expected once among a million
/// articles or so (2^40 beginnings); the whole hash has thirteen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Handle(u64);

/// Crockford's alphabet: no letter in it can be taken for another or for a digit.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Characters of the whole hash: thirteen of five bits hold 64.
const WHOLE: usize = 13;

/// Characters that are shown.
const SHOWN: usize = 8;

impl Handle {
    /// That of the article with this key.
    pub fn of(key: &ArticleKey) -> Self {
        Handle(xxhash_rust::xxh3::xxh3_64(&key.0))
    }

    /// The bytes that the index has of it; they sort as handles do.
    pub fn to_bytes(self) -> [u8; 8] {
        self.0.to_be_bytes()
    }

    /// The handles that begin with `text`, or nothing if no handle does. Case does not matter, and `o`, `i` and `l`
    /// are read as the digits that they look like.
    pub fn beginning_with(text: &str) -> Option<RangeInclusive<Handle>> {
        let digits: Option<Vec<u64>> = text.chars().map(digit).collect();
        let digits = digits.filter(|digits| (1..=WHOLE).contains(&digits.len()))?;
        // The thirteenth digit has only four bits of the hash.
        let bits = |fill: u64| {
            let filled = digits.iter().copied().chain(std::iter::repeat(fill)).take(WHOLE);
            (filled.fold(0_u128, |value, digit| value << 5 | u128::from(digit)) >> 1) as u64
        };
        Some(Handle(bits(0))..=Handle(bits(31)))
    }
}

fn digit(c: char) -> Option<u64> {
    let c = match c.to_ascii_lowercase() {
        'o' => '0',
        'i' | 'l' => '1',
        other => other,
    };
    ALPHABET.iter().position(|&letter| char::from(letter) == c).map(|place| place as u64)
}

/// The first eight characters.
impl fmt::Display for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (0..SHOWN).try_for_each(|i| {
            let digit = self.0 >> (64 - 5 * (i + 1)) & 31;
            write!(f, "{}", char::from(ALPHABET[digit as usize]))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handle_is_found_by_each_of_its_beginnings() {
        let handle = Handle::of(&ArticleKey([7; 16]));
        let shown = handle.to_string();
        assert_eq!(shown.len(), SHOWN);
        for length in 1..=SHOWN {
            let range = Handle::beginning_with(&shown[..length].to_uppercase()).unwrap();
            assert!(range.contains(&handle), "{shown} by {length}");
        }
        assert!(
            !Handle::beginning_with(&format!("{}{}", &shown[..7], if shown.ends_with('0') { '1' } else { '0' }))
                .unwrap()
                .contains(&handle)
        );
    }

    #[test]
    fn letters_that_look_like_digits_are_digits() {
        assert_eq!(Handle::beginning_with("OIl"), Handle::beginning_with("011"));
    }

    #[test]
    fn what_is_no_handle_begins_none() {
        for text in ["", "u", "a b", "ab:4", "00000000000000"] {
            assert!(Handle::beginning_with(text).is_none(), "{text:?}");
        }
    }
}
