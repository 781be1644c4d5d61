//! The formats in which results are sent: those of the command line's `--format` that programs read.

use crate::api::{Parts, SearchAnswer, Shown, Unit};
use crate::render::cite::{self, Citation, CitationFormat};
use crate::render::wire::VIEW_CHARS;
use crate::render::{hits, statements};
use crate::server::http::parameters::Parameters;
use crate::server::http::problem::Problem;

/// Formats that pages offer, with their names for people.
pub const EXPORTS: &[(&str, &str)] =
    &[("json", "JSON"), ("csv", "CSV"), ("ris", "RIS"), ("bibtex", "BibTeX"), ("csl", "CSL"), ("md", "Markdown")];

/// All formats of results.
pub(super) const NAMES: &[&str] = &["json", "csv", "trec", "ris", "bibtex", "csl", "md"];

/// The media type of plain text.
pub(super) const PLAIN: &str = "text/plain; charset=utf-8";

/// A format of results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// JSON Lines.
    Json,
    /// Comma-separated values.
    Csv,
    /// A TREC run.
    Trec,
    /// Citations.
    Cited(CitationFormat),
}

impl Format {
    /// The format that a request asks for.
    pub(super) fn asked_for(parameters: &Parameters) -> Self {
        match parameters.get("format") {
            Some("csv") => Format::Csv,
            Some("trec") => Format::Trec,
            Some(name) => cited(name).map_or(Format::Json, Format::Cited),
            None => Format::Json,
        }
    }

    /// The parts of an answer that it shows.
    pub(super) fn parts(self) -> Parts {
        match self {
            Format::Json => Parts { findings: true, view: VIEW_CHARS, advice: true, ..Parts::default() },
            Format::Csv => Parts { speakers: true, ..Parts::default() },
            Format::Cited(_) => Parts { attributions: true, ..Parts::default() },
            Format::Trec => Parts::default(),
        }
    }

    /// Its media type.
    pub(super) fn media_type(self) -> &'static str {
        match self {
            Format::Json => "application/x-ndjson",
            Format::Csv => "text/csv; charset=utf-8",
            Format::Trec => PLAIN,
            Format::Cited(format) => media_type(format),
        }
    }

    /// The extension of a file in it.
    pub(super) fn extension(self) -> &'static str {
        match self {
            Format::Json => "jsonl",
            Format::Csv => "csv",
            Format::Trec => "trec",
            Format::Cited(format) => extension(format),
        }
    }

    /// The results of a search in it; of JSON Lines those of the results alone where `hits_only` is set.
    ///
    /// # Errors
    /// Never: memory takes what is written.
    pub(super) fn written(self, answer: &SearchAnswer, hits_only: bool) -> Result<Vec<u8>, Problem> {
        let mut body = Vec::new();
        let done = match (self, answer.unit) {
            (Format::Csv, Unit::Quote) => statements::csv(answer, &mut body),
            (Format::Csv, _) => hits::csv(&answer.hits, &mut body),
            (Format::Trec, _) => hits::trec("1", answer, &mut body),
            (Format::Cited(format), _) => cite::write(format, &Citation::of_results(answer), &mut body),
            (Format::Json, _) if hits_only => hits::json_lines(answer, &mut body),
            (Format::Json, _) => hits::json(answer, &mut body),
        };
        done.map_err(|_| Problem::internal())?;
        Ok(body)
    }
}

/// The format of citations that has a name.
pub(super) fn cited(name: &str) -> Option<CitationFormat> {
    Some(match name {
        "ris" => CitationFormat::Ris,
        "bibtex" => CitationFormat::BibTeX,
        "csl" => CitationFormat::Csl,
        "md" => CitationFormat::Markdown,
        _ => return None,
    })
}

/// The citation of an article in a format, with its media type and the extension of its file.
///
/// # Errors
/// Never: memory takes what is written.
pub(super) fn citation(
    format: CitationFormat,
    shown: &Shown,
) -> Result<(&'static str, Vec<u8>, &'static str), Problem> {
    let mut body = Vec::new();
    cite::write_shown(format, shown, &mut body).map_err(|_| Problem::internal())?;
    Ok((media_type(format), body, extension(format)))
}

fn media_type(format: CitationFormat) -> &'static str {
    match format {
        CitationFormat::Ris => "application/x-research-info-systems",
        CitationFormat::BibTeX => "application/x-bibtex; charset=utf-8",
        CitationFormat::Csl => "application/vnd.citationstyles.csl+json",
        CitationFormat::Markdown => "text/markdown; charset=utf-8",
    }
}

fn extension(format: CitationFormat) -> &'static str {
    match format {
        CitationFormat::Ris => "ris",
        CitationFormat::BibTeX => "bib",
        CitationFormat::Csl => "csl.json",
        CitationFormat::Markdown => "md",
    }
}
