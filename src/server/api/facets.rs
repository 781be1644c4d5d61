//! `GET /api/v1/facets/{field}`: what `onrecord facets` counts.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::request::Parts;
use axum::response::Response;

use super::{Sent, respond};
use crate::api::{FacetsRequest, Field, Interval, Unit};
use crate::render::wire;
use crate::server::app::App;
use crate::server::http::parameters::{Parameter, Parameters, Shape};
use crate::server::http::problem::Problem;
use crate::server::requests;

/// What the counting takes besides filters.
pub const PARAMETERS: &[Parameter] = &[
    Parameter { name: "n", about: "Most values", shape: Shape::Number(1, 10_000) },
    Parameter { name: "interval", about: "Width of a bar of dates", shape: Shape::Choice(&["year", "month", "day"]) },
    Parameter { name: "unit", about: "What is counted", shape: Shape::Choice(&["passage", "article"]) },
];

/// The handler.
///
/// # Errors
/// When there is no such field, a parameter or the query cannot be read, or the counting takes too long.
pub async fn facets(State(app): State<Arc<App>>, Path(name): Path<String>, parts: Parts) -> Result<Response, Problem> {
    let Some(field) = Field::from_name(&name).filter(|field| Field::FACETS.contains(field)) else {
        let names = Field::FACETS.map(Field::name);
        let detail = format!("there are no counts of {name}; there are those of {}", names.join(", "));
        return Err(Problem::not_found(detail).allowing(&names));
    };
    let parameters = Parameters::read(&parts.uri, &[requests::FILTERS, PARAMETERS])?;
    let request = FacetsRequest {
        query: parameters.get("q").unwrap_or("*").to_owned(),
        filters: requests::filters(&parameters),
        interval: match parameters.get("interval") {
            Some("year") => Interval::Year,
            Some("day") => Interval::Day,
            _ => Interval::Month,
        },
        unit: if parameters.get("unit") == Some("article") { Unit::Article } else { Unit::Passage },
        ..FacetsRequest::new(field, parameters.number("n", 50))
    };
    respond(&app, &parts, move |reader| Sent::json(&wire::facets_line(&reader.facets(request)?))).await
}
