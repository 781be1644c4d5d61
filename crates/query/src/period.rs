//! Periods: the days that `date:` and `mentions:` speak of.

use std::fmt;

use jiff::ZonedDateTime;
use jiff::civil::Date;

use onrecord_annotate::date::read_period;
use onrecord_text::date::{FieldDate, PartialDate, PartialDateError, field};

/// A range of days, open or closed at either end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// From one day, month or year to another, both inclusive; an absent end is open. Not both are absent.
    Between(Option<PartialDate>, Option<PartialDate>),
    /// `unknown`: not known to any day.
    Unknown,
}

/// Why a text is not a period, with advice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeriodError {
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub hint: &'static str,
}

const GRAMMAR: &str = "a date is 2017, 2017-03, 2017-03-22, \"March 2017\", yesterday or \"last month\"; a range is \
                       2017-03..2017-07, ..2018, 2019.. or 30d.. (w, m and y for weeks, months and years)";

impl Period {
    /// Reads a date, a range `a..b`, `..b`, `a..`, or `unknown`, counting from today, by this machine's clock.
    ///
    /// # Errors
    /// As [`parse_on`](Self::parse_on).
    pub fn parse(text: &str) -> Result<Self, PeriodError> {
        Period::parse_on(text, ZonedDateTime::now().date())
    }

    /// Reads a date, a range `a..b`, `..b`, `a..` (ends inclusive), or `unknown`, on the day `today`.
    ///
    /// A date is `2017`, `2017-03`, `2017-3`, `03/2017`, `2017-03-22`, `30d` (the last 30 days; `w`, `m`, `y` for weeks,
    /// months, years), or what the grammar of dates in articles reads: `yesterday`, `last month`, `March 2009`.
    /// As the beginning of a range `30d` is the day 30 days ago.
    ///
    /// # Errors
    /// When the text is none of these, names a day that does not exist, or a range ends before it begins.
    pub fn parse_on(text: &str, today: Date) -> Result<Self, PeriodError> {
        if text.eq_ignore_ascii_case("unknown") {
            return Ok(Period::Unknown);
        }
        let Some((from, to)) = ends(text) else {
            let (from, to) = span(text, today)?;
            return Ok(Period::Between(Some(from), Some(to)));
        };
        let end = |text: &str| if text.trim().is_empty() { Ok(None) } else { moment(text, today).map(Some) };
        let (from, to) = (end(from)?.map(|(from, _)| from), end(to)?.map(|(_, to)| to));
        match (from, to) {
            (None, None) => Err(error("a range needs one end at least".into())),
            (Some(a), Some(b)) if first_day(a) > last_day(b) => {
                Err(error(format!("the range ends before it begins: {text}")))
            }
            _ => Ok(Period::Between(from, to)),
        }
    }

    /// The first day, unless the period is open there or unknown.
    pub fn earliest(&self) -> Option<Date> {
        match self {
            Period::Between(from, _) => from.and_then(first_day),
            Period::Unknown => None,
        }
    }

    /// The last day, unless the period is open there or unknown.
    pub fn latest(&self) -> Option<Date> {
        match self {
            Period::Between(_, to) => to.and_then(last_day),
            Period::Unknown => None,
        }
    }

    /// Whether something published from `earliest` to `latest` can have appeared within: the intervals
    /// overlap. An interval that is unknown or open never does, and is what [`Period::Unknown`] finds.
    pub fn overlaps(&self, earliest: Option<Date>, latest: Option<Date>) -> bool {
        match (self, earliest, latest) {
            (Period::Unknown, a, b) => a.is_none() || b.is_none(),
            (_, Some(a), Some(b)) => {
                self.earliest().is_none_or(|from| from <= b) && self.latest().is_none_or(|to| a <= to)
            }
            _ => false,
        }
    }

