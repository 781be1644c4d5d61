//! `onrecord batch`: run a file of queries.

use onrecord_api::{Ranked, SearchRequest, Stop, Unit};

use super::args::{Batch, BatchFormat, BatchUnit, Global};
use super::exit::{Failure, Outcome};
use super::queries::{self, QueryLine};
use super::search::ranked;
use super::terminal::Terminal;
use crate::desk::Archive;
use crate::render::hits::escape_white;
use crate::render::json::write_line;
use crate::render::wire::batch_line;

/// Runs the command. Duplicates are never collapsed here.
pub(super) fn run(global: &Global, args: &Batch, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let lines = queries::read(&args.queries)?;
    let archive = Archive::open(&global.index)?;
    let progress = terminal.progress.then(|| indicatif::ProgressBar::new(lines.len() as u64));
    let (mut any, mut failed) = (false, false);
    if args.format == BatchFormat::Csv {
        writeln!(terminal.out(), "query,rank,score,id")?;
    }
    for line in &lines {
        match archive.rank(&request(args, line), &Stop::NEVER) {
            Ok(answer) => {
                any |= !answer.hits.is_empty();
                print(args, line, &answer.hits, terminal)?;
            }
            Err(error) => {
                failed = true;
                terminal.error(&format!("query {}: {}", line.id, Failure::from(error)));
            }
        }
        progress.iter().for_each(|bar| bar.inc(1));
    }
    progress.iter().for_each(|bar| bar.finish_and_clear());
    Ok(if failed { Outcome::SomeFailed } else { Outcome::found(any) })
}

fn request(args: &Batch, line: &QueryLine) -> SearchRequest {
    SearchRequest {
        query: line.text.clone(),
        plain: args.raw,
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
            for (i, hit) in hits.iter().enumerate() {
                let (query, document) = (escape_white(&line.id), escape_white(&hit.id));
                writeln!(terminal.out(), "{query} Q0 {document} {} {} onrecord", i + 1, hit.score)?;
            }
        }
        BatchFormat::Json => write_line(&batch_line(&line.id, &line.text, hits), terminal.out())?,
        BatchFormat::Csv => {
            let mut table = csv::Writer::from_writer(terminal.out());
            for (i, hit) in hits.iter().enumerate() {
                table.write_record([&line.id, &(i + 1).to_string(), &hit.score.to_string(), &hit.id])?;
            }
            table.flush()?;
        }
    }
    Ok(())
}
