//! Why the desk gives no answer, as a problem with a status.

use axum::http::StatusCode;

use super::http::problem::{Problem, QuerySpan};
use crate::api::{Error, QueryProblem};

/// The problem that an error of the desk is. `deadline` is how many seconds a search may take.
pub(super) fn problem(error: Error, deadline: f32) -> Problem {
    match error {
        Error::Query(wrong) => of_query(&wrong),
        Error::Filter { field, problem } => {
            let name = field.map_or("since", |field| field.name());
            let value = of_query(&problem);
            let mut value = value.titled(&format!("The value of {name} cannot be read"));
            value.parameter = Some(name.to_owned());
            value
        }
        Error::Setting { name, message } => Problem::parameter(&name, message, &[]),
        Error::Stopped { .. } => Problem::too_slow(deadline),
        Error::Missing { place } => missing(&place),
        Error::Version { .. } | Error::Foreign { .. } => {
            let detail = format!("{error}; read the sources again with `onrecord index --force`");
            Problem::named(StatusCode::SERVICE_UNAVAILABLE, "version", "The index is of another version", detail)
        }
        Error::Locked { .. } => Problem::named(StatusCode::CONFLICT, "locked", "A run is under way", error.to_string()),
        _ => Problem::internal().hint("`onrecord index --check` says more."),
    }
}

/// There is no index.
pub(super) fn missing(place: &str) -> Problem {
    let detail = format!("there is no index at {place} yet");
    let hint = "Run `onrecord index FOLDER` with the folder of your articles; this page then answers by itself.";
    let problem = Problem::named(StatusCode::SERVICE_UNAVAILABLE, "no-index", "Nothing is indexed yet", detail);
    problem.hint(hint)
}

fn of_query(wrong: &QueryProblem) -> Problem {
    let place = |ends: [u32; 2]| ends.map(|end| end as usize);
    let title = "This query cannot be read";
    let mut problem = Problem::named(StatusCode::BAD_REQUEST, "query", title, wrong.message.clone());
    problem.query = Some(wrong.text.clone());
    problem.span = Some(QuerySpan { bytes: place(wrong.span.bytes), chars: place(wrong.span.chars) });
    problem.hint.clone_from(&wrong.hint);
    problem.candidates.clone_from(&wrong.candidates);
    problem
}
