//! The versions an index carries, in the payload of its commits; and whether a folder holds an index of ours at all.

use std::path::Path;

use serde::{Deserialize, Serialize};
use tantivy::directory::Directory;

use super::FORMAT_VERSION;
use super::directory::{IndexDirectory, MANAGED, META, is_own_file};
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
    /// Whether this is the commit that an index begins with, which holds nothing.
    #[serde(default, skip_serializing_if = "is_false")]
    begun: bool,
}

fn is_false(flag: &bool) -> bool {
    !flag
}

impl Versions {
    /// Those of this program.
    pub fn current() -> Self {
        Versions { format: FORMAT_VERSION, analysis: analyze::VERSION, begun: false }
    }

    /// The versions of this program, for the commit that an index begins with.
    pub(super) fn begun() -> Self {
        Versions { begun: true, ..Versions::current() }
    }

    /// As stored with a commit.
    pub fn to_payload(&self) -> String {
        serde_json::to_string(self).expect("numbers")
    }
}

/// How far the index in a folder is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// Something was committed to it.
    Committed,
    /// It was begun, and nothing was committed.
    Begun,
}

/// What is read here of the file that names the parts of an index: the rest takes much longer.
#[derive(Deserialize)]
struct Commit {
    payload: Option<String>,
}

/// What is read of a file that has no payload, since nothing was committed yet. That is seldom.
#[derive(Deserialize)]
struct Making {
    segments: Vec<serde::de::IgnoredAny>,
    schema: tantivy::schema::Schema,
}

/// Looks at the file that names the parts of the index in a folder, without the engine.
///
/// # Errors
/// When there is none, it is of another version or another program, or it is not as it was written.
pub(super) fn check(path: &Path, directory: &IndexDirectory) -> Result<State, IndexError> {
    let meta = path.join(META);
    let bytes = std::fs::read(&meta).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound if has_stored_articles(path) => {
            IndexError::Damaged { what: format!("{META} is missing") }
        }
        std::io::ErrorKind::NotFound => IndexError::Missing(path.to_owned()),
        _ => IndexError::of_io(error, path),
    })?;
    let payload = match serde_json::from_slice::<Commit>(&bytes) {
        Ok(commit) => commit.payload,
        Err(error) if path.join(MANAGED).exists() => {
            return Err(IndexError::Damaged { what: format!("{META}: {error}") });
        }
        Err(_) => return Err(IndexError::Foreign(path.to_owned())),
    };
    let sealed =
        directory.atomic_read(Path::new(META)).map_err(|error| IndexError::from(tantivy::TantivyError::from(error)));
    let Some(payload) = payload else {
        return if is_begun(&bytes) { Ok(State::Begun) } else { Err(IndexError::Foreign(path.to_owned())) };
    };
    let found = versions(&payload, path)?;
    let expected = Versions::current();
    if (found.format, found.analysis) != (expected.format, expected.analysis) {
        let text = |v: &Versions| format!("{}.{}", v.format, v.analysis);
        return Err(IndexError::Version { path: path.to_owned(), found: text(&found), expected: text(&expected) });
    }
    sealed.map(|_| if found.begun { State::Begun } else { State::Committed })
}

/// Whether this is what the engine writes before the first commit of an index of ours.
fn is_begun(meta: &[u8]) -> bool {
    let making: Result<Making, _> = serde_json::from_slice(meta);
    making.is_ok_and(|making| making.segments.is_empty() && making.schema == schema::build().0)
}

/// Whether files of an index lie in a folder, beside the one that names them.
fn has_stored_articles(path: &Path) -> bool {
    let names = std::fs::read_dir(path).into_iter().flatten().flatten().map(|entry| entry.path());
    names.into_iter().any(|name| is_own_file(&name) && name.extension().is_some_and(|ending| ending == "store"))
}

fn versions(payload: &str, path: &Path) -> Result<Versions, IndexError> {
    serde_json::from_str(payload).map_err(|error| {
        if payload.contains("format") || payload.contains("analysis") {
            return IndexError::Damaged { what: format!("{META}: {error}") };
        }
        IndexError::Foreign(path.to_owned())
    })
}
