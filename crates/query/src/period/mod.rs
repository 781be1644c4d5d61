//! Periods: the days that `date:` and `mentions:` speak of. How ranges are written stands in `range`.

mod moment;
mod range;

use std::borrow::Cow;
use std::fmt;

use jiff::ZonedDateTime;
use jiff::civil::Date;

use moment::{moment, span, two_dates};
use onrecord_text::date::PartialDate;
use range::{End, ends};

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
    pub hint: Cow<'static, str>,
}

const GRAMMAR: &str = "a date is 2017, 2017-03, 2017-03-22, \"March 2017\", yesterday or \"last month\"; a range is \
                       2017-03..2017-07, ..2018, 2019.., >2019 or 30d.. (w, m and y for weeks, months and years)";

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
    /// A date is `2017`, `2017-03`, `2017-3`, `03/2017`, `2017-03-22`, `2017-W09`, `30d` (the last 30 days; `w`, `m`, `y`
    /// for weeks, months, years), or what the grammar of dates in articles reads: `yesterday`, `last month`, `March 2009`.
    /// As the beginning of a range `30d` is the day 30 days ago. Ranges are also read as other programs write them:
    /// `>2017`, `<=2017-03`, `[2017 TO 2018]`, `2017-03-01/2017-03-31` (ISO 8601), `from 2017 to 2018`.
    ///
    /// # Errors
    /// When the text is none of these, names a day that does not exist, or a range ends before it begins.
    pub fn parse_on(text: &str, today: Date) -> Result<Self, PeriodError> {
        let text = text.trim();
        if text.eq_ignore_ascii_case("unknown") {
            return Ok(Period::Unknown);
        }
        let Some((from, to)) = ends(text) else {
            let (from, to) = span(text, today).map_err(|error| two_dates(text, today).unwrap_or(error))?;
            return Ok(Period::Between(Some(from), Some(to)));
        };
        let (from, to) = (beginning(from, today)?, ending(to, today)?);
        match (from, to) {
            (None, None) => Err(error("a range needs one end at least".into())),
            (Some(a), Some(b)) if first_day(a) > last_day(b) => {
                Err(error(format!("the range ends before it begins: {text}")))
            }
            _ => Ok(Period::Between(from, to)),
        }
    }

    /// From the first day of one date to the last of another, each read as [`parse`](Self::parse) reads it. Of a range
    /// (`>2017`, `2017..2018`) its own end counts, if it has one: the first day for `since`, the last for `until`.
    ///
    /// # Errors
    /// When either is no date, or the one lies behind the other.
    pub fn between(since: Option<&str>, until: Option<&str>) -> Result<Self, PeriodError> {
        let today = ZonedDateTime::now().date();
        let given = |text: Option<&str>| text.filter(|text| !text.trim().is_empty()).map(str::to_owned);
        let (since, until) = (given(since), given(until));
        let from = since.as_deref().map(|text| end_of(text, today, true)).transpose()?;
        let to = until.as_deref().map(|text| end_of(text, today, false)).transpose()?;
        match (from, to) {
            (None, None) => Err(error("a range needs one end at least".into())),
            (Some(a), Some(b)) if first_day(a) > last_day(b) => {
                let (since, until) = (since.unwrap_or_default(), until.unwrap_or_default());
                Err(error(format!("the range ends before it begins: {since}..{until}")))
            }
            _ => Ok(Period::Between(from, to)),
        }
    }

    /// Whether the days that a text names depend on the day on which it is read: `yesterday`, `30d`, `March 4`.
    pub fn is_relative(text: &str) -> bool {
        let today = ZonedDateTime::now().date();
        // Another weekday, another month, another year.
        let other = today.saturating_add(jiff::Span::new().days(1000));
        Period::parse_on(text, today) != Period::parse_on(text, other)
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

/// The date that a text gives for the beginning of a range (`first`), or for its end.
fn end_of(text: &str, today: Date, first: bool) -> Result<PartialDate, PeriodError> {
    if ends(text.trim()).is_none() {
        let (from, to) = moment(text, today)?;
        return Ok(if first { from } else { to });
    }
    let Period::Between(from, to) = Period::parse_on(text, today)? else {
        return Err(error(format!("not a date: {text}")));
    };
    let (wanted, other) = if first { (from, to) } else { (to, from) };
    match (wanted, other) {
        (Some(date), None) => Ok(date),
        _ => Err(PeriodError {
            message: format!("{text} is no {} of a range", if first { "beginning" } else { "end" }),
            hint: "give one day, month or year, such as 2017-03".into(),
        }),
    }
}

/// The first date of a range.
fn beginning(end: End, today: Date) -> Result<Option<PartialDate>, PeriodError> {
    Ok(match end {
        End::Open => None,
        End::At(text) => Some(moment(&text, today)?.0),
        End::Beyond(text) => Some(neighbour(last_day(moment(&text, today)?.1), 1)?),
    })
}

/// The last date of a range.
fn ending(end: End, today: Date) -> Result<Option<PartialDate>, PeriodError> {
    Ok(match end {
        End::Open => None,
        End::At(text) => Some(moment(&text, today)?.1),
        End::Beyond(text) => Some(neighbour(first_day(moment(&text, today)?.0), -1)?),
    })
}

/// The day after or before a day.
fn neighbour(day: Option<Date>, days: i64) -> Result<PartialDate, PeriodError> {
    let next = day.and_then(|day| day.checked_add(jiff::Span::new().days(days)).ok()).filter(|day| day.year() >= 1);
    next.map(PartialDate::of_day).ok_or_else(|| error("no day lies beyond the end of this range".into()))
}

fn error(message: String) -> PeriodError {
    PeriodError { message, hint: GRAMMAR.into() }
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
            (">2016-03-04", "2016-03-05.."),
            (">= 2016-03", "2016-03.."),
            ("<2016-03-01", "..2016-02-29"),
            ("<=2016", "..2016"),
            ("\u{2265}2016", "2016.."),
            ("=2016-03-04", "2016-03-04"),
            ("after 2016", "2017-01-01.."),
            ("before March 2016", "..2016-02-29"),
            ("between 2015 and 2016", "2015..2016"),
            ("2016-03-04/2016-03-31", "2016-03-04..2016-03-31"),
            ("2016-03/2016-05", "2016-03..2016-05"),
            ("2016-03/05", "2016-03..2016-05"),
            ("2016-3/5", "2016-03..2016-05"),
            ("2016-03-04/15", "2016-03-04..2016-03-15"),
            ("2016-03-04/05-15", "2016-03-04..2016-05-15"),
            ("2015/2016", "2015..2016"),
            ("2015-2016", "2015..2016"),
            ("2016-03-04/..", "2016-03-04.."),
            ("2015\u{2013}2016", "2015..2016"),
            ("2016-03-01--2016-03-31", "2016-03-01..2016-03-31"),
            ("[2016-03-01 TO 2016-03-31]", "2016-03-01..2016-03-31"),
            ("{2016-03-01 TO 2016-03-31}", "2016-03-02..2016-03-30"),
            ("[2016-03-01 TO *]", "2016-03-01.."),
            ("[* TO 2016}", "..2015-12-31"),
            ("[2016-03..2016-05]", "2016-03..2016-05"),
            ("2016 TO 2017", "2016..2017"),
            ("2016..<2017", "2016..2016-12-31"),
            (">2015 <=2016-03", "2016-01-01..2016-03"),
            ("2016...2017", "2016..2017"),
            ("2016 through 2017", "2016..2017"),
            ("2016-W10", "2016-03-07..2016-03-13"),
            ("2016-W10..2016-W11", "2016-03-07..2016-03-20"),
            ("2016-Q1", "2016-01-01..2016-03-31"),
            ("2016/03", "2016-03"),
            ("2016/03/04", "2016-03-04"),
            ("2016-03-04,", "2016-03-04"),
            ("2016-03-04T10:30:00Z", "2016-03-04"),
        ] {
            assert_eq!(Period::parse_on(text, today).map(|period| period.to_string()), Ok(canonical.into()), "{text}");
        }
        let either = Period::parse_on("03/04/2009", today).unwrap_err().message;
        assert!(either.contains("2009-03-04 or 2009-04-03"), "{either}");
        for text in [">2016-03/05", "2016-03/05..2017", "since 2016-3/5"] {
            let error = Period::parse_on(text, today).unwrap_err();
            assert!(error.message.contains("a range of its own"), "{text}: {error:?}");
        }
        for text in ["2016-03-04,2016-03-31", "2016-03-04|2016-05-05", "2016;2017"] {
            let error = Period::parse_on(text, today).unwrap_err();
            assert!(error.message.contains("two dates") && error.hint.contains(".."), "{text}: {error:?}");
        }
        for text in [
            "d",
            "30x",
            "99999999999d",
            "13/2009",
            "last",
            "soon",
            "yesterday..last month",
            "!2016-03-04",
            "-2016-03-04",
            "!=2016",
            "<>2016-03-04",
            "~2016-03-04",
            "2016-03-04+",
            "2016-03-01/P1M",
            "[2016-03-04",
            "2016-03-04 2016-03-31",
            ">9999-12-31",
            "[* TO *]",
            "2016-W60",
        ] {
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
    fn two_ends_are_given_apart() {
        let between = |since, until| Period::between(since, until).map(|period| period.to_string());
        assert_eq!(between(Some(">2019"), None), Ok("2020-01-01..".into()));
        assert_eq!(between(Some("2019"), Some("<2020-03")), Ok("2019..2020-02-29".into()));
        assert_eq!(between(Some("2019.."), Some("..2020")), Ok("2019..2020".into()));
        for (since, until) in [(Some("<2019"), None), (Some("2019..2020"), None), (Some("2020"), Some("2019"))] {
            assert!(between(since, until).is_err(), "{since:?} {until:?}");
        }
        assert!(between(None, Some(">2019")).is_err() && between(Some("unknown"), None).is_err());
        assert!(between(None, None).is_err() && between(Some(""), None).is_err());
    }

    #[test]
    fn what_depends_on_today_is_known() {
        for text in ["yesterday", "30d", "30d..", "last month", "2016..today", "March 4", ">yesterday"] {
            assert!(Period::is_relative(text), "{text}");
        }
        for text in ["2016", "2016-03..", "March 2016", "unknown", "soon", "2016-W10"] {
            assert!(!Period::is_relative(text), "{text}");
        }
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
