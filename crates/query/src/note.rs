//! What was read otherwise than it was written.

use crate::field::Field;
use onrecord_text::span::Span;

/// A rewrite of a query, to be told to its author.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What sort of rewrite, for programs.
    pub code: &'static str,
    /// What was done, for people.
    pub message: String,
    /// Where in the query text, in bytes.
    pub span: Span,
    /// The field that it speaks of, where it is about the values of one.
    pub field: Option<Field>,
}

impl Note {
    /// A note on the place `span`.
    pub fn new(code: &'static str, message: impl Into<String>, span: Span) -> Self {
        Note { code, message: message.into(), span, field: None }
    }

    /// The note about the values of a field.
    pub fn about(self, field: Field) -> Self {
        Note { field: Some(field), ..self }
    }
}
