//! What can be wrong with a taxonomy or a model file.

use thiserror::Error;

/// A taxonomy that cannot be used, and where it says so.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{name}:{line}: {reason}")]
pub struct TaxonomyError {
    /// The file as the user named it.
    pub name: String,
    /// Line of the mistake, from 1.
    pub line: usize,
    /// What is wrong and, where it can be said, what to do.
    pub reason: String,
}

/// Why bytes are no usable model.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ModelError {
    /// Another kind of file.
    #[error("not a topic model")]
    NotAModel,
    /// Written by another version of the program.
    #[error("the topic model has version {found}, this program reads {expected}: train it anew")]
    Version {
        /// The version of the file.
        found: u32,
        /// The version that this program writes.
        expected: u32,
    },
    /// Cut off or changed since it was written.
    #[error("the topic model is damaged: train it anew")]
    Damaged,
}

/// Why nothing could be learned.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TrainError {
    /// No article carries a label.
    #[error("no article carries a topic: nothing to learn from")]
    NoLabels,
    /// No label stands on enough articles, or none is absent from any.
    #[error("no topic has the {needed} labelled articles that learning needs, with others beside it")]
    TooFew {
        /// How many articles a topic must have.
        needed: usize,
    },
}
