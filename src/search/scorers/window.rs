//! A stretch of documents in which the scores of words are summed, word by word.

use tantivy::query::Bm25Weight;
use tantivy::{DocId, Score, TERMINATED};

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

    /// The lists, the longest first, and those of occurrences that do not count.
    pub fn longest_first(&mut self) -> (&mut [List], &mut [List]) {
        if let Some(longest) = (0..self.lists.len()).max_by_key(|&i| self.lists[i].documents()) {
            self.lists.swap(0, longest);
        }
        (&mut self.lists, &mut self.except)
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

/// A set of a window's documents.
type Bits = [u64; SIZE / 64];

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

    /// Adds a word: its documents become candidates.
    pub fn add(&mut self, word: &mut WordLists, segment: &SegmentLists) {
        let before = self.bits;
        let found = self.count(word, |_| true);
        for_each(&found, |at| {
            let score = self.take_score(at, word, segment);
            self.scores[at] = if has(&before, at) { self.scores[at] + score } else { score };
        });
        self.bits.iter_mut().zip(found).for_each(|(all, new)| *all |= new);
    }

    /// Adds what the candidates have of a word.
    pub fn add_to_candidates(&mut self, word: &mut WordLists, segment: &SegmentLists) {
        let candidates = self.bits;
        let found = self.count(word, |at| has(&candidates, at));
        for_each(&found, |at| self.scores[at] += self.take_score(at, word, segment));
    }

    /// Makes those documents candidates, and gives them their scores, that have all the words and may score
    /// above `threshold` by `rest` more.
    pub fn add_all(&mut self, words: &mut [WordLists], segment: &SegmentLists, threshold: Score, rest: Score) {
        for i in 0..words.len() {
            // Summed anew: a difference would be rounded, and leave out what ties with the worst.
            let others = words[i + 1..].iter().map(|word| word.bound).sum::<Score>() + rest;
            let word = &mut words[i];
            word.seek(self.base);
            let candidates = self.bits;
            self.bits = self.count(word, |at| i == 0 || has(&candidates, at));
            let found = self.bits;
            for_each(&found, |at| {
                let score = self.take_score(at, word, segment);
                self.scores[at] = if i == 0 { score } else { self.scores[at] + score };
                if self.scores[at] + others <= threshold {
                    self.bits[at / 64] &= !(1 << (at % 64));
                }
            });
            if self.is_empty() {
                break;
            }
        }
    }

    fn norm(&self, at: usize, segment: &SegmentLists) -> u8 {
        segment.norms.fieldnorm_id(self.base + at as DocId)
    }

    /// Calls `found` with the documents that any of the lists has, and how often; and passes over them.
    pub fn each(&mut self, lists: &mut [List], mut found: impl FnMut(DocId, u32)) {
        let documents = self.count_lists(lists, |_| true);
        for_each(&documents, |at| found(self.base + at as DocId, std::mem::take(&mut self.freqs[at])));
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
        let freq = std::mem::take(&mut self.freqs[at]);
        word.bm25.score(self.norm(at, segment), freq)
    }

    /// Counts a word's occurrences in the wanted documents of the window; the documents that have it.
    fn count(&mut self, word: &mut WordLists, wanted: impl Fn(usize) -> bool) -> Bits {
        let mut found = self.count_lists(&mut word.lists, &wanted);
        let (base, end) = (self.base, self.end);
        let freqs = &mut self.freqs;
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

    fn count_lists(&mut self, lists: &mut [List], wanted: impl Fn(usize) -> bool) -> Bits {
        let mut found = [0; SIZE / 64];
        let (base, end) = (self.base, self.end);
        let freqs = &mut self.freqs;
        for list in lists {
            list.take_until(end, |doc, freq| {
                let at = (doc - base) as usize % SIZE;
                if wanted(at) {
                    freqs[at] += freq;
                    found[at / 64] |= 1 << (at % 64);
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
