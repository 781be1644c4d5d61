//! Passages in a given set, worked out segment by segment when the query is compiled.

use std::collections::HashMap;
use std::sync::Arc;

use tantivy::index::SegmentId;
use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED};

/// Passages of a set, all with the same score.
#[derive(Clone, Debug, Default)]
pub struct DocsQuery {
    docs: Arc<HashMap<SegmentId, Arc<[DocId]>>>,
    score: Score,
}

impl DocsQuery {
    /// The documents of each segment, ascending, every one with this score.
    pub fn new(docs: HashMap<SegmentId, Arc<[DocId]>>, score: Score) -> Self {
        DocsQuery { docs: Arc::new(docs), score }
    }
}

impl Query for DocsQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(DocsWeight(self.clone())))
    }
}

struct DocsWeight(DocsQuery);

impl Weight for DocsWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let docs = self.0.docs.get(&segment.segment_id()).cloned().unwrap_or_default();
        Ok(Box::new(DocsScorer { docs, at: 0, score: self.0.score * boost }))
    }

    fn explain(&self, segment: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(segment, 1.0)?;
        if scorer.seek(doc) == doc {
            return Ok(Explanation::new("matches a field", scorer.score()));
        }
        Err(super::word::no_match(doc))
    }
}

struct DocsScorer {
    docs: Arc<[DocId]>,
    at: usize,
    score: Score,
}

impl DocSet for DocsScorer {
    fn advance(&mut self) -> DocId {
        self.at += 1;
        self.doc()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc() < target {
            self.at += self.docs[self.at..].partition_point(|&doc| doc < target);
        }
        self.doc()
    }

    fn doc(&self) -> DocId {
        self.docs.get(self.at).copied().unwrap_or(TERMINATED)
    }

    fn size_hint(&self) -> u32 {
        self.docs.len() as u32
    }
}

impl Scorer for DocsScorer {
    fn score(&mut self) -> Score {
        self.score
    }
}
