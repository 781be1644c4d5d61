//! JSON files: one article, an array of articles, articles one after the other, answers of APIs.

use serde_json::{Deserializer, Map, Value};

use super::draft::flat;
use super::input::{End, Input, Origin, Out, Reading};
use super::record::{ENVELOPES, Record, article, canonical, malformed, message};
use super::{ReadError, columns, escapes};
use crate::columns::Role;
use crate::source::SkipReason;

/// Objects within objects that are gone into in search of the articles of an answer.
const MAX_ENVELOPES: usize = 4;

/// Reads the articles of a JSON text. A file that has no object with a text is passed over: much that is no news is
/// JSON.
pub(crate) fn read(mut input: Input, out: &mut Out) -> Reading {
    let json = input.text()?;
    let (mut values, mut error) = values_of(&json);
    if error.is_some()
        && let Some(mended) = escapes::mended(&json)
    {
        (values, error) = values_of(&mended);
    }
    let error = error.map(|found| malformed(&input.origin.display(), found.line().max(1) as u64, &found));
    if error.is_none() && !values.iter().any(has_text) {
        return Err(without_text(&values));
    }
    let single = values.len() == 1;
    for (number, value) in values.into_iter().enumerate() {
        let record = (!single).then_some(number as u32 + 1);
        take(input.origin, value, record, out)?;
    }
    error.map_or(Ok(()), |error| out.fail(error))
}

/// The records of a JSON text, up to the first error.
fn values_of(json: &str) -> (Vec<Value>, Option<serde_json::Error>) {
    let mut values = Vec::new();
    for value in Deserializer::from_str(json).into_iter::<Value>() {
        match value {
            Ok(value) => values.extend(records(value)),
            Err(found) => return (values, Some(found)),
        }
    }
    (values, None)
}

/// The records of a value: of an array its elements, of an answer that wraps them those within.
pub(crate) fn records(value: Value) -> Vec<Value> {
    match value {
        Value::Array(values) => values,
        Value::Object(_) if has_text(&value) => vec![value],
        value => match within(&value, MAX_ENVELOPES) {
            Some(_) => take_within(value, MAX_ENVELOPES).unwrap_or_default(),
            None => by_name(value),
        },
    }
}

/// The records of an object that holds each under a name of its own, or all of them by columns.
fn by_name(value: Value) -> Vec<Value> {
    let Value::Object(fields) = value else { return vec![value] };
    if fields.values().any(is_article) {
        return fields.into_iter().map(|(_, value)| value).filter(is_article).collect();
    }
    let is_text = |name: &str| columns::role(name).is_some_and(|(role, _)| role == Role::Text);
    let rows = fields.iter().filter(|(name, _)| is_text(name)).find_map(|(_, value)| value.as_object());
    let mut rows: Vec<String> = rows.map(|rows| rows.keys().cloned().collect()).unwrap_or_default();
    rows.sort_by_key(|row| row.parse::<u64>().unwrap_or(u64::MAX));
    let is_column =
        |value: &Value| value.as_object().is_some_and(|column| rows.iter().all(|row| column.contains_key(row)));
    let are_rows = !rows.is_empty() && rows.iter().all(|row| row.bytes().all(|b| b.is_ascii_digit()));
    if are_rows && fields.len() > 1 && fields.values().all(is_column) {
        return rows.iter().map(|row| row_of(&fields, row)).collect();
    }
    vec![Value::Object(fields)]
}

/// A row of a table that is kept by columns, as pandas writes it: `{"text":{"0":…,"1":…}}`.
fn row_of(columns: &Map<String, Value>, row: &str) -> Value {
    let cell = |(name, column): (&String, &Value)| Some((name.clone(), column.get(row)?.clone()));
    Value::Object(columns.iter().filter_map(cell).collect())
}

/// The array of records within an answer's envelopes: the one whose elements have texts, else titles.
fn within(value: &Value, depth: usize) -> Option<usize> {
    let Value::Object(fields) = value else { return None };
    let score = |value: &Value| match value {
        Value::Array(values) => values.iter().take(20).map(articleness).max().unwrap_or(0),
        Value::Object(_) if depth > 0 => within(value, depth - 1).unwrap_or(0),
        _ => 0,
    };
    fields.values().map(score).max().filter(|&score| score > 0)
}

fn take_within(value: Value, depth: usize) -> Option<Vec<Value>> {
    let best = within(&value, depth)?;
    let Value::Object(fields) = value else { return None };
    fields.into_iter().find_map(|(_, value)| match value {
        Value::Array(values) if values.iter().take(20).map(articleness).max() == Some(best) => Some(values),
        Value::Object(_) if depth > 0 && within(&value, depth - 1) == Some(best) => take_within(value, depth - 1),
        _ => None,
    })
}

/// How much a value looks like an article: a text, a title with an address or date.
fn articleness(value: &Value) -> usize {
    let Value::Object(fields) = value else { return 0 };
    if has_text(value) {
        return 2;
    }
    let has = |wanted: Role| fields.keys().any(|name| columns::role(name).is_some_and(|(role, _)| role == wanted));
    usize::from(has(Role::Title) && (has(Role::Url) || has(Role::Date)))
}

