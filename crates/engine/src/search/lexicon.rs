//! What the words of queries are in one state of an index: their spellings with their posting lists, found in
//! the term dictionaries once and remembered.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::schema::Field;

use super::postings::{FieldReader, Spelling};
use super::stems::StemFamilies;
use crate::index::Snapshot;

/// The spellings that a word stands for, its own form first where it has one.
pub type Word = Arc<[Spelling]>;

/// Spellings kept before the memory starts anew.
const KEPT: usize = 1 << 18;

/// The fields and words of one state of an index that queries have asked for.
pub struct Lexicon {
    snapshot: Snapshot,
    families: Arc<StemFamilies>,
    fields: Mutex<HashMap<Field, Arc<FieldReader>>>,
    words: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    words: HashMap<(Field, String), Word>,
    spellings: usize,
}

impl Lexicon {
    /// Of `snapshot`, with stems resolved by `families`.
    pub fn new(snapshot: &Snapshot, families: Arc<StemFamilies>) -> Self {
        Lexicon { snapshot: snapshot.clone(), families, fields: Mutex::default(), words: Mutex::default() }
    }

    /// The state of the index.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// The families of stems.
    pub fn families(&self) -> &StemFamilies {
        &self.families
    }

    /// The posting lists of a field.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn field(&self, field: Field) -> tantivy::Result<Arc<FieldReader>> {
        let mut fields = self.fields.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(reader) = fields.get(&field) {
            return Ok(reader.clone());
        }
        let reader = Arc::new(FieldReader::open(&self.snapshot, field)?);
        fields.insert(field, reader.clone());
        Ok(reader)
    }

    /// The word that `key` names in `field`: remembered, or else what `find` gives.
    ///
    /// # Errors
    /// Those of `find`.
    pub fn word<E>(&self, field: Field, key: String, find: impl FnOnce() -> Result<Word, E>) -> Result<Word, E> {
        let known = || self.words.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (field, key);
        if let Some(word) = known().words.get(&key) {
            return Ok(word.clone());
        }
        let word = find()?;
        let mut known = known();
        if known.spellings + word.len() > KEPT {
            *known = Known::default();
        }
        known.spellings += word.len().max(1);
        known.words.insert(key, word.clone());
        Ok(word)
    }
}
