//! Expressions that count from the day of writing or from the time spoken of.

use super::duration::amount;
use super::step::{skip_this, toward};
use super::*;
use onrecord_text::analyze::Shape;

/// A relative expression at `p`.
pub(super) fn relative(view: &View, p: usize) -> Matched {
    let counted = || weekday::weeks(view, p).or_else(|| distance(view, p));
    earlier_later(view, p).or_else(|| plain(view, p)).or_else(counted).or_else(|| beside(view, p))
}

/// One that does not count units: `today`, `last week`, `that night`.
pub(super) fn plain(view: &View, p: usize) -> Matched {
    deictic(view, p)
        .or_else(|| day_part(view, p))
        .or_else(|| unit_end(view, p))
        .or_else(|| quarter::reported(view, p))
        .or_else(|| current(view, p))
        .or_else(|| unit(view, p))
        .or_else(|| the_unit(view, p))
}

/// `the current quarter`, `the current fiscal year`: that of the day of writing.
fn current(view: &View, p: usize) -> Matched {
    let at = if view.tag(p) == Tag::The && view.gap(p) == Gap::Space { p + 1 } else { p };
    let unit_at = at + 1 + usize::from(view.tag(at + 1) == Tag::Fiscal);
    let Tag::Unit(unit) = view.tag(unit_at) else { return None };
    let joined = (at..unit_at).all(|i| view.gap(i) == Gap::Space);
    let whole = !unit.is_clock() && unit != Unit::Season && joined;
    (view.folded(at) == "current" && whole).then(|| (unit_at + 1, shift(unit, 0, From::Context)))
}

fn shift(unit: Unit, count: i32, from: From) -> Expr {
    let amount = Amount::Tenths(count.unsigned_abs() * 10);
    Expr::new(Core::Shift { unit, count: amount, back: count < 0, from })
}

/// `earlier today`, `later this year`, `earlier in the day`.
fn earlier_later(view: &View, p: usize) -> Matched {
    if !matches!(view.tag(p), Tag::Earlier | Tag::Later) || !view.joins(p) {
        return None;
    }
    let (rest, edge) = absolute::edge(view, p)?;
    let (end, expr) = plain(view, rest)?;
    Some((end, expr.edged(Some(edge))))
}

/// `year-end`, `the year's end`, `month end`.
fn unit_end(view: &View, p: usize) -> Matched {
    let the = usize::from(view.tag(p) == Tag::The && view.gap(p) == Gap::Space);
    let Tag::Unit(unit @ (Unit::Year | Unit::Quarter | Unit::Month)) = view.tag(p + the) else { return None };
    let at = p + the + 1;
    let linked = matches!(view.gap(at - 1), Gap::Space | Gap::Hyphen | Gap::Possessive);
    let is_end = linked && view.folded(at) == "end";
    is_end.then(|| (at + 1, shift(unit, 0, From::Context).edged(Some(Edge::Late))))
}

/// `today`, `yesterday morning`, `tonight`, `the day after tomorrow`.
fn deictic(view: &View, p: usize) -> Matched {
    if view.tag(p) == Tag::Tonight {
        return Some((p + 1, shift(Unit::Day, 0, From::Dct).in_part(DayPart::Night)));
    }
    if is_name_of_news(view, p) {
        return None;
    }
    if let Tag::Deictic(days) = view.tag(p) {
        return Some(part_after(view, p + 1, shift(Unit::Day, i32::from(days), From::Dct)));
    }
    let at = if view.tag(p) == Tag::The { p + 1 } else { p };
    let sign = match view.tag(at + 1) {
        Tag::Before => -1,
        Tag::After => 1,
        _ => return None,
    };
    match view.tag(at + 2) {
        Tag::Deictic(days) if view.tag(at) == Tag::Unit(Unit::Day) && i32::from(days) == sign => {
            Some((at + 3, shift(Unit::Day, sign * 2, From::Dct)))
        }
        _ => None,
    }
}

