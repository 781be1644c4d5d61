//! A stretch of documents in which the scores of words are summed, word by word.

use tantivy::query::Bm25Weight;
use tantivy::{DocId, Score, TERMINATED};

use super::list::List;
use crate::search::lists::{SegmentLists, Spelling};

/// Documents in a window.
const SIZE: usize = 2048;

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

    /// One past the last document up to which [`bound_until`](Self::bound_until) can say something.
    pub fn known_until(&self) -> DocId {
        self.lists.iter().map(List::block_end).min().map_or(TERMINATED, |last| last.saturating_add(1).min(TERMINATED))
    }

    /// No document before `end`, which is known, scores more.
    pub fn bound_until(&mut self, end: DocId, segment: &SegmentLists) -> Score {
        let bm25 = &self.bm25;
        let here = self.lists.iter_mut().filter(|list| list.doc() < end);
        // A score grows more slowly than the frequency, so a sum of frequencies scores less than their scores.
        let sum: Score = here.map(|list| list.block_bound(segment, bm25)).sum();
        sum.min(self.bound)
    }

    /// Passes over the documents before `target`.
    pub fn seek(&mut self, target: DocId) {
        self.lists.iter_mut().chain(&mut self.except).for_each(|list| {
            list.seek(target);
        });
    }

    /// Most documents that it can be in.
    pub fn cost(&self) -> u64 {
        self.lists.iter().map(|list| u64::from(list.len())).sum()
    }

    /// The one list, if that is all there is.
    pub fn one_list(&mut self) -> Option<&mut List> {
        match (&mut self.lists[..], &self.except[..]) {
            ([list], []) => Some(list),
            _ => None,
        }
    }
}

/// A set of a window's documents.
type Bits = [u64; SIZE / 64];

/// The scores of a window's documents.
pub struct Window {
    base: DocId,
    end: DocId,
    /// The documents that are still candidates.
    bits: Bits,
    scores: Box<[Score; SIZE]>,
    /// How often each required word stands in each document.
    freqs: Vec<Box<[u32; SIZE]>>,
}

impl Window {
    /// An empty window for so many required words.
    pub fn new(required: usize) -> Self {
        let freqs = (0..required.max(1)).map(|_| Box::new([0; SIZE])).collect();
        Window { base: 0, end: 0, bits: [0; SIZE / 64], scores: Box::new([0.0; SIZE]), freqs }
    }

    /// Begins anew at `base`, without candidates; goes no further than `end`.
    pub fn start(&mut self, base: DocId, end: DocId) {
        self.base = base;
        self.end = end.min(Self::reach(base));
        self.bits = [0; SIZE / 64];
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

    /// Adds a word: its documents become candidates.
    pub fn add(&mut self, word: &mut WordLists, segment: &SegmentLists) {
        let before = self.bits;
        let found = self.count(0, word, |_| true);
        for_each(&found, |at| {
            let score = self.take_score(at, word, segment);
            self.scores[at] = if has(&before, at) { self.scores[at] + score } else { score };
        });
        self.bits.iter_mut().zip(found).for_each(|(all, new)| *all |= new);
    }

    /// Adds what the candidates have of a word.
    pub fn add_to_candidates(&mut self, word: &mut WordLists, segment: &SegmentLists) {
        let candidates = self.bits;
        let found = self.count(0, word, |at| has(&candidates, at));
        for_each(&found, |at| self.scores[at] += self.take_score(at, word, segment));
    }

    /// Makes those documents candidates, and gives them their scores, that have all the words.
    pub fn add_all(&mut self, words: &mut [WordLists], segment: &SegmentLists) {
        let size = (self.end - self.base) as usize;
        for (i, word) in words.iter_mut().enumerate() {
            let candidates = self.bits;
            self.freqs[i][..size].fill(0);
            self.bits = self.count(i, word, |at| i == 0 || has(&candidates, at));
            if self.is_empty() {
                break;
            }
        }
        for_each(&self.bits, |at| {
            let norm = segment.norms.fieldnorm_id(self.base + at as DocId);
            let scores = words.iter().zip(&self.freqs).map(|(word, freqs)| word.bm25.score(norm, freqs[at]));
            self.scores[at] = scores.sum();
        });
        self.freqs[0][..size].fill(0);
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

    /// The score of what was counted, and nothing counted any more.
    fn take_score(&mut self, at: usize, word: &WordLists, segment: &SegmentLists) -> Score {
        let freq = std::mem::take(&mut self.freqs[0][at]);
        word.bm25.score(segment.norms.fieldnorm_id(self.base + at as DocId), freq)
    }

    /// Counts a word's occurrences in the wanted documents of the window; the documents that have it.
    fn count(&mut self, number: usize, word: &mut WordLists, wanted: impl Fn(usize) -> bool) -> Bits {
        let mut found = [0; SIZE / 64];
        let (base, end) = (self.base, self.end);
        let freqs = &mut self.freqs[number];
        for list in &mut word.lists {
            list.take_until(end, |doc, freq| {
                let at = (doc - base) as usize % SIZE;
                if wanted(at) {
                    freqs[at] += freq;
                    found[at / 64] |= 1 << (at % 64);
                }
            });
        }
        for list in &mut word.except {
            list.take_until(end, |doc, freq| {
                let at = (doc - base) as usize % SIZE;
                if wanted(at) {
                    freqs[at] = freqs[at].saturating_sub(freq);
                    if freqs[at] == 0 {
                        found[at / 64] &= !(1 << (at % 64));
                    }
                }
            });
        }
        found
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
