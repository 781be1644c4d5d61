//! Single dates: a day, a month, a year, a week, and words that count from today.

use jiff::civil::Date;

use super::range::shortened;
use super::{PeriodError, error};
use onrecord_annotate::date::read_period;
use onrecord_text::date::{FieldDate, PartialDate, PartialDateError, field};

/// The error about a text that is two dates with a sign between: nobody can tell whether both are meant or what lies
/// between.
pub(super) fn two_dates(text: &str, today: Date) -> Option<PeriodError> {
    let (a, b) = text.split_once([',', '|', ';', '&', '+'])?;
    let (a, b) = (a.trim(), b.trim());
    let both = moment(a, today).is_ok() && moment(b, today).is_ok();
    let hint = format!("for the days from the one to the other write {a}..{b}; for both alone date:({a} OR {b})");
    both.then(|| PeriodError { message: format!("{text} is two dates"), hint: hint.into() })
}

/// The first and the last date of a range. Both are equal where the text names one day, month or year.
pub(super) type Ends = (PartialDate, PartialDate);

/// What stands alone: `30d` reaches until today.
pub(super) fn span(text: &str, today: Date) -> Result<Ends, PeriodError> {
    let (from, to) = moment(text, today)?;
    Ok((from, if ago(text, today).is_some() { PartialDate::of_day(today) } else { to }))
}

/// What stands as the end of a range.
pub(super) fn moment(text: &str, today: Date) -> Result<Ends, PeriodError> {
    let text = text.trim().trim_end_matches([',', ';', '.']);
    if let Some(day) = ago(text, today) {
        return Ok((PartialDate::of_day(day), PartialDate::of_day(day)));
    }
    if let Some(date) = month_of_year(text).or_else(|| partial(text)) {
        return date.map(|date| (date, date)).map_err(|problem| error(problem.to_string()));
    }
    if shortened(text).is_some() {
        return Err(error(format!("{text} is a range of its own")));
    }
    let of_words = text.contains(char::is_alphabetic);
    match field::read_whole(text) {
        Some(FieldDate::Either { month_first, day_first }) => {
            return Err(error(format!("{text} may be {month_first} or {day_first}: write one of these")));
        }
        Some(FieldDate::Known(date)) if date.day.is_some() || !of_words => return Ok((date, date)),
        Some(FieldDate::Period(first, last)) => return Ok((PartialDate::of_day(first), PartialDate::of_day(last))),
        _ => {}
    }
    let (first, last) = read_period(text, today).ok_or_else(|| error(format!("not a date: {text}")))?;
    Ok((PartialDate::of_day(first), PartialDate::of_day(last)))
}

/// `30d`, `6w`, `3m`, `1y`: the day so long ago.
fn ago(text: &str, today: Date) -> Option<Date> {
    let text = text.trim();
    let (number, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let number: i64 = Some(number).filter(|n| n.bytes().all(|b| b.is_ascii_digit()))?.parse().ok()?;
    let span = jiff::Span::new();
    let span = match unit {
        "d" | "D" => span.try_days(number),
        "w" | "W" => span.try_weeks(number),
        "m" | "M" => span.try_months(number),
        "y" | "Y" => span.try_years(number),
        _ => return None,
    };
    today.checked_sub(span.ok()?).ok().filter(|day| day.year() >= 1)
}

/// A partial date of four digits, `-`, …; its year has four digits: `17` is rather a slip than the year 17.
fn partial(text: &str) -> Option<Result<PartialDate, PartialDateError>> {
    let numbers = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let year = text.split('-').next().is_some_and(|year| year.len() == 4);
    (numbers && year).then(|| PartialDate::parse(text))
}

/// `03/2009`.
fn month_of_year(text: &str) -> Option<Result<PartialDate, PartialDateError>> {
    let (month, year) = text.split_once('/')?;
    let digits = |text: &str, most: usize| (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    (digits(month, 2) && year.len() == 4 && digits(year, 4)).then(|| PartialDate::parse(&format!("{year}-{month}")))
}
