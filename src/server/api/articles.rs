//! `GET /api/v1/articles/{id}`, its text, its passages: what `onrecord show` shows.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::request::Parts;
use axum::response::Response;
use serde_json::json;

use super::{Sent, respond};
use crate::api::{ShowRequest, Shown};
use crate::server::app::{App, Reader};
use crate::server::http::parameters::{Parameter, Parameters, Shape};
use crate::server::http::problem::Problem;

/// What an article takes.
pub const PARAMETERS: &[Parameter] =
    &[Parameter { name: "q", about: "Mark every match of this query in the article", shape: Shape::Text }];

/// What a passage takes.
pub const PASSAGE: &[Parameter] = &[Parameter {
    name: "context",
    about: "How many passages before it and after it are wanted, too",
    shape: Shape::Number(0, 50),
}];

/// An article with what was found in it, and with the marks of a query.
///
/// # Errors
/// When there is none, or the query cannot be read.
pub async fn article(State(app): State<Arc<App>>, Path(id): Path<String>, parts: Parts) -> Result<Response, Problem> {
    let parameters = Parameters::read(&parts.uri, &[PARAMETERS])?;
    respond(&app, &parts, move |reader| {
        let found = shown(reader, &id, parameters.get("q"))?;
        let mut value = serde_json::to_value(&found.article).map_err(|_| Problem::internal())?;
        if parameters.get("q").is_some() {
            value["marks"] = json!(found.marks);
        }
        Sent::json(&value)
    })
    .await
}

/// The text that places refer to.
///
/// # Errors
/// When there is no such article.
pub async fn text(State(app): State<Arc<App>>, Path(id): Path<String>, parts: Parts) -> Result<Response, Problem> {
    Parameters::read(&parts.uri, &[])?;
    respond(&app, &parts, move |reader| {
        let body = shown(reader, &id, None)?.text.into_bytes();
        Ok(Sent { media_type: "text/plain; charset=utf-8", body, file: None })
    })
    .await
}

/// A passage, with those around it if they are asked for.
///
/// # Errors
/// When there is none.
pub async fn passage(
    State(app): State<Arc<App>>,
    Path((id, n)): Path<(String, u32)>,
    parts: Parts,
) -> Result<Response, Problem> {
    let parameters = Parameters::read(&parts.uri, &[PASSAGE])?;
    let context = parameters.number("context", 0) as u32;
    respond(&app, &parts, move |reader| {
        let found = shown(reader, &id, None)?;
        around(&found, n, context)
    })
    .await
}

fn around(found: &Shown, n: u32, context: u32) -> Result<Sent, Problem> {
    let article = &found.article;
    if !article.passages.iter().any(|passage| passage.ordinal == n) {
        let last = article.passages.last().map_or(0, |passage| passage.ordinal);
        return Err(Problem::not_found(format!("this article has the passages 0 to {last}, and none is {n}")));
    }
    let wanted = n.saturating_sub(context)..=n.saturating_add(context);
    let passages = article.passages.iter().filter(|passage| wanted.contains(&passage.ordinal));
    let text = |span: &crate::api::Place| match span.within {
        Some(_) => article.title.get(span.range()).unwrap_or_default(),
        None => found.text.get(span.range()).unwrap_or_default(),
    };
    let with_words = |passage: &crate::api::PassageHead| {
        let overlapping = article.quotes.iter().filter(|quote| quote.span.overlaps(&passage.span));
        json!({
            "ordinal": passage.ordinal, "kind": passage.kind, "line": passage.line, "span": passage.span,
            "text": text(&passage.span), "topics": passage.topics, "quotes": overlapping.collect::<Vec<_>>(),
        })
    };
    let passages: Vec<_> = passages.map(with_words).collect();
    Sent::json(&json!({"id": format!("{}:{n}", article.id), "article": article.id, "title": article.title,
        "path": article.path, "published": article.published, "passages": passages}))
}

fn shown(reader: &Reader, id: &str, query: Option<&str>) -> Result<Shown, Problem> {
    let request = ShowRequest { query: query.map(str::to_owned), ..ShowRequest::new(id) };
    let found = reader.show(request)?.articles.into_iter().next();
    found.ok_or_else(|| Problem::not_found(format!("nothing in this index has the id {id}")))
}
