//! What the articles of an index say of each other, kept and committed with them.

use serde::{Deserialize, Serialize};

/// The record of the collection.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Collection {
    /// Fingerprint of the taxonomy that gave the topics.
    pub taxonomy: u64,
}
