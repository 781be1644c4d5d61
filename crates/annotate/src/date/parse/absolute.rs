//! Calendar dates and parts of them: days, months, years, quarters, seasons, decades, centuries.

use super::compared;
use super::days::{day_month, day_of, month_day, week_of_month};
use super::month::month;
use super::numeric::numeric;
use super::quarter::{after_year, fiscal_year, half, of_month, quarter};
use super::step::{skip_the, skip_this, toward};
use super::weekday::{nth_of_month, numbered_weekday, weekday};
use super::year::{year, year_after, year_or_unsaid};
use super::*;
use crate::date::holidays::HOLIDAYS;
use onrecord_text::analyze::Shape;

/// A calendar expression at `p`, with what may stand before it ("late", "the end of", "the night of").
pub(super) fn date(view: &View, p: usize) -> Matched {
    let lead = match view.tag(p) {
        Tag::The => view.tag(p + 1),
        tag => tag,
    };
    // "the latter half of 2008" is the second.
    let latter = lead == Tag::Filler && (view.tag(p + 1) == Tag::Half || view.tag(p + 2) == Tag::Half);
    if let Some(found) = if latter { half(view, p) } else { None } {
        return Some(found);
    }
    let edged = || if leads_edge(lead) { edged(view, p) } else { None };
    let in_part = || if leads_part(lead) { in_part(view, p) } else { None };
    edged().or_else(in_part).or_else(|| plain(view, p))
}

/// Whether an edge may begin with this word, an article left aside. `latter` is no tagged word.
fn leads_edge(tag: Tag) -> bool {
    use Tag::*;
    matches!(tag, Approx | Early | Start | Mid | Middle | Late | End | Rest | Part | Earlier | Later | Other)
}

/// Whether a part of the day, with the day it belongs to after it, may begin with this word.
fn leads_part(tag: Tag) -> bool {
    matches!(tag, Tag::Early | Tag::Late | Tag::Mid | Tag::DayPart(_))
}

/// A calendar expression without edge.
pub(super) fn plain(view: &View, p: usize) -> Matched {
    let found = rules(view, p).iter().find_map(|rule| rule(view, p))?;
    Some(with_part(view, found))
}

/// The rules that may apply at `p`, by its word and that after an article, in the order of their precedence.
fn rules(view: &View, p: usize) -> &'static [Rule] {
    use Tag::*;
    match view.tag(p) {
        The => rules_after_the(view.tag(p + 1)),
        Weekday(_) => &[weekday_date, weekday],
        WeekdayWeak(_) => &[weekday_date],
        Dotted { .. } => &[numeric],
        Digits { .. } => &[after_year, numeric, decade, day_month, year],
        Ordinal(_) => &[day_month, quarter, half, week_of_month, nth_of_month, century],
        Month(_) | MonthWeak(_) => &[of_month, month_day, month],
        Last => &[compared::of_years, half, month, week_of_month, nth_of_month, season, weekday],
        Same => &[compared::same_period, month, season, weekday],
        This | Next => &[compared::of_years, month, season, weekday],
        Past | Coming | Following | Previous | That => &[month, season, weekday],
        QuarterName(_) | HalfName(_) | QuarterOf { .. } | HalfOf { .. } => &[quarter],
        Fiscal | FiscalYear(_) => &[fiscal_year, quarter],
        Final => &[quarter, half, week_of_month, nth_of_month],
        Cardinal(_) => &[century, year],
        Decade { .. } => &[decade],
        Season(_) | SeasonWeak(_) => &[season],
        Holiday(_) => &[holiday],
        Unit(self::Unit::Quarter) => &[quarter],
        AnnoDomini | Unit(_) | Units(_) => &[year],
        Other | Filler => &[half],
        _ => &[],
    }
}

fn rules_after_the(next: Tag) -> &'static [Rule] {
    use Tag::*;
    match next {
        Digits { .. } => &[after_year, compared::of_year, decade, day_month],
        Month(_) | MonthWeak(_) => &[of_month],
        Same => &[compared::same_period, season, weekday],
        Filler => &[compared::same_period],
        Unit(self::Unit::Quarter) => &[compared::same_period, year],
        Fiscal => &[fiscal_year, quarter],
        Ordinal(_) => &[day_month, quarter, half, week_of_month, nth_of_month, century, day_of],
        Final => &[quarter, half, week_of_month, nth_of_month],
        Last => &[half, week_of_month, nth_of_month, season, weekday],
        Past | This | Next | Coming | Following | Previous | That => &[season, weekday],
        Cardinal(_) => &[century],
        Decade { .. } => &[decade],
        Season(_) | SeasonWeak(_) => &[season],
        Unit(_) | Units(_) => &[year],
        Weekday(_) => &[weekday],
        Other => &[half],
        _ => &[],
    }
}

