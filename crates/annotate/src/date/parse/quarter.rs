//! Quarters, halves and fiscal years in every notation, and the periods that figures are reported for.

use super::month::month_name;
use super::step::skip_the;
use super::year::{apostrophe_number, year_after, year_number};
use super::*;

/// `the third quarter of 2009`, `first-quarter`, `Q1 2009`, `1Q12`, `2012 Q1`, `Quarter 1 2012`.
pub(super) fn quarter(view: &View, p: usize) -> Matched {
    if let Some(found) = named(view, p).or_else(|| numbered(view, p)) {
        return Some(found);
    }
    let the = skip_the(view, p);
    let at = the + usize::from(view.tag(the) == Tag::Fiscal && view.joins(the));
    let fiscal = usize::from(view.tag(at + 1) == Tag::Fiscal);
    let unit = at + 1 + fiscal;
    if view.tag(unit) != Tag::Unit(Unit::Quarter) || !view.joins(at) {
        return None;
    }
    let n = match view.tag(at) {
        Tag::Ordinal(n @ 1..=4) => n,
        Tag::Final => 4,
        _ => return None,
    };
    if is_other_quarter(view, unit) {
        return None;
    }
    let (end, year) = whole_after(view, unit + 1);
    Some((end, Expr::calendar(year, Inner::Quarter(n))))
}

/// `quarter-mile`, `quarter-century`, `quarter-final`.
pub(super) fn is_other_quarter(view: &View, unit: usize) -> bool {
    matches!(view.folded(unit + 1), "mile" | "hour" | "final" | "finals" | "century" | "pounder" | "back" | "horse")
}

/// `Q1`, `1H`, `1Q12`, `2012Q1`, with the year that may follow.
fn named(view: &View, p: usize) -> Matched {
    let inner = match view.tag(p) {
        Tag::QuarterName(n) => Inner::Quarter(n),
        Tag::HalfName(n) => Inner::Half(n),
        Tag::QuarterOf { quarter, year } => return Some((p + 1, of_year(year, Inner::Quarter(quarter)))),
        Tag::HalfOf { half, year } => return Some((p + 1, of_year(year, Inner::Half(half)))),
        _ => return None,
    };
    if view.gap(p) == Gap::Slash
        && let Some((end, year)) = year_number(view, p + 1)
    {
        return Some((end, Expr::calendar(Year::Is(year), inner)));
    }
    // "Q4/18"
    if view.gap(p) == Gap::Slash
        && let Tag::Digits { value, len: 2 } = view.tag(p + 1)
    {
        return Some((p + 2, Expr::calendar(Year::TwoDigits(value as u8), inner)));
    }
    let unsaid = (p + 1, Year::Unsaid(Toward::Unsaid));
    let (end, year) = year_after(view, p + 1, true).unwrap_or_else(|| fiscal_after(view, p + 1).unwrap_or(unsaid));
    Some((end, Expr::calendar(year, inner)))
}

/// A year of four digits, or of two, with a part of it.
fn of_year(year: u16, inner: Inner) -> Expr {
    let year = if year < 100 { Year::TwoDigits(year as u8) } else { Year::Is(year as i16) };
    Expr::calendar(year, inner)
}

/// `Quarter 1 2012`.
fn numbered(view: &View, p: usize) -> Matched {
    let Tag::Digits { value: n @ 1..=4, len: 1 } = view.tag(p + 1) else { return None };
    if view.tag(p) != Tag::Unit(Unit::Quarter) || view.gap(p) != Gap::Space {
        return None;
    }
    let (end, year) = year_after(view, p + 2, true)?;
    Some((end, Expr::calendar(year, Inner::Quarter(n as u8))))
}

/// `the 1988 second quarter`, `2012 Q1`, `the 1989 first half`.
pub(super) fn after_year(view: &View, p: usize) -> Matched {
    let (at, year) = year_number(view, skip_the(view, p))?;
    if !view.joins(at - 1) {
        return None;
    }
    let (end, inner) = match (view.tag(at), view.tag(at + 1)) {
        (Tag::QuarterName(n), _) => (at + 1, Inner::Quarter(n)),
        (Tag::HalfName(n), _) => (at + 1, Inner::Half(n)),
        (Tag::Ordinal(n @ 1..=4), Tag::Unit(Unit::Quarter)) if view.joins(at) => (at + 2, Inner::Quarter(n)),
        (Tag::Ordinal(n @ 1..=2), Tag::Half) if view.joins(at) => (at + 2, Inner::Half(n)),
        (Tag::Month(month) | Tag::MonthWeak(month), _) => (at + 2, ended_in(view, month, at + 1)?),
        _ => return None,
    };
    Some((end, Expr::calendar(Year::Is(year), inner)))
}

