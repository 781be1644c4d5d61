//! Changing an index: whole articles in, whole articles out, and commits that make both last.
//!
//! An article's removal, its passages and its source's record go into one commit, so that a crash leaves
//! the state of the last commit and nothing else.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::indexer::UserOperation;
use tantivy::{IndexWriter, TantivyError, Term};

use super::Collection;
use super::directory::IndexDirectory;
use super::document::path_key;
use super::error::IndexError;
use super::opening::{self, Before, Opened, open_to_read, take_away};
use super::options::WriterOptions;
use super::outgoing::{Document, Documents, Value};
use super::reader::Snapshot;
use super::record::{Class, PathRecord, SourceRecord, pack};
use super::schema::{self, Fields, RECORD_KIND};
use super::version::Versions;
use onrecord_api::unread::UnreadFiles;
use onrecord_text::backlog::Backlog;

/// The one writer of an index.
pub struct Writer {
    inner: IndexWriter<Document>,
    /// What the engine has not been given yet.
    held: Vec<UserOperation<Document>>,
    /// Records of sources that the engine has not been given yet, packed, by key.
    sources: BTreeMap<[u8; 16], Vec<u8>>,
    backlog: Arc<Backlog>,
    fields: Fields,
    path: PathBuf,
    directory: IndexDirectory,
    commit_every: u64,
    uncommitted_bytes: u64,
    changed: bool,
    /// What there was before, while nothing is committed.
    begun: Option<Before>,
}

/// Bytes of documents that may wait to be written: enough for others to go on while a segment is closed, a second or two.
const MAX_WAITING: usize = 16 << 20;

/// Operations that are given to the engine at once: more than the passages of most articles, since it wakes a
/// thread each time.
const BATCH: usize = 128;

/// Records of sources that are given to the engine at once. Lying side by side, a few blocks hold them all, which the
/// next run reads; each beside its article, the next run would unpack the texts of all articles to read them.
const SOURCES_AT_ONCE: usize = 4096;

/// Keys under which the collection's record and the list of files that were not read are kept: no source has them.
const COLLECTION_KEY: [u8; 16] = *b"the collection\0\0";
const UNREAD_KEY: [u8; 16] = *b"unread files\0\0\0\0";

/// Key under which mounted folders are kept: no source has it.
const MOUNTS_KEY: [u8; 16] = *b"the mounts\0\0\0\0\0\0";
/// Key of the record of sources that are gone and kept.
const MISSED_KEY: [u8; 16] = *b"the missed\0\0\0\0\0\0";

impl Writer {
    /// Opens the index at `path` for writing, creating it if there is none.
    ///
    /// # Errors
    /// When another writer is at work, the index is of another version, or the folder cannot be used.
    pub fn open(path: &Path, options: WriterOptions) -> Result<Self, IndexError> {
        let Opened { inner, directory, begun } = opening::open_to_write(path, options)?;
        Ok(Writer {
            inner,
            held: Vec::new(),
            sources: BTreeMap::new(),
            backlog: Backlog::new(MAX_WAITING),
            fields: schema::build().1,
            path: path.to_owned(),
            directory,
            commit_every: options.commit_every,
            uncommitted_bytes: 0,
            changed: false,
            begun,
        })
    }

