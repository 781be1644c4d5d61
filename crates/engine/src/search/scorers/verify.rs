//! Passages that the matcher confirms on their text: what postings cannot decide.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::sync::Arc;

use tantivy::query::{EnableScoring, Explanation, Query as EngineQuery, Scorer, Weight};
use tantivy::{DocAddress, DocId, DocSet, Score, SegmentReader, TERMINATED};

use crate::index::{Collection, Snapshot};
use crate::search::view::PassageMatcher;
use onrecord_query::{Query, Stop};

/// The passages of `inner` that satisfy a query by their text and what was found in them.
#[derive(Clone)]
pub struct VerifyQuery {
    inner: Arc<dyn EngineQuery>,
    query: Arc<Query>,
    snapshot: Snapshot,
    collection: Arc<Collection>,
    stop: Stop,
}

impl std::fmt::Debug for VerifyQuery {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("VerifyQuery").field("inner", &self.inner).finish_non_exhaustive()
    }
}

impl VerifyQuery {
    /// The passages of `inner`, a query for `snapshot`, that satisfy `query`; those found until it is to `stop`.
    pub fn new(
        inner: Box<dyn EngineQuery>,
        query: &Query,
        snapshot: &Snapshot,
        collection: &Arc<Collection>,
        stop: &Stop,
    ) -> Self {
        VerifyQuery {
            inner: inner.into(),
            query: Arc::new(query.clone()),
            snapshot: snapshot.clone(),
            collection: collection.clone(),
            stop: stop.clone(),
        }
    }
}

impl EngineQuery for VerifyQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(VerifyWeight { inner: self.inner.weight(scoring)?, query: self.clone() }))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a tantivy::Term, bool)) {
        self.inner.query_terms(visitor);
    }
}

struct VerifyWeight {
    inner: Box<dyn Weight>,
    query: VerifyQuery,
}

impl Weight for VerifyWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let confirming = self.confirming(segment);
        let mut scorer = VerifyScorer { inner: self.inner.scorer(segment, boost)?, confirming };
        scorer.settle();
        Ok(Box::new(scorer))
    }

    fn explain(&self, segment: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        self.inner.explain(segment, doc)
    }

    /// The best first: what a passage scores is known before its text, which takes long to look at.
    fn for_each_pruning(
        &self,
        mut threshold: Score,
        segment: &SegmentReader,
        callback: &mut dyn FnMut(DocId, Score) -> Score,
    ) -> tantivy::Result<()> {
        let mut proposed = BinaryHeap::new();
        self.inner.for_each(segment, &mut |doc, score| {
            if score > threshold {
                proposed.push(Proposed { score, doc });
            }
        })?;
        let mut confirming = self.confirming(segment);
        while let Some(Proposed { score, doc }) = proposed.pop().filter(|best| best.score > threshold) {
            if confirming.confirms(doc) {
                threshold = callback(doc, score);
            }
        }
        Ok(())
    }
}

impl VerifyWeight {
    fn confirming(&self, segment: &SegmentReader) -> Confirming {
        let VerifyQuery { query, snapshot, collection, .. } = &self.query;
        let mut segments = snapshot.searcher().segment_readers().iter();
        let number = segments.position(|own| own.segment_id() == segment.segment_id()).unwrap_or(0);
        let matcher = PassageMatcher::new(query, snapshot.clone(), collection.clone());
        Confirming { segment: number as u32, matcher, stop: self.query.stop.clone() }
    }
}

/// A passage that may satisfy the query; in the order of scores, equals in that of the index.
#[derive(PartialEq)]
struct Proposed {
    score: Score,
    doc: DocId,
}

impl Eq for Proposed {}

impl Ord for Proposed {
    fn cmp(&self, other: &Self) -> Ordering {
        self.score.total_cmp(&other.score).then_with(|| other.doc.cmp(&self.doc))
    }
}

impl PartialOrd for Proposed {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

struct VerifyScorer {
    inner: Box<dyn Scorer>,
    confirming: Confirming,
}

impl VerifyScorer {
    fn settle(&mut self) -> DocId {
        while self.inner.doc() != TERMINATED && !self.confirming.confirms(self.inner.doc()) {
            self.inner.advance();
        }
        self.inner.doc()
    }
}

/// Looks at the texts of passages of one segment.
struct Confirming {
    segment: u32,
    matcher: PassageMatcher,
    stop: Stop,
}

impl Confirming {
    /// Whether the passage satisfies the query. One that cannot be read does not: showing it would fail.
    fn confirms(&mut self, doc: DocId) -> bool {
        if self.stop.is_due() {
            return false;
        }
        let looked = self.matcher.look(DocAddress::new(self.segment, doc));
        looked.is_ok_and(|(_, found)| found.is_some())
    }
}

impl DocSet for VerifyScorer {
    fn advance(&mut self) -> DocId {
        self.inner.advance();
        self.settle()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.inner.doc() < target {
            self.inner.seek(target);
            self.settle();
        }
        self.inner.doc()
    }

    fn doc(&self) -> DocId {
        self.inner.doc()
    }

    fn size_hint(&self) -> u32 {
        self.inner.size_hint()
    }
}

impl Scorer for VerifyScorer {
    fn score(&mut self) -> Score {
        self.inner.score()
    }
}
