//! `onrecord search`: find passages.

use super::args::{Global, IndexOptions, Rank, Ranking, Search, SearchFormat, Sort as SortArg, Unit as UnitArg};
use super::exit::{Failure, Outcome};
use super::index::{How, tell_if_new, update};
use super::terminal::Terminal;
use crate::desk::Archive;
use crate::desk::question::Question;
use crate::render::hits;
use crate::render::sanitize::sanitize;
use crate::render::text::{TextOptions, print_hits};
use onrecord_api::{Hit, Parts, SearchAnswer, SearchRequest, Sort, Stop, Unit};

/// Runs the command.
pub(super) fn run(global: &Global, args: &Search, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let request = request(args);
    let mut some_failed = false;
    if !args.from.is_empty() {
        // A mistake in the query is told before files are read.
        Question::of(&request)?;
        let summary = update(global, &args.from, &IndexOptions::default(), How::default(), terminal)?;
        tell_if_new(&summary, global, terminal);
        if summary.interrupted {
            return Ok(Outcome::Interrupted);
        }
        some_failed = !summary.failed.is_empty();
    }
    let answer = Archive::at(&global.index).search(&request, &args.timeout.map_or(Stop::NEVER, Stop::after))?;
    if args.count {
        writeln!(terminal.out(), "{}", answer.total.value)?;
        return Ok(Outcome::found(answer.total.value > 0).unless(some_failed));
    }
    print(args, &answer, terminal)?;
    Ok(Outcome::found(!answer.hits.is_empty()).unless(some_failed))
}

fn request(args: &Search) -> SearchRequest {
    SearchRequest {
        query: args.query.join(" "),
        filters: args.filters.wanted(),
        unit: unit(args.unit),
        sort: match args.sort {
            SortArg::Score => Sort::Score,
            SortArg::Date => Sort::Oldest,
            SortArg::DateDescending => Sort::Newest,
        },
        limit: if args.count { 0 } else { args.limit },
        offset: args.offset,
        duplicates: args.duplicates,
        parts: if args.count { Parts::default() } else { parts(args) },
        ..ranked(&args.ranking)
    }
}

/// The parts of an answer that a format shows.
fn parts(args: &Search) -> Parts {
    let none = Parts::default();
    match args.format {
        SearchFormat::Text => Parts { speakers: true, view: true, advice: true, explanation: args.explain, ..none },
        SearchFormat::Json => Parts { findings: true, advice: true, ..none },
        SearchFormat::Csv => Parts { speakers: true, ..none },
        SearchFormat::Trec | SearchFormat::Paths => none,
    }
}

/// What a unit is called in requests.
pub(super) fn unit(unit: UnitArg) -> Unit {
    match unit {
        UnitArg::Passage => Unit::Passage,
        UnitArg::Article => Unit::Article,
    }
}

/// A request ranked as the options say.
pub(super) fn ranked(args: &Ranking) -> SearchRequest {
    let rank = match args.rank {
        Rank::Default => onrecord_api::Rank::Default,
        Rank::Bm25 => onrecord_api::Rank::Bm25,
    };
    SearchRequest { rank, recent: args.recent.clone(), ..SearchRequest::default() }
}

fn print(args: &Search, answer: &SearchAnswer, terminal: &mut Terminal) -> Result<(), Failure> {
    match args.format {
        SearchFormat::Text => print_text(args, answer, terminal)?,
        SearchFormat::Json => hits::json(answer, terminal.out())?,
        SearchFormat::Csv => {
            let mut table = Vec::new();
            hits::csv(&answer.hits, &mut table)?;
            terminal.whole_table(&table)?;
        }
        SearchFormat::Trec => hits::trec("1", &answer.hits, terminal.out())?,
        SearchFormat::Paths => terminal.paths(&hits::paths(&answer.hits))?,
    }
    Ok(())
}

fn print_text(args: &Search, answer: &SearchAnswer, terminal: &mut Terminal) -> Result<(), Failure> {
    for note in &answer.query.notes {
        terminal.note(&format!("note: {}", note.message));
    }
    if args.explain {
        terminal.note(&format!("understood as: {}", answer.query.interpreted));
    }
    let options = TextOptions { width: terminal.width };
    print_hits(answer, &options, terminal.out())?;
    if args.explain {
        answer.hits.iter().try_for_each(|hit| print_parts(hit, terminal))?;
    }
    Ok(())
}

/// Prints what a hit's score is made of.
fn print_parts(hit: &Hit, terminal: &mut Terminal) -> Result<(), Failure> {
    writeln!(terminal.out(), "{}. {} {:.4}", hit.rank, sanitize(&hit.id), hit.score)?;
    for part in &hit.explanation {
        let lines = part.words.lines().map(|line| sanitize(line).into_owned()).collect::<Vec<_>>().join("\n   ");
        writeln!(terminal.out(), "   {:>9.4}  {}  {lines}", part.score, part.name)?;
    }
    Ok(())
}
