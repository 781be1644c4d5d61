//! Days of a month: one, or several that share it.

use super::month::month_name;
use super::step::{connected, free, nth, skip_the};
use super::year::{counts, year_after, year_or_unsaid};
use super::*;
use crate::date::calendar::is_day_of_year;
use crate::date::holidays::{KNOWN_DAYS, KnownDay};
use onrecord_text::analyze::Shape;

/// A day's number at `p`.
fn day_number(view: &View, p: usize) -> Option<u8> {
    match view.tag(p) {
        Tag::Digits { value: v @ 1..=31, len: 1..=2 } => Some(v as u8),
        Tag::Ordinal(v @ 1..=31) => Some(v),
        _ => None,
    }
}

/// `4 July 1776`, `the 4th of July`.
pub(super) fn day_month(view: &View, p: usize) -> Matched {
    let at = if view.tag(p) == Tag::The && view.gap(p) == Gap::Space { p + 1 } else { p };
    let day = day_number(view, at).filter(|_| free(view, at))?;
    if let Some(found) = shared_month(view, at, day) {
        return Some(found);
    }
    if !matches!(view.gap(at), Gap::Space | Gap::Hyphen | Gap::Dot) {
        return None;
    }
    let of = view.tag(at + 1) == Tag::Of && view.gap(at + 1) == Gap::Space;
    if of && view.folded(at + 2) == "month" {
        return None;
    }
    if of && matches!(view.tag(at + 2), Tag::That | Tag::This) && view.tag(at + 3) == Tag::Unit(Unit::Month) {
        return Some((at + 4, Expr::calendar(Year::Unsaid(Toward::Unsaid), Inner::DayOf(day))));
    }
    let name = if of { at + 2 } else { at + 1 };
    let (month, next) = month_name(view, name, true).filter(|m| is_day_of_year(m.0, day))?;
    if !view.folded(name).starts_with(|c: char| c.is_ascii_lowercase()) {
        return None;
    }
    let said = hyphened_year(view, at, next).or_else(|| year_after(view, next, true));
    let (end, year) = said.unwrap_or_else(|| (next, known_year(view, (month, day), (p, next))));
    Some((end, Expr::calendar(year, Inner::Day(month, day))))
}

/// The year of two digits of `4-Feb-18`, as tables and headers write days.
fn hyphened_year(view: &View, at: usize, next: usize) -> Option<(usize, Year)> {
    let Tag::Digits { value, len: 2 } = view.tag(next) else { return None };
    let hyphened = view.gap(at) == Gap::Hyphen && view.gap(next - 1) == Gap::Hyphen && view.gap(next) != Gap::Hyphen;
    hyphened.then_some((next + 1, Year::TwoDigits(value as u8)))
}

/// The first of some days that share a month after the last (`15 to 22 February`, `9 and 10 May`, `1, 2 and 3 May`).
fn shared_month(view: &View, at: usize, day: u8) -> Matched {
    let (mut last, mut before, mut linked) = (at, day, false);
    loop {
        let connected = connected(view, last);
        linked |= connected.is_some();
        let next = connected.or_else(|| after_comma(view, last))?;
        let other = day_number(view, next).filter(|&other| free(view, next) && other > before)?;
        let name = next + 1 + usize::from(view.tag(next + 1) == Tag::Of);
        let month = month_name(view, name, true).filter(|m| is_day_of_year(m.0, day) && view.joins(next));
        if let Some((month, end)) = month.filter(|_| linked || view.tag(next - 1) == Tag::And) {
            let year = year_or_unsaid(view, end).1;
            return Some((at + 1, Expr::calendar(year, Inner::Day(month, day))));
        }
        (last, before) = (next, other);
    }
}

/// The word after a comma that follows word `at`, or after a comma and `and`.
fn after_comma(view: &View, at: usize) -> Option<usize> {
    let and = view.tag(at + 1) == Tag::And && view.gap(at + 1) == Gap::Space;
    (view.gap(at) == Gap::Comma).then_some(at + 1 + usize::from(and))
}

/// The bare number that may be the other end of a range whose first end ends before word `end`: its
/// place, value and number of digits.
pub(super) fn bare_end(view: &View, end: usize) -> Option<(usize, u32, u8)> {
    let at = connected(view, end - 1)?;
    let (value, len) = match view.tag(at) {
        Tag::Digits { value, len } => (value, len),
        Tag::Ordinal(v) => (u32::from(v), 2),
        _ => return None,
    };
    is_bare(view, at).then_some((at, value, len))
}

/// Whether a number counts nothing and is no part of a time, a number or a date of its own.
fn is_bare(view: &View, at: usize) -> bool {
    let counted = view.joins(at)
        && view.shape(at + 1) == Shape::Lower
        && !matches!(view.tag(at + 1), Tag::Other | Tag::In | Tag::At | Tag::Since | Tag::And | Tag::To);
    let nouns = view.gap(at) == Gap::Space
        && view.folded(at + 1).ends_with('s')
        && view.shape(at + 1) == Shape::Lower
        && view.tag(at + 1) == Tag::Other
        && !matches!(view.folded(at + 1), "as" | "was");
    let clock = matches!(view.gap(at), Gap::Colon | Gap::Hyphen | Gap::Slash);
    let month = matches!(view.tag(at + 1), Tag::Month(_) | Tag::MonthWeak(_)) && view.joins(at);
    let counts = view.gap(at) == Gap::Space && counts(view, at + 1);
    !(counted || nouns || clock || month || counts)
}

