//! `onrecord stats`: what the index holds.

use super::args::{Global, Stats, TableFormat};
use super::defaults::config_file;
use super::exit::{Failure, Outcome};
use super::index_from::IndexFrom;
use super::index_in_use::{address, archive};
use super::terminal::Terminal;
use crate::render::json::write_line;
use crate::render::stats::text;

/// Runs the command.
pub(super) fn run(global: &Global, args: &Stats, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let stats = archive(global)?.stats()?;
    let value = serde_json::to_value(&stats)?;
    match args.format {
        TableFormat::Json => write_line(&stats, terminal.out())?,
        TableFormat::Text => text(&stats, &index(global), &defaults(), terminal.out())?,
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

/// Which index it is, and why that one.
fn index(global: &Global) -> String {
    if let Some(address) = address(global) {
        return address.to_owned();
    }
    let folder = std::path::absolute(&global.index).unwrap_or_else(|_| global.index.clone());
    let why = match global.index_from {
        IndexFrom::Option => "as --index or ONRECORD_INDEX says",
        IndexFrom::Config => "as the configuration says",
        IndexFrom::Nearby | IndexFrom::New => "the nearest folder `index`",
        IndexFrom::DataFolder => "in your data folder",
    };
    format!("{} ({why})", folder.display())
}

/// Where the defaults of options come from.
fn defaults() -> String {
    config_file().map(|file| file.display().to_string()).unwrap_or_default()
}

/// A value without the quotation marks of JSON.
fn plain(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Null => String::new(),
        value => value.as_str().map_or_else(|| value.to_string(), str::to_owned),
    }
}
