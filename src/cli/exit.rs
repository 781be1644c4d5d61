//! How a run ends: 0 done or something found, 1 nothing found, 2 any error.

use std::process::ExitCode;

/// How a run without a fatal error ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Done, or something was found.
    Done,
    /// Nothing was found.
    NothingFound,
    /// Done, but single files failed.
    SomeFailed,
}

impl Outcome {
    /// Done if something was found.
    pub fn found(something: bool) -> Self {
        if something { Outcome::Done } else { Outcome::NothingFound }
    }

    /// The exit status.
    pub fn code(self) -> ExitCode {
        ExitCode::from(match self {
            Outcome::Done => 0,
            Outcome::NothingFound => 1,
            Outcome::SomeFailed => 2,
        })
    }
}

/// A fatal error, with what led to it.
#[derive(Debug)]
pub struct Failure(anyhow::Error);

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:#}", self.0)
    }
}

impl Failure {
    /// Whether the reader of our output went away: no error of ours.
    pub fn is_closed_pipe(&self) -> bool {
        let broken = |cause: &(dyn std::error::Error + 'static)| {
            cause.downcast_ref::<std::io::Error>().is_some_and(|e| e.kind() == std::io::ErrorKind::BrokenPipe)
        };
        self.0.chain().any(broken)
    }

    /// An error in words.
    pub fn message(text: impl std::fmt::Display) -> Self {
        Failure(anyhow::anyhow!("{text}"))
    }
}

impl<E: Into<anyhow::Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        Failure(error.into())
    }
}
