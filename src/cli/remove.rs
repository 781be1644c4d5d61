//! `onrecord remove`: take the articles under paths out of the index, forget the paths, and make their words leave the
//! disk.

use super::args::{Global, Remove};
use super::compact::tell_erased;
use super::exit::{Failure, Outcome};
use super::index_in_use::archive;
use super::terminal::Terminal;
use onrecord_api::RemoveRequest;

/// Runs the command.
pub(super) fn run(global: &Global, args: &Remove, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let removed = archive(global)?.remove(&RemoveRequest { paths: args.paths.clone() })?;
    if removed.sources == 0 && removed.forgotten == 0 {
        terminal.note("no article of these paths is in the index");
        return Ok(Outcome::NothingFound);
    }
    terminal.note(&format!("removed {} articles of {} files", removed.articles, removed.sources));
    tell_erased(&removed.erased, terminal);
    for (path, above) in &removed.covered {
        terminal.note_line(&format!(
            "{path} lies below {above}, which stays indexed: the next run of index reads it again, unless it is moved away, \
             or {above} is removed and its other folders are indexed"
        ));
    }
    Ok(Outcome::Done)
}
