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
    #[serde(default, deserialize_with = "text_or_number")]
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
    fn strict_where_it_is_not() {
        for json in [r#"{"id":1}"#, r#"{"text":1}"#, r#"{"text":"t","id":[1]}"#, r#"{"text":"t"} x"#] {
            assert!(serde_json::from_str::<Record>(json).is_err(), "{json}");
        }
    }
}
