//! The page of what went wrong: for a query the place, underlined; for everything what can be done.

use askama::Template;
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};

use super::frame::Frame;
use super::links::State;
use super::results::Way;
use super::words::{sentence, shown};
use crate::server::http::gate::Context;
use crate::server::http::problem::Problem;

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage<'a> {
    frame: Frame,
    title: String,
    pieces: Option<(String, String, String)>,
    detail: String,
    advice: Vec<String>,
    instead: Vec<Way>,
    ask_for_token: bool,
    to: &'a str,
}

/// The page of a problem, with its status.
pub fn page(problem: &Problem, context: &Context) -> Response {
    let asked = |name: &str| {
        let query = context.uri.query().unwrap_or_default();
        let value = form_urlencoded::parse(query.as_bytes()).find(|(known, _)| known == name);
        value.map(|(_, value)| value.into_owned()).unwrap_or_default()
    };
    let state = State::default().with("q", &asked("q"));
    let mut frame = Frame::new(&context.base_path, "problem", &state, None);
    frame.wrong = problem.query.is_some();
    let whole = |text: &str| shown(text).into_owned();
    let page = ProblemPage {
        frame,
        title: whole(&problem.title),
        pieces: problem.pieces().map(|(before, at, after)| (whole(before), whole(at), whole(after))),
        detail: sentence(&shown(&problem.detail)),
        advice: advice(problem),
        instead: instead(problem, &asked("q"), &context.base_path),
        ask_for_token: problem.status == 401,
        to: context.uri.path_and_query().map_or("/", |path| path.as_str()),
    };
    let body = page.render().unwrap_or_else(|_| "Something went wrong.".to_owned());
    let mut response = (problem.status(), Html(body)).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
    response
}

fn advice(problem: &Problem) -> Vec<String> {
    problem.hint.iter().map(|hint| sentence(&shown(hint))).collect()
}

/// What may have been meant, as links; for a query that a reader can do nothing with, an example.
fn instead(problem: &Problem, query: &str, base: &str) -> Vec<Way> {
    let meant = |candidate: &String| {
        let repaired = problem.pieces().map(|(before, _, after)| format!("{before}{candidate}{after}"));
        let q = repaired.unwrap_or_else(|| query.to_owned());
        Way { href: State::default().with("q", &q).href(base), label: format!("Did you mean {}?", shown(&q)) }
    };
    let meant: Vec<Way> = problem.candidates.iter().take(3).map(meant).collect();
    if problem.query.is_none() || !meant.is_empty() {
        return meant;
    }
    let words: String = query.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.is_empty() {
        return Vec::new();
    }
    let label = format!("Search for the words alone: {words}");
    vec![Way { href: State::default().with("q", &words.to_lowercase()).href(base), label }]
}
