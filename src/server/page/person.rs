//! Somebody whose name is what a search asks for, or who is chosen as its speaker: who looks for "Bernanke" is told
//! that he speaks here, and where.

use super::facets::{facets, is_named};
use super::links::State;
use super::who::speaker_page;
use super::words::{counted, shown};
use crate::api::{FacetsRequest, Field, Filters, Unit};
use crate::server::app::Reader;
use crate::server::http::problem::Problem;

/// Most words of a search that may be a name. Of all that speak in an agency's 32,569 articles 98 % are called by so many
/// words or fewer; three would leave out a tenth, and each search that may be a name costs a count.
const MOST_WORDS: usize = 5;

/// A speaker with the way to all that they say.
pub struct Person {
    /// Their page.
    pub href: String,
    /// Their name.
    pub name: String,
    /// In how many articles they speak.
    pub articles: String,
}

/// The speaker of most articles whose name, or the end of it, is that of the chosen speaker, or what a search without
/// filters asks for.
///
/// # Errors
/// When the counting takes too long.
pub fn named(reader: &Reader, state: &State) -> Result<Option<Person>, Problem> {
    let chosen = state.get("speaker");
    let wanted = words(if chosen.is_empty() { state.get("q") } else { chosen });
    let alone = !chosen.is_empty() || state.narrowing().next().is_none();
    let is_first = ["", "1"].contains(&state.get("page")) && alone;
    if !is_first || wanted.is_empty() || wanted.len() > MOST_WORDS {
        return Ok(None);
    }
    let query = format!("speaker:\"{}\"", wanted.join(" "));
    let asked = FacetsRequest { unit: Unit::Article, ..facets(Field::Speaker, &query, Filters::default()) };
    let speakers = reader.facets(asked)?.values.into_iter();
    let person =
        speakers.filter(|speaker| is_named(&speaker.value)).find(|speaker| words(&speaker.value).ends_with(&wanted));
    Ok(person.map(|speaker| Person {
        href: speaker_page(reader.base(), &speaker.value),
        name: shown(&speaker.value).into_owned(),
        articles: counted(speaker.count, "article"),
    }))
}

/// The words of a name, in lower case; none where something in it is part of no name.
fn words(text: &str) -> Vec<String> {
    let is_of_names = |c: char| c.is_alphabetic() || ".'’-".contains(c);
    let is_word = |word: &str| word.contains(char::is_alphabetic) && word.chars().all(is_of_names);
    if !text.split_whitespace().all(is_word) {
        return Vec::new();
    }
    text.split_whitespace().map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_a_name_has_words() {
        assert_eq!(words("Jean-Claude  TRICHET"), ["jean-claude", "trichet"]);
        assert_eq!(words("J. O’Neill"), ["j.", "o’neill"]);
        for no_name in ["said:oil", "\"oil prices\"", "terror*", "G20", "", "a w/5 b", "a - b", "..."] {
            assert!(words(no_name).is_empty(), "{no_name}");
        }
    }
}
