//! Which passages a word may lift above a threshold, told by frequency and length without a score.

use tantivy::Score;
use tantivy::query::Bm25Weight;

/// Frequencies that are told apart; those from the last on are one.
const KNOWN: usize = 4;

/// For each frequency the lengths below which a passage may pass a threshold. A score grows with the frequency and
/// falls with the length, so one length says all, and as thresholds rise lengths fall.
pub struct Bar {
    /// First number of a length (`fieldnorm_id`) that is too long; for frequencies 1, 2, …, and for all from
    /// [`KNOWN`] on.
    lengths: [u16; KNOWN],
    /// What else may be added to the score.
    rest: Score,
    threshold: Score,
}

impl Bar {
    /// For scores by `bm25` to which no more than `rest` is added.
    pub fn new(bm25: &Bm25Weight, rest: Score, threshold: Score) -> Self {
        let mut bar = Bar { lengths: [256; KNOWN], rest, threshold };
        bar.lower(bm25);
        bar
    }

    /// Raises the threshold; nothing where it is not higher.
    pub fn raise(&mut self, bm25: &Bm25Weight, threshold: Score) {
        if threshold > self.threshold {
            self.threshold = threshold;
            self.lower(bm25);
        }
    }

    fn lower(&mut self, bm25: &Bm25Weight) {
        for (i, length) in self.lengths.iter_mut().enumerate() {
            let freq = if i + 1 < KNOWN { i as u32 + 1 } else { u32::MAX };
            while *length > 0 && bm25.score((*length - 1) as u8, freq) + self.rest <= self.threshold {
                *length -= 1;
            }
        }
    }

    /// Whether any passage may pass that scores no more than `bound` by the word.
    pub fn may_pass_by(&self, bound: Score) -> bool {
        bound + self.rest > self.threshold
    }

    /// Whether a passage of this length may pass by so many occurrences.
    pub fn may_pass(&self, freq: u32, norm: u8) -> bool {
        u16::from(norm) < self.lengths[(freq as usize).clamp(1, KNOWN) - 1]
    }

    /// The least frequency with which any passage may pass; all do from [`KNOWN`] on.
    pub fn least(&self) -> u32 {
        self.lengths.iter().position(|&length| length > 0).map_or(u32::MAX, |place| place as u32 + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_passes_may_pass() {
        let bm25 = Bm25Weight::for_one_term_without_explain(10, 1000, 30.0);
        for (rest, thresholds) in [(0.0, [Score::MIN, 1.0, 5.0, 20.0]), (2.0, [-1.0, 3.0, 6.5, 8.0])] {
            let mut bar = Bar::new(&bm25, rest, thresholds[0]);
            for threshold in thresholds {
                bar.raise(&bm25, threshold);
                for norm in 0..=255 {
                    for freq in [1, 2, 3, 4, 9] {
                        let passes = bm25.score(norm, freq) + rest > threshold;
                        assert!(bar.may_pass(freq, norm) || !passes, "{norm} {freq} {threshold}");
                        assert!(!passes || freq >= bar.least(), "{norm} {freq} {threshold}");
                    }
                    let passes = bm25.score(norm, 2) + rest > threshold;
                    assert_eq!(bar.may_pass(2, norm), passes, "{norm} {threshold}");
                }
            }
        }
    }
}
