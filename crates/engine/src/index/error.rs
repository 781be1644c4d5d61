//! What can go wrong with an index.

use std::path::{Path, PathBuf};

use tantivy::TantivyError;
use tantivy::directory::error::{LockError, OpenDirectoryError, OpenReadError, OpenWriteError};

/// An error of the index; its message says what to do.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// There is no index at the place.
    #[error("no index at {0}: run `onrecord index PATH` first, or name another with --index")]
    Missing(PathBuf),
    /// Another program writes to the index.
    #[error("the index at {0} is being written by another onrecord: wait for it, or name another index with --index")]
    Locked(PathBuf),
    /// The index was made by another version.
    #[error(
        "the index at {path} has format {found}, this onrecord needs {expected}: rebuild it with \
         `onrecord index --force PATH` after removing the folder's contents"
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
    #[error("{0} holds an index that onrecord did not make: name another folder with --index")]
    Foreign(PathBuf),
    /// A file of the index cannot be read or understood.
    #[error("the index is damaged ({what}): remove the folder's contents and run `onrecord index PATH` again")]
    Damaged {
        /// What was found.
        what: String,
    },
    /// A file of the index cannot be read or written.
    #[error("cannot use the index at {path}: {source}")]
    Io {
        /// The index folder.
        path: PathBuf,
        /// The cause.
        source: std::io::Error,
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
    /// What went wrong while the index in the folder `path` was written. The engine wraps a refused write into an
    /// internal error here and there; that is no damage, and what was committed stays.
    pub fn of_write(error: TantivyError, path: &Path) -> Self {
        match error {
            TantivyError::InternalError(_) => IndexError::Unwritable { path: path.to_owned() },
            other => IndexError::from(other).at(path),
        }
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
            Some(source) => IndexError::Io { path: path.to_owned(), source },
            None => IndexError::Engine(error),
        }
    }
}

/// What the file system said, if it was the one.
fn cause(error: &TantivyError) -> Option<std::io::Error> {
    let error = match error {
        TantivyError::IoError(error)
        | TantivyError::LockFailure(LockError::IoError(error), _)
        | TantivyError::OpenWriteError(OpenWriteError::IoError { io_error: error, .. })
        | TantivyError::OpenDirectoryError(OpenDirectoryError::IoError { io_error: error, .. }) => error,
        _ => return None,
    };
    Some(match error.raw_os_error() {
        Some(code) => std::io::Error::from_raw_os_error(code),
        None => std::io::Error::new(error.kind(), error.to_string()),
    })
}

impl From<TantivyError> for IndexError {
    fn from(error: TantivyError) -> Self {
        match error {
            TantivyError::DataCorruption(corruption) => IndexError::Damaged { what: format!("{corruption:?}") },
            TantivyError::OpenReadError(error) => IndexError::Damaged { what: unreadable(error) },
            TantivyError::IoError(error) if is_damage(error.kind()) => IndexError::Damaged { what: error.to_string() },
            TantivyError::IncompatibleIndex(how) => IndexError::Damaged { what: format!("{how:?}") },
            TantivyError::InternalError(what) | TantivyError::SchemaError(what) => IndexError::Damaged { what },
            other => IndexError::Engine(other),
        }
    }
}

/// A file that the index names and that is not there, or not as it was written.
fn unreadable(error: OpenReadError) -> String {
    match error {
        OpenReadError::FileDoesNotExist(path) => format!("{} is missing", path.display()),
        OpenReadError::IoError { io_error, filepath } => format!("{}: {io_error}", filepath.display()),
        OpenReadError::IncompatibleIndex(how) => format!("{how:?}"),
    }
}

/// Whether an error tells of bytes that are wrong or missing, not of a file system that refuses.
fn is_damage(kind: std::io::ErrorKind) -> bool {
    matches!(kind, std::io::ErrorKind::UnexpectedEof | std::io::ErrorKind::InvalidData)
}
