//! Periods: partial dates and ranges of them, as queries write them, and dates as people read them.

use std::ops::Range;

use jiff::civil::Date;
use thiserror::Error;

use super::{Basis, DateMention, PartialDate, Precision, Published};

/// A stretch of days, both ends inclusive, an absent end being open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Period {
    /// First day.
    pub earliest: Option<Date>,
    /// Last day.
    pub latest: Option<Date>,
}

/// Why a text is no period.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{problem}")]
pub struct PeriodError {
    /// The bytes of the text that are at fault.
    pub at: Range<usize>,
    /// What is wrong with them.
    pub problem: PeriodProblem,
}

/// What is wrong with a period's text.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum PeriodProblem {
    /// It has another shape.
    #[error("`{0}` is no date: write a year, a month or a day, such as 2017, 2017-03 or 2017-03-22")]
    Shape(String),
    /// The year is not one of the calendar's.
    #[error("there is no year {0}: years run from 1 to 9999")]
    Year(String),
    /// There is no such month.
    #[error("there is no month {0}: months run from 01 to 12")]
    Month(u32),
    /// The month has no such day.
    #[error("{0}-{1:02} has no day {2}")]
    Day(i16, u32, u32),
    /// The end lies before the beginning.
    #[error("the period ends before it begins")]
    Reversed,
    /// Neither end is given.
    #[error("a period needs a beginning or an end, such as 2019.. or ..2018")]
    Empty,
}

impl Period {
    /// Whether an article published so matches: its interval, known at both ends, shares a day with this one.
    pub fn overlaps(&self, published: &Published) -> bool {
        match (published.earliest, published.latest) {
            (Some(earliest), Some(latest)) => {
                self.latest.is_none_or(|l| earliest <= l) && self.earliest.is_none_or(|e| latest >= e)
            }
            _ => false,
        }
    }

    /// Whether a mentioned date lies wholly within.
    pub fn holds(&self, mention: &DateMention) -> bool {
        match (mention.earliest, mention.latest) {
            (Some(earliest), Some(latest)) => {
                self.earliest.is_none_or(|e| earliest >= e) && self.latest.is_none_or(|l| latest <= l)
            }
            _ => false,
        }
    }
}

/// Reads `2017`, `2017-03`, `2017-03-22`, or two of them with `..` between, either of which may be left out.
///
/// # Errors
/// When it is none of these, or names a day that the calendar does not have; the error says where and why.
pub fn parse(text: &str) -> Result<Period, PeriodError> {
    let Some(dots) = text.find("..") else {
        let (earliest, latest) = days(text, 0..text.len())?;
        return Ok(Period { earliest: Some(earliest), latest: Some(latest) });
    };
    let (from, to) = (0..dots, dots + 2..text.len());
    let side = |range: Range<usize>| if range.is_empty() { Ok(None) } else { days(text, range).map(Some) };
    let (first, last) = (side(from)?, side(to)?);
    let period = Period { earliest: first.map(|d| d.0), latest: last.map(|d| d.1) };
    match (period.earliest, period.latest) {
        (None, None) => Err(PeriodError { at: 0..text.len(), problem: PeriodProblem::Empty }),
        (Some(a), Some(b)) if a > b => Err(PeriodError { at: 0..text.len(), problem: PeriodProblem::Reversed }),
        _ => Ok(period),
    }
}

/// Reads `2017`, `2017-03` or `2017-03-22`.
///
/// # Errors
/// When it is none of these, or names a day that the calendar does not have.
pub fn parse_partial(text: &str) -> Result<PartialDate, PeriodError> {
    days(text, 0..text.len())?;
    partial(text, 0..text.len())
}

/// First and last day of the partial date at `range`.
fn days(text: &str, range: Range<usize>) -> Result<(Date, Date), PeriodError> {
    let date = partial(text, range.clone())?;
    let (month, day) = (date.month.unwrap_or(1) as u32, date.day.unwrap_or(1) as u32);
    date.days().ok_or(PeriodError { at: range, problem: PeriodProblem::Day(date.year, month, day) })
}

