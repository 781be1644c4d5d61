//! Why a cluster has no answer: kinds with data. No message holds a user, a password or a key.

use onrecord_api::Error;
use onrecord_api::backend::BackendError;
use onrecord_query::Stopped;

/// Why a cluster has no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RemoteError {
    /// The address cannot be used; why.
    #[error("{0}")]
    Address(String),
    /// Nobody answers.
    #[error("{place} does not answer: {reason}")]
    Unreachable {
        /// The address of the index.
        place: String,
        /// What the network said.
        reason: String,
    },
    /// The server does not let this user in.
    #[error("{place} refuses access")]
    Refused {
        /// The address of the index.
        place: String,
    },
    /// The server went on to say that it has too much to do.
    #[error("{place} is too busy: it was asked {tries} times")]
    Busy {
        /// The address of the index.
        place: String,
        /// How often it was asked.
        tries: u32,
    },
    /// There is no such index.
    #[error("no index at {0}")]
    Missing(String),
    /// The index was not made by this program.
    #[error("{0} is an index that onrecord did not make")]
    Foreign(String),
    /// The index was made by another version.
    #[error("{place} has format {found}, this program needs {expected}")]
    Version {
        /// The address of the index.
        place: String,
        /// The versions found.
        found: String,
        /// The versions needed.
        expected: String,
    },
    /// Not every part of the index answered.
    #[error("{answered} of {parts} parts of {place} answered: {reason}")]
    Incomplete {
        /// The address of the index.
        place: String,
        /// How many parts answered.
        answered: u64,
        /// How many there are.
        parts: u64,
        /// What the server said.
        reason: String,
    },
    /// Parts of the index are not there.
    #[error("not all of {place} is there: {reason}")]
    Lacking {
        /// The address of the index.
        place: String,
        /// What the server said.
        reason: String,
    },
    /// The server could not do what it was asked.
    #[error("{place}: {reason}")]
    Failed {
        /// The address of the index.
        place: String,
        /// What the server said.
        reason: String,
    },
    /// A record in the index cannot be understood; what.
    #[error("{0}")]
    Damaged(String),
    /// It was to end before it had its answer.
    #[error(transparent)]
    Stopped(#[from] Stopped),
}

impl From<RemoteError> for BackendError {
    fn from(error: RemoteError) -> Self {
        match error {
            RemoteError::Stopped(reason) => BackendError::Stopped(reason),
            other => BackendError::Archive(other.into()),
        }
    }
}

impl From<RemoteError> for Error {
    fn from(error: RemoteError) -> Self {
        match error {
            RemoteError::Address(message) => Error::Setting { name: "address".into(), message },
            RemoteError::Unreachable { place, reason } => Error::Io { place, reason, code: None },
            RemoteError::Refused { place } => Error::Refused { place },
            RemoteError::Busy { place, tries } => {
                Error::Io { place, reason: format!("the server is too busy: it was asked {tries} times"), code: None }
            }
            RemoteError::Missing(place) => Error::Missing { place },
            RemoteError::Foreign(place) => Error::Foreign { place },
            RemoteError::Version { place, found, expected } => Error::Version { place, found, expected },
            RemoteError::Incomplete { place, answered, parts, reason } => {
                let what = format!("{answered} of {parts} parts answered: {reason}");
                Error::Incomplete { place, what }
            }
            RemoteError::Lacking { place, reason } => Error::Incomplete { place, what: reason },
            RemoteError::Failed { place, reason } => Error::Engine { what: format!("{place}: {reason}") },
            RemoteError::Damaged(what) => Error::Damaged { what },
            RemoteError::Stopped(reason) => Error::Stopped { reason },
        }
    }
}
