//! A stretch of documents in which the scores of words are summed, word by word.

use tantivy::DocId;
use tantivy::Score;
use tantivy::query::Bm25Weight;

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
        self.lists.iter().map(List::doc).min().unwrap_or(tantivy::TERMINATED)
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
    /// The documents that are still candidates.
    bits: Bits,
    scores: Box<[Score; SIZE]>,
    freqs: Box<[u32; SIZE]>,
}

impl Window {
    /// An empty window.
    pub fn new() -> Self {
        Window { base: 0, bits: [0; SIZE / 64], scores: Box::new([0.0; SIZE]), freqs: Box::new([0; SIZE]) }
    }

    /// Begins anew at `base`, without candidates.
    pub fn start(&mut self, base: DocId) {
        self.base = base;
        self.bits = [0; SIZE / 64];
    }

    /// The first document.
    pub fn base(&self) -> DocId {
        self.base
    }

    /// One past the last document.
    pub fn end(&self) -> DocId {
        self.base.saturating_add(SIZE as DocId)
    }

    /// Whether no document is a candidate.
    pub fn is_empty(&self) -> bool {
        self.bits.iter().all(|&part| part == 0)
    }

    /// Adds a word: its documents become candidates.
    pub fn add(&mut self, word: &mut WordLists, segment: &SegmentLists) {
        let before = self.bits;
        let found = self.count(word, |_| true);
        for_each(&found, |at| {
            let score = self.score(at, word, segment);
            self.scores[at] = if has(&before, at) { self.scores[at] + score } else { score };
            self.bits[at / 64] |= 1 << (at % 64);
        });
    }

    /// Adds what the candidates have of a word. `required`: those without it are none any more.
    pub fn add_to_candidates(&mut self, word: &mut WordLists, segment: &SegmentLists, required: bool) {
        let candidates = self.bits;
        let found = self.count(word, |at| has(&candidates, at));
        for_each(&found, |at| self.scores[at] += self.score(at, word, segment));
        if required {
            self.bits = found;
        }
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

    fn score(&mut self, at: usize, word: &WordLists, segment: &SegmentLists) -> Score {
        let freq = std::mem::take(&mut self.freqs[at]);
        word.bm25.score(segment.norms.fieldnorm_id(self.base + at as DocId), freq)
    }

    /// Counts a word's occurrences in the wanted documents of the window; the documents that have it.
    fn count(&mut self, word: &mut WordLists, wanted: impl Fn(usize) -> bool) -> Bits {
        let mut found = [0; SIZE / 64];
        let (base, end) = (self.base, self.end());
        let freqs = &mut self.freqs;
        for list in &mut word.lists {
            list.take_until(end, |doc, freq| {
                let at = (doc - base) as usize;
                if wanted(at) {
                    freqs[at] += freq;
                    found[at / 64] |= 1 << (at % 64);
                }
            });
        }
        for list in &mut word.except {
            list.take_until(end, |doc, freq| {
                let at = (doc - base) as usize;
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