/// `USA Today`, `VOA Today`: a name, where a capital follows an acronym or a word that such names begin with.
fn is_name_of_news(view: &View, p: usize) -> bool {
    let capital = view.shape(p) == Shape::Capitalised && p > view.from && view.gap(p - 1) == Gap::Space;
    let first =
        matches!(view.folded_before(p), "russia" | "india" | "psychology" | "christianity" | "physics" | "history");
    view.tag(p) == Tag::Deictic(0) && capital && (first || view.shape(p - 1) == Shape::Upper)
}

/// A part of the day after a day.
fn part_after(view: &View, end: usize, expr: Expr) -> (usize, Expr) {
    match view.tag(end) {
        Tag::DayPart(part) if view.gap(end - 1) == Gap::Space => (end + 1, expr.in_part(part)),
        _ => (end, expr),
    }
}

/// `this morning`, `last night`, `that evening`, `the next morning`, `in the afternoon`, `at night`.
fn day_part(view: &View, p: usize) -> Matched {
    let the = view.tag(p) == Tag::The && view.gap(p) == Gap::Space;
    let at = if the { p + 1 } else { p };
    if let Tag::DayPart(part) = view.tag(at) {
        return bare_part(view, p, at, part);
    }
    let Tag::DayPart(part) = view.tag(at + 1) else { return None };
    if view.gap(at) != Gap::Space {
        return None;
    }
    let (count, from) = match view.tag(at) {
        Tag::This => (0, From::Dct),
        Tag::Last | Tag::Past => (-1, From::Dct),
        Tag::That | Tag::Same => (0, From::Anchor),
        Tag::Next | Tag::Following => (1, From::Anchor),
        Tag::Previous => (-1, From::Anchor),
        Tag::Early | Tag::Late if the => (0, From::Context),
        Tag::Each => return Some((at + 2, Expr::new(Core::AnyDay).in_part(part))),
        _ => return None,
    };
    Some((at + 2, shift(Unit::Day, count, from).in_part(part)))
}

/// A part of the day without anything that says of which day.
fn bare_part(view: &View, p: usize, at: usize, part: DayPart) -> Matched {
    let before = view.before(p);
    if at > p {
        let led = matches!(
            before,
            Tag::In | Tag::Since | Tag::On | Tag::From | Tag::To | Tag::Early | Tag::Late | Tag::End | Tag::Of
        );
        return (led && view.tag(at + 1) != Tag::Of)
            .then(|| (at + 1, shift(Unit::Day, 0, From::Context).in_part(part)));
    }
    match (before, view.folded(at)) {
        (Tag::At, "night" | "dawn" | "dusk") => Some((at + 1, Expr::new(Core::AnyDay).in_part(part))),
        (_, "overnight") => Some((at + 1, shift(Unit::Day, 0, From::Context).in_part(part))),
        (_, "daytime" | "nighttime" | "midday") => Some((at + 1, Expr::new(Core::AnyDay).in_part(part))),
        (_, "morning" | "afternoon" | "evening") if matches!(view.folded(at + 1), "trading" | "trade") => {
            Some((at + 1, shift(Unit::Day, 0, From::Context).in_part(part)))
        }
        _ => None,
    }
}

/// `last week`, `this year`, `next month`, `the following day`, `that year`, `the same month`.
fn unit(view: &View, p: usize) -> Matched {
    let the = view.tag(p) == Tag::The && view.gap(p) == Gap::Space;
    let mut at = skip_this(view, if the { p + 1 } else { p });
    let lead = view.tag(at);
    if toward(view, at).is_none() || view.gap(at) != Gap::Space {
        return None;
    }
    at += 1;
    // ABC's "This Week" is a broadcast.
    if view.shape(at) == Shape::Capitalised && view.shape(at - 1) == Shape::Capitalised && p > view.from {
        return None;
    }
    if matches!(lead, Tag::This | Tag::That) && view.tag(at) == Tag::Same && view.gap(at) == Gap::Space {
        at += 1;
    }
    if matches!(view.tag(at), Tag::Fiscal | Tag::Filler) && view.gap(at) == Gap::Space {
        at += 1;
    }
    let Tag::Unit(unit) = view.tag(at) else { return None };
    if unit.is_clock() || unit == Unit::Season || unit == Unit::Quarter && is_fraction(view, at) {
        return None;
    }
    let (count, from) = match lead {
        Tag::This if unit == Unit::Day => return Some((at + 1, Expr::new(Core::Ref(Ref::Present)))),
        Tag::This => (0, From::Context),
        // "the last day of school" is not yesterday.
        Tag::Last if unit == Unit::Day => return None,
        Tag::Last if !the || unit == Unit::Weekend => (-1, From::Dct),
        Tag::Next if !the && unit != Unit::Day => (1, From::Dct),
        Tag::Coming => (1, From::Dct),
        Tag::Next | Tag::Following => (1, From::Anchor),
        Tag::Previous => (-1, From::Anchor),
        Tag::That | Tag::Same => (0, From::Anchor),
        Tag::Past if !the && unit != Unit::Decade => (-1, From::Dct),
        _ => return None,
    };
    if matches!(lead, Tag::That) && view.folded_before(p) == "so" {
        return None;
    }
    Some(with_weekday_part(view, at + 1, shift(unit, count, from)))
}

