//! What stands at one place of a walk: a source to be read, or one that is passed over and why.

use std::fs::{self, FileType, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use super::fingerprint::{changed, modified};
use super::format::{Format, Kind};
use super::{Skip, SkipReason, SourceError, SourceFile, path_text};

/// What a walk comes upon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A source to be read.
    File(SourceFile),
    /// One that is passed over.
    Skipped(Skip),
}

/// A file below a folder.
pub(super) struct Place<'a> {
    pub path: &'a Path,
    pub relative: &'a Path,
    pub display: String,
    /// The PATH.
    pub root: &'a Path,
    /// Whether links out of it are followed.
    pub follow: bool,
}

impl Place<'_> {
    /// What it is.
    ///
    /// # Errors
    /// When it cannot be looked at.
    pub(super) fn entry(
        self,
        file_type: FileType,
        metadata: impl Fn() -> io::Result<Metadata>,
        max: u64,
    ) -> Result<Entry, SourceError> {
        let metadata = if file_type.is_symlink() {
            match fs::metadata(self.path) {
                Ok(target) if target.is_dir() => return Ok(skipped(self.display, SkipReason::LinkedFolder)),
                Err(error) if is_broken_link(&error) => return Ok(skipped(self.display, SkipReason::BrokenLink)),
                Ok(_) if !self.follow && self.leads_out() => return Ok(skipped(self.display, SkipReason::LinkOut)),
                target => target,
            }
        } else if file_type.is_file() {
            metadata()
        } else {
            return Ok(skipped(self.display, SkipReason::NotAFile));
        };
        let metadata = metadata.map_err(|error| SourceError::new(self.display.as_str(), error).at(self.path))?;
        if !metadata.is_file() {
            return Ok(skipped(self.display, SkipReason::NotAFile));
        }
        Ok(self.file(&metadata, max))
    }

    /// Whether the link leads to a place that is not below the PATH.
    fn leads_out(&self) -> bool {
        !fs::canonicalize(self.path).is_ok_and(|target| target.starts_with(self.root))
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
            changed: changed(metadata),
            format,
        })
    }
}

/// A link to nowhere, or one of a ring of links.
pub(super) fn is_broken_link(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::NotFound || error.to_string().contains("symbolic links")
}

/// A file that is an argument itself. It is read whatever its name says; also a pipe is.
pub(super) fn named_file(path: PathBuf, display: String, max: u64) -> Result<Entry, SourceError> {
    let metadata = fs::metadata(&path).map_err(|error| SourceError::new(display.as_str(), error).at(&path))?;
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
        changed: if regular { changed(&metadata) } else { 0 },
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

pub(super) fn skipped(display: String, reason: SkipReason) -> Entry {
    Entry::Skipped(Skip { display, reason })
}

/// The relative path with `/` between its parts, on every system.
fn article_id(relative: &Path) -> String {
    let parts: Vec<String> = relative.iter().map(|part| path_text(Path::new(part))).collect();
    parts.join("/")
}
