//! The API under `/api/v1`: what the command line answers, over HTTP. Parameters are the command line's options,
//! shapes are those of its JSON.

pub mod articles;
pub mod facets;
mod format;
pub mod openapi;
mod schemas;
pub mod search;
pub mod status;

use std::sync::Arc;

use axum::http::header;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};

use super::app::{App, Reader};
use super::http::problem::Problem;

/// What is sent: a media type, bytes, and the name to keep them under if they are to be kept.
pub struct Sent {
    /// The media type.
    pub media_type: &'static str,
    /// The bytes.
    pub body: Vec<u8>,
    /// The name of the file that a browser makes of it.
    pub file: Option<String>,
}

impl Sent {
    /// An object in JSON.
    ///
    /// # Errors
    /// Never: answers are plain data.
    pub fn json(value: &impl serde::Serialize) -> Result<Self, Problem> {
        let mut body = serde_json::to_vec(value).map_err(|_| Problem::internal())?;
        body.push(b'\n');
        Ok(Sent { media_type: "application/json", body, file: None })
    }
}

impl IntoResponse for Sent {
    fn into_response(self) -> Response {
        let mut response = ([(header::CONTENT_TYPE, self.media_type)], self.body).into_response();
        let disposition = self.file.and_then(|file| format!("attachment; filename=\"{file}\"").parse().ok());
        if let Some(disposition) = disposition {
            response.headers_mut().insert(header::CONTENT_DISPOSITION, disposition);
        }
        response
    }
}

/// Answers with what `work` makes, or that the client has it already.
async fn respond(
    app: &Arc<App>,
    parts: Parts,
    work: impl FnOnce(&Reader) -> Result<Sent, Problem> + Send + 'static,
) -> Result<Response, Problem> {
    Ok(app.answer(parts, work).await?.response(|sent| sent))
}
