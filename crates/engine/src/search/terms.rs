//! From patterns to the terms of the index: which spellings a word of a query stands for.

use std::collections::BTreeSet;

use tantivy::TantivyError;
use tantivy::postings::TermInfo;
use tantivy::schema::Field;
use tantivy::termdict::TermDictionary;

use super::error::SearchError;
use super::lexicon::{Lexicon, Word};
use super::near::NearWord;
use super::postings::Spelling;
use onrecord_query::error::{ErrorKind, QueryError};
use onrecord_query::pattern::fuzzy::Fuzzy;
use onrecord_query::pattern::{Dictionary, Pattern};
use onrecord_text::analyze::form::{Shape, shape};
use onrecord_text::span::Span;

/// Most words of the index that one pattern may stand for.
pub const MAX_EXPANSION: usize = 20_000;

/// Finds the terms of patterns in one field of a snapshot.
pub struct Terms<'a> {
    lexicon: &'a Lexicon,
    field: Field,
}

impl<'a> Terms<'a> {
    /// The terms of `field`.
    pub fn new(lexicon: &'a Lexicon, field: Field) -> Self {
        Terms { lexicon, field }
    }

    /// The spellings that the index has of `pattern`, which stands at `span` of the query.
    ///
    /// # Errors
    /// When there are more than [`MAX_EXPANSION`], or the index cannot be read.
    pub fn of(&self, pattern: &Pattern, span: Span) -> Result<Word, SearchError> {
        match pattern.dictionary() {
            Dictionary::Term(term) | Dictionary::Acronym(term) => self.one(term),
            Dictionary::StemFamily { own, stem } => self.family(own, stem),
            Dictionary::Prefix(prefix) => {
                self.lexicon.word(self.field, format!("*{prefix}"), || self.scan(prefix, |_| true, span))
            }
            Dictionary::Scan(prefix) => match pattern {
                Pattern::Fuzzy(fuzzy) => self.near(pattern, fuzzy, span),
                _ => self.scan(prefix, |term| pattern.matches_term(term), span),
            },
        }
    }

    /// The term as it stands.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn one(&self, term: &str) -> Result<Word, SearchError> {
        self.lexicon.word(self.field, format!("={term}"), || Ok([self.spelling(term, None)?].into()))
    }

    /// The terms of the field for which `holds` is true.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn whose(&self, mut holds: impl FnMut(&str) -> bool) -> Result<Word, SearchError> {
        let mut tested = std::collections::BTreeMap::new();
        for segment in self.lexicon.snapshot().searcher().segment_readers() {
            let index = segment.inverted_index(self.field)?;
            scan_terms(index.terms(), "", |term| {
                if !tested.contains_key(term) {
                    let held = holds(term);
                    tested.insert(term.to_owned(), held);
                }
                true
            })?;
        }
        let held = tested.iter().filter(|(_, held)| **held);
        held.map(|(term, _)| self.spelling(term, None)).collect()
    }

    /// Those of some terms that the field has, in order.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn all<'t>(&self, terms: impl Iterator<Item = &'t str>) -> Result<Word, SearchError> {
        terms.map(|term| self.spelling(term, None)).collect()
    }

    fn spelling(&self, term: &str, except: Option<&str>) -> Result<Spelling, SearchError> {
        Ok(self.lexicon.field(self.field)?.spelling(term, except)?)
    }

    /// The word itself wherever it stands, and the other words of its stem where they are no acronyms.
    fn family(&self, own: &str, stem: &str) -> Result<Word, SearchError> {
        self.lexicon.word(self.field, format!("~{own} {stem}"), || {
            let mut spellings = vec![self.spelling(own, None)?];
            let family = self.lexicon.families().family(self.lexicon.snapshot(), self.field, stem)?;
            for form in family.iter().filter(|form| **form != *own) {
                spellings.push(self.spelling(form, Some(&form.to_uppercase()))?);
            }
            Ok(spellings.into())
        })
    }

    /// The words of the index near a word, found by walking the dictionary along those that may be.
    fn near(&self, pattern: &Pattern, fuzzy: &Fuzzy, span: Span) -> Result<Word, SearchError> {
        self.lexicon.word(self.field, format!("?{}{}", fuzzy.edits(), fuzzy.word()), || {
            let mut found = BTreeSet::new();
            for segment in self.lexicon.snapshot().searcher().segment_readers() {
                let index = segment.inverted_index(self.field)?;
                let words = index.terms().search(NearWord::new(fuzzy));
                let mut terms = words.into_stream().map_err(TantivyError::from)?;
                while terms.advance() {
                    let term = std::str::from_utf8(terms.key()).ok();
                    found.extend(term.filter(|term| pattern.matches_term(term) && is_word(term)).map(str::to_owned));
                }
            }
            self.spellings(&found, span)
        })
    }

    fn scan(&self, prefix: &str, meant: impl Fn(&str) -> bool, span: Span) -> Result<Word, SearchError> {
        let mut found = BTreeSet::new();
        for segment in self.lexicon.snapshot().searcher().segment_readers() {
            let index = segment.inverted_index(self.field)?;
            scan_terms(index.terms(), prefix, |term| {
                if meant(term) && is_word(term) {
                    found.insert(term.to_owned());
                }
                found.len() <= MAX_EXPANSION
            })?;
        }
        self.spellings(&found, span)
    }

    fn spellings(&self, terms: &BTreeSet<String>, span: Span) -> Result<Word, SearchError> {
        if terms.len() > MAX_EXPANSION {
            let message = format!("this stands for more than {MAX_EXPANSION} words of the index");
            return Err(QueryError::new(ErrorKind::TooManyTerms, span, message).hint("write more of the word").into());
        }
        terms.iter().map(|term| self.spelling(term, None)).collect()
    }
}

/// Whether a term is a folded word: neither a mark of structure nor an acronym's capitals.
pub fn is_word(term: &str) -> bool {
    !term.starts_with(char::is_control) && shape(term) != Shape::Upper && shape(term) != Shape::Capitalised
}

/// Calls `each` with the terms that begin with `prefix`, in order, until it returns false.
///
/// # Errors
/// When the index is damaged.
pub fn scan_terms(terms: &TermDictionary, prefix: &str, mut each: impl FnMut(&str) -> bool) -> tantivy::Result<()> {
    scan_terms_with(terms, prefix, |term, _| each(term))
}

/// The same with where the posting list of each is.
///
/// # Errors
/// When the index is damaged.
pub fn scan_terms_with(
    terms: &TermDictionary,
    prefix: &str,
    mut each: impl FnMut(&str, &TermInfo) -> bool,
) -> tantivy::Result<()> {
    let mut stream = terms.range().ge(prefix.as_bytes()).into_stream()?;
    while stream.advance() {
        if !stream.key().starts_with(prefix.as_bytes()) {
            break;
        }
        if let Ok(term) = std::str::from_utf8(stream.key())
            && !each(term, stream.value())
        {
            break;
        }
    }
    Ok(())
}
