//! Calendar arithmetic: moments of every size, their TIMEX3 values and the days they take in.

use jiff::civil::{Date, ISOWeekDate, Weekday};
use jiff::{Span as Time, ToSpan};

use super::tag::{Season, Unit};

/// A stretch of the calendar with a name of its own. Years before the common era are negative, the
/// first of them being -1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Moment {
    /// The years that share all digits but the last two.
    Century(i16),
    /// The years that share all digits but the last.
    Decade(i16),
    Year(i16),
    Half(i16, u8),
    Quarter(i16, u8),
    Season(i16, Season),
    Month(i16, u8),
    Week(i16, u8),
    Weekend(i16, u8),
    Day(i16, u8, u8),
}

impl Moment {
    /// The day as a moment.
    pub(super) fn of(date: Date) -> Self {
        Moment::Day(date.year(), date.month() as u8, date.day() as u8)
    }

    /// The year it lies in, if it lies in one.
    pub(super) fn year(self) -> Option<i16> {
        match self {
            Moment::Century(_) | Moment::Decade(_) => None,
            Moment::Year(y) | Moment::Half(y, _) | Moment::Quarter(y, _) | Moment::Season(y, _) => Some(y),
            Moment::Month(y, _) | Moment::Week(y, _) | Moment::Weekend(y, _) | Moment::Day(y, _, _) => Some(y),
        }
    }

    /// The month it lies in, as year and number.
    pub(super) fn month(self) -> Option<(i16, u8)> {
        match self {
            Moment::Month(y, m) | Moment::Day(y, m, _) => Some((y, m)),
            Moment::Week(..) | Moment::Weekend(..) => self.first_day().map(|d| (d.year(), d.month() as u8)),
            _ => None,
        }
    }

    /// The day it is.
    pub(super) fn day(self) -> Option<Date> {
        match self {
            Moment::Day(y, m, d) => date(y, m, d),
            _ => None,
        }
    }

    /// Whether figures are given for such stretches.
    pub(super) fn is_period(self) -> bool {
        matches!(self, Moment::Year(_) | Moment::Half(..) | Moment::Quarter(..) | Moment::Month(..))
    }

    /// The same day, week, month or the like of the year that is `by` years later (earlier where negative). A day keeps
    /// its number within the month.
    pub(super) fn in_other_year(self, by: i16) -> Self {
        match self {
            Moment::Year(y) => Moment::Year(y.saturating_add(by)),
            Moment::Half(y, n) => Moment::Half(y.saturating_add(by), n),
            Moment::Quarter(y, n) => Moment::Quarter(y.saturating_add(by), n),
            Moment::Season(y, season) => Moment::Season(y.saturating_add(by), season),
            Moment::Month(y, n) => Moment::Month(y.saturating_add(by), n),
            Moment::Week(y, n) => Moment::Week(y.saturating_add(by), n),
            Moment::Weekend(y, n) => Moment::Weekend(y.saturating_add(by), n),
            Moment::Day(y, m, d) => Moment::Day(y.saturating_add(by), m, d),
            Moment::Century(_) | Moment::Decade(_) => self,
        }
    }

    /// The size it has.
    pub(super) fn unit(self) -> Unit {
        match self {
            Moment::Century(_) => Unit::Century,
            Moment::Decade(_) => Unit::Decade,
            Moment::Year(_) | Moment::Half(..) => Unit::Year,
            Moment::Quarter(..) => Unit::Quarter,
            Moment::Season(..) => Unit::Season,
            Moment::Month(..) => Unit::Month,
            Moment::Week(..) => Unit::Week,
            Moment::Weekend(..) => Unit::Weekend,
            Moment::Day(..) => Unit::Day,
        }
    }

    /// First and last day; none for what lies before the common era or beyond the calendar.
    pub(super) fn days(self) -> Option<(Date, Date)> {
        match self {
            Moment::Century(c) => Some((date(c.checked_mul(100)?.max(1), 1, 1)?, date(c * 100 + 99, 12, 31)?)),
            Moment::Decade(d) => Some((date(d.checked_mul(10)?.max(1), 1, 1)?, date(d * 10 + 9, 12, 31)?)),
            Moment::Year(y) => Some((date(y, 1, 1)?, date(y, 12, 31)?)),
            Moment::Half(y, h) => months(y, h * 6 - 5, 6),
            Moment::Quarter(y, q) => months(y, q * 3 - 2, 3),
            Moment::Season(y, Season::Winter) => {
                Some((date(y, 12, 1)?, date(y.checked_add(1)?, 3, 1)?.yesterday().ok()?))
            }
            Moment::Season(y, s) => months(y, s as u8 * 3 + 3, 3),
            Moment::Month(y, m) => months(y, m, 1),
            Moment::Week(y, w) => Some((iso_day(y, w, Weekday::Monday)?, iso_day(y, w, Weekday::Sunday)?)),
            Moment::Weekend(y, w) => Some((iso_day(y, w, Weekday::Saturday)?, iso_day(y, w, Weekday::Sunday)?)),
            Moment::Day(y, m, d) => date(y, m, d).map(|d| (d, d)),
        }
    }

