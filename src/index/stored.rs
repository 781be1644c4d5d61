//! A stored document as read back: its fields by name, without a detour over a general document.

use tantivy::schema::Field;
use tantivy::schema::document::{
    DeserializeError, DocumentDeserialize, DocumentDeserializer, ValueDeserialize, ValueDeserializer, ValueVisitor,
};

/// The stored fields of a document, as far as it has them.
#[derive(Default)]
pub struct Stored {
    /// A passage's text and what follows it.
    pub text: Option<String>,
    /// Packed records, by field.
    records: Vec<(Field, Vec<u8>)>,
}

enum Value {
    Text(String),
    Bytes(Vec<u8>),
}

struct Visitor;

impl ValueVisitor for Visitor {
    type Value = Value;

    fn visit_string(&self, text: String) -> Result<Value, DeserializeError> {
        Ok(Value::Text(text))
    }

    fn visit_bytes(&self, bytes: Vec<u8>) -> Result<Value, DeserializeError> {
        Ok(Value::Bytes(bytes))
    }
}

impl ValueDeserialize for Value {
    fn deserialize<'de, D: ValueDeserializer<'de>>(deserializer: D) -> Result<Self, DeserializeError> {
        deserializer.deserialize_any(Visitor)
    }
}

impl DocumentDeserialize for Stored {
    fn deserialize<'de, D: DocumentDeserializer<'de>>(mut deserializer: D) -> Result<Self, DeserializeError> {
        let mut stored = Stored::default();
        while let Some((field, value)) = deserializer.next_field()? {
            match value {
                Value::Text(text) => stored.text = Some(text),
                Value::Bytes(bytes) => stored.records.push((field, bytes)),
            }
        }
        Ok(stored)
    }
}

impl Stored {
    /// Takes out the record in `field`.
    pub fn record(&mut self, field: Field) -> Option<Vec<u8>> {
        let at = self.records.iter().position(|(of, _)| *of == field)?;
        Some(self.records.swap_remove(at).1)
    }
}
