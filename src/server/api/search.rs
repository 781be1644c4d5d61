//! `GET /api/v1/search`: what `onrecord search` finds, in each of its formats.

use std::sync::Arc;

use axum::extract::State;
use axum::http::request::Parts as RequestParts;
use axum::response::Response;
use serde::Serialize;
use serde_json::{Map, Value};

use super::format;
use super::{Sent, respond};
use crate::api::{FacetsRequest, Field, SearchAnswer, Total, Understood};
use crate::render::format::ResultFormat;
use crate::render::wire;
use crate::server::app::{App, Reader};
use crate::server::http::limits;
use crate::server::http::parameters::{Parameter, Parameters, Shape};
use crate::server::http::problem::Problem;
use crate::server::requests;

/// Fields that can be counted along with a search.
const FACETS: &[&str] = &["speaker", "role", "topic", "outlet", "author", "kind", "lang", "date"];
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
    Parameter { name: "format", about: "How results are written", shape: Shape::Choice(&ResultFormat::NAMES) },
    Parameter {
        name: "hits-only",
        about: "JSON Lines without the first and the last line, which tell of the query",
        shape: Shape::Flag,
    },
    Parameter { name: "count", about: "Answer with the number of results alone", shape: Shape::Flag },
    Parameter { name: "explain", about: "Say what each score is made of", shape: Shape::Flag },
    Parameter {
        name: "facets",
        about: "Answer with one JSON object that has the counts of these fields, too",
        shape: Shape::Choices(FACETS),
    },
];

/// `GET /api/v1/search`: results as JSON, JSON Lines, CSV or citations.
///
/// # Errors
/// When a parameter or the query cannot be read, or the search takes too long.
pub async fn search(State(app): State<Arc<App>>, parts: RequestParts) -> Result<Response, Problem> {
    let parameters = Parameters::read(&parts.uri, &[requests::FILTERS, requests::ORDER, PARAMETERS])?;
    respond(&app, parts, move |reader| found(reader, &parameters)).await
}

fn found(reader: &Reader, parameters: &Parameters) -> Result<Sent, Problem> {
    let format = format::asked_for(parameters);
    let n = limit(parameters, format)?;
    let mut request = requests::search(parameters, parameters.number("offset", 0), n)?;
    request.parts = format.parts();
    request.parts.explanation = parameters.flag("explain");
    let answer = reader.search(request)?;
    if parameters.flag("count") {
        let body = format!("{}\n", answer.total.value).into_bytes();
        return Ok(Sent { media_type: format::PLAIN, body, file: None });
    }
    if parameters.get("facets").is_some() {
        return with_facets(reader, parameters, &answer);
    }
    format::results(format, &answer, parameters.flag("hits-only"), parameters.get("format").is_some())
}

/// How many results are wanted. An export may have more than an answer that is looked at.
fn limit(parameters: &Parameters, format: ResultFormat) -> Result<usize, Problem> {
    let n = parameters.number("n", 10);
    if n > limits::RESULTS && parameters.get("format").is_none() {
        let detail = format!("n is at most {}; with a format it is at most {}", limits::RESULTS, limits::EXPORTED);
        return Err(Problem::parameter("n", detail, &[]));
    }
    if parameters.flag("hits-only") && (format != ResultFormat::Json || parameters.get("facets").is_some()) {
        let detail = "hits-only is for JSON Lines: other formats have nothing but results";
        return Err(Problem::parameter("hits-only", detail, &[]));
    }
    let unit = requests::unit(parameters);
    if !format.holds(unit) {
        let detail = "a TREC run is of passages or articles, not of statements";
        let others: Vec<&str> = ResultFormat::ALL.iter().filter(|f| f.holds(unit)).map(|f| f.name()).collect();
        return Err(Problem::parameter("format", detail, &others));
    }
    Ok(if parameters.flag("count") { 0 } else { n })
}

/// One object: the query, the results, the counts.
#[derive(Serialize)]
struct SearchObject<'a> {
    format_version: u32,
    query: &'a Understood,
    hits: Vec<ResultLine<'a>>,
    total: Total,
    returned: usize,
    elapsed_ms: f64,
    facets: Map<String, Value>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum ResultLine<'a> {
    Hit(wire::HitLine<'a>),
    Quote(wire::QuoteLine<'a>),
}

fn with_facets(reader: &Reader, parameters: &Parameters, answer: &SearchAnswer) -> Result<Sent, Problem> {
    let mut facets = Map::new();
    for name in parameters.list("facets") {
        let Some(field) = Field::from_name(name) else { continue };
        let request = FacetsRequest {
            query: requests::query(parameters).to_owned(),
            filters: requests::filters(parameters),
            unit: answer.unit,
            ..FacetsRequest::new(field, VALUES)
        };
        let counted = serde_json::to_value(wire::facets_line(&reader.facets(request)?));
        facets.insert(name.to_owned(), counted.map_err(|_| Problem::internal())?);
    }
    let statements = answer.statements.iter().map(|statement| ResultLine::Quote(wire::statement(statement)));
    Sent::json(&SearchObject {
        format_version: wire::FORMAT_VERSION,
        query: &answer.query,
        hits: answer.hits.iter().map(|hit| ResultLine::Hit(wire::hit(hit))).chain(statements).collect(),
        total: answer.total,
        returned: answer.returned() as usize,
        elapsed_ms: answer.elapsed_ms,
        facets,
    })
}
