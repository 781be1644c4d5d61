//! Calendar dates and parts of them: days, months, years, quarters, seasons, decades, centuries.

use super::compared;
use super::quarter::{after_year, fiscal_year, half, quarter};
use super::weekday::{nth_of_month, weekday};
use super::*;
use crate::date::calendar::is_day_of_year;
use crate::date::holidays::{HOLIDAYS, KNOWN_DAYS, KnownDay};
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
        Digits { .. } => &[after_year, numeric, day_month, year],
        Ordinal(_) => &[day_month, quarter, half, week_of_month, nth_of_month, century],
        Month(_) | MonthWeak(_) => &[month_day, month],
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
        Digits { .. } => &[after_year, compared::of_year, day_month],
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
    day_month(view, next).or_else(|| month_day(view, next)).or_else(|| numeric(view, next))
}

/// A month at `p`: its number and the word after it. Weak spellings count only where `sure`.
pub(super) fn month_name(view: &View, p: usize, sure: bool) -> Option<(u8, usize)> {
    match view.tag(p) {
        Tag::Month(m) => Some((m, p + 1)),
        Tag::MonthWeak(m) if sure => Some((m, p + 1)),
        _ => None,
    }
}

/// A day's number at `p`.
fn day_number(view: &View, p: usize) -> Option<u8> {
    match view.tag(p) {
        Tag::Digits { value: v @ 1..=31, len: 1..=2 } => Some(v as u8),
        Tag::Ordinal(v @ 1..=31) => Some(v),
        _ => None,
    }
}

/// Whether no digit, currency sign or the like is glued to the number at `i`.
pub(super) fn free(view: &View, i: usize) -> bool {
    let before = view.char_before(i);
    let after = view.char_after(i);
    !before.is_some_and(|c| matches!(c, '$' | '£' | '€' | '#' | '¥' | '.' | '%'))
        && !after.is_some_and(|c| matches!(c, '%' | '°' | '$' | '€'))
}

/// A year after a day or month: the word after it. `comma`: whether a comma may come before it.
pub(super) fn year_after(view: &View, at: usize, comma: bool) -> Option<(usize, Year)> {
    let gap = view.gap(at - 1);
    if !(matches!(gap, Gap::Space | Gap::Hyphen | Gap::Dot) || comma && gap == Gap::Comma) {
        return None;
    }
    if let Some((end, year)) = year_number(view, at) {
        return Some((end, Year::Is(year)));
    }
    if gap != Gap::Space {
        return None;
    }
    let at = if view.tag(at) == Tag::Of { at + 1 } else { at };
    if let Some((end, year)) = year_number(view, at).filter(|_| view.joins(at - 1)) {
        return Some((end, Year::Is(year)));
    }
    relative_year(view, at)
}

/// `last year`, `of the same year`, as a year.
pub(super) fn relative_year(view: &View, p: usize) -> Option<(usize, Year)> {
    let the = view.tag(p) == Tag::The;
    let at = if the { p + 1 } else { p };
    if view.tag(at + 1) != Tag::Unit(Unit::Year) || view.gap(at) != Gap::Space {
        return None;
    }
    let year = match view.tag(at) {
        Tag::Last if !the => Year::Dct(-1),
        Tag::This if !the => Year::Dct(0),
        Tag::Next if !the => Year::Dct(1),
        Tag::That | Tag::Same => Year::Anchor(0),
        Tag::Next | Tag::Following => Year::Anchor(1),
        Tag::Previous => Year::Anchor(-1),
        _ => return None,
    };
    Some((at + 2, year))
}

