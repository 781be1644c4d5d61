//! The posting lists of one field in one segment, and where those of a term are.

use std::sync::Arc;

use tantivy::Score;
use tantivy::directory::OwnedBytes;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::{InvertedIndexReader, SegmentId};
use tantivy::postings::{BlockSegmentPostings, SegmentPostings, TermInfo};
use tantivy::schema::IndexRecordOption;

/// Where a term's posting list is, by segment.
pub type Places = Arc<[Option<TermInfo>]>;

/// One of the terms that a query's word stands for.
#[derive(Clone, Debug)]
pub struct Spelling {
    /// The term whose occurrences count.
    pub lists: Places,
    /// A term whose occurrences, all of them also the first one's, do not count: a stem does not reach
    /// words that are acronyms.
    pub except: Option<Places>,
}

impl Spelling {
    /// Number of documents that have the term.
    pub fn documents(&self) -> u64 {
        self.lists.iter().flatten().map(|info| u64::from(info.doc_freq)).sum()
    }
}

/// A field's posting lists in one segment.
pub struct SegmentLists {
    /// The segment's place among the segments.
    pub number: usize,
    /// The lengths of its documents.
    pub norms: FieldNormReader,
    /// The numbers of these lengths, document by document; none where all are alike.
    pub lengths: OwnedBytes,
    /// What the best score stated of a block must be multiplied with to bound the scores in it. The index
    /// names the document of a block that is best where documents have the segment's average length, while
    /// scores go by the average of the whole index.
    pub looseness: Score,
    pub(super) id: SegmentId,
    pub(super) index: Arc<InvertedIndexReader>,
}

impl SegmentLists {
    /// How many documents it has, deleted ones included.
    pub fn documents(&self) -> u32 {
        self.norms.num_docs()
    }

    /// The list of a spelling, if this segment has it.
    pub fn list<'a>(&self, places: &'a Places) -> Option<&'a TermInfo> {
        places.get(self.number)?.as_ref()
    }

    /// A posting list, document by document.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn postings(&self, info: &TermInfo, option: IndexRecordOption) -> tantivy::Result<SegmentPostings> {
        Ok(self.index.read_postings_from_terminfo(info, option)?)
    }

    /// A posting list without frequencies, block by block.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn documents_of(&self, info: &TermInfo) -> tantivy::Result<BlockSegmentPostings> {
        Ok(self.index.read_block_postings_from_terminfo(info, IndexRecordOption::Basic)?)
    }

    /// A posting list with frequencies, block by block.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn blocks(&self, info: &TermInfo) -> tantivy::Result<BlockSegmentPostings> {
        Ok(self.index.read_block_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?)
    }
}
