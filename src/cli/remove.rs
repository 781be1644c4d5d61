//! `onrecord remove`: take the articles under paths out of the index, forget the paths, and make their words leave the
//! disk.

use std::collections::HashSet;

use super::args::{Global, IndexOptions, Remove};
use super::compact::erase;
use super::exit::{Failure, Outcome};
use super::index::{How, ingest_options};
use super::terminal::Terminal;
use crate::index::document::source_key;
use crate::index::record::SourceRecord;
use crate::index::writer::WriterOptions;
use crate::index::{Snapshot, Writer};
use crate::ingest::pipeline::settle_all;
use crate::ingest::plan::{Known, Places};
use crate::source::text_path;

/// Runs the command.
pub(super) fn run(global: &Global, args: &Remove, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let snapshot = Snapshot::open(&global.index)?;
    let known = Known::of(&snapshot)?;
    let places: Places = known.places_of(&args.paths).into_iter().collect();
    let gone = known.vanished(&places, &HashSet::new());
    let forgotten: Vec<&str> = known.paths_under(&places).map(|(_, record)| record.path.as_str()).collect();
    if gone.is_empty() && forgotten.is_empty() {
        terminal.note("no article of these paths is in the index");
        return Ok(Outcome::NothingFound);
    }
    take_out(global, &snapshot, &places, &gone, &forgotten)?;
    let articles: u32 = gone.iter().map(|record| record.articles).sum();
    terminal.note(&format!("removed {articles} articles of {} files", gone.len()));
    drop(snapshot);
    erase(&global.index, true, terminal)?;
    Ok(Outcome::Done)
}

fn take_out(
    global: &Global,
    snapshot: &Snapshot,
    places: &Places,
    gone: &[&SourceRecord],
    forgotten: &[&str],
) -> Result<(), Failure> {
    let mut writer = Writer::open(&global.index, WriterOptions::default())?;
    gone.iter().for_each(|record| writer.remove_source(&source_key(&record.path)));
    forgotten.iter().for_each(|path| writer.remove_path(path));
    let mut collection = snapshot.collection()?.unsettled();
    collection.taxonomies.retain(|folder, _| folder.is_empty() || !places.hold(&text_path(folder)));
    writer.put_collection(&collection)?;
    writer.commit()?;
    let options = ingest_options(global, &[], &IndexOptions::default(), How::default())?;
    settle_all(&mut writer, &collection, &options)?;
    writer.close()?;
    Ok(())
}
