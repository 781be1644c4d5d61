//! Which sources are new, changed, unchanged or gone.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use crate::index::document::source_key;
use crate::index::record::{PathRecord, SourceRecord};
use crate::index::{IndexError, Snapshot};
use crate::source::{Format, STDIN, SourceFile, path_text, text_path};

/// What the index knows of its sources and of the PATHs that they lie under.
#[derive(Default)]
pub struct Known {
    records: HashMap<String, SourceRecord>,
    paths: Vec<PathRecord>,
}

impl Known {
    /// The sources of a snapshot.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn of(snapshot: &Snapshot) -> Result<Self, IndexError> {
        let records = snapshot.sources()?.into_iter().map(|record| (record.path.clone(), record));
        Ok(Known { records: records.collect(), paths: snapshot.paths()? })
    }

    /// Whether nothing was ever read.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// The record of a source.
    pub fn get(&self, file: &SourceFile) -> Option<&SourceRecord> {
        self.records.get(&file.key())
    }

    /// Whether a source is as it was when it was read to its end.
    pub fn is_unchanged(&self, file: &SourceFile) -> bool {
        let now = (file.size, file.modified, file.changed);
        let same = |record: &SourceRecord| {
            record.complete && file.modified != 0 && now == (record.size, record.modified, record.changed)
        };
        self.get(file).is_some_and(same)
    }

    /// The PATHs that were indexed, for looking at all of them again: as the user named them, where that leads there
    /// from the current folder.
    pub fn paths(&self) -> Vec<PathBuf> {
        let name = |record: &PathRecord| {
            let (named, path) = (text_path(&record.display), text_path(&record.path));
            if self.place_of(&named) == path { named } else { path }
        };
        self.paths.iter().map(name).collect()
    }

    /// The PATH that is remembered at a place.
    pub fn path(&self, at: &Path) -> Option<&PathRecord> {
        let at = path_text(at);
        self.paths.iter().find(|record| record.path == at)
    }

    /// Whether a walk of a folder that is remembered comes to what lies at a place.
    pub fn is_covered(&self, at: &Path) -> bool {
        self.paths.iter().any(|record| covers(&text_path(&record.path), at))
    }

    /// The PATHs that are remembered at or below a place.
    pub fn paths_under<'a>(&'a self, places: &'a Places) -> impl Iterator<Item = &'a PathRecord> {
        self.paths.iter().filter(|record| places.hold(&text_path(&record.path)))
    }

    /// A PATH argument as it is remembered: absolute, links resolved, also where they lead to what is missing now.
    pub fn place_of(&self, given: &Path) -> PathBuf {
        if !given.exists() {
            let named = named(given);
            if let Some(record) = self.paths.iter().find(|record| record.named == named) {
                return text_path(&record.path);
            }
        }
        absolute(given)
    }

    /// The sources at or under any of `places` that are not among `seen`, by path.
    pub fn vanished<'a>(&'a self, places: &Places, seen: &HashSet<String>) -> Vec<&'a SourceRecord> {
        let is_gone = |record: &&SourceRecord| !seen.contains(&record.path) && places.hold(&text_path(&record.path));
        let mut gone: Vec<_> = self.records.values().filter(is_gone).collect();
        gone.sort_by(|a, b| a.path.cmp(&b.path));
        gone
    }

    /// All sources, in no particular order.
    pub fn sources(&self) -> impl Iterator<Item = &SourceRecord> {
        self.records.values()
    }

    /// How many articles the index has of what lies at or under a place.
    pub fn articles_under(&self, place: &Path) -> u64 {
        let under = self.records.values().filter(|record| text_path(&record.path).starts_with(place));
        under.map(|record| u64::from(record.articles)).sum()
    }
}

/// Places of the file system, with all below them.
#[derive(Clone, Debug, Default)]
pub struct Places(HashSet<PathBuf>);

impl Places {
    /// One more place.
    pub fn add(&mut self, place: PathBuf) {
        self.0.insert(place);
    }

    /// Whether a path is one of the places or lies below one.
    pub fn hold(&self, path: &Path) -> bool {
        path.ancestors().any(|place| self.0.contains(place))
    }

    /// Whether it is one of the places itself.
    pub fn name(&self, path: &Path) -> bool {
        self.0.contains(path)
    }
}

impl FromIterator<PathBuf> for Places {
    fn from_iter<I: IntoIterator<Item = PathBuf>>(places: I) -> Self {
        Places(places.into_iter().collect())
    }
}

/// Whether a walk of `folder` reads what lies at `path` below it: not where a part between is hidden, or where the name
/// says that it is no article.
pub fn covers(folder: &Path, path: &Path) -> bool {
    let hidden = |part: std::path::Component| part.as_os_str().as_encoded_bytes().starts_with(b".");
    let is_read = path.is_dir() || Format::from_name(path).is_some();
    path != folder && is_read && path.strip_prefix(folder).is_ok_and(|rest| !rest.components().any(hidden))
}

/// What stands at a PATH argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Something, or there is no telling: the walk will say.
    There,
    /// Nothing.
    Missing,
}

/// Looks what stands at a PATH argument.
pub fn standing(given: &Path) -> Standing {
    let missing = |error: std::io::Error| error.kind() == std::io::ErrorKind::NotFound;
    let is_missing = given.as_os_str() != STDIN && std::fs::metadata(given).err().is_some_and(missing);
    if is_missing { Standing::Missing } else { Standing::There }
}

/// A path as sources are recorded: links resolved as far as it exists, the rest of it as it is.
pub fn absolute(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let real = |part: &Path| Some((std::fs::canonicalize(part).ok()?, path.strip_prefix(part).ok()?));
    match path.ancestors().find_map(real) {
        Some((real, rest)) if rest.as_os_str().is_empty() => real,
        Some((real, rest)) => real.join(rest),
        None => path,
    }
}

/// A path made absolute with its links, as the user named it.
fn named(path: &Path) -> String {
    path_text(&std::path::absolute(path).unwrap_or_else(|_| path.to_owned()))
}

/// What is remembered of a PATH argument that lies at `place`.
pub fn path_record(given: &Path, place: &Path, follow: bool) -> PathRecord {
    PathRecord { path: path_text(place), named: named(given), display: path_text(given), follow }
}

/// The record that a source gets once it has been read.
pub fn record_of(file: &SourceFile, hash: u128, size: u64, articles: u32, complete: bool) -> SourceRecord {
    SourceRecord {
        path: file.key(),
        display: file.display.clone(),
        size: if file.modified == 0 { size } else { file.size },
        modified: file.modified,
        changed: file.changed,
        hash,
        articles,
        complete,
    }
}

/// The key of a source.
pub fn key_of(file: &SourceFile) -> [u8; 16] {
    source_key(&file.key())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_covers_what_a_walk_of_it_comes_to() {
        let covered = |path: &str| covers(Path::new("/news"), Path::new(path));
        assert!(covered("/news/2017/a.txt") && covered("/news/2017"));
        assert!(
            !covered("/news")
                && !covered("/news/data.csv")
                && !covered("/news/.drafts/a.txt")
                && !covered("/newsroom/a.txt")
        );
    }

    #[test]
    fn a_missing_path_is_absolute_as_far_as_it_exists() {
        let folder = tempfile::tempdir().expect("a folder");
        let real = std::fs::canonicalize(folder.path()).expect("a path");
        assert_eq!(absolute(&folder.path().join("gone/a.txt")), real.join("gone/a.txt"));
        assert_eq!(absolute(folder.path()), real);
    }
}
