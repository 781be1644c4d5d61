//! A publication date as fields, headers and front matter write it.

use super::PartialDate;
use crate::date::english;

/// Reads a date at the beginning of a field: `2017-03-04T12:00:00Z`, `March 4, 2017`, `4 March 2017`,
/// `Sat, 04 Mar 2017 10:00:00 GMT`, `20170304`, `03/04/2017`, `2017-03`, `2017`. Between day and month in
/// digits alone the American order is taken unless only the other makes a date. None for anything else,
/// and for days that no calendar has.
pub(in crate::date) fn literal(field: &str) -> Option<PartialDate> {
    let pieces = pieces(field);
    let date = compact(&pieces).or_else(|| iso(&pieces)).or_else(|| worded(&pieces)).or_else(|| slashed(&pieces))?;
    date.days().map(|_| date)
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
    let mut rest = field.trim_start();
    while let Some(first) = rest.chars().next().filter(|_| pieces.len() < 4) {
        let class = |c: char| (c.is_ascii_digit(), c.is_alphabetic());
        let end = rest.find(|c| class(c) != class(first)).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        rest = after;
        if first.is_ascii_digit() {
            pieces.push(run.parse().map_or(Piece::Other, |n| Piece::Digits(n, run.len())));
        } else if first.is_alphabetic() && !english::is_weekday_name(run) && !is_ordinal_end(run) {
            pieces.push(english::month_number(run).map_or(Piece::Other, Piece::Month));
        }
    }
    pieces
}

fn is_ordinal_end(run: &str) -> bool {
    matches!(run, "st" | "nd" | "rd" | "th" | "of" | "de")
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

/// `March 4, 2017`, `4 March 2017`, `March 2017`.
fn worded(pieces: &[Piece]) -> Option<PartialDate> {
    match *pieces {
        [Piece::Month(m), Piece::Digits(d, 1..=2), Piece::Digits(y, 4), ..]
        | [Piece::Digits(d, 1..=2), Piece::Month(m), Piece::Digits(y, 4), ..] => date(y, Some(m.into()), Some(d)),
        [Piece::Month(m), Piece::Digits(y, 4)] => date(y, Some(m.into()), None),
        _ => None,
    }
}

/// `03/04/2017`, `31.12.2017`.
fn slashed(pieces: &[Piece]) -> Option<PartialDate> {
    match *pieces {
        [Piece::Digits(a, 1..=2), Piece::Digits(b, 1..=2), Piece::Digits(y, 4), ..] => {
            let american = date(y, Some(a), Some(b)).filter(|d| d.days().is_some());
            american.or_else(|| date(y, Some(b), Some(a)))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_as_the_world_writes_them() {
        for (field, year, month, day) in [
            ("2017-03-04", 2017, Some(3), Some(4)),
            ("2017-03-04T12:00:00Z", 2017, Some(3), Some(4)),
            ("2017-03-04 12:00", 2017, Some(3), Some(4)),
            ("March 4, 2017", 2017, Some(3), Some(4)),
            ("4th March 2017", 2017, Some(3), Some(4)),
            ("Sat, 04 Mar 2017 10:00:00 GMT", 2017, Some(3), Some(4)),
            ("20170304", 2017, Some(3), Some(4)),
            ("03/04/2017", 2017, Some(3), Some(4)),
            ("31/12/2017", 2017, Some(12), Some(31)),
            ("2017-03", 2017, Some(3), None),
            ("March 2017", 2017, Some(3), None),
            ("2017", 2017, None, None),
        ] {
            assert_eq!(literal(field), Some(PartialDate { year, month, day }), "{field}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for field in
            ["", "yesterday", "2017-13-01", "2017-02-31", "0000-01-01", "99999999", "1", "10^9", "-1", "２０１７"]
        {
            assert_eq!(literal(field), None, "{field}");
        }
    }
}
