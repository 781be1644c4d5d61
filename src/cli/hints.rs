//! What to tell somebody who finds nothing, or whose word is nowhere: the nearest words, the same query asked of
//! whole articles, the number of hits that filters take away.

use super::args::Filters;
use super::exit::Failure;
use super::search::explain_error;
use crate::query::{Note, Query, Stop};
use crate::search::{Engine, Ranking, SearchRequest, UnknownValue, UnknownWord};
use crate::span::Span;

/// A search that has been done.
pub(super) struct Done<'a> {
    /// The query as written.
    pub text: &'a str,
    /// The query as understood, before filters.
    pub query: &'a Query,
    /// What was asked for.
    pub request: &'a SearchRequest,
    /// The filters.
    pub filters: &'a Filters,
    /// Whether anything was found.
    pub found: bool,
}

/// What is worth telling.
///
/// # Errors
/// When the index cannot be read.
pub(super) fn hints(engine: &Engine, done: &Done) -> Result<Vec<Note>, Failure> {
    let unknown = engine.unknown_words(done.query).map_err(|error| explain_error(error, done.text))?;
    let told = unknown.iter().filter(|word| !done.found || !word.similar.is_empty());
    let mut notes: Vec<Note> = told.map(unknown_word).collect();
    if !done.found {
        let values = engine.unknown_values(&done.request.query).map_err(|error| explain_error(error, done.text))?;
        notes.extend(values.iter().map(unknown_value));
        let other = without_filters(engine, done)?;
        notes.extend(if other.is_some() { other } else { in_one_article(engine, done)? });
    }
    Ok(notes)
}

fn unknown_word(unknown: &UnknownWord) -> Note {
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
        _ if unknown.all == 0 => format!("no article of this index has a {field}"),
        near if near.is_empty() => format!("onrecord facets {field} lists those there are"),
        near => format!("the nearest are: {near}"),
    };
    Note::new("unknown-value", format!("no article has the {field} {value}; {advice}"), unknown.span)
}

/// How many hits there are without the filters.
fn without_filters(engine: &Engine, done: &Done) -> Result<Option<Note>, Failure> {
    let given = done.filters.given();
    if given.is_empty() {
        return Ok(None);
    }
    let unit = if done.request.ranking.by_article { "article" } else { "passage" };
    let count = count(engine, done, done.query, done.request.ranking.clone())?;
    let message = format!("{} without {}", counted(count, unit), given.join(", "));
    Ok((count > 0).then(|| done.note("filters", message)))
}

/// How many articles have what no passage has.
fn in_one_article(engine: &Engine, done: &Done) -> Result<Option<Note>, Failure> {
    let Some(query) = done.request.query.in_one_article() else { return Ok(None) };
    let ranking = Ranking { by_article: true, ..done.request.ranking.clone() };
    let count = count(engine, done, &query, ranking)?;
    let shown = done.query.in_one_article().unwrap_or(query);
    let verb = if count == 1 { "has" } else { "have" };
    let message = format!("no passage has all of it; {} {verb}: {shown}", counted(count, "article"));
    Ok((count > 0).then(|| done.note("same-article", message)))
}

fn count(engine: &Engine, done: &Done, query: &Query, ranking: Ranking) -> Result<u64, Failure> {
    let request = SearchRequest {
        query: query.clone(),
        limit: 0,
        offset: 0,
        ranking,
        count_all: true,
        copies: true,
        stop: Stop::NEVER,
    };
    let response = engine.search(&request).map_err(|error| explain_error(error, done.text))?;
    Ok(response.total.value)
}

fn counted(count: u64, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

impl Done<'_> {
    /// A note on the whole query.
    fn note(&self, code: &'static str, message: String) -> Note {
        Note::new(code, message, Span::new(0, self.text.len()))
    }
}