/// The partial date at `range`: its numbers, each checked by itself.
fn partial(text: &str, range: Range<usize>) -> Result<PartialDate, PeriodError> {
    let whole = &text[range.clone()];
    let error = |at: Range<usize>, problem| PeriodError { at, problem };
    let shape = || error(range.clone(), PeriodProblem::Shape(whole.into()));
    let mut fields = Vec::new();
    let mut at = range.start;
    for field in whole.split('-') {
        let place = at..at + field.len();
        if field.is_empty() || !field.bytes().all(|b| b.is_ascii_digit()) || fields.len() == 3 {
            return Err(shape());
        }
        at = place.end + 1;
        fields.push((field, place));
    }
    let (year, place) = &fields[0];
    let number = year.parse::<i16>().ok().filter(|y| (1..=9999).contains(y));
    let year = number.ok_or_else(|| error(place.clone(), PeriodProblem::Year((*year).into())))?;
    let small = |i: usize| fields.get(i).map(|(f, p)| (f.parse::<u32>().unwrap_or(u32::MAX), p.clone()));
    let month = match small(1) {
        Some((m, at)) if !(1..=12).contains(&m) => return Err(error(at, PeriodProblem::Month(m))),
        month => month.map(|m| m.0),
    };
    let day = match small(2) {
        Some((d, at)) if !(1..=31).contains(&d) => {
            return Err(error(at, PeriodProblem::Day(year, month.unwrap_or(1), d)));
        }
        day => day.map(|d| d.0),
    };
    Ok(PartialDate { year, month: month.map(|m| m as i8), day: day.map(|d| d as i8) })
}

/// A stretch by which a histogram counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interval {
    /// By the year.
    Year,
    /// By the month.
    Month,
    /// By the day.
    Day,
}

/// The bucket of a histogram in which a publication date counts, such as `2017-03`: its best guess, as long
/// as that is known as exactly as the interval asks.
pub fn bucket(published: &Published, interval: Interval) -> Option<PartialDate> {
    let best = published.best?;
    match (interval, best.month, best.day) {
        (Interval::Year, _, _) => Some(PartialDate::of_year(best.year)),
        (Interval::Month, Some(_), _) => Some(PartialDate { day: None, ..best }),
        (Interval::Day, Some(_), Some(_)) => Some(best),
        _ => None,
    }
}

impl std::fmt::Display for PartialDate {
    /// As ISO 8601 has it: `2017`, `2017-03`, `2017-03-22`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
            if let Some(day) = self.day {
                write!(f, "-{day:02}")?;
            }
        }
        Ok(())
    }
}

impl Basis {
    /// The basis in a word, as JSON has it.
    pub fn name(self) -> &'static str {
        match self {
            Basis::Stated => "stated",
            Basis::Metadata => "metadata",
            Basis::Filename => "filename",
            Basis::Inferred => "inferred",
            Basis::Corpus => "corpus",
            Basis::None => "none",
        }
    }
}

/// A publication date for people: `5 July 2017`, `March 2017, inferred`, `between 4 and 21 March 2017,
/// inferred`, `after 2 March 2014, inferred`, `date unknown`. What is stated goes without its basis.
pub fn describe(published: &Published) -> String {
    let when = when(published);
    match published.basis {
        Basis::Inferred | Basis::Corpus if when != UNKNOWN => {
            let basis = if published.basis == Basis::Corpus { "inferred from other articles" } else { "inferred" };
            format!("{when}, {basis}")
        }
        _ => when,
    }
}

const UNKNOWN: &str = "date unknown";

fn when(published: &Published) -> String {
    match (published.earliest, published.latest, published.precision) {
        (Some(a), _, Precision::Day) => long(a),
        (Some(a), _, Precision::Month) => format!("{} {}", month_name(a), a.year()),
        (Some(a), _, Precision::Year) => a.year().to_string(),
        (Some(a), Some(b), _) => between(a, b),
        (Some(a), None, _) => format!("not before {}", long(a)),
        (None, Some(b), _) => format!("not after {}", long(b)),
        (None, None, _) => UNKNOWN.into(),
    }
}

/// `between 4 and 21 March 2017`, leaving out what both have.
fn between(a: Date, b: Date) -> String {
    let first = match (a.year() == b.year(), a.month() == b.month()) {
        (true, true) => a.day().to_string(),
        (true, false) => format!("{} {}", a.day(), month_name(a)),
        _ => long(a),
    };
    format!("between {first} and {}", long(b))
}

fn long(date: Date) -> String {
    format!("{} {} {}", date.day(), month_name(date), date.year())
}

