//! A document on its way into the index.
//!
//! It takes over the texts that it is given, and the engine reads them where they are: its own kind of document
//! copies every value into a buffer first and takes it apart again four times.

use std::sync::Arc;

use tantivy::schema::Field;
use tantivy::schema::document::{ReferenceValue, ReferenceValueLeaf, Value};

use super::backlog::Share;

/// The values of a document, in the order of their fields once it is written.
#[derive(Debug, Default)]
pub struct Document {
    values: Vec<(Field, FieldValue)>,
    /// Its part of what waits to be written, given back when it is dropped.
    waiting: Option<Arc<Share>>,
}

#[derive(Debug)]
enum FieldValue {
    Text(String),
    Bytes(Vec<u8>),
    Key([u8; 16]),
    Unsigned(u64),
    Signed(i64),
}

/// A value as the engine looks at it.
#[derive(Clone, Copy, Debug)]
pub struct ValueRef<'a>(&'a FieldValue);

impl Document {
    /// A document with room for so many values.
    pub fn with_capacity(values: usize) -> Self {
        Document { values: Vec::with_capacity(values), waiting: None }
    }

    /// Adds a text.
    pub fn add_text(&mut self, field: Field, text: impl Into<String>) {
        self.values.push((field, FieldValue::Text(text.into())));
    }

    /// Adds bytes.
    pub fn add_bytes(&mut self, field: Field, bytes: Vec<u8>) {
        self.values.push((field, FieldValue::Bytes(bytes)));
    }

    /// Adds a key.
    pub fn add_key(&mut self, field: Field, key: [u8; 16]) {
        self.values.push((field, FieldValue::Key(key)));
    }

    /// Adds a number.
    pub fn add_u64(&mut self, field: Field, number: u64) {
        self.values.push((field, FieldValue::Unsigned(number)));
    }

    /// Adds a number that may be negative.
    pub fn add_i64(&mut self, field: Field, number: i64) {
        self.values.push((field, FieldValue::Signed(number)));
    }

    /// About as many bytes as it takes in memory.
    pub fn size(&self) -> usize {
        let own = |value: &FieldValue| match value {
            FieldValue::Text(text) => text.capacity(),
            FieldValue::Bytes(bytes) => bytes.capacity(),
            FieldValue::Key(_) | FieldValue::Unsigned(_) | FieldValue::Signed(_) => 0,
        };
        let values = self.values.capacity() * size_of::<(Field, FieldValue)>();
        values + self.values.iter().map(|(_, value)| own(value)).sum::<usize>()
    }

    /// Makes it hold `share` until it is dropped.
    pub(super) fn hold(&mut self, share: Arc<Share>) {
        self.waiting = Some(share);
    }
}

impl tantivy::Document for Document {
    type Value<'a> = ValueRef<'a>;
    type FieldsValuesIter<'a> = Values<'a>;

    fn iter_fields_and_values(&self) -> Values<'_> {
        Values(self.values.iter())
    }
}

/// The values of a document with their fields.
pub struct Values<'a>(std::slice::Iter<'a, (Field, FieldValue)>);

impl<'a> Iterator for Values<'a> {
    type Item = (Field, ValueRef<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|(field, value)| (*field, ValueRef(value)))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl<'a> Value<'a> for ValueRef<'a> {
    type ArrayIter = std::iter::Empty<Self>;
    type ObjectIter = std::iter::Empty<(&'a str, Self)>;

    fn as_value(&self) -> ReferenceValue<'a, Self> {
        ReferenceValue::Leaf(match self.0 {
            FieldValue::Text(text) => ReferenceValueLeaf::Str(text),
            FieldValue::Bytes(bytes) => ReferenceValueLeaf::Bytes(bytes),
            FieldValue::Key(key) => ReferenceValueLeaf::Bytes(key),
            FieldValue::Unsigned(number) => ReferenceValueLeaf::U64(*number),
            FieldValue::Signed(number) => ReferenceValueLeaf::I64(*number),
        })
    }
}
