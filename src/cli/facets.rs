//! `onrecord facets`: count the values of a field.

use super::args::{FacetField, Facets, Global, Interval, TableFormat};
use super::exit::{Failure, Outcome};
use super::terminal::Terminal;
use crate::desk::Archive;
use crate::render::json::write_line;
use crate::render::sanitize::sanitize;
use crate::render::wire::facets_line;
use onrecord_api::{FacetValue, FacetsAnswer, FacetsRequest, Field, Stop};

/// Runs the command.
pub(super) fn run(global: &Global, args: &Facets, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let request = FacetsRequest {
        field: field(args.field),
        query: if args.query.is_empty() { "*".to_owned() } else { args.query.join(" ") },
        filters: args.filters.wanted(),
        interval: match args.interval {
            Interval::Year => onrecord_api::Interval::Year,
            Interval::Month => onrecord_api::Interval::Month,
            Interval::Day => onrecord_api::Interval::Day,
        },
        limit: args.limit,
    };
    let answer = Archive::at(&global.index).facets(&request, &Stop::NEVER)?;
    match args.format {
        TableFormat::Text => print_text(args, &answer, terminal)?,
        TableFormat::Json => write_line(&facets_line(&answer), terminal.out())?,
        TableFormat::Csv => print_csv(&answer.values, terminal)?,
    }
    Ok(Outcome::found(!answer.values.is_empty()))
}

fn field(field: FacetField) -> Field {
    match field {
        FacetField::Speaker => Field::Speaker,
        FacetField::Role => Field::Role,
        FacetField::Topic => Field::Topic,
        FacetField::Outlet => Field::Outlet,
        FacetField::Author => Field::Author,
        FacetField::Kind => Field::Kind,
        FacetField::Date => Field::Date,
    }
}

/// Columns of the longest bar.
const BAR: u64 = 40;

fn print_text(args: &Facets, answer: &FacetsAnswer, terminal: &mut Terminal) -> Result<(), Failure> {
    let most = answer.values.iter().map(|value| value.count).max().unwrap_or(1);
    for FacetValue { value, label, count } in &answer.values {
        let value = sanitize(value);
        match answer.field {
            Field::Date => {
                let bar = "█".repeat((count * BAR).div_ceil(most) as usize);
                writeln!(terminal.out(), "{value:<10} {count:>8} {bar}")?;
            }
            _ => {
                let label = label.as_deref().map(|label| format!("  {}", sanitize(label))).unwrap_or_default();
                writeln!(terminal.out(), "{count:>8}  {value}{label}")?;
            }
        }
    }
    if answer.without > 0 {
        let what = match (args.field, args.interval) {
            (FacetField::Date, Interval::Year) => "articles without a date",
            (FacetField::Date, Interval::Month) => "articles without a date known to the month",
            (FacetField::Date, Interval::Day) => "articles without a date known to the day",
            _ => "passages without a value",
        };
        terminal.note(&format!("{} {what}", answer.without));
    }
    Ok(())
}

fn print_csv(values: &[FacetValue], terminal: &mut Terminal) -> Result<(), Failure> {
    terminal.table(|table| {
        table.row(["value", "label", "count"])?;
        values.iter().try_for_each(|FacetValue { value, label, count }| {
            table.row([value.as_str(), label.as_deref().unwrap_or_default(), &count.to_string()])
        })
    })?;
    Ok(())
}
