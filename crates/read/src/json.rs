//! JSON files: one article, an array of articles, or articles one after the other.

use std::ops::ControlFlow;

use serde_json::{Deserializer, Value};

use super::jsonl::{Ids, article, malformed, message};
use super::record::Record;
use super::{Outcome, ReadError, Sink, escapes};
use crate::source::{SkipReason, SourceFile};
use onrecord_text::article::Article;

/// Reads the articles of the JSON text `json`. A file that has no object with a text is passed over: much
/// that is no news is JSON.
pub(crate) fn read_json(file: &SourceFile, json: &str, sink: &mut Sink) -> Outcome {
    let (mut values, mut error) = values_of(json);
    if error.is_some()
        && let Some(mended) = escapes::mended(json)
    {
        (values, error) = values_of(&mended);
    }
    let error = error.map(|found| malformed(&file.display, found.line().max(1) as u64, &found));
    if error.is_none() && !values.iter().any(|value| value.get("text").is_some_and(Value::is_string)) {
        return Outcome::Skipped(SkipReason::UnknownKind);
    }
    let single = values.len() == 1;
    let mut ids = Ids::default();
    let items = values.into_iter().enumerate().map(|(n, value)| item(file, value, n + 1, single, &mut ids));
    for item in items.chain(error.map(Err)) {
        if let ControlFlow::Break(()) = sink(item) {
            return Outcome::Stopped;
        }
    }
    Outcome::Done
}

/// The values of a JSON text, those of an array apart, up to the first error.
fn values_of(json: &str) -> (Vec<Value>, Option<serde_json::Error>) {
    let mut values = Vec::new();
    for value in Deserializer::from_str(json).into_iter::<Value>() {
        match value {
            Ok(Value::Array(elements)) => values.extend(elements),
            Ok(value) => values.push(value),
            Err(found) => return (values, Some(found)),
        }
    }
    (values, None)
}

/// The article of the `number`th value; without an id a single one is named after its file.
fn item(file: &SourceFile, value: Value, number: usize, single: bool, ids: &mut Ids) -> Result<Article, ReadError> {
    let unreadable = |what: String| ReadError::Unreadable {
        path: file.display.clone(),
        message: format!("record {number}: {what}; correct it or leave it out"),
    };
    let mut record: Record = serde_json::from_value(value).map_err(|error| unreadable(message(&error)))?;
    let unnamed = || if single { file.id.clone() } else { format!("record-{number}") };
    let id = record.take_id().unwrap_or_else(unnamed);
    if !ids.insert(&id) {
        return Err(unreadable(format!("the id {id:?} stands twice in this file")));
    }
    Ok(article(&file.display, &id, record))
}
