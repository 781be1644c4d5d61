//! Why a passage matches.

use crate::field::Field;

/// Where the reason of a match lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// In the passage's text, which has marks.
    Text,
    /// In a field; the first of those that the query names.
    Field(Field),
    /// The query asks for everything.
    Everything,
    /// The query only excludes, and what it excludes is not there.
    Absence,
}

impl Why {
    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Why::Text => "text",
            Why::Field(field) => field.name(),
            Why::Everything => "all",
            Why::Absence => "not",
        }
    }
}
