//! Sources: where bytes come from. Walking, single files, standard input, lists of files, fingerprints.
//!
//! With `index` and `cli` the only module that touches files. It decides nothing about their contents
//! beyond their names: that is `read`'s part.

mod error;
mod fingerprint;
mod format;
mod kind;
mod mount;
mod place;
mod skip;
mod walk;

use std::fs::File;
use std::path::{Path, PathBuf};

pub use error::SourceError;
pub use fingerprint::{Fingerprint, HashingReader};
pub use format::{Compression, Format, KINDS, Kind, KindFacts};
pub use mount::Mounts;
pub use place::Entry;
pub use skip::{Skip, SkipReason};
pub use walk::{WalkOptions, walk};

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
    /// Time of last change of the file or of what the file system says of it, in nanoseconds since 1970; 0 for a
    /// stream, and where the file system does not say.
    pub changed: i64,
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
            changed: 0,
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
            || std::fs::metadata(&self.path).is_ok_and(|now| {
                let times = (fingerprint::modified(&now), fingerprint::changed(&now));
                now.len() == self.size && times == (self.modified, self.changed)
            })
    }
}

/// A path as text: as it is where it is UTF-8, other bytes as `\xNN`. A backslash that stands before `xNN` in the path
/// itself is written `\x5C`, so that [`text_path`] leads back and no two paths have the same text.
pub fn path_text(path: &Path) -> String {
    let mut text = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        let mut rest = chunk.valid();
        while let Some(at) = rest.find("\\x") {
            let is_escape = escaped(&rest.as_bytes()[at..]).is_some();
            text.push_str(&rest[..at]);
            text.push_str(if is_escape { "\\x5C" } else { "\\" });
            rest = &rest[at + 1..];
        }
        text.push_str(rest);
        for byte in chunk.invalid() {
            text.push_str(&format!("\\x{byte:02X}"));
        }
    }
    text
}

/// The path that has this [text](path_text).
pub fn text_path(text: &str) -> PathBuf {
    if !text.contains("\\x") {
        return PathBuf::from(text);
    }
    let (mut bytes, mut rest) = (Vec::with_capacity(text.len()), text.as_bytes());
    while let Some((&first, others)) = rest.split_first() {
        let byte = escaped(rest);
        bytes.push(byte.unwrap_or(first));
        rest = if byte.is_some() { &rest[4..] } else { others };
    }
    path_from_bytes(&bytes)
}

/// The byte that `\xNN` at the beginning of a text stands for.
fn escaped(text: &[u8]) -> Option<u8> {
    let digits = text.strip_prefix(b"\\x")?.get(..2)?;
    let is_upper_hex = |b: &u8| b.is_ascii_digit() || (b'A'..=b'F').contains(b);
    if !digits.iter().all(is_upper_hex) {
        return None;
    }
    u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

/// The paths of a list whose entries are separated by null bytes, as `find -print0` writes them. Empty
/// entries are left out.
pub fn paths_of(list: &[u8]) -> Vec<PathBuf> {
    list.split(|&b| b == 0).filter(|name| !name.is_empty()).map(path_from_bytes).collect()
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

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_path_leads_to_its_text_and_back() {
        let names: [&[u8]; 7] =
            [b"a/b.txt", b"caf\xE9.txt", b"caf\\xE9.txt", b"a\\b", b"\\x5C\\x41", "\\xé".as_bytes(), b"\\x4\xFF\\"];
        let mut texts = Vec::new();
        for name in names {
            let path = path_from_bytes(name);
            assert_eq!(text_path(&path_text(&path)), path, "{}", path_text(&path));
            texts.push(path_text(&path));
        }
        assert_eq!(texts[..3], ["a/b.txt", "caf\\xE9.txt", "caf\\x5CxE9.txt"]);
    }
}
