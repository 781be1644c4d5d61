//! The authors of a byline.

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

/// Words of which one makes a name that of an agency or a desk.
const OF_ORGANISATIONS: &[&str] = &[
    "agency",
    "agencies",
    "associated",
    "board",
    "bureau",
    "correspondent",
    "correspondents",
    "desk",
    "editor",
    "editors",
    "editorial",
    "magazine",
    "media",
    "news",
    "newspaper",
    "office",
    "online",
    "post",
    "press",
    "reporter",
    "reporters",
    "service",
    "services",
    "staff",
    "team",
    "the",
    "times",
    "tribune",
    "web",
    "wire",
    "wires",
    "writer",
    "writers",
];

/// What stands before a family name and belongs to it.
const PARTICLES: &[&str] = &[
    "al", "bin", "da", "dal", "de", "del", "della", "den", "der", "di", "dos", "du", "el", "ibn", "la", "le", "ten",
    "ter", "van", "von",
];

/// What stands behind a family name.
const SUFFIXES: &[&str] = &["jr", "jr.", "sr", "sr.", "ii", "iii", "iv"];

/// The authors of a byline such as "By Ann Lee and Bo van Dyk".
pub(super) fn authors(byline: &str) -> Vec<Author> {
    let byline = byline.trim();
    let bare = ["By ", "by ", "BY "].iter().find_map(|by| byline.strip_prefix(by)).unwrap_or(byline);
    let separated = bare.replace(" and ", ";").replace(" & ", ";").replace(" with ", ";");
    separated.split([';', '|', '\n']).flat_map(of_part).collect()
}

/// "Lee, Ann" is one author; "Ann Lee, Bo Li" are two; "Ann Lee, Reuters" is an author and an agency.
fn of_part(part: &str) -> Vec<Author> {
    let pieces: Vec<&str> = part.split(',').map(str::trim).filter(|piece| !piece.is_empty()).collect();
    match pieces.as_slice() {
        [family, given] if !family.contains(' ') && is_given(given) => {
            vec![Author::Person { given: (*given).to_owned(), family: (*family).to_owned() }]
        }
        pieces => pieces.iter().map(|piece| author(piece)).collect(),
    }
}

/// Whether these can be the given names of an inverted name.
fn is_given(words: &str) -> bool {
    words.split(' ').count() <= 2 && words.split(' ').all(is_capitalized) && !is_organisation(words)
}

fn is_capitalized(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase) && word.chars().all(|c| c.is_alphabetic() || "-'’.".contains(c))
}

fn is_organisation(name: &str) -> bool {
    name.split(' ').any(|word| OF_ORGANISATIONS.contains(&word.to_lowercase().as_str()))
}

fn author(name: &str) -> Author {
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_name = |word: &&str| is_capitalized(word) || PARTICLES.contains(&word.to_lowercase().as_str());
    if !(2..=5).contains(&words.len()) || !words.iter().all(is_name) || is_organisation(name) {
        return Author::Literal(words.join(" "));
    }
    let last = words.len() - 1 - usize::from(SUFFIXES.contains(&words[words.len() - 1].to_lowercase().as_str()));
    let mut first = last;
    while first > 1 && PARTICLES.contains(&words[first - 1].to_lowercase().as_str()) {
        first -= 1;
    }
    if first == 0 {
        return Author::Literal(words.join(" "));
    }
    Author::Person { given: words[..first].join(" "), family: words[first..].join(" ") }
}