/// The days that go on from a day of a month that ends before word `end`, in one month and in order, each with its place:
/// `to 23`, `, 2 and 3`. Commas alone make no list ("On May 1, 2 people came").
pub(super) fn listed(view: &View, end: usize, day: u8) -> Vec<(usize, u8)> {
    let (mut days, mut sure) = (Vec::new(), 0);
    let (mut last, mut before) = (end - 1, day);
    while let Some((at, day, closes)) = next_listed(view, last).filter(|next| next.1 > before) {
        days.push((at, day));
        sure = if closes { days.len() } else { sure };
        (last, before) = (at, day);
    }
    days.truncate(sure);
    days
}

/// The number that goes on after word `last`, and whether a word or a dash links it rather than a comma.
fn next_listed(view: &View, last: usize) -> Option<(usize, u8, bool)> {
    if let Some((at, value @ 1..=31, 1..=2)) = bare_end(view, last + 1) {
        return free(view, at).then_some((at, value as u8, true));
    }
    let at = after_comma(view, last)?;
    let day = day_number(view, at).filter(|_| free(view, at))?;
    let closes = view.tag(at - 1) == Tag::And;
    (!closes || is_bare(view, at)).then_some((at, day, closes))
}

/// `July 4, 1776`, `Jan. 28`, `September 27th`.
pub(super) fn month_day(view: &View, p: usize) -> Matched {
    let (month, mut at) = month_name(view, p, true)?;
    if !matches!(view.gap(p), Gap::Space | Gap::Dot | Gap::Hyphen) {
        return None;
    }
    if view.tag(at) == Tag::The && view.gap(at) == Gap::Space {
        at += 1;
    }
    let day = day_number(view, at).filter(|d| free(view, at) && is_day_of_year(month, *d))?;
    if counts_things(view, at) {
        return None;
    }
    let (end, year) = year_or_unsaid(view, at + 1);
    let year = range_year(view, end, day, year);
    let year = if year == Year::Unsaid(Toward::Unsaid) { known_year(view, (month, day), (p, end)) } else { year };
    Some((end, Expr::calendar(year, Inner::Day(month, day))))
}

/// The year of a day that goes by its date, where what happened then stands beside it: "the Sept. 11 attacks", "the attacks of
/// Sept. 11".
fn known_year(view: &View, date: (u8, u8), (from, end): (usize, usize)) -> Year {
    let follows = |known: &KnownDay| known.then.contains(&view.folded(end)) && view.gap(end - 1) == Gap::Space;
    // "the attacks of Sept. 11": several, since "the attack of Sept. 11" may be any.
    let of = view.before(from) == Tag::Of && from > view.from + 1;
    let event = if of { view.folded(from - 2) } else { "" };
    let leads = |known: &KnownDay| event.ends_with('s') && known.then.contains(&event);
    let is_it = |known: &&KnownDay| (known.month, known.day) == date && (follows(known) || leads(known));
    KNOWN_DAYS.iter().find(is_it).map_or(Year::Unsaid(Toward::Unsaid), |known| Year::Known(known.year))
}

/// The year that follows the other end of a range or the last of a list of days (`May 6-7, 1864`).
fn range_year(view: &View, end: usize, day: u8, year: Year) -> Year {
    if year != Year::Unsaid(Toward::Unsaid) {
        return year;
    }
    let last = listed(view, end, day).last().copied();
    last.and_then(|(at, _)| year_after(view, at + 1, true)).map_or(year, |y| y.1)
}

/// `May 5 million people`: the number belongs to what follows.
fn counts_things(view: &View, at: usize) -> bool {
    matches!(view.gap(at), Gap::Space)
        && (matches!(view.folded(at + 1), "percent" | "million" | "billion" | "per")
            || matches!(view.tag(at + 1), Tag::Units(_)))
}

/// `the last week of March`.
pub(super) fn week_of_month(view: &View, p: usize) -> Matched {
    let at = skip_the(view, p);
    let n = nth(view, at).filter(|n| *n <= 5)?;
    let week = view.tag(at + 1) == Tag::Unit(Unit::Week) && view.tag(at + 2) == Tag::Of;
    let (month, next) = month_name(view, at + 3, true).filter(|_| week && view.gap(at) == Gap::Space)?;
    let (end, year) = year_or_unsaid(view, next);
    Some((end, Expr::calendar(year, Inner::WeekOf(month, n))))
}

/// `on the 20th`, where no noun follows.
pub(super) fn day_of(view: &View, p: usize) -> Matched {
    let Tag::Ordinal(day @ 1..=31) = view.tag(p + 1) else { return None };
    let led = matches!(view.before(p), Tag::On | Tag::Since | Tag::Of);
    let goes_on = matches!(
        view.folded(p + 2),
        "was"
            | "were"
            | "had"
            | "to"
            | "and"
            | "at"
            | "he"
            | "she"
            | "they"
            | "it"
            | "we"
            | "i"
            | "unless"
            | "if"
            | "but"
            | "when"
            | "after"
            | "before"
            | "as"
            | "because"
            | "with"
            | "that"
            | "is"
            | "will"
            | "would"
            | "by"
            | "until"
    );
    (view.tag(p) == Tag::The && led && view.in_digits(p + 1) && (view.ends_clause(p + 1) || goes_on))
        .then(|| (p + 2, Expr::calendar(Year::Unsaid(Toward::Unsaid), Inner::DayOf(day))))
}
