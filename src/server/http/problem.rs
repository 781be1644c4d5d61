//! What went wrong, once for programs (`application/problem+json`, RFC 9457) and pages alike. Which of the two a
//! client gets is decided where the response leaves ([`gate`](super::gate)).

use std::ops::{Deref, DerefMut};

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A part of a query, half-open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct QuerySpan {
    /// UTF-8 bytes.
    pub bytes: [usize; 2],
    /// Unicode code points.
    pub chars: [usize; 2],
}

/// What went wrong.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Problem(Box<Report>);

impl Deref for Problem {
    type Target = Report;

    fn deref(&self) -> &Report {
        &self.0
    }
}

impl DerefMut for Problem {
    fn deref_mut(&mut self) -> &mut Report {
        &mut self.0
    }
}

/// What is said of a problem.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Problem")]
pub struct Report {
    /// What sort of problem it is: a URI that stays the same.
    #[serde(rename = "type")]
    pub kind: String,
    /// The sort in words.
    pub title: String,
    /// The HTTP status code.
    pub status: u16,
    /// What is wrong, and what to do about it.
    pub detail: String,
    /// The query that cannot be understood.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// Where in the query.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub span: Option<QuerySpan>,
    /// What to do about it, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// What may have been meant.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<String>,
    /// The parameter that is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameter: Option<String>,
    /// What the parameter, or the address, would take.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allowed: Vec<String>,
}

impl Problem {
    /// A problem of a status, in words.
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Problem(Box::new(Report {
            kind: "about:blank".to_owned(),
            title: status.canonical_reason().unwrap_or("Error").to_owned(),
            status: status.as_u16(),
            detail: detail.into(),
            query: None,
            span: None,
            hint: None,
            candidates: Vec::new(),
            parameter: None,
            allowed: Vec::new(),
        }))
    }

    /// A problem of a sort that has a name.
    pub fn named(status: StatusCode, name: &str, title: &str, detail: impl Into<String>) -> Self {
        let mut problem = Problem::new(status, detail).titled(title);
        problem.kind = format!("urn:onrecord:problem:{name}");
        problem
    }

    /// With another title.
    #[must_use]
    pub fn titled(mut self, title: &str) -> Self {
        title.clone_into(&mut self.title);
        self
    }

    /// With what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: &str) -> Self {
        self.hint = Some(hint.to_owned());
        self
    }

    /// With what would be taken.
    #[must_use]
    pub fn allowing(mut self, allowed: &[&str]) -> Self {
        self.allowed = allowed.iter().map(|&value| value.to_owned()).collect();
        self
    }

    /// A parameter with a value that it does not take.
    pub fn parameter(name: &str, detail: impl Into<String>, allowed: &[&str]) -> Self {
        let problem = Problem::named(StatusCode::BAD_REQUEST, "parameter", "A parameter is wrong", detail);
        let mut problem = problem.allowing(allowed);
        problem.parameter = Some(name.to_owned());
        problem
    }

    /// Nothing of this name is here.
    pub fn not_found(detail: impl Into<String>) -> Self {
        Problem::named(StatusCode::NOT_FOUND, "not-found", "Not found", detail)
    }

    /// Too many ask at once.
    pub fn busy() -> Self {
        let detail = "too many searches run at once; try again in a moment";
        Problem::named(StatusCode::SERVICE_UNAVAILABLE, "busy", "The archive is busy", detail)
    }

    /// A search took too long.
    pub fn too_slow(seconds: f32) -> Self {
        let detail = format!("the search took longer than the {seconds} seconds it may take, so there is no answer");
        let hint = "Beginnings of a word or two letters (a*), wide distances (w/50) and expressions that any word \
                    matches cost most: make them longer or narrower, or add a date, speaker or outlet.";
        Problem::named(StatusCode::GATEWAY_TIMEOUT, "too-slow", "This search takes too long", detail).hint(hint)
    }

    /// Something that is no fault of the client.
    pub fn internal() -> Self {
        let detail = "something went wrong inside; the server goes on. Please report what you searched for";
        Problem::named(StatusCode::INTERNAL_SERVER_ERROR, "internal", "Something went wrong", detail)
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// The response for programs.
    pub fn json(&self) -> Response {
        let body = serde_json::to_vec(self).unwrap_or_default();
        (self.status(), [(header::CONTENT_TYPE, "application/problem+json")], body).into_response()
    }

    /// The query before, at, and after the place that is wrong.
    pub fn pieces(&self) -> Option<(&str, &str, &str)> {
        let (query, [start, end]) = (self.query.as_deref()?, self.span?.bytes);
        let at = query.get(start..end)?;
        Some((&query[..start], at, &query[end..]))
    }
}

/// The problem waits in the response to be given a form.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        if self.status() == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("2"));
        }
        response.extensions_mut().insert(self);
        response
    }
}
