//! An expression of words near each other as a part of a conjunction: posting lists propose the passages that have
//! its words, and tell of most of them that they score too low before a position is read.

use std::sync::Arc;

use tantivy::query::Bm25Weight;
use tantivy::{DocId, Score, TantivyError};

use super::intervals::{IntervalScorer, IntervalWeight};
use crate::search::postings::SegmentLists;
use crate::search::postings::WordLists;
use crate::search::postings::saturation::highest;

/// An expression in one segment.
pub(super) struct Expression<'a> {
    weight: &'a IntervalWeight,
    bm25: &'a Arc<Bm25Weight>,
    segment: &'a SegmentLists,
    /// Looks at positions; opened when it is first needed.
    scorer: Option<IntervalScorer>,
    /// How often each leaf can stand in the passage looked at; without end where that is not known.
    freqs: Vec<u32>,
}

/// What a passage must have one of for an expression to be found there.
pub(super) struct Needed {
    /// The posting lists of all of them.
    pub(super) lists: WordLists,
    /// The leaf, where it is one.
    pub(super) leaf: Option<usize>,
    /// How many times the expression can be found for each time that one stands there.
    pub(super) times: u32,
}

impl<'a> Expression<'a> {
    /// An expression that is scored by `bm25`.
    pub(super) fn new(weight: &'a IntervalWeight, bm25: &'a Arc<Bm25Weight>, segment: &'a SegmentLists) -> Self {
        Expression { weight, bm25, segment, scorer: None, freqs: vec![u32::MAX; weight.leaves().len()] }
    }

    /// No passage scores as much, rounding included.
    pub(super) fn bound(&self) -> Score {
        highest(self.bm25) * 1.000_1
    }

    /// What a passage needs, the rarest first.
    ///
    /// # Errors
    /// When the index is damaged.
    pub(super) fn needed(&mut self) -> tantivy::Result<Vec<Needed>> {
        // Where nothing is needed, nothing is found.
        let (nothing, mut needed) = ([Vec::new()], Vec::new());
        let required = self.weight.required();
        for set in if required.is_empty() { &nothing } else { required } {
            let spellings = set.iter().flat_map(|&leaf| self.weight.leaves()[leaf].iter());
            let lists = WordLists::open(self.segment, spellings, self.bm25)?;
            let leaf = if let [leaf] = set[..] { Some(leaf) } else { None };
            let times = leaf.map_or(u32::MAX, |leaf| self.times(leaf));
            needed.push(Needed { lists, leaf, times });
        }
        needed.sort_by_key(|needed| needed.lists.cost);
        Ok(needed)
    }

    /// How many times the expression can be found for each time that a leaf stands there, whatever else does.
    fn times(&mut self, leaf: usize) -> u32 {
        let before = std::mem::replace(&mut self.freqs[leaf], 1);
        let most = self.most();
        self.freqs[leaf] = before;
        most
    }

    fn most(&self) -> u32 {
        self.weight.most(&|leaf| self.freqs[leaf])
    }

    /// Says how often a leaf can stand in the passage that is looked at next.
    pub(super) fn set_freq(&mut self, leaf: usize, freq: u32) {
        self.freqs[leaf] = freq;
    }

    /// The score of a passage, if the expression is found there as often as it must and a score `is_enough`, which is
    /// asked beforehand of the highest there can be. Passages must be asked for in order; frequencies must have been
    /// set for each anew.
    ///
    /// # Errors
    /// When the index is damaged.
    pub(super) fn score(&mut self, doc: DocId, is_enough: impl Fn(Score) -> bool) -> tantivy::Result<Option<Score>> {
        let (norm, most, count) = (self.segment.norms.fieldnorm_id(doc), self.most(), self.weight.count());
        if most < count || !is_enough(self.bm25.score(norm, most)) {
            return Ok(None);
        }
        let found = self.scorer()?.find_at(doc);
        Ok((found >= count).then(|| self.bm25.score(norm, found)))
    }

    fn scorer(&mut self) -> tantivy::Result<&mut IntervalScorer> {
        if self.scorer.is_none() {
            self.scorer = Some(self.weight.open(self.segment, 1.0)?);
        }
        self.scorer.as_mut().ok_or_else(|| TantivyError::InternalError("no scorer".into()))
    }
}
