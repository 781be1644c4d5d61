//! `onrecord stats`: what the index holds.

use std::path::Path;

use serde::Serialize;

use super::args::{Global, Stats, TableFormat};
use super::exit::{Failure, Outcome};
use super::terminal::Terminal;
use crate::index::Snapshot;
use crate::index::version::Versions;

#[derive(Serialize)]
struct Report {
    sources: usize,
    articles: u64,
    passages: u64,
    segments: usize,
    bytes: u64,
    speakers: u64,
    roles: u64,
    topics: u64,
    dated_articles: u64,
    versions: Versions,
}

/// Runs the command.
pub(super) fn run(global: &Global, args: &Stats, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let snapshot = Snapshot::open(&global.index)?;
    let report = report(&snapshot, &global.index)?;
    let value = serde_json::to_value(&report)?;
    match args.format {
        TableFormat::Json => writeln!(terminal.out(), "{value}")?,
        TableFormat::Text => print_rows(&value, terminal, |name, value| format!("{name:>14}  {value}"))?,
        TableFormat::Csv => terminal.table(|table| {
            table.row(["name", "value"])?;
            value.as_object().into_iter().flatten().try_for_each(|(name, value)| match value.as_object() {
                // A group of values is a row for each.
                Some(parts) => {
                    parts.iter().try_for_each(|(part, value)| table.row([&*format!("{name}.{part}"), &plain(value)]))
                }
                None => table.row([name.as_str(), &plain(value)]),
            })
        })?,
    }
    Ok(Outcome::Done)
}

fn report(snapshot: &Snapshot, folder: &Path) -> Result<Report, Failure> {
    let sources = snapshot.sources()?;
    Ok(Report {
        sources: sources.len(),
        articles: snapshot.article_count(),
        passages: snapshot.passage_count(),
        segments: snapshot.searcher().segment_readers().len(),
        bytes: folder_size(folder)?,
        speakers: snapshot.distinct_values(snapshot.fields().speaker)?,
        roles: snapshot.distinct_values(snapshot.fields().role)?,
        topics: snapshot.distinct_values(snapshot.fields().topic)?,
        dated_articles: snapshot.dated_articles()?,
        versions: Versions::current(),
    })
}

/// A value without the quotation marks of JSON.
fn plain(value: &serde_json::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn folder_size(folder: &Path) -> std::io::Result<u64> {
    let mut bytes = 0;
    for entry in std::fs::read_dir(folder)? {
        bytes += entry?.metadata().map_or(0, |metadata| metadata.len());
    }
    Ok(bytes)
}

fn print_rows(
    value: &serde_json::Value,
    terminal: &mut Terminal,
    row: impl Fn(&str, &serde_json::Value) -> String,
) -> Result<(), Failure> {
    for (name, value) in value.as_object().into_iter().flatten() {
        writeln!(terminal.out(), "{}", row(name, value))?;
    }
    Ok(())
}
