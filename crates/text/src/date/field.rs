//! A date as fields, headers and front matter write it.

use super::counted::{epoch, week_or_day_of_year};
use super::digits::with_ascii_digits;
use super::label::without_label;
use super::passed_over::is_passed_over;
use super::period::period;
use super::stated::{FieldDate, Order};
use super::time::{after_time, before_time, without_clock, without_time};
use super::{PartialDate, month_number};

/// Reads the date of a field. None for anything else, and for days that no calendar has.
///
/// What [`bare`] reads, and beside it
/// - a date behind a label: `Published: 10 October 2018`, `Updated Oct. 10, 2018 8:19 p.m. ET`
/// - a date around a time of day: `Wed Oct 10 20:19:24 +0000 2018`
/// - periods: `Q4 2018`, `Oct-Nov 2018`, `Summer 2018`
/// - digits of other scripts: `١٠ أكتوبر ٢٠١٨`
pub fn read(field: &str) -> Option<FieldDate> {
    let plain = with_ascii_digits(field.trim())?;
    let field = without_label(&plain);
    bare(field).or_else(|| period(field)).or_else(|| without_clock(field).and_then(|field| bare(&field)))
}

/// Reads a date at the beginning of a field. None for anything else, and for days that no calendar has.
///
/// - `2017-03-04T12:00:00Z`, `20170304`, `20170304120000`, `2017-03`, `2017`, the day as printed, whatever its zone
/// - `March 4, 2017`, `4th March 2017`, `Sat, 04 Mar 2017 10:00:00 GMT`, `4 de marzo de 2017`
/// - `Sat Mar 04 10:00:00 +0000 2017`, as C's `ctime`, `date` and Twitter write it
/// - `2017-W09`, `2017-W09-6`, `2017-063` (ISO 8601 weeks and days of the year)
/// - `2017-Q1`
/// - seconds, milliseconds, microseconds or nanoseconds since 1970, from 1973 on: the day in UTC; also `/Date(1488585600000)/`
/// - `..2017-03-04`: that day or one before it
/// - `04.03.2017`, day first, as wherever points are written; `03/04/2017`, `3-4-2017`, which may be either
pub fn bare(field: &str) -> Option<FieldDate> {
    if let Some(last) = field.trim().strip_prefix("..") {
        return last.parse().ok().map(FieldDate::Until);
    }
    let field = without_time(after_time(field.trim()));
    let found = pieces(field);
    let known = || {
        let date = compact(&found).or_else(|| iso(&found)).or_else(|| worded(&found))?;
        date.days().map(|_| FieldDate::Known(date))
    };
    week_or_day_of_year(field).or_else(|| epoch(field)).or_else(known).or_else(|| digits_alone(field, &found))
}

/// Reads a date that is all there is: as [`bare`], but none where anything besides a time of day stands with it, as in
/// `2017-03-04/2017-03-31` or `>2017-03-04`.
pub fn read_whole(text: &str) -> Option<FieldDate> {
    let text = text.trim();
    if let Some(counted) = week_or_day_of_year(text) {
        return Some(counted);
    }
    let day = before_time(text);
    let mark = |c: char| c.is_whitespace() || matches!(c, '-' | '/' | '.' | ',' | '\'' | '\u{2019}');
    let plain =
        day.starts_with(char::is_alphanumeric) && day.chars().all(|c| c.is_alphanumeric() || is_mark(c) || mark(c));
    let found = pieces(day);
    if plain && found.len() <= 3 && !found.contains(&Piece::Other) { bare(text) } else { None }
}

/// The order that a field in digits alone can only be in.
pub fn order(field: &str) -> Option<Order> {
    let field = without_label(field.trim());
    let found = pieces(field);
    let (first, second, _) = three_numbers(&found)?;
    let known = digits_alone(field, &found).is_some_and(|date| matches!(date, FieldDate::Known(_)));
    (known && first != second).then_some(if first > 12 { Order::DayFirst } else { Order::MonthFirst }).filter(|_| {
        // Of two numbers of a month, points alone told the order: that says nothing of the other fields.
        first > 12 || second > 12
    })
}

