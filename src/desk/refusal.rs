//! Why a question has no answer.

use onrecord_api::Error;
use onrecord_api::backend::BackendError;

/// Why a question has no answer: an error that knows the query, or one that is to be told it.
pub(super) enum Refusal {
    /// An error as it is shown.
    Known(Error),
    /// What the engine said.
    Backend(BackendError),
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Refusal::Known(error)
    }
}

impl From<BackendError> for Refusal {
    fn from(error: BackendError) -> Self {
        Refusal::Backend(error)
    }
}

impl Refusal {
    /// The error, told the query `text`.
    pub(super) fn of_query(self, text: &str) -> Error {
        match self {
            Refusal::Known(error) => error,
            Refusal::Backend(error) => of_query(error, text),
        }
    }
}

/// The error of an engine that was asked no query.
pub(super) fn of_archive(error: BackendError) -> Error {
    of_query(error, "")
}

/// The error of an engine that was asked the query `text`.
pub fn of_query(error: BackendError, text: &str) -> Error {
    match error {
        BackendError::Query(error) => Error::of_query(&error, text),
        BackendError::Stopped(reason) => Error::Stopped { reason },
        BackendError::Archive(error) => error,
    }
}
