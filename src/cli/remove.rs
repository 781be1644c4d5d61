//! `onrecord remove`: take the articles under paths out of the index.

use std::collections::HashSet;

use super::args::{Global, IndexOptions, Remove};
use super::exit::{Failure, Outcome};
use super::index::ingest_options;
use super::terminal::Terminal;
use crate::index::document::source_key;
use crate::index::writer::WriterOptions;
use crate::index::{Snapshot, Writer};
use crate::ingest::pipeline::settle_all;
use crate::ingest::plan::Known;

/// Runs the command.
pub(super) fn run(global: &Global, args: &Remove, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let snapshot = Snapshot::open(&global.index)?;
    let known = Known::of(&snapshot)?;
    let gone = known.vanished(&args.paths, &HashSet::new());
    if gone.is_empty() {
        terminal.note("no article of these paths is in the index");
        return Ok(Outcome::NothingFound);
    }
    let mut writer = Writer::open(&global.index, WriterOptions::default())?;
    for record in &gone {
        writer.remove_source(&source_key(&record.path));
    }
    let collection = snapshot.collection()?.unsettled();
    writer.put_collection(&collection)?;
    writer.commit()?;
    let options = ingest_options(global, &[], &IndexOptions::default(), false)?;
    settle_all(&mut writer, &collection, &options)?;
    writer.close()?;
    let articles: u32 = gone.iter().map(|record| record.articles).sum();
    terminal.note(&format!("removed {articles} articles of {} files", gone.len()));
    Ok(Outcome::Done)
}