/// `early 2009`, `mid-October`, `the end of March`, `late in 1941`, `later in the year`.
fn edged(view: &View, p: usize) -> Matched {
    let (rest, edge) = edge(view, p)?;
    let (end, expr) = plain(view, rest).or_else(|| super::relative::plain(view, rest))?;
    Some((end, expr.edged(Some(edge))))
}

/// Words that name the beginning, middle or end of what follows: the word after them.
pub(super) fn edge(view: &View, p: usize) -> Option<(usize, Edge)> {
    let p = skip_approx(view, if view.tag(p) == Tag::The { p + 1 } else { p });
    let kind = match view.tag(p) {
        Tag::Early | Tag::Start => Edge::Early,
        Tag::Mid | Tag::Middle => Edge::Mid,
        Tag::Late | Tag::End => Edge::Late,
        Tag::Rest | Tag::Part => Edge::Late,
        Tag::Earlier if view.tag(p + 1) == Tag::In || is_deictic(view.tag(p + 1)) => Edge::Early,
        Tag::Later if view.tag(p + 1) == Tag::In || is_deictic(view.tag(p + 1)) => Edge::Late,
        _ if view.folded(p) == "latter" => Edge::Late,
        _ => return None,
    };
    if !view.joins(p) {
        return None;
    }
    let mut next = p + 1;
    if view.tag(next) == Tag::Part && view.joins(next) {
        next += 1;
    }
    let needs_of = matches!(view.tag(next - 1), Tag::Start | Tag::Middle | Tag::End | Tag::Rest | Tag::Part);
    let links = matches!(view.tag(next), Tag::Of | Tag::In) || view.tag(next) == Tag::On;
    match (links && view.joins(next), needs_of) {
        (true, _) => Some((next + 1, kind)),
        (false, false) => Some((next, kind)),
        (false, true) => None,
    }
}

fn is_deictic(tag: Tag) -> bool {
    matches!(tag, Tag::This | Tag::Deictic(_) | Tag::Last | Tag::Next | Tag::That | Tag::Same)
}

fn skip_approx(view: &View, mut p: usize) -> usize {
    while view.tag(p) == Tag::Approx && view.joins(p) {
        p += 1;
    }
    p
}

/// `the night of 8 February`, `the early morning hours of July 4`.
fn in_part(view: &View, p: usize) -> Matched {
    let mut at = if view.tag(p) == Tag::The && view.joins(p) { p + 1 } else { p };
    if matches!(view.tag(at), Tag::Early | Tag::Late | Tag::Mid) && view.joins(at) {
        at += 1;
    }
    let Tag::DayPart(part) = view.tag(at) else { return None };
    at += 1;
    if view.tag(at) == Tag::Units(Unit::Hour) {
        at += 1;
    }
    // "mid-afternoon yesterday"
    if matches!(view.tag(at), Tag::Deictic(_) | Tag::Weekday(_)) && view.gap(at - 1) == Gap::Space {
        let day = plain(view, at).or_else(|| super::relative::plain(view, at)).filter(|m| m.1.is_day());
        return day.filter(|m| m.1.part.is_none()).map(|(end, expr)| (end, expr.in_part(part)));
    }
    if !matches!(view.tag(at), Tag::Of | Tag::On) || !view.joins(at) {
        return None;
    }
    let (end, expr) = plain(view, at + 1).or_else(|| super::relative::plain(view, at + 1)).filter(|m| m.1.is_day())?;
    Some((end, expr.in_part(part)))
}

/// Takes in a part of the day that directly follows a day (`Friday morning`).
fn with_part(view: &View, (end, expr): (usize, Expr)) -> (usize, Expr) {
    let gap = view.gap(end - 1) == Gap::Space;
    let at = if gap && matches!(view.tag(end), Tag::Early | Tag::Late) { end + 1 } else { end };
    match view.tag(at) {
        Tag::DayPart(part) if gap && expr.is_day() && expr.part.is_none() && view.gap(at - 1) == Gap::Space => {
            (at + 1, expr.in_part(part))
        }
        _ => (end, expr),
    }
}

/// `Thursday, 4 July 1776`, `Friday the 13th`, `Sat Jan 28`.
fn weekday_date(view: &View, p: usize) -> Matched {
    if !matches!(view.tag(p), Tag::Weekday(_) | Tag::WeekdayWeak(_)) {
        return None;
    }
    if !matches!(view.gap(p), Gap::Space | Gap::Comma | Gap::Dot) {
        return None;
    }
    let mut next = p + 1;
    if matches!(view.tag(next), Tag::DayPart(_)) {
        next += 1;
    }
    if view.tag(next) == Tag::On {
        next += 1;
    }
    day_month(view, next)
        .or_else(|| month_day(view, next))
        .or_else(|| numeric(view, next))
        .or_else(|| numbered_weekday(view, p))
}

