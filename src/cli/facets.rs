//! `onrecord facets`: count the values of a field.

use super::args::{ColumnField, FacetField, Facets, Global, Interval, SpeakerKind, TableFormat};
use super::exit::{Failure, Outcome};
use super::index_in_use::archive;
use super::notes;
use super::search::unit;
use super::terminal::Terminal;
use crate::annotate::speaker::SpeakerType;
use crate::render::facets::{csv, text};
use crate::render::json::write_line;
use crate::render::wire::facets_line;
use onrecord_api::{FacetsRequest, Field, Relation, Stop, Unit};

/// Runs the command.
pub(super) fn run(global: &Global, args: &Facets, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let request = FacetsRequest {
        field: field(args.field),
        query: args.query.join(" "),
        filters: args.filters.wanted(),
        interval: interval(args.interval),
        unit: unit(args.unit),
        limit: args.limit,
        by: args.by.map(column),
        prefix: args.prefix.clone(),
        speaker_type: args.speaker_type.map(speaker_type),
    };
    let answer = archive(global)?.facets(&request, &Stop::NEVER)?;
    if args.format != TableFormat::Json {
        notes::tell(&answer.notes, &args.filters, terminal);
    }
    match args.format {
        TableFormat::Text => {
            terminal.page();
            text(&answer, terminal.width, terminal.out())?;
            if answer.relation == Relation::AtLeast {
                terminal.note("there are more statements than are counted one by one: these are the newest");
            }
            if answer.without > 0 {
                terminal.note(&format!("{} {}", answer.without, without(args, answer.unit())));
            }
        }
        TableFormat::Json => write_line(&facets_line(&answer), terminal.out())?,
        TableFormat::Csv => {
            let mut table = Vec::new();
            csv(&answer, &mut table)?;
            terminal.whole_table(&table)?;
        }
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
        FacetField::Lang => Field::Lang,
        FacetField::Date => Field::Date,
    }
}

fn column(column: ColumnField) -> Field {
    match column {
        ColumnField::Speaker => Field::Speaker,
        ColumnField::Role => Field::Role,
        ColumnField::Topic => Field::Topic,
        ColumnField::Outlet => Field::Outlet,
        ColumnField::Author => Field::Author,
        ColumnField::Kind => Field::Kind,
        ColumnField::Lang => Field::Lang,
        ColumnField::Date => Field::Date,
    }
}

fn speaker_type(kind: SpeakerKind) -> SpeakerType {
    match kind {
        SpeakerKind::Person => SpeakerType::Person,
        SpeakerKind::Organisation => SpeakerType::Organisation,
        SpeakerKind::Group => SpeakerType::Group,
        SpeakerKind::Document => SpeakerType::Document,
        SpeakerKind::Unnamed => SpeakerType::Unnamed,
    }
}

fn interval(interval: Interval) -> onrecord_api::Interval {
    match interval {
        Interval::Year => onrecord_api::Interval::Year,
        Interval::Quarter => onrecord_api::Interval::Quarter,
        Interval::Month => onrecord_api::Interval::Month,
        Interval::Week => onrecord_api::Interval::Week,
        Interval::Day => onrecord_api::Interval::Day,
    }
}

/// What is not counted among the values.
fn without(args: &Facets, unit: Unit) -> String {
    let lacking = match (args.field, args.interval) {
        (FacetField::Date, Interval::Year) => "a date",
        (FacetField::Date, Interval::Quarter | Interval::Month) => "a date known to the month",
        (FacetField::Date, Interval::Week | Interval::Day) => "a date known to the day",
        _ => "a value",
    };
    let counted = match unit {
        Unit::Passage => "passages",
        Unit::Article => "articles",
        Unit::Quote => "statements",
    };
    format!("{counted} without {lacking}")
}
