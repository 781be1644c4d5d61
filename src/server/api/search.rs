//! `GET /api/v1/search`: what `onrecord search` finds, in each of its formats.

use std::sync::Arc;

use axum::extract::State;
use axum::http::request::Parts as RequestParts;
use axum::response::Response;
use serde::Serialize;
use serde_json::{Map, Value};

use super::{Sent, respond};
use crate::api::{FacetsRequest, Field, Parts, SearchAnswer, Total, Understood};
use crate::render::{hits, wire};
use crate::server::app::{App, Reader};
use crate::server::http::limits;
use crate::server::http::parameters::{Parameter, Parameters, Shape};
use crate::server::http::problem::Problem;
use crate::server::requests;

/// Formats that are saved as files, with their names for people.
pub const EXPORTS: &[(&str, &str)] = &[("json", "JSON"), ("csv", "CSV")];

/// Formats of results.
const FORMATS: &[&str] = &["json", "csv", "trec"];
/// Fields that can be counted along with a search.
const FACETS: &[&str] = &["speaker", "role", "topic", "outlet", "kind", "date"];
/// Values of each.
const VALUES: usize = 20;

/// What a search takes besides filters and order.
pub const PARAMETERS: &[Parameter] = &[
    Parameter {
        name: "n",
        about: "How many results: up to 200, in an export up to 10,000",
        shape: Shape::Number(0, limits::EXPORTED),
    },
    Parameter { name: "offset", about: "Results passed over first", shape: Shape::Number(0, limits::DEPTH) },
    Parameter { name: "format", about: "How results are written", shape: Shape::Choice(FORMATS) },
    Parameter {
        name: "facets",
        about: "Answer with one JSON object that has the counts of these fields, too",
        shape: Shape::Choices(FACETS),
    },
];

/// The handler.
///
/// # Errors
/// When a parameter or the query cannot be read, or the search takes too long.
pub async fn search(State(app): State<Arc<App>>, parts: RequestParts) -> Result<Response, Problem> {
    let parameters = Parameters::read(&parts.uri, &[requests::FILTERS, requests::ORDER, PARAMETERS])?;
    respond(&app, &parts, move |reader| found(reader, &parameters)).await
}

fn found(reader: &Reader, parameters: &Parameters) -> Result<Sent, Problem> {
    let (n, format) = (parameters.number("n", 10), parameters.get("format"));
    let exported = format.is_some();
    if n > limits::RESULTS && !exported {
        let detail = format!("n is at most {}; with a format it is at most {}", limits::RESULTS, limits::EXPORTED);
        return Err(Problem::parameter("n", detail, &[]));
    }
    let mut request = requests::search(parameters, parameters.number("offset", 0), n)?;
    request.parts = parts(format);
    let answer = reader.search(request)?;
    if parameters.get("facets").is_some() {
        return with_facets(reader, parameters, &answer);
    }
    written(&answer, format)
}

/// What a format shows of the results.
fn parts(format: Option<&str>) -> Parts {
    match format {
        None | Some("json") => Parts { findings: true, advice: true, ..Parts::default() },
        Some("csv") => Parts { speakers: true, ..Parts::default() },
        Some(_) => Parts::default(),
    }
}

/// The results in a format; without one as JSON Lines that are not to be kept.
fn written(answer: &SearchAnswer, format: Option<&str>) -> Result<Sent, Problem> {
    let mut body = Vec::new();
    let (media_type, extension, done) = match format {
        Some("csv") => ("text/csv; charset=utf-8", "csv", hits::csv(&answer.hits, &mut body).is_ok()),
        Some("trec") => ("text/plain; charset=utf-8", "trec", hits::trec("1", &answer.hits, &mut body).is_ok()),
        _ => ("application/x-ndjson", "jsonl", hits::json(answer, &mut body).is_ok()),
    };
    if !done {
        return Err(Problem::internal());
    }
    Ok(Sent { media_type, body, file: format.map(|_| format!("onrecord.{extension}")) })
}

/// One object: the query, the results, the counts.
#[derive(Serialize)]
struct SearchObject<'a> {
    format_version: u32,
    query: &'a Understood,
    hits: Vec<wire::HitLine<'a>>,
    total: Total,
    returned: usize,
    elapsed_ms: f64,
    facets: Map<String, Value>,
}

fn with_facets(reader: &Reader, parameters: &Parameters, answer: &SearchAnswer) -> Result<Sent, Problem> {
    let mut facets = Map::new();
    for name in parameters.list("facets") {
        let Some(field) = Field::from_name(name) else { continue };
        let request = FacetsRequest {
            query: parameters.get("q").unwrap_or("*").to_owned(),
            filters: requests::filters(parameters),
            unit: answer.unit,
            ..FacetsRequest::new(field, VALUES)
        };
        let counted = serde_json::to_value(wire::facets_line(&reader.facets(request)?));
        facets.insert(name.to_owned(), counted.map_err(|_| Problem::internal())?);
    }
    Sent::json(&SearchObject {
        format_version: wire::FORMAT_VERSION,
        query: &answer.query,
        hits: answer.hits.iter().map(wire::hit).collect(),
        total: answer.total,
        returned: answer.returned() as usize,
        elapsed_ms: answer.elapsed_ms,
        facets,
    })
}
