//! `onrecord compact`: make what was taken out of the index leave the disk.

use super::args::Global;
use super::errors::explained;
use super::exit::{Failure, Outcome};
use super::index_in_use::{address, archive};
use super::terminal::Terminal;
use crate::index::compact::compact;
use onrecord_api::Erased;

/// Runs the command.
pub(super) fn run(global: &Global, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    if address(global).is_some() {
        return in_cluster(global, terminal);
    }
    let done = compact(&global.index, u64::MAX)?;
    let index = global.index.display();
    terminal.note(&match done.rewritten {
        0 => format!("{index}: nothing of what was taken out is on the disk"),
        bytes => format!("{index}: {} written anew without what was taken out", megabytes(bytes)),
    });
    Ok(Outcome::Done)
}

/// Of an index in a cluster.
fn in_cluster(global: &Global, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let (erased, index) = (archive(global)?.erase()?, global.index.display());
    if erased.is_complete() {
        terminal.note(&format!("{index}: nothing of what was taken out is on the disks"));
        return Ok(Outcome::Done);
    }
    terminal.note(&match &erased.hindrance {
        Some(error) => explained(error),
        None => format!(
            "{index}: the cluster keeps some of what was taken out until its copies are sure to have it: run `onrecord \
             compact` again in some minutes"
        ),
    });
    Ok(Outcome::SomeFailed)
}

/// Says what a run has taken out and is still on the disk.
pub(super) fn tell_erased(erased: &Erased, terminal: &mut Terminal) {
    if erased.is_complete() {
        return;
    }
    let left = match &erased.hindrance {
        Some(error) => explained(error),
        None => format!("{} would have to be written anew", megabytes(erased.left)),
    };
    terminal.note(&format!(
        "the words of removed articles are found no more, but still on the disk ({left}): run `onrecord compact`"
    ));
}

fn megabytes(bytes: u64) -> String {
    format!("{} MB", bytes.div_ceil(1 << 20))
}
