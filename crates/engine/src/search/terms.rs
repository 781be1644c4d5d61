//! From patterns to the terms of the index: which spellings a word of a query stands for.

use std::collections::BTreeMap;

use tantivy::TantivyError;
use tantivy::postings::TermInfo;
use tantivy::schema::Field;
use tantivy::termdict::TermDictionary;
use tantivy_fst::Automaton;

use super::error::SearchError;
use super::lexicon::{Lexicon, Word};
use super::near::NearWord;
use super::postings::Spelling;
use crate::index::Snapshot;
use onrecord_query::MAX_EXPANSION;
use onrecord_query::error::{ErrorKind, QueryError};
use onrecord_query::pattern::automaton::{WalkState, WordAutomaton};
use onrecord_query::pattern::{Dictionary, Pattern};
use onrecord_text::analyze::form::{Shape, shape};
use onrecord_text::span::Span;

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
                Pattern::Fuzzy(fuzzy) => {
                    let key = format!("?{}{}", fuzzy.edits(), fuzzy.word());
                    self.lexicon.word(self.field, key, || self.walk(pattern, || NearWord::new(fuzzy), span))
                }
                _ => self.lexicon.word(self.field, format!("/{pattern:?}"), || match pattern.automaton() {
                    Some(automaton) => self.walk(pattern, || Walk(&automaton), span),
                    None => self.scan(prefix, |term| pattern.matches_term(term), span),
                }),
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

    /// The words of the index that a pattern means, found by walking the dictionary along those that may be.
    fn walk<A: Automaton>(&self, pattern: &Pattern, automaton: impl Fn() -> A, span: Span) -> Result<Word, SearchError>
    where
        A::State: Clone,
    {
        let mut found = Found::new(self.lexicon.snapshot());
        for (number, segment) in self.lexicon.snapshot().searcher().segment_readers().iter().enumerate() {
            let index = segment.inverted_index(self.field)?;
            let mut terms = index.terms().search(automaton()).into_stream().map_err(TantivyError::from)?;
            while terms.advance() && found.has_room() {
                let term = std::str::from_utf8(terms.key()).unwrap_or_default();
                if pattern.matches_term(term) && is_word(term) {
                    found.add(number, term, terms.value());
                }
            }
        }
        found.word(span)
    }

    fn scan(&self, prefix: &str, meant: impl Fn(&str) -> bool, span: Span) -> Result<Word, SearchError> {
        let mut found = Found::new(self.lexicon.snapshot());
        for (number, segment) in self.lexicon.snapshot().searcher().segment_readers().iter().enumerate() {
            let index = segment.inverted_index(self.field)?;
            scan_terms_with(index.terms(), prefix, |term, list| {
                if meant(term) && is_word(term) {
                    found.add(number, term, list);
                }
                found.has_room()
            })?;
        }
        found.word(span)
    }
}

/// Words of the index that one pattern stands for, with their posting lists.
struct Found {
    words: BTreeMap<String, Vec<Option<TermInfo>>>,
    segments: usize,
}

impl Found {
    fn new(snapshot: &Snapshot) -> Self {
        Found { words: BTreeMap::new(), segments: snapshot.searcher().segment_readers().len() }
    }

    fn add(&mut self, segment: usize, term: &str, list: &TermInfo) {
        if let Some(lists) = self.words.get_mut(term) {
            lists[segment] = Some(list.clone());
            return;
        }
        let mut lists = vec![None; self.segments];
        lists[segment] = Some(list.clone());
        self.words.insert(term.to_owned(), lists);
    }

    /// Whether there are not too many yet.
    fn has_room(&self) -> bool {
        self.words.len() <= MAX_EXPANSION
    }

    /// They as one word; an error where they are too many.
    fn word(self, span: Span) -> Result<Word, SearchError> {
        if self.words.len() > MAX_EXPANSION {
            let message = format!("this stands for more than {MAX_EXPANSION} words of the index");
            return Err(QueryError::new(ErrorKind::TooManyTerms, span, message).hint("write more of the word").into());
        }
        Ok(self.words.into_values().map(|lists| Spelling { lists: lists.into(), except: None }).collect())
    }
}

/// Walks a dictionary along the words that a pattern may mean.
struct Walk<'a>(&'a WordAutomaton);

impl Automaton for Walk<'_> {
    type State = WalkState;

    fn start(&self) -> WalkState {
        self.0.start()
    }

    fn is_match(&self, state: &WalkState) -> bool {
        self.0.is_match(*state)
    }

    fn can_match(&self, state: &WalkState) -> bool {
        self.0.can_match(*state)
    }

    fn accept(&self, state: &WalkState, byte: u8) -> WalkState {
        self.0.next(*state, byte)
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

/// Calls `each` with the terms that begin with `prefix`, and with what leads to their posting lists, until it returns
/// false.
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
