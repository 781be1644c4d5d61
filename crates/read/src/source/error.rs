//! Files and folders that could not be reached.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

/// A path that could not be looked at or opened. The run goes on with the others.
#[derive(Debug, Error)]
#[error("{path}: {message}; {advice}")]
pub struct SourceError {
    /// The path, for display.
    pub path: String,
    /// What the system says.
    pub message: String,
    /// What to do.
    pub advice: &'static str,
    /// Where it is: absolute, if that is known. Nothing is known of what lies there or below it.
    pub at: Option<PathBuf>,
}

impl SourceError {
    /// The error of the system at `path`.
    pub fn new(path: impl Into<String>, error: io::Error) -> Self {
        let advice = match error.kind() {
            io::ErrorKind::NotFound => "check the path",
            io::ErrorKind::PermissionDenied => "allow reading it, or leave it out",
            _ => "check the file system, then run again",
        };
        SourceError { path: path.into(), message: plain(&error), advice, at: None }
    }

    /// This error with the absolute path, for a face that shows paths in full.
    pub fn at(self, path: &Path) -> Self {
        SourceError { at: Some(path.to_owned()), ..self }
    }
}

/// The system's words in small letters, without the number.
fn plain(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file or folder".into(),
        io::ErrorKind::PermissionDenied => "permission denied".into(),
        _ => error.to_string(),
    }
}