/// A year that its form alone makes one: four digits, or any before BC or AD.
pub(super) fn year_number(view: &View, p: usize) -> Option<(usize, i16)> {
    let Tag::Digits { value, len } = view.tag(p) else { return spelled_year(view, p) };
    let spaced = matches!(view.gap(p), Gap::Space | Gap::Nothing);
    match view.tag(p + 1) {
        Tag::BeforeChrist if spaced && len <= 4 && value > 0 => return Some((p + 2, -(value as i16))),
        Tag::AnnoDomini if spaced && len <= 4 && value > 0 => return Some((p + 2, value as i16)),
        _ => {}
    }
    (len == 4 && (1000..=2199).contains(&value)).then_some((p + 1, value as i16))
}

/// `nineteen ninety-six`, `eighteen twelve`: a century and the years in it.
fn spelled_year(view: &View, p: usize) -> Option<(usize, i16)> {
    let (Tag::Cardinal(century @ 17..=20), Tag::Cardinal(years @ 10..=90)) = (view.tag(p), view.tag(p + 1)) else {
        return None;
    };
    if !view.joins(p) {
        return None;
    }
    let ones = match view.tag(p + 2) {
        Tag::Cardinal(ones @ 1..=9) if years >= 20 && view.joins(p + 1) => ones,
        _ => 0,
    };
    let end = p + 2 + usize::from(ones > 0);
    let counts = view.joins(end - 1) && matches!(view.tag(end), Tag::Units(_) | Tag::Multiplier(_));
    (!counts).then_some((end, (century * 100 + years + ones) as i16))
}

/// `two thousand`, `two thousand and eight`, as a year: only where the words around say that it is one.
fn two_thousand(view: &View, p: usize) -> Option<(usize, i16)> {
    let thousand = view.tag(p) == Tag::Cardinal(2) && view.tag(p + 1) == Tag::Multiplier(1000) && view.joins(p);
    let and = usize::from(view.tag(p + 2) == Tag::And && view.joins(p + 1));
    let at = p + 2 + and;
    let ones = |i: usize| match view.tag(i) {
        Tag::Cardinal(n @ 1..=9) if view.joins(i - 1) => n,
        _ => 0,
    };
    match view.tag(at) {
        Tag::Cardinal(n @ 1..=19) if thousand && view.joins(at - 1) => Some((at + 1, 2000 + n as i16)),
        Tag::Cardinal(n @ 20..=90) if thousand && view.joins(at - 1) => {
            Some((at + 1 + usize::from(ones(at + 1) > 0), (2000 + n + ones(at + 1)) as i16))
        }
        _ => thousand.then_some((p + 2, 2000)),
    }
}

/// `in two thousand eight`, as it is spoken: after a word of time, where no thing follows that it could count.
fn spoken_year(view: &View, p: usize) -> Option<(usize, i16)> {
    let timed = matches!(view.before(p), Tag::In | Tag::Since | Tag::From | Tag::Of | Tag::After | Tag::Before);
    let (end, year) = if timed { two_thousand(view, p)? } else { return None };
    let function = matches!(
        view.folded(end),
        "we" | "i"
            | "you"
            | "he"
            | "she"
            | "it"
            | "they"
            | "there"
            | "when"
            | "where"
            | "was"
            | "were"
            | "but"
            | "with"
    );
    let links = !matches!(view.tag(end), Tag::Other | Tag::Multiplier(_) | Tag::Unit(_) | Tag::Units(_) | Tag::Half);
    (end > p + 2 && (view.ends_clause(end - 1) || function || links)).then_some((end, year))
}

/// `4 July 1776`, `the 4th of July`.
fn day_month(view: &View, p: usize) -> Matched {
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
    let (end, year) = year_after(view, next, true).unwrap_or((next, Year::Unsaid(Toward::Unsaid)));
    Some((end, Expr::calendar(year, Inner::Day(month, day))))
}

