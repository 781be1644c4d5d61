//! Periods that a field names in place of a day: quarters, halves, seasons, several months, several days of a month.

use jiff::civil::Date;

use super::month_number;
use super::stated::FieldDate;

/// `Q4 2018`, `2018 H1`, `Summer 2018`, `Spring/Summer 2018`, `Oct-Nov 2018`, `Dec 2018/Jan 2019`, `10-12 October 2018`.
/// Winter is that which begins in December of its year.
pub(super) fn period(field: &str) -> Option<FieldDate> {
    let tokens: Vec<Token> = field.split(|c: char| !c.is_alphanumeric()).filter_map(token).take(MOST + 1).collect();
    let (first, last) = match tokens[..] {
        [Token::Part(from, to), Token::Number(year, 4)] | [Token::Number(year, 4), Token::Part(from, to)] => {
            months(year, from, to)?
        }
        [Token::Part(from, _), Token::Part(_, to), Token::Number(year, 4)] => months(year, from, to)?,
        [Token::Part(from, _), Token::Number(first, 4), Token::Part(_, to), Token::Number(last, 4)] => {
            (months(first, from, from)?.0, months(last, to, to)?.1)
        }
        [Token::Number(from, 1..=2), Token::Number(to, 1..=2), Token::Part(month, end), Token::Number(year, 4)]
        | [Token::Part(month, end), Token::Number(from, 1..=2), Token::Number(to, 1..=2), Token::Number(year, 4)]
            if month == end =>
        {
            (day(year, month, from)?, day(year, month, to)?)
        }
        _ => return None,
    };
    (first < last).then_some(FieldDate::Period(first, last))
}

/// Most words and numbers of a period: the patterns above have up to four ("Dec 2018/Jan 2019"). One more is read, to see that
/// there are more.
const MOST: usize = 4;

/// A word or number of a period.
#[derive(Clone, Copy)]
enum Token {
    /// A part of a year, from one month to another; after 12 come those of the next year.
    Part(i16, i16),
    /// A number and how many digits it has.
    Number(i16, usize),
    /// What no period has.
    Other,
}

/// What a word is; nothing where it only links others.
fn token(word: &str) -> Option<Token> {
    let lower = word.to_lowercase();
    if word.is_empty() || matches!(lower.as_str(), "to" | "and" | "of" | "through" | "bis" | "und" | "the") {
        return None;
    }
    let number = || Some(Token::Number(word.parse().ok().filter(|_| word.len() <= 4)?, word.len()));
    let month = || month_number(word).map(|month| Token::Part(i16::from(month), i16::from(month)));
    Some(number().or_else(month).or_else(|| part(&lower)).unwrap_or(Token::Other))
}

/// A quarter, half or season.
fn part(lower: &str) -> Option<Token> {
    let (from, to) = match lower {
        "q1" | "1q" => (1, 3),
        "q2" | "2q" => (4, 6),
        "q3" | "3q" => (7, 9),
        "q4" | "4q" => (10, 12),
        "h1" | "1h" => (1, 6),
        "h2" | "2h" => (7, 12),
        "spring" | "frühling" | "frühjahr" | "printemps" | "primavera" => (3, 5),
        "summer" | "sommer" | "été" | "verano" => (6, 8),
        "autumn" | "fall" | "herbst" | "automne" | "otoño" => (9, 11),
        "winter" | "hiver" | "invierno" => (12, 14),
        _ => return None,
    };
    Some(Token::Part(from, to))
}

/// From the first day of one month to the last of another; `from` after `to` is of the year before.
fn months(year: i16, from: i16, to: i16) -> Option<(Date, Date)> {
    let first = day(if from > to { year - 1 } else { year }, from, 1)?;
    let last = day(if to > 12 { year + 1 } else { year }, (to - 1) % 12 + 1, 1)?;
    Some((first, last.last_of_month()))
}

fn day(year: i16, month: i16, day: i16) -> Option<Date> {
    let small = |n: i16| i8::try_from(n).ok();
    Date::new(year, small(month)?, small(day)?).ok().filter(|_| year >= 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods() {
        for (field, first, last) in [
            ("Q4 2018", "2018-10-01", "2018-12-31"),
            ("4Q 2018", "2018-10-01", "2018-12-31"),
            ("2018 H1", "2018-01-01", "2018-06-30"),
            ("Oct-Nov 2018", "2018-10-01", "2018-11-30"),
            ("January/February 2018", "2018-01-01", "2018-02-28"),
            ("Dec-Jan 2019", "2018-12-01", "2019-01-31"),
            ("Dec 2018/Jan 2019", "2018-12-01", "2019-01-31"),
            ("Summer 2018", "2018-06-01", "2018-08-31"),
            ("Spring/Summer 2018", "2018-03-01", "2018-08-31"),
            ("Winter 2018", "2018-12-01", "2019-02-28"),
            ("10-12 October 2018", "2018-10-10", "2018-10-12"),
            ("Oct. 10 to 12, 2018", "2018-10-10", "2018-10-12"),
        ] {
            let found = period(field).and_then(FieldDate::days).map(|(a, b)| (a.to_string(), b.to_string()));
            assert_eq!(found, Some((first.into(), last.into())), "{field}");
        }
        for field in ["Q5 2018", "12-10 October 2018", "Summer", "30-31 February 2018", "a b", "2018", "Mayor 2018"] {
            assert_eq!(period(field), None, "{field}");
        }
    }
}
