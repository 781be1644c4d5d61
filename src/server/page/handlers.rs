//! From a request to a page.

use std::sync::Arc;

use askama::Template;
use axum::body::Bytes;
use axum::extract::{Path, State as Extract};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

use super::frame::Frame;
use super::links::State;
use super::results::Results;
use super::{article, browse, help, results, speaker, status};
use crate::server::app::{App, Reader};
use crate::server::http::parameters::{Parameter, Parameters, Shape};
use crate::server::http::problem::Problem;
use crate::server::requests;

/// What the page of results takes besides filters and order.
const PAGING: &[Parameter] = &[
    Parameter { name: "page", about: "Which page of results", shape: Shape::Number(1, 1000) },
    Parameter {
        name: "fragment",
        about: "The results alone, without the frame of the page",
        shape: Shape::Choice(&["1"]),
    },
];

/// What an article takes besides the search that led to it.
const PLACE: &[Parameter] =
    &[Parameter { name: "at", about: "The article's place among the results", shape: Shape::Number(1, 10_000) }];

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage {
    frame: Frame,
    results: Results,
}

/// `GET /`: the newest articles, or the results of a search.
///
/// # Errors
/// When a parameter or the query cannot be read, or the search takes too long.
pub async fn search(Extract(app): Extract<Arc<App>>, parts: Parts) -> Result<Response, Problem> {
    let parameters = Parameters::read(&parts.uri, &[requests::FILTERS, requests::ORDER, PAGING])?;
    respond(&app, parts, move |reader| {
        let state = State::of(&parameters);
        let results = results::results(reader, &parameters, &state)?;
        if parameters.get("fragment").is_some() {
            return rendered(&results);
        }
        rendered(&SearchPage { frame: Frame::new(reader.base(), "search", &state, reader.held()), results })
    })
    .await
}

/// `GET /a/{id}`: an article.
///
/// # Errors
/// When there is none, a parameter or the query cannot be read, or it takes too long.
pub async fn article(
    Extract(app): Extract<Arc<App>>,
    Path(id): Path<String>,
    parts: Parts,
) -> Result<Response, Problem> {
    let parameters = Parameters::read(&parts.uri, &[requests::FILTERS, requests::ORDER, PLACE])?;
    let state = State::of(&parameters);
    let work = move |reader: &Reader| match article::article(reader, &id, &parameters, &state)? {
        article::Found::Page(page) => Ok(Ok(rendered(page.as_ref())?)),
        article::Found::Elsewhere(address) => Ok(Err(address)),
    };
    Ok(app.answer(parts, work).await?.response(|found| match found {
        Ok(page) => Html(page).into_response(),
        Err(address) => (StatusCode::SEE_OTHER, [(header::LOCATION, address)]).into_response(),
    }))
}

/// `GET /s/{name}`: a speaker.
///
/// # Errors
/// When a parameter cannot be read, or it takes too long.
pub async fn speaker(
    Extract(app): Extract<Arc<App>>,
    Path(name): Path<String>,
    parts: Parts,
) -> Result<Response, Problem> {
    let parameters = Parameters::read(&parts.uri, &[speaker::PARAMETERS])?;
    respond(&app, parts, move |reader| rendered(&speaker::speaker(reader, &name, &parameters)?)).await
}

/// `GET /dates`: years, months, days.
///
/// # Errors
/// When a parameter cannot be read, or it takes too long.
pub async fn dates(Extract(app): Extract<Arc<App>>, parts: Parts) -> Result<Response, Problem> {
    let parameters = Parameters::read(&parts.uri, &[browse::PARAMETERS])?;
    respond(&app, parts, move |reader| rendered(&browse::dates(reader, &parameters)?)).await
}

/// `GET /topics`: the topics.
///
/// # Errors
/// When there is a parameter, or it takes too long.
pub async fn topics(Extract(app): Extract<Arc<App>>, parts: Parts) -> Result<Response, Problem> {
    Parameters::read(&parts.uri, &[])?;
    respond(&app, parts, |reader| rendered(&browse::topics(reader)?)).await
}

/// `GET /help`: the query language.
///
/// # Errors
/// When there is a parameter, or no archive.
pub async fn help(Extract(app): Extract<Arc<App>>, parts: Parts) -> Result<Response, Problem> {
    Parameters::read(&parts.uri, &[])?;
    respond(&app, parts, |reader| rendered(&help::help(reader))).await
}

/// `GET /index`: what the index holds.
///
/// # Errors
/// When there is a parameter, or the index cannot be read.
pub async fn status(Extract(app): Extract<Arc<App>>, parts: Parts) -> Result<Response, Problem> {
    Parameters::read(&parts.uri, &[])?;
    let run = app.run();
    let page = app.read(move |reader| rendered(&status::status(reader, &run)?)).await?;
    Ok(Html(page).into_response())
}

/// `POST /token`: a browser that knows the token gets its cookie, and the page it asked for.
///
/// # Errors
/// When the token is another.
pub async fn token(Extract(app): Extract<Arc<App>>, headers: HeaderMap, body: Bytes) -> Result<Response, Problem> {
    let form: Vec<(String, String)> = form_urlencoded::parse(&body).into_owned().collect();
    let field = |name: &str| form.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str());
    let Some(token) = app.token().filter(|token| token.is(field("token").trim())) else {
        return Err(Problem::named(StatusCode::UNAUTHORIZED, "token", "That is not the token", "try again"));
    };
    let to = Some(field("to")).filter(|to| is_local(to)).unwrap_or("/");
    let secure = headers.get(header::ORIGIN).is_some_and(|origin| origin.as_bytes().starts_with(b"https:"));
    let location = format!("{}{to}", app.base());
    let headers = [(header::LOCATION, location), (header::SET_COOKIE, token.cookie(app.base(), secure))];
    Ok((StatusCode::SEE_OTHER, headers).into_response())
}

/// Whether an address leads to this server and nowhere else.
fn is_local(to: &str) -> bool {
    let plain = to.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    plain && to.starts_with('/') && !to.starts_with("//")
}

/// Answers with a page, or that the client has it already.
async fn respond(
    app: &Arc<App>,
    parts: Parts,
    work: impl FnOnce(&Reader) -> Result<String, Problem> + Send + 'static,
) -> Result<Response, Problem> {
    Ok(app.answer(parts, work).await?.response(Html))
}

fn rendered(page: &impl Template) -> Result<String, Problem> {
    page.render().map_err(|_| Problem::internal())
}

#[cfg(test)]
mod tests {
    use super::is_local;

    #[test]
    fn nobody_is_led_elsewhere() {
        assert!(is_local("/") && is_local("/a/x?q=1"));
        for elsewhere in ["", "//evil.example", "/\\evil.example", "https://evil.example", "/a\r\nSet-Cookie: x", "x"] {
            assert!(!is_local(elsewhere), "{elsewhere}");
        }
    }
}
