//! `onrecord index`: bring the index up to date with files and folders.

use super::args::{Global, Index};
use super::exit::{Failure, Outcome};
use super::terminal::Terminal;

/// Runs the command.
pub fn run(_: &Global, _: &Index, _: &mut Terminal) -> Result<Outcome, Failure> {
    Ok(Outcome::Done)
}
