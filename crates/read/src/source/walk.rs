//! Walking: PATH arguments to sources, in an order that depends on their names alone.
//!
//! Folders are walked whole: no list of files to ignore is honoured. Hidden files are left out, and so are the index
//! itself, other indexes, and the files that configure it. Links to files below the same PATH are followed; links to
//! folders and out of the PATH are not unless that is asked for, so that a walk stays below its PATH.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::vec;

use walkdir::{DirEntry, WalkDir};

use super::place::{Entry, Place, is_broken_link, named_file, skipped};
use super::{MAX_ARTICLE_BYTES, STDIN, SkipReason, SourceError, SourceFile, path_text};

/// Files that configure a collection and are never articles.
const CONFIGURATION: [&str; 2] = ["topics.toml", "speakers.toml"];

/// What a walk leaves out.
#[derive(Clone, Debug)]
pub struct WalkOptions {
    /// The folder of the index, which may lie below a PATH.
    pub index: Option<PathBuf>,
    /// Most bytes of a file that is one article.
    pub max_article_bytes: u64,
    /// The PATHs, absolute, below which every link is followed.
    pub follow: HashSet<PathBuf>,
}

impl Default for WalkOptions {
    fn default() -> Self {
        WalkOptions { index: None, max_article_bytes: MAX_ARTICLE_BYTES, follow: HashSet::new() }
    }
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
    let (max, follow) = (options.max_article_bytes, options.follow.clone());
    Sources { roots: roots.into_iter(), current: None, named, index, max, follow }
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
    follow: HashSet<PathBuf>,
}

/// What a folder's walk comes to, in order.
type Walk = Box<dyn Iterator<Item = walkdir::Result<DirEntry>> + Send>;

/// A folder that is being walked.
struct Folder {
    given: PathBuf,
    path: PathBuf,
    /// Whether links out of it are followed.
    follow: bool,
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
            Err(error) => {
                let at = std::path::absolute(&root.given).unwrap_or_else(|_| root.given.clone());
                return Some(Err(SourceError::new(display, error).at(&at)));
            }
        };
        if path.is_dir() {
            let follow = self.follow.contains(&path);
            let walk = self.folder_walk(&path, follow);
            self.current = Some(Folder { given: root.given, path, follow, walk });
            return None;
        }
        Some(named_file(path, display, self.max))
    }

    fn folder_walk(&self, path: &Path, follow: bool) -> Walk {
        let index = self.index.clone();
        // By name: what is sorted lies in one folder, and to compare the paths costs less than to cut out the names.
        let by_name = |a: &DirEntry, b: &DirEntry| a.path().as_os_str().cmp(b.path().as_os_str());
        let walk = WalkDir::new(path).follow_links(follow).sort_by(by_name).into_iter();
        let is_left_out = move |entry: &DirEntry| is_hidden(entry) || index.as_deref() == Some(entry.path());
        Box::new(walk.filter_entry(move |entry| !is_left_out(entry) && !is_index(entry)))
    }

    /// What a walk's entry is for us; none for folders and what is never an article.
    fn walked(&self, entry: walkdir::Result<DirEntry>) -> Option<Result<Entry, SourceError>> {
        let folder = self.current.as_ref()?;
        let entry = match entry {
            Ok(entry) => entry,
            // A link to a folder that the walk came from.
            Err(error) if error.loop_ancestor().is_some() => {
                let display = walk_error(folder, error).path;
                return Some(Ok(skipped(display, SkipReason::LinkLoop)));
            }
            // With links followed, the walk stumbles over one that leads nowhere.
            Err(error) if is_link_to_nowhere(&error) => {
                let display = walk_error(folder, error).path;
                return Some(Ok(skipped(display, SkipReason::BrokenLink)));
            }
            Err(error) => return Some(Err(walk_error(folder, error))),
        };
        let file_type = entry.file_type();
        let path = entry.path();
        if file_type.is_dir() || self.named.contains(path) || is_configuration(path) {
            return None;
        }
        let relative = path.strip_prefix(&folder.path).unwrap_or(path);
        let display = path_text(&folder.given.join(relative));
        let place = Place { path, relative, display, root: &folder.path, follow: folder.follow };
        Some(place.entry(file_type, || entry.metadata().map_err(io_error), self.max))
    }
}

/// Whether an error of the walk is that of a link that leads nowhere, or in a ring.
fn is_link_to_nowhere(error: &walkdir::Error) -> bool {
    let is_link = error.path().is_some_and(|path| path.is_symlink());
    is_link && error.io_error().is_some_and(is_broken_link)
}

/// Whether a folder is an index, be it another than the one that is written.
fn is_index(entry: &DirEntry) -> bool {
    let has = |name: &str| entry.path().join(name).is_file();
    entry.depth() > 0 && entry.file_type().is_dir() && has(".managed.json") && has("meta.json")
}

/// Whether a name below a PATH begins with a full stop.
fn is_hidden(entry: &DirEntry) -> bool {
    entry.depth() > 0 && entry.file_name().as_encoded_bytes().starts_with(b".")
}

fn is_configuration(path: &Path) -> bool {
    path.file_name().is_some_and(|name| CONFIGURATION.iter().any(|c| name == *c))
}

/// An error of the walk itself, with the path as the user would name it.
fn walk_error(folder: &Folder, error: walkdir::Error) -> SourceError {
    let path = error.path().unwrap_or(&folder.path).to_owned();
    let relative = path.strip_prefix(&folder.path).unwrap_or(&path);
    SourceError::new(path_text(&folder.given.join(relative)), io_error(error)).at(&path)
}

fn io_error(error: walkdir::Error) -> io::Error {
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
        assert_eq!(
            found,
            ["a/b.txt", "link to a folder (--follow reads it)", "broken link", "link.txt", "broken link"]
        );
    }

    #[cfg(unix)]
    #[test]
    fn links_out_are_followed_where_that_is_asked_for() {
        use std::os::unix::fs::symlink;
        let (folder, other) = (folder(&["a.txt"]), folder(&["secret.txt", "sub/b.txt"]));
        let root = fs::canonicalize(folder.path()).expect("a path");
        symlink(other.path().join("secret.txt"), root.join("out.txt")).expect("a link");
        symlink(root.join("nowhere"), root.join("broken.txt")).expect("a link");
        symlink(other.path().join("sub"), root.join("sub")).expect("a link");
        symlink(&root, other.path().join("sub/ring")).expect("a link");
        let out = [
            "a.txt",
            "broken link",
            "link out of its PATH (--follow reads it)",
            "link to a folder (--follow reads it)",
        ];
        assert_eq!(entries(std::slice::from_ref(&root), &WalkOptions::default()), out);
        let follow = WalkOptions { follow: [root.clone()].into(), ..WalkOptions::default() };
        let all = ["a.txt", "broken link", "out.txt", "sub/b.txt", "link to a folder that it lies in"];
        assert_eq!(entries(&[root], &follow), all);
    }

    #[test]
    fn another_index_is_left_out() {
        let folder = folder(&["a.txt", "old/meta.json", "old/.managed.json", "old/x.store"]);
        assert_eq!(entries(&[folder.path().to_owned()], &WalkOptions::default()), ["a.txt"]);
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
