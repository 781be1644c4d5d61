//! What the archive holds, what state it is in, and bringing it up to date.

use std::sync::Arc;

use axum::extract::State;
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::{Sent, respond};
use crate::api::{Answer, Request, Stop, UpdateRequest};
use crate::server::app::App;
use crate::server::http::parameters::Parameters;
use crate::server::http::problem::Problem;

/// `GET /healthz`: the server lives. Waits in no line, so that it is answered under any load.
///
/// # Errors
/// Never.
pub async fn health() -> Result<Response, Problem> {
    Ok(Sent::json(&json!({"status": "ok"}))?.into_response())
}

/// `GET /api/v1/stats`: what `onrecord stats` tells.
///
/// # Errors
/// When there is a parameter, or the index cannot be read.
pub async fn stats(State(app): State<Arc<App>>, parts: Parts) -> Result<Response, Problem> {
    Parameters::read(&parts.uri, &[])?;
    respond(&app, parts, |reader| Sent::json(&reader.stats()?)).await
}

/// `GET /api/v1/status`: the revision, the run under way, and what could not be read.
///
/// # Errors
/// When there is a parameter, or no index.
pub async fn status(State(app): State<Arc<App>>, parts: Parts) -> Result<Response, Problem> {
    Parameters::read(&parts.uri, &[])?;
    let (revision, run) = (app.revision()?.to_string(), app.run());
    let status = json!({
        "revision": revision,
        "running": run.under_way,
        "last": run.last,
        "failure": run.failure,
    });
    Ok(Sent::json(&status)?.into_response())
}

/// `POST /api/v1/index`: reads again what was indexed before.
///
/// # Errors
/// When that is not allowed, or a run is under way.
pub async fn update(State(app): State<Arc<App>>) -> Result<Response, Problem> {
    if !app.allows_writing() {
        let detail = "this server only reads; `onrecord serve --allow-write` lets it bring the index up to date";
        return Err(Problem::named(StatusCode::FORBIDDEN, "read-only", "Not allowed here", detail));
    }
    let archive = app.archive().clone();
    if app.set_run(|run| std::mem::replace(&mut run.under_way, true)) {
        let detail = "a run is under way; /api/v1/status tells when it ends";
        return Err(Problem::named(StatusCode::CONFLICT, "running", "A run is under way", detail));
    }
    let status = format!("{}/api/v1/status", app.base());
    tokio::task::spawn_blocking(move || {
        let request = Request::Update(UpdateRequest::default());
        let done = crate::guard::guarded(|| archive.ask(&request, &Stop::NEVER));
        app.set_run(|run| {
            run.under_way = false;
            run.failure = match done {
                Ok(Ok(Answer::Update(update))) => {
                    run.last = Some(update);
                    None
                }
                Ok(Err(error)) => Some(error.to_string()),
                _ => Some("something went wrong inside".to_owned()),
            };
        });
    });
    Ok((StatusCode::ACCEPTED, [(header::LOCATION, status)]).into_response())
}
