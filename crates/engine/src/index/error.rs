//! What can go wrong with an index.

use std::fmt;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use tantivy::TantivyError;
use tantivy::directory::error::{LockError, OpenDirectoryError, OpenReadError, OpenWriteError};

use super::directory;

/// An error of the index; its message says what to do.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// There is no index at the place.
    #[error("no index at {0}: run `onrecord index PATH` first, or name another with --index")]
    Missing(PathBuf),
    /// An index was begun and nothing was committed to it.
    #[error("no index at {0} yet: the run that began one was cut short; run `onrecord index PATH` again")]
    Begun(PathBuf),
    /// Another program writes to the index.
    #[error("the index at {0} is being written by another onrecord: wait for it, or name another index with --index")]
    Locked(PathBuf),
    /// The index was made by another version.
    #[error(
        "the index at {path} has format {found}, this onrecord needs {expected}: rebuild it in a new folder with \
         `onrecord --index NEW index PATH`"
    )]
    Version {
        /// The index folder.
        path: PathBuf,
        /// Versions found.
        found: String,
        /// Versions needed.
        expected: String,
    },
    /// The folder holds something else than an index of ours.
    #[error("{0} holds a meta.json that onrecord did not make: name another folder with --index")]
    Foreign(PathBuf),
    /// A file of the index is not as it was written, or cannot be understood.
    #[error("the index is damaged ({what}): `onrecord index --check` tells how far, and what to do")]
    Damaged {
        /// What was found.
        what: String,
    },
    /// A file of the index cannot be read or written.
    #[error("cannot use the index at {path}: {}", Cause(source))]
    Io {
        /// The index folder.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// A thread that writes the index came to grief.
    #[error(
        "cannot write to the index at {path}: check that its disk has room and takes large files; what was \
         committed before is kept"
    )]
    Unwritable {
        /// The index folder.
        path: PathBuf,
    },
    /// Anything else that the engine reports.
    #[error("the search engine failed: {0}")]
    Engine(TantivyError),
}

impl IndexError {
    /// Whether there is no index to read.
    pub fn is_missing(&self) -> bool {
        matches!(self, IndexError::Missing(_) | IndexError::Begun(_))
    }

    /// What went wrong while the index in the folder `path` was written; `refusal` is what the file system refused.
    /// The engine wraps a refused write into an internal error here and there; that is no damage, and what was
    /// committed stays.
    pub(super) fn of_write(error: TantivyError, path: &Path, refusal: Option<io::Error>) -> Self {
        match (error, refusal) {
            (TantivyError::LockFailure(LockError::LockBusy, _), _) => IndexError::Locked(path.to_owned()),
            (_, Some(source)) => IndexError::of_io(source, path),
            (TantivyError::InternalError(_), None) => IndexError::Unwritable { path: path.to_owned() },
            (other, None) => IndexError::from(other).at(path),
        }
    }

    /// What the file system said of a file in the folder `path`.
    pub(super) fn of_io(source: io::Error, path: &Path) -> Self {
        if is_damage(source.kind()) {
            return IndexError::Damaged { what: source.to_string() };
        }
        IndexError::Io { path: path.to_owned(), source }
    }

    /// The error with the index folder named, where it is one of the file system.
    pub fn at(self, path: &Path) -> Self {
        let error = match self {
            // The engine does not tell what stopped the thread; it is a failed write as a rule.
            IndexError::Engine(TantivyError::ErrorInThread(_)) => {
                return IndexError::Unwritable { path: path.to_owned() };
            }
            IndexError::Engine(error) => error,
            other => return other,
        };
        match cause(&error) {
            Some(source) => IndexError::of_io(source, path),
            None => IndexError::Engine(error),
        }
    }
}

/// What the file system said, if it was the one.
fn cause(error: &TantivyError) -> Option<io::Error> {
    match error {
        TantivyError::IoError(error)
        | TantivyError::LockFailure(LockError::IoError(error), _)
        | TantivyError::OpenReadError(OpenReadError::IoError { io_error: error, .. })
        | TantivyError::OpenWriteError(OpenWriteError::IoError { io_error: error, .. })
        | TantivyError::OpenDirectoryError(OpenDirectoryError::IoError { io_error: error, .. }) => {
            Some(directory::copy(error))
        }
        _ => None,
    }
}

