//! The histogram of dates: bars of equal width over an axis that stays the same whatever filters are in force.

use jiff::civil::Date as Day;

use super::days::{Width, bounds, index, name, nth, period};
use super::words::number;
use crate::api::FacetValue;

/// Height of the tallest bar, and where the axis lies below it, in pixels.
const TALLEST: f32 = 54.0;
const GROUND: f32 = 58.0;
/// Height of the lowest bar that is one.
const LOWEST: f32 = 2.0;
/// Most labels below the axis, so that they do not meet on a telephone.
const LABELS: i64 = 7;

/// The time that an axis covers, in periods of equal width.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Axis {
    first: Day,
    periods: i64,
    /// The width of a bar.
    pub by: Width,
}

impl Axis {
    /// The axis from the first to the last period of `values`, which name months; nothing where there is none.
    pub fn over(values: &[FacetValue]) -> Option<Self> {
        let days = || values.iter().filter(|value| value.count > 0).filter_map(|value| bounds(&value.value));
        let (first, last) = (days().map(|(first, _)| first).min()?, days().map(|(_, last)| last).max()?);
        let by = match index(first, last, Width::Month) {
            0..3 => Width::Day,
            3..180 => Width::Month,
            _ => Width::Year,
        };
        Some(Axis::between(first, last, by))
    }

    fn between(first: Day, last: Day, by: Width) -> Self {
        let first = match by {
            Width::Year => first.first_of_year(),
            Width::Month | Width::Day => first.first_of_month(),
        };
        // A year or more is shown from its January to its December.
        let months = by == Width::Month && index(first, last, by) > 8;
        let (first, last) = if months { (first.first_of_year(), last.last_of_year()) } else { (first, last) };
        Axis { first, periods: index(first, last, by) + 1, by }
    }

    fn percent(&self, periods: i64) -> f32 {
        rounded(periods as f32 * 100.0 / self.periods as f32)
    }

    /// The periods that lie in a range of days; nothing where none does.
    fn within(&self, since: &str, until: &str) -> Option<(i64, i64)> {
        let end = |text: &str, open: i64, last: bool| match text {
            "" => Some(open),
            text => bounds(text).map(|(a, b)| index(self.first, if last { b } else { a }, self.by)),
        };
        let (from, to) = (end(since, 0, false)?.max(0), end(until, self.periods - 1, true)?.min(self.periods - 1));
        (from <= to && !(since.is_empty() && until.is_empty())).then_some((from, to))
    }
}

/// A histogram to be drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Histogram {
    /// The name of the first period, for readers: `March 2009`.
    pub from: String,
    /// The name of the last period, for readers.
    pub to: String,
    /// The first period as parameters have it, for the script: `2009-03`.
    pub first: String,
    /// The width of a bar: `year`, `month`, `day`.
    pub by: &'static str,
    /// The counts of all periods, separated by commas.
    pub counts: String,
    /// The whole in words.
    pub label: String,
    /// The bars that are not empty.
    pub bars: Vec<Bar>,
    /// Ticks with labels.
    pub ticks: Vec<Tick>,
    /// The range that is chosen.
    pub chosen: Option<Range>,
}

/// A bar: its place in percent across and in pixels down.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// Left edge.
    pub x: f32,
    /// Width.
    pub width: f32,
    /// Upper edge.
    pub y: f32,
    /// Height.
    pub height: f32,
    /// Whether it lies outside the range that is chosen.
    pub outside: bool,
}

/// A tick of the axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// Its place in percent.
    pub x: f32,
    /// What stands beside it.
    pub label: String,
    /// Whether it is a small one.
    pub minor: bool,
}

/// A range in percent.
#[derive(Clone, Debug, PartialEq)]
pub struct Range {
    /// Left edge.
    pub x: f32,
    /// Width.
    pub width: f32,
}

impl Histogram {
    /// Draws counts over an axis, with the range that `since` and `until` choose.
    /// `what` is counted.
    pub fn new(axis: Axis, values: &[FacetValue], (since, until): (&str, &str), what: &str) -> Self {
        let mut counts = vec![0; axis.periods as usize];
        for value in values {
            let place = bounds(&value.value).map(|(first, _)| index(axis.first, first, axis.by));
            if let Some(count) = place.and_then(|place| counts.get_mut(usize::try_from(place).ok()?)) {
                *count += value.count;
            }
        }
        let chosen = axis.within(since, until);
        let range = |(from, to): (i64, i64)| Range {
            x: axis.percent(from),
            width: rounded(axis.percent(to + 1) - axis.percent(from)),
        };
        let text: Vec<String> = counts.iter().map(u64::to_string).collect();
        Histogram {
            from: name(axis.first, axis.by),
            to: name(nth(axis.first, axis.periods - 1, axis.by), axis.by),
            first: name(axis.first, axis.by),
            by: match axis.by {
                Width::Year => "year",
                Width::Month => "month",
                Width::Day => "day",
            },
            counts: text.join(","),
            label: label(&axis, &counts, what),
            bars: bars(&axis, &counts, chosen),
            ticks: ticks(&axis),
            chosen: chosen.map(range),
        }
    }
}

