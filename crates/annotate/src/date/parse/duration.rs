//! Lengths of time and recurrences.

use super::step::free;
use super::*;
use onrecord_text::analyze::Shape;

/// `two and a half years`, `the past four days`, `56-year-old`, `several months`, `decades`.
pub(super) fn duration(view: &View, p: usize) -> Matched {
    let lead = lead(view, p);
    if view.tag(p) == Tag::These && view.folded(p) == "these" && view.tag(p + 1) == Tag::Units(Unit::Day) {
        return None;
    }
    let uncounted = matches!(view.tag(p), Tag::Coming | Tag::Past) && matches!(view.tag(p + 1), Tag::Units(_));
    if is_of_a_noun(view, p) || uncounted && view.before(p) != Tag::The {
        return None;
    }
    let (end, amount, unit) = amount(view, lead).or_else(|| a_past(view, p)).or_else(|| bare_plural(view, p, lead))?;
    let end = match view.tag(end) {
        // An age is no time of the calendar: "a 6-year-old", "52 years old".
        Tag::Old if view.joins(end - 1) => return None,
        Tag::Long if view.joins(end - 1) => end + 1,
        _ if is_period(view, end) => end + 1,
        _ => end,
    };
    Some((end, Expr::new(Core::Duration { amount, unit })))
}

/// `a 10-year plan`, `the eight-year war`: the article belongs to the plan, not to the years.
fn is_of_a_noun(view: &View, p: usize) -> bool {
    let article = matches!(view.tag(p), Tag::A | Tag::The) && view.gap(p) == Gap::Space;
    let mut at = p + 1;
    if !article || !matches!(view.tag(at), Tag::Digits { .. } | Tag::Decimal(_) | Tag::Cardinal(_)) {
        return false;
    }
    while matches!(view.tag(at), Tag::Digits { .. } | Tag::Decimal(_) | Tag::Cardinal(_)) && view.joins(at) {
        at += 1;
    }
    matches!(view.tag(at), Tag::Unit(_))
}

/// `a three-year period`.
fn is_period(view: &View, end: usize) -> bool {
    let hyphened = end >= view.from + 2 && view.gap(end - 2) == Gap::Hyphen && view.gap(end - 1) == Gap::Space;
    hyphened && matches!(view.folded(end), "period" | "span" | "stretch")
}

/// After `the past`, `the next`, `the first`, `these`: where the number begins.
fn lead(view: &View, p: usize) -> usize {
    let at = if view.tag(p) == Tag::The && view.gap(p) == Gap::Space { p + 1 } else { p };
    let relative = matches!(
        view.tag(at),
        Tag::Past | Tag::Last | Tag::Next | Tag::Previous | Tag::Following | Tag::Coming | Tag::Final | Tag::Same
    ) || matches!(view.tag(at), Tag::Ordinal(_)) && at > p
        || matches!(view.tag(at), Tag::These);
    // "likely to last over a week"
    let verb = view.folded(at) == "last" && view.before(at) == Tag::To;
    if !verb && relative && view.gap(at) == Gap::Space { at + 1 } else { at }
}

/// A number and its unit: the word after them.
pub(super) fn amount(view: &View, p: usize) -> Option<(usize, Amount, Unit)> {
    let mut at = skip(view, p, Tag::Approx);
    let (next, mut amount) = number(view, at)?;
    at = to_other(view, next);
    if !view.joins(at - 1) {
        return None;
    }
    if view.tag(at) == Tag::And && view.tag(at + 1) == Tag::A && view.tag(at + 2) == Tag::Half {
        amount = plus_half(amount);
        at += 3;
    }
    if matches!(view.folded(at), "more" | "further" | "extra") && view.gap(at) == Gap::Space {
        at += 1;
    }
    let counted = at;
    at = skip(view, skip(view, at, Tag::Single), Tag::Filler);
    let unit = match view.tag(at) {
        Tag::Unit(unit) | Tag::Units(unit) => unit,
        _ => return None,
    };
    // "three quarters of the votes", but "two consecutive quarters of growth", "several quarters of losses".
    let exact = at == counted && amount != Amount::Unknown;
    let fraction = unit == Unit::Quarter && exact && (view.tag(at + 1) == Tag::Of || view.gap(at - 1) == Gap::Hyphen);
    if unit == Unit::Season || fraction || view.tag(at) == Tag::Unit(Unit::Quarter) || !view.joins(at - 1) {
        return None;
    }
    let (end, amount, unit) = with_half(view, at + 1, amount, unit);
    Some((or_so(view, end), amount, unit))
}

