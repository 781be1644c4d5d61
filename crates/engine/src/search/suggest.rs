//! Words of a query that no passage has, and the nearest that some have.
//!
//! The term dictionary is walked with a Levenshtein automaton (K. Schulz, S. Mihov, "Fast string correction with
//! Levenshtein automata", 2002; exchanged neighbours count as one error), so that the time depends on how many
//! words are near and not on how many there are.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use levenshtein_automata::{DFA, Distance, LevenshteinAutomatonBuilder, SINK_STATE};
use tantivy::schema::{Field as IndexField, IndexRecordOption};
use tantivy::{DocAddress, DocSet, TERMINATED, Term as IndexTerm};
use tantivy_fst::Automaton;

use super::error::SearchError;
use super::lexicon::Lexicon;
use super::terms::{Terms, is_word};
use crate::index::{IndexError, Snapshot};
pub use onrecord_api::backend::UnknownWord;
use onrecord_api::nearest::MOST_SIMILAR;
use onrecord_query::ast::{Expr, ExprKind, TermMode};
use onrecord_query::pattern::{self, Pattern, WordPattern};
use onrecord_query::{Field, Query};
use onrecord_text::analyze::fold::fold;
use onrecord_text::analyze::word::Words;
use onrecord_text::span::Span;

/// Unknown words of a query that are looked at.
const MOST_UNKNOWN: usize = 8;
/// Passages that are read to see how a word is printed.
const READ: usize = 8;

/// The words of a query's positive parts that no passage has, left to right. Words of patterns are not asked after,
/// nor those of fields other than the text, its quotes and titles.
///
/// # Errors
/// When the index cannot be read.
pub fn unknown_words(query: &Query, lexicon: &Lexicon) -> Result<Vec<UnknownWord>, SearchError> {
    let snapshot = lexicon.snapshot();
    let mut asked = Vec::new();
    collect(&query.expr, snapshot.fields().body, snapshot.fields().title, &mut asked);
    let (mut seen, mut unknown) = (BTreeSet::new(), Vec::new());
    for Asked { pattern, field, span } in asked {
        let Some(word) = pattern.word().filter(|word| seen.insert((field, (*word).to_owned()))) else { continue };
        if unknown.len() < MOST_UNKNOWN && !is_known(&pattern, field, span, lexicon)? {
            let similar = similar(word, field, snapshot)?;
            unknown.push(UnknownWord { word: as_asked(&pattern, word), span, similar });
        }
    }
    Ok(unknown)
}

/// What is not there: the capitals, where a query asks for these alone.
fn as_asked(pattern: &Pattern, word: &str) -> String {
    match pattern {
        Pattern::Word(WordPattern { acronym: Some(capitals), .. }) => capitals.clone(),
        _ => word.to_owned(),
    }
}

/// A word that a query asks for.
struct Asked {
    pattern: Pattern,
    field: IndexField,
    span: Span,
}

/// Collects the words that the parts of an expression that are not excluded ask for in `field`.
fn collect(expr: &Expr, field: IndexField, title: IndexField, asked: &mut Vec<Asked>) {
    let field = match &expr.kind {
        ExprKind::Field { field: Field::Title, .. } => title,
        ExprKind::Field { field, .. } if !field.is_in_text() => return,
        _ => field,
    };
    if !is_pattern(expr) {
        let patterns = pattern::of_words(expr, true);
        asked.extend(patterns.into_iter().map(|pattern| Asked { pattern, field, span: expr.span }));
    }
    expr.wanted_parts().for_each(|part| collect(part, field, title, asked));
}

/// Whether it is a word that may be spelt in several ways, so that none of them can be called unknown.
fn is_pattern(expr: &Expr) -> bool {
    matches!(&expr.kind, ExprKind::Term(term) if !matches!(term.mode, TermMode::Plain | TermMode::Exact))
}

fn is_known(pattern: &Pattern, field: IndexField, span: Span, lexicon: &Lexicon) -> Result<bool, SearchError> {
    let word = Terms::new(lexicon, field).of(pattern, span)?;
    Ok(word.iter().any(|spelling| spelling.documents() > 0))
}

