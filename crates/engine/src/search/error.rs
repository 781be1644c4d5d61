//! What can go wrong with a search.

use crate::index::IndexError;
use onrecord_query::{QueryError, Stopped};

/// An error of a search.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The query cannot be understood, or asks for more than the limits allow.
    #[error("{0}")]
    Query(QueryError),
    /// The index cannot be used.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// It was to end before it had its answer.
    #[error(transparent)]
    Stopped(#[from] Stopped),
}

impl From<QueryError> for SearchError {
    fn from(error: QueryError) -> Self {
        SearchError::Query(error)
    }
}

impl From<tantivy::TantivyError> for SearchError {
    fn from(error: tantivy::TantivyError) -> Self {
        SearchError::Index(error.into())
    }
}
