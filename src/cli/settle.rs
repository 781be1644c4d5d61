//! `onrecord settle`: works out anew what articles tell of each other.

use super::args::{Global, Settle};
use super::exit::{Failure, Outcome};
use super::index_in_use::archive;
use super::terminal::Terminal;
use onrecord_api::{SettleAnswer, SettleRequest};

/// Runs the command.
pub(super) fn run(global: &Global, args: &Settle, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let settled = archive(global)?.settle(&SettleRequest { threads: args.threads })?;
    terminal.note(&told(&settled));
    Ok(Outcome::Done)
}

fn told(settled: &SettleAnswer) -> String {
    let mut parts = Vec::new();
    let SettleAnswer { retagged, redated, names_changed } = settled;
    if *retagged > 0 {
        parts.push(format!("{retagged} articles annotated anew by the changed taxonomy"));
    }
    if *redated > 0 {
        parts.push(format!("{redated} articles dated by others"));
    }
    if *names_changed {
        parts.push("names of speakers brought together anew".to_owned());
    }
    if parts.is_empty() { "nothing changed".to_owned() } else { parts.join(", ") }
}