/// `the 21st century`, `eighteenth-century`, `the 4th century BC`.
fn century(view: &View, p: usize) -> Matched {
    let at = skip_the(view, p);
    let n = match view.tag(at) {
        Tag::Ordinal(n @ 1..=30) => (i16::from(n), at + 1),
        Tag::Cardinal(20) => match view.tag(at + 1) {
            Tag::Ordinal(n @ 1..=9) => (i16::from(n) + 20, at + 2),
            _ => return None,
        },
        _ => return None,
    };
    if !matches!(view.tag(n.1), Tag::Unit(Unit::Century) | Tag::Units(Unit::Century)) || !view.joins(n.1 - 1) {
        return None;
    }
    match view.tag(n.1 + 1) {
        Tag::BeforeChrist => Some((n.1 + 2, Expr::new(Core::Century(-n.0)))),
        Tag::AnnoDomini => Some((n.1 + 2, Expr::new(Core::Century(n.0 - 1)))),
        _ => Some((n.1 + 1, Expr::new(Core::Century(n.0 - 1)))),
    }
}

/// `the 1990's`, `the '90's`, `early 1980's`: the spelling of a decade that is no possessive ("1990's best film").
fn spelled_decade(view: &View, p: usize, at: usize) -> Matched {
    let decade = match view.tag(at) {
        Tag::Digits { value, len: 4 } if value.is_multiple_of(10) => (value / 10, true),
        Tag::Digits { value, len: 2 } if value.is_multiple_of(10) => (value / 10, false),
        _ => return None,
    };
    let plural = view.folded(at + 1) == "s" && matches!(view.between(at), "'" | "\u{2019}");
    let led = at > p || matches!(view.before(p), Tag::Early | Tag::Late | Tag::Mid);
    (plural && led).then(|| (at + 2, Expr::new(Core::Decade { decade: decade.0 as u16, full: decade.1 })))
}

/// `the 1980s`, `the late '80s`, `the seventies`, `the 470s BC`.
fn decade(view: &View, p: usize) -> Matched {
    let at = skip_the(view, p);
    let Tag::Decade { decade, full } = view.tag(at) else { return spelled_decade(view, p, at) };
    let written_out = !view.in_digits(at);
    let aged = matches!(view.folded_before(at), "his" | "her" | "their" | "my" | "your")
        || view.folded_before(p) == "in" && !full && at == p;
    if !full && (aged || written_out && at == p && !matches!(view.before(p), Tag::Early | Tag::Late | Tag::Mid)) {
        return None;
    }
    Some((at + 1, Expr::new(Core::Decade { decade, full })))
}

/// `the spring of 1942`, `last summer`, `summer 1920`.
fn season(view: &View, p: usize) -> Matched {
    let at = skip_this(view, skip_the(view, p));
    let toward = toward(view, at);
    let name = at + usize::from(toward.is_some());
    let (season, weak) = match view.tag(name) {
        Tag::Season(s) => (s, false),
        Tag::SeasonWeak(s) => (s, true),
        _ => return None,
    };
    if name > p && !view.joins(name - 1) || view.folded(name + 1) == "olympics" {
        return None;
    }
    if let Some((end, year)) = year_after(view, name + 1, false).filter(|_| view.gap(name) == Gap::Space) {
        return Some((end, Expr::calendar(year, Inner::Season(season))));
    }
    let led =
        toward.is_some() || matches!(view.before(name), Tag::Early | Tag::Late | Tag::Mid) || in_the(view, p, name);
    let fall_of = view.tag(name + 1) == Tag::Of;
    if weak && (!led || fall_of) || view.shape(name) == Shape::Capitalised && view.shape(name + 1) == Shape::Capitalised
    {
        return None;
    }
    Some((name + 1, Expr::calendar(Year::Unsaid(toward.unwrap_or(Toward::Unsaid)), Inner::Season(season))))
}

/// `in the fall`, `by spring`.
fn in_the(view: &View, p: usize, name: usize) -> bool {
    let before = if name > p { view.before(p) } else { view.before(name) };
    let article = name > p || view.folded(name) == "spring";
    let spent = name > p && matches!(view.folded_before(p), "spent" | "spend" | "over");
    spent || article && matches!(before, Tag::In | Tag::Since | Tag::Of | Tag::And | Tag::Or | Tag::From | Tag::After)
}

/// `Christmas Eve`, `Labor Day`, with or without a year.
fn holiday(view: &View, p: usize) -> Matched {
    let Tag::Holiday(_) = view.tag(p) else { return None };
    let (n, end) = HOLIDAYS.iter().enumerate().find_map(|(n, h)| {
        let follows = |(i, w): (usize, &&str)| {
            view.folded(p + 1 + i) == *w && matches!(view.gap(p + i), Gap::Space | Gap::Possessive | Gap::Dot)
        };
        (h.word == view.folded(p) && h.then.iter().enumerate().all(follows)).then_some((n, p + 1 + h.then.len()))
    })?;
    let end = if view.folded(end) == "day" && view.gap(end - 1) == Gap::Space { end + 1 } else { end };
    let (end, year) = year_or_unsaid(view, end);
    Some((end, Expr::calendar(year, Inner::Holiday(n as u8))))
}
