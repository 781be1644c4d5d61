//! The page of what went wrong: for a query the place, underlined; for everything what can be done.

use askama::Template;
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};

use super::frame::Frame;
use super::groups::article_page;
use super::links::{State, Way};
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
    let state = State::of_address(&context.uri);
    let mut frame = Frame::new(&context.base_path, "problem", &state, None);
    frame.wrong = problem.query.is_some() && problem.parameter.is_none();
    let whole = |text: &str| shown(text).into_owned();
    let page = ProblemPage {
        frame,
        title: whole(&problem.title),
        pieces: problem.pieces().map(|(before, at, after)| (whole(before), whole(at), whole(after))),
        detail: sentence(&shown(&problem.detail)),
        advice: advice(problem),
        instead: instead(problem, &state, &context.base_path),
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
fn instead(problem: &Problem, state: &State, base: &str) -> Vec<Way> {
    if problem.kind.ends_with(":several") {
        let article = |handle: &String| Way { href: article_page(handle, state, 0, base), label: shown(handle).into() };
        return problem.candidates.iter().map(article).collect();
    }
    let wrong = problem.parameter.as_deref().unwrap_or("q");
    let meant = |candidate: &String| {
        let repaired = problem.pieces().map(|(before, _, after)| format!("{before}{candidate}{after}"));
        let value = repaired.unwrap_or_else(|| candidate.clone());
        Way { href: state.with(wrong, &value).href(base), label: format!("Did you mean {}?", shown(&value)) }
    };
    let meant: Vec<Way> = problem.candidates.iter().take(3).map(meant).collect();
    if problem.query.is_none() || !meant.is_empty() {
        return meant;
    }
    if wrong != "q" {
        return vec![Way { href: state.without(wrong).href(base), label: format!("Search without {wrong}") }];
    }
    let query = state.get("q");
    let words: String = query.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.is_empty() {
        return Vec::new();
    }
    let label = format!("Search for the words alone: {words}");
    vec![Way { href: state.with("q", &words.to_lowercase()).href(base), label }]
}