fn is_fraction(view: &View, at: usize) -> bool {
    matches!(view.folded(at + 1), "mile" | "century" | "hour" | "final" | "pounder")
}

/// `the following day`, then perhaps a part of it.
fn with_weekday_part(view: &View, end: usize, expr: Expr) -> (usize, Expr) {
    if expr.is_day() { part_after(view, end, expr) } else { (end, expr) }
}

/// `the year`, `the week`, `the day`, where it is the one spoken of.
fn the_unit(view: &View, p: usize) -> Matched {
    if !matches!(view.tag(p), Tag::The) {
        return None;
    }
    let filler = usize::from(view.tag(p + 1) == Tag::Filler || view.tag(p + 1) == Tag::Fiscal);
    let at = p + 1 + filler;
    let Tag::Unit(unit) = view.tag(at) else { return None };
    let weekend = unit == Unit::Weekend && matches!(view.folded_before(p), "over" | "at" | "during" | "on" | "for");
    if weekend && view.gap(p) == Gap::Space {
        // The last one, as a rule: see the resolver.
        return Some((
            at + 1,
            Expr::new(Core::Shift { unit, count: Amount::Tenths(0), back: true, from: From::Context }),
        ));
    }
    if unit == Unit::Year && is_year_of_account(view, at) {
        return Some((at + 1, Expr::new(Core::Duration { amount: Amount::Tenths(10), unit })));
    }
    let of_part = view.before(p) == Tag::Of && p >= 2 && matches!(view.tag(p - 2), Tag::End | Tag::Start | Tag::Middle);
    let fits =
        matches!(unit, Unit::Day | Unit::Week | Unit::Weekend | Unit::Month | Unit::Year) && view.folded(p) == "the";
    // "ending the day down", "sales for the full year were"
    let bound = is_ending(view.folded_before(p)) || filler == 1 && view.before(p) == Tag::Since;
    let closed = of_part
        || bound && view.gap(at) == Gap::Space
        || view.ends_clause(at) && view.gap(at) != Gap::Possessive
        || matches!(view.tag(at + 1), Tag::In | Tag::At | Tag::And | Tag::To | Tag::Since);
    (fits && closed && view.joins(p) && led(view, p, unit)).then(|| (at + 1, shift(unit, 0, From::Context)))
}

/// `the year ended Sept. 30`, `the fiscal year ending tomorrow`, `the year to March 2019`: twelve months that end as the
/// words after it say.
fn is_year_of_account(view: &View, at: usize) -> bool {
    let whole = at >= view.from + 2 && view.before(at - 1) != Tag::Of;
    let to = whole && view.tag(at + 1) == Tag::To && view.gap(at + 1) == Gap::Space && {
        let end =
            if matches!(view.tag(at + 2), Tag::End | Tag::Late | Tag::Mid | Tag::Early) { at + 3 } else { at + 2 };
        let day = matches!(view.tag(end), Tag::Digits { value: 1..=31, .. } | Tag::Ordinal(_));
        let month = if day { end + 1 } else { end };
        matches!(view.tag(month), Tag::Month(_) | Tag::MonthWeak(_))
    };
    view.gap(at) == Gap::Space && (to || matches!(view.folded(at + 1), "ended" | "ending"))
}

