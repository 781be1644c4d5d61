//! Days as they are stored.

use jiff::civil::Date;
use postcard::Error;
use serde::{Deserialize, Serialize};

/// A day as one number: the years counted as of twelve months, the months as of 31 days.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub(super) struct Day(i32);

impl From<Date> for Day {
    fn from(date: Date) -> Self {
        Day((i32::from(date.year()) * 12 + i32::from(date.month()) - 1) * 31 + i32::from(date.day()) - 1)
    }
}

impl Day {
    /// The day; an error where the number is none.
    pub(super) fn date(self) -> Result<Date, Error> {
        let (months, day) = (self.0.div_euclid(31), self.0.rem_euclid(31) + 1);
        let (year, month) = (months.div_euclid(12), months.rem_euclid(12) + 1);
        let year = i16::try_from(year).map_err(|_| Error::SerdeDeCustom)?;
        Date::new(year, month as i8, day as i8).map_err(|_| Error::SerdeDeCustom)
    }
}

/// The day of a value that is a day and nothing more (`2017-03-22`).
pub(super) fn iso_day(value: &str) -> Option<Date> {
    let bytes: &[u8; 10] = value.as_bytes().try_into().ok()?;
    let digits = |from: usize, to: usize| {
        bytes[from..to].iter().try_fold(0_i16, |n, b| b.is_ascii_digit().then(|| n * 10 + i16::from(b - b'0')))
    };
    let date = Date::new(digits(0, 4)?, digits(5, 7)? as i8, digits(8, 10)? as i8).ok()?;
    (bytes[4] == b'-' && bytes[7] == b'-').then_some(date)
}
