//! Words of digits, or of digits and letters: `1980s`, `22nd`, `1q12`, `q4'18`, `fy19`, `04.03.2017`.

use super::calendar::is_day_of_year;
use super::tag::Tag;

/// A folded word that begins with a digit.
pub(super) fn number(folded: &str) -> Tag {
    let digits = folded.bytes().take_while(u8::is_ascii_digit).count();
    let value = || folded[..digits].parse::<u32>().ok();
    match &folded[digits..] {
        "" if digits <= 9 => value().map_or(Tag::Other, |value| Tag::Digits { value, len: digits as u8 }),
        "st" | "nd" | "rd" | "th" if digits <= 2 => value().map_or(Tag::Other, |v| Tag::Ordinal(v as u8)),
        "s" | "'s" if digits == 4 || digits == 2 => decade(value().unwrap_or(1), digits),
        "am" | "a.m" | "a.m." => hour(value(), digits, false),
        "pm" | "p.m" | "p.m." => hour(value(), digits, true),
        rest if rest.starts_with(['q', 'h']) => period_of_year(folded).unwrap_or(Tag::Other),
        rest if rest.starts_with(['.', ',']) => {
            dotted(folded).or_else(|| dotted_time(folded)).unwrap_or_else(|| decimal(folded))
        }
        _ => Tag::Other,
    }
}

/// `q1`, `2h`, `1q12`, `q4'18`, `h1fy19`, `2012q1`, `fy19q4`, `fy13`, in folded form: a quarter, a half or a fiscal year,
/// as reports of companies abbreviate them.
pub(super) fn period_of_year(folded: &str) -> Option<Tag> {
    if let Some(year) = folded.strip_prefix("fy").and_then(year) {
        return Some(Tag::FiscalYear(year));
    }
    let at = folded.find(['q', 'h'])?;
    let is_quarter = folded.as_bytes()[at] == b'q';
    let (before, after) = (&folded[..at], &folded[at + 1..]);
    let most = if is_quarter { 4 } else { 2 };
    let part = |text: &str| text.parse::<u8>().ok().filter(|n| text.len() == 1 && (1..=most).contains(n));
    let (n, year) = match (part(before), part(after)) {
        (Some(n), None) => (n, stated_year(after)?),
        (None, Some(n)) => (n, stated_year(before)?),
        // "q4'18", "q4fy19"
        (None, None) if before.is_empty() && after.is_char_boundary(1) => {
            let (n, rest) = after.split_at(1);
            (part(n)?, Some(year_after_mark(rest)?))
        }
        _ => return None,
    };
    Some(match (is_quarter, year) {
        (true, Some(year)) => Tag::QuarterOf { quarter: n, year },
        (false, Some(year)) => Tag::HalfOf { half: n, year },
        (true, None) => Tag::QuarterName(n),
        (false, None) => Tag::HalfName(n),
    })
}

/// The year beside a quarter: nothing, `12`, `2012`, `'12`, `fy12`. None for anything else.
fn stated_year(text: &str) -> Option<Option<u16>> {
    match text {
        "" => Some(None),
        _ => year(text).or_else(|| year_after_mark(text)).map(Some),
    }
}

/// `'18`, `fy19`, `fy2019`.
fn year_after_mark(text: &str) -> Option<u16> {
    year(text.strip_prefix(['\'', '\u{2019}']).or_else(|| text.strip_prefix("fy"))?)
}

/// A year of two or four digits.
fn year(digits: &str) -> Option<u16> {
    let plain = matches!(digits.len(), 2 | 4) && digits.bytes().all(|b| b.is_ascii_digit());
    let year = digits.parse::<u16>().ok().filter(|_| plain)?;
    (digits.len() == 2 || (1900..2200).contains(&year)).then_some(year)
}

fn decade(value: u32, digits: usize) -> Tag {
    if !value.is_multiple_of(10) {
        return Tag::Other;
    }
    Tag::Decade { decade: (value / 10) as u16, full: digits == 4 }
}

fn hour(value: Option<u32>, digits: usize, pm: bool) -> Tag {
    match value {
        Some(hour @ 1..=12) if digits <= 2 => Tag::HourAmPm { hour: hour as u8, pm },
        _ => Tag::Other,
    }
}

