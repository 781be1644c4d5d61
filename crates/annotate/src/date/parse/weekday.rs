//! Weekdays: the one meant, the nth of a month, that with a number, those some weeks off; days counted within a month.

use super::duration::amount;
use super::month::month_name;
use super::step::{nth, skip_the, skip_this, toward};
use super::year::{year_number, year_or_unsaid};
use super::*;
use crate::date::calendar::is_day_of_year;
use onrecord_text::analyze::Shape;

/// Names that weekdays of history bear: "Black Monday", "Bloody Sunday", "Super Tuesday".
fn named_weekday(view: &View, p: usize) -> Matched {
    let named = matches!(view.folded(p), "black" | "bloody" | "super" | "fat" | "maundy" | "shrove" | "cyber" | "holy");
    match view.tag(p + 1) {
        Tag::Weekday(day) if named && view.shape(p) == Shape::Capitalised && view.gap(p) == Gap::Space => {
            Some((p + 2, Expr::new(Core::NamedWeekday(day))))
        }
        _ => None,
    }
}

/// `Monday`, `last Monday`, `the following Monday`.
pub(super) fn weekday(view: &View, p: usize) -> Matched {
    if p > view.from && named_weekday(view, p - 1).is_some() {
        return named_weekday(view, p - 1);
    }
    let at = skip_this(view, skip_the(view, p));
    let toward = toward(view, at);
    let name = at + usize::from(toward.is_some());
    let Tag::Weekday(day) = view.tag(name) else { return None };
    if name > p && (toward.is_none() || view.gap(name - 1) != Gap::Space) {
        return None;
    }
    Some((name + 1, Expr::new(Core::Weekday { day, toward: toward.unwrap_or(Toward::Unsaid) })))
}

/// `the first Monday in May`, `the last Friday of August`, `the last day of August`, `the first day of 2018`.
pub(super) fn nth_of_month(view: &View, p: usize) -> Matched {
    let at = skip_the(view, p);
    let n = nth(view, at)?;
    let links = matches!(view.tag(at + 2), Tag::Of | Tag::In);
    if !links || (at..at + 3).any(|i| view.gap(i) != Gap::Space) {
        return None;
    }
    let whole = view.tag(at + 1) == Tag::Unit(Unit::Day);
    let Some((month, next)) = month_name(view, at + 3, true) else {
        return if whole { end_of_year(view, at + 3, n) } else { None };
    };
    let inner = match view.tag(at + 1) {
        Tag::Weekday(day) if n <= 5 => Inner::NthWeekday(month, day, n),
        Tag::Unit(Unit::Day) if n < 0 => Inner::LastDay(month),
        Tag::Unit(Unit::Day) if is_day_of_year(month, n as u8) => Inner::Day(month, n as u8),
        _ => return None,
    };
    let (end, year) = year_or_unsaid(view, next);
    Some((end, Expr::calendar(year, inner)))
}

/// The first or the last day of the year at `p`.
fn end_of_year(view: &View, p: usize, n: i8) -> Matched {
    let (end, year) = year_number(view, p)?;
    let (month, day) = match n {
        1 => (1, 1),
        -1 => (12, 31),
        _ => return None,
    };
    Some((end, Expr::calendar(Year::Is(year), Inner::Day(month, day))))
}

/// `Friday the 13th`, `Tuesday 1st`: the month is that in which the day is such a weekday.
pub(super) fn numbered_weekday(view: &View, p: usize) -> Matched {
    let Tag::Weekday(weekday) = view.tag(p) else { return None };
    let the = usize::from(view.tag(p + 1) == Tag::The && view.gap(p + 1) == Gap::Space);
    let at = p + 1 + the;
    let Tag::Ordinal(day @ 1..=31) = view.tag(at) else { return None };
    let joined = view.gap(p) == Gap::Space || the == 1 && view.gap(p) == Gap::Comma;
    // "Monday 20th century", "Friday 13th Street"
    let names = matches!(view.tag(at + 1), Tag::Unit(_) | Tag::Units(_) | Tag::Half | Tag::Of)
        || the == 0 && view.shape(at + 1) == Shape::Capitalised;
    let apart = !names || !view.joins(at);
    (view.in_digits(at) && joined && apart).then(|| (at + 1, Expr::new(Core::NumberedWeekday { weekday, day })))
}

/// `a week on Tuesday`, `two weeks from Monday`, `Tuesday week`; `a week ago Friday`.
pub(super) fn weeks(view: &View, p: usize) -> Matched {
    if let (Tag::Weekday(day), Tag::Unit(Unit::Week)) = (view.tag(p), view.tag(p + 1)) {
        let alone = view.gap(p) == Gap::Space && view.ends_clause(p + 1);
        return alone.then(|| (p + 2, Expr::new(Core::WeekdayWeeks { day, weeks: 1 })));
    }
    let (end, count, unit) = amount(view, p)?;
    let weeks = match unit {
        Unit::Week => count.whole()?,
        Unit::Fortnight => count.whole()? * 2,
        _ => return None,
    };
    let weeks = i8::try_from(weeks).ok().filter(|weeks| (1..=8).contains(weeks))?;
    let (at, weeks) = match view.tag(end) {
        Tag::On if !is_length(view, p) => (end + 1, weeks),
        Tag::From => (end + 1, weeks),
        Tag::Ago => (end + 1 + usize::from(matches!(view.tag(end + 1), Tag::On | Tag::Last)), -weeks),
        _ => return None,
    };
    let Tag::Weekday(day) = view.tag(at) else { return None };
    (end - 1..at).all(|i| view.gap(i) == Gap::Space).then(|| (at + 1, Expr::new(Core::WeekdayWeeks { day, weeks })))
}

/// Whether the words before say that a length of time follows: "lasts a week", "for a week", "after a week".
fn is_length(view: &View, p: usize) -> bool {
    let verb = matches!(
        view.folded_before(p),
        "last" | "lasted" | "lasts" | "took" | "take" | "takes" | "within" | "him" | "her"
    );
    verb || matches!(view.before(p), Tag::Since | Tag::After | Tag::In | Tag::Approx)
}
