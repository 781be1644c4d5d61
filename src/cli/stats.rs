//! `onrecord stats`: what the index holds.

use super::args::{Global, Stats, TableFormat};
use super::exit::{Failure, Outcome};
use super::index_in_use::archive;
use super::terminal::Terminal;

/// Runs the command.
pub(super) fn run(global: &Global, args: &Stats, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let value = serde_json::to_value(archive(global)?.stats()?)?;
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

/// A value without the quotation marks of JSON.
fn plain(value: &serde_json::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
