//! Patterns: which words of a text a word of a query means.
//!
//! - A bare word matches words of the same folded form, and words of the same stem that are not acronyms.
//! - A query word in capitals is an acronym: it is never stemmed. Where its letters also spell one of
//!   [`FUNCTION_WORDS`], or it is dotted, it matches acronyms alone: `US` and `U.S.` never mean "us".
//! - A dotted word in small letters that spells one of them means dotted forms and acronyms alone: `u.s.` never means
//!   "us", and `a.m.` never "am".
//! - A word of two Korean syllables or more means all words that begin so: particles stand at the end of a word (서울에서).
//! - In quotation marks and after `=`, words match by their folded form, with the same rule for acronyms.
//!
//! A pattern also says where its words are found in a sorted [dictionary](Dictionary) of folded forms.

pub mod automaton;
mod caps;
pub mod fuzzy;
pub mod regex;
pub mod wildcard;

use std::sync::OnceLock;

use rust_stemmers::{Algorithm, Stemmer};
use unicode_normalization::UnicodeNormalization;

use crate::ast::{Expr, ExprKind, Phrase, Term, TermMode};
use crate::wild::wild_words;
use onrecord_text::analyze::fold::{capitals, fold, is_dotted};
use onrecord_text::analyze::form::{Shape, shape};
use onrecord_text::analyze::stem::{beginning, stem};
use onrecord_text::analyze::word::Words;
use onrecord_text::analyze::{FormId, Forms};

use automaton::WordAutomaton;
pub use caps::CapsPattern;
use fuzzy::Fuzzy;
use regex::WordRegex;
use wildcard::Wildcard;

/// A word of a text, as patterns see it.
#[derive(Clone, Copy, Debug)]
pub struct WordForm<'a> {
    /// As it stands.
    pub raw: &'a str,
    /// Folded.
    pub folded: &'a str,
    /// The stem of the folded form.
    pub stem: &'a str,
    /// Whether it is an acronym where it stands.
    pub acronym: bool,
}

impl<'a> WordForm<'a> {
    /// The spelling `id`, standing as an acronym or not.
    pub fn new(forms: &'a Forms, id: FormId, acronym: bool) -> Self {
        WordForm { raw: forms.raw(id), folded: forms.folded(id), stem: forms.stem(id), acronym }
    }
}

/// Which words are meant.
#[derive(Clone, Debug)]
pub enum Pattern {
    /// Those of one folded form, or one stem.
    Word(WordPattern),
    /// Those spelt so, letter by letter.
    Caps(CapsPattern),
    /// Those whose folded form begins so.
    Prefix(String),
    /// Those whose folded form fits.
    Wild(Wildcard),
    /// Those whose folded form is about so.
    Fuzzy(Fuzzy),
    /// Those whose whole folded form fits.
    Regex(WordRegex),
}

/// A word by form or stem.
#[derive(Clone, Debug)]
pub struct WordPattern {
    /// The folded form.
    pub folded: String,
    /// Whether words of the same stem are meant too.
    pub stemmed: bool,
    /// The stem, once it was asked for: what it takes to find out is what a search for a rare word takes.
    stem: OnceLock<String>,
    /// The word in capitals without dots, where acronyms alone are meant.
    pub acronym: Option<String>,
}

