//! Digits of other scripts.

use std::borrow::Cow;

/// The field with the digits of Arabic, Persian, Hindi and Bengali as ASCII has them. None where what they say is rather
/// a year of another calendar.
pub(super) fn with_ascii_digits(field: &str) -> Option<Cow<'_, str>> {
    const ZEROS: [char; 4] = ['\u{660}', '\u{6F0}', '\u{966}', '\u{9E6}'];
    let ascii = |c: char| {
        let digit = ZEROS.iter().find_map(|&zero| (c as u32).checked_sub(zero as u32).filter(|digit| *digit < 10));
        digit.and_then(|digit| char::from_digit(digit, 10))
    };
    if field.is_ascii() || !field.chars().any(|c| ascii(c).is_some()) {
        return Some(Cow::Borrowed(field));
    }
    let plain: String = field.chars().map(|c| ascii(c).unwrap_or(c)).collect();
    let years = plain.split(|c: char| !c.is_ascii_digit()).filter(|digits| digits.len() == 4);
    let ours = years.filter_map(|year| year.parse::<u16>().ok()).all(|year| (1700..2200).contains(&year));
    ours.then_some(Cow::Owned(plain))
}
