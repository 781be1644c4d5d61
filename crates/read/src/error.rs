//! What can go wrong while one source is read. Every message names the place and says what to do.

use thiserror::Error;

/// A source, or one record of it, that could not be read; the rest is read on.
#[derive(Debug, Error)]
pub enum ReadError {
    /// A line of JSON Lines is no article.
    #[error("{path}:{line}:{column}: malformed record: {message}; correct the line or leave it out")]
    Malformed {
        /// The source, for display.
        path: String,
        /// Line, from 1.
        line: u64,
        /// Column in bytes, from 1.
        column: u64,
        /// What the parser says.
        message: String,
    },
    /// An id stands a second time in its file.
    #[error("{path}:{line}:1: the id {id:?} stands twice in this file; give every article its own")]
    DuplicateId {
        /// The source, for display.
        path: String,
        /// Line of the second, from 1.
        line: u64,
        /// The id.
        id: String,
    },
    /// A line is longer than a record may be.
    #[error("{path}:{line}:1: the line is longer than {limit} bytes; split the article or leave it out")]
    LineTooLong {
        /// The source, for display.
        path: String,
        /// Line, from 1.
        line: u64,
        /// The most bytes a line may have.
        limit: usize,
    },
    /// The source could not be read to its end.
    #[error("{path}: reading failed: {error}; check that the file is whole and may be read")]
    Io {
        /// The source, for display.
        path: String,
        /// What the system or the decompressor says.
        error: std::io::Error,
    },
    /// The source is not what its name says.
    #[error("{path}: {message}")]
    Unreadable {
        /// The source, for display.
        path: String,
        /// What is wrong with it and what to do.
        message: String,
    },
}
