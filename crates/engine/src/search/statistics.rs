//! The collection's statistics for BM25: passages only, without the index's own records.

use tantivy::Term;
use tantivy::query::Bm25StatisticsProvider;
use tantivy::schema::Field;

use crate::index::Snapshot;

/// Statistics over the passages of a snapshot.
pub struct PassageStatistics<'a> {
    snapshot: &'a Snapshot,
}

impl<'a> PassageStatistics<'a> {
    /// The statistics of a snapshot.
    pub fn new(snapshot: &'a Snapshot) -> Self {
        PassageStatistics { snapshot }
    }
}

impl Bm25StatisticsProvider for PassageStatistics<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        self.snapshot.searcher().total_num_tokens(field)
    }

    /// Deleted passages count until they are merged away, as they do in the document frequencies.
    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.snapshot.passage_slots())
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        self.snapshot.searcher().doc_freq(term)
    }
}