/// The first of two days that share a month after the second (`15 to 22 February`, `9 and 10 May`).
fn shared_month(view: &View, at: usize, day: u8) -> Matched {
    let second = connected(view, at)?;
    let other = day_number(view, second).filter(|_| free(view, second))?;
    let of = view.tag(second + 1) == Tag::Of;
    let name = if of { second + 2 } else { second + 1 };
    if other <= day || !view.joins(second) {
        return None;
    }
    let (month, next) = month_name(view, name, true).filter(|m| is_day_of_year(m.0, day))?;
    let year = year_after(view, next, true).map_or(Year::Unsaid(Toward::Unsaid), |y| y.1);
    Some((at + 1, Expr::calendar(year, Inner::Day(month, day))))
}

/// The word after a connector of two ends (`to`, `and`, a dash) that follows word `at`.
fn connected(view: &View, at: usize) -> Option<usize> {
    match view.gap(at) {
        Gap::Hyphen | Gap::Dash | Gap::Slash => Some(at + 1),
        Gap::Space if is_connector(view.tag(at + 1), view.folded(at + 1)) => {
            (view.gap(at + 1) == Gap::Space).then_some(at + 2)
        }
        _ => None,
    }
}

fn is_connector(tag: Tag, folded: &str) -> bool {
    matches!(tag, Tag::To | Tag::And | Tag::Or) || matches!(folded, "through" | "until" | "till")
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
    let counts = view.joins(at)
        && view.shape(at + 1) == Shape::Lower
        && !matches!(view.tag(at + 1), Tag::Other | Tag::In | Tag::At | Tag::Since | Tag::And | Tag::To);
    let nouns = view.gap(at) == Gap::Space
        && view.folded(at + 1).ends_with('s')
        && view.shape(at + 1) == Shape::Lower
        && view.tag(at + 1) == Tag::Other
        && !matches!(view.folded(at + 1), "as" | "was");
    let clock = matches!(view.gap(at), Gap::Colon | Gap::Hyphen | Gap::Slash);
    let month = matches!(view.tag(at + 1), Tag::Month(_) | Tag::MonthWeak(_)) && view.joins(at);
    (!counts && !nouns && !clock && !month).then_some((at, value, len))
}

/// `July 4, 1776`, `Jan. 28`, `September 27th`.
fn month_day(view: &View, p: usize) -> Matched {
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
    let (end, year) = year_after(view, at + 1, true).unwrap_or((at + 1, Year::Unsaid(Toward::Unsaid)));
    let year = range_year(view, end, year);
    let year = if year == Year::Unsaid(Toward::Unsaid) { known_year(view, (month, day), end) } else { year };
    Some((end, Expr::calendar(year, Inner::Day(month, day))))
}

/// The year of a day that goes by its date, where what happened then follows ("the Sept. 11 attacks").
fn known_year(view: &View, date: (u8, u8), end: usize) -> Year {
    let names = |known: &KnownDay| (known.month, known.day) == date && known.then.contains(&view.folded(end));
    let known = KNOWN_DAYS.iter().find(|known| names(known) && view.gap(end - 1) == Gap::Space);
    known.map_or(Year::Unsaid(Toward::Unsaid), |known| Year::Known(known.year))
}

/// The year that follows the other end of a range of days (`May 6-7, 1864`).
fn range_year(view: &View, end: usize, year: Year) -> Year {
    if year != Year::Unsaid(Toward::Unsaid) {
        return year;
    }
    match bare_end(view, end) {
        Some((at, 1..=31, 1..=2)) => year_after(view, at + 1, true).map_or(year, |y| y.1),
        _ => year,
    }
}

/// `May 5 million people`: the number belongs to what follows.
fn counts_things(view: &View, at: usize) -> bool {
    matches!(view.gap(at), Gap::Space)
        && (matches!(view.folded(at + 1), "percent" | "million" | "billion" | "per")
            || matches!(view.tag(at + 1), Tag::Units(_)))
}

