//! Whether two runs differ by more than chance: the paired randomisation test that Smucker, Allan and
//! Carterette (2007, "A comparison of statistical significance tests for information retrieval evaluation")
//! recommend.
//!
//! If the two runs were equally good, then it would be chance which of a query's two figures belongs to which
//! run. The test exchanges them at random, many times over, and asks how often the difference of the means is
//! at least as large as the one observed.

use super::evaluation::Evaluation;
use super::measures::Figures;

/// Random exchanges drawn, as in the paper. With so few queries that all exchanges are fewer, each is tried
/// once instead.
const SAMPLES: u64 = 100_000;

/// Relative slack in comparing sums of the same numbers added in different order.
const ROUNDING: f64 = 1e-9;

/// Start of the random numbers: the same two runs always give the same answer.
const SEED: u64 = 0x006f_6e72_6563_6f72;

/// Two runs over the same queries, figure by figure in the order of [`Figures::NAMES`].
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// Queries compared.
    pub queries: usize,
    /// Mean of the first run less mean of the second.
    pub difference: [f64; 5],
    /// Queries on which the first run is better.
    pub wins: [usize; 5],
    /// Queries on which the second run is better.
    pub losses: [usize; 5],
    /// Two-sided probability of such a difference if the runs were equally good.
    pub p_value: [f64; 5],
}

/// Compares two evaluations against the same judgements.
pub fn compare(first: &Evaluation, second: &Evaluation) -> Comparison {
    let queries = first.rows.len().min(second.rows.len());
    let mut comparison = Comparison { queries, difference: [0.0; 5], wins: [0; 5], losses: [0; 5], p_value: [1.0; 5] };
    for number in 0..Figures::NAMES.len() {
        let value = |rows: &Evaluation, i: usize| rows.rows[i].figures.values()[number];
        let differences: Vec<f64> = (0..queries).map(|i| value(first, i) - value(second, i)).collect();
        comparison.difference[number] = differences.iter().sum::<f64>() / queries.max(1) as f64;
        comparison.wins[number] = differences.iter().filter(|&&d| d > 0.0).count();
        comparison.losses[number] = differences.iter().filter(|&&d| d < 0.0).count();
        comparison.p_value[number] = p_value(&differences);
    }
    comparison
}

/// Two-sided p-value of the paired differences' mean under random exchange of each pair.
pub fn p_value(differences: &[f64]) -> f64 {
    // A pair without difference stays the same however it is exchanged.
    let differences: Vec<f64> = differences.iter().copied().filter(|&d| d != 0.0).collect();
    let observed = differences.iter().sum::<f64>().abs();
    let slack = ROUNDING * differences.iter().map(|d| d.abs()).sum::<f64>();
    let extreme = |sum: f64| sum.abs() >= observed - slack;
    if differences.len() < SAMPLES.ilog2() as usize {
        let all = 1_u64 << differences.len();
        let count = (0..all).filter(|&signs| extreme(exchanged(&differences, || signs))).count();
        return count as f64 / all as f64;
    }
    let mut random = SplitMix(SEED);
    let count = (0..SAMPLES).filter(|_| extreme(exchanged(&differences, || random.next()))).count();
    // The observed assignment is one of the possible ones, so that no p-value is 0 (Phipson & Smyth 2010).
    (count + 1) as f64 / (SAMPLES + 1) as f64
}

/// The sum of the differences with signs turned where a bit is set; 64 bits serve 64 differences.
fn exchanged(differences: &[f64], mut signs: impl FnMut() -> u64) -> f64 {
    let of_chunk = |(chunk, bits): (&[f64], u64)| -> f64 {
        let signed = |(i, &d): (usize, &f64)| f64::from_bits(d.to_bits() ^ ((bits >> i) << 63));
        chunk.iter().enumerate().map(signed).sum()
    };
    differences.chunks(64).map(|chunk| of_chunk((chunk, signs()))).sum()
}

/// The generator SplitMix64 (Steele, Lea and Flood 2014): small, fast, and good enough for coin tosses.
struct SplitMix(u64);

impl SplitMix {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}
