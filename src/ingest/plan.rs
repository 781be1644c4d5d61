//! Which sources are new, changed, unchanged or gone.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use crate::index::document::source_key;
use crate::index::record::SourceRecord;
use crate::index::{IndexError, Snapshot};
use crate::source::{SourceFile, path_text};

/// What the index knows of its sources.
#[derive(Default)]
pub struct Known {
    records: HashMap<String, SourceRecord>,
}

impl Known {
    /// The sources of a snapshot.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn of(snapshot: &Snapshot) -> Result<Self, IndexError> {
        let records = snapshot.sources()?.into_iter().map(|record| (record.path.clone(), record));
        Ok(Known { records: records.collect() })
    }

    /// The record of a source.
    pub fn get(&self, file: &SourceFile) -> Option<&SourceRecord> {
        self.records.get(&file.key())
    }

    /// Whether a source is as it was when it was read to its end.
    pub fn is_unchanged(&self, file: &SourceFile) -> bool {
        let same = |record: &SourceRecord| {
            record.complete && file.modified != 0 && record.size == file.size && record.modified == file.modified
        };
        self.get(file).is_some_and(same)
    }

    /// The arguments under which sources were found, for looking at all of them again.
    pub fn roots(&self) -> Vec<PathBuf> {
        let mut roots: Vec<PathBuf> = self.records.values().map(|r| PathBuf::from(&r.root)).collect();
        roots.sort();
        roots.dedup();
        roots.retain(|root| root.as_os_str() != crate::source::STDIN);
        roots
    }

    /// The sources at or under any of `paths` that are not among `seen`, by path.
    pub fn vanished<'a>(&'a self, paths: &[PathBuf], seen: &HashSet<String>) -> Vec<&'a SourceRecord> {
        let roots: Vec<PathBuf> = paths.iter().map(|path| absolute(path)).collect();
        let under = |record: &SourceRecord| roots.iter().any(|root| Path::new(&record.path).starts_with(root));
        let mut gone: Vec<_> = self.records.values().filter(|r| under(r) && !seen.contains(&r.path)).collect();
        gone.sort_by(|a, b| a.path.cmp(&b.path));
        gone
    }

    /// Whether any source lies at or under `path`.
    pub fn has_under(&self, path: &Path) -> bool {
        let root = absolute(path);
        self.records.values().any(|record| Path::new(&record.path).starts_with(&root))
    }
}

/// A path as sources are recorded: links resolved where it exists, else made absolute.
pub fn absolute(path: &Path) -> PathBuf {
    let real = std::fs::canonicalize(path).or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_owned());
    PathBuf::from(path_text(&real))
}

/// The record that a source gets once it has been read.
pub fn record_of(file: &SourceFile, hash: u128, size: u64, articles: u32, complete: bool) -> SourceRecord {
    SourceRecord {
        path: file.key(),
        display: file.display.clone(),
        root: path_text(&file.root),
        size: if file.modified == 0 { size } else { file.size },
        modified: file.modified,
        hash,
        articles,
        complete,
    }
}

/// The key of a source.
pub fn key_of(file: &SourceFile) -> [u8; 16] {
    source_key(&file.key())
}
