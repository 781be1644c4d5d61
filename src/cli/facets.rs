//! `onrecord facets`: count the values of a field.

use std::sync::Arc;

use jiff::civil::date;
use serde_json::json;

use super::args::{FacetField, Facets, Global, Interval, TableFormat};
use super::exit::{Failure, Outcome};
use super::search::{explain_error, filtered, parse};
use super::terminal::Terminal;
use crate::index::{Collection, Snapshot};
use crate::query::{Query, Stop};
use crate::render::json::write_line;
use crate::render::sanitize::sanitize;
use crate::search::facets::{Dates, Facet};
use crate::search::top::Admission;
use crate::search::{Engine, SearchError};

/// A value with its label and count.
struct Row {
    value: String,
    label: Option<String>,
    count: u64,
}

/// Runs the command.
pub(super) fn run(global: &Global, args: &Facets, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let text = if args.query.is_empty() { "*".to_owned() } else { args.query.join(" ") };
    let query = filtered(parse(&text)?, &args.filters)?;
    let snapshot = Snapshot::open(&global.index)?;
    let collection = Arc::new(snapshot.collection()?);
    let engine = Engine::new(&snapshot, collection.clone());
    let (mut rows, without) = rows(args, &engine, &query, &collection).map_err(|error| explain_error(error, &text))?;
    if args.field != FacetField::Date {
        rows.truncate(args.limit);
    }
    match args.format {
        TableFormat::Text => print_text(args, &rows, without, terminal)?,
        TableFormat::Json => print_json(args, &rows, without, terminal)?,
        TableFormat::Csv => print_csv(&rows, terminal)?,
    }
    Ok(Outcome::found(!rows.is_empty()))
}

fn rows(
    args: &Facets,
    engine: &Engine,
    query: &Query,
    collection: &Collection,
) -> Result<(Vec<Row>, u64), SearchError> {
    let admission = Admission { boilerplate: args.filters.include_boilerplate };
    let facet = match args.field {
        FacetField::Speaker => Facet::Speaker,
        FacetField::Role => Facet::Role,
        FacetField::Topic => Facet::Topic,
        FacetField::Outlet => Facet::Outlet,
        FacetField::Kind => Facet::Kind,
        FacetField::Date => return histogram(args.interval, engine.dates(query, admission, &Stop::NEVER)?),
    };
    let counts = engine.facets(query, admission, &[facet], &Stop::NEVER)?.pop().unwrap_or_default();
    let label = |value: &str| collection.topic_labels.get(value).filter(|_| facet == Facet::Topic).cloned();
    let row = |(value, count): (&str, u64)| Row { value: value.to_owned(), label: label(value), count };
    Ok((counts.by_frequency().into_iter().map(row).collect(), counts.without))
}

fn histogram(interval: Interval, (dates, mut without): Dates) -> Result<(Vec<Row>, u64), SearchError> {
    let mut rows: Vec<Row> = Vec::new();
    for ((first, last), count) in dates {
        let value = bucket(first, interval);
        if value != bucket(last, interval) {
            // Known to a year or a month only.
            without += count;
            continue;
        }
        match rows.last_mut() {
            Some(last) if last.value == value => last.count += count,
            _ => rows.push(Row { value, label: None, count }),
        }
    }
    Ok((rows, without))
}

/// The year, month or day of a day, given in days since 1970-01-01.
fn bucket(day: i64, interval: Interval) -> String {
    let day = date(1970, 1, 1).saturating_add(jiff::Span::new().try_days(day).unwrap_or_default());
    let format = match interval {
        Interval::Year => "%Y",
        Interval::Month => "%Y-%m",
        Interval::Day => "%Y-%m-%d",
    };
    day.strftime(format).to_string()
}

/// Columns of the longest bar.
const BAR: u64 = 40;

fn print_text(args: &Facets, rows: &[Row], without: u64, terminal: &mut Terminal) -> Result<(), Failure> {
    let most = rows.iter().map(|row| row.count).max().unwrap_or(1);
    for row in rows {
        let value = sanitize(&row.value);
        match args.field {
            FacetField::Date => {
                let bar = "█".repeat((row.count * BAR).div_ceil(most) as usize);
                writeln!(terminal.out(), "{value:<10} {:>8} {bar}", row.count)?;
            }
            _ => {
                let label = row.label.as_deref().map(|label| format!("  {}", sanitize(label))).unwrap_or_default();
                writeln!(terminal.out(), "{:>8}  {value}{label}", row.count)?;
            }
        }
    }
    if without > 0 {
        let what = match (args.field, args.interval) {
            (FacetField::Date, Interval::Year) => "articles without a date",
            (FacetField::Date, Interval::Month) => "articles without a date known to the month",
            (FacetField::Date, Interval::Day) => "articles without a date known to the day",
            _ => "passages without a value",
        };
        terminal.note(&format!("{without} {what}"));
    }
    Ok(())
}

fn print_json(args: &Facets, rows: &[Row], without: u64, terminal: &mut Terminal) -> Result<(), Failure> {
    let values: Vec<_> = rows
        .iter()
        .map(|row| match &row.label {
            Some(label) => json!({"value": row.value, "label": label, "count": row.count}),
            None => json!({"value": row.value, "count": row.count}),
        })
        .collect();
    let field = format!("{:?}", args.field).to_lowercase();
    Ok(write_line(&json!({"field": field, "values": values, "without": without}), terminal.out())?)
}

fn print_csv(rows: &[Row], terminal: &mut Terminal) -> Result<(), Failure> {
    terminal.table(|table| {
        table.row(["value", "label", "count"])?;
        rows.iter().try_for_each(|row| {
            table.row([row.value.as_str(), row.label.as_deref().unwrap_or_default(), &row.count.to_string()])
        })
    })?;
    Ok(())
}
