//! Counts of values for people, and as a table for programs.

use std::io::{self, Write};

use anstyle::Style;
use unicode_width::UnicodeWidthStr;

use super::sanitize::sanitize;
use super::shown_words::cut;
use super::table::Table;
use onrecord_api::{FacetColumn, FacetValue, FacetsAnswer, Field, Unit};

/// Columns of the longest bar.
const BAR: u64 = 40;

const FAINT: Style = Style::new().dimmed();

/// Widest heading of a column.
const HEADING: usize = 16;

/// Prints counts: a histogram of dates, a table, or a list. Of a table the columns are printed that fit into `width`.
///
/// # Errors
/// When nothing can be written.
pub fn text(answer: &FacetsAnswer, width: Option<usize>, out: &mut dyn Write) -> io::Result<()> {
    if answer.by.is_some() {
        return table(answer, width, out);
    }
    heading(answer, out)?;
    let most = answer.values.iter().map(|value| value.count).max().unwrap_or(1).max(1);
    for value in &answer.values {
        match answer.field {
            Field::Date => bar(value, most, out)?,
            _ => writeln!(out, "{:>10}  {}", value.count, shown(&value.value, value.label.as_deref()))?,
        }
    }
    Ok(())
}

/// What the columns are: the unit that is counted, and of what.
fn heading(answer: &FacetsAnswer, out: &mut dyn Write) -> io::Result<()> {
    if answer.values.is_empty() {
        return Ok(());
    }
    let (unit, field) = (unit_name(answer), answer.field.name());
    let shares = answer.values.iter().any(|value| value.of.is_some());
    match answer.field {
        Field::Date if shares => writeln!(out, "{FAINT}{field:<10} {unit:>10}   of all{FAINT:#}"),
        Field::Date => writeln!(out, "{FAINT}{field:<10} {unit:>10}{FAINT:#}"),
        _ => writeln!(out, "{FAINT}{unit:>10}  {field}{FAINT:#}"),
    }
}

/// What is counted.
fn unit_name(answer: &FacetsAnswer) -> &'static str {
    match answer.unit() {
        Unit::Article => "articles",
        Unit::Passage => "passages",
        Unit::Quote => "statements",
    }
}

fn bar(FacetValue { value, count, of, .. }: &FacetValue, most: u64, out: &mut dyn Write) -> io::Result<()> {
    let bar = "█".repeat((count * BAR).div_ceil(most) as usize);
    let share = of.filter(|&of| of > 0).map(|of| format!(" {:>5.1} %", *count as f64 * 100.0 / of as f64));
    writeln!(out, "{}", format!("{value:<10} {count:>10}{} {bar}", share.unwrap_or_default()).trim_end())
}

fn shown(value: &str, label: Option<&str>) -> String {
    let label = label.map(|label| format!("  {}", sanitize(label))).unwrap_or_default();
    format!("{}{label}", sanitize(value))
}

/// A row for each value, a column for each value of the other field, and one for all.
fn table(answer: &FacetsAnswer, width: Option<usize>, out: &mut dyn Write) -> io::Result<()> {
    let name = |column: &FacetColumn| cut(&sanitize(column.label.as_deref().unwrap_or(&column.value)), HEADING);
    let mut headings: Vec<String> = answer.columns.iter().map(name).collect();
    let rows: Vec<String> = answer.values.iter().map(|value| cut(&sanitize(&value.value), 30)).collect();
    let first = rows.iter().map(|row| row.width()).max().unwrap_or(0).max(10);
    let all = headings.len();
    headings.truncate(fitting(&headings, first, width));
    let padded = |text: &str, width: usize| format!("{}{text}", " ".repeat(width.saturating_sub(text.width())));
    let line = |cells: &[String]| {
        let widths = headings.iter().map(|heading| heading.width().max(6)).chain([6]);
        cells.iter().zip(widths).map(|(cell, width)| format!("  {}", padded(cell, width))).collect::<String>()
    };
    let heads: Vec<String> = headings.iter().cloned().chain(["all".to_owned()]).collect();
    writeln!(out, "{FAINT}{:first$}{}{FAINT:#}", unit_name(answer), line(&heads))?;
    for (value, row) in answer.values.iter().zip(&rows) {
        let shown = value.by.iter().take(headings.len());
        let cells: Vec<String> = shown.chain([&value.count]).map(u64::to_string).collect();
        writeln!(out, "{row}{}{}", " ".repeat(first - row.width()), line(&cells))?;
    }
    match all - headings.len() {
        0 => Ok(()),
        left => writeln!(out, "{FAINT}{left} more columns do not fit; --format csv has all{FAINT:#}"),
    }
}

/// How many columns with these headings fit into a width beside a first column and that of the sums; at least one.
fn fitting(headings: &[String], first: usize, width: Option<usize>) -> usize {
    let Some(width) = width else { return headings.len() };
    let mut used = first + 8;
    let fit = |heading: &&String| {
        used += 2 + heading.width().max(6);
        used <= width
    };
    headings.iter().take_while(fit).count().max(1).min(headings.len())
}

/// Prints counts as comma-separated values: value, label, count, the total that the count is of, and the columns of a table.
///
/// # Errors
/// When nothing can be written.
pub fn csv(answer: &FacetsAnswer, out: &mut dyn Write) -> io::Result<()> {
    let mut table = Table::new(out);
    let unit = unit_name(answer);
    let shares = answer.values.iter().any(|value| value.of.is_some());
    let mut head = vec!["value", "label", unit];
    head.extend(shares.then_some("all"));
    head.extend(answer.columns.iter().map(|column| column.value.as_str()));
    table.row(head.iter().copied())?;
    for FacetValue { value, label, count, of, by } in &answer.values {
        let mut row = vec![value.clone(), label.clone().unwrap_or_default(), count.to_string()];
        row.extend(shares.then(|| of.unwrap_or_default().to_string()));
        row.extend(by.iter().map(u64::to_string));
        table.row(row.iter().map(String::as_str))?;
    }
    table.finish()
}
