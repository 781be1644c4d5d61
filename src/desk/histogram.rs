//! When articles appeared, in bars: years, quarters, months, weeks or days, those without an article included.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use jiff::{Span, ToSpan};

use onrecord_api::Interval;
use onrecord_api::backend::DayCounts;

/// Bars with their numbers of articles, in order of time, and how many articles have no bar.
pub(super) struct Histogram {
    pub bars: Vec<(String, u64)>,
    pub without: u64,
}

/// Histograms of more bars leave out the empty ones: with one article dated to the year 1017, there would be hundreds of
/// thousands of empty days.
const MAX_BARS: usize = 20_000;

impl Histogram {
    /// Puts days into bars. An article that is known to a year alone has no month.
    pub(super) fn of(counts: DayCounts, interval: Interval) -> Self {
        let (mut bars, mut without) = (BTreeMap::<Date, u64>::new(), counts.without);
        for ((first, last), count) in counts.days {
            let start = beginning(day(first), interval);
            if start == beginning(day(last), interval) {
                *bars.entry(start).or_default() += count;
            } else {
                without += count;
            }
        }
        let filled = filled(bars, interval);
        Histogram { bars: filled.into_iter().map(|(start, count)| (name(start, interval), count)).collect(), without }
    }
}

/// The day of a number of days since 1970-01-01.
fn day(number: i64) -> Date {
    date(1970, 1, 1).saturating_add(Span::new().try_days(number).unwrap_or_default())
}

/// The bars with the empty ones between the first and the last.
fn filled(bars: BTreeMap<Date, u64>, interval: Interval) -> Vec<(Date, u64)> {
    let (Some((&first, _)), Some((&last, _))) = (bars.first_key_value(), bars.last_key_value()) else {
        return Vec::new();
    };
    let mut all = Vec::new();
    let mut at = first;
    while at <= last {
        if all.len() == MAX_BARS {
            return bars.into_iter().collect();
        }
        all.push((at, bars.get(&at).copied().unwrap_or(0)));
        match at.checked_add(step(interval)) {
            Ok(next) => at = next,
            Err(_) => break,
        }
    }
    all
}

fn step(interval: Interval) -> Span {
    match interval {
        Interval::Year => 1.year(),
        Interval::Quarter => 3.months(),
        Interval::Month => 1.month(),
        Interval::Week => 1.week(),
        Interval::Day => 1.day(),
    }
}

/// The first day of the bar that a day belongs to.
fn beginning(day: Date, interval: Interval) -> Date {
    match interval {
        Interval::Year => day.first_of_year(),
        Interval::Quarter => date(day.year(), (day.month() - 1) / 3 * 3 + 1, 1),
        Interval::Month => day.first_of_month(),
        Interval::Week => day.saturating_sub(i64::from(day.weekday().to_monday_zero_offset()).days()),
        Interval::Day => day,
    }
}

/// `2017`, `2017-Q1`, `2017-03`, `2017-W09`, `2017-03-22`.
fn name(start: Date, interval: Interval) -> String {
    match interval {
        Interval::Year => format!("{:04}", start.year()),
        Interval::Quarter => format!("{:04}-Q{}", start.year(), (start.month() - 1) / 3 + 1),
        Interval::Month => start.strftime("%Y-%m").to_string(),
        Interval::Week => {
            let week = start.iso_week_date();
            format!("{:04}-W{:02}", week.year(), week.week())
        }
        Interval::Day => start.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bars(days: &[(&str, &str)], interval: Interval) -> (Vec<String>, u64) {
        let number = |text: &str| {
            let since = text.parse::<Date>().unwrap() - date(1970, 1, 1);
            i64::from(since.get_days())
        };
        let days = days.iter().map(|(first, last)| ((number(first), number(last)), 1)).collect();
        let histogram = Histogram::of(DayCounts { days, without: 2 }, interval);
        let bars = histogram.bars.into_iter().map(|(name, count)| format!("{name} {count}")).collect();
        (bars, histogram.without)
    }

    #[test]
    fn empty_bars_are_given() {
        let days = [("2017-01-02", "2017-01-02"), ("2017-03-30", "2017-03-30")];
        assert_eq!(bars(&days, Interval::Month).0, ["2017-01 1", "2017-02 0", "2017-03 1"]);
        assert_eq!(bars(&days, Interval::Quarter).0, ["2017-Q1 2"]);
        assert_eq!(bars(&days, Interval::Week).0.len(), 13);
        assert_eq!(bars(&days, Interval::Week).0[0], "2017-W01 1");
    }

    #[test]
    fn what_is_known_less_exactly_than_a_bar_has_none() {
        let year = [("2017-01-01", "2017-12-31")];
        assert_eq!(bars(&year, Interval::Month), (Vec::new(), 3));
        assert_eq!(bars(&year, Interval::Year), (vec!["2017 1".to_owned()], 2));
    }

    #[test]
    fn a_week_can_begin_in_another_year() {
        assert_eq!(bars(&[("2017-01-01", "2017-01-01")], Interval::Week).0, ["2016-W52 1"]);
    }
}
