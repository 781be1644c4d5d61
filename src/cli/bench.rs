//! `onrecord bench`: latency and throughput of a file of queries, with and without marks.

use std::sync::Arc;
use std::time::Duration;

use cpu_time::ThreadTime;
use serde_json::json;

use super::args::{BatchUnit, Bench, Global, Rank, Sort as SortArg, TableFormat};
use super::exit::{Failure, Outcome};
use super::index_in_use::folder_alone;
use super::queries;
use super::terminal::Terminal;
use crate::desk::question::parse;
use crate::desk::refusal::of_query;
use crate::index::Snapshot;
use crate::query::{Query, Stop};
use crate::search::top::Admission;
use crate::search::{Engine, Ranking, SearchError, SearchRequest, Sort};

/// Thread CPU time of every query of a class, median over the runs.
#[derive(Default)]
struct Times {
    ranking: Vec<Duration>,
    marking: Vec<Duration>,
}

impl Times {
    fn push(&mut self, (ranking, marking): (Duration, Duration)) {
        self.ranking.push(ranking);
        self.marking.push(marking);
    }
}

/// The classes of queries, in the order in which the file has them.
#[derive(Default)]
struct Classes(Vec<(String, Times)>);

impl Classes {
    fn of(&mut self, name: &str) -> &mut Times {
        let known = self.0.iter().position(|(own, _)| own == name);
        let at = known.unwrap_or_else(|| {
            self.0.push((name.to_owned(), Times::default()));
            self.0.len() - 1
        });
        &mut self.0[at].1
    }
}

/// Runs the command. A query's class is its id up to the last hyphen. Classes are printed as the file has
/// them, all queries together last.
pub(super) fn run(global: &Global, args: &Bench, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    folder_alone(global, "bench")?;
    let lines = queries::read(&args.queries)?;
    let snapshot = Snapshot::open(&global.index)?;
    let collection = Arc::new(snapshot.collection()?);
    let engine = Engine::new(&snapshot, collection);
    let (mut classes, mut all) = (Classes::default(), Times::default());
    let mut failed = false;
    for line in &lines {
        let query = match parse(&line.text) {
            Ok(query) => query,
            Err(error) => {
                failed = true;
                terminal.error(&format!("query {} is left out: {}", line.id, Failure::from(error)));
                continue;
            }
        };
        let class = line.id.rsplit_once('-').map_or("queries", |(class, _)| class);
        match time(&engine, &query, args) {
            Ok(times) => {
                classes.of(class).push(times);
                all.push(times);
            }
            Err(error @ SearchError::Index(_)) => return Err(of_query(error.into(), &line.text).into()),
            // A query that asks for too much is left out of the figures; the others keep theirs.
            Err(error) => {
                failed = true;
                let error = Failure::from(of_query(error.into(), &line.text));
                terminal.error(&format!("query {} is left out: {error}", line.id));
            }
        }
    }
    classes.0.push(("all".to_owned(), all));
    print(args, &mut classes.0, terminal)?;
    Ok(if failed { Outcome::SomeFailed } else { Outcome::found(!lines.is_empty()) })
}

/// Median times of a query without and with stored text and marks.
fn time(engine: &Engine, query: &Query, args: &Bench) -> Result<(Duration, Duration), SearchError> {
    let ranking = Ranking {
        plain: args.ranking.rank == Rank::Bm25,
        by_article: args.unit == BatchUnit::Article,
        sort: match args.sort {
            SortArg::Score => Sort::Score,
            SortArg::Date => Sort::Date { newest_first: false },
            SortArg::DateDescending => Sort::Date { newest_first: true },
        },
        admission: Admission { boilerplate: false },
        recent: None,
    };
    let request = SearchRequest {
        query: query.clone(),
        limit: args.limit,
        offset: 0,
        ranking: ranking.clone(),
        count_all: false,
        copies: true,
        stop: Stop::NEVER,
    };
    engine.search(&request)?;
    let ranked = median(args.runs, || engine.rank(query, &ranking, args.limit, &Stop::NEVER).map(drop))?;
    let marked = median(args.runs, || engine.search(&request).map(drop))?;
    Ok((ranked, marked))
}

fn median(runs: usize, mut work: impl FnMut() -> Result<(), SearchError>) -> Result<Duration, SearchError> {
    let mut times = Vec::with_capacity(runs);
    for _ in 0..runs.max(1) {
        let start = ThreadTime::now();
        work()?;
        times.push(start.elapsed());
    }
    times.sort_unstable();
    Ok(times[times.len() / 2])
}

fn quantile(sorted: &[Duration], q: f64) -> f64 {
    let at = ((sorted.len().saturating_sub(1)) as f64 * q) as usize;
    sorted.get(at).map_or(0.0, |time| time.as_secs_f64() * 1e6)
}

/// Names of the columns behind class and number of queries; times are in microseconds of thread CPU.
const COLUMNS: [&str; 8] = ["p50", "p95", "p99", "per_s", "marked_p50", "marked_p95", "marked_p99", "marked_per_s"];

fn columns(times: &mut Times) -> [f64; 8] {
    let of = |times: &mut Vec<Duration>| {
        times.sort_unstable();
        let total: f64 = times.iter().map(Duration::as_secs_f64).sum();
        [quantile(times, 0.5), quantile(times, 0.95), quantile(times, 0.99), times.len() as f64 / total.max(1e-9)]
    };
    let (a, b) = (of(&mut times.ranking), of(&mut times.marking));
    [a[0], a[1], a[2], a[3], b[0], b[1], b[2], b[3]]
}

fn print(args: &Bench, classes: &mut [(String, Times)], terminal: &mut Terminal) -> Result<(), Failure> {
    let rows: Vec<(String, usize, [f64; 8])> =
        classes.iter_mut().map(|(class, times)| (class.clone(), times.ranking.len(), columns(times))).collect();
    match args.format {
        TableFormat::Json => {
            for (class, queries, values) in rows {
                let mut object = json!({"class": class, "queries": queries});
                COLUMNS.iter().zip(values).for_each(|(name, value)| object[*name] = json!(value));
                writeln!(terminal.out(), "{object}")?;
            }
        }
        TableFormat::Csv => {
            terminal.table(|table| {
                table.row(["class", "queries"].into_iter().chain(COLUMNS))?;
                rows.iter().try_for_each(|(class, queries, values)| {
                    let values = values.map(|value| format!("{value:.1}"));
                    let cells = [class.as_str(), &queries.to_string()].map(str::to_owned);
                    table.row(cells.iter().chain(&values).map(String::as_str))
                })
            })?;
        }
        TableFormat::Text => {
            writeln!(
                terminal.out(),
                "{:<16} {:>7}{}",
                "class",
                "queries",
                COLUMNS.map(|c| format!("{c:>13}")).concat()
            )?;
            for (class, queries, values) in rows {
                let values = values.map(|value| format!("{value:>13.1}")).concat();
                writeln!(terminal.out(), "{class:<16} {queries:>7}{values}")?;
            }
        }
    }
    Ok(())
}