    /// The state that the last commit left, also of an index to which nothing was committed.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn snapshot(&self) -> Result<Snapshot, IndexError> {
        Snapshot::of(&open_to_read(&self.path, true)?)
    }

    /// The fields of the index.
    pub fn fields(&self) -> &Fields {
        &self.fields
    }

    /// The folder of the index.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Puts an article in the place of whatever the index holds under its key. `bytes` is the size of its
    /// text, which decides when a commit is due.
    ///
    /// # Errors
    /// When the engine cannot take it (disk full, a writing thread died).
    pub fn put_article(&mut self, key: &[u8; 16], docs: Documents, bytes: u64) -> Result<(), IndexError> {
        let delete = UserOperation::Delete(Term::from_field_bytes(self.fields.article, key));
        self.write(Some(delete), docs, bytes)
    }

    /// Adds an article under whose key the index holds nothing, which is cheaper than to look for it.
    ///
    /// # Errors
    /// When the engine cannot take it.
    pub fn add_article(&mut self, docs: Documents, bytes: u64) -> Result<(), IndexError> {
        self.write(None, docs, bytes)
    }

    fn write(
        &mut self,
        before: Option<UserOperation<Document>>,
        docs: Documents,
        bytes: u64,
    ) -> Result<(), IndexError> {
        self.changed = true;
        self.uncommitted_bytes += bytes;
        if self.held.len() + docs.len() > BATCH {
            self.hand_over()?;
        }
        self.held.extend(before);
        self.held.extend(docs.waiting(&self.backlog).map(UserOperation::Add));
        Ok(())
    }

    /// Gives the engine what is held back.
    fn hand_over(&mut self) -> Result<(), IndexError> {
        self.inner.run(std::mem::take(&mut self.held)).map_err(|error| self.failed(error))?;
        Ok(())
    }

    /// Takes an article out.
    pub fn remove_article(&mut self, key: &[u8; 16]) {
        self.remove(Term::from_field_bytes(self.fields.article, key));
    }

    /// Takes a source and all its articles out.
    pub fn remove_source(&mut self, key: &[u8; 16]) {
        self.sources.remove(key);
        self.remove(Term::from_field_bytes(self.fields.source, key));
        self.remove(Term::from_field_bytes(self.fields.article, key));
    }

    fn remove(&mut self, term: Term) {
        self.changed = true;
        self.held.push(UserOperation::Delete(term));
    }

    /// Records a source. Its record stands under its key in the article field, where no article has it.
    ///
    /// # Errors
    /// When the engine cannot take it.
    pub fn put_source(&mut self, key: &[u8; 16], record: &SourceRecord) -> Result<(), IndexError> {
        self.changed = true;
        self.sources.insert(*key, pack(record));
        if self.sources.len() < SOURCES_AT_ONCE { Ok(()) } else { self.write_sources() }
    }

    fn write_sources(&mut self) -> Result<(), IndexError> {
        let sources = std::mem::take(&mut self.sources);
        sources.into_iter().try_for_each(|(key, record)| self.put_record(&key, record, None, Class::Source))
    }

    /// Remembers a PATH.
    ///
    /// # Errors
    /// When the engine cannot take it.
    pub fn put_path(&mut self, record: &PathRecord) -> Result<(), IndexError> {
        self.put_record(&path_key(&record.path), pack(record), None, Class::Path)
    }

    /// Forgets a PATH.
    pub fn remove_path(&mut self, path: &str) {
        self.remove_article(&path_key(path));
    }

    /// Remembers on which folders below the PATHs other disks are mounted.
    ///
    /// # Errors
    /// When the engine cannot take it.
    pub fn put_mounts(&mut self, folders: &[String]) -> Result<(), IndexError> {
        self.put_record(&MOUNTS_KEY, pack(&folders), None, Class::Mounts)
    }

    /// Remembers which sources are gone and kept.
    ///
    /// # Errors
    /// When the engine cannot take it.
    pub fn put_missed(&mut self, sources: &[String]) -> Result<(), IndexError> {
        self.put_record(&MISSED_KEY, pack(&sources), None, Class::Missed)
    }

    /// Records what articles say of each other.
    ///
    /// # Errors
    /// When the engine cannot take it.
    pub fn put_collection(&mut self, collection: &Collection) -> Result<(), IndexError> {
        self.put_record(&COLLECTION_KEY, pack(collection), Some(collection.names.lines()), Class::Collection)
    }

    /// Records which files were not read.
    ///
    /// # Errors
    /// When the engine cannot take it.
    pub fn put_unread(&mut self, files: &UnreadFiles) -> Result<(), IndexError> {
        self.put_record(&UNREAD_KEY, pack(files), None, Class::Unread)
    }

    pub(super) fn put_record(
        &mut self,
        key: &[u8; 16],
        packed: Vec<u8>,
        text: Option<&str>,
        class: Class,
    ) -> Result<(), IndexError> {
        let mut docs = Documents::default();
        let (own_key, record, text) = (docs.bytes(key), docs.bytes(&packed), text.map(|text| docs.text(text)));
        docs.add(self.fields.article, own_key);
        docs.add(self.fields.parent, record);
        if let Some(text) = text {
            docs.add(self.fields.text, text);
        }
        docs.add(self.fields.is_record, Value::Unsigned(class as u64));
        docs.add(self.fields.ordinal, Value::Unsigned(0));
        docs.add(self.fields.length, Value::Unsigned(0));
        docs.add(self.fields.passages, Value::Unsigned(1));
        docs.add(self.fields.kind, Value::Unsigned(RECORD_KIND));
        docs.end();
        self.put_article(key, docs, 0)
    }

    /// Whether anything changed since the last commit.
    pub fn has_changes(&self) -> bool {
        self.changed
    }

    /// Whether so much was added since the last commit that another is due.
    pub fn is_commit_due(&self) -> bool {
        self.uncommitted_bytes >= self.commit_every
    }

    /// Makes everything since the last commit last. Without a change, nothing is written.
    ///
    /// # Errors
    /// When the engine cannot write; the index is then as the last commit left it.
    pub fn commit(&mut self) -> Result<(), IndexError> {
        if !self.changed {
            return Ok(());
        }
        self.write_sources()?;
        self.hand_over()?;
        self.prepared_commit().map_err(|error| self.failed(error))?;
        self.begun = None;
        self.uncommitted_bytes = 0;
        self.changed = false;
        Ok(())
    }

    fn prepared_commit(&mut self) -> tantivy::Result<()> {
        let mut prepared = self.inner.prepare_commit()?;
        prepared.set_payload(&Versions::current().to_payload());
        prepared.commit()?;
        Ok(())
    }

    fn failed(&self, error: TantivyError) -> IndexError {
        IndexError::of_write(error, &self.path, self.directory.refusal())
    }

    /// Waits for merging to end and closes the index. One to which nothing was committed is taken away.
    ///
    /// # Errors
    /// When a merge failed.
    pub fn close(self) -> Result<(), IndexError> {
        if self.begun.is_some() {
            self.abandon();
            return Ok(());
        }
        let (path, directory) = (self.path, self.directory);
        self.inner.wait_merging_threads().map_err(|error| IndexError::of_write(error, &path, directory.refusal()))
    }

    /// Leaves the index as the last commit left it, without waiting for anything. One to which nothing was committed
    /// is taken away.
    pub fn abandon(self) {
        let Writer { inner, begun, path, .. } = self;
        drop(inner);
        if let Some(before) = begun {
            take_away(&path, before);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Puts two articles in, or the first of them anew.
    fn write(path: &Path, articles: u8) -> Result<(), IndexError> {
        let mut writer = Writer::open(path, WriterOptions::default())?;
        for key in 0..articles {
            let mut docs = Documents::default();
            let own_key = docs.bytes(&[key; 16]);
            docs.add(writer.fields().article, own_key);
            docs.add(writer.fields().kind, Value::Unsigned(0));
            docs.end();
            writer.put_article(&[key; 16], docs, 1)?;
        }
        writer.commit()?;
        writer.close()
    }

    fn copy(from: &Path, to: &Path, wanted: impl Fn(&str) -> bool) {
        for entry in std::fs::read_dir(from).expect("the index").flatten() {
            if wanted(&entry.file_name().to_string_lossy()) {
                std::fs::copy(entry.path(), to.join(entry.file_name())).expect("a file");
            }
        }
    }

    #[test]
    fn deletions_of_a_run_that_was_killed_before_its_commit_are_no_hindrance() {
        let (killed, done) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        write(killed.path(), 2).expect("two articles");
        copy(killed.path(), done.path(), |_| true);
        write(done.path(), 1).expect("one of them");
        let is_left = |name: &str| name.ends_with(".del") || name == ".managed.json";
        copy(done.path(), killed.path(), is_left);
        let left = std::fs::read_dir(killed.path()).expect("the index").flatten();
        assert!(left.into_iter().any(|entry| entry.file_name().to_string_lossy().ends_with(".del")));
        write(killed.path(), 1).expect("the same again");
        assert_eq!(super::super::Snapshot::open(killed.path()).expect("the index").passage_count(), 2);
    }
}