/// A run of digits or a month's name.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Piece {
    Digits(u32, usize),
    Month(u8),
    /// A word that is neither, other than a weekday.
    Other,
}

/// The first few pieces; what stands between them does not matter.
fn pieces(field: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = field;
    while let Some(first) = rest.chars().next().filter(|_| pieces.len() < 4) {
        let class = |c: char| (c.is_ascii_digit(), c.is_alphabetic() || is_mark(c));
        let end = rest.find(|c| class(c) != class(first)).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        rest = after;
        if first.is_ascii_digit() {
            pieces.push(run.parse().map_or(Piece::Other, |n| Piece::Digits(n, run.len())));
        } else if first.is_alphabetic() && !is_passed_over(run, pieces.is_empty()) {
            pieces.push(month_number(run).map_or(Piece::Other, Piece::Month));
        }
    }
    pieces
}

fn is_mark(c: char) -> bool {
    ('\u{0300}'..='\u{036f}').contains(&c)
}

fn date(year: u32, month: Option<u32>, day: Option<u32>) -> Option<PartialDate> {
    let year = i16::try_from(year).ok().filter(|y| (1000..=9999).contains(y))?;
    let small = |n: Option<u32>| n.map(|n| i8::try_from(n).ok()).map_or(Some(None), |n| n.map(Some));
    Some(PartialDate { year, month: small(month)?, day: small(day)? })
}

/// `20170304`.
fn compact(pieces: &[Piece]) -> Option<PartialDate> {
    match *pieces.first()? {
        Piece::Digits(n, 8) => date(n / 10000, Some(n / 100 % 100), Some(n % 100)),
        _ => None,
    }
}

/// `2017-03-04`, `2017/03`, `2017`.
fn iso(pieces: &[Piece]) -> Option<PartialDate> {
    match *pieces {
        [Piece::Digits(y, 4), Piece::Digits(m, 1..=2), Piece::Digits(d, 1..=2), ..] => date(y, Some(m), Some(d)),
        [Piece::Digits(y, 4), Piece::Digits(m, 1..=2)] => date(y, Some(m), None),
        [Piece::Digits(y, 4), Piece::Month(m), Piece::Digits(d, 1..=2), ..] => date(y, Some(m.into()), Some(d)),
        [Piece::Digits(y, 4)] => date(y, None, None),
        _ => None,
    }
}

/// `March 4, 2017`, `4 March 2017`, `04-MAR-17`, `March 2017`.
fn worded(pieces: &[Piece]) -> Option<PartialDate> {
    match *pieces {
        [Piece::Month(m), Piece::Digits(d, 1..=2), Piece::Digits(y, 4), ..]
        | [Piece::Digits(d, 1..=2), Piece::Month(m), Piece::Digits(y, 4), ..] => date(y, Some(m.into()), Some(d)),
        [Piece::Digits(d, 1..=2), Piece::Month(m), Piece::Digits(y, 2), ..] => {
            date(full_year(y), Some(m.into()), Some(d))
        }
        [Piece::Month(m), Piece::Digits(y, 4)] => date(y, Some(m.into()), None),
        _ => None,
    }
}

/// The year of two digits, as POSIX has it: 69 to 99 are of the last century.
fn full_year(year: u32) -> u32 {
    if year < 69 { 2000 + year } else { 1900 + year }
}

/// Three numbers of which the last is a year.
fn three_numbers(pieces: &[Piece]) -> Option<(u32, u32, u32)> {
    match *pieces {
        [Piece::Digits(a, 1..=2), Piece::Digits(b, 1..=2), Piece::Digits(y, 4), ..] => Some((a, b, y)),
        [Piece::Digits(a, 1..=2), Piece::Digits(b, 1..=2), Piece::Digits(y, 2), ..] => Some((a, b, full_year(y))),
        _ => None,
    }
}

