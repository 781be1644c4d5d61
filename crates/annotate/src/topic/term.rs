//! Terms: the words and phrases of a taxonomy, and which words of a text each of their words matches.
//!
//! A term is written as in a text, with two marks of the query language: `=fighters` matches these forms
//! alone, `market^0.5` weighs half.
//!
//! | a word written | matches |
//! |---|---|
//! | `fighter` | every word of that stem; an acronym only when it has the very letters (`aid` is not AIDS) |
//! | `NATO`, `U.S.` | acronyms alone |
//! | `Turkey`, `iPhone` (a term of one word) | the word and its inflected forms, where it has a capital |
//! | `White House` (one of several words) | as in small letters: the phrase is specific enough |

use onrecord_text::analyze::form::{Forms, Shape};
use onrecord_text::analyze::word::Words;

/// Most words that a term can have.
pub const MAX_TERM_WORDS: usize = 12;

/// A word or phrase of a taxonomy.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    text: String,
    words: Vec<String>,
    exact: bool,
    weight: f32,
}

impl Term {
    /// Reads a term as written in a taxonomy.
    ///
    /// # Errors
    /// Why it can match nothing, in words for the author.
    pub fn parse(text: &str) -> Result<Term, String> {
        let (rest, weight) = split_weight(text.trim())?;
        let (rest, exact) = rest.strip_prefix('=').map_or((rest, false), |rest| (rest, true));
        let words: Vec<String> = Words::new(rest).map(|range| rest[range].to_owned()).collect();
        match words.len() {
            0 => Err(format!("the term \"{text}\" has no word")),
            1..=MAX_TERM_WORDS => Ok(Term { text: text.into(), words, exact, weight }),
            n => Err(format!("the term \"{text}\" has {n} words, more than the {MAX_TERM_WORDS} a term can have")),
        }
    }

    /// The term as written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its words, as the analyser splits them.
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// How much one occurrence says: 1 for a word, 1.5 for a phrase, times the weight given.
    pub fn weight(&self) -> f32 {
        self.weight * if self.words.len() > 1 { 1.5 } else { 1.0 }
    }

    /// What each of its words matches. `forms` serves to fold and stem.
    pub(super) fn patterns(&self, forms: &mut Forms) -> Vec<Pattern> {
        let single = self.words.len() == 1;
        self.words.iter().map(|word| Pattern::new(word, self.exact, single, forms)).collect()
    }
}

/// `market^0.5` → `market` and 0.5.
fn split_weight(text: &str) -> Result<(&str, f32), String> {
    let Some((rest, number)) = text.rsplit_once('^') else {
        return Ok((text, 1.0));
    };
    match number.parse::<f32>() {
        Ok(weight) if weight > 0.0 && weight <= 10.0 => Ok((rest, weight)),
        _ => Err(format!("the weight of \"{text}\" is no number above 0 and up to 10")),
    }
}

/// How a word of a term compares with a word of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Match {
    /// The same folded form.
    Exact,
    /// The same stem; for an acronym the same folded form.
    Stem,
    /// An acronym of the same folded form.
    Acronym,
    /// A word not in small letters that is this one or an inflected form of it.
    Name,
}

/// One word of a term.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Pattern {
    pub how: Match,
    pub folded: String,
    pub stem: String,
}

impl Pattern {
    fn new(word: &str, exact: bool, single: bool, forms: &mut Forms) -> Pattern {
        let form = forms.intern(word);
        let how = match forms.shape(form) {
            _ if exact => Match::Exact,
            Shape::Upper => Match::Acronym,
            Shape::Capitalised | Shape::Mixed if single => Match::Name,
            _ => Match::Stem,
        };
        Pattern { how, folded: forms.folded(form).into(), stem: forms.stem(form).into() }
    }

    /// Any word of this stem, whatever the capitals.
    pub(super) fn any_form(word: &str, forms: &mut Forms) -> Pattern {
        let form = forms.intern(word);
        Pattern { how: Match::Stem, folded: forms.folded(form).into(), stem: forms.stem(form).into() }
    }

    /// Whether a word of a text with this folded form, stem and shape matches.
    pub(super) fn matches(&self, folded: &str, stem: &str, shape: Shape, acronym: bool) -> bool {
        match self.how {
            Match::Exact => folded == self.folded,
            Match::Acronym => acronym && folded == self.folded,
            Match::Stem if acronym => folded == self.folded,
            Match::Stem => stem == self.stem,
            Match::Name if shape == Shape::Lower => false,
            Match::Name if acronym => folded == self.folded,
            Match::Name => stem == self.stem && folded.starts_with(&self.folded),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(term: &str, word: &str, acronym: bool) -> bool {
        let mut forms = Forms::new();
        let pattern = Term::parse(term).unwrap().patterns(&mut forms).remove(0);
        let form = forms.intern(word);
        pattern.matches(forms.folded(form), forms.stem(form), forms.shape(form), acronym)
    }

    #[test]
    fn capitals_decide_what_a_word_matches() {
        for (term, word, acronym, expected) in [
            ("fighter", "Fighters", false, true),
            ("fighter", "FIGHTERS", false, true),
            ("aid", "AIDS", true, false),
            ("isis", "ISIS", true, true),
            ("US", "us", false, false),
            ("US", "US", false, false),
            ("US", "U.S.", true, true),
            ("U.S.", "US", true, true),
            ("Turkey", "turkey", false, false),
            ("Turkey", "Turkey", false, true),
            ("Democrat", "Democrats", false, true),
            ("Nato", "NATO", true, true),
            ("Windows", "Window", false, false),
            ("=fighters", "fighter", false, false),
            ("=fighters", "Fighters", false, true),
        ] {
            assert_eq!(matches(term, word, acronym), expected, "{term} {word}");
        }
    }

    #[test]
    fn a_term_that_can_match_nothing_is_refused() {
        for bad in ["", " ", "^2", "...", "oil^", "oil^-1", "oil^nan", "oil^99", "a b c d e f g h i j k l m"] {
            assert!(Term::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn weights_multiply() {
        assert_eq!(Term::parse("oil").unwrap().weight(), 1.0);
        assert_eq!(Term::parse("oil price^0.5").unwrap().weight(), 0.75);
    }
}
