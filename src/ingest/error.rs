//! Why an update fails as a whole.

use crate::annotate::topic::TaxonomyError;
use onrecord_api::Error;

/// Why an update could not be done.
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    /// The archive cannot be used.
    #[error(transparent)]
    Archive(#[from] Error),
    /// A taxonomy cannot be used; the index keeps the old one.
    #[error(transparent)]
    Taxonomy(#[from] TaxonomyError),
    /// The folder of the index is a PATH itself.
    #[error("{0} is the folder of the index itself")]
    IndexItself(String),
}