/// `a week or so`, `two years or more`, `a year or two`.
fn or_so(view: &View, end: usize) -> usize {
    let two = view.tag(end - 1) != Tag::Units(Unit::Day) && matches!(view.tag(end - 1), Tag::Unit(_));
    let so = match view.folded(end + 1) {
        "so" | "more" | "less" | "longer" => true,
        "two" => two && !matches!(view.tag(end + 2), Tag::Units(_)),
        _ => false,
    };
    let joined = view.gap(end - 1) == Gap::Space && view.gap(end) == Gap::Space;
    let than = view.folded(end + 2) == "than";
    if view.tag(end) == Tag::Or && so && joined && !than { end + 2 } else { end }
}

/// `12 to 18 months`, `two or three weeks`: one length, between the two; the first is its number.
fn to_other(view: &View, end: usize) -> usize {
    let linked = matches!(view.tag(end), Tag::To | Tag::Or) && view.gap(end - 1) == Gap::Space && view.joins(end);
    let other = if linked { number(view, end + 1) } else { None };
    let counted = |end: usize| matches!(view.tag(end), Tag::Units(_)) && view.joins(end - 1);
    other.map(|(end, _)| end).filter(|&end| counted(end)).unwrap_or(end)
}

fn plus_half(amount: Amount) -> Amount {
    match amount {
        Amount::Tenths(n) => Amount::Tenths(n.saturating_add(5)),
        Amount::Unknown => Amount::Unknown,
    }
}

/// `a year and a half`.
fn with_half(view: &View, end: usize, amount: Amount, unit: Unit) -> (usize, Amount, Unit) {
    let half = view.tag(end) == Tag::And && view.tag(end + 1) == Tag::A && view.tag(end + 2) == Tag::Half;
    if half && view.joins(end - 1) { (end + 3, plus_half(amount), unit) } else { (end, amount, unit) }
}

fn skip(view: &View, mut p: usize, tag: Tag) -> usize {
    while view.tag(p) == tag && view.joins(p) {
        p += 1;
    }
    p
}

/// A number at `p`, in tenths, and the word after it.
fn number(view: &View, p: usize) -> Option<(usize, Amount)> {
    match view.tag(p) {
        Tag::Digits { value: 1900..=2099, len: 4 } if matches!(view.tag(p + 1), Tag::Unit(_)) => None,
        Tag::Digits { value, len: 1..=6 } if free(view, p) => Some(with_fraction(view, p, value)),
        Tag::Single if matches!(view.tag(p + 1), Tag::Unit(_)) => Some((p + 1, tenths(1))),
        Tag::Decimal(n) if free(view, p) => Some((p + 1, Amount::Tenths(n))),
        Tag::Cardinal(n) => Some(spelled(view, p, u32::from(n))),
        Tag::Multiplier(n) => Some((p + 1, tenths(u32::from(n)))),
        Tag::Half => half(view, p),
        Tag::A => article(view, p),
        Tag::Vague if view.folded(p) == "couple" => Some((vague_end(view, p), Amount::Tenths(20))),
        Tag::Vague => Some((vague_end(view, p), Amount::Unknown)),
        _ => None,
    }
}