/// `the September quarter`, `December quarter of 2018`, `the June 2018 half`: as companies in Australia and India call the
/// three or six months that end with a month. Those of other months than the calendar's quarters end with are no part of
/// one year's four.
pub(super) fn of_month(view: &View, p: usize) -> Matched {
    let at = skip_the(view, p);
    let (month, next) = month_name(view, at, true)?;
    let stated = year_number(view, next).filter(|_| view.gap(next - 1) == Gap::Space);
    let unit = stated.map_or(next, |(end, _)| end);
    let inner = ended_in(view, month, unit)?;
    if matches!(inner, Inner::Half(_)) && at == p {
        return None;
    }
    let year_of_half = view.gap(unit) == Gap::Hyphen && view.tag(unit + 1) == Tag::Unit(Unit::Year);
    let end = unit + 1 + usize::from(year_of_half && matches!(inner, Inner::Half(_)));
    let (end, year) = stated.map_or_else(|| whole_after(view, end), |(_, year)| (end, Year::Is(year)));
    Some((end, Expr::calendar(year, inner)))
}

/// The quarter or half that ends with the month, where the word at `unit` says so.
fn ended_in(view: &View, month: u8, unit: usize) -> Option<Inner> {
    let joined = view.joins(unit - 1);
    match view.tag(unit) {
        Tag::Unit(Unit::Quarter) if joined && !is_other_quarter(view, unit) && month.is_multiple_of(3) => {
            Some(Inner::Quarter(month / 3))
        }
        Tag::Half if joined && month.is_multiple_of(6) && !matches!(view.tag(unit + 1), Tag::A | Tag::Of) => {
            Some(Inner::Half(month / 6))
        }
        _ => None,
    }
}

/// `of 2009`, `of last year`, `2009`, `fiscal 2009` after a part of a year.
fn whole_after(view: &View, at: usize) -> (usize, Year) {
    let unsaid = (at, Year::Unsaid(Toward::Unsaid));
    if view.gap(at - 1) != Gap::Space {
        return unsaid;
    }
    let named = fiscal_after(view, at).or_else(|| year_after(view, at, false));
    named.or_else(|| of_the_year(view, at)).unwrap_or(unsaid)
}

/// `of the year` after a part of it: the year at hand.
fn of_the_year(view: &View, at: usize) -> Option<(usize, Year)> {
    let of = view.tag(at) == Tag::Of && view.tag(at + 1) == Tag::The && view.tag(at + 2) == Tag::Unit(Unit::Year);
    let joined = view.gap(at) == Gap::Space && view.gap(at + 1) == Gap::Space && view.gap(at + 2) != Gap::Hyphen;
    (of && joined && view.folded(at + 1) == "the").then_some((at + 3, Year::Unsaid(Toward::This)))
}

/// `of fiscal 2009`, `FY 2009`.
fn fiscal_after(view: &View, at: usize) -> Option<(usize, Year)> {
    let at = if view.tag(at) == Tag::Of && view.joins(at) { at + 1 } else { at };
    let (end, expr) = fiscal_year(view, at).filter(|_| view.joins(at - 1))?;
    match expr.core {
        Core::Calendar { year, .. } => Some((end, year)),
        _ => None,
    }
}

