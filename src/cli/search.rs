//! `onrecord search`: find passages.

use std::sync::Arc;
use std::time::Instant;

use super::args::{Filters, Global, IndexOptions, Rank, Search, SearchFormat, Sort as SortArg, Unit};
use super::exit::{Failure, Outcome};
use super::hints::{Done, hints};
use super::index::{How, tell_if_new, update};
use super::terminal::Terminal;
use crate::index::Snapshot;
use crate::query::period::Period;
use crate::query::{self, Field, Query, QueryError};
use crate::render::hits;
use crate::render::sanitize::sanitize;
use crate::render::text::{TextOptions, print_hits};
use crate::search::rank::recent::HalfLife;
use crate::search::top::Admission;
use crate::search::{Engine, Ranking, SearchError, SearchRequest, SearchResponse, Sort};

/// Runs the command.
pub(super) fn run(global: &Global, args: &Search, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let text = args.query.join(" ");
    let written = parse(&text)?;
    let query = filtered(written.clone(), &args.filters)?;
    let mut some_failed = false;
    if !args.from.is_empty() {
        let options =
            IndexOptions { threads: None, topics: None, model: None, commit_every: 256, no_annotations: false };
        let summary = update(global, &args.from, &options, How::default(), terminal)?;
        tell_if_new(&summary, global, terminal);
        if summary.interrupted {
            return Ok(Outcome::Interrupted);
        }
        some_failed = !summary.failed.is_empty();
    }
    let snapshot = Snapshot::open(&global.index)?;
    let collection = Arc::new(snapshot.collection()?);
    let engine = Engine::new(&snapshot, collection.clone());
    let started = Instant::now();
    let mut request = SearchRequest {
        query,
        limit: if args.count { 0 } else { args.limit },
        offset: args.offset,
        ranking: ranking(args)?,
        count_all: true,
        copies: args.duplicates,
        stop: args.timeout.map_or(query::Stop::NEVER, query::Stop::after),
    };
    let response = engine.search(&request).map_err(|error| explain_error(error, &text))?;
    let elapsed = started.elapsed();
    if args.count {
        writeln!(terminal.out(), "{}", response.total.value)?;
        return Ok(Outcome::found(response.total.value > 0).unless(some_failed));
    }
    if matches!(args.format, SearchFormat::Text | SearchFormat::Json) {
        let found = response.total.value > 0;
        let done = Done { text: &text, query: &written, request: &request, filters: &args.filters, found };
        let notes = hints(&engine, &done)?;
        request.query.notes.extend(notes);
    }
    let names = collection.as_ref();
    match args.format {
        SearchFormat::Text => {
            let notes: Vec<String> = request.query.notes.iter().map(|note| note.message.clone()).collect();
            for note in notes {
                terminal.note(&format!("note: {note}"));
            }
            let options = TextOptions { width: terminal.width };
            if args.explain {
                terminal.note(&format!("understood as: {}", request.query));
            }
            print_hits(&snapshot, &response, names, &options, terminal.out())?;
            if args.explain {
                print_parts(&engine, &request, &response, terminal)?;
            }
        }
        SearchFormat::Json => {
            let header = hits::Header { text: &text, query: &request.query };
            hits::json(&header, &snapshot, &response, names, elapsed, terminal.out())?;
        }
        SearchFormat::Csv => {
            let mut table = Vec::new();
            hits::csv(&snapshot, &response, names, &mut table)?;
            terminal.whole_table(&table)?;
        }
        SearchFormat::Trec => hits::trec("1", &snapshot, &response, terminal.out())?,
        SearchFormat::Paths => terminal.paths(&hits::paths(&snapshot, &response)?)?,
    }
    Ok(Outcome::found(!response.hits.is_empty()).unless(some_failed))
}

/// Prints what each hit's score is made of.
fn print_parts(
    engine: &Engine,
    request: &SearchRequest,
    response: &SearchResponse,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    for hit in &response.hits {
        writeln!(
            terminal.out(),
            "{}. {}:{} {:.4}",
            hit.rank,
            sanitize(&engine.snapshot().article(hit.address)?.id),
            hit.passage.ordinal,
            hit.score
        )?;
        if request.ranking.sort != Sort::Score {
            continue;
        }
        let parts = engine
            .explain(&request.query, &request.ranking, hit.address)
            .map_err(|error| explain_error(error, &request.query.to_string()))?;
        for part in parts {
            let lines = part.words.lines().map(|line| sanitize(line).into_owned()).collect::<Vec<_>>().join("\n   ");
            writeln!(terminal.out(), "   {:>9.4}  {}  {lines}", part.score, part.name)?;
        }
    }
    Ok(())
}

fn ranking(args: &Search) -> Result<Ranking, Failure> {
    Ok(Ranking {
        plain: args.ranking.rank == Rank::Bm25,
        by_article: args.unit == Unit::Article,
        sort: match args.sort {
            SortArg::Score => Sort::Score,
            SortArg::Date => Sort::Date { newest_first: false },
            SortArg::DateDescending => Sort::Date { newest_first: true },
        },
        admission: Admission { boilerplate: args.filters.include_boilerplate },
        recent: recent(&args.ranking)?,
    })
}

/// The half-life of `--recent`.
pub(super) fn recent(args: &super::args::Ranking) -> Result<Option<HalfLife>, Failure> {
    let parsed = args.recent.as_deref().map(str::parse::<HalfLife>).transpose();
    parsed.map_err(|error| Failure::message(format!("--recent: {error}")))
}

/// Reads a query; a mistake is shown with a caret.
pub(super) fn parse(text: &str) -> Result<Query, Failure> {
    query::parse(text).map_err(|error| query_failure(&error, text))
}

fn query_failure(error: &QueryError, text: &str) -> Failure {
    let shown = query::error::render(error, text);
    Failure::message(shown.strip_prefix("error: ").unwrap_or(&shown))
}

/// An error of a search in words; one of the query with a caret.
pub(super) fn explain_error(error: SearchError, text: &str) -> Failure {
    match error {
        SearchError::Query(error) => query_failure(&error, text),
        SearchError::Index(error) => error.into(),
        SearchError::Stopped(stopped) => stopped.into(),
    }
}

/// The query and, required, what the filter flags ask for.
pub(super) fn filtered(query: Query, filters: &Filters) -> Result<Query, Failure> {
    let flags = [
        (Field::Speaker, "--speaker", &filters.speaker),
        (Field::Role, "--role", &filters.role),
        (Field::Topic, "--topic", &filters.topic),
        (Field::Outlet, "--outlet", &filters.outlet),
        (Field::Kind, "--kind", &filters.kind),
    ];
    let mut query = query;
    for (field, flag, value) in flags {
        if let Some(value) = value {
            query = query.and_field(field, value).map_err(|error| of_flag(flag, &error))?;
        }
    }
    let range = match (&filters.since, &filters.until) {
        (None, None) => return Ok(query),
        (since, until) => format!("{}..{}", since.as_deref().unwrap_or_default(), until.as_deref().unwrap_or_default()),
    };
    let period = Period::parse(&range)
        .map_err(|error| Failure::message(format!("--since/--until: {}; {}", error.message, error.hint)))?;
    Ok(query.and_published(period))
}

fn of_flag(flag: &str, error: &QueryError) -> Failure {
    let mut message = format!("{flag}: {error}");
    for line in error.advice() {
        message.push_str(&format!("; {line}"));
    }
    Failure::message(message)
}
