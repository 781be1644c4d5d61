//! Sources: where bytes come from. Walking, single files, standard input, lists of files, fingerprints.
//!
//! With `index` and `cli` the only module that touches files. It decides nothing about their contents
//! beyond their names: that is `read`'s part.

mod error;
mod fingerprint;
mod format;
mod kind;
mod skip;
mod walk;

use std::fs::File;
use std::io::{self, BufRead};
use std::path::{Path, PathBuf};

pub use error::SourceError;
pub use fingerprint::{Fingerprint, HashingReader};
pub use format::{Compression, Format, KINDS, Kind, KindFacts};
pub use skip::{Skip, SkipReason};
pub use walk::{Entry, WalkOptions, walk};

/// Most bytes of a source that is one article, and of one record of JSON Lines. Longer ones are no news but
/// dumps, and would cost every reader of the index.
pub const MAX_ARTICLE_BYTES: u64 = 64 * 1024 * 1024;

/// A file, or a stream named like one, that may hold articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Where it is: absolute, links in the PATH argument resolved. [`STDIN`] for standard input.
    pub path: PathBuf,
    /// The path as the user named it, for display.
    pub display: String,
    /// The path below the PATH argument with `/` between its parts, or the file's name: the id of the article
    /// where the file is one.
    pub id: String,
    /// The PATH argument under which it was found, absolute.
    pub root: PathBuf,
    /// Size in bytes; 0 for a stream.
    pub size: u64,
    /// Time of last change in nanoseconds since 1970; 0 for a stream.
    pub modified: i64,
    /// How it is to be read.
    pub format: Format,
}

/// The PATH argument that stands for standard input.
pub const STDIN: &str = "-";

impl SourceFile {
    /// Standard input, or another stream, as a source.
    pub fn stdin() -> Self {
        SourceFile {
            path: PathBuf::from(STDIN),
            display: "<stdin>".into(),
            id: "stdin".into(),
            root: PathBuf::from(STDIN),
            size: 0,
            modified: 0,
            format: Format::default(),
        }
    }

    /// Whether this is standard input.
    pub fn is_stdin(&self) -> bool {
        self.path.as_os_str() == STDIN
    }

    /// The path as the text that identifies the source. Bytes that are not UTF-8 are written `\xNN`, so that
    /// two paths never share a key.
    pub fn key(&self) -> String {
        path_text(&self.path)
    }

    /// Opens the file.
    ///
    /// # Errors
    /// When it vanished or may not be read.
    pub fn open(&self) -> Result<File, SourceError> {
        File::open(&self.path).map_err(|error| SourceError::new(&self.display, error))
    }

    /// Whether size and time of change are still those that the walk saw: if not, what was read may be half
    /// of one state and half of another. Streams never change.
    pub fn is_unchanged(&self) -> bool {
        self.modified == 0
            || std::fs::metadata(&self.path)
                .is_ok_and(|now| now.len() == self.size && fingerprint::modified(&now) == self.modified)
    }
}

/// A path as text: as it is where it is UTF-8, other bytes as `\xNN`.
pub fn path_text(path: &Path) -> String {
    let mut text = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            text.push_str(&format!("\\x{byte:02X}"));
        }
    }
    text
}

/// The paths of a list whose entries are separated by null bytes, as `find -print0` writes them. Empty
/// entries are left out.
///
/// # Errors
/// When the list cannot be read.
pub fn read_file_list(list: &mut dyn BufRead) -> io::Result<Vec<PathBuf>> {
    let mut bytes = Vec::new();
    list.read_to_end(&mut bytes)?;
    Ok(bytes.split(|&b| b == 0).filter(|name| !name.is_empty()).map(path_from_bytes).collect())
}

#[cfg(unix)]
fn path_from_bytes(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(std::ffi::OsStr::from_bytes(bytes))
}

#[cfg(not(unix))]
fn path_from_bytes(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}