/// A month with or without its year. Weak spellings need a word of time around them.
fn month(view: &View, p: usize) -> Matched {
    let toward = toward(view, p);
    let at = p + usize::from(toward.is_some());
    if toward.is_some() && view.gap(p) != Gap::Space {
        return None;
    }
    let (month, next) = month_name(view, at, toward.is_some() || month_context(view, at))?;
    if toward.is_none() && name_of_something(view, at) {
        return None;
    }
    let year = year_after(view, next, true).or_else(|| dotted_year(view, next));
    let (end, year) = match (year, toward) {
        (Some((end, year)), _) => (end, year),
        (None, Some(toward)) => (next, Year::Unsaid(toward)),
        (None, None) => (next, Year::Unsaid(Toward::Unsaid)),
    };
    Some((end, Expr::calendar(year, Inner::Month(month))))
}

/// `Sept. 2015`.
fn dotted_year(view: &View, next: usize) -> Option<(usize, Year)> {
    let (end, year) = year_number(view, next).filter(|_| view.gap(next - 1) == Gap::Dot)?;
    Some((end, Year::Is(year)))
}

/// Whether the words around make a weak spelling a month: `in May`, `early March`, `May 2016`.
fn month_context(view: &View, at: usize) -> bool {
    let year = year_number(view, at + 1).is_some() && view.joins(at);
    let linked = matches!(
        view.before(at),
        Tag::In
            | Tag::Since
            | Tag::Early
            | Tag::Late
            | Tag::Mid
            | Tag::Of
            | Tag::Last
            | Tag::Next
            | Tag::This
            | Tag::From
            | Tag::Between
            | Tag::After
            | Tag::Before
            | Tag::To
            | Tag::Previous
            | Tag::Following
            | Tag::On
            | Tag::And
            | Tag::Each
    ) && at > view.from
        && view.joins(at - 1);
    let both = matches!(view.before(at), Tag::To | Tag::And | Tag::On | Tag::Of | Tag::After | Tag::Before);
    year || linked && (!both || month_beyond(view, at))
}

/// Whether a connector before `at` follows a date, as in `April and May`.
fn month_beyond(view: &View, at: usize) -> bool {
    let full = view.folded(at).len() > 3 && !matches!(view.tag(at + 1), Tag::Other);
    at >= view.from + 2
        && matches!(
            view.tag(at - 2),
            Tag::Month(_) | Tag::MonthWeak(_) | Tag::Digits { .. } | Tag::End | Tag::Start | Tag::Middle
        )
        || full
        || view.ends_clause(at)
}

/// Whether a month's name is a part of a longer name (`April Jones`, `Mrs May`).
fn name_of_something(view: &View, at: usize) -> bool {
    let person =
        matches!(view.folded_before(at), "mrs" | "mr" | "ms" | "theresa" | "dr" | "prime" | "miss") && at > view.from;
    let title = matches!(view.tag(at), Tag::MonthWeak(_))
        && view.gap(at) == Gap::Space
        && view.shape(at + 1) == Shape::Capitalised
        && view.tag(at + 1) == Tag::Other
        && !matches!(view.before(at), Tag::In | Tag::Since);
    let first_name = matches!(view.folded(at), "april" | "june" | "august")
        && view.gap(at) == Gap::Space
        && view.shape(at + 1) == Shape::Capitalised
        && view.tag(at + 1) == Tag::Other
        && !matches!(view.before(at), Tag::In | Tag::Since | Tag::The | Tag::Last | Tag::Early | Tag::Late);
    person || title || first_name
}

/// `last`, `this`, `next`, … before a month, weekday or season.
pub(super) fn toward(view: &View, p: usize) -> Option<Toward> {
    Some(match view.tag(p) {
        Tag::Last | Tag::Past => Toward::Last,
        Tag::This => Toward::This,
        Tag::Next | Tag::Coming => Toward::Next,
        Tag::Following => Toward::Following,
        Tag::Previous => Toward::Previous,
        Tag::That | Tag::Same => Toward::Same,
        _ => return None,
    })
}

