//! `onrecord index --check`: whether the index is whole.

use super::args::Global;
use super::exit::{Failure, Outcome};
use super::terminal::Terminal;
use crate::guard::guarded;
use crate::index::check::{Checked, check};

/// Problems that are named; the others are counted.
const NAMED: usize = 20;

/// Runs the command.
pub(super) fn run(global: &Global, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    #[cfg(feature = "remote")]
    if let Some(address) = super::index_in_use::address(global) {
        return super::cluster::run_check(address, terminal);
    }
    let checked = guarded(|| check(&global.index)).map_err(|words| {
        Failure::message(format!(
            "the index at {} cannot be checked: {words}; please report this",
            global.index.display()
        ))
    })??;
    let index = global.index.display();
    if checked.problems.is_empty() {
        let Checked { files, bytes, articles, passages, .. } = checked;
        terminal.note(&format!(
            "{index}: whole ({articles} articles, {passages} passages; {bytes} bytes in {files} files as they were written)"
        ));
        return Ok(Outcome::Done);
    }
    for problem in checked.problems.iter().take(NAMED) {
        terminal.error(problem);
    }
    if checked.problems.len() > NAMED {
        terminal.note(&format!("and {} more", checked.problems.len() - NAMED));
    }
    Err(Failure::message(format!("the index at {index} is not whole: {}", advice(&checked))))
}

/// What to do. To take anything away is advised only where bytes are wrong and nothing else lies in the folder.
fn advice(checked: &Checked) -> &'static str {
    match (checked.is_damaged, checked.is_index_alone) {
        (true, true) => {
            "check the disk, then remove the folder and run `onrecord index PATH` again, or bring it back from a backup"
        }
        (true, false) => {
            "check the disk, then index again in a new folder with `onrecord --index NEW index PATH`, or bring it back \
             from a backup; the folder holds other files, too"
        }
        (false, _) => {
            "its bytes are as they were written, so that the program is at fault; please report this, and index again \
             in a new folder with `onrecord --index NEW index PATH`"
        }
    }
}
