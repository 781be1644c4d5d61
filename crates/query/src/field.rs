//! The fields that a query can name.

use serde::{Deserialize, Serialize};

use crate::pattern::fuzzy::distance;

/// Where a value is looked for instead of the passage's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Field {
    /// The article's title.
    Title,
    /// The name of who said a quote.
    Speaker,
    /// The role of who said a quote.
    Role,
    /// The words of a direct or mixed quote.
    Said,
    /// The words of an indirect quote.
    Paraphrased,
    /// A topic's id or label.
    Topic,
    /// The newspaper, agency or office.
    Outlet,
    /// The section or desk.
    Section,
    /// The source's path.
    Path,
    /// The kind of the passage's blocks.
    Kind,
    /// The article's language.
    Lang,
    /// When the article was published.
    Date,
    /// A date that the passage speaks of.
    Mentions,
}

impl Field {
    /// Every field, in the order of the documentation.
    pub const ALL: [Field; 13] = [
        Field::Title,
        Field::Speaker,
        Field::Role,
        Field::Said,
        Field::Paraphrased,
        Field::Topic,
        Field::Outlet,
        Field::Section,
        Field::Path,
        Field::Kind,
        Field::Lang,
        Field::Date,
        Field::Mentions,
    ];

    /// Those that can be asked for beside a query, as filters.
    pub const FILTERS: [Field; 5] = [Field::Speaker, Field::Role, Field::Topic, Field::Outlet, Field::Kind];

    /// Those whose values can be counted.
    pub const FACETS: [Field; 6] = [Field::Speaker, Field::Role, Field::Topic, Field::Outlet, Field::Kind, Field::Date];

    /// Its name in queries and messages.
    pub fn name(self) -> &'static str {
        match self {
            Field::Title => "title",
            Field::Speaker => "speaker",
            Field::Role => "role",
            Field::Said => "said",
            Field::Paraphrased => "paraphrased",
            Field::Topic => "topic",
            Field::Outlet => "outlet",
            Field::Section => "section",
            Field::Path => "path",
            Field::Kind => "kind",
            Field::Lang => "lang",
            Field::Date => "date",
            Field::Mentions => "mentions",
        }
    }

    /// The field of that name, in whatever case.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name().eq_ignore_ascii_case(name))
    }

    /// The names that one may have meant by `name`, nearest first.
    pub fn similar(name: &str) -> Vec<&'static str> {
        similar(name, Self::ALL.into_iter().map(Field::name))
    }

    /// Whether it speaks of a quote, so that within one AND group it means the same quote as its like.
    pub fn is_of_quote(self) -> bool {
        matches!(self, Field::Speaker | Field::Role | Field::Said | Field::Paraphrased)
    }

    /// Whether it looks at the passage's own words, which are then marked.
    pub fn is_in_text(self) -> bool {
        matches!(self, Field::Said | Field::Paraphrased)
    }

    /// Whether its words are names, compared by form and never by stem.
    pub fn is_of_names(self) -> bool {
        matches!(self, Field::Speaker | Field::Outlet)
    }

    /// Whether its values are taken as they stand, up to white space.
    pub fn is_verbatim(self) -> bool {
        matches!(self, Field::Topic | Field::Path | Field::Kind | Field::Lang | Field::Date | Field::Mentions)
    }

    /// Whether it holds for every passage of an article alike.
    pub fn is_of_article(self) -> bool {
        matches!(self, Field::Title | Field::Outlet | Field::Section | Field::Path | Field::Lang | Field::Date)
    }
}

/// The names that one may have meant by `name`, nearest first: at most a third of its letters wrong, or
/// the beginning of the name.
pub fn similar(name: &str, known: impl Iterator<Item = &'static str>) -> Vec<&'static str> {
    let name = name.to_lowercase();
    let limit = (name.chars().count() / 3).clamp(1, 2);
    let near = |other: &str| {
        let begins = name.len() >= 3 && other.starts_with(&name);
        if begins { Some(0) } else { Some(distance(&name, other)).filter(|&d| d <= limit) }
    };
    let mut found: Vec<(usize, &str)> = known.filter_map(|other| near(other).map(|d| (d, other))).collect();
    found.sort();
    found.into_iter().map(|(_, other)| other).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misspelt_names_are_recognised() {
        assert_eq!(Field::similar("speker"), ["speaker"]);
        assert_eq!(Field::similar("tilte"), ["title"]);
        assert_eq!(Field::similar("para"), ["paraphrased"]);
        assert!(Field::similar("http").is_empty());
    }

    #[test]
    fn names_are_found_again() {
        for field in Field::ALL {
            assert_eq!(Field::from_name(field.name()), Some(field));
        }
    }
}