/// Whether a record has a text, under whatever name.
pub(crate) fn has_text(value: &Value) -> bool {
    let Value::Object(fields) = value else { return false };
    fields.iter().any(|(name, value)| match name.as_str() {
        name if ENVELOPES.contains(&name) => has_text(value),
        name => {
            let holds = value.is_string() || value.is_array() || holds_text(value);
            holds && columns::role(name).is_some_and(|(role, _)| matches!(role, Role::Text | Role::Summary))
        }
    })
}

/// Whether an object holds the text of a record and is none itself: `{"rendered":…}`, `{"sections":[…]}`.
fn holds_text(value: &Value) -> bool {
    let Value::Object(fields) = value else { return false };
    const HOLDERS: [&str; 7] = ["rendered", "text", "#text", "content", "paragraphs", "sections", "html"];
    let is_holder = |name: &String| HOLDERS.iter().any(|holder| name.eq_ignore_ascii_case(holder));
    let is_part = |value: &Value| match value {
        Value::Array(values) => values.iter().take(20).all(|value| articleness(value) == 0 || !has_title(value)),
        value => value.is_string(),
    };
    !has_title(value) && fields.iter().any(|(name, value)| is_holder(name) && is_part(value))
}

/// Whether an object can be nothing but an article: a text, no mere description, with a title, day or address.
fn is_article(value: &Value) -> bool {
    let Value::Object(fields) = value else { return false };
    let is_text = |name: &str| columns::role(name).is_some_and(|(role, _)| role == Role::Text);
    has_title(value) && fields.iter().any(|(name, value)| is_text(name) && (value.is_string() || value.is_array()))
}

fn has_title(value: &Value) -> bool {
    let Value::Object(fields) = value else { return false };
    let is_title = |(role, _)| matches!(role, Role::Title | Role::Date | Role::Url);
    fields.iter().any(|(name, value)| value.is_string() && columns::role(name).is_some_and(is_title))
}

/// What is said of records of which none has a text.
fn without_text(values: &[Value]) -> End {
    let Some(Value::Object(fields)) = values.iter().find(|value| articleness(value) > 0) else {
        return SkipReason::UnknownKind.into();
    };
    let names: Vec<&str> = fields.keys().map(String::as_str).collect();
    let (count, names) = (values.len(), flat(&names.join(", ")));
    End::Failed(format!(
        "none of its {count} records has a text, only {names}; name the field that holds it \"text\", or fetch the articles"
    ))
}

/// Hands on the article of a record; `record` is its number, from 1, where the file has several.
fn take(origin: &Origin, value: Value, record: Option<u32>, out: &mut Out) -> Reading {
    let unreadable = |what: String| -> ReadError {
        origin.unreadable(format!("record {}: {what}; correct it or leave it out", record.unwrap_or(1)))
    };
    let mut found: Record = match serde_json::from_value(canonical(value)) {
        Ok(record) => record,
        Err(error) => return out.fail(unreadable(message(&error))),
    };
    let own = found.take_id();
    let article = article(origin, own, record, found);
    if !out.is_new(&article.id) {
        return out.fail(unreadable(format!("the id {:?} stands twice in this file", article.id)));
    }
    out.identified(article)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(json: &str) -> Vec<String> {
        let records = records(serde_json::from_str(json).expect("JSON"));
        let text =
            |value: Value| serde_json::from_value::<Record>(canonical(value)).map_or_else(|_| "-".into(), |r| r.text);
        records.into_iter().map(text).collect()
    }

    #[test]
    fn records_within_what_wraps_them() {
        for (json, expected) in [
            (r#"[{"text":"a"},{"text":"b"}]"#, vec!["a", "b"]),
            (r#"{"status":"ok","articles":[{"title":"T","content":"a"}]}"#, vec!["a"]),
            (r#"{"data":{"articles":{"edges":[{"node":{"headline":"T","body":"a"}}]}}}"#, vec!["a"]),
            (r#"{"data":[{"id":"1","type":"article","attributes":{"title":"T","body":"a"}}]}"#, vec!["a"]),
            (r#"{"status":"ok","article":{"title":"T","text":"a"}}"#, vec!["a"]),
            (r#"{"x1":{"title":"T","text":"a"},"x2":{"title":"U","text":"b"}}"#, vec!["a", "b"]),
            (r#"{"title":{"0":"T","1":"U"},"text":{"10":"c","0":"a","1":"b"}}"#, vec!["-"]),
            (r#"{"title":{"0":"T","10":"U"},"text":{"10":"b","0":"a"}}"#, vec!["a", "b"]),
            (r#"{"articles":[{"header":{"text":"T"},"body":{"text":"a"}}]}"#, vec!["a"]),
            (r#"{"openapi":"3","info":{"title":"T","description":"d"}}"#, vec!["-"]),
            (r#"{"body":{"results":[{"title":"T","url":"u","text":"a"}]}}"#, vec!["a"]),
        ] {
            assert_eq!(texts(json), expected, "{json}");
        }
    }
}
