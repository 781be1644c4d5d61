//! Days and months in digits alone.

use super::step::free;
use super::year::is_numbered;
use super::*;
use crate::date::calendar::is_day_of_year;
use crate::date::holidays::KNOWN_DAYS;
use onrecord_text::analyze::Shape;

/// `2017-03-04`, `7/8/07`, `04.03.2017`, `20170304`, `2017-03-04T12:00Z`, `10/2018`, `9/11`.
pub(super) fn numeric(view: &View, p: usize) -> Matched {
    match view.tag(p) {
        Tag::Dotted { day, month, year } => dotted(view, p, (day, month, year)),
        Tag::Digits { value, len: 8 } => compact(view, p, value),
        Tag::Digits { .. } => {
            timestamp(view, p).or_else(|| three(view, p)).or_else(|| two(view, p)).filter(|_| free(view, p))
        }
        _ => None,
    }
}

/// `04.03.2017`, `04.03.17`. With a year of two digits versions of programs look alike (`5.10.19`): days have two digits
/// there, or a word of time before them.
fn dotted(view: &View, p: usize, (day, month, year): (u8, u8, u16)) -> Matched {
    let full = Some((p + 1, Expr::calendar(Year::Is(year as i16), Inner::Day(month, day))));
    if year >= 100 {
        return full;
    }
    let led = matches!(view.before(p), Tag::On | Tag::Since | Tag::From | Tag::To | Tag::Before | Tag::After);
    let padded = view.folded(p).len() == "04.03.17".len();
    let version = matches!(view.folded_before(p), "version" | "v" | "release" | "ver" | "section" | "build");
    let is_day = (padded || led || view.folded_before(p) == "dated") && !version && free(view, p);
    is_day.then(|| (p + 1, Expr::calendar(Year::TwoDigits(year as u8), Inner::Day(month, day))))
}

/// `20170304`, of our times: other numbers of eight digits are not written so.
fn compact(view: &View, p: usize, value: u32) -> Matched {
    let (year, month, day) = (value / 10_000, value / 100 % 100, value % 100);
    let alone = free(view, p) && !matches!(view.gap(p), Gap::Hyphen | Gap::Slash | Gap::Nothing);
    let glued = matches!(view.char_before(p), Some('-' | '/' | '_' | '+'));
    let expr = calendar_day(Year::Is(year as i16), month, day)?;
    ((1900..2100).contains(&year) && alone && !glued && !is_numbered(view, p)).then_some((p + 1, expr))
}

/// `2017-03-04`, `7/8/07`, `7-8-2007`.
fn three(view: &View, p: usize) -> Matched {
    let (Tag::Digits { value: a, len: la }, Gap::Hyphen | Gap::Slash) = (view.tag(p), view.gap(p)) else { return None };
    let (Tag::Digits { value: b, len: lb }, Tag::Digits { value: c, len: lc }) = (view.tag(p + 1), view.tag(p + 2))
    else {
        return None;
    };
    if view.gap(p + 1) != view.gap(p) || matches!(view.gap(p + 2), Gap::Slash | Gap::Hyphen | Gap::Nothing) {
        return None;
    }
    let expr = match (la, lb, lc) {
        (4, 1..=2, 1..=2) => calendar_day(year_of(a, 4)?, b, c),
        (1..=2, 1..=2, 4) => slashed(Year::Is(i16::try_from(c).ok().filter(|y| (1000..2200).contains(y))?), a, b),
        (1..=2, 1..=2, 2) if view.gap(p) == Gap::Slash => slashed(Year::TwoDigits(c as u8), a, b),
        _ => None,
    }?;
    Some((p + 3, expr))
}

/// `10/2018`, a month of a year; `9/11`, where two numbers are the name of a day.
fn two(view: &View, p: usize) -> Matched {
    let (Tag::Digits { value: a @ 1..=31, len: 1..=2 }, Gap::Slash) = (view.tag(p), view.gap(p)) else { return None };
    let goes_on = matches!(view.gap(p + 1), Gap::Slash | Gap::Hyphen | Gap::Nothing);
    let part = p > view.from && matches!(view.gap(p - 1), Gap::Slash | Gap::Hyphen);
    if goes_on || part {
        return None;
    }
    match view.tag(p + 1) {
        Tag::Digits { value: year @ 1900..=2099, len: 4 } if a <= 12 && !is_file_number(view, p) => {
            Some((p + 2, Expr::calendar(Year::Is(year as i16), Inner::Month(a as u8))))
        }
        Tag::Digits { value: b @ 1..=31, len: 1..=2 } => {
            let after = matches!(view.before(p), Tag::After | Tag::Before) || view.folded_before(p) == "since";
            let known =
                KNOWN_DAYS.iter().find(|known| known.is_slashed((a as u8, b as u8), after, view.folded(p + 2)))?;
            Some((p + 2, Expr::calendar(Year::Named(known.year), Inner::Day(known.month, known.day))))
        }
        _ => None,
    }
}

