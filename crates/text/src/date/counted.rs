//! Days by a count: of weeks, quarters or days in a year, of seconds since 1970.

use jiff::civil::{Date, ISOWeekDate, Weekday};

use super::PartialDate;
use super::stated::FieldDate;

/// `2017-W09`, `2017W096`, `2017-Q1`, `2017-063`.
pub(super) fn week_or_day_of_year(field: &str) -> Option<FieldDate> {
    let (year, rest) = field.split_at_checked(4)?;
    let year: i16 = Some(year).filter(|y| y.bytes().all(|b| b.is_ascii_digit()))?.parse().ok()?;
    let rest = rest.strip_prefix('-').unwrap_or(rest);
    if let Some(quarter) = rest.strip_prefix(['Q', 'q']) {
        return quarter_of_year(year, quarter);
    }
    let Some(week) = rest.strip_prefix(['W', 'w']) else { return day_of_year(year, rest) };
    let (week, day) = week.split_at_checked(2)?;
    let week = week.parse().ok()?;
    let at = |weekday| Some(ISOWeekDate::new(year, week, Weekday::from_monday_one_offset(weekday).ok()?).ok()?.date());
    match day.strip_prefix('-').unwrap_or(day) {
        "" => Some(FieldDate::Period(at(1)?, at(7)?)),
        day => at(day.parse().ok()?).map(|day| FieldDate::Known(PartialDate::of_day(day))),
    }
}

fn quarter_of_year(year: i16, number: &str) -> Option<FieldDate> {
    let number: i8 = number.parse().ok().filter(|number| (1..=4).contains(number))?;
    let day = |month, first| Date::new(year, month, first).ok().filter(|_| year >= 1000);
    Some(FieldDate::Period(day(3 * number - 2, 1)?, day(3 * number, 1)?.last_of_month()))
}

fn day_of_year(year: i16, number: &str) -> Option<FieldDate> {
    let number: i64 = Some(number).filter(|n| n.len() == 3 && n.bytes().all(|b| b.is_ascii_digit()))?.parse().ok()?;
    let first = Date::new(year, 1, 1).ok().filter(|_| year >= 1000 && number >= 1)?;
    let day = first.checked_add(jiff::Span::new().try_days(number - 1).ok()?).ok()?;
    (day.year() == year).then_some(FieldDate::Known(PartialDate::of_day(day)))
}

/// Seconds in a day.
const DAY: i64 = 86_400;
/// 1 March 1973 and 1 January 2100 in seconds since 1970: what lies outside is rather another number.
const EPOCH: std::ops::Range<i64> = 100_000_000..4_102_444_800;

/// Seconds since 1970 or thousandths, millionths, billionths of them; a fraction is left off.
pub(super) fn epoch(field: &str) -> Option<FieldDate> {
    let inner = field.strip_prefix("/Date(").and_then(|rest| rest.strip_suffix(")/"));
    // What follows a sign is a zone.
    let field = inner.map_or(field, |inner| inner.split(['+', '-']).next().unwrap_or(inner));
    let (whole, fraction) = field.split_once('.').unwrap_or((field, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(fraction) || whole.len() < 9 {
        return None;
    }
    let number: i64 = whole.parse().ok()?;
    let per_second = [1, 1_000, 1_000_000, 1_000_000_000];
    let seconds = per_second.iter().map(|per| number / per).find(|seconds| EPOCH.contains(seconds))?;
    let day = Date::new(1970, 1, 1).ok()?.checked_add(jiff::Span::new().try_days(seconds / DAY).ok()?).ok()?;
    Some(FieldDate::Known(PartialDate::of_day(day)))
}
