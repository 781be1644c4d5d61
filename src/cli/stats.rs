//! `onrecord stats`: what the index holds.

use super::args::{Global, Stats, TableFormat};
use super::exit::{Failure, Outcome};
use super::terminal::Terminal;
use crate::desk::Archive;
use crate::render::sanitize::sanitize_line;
use onrecord_api::Unread;

/// Runs the command.
pub(super) fn run(global: &Global, args: &Stats, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let mut stats = Archive::at(&global.index).stats()?;
    if args.format == TableFormat::Json {
        writeln!(terminal.out(), "{}", serde_json::to_value(stats)?)?;
        return Ok(Outcome::Done);
    }
    let unread = std::mem::take(&mut stats.unread);
    let mut value = serde_json::to_value(stats)?;
    value["unread"] = unread.len().into();
    match args.format {
        TableFormat::Json => {}
        TableFormat::Text => {
            print_rows(&value, terminal, |name, value| format!("{name:>14}  {value}"))?;
            print_unread(&unread, terminal)?;
        }
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

/// How many files that were not read are named in the text; JSON has all.
const NAMED: usize = 20;

fn print_unread(unread: &[Unread], terminal: &mut Terminal) -> Result<(), Failure> {
    for Unread { path, reason, advice, is_error } in unread.iter().take(NAMED) {
        // A message of an error names its file.
        let what = if *is_error { reason.clone() } else { format!("{path}: {reason}") };
        let advice = advice.as_ref().map_or_else(String::new, |advice| format!("; {advice}"));
        writeln!(terminal.out(), "    not read: {}", sanitize_line(&(what + &advice)))?;
    }
    if let Some(more) = unread.len().checked_sub(NAMED).filter(|more| *more > 0) {
        writeln!(terminal.out(), "    and {more} more: `onrecord stats --format json` lists all")?;
    }
    Ok(())
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