impl From<TantivyError> for IndexError {
    fn from(error: TantivyError) -> Self {
        match error {
            TantivyError::DataCorruption(corruption) => IndexError::Damaged { what: format!("{corruption:?}") },
            TantivyError::OpenReadError(OpenReadError::FileDoesNotExist(path)) => {
                IndexError::Damaged { what: format!("{} is missing", path.display()) }
            }
            TantivyError::OpenReadError(OpenReadError::IncompatibleIndex(how)) => {
                IndexError::Damaged { what: format!("{how:?}") }
            }
            TantivyError::OpenReadError(OpenReadError::IoError { ref io_error, .. })
            | TantivyError::IoError(ref io_error)
                if is_damage(io_error.kind()) =>
            {
                IndexError::Damaged { what: io_error.to_string() }
            }
            TantivyError::IncompatibleIndex(how) => IndexError::Damaged { what: format!("{how:?}") },
            TantivyError::InternalError(what) | TantivyError::SchemaError(what) => IndexError::Damaged { what },
            other => IndexError::Engine(other),
        }
    }
}

/// Whether an error tells of bytes that are wrong or missing, not of a file system that refuses.
fn is_damage(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::UnexpectedEof | ErrorKind::InvalidData)
}

/// What the file system refused, in words that say what to do. Nothing of this is damage.
struct Cause<'a>(&'a io::Error);

/// Numbers of errors that the standard library has no kinds for, the same on Linux, macOS and the BSDs.
const INPUT_OUTPUT: i32 = 5;
const OPEN_FILES_OF_SYSTEM: i32 = 23;
const OPEN_FILES_OF_PROCESS: i32 = 24;

impl fmt::Display for Cause<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let advice = match (self.0.kind(), self.0.raw_os_error()) {
            (ErrorKind::PermissionDenied, _) => {
                return f.write_str(
                    "permission denied; its owner can open it to others with `onrecord index --shared`, to be read",
                );
            }
            (ErrorKind::ReadOnlyFilesystem, _) => "it can be searched there, but not changed",
            (ErrorKind::StorageFull | ErrorKind::QuotaExceeded, _) => {
                "make room and run the command again; what was committed before is kept"
            }
            (ErrorKind::FileTooLarge, _) => {
                "raise the limit on the size of files (`ulimit -f`); what was committed before is kept"
            }
            (ErrorKind::OutOfMemory, _) => "close other programs, or raise the limit on memory (`ulimit -v`)",
            (_, Some(OPEN_FILES_OF_SYSTEM | OPEN_FILES_OF_PROCESS)) if cfg!(unix) => {
                "close other programs, or raise the limit on open files (`ulimit -n`)"
            }
            (_, Some(INPUT_OUTPUT)) if cfg!(unix) => {
                "the disk or the network could not deliver; see to it, then run `onrecord index --check`"
            }
            (ErrorKind::NotADirectory, _) => "an index is a folder; name another with --index",
            _ => return write!(f, "{}", self.0),
        };
        write!(f, "{}; {advice}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(unix)]
    fn every_refusal_has_words_of_its_own_and_none_speaks_of_damage() {
        let words: Vec<String> = [1, 5, 12, 13, 20, 23, 24, 27, 28, 30]
            .map(|code| {
                let source = io::Error::from_raw_os_error(code);
                let error = IndexError::from(TantivyError::from(source)).at(Path::new("d"));
                assert!(matches!(error, IndexError::Io { .. }), "{code}: {error}");
                error.to_string()
            })
            .to_vec();
        for message in &words {
            assert!(message.starts_with("cannot use the index at d: "), "{message}");
            assert!(!message.contains("damage") && !message.contains("remove"), "{message}");
        }
        assert!(words[6].contains("open files") && words[2].contains("memory") && words[3].contains("denied"));
    }
}
