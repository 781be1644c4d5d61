//! What to tell somebody who finds nothing, or whose word is nowhere: the nearest words, the same query asked of
//! whole articles, the number of hits that filters take away.

use super::question::{Question, is_any};
use crate::query::{Note, Query};
use crate::span::Span;
use onrecord_api::backend::{BackendError, From, Search, UnknownValue, UnknownWord, View};
use onrecord_api::{Filters, Unit};

/// A search that has been done.
pub struct Done<'a> {
    /// What was asked.
    pub question: &'a Question,
    /// How the engine was asked.
    pub search: &'a Search,
    /// The filters.
    pub filters: &'a Filters,
    /// Whether anything was found.
    pub found: bool,
}

/// Code of the note that an index has no articles.
pub const EMPTY: &str = "empty-index";
/// Code of the note that a field has no value that is near the one asked for.
pub const UNLIKE: &str = "unknown-value-unlike";
/// Code of the note that something would be found without the filters.
pub const FILTERS: &str = "filters";

/// What is worth telling.
///
/// # Errors
/// When the archive cannot be read.
pub fn advice(view: &dyn View, done: &Done) -> Result<Vec<Note>, BackendError> {
    if view.statistics(&[])?.passages == 0 {
        let message = "there are no articles in this index".to_owned();
        return Ok(vec![Note::new(EMPTY, message, Span::default())]);
    }
    let unknown = view.unknown_words(&done.question.written)?;
    let told = unknown.iter().filter(|word| !done.found || !word.similar.is_empty());
    let mut notes: Vec<Note> = told.map(unknown_word).collect();
    if !done.found {
        let values = view.unknown_values(&done.question.query)?;
        notes.extend(values.iter().map(unknown_value));
        let other = without_filters(view, done)?;
        notes.extend(if other.is_some() { other } else { in_one_article(view, done)? });
    }
    Ok(notes)
}

fn unknown_word(unknown: &UnknownWord) -> Note {
    let small = unknown.word.to_lowercase();
    if small != unknown.word && unknown.similar.iter().any(|similar| similar.to_lowercase() == small) {
        let message =
            format!("no passage has {} in capitals; write \"{small}\" to find it in any letters", unknown.word);
        return Note::new("unknown-word", message, unknown.span);
    }
    let mut message = format!("no passage has the word {}", unknown.word);
    if let Some((last, others)) = unknown.similar.split_last() {
        let others = others.join(", ");
        let meant = if others.is_empty() { last.clone() } else { format!("{others} or {last}") };
        message.push_str(&format!("; did you mean {meant}?"));
    }
    Note::new("unknown-word", message, unknown.span)
}

fn unknown_value(unknown: &UnknownValue) -> Note {
    let (field, value) = (unknown.field.name(), &unknown.value);
    let advice = match unknown.similar.join(", ") {
        _ if unknown.all == 0 => format!("no article of this index has {} {field}", article_of(field)),
        near if near.is_empty() => {
            let message = format!("no article has the {field} {value}, nor one that is near it");
            return Note::new(UNLIKE, message, unknown.span).about(unknown.field);
        }
        near => format!("the nearest are: {near}"),
    };
    let message = format!("no article has the {field} {value}; {advice}");
    Note::new("unknown-value", message, unknown.span).about(unknown.field)
}

fn article_of(noun: &str) -> &'static str {
    if noun.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" }
}

/// How many hits there are without the filters.
fn without_filters(view: &dyn View, done: &Done) -> Result<Option<Note>, BackendError> {
    if !is_any(done.filters) {
        return Ok(None);
    }
    let unit = if done.search.unit == Unit::Article { "article" } else { "passage" };
    let count = count(view, done, &done.question.written, done.search.unit)?;
    let message = format!("{} without the filters", counted(count, unit));
    Ok((count > 0).then(|| done.note(FILTERS, message)))
}

/// How many articles have what no passage has.
fn in_one_article(view: &dyn View, done: &Done) -> Result<Option<Note>, BackendError> {
    let Some(query) = done.question.query.in_one_article() else { return Ok(None) };
    let count = count(view, done, &query, Unit::Article)?;
    let shown = done.question.written.in_one_article().unwrap_or(query);
    let verb = if count == 1 { "has" } else { "have" };
    let message = format!("no passage has all of it; {} {verb}: {shown}", counted(count, "article"));
    Ok((count > 0).then(|| done.note("same-article", message)))
}

fn count(view: &dyn View, done: &Done, query: &Query, unit: Unit) -> Result<u64, BackendError> {
    let search = Search {
        query: query.clone(),
        unit,
        limit: 0,
        from: From::Offset(0),
        duplicates: true,
        findings: false,
        ..done.search.clone()
    };
    Ok(view.search(&search)?.total)
}

fn counted(count: u64, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

impl Done<'_> {
    /// A note on the whole query.
    fn note(&self, code: &'static str, message: String) -> Note {
        Note::new(code, message, Span::new(0, self.question.text.len()))
    }
}
