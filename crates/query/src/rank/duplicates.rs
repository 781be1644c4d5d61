//! The same text in several articles, as agencies' copy is: shown once.
//!
//! Two passages are near-duplicates when their sets of word triples ("shingles", Broder 1997) agree to
//! `RESEMBLANCE` by Jaccard's measure. The sets are made from the text of those hits that are about to be
//! shown, which takes some microseconds each and leaves the index as small as it was.
//!
//! A set is compared only with those that may agree with it: two sets that agree share one of the first few shingles of
//! either, in any order that both keep (the prefix filter of S. Chaudhuri, V. Ganti, R. Kaushik, "A primitive operator
//! for similarity joins", 2006). The order is that of the hashes. Of those, most are told apart by 128 bits of each set
//! (the bitmap filter of E. Sandes, G. Teodoro, A. Melo, "Bitmap filter: speeding up exact set similarity joins with
//! bitwise operations", 2020), so that few are compared shingle by shingle.

use std::collections::HashMap;
use std::hash::BuildHasher;

use rustc_hash::FxBuildHasher;

use onrecord_text::analyze::fold::fold_into;
use onrecord_text::analyze::word::Words;

/// Words of a shingle. Three tell word order from a mere choice of words, and forgive an edit here and there.
const SHINGLE: usize = 3;

/// Share of common shingles from which two passages are one text. One changed word in thirty destroys three of
/// 28 shingles on either side: 25 / 31 = 0.81; a changed byline or city stays above, a rewritten sentence falls
/// below.
const RESEMBLANCE: f32 = 0.7;

/// Recognises passages that repeat an earlier one.
#[derive(Default)]
pub struct Duplicates {
    originals: Vec<Vec<u64>>,
    /// The bits of each original.
    bits: Vec<Bits>,
    /// The originals that have a shingle among their first few.
    by_shingle: HashMap<u64, Vec<u32>, FxBuildHasher>,
}

impl Duplicates {
    /// No passage seen yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the next passage: the number of the original that it repeats, or None when it is an original
    /// itself. Originals are numbered from 0 in the order in which they came.
    pub fn repeats(&mut self, text: &str) -> Option<usize> {
        let shingles = shingles(text);
        let found = self.candidates(&shingles).into_iter().find(|&n| {
            let original = &self.originals[n as usize];
            resemblance(original, &shingles) >= RESEMBLANCE
        });
        if found.is_none() {
            self.add(shingles);
        }
        found.map(|n| n as usize)
    }

