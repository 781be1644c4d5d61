//! What must hold of a passage beside what is scored, asked only of passages that are good enough.

use std::sync::Arc;

use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED};

use crate::index::Snapshot;
use crate::search::filters::{Bits, PassageSet, SetQuery};

/// A condition on passages.
pub trait Condition: std::fmt::Debug + Send + Sync {
    /// It, ready to be opened in segments.
    ///
    /// # Errors
    /// When the index is damaged.
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Arc<dyn ConditionWeight>>;
}

/// A condition that can be opened in segments.
pub trait ConditionWeight: Send + Sync {
    /// It in one segment.
    ///
    /// # Errors
    /// When the index is damaged.
    fn open(&self, segment: &SegmentReader) -> tantivy::Result<Box<dyn OpenCondition>>;
}

/// A condition in one segment.
pub trait OpenCondition: Send {
    /// Whether it holds of `doc`. To ask in order is fast.
    ///
    /// # Errors
    /// When the index is damaged.
    fn holds(&mut self, doc: DocId) -> tantivy::Result<bool>;
}

/// That a query does not match.
#[derive(Clone, Debug)]
pub struct Excluded(pub Arc<dyn Query>);

impl Condition for Excluded {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Arc<dyn ConditionWeight>> {
        Ok(Arc::new(ExcludedWeight(self.0.weight(scoring)?.into())))
    }
}

struct ExcludedWeight(Arc<dyn Weight>);

impl ConditionWeight for ExcludedWeight {
    fn open(&self, segment: &SegmentReader) -> tantivy::Result<Box<dyn OpenCondition>> {
        let (weight, scorer) = (self.0.clone(), self.0.scorer(segment, 1.0)?);
        Ok(Box::new(OpenExcluded { weight, segment: segment.clone(), asked: scorer.doc(), scorer }))
    }
}

struct OpenExcluded {
    weight: Arc<dyn Weight>,
    segment: SegmentReader,
    scorer: Box<dyn Scorer>,
    /// The document asked for last, or before which there is none.
    asked: DocId,
}

impl OpenCondition for OpenExcluded {
    fn holds(&mut self, doc: DocId) -> tantivy::Result<bool> {
        if doc < self.asked && self.scorer.doc() > doc {
            self.scorer = self.weight.scorer(&self.segment, 1.0)?;
        }
        self.asked = doc;
        if self.scorer.doc() < doc {
            self.scorer.seek(doc);
        }
        Ok(self.scorer.doc() != doc)
    }
}

/// What a query finds that some conditions hold of.
#[derive(Debug)]
pub struct ConditionedQuery {
    /// The query.
    pub query: Box<dyn Query>,
    /// The conditions.
    pub conditions: Vec<Arc<dyn Condition>>,
}

impl Clone for ConditionedQuery {
    fn clone(&self) -> Self {
        ConditionedQuery { query: self.query.box_clone(), conditions: self.conditions.clone() }
    }
}

impl Query for ConditionedQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let conditions = self.conditions.iter().map(|condition| condition.weight(unscored(&scoring)));
        let conditions = conditions.collect::<tantivy::Result<_>>()?;
        Ok(Box::new(ConditionedWeight { weight: self.query.weight(scoring)?, conditions }))
    }
}

struct ConditionedWeight {
    weight: Box<dyn Weight>,
    conditions: Vec<Arc<dyn ConditionWeight>>,
}

impl Weight for ConditionedWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Conditions::open(&self.conditions, segment)?.scorer(self.weight.scorer(segment, boost)?)
    }

    fn explain(&self, segment: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        self.weight.explain(segment, doc)
    }

    fn for_each_pruning(
        &self,
        threshold: Score,
        segment: &SegmentReader,
        callback: &mut dyn FnMut(DocId, Score) -> Score,
    ) -> tantivy::Result<()> {
        let find =
            |admit: &mut dyn FnMut(DocId, Score) -> Score| self.weight.for_each_pruning(threshold, segment, admit);
        prune(&self.conditions, threshold, segment, find, callback)
    }
}

/// The passages of a query for which a condition holds, without scores.
pub(super) fn unscored<'a>(scoring: &'a EnableScoring<'a>) -> EnableScoring<'a> {
    match scoring.searcher() {
        Some(searcher) => EnableScoring::disabled_from_searcher(searcher),
        None => EnableScoring::disabled_from_schema(scoring.schema()),
    }
}

