//! Walking: PATH arguments to sources, in an order that depends on their names alone.
//!
//! Folders are walked whole: no ignore file is honoured. Hidden files are left out, and so are the index
//! itself and the files that configure it. Links to files are followed; links to folders are not, so that
//! a walk always ends and stays below its PATH.

use std::collections::HashSet;
use std::fs::{self, FileType, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::vec;

use ignore::{DirEntry, Walk, WalkBuilder};

use super::fingerprint::modified;
use super::format::{Format, Kind};
use super::{MAX_ARTICLE_BYTES, STDIN, Skip, SkipReason, SourceError, SourceFile, path_text};

/// Files that configure a collection and are never articles.
const CONFIGURATION: [&str; 2] = ["topics.toml", "speakers.toml"];

/// What a walk leaves out.
#[derive(Clone, Debug)]
pub struct WalkOptions {
    /// The folder of the index, which may lie below a PATH.
    pub index: Option<PathBuf>,
    /// Most bytes of a file that is one article.
    pub max_article_bytes: u64,
}

impl Default for WalkOptions {
    fn default() -> Self {
        WalkOptions { index: None, max_article_bytes: MAX_ARTICLE_BYTES }
    }
}

/// What a walk comes upon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A source to be read.
    File(SourceFile),
    /// One that is passed over.
    Skipped(Skip),
}

/// The sources of PATH arguments: files, folders and `-` for standard input. They come in the order given,
/// below a folder sorted by name; a file reached by two arguments comes once.
///
/// An item is an error where a path cannot be looked at; the walk goes on with the next. Memory is bounded
/// by the largest folder.
pub fn walk(paths: &[PathBuf], options: &WalkOptions) -> impl Iterator<Item = Result<Entry, SourceError>> + use<> {
    let mut named = HashSet::new();
    let roots = resolve(paths, &mut named);
    let index = options.index.as_ref().and_then(|path| fs::canonicalize(path).ok());
    Sources { roots: roots.into_iter(), current: None, named, index, max: options.max_article_bytes }
}

/// A PATH argument.
struct Root {
    /// As the user named it.
    given: PathBuf,
    /// Absolute, links resolved; or why that cannot be.
    path: io::Result<PathBuf>,
}

/// Resolves the arguments and leaves out those that stand twice or below another; `named` gets the files.
fn resolve(paths: &[PathBuf], named: &mut HashSet<PathBuf>) -> Vec<Root> {
    let mut folders = HashSet::new();
    let mut roots = Vec::new();
    for given in paths {
        let path = if given.as_os_str() == STDIN { Ok(given.clone()) } else { real_path(given) };
        let fresh = match &path {
            Ok(path) if path.is_dir() => folders.insert(path.clone()),
            Ok(path) => named.insert(path.clone()),
            Err(_) => true,
        };
        if fresh {
            roots.push(Root { given: given.clone(), path });
        }
    }
    let below = |path: &Path| path.ancestors().skip(1).any(|a| folders.contains(a) && is_walked(path, a));
    roots.retain(|root| !root.path.as_ref().is_ok_and(|path| folders.contains(path) && below(path)));
    roots
}

/// The path with links resolved; a pipe that the shell made has no such path and keeps its own.
fn real_path(given: &Path) -> io::Result<PathBuf> {
    fs::canonicalize(given).or_else(|error| match fs::metadata(given) {
        Ok(found) if !found.is_dir() => std::path::absolute(given),
        _ => Err(error),
    })
}

/// Whether a walk of `folder` comes to `path`: not when a part between is hidden.
fn is_walked(path: &Path, folder: &Path) -> bool {
    let hidden = |part: std::path::Component| part.as_os_str().as_encoded_bytes().starts_with(b".");
    path.strip_prefix(folder).is_ok_and(|rest| !rest.components().any(hidden))
}

struct Sources {
    roots: vec::IntoIter<Root>,
    current: Option<Folder>,
    /// Files that are arguments themselves, to be left out where a folder holds them.
    named: HashSet<PathBuf>,
    index: Option<PathBuf>,
    max: u64,
}

/// A folder that is being walked.
struct Folder {
    given: PathBuf,
    path: PathBuf,
    walk: Walk,
}

impl Iterator for Sources {
    type Item = Result<Entry, SourceError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(folder) = &mut self.current {
                let Some(entry) = folder.walk.next() else {
                    self.current = None;
                    continue;
                };
                match self.walked(entry) {
                    Some(item) => return Some(item),
                    None => continue,
                }
            }
            let root = self.roots.next()?;
            if let Some(item) = self.begin(root) {
                return Some(item);
            }
        }
    }
}