    /// The first day.
    pub(super) fn first_day(self) -> Option<Date> {
        self.days().map(|d| d.0)
    }

    /// The TIMEX3 value.
    pub(super) fn value(self) -> String {
        let mut out = String::with_capacity(12);
        match self {
            Moment::Century(c) => push_year(&mut out, c, 2),
            Moment::Decade(d) => push_year(&mut out, d, 3),
            Moment::Year(y) | Moment::Half(y, _) | Moment::Quarter(y, _) | Moment::Season(y, _) => {
                push_year(&mut out, y, 4);
            }
            Moment::Month(y, _) | Moment::Week(y, _) | Moment::Weekend(y, _) | Moment::Day(y, ..) => {
                push_year(&mut out, y, 4);
            }
        }
        self.push_part(&mut out);
        out
    }

    /// Appends which part of its year it is.
    fn push_part(self, out: &mut String) {
        match self {
            Moment::Century(_) | Moment::Decade(_) | Moment::Year(_) => {}
            Moment::Half(_, h) => push_number(out, "-H", h.into(), 1),
            Moment::Quarter(_, q) => push_number(out, "-Q", q.into(), 1),
            Moment::Season(_, s) => out.extend(["-", s.code()]),
            Moment::Month(_, m) => push_number(out, "-", m.into(), 2),
            Moment::Week(_, w) | Moment::Weekend(_, w) => push_number(out, "-W", w.into(), 2),
            Moment::Day(_, m, d) => {
                push_number(out, "-", m.into(), 2);
                push_number(out, "-", d.into(), 2);
            }
        }
        if let Moment::Weekend(..) = self {
            out.push_str("-WE");
        }
    }
}

/// The number with leading zeros, years before the common era marked as TIMEX3 does.
fn push_year(out: &mut String, n: i16, width: usize) {
    push_number(out, if n < 0 { "BC" } else { "" }, n.unsigned_abs(), width);
}

/// A number of so many digits at least, after `lead`.
fn push_number(out: &mut String, lead: &str, n: u16, width: usize) {
    out.push_str(lead);
    let digits = [n / 10_000, n / 1000 % 10, n / 100 % 10, n / 10 % 10, n % 10];
    let first = digits.iter().position(|&d| d != 0).unwrap_or(4).min(5 - width);
    out.extend(digits[first..].iter().map(|&d| char::from(b'0' + d as u8)));
}

/// The day, if the common era's calendar has it.
pub(super) fn date(year: i16, month: u8, day: u8) -> Option<Date> {
    if year < 1 {
        return None;
    }
    Date::new(year, month as i8, day as i8).ok()
}

/// So many months of one year.
fn months(year: i16, month: u8, count: u8) -> Option<(Date, Date)> {
    Some((date(year, month, 1)?, date(year, month + count - 1, 1)?.last_of_month()))
}

fn iso_day(year: i16, week: u8, weekday: Weekday) -> Option<Date> {
    ISOWeekDate::new(year, week as i8, weekday).ok().map(|d| d.date())
}

/// The ISO week that holds the day.
pub(super) fn week_of(day: Date) -> Moment {
    let iso = day.iso_week_date();
    Moment::Week(iso.year(), iso.week() as u8)
}

/// The moment of size `unit` that holds the day.
pub(super) fn containing(unit: Unit, day: Date) -> Moment {
    let (y, m) = (day.year(), day.month() as u8);
    match unit {
        Unit::Week | Unit::Fortnight => week_of(day),
        Unit::Weekend => match week_of(day) {
            Moment::Week(y, w) => Moment::Weekend(y, w),
            other => other,
        },
        Unit::Month => Moment::Month(y, m),
        Unit::Quarter => Moment::Quarter(y, m.div_ceil(3)),
        Unit::Season => Moment::Season(if m < 3 { y - 1 } else { y }, season_of(m)),
        Unit::Year => Moment::Year(y),
        Unit::Decade => Moment::Decade(y / 10),
        Unit::Century | Unit::Millennium => Moment::Century(y / 100),
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => Moment::of(day),
    }
}

fn season_of(month: u8) -> Season {
    match month {
        3..=5 => Season::Spring,
        6..=8 => Season::Summer,
        9..=11 => Season::Autumn,
        _ => Season::Winter,
    }
}