/// Where the words of a pattern are found in the sorted dictionary of an index, which holds the folded form
/// of every word, and for acronyms also the form in capitals without dots ("US").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dictionary<'a> {
    /// One term.
    Term(&'a str),
    /// One term in capitals.
    Acronym(&'a str),
    /// The term `own`, and all with the stem `stem` except where they stand as acronyms.
    StemFamily {
        /// The word's own folded form.
        own: &'a str,
        /// The stem.
        stem: &'a str,
    },
    /// All terms that begin so.
    Prefix(&'a str),
    /// All terms that begin so and that [`Pattern::matches_term`] accepts.
    Scan(&'a str),
}

impl Pattern {
    /// Whether the word is meant.
    pub fn matches(&self, form: &WordForm) -> bool {
        match self {
            Pattern::Word(word) => word.matches(form),
            Pattern::Caps(caps) => caps.matches(form),
            Pattern::Prefix(prefix) => form.folded.starts_with(prefix.as_str()),
            Pattern::Wild(wildcard) => wildcard.matches(form.folded),
            Pattern::Fuzzy(fuzzy) => fuzzy.matches(form.folded),
            Pattern::Regex(regex) => regex.matches(form.folded),
        }
    }

    /// Where its words are found in a dictionary.
    pub fn dictionary(&self) -> Dictionary<'_> {
        match self {
            Pattern::Word(WordPattern { acronym: Some(term), .. }) => Dictionary::Acronym(term),
            Pattern::Word(word) => match word.stem() {
                Some(stem) => Dictionary::StemFamily { own: &word.folded, stem },
                None => Dictionary::Term(&word.folded),
            },
            Pattern::Caps(caps) if caps.acronym => Dictionary::Acronym(&caps.bare),
            Pattern::Caps(caps) => Dictionary::Term(&caps.folded),
            Pattern::Prefix(prefix) => Dictionary::Prefix(prefix),
            Pattern::Wild(wildcard) => Dictionary::Scan(wildcard.prefix()),
            Pattern::Fuzzy(_) => Dictionary::Scan(""),
            Pattern::Regex(regex) => Dictionary::Scan(regex.prefix()),
        }
    }

    /// Whether a folded form of the dictionary is meant. Terms in capitals never are: they stand beside
    /// the folded forms of the same words.
    pub fn matches_term(&self, term: &str) -> bool {
        if term.chars().any(char::is_uppercase) {
            return matches!(self.dictionary(), Dictionary::Acronym(own) if own == term);
        }
        match self {
            Pattern::Word(word) => word.acronym.is_none() && word.matches_folded(term),
            Pattern::Caps(caps) => !caps.acronym && caps.folded == term,
            Pattern::Prefix(prefix) => term.starts_with(prefix.as_str()),
            Pattern::Wild(wildcard) => wildcard.matches(term),
            Pattern::Fuzzy(fuzzy) => fuzzy.matches(term),
            Pattern::Regex(regex) => regex.matches(term),
        }
    }

    /// An automaton that accepts the folded forms that are meant: of a wildcard or a regular expression that does not
    /// make too large a one.
    pub fn automaton(&self) -> Option<WordAutomaton> {
        match self {
            Pattern::Wild(wildcard) => WordAutomaton::new(&wildcard.regex()),
            Pattern::Regex(regex) => WordAutomaton::new(regex.text()),
            _ => None,
        }
    }

    /// What every folded form begins with that is meant; the empty string where they begin otherwise.
    pub fn beginning(&self) -> &str {
        match self {
            Pattern::Word(word) => {
                let stem = word.stem().map_or(word.folded.as_str(), beginning);
                common_beginning(&word.folded, stem)
            }
            Pattern::Caps(caps) => &caps.folded,
            Pattern::Prefix(prefix) => prefix,
            Pattern::Wild(wildcard) => wildcard.prefix(),
            Pattern::Regex(regex) => regex.prefix(),
            Pattern::Fuzzy(_) => "",
        }
    }

    /// Whether the dictionary tells too little, so that the text itself must be looked at.
    pub fn needs_text(&self) -> bool {
        matches!(self, Pattern::Caps(caps) if !caps.acronym)
    }

    /// The word itself, where it is one word and no pattern: what a reader would call it.
    pub fn word(&self) -> Option<&str> {
        match self {
            Pattern::Word(word) => Some(&word.folded),
            Pattern::Caps(caps) => Some(&caps.folded),
            _ => None,
        }
    }
}

impl WordPattern {
    fn new(raw: &str, stemmed: bool) -> Self {
        let folded = fold(raw);
        let upper = shape(raw) == Shape::Upper;
        let alone = upper && (is_dotted(raw) || FUNCTION_WORDS.contains(&folded.as_str()));
        WordPattern { acronym: alone.then(|| capitals(raw)), folded, stemmed: stemmed && !upper, stem: OnceLock::new() }
    }

    /// The stem, where words of the same stem are meant too.
    pub fn stem(&self) -> Option<&str> {
        let work_out = || stem(&Stemmer::create(Algorithm::English), &self.folded).into_owned();
        self.stemmed.then(|| self.stem.get_or_init(work_out).as_str())
    }

    fn matches(&self, form: &WordForm) -> bool {
        if self.acronym.is_some() && !form.acronym {
            return false;
        }
        form.folded == self.folded || (!form.acronym && self.stem() == Some(form.stem))
    }

    fn matches_folded(&self, term: &str) -> bool {
        let stemmer = Stemmer::create(Algorithm::English);
        term == self.folded || self.stem().is_some_and(|own| own == stem(&stemmer, term))
    }
}

fn common_beginning<'a>(a: &'a str, b: &str) -> &'a str {
    let same = a.char_indices().zip(b.chars()).find(|((_, x), y)| x != y);
    same.map_or(&a[..a.len().min(b.len())], |((at, _), _)| &a[..at])
}

