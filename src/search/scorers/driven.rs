//! The best passages with an expression, by way of its rarest word: its posting list alone tells of most passages
//! that they score too low, before another list or a position is read.

use tantivy::query::Bm25Weight;
use tantivy::{DocId, Score, TERMINATED, TantivyError};

use super::intervals::{IntervalScorer, IntervalWeight};
use super::list::List;
use crate::search::lists::SegmentLists;

/// A required word that is one posting list as it stands.
pub(super) struct Gate {
    /// The word's number in the expression.
    pub(super) leaf: usize,
    /// Its postings.
    pub(super) list: List,
}

/// An expression looked for in the passages of its rarest word, by posting lists whose frequencies tell of most
/// passages that they score too low.
pub(super) struct Driven<'a> {
    /// What is looked for.
    pub(super) weight: &'a IntervalWeight,
    /// Looks for the required words that are no gates, and at positions; opened when it is first needed.
    pub(super) scorer: Option<IntervalScorer>,
    /// Required words besides the rarest.
    pub(super) gates: Vec<Gate>,
    /// How the expression scores.
    pub(super) bm25: &'a Bm25Weight,
    /// The segment.
    pub(super) segment: &'a SegmentLists,
    /// How often each leaf can stand in the passage looked at; without end where that is not known.
    pub(super) freqs: Vec<u32>,
}

impl Driven<'_> {
    /// Goes through the passages of the rarest word; `callback` raises the threshold.
    pub(super) fn run(
        mut self,
        mut driver: Gate,
        mut threshold: Score,
        callback: &mut dyn FnMut(DocId, Score) -> Score,
    ) -> tantivy::Result<()> {
        self.freqs[driver.leaf] = 1;
        let per_word = self.most();
        let mut next = 0;
        while driver.list.doc() != TERMINATED {
            // Where the expression is found no more often than the word is, so is its score bounded.
            if per_word == 1 && driver.list.block_bound(self.segment, self.bm25) <= threshold {
                driver.list.next_block();
                continue;
            }
            let (docs, freqs) = driver.list.block();
            for (&doc, &freq) in docs.iter().zip(freqs) {
                if doc < next || self.bm25.score(self.norm(doc), freq.saturating_mul(per_word)) <= threshold {
                    continue;
                }
                self.freqs[driver.leaf] = freq;
                next = self.pass_gates(doc);
                if next == doc {
                    threshold = self.look(doc, threshold, callback)?;
                } else if next == TERMINATED {
                    return Ok(());
                }
            }
            driver.list.next_block();
        }
        Ok(())
    }

    fn norm(&self, doc: DocId) -> u8 {
        self.segment.norms.fieldnorm_id(doc)
    }

    fn most(&self) -> u32 {
        self.weight.most(&|leaf| self.freqs[leaf])
    }

    /// `doc`, if it has all the gates' words; else one before which no passage has.
    fn pass_gates(&mut self, doc: DocId) -> DocId {
        for Gate { leaf, list } in &mut self.gates {
            let next = list.seek(doc);
            if next != doc {
                return next;
            }
            self.freqs[*leaf] = list.freq();
        }
        doc
    }

    /// Looks at the positions in a passage, unless the frequencies say that it cannot pass the threshold; the
    /// new threshold.
    fn look(
        &mut self,
        doc: DocId,
        threshold: Score,
        callback: &mut dyn FnMut(DocId, Score) -> Score,
    ) -> tantivy::Result<Score> {
        let (norm, most, count) = (self.norm(doc), self.most(), self.weight.count());
        if most < count || self.bm25.score(norm, most) <= threshold {
            return Ok(threshold);
        }
        let found = self.scorer()?.find_at(doc);
        let score = self.bm25.score(norm, found);
        Ok(if found >= count && score > threshold { callback(doc, score) } else { threshold })
    }

    fn scorer(&mut self) -> tantivy::Result<&mut IntervalScorer> {
        if self.scorer.is_none() {
            self.scorer = Some(self.weight.open_besides_gates(self.segment)?);
        }
        self.scorer.as_mut().ok_or_else(|| TantivyError::InternalError("no scorer".into()))
    }
}
