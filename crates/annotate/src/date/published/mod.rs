//! When the article appeared: from a field beside the text, from the text's own words, from its address,
//! else by what the text's dates allow.

mod infer;
mod offices;
mod stated;

pub(super) use infer::precision;
pub(super) use offices::{Holding, Offices};

use jiff::civil::Date;

use super::parse::Found;
use super::tense::Tense;
use super::{Basis, Evidence, PartialDate, Precision, Published};
use onrecord_text::analyze::Analyzed;
use onrecord_text::date::{FieldDate, Order, address, field};
use onrecord_text::span::Span;

/// The publication date as far as it is given, by the strongest source that gives it.
///
/// A field that may be read two ways, day or month first, is decided by any other source that gives one of the
/// two; else both readings stay, as an interval.
pub(super) fn given(text: &Analyzed, found: &[Found]) -> Option<Published> {
    let metadata = &text.article.metadata;
    let stated = || stated::stated(text, found);
    let from_url = || metadata.url.as_deref().and_then(address::in_url);
    let named = || from_url().or_else(|| address::in_path(&text.article.path));
    let in_name = || named().map(|date| known(date, Basis::Filename, Vec::new()));
    match metadata.date.as_deref().and_then(field::read) {
        Some(either @ FieldDate::Either { .. }) => {
            let others = [stated(), in_name()];
            let decided = others.iter().flatten().find_map(|other| decided(either, other.best?));
            Some(decided.map_or_else(|| between(either), |date| known(date, Basis::Metadata, Vec::new())))
        }
        Some(FieldDate::Known(date)) => Some(known(date, Basis::Metadata, Vec::new())),
        Some(FieldDate::Until(last)) => stated().or_else(in_name).map(|published| until(published, last)),
        Some(week) => Some(between(week)),
        None => stated().or_else(in_name),
    }
}

/// What is known of the publication date, where a field says that it was no later than some day: the capture of a web
/// page says so. Nothing is changed where what is known is later than that.
pub(super) fn no_later(published: Published, text: &Analyzed) -> Published {
    match text.article.metadata.date.as_deref().and_then(field::read) {
        Some(FieldDate::Until(last)) => until(published, last),
        _ => published,
    }
}

fn until(published: Published, last: Date) -> Published {
    let is_bound = published.latest.is_none_or(|latest| last < latest);
    if !is_bound || published.earliest.is_some_and(|earliest| earliest > last) {
        return published;
    }
    // Other articles may still tell more.
    let basis = if published.basis == Basis::None { Basis::Inferred } else { published.basis };
    let precision = infer::precision(published.earliest, Some(last));
    Published { latest: Some(last), precision, basis, ..published }
}

/// The reading of a field that is the day `other`.
fn decided(field: FieldDate, other: PartialDate) -> Option<PartialDate> {
    let readings = [Order::DayFirst, Order::MonthFirst].map(|order| field.in_order(order));
    readings.iter().find_map(|reading| match reading {
        FieldDate::Known(date) if *date == other => Some(*date),
        _ => None,
    })
}

/// A field that leaves more than one day open: the interval from the first to the last; one day, if it is but one.
fn between(field: FieldDate) -> Published {
    if let FieldDate::Known(day) = field {
        return known(day, Basis::Metadata, Vec::new());
    }
    let Some((first, last)) = field.days() else { return Published::default() };
    Published {
        earliest: Some(first),
        latest: Some(last),
        best: Some(if (first.year(), first.month()) == (last.year(), last.month()) {
            PartialDate::of_month(first)
        } else {
            PartialDate::of_year(last.year())
        }),
        precision: precision(Some(first), Some(last)),
        basis: Basis::Metadata,
        evidence: Vec::new(),
    }
}

/// What the text's dates allow, and the holders of offices that it names; `tenses` are those around `found`.
pub(super) fn inferred(text: &Analyzed, found: &[Found], tenses: &[Tense], holdings: &[Holding]) -> Published {
    offices::confined(infer::infer(text, found, tenses), holdings)
}

/// The publication on a day that is known.
pub(super) fn day_published(day: Date) -> Published {
    known(PartialDate::of_day(day), Basis::Metadata, Vec::new())
}

/// A publication date known to the day, the month or the year. No such day: nothing is known.
fn known(date: PartialDate, basis: Basis, evidence: Vec<Evidence>) -> Published {
    match date.days() {
        Some((earliest, latest)) => Published {
            earliest: Some(earliest),
            latest: Some(latest),
            best: Some(date),
            precision: infer::precision(Some(earliest), Some(latest)),
            basis,
            evidence,
        },
        None => Published::default(),
    }
}

fn evidence(span: Span, rule: impl Into<String>) -> Evidence {
    Evidence { span, rule: rule.into() }
}
