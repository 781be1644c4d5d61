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
    /// Who wrote the article, as given.
    Author,
    /// Where the article was found on the web.
    Url,
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
    pub const ALL: [Field; 15] = [
        Field::Title,
        Field::Speaker,
        Field::Role,
        Field::Said,
        Field::Paraphrased,
        Field::Topic,
        Field::Outlet,
        Field::Section,
        Field::Author,
        Field::Url,
        Field::Path,
        Field::Kind,
        Field::Lang,
        Field::Date,
        Field::Mentions,
    ];

    /// Those that can be asked for beside a query, as filters.
    pub const FILTERS: [Field; 8] =
        [Field::Speaker, Field::Role, Field::Topic, Field::Outlet, Field::Author, Field::Url, Field::Kind, Field::Lang];

    /// Those whose values can be counted.
    pub const FACETS: [Field; 8] = [
        Field::Speaker,
        Field::Role,
        Field::Topic,
        Field::Outlet,
        Field::Author,
        Field::Kind,
        Field::Lang,
        Field::Date,
    ];

    /// What is declared of it: a field's one home.
    const fn spec(self) -> Spec {
        use {Holds::*, Reads::*};
        match self {
            Field::Title => Spec::new("title", Article, Words, "title:coalition or title:\"global coalition\""),
            Field::Speaker => Spec::new("speaker", Quote, Names, "speaker:toner or speaker:\"Mark Toner\""),
            Field::Role => Spec::new("role", Quote, Words, "role:spokesman"),
            Field::Said => Spec::new("said", Quote, Text, "said:\"foreign fighters\""),
            Field::Paraphrased => Spec::new("paraphrased", Quote, Text, "paraphrased:\"foreign fighters\""),
            Field::Topic => Spec::new("topic", Passage, Verbatim, "topic:counter-finance or topic:\"medtop:04000000\""),
            Field::Outlet => Spec::new("outlet", Article, Names, "outlet:reuters"),
            Field::Section => Spec::new("section", Article, Words, "section:business"),
            Field::Author => Spec::new("author", Article, Names, "author:roe or author:\"Jane Roe\""),
            Field::Url => Spec::new("url", Article, Verbatim, "url:example.org or url:\"example.org/2017/*\""),
            Field::Path => Spec::new("path", Article, Verbatim, "path:seeds or path:\"seeds/00*\""),
            Field::Kind => Spec::new("kind", Passage, Verbatim, "kind:title"),
            Field::Lang => Spec::new("lang", Article, Verbatim, "lang:en"),
            Field::Date => Spec::new("date", Article, Verbatim, "date:2017-03 or date:2017-03..2017-07"),
            Field::Mentions => Spec::new("mentions", Passage, Verbatim, "mentions:2017-03-22"),
        }
    }

    /// Its name in queries and messages.
    pub fn name(self) -> &'static str {
        self.spec().name
    }

    /// How it is used.
    pub fn example(self) -> &'static str {
        self.spec().example
    }

    /// The field of that name, in whatever case.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name().eq_ignore_ascii_case(name))
    }

    /// The names that one may have meant by `name`, nearest first.
    pub fn similar(name: &str) -> Vec<&'static str> {
        let other = |(written, _): &&(&str, &[Field])| name.eq_ignore_ascii_case(written);
        match OTHER_NAMES.iter().find(other) {
            Some((_, fields)) => fields.iter().map(|field| field.name()).collect(),
            None => similar(name, Self::ALL.into_iter().map(Field::name)),
        }
    }

    /// Whether it speaks of a quote. All fields of this kind within one AND group speak of one quote.
    pub fn is_of_quote(self) -> bool {
        matches!(self.spec().holds, Holds::Quote)
    }

    /// Whether it looks at the passage's own words, which are then marked.
    pub fn is_in_text(self) -> bool {
        matches!(self.spec().reads, Reads::Text)
    }

    /// Whether its words are names, compared by form and never by stem.
    pub fn is_of_names(self) -> bool {
        matches!(self.spec().reads, Reads::Names)
    }

    /// Whether its values are taken as they stand, up to white space.
    pub fn is_verbatim(self) -> bool {
        matches!(self.spec().reads, Reads::Verbatim)
    }

    /// Whether it holds for every passage of an article alike.
    pub fn is_of_article(self) -> bool {
        matches!(self.spec().holds, Holds::Article)
    }
}

/// What other archives call a field.
const OTHER_NAMES: &[(&str, &[Field])] = &[
    ("by", &[Field::Author, Field::Speaker]),
    ("byline", &[Field::Author]),
    ("who", &[Field::Speaker]),
    ("from", &[Field::Outlet, Field::Author]),
    ("source", &[Field::Outlet]),
    ("publication", &[Field::Outlet]),
    ("publisher", &[Field::Outlet]),
    ("newspaper", &[Field::Outlet]),
    ("headline", &[Field::Title]),
    ("subject", &[Field::Topic, Field::Title]),
    ("site", &[Field::Url]),
    ("domain", &[Field::Url]),
    ("file", &[Field::Path]),
    ("since", &[Field::Date]),
    ("until", &[Field::Date]),
    ("before", &[Field::Date]),
    ("after", &[Field::Date]),
    ("year", &[Field::Date]),
    ("published", &[Field::Date]),
];

/// What is declared of a field.
struct Spec {
    name: &'static str,
    holds: Holds,
    reads: Reads,
    example: &'static str,
}

impl Spec {
    const fn new(name: &'static str, holds: Holds, reads: Reads, example: &'static str) -> Self {
        Spec { name, holds, reads, example }
    }
}

/// What a value of a field is said of.
#[derive(Clone, Copy)]
enum Holds {
    Quote,
    Passage,
    Article,
}

/// How a value of a field is read.
#[derive(Clone, Copy)]
enum Reads {
    /// Words, by form or stem.
    Words,
    /// Words of names, by form.
    Names,
    /// Words of the passage's text.
    Text,
    /// As it stands.
    Verbatim,
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
        assert_eq!(Field::similar("By"), ["author", "speaker"]);
    }

    #[test]
    fn names_are_found_again() {
        for field in Field::ALL {
            assert_eq!(Field::from_name(field.name()), Some(field));
        }
    }
}
