//! Single values of records: that they are nothing, a year, an address.

/// Values by which tables say that they have none.
pub(crate) fn is_nothing(value: &str) -> bool {
    let value = value.trim();
    value.is_empty() || ["null", "none", "nan", "n/a", "na"].iter().any(|nothing| value.eq_ignore_ascii_case(nothing))
}

/// A date as given. Tables of numbers write the year 2016 as `2016.0`.
pub(crate) fn without_fraction(date: String) -> String {
    match date.strip_suffix(".0") {
        Some(year) if year.len() == 4 => year.to_owned(),
        _ => date,
    }
}

/// Whether a value is an address on the web.
pub(crate) fn is_address(value: &str) -> bool {
    value.starts_with("https://") || value.starts_with("http://")
}
