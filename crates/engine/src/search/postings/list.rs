//! A posting list read block by block: cheaper than document by document where most of it is wanted.

use std::sync::Arc;

use tantivy::postings::BlockSegmentPostings;
use tantivy::query::Bm25Weight;
use tantivy::{DocId, Score, TERMINATED};

use super::saturation::highest;
use super::segment::SegmentLists;

/// A place in a posting list.
#[derive(Clone)]
pub struct List {
    source: Source,
    /// Place in the current block.
    at: usize,
}

/// Where postings come from.
#[derive(Clone)]
enum Source {
    /// The index.
    Stored(Box<BlockSegmentPostings>),
    /// Several lists of the index, added up: documents and frequencies. It is one block.
    Merged(Arc<(Vec<DocId>, Vec<u32>)>),
}

impl Source {
    fn docs(&self) -> &[DocId] {
        match self {
            Source::Stored(blocks) => blocks.docs(),
            Source::Merged(merged) => &merged.0,
        }
    }

    fn freqs(&self) -> &[u32] {
        match self {
            Source::Stored(blocks) => blocks.freqs(),
            Source::Merged(merged) => &merged.1,
        }
    }
}

impl List {
    /// The beginning of a list.
    pub fn new(blocks: BlockSegmentPostings) -> Self {
        List { source: Source::Stored(Box::new(blocks)), at: 0 }
    }

    /// A list of these documents, ascending, and the frequencies in them.
    pub fn merged(docs: Vec<DocId>, freqs: Vec<u32>) -> Self {
        List { source: Source::Merged(Arc::new((docs, freqs))), at: 0 }
    }

    /// The current document.
    pub fn doc(&self) -> DocId {
        self.source.docs().get(self.at).copied().unwrap_or(TERMINATED)
    }

    /// Number of documents in the whole list.
    pub fn documents(&self) -> u32 {
        match &self.source {
            Source::Stored(blocks) => blocks.doc_freq(),
            Source::Merged(merged) => merged.0.len() as u32,
        }
    }

    /// About how many of its documents stand in one of the index hereabouts: less than 1.
    pub fn density(&self) -> f32 {
        match self.source.docs() {
            docs @ [first, .., last] => docs.len() as f32 / (last - first + 1) as f32,
            _ => 0.0,
        }
    }

    /// Occurrences in the current document, which there must be.
    pub fn freq(&self) -> u32 {
        self.source.freqs()[self.at]
    }

    /// The last document of the current block; of the end of the list, the end.
    pub fn block_end(&self) -> DocId {
        let (block, _) = self.block();
        block.last().copied().unwrap_or(TERMINATED)
    }

    /// Moves to the first document from `target` on.
    pub fn seek(&mut self, target: DocId) -> DocId {
        let docs = self.source.docs();
        match (docs.last(), docs.get(self.at)) {
            (None, _) | (_, None) => return TERMINATED,
            (Some(&last), _) if last < target => match &mut self.source {
                Source::Stored(blocks) => self.at = blocks.seek(target),
                Source::Merged(merged) => self.at = merged.0.len(),
            },
            (_, Some(&doc)) if doc < target => self.at += gallop(&docs[self.at..], target),
            _ => {}
        }
        self.doc()
    }

    /// Calls `take` with the documents before `end` and their frequencies, block by block, and moves to `end`.
    pub fn take_blocks_until(&mut self, end: DocId, mut take: impl FnMut(&[DocId], &[u32])) {
        while self.take_block_until(end, &mut take) {}
    }

    /// Calls `take` with the postings before `end` of one block at most. Returns whether there may be more before `end`.
    #[inline(always)]
    pub fn take_block_until(&mut self, end: DocId, mut take: impl FnMut(&[DocId], &[u32])) -> bool {
        let (docs, freqs) = self.block();
        let Some(&last) = docs.last() else { return false };
        let count = if last < end { docs.len() } else { docs.partition_point(|&doc| doc < end) };
        take(&docs[..count], &freqs[..count]);
        if count < docs.len() {
            self.at += count;
            return false;
        }
        self.next_block();
        true
    }

    /// The rest of the current block: documents and frequencies.
    pub fn block(&self) -> (&[DocId], &[u32]) {
        (&self.source.docs()[self.at..], &self.source.freqs()[self.at..])
    }

    /// Moves to the first document of the next block.
    pub fn next_block(&mut self) {
        match &mut self.source {
            Source::Stored(blocks) => {
                blocks.advance();
                self.at = 0;
            }
            Source::Merged(merged) => self.at = merged.0.len(),
        }
    }

    /// No score of a document of the current block is higher.
    pub fn block_bound(&mut self, segment: &SegmentLists, bm25: &Bm25Weight) -> Score {
        match &mut self.source {
            Source::Stored(blocks) => blocks.block_max_score(&segment.norms, bm25) * segment.looseness,
            Source::Merged(_) => highest(bm25),
        }
    }
}

/// Occurrences in `doc` by all the lists. Documents must be asked for in order.
pub fn freq_at(lists: &mut [List], doc: DocId) -> u32 {
    lists.iter_mut().map(|list| if list.seek(doc) == doc { list.freq() } else { 0 }).sum()
}

/// The next document of any of the lists.
pub fn next(lists: &[List]) -> DocId {
    lists.iter().map(List::doc).min().unwrap_or(TERMINATED)
}

/// The place of the first of `docs` from `target` on, which is not the first of all: by steps that double.
fn gallop(docs: &[DocId], target: DocId) -> usize {
    let mut step = 1;
    while step < docs.len() && docs[step] < target {
        step *= 2;
    }
    let from = step / 2 + 1;
    from + docs[from..docs.len().min(step + 1)].partition_point(|&doc| doc < target)
}