    /// Whether the days from `earliest` to `latest` all lie within.
    pub fn holds(&self, earliest: Option<Date>, latest: Option<Date>) -> bool {
        match (self, earliest, latest) {
            (Period::Between(..), Some(a), Some(b)) => {
                self.earliest().is_none_or(|from| from <= a) && self.latest().is_none_or(|to| b <= to)
            }
            _ => false,
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Period::Unknown => f.write_str("unknown"),
            Period::Between(Some(from), Some(to)) if from == to => write!(f, "{from}"),
            Period::Between(from, to) => {
                from.map_or(Ok(()), |date| write!(f, "{date}"))?;
                f.write_str("..")?;
                to.map_or(Ok(()), |date| write!(f, "{date}"))
            }
        }
    }
}

/// The texts of a range's ends: `2017..2018`, `2017 to 2018`, `from March 2017 until 2018`, `since 2017`.
fn ends(text: &str) -> Option<(&str, &str)> {
    if let Some(ends) = text.split_once("..") {
        return Some(ends);
    }
    let (first, rest) = text.trim().split_once(char::is_whitespace)?;
    match first.to_ascii_lowercase().as_str() {
        "since" => Some((rest, "")),
        "until" => Some(("", rest)),
        "from" => Some(joined(rest).unwrap_or((rest, ""))),
        _ => joined(text),
    }
}

/// What stands before and behind a word or sign that joins two dates.
fn joined(text: &str) -> Option<(&str, &str)> {
    [" to ", " until ", " - ", " \u{2013} "].into_iter().find_map(|joint| text.split_once(joint))
}

fn first_day(date: PartialDate) -> Option<Date> {
    date.days().map(|(first, _)| first)
}

fn last_day(date: PartialDate) -> Option<Date> {
    date.days().map(|(_, last)| last)
}

/// The first and the last date of a range. Both are equal where the text names one day, month or year.
type Ends = (PartialDate, PartialDate);

/// What stands alone: `30d` reaches until today.
fn span(text: &str, today: Date) -> Result<Ends, PeriodError> {
    let (from, to) = moment(text, today)?;
    Ok((from, if ago(text, today).is_some() { PartialDate::of_day(today) } else { to }))
}

/// What stands as the end of a range.
fn moment(text: &str, today: Date) -> Result<Ends, PeriodError> {
    let text = text.trim();
    if let Some(day) = ago(text, today) {
        return Ok((PartialDate::of_day(day), PartialDate::of_day(day)));
    }
    if let Some(date) = month_of_year(text).or_else(|| partial(text)) {
        return date.map(|date| (date, date)).map_err(|problem| error(problem.to_string()));
    }
    match field::bare(text) {
        Some(FieldDate::Either { month_first, day_first }) => {
            return Err(error(format!("{text} may be {month_first} or {day_first}: write one of these")));
        }
        Some(FieldDate::Known(date)) if date.day.is_some() => return Ok((date, date)),
        _ => {}
    }
    let (first, last) = read_period(text, today).ok_or_else(|| error(format!("not a date: {text}")))?;
    Ok((PartialDate::of_day(first), PartialDate::of_day(last)))
}

