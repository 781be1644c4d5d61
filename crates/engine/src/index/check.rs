//! Whether an index is whole: every byte as it was written, every record readable, counts that agree.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use tantivy::index::SegmentComponent;
use tantivy::{DocAddress, DocId, Index, SegmentMeta, TantivyError};

use super::directory::{IndexDirectory, MANAGED, holds_nothing_else};
use super::document::source_key;
use super::error::IndexError;
use super::opening::{directory_to_read, opened};
use super::reader::Snapshot;
use super::schema::RECORD_KIND;
use super::version::{self, State};

/// What was found in the folder of an index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// Files that were read from end to end.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Articles whose records were all read.
    pub articles: u64,
    /// Their passages.
    pub passages: u64,
    /// What is wrong, each in a line. Nothing means that the index is whole.
    pub problems: Vec<String>,
    /// Whether bytes are not as they were written.
    pub is_damaged: bool,
    /// Whether the folder holds nothing but the files of an index.
    pub is_index_alone: bool,
}

/// Reads the whole index at `path`. Changes nothing.
///
/// # Errors
/// When there is no index to check, it is of another version or another program, or the file system refuses. Damage
/// is no error here, but what is looked for.
pub fn check(path: &Path) -> Result<Checked, IndexError> {
    let directory = directory_to_read(path)?;
    let mut checked = Checked { is_index_alone: holds_nothing_else(path), ..Checked::default() };
    let state = version::check(path, &directory);
    if let Some(State::Begun) = checked.keep(state)? {
        return Err(IndexError::Begun(path.to_owned()));
    }
    let managed = directory.check_sealed(Path::new(MANAGED)).map_err(|error| IndexError::of_io(error, path));
    checked.keep(managed)?;
    let index = opened(directory.clone(), path);
    let Some(index) = checked.keep(index)? else { return Ok(checked) };
    checked.check_files(&index, &directory, path)?;
    // What is wrong with records tells nothing new where bytes are.
    if checked.problems.is_empty() {
        let snapshot = Snapshot::of(&index);
        if let Some(snapshot) = checked.keep(snapshot)? {
            checked.check_records(&snapshot)?;
        }
    }
    Ok(checked)
}

impl Checked {
    /// The result, unless it is damage, which becomes a problem.
    fn keep<T>(&mut self, result: Result<T, IndexError>) -> Result<Option<T>, IndexError> {
        match result {
            Ok(value) => Ok(Some(value)),
            Err(IndexError::Damaged { what }) => {
                self.problems.push(what);
                self.is_damaged = true;
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    fn check_files(&mut self, index: &Index, directory: &IndexDirectory, path: &Path) -> Result<(), IndexError> {
        let metas = index.load_metas();
        let Some(metas) = self.keep(metas.map_err(|error| IndexError::from(error).at(path)))? else { return Ok(()) };
        for file in metas.segments.iter().flat_map(files_of) {
            let right = directory.check_file(&file);
            let right = right.map_err(|error| IndexError::from(TantivyError::from(error)).at(path));
            if let Some(bytes) = self.keep(right)? {
                self.files += 1;
                self.bytes += bytes;
            }
        }
        Ok(())
    }

    fn check_records(&mut self, snapshot: &Snapshot) -> Result<(), IndexError> {
        let mut counts = HashMap::new();
        for number in 0..snapshot.searcher().segment_readers().len() as u32 {
            self.check_articles(snapshot, number, &mut counts)?;
        }
        self.check_sources(snapshot, counts)?;
        let (collection, paths, unread) = (snapshot.collection(), snapshot.paths(), snapshot.unread());
        self.unreadable("the record of the collection", collection)?;
        self.unreadable("the record of a PATH", paths)?;
        self.unreadable("the record of mounted folders", snapshot.mounts())?;
        self.unreadable("the record of sources that are gone", snapshot.missed())?;
        self.unreadable("the list of files that were not read", unread)?;
        self.unreadable("what articles tell of each other's dates", snapshot.clues())?;
        Ok(())
    }

    /// Reads every article of a segment, and counts those of each source.
    fn check_articles(
        &mut self,
        snapshot: &Snapshot,
        segment: u32,
        counts: &mut HashMap<[u8; 16], u32>,
    ) -> Result<(), IndexError> {
        let columns = snapshot.columns(segment);
        let mut next = None;
        for doc in snapshot.searcher().segment_reader(segment).doc_ids_alive() {
            if columns.kind.first(doc) == Some(RECORD_KIND) {
                continue;
            }
            let address = DocAddress::new(segment, doc);
            let place = (columns.ordinal.first(doc), columns.passages.first(doc));
            let begins = place.0 == Some(0);
            if !begins && next != Some((doc, place)) || begins && next.is_some() {
                self.problems.push(format!("the passages of an article do not follow each other ({address:?})"));
            }
            next = follower(doc, place);
            self.passages += 1;
            self.unreadable("a passage", snapshot.passage(address))?;
            if begins && let Some(article) = self.unreadable("an article", snapshot.article(address))? {
                self.articles += 1;
                *counts.entry(article.source).or_default() += 1;
            }
        }
        Ok(())
    }

    /// Compares the articles of each source with what its record says.
    fn check_sources(&mut self, snapshot: &Snapshot, mut counts: HashMap<[u8; 16], u32>) -> Result<(), IndexError> {
        let Some(sources) = self.unreadable("the record of a source", snapshot.sources())? else { return Ok(()) };
        for source in sources {
            let found = counts.remove(&source_key(&source.path)).unwrap_or_default();
            if source.complete && found != source.articles {
                let (path, said) = (&source.path, source.articles);
                self.problems.push(format!("{path}: {found} articles, where its record says {said}"));
            }
        }
        if !counts.is_empty() {
            let articles: u32 = counts.values().sum();
            self.problems.push(format!("{articles} articles belong to no source"));
        }
        Ok(())
    }

    /// The record, or the problem that it cannot be read.
    fn unreadable<T>(&mut self, what: &str, record: Result<T, IndexError>) -> Result<Option<T>, IndexError> {
        match record {
            Err(IndexError::Damaged { what: why }) => {
                self.problems.push(format!("{what} cannot be read: {why}"));
                Ok(None)
            }
            other => other.map(Some),
        }
    }
}

/// A passage's ordinal and how many its article has, as far as they are recorded.
type Ordinals = (Option<u64>, Option<u64>);

/// The document and the place that must follow a passage of its article; nothing after the last.
fn follower(doc: DocId, place: Ordinals) -> Option<(DocId, Ordinals)> {
    let (Some(ordinal), Some(passages)) = place else { return None };
    (ordinal + 1 < passages).then_some((doc + 1, (Some(ordinal + 1), Some(passages))))
}

/// The files that a segment must have.
pub(super) fn files_of(segment: &SegmentMeta) -> Vec<PathBuf> {
    let mut parts = vec![
        SegmentComponent::Store,
        SegmentComponent::Terms,
        SegmentComponent::Postings,
        SegmentComponent::Positions,
        SegmentComponent::FieldNorms,
        SegmentComponent::FastFields,
    ];
    if segment.has_deletes() {
        parts.push(SegmentComponent::Delete);
    }
    parts.into_iter().map(|part| segment.relative_path(part)).collect()
}