/// `fiscal 2012`, `FY 2012/13`, `FY13`, `the financial year 2012`: the year by which it is called.
pub(super) fn fiscal_year(view: &View, p: usize) -> Matched {
    if let Tag::FiscalYear(year) = view.tag(p) {
        return Some((p + 1, of_year(year, Inner::Whole)));
    }
    let word = skip_the(view, p);
    if view.tag(word) == Tag::Fiscal
        && view.gap(word) == Gap::Possessive
        && let Some(year) = apostrophe_number(view, word + 1)
    {
        return Some((word + 2, Expr::calendar(Year::TwoDigits(year), Inner::Whole)));
    }
    if view.tag(word) != Tag::Fiscal || !view.joins(word) {
        return None;
    }
    let year = word + 1 + usize::from(view.tag(word + 1) == Tag::Unit(Unit::Year));
    let (end, number) = year_number(view, year).filter(|_| view.joins(year - 1))?;
    let split = view.gap(end - 1) == Gap::Slash && matches!(view.tag(end), Tag::Digits { len: 2, .. });
    Some((end + usize::from(split), Expr::calendar(Year::Is(number), Inner::Whole)))
}

/// `the first half of 2010`, `the last half of 1989`, `the first two quarters of 1990`.
pub(super) fn half(view: &View, p: usize) -> Matched {
    let at = skip_the(view, p);
    let n = match (view.tag(at), view.folded(at)) {
        (Tag::Ordinal(n @ 1..=2), _) => n,
        (Tag::Last | Tag::Final, _) | (_, "latter") => 2,
        _ => return None,
    };
    let two = matches!(view.tag(at + 1), Tag::Cardinal(2) | Tag::Digits { value: 2, .. })
        && view.tag(at + 2) == Tag::Units(Unit::Quarter)
        && view.joins(at + 1);
    let end = match view.tag(at + 1) {
        Tag::Half => at + 2,
        _ if two => at + 3,
        _ => return None,
    };
    match whole_after(view, end) {
        (_, Year::Unsaid(Toward::Unsaid)) => None,
        (end, year) if view.joins(at) => Some((end, Expr::calendar(year, Inner::Half(n)))),
        _ => None,
    }
}

/// The period that figures are reported for: `the quarter`, `the latest quarter`, `the latest period`, and that a
/// year before it: `a year-earlier loss`, `the year-ago quarter`, `the year-earlier period`.
///
/// Business reports compare a quarter with the same quarter of the year before, and name either by such words.
pub(super) fn reported(view: &View, p: usize) -> Matched {
    year_before(view, p).or_else(|| latest(view, p))
}

/// `the latest quarter`, `the most recent quarter`, `the quarter`.
fn latest(view: &View, p: usize) -> Matched {
    if view.tag(p) != Tag::The || view.gap(p) != Gap::Space {
        return None;
    }
    let most_recent = view.folded(p + 1) == "most" && view.folded(p + 2) == "recent";
    let adjective = if most_recent { 2 } else { usize::from(matches!(view.folded(p + 1), "latest" | "last")) };
    let at = p + 1 + adjective;
    let period = match view.tag(at) {
        Tag::Unit(Unit::Quarter) => !is_other_quarter(view, at),
        _ => adjective > 0 && view.tag(at) == Tag::Period && view.folded(p + 1) != "last",
    };
    let of = view.tag(at + 1) == Tag::Of || view.gap(at) == Gap::Hyphen;
    let joined = (p + 1..at).all(|i| view.gap(i) == Gap::Space);
    (period && !of && joined).then(|| (at + 1, Expr::new(Core::Reported { years_before: 0 })))
}

/// `year-earlier`, `the year-ago quarter`, `the comparable year-earlier period`.
fn year_before(view: &View, p: usize) -> Matched {
    let the = usize::from(view.tag(p) == Tag::The && view.gap(p) == Gap::Space);
    let comparable = usize::from(matches!(view.folded(p + the), "comparable" | "corresponding"));
    let at = p + the + comparable;
    let year = view.tag(at) == Tag::Unit(Unit::Year) && view.gap(at) == Gap::Hyphen;
    if !year || !matches!(view.tag(at + 1), Tag::Ago | Tag::Earlier) {
        return None;
    }
    let end = at + 2;
    if let Tag::Ordinal(n @ 1..=4) = view.tag(end)
        && view.tag(end + 1) == Tag::Unit(Unit::Quarter)
    {
        return Some((end + 2, Expr::calendar(Year::Dct(-1), Inner::Quarter(n))));
    }
    let noun = view.tag(end) == Tag::Unit(Unit::Quarter) || view.tag(end) == Tag::Period;
    let end = end + usize::from(noun && view.gap(end - 1) == Gap::Space);
    Some((end, Expr::new(Core::Reported { years_before: 1 })))
}
