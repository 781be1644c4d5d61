//! How much recent articles are preferred.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A half-life: a score halves for each one by which an article is older than the newest.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct HalfLife {
    days: f32,
}

/// A half-life that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no half-life: write a number and d, w, m or y, such as 30d, 6m or 2y")]
pub struct HalfLifeError(String);

impl FromStr for HalfLife {
    type Err = HalfLifeError;

    /// A number of days (`30d`), weeks (`2w`), months (`6m`) or years (`2y`), above 0.
    fn from_str(text: &str) -> Result<Self, HalfLifeError> {
        let error = || HalfLifeError(text.to_owned());
        let unit = text.chars().next_back().ok_or_else(error)?;
        let days_each = match unit.to_ascii_lowercase() {
            'd' => 1.0,
            'w' => 7.0,
            'm' => DAYS_A_YEAR / 12.0,
            'y' => DAYS_A_YEAR,
            _ => return Err(error()),
        };
        let number = &text[..text.len() - unit.len_utf8()];
        let plain = number.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        let count: f32 = if plain { number.parse().map_err(|_| error())? } else { return Err(error()) };
        let days = count * days_each;
        if days > 0.0 && days.is_finite() { Ok(HalfLife { days }) } else { Err(error()) }
    }
}

const DAYS_A_YEAR: f32 = 365.25;

impl HalfLife {
    /// The factor for an article of that age in days; of none, for one without a date.
    pub fn factor(self, age: Option<i64>) -> f32 {
        let lives = age.map_or(1.0, |days| days.max(0) as f32 / self.days);
        // The floor keeps very old articles above 0, in their order by relevance.
        (-lives * std::f32::consts::LN_2).exp().max(f32::MIN_POSITIVE * 1e6)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_lives_are_read() {
        let factor = |text: &str, age| text.parse::<HalfLife>().unwrap().factor(Some(age));
        assert_eq!(factor("30d", 30), 0.5);
        assert_eq!(factor("2w", 28), 0.25);
        assert!((factor("6m", 183) - 0.5).abs() < 1e-3);
        assert!((factor("2y", 731) - 0.5).abs() < 1e-3);
        assert_eq!(factor("1d", -5), 1.0);
        assert!(factor("1d", 1_000_000) > 0.0);
        assert_eq!("1y".parse::<HalfLife>().unwrap().factor(None), 0.5);
        for wrong in ["", "d", "30", "-3d", "0d", "1e9d", "infd", "5é", "3 d"] {
            assert!(wrong.parse::<HalfLife>().is_err(), "{wrong}");
        }
    }
}
