//! A posting list read block by block: cheaper than document by document where most of it is wanted.

use tantivy::postings::BlockSegmentPostings;
use tantivy::query::Bm25Weight;
use tantivy::{DocId, Score, TERMINATED};

use crate::search::lists::SegmentLists;

/// Documents that are compared at once.
const STRIDE: usize = 16;

/// A place in a posting list.
pub struct List {
    blocks: BlockSegmentPostings,
    /// Place in the current block.
    at: usize,
}

impl List {
    /// The beginning of a list.
    pub fn new(blocks: BlockSegmentPostings) -> Self {
        List { blocks, at: 0 }
    }

    /// The current document.
    pub fn doc(&self) -> DocId {
        self.blocks.docs().get(self.at).copied().unwrap_or(TERMINATED)
    }

    /// Number of documents in the whole list.
    pub fn documents(&self) -> u32 {
        self.blocks.doc_freq()
    }

    /// Occurrences in the current document, which there must be.
    pub fn freq(&self) -> u32 {
        self.blocks.freq(self.at)
    }

    /// The last document of the current block; of the end of the list, the end.
    pub fn block_end(&self) -> DocId {
        let (block, _) = self.block();
        block.last().copied().unwrap_or(TERMINATED)
    }

    /// Moves to the first document from `target` on.
    pub fn seek(&mut self, target: DocId) -> DocId {
        let docs = self.blocks.docs();
        match docs.last() {
            None => return TERMINATED,
            Some(&last) if last < target => self.at = self.blocks.seek(target),
            Some(_) if docs[self.at] < target => self.at += count_before(&docs[self.at..], target),
            Some(_) => {}
        }
        self.doc()
    }

    /// How often a document has it; documents must be asked for in order.
    pub fn freq_in(&mut self, doc: DocId) -> u32 {
        if self.seek(doc) == doc { self.freq() } else { 0 }
    }

    /// Calls `take` with the documents before `end` and their frequencies, and moves to `end`.
    pub fn take_until(&mut self, end: DocId, take: impl FnMut(DocId, u32)) {
        self.take_blocks_until(end, |_| true, take);
    }

    /// The same with the documents of those blocks that are `wanted`.
    pub fn take_blocks_until(
        &mut self,
        end: DocId,
        mut wanted: impl FnMut(&mut Self) -> bool,
        mut take: impl FnMut(DocId, u32),
    ) {
        while self.doc() < end {
            let is_wanted = wanted(self);
            let (docs, freqs) = self.block();
            let whole = docs.last().is_some_and(|&last| last < end);
            let count = if whole { docs.len() } else { docs.partition_point(|&doc| doc < end) };
            if is_wanted {
                docs[..count].iter().zip(&freqs[..count]).for_each(|(&doc, &freq)| take(doc, freq));
            }
            if !whole {
                self.at += count;
                return;
            }
            self.next_block();
        }
    }

    /// The rest of the current block: documents and frequencies.
    pub fn block(&self) -> (&[DocId], &[u32]) {
        (&self.blocks.docs()[self.at..], &self.blocks.freqs()[self.at..])
    }

    /// Moves to the first document of the next block.
    pub fn next_block(&mut self) {
        self.blocks.advance();
        self.at = 0;
    }

    /// No score of a document of the current block is higher.
    pub fn block_bound(&mut self, segment: &SegmentLists, bm25: &Bm25Weight) -> Score {
        self.blocks.block_max_score(&segment.norms, bm25) * segment.looseness
    }
}

/// How many of `docs` are before `target`. Counting a few without a branch is cheaper than a search whose branches
/// nobody can foresee.
fn count_before(docs: &[DocId], target: DocId) -> usize {
    let count = |docs: &[DocId]| docs.iter().map(|&doc| u32::from(doc < target)).sum::<u32>() as usize;
    let (strides, rest) = docs.as_chunks::<STRIDE>();
    match strides.iter().position(|stride| stride[STRIDE - 1] >= target) {
        Some(i) => i * STRIDE + count(&strides[i]),
        None => strides.len() * STRIDE + count(rest),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_before_a_target_are_counted() {
        let docs: Vec<DocId> = (0..45).map(|i| i * 3).collect();
        for from in 0..docs.len() {
            for target in 0..140 {
                let expected = docs[from..].partition_point(|&doc| doc < target);
                assert_eq!(count_before(&docs[from..], target), expected, "{from} {target}");
            }
        }
    }
}