impl Sources {
    /// Begins a root: a folder's walk, or the entry of a file.
    fn begin(&mut self, root: Root) -> Option<Result<Entry, SourceError>> {
        let display = path_text(&root.given);
        let path = match root.path {
            Ok(path) if path.as_os_str() == STDIN => return Some(Ok(Entry::File(SourceFile::stdin()))),
            Ok(path) => path,
            Err(error) => return Some(Err(SourceError::new(display, error))),
        };
        if path.is_dir() {
            let walk = self.folder_walk(&path);
            self.current = Some(Folder { given: root.given, path, walk });
            return None;
        }
        Some(named_file(path, display, self.max))
    }

    fn folder_walk(&self, path: &Path) -> Walk {
        let index = self.index.clone();
        WalkBuilder::new(path)
            .standard_filters(false)
            .hidden(true)
            .follow_links(false)
            .sort_by_file_name(|a, b| a.cmp(b))
            .filter_entry(move |entry| index.as_deref() != Some(entry.path()))
            .build()
    }

    /// What a walk's entry is for us; none for folders and what is never an article.
    fn walked(&self, entry: Result<DirEntry, ignore::Error>) -> Option<Result<Entry, SourceError>> {
        let folder = self.current.as_ref()?;
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => return Some(Err(walk_error(folder, error))),
        };
        let file_type = entry.file_type()?;
        let path = entry.path();
        if file_type.is_dir() || self.named.contains(path) || is_configuration(path) {
            return None;
        }
        let relative = path.strip_prefix(&folder.path).unwrap_or(path);
        let place = Place { path, relative, display: path_text(&folder.given.join(relative)), root: &folder.path };
        Some(place.entry(file_type, || entry.metadata().map_err(io_error), self.max))
    }
}

fn is_configuration(path: &Path) -> bool {
    path.file_name().is_some_and(|name| CONFIGURATION.iter().any(|c| name == *c))
}

/// A file below a folder.
struct Place<'a> {
    path: &'a Path,
    relative: &'a Path,
    display: String,
    root: &'a Path,
}

impl Place<'_> {
    fn entry(
        self,
        file_type: FileType,
        metadata: impl Fn() -> io::Result<Metadata>,
        max: u64,
    ) -> Result<Entry, SourceError> {
        let metadata = if file_type.is_symlink() {
            match fs::metadata(self.path) {
                Ok(target) if target.is_dir() => return Ok(skipped(self.display, SkipReason::LinkedFolder)),
                Err(error) if is_broken_link(&error) => return Ok(skipped(self.display, SkipReason::BrokenLink)),
                target => target,
            }
        } else if file_type.is_file() {
            metadata()
        } else {
            return Ok(skipped(self.display, SkipReason::NotAFile));
        };
        let metadata = metadata.map_err(|error| SourceError::new(self.display.as_str(), error))?;
        if !metadata.is_file() {
            return Ok(skipped(self.display, SkipReason::NotAFile));
        }
        Ok(self.file(&metadata, max))
    }

    fn file(self, metadata: &Metadata, max: u64) -> Entry {
        let Some(format) = Format::from_name(self.path) else {
            return skipped(self.display, SkipReason::UnknownKind);
        };
        if let Some(reason) = by_size(metadata, format, max) {
            return skipped(self.display, reason);
        }
        Entry::File(SourceFile {
            path: self.path.to_owned(),
            display: self.display,
            id: article_id(self.relative),
            root: self.root.to_owned(),
            size: metadata.len(),
            modified: modified(metadata),
            format,
        })
    }
}

/// A link to nowhere, or one of a ring of links.
fn is_broken_link(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::NotFound || error.to_string().contains("symbolic links")
}

/// A file that is an argument itself. It is read whatever its name says; also a pipe is.
fn named_file(path: PathBuf, display: String, max: u64) -> Result<Entry, SourceError> {
    let metadata = fs::metadata(&path).map_err(|error| SourceError::new(display.as_str(), error))?;
    let format = Format::from_name(&path).unwrap_or_default();
    if metadata.is_file()
        && let Some(reason) = by_size(&metadata, format, max)
    {
        return Ok(skipped(display, reason));
    }
    let regular = metadata.is_file();
    Ok(Entry::File(SourceFile {
        display,
        id: article_id(Path::new(path.file_name().unwrap_or_default())),
        root: path.clone(),
        size: metadata.len(),
        modified: if regular { modified(&metadata) } else { 0 },
        format,
        path,
    }))
}

fn by_size(metadata: &Metadata, format: Format, max: u64) -> Option<SkipReason> {
    let one = !format.holds_many() && format.kind != Kind::Unknown;
    match metadata.len() {
        0 => Some(SkipReason::Empty),
        len if one && len > max => Some(SkipReason::TooLarge),
        _ => None,
    }
}

