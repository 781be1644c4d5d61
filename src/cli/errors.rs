//! Errors of the desk in the words of the command line: what to type to mend them.

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
        Error::Missing { .. } => format!("{error}: run `onrecord index PATH` first, or name another with --index"),
        Error::Locked { .. } => format!("{error}: wait for it, or name another index with --index"),
        Error::Version { .. } => {
            format!("{error}: rebuild it with `onrecord index --force PATH` after removing the folder's contents")
        }
        Error::Foreign { .. } => format!("{error}: name another folder with --index"),
        Error::Damaged { .. } => {
            format!("{error}: remove the folder's contents and run `onrecord index PATH` again")
        }
        Error::Unwritable { .. } => {
            format!("{error}: check that its disk has room and takes large files; what was committed before is kept")
        }
        Error::Setting { .. } | Error::Stopped { .. } | Error::Io { .. } | Error::Engine { .. } => error.to_string(),
    }
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