/// How many errors a word of `chars` characters may have and still be taken for a slip. The automaton grows with the
/// word, so there are no suggestions for very long ones.
fn most_errors(chars: usize) -> u8 {
    match chars {
        3..=4 => 1,
        5..=40 => 2,
        _ => 0,
    }
}

/// The nearest words of a field as printed: those with the fewest errors, before others those with the same first
/// character and those in many passages.
fn similar(word: &str, field: IndexField, snapshot: &Snapshot) -> Result<Vec<String>, SearchError> {
    let errors = most_errors(word.chars().count());
    if errors == 0 {
        return Ok(Vec::new());
    }
    let found = near_terms(word, errors, field, snapshot).map_err(IndexError::from)?;
    let nearest = found.values().map(|(distance, _)| *distance).min();
    let mut terms: Vec<(&String, u64)> =
        found.iter().filter(|(_, near)| Some(near.0) == nearest).map(|(term, near)| (term, near.1)).collect();
    let first = word.chars().next();
    terms.sort_by_key(|(term, passages)| (term.chars().next() != first, Reverse(*passages)));
    let printed = terms.iter().take(MOST_SIMILAR).map(|(term, _)| as_printed(term, field, snapshot));
    Ok(printed.collect::<Result<_, _>>()?)
}

/// The words of a field that differ from `word` by at most `errors` edits, with their edits and their passages.
fn near_terms(
    word: &str,
    errors: u8,
    field: IndexField,
    snapshot: &Snapshot,
) -> tantivy::Result<BTreeMap<String, (u8, u64)>> {
    let near = Near(LevenshteinAutomatonBuilder::new(errors, true).build_dfa(word));
    let mut found = BTreeMap::new();
    for segment in snapshot.searcher().segment_readers() {
        let index = segment.inverted_index(field)?;
        let mut terms = index.terms().search(&near).into_stream()?;
        while terms.advance() {
            let Some(term) = std::str::from_utf8(terms.key()).ok().filter(|term| is_word(term)) else { continue };
            let entry = found.entry(term.to_owned()).or_insert((near.errors(term), 0));
            entry.1 += u64::from(terms.value().doc_freq);
        }
    }
    Ok(found)
}

/// The spelling that a word has most often in the first passages that have it.
fn as_printed(term: &str, field: IndexField, snapshot: &Snapshot) -> Result<String, IndexError> {
    let mut spellings: BTreeMap<String, usize> = BTreeMap::new();
    for address in first_passages(&IndexTerm::from_field_text(field, term), snapshot)? {
        let text = snapshot.passage(address)?.text;
        for spelling in Words::new(&text).map(|range| &text[range]).filter(|spelling| fold(spelling) == term) {
            *spellings.entry(spelling.to_owned()).or_default() += 1;
        }
    }
    let most = spellings.into_iter().max_by_key(|(_, count)| *count);
    Ok(most.map_or_else(|| term.to_owned(), |(spelling, _)| spelling))
}

fn first_passages(term: &IndexTerm, snapshot: &Snapshot) -> tantivy::Result<Vec<DocAddress>> {
    let mut found = Vec::new();
    for (number, segment) in snapshot.searcher().segment_readers().iter().enumerate() {
        let postings = segment.inverted_index(term.field())?.read_postings(term, IndexRecordOption::Basic)?;
        let Some(mut postings) = postings else { continue };
        while postings.doc() != TERMINATED && found.len() < READ {
            if !segment.is_deleted(postings.doc()) {
                found.push(DocAddress::new(number as u32, postings.doc()));
            }
            postings.advance();
        }
    }
    Ok(found)
}

/// The words with a few errors, for walking a dictionary.
struct Near(DFA);

impl Near {
    fn errors(&self, word: &str) -> u8 {
        match self.0.eval(word) {
            Distance::Exact(errors) | Distance::AtLeast(errors) => errors,
        }
    }
}

impl Automaton for &Near {
    type State = u32;

    fn start(&self) -> u32 {
        self.0.initial_state()
    }

    fn is_match(&self, state: &u32) -> bool {
        matches!(self.0.distance(*state), Distance::Exact(_))
    }

    fn can_match(&self, state: &u32) -> bool {
        *state != SINK_STATE
    }

    fn accept(&self, state: &u32, byte: u8) -> u32 {
        self.0.transition(*state, byte)
    }
}
