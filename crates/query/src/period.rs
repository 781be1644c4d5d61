//! Periods: the days that `date:` and `mentions:` speak of.

use std::fmt;

use jiff::civil::Date;

use onrecord_annotate::date::PartialDate;

/// A stretch of days, open or closed at either end.
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

const GRAMMAR: &str = "a date is 2017, 2017-03 or 2017-03-22; a range is 2017-03..2017-07, ..2018 or 2019..";

impl Period {
    /// Reads `2017`, `2017-03`, `2017-03-22`, `a..b`, `..b`, `a..` or `unknown`.
    ///
    /// # Errors
    /// When the text is none of these, names a day that does not exist, or a range ends before it begins.
    pub fn parse(text: &str) -> Result<Self, PeriodError> {
        if text.eq_ignore_ascii_case("unknown") {
            return Ok(Period::Unknown);
        }
        let Some((from, to)) = text.split_once("..") else {
            let date = parse_date(text)?;
            return Ok(Period::Between(Some(date), Some(date)));
        };
        let end = |text: &str| if text.is_empty() { Ok(None) } else { parse_date(text).map(Some) };
        let (from, to) = (end(from)?, end(to)?);
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

fn first_day(date: PartialDate) -> Option<Date> {
    date.days().map(|(first, _)| first)
}

fn last_day(date: PartialDate) -> Option<Date> {
    date.days().map(|(_, last)| last)
}

/// Reads a partial date, whose year has four digits: `17` is rather a slip than the year 17.
fn parse_date(text: &str) -> Result<PartialDate, PeriodError> {
    if text.split('-').next().is_none_or(|year| year.len() != 4) {
        return Err(error(format!("not a date: {text}")));
    }
    PartialDate::parse(text).map_err(|problem| error(problem.to_string()))
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
