//! Documents on their way into the index.
//!
//! The engine's own kind of document copies every value into a buffer of its own and takes it apart again four
//! times. Here the values of all documents of an article lie in a few buffers, and the engine reads them there.

use std::ops::Range;
use std::sync::Arc;

use tantivy::schema::Field;
use tantivy::schema::document::{ReferenceValue, ReferenceValueLeaf};

use super::buffer::TextBuffer;
use onrecord_text::backlog::{Backlog, Share};

/// A value of a document; texts and bytes by their place in the buffers.
#[derive(Clone, Copy, Debug)]
pub enum Value {
    /// From this byte to that of the texts.
    Text(usize, usize),
    /// From this place to that among the bytes.
    Bytes(usize, usize),
    /// A number.
    Unsigned(u64),
    /// A number that may be negative.
    Signed(i64),
}

/// The documents of one article, in order.
#[derive(Debug, Default)]
pub struct Documents {
    texts: TextBuffer,
    bytes: Vec<u8>,
    values: Vec<(Field, Value)>,
    /// Where the values of each document end.
    ends: Vec<usize>,
}

impl Documents {
    /// No documents yet, with room for `documents` documents, `texts` bytes of text in all, and `values` values for each document.
    pub fn with_capacity(documents: usize, texts: usize, values: usize) -> Self {
        Documents {
            texts: TextBuffer::with_capacity(texts),
            bytes: Vec::new(),
            values: Vec::with_capacity(documents * values),
            ends: Vec::with_capacity(documents),
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// A text as a value.
    pub fn text(&mut self, text: &str) -> Value {
        self.text_of(|texts| texts.push_str(text))
    }

    /// What `write` appends as a value.
    pub fn text_of(&mut self, write: impl FnOnce(&mut TextBuffer)) -> Value {
        let start = self.texts.len();
        write(&mut self.texts);
        Value::Text(start, self.texts.len())
    }

    /// Bytes as a value.
    pub fn bytes(&mut self, bytes: &[u8]) -> Value {
        self.bytes_of(|mut all| {
            all.extend_from_slice(bytes);
            all
        })
    }

    /// What `write` appends to what it is given as a value.
    pub fn bytes_of(&mut self, write: impl FnOnce(Vec<u8>) -> Vec<u8>) -> Value {
        let start = self.bytes.len();
        self.bytes = write(std::mem::take(&mut self.bytes));
        Value::Bytes(start, self.bytes.len())
    }

    /// Adds a value to the document at hand.
    pub fn add(&mut self, field: Field, value: Value) {
        self.values.push((field, value));
    }

    /// Ends the document at hand; what is added from now on belongs to the next.
    pub fn end(&mut self) {
        self.ends.push(self.values.len());
    }

    /// About as many bytes as they take in memory.
    fn size(&self) -> usize {
        self.texts.capacity() + self.bytes.capacity() + self.values.capacity() * size_of::<(Field, Value)>()
    }

    /// The documents, once the backlog has room for them.
    pub(super) fn waiting(self, backlog: &Arc<Backlog>) -> impl ExactSizeIterator<Item = Document> + use<> {
        let waiting = backlog.take(self.size());
        let Documents { texts, bytes, values, ends } = self;
        let buffers = Arc::new(Buffers { texts: texts.into_string(), bytes, values, _waiting: waiting });
        let mut start = 0;
        ends.into_iter().map(move |end| {
            let values = std::mem::replace(&mut start, end)..end;
            Document { buffers: buffers.clone(), values }
        })
    }
}

/// What the documents of an article share, and its part of what waits to be written.
struct Buffers {
    texts: String,
    bytes: Vec<u8>,
    values: Vec<(Field, Value)>,
    _waiting: Share,
}

/// A document as the engine takes it.
pub(super) struct Document {
    buffers: Arc<Buffers>,
    values: Range<usize>,
}

impl tantivy::Document for Document {
    type Value<'a> = ValueRef<'a>;
    type FieldsValuesIter<'a> = Values<'a>;

    fn iter_fields_and_values(&self) -> Values<'_> {
        Values { values: self.buffers.values[self.values.clone()].iter(), buffers: &self.buffers }
    }
}

/// The values of a document with their fields.
pub(super) struct Values<'a> {
    values: std::slice::Iter<'a, (Field, Value)>,
    buffers: &'a Buffers,
}

impl<'a> Iterator for Values<'a> {
    type Item = (Field, ValueRef<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        self.values.next().map(|(field, value)| (*field, ValueRef { value: *value, buffers: self.buffers }))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.values.size_hint()
    }
}

/// A value as the engine looks at it.
#[derive(Clone, Copy)]
pub(super) struct ValueRef<'a> {
    value: Value,
    buffers: &'a Buffers,
}

impl std::fmt::Debug for ValueRef<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        self.value.fmt(f)
    }
}

impl<'a> tantivy::schema::document::Value<'a> for ValueRef<'a> {
    type ArrayIter = std::iter::Empty<Self>;
    type ObjectIter = std::iter::Empty<(&'a str, Self)>;

    fn as_value(&self) -> ReferenceValue<'a, Self> {
        ReferenceValue::Leaf(match self.value {
            Value::Text(start, end) => ReferenceValueLeaf::Str(&self.buffers.texts[start..end]),
            Value::Bytes(start, end) => ReferenceValueLeaf::Bytes(&self.buffers.bytes[start..end]),
            Value::Unsigned(number) => ReferenceValueLeaf::U64(number),
            Value::Signed(number) => ReferenceValueLeaf::I64(number),
        })
    }
}
