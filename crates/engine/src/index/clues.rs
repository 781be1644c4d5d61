//! What articles tell of each other's dates, in records of the index.

use tantivy::Term;

use super::document::clues_key;
use super::error::IndexError;
use super::reader::Snapshot;
use super::record::Class;
use super::writer::Writer;
use onrecord_api::clues::Clues;

impl Snapshot {
    /// What is kept of what articles tell of each other's dates.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn clues(&self) -> Result<Clues, IndexError> {
        let found = self.addresses(Term::from_field_u64(self.fields().is_record, Class::Clues as u64))?;
        let shards = found.into_iter().map(|address| self.parent_bytes(address)).collect::<Result<Vec<_>, _>>()?;
        let read = Clues::read(shards.iter().map(Vec::as_slice));
        read.map_err(|error| IndexError::Damaged { what: error.to_string() })
    }
}

impl Writer {
    /// Writes the shards that changed.
    ///
    /// # Errors
    /// When the engine cannot take them.
    pub fn put_clues(&mut self, clues: &Clues) -> Result<(), IndexError> {
        for (shard, bytes) in clues.changed() {
            match bytes {
                Some(bytes) => self.put_record(&clues_key(shard), bytes, None, Class::Clues)?,
                None => self.remove_article(&clues_key(shard)),
            }
        }
        Ok(())
    }
}
