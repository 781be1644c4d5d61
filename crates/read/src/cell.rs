//! Single values of records: that they are nothing, a year, an address, a text.

use serde_json::Value;

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

/// The text of a value that has one; none for null.
pub(crate) fn scalar(value: Value) -> Result<Option<String>, ()> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text)),
        Value::Number(number) => Ok(Some(number.to_string())),
        Value::Bool(truth) => Ok(Some(truth.to_string())),
        Value::Array(_) | Value::Object(_) => Err(()),
    }
}
