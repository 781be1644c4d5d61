//! Days as they are stored.

use jiff::civil::Date;

pub(super) use onrecord_api::clues::Day;

/// The day of a value that is a day and nothing more (`2017-03-22`).
pub(super) fn iso_day(value: &str) -> Option<Date> {
    let bytes: &[u8; 10] = value.as_bytes().try_into().ok()?;
    let digits = |from: usize, to: usize| {
        bytes[from..to].iter().try_fold(0_i16, |n, b| b.is_ascii_digit().then(|| n * 10 + i16::from(b - b'0')))
    };
    let date = Date::new(digits(0, 4)?, digits(5, 7)? as i8, digits(8, 10)? as i8).ok()?;
    (bytes[4] == b'-' && bytes[7] == b'-').then_some(date)
}
