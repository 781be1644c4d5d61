//! Keys by which spellings are found.

use std::ops::Range;

/// Bytes of the longest spellings that are their own keys.
const WHOLE: usize = 16;

/// Of each length up to [`WHOLE`] the bits of that many bytes, in two halves.
const MASKS: [(u64, u64); WHOLE + 1] = {
    let mut masks = [(0, 0); WHOLE + 1];
    let mut len = 1;
    while len <= WHOLE {
        masks[len] = halves(u128::MAX >> (128 - 8 * len));
        len += 1;
    }
    masks
};

/// The lower and the upper half.
const fn halves(wide: u128) -> (u64, u64) {
    (wide as u64, (wide >> 64) as u64)
}

/// Length and bytes of a spelling: all of its bytes up to [`WHOLE`], which few are longer than, so that finding a
/// spelling compares numbers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Key {
    pub(super) len: u32,
    pub(super) first: u64,
    pub(super) last: u64,
}

impl Key {
    /// The key of the word at `at` in `text`. Wherever 16 bytes can be read, a word of any length up to that takes
    /// the same way, for the lengths of words cannot be foretold.
    #[inline]
    pub(super) fn at(text: &[u8], at: Range<usize>) -> Self {
        let len = at.len();
        let (first, last) = match (text[at.start..].first_chunk::<WHOLE>(), MASKS.get(len)) {
            (Some(wide), Some(mask)) => {
                let (first, last) = halves(u128::from_le_bytes(*wide));
                (first & mask.0, last & mask.1)
            }
            _ => Key::of_rest(&text[at]),
        };
        Key { len: len as u32, first, last }
    }

    #[cold]
    fn of_rest(bytes: &[u8]) -> (u64, u64) {
        if bytes.len() <= WHOLE {
            let mut wide = [0; WHOLE];
            wide[..bytes.len()].copy_from_slice(bytes);
            return halves(u128::from_le_bytes(wide));
        }
        let first = bytes.first_chunk().map_or(0, |first| u64::from_le_bytes(*first));
        (first, xxhash_rust::xxh3::xxh3_64(bytes))
    }

    /// Whether it tells the spelling from all others.
    pub(super) fn is_whole(self) -> bool {
        self.len <= WHOLE as u32
    }

    /// Its hash.
    pub(super) fn hash(self) -> u64 {
        // Multiply and fold, as in wyhash. No two spellings differ in their lengths alone.
        let mixed = u128::from(self.first ^ 0xA076_1D64_78BD_642F) * u128::from(self.last ^ 0xE703_7ED1_A0B4_28DB);
        (mixed >> 64) as u64 ^ mixed as u64
    }
}