/// `03/04/2017`, `31.12.2017`.
fn digits_alone(field: &str, pieces: &[Piece]) -> Option<FieldDate> {
    let (a, b, year) = three_numbers(pieces)?;
    let separator = field.trim_start_matches(|c: char| c.is_ascii_digit()).chars().next().filter(|c| *c != ':')?;
    let day = |month, day| date(year, Some(month), Some(day)).and_then(PartialDate::days).map(|(day, _)| day);
    let known = |day| FieldDate::Known(PartialDate::of_day(day));
    match (day(a, b).filter(|_| separator != '.'), day(b, a)) {
        (Some(month_first), Some(day_first)) if month_first != day_first => {
            Some(FieldDate::Either { month_first, day_first })
        }
        (Some(one), _) | (None, Some(one)) => Some(known(one)),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(year: i16, month: Option<i8>, day: Option<i8>) -> Option<FieldDate> {
        Some(FieldDate::Known(PartialDate { year, month, day }))
    }

    #[test]
    fn fields_as_the_world_writes_them() {
        for (field, year, month, day) in [
            ("2017-03-04", 2017, Some(3), Some(4)),
            ("2017-03-04T12:00:00Z", 2017, Some(3), Some(4)),
            ("2017-03-04T23:30:00-05:00", 2017, Some(3), Some(4)),
            ("2017-03-04 12:00", 2017, Some(3), Some(4)),
            ("08:22, 04.03.2017", 2017, Some(3), Some(4)),
            ("10:30 pm | March 4, 2017", 2017, Some(3), Some(4)),
            ("9:05 Uhr, 4. März 2017", 2017, Some(3), Some(4)),
            ("23:59:10 2017-03-04", 2017, Some(3), Some(4)),
            ("March 4, 2017", 2017, Some(3), Some(4)),
            ("4th March 2017", 2017, Some(3), Some(4)),
            ("Sat, 04 Mar 2017 10:00:00 GMT", 2017, Some(3), Some(4)),
            ("Sat Mar 04 10:00:00 +0000 2017", 2017, Some(3), Some(4)),
            ("Sat Mar  4 10:00:00 2017", 2017, Some(3), Some(4)),
            ("Mar 4 10:00 CET 2017", 2017, Some(3), Some(4)),
            ("Saturday, March 4, 2017 10:00 pm", 2017, Some(3), Some(4)),
            ("4. März 2017, 10:00 Uhr", 2017, Some(3), Some(4)),
            ("mardi 4 avril 2017", 2017, Some(4), Some(4)),
            ("4 de marzo de 2017", 2017, Some(3), Some(4)),
            ("4 марта 2017", 2017, Some(3), Some(4)),
            ("2017年3月4日", 2017, Some(3), Some(4)),
            ("04-MAR-17", 2017, Some(3), Some(4)),
            ("20170304", 2017, Some(3), Some(4)),
            ("20170304120000", 2017, Some(3), Some(4)),
            ("20170304T120000Z", 2017, Some(3), Some(4)),
            ("31/12/2017", 2017, Some(12), Some(31)),
            ("12/31/17", 2017, Some(12), Some(31)),
            ("03/03/2017", 2017, Some(3), Some(3)),
            ("04.03.2017", 2017, Some(3), Some(4)),
            ("2017-W09-6", 2017, Some(3), Some(4)),
            ("2017-063", 2017, Some(3), Some(4)),
            ("1488670200", 2017, Some(3), Some(4)),
            ("1488670200.5", 2017, Some(3), Some(4)),
            ("1488670200000", 2017, Some(3), Some(4)),
            ("1488670200000000", 2017, Some(3), Some(4)),
            ("2017-03", 2017, Some(3), None),
            ("March 2017", 2017, Some(3), None),
            ("2017", 2017, None, None),
        ] {
            assert_eq!(read(field), known(year, month, day), "{field}");
        }
        let (monday, sunday) = (jiff::civil::date(2017, 2, 27), jiff::civil::date(2017, 3, 5));
        assert_eq!(read("..2017-03-04"), Some(FieldDate::Until(jiff::civil::date(2017, 3, 4))));
        assert_eq!(read("2017-W09"), Some(FieldDate::Period(monday, sunday)));
        let quarter = FieldDate::Period(jiff::civil::date(2017, 4, 1), jiff::civil::date(2017, 6, 30));
        assert_eq!((read("2017-Q2"), read("2017Q2"), read("2017-Q5")), (Some(quarter), Some(quarter), None));
        assert_eq!(read("/Date(1488585600000+0100)/"), read("2017-03-04"));
    }

    #[test]
    fn a_whole_date_has_nothing_beside_it() {
        for text in ["2017-03-04", "2017-03-04T12:00:00Z", "20170304T120000Z", "4 March 2017 10:30", "Sat, 04 Mar 2017"]
        {
            assert_eq!(read_whole(text), known(2017, Some(3), Some(4)), "{text}");
        }
        assert_eq!((read_whole("2017/03"), read_whole("2017-W09")), (known(2017, Some(3), None), read("2017-W09")));
        for text in [
            "2017-03-04/2017-03-31",
            "2017-03-04,2017-03-31",
            ">2017-03-04",
            "!2017-03-04",
            "~2017-03-04",
            "[2017-03-04",
            "2017-03-04]",
            "2017-03-04+",
            "2017-03-04T12:00/2017-03-05T12:00",
            "4 March 2017 Rome",
            "",
        ] {
            assert_eq!(read_whole(text), None, "{text}");
        }
    }

    #[test]
    fn fields_with_labels_clocks_and_other_digits() {
        for field in [
            "Wed Oct 10 20:19:24 +0000 2018",
            "Wed Oct 10 20:19:24 2018",
            "Wed Oct 10 20:19:24 EDT 2018",
            "Oct 10, 8:19 pm, 2018",
            "Published: 10 October 2018",
            "Updated Oct. 10, 2018 8:19 p.m. ET",
            "First published on 10 October 2018 at 10:00",
            "Publié le 10 octobre 2018",
            "Veröffentlicht am 10.10.2018",
            "Stand: 10. Oktober 2018, 10:00 Uhr",
            "١٠ أكتوبر ٢٠١٨",
            "الأربعاء، ١٠ أكتوبر ٢٠١٨",
            "10 أكتوبر 2018",
        ] {
            assert_eq!(read(field), known(2018, Some(10), Some(10)), "{field}");
        }
        for field in ["Published", "Published yesterday", "Updated: n.d.", "۱۸ مهر ۱۳۹۷", "20:19:24 +0000 2018x"]
        {
            assert_eq!(read(field), None, "{field}");
        }
        assert_eq!(order("Published: 13/04/2017"), Some(Order::DayFirst));
        assert_eq!(bare("Published: 10 October 2018"), None);
        assert!(matches!(read("Issued Q4 2018"), Some(FieldDate::Period(..))));
    }

    #[test]
    fn digits_that_may_be_either() {
        let (march, april) = (jiff::civil::date(2017, 3, 4), jiff::civil::date(2017, 4, 3));
        for field in ["03/04/2017", "3-4-2017", "03/04/17 10:00"] {
            let either = FieldDate::Either { month_first: march, day_first: april };
            assert_eq!(read(field), Some(either), "{field}");
            assert_eq!(order(field), None, "{field}");
            assert_eq!(either.days(), Some((march, april)));
        }
        assert_eq!(order("13/04/2017"), Some(Order::DayFirst));
        assert_eq!(order("04/13/2017"), Some(Order::MonthFirst));
        for field in ["04.03.2017", "2017-04-13", "April 13, 2017", "13/13/2017", "03/03/2017", ""] {
            assert_eq!(order(field), None, "{field}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for field in [
            "",
            "yesterday",
            "n.d.",
            "2017-13-01",
            "2017-02-30",
            "0000-00-00",
            "0000-01-01",
            "99999999",
            "1",
            "10^9",
            "-1",
            "２０１７",
            "2017-W54",
            "2017-366",
            "2017-000",
            "12345678901234567890",
            "31/31/2017",
            "no date 2017",
            "08:22",
            "08:22:24",
            "10:04:17 am",
        ] {
            assert_eq!(read(field), None, "{field}");
        }
    }
}