    /// The originals that may resemble a set, ascending.
    fn candidates(&self, shingles: &[u64]) -> Vec<u32> {
        let mut found: Vec<u32> = Vec::new();
        let bits = Bits::of(shingles);
        for shingle in first_few(shingles) {
            let with = self.by_shingle.get(shingle).into_iter().flatten();
            found.extend(with.filter(|&&n| self.bits[n as usize].may_resemble(&bits)));
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    fn add(&mut self, shingles: Vec<u64>) {
        let number = self.originals.len() as u32;
        for shingle in first_few(&shingles) {
            let with = self.by_shingle.entry(*shingle).or_default();
            // A shingle that many texts share tells none from another, and to compare with all of them would take time
            // that grows with the square of their number.
            if with.len() < MAX_WITH_SHINGLE {
                with.push(number);
            }
        }
        self.bits.push(Bits::of(&shingles));
        self.originals.push(shingles);
    }
}

/// Most originals that are remembered for one shingle.
const MAX_WITH_SHINGLE: usize = 64;

/// A set in short: its size, and which of 128 bits its members fall on.
struct Bits {
    members: u32,
    fallen: u128,
}

impl Bits {
    fn of(shingles: &[u64]) -> Self {
        // The uppermost bits of a hash: the order of the set goes by them, so that all are used.
        let fallen = shingles.iter().fold(0, |bits, shingle| bits | 1 << (shingle >> 57));
        Bits { members: shingles.len() as u32, fallen }
    }

    /// Whether the sets may agree to [`RESEMBLANCE`]: each bit that only one has is a member that only one has.
    fn may_resemble(&self, other: &Bits) -> bool {
        let members = (self.members + other.members) as f32;
        let apart = (self.fallen ^ other.fallen).count_ones() as f32;
        // Of `members` in both, `common` are shared: `common / (members - common)` is the resemblance.
        apart <= members - 2.0 * members * RESEMBLANCE / (1.0 + RESEMBLANCE) + ROUNDING
    }
}

/// What rounding may take from a bound on a number of shingles. The sums are of some hundred: their error in single
/// precision is below .001. A set is at worst looked at in full that did not need it: the figure changes no result.
const ROUNDING: f32 = 0.01;

/// The first shingles of a sorted set: so few, that a set which resembles it has at least one of them. (Two sets that
/// share `n` shingles of a set of `m` share one of any `m - n + 1`: the prefix filter of set similarity joins.)
fn first_few(shingles: &[u64]) -> &[u64] {
    let shared = (RESEMBLANCE * shingles.len() as f32).ceil() as usize;
    &shingles[..(shingles.len() + 1).saturating_sub(shared).min(shingles.len())]
}

/// Hashes of the distinct shingles of a text, sorted. A text too short for one is a shingle by itself.
fn shingles(text: &str) -> Vec<u64> {
    let mut folded = String::new();
    let words: Vec<u64> = Words::new(text)
        .map(|range| {
            folded.clear();
            fold_into(&text[range], &mut folded);
            FxBuildHasher.hash_one(&folded)
        })
        .collect();
    let mut shingles: Vec<u64> = match words.len() {
        0 => vec![FxBuildHasher.hash_one(text)],
        short if short < SHINGLE => vec![FxBuildHasher.hash_one(&words)],
        _ => words.windows(SHINGLE).map(|shingle| FxBuildHasher.hash_one(shingle)).collect(),
    };
    shingles.sort_unstable();
    shingles.dedup();
    shingles
}

/// Jaccard's measure of two sorted sets.
fn resemblance(a: &[u64], b: &[u64]) -> f32 {
    let (small, large) = (a.len().min(b.len()), a.len().max(b.len()));
    if (small as f32) < RESEMBLANCE * large as f32 {
        return 0.0;
    }
    let (mut i, mut j, mut common) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        common += usize::from(a[i] == b[j]);
        (i, j) = (i + usize::from(a[i] <= b[j]), j + usize::from(b[j] <= a[i]));
    }
    common as f32 / (a.len() + b.len() - common) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    const AGENCY: &str = "Oil prices rose for a third day on Tuesday as ministers of the exporting countries met in \
        Vienna to talk about cuts in production, which traders expect to last until the end of the year.";

    #[test]
    fn copies_with_small_edits_repeat_the_original() {
        let mut duplicates = Duplicates::new();
        assert_eq!(duplicates.repeats("Stocks fell in Tokyo."), None);
        assert_eq!(duplicates.repeats(AGENCY), None);
        assert_eq!(duplicates.repeats(&AGENCY.replace("Tuesday", "Wednesday")), Some(1));
        assert_eq!(duplicates.repeats(&AGENCY.to_uppercase()), Some(1));
        assert_eq!(duplicates.repeats(&format!("VIENNA — {AGENCY}")), Some(1));
    }

    #[test]
    fn the_filter_loses_no_copy() {
        // Texts of numbers, each with some words of the one before it changed.
        let text = |n: u32, from: u32| -> String {
            (0..30).map(|word| if word < from { format!("w{word} ") } else { format!("x{n}y{word} ") }).collect()
        };
        let mut duplicates = Duplicates::new();
        let mut all: Vec<Vec<u64>> = Vec::new();
        for (n, from) in (0..300).map(|n| (n, 15 + n % 16)) {
            let set = shingles(&text(n, from));
            let expected = all.iter().position(|original| resemblance(original, &set) >= RESEMBLANCE);
            if expected.is_none() {
                all.push(set);
            }
            assert_eq!(duplicates.repeats(&text(n, from)), expected, "{n}");
        }
    }

    /// Shingle by shingle, a text is compared with few others however many there are, also where all have phrases in
    /// common; with copies among them, too.
    #[test]
    fn comparisons_grow_as_the_texts_do() {
        let text = |n: u64| -> String {
            let word = |word: u64| if word % 5 < 3 { format!("common{} ", word / 5) } else { format!("x{n}y{word} ") };
            (0..40).map(word).collect()
        };
        let compared = |texts: u64| -> usize {
            let mut duplicates = Duplicates::new();
            let mut compare = |n: u64| {
                let text = text(n);
                let compared = duplicates.candidates(&shingles(&text)).len();
                duplicates.repeats(&text);
                compared
            };
            (0..texts).map(|n| compare(n % (texts * 3 / 4))).sum()
        };
        let (some, twice) = (compared(1000), compared(2000));
        assert!(some >= 250, "copies are compared: {some}");
        assert!(twice <= some * 2 + some / 2 && twice <= 2000 * 4, "{some} {twice}");
    }

    #[test]
    fn other_texts_do_not() {
        let mut duplicates = Duplicates::new();
        assert_eq!(duplicates.repeats(AGENCY), None);
        assert_eq!(duplicates.repeats(&AGENCY.split(' ').rev().collect::<Vec<_>>().join(" ")), None);
        let half = &AGENCY[..AGENCY.len() / 2];
        assert_eq!(duplicates.repeats(half), None);
        for (text, repeats) in [("Oil", None), ("oil", Some(3)), ("Gas", None), ("", None), ("…", None), ("", Some(5))]
        {
            assert_eq!(duplicates.repeats(text), repeats, "{text}");
        }
    }
}