fn bars(axis: &Axis, counts: &[u64], chosen: Option<(i64, i64)>) -> Vec<Bar> {
    let most = counts.iter().max().copied().unwrap_or(1).max(1) as f32;
    // Bars do not touch, and none is wider than a thumb.
    let whole = 100.0 / axis.periods as f32;
    let width = (whole * 0.8).min(1.1_f32.max(whole * 0.4));
    let bar = |(i, &count): (usize, &u64)| {
        let (i, height) = (i as i64, (count as f32 / most * TALLEST).max(LOWEST));
        Bar {
            x: rounded(i as f32 * whole + (whole - width) / 2.0),
            width: rounded(width),
            y: rounded(GROUND - height),
            height: rounded(height),
            outside: chosen.is_some_and(|(from, to)| i < from || i > to),
        }
    };
    counts.iter().enumerate().filter(|(_, count)| **count > 0).map(bar).collect()
}

fn ticks(axis: &Axis) -> Vec<Tick> {
    let all = 0..axis.periods;
    let tick = |i: i64, label: String, minor: bool| Tick { x: axis.percent(i), label, minor };
    let day = |i: i64| nth(axis.first, i, axis.by);
    if axis.by == Width::Year {
        let step = round_step((axis.periods + LABELS - 1) / LABELS);
        let starts = |i: &i64| i64::from(day(*i).year()) % step == 0;
        return all.filter(starts).map(|i| tick(i, day(i).year().to_string(), false)).collect();
    }
    if axis.by == Width::Day {
        let label = |i: i64| match day(i).day() {
            1 => Some(tick(i, day(i).strftime("%b %Y").to_string(), false)),
            11 | 21 => Some(tick(i, day(i).day().to_string(), true)),
            _ => None,
        };
        return all.filter_map(label).collect();
    }
    let years = (axis.periods + 11) / 12;
    let step = (years + LABELS - 1) / LABELS;
    let label = |i: i64| match (day(i).month(), years) {
        (1, _) => {
            let labelled = i / 12 % step == 0;
            Some(tick(i, if labelled { day(i).year().to_string() } else { String::new() }, false))
        }
        (4 | 7 | 10, ..=3) => Some(tick(i, day(i).strftime("%b").to_string(), true)),
        (_, 1) if i == 0 => Some(tick(i, day(i).strftime("%b %Y").to_string(), false)),
        _ => None,
    };
    all.filter_map(label).collect()
}

/// A number of years between labels that people count in.
fn round_step(years: i64) -> i64 {
    [1, 2, 5, 10, 20, 25, 50, 100, 200, 500].into_iter().find(|&step| step >= years).unwrap_or(1000)
}

fn label(axis: &Axis, counts: &[u64], what: &str) -> String {
    let title = |i: i64| period(&name(nth(axis.first, i, axis.by), axis.by));
    let by = match axis.by {
        Width::Year => "year",
        Width::Month => "month",
        Width::Day => "day",
    };
    let Some((most, count)) = counts.iter().enumerate().max_by_key(|&(i, count)| (count, std::cmp::Reverse(i))) else {
        return String::new();
    };
    let span = format!("{what} by {by}, {} to {}", title(0), title(axis.periods - 1));
    if *count == 0 {
        format!("{span}; none")
    } else {
        format!("{span}; most in {}: {}", title(most as i64), number(*count))
    }
}

fn rounded(value: f32) -> f32 {
    (value * 1000.0).round() / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(counts: &[(&str, u64)]) -> Vec<FacetValue> {
        counts
            .iter()
            .map(|&(value, count)| FacetValue { value: value.to_owned(), count, ..FacetValue::default() })
            .collect()
    }

    #[test]
    fn the_axis_fits_its_time() {
        assert_eq!(Axis::over(&[]), None);
        let by = |first: &str, last: &str| Axis::over(&values(&[(first, 1), (last, 1)])).expect("dates");
        assert_eq!((by("2017-03", "2017-04").by, by("2017-03", "2017-04").periods), (Width::Day, 61));
        assert_eq!((by("2017-03", "2019-01").by, by("2017-03", "2019-01").periods), (Width::Month, 36));
        assert_eq!((by("1870-03", "2019-01").by, by("1870-03", "2019-01").periods), (Width::Year, 150));
    }

    #[test]
    fn bars_stand_where_their_dates_are() {
        let counts = values(&[("2017-01", 1), ("2017-12", 4)]);
        let axis = Axis::over(&counts).expect("dates");
        let drawn = Histogram::new(axis, &counts, ("2017-12", ""), "Articles");
        assert_eq!(drawn.counts, "1,0,0,0,0,0,0,0,0,0,0,4");
        assert_eq!((drawn.from.as_str(), drawn.to.as_str()), ("2017-01", "2017-12"));
        assert!(drawn.bars[0].outside && !drawn.bars[1].outside);
        assert!(drawn.bars[0].x > 0.0 && drawn.bars[1].x + drawn.bars[1].width < 100.0);
        assert_eq!(drawn.chosen, Some(Range { x: 91.667, width: 8.333 }));
        assert!(drawn.label.contains("most in Dec 2017: 4"), "{}", drawn.label);
        assert_eq!(Histogram::new(axis, &counts, ("nonsense", ""), "Articles").chosen, None);
        assert_eq!(Histogram::new(axis, &counts, ("2019", ""), "Articles").chosen, None);
    }
}
