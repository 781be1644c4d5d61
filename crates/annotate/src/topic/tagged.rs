//! The topics of an article and of its passages.

use super::Topic;

/// The topics of an article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tagged {
    /// For each passage its topics, best first.
    pub passages: Vec<Vec<Topic>>,
    /// The article's topics, best first.
    pub article: Vec<Topic>,
}

/// Best first; the sort is stable, so equals stay in the taxonomy's order.
pub(super) fn sort_best_first(topics: &mut [Topic]) {
    topics.sort_by(|a, b| b.score.total_cmp(&a.score));
}
