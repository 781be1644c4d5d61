//! What stands beside the results to narrow them: the values of fields with their counts, and the dates.
//!
//! A field's own filter does not count for its values: one can go from one speaker to another. Nor does the range of
//! dates count for the histogram.

use super::histogram::{Axis, Histogram};
use super::links::State;
use super::words::{number, shown};
use crate::api::{FacetValue, FacetsRequest, Field, Filters, SearchRequest, Unit};
use crate::server::app::Reader;
use crate::server::http::problem::Problem;
use crate::server::requests::EVERYTHING;

/// Values shown of a field.
const SHOWN: usize = 10;
/// Values looked at, of which some are folded away.
const LOOKED_AT: usize = 60;

/// The values of a field.
pub struct FacetList {
    /// Its name.
    pub title: &'static str,
    /// A field to find a value by its beginning.
    pub finder: Option<Finder>,
    /// The values that are shown.
    pub values: Vec<Value>,
    /// Those that are folded away.
    pub folded: Vec<Value>,
    /// What stands on the fold.
    pub folded_title: String,
}

/// A form that takes a value as it is written. A script lists those that begin so.
pub struct Finder {
    /// The parameter.
    pub name: &'static str,
    /// The other parameters.
    pub hidden: Vec<(&'static str, String)>,
    /// Where the values are that begin with what is put behind it.
    pub values: String,
}

impl Finder {
    fn new(field: Field, state: &State, unit: Unit, base: &str) -> Self {
        let name = field.name();
        let unit = match unit {
            Unit::Passage => "passage",
            Unit::Article => "article",
            Unit::Quote => "quote",
        };
        // How results are ranked and ordered does not matter to counts.
        let without = [name, "unit", "sort", "rank", "recent", "duplicates"];
        let values = state.api(base, &format!("facets/{name}"), &without, &[("unit", unit), ("n", "12")]);
        Finder { name, hidden: state.hidden(&[name]), values: format!("{values}&prefix=") }
    }
}

/// A value with its count.
pub struct Value {
    /// Where it leads: chooses the value, or takes it back.
    pub href: String,
    /// The value for people.
    pub label: String,
    /// How often it occurs.
    pub count: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// The lists beside the results.
///
/// # Errors
/// When the counting takes too long.
pub fn rail(reader: &Reader, request: &SearchRequest, state: &State, unit: Unit) -> Result<Vec<FacetList>, Problem> {
    let mut lists = Vec::new();
    for (field, title) in [(Field::Speaker, "Speaker"), (Field::Topic, "Topic"), (Field::Outlet, "Outlet")] {
        let values = counts(reader, request, field, unit)?;
        // One outlet for all narrows nothing.
        let least = if field == Field::Outlet { 2 } else { 1 };
        if values.len() >= least || !state.get(field.name()).is_empty() {
            lists.push(list(reader, (field, title), &values, state, unit));
        }
    }
    Ok(lists)
}

fn counts(reader: &Reader, request: &SearchRequest, field: Field, unit: Unit) -> Result<Vec<FacetValue>, Problem> {
    let mut filters = request.filters.clone();
    drop_filter(&mut filters, field.name());
    let request = FacetsRequest { limit: LOOKED_AT, unit, ..facets(field, &request.query, filters) };
    Ok(reader.facets(request)?.values)
}

/// What most articles of the archive have of a field, of speakers the first with a name.
///
/// # Errors
/// When the counting takes too long.
pub fn most_frequent(reader: &Reader, field: Field) -> Result<Option<String>, Problem> {
    let everything = SearchRequest { query: EVERYTHING.to_owned(), ..SearchRequest::default() };
    let mut values = counts(reader, &everything, field, Unit::Article)?.into_iter();
    let value = values.find(|value| field != Field::Speaker || is_named(&value.value));
    Ok(value.map(|value| value.label.unwrap_or(value.value)))
}

/// A count of articles by the values of a field.
pub fn facets(field: Field, query: &str, filters: Filters) -> FacetsRequest {
    FacetsRequest { query: query.to_owned(), filters, unit: Unit::Article, ..FacetsRequest::new(field, SHOWN) }
}

/// Takes a filter back.
pub fn drop_filter(filters: &mut Filters, name: &str) {
    match name {
        "since" => filters.since = None,
        "until" => filters.until = None,
        name => filters.fields.retain(|field, _| field.name() != name),
    }
}

fn list(
    reader: &Reader,
    (field, title): (Field, &'static str),
    counts: &[FacetValue],
    state: &State,
    unit: Unit,
) -> FacetList {
    let chosen = state.get(field.name());
    let mut values: Vec<Value> = counts.iter().map(|value| shown_value(reader, field, value, state)).collect();
    if !chosen.is_empty() && !values.iter().any(|value| value.chosen) {
        // A value that does not occur, or is written otherwise, stays listed: it can be taken back.
        let label = if field == Field::Topic { reader.topic_label(chosen) } else { chosen.to_owned() };
        let href = state.without(field.name()).href(reader.base());
        values.insert(0, Value { href, label: shown(&label).into_owned(), count: String::new(), chosen: true });
    }
    let place = values.iter().position(|value| value.chosen).filter(|&place| place >= SHOWN);
    if let Some(place) = place {
        let chosen = values.remove(place);
        values.insert(0, chosen);
    }
    let is_named = |value: &Value| value.chosen || is_named(&value.label);
    if field == Field::Speaker {
        values.sort_by_key(|value| !is_named(value));
    }
    let named = values.iter().filter(|value| field != Field::Speaker || is_named(value)).count();
    let folded = values.split_off(named.min(SHOWN));
    let unnamed = folded.len() - (named - named.min(SHOWN));
    let folded_title = match (folded.len() - unnamed, unnamed) {
        (more, 0) => format!("{more} more"),
        (0, unnamed) => format!("{unnamed} unnamed"),
        (more, unnamed) => format!("{more} more, {unnamed} unnamed"),
    };
    let finder =
        (field == Field::Speaker && !values.is_empty()).then(|| Finder::new(field, state, unit, reader.base()));
    FacetList { title, finder, folded_title, values, folded }
}

/// Whether a speaker has a name: it begins with a capital, "an official" does not.
pub fn is_named(speaker: &str) -> bool {
    !speaker.starts_with(char::is_lowercase)
}

fn shown_value(reader: &Reader, field: Field, value: &FacetValue, state: &State) -> Value {
    let chosen = state.get(field.name()).eq_ignore_ascii_case(&value.value);
    let next = if chosen { state.without(field.name()) } else { state.with(field.name(), &value.value) };
    let label = value.label.as_deref().unwrap_or(&value.value);
    Value { href: next.href(reader.base()), label: shown(label).into_owned(), count: number(value.count), chosen }
}

/// The histogram, and how many articles have no date.
pub struct Dates {
    /// The histogram, where the archive has dates.
    pub histogram: Option<Histogram>,
    /// Articles without a date, or with one that is not known as exactly as a bar is wide.
    pub undated: u64,
}

/// Counts the results by date, under all filters but the range of dates.
///
/// # Errors
/// When the counting takes too long.
pub fn dates(reader: &Reader, request: &SearchRequest, state: &State, unit: Unit) -> Result<Dates, Problem> {
    let Some(axis) = reader.axis() else { return Ok(Dates { histogram: None, undated: 0 }) };
    let filters = Filters { since: None, until: None, ..request.filters.clone() };
    let counting = FacetsRequest { unit, ..facets(Field::Date, &request.query, filters) };
    drawn(reader, axis, counting, (state.get("since"), state.get("until")))
}

/// Counts by date over an axis, with a range that is chosen.
///
/// # Errors
/// When the counting takes too long.
pub fn drawn(
    reader: &Reader,
    axis: Axis,
    counting: FacetsRequest,
    (since, until): (&str, &str),
) -> Result<Dates, Problem> {
    let answer = reader.facets(FacetsRequest { interval: axis.by.interval(), ..counting })?;
    let what = if answer.unit() == Unit::Quote { "Statements" } else { "Articles" };
    Ok(Dates { histogram: Some(Histogram::new(axis, &answer.values, (since, until), what)), undated: answer.without })
}
