//! Errors of the desk in the words of the command line: what to type to mend them.

use std::fmt;
use std::io::{self, ErrorKind};

use super::index_from::INDEX;
use crate::index::IndexError;
use crate::query::error::show;
use crate::span::Span;
use onrecord_api::{Error, QueryProblem};

/// The error, with what to do about it.
pub(super) fn explained(error: &Error) -> String {
    match error {
        Error::Query(problem) => with_caret(problem),
        Error::Filter { field: Some(field), problem } => format!("--{}: {}", field.name(), on_one_line(problem)),
        Error::Filter { field: None, problem } => format!("--since/--until: {}", on_one_line(problem)),
        Error::Setting { name, message } if name == "recent" => format!("--recent: {message}"),
        Error::Setting { name, message } if name == "paths" => {
            format!("{message}: name files or folders, as in `onrecord index FOLDER`")
        }
        Error::Setting { name, message } if name == "index" => {
            format!("{message}: name another folder for the index with --index")
        }
        Error::Missing { place } | Error::Begun { place } if is_address(place) => {
            format!(
                "no index at {place}: run `onrecord --index {place} index PATH` or `onrecord copy FOLDER {place}` first, or \
                 name another with --index"
            )
        }
        Error::Version { place, .. } if is_address(place) => {
            format!("{error}: copy the index to a new name with `onrecord copy FOLDER URL`")
        }
        Error::Foreign { place } if is_address(place) => {
            format!("{place} is an index that onrecord did not make: name another with --index")
        }
        Error::Missing { place } if place == INDEX => format!(
            "{error}, nor in a folder above: run `onrecord index PATH` to make one, or name another with --index"
        ),
        Error::Missing { .. } => format!("{error}: run `onrecord index PATH` first, or name another with --index"),
        Error::Begun { .. } => format!("{error}; run `onrecord index PATH` again"),
        Error::Locked { .. } => format!("{error}: wait for it, or name another index with --index"),
        Error::Version { .. } => {
            format!("{error}: rebuild it in a new folder with `onrecord --index NEW index PATH`")
        }
        Error::Foreign { .. } => format!("{error}: name another folder with --index"),
        Error::Damaged { .. } => format!("{error}: `onrecord index --check` tells how far, and what to do"),
        Error::Unwritable { place } => format!(
            "cannot write to the index at {place}: check that its disk has room and takes large files; what was \
             committed before is kept"
        ),
        Error::Io { place, code: Some(code), .. } => {
            format!("cannot use the index at {place}: {}", Cause(&io::Error::from_raw_os_error(*code)))
        }
        Error::Setting { name, message } if name == "copy" => {
            format!("{message}: if they are to go from there, say so with --prune")
        }
        Error::Refused { .. } => format!(
            "{error}: set ONRECORD_REMOTE_USER and ONRECORD_REMOTE_PASSWORD, or ONRECORD_REMOTE_KEY, or name a file with \
             them in ONRECORD_REMOTE_FILE"
        ),
        Error::Incomplete { .. } => {
            format!(
                "{error}: bring back the nodes that are missing; until then there is no answer that leaves nothing out"
            )
        }
        Error::Setting { .. } | Error::Stopped { .. } | Error::Io { .. } | Error::Engine { .. } => error.to_string(),
    }
}

/// Whether an index is in a cluster.
fn is_address(place: &str) -> bool {
    place.starts_with("http://") || place.starts_with("https://")
}

/// An error of the index in the words of the command line.
pub(super) fn of_index(error: &IndexError) -> String {
    explained(&Error::from(error))
}

/// A mistake in a query, with a caret under its place.
fn with_caret(problem: &QueryProblem) -> String {
    let [start, end] = problem.span.bytes;
    let shown = show(&problem.message, &problem.advice(), Span { start, end }, &problem.text);
    shown.strip_prefix("error: ").unwrap_or(&shown).to_owned()
}

fn on_one_line(problem: &QueryProblem) -> String {
    let mut message = problem.message.clone();
    for line in problem.advice() {
        message.push_str(&format!("; {line}"));
    }
    message
}

/// What the file system refused, in words that say what to do. Nothing of this is damage.
struct Cause<'a>(&'a io::Error);

/// Numbers of errors that the standard library has no kinds for, the same on Linux, macOS and the BSDs.
const INPUT_OUTPUT: i32 = 5;
const OPEN_FILES_OF_SYSTEM: i32 = 23;
const OPEN_FILES_OF_PROCESS: i32 = 24;

impl fmt::Display for Cause<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let advice = match (self.0.kind(), self.0.raw_os_error()) {
            (ErrorKind::PermissionDenied, _) => {
                return f.write_str(
                    "permission denied; its owner can open it to others with `onrecord index --shared`, to be read",
                );
            }
            (ErrorKind::ReadOnlyFilesystem, _) => "it can be searched there, but not changed",
            (ErrorKind::StorageFull | ErrorKind::QuotaExceeded, _) => {
                "make room and run the command again; what was committed before is kept"
            }
            (ErrorKind::FileTooLarge, _) => {
                "raise the limit on the size of files (`ulimit -f`); what was committed before is kept"
            }
            (ErrorKind::OutOfMemory, _) => "close other programs, or raise the limit on memory (`ulimit -v`)",
            (_, Some(OPEN_FILES_OF_SYSTEM | OPEN_FILES_OF_PROCESS)) if cfg!(unix) => {
                "close other programs, or raise the limit on open files (`ulimit -n`)"
            }
            (_, Some(INPUT_OUTPUT)) if cfg!(unix) => {
                "the disk or the network could not deliver; see to it, then run `onrecord index --check`"
            }
            (ErrorKind::NotADirectory, _) => "an index is a folder; name another with --index",
            _ => return write!(f, "{}", self.0),
        };
        write!(f, "{}; {advice}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(unix)]
    fn every_refusal_has_words_of_its_own_and_none_speaks_of_damage() {
        let words: Vec<String> = [1, 5, 12, 13, 20, 23, 24, 27, 28, 30]
            .map(|code| {
                let reason = io::Error::from_raw_os_error(code).to_string();
                explained(&Error::Io { place: "d".into(), reason, code: Some(code) })
            })
            .to_vec();
        for message in &words {
            assert!(message.starts_with("cannot use the index at d: "), "{message}");
            assert!(!message.contains("damage") && !message.contains("remove"), "{message}");
        }
        assert!(words[6].contains("open files") && words[2].contains("memory") && words[3].contains("denied"));
    }
}
