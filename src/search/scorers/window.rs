//! A stretch of documents in which the scores of words are summed, word by word.

use std::cell::Cell;

use tantivy::query::Bm25Weight;
use tantivy::{DocId, Score, TERMINATED};

use super::bar::Bar;
use super::list::List;
use crate::search::lists::{SegmentLists, Spelling};

/// Documents in a window.
const SIZE: usize = 4096;

/// A word of a query in one segment: the posting lists of its spellings.
pub struct WordLists {
    lists: Vec<List>,
    /// Lists of occurrences that do not count.
    except: Vec<List>,
    /// Its BM25.
    pub bm25: Bm25Weight,
    /// No document scores as much, rounding included.
    pub bound: Score,
}

impl WordLists {
    /// Opens the lists that the segment has.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn open(segment: &SegmentLists, spellings: &[Spelling], bm25: &Bm25Weight) -> tantivy::Result<Self> {
        let (mut lists, mut except) = (Vec::with_capacity(spellings.len()), Vec::new());
        for spelling in spellings {
            let Some(list) = segment.list(&spelling.lists) else { continue };
            lists.push(List::new(segment.blocks(list)?));
            if let Some(list) = spelling.except.as_ref().and_then(|places| segment.list(places)) {
                except.push(List::new(segment.blocks(list)?));
            }
        }
        Ok(WordLists { lists, except, bound: bm25.max_score() * 1.000_1, bm25: bm25.clone() })
    }

    /// The next document that may have the word.
    pub fn doc(&self) -> DocId {
        self.lists.iter().map(List::doc).min().unwrap_or(TERMINATED)
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

    /// The lists, and those of occurrences that do not count.
    pub fn lists(&mut self) -> (&mut [List], &mut [List]) {
        (&mut self.lists, &mut self.except)
    }

    /// How often a document has it; documents must be asked for in order.
    fn freq_in(&mut self, doc: DocId) -> u32 {
        let freq: u32 = self.lists.iter_mut().map(|list| list.freq_in(doc)).sum();
        if freq == 0 || self.except.is_empty() {
            return freq;
        }
        freq.saturating_sub(self.except.iter_mut().map(|list| list.freq_in(doc)).sum())
    }

    /// Whether asking for each of so many of a window's documents costs less than reading the window's part of the
    /// lists.
    fn is_asked_soon(&self, documents: u32, segment: &SegmentLists) -> bool {
        let in_window = self.cost() * SIZE as u64 / u64::from(segment.norms.num_docs().max(1));
        u64::from(documents) * self.lists.len() as u64 * ASKED < in_window
    }

    /// Passes over the documents before `target`.
    pub fn seek(&mut self, target: DocId) {
        self.lists.iter_mut().chain(&mut self.except).for_each(|list| {
            list.seek(target);
        });
    }

    /// Most documents that it can be in.
    pub fn cost(&self) -> u64 {
        self.lists.iter().map(|list| u64::from(list.documents())).sum()
    }
}

/// Documents that are read while a list is asked for one.
const ASKED: u64 = 4;

/// A set of a window's documents.
type Bits = [u64; SIZE / 64];

/// Documents of a segment below which a list is short.
const FEW: u32 = 2048;

/// What was counted of a word.
pub struct Counted {
    found: Bits,
    /// How often a document must have it to be among those found.
    least: u32,
}

/// The scores of a window's documents.
pub struct Window {
    base: DocId,
    end: DocId,
    /// The documents that are still candidates.
    bits: Bits,
    scores: Box<[Score; SIZE]>,
    /// How often a word stands in each document; zero everywhere but while it is added.
    freqs: Box<[u32; SIZE]>,
}

impl Default for Window {
    fn default() -> Self {
        Window { base: 0, end: 0, bits: [0; SIZE / 64], scores: Box::new([0.0; SIZE]), freqs: Box::new([0; SIZE]) }
    }
}

impl Window {
    /// Begins anew at `base`, without candidates; goes no further than `end`.
    pub fn start(&mut self, base: DocId, end: DocId) {
        self.base = base;
        self.end = end.min(Self::reach(base));
        self.bits = [0; SIZE / 64];
    }

    /// One past the last document.
    pub fn end(&self) -> DocId {
        self.end
    }

    /// How far a window at `base` can go.
    pub fn reach(base: DocId) -> DocId {
        base.saturating_add(SIZE as DocId).min(TERMINATED)
    }

    /// The first document.
    pub fn base(&self) -> DocId {
        self.base
    }

    /// Whether no document is a candidate.
    pub fn is_empty(&self) -> bool {
        self.bits.iter().all(|&part| part == 0)
    }

    /// Adds a word: its documents become candidates, but for those that `bar` keeps out.
    pub fn add(&mut self, word: &mut WordLists, segment: &SegmentLists, bar: &Bar) {
        let WordLists { lists, except, bm25, .. } = word;
        if let ([only], []) = (&mut lists[..], &except[..]) {
            let (base, end) = (self.base, self.end);
            let wanted = |list: &mut List| bar.may_pass_by(list.block_bound(segment, bm25));
            return only.take_blocks_until(end, wanted, |doc, freq| {
                self.propose((doc - base) as usize % SIZE, freq, bm25, segment, bar);
            });
        }
        let found = self.count(lists, except, bar.least(), |_| 1);
        for_each(&found, |at| self.propose(at, self.freqs[at], bm25, segment, bar));
        self.forget(&found, bar.least());
    }

