//! Times of day, alone or with their day.

use super::*;

/// `6:40 p.m. (GMT +8)`, `18:00 UTC Monday`, `5pm on 4 July`, `noon`.
pub(super) fn time(view: &View, p: usize) -> Matched {
    let (end, mut clock) = clock(view, p)?;
    let (end, zone) = zone(view, end);
    clock.zone = zone;
    let timed = Expr { clock: Some(clock), ..Expr::new(Core::TimeOfDay) };
    Some(with_day(view, end, clock).unwrap_or((end, timed)))
}

/// The time without zone or day, and the word after it.
fn clock(view: &View, p: usize) -> Option<(usize, Clock)> {
    match view.tag(p) {
        Tag::HourAmPm { hour, pm } => Some((p + 1, at(twelve(hour, pm), None))),
        Tag::HalfDayTime { hour, minute } => Some((p + 1, at(hour, Some(minute)))),
        Tag::ClockName(hour) => Some((p + 1, at(hour, None))),
        Tag::Digits { value: hour @ 0..=24, len: 1..=2 } => after_hour(view, p, hour as u8),
        Tag::Digits { value, len: 4 } if value % 100 < 60 && value < 2400 => military(view, p, value),
        Tag::Decimal(_) => dotted(view, p),
        Tag::Cardinal(hour @ 1..=12) => spelled(view, p, hour as u8),
        _ => None,
    }
}

fn at(hour: u8, minute: Option<u8>) -> Clock {
    Clock { hour, minute, zone: None }
}

fn twelve(hour: u8, pm: bool) -> u8 {
    hour % 12 + if pm { 12 } else { 0 }
}

/// `6:40 p.m.`, `18:00`, `6 p.m.`, `6 o'clock`.
fn after_hour(view: &View, p: usize, hour: u8) -> Option<(usize, Clock)> {
    let colon = view.gap(p) == Gap::Colon && view.char_after(p) == Some(':');
    if !colon {
        return half_day(view, p, hour, None);
    }
    let (minute, end) = match view.tag(p + 1) {
        Tag::Digits { value: m @ 0..=59, len: 2 } => (m as u8, p + 2),
        Tag::Other => return glued_minutes(view, p, hour),
        _ => return None,
    };
    let seconds = view.gap(p + 1) == Gap::Colon && matches!(view.tag(p + 2), Tag::Digits { .. });
    if seconds || p > view.from && view.gap(p - 1) == Gap::Colon && view.char_before(p) == Some(':') {
        return None;
    }
    half_day(view, end - 1, hour, Some(minute)).or_else(|| {
        let end = end + usize::from(view.tag(end) == Tag::Units(Unit::Hour) && view.joins(end - 1));
        Some((end, at(hour % 24, Some(minute))))
    })
}

/// `6:40pm`, whose minutes and half of the day are one word.
fn glued_minutes(view: &View, p: usize, hour: u8) -> Option<(usize, Clock)> {
    let word = view.folded(p + 1);
    let (minute, half) = word.split_at_checked(2)?;
    let minute = minute.parse::<u8>().ok().filter(|m| *m < 60)?;
    match half {
        "pm" | "p.m." | "p.m" => Some((p + 2, at(twelve(hour, true), Some(minute)))),
        "am" | "a.m." | "a.m" => Some((p + 2, at(twelve(hour, false), Some(minute)))),
        "hrs" | "h" | "hr" => Some((p + 2, at(hour % 24, Some(minute)))),
        _ => None,
    }
}

/// `p.m.` or `o'clock` after word `last`.
fn half_day(view: &View, last: usize, hour: u8, minute: Option<u8>) -> Option<(usize, Clock)> {
    if !matches!(view.gap(last), Gap::Space | Gap::Nothing | Gap::Hyphen) || hour > 12 {
        return None;
    }
    match view.tag(last + 1) {
        Tag::AmPm(pm) => Some((last + 2, at(twelve(hour, pm), minute))),
        Tag::OClock => Some(oclock(view, last + 2, hour)),
        Tag::In if minute.is_none() && is_in_the_part(view, last + 1) => Some(oclock(view, last + 1, hour)),
        Tag::ClockName(name) if hour == 12 => Some((last + 2, at(name, minute))),
        _ => None,
    }
}

/// `in the morning`.
fn is_in_the_part(view: &View, p: usize) -> bool {
    view.tag(p + 1) == Tag::The && matches!(view.tag(p + 2), Tag::DayPart(_)) && view.joins(p) && view.joins(p + 1)
}

