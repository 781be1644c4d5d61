//! `GET /api/v1/articles/{id}`, its text, its passages: what `onrecord show` shows.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::request::Parts;
use axum::response::Response;
use serde::Serialize;

use super::format;
use super::{Sent, respond};
use crate::api::{AnnotatedArticle, Mark, PassageHead, Published, Quote, Shown};
use crate::render::article::words;
use crate::render::format::ResultFormat;
use crate::server::app::App;
use crate::server::http::parameters::{Parameter, Parameters, Shape};
use crate::server::http::problem::Problem;
use crate::server::named::article_named;

/// What an article takes.
pub const PARAMETERS: &[Parameter] = &[
    Parameter { name: "q", about: "Mark every match of this query in the article", shape: Shape::Text },
    Parameter {
        name: "context",
        about: "Passages before and after the one that the id names",
        shape: Shape::Number(0, 50),
    },
    Parameter {
        name: "format",
        about: "How the article is written: what was found in it, its text, or its citation",
        shape: Shape::Choice(&["json", "raw", "ris", "bibtex", "csl", "md"]),
    },
];

/// What a passage takes.
pub const PASSAGE: &[Parameter] = &[Parameter {
    name: "context",
    about: "How many passages before it and after it are wanted, too",
    shape: Shape::Number(0, 50),
}];

/// An article with what was found in it, and with the marks of a query; or its text, or its citation.
///
/// # Errors
/// When there is none, several go by this name, or the query cannot be read.
pub async fn article(State(app): State<Arc<App>>, Path(id): Path<String>, parts: Parts) -> Result<Response, Problem> {
    let parameters = Parameters::read(&parts.uri, &[PARAMETERS])?;
    respond(&app, parts, move |reader| {
        let context = parameters.number("context", 0) as u32;
        let found = article_named(reader, &id, parameters.get("q"), context)?;
        written(&found, &parameters)
    })
    .await
}

fn written(found: &Shown, parameters: &Parameters) -> Result<Sent, Problem> {
    let name = parameters.get("format").unwrap_or_default();
    if let Some(ResultFormat::Cited(format)) = ResultFormat::from_name(name) {
        return format::citation(format, found);
    }
    if name == "raw" {
        return Ok(Sent { media_type: format::PLAIN, body: raw(found).into(), file: None });
    }
    let marks = parameters.get("q").map(|_| found.marks.as_slice());
    Sent::json(&Marked { article: &found.article, marks })
}

/// The text, or that of the passage that is meant.
fn raw(found: &Shown) -> &str {
    let passage = found.article.passages.first().filter(|_| found.passage.is_some());
    passage.map_or(found.text.as_str(), |passage| words(found, &passage.span))
}

/// The text that places refer to.
///
/// # Errors
/// When there is no such article.
pub async fn text(State(app): State<Arc<App>>, Path(id): Path<String>, parts: Parts) -> Result<Response, Problem> {
    Parameters::read(&parts.uri, &[])?;
    respond(&app, parts, move |reader| {
        let body = article_named(reader, &id, None, 0)?.text.into_bytes();
        Ok(Sent { media_type: format::PLAIN, body, file: None })
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
    respond(&app, parts, move |reader| {
        let found = article_named(reader, &id, None, 0)?;
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
    Sent::json(&Around {
        id: format!("{}:{n}", article.id),
        article: &article.id,
        title: &article.title,
        path: &article.path,
        published: &article.published,
        passages: passages.map(|passage| with_words(found, passage)).collect(),
    })
}

fn with_words<'a>(found: &'a Shown, passage: &'a PassageHead) -> WithWords<'a> {
    WithWords {
        passage,
        text: words(found, &passage.span),
        quotes: found.article.quotes.iter().filter(|quote| quote.span.overlaps(&passage.span)).collect(),
    }
}

/// An article with the marks of a query.
#[derive(Serialize)]
struct Marked<'a> {
    #[serde(flatten)]
    article: &'a AnnotatedArticle,
    #[serde(skip_serializing_if = "Option::is_none")]
    marks: Option<&'a [Mark]>,
}

/// A passage with those around it.
#[derive(Serialize)]
struct Around<'a> {
    id: String,
    article: &'a str,
    title: &'a str,
    path: &'a str,
    published: &'a Published,
    passages: Vec<WithWords<'a>>,
}

#[derive(Serialize)]
struct WithWords<'a> {
    #[serde(flatten)]
    passage: &'a PassageHead,
    text: &'a str,
    quotes: Vec<&'a Quote>,
}
