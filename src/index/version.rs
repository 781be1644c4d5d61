//! The versions an index carries, in the payload of its commits.

use std::path::Path;

use serde::{Deserialize, Serialize};
use tantivy::Index;

use super::FORMAT_VERSION;
use super::error::IndexError;
use super::schema;
use crate::analyze;

/// What made an index.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Versions {
    /// Layout of schema and records.
    pub format: u32,
    /// Analysis of words.
    pub analysis: u32,
}

impl Versions {
    /// Those of this program.
    pub fn current() -> Self {
        Versions { format: FORMAT_VERSION, analysis: analyze::VERSION }
    }

    /// As stored with a commit.
    pub fn to_payload(&self) -> String {
        serde_json::to_string(self).expect("two numbers")
    }
}

/// Refuses an index made by another version or another program. One of ours that was never committed to is
/// none yet.
pub fn check(path: &Path, index: &Index) -> Result<(), IndexError> {
    let metas = index.load_metas()?;
    if metas.payload.is_none() && metas.segments.is_empty() && metas.schema == schema::build().0 {
        return Err(IndexError::Missing(path.to_owned()));
    }
    let payload = metas.payload.unwrap_or_default();
    let found: Versions = serde_json::from_str(&payload).map_err(|_| IndexError::Foreign(path.to_owned()))?;
    let expected = Versions::current();
    if found == expected {
        return Ok(());
    }
    let text = |v: &Versions| format!("{}.{}", v.format, v.analysis);
    Err(IndexError::Version { path: path.to_owned(), found: text(&found), expected: text(&expected) })
}