/// The day that lies `count` units after `day` (before it, where negative).
pub(super) fn add(day: Date, unit: Unit, count: i32) -> Option<Date> {
    let count = i64::from(count);
    let span = match unit {
        Unit::Second | Unit::Minute | Unit::Hour => 0.days(),
        Unit::Day => Time::new().try_days(count).ok()?,
        Unit::Week | Unit::Weekend => Time::new().try_weeks(count).ok()?,
        Unit::Fortnight => Time::new().try_weeks(count * 2).ok()?,
        Unit::Month => Time::new().try_months(count).ok()?,
        Unit::Quarter | Unit::Season => Time::new().try_months(count * 3).ok()?,
        Unit::Year => Time::new().try_years(count).ok()?,
        Unit::Decade => Time::new().try_years(count * 10).ok()?,
        Unit::Century => Time::new().try_years(count * 100).ok()?,
        Unit::Millennium => Time::new().try_years(count * 1000).ok()?,
    };
    day.checked_add(span).ok().filter(|d| d.year() >= 1)
}

/// The moment of size `unit` that lies `count` units after `from`, computed in years where the common
/// era's calendar does not reach.
pub(super) fn shift(from: Moment, unit: Unit, count: i32) -> Option<Moment> {
    let years = match unit {
        Unit::Year => Some(count),
        Unit::Decade => count.checked_mul(10),
        Unit::Century => count.checked_mul(100),
        _ => None,
    };
    if let (Some(years), Some(year)) = (years, from.year()) {
        let year = i16::try_from(i32::from(year).checked_add(years)?).ok().filter(|y| y.abs() < 9999)?;
        return Some(match unit {
            Unit::Year => Moment::Year(year),
            Unit::Decade => Moment::Decade(year / 10),
            _ => Moment::Century(year / 100),
        });
    }
    match (unit, from) {
        (Unit::Decade, Moment::Decade(d)) => return Some(Moment::Decade(d.checked_add(count as i16)?)),
        (Unit::Century, Moment::Century(c)) => return Some(Moment::Century(c.checked_add(count as i16)?)),
        _ => {}
    }
    Some(containing(unit, add(from.first_day()?, unit, count)?))
}

/// The `n`th such weekday (1 is Monday) of a month, the last where `n` is negative.
pub(super) fn nth_weekday(year: i16, month: u8, weekday: u8, n: i8) -> Option<Date> {
    date(year, month, 1)?.nth_weekday_of_month(n, Weekday::from_monday_one_offset(weekday as i8).ok()?).ok()
}

/// Easter Sunday of the Gregorian calendar (the anonymous computus of 1876).
pub(super) fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    date(year, (n / 31) as u8, (n % 31 + 1) as u8)
}

/// Whether any year has such a day.
pub(super) fn is_day_of_year(month: u8, day: u8) -> bool {
    date(2000, month, day).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_and_days() {
        let day = |y, m, d| date(y, m, d).unwrap();
        for (moment, value, first, last) in [
            (Moment::Year(2017), "2017", day(2017, 1, 1), day(2017, 12, 31)),
            (Moment::Decade(198), "198", day(1980, 1, 1), day(1989, 12, 31)),
            (Moment::Quarter(2009, 3), "2009-Q3", day(2009, 7, 1), day(2009, 9, 30)),
            (Moment::Half(2009, 2), "2009-H2", day(2009, 7, 1), day(2009, 12, 31)),
            (Moment::Season(2009, Season::Winter), "2009-WI", day(2009, 12, 1), day(2010, 2, 28)),
            (Moment::Season(2009, Season::Summer), "2009-SU", day(2009, 6, 1), day(2009, 8, 31)),
            (Moment::Month(2016, 2), "2016-02", day(2016, 2, 1), day(2016, 2, 29)),
            (Moment::Week(2017, 28), "2017-W28", day(2017, 7, 10), day(2017, 7, 16)),
            (Moment::Weekend(2010, 4), "2010-W04-WE", day(2010, 1, 30), day(2010, 1, 31)),
        ] {
            assert_eq!(moment.value(), value);
            assert_eq!(moment.days(), Some((first, last)), "{value}");
        }
        assert_eq!(Moment::Year(-218).value(), "BC0218");
        assert_eq!(Moment::Year(-218).days(), None);
    }

    #[test]
    fn easter_sundays() {
        for (year, month, day) in [(2000, 4, 23), (2016, 3, 27), (2017, 4, 16), (2019, 4, 21), (2024, 3, 31)] {
            assert_eq!(easter(year), date(year, month, day));
        }
    }

    #[test]
    fn shifting_keeps_within_the_calendar() {
        assert_eq!(shift(Moment::Year(-218), Unit::Year, 2), Some(Moment::Year(-216)));
        assert_eq!(shift(Moment::of(date(9999, 12, 31).unwrap()), Unit::Day, 1), None);
        assert_eq!(shift(Moment::Year(2000), Unit::Century, i32::MAX), None);
    }
}