fn skipped(display: String, reason: SkipReason) -> Entry {
    Entry::Skipped(Skip { display, reason })
}

/// The relative path with `/` between its parts, on every system.
fn article_id(relative: &Path) -> String {
    let parts: Vec<String> = relative.iter().map(|part| path_text(Path::new(part))).collect();
    parts.join("/")
}

/// An error of the walk itself, with the path as the user would name it.
fn walk_error(folder: &Folder, error: ignore::Error) -> SourceError {
    let mut inner = &error;
    let mut path = None;
    while let ignore::Error::WithPath { err, .. } | ignore::Error::WithDepth { err, .. } = inner {
        if let ignore::Error::WithPath { path: at, .. } = inner {
            path = Some(at.clone());
        }
        inner = err;
    }
    let path = path.unwrap_or_else(|| folder.path.clone());
    let relative = path.strip_prefix(&folder.path).unwrap_or(&path);
    SourceError::new(path_text(&folder.given.join(relative)), io_error(error))
}

fn io_error(error: ignore::Error) -> io::Error {
    let text = error.to_string();
    error.into_io_error().unwrap_or_else(|| io::Error::other(text))
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;

    fn folder(files: &[&str]) -> TempDir {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for name in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(path, "words").expect("a file");
        }
        folder
    }

    /// Ids of files; displays with reasons of what is passed over; errors.
    fn entries(paths: &[PathBuf], options: &WalkOptions) -> Vec<String> {
        let text = |item: Result<Entry, SourceError>| match item {
            Ok(Entry::File(file)) => file.id,
            Ok(Entry::Skipped(skip)) => skip.reason.message().to_owned(),
            Err(error) => error.to_string().rsplit_once('/').expect("a path").1.to_owned(),
        };
        walk(paths, options).map(text).collect()
    }

    #[test]
    fn a_folder_is_walked_whole_and_in_order() {
        let folder = folder(&["b.txt", "a/2.txt", "a/10.md", ".hidden.txt", ".git/x.txt", "topics.toml", "c.py"]);
        fs::write(folder.path().join(".gitignore"), "*.txt").expect("a file");
        fs::write(folder.path().join("empty.txt"), "").expect("a file");
        let found = entries(&[folder.path().to_owned()], &WalkOptions::default());
        assert_eq!(found, ["a/10.md", "a/2.txt", "b.txt", "unknown kind", "empty"]);
    }

    #[test]
    fn the_index_is_left_out() {
        let folder = folder(&["a.txt", "index/segment.txt"]);
        let options = WalkOptions { index: Some(folder.path().join("index")), ..WalkOptions::default() };
        assert_eq!(entries(&[folder.path().to_owned()], &options), ["a.txt"]);
    }

    #[test]
    fn what_two_arguments_name_comes_once() {
        let folder = folder(&["a/b.txt", "a/.c/d.txt", "e.txt"]);
        let at = |name: &str| folder.path().join(name);
        let paths = [folder.path().to_owned(), at("a"), at("e.txt"), at("./e.txt"), at("a/.c")];
        assert_eq!(entries(&paths, &WalkOptions::default()), ["a/b.txt", "e.txt", "d.txt"]);
    }

    #[test]
    fn over_the_limit_and_missing() {
        let folder = folder(&["a.txt", "b.jsonl"]);
        let options = WalkOptions { max_article_bytes: 4, ..WalkOptions::default() };
        let found = entries(&[folder.path().to_owned(), folder.path().join("gone.txt")], &options);
        assert_eq!(found[..2], ["over the size limit", "b.jsonl"]);
        assert!(found[2].starts_with("gone.txt: no such file or folder; check the path"), "{}", found[2]);
    }

    #[cfg(unix)]
    #[test]
    fn links_end() {
        use std::os::unix::fs::symlink;
        let folder = folder(&["a/b.txt"]);
        let at = |name: &str| folder.path().join(name);
        symlink(folder.path(), at("a/loop")).expect("a link");
        symlink(at("gone"), at("broken.txt")).expect("a link");
        symlink(at("ring.txt"), at("ring.txt")).expect("a link");
        symlink(at("a/b.txt"), at("link.txt")).expect("a link");
        let found = entries(&[folder.path().to_owned()], &WalkOptions::default());
        assert_eq!(found, ["a/b.txt", "link to a folder", "broken link", "link.txt", "broken link"]);
    }

    #[cfg(unix)]
    #[test]
    fn names_that_are_not_utf8() {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt;
        let folder = folder(&[]);
        fs::write(folder.path().join(OsStr::from_bytes(b"caf\xE9.txt")), "words").expect("a file");
        assert_eq!(entries(&[folder.path().to_owned()], &WalkOptions::default()), ["caf\\xE9.txt"]);
    }
}
