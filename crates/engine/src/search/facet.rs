//! The fields whose values can be counted.

use onrecord_query::Field;

/// A field that can be counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Facet {
    /// Canonical names of speakers, by passage.
    Speaker,
    /// Roles as printed, by passage.
    Role,
    /// Topics, by passage.
    Topic,
    /// Outlets, by passage.
    Outlet,
    /// Authors, by passage.
    Author,
    /// Kinds, by passage.
    Kind,
    /// Languages, by passage.
    Lang,
}

impl Facet {
    /// That of a field, if its values can be counted by passage.
    pub fn of(field: Field) -> Option<Self> {
        match field {
            Field::Speaker => Some(Facet::Speaker),
            Field::Role => Some(Facet::Role),
            Field::Topic => Some(Facet::Topic),
            Field::Outlet => Some(Facet::Outlet),
            Field::Author => Some(Facet::Author),
            Field::Kind => Some(Facet::Kind),
            Field::Lang => Some(Facet::Lang),
            _ => None,
        }
    }

    /// The column that has the values; none for kinds, which are numbers.
    pub(super) fn column(self) -> Option<&'static str> {
        match self {
            Facet::Speaker => Some("speaker"),
            Facet::Role => Some("role"),
            Facet::Topic => Some("topic"),
            Facet::Outlet => Some("outlet"),
            Facet::Author => Some("author"),
            Facet::Lang => Some("lang"),
            Facet::Kind => None,
        }
    }

    /// Whether a column has the values of an article at its first passage alone.
    pub(super) fn is_of_articles(self) -> bool {
        matches!(self, Facet::Outlet | Facet::Author | Facet::Lang)
    }
}