/// `2 1/2`.
fn with_fraction(view: &View, p: usize, value: u32) -> (usize, Amount) {
    let half = matches!(
        (view.tag(p + 1), view.tag(p + 2)),
        (Tag::Digits { value: 1, len: 1 }, Tag::Digits { value: 2, len: 1 })
    );
    let spaced = view.joins(p) && view.gap(p + 1) == Gap::Slash;
    if half && spaced { (p + 3, plus_half(tenths(value))) } else { (p + 1, tenths(value)) }
}

fn tenths(n: u32) -> Amount {
    Amount::Tenths(n.saturating_mul(10))
}

/// `half a century`, `half an hour`.
fn half(view: &View, p: usize) -> Option<(usize, Amount)> {
    match view.tag(p + 1) {
        Tag::A => Some((p + 2, Amount::Tenths(5))),
        Tag::Unit(Unit::Century | Unit::Decade | Unit::Hour) => Some((p + 1, Amount::Tenths(5))),
        _ => None,
    }
}

/// `a few`, `a couple of`, `a dozen`, `a`.
fn article(view: &View, p: usize) -> Option<(usize, Amount)> {
    if view.gap(p) != Gap::Space {
        return None;
    }
    match view.tag(p + 1) {
        Tag::Vague if view.folded(p + 1) == "couple" => Some((vague_end(view, p + 1), Amount::Tenths(20))),
        Tag::Vague => Some((vague_end(view, p + 1), Amount::Unknown)),
        Tag::Multiplier(n) => Some((p + 2, tenths(u32::from(n)))),
        Tag::Half => Some((p + 2, Amount::Tenths(5))),
        Tag::Digits { .. } | Tag::Cardinal(_) => number(view, p + 1),
        Tag::Units(_) => Some((p + 1, Amount::Unknown)),
        Tag::Single => Some((p + 2, Amount::Tenths(10))),
        _ => Some((p + 1, Amount::Tenths(10))),
    }
}

/// After `several`, `few`, also `few more`, `couple of`.
fn vague_end(view: &View, p: usize) -> usize {
    let next = p + 1;
    if matches!(view.tag(next), Tag::Of | Tag::Approx) && view.joins(p) { next + 1 } else { next }
}

/// `twenty-five`, `two hundred`.
fn spelled(view: &View, p: usize, n: u32) -> (usize, Amount) {
    let (mut end, mut n) = match view.tag(p + 1) {
        Tag::Cardinal(ones @ 1..=9) if n >= 20 && n.is_multiple_of(10) && view.joins(p) => (p + 2, n + u32::from(ones)),
        _ => (p + 1, n),
    };
    if let Tag::Multiplier(by) = view.tag(end)
        && view.joins(end - 1)
    {
        n = n.saturating_mul(u32::from(by));
        end += 1;
    }
    (end, tenths(n))
}

/// `the past decade`, `the last year`.
fn a_past(view: &View, p: usize) -> Option<(usize, Amount, Unit)> {
    let at = if view.tag(p) == Tag::The && view.gap(p) == Gap::Space { p + 1 } else { return None };
    let Tag::Unit(unit) = view.tag(at + 1) else { return None };
    let past = matches!(view.tag(at), Tag::Past | Tag::Last) && view.gap(at) == Gap::Space;
    (past && view.tag(at + 2) != Tag::Of && unit != Unit::Season).then_some((at + 2, Amount::Tenths(10), unit))
}

/// `years`, `for decades`, `the last few years`.
fn bare_plural(view: &View, p: usize, lead: usize) -> Option<(usize, Amount, Unit)> {
    let at = skip(view, lead, Tag::Filler);
    let Tag::Units(unit) = view.tag(at) else { return None };
    // "the minutes of the meeting", "Fed minutes": what was written down. "The minutes before" are a length of time.
    let minutes = unit == Unit::Minute
        && (view.before(at) == Tag::The && !is_placed(view, at + 1)
            || view.tag(at + 1) == Tag::Of
                && matches!(view.folded(at + 2), "the" | "its" | "their" | "a" | "that" | "last")
            || matches!(view.folded_before(at), "fed" | "fomc" | "meeting" | "policy" | "board" | "committee"));
    let named = matches!(view.folded_before(p), "office" | "visiting" | "opening" | "golden" | "business")
        || matches!(view.before(p), Tag::Ordinal(_) | Tag::Of) && unit == Unit::Second;
    (!named && !minutes && !matches!(unit, Unit::Second | Unit::Weekend | Unit::Quarter)).then_some((
        at + 1,
        Amount::Unknown,
        unit,
    ))
}