/// A year alone, where the words around do not make it a number.
fn year(view: &View, p: usize) -> Matched {
    if let Some(found) = apostrophe_year(view, p).or_else(|| era_year(view, p)) {
        return Some(found);
    }
    let at = year_word(view, p).unwrap_or(p);
    let two_thousand = || if at > p { two_thousand(view, at) } else { spoken_year(view, at) };
    if let Some((end, year)) = spelled_year(view, at).or_else(two_thousand) {
        return Some((end, Expr::calendar(Year::Is(year), Inner::Whole)));
    }
    let Tag::Digits { value, len } = view.tag(at) else { return None };
    if !free(view, at) {
        return None;
    }
    if let Some((end, year)) = year_number(view, at) {
        let era = end > at + 1;
        return (era || at > p || reads_as_year(view, at, year))
            .then_some((end, Expr::calendar(Year::Is(year), Inner::Whole)));
    }
    if let Some(era) = era_of_range(view, at) {
        return Some((at + 1, Expr::calendar(Year::Is(era * value as i16), Inner::Whole)));
    }
    let short = len == 3
        && matches!(view.before(at), Tag::In | Tag::Since | Tag::After | Tag::Early | Tag::Late | Tag::Of)
        && view.shape(at + 1) != Shape::Lower;
    (short && view.tag(at + 1) == Tag::Other).then(|| (at + 1, Expr::calendar(Year::Short(value as i16), Inner::Whole)))
}

/// After `the year`, `FY`: the number's place.
fn year_word(view: &View, p: usize) -> Option<usize> {
    let the = view.tag(p) == Tag::The && view.joins(p);
    let at = if the { p + 1 } else { p };
    let word = matches!(view.tag(at), Tag::Unit(Unit::Year) | Tag::Units(Unit::Year)) && (the || at == p);
    let numbered = year_number(view, at + 1).is_some() || two_thousand(view, at + 1).is_some();
    (word && view.gap(at) == Gap::Space && numbered).then_some(at + 1)
}

/// `AD 70`.
fn era_year(view: &View, p: usize) -> Matched {
    let Tag::Digits { value: v @ 1..=2199, .. } = view.tag(p + 1) else { return None };
    (view.tag(p) == Tag::AnnoDomini && view.gap(p) == Gap::Space)
        .then(|| (p + 2, Expr::calendar(Year::Is(v as i16), Inner::Whole)))
}

/// `240-238 BC`, `between 499 and 493 BC`: the first number is a year as the second is.
fn era_of_range(view: &View, at: usize) -> Option<i16> {
    let second = connected(view, at)?;
    let (end, year) = year_number(view, second)?;
    (end > second + 1).then(|| year.signum())
}

/// `'82`.
fn apostrophe_year(view: &View, p: usize) -> Matched {
    let Tag::Digits { value, len: 2 } = view.tag(p) else { return None };
    let apostrophe = matches!(view.char_before(p), Some('\'' | '\u{2019}' | '\u{2018}'));
    let apart = !view.joins(p) || !view.tag(p + 1).goes_with_number();
    let opens = p == view.from || !view.between(p - 1).starts_with(['\'', '\u{2019}']);
    (apostrophe && apart && opens && !matches!(view.char_after(p), Some('\'' | '\u{2019}' | '%')))
        .then(|| (p + 1, Expr::calendar(Year::TwoDigits(value as u8), Inner::Whole)))
}

