//! Dates and topics: tables to enter the archive by, with who speaks in each period or on each topic.

use askama::Template;

use super::days::{bounds, period};
use super::facets::{facets, is_named};
use super::frame::Frame;
use super::links::{State, Way, encoded};
use super::who::{Who, speaker_page};
use super::words::{counted, number, shown};
use crate::annotate::speaker::SpeakerType;
use crate::api::{FacetValue, FacetsRequest, Field, Filters, Interval};
use crate::server::app::Reader;
use crate::server::http::parameters::{Parameter, Parameters, Shape};
use crate::server::http::problem::Problem;
use crate::server::requests::{self, EVERYTHING};

/// What the page of dates takes.
pub const PARAMETERS: &[Parameter] = &[
    Parameter { name: "q", about: "Count what matches this query", shape: Shape::Text },
    Parameter { name: "in", about: "A year or month", shape: Shape::Text },
];

/// Chief speakers of a row.
const CHIEF: usize = 3;
/// Speakers looked at where no person speaks; of these, those without a name are passed over.
const LOOKED_AT: usize = 50;
/// Rows for which chief speakers are looked up.
const WITH_SPEAKERS: usize = 40;

/// A period or a topic.
struct Row {
    words: String,
    href: String,
    search: String,
    count: String,
    share: f32,
    speakers: Vec<Who>,
}

/// The page of dates: years, the months of a year, or the days of a month.
#[derive(Template)]
#[template(path = "dates.html")]
pub struct DatesPage {
    frame: Frame,
    base: String,
    heading: String,
    unit: &'static str,
    trail: Vec<Way>,
    rows: Vec<Row>,
    undated: String,
}

/// The page of topics.
#[derive(Template)]
#[template(path = "topics.html")]
pub struct TopicsPage {
    frame: Frame,
    rows: Vec<Row>,
}

/// The years, or what the period `in` consists of.
///
/// # Errors
/// When the query cannot be read, or `in` is neither year nor month.
pub fn dates(reader: &Reader, parameters: &Parameters) -> Result<DatesPage, Problem> {
    let within = parameters.get("in").unwrap_or_default();
    if !within.is_empty() && (bounds(within).is_none() || within.len() > 7) {
        return Err(Problem::parameter("in", "in is a year or a month: 2017, 2017-03", &[]));
    }
    let (interval, unit) = match within.len() {
        0 => (Interval::Year, "Year"),
        4 => (Interval::Month, "Month"),
        _ => (Interval::Day, "Day"),
    };
    let query = requests::query(parameters);
    let given = Some(within).filter(|within| !within.is_empty()).map(str::to_owned);
    let filters = Filters { since: given.clone(), until: given, ..Filters::default() };
    let counts = reader.facets(FacetsRequest { interval, ..facets(Field::Date, query, filters) })?;
    let state = State::of(parameters);
    Ok(DatesPage {
        base: reader.base().to_owned(),
        heading: if within.is_empty() { "Dates".to_owned() } else { period(within) },
        unit,
        trail: trail(within, &state, reader.base()),
        rows: periods(reader, &counts.values, query, &state)?,
        undated: match counts.without {
            0 => String::new(),
            count => undated(count, interval),
        },
        frame: Frame::new(reader.base(), "dates", &state, reader.held()),
    })
}

/// What is said of articles that stand in no row.
fn undated(count: u64, interval: Interval) -> String {
    let articles = counted(count, "article");
    match interval {
        Interval::Year => format!("{articles} without a date."),
        Interval::Month => format!("{articles} of which only the year is known."),
        _ => format!("{articles} of which the day is not known."),
    }
}

fn address(period: &str, state: &State, base: &str) -> String {
    let query = encoded([("q", state.get("q")), ("in", period)].into_iter());
    if query.is_empty() { format!("{base}/dates") } else { format!("{base}/dates?{query}") }
}

fn trail(within: &str, state: &State, base: &str) -> Vec<Way> {
    let mut trail = Vec::new();
    if !within.is_empty() {
        trail.push(Way { href: address("", state, base), label: "All years".to_owned() });
    }
    if within.len() > 4 {
        trail.push(Way { href: address(&within[..4], state, base), label: within[..4].to_owned() });
    }
    trail
}

fn periods(reader: &Reader, counts: &[FacetValue], query: &str, state: &State) -> Result<Vec<Row>, Problem> {
    let most = counts.iter().map(|value| value.count).max().unwrap_or(1);
    let few = counts.len() <= WITH_SPEAKERS;
    let row = |value: &FacetValue| {
        let filters =
            Filters { since: Some(value.value.clone()), until: Some(value.value.clone()), ..Filters::default() };
        let search = state.with("since", &value.value).with("until", &value.value).href(reader.base());
        Ok(Row {
            words: period(&value.value),
            href: if value.value.len() < 10 { address(&value.value, state, reader.base()) } else { search.clone() },
            search,
            count: number(value.count),
            share: share(value.count, most),
            speakers: if few && value.count > 0 { chief(reader, query, filters)? } else { Vec::new() },
        })
    };
    counts.iter().map(row).collect()
}

fn share(count: u64, most: u64) -> f32 {
    (count as f32 / most.max(1) as f32 * 1000.0).round() / 10.0
}

fn chief(reader: &Reader, query: &str, filters: Filters) -> Result<Vec<Who>, Problem> {
    let counting = |speaker_type| FacetsRequest {
        limit: LOOKED_AT,
        speaker_type,
        ..facets(Field::Speaker, query, filters.clone())
    };
    let mut found = reader.facets(counting(Some(SpeakerType::Person)))?;
    if found.values.is_empty() {
        found = reader.facets(counting(None))?;
    }
    let who = |value: &FacetValue| Who {
        href: speaker_page(reader.base(), &value.value),
        name: shown(&value.value).into_owned(),
        role: String::new(),
    };
    let named = found.values.iter().filter(|value| is_named(&value.value));
    Ok(named.take(CHIEF).map(who).collect())
}

/// The topics of the archive.
///
/// # Errors
/// When the counting takes too long.
pub fn topics(reader: &Reader) -> Result<TopicsPage, Problem> {
    let counts =
        reader.facets(FacetsRequest { limit: 200, ..facets(Field::Topic, EVERYTHING, Filters::default()) })?.values;
    let most = counts.iter().map(|value| value.count).max().unwrap_or(1);
    let few = counts.len() <= WITH_SPEAKERS;
    let row = |value: &FacetValue| {
        let search = State::default().with("topic", &value.value).href(reader.base());
        let filters = Filters::default().and(Field::Topic, &value.value);
        Ok(Row {
            words: shown(value.label.as_deref().unwrap_or(&value.value)).into_owned(),
            href: search.clone(),
            search,
            count: number(value.count),
            share: share(value.count, most),
            speakers: if few { chief(reader, EVERYTHING, filters)? } else { Vec::new() },
        })
    };
    let rows = counts.iter().map(row).collect::<Result<_, Problem>>()?;
    Ok(TopicsPage { frame: Frame::new(reader.base(), "topics", &State::default(), reader.held()), rows })
}