/// `04.03.2017`, `04.03.17`, day first as wherever dots are written unless only the other order is a day; `2017.03.04`.
fn dotted(folded: &str) -> Option<Tag> {
    let mut pieces = folded.split('.').map(|p| Some((p.parse::<u16>().ok()?, p.len())));
    let (first, second, third) = (pieces.next()??, pieces.next()??, pieces.next()??);
    if pieces.next().is_some() {
        return None;
    }
    let (day, month, year) = match (first.1, second.1, third.1) {
        (4, 1..=2, 1..=2) => (third.0, second.0, first.0),
        (1..=2, 1..=2, 2 | 4) => (first.0, second.0, third.0),
        _ => return None,
    };
    let is_day = |month: u16, day: u16| month <= 12 && day <= 31 && is_day_of_year(month as u8, day as u8);
    let (day, month) = match (is_day(month, day), is_day(day, month)) {
        (true, _) => (day, month),
        (false, true) if first.1 < 4 => (month, day),
        _ => return None,
    };
    (year < 100 || (1000..=2200).contains(&year)).then_some(Tag::Dotted { day: day as u8, month: month as u8, year })
}

/// `10.30am`.
fn dotted_time(folded: &str) -> Option<Tag> {
    let (hour, rest) = folded.split_once('.')?;
    let (minute, half) = rest.split_at_checked(2)?;
    let pm = match half {
        "am" | "a.m" | "a.m." => false,
        "pm" | "p.m" | "p.m." => true,
        _ => return None,
    };
    let minute = minute.parse::<u8>().ok().filter(|minute| *minute < 60)?;
    let hour = hour.parse::<u8>().ok().filter(|hour| (1..=12).contains(hour))?;
    Some(Tag::HalfDayTime { hour: hour % 12 + if pm { 12 } else { 0 }, minute })
}

/// `3.5` and `1,000`, in tenths; dotted dates are another matter.
fn decimal(folded: &str) -> Tag {
    let plain: String = folded.chars().filter(|c| *c != ',').collect();
    match plain.parse::<f64>() {
        Ok(number) if (0.0..1e8).contains(&number) => Tag::Decimal((number * 10.0).round() as u32),
        _ => Tag::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quarters_halves_and_fiscal_years_in_one_word() {
        for word in ["q4'18", "4q18", "4q'18", "4q2018", "2018q4", "q4fy18", "4qfy18", "fy18q4", "fy2018q4"] {
            let year = if word.contains("2018") { 2018 } else { 18 };
            assert_eq!(period_of_year(word), Some(Tag::QuarterOf { quarter: 4, year }), "{word}");
        }
        assert_eq!(period_of_year("2h'18"), Some(Tag::HalfOf { half: 2, year: 18 }));
        assert_eq!(period_of_year("h1fy19"), Some(Tag::HalfOf { half: 1, year: 19 }));
        assert_eq!(period_of_year("fy19"), Some(Tag::FiscalYear(19)));
        assert_eq!((period_of_year("q3"), period_of_year("2h")), (Some(Tag::QuarterName(3)), Some(Tag::HalfName(2))));
        for word in ["q5", "5q18", "h3", "q4'1", "q4x18", "fy123", "quit", "hq", "1q1", "h", "q", "qé", "fy١٢"] {
            assert_eq!(period_of_year(word), None, "{word}");
        }
    }

    #[test]
    fn days_with_dots() {
        let dotted = |day, month, year| Tag::Dotted { day, month, year };
        assert_eq!(number("04.03.2017"), dotted(4, 3, 2017));
        assert_eq!(number("05.10.19"), dotted(5, 10, 19));
        assert_eq!(number("10.15.19"), dotted(15, 10, 19));
        assert_eq!(number("2018.02.04"), dotted(4, 2, 2018));
        for word in ["2018.13.04", "31.02.2018", "1.2.3.4", "10.0.19", "2018.2.30", "99.99.99"] {
            assert!(!matches!(number(word), Tag::Dotted { .. }), "{word}");
        }
    }
}
