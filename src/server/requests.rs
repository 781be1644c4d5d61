//! From parameters to what the desk is asked. The parameters have the names of the command line's options.

use crate::api::{Field, Filters, Rank, SearchRequest, Sort, Unit};

use super::http::limits;
use super::http::parameters::{Parameter, Parameters, Shape};
use super::http::problem::Problem;

/// The query that every passage satisfies.
pub const EVERYTHING: &str = "*";

/// What narrows down, everywhere.
pub const FILTERS: &[Parameter] = &[
    Parameter { name: "q", about: "The query, in the language of `onrecord help query`", shape: Shape::Text },
    Parameter { name: "speaker", about: "Who said it", shape: Shape::Text },
    Parameter { name: "role", about: "In which role", shape: Shape::Text },
    Parameter { name: "topic", about: "What it is about: a topic's id or label", shape: Shape::Text },
    Parameter { name: "outlet", about: "Who published it", shape: Shape::Text },
    Parameter { name: "author", about: "Who wrote it", shape: Shape::Text },
    Parameter { name: "url", about: "Where it was found on the web: a part of the address", shape: Shape::Text },
    Parameter { name: "kind", about: "Kind of passage (title, body, caption, …)", shape: Shape::Text },
    Parameter { name: "lang", about: "Language, by its code of two letters (en, fr)", shape: Shape::Text },
    Parameter { name: "since", about: "Published on or after this day, month or year", shape: Shape::Text },
    Parameter { name: "until", about: "Published on or before this day, month or year", shape: Shape::Text },
    Parameter {
        name: "include-boilerplate",
        about: "Search comment forms, footers and the like, too",
        shape: Shape::Flag,
    },
];

/// The orders of results.
pub const SORTS: &[&str] = &["score", "date", "-date"];

/// What a result is, and what is counted.
pub const UNIT: Parameter = Parameter {
    name: "unit",
    about: "What a result is: a passage, an article with its best passages, or a statement",
    shape: Shape::Choice(&["passage", "article", "quote"]),
};

/// What orders results.
pub const ORDER: &[Parameter] = &[
    Parameter { name: "sort", about: "Order of results", shape: Shape::Choice(SORTS) },
    UNIT,
    Parameter { name: "rank", about: "Ranking function", shape: Shape::Choice(&["default", "bm25"]) },
    Parameter { name: "recent", about: "Prefer recent articles: a half-life (30d, 6m, 2y)", shape: Shape::Text },
    Parameter {
        name: "duplicates",
        about: "Give every copy of a passage that appears in several articles",
        shape: Shape::Flag,
    },
];

/// The query that parameters ask with.
pub fn query(parameters: &Parameters) -> &str {
    parameters.get("q").unwrap_or(EVERYTHING)
}

/// The filters that parameters ask for.
pub fn filters(parameters: &Parameters) -> Filters {
    let given = |field: Field| Some((field, parameters.get(field.name())?.to_owned()));
    Filters {
        fields: Field::FILTERS.into_iter().filter_map(given).collect(),
        since: parameters.get("since").map(str::to_owned),
        until: parameters.get("until").map(str::to_owned),
        include_boilerplate: parameters.flag("include-boilerplate"),
    }
}

/// The search that parameters ask for: `limit` results after `offset`.
///
/// # Errors
/// When results are asked for further down than can be paged.
pub fn search(parameters: &Parameters, offset: usize, limit: usize) -> Result<SearchRequest, Problem> {
    if offset + limit > limits::DEPTH {
        let detail = format!("results can be had up to the {}th; narrow the search", limits::DEPTH);
        return Err(Problem::parameter("offset", detail, &[]));
    }
    Ok(SearchRequest {
        query: query(parameters).to_owned(),
        filters: filters(parameters),
        unit: unit(parameters),
        sort: sort(parameters.get("sort")),
        rank: if parameters.get("rank") == Some("bm25") { Rank::Bm25 } else { Rank::Default },
        recent: parameters.get("recent").map(str::to_owned),
        duplicates: parameters.flag("duplicates"),
        limit,
        offset,
        ..SearchRequest::default()
    })
}

/// The unit that parameters ask for.
pub fn unit(parameters: &Parameters) -> Unit {
    match parameters.get("unit") {
        Some("article") => Unit::Article,
        Some("quote") => Unit::Quote,
        _ => Unit::Passage,
    }
}

fn sort(name: Option<&str>) -> Sort {
    match name {
        Some("date") => Sort::Oldest,
        Some("-date") => Sort::Newest,
        _ => Sort::Score,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_filter_is_a_parameter() {
        for field in Field::FILTERS {
            assert!(FILTERS.iter().any(|parameter| parameter.name == field.name()), "{}", field.name());
        }
    }
}
