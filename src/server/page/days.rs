//! Days, months and years in the words of a page.

use jiff::ToSpan;
use jiff::civil::{Date as Day, date};

use crate::annotate::date::{Basis, Precision};
use crate::api::{Date, Interval, Published};

/// The width of a bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    /// A year.
    Year,
    /// A month.
    Month,
    /// A day.
    Day,
}

impl Width {
    /// What the desk calls it.
    pub fn interval(self) -> Interval {
        match self {
            Width::Year => Interval::Year,
            Width::Month => Interval::Month,
            Width::Day => Interval::Day,
        }
    }
}

/// When something appeared, in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct When {
    /// For programs: a day, month or year.
    pub iso: String,
    /// "5 Jul 2017", "1–21 Mar 2017"; nothing where nothing is known.
    pub words: String,
    /// How it is known, where that is not from the article itself.
    pub basis: String,
}

impl When {
    /// When an article was published.
    pub fn of(published: &Published) -> Self {
        let basis = match published.basis {
            Basis::Inferred => "inferred",
            Basis::Corpus => "from other articles",
            Basis::Filename => "by its name",
            _ => "",
        };
        let words = match (published.earliest, published.latest, published.precision) {
            (Some(first), Some(last), _) if first == last => day(first),
            (Some(first), _, Precision::Month) => first.strftime("%b %Y").to_string(),
            (Some(first), _, Precision::Year) => first.year().to_string(),
            (Some(first), Some(last), _) => between(first, last),
            (Some(first), None, _) => format!("not before {}", day(first)),
            (None, Some(last), _) => format!("not after {}", day(last)),
            (None, None, _) => return When::default(),
        };
        When { iso: published.best.clone().unwrap_or_default(), words, basis: basis.to_owned() }
    }

    /// Both in one: "1–21 Mar 2017, inferred".
    pub fn in_one(&self) -> String {
        if self.basis.is_empty() { self.words.clone() } else { format!("{}, {}", self.words, self.basis) }
    }
}

/// "5 Jul 2017".
pub fn day(day: Day) -> String {
    day.strftime("%-d %b %Y").to_string()
}

/// "1–21 Mar 2017", "1 Mar – 3 Apr 2017"; of whole months "Jan – Mar 2017".
pub fn between(first: Day, last: Day) -> String {
    if first.day() == 1 && last == last.last_of_month() {
        let (from, to) = (if first.year() == last.year() { "%b" } else { "%b %Y" }, "%b %Y");
        return format!("{} – {}", first.strftime(from), last.strftime(to));
    }
    if (first.year(), first.month()) == (last.year(), last.month()) {
        format!("{}–{}", first.day(), day(last))
    } else if first.year() == last.year() {
        format!("{} – {}", first.strftime("%-d %b"), day(last))
    } else {
        format!("{} – {}", day(first), day(last))
    }
}

/// A date that is spoken of: a day, month, year or span of days; nothing where it is none.
pub fn spoken_of(spoken: &Date) -> Option<String> {
    let (first, last) = (spoken.earliest?, spoken.latest?);
    if first == last {
        return Some(day(first));
    }
    if first.day() == 1 && last == first.last_of_month() {
        return Some(first.strftime("%b %Y").to_string());
    }
    let whole_year = first == first.first_of_year() && last == first.last_of_year();
    Some(if whole_year { first.year().to_string() } else { between(first, last) })
}

/// A period's name in words: "2017", "Mar 2017", "5 Mar 2017".
pub fn period(name: &str) -> String {
    match bounds(name) {
        Some((first, _)) if name.len() == 10 => day(first),
        Some((first, _)) if name.len() == 7 => first.strftime("%b %Y").to_string(),
        _ => name.to_owned(),
    }
}

/// The first and the last day of a period: `2017`, `2017-03`, `2017-03-22`.
pub fn bounds(name: &str) -> Option<(Day, Day)> {
    let mut parts = name.splitn(3, '-').map(|part| part.parse::<i16>().ok());
    let year = parts.next()??;
    let Some(month) = parts.next() else {
        let first = Day::new(year, 1, 1).ok()?;
        return Some((first, first.last_of_year()));
    };
    let month = i8::try_from(month?).ok()?;
    let Some(day) = parts.next() else {
        let first = Day::new(year, month, 1).ok()?;
        return Some((first, first.last_of_month()));
    };
    let day = Day::new(year, month, i8::try_from(day?).ok()?).ok()?;
    Some((day, day))
}

/// The name of the period of a width that a day lies in.
pub fn name(day: Day, by: Width) -> String {
    match by {
        Width::Year => format!("{:04}", day.year()),
        Width::Month => day.strftime("%Y-%m").to_string(),
        Width::Day => day.to_string(),
    }
}

/// How many periods lie between the first one's beginning and a day.
pub fn index(first: Day, day: Day, by: Width) -> i64 {
    let months = |day: Day| i64::from(day.year()) * 12 + i64::from(day.month());
    match by {
        Width::Year => i64::from(day.year()) - i64::from(first.year()),
        Width::Month => months(day) - months(first),
        Width::Day => i64::from((day - first).get_days()),
    }
}

/// The beginning of the period that comes a number of periods after the first.
pub fn nth(first: Day, n: i64, by: Width) -> Day {
    let span = match by {
        Width::Year => 0.days().try_years(n),
        Width::Month => 0.days().try_months(n),
        Width::Day => 0.days().try_days(n),
    };
    span.map_or(first, |span| first.checked_add(span).unwrap_or(date(9999, 12, 31)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_and_their_bounds() {
        assert_eq!(bounds("2016"), Some((date(2016, 1, 1), date(2016, 12, 31))));
        assert_eq!(bounds("2016-02"), Some((date(2016, 2, 1), date(2016, 2, 29))));
        assert_eq!(bounds("2016-02-03"), Some((date(2016, 2, 3), date(2016, 2, 3))));
        for wrong in ["", "x", "2016-13", "2016-02-30", "2016-"] {
            assert_eq!(bounds(wrong), None, "{wrong}");
        }
        assert_eq!([period("2016"), period("2016-02"), period("2016-02-03")], ["2016", "Feb 2016", "3 Feb 2016"]);
    }

    #[test]
    fn counting_periods() {
        let first = date(2016, 11, 1);
        for (n, by) in [(0, Width::Month), (14, Width::Month), (3, Width::Year), (100, Width::Day)] {
            assert_eq!(index(first, nth(first, n, by), by), n);
        }
        assert_eq!(between(date(2017, 3, 1), date(2017, 3, 21)), "1–21 Mar 2017");
        assert_eq!(between(date(2016, 12, 30), date(2017, 1, 2)), "30 Dec 2016 – 2 Jan 2017");
        assert_eq!(between(date(2008, 1, 1), date(2008, 3, 31)), "Jan – Mar 2008");
        assert_eq!(between(date(2007, 11, 1), date(2008, 2, 29)), "Nov 2007 – Feb 2008");
    }
}
