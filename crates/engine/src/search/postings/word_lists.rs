//! A word of a query in one segment: the posting lists of its spellings.

use std::sync::Arc;

use tantivy::query::Bm25Weight;
use tantivy::{DocId, Score, TERMINATED};

use super::field::FieldReader;
use super::list::{List, freq_at, next};
use super::saturation::highest;
use super::segment::{SegmentLists, Spelling};
use super::window::Window;

/// More lists take too long to be asked one after the other.
const MANY_LISTS: u64 = 8;

/// To seek a passage in a list costs as much as to add up this many of its postings.
const LOOKING: u64 = 4;

/// The posting lists of a word's spellings.
#[derive(Clone)]
pub struct WordLists {
    /// Occurrences that count.
    pub lists: Vec<List>,
    /// Occurrences among them that do not.
    pub except: Vec<List>,
    /// Its BM25.
    pub bm25: Arc<Bm25Weight>,
    /// No document scores as much, rounding included.
    pub bound: Score,
    /// Most documents that it can be in.
    pub cost: u64,
}

impl WordLists {
    /// Opens the lists that the segment has.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn open<'s>(
        segment: &SegmentLists,
        spellings: impl Iterator<Item = &'s Spelling>,
        bm25: &Arc<Bm25Weight>,
    ) -> tantivy::Result<Self> {
        let (mut lists, mut except) = (Vec::with_capacity(spellings.size_hint().0), Vec::new());
        for spelling in spellings {
            let Some(list) = segment.list(&spelling.lists) else { continue };
            lists.push(List::new(segment.blocks(list)?));
            if let Some(list) = spelling.except.as_ref().and_then(|places| segment.list(places)) {
                except.push(List::new(segment.blocks(list)?));
            }
        }
        let cost = lists.iter().map(|list| u64::from(list.documents())).sum();
        Ok(WordLists { lists, except, bound: highest(bm25) * 1.000_1, bm25: bm25.clone(), cost })
    }

    /// Adds up the lists, if they are many and more than a few passages will be looked for: at most `asked`.
    pub fn merge_many(&mut self, asked: u64, reader: &FieldReader) {
        let lists = self.lists.len() as u64;
        if lists > MANY_LISTS && asked.saturating_mul(lists) >= self.cost / LOOKING {
            reader.with_window(|window| self.merge(window));
        }
    }

    /// Adds up the lists.
    fn merge(&mut self, window: &mut Window) {
        let (mut docs, mut freqs) = (Vec::new(), Vec::new());
        while next(&self.lists) != TERMINATED {
            let base = next(&self.lists);
            window.start(base, TERMINATED);
            self.lists.iter_mut().for_each(|list| window.gather(list));
            window.take(true, |doc, freq| {
                docs.push(doc);
                freqs.push(u32::from(freq));
            });
        }
        self.cost = docs.len() as u64;
        self.lists = vec![List::merged(docs, freqs)];
    }

    /// The next document that may have the word.
    pub fn doc(&self) -> DocId {
        next(&self.lists)
    }

    /// No document before `end` scores more.
    pub fn bound_until(&mut self, end: DocId, segment: &SegmentLists) -> Score {
        let bm25 = &self.bm25;
        let mut sum = 0.0;
        for list in self.lists.iter_mut().filter(|list| list.doc() < end) {
            if list.block_end() < end {
                return self.bound;
            }
            // A score grows more slowly than the frequency, so a sum of frequencies scores less than their scores.
            sum += list.block_bound(segment, bm25);
        }
        self.bound.min(sum)
    }

    /// Passes over the documents before `target`.
    pub fn seek(&mut self, target: DocId) {
        self.lists.iter_mut().for_each(|list| {
            list.seek(target);
        });
    }

    /// How often the word stands in `doc`. Documents must be asked for in order.
    pub fn freq_at(&mut self, doc: DocId) -> u32 {
        let all = freq_at(&mut self.lists, doc);
        self.counted(doc, all)
    }

    /// How many of `freq` occurrences in `doc` count. Documents must be asked for in order.
    pub fn counted(&mut self, doc: DocId, freq: u32) -> u32 {
        if freq == 0 || self.except.is_empty() { freq } else { freq.saturating_sub(freq_at(&mut self.except, doc)) }
    }

    /// The score of a document in which the word stands so often.
    pub fn score(&self, doc: DocId, freq: u32, segment: &SegmentLists) -> Score {
        self.bm25.score(segment.norms.fieldnorm_id(doc), freq)
    }
}
