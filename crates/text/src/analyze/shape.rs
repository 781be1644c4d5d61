//! Capitals and digits of a spelling.

use super::fold::is_dotted;

/// How a spelling uses capitals and digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    /// `fighters`
    Lower,
    /// `Toner`, `A`, `Al`
    Capitalised,
    /// `ISIS`, `U.S.`, `G20`: two capitals or more and no small letter
    Upper,
    /// `McGurk`, `iPhone`
    Mixed,
    /// `2014`, `1,000`: digits and no letter
    Number,
    /// Letters without case, or letters and digits (`5bn`, `22nd`).
    Other,
}

/// How a spelling uses capitals and digits.
pub fn shape(raw: &str) -> Shape {
    let (mut upper, mut lower, mut digit, mut other) = (0, 0, 0, 0);
    let mut first_upper = false;
    for (i, c) in raw.chars().enumerate() {
        if c.is_uppercase() {
            upper += 1;
            first_upper |= i == 0;
        } else if c.is_lowercase() {
            lower += 1;
        } else if c.is_numeric() {
            digit += 1;
        } else if c.is_alphabetic() {
            other += 1;
        }
    }
    match (upper, lower, digit, other) {
        (0, 0, 1.., 0) => Shape::Number,
        (0, 1.., 0, _) => Shape::Lower,
        (2.., 0, _, _) => Shape::Upper,
        (1, 0, 1.., _) if !is_dotted(raw) => Shape::Upper,
        (1, _, 0, _) if first_upper => Shape::Capitalised,
        (1.., _, _, _) => Shape::Mixed,
        _ => Shape::Other,
    }
}
