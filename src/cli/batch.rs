//! `onrecord batch`: run a file of queries.

use std::fmt::Write as _;

use onrecord_api::{Filters, Ranked, RankedAnswer, SearchRequest, Stop, Unit};

use super::args::{Batch, BatchFormat, BatchUnit, Global};
use super::exit::{Failure, Outcome};
use super::index_in_use::archive;
use super::queries::{self, QueryLine};
use super::search::ranked;
use super::terminal::Terminal;
use crate::render::hits::escape_white;
use crate::render::json::write_line;
use crate::render::sanitize::sanitize_line;
use crate::render::wire::batch_line;

/// Runs the command. Duplicates are never collapsed here.
pub(super) fn run(global: &Global, args: &Batch, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let lines = queries::read(&args.queries)?;
    let archive = archive(global)?;
    // Without an index there is nothing to be said of single queries.
    archive.revision()?;
    let progress = terminal.progress.then(|| indicatif::ProgressBar::new(lines.len() as u64));
    let (mut any, mut failed, mut told) = (false, false, false);
    if args.format == BatchFormat::Csv {
        terminal.table(|table| table.row(["query", "rank", "score", "id"]))?;
    }
    for line in &lines {
        match archive.rank(&request(args, line), &Stop::NEVER) {
            Ok(answer) => {
                if !std::mem::replace(&mut told, true) {
                    tell_shared(&answer, terminal);
                }
                any |= !answer.hits.is_empty();
                print(args, line, &answer.hits, terminal)?;
            }
            Err(error) => {
                failed = true;
                terminal.error(&format!("query {}: {}", sanitize_line(&line.id), Failure::from(error)));
            }
        }
        progress.iter().for_each(|bar| bar.inc(1));
    }
    progress.iter().for_each(|bar| bar.finish_and_clear());
    Ok(if failed { Outcome::SomeFailed } else { Outcome::found(any) })
}

/// Says which ids are not those of one article.
fn tell_shared(answer: &RankedAnswer, terminal: &mut Terminal) {
    if let Some(example) = &answer.shared_id {
        let count = answer.shared_ids;
        terminal.note_line(&format!("{count} ids stand in several files ({example}); they are written FILE#ID"));
    }
}

fn request(args: &Batch, line: &QueryLine) -> SearchRequest {
    SearchRequest {
        query: line.text.clone(),
        plain: args.raw,
        // A preference for recent articles is the same from any day on: what is later is left out.
        filters: Filters { until: line.day.clone(), ..Filters::default() },
        unit: match args.unit {
            BatchUnit::Passage => Unit::Passage,
            BatchUnit::Article => Unit::Article,
        },
        limit: args.limit,
        duplicates: true,
        ..ranked(&args.ranking)
    }
}

fn print(args: &Batch, line: &QueryLine, hits: &[Ranked], terminal: &mut Terminal) -> Result<(), Failure> {
    match args.format {
        BatchFormat::Trec => {
            let mut lines = String::new();
            for (i, hit) in hits.iter().enumerate() {
                let (query, document) = (escape_white(&line.id), escape_white(&hit.id));
                writeln!(lines, "{query} Q0 {document} {} {} onrecord", i + 1, hit.score)?;
            }
            terminal.exact(&lines)?;
        }
        BatchFormat::Json => write_line(&batch_line(&line.id, &line.text, hits), terminal.out())?,
        BatchFormat::Csv => {
            terminal.table(|table| {
                hits.iter().enumerate().try_for_each(|(i, hit)| {
                    table.row([line.id.as_str(), &(i + 1).to_string(), &hit.score.to_string(), &hit.id])
                })
            })?;
        }
    }
    Ok(())
}
