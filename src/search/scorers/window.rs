//! A stretch of documents in which posting lists are added up.

use tantivy::{DocId, TERMINATED};

use super::list::List;
use crate::search::saturation::Worth;

/// Documents in a window.
const SIZE: usize = 8192;

/// With fewer postings in a window than this, only what they touched is cleared.
const FEW: f32 = 512.0;

/// What posting lists have of a window's documents.
pub struct Window {
    base: DocId,
    end: DocId,
    /// Points of the most that each document can score, or how often a word stands in it, or marks of the lists that
    /// have it; zero everywhere but while they are asked for. A passage has some hundred words at most.
    sums: Box<[u16; SIZE]>,
    /// How many of the required words each document has, used likewise.
    words: Box<[u8; SIZE]>,
    /// The documents that are worth a look.
    found: Box<[u64; SIZE / 64]>,
}

impl Default for Window {
    fn default() -> Self {
        let (sums, words, found) = (Box::new([0; SIZE]), Box::new([0; SIZE]), Box::new([0; SIZE / 64]));
        Window { base: 0, end: 0, sums, words, found }
    }
}

impl Window {
    /// How far a window at `base` can go.
    pub fn reach(base: DocId) -> DocId {
        base.saturating_add(SIZE as DocId).min(TERMINATED)
    }

    /// Begins anew at `base`; goes no further than `end`.
    pub fn start(&mut self, base: DocId, end: DocId) {
        self.base = base;
        self.end = end.min(Self::reach(base));
    }

    /// Whether the lists have few postings in the window, if they go on as they are.
    pub fn has_few<'l>(&self, lists: impl Iterator<Item = &'l List>) -> bool {
        let pace: f32 = lists.map(List::density).sum();
        pace * ((self.end - self.base) as f32) < FEW
    }

    /// Adds the points that the postings of a list are worth, and passes over them; before the window the list has
    /// none any more. Documents whose sum is above `limit` are remembered.
    pub fn add(&mut self, list: &mut List, worth: Worth, limit: i32) {
        let Window { base, end, sums, found, .. } = self;
        list.take_blocks_until(*end, |docs, freqs| {
            for (&doc, &freq) in docs.iter().zip(freqs) {
                let at = doc.wrapping_sub(*base) as usize % SIZE;
                let sum = sums[at].saturating_add(worth.most(doc, freq));
                sums[at] = sum;
                if i32::from(sum) > limit {
                    remember(found, at);
                }
            }
        });
    }

    /// Adds the points of a required word, the `number`th from 0, and counts it for the documents that have all those
    /// before it. Those that then have `all` words are remembered.
    pub fn add_required(&mut self, list: &mut List, worth: Worth, number: u8, all: u8) {
        let Window { base, end, sums, words, found } = self;
        list.take_blocks_until(*end, |docs, freqs| {
            for (&doc, &freq) in docs.iter().zip(freqs) {
                let at = doc.wrapping_sub(*base) as usize % SIZE;
                let has = if words[at] == number { number + 1 } else { words[at] };
                words[at] = has;
                sums[at] = sums[at].saturating_add(worth.most(doc, freq));
                if has == all {
                    remember(found, at);
                }
            }
        });
    }

    /// Counts the occurrences of a word that a list has, and passes over them. Documents are remembered for which the
    /// word is worth more points than `limit`.
    pub fn count(&mut self, list: &mut List, worth: Worth, limit: i32) {
        let Window { base, end, sums, found, .. } = self;
        list.take_blocks_until(*end, |docs, freqs| {
            for (&doc, &freq) in docs.iter().zip(freqs) {
                let at = doc.wrapping_sub(*base) as usize % SIZE;
                let sum = sums[at].saturating_add(freq as u16);
                sums[at] = sum;
                if i32::from(worth.most(doc, u32::from(sum))) > limit {
                    remember(found, at);
                }
            }
        });
    }

    /// Counts the occurrences that a list has, and passes over them. All documents are remembered.
    pub fn gather(&mut self, list: &mut List) {
        let Window { base, end, sums, found, .. } = self;
        list.take_blocks_until(*end, |docs, freqs| {
            for (&doc, &freq) in docs.iter().zip(freqs) {
                let at = doc.wrapping_sub(*base) as usize % SIZE;
                sums[at] = sums[at].saturating_add(freq as u16);
                remember(found, at);
            }
        });
    }

    /// What a document has that is in both of two lists, once in each.
    pub const BOTH_ONCE: u16 = 2;

    /// The same where it is there more than once in each.
    pub const BOTH_OFTEN: u16 = 2 + 2 * OFTEN;

    /// Marks the documents of the first of two lists, and passes over them.
    pub fn mark(&mut self, list: &mut List) {
        let Window { base, end, sums, .. } = self;
        list.take_blocks_until(*end, |docs, freqs| {
            for (&doc, &freq) in docs.iter().zip(freqs) {
                sums[doc.wrapping_sub(*base) as usize % SIZE] = mark(freq);
            }
        });
    }

    /// Marks the documents of the second list, and passes over them. Those of both are remembered.
    pub fn mark_second(&mut self, list: &mut List) {
        let Window { base, end, sums, found, .. } = self;
        list.take_blocks_until(*end, |docs, freqs| {
            for (&doc, &freq) in docs.iter().zip(freqs) {
                let at = doc.wrapping_sub(*base) as usize % SIZE;
                if sums[at] != 0 {
                    sums[at] += mark(freq);
                    remember(found, at);
                }
            }
        });
    }

    /// Calls `found` with the documents remembered, ascending, and their sums. Nothing is left; `all` tells that all
    /// documents with a sum were remembered.
    pub fn take(&mut self, all: bool, mut found: impl FnMut(DocId, u16)) {
        let parts = (self.end - self.base).div_ceil(64) as usize;
        for (i, part) in self.found[..parts].iter_mut().enumerate() {
            while *part != 0 {
                let at = i * 64 + part.trailing_zeros() as usize;
                *part &= *part - 1;
                found(self.base + at as DocId, std::mem::take(&mut self.sums[at]));
            }
        }
        if !all {
            self.sums[..(self.end - self.base) as usize].fill(0);
        }
    }

    /// The same where words were required.
    pub fn take_required(&mut self, found: impl FnMut(DocId, u16)) {
        self.take(false, found);
        self.words[..(self.end - self.base) as usize].fill(0);
    }
}

/// Added to a mark where a document is in a list with a frequency above one.
const OFTEN: u16 = 1 << 8;

#[inline(always)]
fn mark(freq: u32) -> u16 {
    if freq > 1 { 1 + OFTEN } else { 1 }
}

#[inline(always)]
fn remember(found: &mut [u64; SIZE / 64], at: usize) {
    found[at / 64 % (SIZE / 64)] |= 1 << (at % 64);
}
