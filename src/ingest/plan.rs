//! Which sources are new, changed, unchanged or gone.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};

use crate::source::{Format, STDIN, SourceFile, path_text, text_path};
use onrecord_api::Error;
use onrecord_api::keys::SourceKey;
use onrecord_api::sources::{PathRecord, SourceRecord};
use onrecord_api::store::Inventory;

/// What the index knows of its sources and of the PATHs that they lie under.
#[derive(Default)]
pub struct Known {
    records: HashMap<String, SourceRecord>,
    /// Folders that sources lie below.
    folders: HashSet<PathBuf>,
    /// PATHs by where they lie.
    paths: HashMap<PathBuf, PathRecord>,
    /// Sources that were gone before, and were kept.
    missed: BTreeSet<String>,
}

impl Known {
    /// The sources of an archive.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn of(inventory: &dyn Inventory) -> Result<Self, Error> {
        let records = inventory.sources()?.into_iter().map(|record| (record.path.clone(), record));
        let records: HashMap<String, SourceRecord> = records.collect();
        let mut folders = HashSet::new();
        for path in records.keys() {
            let path = text_path(path);
            // What lies above a folder that is known is known, too.
            path.ancestors()
                .skip(1)
                .take_while(|&folder| !folders.contains(folder) && folders.insert(folder.to_path_buf()))
                .for_each(drop);
        }
        let paths = inventory.paths()?.into_iter().map(|record| (text_path(&record.path), record));
        let missed = inventory.missed()?.into_iter().filter(|path| records.contains_key(path)).collect();
        Ok(Known { records, folders, paths: paths.collect(), missed })
    }

    /// Whether nothing was ever read.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// The record of a source.
    pub fn get(&self, file: &SourceFile) -> Option<&SourceRecord> {
        self.records.get(&file.key())
    }

    /// The record of the source at a path.
    pub fn source(&self, path: &str) -> Option<&SourceRecord> {
        self.records.get(path)
    }

    /// The record of a source that is as it was when it was read to its end.
    pub fn unchanged(&self, file: &SourceFile) -> Option<&SourceRecord> {
        let now = (file.size, file.modified, file.changed);
        let same = |record: &&SourceRecord| {
            record.complete && file.modified != 0 && now == (record.size, record.modified, record.changed)
        };
        self.get(file).filter(same)
    }

    /// The PATH that is remembered at a place.
    pub fn path(&self, at: &Path) -> Option<&PathRecord> {
        self.paths.get(at)
    }

    /// Whether anything is known of a place or of what lies below it.
    pub fn knows(&self, at: &Path) -> bool {
        self.paths.contains_key(at) || self.folders.contains(at) || self.records.contains_key(&path_text(at))
    }

    /// Whether a walk of a folder that is remembered comes to what lies at a place.
    pub fn is_covered(&self, at: &Path) -> bool {
        covering(at).any(|folder| self.paths.contains_key(folder))
    }

    /// The PATH whose walk comes to what lies at a place below it.
    pub fn covering_path(&self, at: &Path) -> Option<&PathRecord> {
        covering(at).find_map(|folder| self.paths.get(folder))
    }

    /// Whether what lies at a place is remembered by a name that leads elsewhere from the current folder.
    pub fn is_named_elsewhere(&self, at: &Path) -> bool {
        let records = std::iter::once(at).chain(covering(at)).filter_map(|place| self.paths.get(place));
        records.into_iter().any(|record| named(&text_path(&record.display)) != record.named)
    }

    /// The PATHs that are remembered at or below any of `places`, with where they lie.
    pub fn paths_under<'a>(&'a self, places: &'a Places) -> impl Iterator<Item = (&'a Path, &'a PathRecord)> {
        self.paths.iter().filter(|(path, _)| places.hold(path)).map(|(path, record)| (path.as_path(), record))
    }

    /// PATH arguments as they are remembered: absolute, links resolved, also where they lead to what is missing now.
    pub fn places_of(&self, given: &[PathBuf]) -> Vec<PathBuf> {
        let by_name: HashMap<&str, &PathBuf> =
            self.paths.iter().map(|(path, record)| (record.named.as_str(), path)).collect();
        let place = |given: &PathBuf| {
            let remembered = if given.exists() { None } else { by_name.get(named(given).as_str()) };
            remembered.map_or_else(|| absolute(given), |&path| path.clone())
        };
        given.iter().map(place).collect()
    }

    /// The sources at or under any of `places` that are not among `seen`, by path.
    pub fn vanished<'a>(&'a self, places: &Places, seen: &HashSet<String>) -> Vec<&'a SourceRecord> {
        let is_gone = |record: &&SourceRecord| !seen.contains(&record.path) && places.hold(&text_path(&record.path));
        let mut gone: Vec<_> = self.records.values().filter(is_gone).collect();
        gone.sort_by(|a, b| a.path.cmp(&b.path));
        gone
    }

    /// Whether a source was gone before, or had lost articles, and was kept.
    pub fn is_missed(&self, path: &str) -> bool {
        self.missed.contains(path)
    }

    /// The sources that were gone before, or had lost articles, and were kept; sorted.
    pub fn missed(&self) -> impl Iterator<Item = &str> {
        self.missed.iter().map(String::as_str)
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

/// The PATHs that were indexed, for looking at all of them again, sorted: as the user named them, where that leads
/// there from the current folder.
///
/// # Errors
/// When the archive cannot be read.
pub fn remembered(inventory: &dyn Inventory) -> Result<Vec<PathBuf>, Error> {
    let name = |record: PathRecord| {
        let display = text_path(&record.display);
        if named(&display) == record.named { display } else { text_path(&record.path) }
    };
    let mut paths: Vec<PathBuf> = inventory.paths()?.into_iter().map(name).collect();
    paths.sort();
    Ok(paths)
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

    /// The places themselves, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = &PathBuf> {
        self.0.iter()
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

/// The folders whose walk reads what lies at `path` below them, as far as names tell: those above it up to a hidden part,
/// and none where its name says that it is no article.
pub fn covering(path: &Path) -> impl Iterator<Item = &Path> {
    let hidden = |path: &Path| path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
    let is_read = path.is_dir() || Format::from_name(path).is_some();
    let reached = path.ancestors().take_while(move |below| is_read && !hidden(below));
    reached.filter_map(Path::parent)
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
pub fn key_of(file: &SourceFile) -> SourceKey {
    SourceKey::of(&file.key())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_covers_what_a_walk_of_it_comes_to() {
        let covered = |path: &str| covering(Path::new(path)).any(|folder| folder == Path::new("/news"));
        assert!(covered("/news/2017/a.txt") && covered("/news/2017"));
        assert!(!covered("/news") && !covered("/news/program.exe") && !covered("/news/.drafts/a.txt"));
        assert!(!covered("/newsroom/a.txt"));
    }

    #[test]
    fn a_missing_path_is_absolute_as_far_as_it_exists() {
        let folder = tempfile::tempdir().expect("a folder");
        let real = std::fs::canonicalize(folder.path()).expect("a path");
        assert_eq!(absolute(&folder.path().join("gone/a.txt")), real.join("gone/a.txt"));
        assert_eq!(absolute(folder.path()), real);
    }
}
