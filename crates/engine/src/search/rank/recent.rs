//! A preference for recent articles: a score halves with each half-life that an article lies before the newest
//! one of the index.
//!
//! The factor is `0.5^(age / half-life)`, the age in days from the article's best publication date to the
//! newest date of the index, so that an index of an old corpus has its recent articles, too. An article without
//! a date counts as one half-life old.

use tantivy::DocAddress;
use tantivy::columnar::Column;

use crate::index::{IndexError, Snapshot};
pub use onrecord_api::half_life::HalfLife;

/// The preference for recent articles in one state of an index.
pub struct Recency<'a> {
    half_life: HalfLife,
    snapshot: &'a Snapshot,
    /// First day of the best date of each article, on its first passage, by segment.
    days: Vec<Column<i64>>,
    newest: i64,
}

impl<'a> Recency<'a> {
    /// For the articles of `snapshot`.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn new(snapshot: &'a Snapshot, half_life: HalfLife) -> Result<Self, IndexError> {
        let mut days = Vec::new();
        for segment in snapshot.searcher().segment_readers() {
            days.push(segment.fast_fields().i64("best")?);
        }
        let newest = |days: &Column<i64>| (days.num_docs() > 0).then(|| days.max_value());
        let newest = days.iter().filter_map(newest).max().unwrap_or(0);
        Ok(Recency { half_life, snapshot, days, newest })
    }

    /// The factor, above 0 and at most 1, for the article of the passage at `address`.
    pub fn factor(&self, address: DocAddress) -> f32 {
        let first = self.snapshot.first_passage(address);
        let day = self.days[first.segment_ord as usize].first(first.doc_id);
        self.half_life.factor(day.map(|day| self.newest - day))
    }
}
