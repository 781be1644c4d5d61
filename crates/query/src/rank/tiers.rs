//! What is ranked in two steps keeps its order however much of it is asked for.
//!
//! The first step is cheap and gives candidates, the second ranks them anew. If all candidates of a longer list were
//! ranked together, a passage that the first step has far down could rise above those of a shorter list, and the second
//! page would repeat the first or lose what belongs there. So candidates are ranked anew in tiers: the best by the
//! first step among themselves, then those up to ten times as far down, and so on.

use std::ops::Range;

/// By how much each tier reaches further than the one before: the first page is of the first tier whatever this is, and a
/// list of any length is made of few tiers. A judgement, not measured. Smaller tiers keep late pages closer to the order of
/// the first step, and larger ones rank more anew for a list that ends just behind a tier.
const GROWTH: usize = 10;

/// How many candidates a list of `limit` results is made of, where the first tier has `first`: whole tiers.
pub fn depth(first: usize, limit: usize) -> usize {
    let mut depth = first.max(1);
    while depth < limit {
        depth = depth.saturating_mul(GROWTH);
    }
    depth
}

/// The tiers of `count` candidates in the order of the first step.
pub fn tiers(first: usize, count: usize) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let end = depth(first, start + 1).min(count);
        let tier = start..end;
        start = end;
        (!tier.is_empty()).then_some(tier)
    })
}

/// By what the scores of a tier are multiplied, so that none is above the lowest of the tier before: lists are read as
/// sorted by score. `best` is the highest of the tier.
pub fn scale(lowest_before: Option<f32>, best: f32) -> f32 {
    match lowest_before {
        Some(lowest) if best > lowest && best > 0.0 => lowest.max(0.0) / best,
        _ => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiers_are_the_same_for_every_limit() {
        assert_eq!([1, 100, 101, 1_000, 1_001].map(|limit| depth(100, limit)), [100, 100, 1_000, 1_000, 10_000]);
        assert_eq!(tiers(100, 130).collect::<Vec<_>>(), [0..100, 100..130]);
        assert_eq!(tiers(100, 1_500).collect::<Vec<_>>(), [0..100, 100..1_000, 1_000..1_500]);
        assert_eq!(tiers(100, 0).count(), 0);
    }

    #[test]
    fn a_tier_scores_no_higher_than_the_one_before() {
        assert_eq!(scale(None, 7.0), 1.0);
        assert_eq!(scale(Some(2.0), 1.0), 1.0);
        assert_eq!(scale(Some(2.0), 8.0) * 8.0, 2.0);
    }
}