/// `30d`, `6w`, `3m`, `1y`: the day so long ago.
fn ago(text: &str, today: Date) -> Option<Date> {
    let text = text.trim();
    let (number, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let number: i64 = Some(number).filter(|n| n.bytes().all(|b| b.is_ascii_digit()))?.parse().ok()?;
    let span = jiff::Span::new();
    let span = match unit {
        "d" | "D" => span.try_days(number),
        "w" | "W" => span.try_weeks(number),
        "m" | "M" => span.try_months(number),
        "y" | "Y" => span.try_years(number),
        _ => return None,
    };
    today.checked_sub(span.ok()?).ok().filter(|day| day.year() >= 1)
}

/// A partial date of four digits, `-`, …; its year has four digits: `17` is rather a slip than the year 17.
fn partial(text: &str) -> Option<Result<PartialDate, PartialDateError>> {
    let numbers = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let year = text.split('-').next().is_some_and(|year| year.len() == 4);
    (numbers && year).then(|| PartialDate::parse(text))
}

/// `03/2009`.
fn month_of_year(text: &str) -> Option<Result<PartialDate, PartialDateError>> {
    let (month, year) = text.split_once('/')?;
    let digits = |text: &str, most: usize| (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    (digits(month, 2) && year.len() == 4 && digits(year, 4)).then(|| PartialDate::parse(&format!("{year}-{month}")))
}

fn error(message: String) -> PeriodError {
    PeriodError { message, hint: GRAMMAR }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn days(text: &str) -> (Option<Date>, Option<Date>) {
        let period = Period::parse(text).unwrap();
        (period.earliest(), period.latest())
    }

    #[test]
    fn the_grammar() {
        let day = |y, m, d| Some(date(y, m, d));
        assert_eq!(days("2017"), (day(2017, 1, 1), day(2017, 12, 31)));
        assert_eq!(days("2016-02"), (day(2016, 2, 1), day(2016, 2, 29)));
        assert_eq!(days("2017-03-22"), (day(2017, 3, 22), day(2017, 3, 22)));
        assert_eq!(days("2017-03..2017-07"), (day(2017, 3, 1), day(2017, 7, 31)));
        assert_eq!(days("..2018"), (None, day(2018, 12, 31)));
        assert_eq!(days("2019.."), (day(2019, 1, 1), None));
        assert_eq!(Period::parse("Unknown"), Ok(Period::Unknown));
    }

    #[test]
    fn dates_as_people_write_them() {
        let today = date(2017, 3, 8);
        for (text, canonical) in [
            ("30d", "2017-02-06..2017-03-08"),
            ("30d..", "2017-02-06.."),
            ("2w..yesterday", "2017-02-22..2017-03-07"),
            ("..1y", "..2016-03-08"),
            ("3m..", "2016-12-08.."),
            ("yesterday", "2017-03-07"),
            ("today", "2017-03-08"),
            ("last month", "2017-02-01..2017-02-28"),
            ("March 2009", "2009-03-01..2009-03-31"),
            ("march 2009..may 2009", "2009-03-01..2009-05-31"),
            ("03/2009", "2009-03"),
            ("3/2009..", "2009-03.."),
            ("2009-3", "2009-03"),
            ("22 March 2009", "2009-03-22"),
            ("13/03/2009", "2009-03-13"),
            ("Q1 2016", "2016-01-01..2016-03-31"),
            ("2016 to 2017", "2016..2017"),
            ("2016-03 - 2017", "2016-03..2017"),
            ("from March 2016 until 2017", "2016-03-01..2017"),
            ("from 2016", "2016.."),
            ("since last month", "2017-02-01.."),
            ("until 2016", "..2016"),
        ] {
            assert_eq!(Period::parse_on(text, today).map(|period| period.to_string()), Ok(canonical.into()), "{text}");
        }
        let either = Period::parse_on("03/04/2009", today).unwrap_err().message;
        assert!(either.contains("2009-03-04 or 2009-04-03"), "{either}");
        for text in ["d", "30x", "99999999999d", "13/2009", "last", "soon", "yesterday..last month"] {
            assert!(Period::parse_on(text, today).is_err(), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in ["", "..", "2017-13", "2017-02-31", "17", "2018..2017", "0000", "2017-01-01-01", "now"] {
            assert!(Period::parse(text).is_err(), "{text}");
        }
        assert!(Period::parse("2017-02-31").unwrap_err().message.contains("no day 31"));
    }

    #[test]
    fn canonical_text_reads_the_same() {
        for text in ["2017", "0987-03", "2017-03-22", "2017-03..2017-07", "..2018", "2019..", "unknown"] {
            assert_eq!(Period::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Period::parse("2017..2017").unwrap().to_string(), "2017");
    }

    #[test]
    fn overlap_and_containment() {
        let march = Period::parse("2017-03").unwrap();
        let (a, b) = (Some(date(2017, 3, 31)), Some(date(2017, 4, 2)));
        assert!(march.overlaps(a, b) && !march.holds(a, b));
        assert!(march.holds(a, a));
        assert!(!march.overlaps(None, b) && !march.overlaps(a, None));
        assert!(Period::Unknown.overlaps(None, b) && !Period::Unknown.overlaps(a, b));
        assert!(Period::parse("2017..").unwrap().overlaps(a, b));
    }
}
