//! Days, months and years: dates known so far and no further.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A day, a month or a year: a date known so far and no further.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PartialDate {
    /// Year of the common era.
    pub year: i16,
    /// Month from 1, if known.
    pub month: Option<i8>,
    /// Day of the month from 1, if known (never without the month).
    pub day: Option<i8>,
}

/// Why a text is no partial date.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum PartialDateError {
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
    Day(i16, i8, u32),
}

impl PartialDate {
    /// The day.
    pub fn of_day(date: Date) -> Self {
        PartialDate { year: date.year(), month: Some(date.month()), day: Some(date.day()) }
    }

    /// The month that holds the day.
    pub fn of_month(date: Date) -> Self {
        PartialDate { year: date.year(), month: Some(date.month()), day: None }
    }

    /// The year.
    pub fn of_year(year: i16) -> Self {
        PartialDate { year, month: None, day: None }
    }

    /// First and last day. None where the calendar has no such day.
    pub fn days(self) -> Option<(Date, Date)> {
        let first = Date::new(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1)).ok()?;
        let first = Some(first).filter(|day| day.year() >= 1)?;
        Some(match (self.month, self.day) {
            (Some(_), Some(_)) => (first, first),
            (Some(_), None) => (first, first.last_of_month()),
            (None, _) => (first, first.last_of_year()),
        })
    }

    /// Reads `2017`, `2017-03` or `2017-03-22`.
    ///
    /// # Errors
    /// When it is none of these, or names a day that the calendar does not have.
    pub fn parse(text: &str) -> Result<Self, PartialDateError> {
        let date = fields(text)?;
        let (month, day) = (date.month.unwrap_or(1), date.day.unwrap_or(1));
        date.days().map(|_| date).ok_or(PartialDateError::Day(date.year, month, day as u32))
    }
}

/// The numbers of a date, each checked by itself.
fn fields(text: &str) -> Result<PartialDate, PartialDateError> {
    let shape = || PartialDateError::Shape(text.to_owned());
    let numbers: Vec<&str> = text.split('-').collect();
    if numbers.len() > 3 || numbers.iter().any(|n| n.is_empty() || !n.bytes().all(|b| b.is_ascii_digit())) {
        return Err(shape());
    }
    let year = numbers[0].parse::<i16>().ok().filter(|year| (1..=9999).contains(year));
    let year = year.ok_or_else(|| PartialDateError::Year(numbers[0].to_owned()))?;
    let small = |at: usize| numbers.get(at).map(|n| n.parse::<u32>().unwrap_or(u32::MAX));
    let month = match small(1) {
        Some(month) if !(1..=12).contains(&month) => return Err(PartialDateError::Month(month)),
        month => month.map(|month| month as i8),
    };
    let day = match small(2) {
        Some(day) if !(1..=31).contains(&day) => return Err(PartialDateError::Day(year, month.unwrap_or(1), day)),
        day => day.map(|day| day as i8),
    };
    Ok(PartialDate { year, month, day })
}

impl fmt::Display for PartialDate {
    /// As ISO 8601 has it: `2017`, `2017-03`, `2017-03-22`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        self.month.map_or(Ok(()), |month| write!(f, "-{month:02}"))?;
        self.day.map_or(Ok(()), |day| write!(f, "-{day:02}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_reads_the_same() {
        for text in ["2017", "0987", "2016-02", "2016-02-29", "2017-12-31"] {
            assert_eq!(PartialDate::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn what_the_calendar_does_not_have() {
        for (text, message) in [
            ("2017-13", "there is no month 13"),
            ("2017-02-31", "2017-02 has no day 31"),
            ("2017-02-32", "2017-02 has no day 32"),
            ("0", "there is no year 0"),
            ("1000000000", "there is no year 1000000000"),
            ("10^9", "`10^9` is no date"),
            ("", "`` is no date"),
            ("2017-03-04-05", "is no date"),
            ("２０１７", "is no date"),
            ("-2017", "is no date"),
            ("2017-99999999999999999999", "there is no month"),
        ] {
            let error = PartialDate::parse(text).unwrap_err();
            assert!(error.to_string().contains(message), "{text}: {error}");
        }
    }
}
