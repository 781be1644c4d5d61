//! A set of passages of an index, and the query that finds them.

use std::sync::Arc;

use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocAddress, DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError};

use super::bits::Bits;
use crate::index::Snapshot;

/// A set of passages, segment by segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassageSet(Arc<[Bits]>);

impl PassageSet {
    /// With these documents of each segment, in their order.
    pub fn new(segments: Vec<Bits>) -> Self {
        PassageSet(segments.into())
    }

    /// Every document of `snapshot`.
    pub fn everything(snapshot: &Snapshot) -> Self {
        PassageSet::new(snapshot.searcher().segment_readers().iter().map(|s| Bits::all(s.max_doc())).collect())
    }

    /// No document of `snapshot`.
    pub fn nothing(snapshot: &Snapshot) -> Self {
        PassageSet::new(snapshot.searcher().segment_readers().iter().map(|s| Bits::none(s.max_doc())).collect())
    }

    /// The documents of each segment.
    pub fn segments(&self) -> &[Bits] {
        &self.0
    }

    /// Some passages of `snapshot`.
    pub fn of(snapshot: &Snapshot, passages: impl Iterator<Item = DocAddress>) -> Self {
        let readers = snapshot.searcher().segment_readers();
        let mut segments: Vec<Bits> = readers.iter().map(|segment| Bits::none(segment.max_doc())).collect();
        passages.for_each(|passage| segments[passage.segment_ord as usize].insert(passage.doc_id));
        PassageSet::new(segments)
    }

    /// Whether a passage is in the set.
    pub fn has(&self, passage: DocAddress) -> bool {
        self.0.get(passage.segment_ord as usize).is_some_and(|bits| bits.has(passage.doc_id))
    }

    /// How many passages are in the set.
    pub fn count(&self) -> u64 {
        self.0.iter().map(Bits::count).sum()
    }

    /// How many passages are in both sets.
    pub fn count_both(&self, other: &PassageSet) -> u64 {
        self.0.iter().zip(&*other.0).map(|(own, other)| own.count_both(other)).sum()
    }

    /// Those that are in `other` too.
    pub fn and(self, other: &PassageSet) -> Self {
        self.change(other, Bits::intersect)
    }

    /// Those of both.
    pub fn or(self, other: &PassageSet) -> Self {
        self.change(other, Bits::unite)
    }

    /// Those that are not in `other`.
    pub fn and_not(self, other: &PassageSet) -> Self {
        self.change(other, Bits::subtract)
    }

    fn change(self, other: &PassageSet, change: impl Fn(&mut Bits, &Bits)) -> Self {
        let mut segments = self.0.to_vec();
        segments.iter_mut().zip(&*other.0).for_each(|(own, other)| change(own, other));
        PassageSet::new(segments)
    }

    /// Bytes that it takes.
    pub fn bytes(&self) -> usize {
        self.0.iter().map(|bits| bits.docs() as usize / 8 + 32).sum()
    }
}

/// The passages of a set, all with the score 0.
#[derive(Clone)]
pub struct SetQuery {
    set: PassageSet,
    snapshot: Snapshot,
}

impl std::fmt::Debug for SetQuery {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SetQuery").field("passages", &self.set.count()).finish_non_exhaustive()
    }
}

impl SetQuery {
    /// Those of `set`, of `snapshot`.
    pub fn new(set: PassageSet, snapshot: &Snapshot) -> Self {
        SetQuery { set, snapshot: snapshot.clone() }
    }

    /// The set.
    pub fn set(&self) -> &PassageSet {
        &self.set
    }

    /// The documents of the segment that `reader` reads.
    ///
    /// # Errors
    /// When it is a segment of another state of the index.
    pub fn segment(&self, reader: &SegmentReader) -> tantivy::Result<&Bits> {
        let readers = self.snapshot.searcher().segment_readers().iter();
        let mut own = readers.zip(self.set.segments());
        let found = own.find(|(own, _)| own.segment_id() == reader.segment_id()).map(|(_, bits)| bits);
        found.ok_or_else(|| TantivyError::InternalError("a segment of another state of the index".into()))
    }
}

impl Query for SetQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(SetWeight(self.clone())))
    }
}

/// Evaluates a [`SetQuery`].
#[derive(Clone)]
pub struct SetWeight(pub SetQuery);

impl Weight for SetWeight {
    fn scorer(&self, segment: &SegmentReader, _: Score) -> tantivy::Result<Box<dyn Scorer>> {
        self.0.segment(segment)?;
        let readers = self.0.snapshot.searcher().segment_readers();
        let number = readers.iter().position(|own| own.segment_id() == segment.segment_id()).unwrap_or(0);
        let bits = &self.0.set.segments()[number];
        let (doc, count) = (bits.next(0), bits.count() as u32);
        Ok(Box::new(SetScorer { set: self.0.set.clone(), number, doc, count }))
    }

    fn explain(&self, segment: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        if self.0.segment(segment)?.has(doc) {
            return Ok(Explanation::new("matches a filter", 0.0));
        }
        Err(TantivyError::InvalidArgument(format!("document {doc} does not match")))
    }
}

struct SetScorer {
    set: PassageSet,
    number: usize,
    doc: DocId,
    count: u32,
}

impl DocSet for SetScorer {
    fn advance(&mut self) -> DocId {
        self.seek(self.doc.saturating_add(1))
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc < target {
            self.doc = if target >= TERMINATED { TERMINATED } else { self.set.segments()[self.number].next(target) };
        }
        self.doc
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.count
    }
}

impl Scorer for SetScorer {
    fn score(&mut self) -> Score {
        0.0
    }
}