/// Whether four digits read as a year rather than as a number of things.
fn reads_as_year(view: &View, at: usize, year: i16) -> bool {
    let gap = if at > view.from { view.gap(at - 1) } else { Gap::Other };
    let counted = view.gap(at) == Gap::Space && counts(view, at + 1);
    let timed = matches!(
        view.before(at),
        Tag::In
            | Tag::Since
            | Tag::From
            | Tag::Between
            | Tag::Early
            | Tag::Late
            | Tag::Mid
            | Tag::After
            | Tag::Before
            | Tag::The
    );
    let numbered = matches!(
        view.folded_before(at),
        "no" | "number"
            | "page"
            | "room"
            | "flight"
            | "route"
            | "highway"
            | "area"
            | "section"
            | "about"
            | "nearly"
            | "approximately"
            | "almost"
            | "least"
            | "exceed"
            | "than"
    ) && gap != Gap::Comma;
    if matches!(gap, Gap::Slash | Gap::Colon)
        || matches!(view.gap(at), Gap::Colon | Gap::Slash) && matches!(view.tag(at + 1), Tag::Digits { .. })
    {
        return false;
    }
    if matches!(view.tag(at + 1), Tag::Units(_) | Tag::Zone(_)) && view.joins(at) || numbered {
        return false;
    }
    if (1900..=2099).contains(&year) {
        return !counted || timed && view.folded(at + 1) != "men";
    }
    let ranged = connected(view, at).is_some_and(|n| year_number(view, n).is_some())
        || matches!(gap, Gap::Hyphen | Gap::Dash) && year_number(view, at - 1).is_some();
    !counted
        && (timed
            || ranged
            || matches!(view.char_before(at), Some('('))
            || matches!(view.before(at), Tag::Of | Tag::To | Tag::And | Tag::Month(_)))
}

/// Whether the word is what a number would count.
fn counts(view: &View, i: usize) -> bool {
    let folded = view.folded(i);
    view.shape(i) == Shape::Lower
        && (matches!(
            folded,
            "people"
                | "men"
                | "women"
                | "percent"
                | "dollars"
                | "feet"
                | "metres"
                | "meters"
                | "tonnes"
                | "tons"
                | "miles"
                | "km"
                | "kilometers"
                | "kilometres"
                | "troops"
                | "soldiers"
                | "votes"
                | "points"
                | "euros"
                | "pounds"
                | "square"
                | "killed"
                | "wounded"
                | "prisoners"
                | "jobs"
                | "employees"
                | "calories"
                | "rupees"
                | "yen"
                | "barrels"
                | "mg"
                | "kg"
        ))
}

/// `2017-03-04`, `7/8/07`, `04.03.2017`.
fn numeric(view: &View, p: usize) -> Matched {
    if let Tag::Dotted { day, month, year } = view.tag(p) {
        return is_day_of_year(month, day)
            .then(|| (p + 1, Expr::calendar(Year::Is(year as i16), Inner::Day(month, day))));
    }
    if let Some(found) = stamp(view, p) {
        return Some(found);
    }
    let (Tag::Digits { value: a, len: la }, Gap::Hyphen | Gap::Slash) = (view.tag(p), view.gap(p)) else { return None };
    let (Tag::Digits { value: b, len: lb }, Tag::Digits { value: c, len: lc }) = (view.tag(p + 1), view.tag(p + 2))
    else {
        return None;
    };
    if view.gap(p + 1) != view.gap(p)
        || matches!(view.gap(p + 2), Gap::Slash | Gap::Hyphen | Gap::Nothing)
        || !free(view, p)
    {
        return None;
    }
    let expr = match (la, lb, lc) {
        (4, 1..=2, 1..=2) => calendar_day(year_of(a, 4)?, b, c),
        (1..=2, 1..=2, 4) => slashed(Year::Is(i16::try_from(c).ok().filter(|y| (1000..2200).contains(y))?), a, b),
        (1..=2, 1..=2, 2) if view.gap(p) == Gap::Slash => slashed(Year::TwoDigits(c as u8), a, b),
        _ => None,
    }?;
    Some((p + 3, expr))
}