    fn propose(&mut self, at: usize, freq: u32, bm25: &Bm25Weight, segment: &SegmentLists, bar: &Bar) {
        let norm = self.norm(at, segment);
        if freq > 0 && bar.may_pass(freq, norm) {
            let before = if has(&self.bits, at) { self.scores[at] } else { 0.0 };
            self.scores[at] = before + bm25.score(norm, freq);
            self.bits[at / 64] |= 1 << (at % 64);
        }
    }

    /// Adds what the candidates have of a word; drops those that do not have it, where it is `required`.
    pub fn refine(&mut self, word: &mut WordLists, segment: &SegmentLists, required: bool) {
        let candidates = self.bits;
        if word.is_asked_soon(candidates.iter().map(|part| part.count_ones()).sum(), segment) {
            for_each(&candidates, |at| {
                let freq = word.freq_in(self.base + at as DocId);
                self.share(at, freq, &word.bm25, segment, required);
            });
            return;
        }
        word.seek(self.base);
        let is_candidate = |at: usize| u32::from(has(&candidates, at));
        self.count(&mut word.lists, &mut word.except, 1, is_candidate);
        for_each(&candidates, |at| {
            let freq = std::mem::take(&mut self.freqs[at]);
            self.share(at, freq, &word.bm25, segment, required);
        });
    }

    fn share(&mut self, at: usize, freq: u32, bm25: &Bm25Weight, segment: &SegmentLists, required: bool) {
        if freq > 0 {
            self.scores[at] += bm25.score(self.norm(at, segment), freq);
        } else if required {
            self.bits[at / 64] &= !(1 << (at % 64));
        }
    }

    fn norm(&self, at: usize, segment: &SegmentLists) -> u8 {
        segment.norms.fieldnorm_id(self.base + at as DocId)
    }

    /// Counts in a window at `from` what the lists together have of documents that they have `least` times or more.
    /// Of those blocks of `longest` that do not count `alone`, only documents that `others` have too.
    pub fn count_word(
        &mut self,
        from: DocId,
        longest: &mut List,
        others: &mut [List],
        least: u32,
        mut alone: impl FnMut(&mut List) -> bool,
    ) -> Counted {
        self.start(from, TERMINATED);
        // Where there is little to count, what was counted is sooner forgotten document by document.
        let least = if longest.documents() < FEW { 1 } else { least };
        let mut found = self.count(others, &mut [], least, |_| 1);
        let (base, end) = (self.base, self.end);
        let (freqs, is_alone) = (&mut self.freqs, Cell::new(true));
        let wanted = |list: &mut List| {
            is_alone.set(alone(list));
            true
        };
        longest.take_blocks_until(end, wanted, |doc, freq| {
            let at = (doc - base) as usize % SIZE;
            if is_alone.get() || freqs[at] > 0 {
                freqs[at] = freqs[at].saturating_add(freq);
                found[at / 64] |= u64::from(freqs[at] >= least) << (at % 64);
            }
        });
        Counted { found, least }
    }

    /// Calls `found` with the documents counted, and how often; and forgets them.
    pub fn take_counted(&mut self, counted: Counted, mut found: impl FnMut(DocId, u32)) {
        for_each(&counted.found, |at| found(self.base + at as DocId, self.freqs[at]));
        self.forget(&counted.found, counted.least);
    }

    /// Drops candidates that do not reach `threshold` by `rest` more.
    pub fn keep_above(&mut self, threshold: Score, rest: Score) {
        let candidates = self.bits;
        for_each(&candidates, |at| {
            if self.scores[at] + rest <= threshold {
                self.bits[at / 64] &= !(1 << (at % 64));
            }
        });
    }

    /// Calls `found` with the candidates above `threshold` and their scores; it gives the new threshold.
    pub fn report(&self, threshold: &mut Score, found: &mut dyn FnMut(DocId, Score) -> Score) {
        for_each(&self.bits, |at| {
            if self.scores[at] > *threshold {
                *threshold = found(self.base + at as DocId, self.scores[at]);
            }
        });
    }

    /// Counts the occurrences in the window's documents, those of `except` taken away; the documents that have
    /// `least` or more before that.
    /// A document counts as many times as `times` says, once or not at all.
    fn count(&mut self, lists: &mut [List], except: &mut [List], least: u32, times: impl Fn(usize) -> u32) -> Bits {
        let mut found = [0; SIZE / 64];
        let (base, end) = (self.base, self.end);
        let freqs = &mut self.freqs;
        for list in lists {
            list.take_until(end, |doc, freq| {
                let at = (doc - base) as usize % SIZE;
                freqs[at] = freqs[at].saturating_add(freq * times(at));
                found[at / 64] |= u64::from(freqs[at] >= least) << (at % 64);
            });
        }
        for list in except {
            list.take_until(end, |doc, freq| {
                let at = (doc - base) as usize % SIZE;
                freqs[at] = freqs[at].saturating_sub(freq);
            });
        }
        found
    }

    /// Leaves nothing counted, after a count that gave `found`.
    fn forget(&mut self, found: &Bits, least: u32) {
        if least <= 1 {
            for_each(found, |at| self.freqs[at] = 0);
        } else {
            self.freqs[..(self.end - self.base) as usize].fill(0);
        }
    }
}

fn has(bits: &Bits, at: usize) -> bool {
    bits[at / 64] & (1 << (at % 64)) != 0
}

fn for_each(bits: &Bits, mut each: impl FnMut(usize)) {
    for (i, &part) in bits.iter().enumerate() {
        let mut left = part;
        while left != 0 {
            each(i * 64 + left.trailing_zeros() as usize);
            left &= left - 1;
        }
    }
}
