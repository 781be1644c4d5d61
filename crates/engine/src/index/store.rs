//! The stored documents of one segment. Those read last are kept: a passage that is looked at for copies, or for its
//! marks, is mostly read again to be shown.

use std::sync::{Mutex, PoisonError};

use tantivy::directory::OwnedBytes;
use tantivy::store::StoreReader;
use tantivy::{DocId, SegmentReader, TantivyError};

use super::error::IndexError;

/// Blocks of stored documents, some 12 KiB each, that are kept once they are read.
const KEPT_BLOCKS: usize = 256;

/// Documents that are kept, each in the place that the end of its number names. They are copies: a part of a block
/// would keep all of it. A document is some 700 bytes, so some 6 MiB are kept of a segment at most.
const KEPT_DOCUMENTS: usize = 8192;

/// Documents longer than this, in bytes, are not kept: what articles tell of each other is one, and read once. It bounds what
/// is kept of a segment: [`KEPT_DOCUMENTS`] passages of news are some 6 MiB, as many of this length would be 128 MiB.
const LONGEST_KEPT: usize = 16 << 10;

/// Reads the stored documents of a segment.
pub(super) struct Store {
    reader: StoreReader,
    kept: Mutex<Vec<Option<(DocId, OwnedBytes)>>>,
}

impl Store {
    /// Opens the documents of `segment`.
    ///
    /// # Errors
    /// When the index is damaged.
    pub(super) fn open(segment: &SegmentReader) -> Result<Self, IndexError> {
        let reader = segment.get_store_reader(KEPT_BLOCKS).map_err(TantivyError::from)?;
        Ok(Store { reader, kept: Mutex::new(vec![None; KEPT_DOCUMENTS]) })
    }

    /// The document as it is stored.
    ///
    /// # Errors
    /// When the index is damaged.
    pub(super) fn read(&self, doc: DocId) -> Result<OwnedBytes, IndexError> {
        let place = doc as usize % KEPT_DOCUMENTS;
        let kept = || self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((known, bytes)) = &kept()[place]
            && *known == doc
        {
            return Ok(bytes.clone());
        }
        let read = self.reader.get_document_bytes(doc)?;
        if read.len() > LONGEST_KEPT {
            return Ok(read);
        }
        let bytes = OwnedBytes::new(read.to_vec());
        kept()[place] = Some((doc, bytes.clone()));
        Ok(bytes)
    }
}
