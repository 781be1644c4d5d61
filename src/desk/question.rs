//! A query with its filters, understood.

use crate::query::period::Period;
use crate::query::{self, Query, QueryError};
use crate::span::Span;
use onrecord_api::half_life::HalfLife;
use onrecord_api::{Error, Field, Filters, Note, QueryProblem, SearchRequest, Understood};

/// What is looked for.
#[derive(Clone, Debug)]
pub struct Question {
    /// The query's text.
    pub text: String,
    /// The query as written.
    pub written: Query,
    /// The query, with what the filters ask for as further requirements.
    pub query: Query,
    /// The preference for recent articles, if there is one.
    pub recent: Option<HalfLife>,
}

impl Question {
    /// What a search asks.
    ///
    /// # Errors
    /// When the query or a filter cannot be understood.
    pub fn of(request: &SearchRequest) -> Result<Self, Error> {
        let written = if request.plain { Query::words(&request.query) } else { parse(&request.query)? };
        let query = filtered(written.clone(), &request.filters)?;
        let recent = request.recent.as_deref().map(str::parse::<HalfLife>).transpose();
        let recent = recent.map_err(|error| Error::Setting { name: "recent".into(), message: error.to_string() })?;
        Ok(Question { text: request.query.clone(), written, query, recent })
    }

    /// How it was understood.
    pub fn understood(&self) -> Understood {
        Understood {
            text: self.text.clone(),
            interpreted: self.query.to_string(),
            notes: notes(&self.text, &self.query.notes),
        }
    }
}

/// Notes on a query's text, with places in code points.
pub fn notes(text: &str, notes: &[query::Note]) -> Vec<Note> {
    let chars = |byte: u32| text.get(..byte as usize).map_or(0, |text| text.chars().count() as u32);
    let note = |note: &query::Note| Note {
        code: note.code.to_owned(),
        message: note.message.clone(),
        chars: [chars(note.span.start), chars(note.span.end)],
        field: note.field,
    };
    notes.iter().map(note).collect()
}

/// The note that of bare words any one counts, where nothing ranks those first that have more of them: in counts, and in
/// results by date.
pub fn any_word(query: &Query) -> Option<query::Note> {
    let span = query.expr.span;
    let message = "any one of these words is enough; for all of them write AND between them, or quotation marks around a \
                   phrase";
    query.has_optional_words_alone().then(|| query::Note::new("any-word", message, span))
}

/// The query that every passage satisfies.
const EVERYTHING: &str = "*";

/// Reads a query. An empty one asks for everything.
///
/// # Errors
/// When it cannot be understood.
pub fn parse(text: &str) -> Result<Query, Error> {
    let text = if text.trim().is_empty() { EVERYTHING } else { text };
    query::parse(text).map_err(|error| Error::of_query(&error, text))
}

/// The query and, required, what filters ask for.
///
/// # Errors
/// When a filter cannot be understood.
pub fn filtered(mut query: Query, filters: &Filters) -> Result<Query, Error> {
    for (&field, value) in &filters.fields {
        query = query.and_field(field, value).map_err(|error| of_filter(field, value, &error))?;
    }
    let Some(period) = period(filters)? else { return Ok(query) };
    query.notes.extend(relative_dates(filters, period));
    Ok(query.and_published(period))
}

/// Which days the filters of time mean, where that depends on today.
fn relative_dates(filters: &Filters, period: Period) -> Option<query::Note> {
    let given = [("since", &filters.since), ("until", &filters.until)];
    let given = given.into_iter().filter_map(|(name, value)| Some((name, value.as_ref()?)));
    let relative: Vec<String> =
        given.filter(|(_, value)| Period::is_relative(value)).map(|(name, value)| format!("{name} {value}")).collect();
    let message = format!("{} is {period}", relative.join(", "));
    (!relative.is_empty()).then(|| query::Note::new("date", message, Span::default()))
}

fn period(filters: &Filters) -> Result<Option<Period>, Error> {
    if filters.since.is_none() && filters.until.is_none() {
        return Ok(None);
    }
    let end = |end: &Option<String>| end.clone().unwrap_or_default();
    let range = format!("{}..{}", end(&filters.since), end(&filters.until));
    Period::between(filters.since.as_deref(), filters.until.as_deref()).map(Some).map_err(|error| Error::Filter {
        field: None,
        problem: Box::new(QueryProblem {
            text: range,
            message: error.message,
            hint: Some(error.hint.into_owned()),
            ..QueryProblem::default()
        }),
    })
}

fn of_filter(field: Field, value: &str, error: &QueryError) -> Error {
    Error::Filter { field: Some(field), problem: Box::new(QueryProblem::new(error, value)) }
}

/// Whether any filter narrows a search down.
pub fn is_any(filters: &Filters) -> bool {
    !filters.fields.is_empty() || filters.since.is_some() || filters.until.is_some()
}