/// Verbs whose object is the day or year that they end or begin.
fn is_ending(word: &str) -> bool {
    matches!(
        word,
        "end"
            | "ended"
            | "ending"
            | "finish"
            | "finished"
            | "close"
            | "closed"
            | "closing"
            | "start"
            | "started"
            | "begin"
            | "began"
    )
}

/// Whether the words before make `the day` a day of the calendar.
fn led(view: &View, p: usize, unit: Unit) -> bool {
    let ends = is_ending(view.folded_before(p));
    let within = matches!(view.before(p), Tag::Of | Tag::In | Tag::Since);
    ends || within && (unit != Unit::Day || view.folded_before(p) != "by") || unit == Unit::Weekend
}

/// `two weeks ago`, `a year earlier`, `three days later`, `two years from now`.
fn distance(view: &View, p: usize) -> Matched {
    let (end, count, unit) = amount(view, p).or_else(|| uncounted(view, p))?;
    if view.gap(end - 1) != Gap::Space && view.gap(end - 1) != Gap::Possessive {
        return None;
    }
    let closed = view.ends_clause(end) || matches!(view.tag(end + 1), Tag::And | Tag::In | Tag::At | Tag::On);
    let (after, back, from) = match view.tag(end) {
        Tag::Ago if anniversary(view, end, count, unit).is_some() => return anniversary(view, end, count, unit),
        Tag::Ago => (end + 1, true, From::Dct),
        Tag::Earlier => (end + 1, true, From::Anchor),
        Tag::Later => (end + 1, false, From::Anchor),
        Tag::Hence => (end + 1, false, From::Dct),
        Tag::Before if closed => (end + 1, true, From::Anchor),
        Tag::After if closed => (end + 1, false, From::Anchor),
        Tag::From if view.folded(end + 1) == "now" => (end + 2, false, From::Dct),
        Tag::Time if view.gap(end - 1) == Gap::Possessive => (end + 1, false, From::Dct),
        _ => return None,
    };
    let year_before = back && unit == Unit::Year && count == Amount::Tenths(10) && view.tag(end) != Tag::Before;
    let core = if year_before { Core::YearBefore { from } } else { Core::Shift { unit, count, back, from } };
    Some((after, Expr::new(core)))
}

/// `two years ago this week`, `a year ago today`: the day or week at hand, so long ago.
fn anniversary(view: &View, ago: usize, count: Amount, unit: Unit) -> Matched {
    let back = count.whole().filter(|_| view.gap(ago) == Gap::Space)?;
    let (end, of) = match (view.tag(ago + 1), view.tag(ago + 2)) {
        (Tag::Deictic(0), _) => (ago + 2, Unit::Day),
        (Tag::This, Tag::Unit(of)) if view.gap(ago + 1) == Gap::Space => (ago + 3, of),
        _ => return None,
    };
    let longer = !of.is_clock() && of < unit && of != Unit::Season;
    longer.then(|| (end, Expr::new(Core::Anniversary { back, unit, of })))
}

/// `years later`, `hours earlier`: how many is not said.
fn uncounted(view: &View, p: usize) -> Option<(usize, Amount, Unit)> {
    match view.tag(p) {
        Tag::Units(unit) => Some((p + 1, Amount::Unknown, unit)),
        _ => None,
    }
}

/// `the day before`, `the day after`, `the year before`, where that is all.
fn beside(view: &View, p: usize) -> Matched {
    let (Tag::The, Tag::Unit(unit)) = (view.tag(p), view.tag(p + 1)) else { return None };
    let closed = view.ends_clause(p + 2);
    let back = match view.tag(p + 2) {
        Tag::Before | Tag::Previous if closed => true,
        Tag::After | Tag::Following if closed => false,
        Tag::Earlier => true,
        _ => return None,
    };
    let joined = view.gap(p) == Gap::Space && view.gap(p + 1) == Gap::Space;
    let expr = Expr::new(Core::Shift { unit, count: Amount::Tenths(10), back, from: From::Anchor });
    (joined && !unit.is_clock()).then_some((p + 3, expr))
}
