//! The one article of a name.

use super::app::Reader;
use super::http::problem::Problem;
use crate::api::{ShowRequest, Shown};
use axum::http::StatusCode;

/// The article, or the passage of one, that goes by a name, with the marks of a query.
///
/// # Errors
/// When there is none, when several go by it, or when the query cannot be read.
pub(super) fn article_named(reader: &Reader, name: &str, query: Option<&str>, context: u32) -> Result<Shown, Problem> {
    let mut request = ShowRequest { context, ..ShowRequest::new(name) };
    request.query = query.map(str::to_owned);
    let mut found = reader.show(request)?.articles;
    match found.len() {
        0 => Err(missing(name)),
        1 => Ok(found.remove(0)),
        _ => Err(several(name, &found)),
    }
}

fn missing(name: &str) -> Problem {
    let detail = format!("nothing in this index has the id {name}; it may have been taken out when its file vanished");
    Problem::not_found(detail).titled("No such article")
}

/// Several files have an article of the id, or several handles begin so: a handle tells them apart.
fn several(name: &str, found: &[Shown]) -> Problem {
    let detail = format!("{} articles go by {name}; take the handle of one", found.len());
    let mut problem = Problem::named(StatusCode::BAD_REQUEST, "several", "Several articles go by this name", detail);
    problem.candidates = found.iter().map(|shown| shown.handle.clone()).collect();
    problem
}