/// Calls `callback`, which gives the new threshold, with what `find` finds above it and conditions hold of.
///
/// # Errors
/// When the index is damaged.
pub(super) fn prune(
    conditions: &[Arc<dyn ConditionWeight>],
    threshold: Score,
    segment: &SegmentReader,
    find: impl FnOnce(&mut dyn FnMut(DocId, Score) -> Score) -> tantivy::Result<()>,
    callback: &mut dyn FnMut(DocId, Score) -> Score,
) -> tantivy::Result<()> {
    let mut conditions = Conditions::open(conditions, segment)?;
    let mut limit = threshold;
    find(&mut |doc, score| {
        if conditions.hold(doc) {
            limit = callback(doc, score);
        }
        limit
    })?;
    conditions.finish()
}

/// The documents of a set that a condition holds of.
///
/// # Errors
/// When the index is damaged.
pub fn those_that_hold(set: &SetQuery, condition: &dyn Condition, snapshot: &Snapshot) -> tantivy::Result<PassageSet> {
    let weight = condition.weight(EnableScoring::disabled_from_searcher(snapshot.searcher()))?;
    let segments = snapshot.searcher().segment_readers().iter().map(|segment| {
        let (mut open, all) = (weight.open(segment)?, set.segment(segment)?);
        let mut bits = Bits::none(segment.max_doc());
        for doc in all.iter() {
            if open.holds(doc)? {
                bits.insert(doc);
            }
        }
        Ok(bits)
    });
    Ok(PassageSet::new(segments.collect::<tantivy::Result<_>>()?))
}

/// Some conditions in one segment.
pub(super) struct Conditions {
    all: Vec<Box<dyn OpenCondition>>,
    failed: Option<tantivy::TantivyError>,
}

impl Conditions {
    /// Opens them in `segment`.
    ///
    /// # Errors
    /// When the index is damaged.
    pub(super) fn open(weights: &[Arc<dyn ConditionWeight>], segment: &SegmentReader) -> tantivy::Result<Self> {
        let all = weights.iter().map(|weight| weight.open(segment)).collect::<tantivy::Result<_>>()?;
        Ok(Conditions { all, failed: None })
    }

    /// Whether all hold of a passage. After an error, which [`finish`](Self::finish) gives, none does.
    pub(super) fn hold(&mut self, doc: DocId) -> bool {
        let Conditions { all, failed } = self;
        let mut holds = |condition: &mut Box<dyn OpenCondition>| match condition.holds(doc) {
            Ok(holds) => holds,
            Err(error) => {
                failed.get_or_insert(error);
                false
            }
        };
        all.iter_mut().all(&mut holds)
    }

    /// Says whether all went well.
    ///
    /// # Errors
    /// When the index is damaged.
    pub(super) fn finish(self) -> tantivy::Result<()> {
        self.failed.map_or(Ok(()), Err)
    }

    /// What `scorer` finds and they hold of.
    pub(super) fn scorer(self, scorer: Box<dyn Scorer>) -> tantivy::Result<Box<dyn Scorer>> {
        if self.all.is_empty() {
            return Ok(scorer);
        }
        let mut conditioned = ConditionedScorer { scorer, conditions: self };
        conditioned.settle();
        Ok(Box::new(conditioned))
    }
}

struct ConditionedScorer {
    scorer: Box<dyn Scorer>,
    conditions: Conditions,
}

impl ConditionedScorer {
    fn settle(&mut self) -> DocId {
        while self.scorer.doc() != TERMINATED && !self.conditions.hold(self.scorer.doc()) {
            self.scorer.advance();
        }
        self.scorer.doc()
    }
}

impl DocSet for ConditionedScorer {
    fn advance(&mut self) -> DocId {
        self.scorer.advance();
        self.settle()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.scorer.doc() < target {
            self.scorer.seek(target);
            self.settle();
        }
        self.scorer.doc()
    }

    fn doc(&self) -> DocId {
        self.scorer.doc()
    }

    fn size_hint(&self) -> u32 {
        self.scorer.size_hint()
    }
}

impl Scorer for ConditionedScorer {
    fn score(&mut self) -> Score {
        self.scorer.score()
    }
}