/// `2017-03-04T22:15:00Z`, whose day and hour are one word. Seconds are left out.
fn stamp(view: &View, p: usize) -> Matched {
    let (Tag::Digits { value, len: 4 }, Tag::Digits { value: month, len: 2 }) = (view.tag(p), view.tag(p + 1)) else {
        return None;
    };
    let (day, hour) = view.folded(p + 2).split_once('t')?;
    let (day, hour) = (day.parse().ok()?, hour.parse::<u8>().ok().filter(|hour| *hour < 24)?);
    let hyphens = view.gap(p) == Gap::Hyphen && view.gap(p + 1) == Gap::Hyphen;
    let part =
        |i: usize| if view.gap(i - 1) == Gap::Colon { view.folded(i).get(..2)?.parse::<u8>().ok() } else { None };
    let minute = part(p + 3).filter(|minute| *minute < 60 && hyphens)?;
    let end = p + 4 + usize::from(part(p + 4).is_some());
    let zone = view.folded(end - 1).ends_with('z').then_some(0);
    let expr = calendar_day(year_of(value, 4)?, month, day)?;
    Some((end, Expr { clock: Some(Clock { hour, minute: Some(minute), zone }), ..expr }))
}

fn year_of(value: u32, len: u8) -> Option<Year> {
    (len == 4 && (1000..2200).contains(&value)).then_some(Year::Is(value as i16))
}

fn calendar_day(year: Year, month: u32, day: u32) -> Option<Expr> {
    let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
    is_day_of_year(month, day).then(|| Expr::calendar(year, Inner::Day(month, day)))
}

/// Day and month in an order that only their size may tell.
fn slashed(year: Year, a: u32, b: u32) -> Option<Expr> {
    match (calendar_day(year, a, b), calendar_day(year, b, a)) {
        (Some(_), Some(_)) if a != b => Some(Expr::calendar(year, Inner::Ambiguous(a as u8, b as u8))),
        (Some(us), _) => Some(us),
        (None, british) => british,
    }
}

pub(super) fn skip_the(view: &View, p: usize) -> usize {
    if view.tag(p) == Tag::The && view.gap(p) == Gap::Space { p + 1 } else { p }
}

/// After `this` in `this past spring`, `this coming Sunday`.
pub(super) fn skip_this(view: &View, p: usize) -> usize {
    let twice = view.tag(p) == Tag::This && matches!(view.tag(p + 1), Tag::Past | Tag::Coming);
    if twice && view.gap(p) == Gap::Space { p + 1 } else { p }
}

/// `the last week of March`.
fn week_of_month(view: &View, p: usize) -> Matched {
    let at = skip_the(view, p);
    let n = match view.tag(at) {
        Tag::Ordinal(n @ 1..=5) => n as i8,
        Tag::Last | Tag::Final => -1,
        _ => return None,
    };
    let week = view.tag(at + 1) == Tag::Unit(Unit::Week) && view.tag(at + 2) == Tag::Of;
    let (month, next) = month_name(view, at + 3, true).filter(|_| week && view.gap(at) == Gap::Space)?;
    let (end, year) = year_after(view, next, true).unwrap_or((next, Year::Unsaid(Toward::Unsaid)));
    Some((end, Expr::calendar(year, Inner::WeekOf(month, n))))
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

/// `the 1980s`, `the late '80s`, `the seventies`, `the 470s BC`.
fn decade(view: &View, p: usize) -> Matched {
    let at = skip_the(view, p);
    let Tag::Decade { decade, full } = view.tag(at) else { return None };
    let written_out = !view.folded(at).starts_with(|c: char| c.is_ascii_digit());
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
    let (end, year) = year_after(view, end, true).unwrap_or((end, Year::Unsaid(Toward::Unsaid)));
    Some((end, Expr::calendar(year, Inner::Holiday(n as u8))))
}

/// `on the 20th`, where no noun follows.
fn day_of(view: &View, p: usize) -> Matched {
    let Tag::Ordinal(day @ 1..=31) = view.tag(p + 1) else { return None };
    let spelled = !view.folded(p + 1).starts_with(|c: char| c.is_ascii_digit());
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
    (view.tag(p) == Tag::The && led && !spelled && (view.ends_clause(p + 1) || goes_on))
        .then(|| (p + 2, Expr::calendar(Year::Unsaid(Toward::Unsaid), Inner::DayOf(day))))
}
