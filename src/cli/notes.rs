//! Notes on how a query was read, with what to type about them.

use super::args::Filters;
use super::terminal::Terminal;
use crate::desk::advice::{EMPTY, FILTERS, UNLIKE};
use onrecord_api::Note;

/// Prints notes, a line each. `filters` are those of the command.
pub(super) fn tell(notes: &[Note], filters: &Filters, terminal: &mut Terminal) {
    for note in notes {
        terminal.note(&format!("note: {}{}", note.message, advice(note, filters)));
    }
}

/// What to type.
fn advice(note: &Note, filters: &Filters) -> String {
    match (note.code.as_str(), note.field) {
        (EMPTY, _) => "; `onrecord index FOLDER` reads some".to_owned(),
        (UNLIKE, Some(field)) if crate::query::Field::FACETS.contains(&field) => {
            format!("; `onrecord facets {}` lists those that there are", field.name())
        }
        (FILTERS, _) => format!(" {}", filters.written().join(" ")),
        ("beside-query", _) => ", by --sort and --limit".to_owned(),
        _ => String::new(),
    }
}
