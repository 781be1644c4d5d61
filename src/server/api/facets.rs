//! `GET /api/v1/facets/{field}`: what `onrecord facets` counts.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::request::Parts;
use axum::response::Response;

use super::{Sent, respond};
use crate::annotate::speaker::SpeakerType;
use crate::api::{FacetsAnswer, FacetsRequest, Field, Interval};
use crate::render::format::ResultFormat;
use crate::render::{facets as table, wire};
use crate::server::app::App;
use crate::server::http::parameters::{Parameter, Parameters, Shape};
use crate::server::http::problem::Problem;
use crate::server::requests;

/// What the counting takes besides filters.
pub const PARAMETERS: &[Parameter] = &[
    Parameter { name: "n", about: "Most values", shape: Shape::Number(1, 10_000) },
    Parameter {
        name: "interval",
        about: "Width of a bar of dates",
        shape: Shape::Choice(&["year", "quarter", "month", "week", "day"]),
    },
    Parameter {
        name: "by",
        about: "A table: a column for each of the most frequent values of this field",
        shape: Shape::Choice(&["speaker", "role", "topic", "outlet", "author", "kind", "lang"]),
    },
    Parameter {
        name: "type",
        about: "Only speakers of this type",
        shape: Shape::Choice(&["person", "organisation", "group", "document", "unnamed"]),
    },
    Parameter { name: "prefix", about: "Only values of which some word begins so", shape: Shape::Text },
    Parameter { name: "format", about: "How counts are written", shape: Shape::Choice(&["json", "csv"]) },
    requests::UNIT,
];

/// `GET /api/v1/facets/FIELD`: counts as JSON or CSV.
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
        query: requests::query(&parameters).to_owned(),
        filters: requests::filters(&parameters),
        interval: interval(parameters.get("interval")),
        unit: requests::unit(&parameters),
        by: parameters.get("by").and_then(Field::from_name),
        speaker_type: parameters.get("type").and_then(speaker_type),
        prefix: parameters.get("prefix").unwrap_or_default().to_owned(),
        ..FacetsRequest::new(field, parameters.number("n", 50))
    };
    let as_table = parameters.get("format") == Some("csv");
    respond(&app, parts, move |reader| written(&reader.facets(request)?, as_table)).await
}

fn speaker_type(name: &str) -> Option<SpeakerType> {
    Some(match name {
        "person" => SpeakerType::Person,
        "organisation" => SpeakerType::Organisation,
        "group" => SpeakerType::Group,
        "document" => SpeakerType::Document,
        "unnamed" => SpeakerType::Unnamed,
        _ => return None,
    })
}

fn interval(name: Option<&str>) -> Interval {
    match name {
        Some("year") => Interval::Year,
        Some("quarter") => Interval::Quarter,
        Some("week") => Interval::Week,
        Some("day") => Interval::Day,
        _ => Interval::Month,
    }
}

fn written(answer: &FacetsAnswer, as_table: bool) -> Result<Sent, Problem> {
    if !as_table {
        return Sent::json(&wire::facets_line(answer));
    }
    let mut body = Vec::new();
    table::csv(answer, &mut body).map_err(|_| Problem::internal())?;
    Ok(Sent { media_type: ResultFormat::Csv.media_type(), body, file: Some("onrecord.csv".to_owned()) })
}
