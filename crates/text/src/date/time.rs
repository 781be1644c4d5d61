//! Times of day that stand with a date in a field, to be left aside.

/// What follows a time of day at the beginning: `08:22, 24.11.2020`, `10:30 am | March 4, 2017`.
pub(super) fn after_time(field: &str) -> &str {
    let number = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let (hour, rest) = field.split_at(number(field));
    let Some(rest) = rest.strip_prefix(':').filter(|_| matches!(hour.len(), 1..=2)) else { return field };
    let minutes = number(rest);
    if minutes != 2 {
        return field;
    }
    let rest = rest[minutes..].trim_start_matches(|c: char| c == ':' || c.is_ascii_digit());
    let mut rest = rest.trim_start();
    for half in ["am", "pm", "a.m.", "p.m.", "uhr", "h"] {
        if rest.get(..half.len()).is_some_and(|word| word.eq_ignore_ascii_case(half)) {
            rest = &rest[half.len()..];
            break;
        }
    }
    rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '|' | '-' | '–' | '·' | '•'))
}

/// What stands before a time of day: `2017-03-04T12:00`, `4 March 2017 10:30`. The whole where anything but a time and its
/// zone follows the day.
pub(super) fn before_time(field: &str) -> &str {
    let digit = |b: Option<&u8>| b.is_some_and(u8::is_ascii_digit);
    let bytes = field.as_bytes();
    let begins = |&at: &usize| match bytes[at] {
        b'T' => at > 0 && digit(bytes.get(at - 1)) && digit(bytes.get(at + 1)),
        b' ' => [2, 3].into_iter().any(|colon| {
            bytes.get(at + colon) == Some(&b':') && (1..colon).all(|before| digit(bytes.get(at + before)))
        }),
        _ => false,
    };
    let of_time = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b':' | b'.' | b',' | b'+' | b'-' | b' ');
    match (0..bytes.len()).find(begins) {
        Some(at) if bytes[at..].iter().all(of_time) => &field[..at],
        _ => field,
    }
}

/// The field without the time of day that stands within it, and the zone behind that: `Wed Oct 10 2018` of `Wed Oct 10
/// 20:19:24 +0000 2018`. None where it has no such time.
pub(super) fn without_clock(field: &str) -> Option<String> {
    let colon = field.find(':')?;
    let head = field[..colon].trim_end_matches(|c: char| c.is_ascii_digit());
    let hour = colon - head.len();
    let rest = field[colon..].trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ':' | '.'));
    let minutes = field[colon + 1..].bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=2).contains(&hour) || minutes != 2 || !head.ends_with(|c: char| !c.is_alphanumeric()) {
        return None;
    }
    let words = rest.split_whitespace().skip_while(|word| is_of_clock(word.trim_end_matches(',')));
    Some(std::iter::once(head.trim_end()).chain(words).collect::<Vec<_>>().join(" "))
}

/// A half of the day, or a zone by its name or distance: `p.m.`, `EDT`, `+0000`.
fn is_of_clock(word: &str) -> bool {
    let half = matches!(word.to_ascii_lowercase().as_str(), "am" | "pm" | "a.m." | "p.m." | "h" | "uhr");
    let named = (1..=5).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_uppercase());
    let distance = word.strip_prefix(['+', '-']);
    half || named || distance.is_some_and(|d| d.len() >= 2 && d.bytes().all(|b| b.is_ascii_digit() || b == b':'))
}

/// The day of a day and a time of day in digits without marks, which are too many for a number.
pub(super) fn without_time(field: &str) -> &str {
    let digits = field.bytes().take_while(u8::is_ascii_digit).count();
    if is_compact_time(&field[..digits]) { &field[..8] } else { field }
}

/// `201703041200`, `20170304120000`: a day and a time of day without marks.
fn is_compact_time(digits: &str) -> bool {
    if !matches!(digits.len(), 12 | 14) {
        return false;
    }
    let number = |at: std::ops::Range<usize>| digits[at].parse::<u32>().unwrap_or(u32::MAX);
    let day =
        (1900..2100).contains(&number(0..4)) && (1..=12).contains(&number(4..6)) && (1..=31).contains(&number(6..8));
    day && number(8..10) < 24 && number(10..12) < 60
}