/// Words that stand in nearly every text and are also spelt by an acronym's letters.
pub const FUNCTION_WORDS: &[&str] = &[
    "a", "all", "am", "an", "and", "are", "as", "at", "be", "but", "by", "can", "do", "for", "had", "has", "he", "her",
    "him", "his", "i", "if", "in", "is", "it", "may", "me", "my", "no", "not", "now", "of", "on", "one", "or", "our",
    "out", "she", "so", "the", "to", "up", "us", "was", "we", "who", "you",
];

/// The patterns of a bare word's parts, which stand side by side. `stemmed`: whether words of the same stem
/// are meant too (names are compared by form).
pub fn of_term(term: &Term, stemmed: bool) -> Vec<Pattern> {
    let words = || Words::new(&term.text).map(|range| &term.text[range]);
    match term.mode {
        TermMode::Plain => words().map(|raw| of_word(raw, stemmed)).collect(),
        TermMode::Exact => words().map(|raw| of_word(raw, false)).collect(),
        TermMode::Caps => words().map(|raw| Pattern::Caps(CapsPattern::new(raw))).collect(),
        TermMode::Fuzzy(edits) => words().map(|raw| Pattern::Fuzzy(Fuzzy::new(&fold(raw), edits))).collect(),
        TermMode::Regex => WordRegex::new(&term.text).map(Pattern::Regex).into_iter().collect(),
        TermMode::Wild => wild_words(&term.text).into_iter().map(|r| of_wild(&term.text[r], stemmed)).collect(),
    }
}

/// The patterns of a phrase's words.
///
/// A phrase with three words or more in capitals and no small letter is shouted and tells no acronyms.
pub fn of_phrase(phrase: &Phrase) -> Vec<Pattern> {
    let has = |word: &String, test: fn(char) -> bool| word.chars().any(test);
    let capitals = phrase.words.iter().filter(|word| has(word, char::is_uppercase)).count();
    let shouted = capitals >= 3 && !phrase.words.iter().any(|word| has(word, char::is_lowercase));
    let quiet = |word: &String| match shouted {
        // "U.S." among shouted words may stand for any "us", as words of shouted texts do.
        true if is_dotted(word) => fold(word),
        true => word.to_lowercase(),
        false => word.clone(),
    };
    phrase.words.iter().map(|word| of_wild(&quiet(word), false)).collect()
}

/// The patterns of an expression that is a bare word (see [`of_term`]) or a phrase; none of any other.
pub fn of_words(expr: &Expr, stemmed: bool) -> Vec<Pattern> {
    match &expr.kind {
        ExprKind::Term(term) => of_term(term, stemmed),
        ExprKind::Phrase(phrase) => of_phrase(phrase),
        _ => Vec::new(),
    }
}

/// The pattern of one word. `stemmed`: whether its other forms are meant too.
fn of_word(raw: &str, stemmed: bool) -> Pattern {
    if stemmed && is_korean(raw) {
        return Pattern::Prefix(fold(raw));
    }
    match CapsPattern::dotted(raw) {
        Some(dotted) => Pattern::Caps(dotted),
        None => Pattern::Word(WordPattern::new(raw, stemmed)),
    }
}

/// Whether a word is two Hangul syllables or more and nothing else. One syllable begins too many words.
fn is_korean(raw: &str) -> bool {
    let syllable = |c: char| matches!(c, '\u{AC00}'..='\u{D7A3}');
    !raw.is_ascii() && raw.nfc().all(syllable) && raw.nfc().count() >= 2
}

