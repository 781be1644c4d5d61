//! A window of documents in which posting lists are added up.

use tantivy::{DocId, TERMINATED};

use super::list::List;
use super::saturation::Worth;

/// Documents in a window.
const SIZE: usize = 8192;

/// With fewer postings in a window than this, only what they touched is cleared.
const FEW: f32 = 512.0;

/// What posting lists have of a window's documents.
pub struct Window {
    base: DocId,
    end: DocId,
    /// Points of the most that each document can score, or how often a word stands in it; zero everywhere but while
    /// they are asked for. A passage has some hundred words at most.
    sums: Box<[u16; SIZE]>,
    /// The documents that are worth a look.
    found: Box<[u64; SIZE / 64]>,
    /// The numbers of the documents' lengths.
    lengths: Box<[u8; SIZE]>,
}

impl Default for Window {
    fn default() -> Self {
        let (sums, found, lengths) = (Box::new([0; SIZE]), Box::new([0; SIZE / 64]), Box::new([0; SIZE]));
        Window { base: 0, end: 0, sums, found, lengths }
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

    /// Notes the lengths of its documents, of those of all in a segment.
    pub fn measure(&mut self, all: &[u8]) {
        let lengths = all.get(self.base as usize..).unwrap_or_default();
        let count = lengths.len().min((self.end - self.base) as usize);
        self.lengths[..count].copy_from_slice(&lengths[..count]);
        self.lengths[count..(self.end - self.base) as usize].fill(0);
    }

    /// Whether the lists have few postings in the window, if they go on as they are.
    pub fn has_few<'l>(&self, lists: impl Iterator<Item = &'l List>) -> bool {
        let pace: f32 = lists.map(List::density).sum();
        pace * ((self.end - self.base) as f32) < FEW
    }

    /// Adds the points that the postings of a list are worth, and passes over them; before the window the list has
    /// none any more. Documents whose sum is above `limit` are remembered.
    pub fn add(&mut self, list: &mut List, worth: Worth, limit: i32) {
        let Window { base, end, sums, found, lengths } = self;
        list.take_blocks_until(*end, |docs, freqs| {
            for (&doc, &freq) in docs.iter().zip(freqs) {
                let at = doc.wrapping_sub(*base) as usize % SIZE;
                let sum = sums[at].saturating_add(worth.most_at(lengths[at], freq));
                sums[at] = sum;
                if i32::from(sum) > limit {
                    remember(found, at);
                }
            }
        });
    }

    /// Counts the occurrences of a word that a list has, and passes over them. Documents are remembered for which the
    /// word is worth more points than `limit`.
    pub fn count(&mut self, list: &mut List, worth: Worth, limit: i32) {
        let Window { base, end, sums, found, lengths } = self;
        list.take_blocks_until(*end, |docs, freqs| {
            for (&doc, &freq) in docs.iter().zip(freqs) {
                let at = doc.wrapping_sub(*base) as usize % SIZE;
                let sum = sums[at].saturating_add(freq as u16);
                sums[at] = sum;
                if i32::from(worth.most_at(lengths[at], u32::from(sum))) > limit {
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

    /// Calls `found` with the documents remembered, ascending, and their sums. Nothing is left; `all` tells that all
    /// documents with a sum were remembered.
    pub fn take(&mut self, all: bool, mut found: impl FnMut(DocId, u16)) {
        let parts = (self.end - self.base).div_ceil(64) as usize;
        for (i, parts) in self.found[..parts].chunks_mut(8).enumerate() {
            if parts.iter().fold(0, |any, part| any | part) == 0 {
                continue;
            }
            for (j, part) in parts.iter_mut().enumerate() {
                let mut left = std::mem::take(part);
                while left != 0 {
                    let at = (i * 8 + j) * 64 + left.trailing_zeros() as usize;
                    left &= left - 1;
                    found(self.base + at as DocId, std::mem::take(&mut self.sums[at % SIZE]));
                }
            }
        }
        if !all {
            self.sums[..(self.end - self.base) as usize].fill(0);
        }
    }
}

#[inline(always)]
fn remember(found: &mut [u64; SIZE / 64], at: usize) {
    found[at / 64 % (SIZE / 64)] |= 1 << (at % 64);
}