/// Whether the word at `i` says where a length of time lies: "the minutes before", "the minutes that followed".
fn is_placed(view: &View, i: usize) -> bool {
    matches!(
        view.folded(i),
        "before" | "after" | "since" | "until" | "between" | "leading" | "following" | "preceding" | "that" | "ahead"
    )
}

/// `every day`, `each Monday`, `every two weeks`, `daily`, `per year`, `$5 a year`, `Mondays`.
pub(super) fn set(view: &View, p: usize) -> Matched {
    match view.tag(p) {
        Tag::Every(unit) => Some((p + 1, every(unit, false))),
        Tag::Each => each(view, p),
        Tag::Per => match view.tag(p + 1) {
            Tag::Unit(unit) if view.gap(p) == Gap::Space => Some((p + 2, every(unit, false))),
            _ => None,
        },
        Tag::A => rate(view, p),
        Tag::Weekdays(day) => Some((p + 1, Expr::new(Core::Weekdays(day)))),
        Tag::Units(Unit::Weekend) => Some((p + 1, every(Unit::Weekend, true))),
        _ => None,
    }
}

/// A recurrence, named (`XXXX-XX-XX`) or counted (`P1D`).
fn every(unit: Unit, named: bool) -> Expr {
    let amount = if named { Amount::Unknown } else { Amount::Tenths(10) };
    Expr::new(Core::Set { amount, unit })
}

fn each(view: &View, p: usize) -> Matched {
    if view.gap(p) != Gap::Space {
        return None;
    }
    match view.tag(p + 1) {
        Tag::Unit(unit) => Some((p + 2, every(unit, false))),
        Tag::Weekday(day) => Some((p + 2, Expr::new(Core::Weekdays(day)))),
        Tag::Month(_) | Tag::MonthWeak(_) | Tag::Season(_) | Tag::SeasonWeak(_) | Tag::Holiday(_) => {
            let (end, inner) = each_year(view, p + 1)?;
            Some((end, Expr::new(Core::EachYear(inner))))
        }
        _ => {
            let (end, amount, unit) = amount(view, p + 1)?;
            Some((end, Expr::new(Core::Set { amount, unit })))
        }
    }
}

/// `July`, `July 4`, `spring`, `Christmas` after `every`.
fn each_year(view: &View, p: usize) -> Option<(usize, Inner)> {
    let (end, expr) = match view.tag(p) {
        Tag::Season(season) | Tag::SeasonWeak(season) => return Some((p + 1, Inner::Season(season))),
        Tag::Month(month) | Tag::MonthWeak(month) => absolute::plain(view, p)
            .unwrap_or((p + 1, Expr::calendar(Year::Unsaid(Toward::Unsaid), Inner::Month(month)))),
        _ => absolute::plain(view, p)?,
    };
    match expr.core {
        Core::Calendar { year: Year::Unsaid(_), inner } => Some((end, inner)),
        _ => None,
    }
}

/// `15 a year`, `twice a day`, `$600 million a year`.
fn rate(view: &View, p: usize) -> Matched {
    let Tag::Unit(unit) = view.tag(p + 1) else { return None };
    let counted = matches!(view.before(p), Tag::Digits { .. } | Tag::Decimal(_) | Tag::Multiplier(_))
        || matches!(view.folded_before(p), "once" | "twice" | "times" | "million" | "billion" | "percent" | "cents")
        || p > view.from && view.shape(p - 1) == Shape::Number;
    (counted && view.gap(p) == Gap::Space && p > view.from && view.joins(p - 1)).then(|| (p + 2, every(unit, false)))
}
