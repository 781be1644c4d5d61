//! The same text in several articles, as agencies' copy is: shown once.
//!
//! Two passages are near-duplicates when their sets of word triples ("shingles", Broder 1997) agree to
//! `RESEMBLANCE` by Jaccard's measure. The sets are made from the text of those hits that are about to be
//! shown, which takes some microseconds each and leaves the index as small as it was.
//!
//! A set is compared only with those that may agree with it: two sets that agree share one of the first few shingles of
//! either, in any order that both keep (the prefix filter of S. Chaudhuri, V. Ganti, R. Kaushik, "A primitive operator
//! for similarity joins", 2006). The order is that of the hashes.

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
        for shingle in first_few(shingles) {
            found.extend(self.by_shingle.get(shingle).into_iter().flatten());
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
        self.originals.push(shingles);
    }
}

/// Most originals that are remembered for one shingle.
const MAX_WITH_SHINGLE: usize = 64;

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
