//! `onrecord search`: find passages.

use super::args::{Global, IndexOptions, Rank, Ranking, Search, SearchFormat, Sort as SortArg, Unit as UnitArg};
use super::exit::{Failure, Outcome};
use super::index::{How, refuse_missing, tell_if_new, update};
use super::index_in_use::archive;
use super::notes;
use super::terminal::Terminal;
use crate::desk::question::Question;
use crate::render::cite::CitationFormat;
use crate::render::format::ResultFormat;
use crate::render::hits;
use crate::render::oneline;
use crate::render::sanitize::sanitize;
use crate::render::text::print_hits;
use crate::render::wire::VIEW_CHARS;
use onrecord_api::{Hit, Parts, Relation, SearchAnswer, SearchRequest, Sort, Stop, Unit};

/// Runs the command.
pub(super) fn run(global: &Global, args: &Search, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    check(args)?;
    let request = request(args, terminal);
    let mut some_failed = false;
    if !args.from.is_empty() {
        // A mistake in the query is told before files are read.
        Question::of(&request)?;
        refuse_missing(global, &args.from)?;
        let summary = update(global, &args.from, &IndexOptions::default(), How::default(), terminal)?;
        tell_if_new(&summary, global, terminal);
        if summary.interrupted {
            return Ok(Outcome::Interrupted);
        }
        some_failed = !summary.failed.is_empty();
    }
    let answer = archive(global)?.search(&request, &args.timeout.map_or(Stop::NEVER, Stop::after))?;
    if args.format != SearchFormat::Json {
        notes::tell(&answer.query.notes, &args.filters, terminal);
    }
    if args.count {
        if answer.total.relation == Relation::AtLeast {
            terminal.note("there are at least as many: no more were looked at");
        }
        writeln!(terminal.out(), "{}", answer.total.value)?;
        return Ok(Outcome::found(answer.total.value > 0).unless(some_failed));
    }
    print(args, &answer, terminal)?;
    if answer.returned() == 0 && answer.total.value > 0 && args.offset > 0 && args.limit > 0 {
        terminal.note(&format!("no more: there are {}", answer.total.value));
    }
    // Whoever asks for no results still asks whether there are any.
    let found = if args.limit == 0 { answer.total.value } else { answer.returned() };
    Ok(Outcome::found(found > 0).unless(some_failed))
}

/// Refuses a format that has no place for what is asked for.
fn check(args: &Search) -> Result<(), Failure> {
    if for_programs(args.format).is_some_and(|format| !format.holds(unit(args.unit))) {
        return Err(Failure::message("a TREC run has no place for statements: leave out --unit quote"));
    }
    if args.hits_only && args.format != SearchFormat::Json {
        return Err(Failure::message("--hits-only is for --format json: other formats have nothing but results"));
    }
    Ok(())
}

fn request(args: &Search, terminal: &Terminal) -> SearchRequest {
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
        parts: if args.count { Parts::default() } else { parts(args, terminal) },
        ..ranked(&args.ranking)
    }
}

/// Lines of a passage that a terminal shows.
const SHOWN_LINES: usize = 2;

/// Most characters of a passage in a format of one line each.
const LINE_CHARS: u32 = 240;

/// Most characters of a passage that are shown: ten results are to fit a screen.
fn shown_chars(terminal: &Terminal) -> u32 {
    // Words do not fill lines to their ends.
    terminal.width.map_or(VIEW_CHARS, |width| (SHOWN_LINES * width.saturating_sub(10).max(20)) as u32)
}

/// The parts of an answer that a format shows.
fn parts(args: &Search, terminal: &Terminal) -> Parts {
    let none = Parts::default();
    match args.format {
        SearchFormat::Text => {
            let (view, locations) = (shown_chars(terminal), terminal.links);
            Parts { attributions: true, view, advice: true, explanation: args.explain, locations, ..none }
        }
        SearchFormat::Oneline => Parts { attributions: true, view: LINE_CHARS, ..none },
        SearchFormat::Paths => none,
        _ => {
            let parts = for_programs(args.format).map_or(none, ResultFormat::parts);
            Parts { explanation: args.explain && args.format == SearchFormat::Json, ..parts }
        }
    }
}

/// The format of results that programs read; none of those that are for terminals and shells alone.
fn for_programs(format: SearchFormat) -> Option<ResultFormat> {
    Some(match format {
        SearchFormat::Text | SearchFormat::Oneline | SearchFormat::Paths => return None,
        SearchFormat::Json => ResultFormat::Json,
        SearchFormat::Csv => ResultFormat::Csv,
        SearchFormat::Trec => ResultFormat::Trec,
        SearchFormat::Ris => ResultFormat::Cited(CitationFormat::Ris),
        SearchFormat::Bibtex => ResultFormat::Cited(CitationFormat::BibTeX),
        SearchFormat::Csl => ResultFormat::Cited(CitationFormat::Csl),
        SearchFormat::Md => ResultFormat::Cited(CitationFormat::Markdown),
    })
}

/// What a unit is called in requests.
pub(super) fn unit(unit: UnitArg) -> Unit {
    match unit {
        UnitArg::Passage => Unit::Passage,
        UnitArg::Article => Unit::Article,
        UnitArg::Quote => Unit::Quote,
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
    match (args.format, for_programs(args.format)) {
        (SearchFormat::Oneline, _) => oneline::print(answer, terminal.out())?,
        (SearchFormat::Paths, _) => terminal.paths(&hits::paths(answer))?,
        (_, None) => print_text(args, answer, terminal)?,
        (_, Some(ResultFormat::Csv)) => {
            let mut table = Vec::new();
            ResultFormat::Csv.write(answer, false, &mut table)?;
            terminal.whole_table(&table)?;
        }
        (_, Some(format)) => format.write(answer, args.hits_only, terminal.out())?,
    }
    Ok(())
}

fn print_text(args: &Search, answer: &SearchAnswer, terminal: &mut Terminal) -> Result<(), Failure> {
    if args.explain {
        terminal.note(&format!("understood as: {}", answer.query.interpreted));
    }
    terminal.page();
    let options = terminal.layout();
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
