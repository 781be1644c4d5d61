//! `onrecord compact`: make what was taken out of the index leave the disk.

use std::path::Path;

use super::args::Global;
use super::exit::{Failure, Outcome};
use super::terminal::Terminal;
use crate::index::IndexError;
use crate::index::compact::{Compacted, compact};

/// Bytes of an index that a run writes anew by itself so that what it took out leaves the disk: some seconds of work.
const AT_ONCE: u64 = 256 << 20;

/// Runs the command.
pub(super) fn run(global: &Global, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let done = compact(&global.index, u64::MAX)?;
    let index = global.index.display();
    terminal.note(&match done.rewritten {
        0 => format!("{index}: nothing of what was taken out is on the disk"),
        bytes => format!("{index}: {} written anew without what was taken out", megabytes(bytes)),
    });
    Ok(Outcome::Done)
}

/// Makes what a run has taken out leave the disk, or says that it is still there.
pub(super) fn erase(index: &Path, at_once: bool, terminal: &mut Terminal) -> Result<(), Failure> {
    let left = match compact(index, if at_once { u64::MAX } else { AT_ONCE }) {
        Ok(Compacted { left: 0, .. }) => return Ok(()),
        Ok(Compacted { left, .. }) => format!("{} would have to be written anew", megabytes(left)),
        Err(error @ (IndexError::Locked(_) | IndexError::Io { .. })) => error.to_string(),
        Err(error) => return Err(error.into()),
    };
    terminal.note(&format!(
        "the words of removed articles are found no more, but still on the disk ({left}): run `onrecord compact`"
    ));
    Ok(())
}

fn megabytes(bytes: u64) -> String {
    format!("{} MB", bytes.div_ceil(1 << 20))
}
