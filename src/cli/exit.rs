//! How a run ends: 0 done or something found, 1 nothing found, 2 any error, 130 interrupted.

use std::process::ExitCode;

use super::errors::{explained, of_index};
use crate::index::IndexError;
use onrecord_api::{Error, QueryProblem};

/// Exit status of a run that was interrupted: what shells give for it.
pub(super) const INTERRUPTED: u8 = 130;

/// How a run without a fatal error ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Done, or something was found.
    Done,
    /// Nothing was found.
    NothingFound,
    /// Done, but single files failed.
    SomeFailed,
    /// Ended early on request; what is whole was kept.
    Interrupted,
}

impl Outcome {
    /// Done if something was found.
    pub(super) fn found(something: bool) -> Self {
        if something { Outcome::Done } else { Outcome::NothingFound }
    }

    /// The same, unless single files failed.
    pub(super) fn unless(self, some_failed: bool) -> Self {
        if some_failed { Outcome::SomeFailed } else { self }
    }

    /// The exit status.
    pub(super) fn code(self) -> ExitCode {
        ExitCode::from(match self {
            Outcome::Done => 0,
            Outcome::NothingFound => 1,
            Outcome::SomeFailed => 2,
            Outcome::Interrupted => INTERRUPTED,
        })
    }
}

/// A fatal error, with what led to it.
#[derive(Debug)]
pub(super) struct Failure(anyhow::Error);

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0.downcast_ref::<Error>() {
            Some(error) => f.write_str(&explained(error)),
            None => match self.0.downcast_ref::<IndexError>() {
                Some(error) => f.write_str(&of_index(error)),
                None => write!(f, "{:#}", self.0),
            },
        }
    }
}

impl Failure {
    /// Whether the reader of our output went away: no error of ours.
    pub(super) fn is_closed_pipe(&self) -> bool {
        self.0.chain().any(|cause| io_kind(cause) == Some(std::io::ErrorKind::BrokenPipe))
    }

    /// What is wrong with a query, or with the value of a filter, if that is the error.
    pub(super) fn problem(&self) -> Option<&QueryProblem> {
        match self.0.downcast_ref::<Error>()? {
            Error::Query(problem) | Error::Filter { problem, .. } => Some(problem),
            _ => None,
        }
    }

    /// An error in words.
    pub(super) fn message(text: impl std::fmt::Display) -> Self {
        Failure(anyhow::anyhow!("{text}"))
    }
}

impl<E: Into<anyhow::Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        Failure(error.into())
    }
}

/// What went wrong with reading or writing, also where a format's own error wraps it.
fn io_kind(cause: &(dyn std::error::Error + 'static)) -> Option<std::io::ErrorKind> {
    if let Some(error) = cause.downcast_ref::<std::io::Error>() {
        return Some(error.kind());
    }
    if let Some(error) = cause.downcast_ref::<serde_json::Error>() {
        return error.io_error_kind();
    }
    match cause.downcast_ref::<csv::Error>()?.kind() {
        csv::ErrorKind::Io(error) => Some(error.kind()),
        _ => None,
    }
}
