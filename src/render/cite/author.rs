//! The authors of a byline, as bibliographies sort them.

use crate::authors::{self, is_capitalised, is_organisation, is_particle};

/// An author.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Author {
    /// A person, whose family name decides the order of a bibliography.
    Person {
        /// Given names.
        given: String,
        /// Family name, with its particles.
        family: String,
    },
    /// An agency, a desk, or a name that cannot be told apart.
    Literal(String),
}

impl Author {
    /// `Family, Given`, as bibliographies sort it.
    pub(super) fn inverted(&self) -> String {
        match self {
            Author::Person { given, family } => format!("{family}, {given}"),
            Author::Literal(name) => name.clone(),
        }
    }
}

/// What stands behind a family name.
const SUFFIXES: &[&str] = &["jr", "jr.", "sr", "sr.", "ii", "iii", "iv"];

/// The authors of a byline such as "By Ann Lee and Bo van Dyk".
pub(super) fn authors(byline: &str) -> Vec<Author> {
    authors::authors(byline).iter().map(|name| author(name)).collect()
}

fn author(name: &str) -> Author {
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_name = |word: &&str| is_capitalised(word) || is_particle(word);
    if !(2..=5).contains(&words.len()) || !words.iter().all(is_name) || is_organisation(name) {
        return Author::Literal(words.join(" "));
    }
    let last = words.len() - 1 - usize::from(SUFFIXES.contains(&words[words.len() - 1].to_lowercase().as_str()));
    let mut first = last;
    while first > 1 && is_particle(words[first - 1]) {
        first -= 1;
    }
    if first == 0 {
        return Author::Literal(words.join(" "));
    }
    Author::Person { given: words[..first].join(" "), family: words[first..].join(" ") }
}
