//! What a word adds to a passage's score, by its frequency there and the passage's length. A table gives an upper bound,
//! so most postings are pruned without a division.
//!
//! Bounds are counted in *points*, which are small whole numbers; see [`Scale`].

use tantivy::query::Bm25Weight;
use tantivy::{DocId, Score};

/// From this frequency on, the table has the bound of an infinite frequency.
const ENDLESS: u32 = 15;

/// A whole share, as shares are kept.
const WHOLE: u32 = 1 << 15;

/// Smaller scores count as zero, so that points stay finite.
const LEAST: Score = 1e-30;

/// Points of the most that all words of a query can add to a score.
const POINTS: Score = 16_000.0;

/// The upper bound of all scores by `bm25`. Tantivy's `max_score` is that of an infinitely long passage, which real
/// passages exceed.
pub fn highest(bm25: &Bm25Weight) -> Score {
    bm25.score(0, u32::MAX)
}

/// How BM25 saturates: a score is a share, tf / (tf + k), of the highest, where k goes by the passage's length.
pub struct Saturation {
    /// No share is higher: for each frequency, the last for all that are higher, by the number of the length.
    shares: Box<[u16; 16 * 256]>,
}

impl Saturation {
    /// Of a BM25; its idf does not matter.
    pub fn new(bm25: &Bm25Weight) -> Self {
        let most = highest(bm25);
        let mut shares = Box::new([WHOLE as u16; 16 * 256]);
        for (at, share) in shares[..256 * ENDLESS as usize].iter_mut().enumerate() {
            let exact = bm25.score((at % 256) as u8, at as u32 / 256) / most;
            // One more than rounding can take away.
            *share = ((exact * WHOLE as Score) as u16 + 1).min(WHOLE as u16);
        }
        Saturation { shares }
    }

    /// What a word is worth that adds `points` at most, in documents whose lengths have the numbers `norms`.
    pub fn worth<'a>(&'a self, points: u16, norms: &'a [u8]) -> Worth<'a> {
        Worth { shares: &self.shares, points: points.into(), norms }
    }
}

/// What a word is worth, in points, by how often it stands in a document.
#[derive(Clone, Copy)]
pub struct Worth<'a> {
    shares: &'a [u16; 16 * 256],
    points: u32,
    norms: &'a [u8],
}

impl Worth<'_> {
    /// The most that the word can add where it stands `freq` times, at least once.
    #[inline(always)]
    pub fn most(self, doc: DocId, freq: u32) -> u16 {
        self.most_at(self.norms.get(doc as usize).copied().unwrap_or(0), freq)
    }

    /// An upper bound of what a frequency scores in a document whose length has the number `norm`.
    #[inline(always)]
    pub fn most_at(self, norm: u8, freq: u32) -> u16 {
        let row = freq.min(ENDLESS) as usize;
        let share = self.shares[(row << 8 | usize::from(norm)) & (16 * 256 - 1)];
        (self.points * u32::from(share) / WHOLE) as u16 + 1
    }
}

/// From scores to points.
#[derive(Clone, Copy, Debug)]
pub struct Scale(Score);

impl Scale {
    /// Where no score is above `most`.
    pub fn new(most: Score) -> Self {
        Scale(POINTS / most.max(LEAST))
    }

    /// Points that are no less than a score.
    pub fn points(self, score: Score) -> u16 {
        (score * self.0).ceil() as u16
    }

    /// Points that a sum of bounds must exceed for a score above the threshold; less than none where any does.
    pub fn limit(self, threshold: Score) -> i32 {
        ((threshold * self.0) as i32).saturating_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_bound_scores_closely() {
        let unit = Bm25Weight::for_one_term_without_explain(1, 1000, 57.3);
        let (saturation, bm25) = (Saturation::new(&unit), unit.boost_by(2.5));
        let scale = Scale::new(2.0 * highest(&bm25));
        let points = scale.points(highest(&bm25));
        let norms: Vec<u8> = (0..=255).collect();
        for &norm in &norms {
            for freq in 1..40 {
                let most = saturation.worth(points, &norms).most(norm.into(), freq);
                let score = bm25.score(norm, freq);
                assert!(i32::from(most) > scale.limit(score.next_down()), "{norm} {freq}");
                let slack = if freq < ENDLESS { 4 } else { 16_000 };
                assert!(i32::from(most) <= scale.limit(score) + slack, "{norm} {freq}");
            }
        }
    }

    #[test]
    fn without_a_threshold_any_sum_is_above_it() {
        assert!(Scale::new(3.0).limit(Score::MIN) < 0);
        assert!(Scale::new(0.0).limit(0.0) < 0);
        assert!(Scale::new(1e-37).points(1e-37) <= 1);
    }
}