/// Whether a number and a year are the name of a paper: `Resolution 10/2018`, `case no. 3/2018`.
fn is_file_number(view: &View, p: usize) -> bool {
    let word = view.folded_before(p);
    let name = p > view.from + 1 && view.shape(p - 1) == Shape::Capitalised;
    let of_time = matches!(word, "in" | "since" | "from" | "until" | "by" | "to" | "between" | "before" | "after");
    let paper = matches!(
        word,
        "resolution" | "case" | "directive" | "regulation" | "decision" | "law" | "act" | "order" | "decree" | "bill"
    );
    name && !of_time || paper || is_numbered(view, p)
}

/// `2019-09-07T14:00Z`, `2019-09-07T14:00:05.25+02:00`: a day and a time of day as ISO 8601 joins them.
fn timestamp(view: &View, p: usize) -> Matched {
    if !matches!(view.tag(p), Tag::Digits { len: 4, .. }) || view.gap(p) != Gap::Hyphen {
        return None;
    }
    let text = view.text_from(p);
    let (day, time) = text.split_at_checked(10).filter(|(day, _)| day.is_ascii())?;
    let number = |at: std::ops::Range<usize>| day[at].parse::<u32>().ok();
    let expr = calendar_day(year_of(number(0..4)?, 4)?, number(5..7)?, number(8..10)?)?;
    let shaped = day.as_bytes()[4] == b'-' && day.as_bytes()[7] == b'-';
    let time = time.strip_prefix(['T', 't']).filter(|_| shaped)?;
    let (clock, rest) = time_of_day(time)?;
    let end = view.word_end(p, text.len() - rest.len())?;
    Some((end, Expr { clock: Some(clock), ..expr }))
}

/// `14:00`, `14:00:05.25`, then perhaps a zone; what is left after it.
fn time_of_day(text: &str) -> Option<(Clock, &str)> {
    let (hour, rest) = two_digits(text, 23)?;
    let (minute, mut rest) = two_digits(rest.strip_prefix(':')?, 59)?;
    if let Some((_, after)) = rest.strip_prefix(':').and_then(|rest| two_digits(rest, 60)) {
        rest = after;
        if let Some(fraction) = rest.strip_prefix(['.', ',']) {
            let after = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
            rest = if after.len() < fraction.len() { after } else { rest };
        }
    }
    let (zone, rest) = zone(rest);
    Some((Clock { hour, minute: Some(minute), zone }, rest))
}

/// `Z`, `+02:00`, `-0530`, `+02` in quarters of an hour; nothing where there is no zone.
fn zone(text: &str) -> (Option<i8>, &str) {
    if let Some(rest) = text.strip_prefix(['Z', 'z']) {
        return (Some(0), rest);
    }
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let Some((hours, rest)) = text.strip_prefix(['+', '-']).and_then(|rest| two_digits(rest, 14)) else {
        return (None, text);
    };
    let (minutes, rest) = two_digits(rest.strip_prefix(':').unwrap_or(rest), 59).unwrap_or((0, rest));
    (Some(sign * (hours as i8 * 4 + minutes as i8 / 15)), rest)
}

/// A number of two digits at the beginning, up to `most`.
fn two_digits(text: &str, most: u8) -> Option<(u8, &str)> {
    let (digits, rest) = text.split_at_checked(2).filter(|(two, _)| two.bytes().all(|b| b.is_ascii_digit()))?;
    let number = digits.parse().ok().filter(|n| *n <= most)?;
    Some((number, rest))
}

fn year_of(value: u32, len: u8) -> Option<Year> {
    (len == 4 && (1000..2200).contains(&value)).then_some(Year::Is(value as i16))
}

fn calendar_day(year: Year, month: u32, day: u32) -> Option<Expr> {
    let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
    is_day_of_year(month, day).then(|| Expr::calendar(year, Inner::Day(month, day)))
}

/// Day and month in an order that only their size may tell.
fn slashed(year: Year, a: u32, b: u32) -> Option<Expr> {
    match (calendar_day(year, a, b), calendar_day(year, b, a)) {
        (Some(_), Some(_)) if a != b => Some(Expr::calendar(year, Inner::Ambiguous(a as u8, b as u8))),
        (Some(us), _) => Some(us),
        (None, british) => british,
    }
}
