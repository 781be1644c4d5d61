//! The day that a line of an export or a mail prints, in the languages of the databases' users.
//!
//! Annotators read dates in running text; here a whole line is a date, with weekday, edition and time around it.

use jiff::civil::Date;

use onrecord_text::date::month_number;

/// The day that a line prints, as `2010-01-11`; none where it prints none.
///
/// Of numbers alone `2010-01-11`, `2010/01/11` and `11.01.2010` are read, the last with points only: with slashes
/// nobody can tell day from month.
pub(crate) fn iso(line: &str) -> Option<String> {
    let tokens: Vec<&str> = line.split(|c: char| !c.is_alphanumeric()).filter(|token| !token.is_empty()).collect();
    in_words(&tokens).or_else(|| in_numbers(line)).map(|day| day.to_string())
}

/// The month or year that a line prints, where it prints no day: `2010-01`, `2010`.
pub(crate) fn month_or_year(line: &str) -> Option<String> {
    let tokens: Vec<&str> = line.split(|c: char| !c.is_alphanumeric()).filter(|token| !token.is_empty()).collect();
    let year = tokens.iter().find_map(|token| year(token))?;
    match tokens.iter().find_map(|token| month(token)) {
        Some(month) => Some(format!("{year:04}-{month:02}")),
        None => Some(format!("{year:04}")),
    }
}

/// Whether a line is a date and little else: weekday, time, edition.
pub(crate) fn is_line(line: &str) -> bool {
    line.len() <= 120 && iso(line).is_some() && starts_early(line)
}

/// The date stands at the beginning, after a weekday at most.
fn starts_early(line: &str) -> bool {
    let tokens = line.split(|c: char| !c.is_alphanumeric()).filter(|token| !token.is_empty());
    tokens.take(3).any(|token| month(token).is_some() || year(token).is_some() || number(token, 31).is_some())
}

/// "January 11, 2010", "11 January 2010", "11. Januar 2010", "2 de enero de 2010".
fn in_words(tokens: &[&str]) -> Option<Date> {
    let at = (0..tokens.len()).find(|&i| month(tokens[i]).is_some() && has_day(tokens, i))?;
    let month = month(tokens[at])?;
    let before = tokens[..at].iter().rev().take(2).find_map(|token| number(token, 31));
    let (day, rest) = match before {
        Some(day) => (day, &tokens[at + 1..]),
        None => (number(tokens.get(at + 1)?, 31)?, &tokens[at + 2..]),
    };
    let year =
        rest.iter().take(3).find_map(|token| year(token)).or_else(|| tokens[..at].iter().find_map(|t| year(t)))?;
    valid(year, month, day)
}

fn has_day(tokens: &[&str], at: usize) -> bool {
    tokens[..at].iter().rev().take(2).chain(tokens.get(at + 1)).any(|token| number(token, 31).is_some())
}

fn in_numbers(line: &str) -> Option<Date> {
    line.split(|c: char| !(c.is_ascii_digit() || "-/.".contains(c))).find_map(|word| {
        let word = word.trim_matches(['.', '-', '/']);
        let parts: Vec<&str> = word.split(['-', '/', '.']).collect();
        let [a, b, c] = parts[..] else { return None };
        match (year(a), year(c)) {
            (Some(year), _) => valid(year, number(b, 12)?, number(c, 31)?),
            (None, Some(year)) if word.contains('.') => valid(year, number(b, 12)?, number(a, 31)?),
            _ => None,
        }
    })
}

/// The day, if the calendar has it.
fn valid(year: i16, month: i8, day: i8) -> Option<Date> {
    Date::new(year, month, day).ok()
}

/// The month that a word names. Digits name none.
fn month(token: &str) -> Option<i8> {
    let is_word = token.starts_with(|c: char| c.is_alphabetic());
    month_number(token).filter(|_| is_word).and_then(|month| month.try_into().ok())
}

/// A number from 1 to `most`, with or without an ordinal's ending.
fn number(token: &str, most: i8) -> Option<i8> {
    let digits = token.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let ending = &token[digits.len()..];
    let plain = matches!(ending, "" | "st" | "nd" | "rd" | "th" | "er");
    let value = digits.parse().ok().filter(|_| plain && digits.len() <= 2)?;
    (1..=most).contains(&value).then_some(value)
}

fn year(token: &str) -> Option<i16> {
    let value = token.parse().ok().filter(|_| token.len() == 4)?;
    (1600..=2199).contains(&value).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_as_databases_print_them() {
        for (line, day) in [
            ("January 11, 2010 Monday", "2010-01-11"),
            ("December 19, 1991, Sunday, An Edition", "1991-12-19"),
            ("March 14, 2013 Thursday 11:21 AM GMT", "2013-03-14"),
            ("May 2, 2002, Thursday,, FINAL EDITION", "2002-05-02"),
            ("12 April 2013 Tuesday", "2013-04-12"),
            ("9 Januar 1993", "1993-01-09"),
            ("29 décembre 2011", "2011-12-29"),
            ("5. Juli 2019 Freitag", "2019-07-05"),
            ("jeudi 5 octobre 2013", "2013-10-05"),
            ("2 de enero de 2010", "2010-01-02"),
            ("1er mars 2012", "2012-03-01"),
            ("Montag 03. März 2014", "2014-03-03"),
            ("26-FEB-1987 15:01:01.79", "1987-02-26"),
            ("2021/03/04/", "2021-03-04"),
            ("11.01.2010", "2010-01-11"),
            ("Sun, 5 Jul 2020 01:02:03 -0400", "2020-07-05"),
        ] {
            assert_eq!(iso(line).as_deref(), Some(day), "{line}");
        }
    }

    #[test]
    fn lines_without_a_day() {
        for line in ["February 30, 2010", "March 2010", "01/02/2010", "The Guardian", "May 5", ""] {
            assert_eq!(iso(line), None, "{line}");
        }
        assert_eq!(month_or_year("March 2010").as_deref(), Some("2010-03"));
    }
}
