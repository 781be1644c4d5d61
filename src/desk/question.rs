//! A query with its filters, understood.

use crate::query::period::Period;
use crate::query::{self, Query, QueryError};
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
        let chars = |byte: u32| self.text.get(..byte as usize).map_or(0, |text| text.chars().count() as u32);
        let note = |note: &query::Note| Note {
            code: note.code.to_owned(),
            message: note.message.clone(),
            chars: [chars(note.span.start), chars(note.span.end)],
        };
        Understood {
            text: self.text.clone(),
            interpreted: self.query.to_string(),
            notes: self.query.notes.iter().map(note).collect(),
        }
    }
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
    Ok(match period(filters)? {
        Some(period) => query.and_published(period),
        None => query,
    })
}

fn period(filters: &Filters) -> Result<Option<Period>, Error> {
    if filters.since.is_none() && filters.until.is_none() {
        return Ok(None);
    }
    let end = |end: &Option<String>| end.clone().unwrap_or_default();
    let range = format!("{}..{}", end(&filters.since), end(&filters.until));
    Period::parse(&range).map(Some).map_err(|error| Error::Filter {
        field: None,
        problem: Box::new(QueryProblem {
            text: range,
            message: error.message,
            hint: Some(error.hint.to_owned()),
            ..QueryProblem::default()
        }),
    })
}

fn of_filter(field: Field, value: &str, error: &QueryError) -> Error {
    Error::Filter { field: Some(field), problem: Box::new(QueryProblem::new(error, value)) }
}

/// The filters that narrow a search down, as a reader would write them in a query.
pub fn written(filters: &Filters) -> Vec<String> {
    let period = [("since", &filters.since), ("until", &filters.until)];
    let period = period.into_iter().filter_map(|(name, value)| Some((name, value.as_ref()?)));
    let fields = filters.fields.iter().map(|(field, value)| (field.name(), value));
    fields.chain(period).map(|(name, value)| format!("{name}:{value}")).collect()
}
