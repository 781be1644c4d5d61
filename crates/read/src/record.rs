//! One article as a JSON object: the fields that are read, and how forgiving.

use serde::{Deserialize, Deserializer, de};
use serde_json::Value;

use onrecord_text::article::Metadata;

/// `{"id":…,"title":…,"text":…}` with what else an article may come with. Unknown fields are passed over;
/// null counts as absent; numbers do where text is meant.
#[derive(Debug, Deserialize)]
pub(crate) struct Record {
    #[serde(default, deserialize_with = "text_or_number")]
    id: Option<String>,
    /// The title, which is not part of the text.
    #[serde(default, deserialize_with = "text_or_number")]
    pub title: Option<String>,
    /// The text.
    pub text: String,
    #[serde(default, deserialize_with = "date_text")]
    date: Option<String>,
    #[serde(default, deserialize_with = "text_or_number")]
    outlet: Option<String>,
    #[serde(default, deserialize_with = "one_or_many")]
    author: Vec<String>,
    #[serde(default, deserialize_with = "text_or_number")]
    section: Option<String>,
    #[serde(default, deserialize_with = "text_or_number")]
    url: Option<String>,
    #[serde(default, deserialize_with = "one_or_many")]
    topics: Vec<String>,
}

impl Record {
    /// Its id, unless it has none or an empty one.
    pub(crate) fn take_id(&mut self) -> Option<String> {
        self.id.take().filter(|id| !id.is_empty())
    }

    /// What the record says outside title and text. Empty values are none.
    pub(crate) fn metadata(&mut self) -> Metadata {
        let filled = |value: Option<String>| value.filter(|v| !v.trim().is_empty());
        Metadata {
            date: filled(self.date.take()),
            outlet: filled(self.outlet.take()),
            author: filled(Some(self.author.join(", "))),
            section: filled(self.section.take()),
            url: filled(self.url.take()),
            topics: std::mem::take(&mut self.topics),
        }
    }
}

fn text_or_number<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    scalar(Value::deserialize(from)?).map_err(|()| de::Error::custom("expected text or a number"))
}

/// A date's text, whatever holds it: the first of a list, MongoDB's `{"$date":…}` and `{"$numberLong":…}`. What
/// else there may be is kept as it is, to be told of.
fn date_text<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let mut value = Value::deserialize(from)?;
    loop {
        let inner = match &mut value {
            Value::Array(values) => values.first_mut(),
            Value::Object(fields) if fields.contains_key("$date") => fields.get_mut("$date"),
            Value::Object(fields) => fields.get_mut("$numberLong"),
            _ => None,
        };
        let Some(inner) = inner else { break };
        value = inner.take();
    }
    let kept = value.to_string();
    Ok(scalar(value).unwrap_or(Some(kept)))
}

fn one_or_many<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    let values = match Value::deserialize(from)? {
        Value::Array(values) => values,
        value => vec![value],
    };
    let texts: Result<Vec<_>, ()> = values.into_iter().map(scalar).collect();
    let texts = texts.map_err(|()| de::Error::custom("expected text or a list of texts"))?;
    Ok(texts.into_iter().flatten().collect())
}

/// The text of a value that has one; none for null.
fn scalar(value: Value) -> Result<Option<String>, ()> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text)),
        Value::Number(number) => Ok(Some(number.to_string())),
        Value::Bool(truth) => Ok(Some(truth.to_string())),
        Value::Array(_) | Value::Object(_) => Err(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forgiving_where_the_meaning_is_clear() {
        let json =
            r#"{"id":7,"title":null,"text":"t","author":["A","B"],"topics":"x","date":2017,"other":{"deep":[1]}}"#;
        let mut record: Record = serde_json::from_str(json).expect("a record");
        let metadata = record.metadata();
        assert_eq!((record.id.as_deref(), record.title.as_deref()), (Some("7"), None));
        assert_eq!((metadata.author.as_deref(), metadata.date.as_deref()), (Some("A, B"), Some("2017")));
        assert_eq!((metadata.topics, metadata.outlet), (vec!["x".to_owned()], None));
    }

    #[test]
    fn dates_as_databases_export_them() {
        for (json, date) in [
            (r#"1488670200"#, Some("1488670200")),
            (r#"{"$date":"2017-03-04T23:30:00Z"}"#, Some("2017-03-04T23:30:00Z")),
            (r#"{"$date":{"$numberLong":"1488670200000"}}"#, Some("1488670200000")),
            (r#"["2017-03-04","2018-01-01"]"#, Some("2017-03-04")),
            (r#"{"y":2017}"#, Some(r#"{"y":2017}"#)),
            ("null", None),
        ] {
            let mut record: Record =
                serde_json::from_str(&format!(r#"{{"text":"t","date":{json}}}"#)).expect("a record");
            assert_eq!(record.metadata().date.as_deref(), date, "{json}");
        }
    }

    #[test]
    fn strict_where_it_is_not() {
        for json in [r#"{"id":1}"#, r#"{"text":1}"#, r#"{"text":"t","id":[1]}"#, r#"{"text":"t"} x"#] {
            assert!(serde_json::from_str::<Record>(json).is_err(), "{json}");
        }
    }
}
