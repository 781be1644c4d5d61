//! `onrecord batch`: run a file of queries.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::sync::Arc;

use serde_json::json;

use super::args::{Batch, BatchFormat, Global, Rank, Unit};
use super::exit::{Failure, Outcome};
use super::queries::{self, QueryLine};
use super::search::{explain_error, parse, recent};
use super::terminal::Terminal;
use crate::index::{DocAddress, Snapshot};
use crate::query::Query;
use crate::render::hits::escape_white;
use crate::render::json::write_line;
use crate::render::sanitize::sanitize_line;
use crate::search::top::{Admission, Places};
use crate::search::{Engine, Ranked, Ranking, Sort};

/// Runs the command. Duplicates are never collapsed here.
pub(super) fn run(global: &Global, args: &Batch, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let lines = queries::read(&args.queries)?;
    let snapshot = Snapshot::open(&global.index)?;
    let collection = Arc::new(snapshot.collection()?);
    let engine = Engine::new(&snapshot, collection);
    let places = Places::new(&snapshot);
    let progress = terminal.progress.then(|| indicatif::ProgressBar::new(lines.len() as u64));
    let (mut any, mut failed) = (false, false);
    if args.format == BatchFormat::Csv {
        terminal.table(|table| table.row(["query", "rank", "score", "id"]))?;
    }
    let shared = if args.unit == Unit::Article { places.shared_ids() } else { HashSet::new() };
    if !shared.is_empty() {
        let example = shared.iter().min().map_or("", String::as_str);
        let message = format!("{} ids stand in several files ({example}); they are written FILE#ID", shared.len());
        terminal.note_line(&message);
    }
    let documents = Documents { places: &places, shared, unit: args.unit };
    for line in &lines {
        match one(&engine, args, line) {
            Ok(ranked) => {
                any |= !ranked.is_empty();
                print(args, line, &ranked, &documents, terminal)?;
            }
            Err(failure) => {
                failed = true;
                terminal.error(&format!("query {}: {failure}", sanitize_line(&line.id)));
            }
        }
        progress.iter().for_each(|bar| bar.inc(1));
    }
    progress.iter().for_each(|bar| bar.finish_and_clear());
    Ok(if failed { Outcome::SomeFailed } else { Outcome::found(any) })
}

/// How documents are named.
struct Documents<'a> {
    places: &'a Places,
    /// Ids that articles of several files have.
    shared: HashSet<String>,
    unit: Unit,
}

impl Documents<'_> {
    fn name(&self, address: DocAddress) -> String {
        if self.unit == Unit::Passage {
            return self.places.passage_id(address);
        }
        let id = self.places.article_id(address);
        if self.shared.contains(&id) { self.places.place(address).replacen('\0', "#", 1) } else { id }
    }
}

fn one(engine: &Engine, args: &Batch, line: &QueryLine) -> Result<Vec<Ranked>, Failure> {
    let query = if args.raw { Query::words(&line.text) } else { parse(&line.text)? };
    let ranking = Ranking {
        plain: args.ranking.rank == Rank::Bm25,
        by_article: args.unit == Unit::Article,
        sort: Sort::Score,
        admission: Admission { boilerplate: false },
        recent: recent(&args.ranking)?,
    };
    engine.rank(&query, &ranking, args.limit).map_err(|error| explain_error(error, &line.text))
}

fn print(
    args: &Batch,
    line: &QueryLine,
    ranked: &[Ranked],
    documents: &Documents,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let documents = ranked.iter().map(|ranked| documents.name(ranked.address));
    match args.format {
        BatchFormat::Trec => {
            let mut lines = String::new();
            for (i, (ranked, document)) in ranked.iter().zip(documents).enumerate() {
                let (query, document) = (escape_white(&line.id), escape_white(&document));
                writeln!(lines, "{query} Q0 {document} {} {} onrecord", i + 1, ranked.score)?;
            }
            terminal.exact(&lines)?;
        }
        BatchFormat::Json => {
            let hits = ranked.iter().zip(documents).enumerate();
            let hits: Vec<_> = hits.map(|(i, (r, id))| json!({"rank": i + 1, "score": r.score, "id": id})).collect();
            write_line(&json!({"id": line.id, "query": line.text, "hits": hits}), terminal.out())?;
        }
        BatchFormat::Csv => {
            terminal.table(|table| {
                ranked.iter().zip(documents).enumerate().try_for_each(|(i, (ranked, document))| {
                    table.row([line.id.as_str(), &(i + 1).to_string(), &ranked.score.to_string(), &document])
                })
            })?;
        }
    }
    Ok(())
}
