//! What is found, as a reader sees it.

use std::time::Instant;

use super::advice::{Done, advice};
use super::hit::Reader;
use super::question::{Question, any_word};
use super::refusal::Refusal;
use super::statement::statements;
use onrecord_api::backend::{BackendError, From, Search, View};
use onrecord_api::{
    Part, Ranked, RankedAnswer, Relation, SearchAnswer, SearchRequest, Sort, Stop, Total, Understood, Unit,
};

/// Finds passages or articles.
pub(super) fn search(view: &dyn View, request: &SearchRequest, stop: &Stop) -> Result<SearchAnswer, Refusal> {
    let question = Question::of(request)?;
    let search = engine_search(&question, request, stop);
    let started = Instant::now();
    if request.unit == Unit::Quote {
        let (statements, total) = statements(view, &search, (request.offset, request.parts))?;
        let elapsed_ms = milliseconds(started);
        let query = understood(view, &question, request, &search, total.value > 0)?;
        return Ok(SearchAnswer { query, unit: request.unit, hits: Vec::new(), statements, total, elapsed_ms });
    }
    let found = view.search(&search)?;
    let elapsed_ms = milliseconds(started);
    let query = understood(view, &question, request, &search, found.total > 0)?;
    let mut reader = Reader::new(view, &question.query, request.parts);
    let mut hits = Vec::with_capacity(found.hits.len());
    for hit in &found.hits {
        let mut shown = reader.read(hit)?;
        if request.parts.explanation && request.sort == Sort::Score {
            shown.explanation = explain(view, &search, hit)?;
        }
        hits.push(shown);
    }
    let relation = if found.exact { Relation::Exact } else { Relation::AtLeast };
    let total = Total { value: found.total, relation };
    Ok(SearchAnswer { query, unit: request.unit, hits, statements: Vec::new(), total, elapsed_ms })
}

fn milliseconds(since: Instant) -> f64 {
    (since.elapsed().as_secs_f64() * 1e6).round() / 1e3
}

/// The best, as ids and scores alone.
pub(super) fn rank(view: &dyn View, request: &SearchRequest, stop: &Stop) -> Result<RankedAnswer, Refusal> {
    let question = Question::of(request)?;
    let ranked = view.rank(&engine_search(&question, request, stop))?;
    let hits = ranked.into_iter().map(|hit| Ranked {
        id: hit.ordinal.map_or_else(|| hit.article.clone(), |ordinal| format!("{}:{ordinal}", hit.article)),
        score: hit.score,
    });
    let shared = if request.unit == Unit::Article { view.shared_ids()? } else { Default::default() };
    let (shared_ids, shared_id) = (shared.len() as u64, shared.iter().min().cloned());
    Ok(RankedAnswer { unit: request.unit, hits: hits.collect(), shared_ids, shared_id })
}

fn engine_search(question: &Question, request: &SearchRequest, stop: &Stop) -> Search {
    Search {
        query: question.query.clone(),
        unit: request.unit,
        sort: sort(question, request),
        rank: request.rank,
        recent: question.recent,
        boilerplate: request.filters.include_boilerplate,
        limit: request.limit,
        from: From::Offset(request.offset),
        count_all: true,
        duplicates: request.duplicates,
        findings: request.parts.findings || request.parts.speakers || request.parts.attributions,
        stop: stop.clone(),
    }
}

/// Fields alone make no passage better than another: the newest come first.
fn sort(question: &Question, request: &SearchRequest) -> Sort {
    match request.sort {
        Sort::Score if !question.query.can_be_ranked() => Sort::Newest,
        sort => sort,
    }
}

/// The query as it was understood, with advice where that is asked for. `found` tells whether anything was.
fn understood(
    view: &dyn View,
    question: &Question,
    request: &SearchRequest,
    search: &Search,
    found: bool,
) -> Result<Understood, BackendError> {
    let mut with_advice = question.clone();
    if request.parts.advice {
        with_advice.query.notes.extend(advice(view, &Done { question, search, filters: &request.filters, found })?);
    }
    let is_ranked = request.sort == Sort::Score && request.limit > 0;
    with_advice.query.notes.extend(any_word(&question.written).filter(|_| found && !is_ranked));
    Ok(with_advice.understood())
}

fn explain(
    view: &dyn View,
    search: &Search,
    hit: &onrecord_api::backend::BackendHit,
) -> Result<Vec<Part>, BackendError> {
    let parts = view.explain(search, hit)?;
    Ok(parts.into_iter().map(|part| Part { name: part.name, words: part.words, score: part.score }).collect())
}