/// The pattern of one word that may have wildcards in it.
fn of_wild(raw: &str, stemmed: bool) -> Pattern {
    match raw.strip_suffix('*') {
        Some(prefix) if !prefix.contains(['*', '?']) => Pattern::Prefix(fold(prefix)),
        None if !raw.contains(['*', '?']) => of_word(raw, stemmed),
        _ => Pattern::Wild(Wildcard::new(raw)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patterns(text: &str, mode: TermMode) -> Vec<Pattern> {
        of_term(&Term { text: text.into(), mode }, true)
    }

    fn hits(text: &str, mode: TermMode, word: &str, acronym: bool) -> bool {
        let mut forms = Forms::new();
        let id = forms.intern(word);
        patterns(text, mode)[0].matches(&WordForm::new(&forms, id, acronym))
    }

    #[test]
    fn words_match_by_form_or_stem() {
        use TermMode::{Exact, Plain};
        assert!(hits("defeat", Plain, "Defeated", false));
        assert!(!hits("defeat", Exact, "Defeated", false));
        assert!(hits("defeat", Exact, "DEFEAT", true));
        assert!(!hits("ISI", Plain, "ISIS", true));
        assert!(!hits("isi", Plain, "ISIS", true));
        assert!(hits("isis", Plain, "ISIS", true));
        assert!(hits("ISIS", Plain, "isis", false));
    }

    #[test]
    fn acronyms_are_not_function_words() {
        for query in ["US", "U.S.", "U.S"] {
            assert!(hits(query, TermMode::Plain, "US", true), "{query}");
            assert!(hits(query, TermMode::Plain, "U.S.", true), "{query}");
            assert!(!hits(query, TermMode::Plain, "us", false), "{query}");
            assert_eq!(patterns(query, TermMode::Plain)[0].dictionary(), Dictionary::Acronym("US"));
        }
        assert!(hits("caps", TermMode::Caps, "caps", false));
        assert!(!hits("Toner", TermMode::Caps, "toner", false));
        assert!(hits("US", TermMode::Caps, "U.S.", true) && !hits("US", TermMode::Caps, "Us", false));
    }

    #[test]
    fn dotted_words_in_small_letters_are_no_function_words() {
        for mode in [TermMode::Plain, TermMode::Exact] {
            assert!(hits("u.s.", mode, "U.S.", true) && hits("u.s.", mode, "US", true));
            assert!(hits("a.m.", mode, "a.m.", false) && hits("u.s.", mode, "u.s.", false));
            assert!(!hits("u.s.", mode, "us", false) && !hits("a.m.", mode, "am", false));
        }
        assert!(hits("e.g.", TermMode::Plain, "eg", false), "no other word is spelt so");
        assert!(patterns("u.s.", TermMode::Plain)[0].needs_text());
    }

    #[test]
    fn korean_words_have_particles_behind_them() {
        use TermMode::{Exact, Plain};
        assert!(hits("서울", Plain, "서울에서", false) && hits("서울", Plain, "서울", false));
        assert!(!hits("서울", Exact, "서울에서", false) && !hits("물", Plain, "물가", false));
    }

    #[test]
    fn a_shouted_phrase_has_no_acronyms() {
        let phrase = |text: &str| Phrase { words: text.split(' ').map(str::to_owned).collect(), slop: 0 };
        let the = |text: &str| of_phrase(&phrase(text))[0].dictionary() == Dictionary::Term("the");
        assert!(the("THE STATE DEPARTMENT") && the("the state department"));
        assert_eq!(of_phrase(&phrase("U.S. STATE DEPARTMENT"))[0].dictionary(), Dictionary::Term("us"));
        assert_eq!(of_phrase(&phrase("US troops"))[0].dictionary(), Dictionary::Acronym("US"));
    }

    #[test]
    fn the_dictionary_agrees_with_the_text() {
        for (text, mode, term, meant) in [
            ("terror*", TermMode::Wild, "terrorists", true),
            ("organi?ation", TermMode::Wild, "organization", true),
            ("Tilerson", TermMode::Fuzzy(1), "tillerson", true),
            ("terroris[mt]s?", TermMode::Regex, "terrorists", true),
            ("terroris[mt]s?", TermMode::Regex, "terroristic", false),
            ("?20", TermMode::Wild, "G20", false),
            ("fighters", TermMode::Plain, "fighting", false),
            ("fighters", TermMode::Plain, "fighter", true),
        ] {
            assert_eq!(patterns(text, mode)[0].matches_term(term), meant, "{text} {term}");
        }
    }

    #[test]
    fn several_words_stand_side_by_side() {
        assert_eq!(patterns("al-Ass*", TermMode::Wild).len(), 2);
        assert_eq!(patterns("68-nation", TermMode::Plain).len(), 2);
        assert_eq!(patterns("北京", TermMode::Plain).len(), 2);
        assert_eq!(patterns("ISIS’s", TermMode::Plain)[0].word(), Some("isis"));
    }
}
