//! What can go wrong with an index.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use tantivy::TantivyError;
use tantivy::directory::error::{LockError, OpenDirectoryError, OpenReadError, OpenWriteError};

use super::directory;

/// An error of the index.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// There is no index at the place.
    #[error("no index at {0}")]
    Missing(PathBuf),
    /// An index was begun and nothing was committed to it.
    #[error("no index at {0} yet: the run that began one was cut short")]
    Begun(PathBuf),
    /// Another program writes to the index.
    #[error("the index at {0} is being written by another onrecord")]
    Locked(PathBuf),
    /// The index was made by another version.
    #[error("the index at {path} has format {found}, this onrecord needs {expected}")]
    Version {
        /// The index folder.
        path: PathBuf,
        /// Versions found.
        found: String,
        /// Versions needed.
        expected: String,
    },
    /// The folder holds something else than an index of ours.
    #[error("{0} holds a meta.json that onrecord did not make")]
    Foreign(PathBuf),
    /// A file of the index is not as it was written, or cannot be understood.
    #[error("the index is damaged ({what})")]
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
        source: io::Error,
    },
    /// A thread that writes the index came to grief.
    #[error("cannot write to the index at {path}; what was committed before is kept")]
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
