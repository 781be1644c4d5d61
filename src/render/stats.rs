//! What an index holds, for people.

use std::collections::BTreeMap;
use std::io::{self, Write};

use jiff::Timestamp;

use super::dates::day;
use super::sanitize::sanitize;
use anstyle::Style;
use onrecord_api::{StatsAnswer, Unread};

const FAINT: Style = Style::new().dimmed();

/// Paths of unread files that are named of each kind.
const NAMED: usize = 5;

/// Prints what an index holds. `index` and `defaults` say which index it is, and what the defaults of options are.
///
/// # Errors
/// When nothing can be written.
pub fn text(stats: &StatsAnswer, index: &str, defaults: &str, out: &mut dyn Write) -> io::Result<()> {
    let StatsAnswer { articles, passages, sources, speakers, roles, topics, dated_articles, .. } = stats;
    let rows = [
        ("index", index.to_owned()),
        ("defaults", defaults.to_owned()),
        ("paths", stats.paths.join(", ")),
        ("articles", format!("{articles} in {}, {}", counted(*sources, "file"), size(stats.source_bytes))),
        ("passages", passages.to_string()),
        ("period", stats.period.map(|[first, last]| between(first, last)).unwrap_or_default()),
        ("dated", format!("{dated_articles} of {}", counted(*articles, "article"))),
        ("speakers", format!("{}, {}", counted(*speakers, "name"), counted(*roles, "role"))),
        ("topics", topics.to_string()),
        ("on disk", format!("{} in {}", size(stats.bytes), counted(stats.segments, "part"))),
        ("changed", stats.changed.as_deref().map(moment).unwrap_or_default()),
        ("version", format!("format {}, analysis {}", stats.versions.format, stats.versions.analysis)),
    ];
    rows.iter().filter(|(_, value)| !value.is_empty()).try_for_each(|(name, value)| row(name, value, out))?;
    unread(&stats.unread, out)
}

fn row(name: &str, value: &str, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{FAINT}{name:>9}{FAINT:#}  {}", sanitize(value))
}

/// The files that were not read: those passed over by reason, those that failed one by one.
fn unread(files: &[Unread], out: &mut dyn Write) -> io::Result<()> {
    if files.is_empty() {
        return Ok(());
    }
    row("not read", &counted(files.len() as u64, "file"), out)?;
    let mut skipped: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    files.iter().filter(|file| !file.failed).for_each(|file| skipped.entry(&file.why).or_default().push(&file.path));
    for (why, paths) in skipped {
        row("", &format!("{}: {why}: {}", paths.len(), named(&paths)), out)?;
    }
    let failed: Vec<&str> = files.iter().filter(|file| file.failed).map(|file| file.why.as_str()).collect();
    failed.iter().take(NAMED).try_for_each(|why| row("", &format!("failed: {why}"), out))?;
    if failed.len() > NAMED {
        row("", &format!("{} more failed; --format json lists them all", failed.len() - NAMED), out)?;
    }
    Ok(())
}

/// The first of some paths, and how many more there are.
fn named(paths: &[&str]) -> String {
    let shown = paths[..paths.len().min(NAMED)].join(", ");
    if paths.len() > NAMED { format!("{shown} and {} more", paths.len() - NAMED) } else { shown }
}

fn counted(number: u64, what: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {what}{plural}")
}

fn between(first: jiff::civil::Date, last: jiff::civil::Date) -> String {
    if first == last { day(first) } else { format!("{} to {}", day(first), day(last)) }
}

/// A size in decimal units: "66 kB", "1.6 GB".
fn size(bytes: u64) -> String {
    let units = [(1e9, "GB"), (1e6, "MB"), (1e3, "kB")];
    let Some((unit, name)) = units.into_iter().find(|(unit, _)| bytes as f64 >= *unit) else {
        return counted(bytes, "byte");
    };
    let number = bytes as f64 / unit;
    if number < 10.0 { format!("{number:.1} {name}") } else { format!("{number:.0} {name}") }
}

/// "30 November 2026, 21:49 UTC", of a time as JSON has it.
fn moment(time: &str) -> String {
    let parsed: Result<Timestamp, _> = time.parse();
    parsed.map_or_else(|_| time.to_owned(), |time| time.strftime("%-d %B %Y, %H:%M UTC").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_for_people() {
        let sizes = [0, 1, 999, 1_000, 66_379, 1_600_000_000].map(size);
        assert_eq!(sizes, ["0 bytes", "1 byte", "999 bytes", "1.0 kB", "66 kB", "1.6 GB"]);
    }
}