/// After `o'clock`, the words that tell morning from evening.
fn oclock(view: &View, end: usize, hour: u8) -> (usize, Clock) {
    let the = view.tag(end) == Tag::In && matches!(view.tag(end + 1), Tag::The | Tag::This);
    let part = match view.tag(end + 2) {
        Tag::DayPart(part) if the => part,
        _ => return (end, at(hour, None)),
    };
    (end + 3, at(twelve(hour, matches!(part, DayPart::Afternoon | DayPart::Evening | DayPart::Night)), None))
}

/// `0800 UTC`, `1400 hours`.
fn military(view: &View, p: usize, value: u32) -> Option<(usize, Clock)> {
    let zoned = matches!(view.tag(p + 1), Tag::Zone(_)) && view.gap(p) == Gap::Space;
    let hours =
        matches!(view.tag(p + 1), Tag::Units(Unit::Hour)) && view.gap(p) == Gap::Space && !value.is_multiple_of(100)
            || view.tag(p + 1) == Tag::Units(Unit::Hour) && view.folded(p).starts_with('0');
    let end = p + 1 + usize::from(hours);
    (zoned || hours).then(|| (end, at((value / 100) as u8, Some((value % 100) as u8))))
}

/// `6.40 p.m.`, `6.40pm`.
fn dotted(view: &View, p: usize) -> Option<(usize, Clock)> {
    let (hour, minute) = view.folded(p).split_once('.')?;
    let (hour, minute) = (hour.parse::<u8>().ok()?, minute.parse::<u8>().ok().filter(|m| *m < 60)?);
    let Tag::AmPm(pm) = view.tag(p + 1) else { return None };
    (hour <= 12 && view.joins(p)).then(|| (p + 2, at(twelve(hour, pm), Some(minute))))
}

/// `five o'clock`, `ten a.m.`.
fn spelled(view: &View, p: usize, hour: u8) -> Option<(usize, Clock)> {
    half_day(view, p, hour, None).filter(|_| view.gap(p) == Gap::Space)
}

/// The zone after a time, in quarters of an hour: `UTC`, `(GMT +8)`, `ET`, `local time`.
fn zone(view: &View, end: usize) -> (usize, Option<i8>) {
    let Some(between) = end.checked_sub(1).filter(|&i| i + 1 < view.end).map(|i| view.between(i)) else {
        return (end, None);
    };
    let bracket = between.trim_end().ends_with('(');
    if !bracket && !matches!(view.gap(end - 1), Gap::Space | Gap::Nothing) {
        return (end, None);
    }
    if let Tag::Zone(zone) = view.tag(end) {
        let sign = if end + 1 < view.end { view.between(end).trim() } else { "" };
        return match (view.tag(end + 1), sign) {
            (Tag::Digits { value: h @ 0..=14, len: 1..=2 }, "+") => (end + 2, Some(zone + h as i8 * 4)),
            (Tag::Digits { value: h @ 0..=12, len: 1..=2 }, "-" | "\u{2212}") => (end + 2, Some(zone - h as i8 * 4)),
            _ => (end + 1, Some(zone)),
        };
    }
    let zone = match view.folded(end) {
        "eastern" => -20,
        "central" => -24,
        "pacific" => -32,
        "local" if view.tag(end + 1) == Tag::Time => return (end + 2, None),
        _ => return (end, None),
    };
    if view.tag(end + 1) == Tag::Time { (end + 2, Some(zone)) } else { (end, None) }
}

/// The day that follows a time: `18:00 UTC Monday`, `5 p.m. on July 4`.
fn with_day(view: &View, end: usize, clock: Clock) -> Matched {
    // "5 p.m. EST, Nov. 6"
    if end > view.from && end < view.end && view.gap(end - 1) == Gap::Comma {
        let is_named = matches!(view.tag(end), Tag::Weekday(_) | Tag::Month(_) | Tag::MonthWeak(_));
        let day = if is_named { absolute::plain(view, end).filter(|m| m.1.is_day()) } else { None };
        return day.map(|(end, expr)| (end, Expr { clock: Some(clock), part: None, ..expr }));
    }
    let at = if matches!(view.tag(end), Tag::On | Tag::In | Tag::Of) && view.joins(end - 1) { end + 1 } else { end };
    if at == 0 || !view.joins(at - 1) {
        return None;
    }
    let day = absolute::plain(view, at).or_else(|| relative::plain(view, at)).filter(|m| m.1.is_day());
    if let Some((end, expr)) = day {
        return Some((end, Expr { clock: Some(clock), part: None, ..expr }));
    }
    let the = usize::from(matches!(view.tag(at), Tag::The | Tag::This | Tag::That));
    match view.tag(at + the) {
        Tag::DayPart(_) if at > end => Some((at + the + 1, Expr { clock: Some(clock), ..Expr::new(Core::TimeOfDay) })),
        _ => None,
    }
}
