//! The versions an index carries, in the payload of its commits.

use std::path::Path;

use serde::{Deserialize, Serialize};
use tantivy::directory::Directory;
use tantivy::{Index, TantivyError};

use super::FORMAT_VERSION;
use super::error::IndexError;
use super::schema;
use onrecord_text::analyze;

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

/// The file that names the parts of an index.
const META: &str = "meta.json";

/// What is read here of the file that names the parts of an index: the rest takes much longer.
#[derive(Deserialize)]
struct Commit {
    payload: Option<String>,
}

/// Refuses an index made by another version or another program. One of ours that was never committed to is
/// none yet.
pub fn check(path: &Path, index: &Index) -> Result<(), IndexError> {
    let payload = match payload(index)? {
        Some(payload) => payload,
        None => first_payload(path, index)?,
    };
    let found: Versions = serde_json::from_str(&payload).map_err(|_| IndexError::Foreign(path.to_owned()))?;
    let expected = Versions::current();
    if found == expected {
        return Ok(());
    }
    let text = |v: &Versions| format!("{}.{}", v.format, v.analysis);
    Err(IndexError::Version { path: path.to_owned(), found: text(&found), expected: text(&expected) })
}

/// The payload of an index that had none a moment ago: its first commit may have been made since.
fn first_payload(path: &Path, index: &Index) -> Result<String, IndexError> {
    let metas = index.load_metas()?;
    let is_ours = metas.segments.is_empty() && metas.schema == schema::build().0;
    let none = if is_ours { IndexError::Missing } else { IndexError::Foreign };
    metas.payload.ok_or_else(|| none(path.to_owned()))
}

fn payload(index: &Index) -> Result<Option<String>, IndexError> {
    let read = index.directory().atomic_read(Path::new(META));
    let bytes = read.map_err(|error| IndexError::from(TantivyError::from(error)))?;
    let commit: Commit =
        serde_json::from_slice(&bytes).map_err(|error| IndexError::Damaged { what: format!("{META}: {error}") })?;
    Ok(commit.payload)
}