fn month_name(date: Date) -> &'static str {
    const NAMES: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    NAMES[(date.month() - 1) as usize]
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::annotate::date::TimexType;
    use crate::span::Span;

    fn period(a: Option<Date>, b: Option<Date>) -> Result<Period, PeriodError> {
        Ok(Period { earliest: a, latest: b })
    }

    #[test]
    fn partial_dates_and_ranges() {
        let (d, s) = (date, Some);
        for (text, expected) in [
            ("2017", period(s(d(2017, 1, 1)), s(d(2017, 12, 31)))),
            ("2016-02", period(s(d(2016, 2, 1)), s(d(2016, 2, 29)))),
            ("2017-03-22", period(s(d(2017, 3, 22)), s(d(2017, 3, 22)))),
            ("2017-03..2017-07", period(s(d(2017, 3, 1)), s(d(2017, 7, 31)))),
            ("..2018", period(None, s(d(2018, 12, 31)))),
            ("2019..", period(s(d(2019, 1, 1)), None)),
            ("2017..2017-03-04", period(s(d(2017, 1, 1)), s(d(2017, 3, 4)))),
        ] {
            assert_eq!(parse(text), expected, "{text}");
        }
    }

    #[test]
    fn what_the_calendar_does_not_have() {
        for (text, at, message) in [
            ("2017-13", 5..7, "there is no month 13"),
            ("2017-02-31", 0..10, "2017-02 has no day 31"),
            ("2017-02-32", 8..10, "2017-02 has no day 32"),
            ("0", 0..1, "there is no year 0"),
            ("1000000000", 0..10, "there is no year 1000000000"),
            ("10^9", 0..4, "`10^9` is no date"),
            ("", 0..0, "`` is no date"),
            ("2017-03-04-05", 0..13, "is no date"),
            ("2017..x", 6..7, "`x` is no date"),
            ("..", 0..2, "needs a beginning or an end"),
            ("2018..2017", 0..10, "ends before it begins"),
            ("２０１７", 0..12, "is no date"),
            ("-2017", 0..5, "is no date"),
            ("2017...2018", 6..11, "is no date"),
            ("2017-99999999999999999999", 5..25, "there is no month"),
        ] {
            let error = parse(text).unwrap_err();
            assert!(error.to_string().contains(message), "{text}: {error}");
            assert_eq!(error.at, at, "{text}");
        }
    }

    fn published(a: Option<Date>, b: Option<Date>, precision: Precision, basis: Basis) -> Published {
        Published { earliest: a, latest: b, precision, basis, ..Published::default() }
    }

    #[test]
    fn only_known_intervals_overlap() {
        let march = parse("2017-03").unwrap();
        let of = |a, b| published(a, b, Precision::Interval, Basis::Inferred);
        assert!(march.overlaps(&of(Some(date(2017, 3, 31)), Some(date(2017, 4, 2)))));
        assert!(!march.overlaps(&of(Some(date(2017, 4, 1)), Some(date(2017, 4, 2)))));
        assert!(!march.overlaps(&of(Some(date(2017, 3, 1)), None)));
        assert!(!march.overlaps(&Published::default()));
        assert!(parse("2017..").unwrap().overlaps(&of(Some(date(2017, 4, 1)), Some(date(2017, 4, 2)))));
    }

    #[test]
    fn mentions_lie_wholly_within() {
        let of = |a: Date, b: Date| DateMention {
            span: Span::new(0, 1),
            kind: TimexType::Date,
            value: String::new(),
            earliest: Some(a),
            latest: Some(b),
            range: None,
        };
        let march = parse("2017-03").unwrap();
        assert!(march.holds(&of(date(2017, 3, 22), date(2017, 3, 22))));
        assert!(!march.holds(&of(date(2017, 1, 1), date(2017, 12, 31))));
    }

    #[test]
    fn dates_for_people() {
        let (d, s) = (date, Some);
        for (a, b, precision, basis, text) in [
            (s(d(2017, 7, 5)), s(d(2017, 7, 5)), Precision::Day, Basis::Stated, "5 July 2017"),
            (s(d(2017, 3, 1)), s(d(2017, 3, 31)), Precision::Month, Basis::Filename, "March 2017"),
            (
                s(d(2017, 3, 4)),
                s(d(2017, 3, 21)),
                Precision::Interval,
                Basis::Inferred,
                "between 4 and 21 March 2017, inferred",
            ),
            (
                s(d(2017, 3, 1)),
                s(d(2017, 7, 31)),
                Precision::Interval,
                Basis::Inferred,
                "between 1 March and 31 July 2017, inferred",
            ),
            (s(d(2014, 1, 1)), None, Precision::Unknown, Basis::Inferred, "not before 1 January 2014, inferred"),
            (None, None, Precision::Unknown, Basis::None, "date unknown"),
        ] {
            assert_eq!(describe(&published(a, b, precision, basis)), text);
        }
    }

    #[test]
    fn buckets_are_no_finer_than_the_guess() {
        let of = |best| Published { best: Some(best), ..Published::default() };
        let month = PartialDate::of_month(date(2017, 3, 1));
        assert_eq!(bucket(&of(month), Interval::Day), None);
        assert_eq!(bucket(&of(month), Interval::Month).unwrap().to_string(), "2017-03");
        assert_eq!(bucket(&of(month), Interval::Year).unwrap().to_string(), "2017");
    }
}
