//! The best passages with a word, by the posting lists of its spellings.

use tantivy::{DocId, Score, TERMINATED};

use crate::search::filters::Bits;
use crate::search::postings::List;
use crate::search::postings::list::{freq_at, next};
use crate::search::postings::saturation::{Saturation, Scale, Worth};
use crate::search::postings::window::Window;
use crate::search::postings::{FieldReader, SegmentLists, WordLists};

/// So many times as long as others together is a list beside which they are few.
const FEW: u32 = 16;

/// Of more lists the next document is not found by looking at each.
const MANY_LISTS: usize = 8;

/// So few postings are put in order all at once.
const FEW_POSTINGS: u64 = 512;

/// Finds the documents of a word that score above a threshold, which each of them raises.
pub(super) struct Spellings<'a> {
    segment: &'a SegmentLists,
    /// The longest list first.
    word: WordLists,
    worth: Worth<'a>,
    scale: Scale,
    threshold: Score,
    /// The threshold in points.
    limit: i32,
    /// Gives the new threshold.
    callback: &'a mut dyn FnMut(DocId, Score) -> Score,
    /// The passages out of which they are.
    within: Option<&'a Bits>,
}

impl<'a> Spellings<'a> {
    /// Looks for a word, which has a list at least, in `segment`.
    pub(super) fn new(
        saturation: &'a Saturation,
        segment: &'a SegmentLists,
        mut word: WordLists,
        threshold: Score,
        callback: &'a mut dyn FnMut(DocId, Score) -> Score,
    ) -> Self {
        word.lists.sort_by_key(|list| std::cmp::Reverse(list.documents()));
        let scale = Scale::new(word.bound);
        let worth = saturation.worth(scale.points(word.bound), &segment.lengths);
        let limit = scale.limit(threshold);
        Spellings { segment, word, worth, scale, threshold, limit, callback, within: None }
    }

    /// Finds only passages that are in the filter `within`.
    pub(super) fn within(self, within: Option<&'a Bits>) -> Self {
        Spellings { within, ..self }
    }

    /// Finds them.
    pub(super) fn run(self, reader: &FieldReader) {
        if self.are_mostly_one() {
            self.run_by_longest();
        } else if self.word.cost <= FEW_POSTINGS {
            self.run_at_once();
        } else {
            reader.with_window(|window| self.run_by_windows(window));
        }
    }

    /// Whether nearly all postings are in the longest list.
    fn are_mostly_one(&self) -> bool {
        let (longest, few) = (&self.word.lists[0], &self.word.lists[1..]);
        few.len() < MANY_LISTS && few.iter().map(List::documents).sum::<u32>() <= longest.documents() / FEW
    }

    /// By putting all postings in order.
    fn run_at_once(mut self) {
        let mut postings = Vec::with_capacity(self.word.cost as usize);
        for list in &mut self.word.lists {
            list.take_blocks_until(TERMINATED, |docs, freqs| {
                postings.extend(docs.iter().copied().zip(freqs.iter().copied()))
            });
        }
        // The lists are in order by themselves, which this way of sorting makes use of.
        postings.sort_by_key(|(doc, _): &(DocId, u32)| *doc);
        for same in postings.chunk_by(|(a, _), (b, _)| a == b) {
            self.offer(same[0].0, same.iter().map(|(_, freq)| freq).sum());
        }
    }

    /// By adding all lists up, a window of documents at a time.
    fn run_by_windows(mut self, window: &mut Window) {
        loop {
            let base = next(&self.word.lists);
            let base = self.within.map_or(base, |bits| bits.next(base));
            if base == TERMINATED {
                return;
            }
            if self.within.is_some() {
                self.word.seek(base);
            }
            window.start(base, Window::reach(base));
            window.measure(&self.segment.lengths);
            let few = window.has_few(self.word.lists.iter());
            if few {
                self.word.lists.iter_mut().for_each(|list| window.gather(list));
            } else {
                self.word.lists.iter_mut().for_each(|list| window.count(list, self.worth, self.limit));
            }
            window.take(few, |doc, freq| self.offer(doc, u32::from(freq)));
        }
    }

    /// By the longest list, whose blocks are passed over that have no score above the threshold, once all documents
    /// of the others have been looked at.
    fn run_by_longest(mut self) {
        let known = self.few();
        let word = &mut self.word;
        let mut longest = word.lists.swap_remove(0);
        while longest.doc() != TERMINATED {
            if longest.block_bound(self.segment, &self.word.bm25) > self.threshold {
                let (docs, freqs) = longest.block();
                for (&doc, &freq) in docs.iter().zip(freqs) {
                    if i32::from(self.worth.most(doc, freq)) > self.limit && known.binary_search(&doc).is_err() {
                        self.offer(doc, freq);
                    }
                }
            }
            longest.next_block();
        }
    }

    /// The documents of all lists but the longest, with what that has of them; which these are. All lists are where
    /// they were before.
    fn few(&mut self) -> Vec<DocId> {
        let mut known = Vec::new();
        if self.word.lists.len() == 1 {
            return known;
        }
        let before = self.word.clone();
        loop {
            let doc = next(&self.word.lists[1..]);
            if doc == TERMINATED {
                self.word = before;
                return known;
            }
            known.push(doc);
            let freq = freq_at(&mut self.word.lists, doc);
            self.offer(doc, freq);
            self.word.lists[1..].iter_mut().for_each(|list| {
                list.seek(doc + 1);
            });
        }
    }

    /// Documents must be offered in order.
    fn offer(&mut self, doc: DocId, freq: u32) {
        if i32::from(self.worth.most(doc, freq)) <= self.limit || self.within.is_some_and(|bits| !bits.has(doc)) {
            return;
        }
        let freq = self.word.counted(doc, freq);
        if freq > 0 {
            let score = self.word.score(doc, freq, self.segment);
            if score > self.threshold {
                self.threshold = (self.callback)(doc, score);
                self.limit = self.scale.limit(self.threshold);
            }
        }
    }
}
