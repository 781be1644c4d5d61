//! Why the desk gives no answer, as a problem with a status.

use axum::http::StatusCode;

use super::http::problem::{Problem, QuerySpan};
use super::requests::EVERYTHING;
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

/// What of a query costs most, and what to do about it.
pub(super) fn costly(query: &str) -> String {
    let is_costly = |part: &&str| {
        let word = part.rsplit(':').next().unwrap_or(part).trim_matches(['(', ')', '"']);
        let letters = word.chars().take_while(|c| c.is_alphanumeric()).count();
        let distance = part.rsplit(['/', '+']).next().and_then(|digits| digits.parse::<u32>().ok());
        let is_open = word.contains(['*', '?', '!']) && letters < 3;
        let is_wide = part.contains('/') && distance.is_some_and(|distance| distance > 20);
        is_open || is_wide || word.starts_with('/') && word.len() > 1
    };
    let parts: Vec<String> = query.split_whitespace().filter(is_costly).map(|part| format!("`{part}`")).collect();
    if query.trim() == EVERYTHING || parts.is_empty() {
        return "It finds very much, or too many ask at once. Add a word, a date, a speaker or an outlet.".to_owned();
    }
    format!("{} costs most. Make it longer or narrower, or add a date, a speaker or an outlet.", parts.join(" with "))
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

#[cfg(test)]
mod tests {
    use super::costly;

    #[test]
    fn what_costs_most_is_named() {
        for (query, part) in [
            ("oil a* price", "`a*`"),
            ("a* w/50 b*", "`a*` with `w/50` with `b*`"),
            ("said:/[a-z]+s/ oil", "`said:/[a-z]+s/`"),
            ("title:o?", "`title:o?`"),
        ] {
            assert!(costly(query).starts_with(&format!("{part} costs")), "{query}: {}", costly(query));
        }
        for plain in ["*", "oil prices", "terror*", "oil w/5 price", "and/or"] {
            assert!(costly(plain).starts_with("It finds"), "{plain}: {}", costly(plain));
        }
    }
}
