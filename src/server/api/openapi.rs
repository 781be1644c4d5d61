//! `GET /api/v1/openapi.json`: the API described, from the tables and types that it is made of.

use axum::response::{IntoResponse, Response};
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use super::{Sent, articles, facets, format, search};
use crate::render::cite::CitationFormat;
use crate::render::format::ResultFormat;
use crate::server::http::parameters::Parameter;
use crate::server::http::problem::Problem;
use crate::server::requests;

/// An address that programs may ask.
struct Endpoint {
    path: &'static str,
    method: &'static str,
    about: &'static str,
    /// Names in the path, with what they mean.
    names: &'static [(&'static str, &'static str)],
    tables: &'static [&'static [Parameter]],
    /// Status, media type, and the name of the schema, or nothing for text.
    answers: &'static [(&'static str, &'static str, &'static str)],
}

const ID: (&str, &str) = ("id", "The id of an article, one percent-encoded segment");
const JSON: &str = "application/json";

const ENDPOINTS: &[Endpoint] = &[
    Endpoint {
        path: "/search",
        method: "get",
        about: "Passages, articles or statements that satisfy a query, as `onrecord search` finds them",
        names: &[],
        tables: &[requests::FILTERS, requests::ORDER, search::PARAMETERS],
        answers: &[
            ("200", ResultFormat::Json.media_type(), "SearchLine"),
            ("200", JSON, "SearchObject"),
            ("200", ResultFormat::Csv.media_type(), ""),
            ("200", ResultFormat::Trec.media_type(), ""),
            ("200", CitationFormat::Ris.media_type(), ""),
            ("200", CitationFormat::BibTeX.media_type(), ""),
            ("200", CitationFormat::Csl.media_type(), ""),
            ("200", CitationFormat::Markdown.media_type(), ""),
        ],
    },
    Endpoint {
        path: "/articles/{id}",
        method: "get",
        about: "An article with what was found in it, as `onrecord show` shows it",
        names: &[ID],
        tables: &[articles::PARAMETERS],
        answers: &[
            ("200", JSON, "Article"),
            ("200", format::PLAIN, ""),
            ("200", CitationFormat::Ris.media_type(), ""),
            ("200", CitationFormat::BibTeX.media_type(), ""),
            ("200", CitationFormat::Csl.media_type(), ""),
            ("200", CitationFormat::Markdown.media_type(), ""),
        ],
    },
    Endpoint {
        path: "/articles/{id}/text",
        method: "get",
        about: "The text that places refer to",
        names: &[ID],
        tables: &[],
        answers: &[("200", format::PLAIN, "")],
    },
    Endpoint {
        path: "/articles/{id}/passages/{n}",
        method: "get",
        about: "A passage, with those around it if they are asked for",
        names: &[ID, ("n", "The passage's number in the article, from 0")],
        tables: &[articles::PASSAGE],
        answers: &[("200", JSON, "Passages")],
    },
    Endpoint {
        path: "/facets/{field}",
        method: "get",
        about: "Counts of the values of a field, as `onrecord facets` counts them",
        names: &[("field", "speaker, role, topic, outlet, author, kind, lang or date")],
        tables: &[requests::FILTERS, facets::PARAMETERS],
        answers: &[("200", JSON, "Facets"), ("200", ResultFormat::Csv.media_type(), "")],
    },
    Endpoint {
        path: "/stats",
        method: "get",
        about: "What the archive holds",
        names: &[],
        tables: &[],
        answers: &[("200", JSON, "Stats")],
    },
    Endpoint {
        path: "/status",
        method: "get",
        about: "The revision, the run under way, and what could not be read",
        names: &[],
        tables: &[],
        answers: &[("200", JSON, "Status")],
    },
    Endpoint {
        path: "/index",
        method: "post",
        about: "Reads again what was indexed before; only where the server allows it",
        names: &[],
        tables: &[],
        answers: &[("202", "", "")],
    },
    Endpoint {
        path: "/openapi.json",
        method: "get",
        about: "This document",
        names: &[],
        tables: &[],
        answers: &[("200", JSON, "")],
    },
    Endpoint {
        path: "/healthz",
        method: "get",
        about: "Whether the server lives",
        names: &[],
        tables: &[],
        answers: &[("200", JSON, "Health")],
    },
];

/// Statuses that any address may answer with, beside its own.
const REFUSALS: &[(&str, &str)] = &[
    ("400", "A parameter or the query cannot be read"),
    ("401", "A token is asked for"),
    ("403", "Not allowed, or asked by a page of another site"),
    ("404", "Nothing of this name"),
    ("405", "Another method"),
    ("409", "A run is under way"),
    ("413", "The body is too long"),
    ("414", "The address is too long"),
    ("415", "The body is neither JSON nor a form"),
    ("421", "Asked under a name that the server does not go by"),
    ("500", "Something went wrong inside"),
    ("503", "Too many ask at once, or there is no index yet"),
    ("504", "The search took too long"),
];

/// `GET /api/v1/openapi.json`: what the API has, as OpenAPI 3.1.
///
/// # Errors
/// Never.
pub async fn document() -> Result<Response, Problem> {
    Ok(Sent::json(&described())?.into_response())
}

/// The document.
pub fn described() -> Value {
    let mut paths: Map<String, Value> = Map::new();
    for endpoint in ENDPOINTS {
        paths.insert(format!("/api/v1{}", endpoint.path), json!({ endpoint.method: endpoint.described() }));
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "onrecord",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Search news for what was said, by whom, when, and about what. Parameters are the command line's options; shapes are those of its JSON output.",
            "license": {"name": "MIT OR Apache-2.0"},
        },
        "paths": paths,
        "components": {
            "schemas": super::schemas::all(&mut SchemaSettings::draft2020_12().with(|settings| {
                settings.definitions_path = "/components/schemas".into();
                settings.meta_schema = None;
            }).into_generator()),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{}, {"token": []}],
    })
}

impl Endpoint {
    fn described(&self) -> Value {
        let names = self.names.iter().map(|(name, about)| {
            json!({"name": name, "in": "path", "required": true, "description": about, "schema": {"type": "string"}})
        });
        let parameters: Vec<Value> =
            names.chain(self.tables.iter().copied().flatten().map(Parameter::described)).collect();
        json!({"summary": self.about, "parameters": parameters, "responses": self.responses()})
    }

    fn responses(&self) -> Value {
        let mut responses = Map::new();
        for (status, media_type, schema) in self.answers {
            let response = responses.entry(*status).or_insert_with(|| json!({"description": self.about}));
            if media_type.is_empty() {
                continue;
            }
            // Documents name media types without their parameters.
            let media_type = media_type.split(';').next().unwrap_or_default();
            let schema = match *schema {
                "" if media_type == JSON => json!({"type": "object"}),
                "" => json!({"type": "string"}),
                name => json!({"$ref": format!("#/components/schemas/{name}")}),
            };
            response["content"][media_type] = json!({ "schema": schema });
        }
        if self.method == "get" {
            responses.insert("304".to_owned(), json!({"description": "As the client has it (If-None-Match)"}));
        }
        let problem = json!({"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}});
        for (status, about) in REFUSALS {
            responses.insert((*status).to_owned(), json!({"description": about, "content": problem}));
        }
        Value::Object(responses)
    }
}
