//! What the ranking of one query is worth.

use std::collections::HashMap;

/// Documents of a run that count, per query (`trec_eval -M`).
pub const MAX_DOCUMENTS: usize = 1000;
/// Depth of nDCG, reciprocal rank and precision.
const SHALLOW: usize = 10;
/// Depth of recall.
const DEEP: usize = 100;

/// The figures of a query, or their means over queries; each lies in 0..=1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Figures {
    /// nDCG@10: the gain is the grade, the discount log2(rank + 1) (Järvelin & Kekäläinen 2002; trec_eval's
    /// `ndcg_cut_10`).
    pub ndcg_10: f64,
    /// Average precision over the first 1,000 documents (`map` under `-M 1000`).
    pub average_precision: f64,
    /// One over the rank of the first relevant document, 0 beyond rank 10 (`recip_rank` under `-M 10`).
    pub reciprocal_rank_10: f64,
    /// The share of relevant documents among ten (`P_10`).
    pub precision_10: f64,
    /// The share of the relevant documents that the first hundred hold (`recall_100`).
    pub recall_100: f64,
}

impl Figures {
    /// Names of the figures, as tables show them.
    pub const NAMES: [&'static str; 5] = ["nDCG@10", "MAP", "MRR@10", "P@10", "recall@100"];

    /// The figures in the order of [`Figures::NAMES`].
    pub fn values(&self) -> [f64; 5] {
        [self.ndcg_10, self.average_precision, self.reciprocal_rank_10, self.precision_10, self.recall_100]
    }

    /// Figures from values in the order of [`Figures::NAMES`].
    pub fn from_values([ndcg_10, average_precision, reciprocal_rank_10, precision_10, recall_100]: [f64; 5]) -> Self {
        Figures { ndcg_10, average_precision, reciprocal_rank_10, precision_10, recall_100 }
    }
}

/// The figures of one query: its documents, best first, against the grades of those judged. None when no
/// document is relevant, since no ranking is then better than another.
pub fn figures<'a>(ranking: impl IntoIterator<Item = &'a str>, judged: &HashMap<String, i64>) -> Option<Figures> {
    let mut ideal: Vec<i64> = judged.values().copied().filter(|&grade| grade > 0).collect();
    if ideal.is_empty() {
        return None;
    }
    ideal.sort_unstable_by(|a, b| b.cmp(a));
    let grade = |document: &str| judged.get(document).copied().unwrap_or(0).max(0);
    let gains: Vec<i64> = ranking.into_iter().take(MAX_DOCUMENTS).map(grade).collect();
    Some(Figures {
        ndcg_10: discounted_gain(&gains) / discounted_gain(&ideal),
        average_precision: precisions(&gains) / ideal.len() as f64,
        reciprocal_rank_10: first_relevant(&gains).map_or(0.0, |place| 1.0 / (place + 1) as f64),
        precision_10: relevant(&gains, SHALLOW) / SHALLOW as f64,
        recall_100: relevant(&gains, DEEP) / ideal.len() as f64,
    })
}

fn discounted_gain(gains: &[i64]) -> f64 {
    let discounted = |(place, &gain): (usize, &i64)| gain as f64 / ((place + 2) as f64).log2();
    gains.iter().take(SHALLOW).enumerate().map(discounted).sum()
}

/// The sum of the precisions at each relevant document.
fn precisions(gains: &[i64]) -> f64 {
    let places = gains.iter().enumerate().filter(|&(_, &gain)| gain > 0).map(|(place, _)| place);
    places.zip(1..).map(|(place, found)| f64::from(found) / (place + 1) as f64).sum()
}

fn first_relevant(gains: &[i64]) -> Option<usize> {
    gains.iter().take(SHALLOW).position(|&gain| gain > 0)
}

fn relevant(gains: &[i64], depth: usize) -> f64 {
    gains.iter().take(depth).filter(|&&gain| gain > 0).count() as f64
}
