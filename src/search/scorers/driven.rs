//! The best passages with an expression, by way of its rarest word: its posting list alone tells of most passages
//! that they score too low, before another list or a position is read.

use tantivy::query::Bm25Weight;
use tantivy::{DocId, Score, TERMINATED, TantivyError};

use super::intervals::{IntervalScorer, IntervalWeight};
use super::list::List;
use super::window::Window;
use crate::search::lists::SegmentLists;
use crate::search::saturation::{Scale, highest};

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

/// So many times as many postings as the rarest word's may the next one have for both to be laid side by side.
const NEAR: u32 = 8;

/// With fewer postings of the rarest word in a window than this, each is looked for in the other lists.
const DENSE: u64 = 128;

impl Driven<'_> {
    /// Goes through the passages of the rarest word; `callback` raises the threshold.
    pub(super) fn run(
        mut self,
        driver: Gate,
        threshold: Score,
        callback: &mut dyn FnMut(DocId, Score) -> Score,
    ) -> tantivy::Result<()> {
        let (documents, all) = (driver.list.documents(), u64::from(self.segment.documents()));
        let is_near = |next: &Gate| next.list.documents() <= NEAR.saturating_mul(documents);
        let dense = u64::from(documents) * u64::from(Window::reach(0)) >= DENSE * all;
        if dense && self.gates.first().is_some_and(is_near) {
            let next = self.gates.remove(0);
            return self
                .weight
                .reader()
                .with_window(|window| self.run_side_by_side([driver, next], threshold, window, callback));
        }
        self.run_one_by_one(driver, threshold, callback)
    }

    /// By laying the two rarest words side by side, a window of passages at a time: where neither is much rarer than
    /// the other, that is cheaper than to look for each passage of one in the list of the other.
    fn run_side_by_side(
        mut self,
        rarest: [Gate; 2],
        mut threshold: Score,
        window: &mut Window,
        callback: &mut dyn FnMut(DocId, Score) -> Score,
    ) -> tantivy::Result<()> {
        let as_rarest = rarest.iter().all(|gate| self.most_by(gate.leaf) == 1);
        let [first, second] = rarest;
        let (mut list, mut other, leaves) = (first.list, second.list, [first.leaf, second.leaf]);
        let mut both = Vec::new();
        while list.doc() != TERMINATED && other.doc() != TERMINATED {
            if as_rarest && list.block_bound(self.segment, self.bm25) <= threshold {
                list.next_block();
                continue;
            }
            window.start(list.doc(), list.block_end() + 1);
            other.seek(list.doc());
            window.mark(&mut list);
            window.mark_second(&mut other);
            window.take(false, |doc, marks| both.push((doc, marks)));
            for (doc, marks) in both.drain(..) {
                // What the other lists had of an earlier passage says nothing of this one.
                self.gates.iter().for_each(|gate| self.freqs[gate.leaf] = u32::MAX);
                let once = if as_rarest { marks != Window::BOTH_OFTEN } else { marks == Window::BOTH_ONCE };
                leaves.iter().for_each(|&leaf| self.freqs[leaf] = if once { 1 } else { u32::MAX });
                if self.bm25.score(self.norm(doc), self.most()) > threshold && self.pass_gates(doc) == doc {
                    threshold = self.look(doc, threshold, callback)?;
                }
            }
        }
        Ok(())
    }

    /// The most times that the expression can be found where a leaf stands once, whatever else is there.
    fn most_by(&mut self, leaf: usize) -> u32 {
        let before = std::mem::replace(&mut self.freqs[leaf], 1);
        let most = self.most();
        self.freqs[leaf] = before;
        most
    }

    /// By looking for each passage of the rarest word in the other lists.
    fn run_one_by_one(
        mut self,
        mut driver: Gate,
        mut threshold: Score,
        callback: &mut dyn FnMut(DocId, Score) -> Score,
    ) -> tantivy::Result<()> {
        let per_word = self.most_by(driver.leaf);
        let (segment, weight, most) = (self.segment, self.weight, highest(self.bm25));
        let scale = Scale::new(most);
        let worth = weight.reader().saturation().worth(scale.points(most), &segment.lengths);
        let (mut next, mut limit) = (0, scale.limit(threshold));
        while driver.list.doc() != TERMINATED {
            // Where the expression is found no more often than the word is, so is its score bounded.
            if per_word == 1 && driver.list.block_bound(self.segment, self.bm25) <= threshold {
                driver.list.next_block();
                continue;
            }
            let (docs, freqs) = driver.list.block();
            for (&doc, &freq) in docs.iter().zip(freqs) {
                if doc < next || i32::from(worth.most(doc, freq.saturating_mul(per_word))) <= limit {
                    continue;
                }
                self.freqs[driver.leaf] = freq;
                next = self.pass_gates(doc);
                if next == doc {
                    threshold = self.look(doc, threshold, callback)?;
                    limit = scale.limit(threshold);
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
