//! Weekdays: the one meant, the nth of a month, those some weeks off.

use super::absolute::{month_name, skip_the, skip_this, toward, year_after};
use super::duration::amount;
use super::*;
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

/// `the first Friday of September`, `the last Monday in May 2016`.
pub(super) fn nth_of_month(view: &View, p: usize) -> Matched {
    let at = skip_the(view, p);
    let n = match view.tag(at) {
        Tag::Ordinal(n @ 1..=5) => n as i8,
        Tag::Last | Tag::Final => -1,
        _ => return None,
    };
    let Tag::Weekday(day) = view.tag(at + 1) else { return None };
    let linked = matches!(view.tag(at + 2), Tag::Of | Tag::In) && (at..at + 3).all(|i| view.gap(i) == Gap::Space);
    let (month, next) = month_name(view, at + 3, true).filter(|_| linked)?;
    let (end, year) = year_after(view, next, true).unwrap_or((next, Year::Unsaid(Toward::Unsaid)));
    Some((end, Expr::calendar(year, Inner::NthWeekday(month, day, n))))
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
