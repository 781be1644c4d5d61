//! The formats in which programs get the results of a search: names, media types, what of an answer they show, and the
//! writing. The command line and the API offer the same ones.

use std::io::{self, Write};

use super::cite::{self, Citation, CitationFormat};
use super::wire::VIEW_CHARS;
use super::{hits, statements};
use onrecord_api::{Parts, SearchAnswer, Unit};

/// A format of results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResultFormat {
    /// JSON Lines.
    Json,
    /// Comma-separated values.
    Csv,
    /// A TREC run.
    Trec,
    /// Citations.
    Cited(CitationFormat),
}

impl ResultFormat {
    /// All of them, in the order in which they are offered.
    pub const ALL: [ResultFormat; 7] = [
        ResultFormat::Json,
        ResultFormat::Csv,
        ResultFormat::Trec,
        ResultFormat::Cited(CitationFormat::Ris),
        ResultFormat::Cited(CitationFormat::BibTeX),
        ResultFormat::Cited(CitationFormat::Csl),
        ResultFormat::Cited(CitationFormat::Markdown),
    ];

    /// The names of all, as `format` has them.
    pub const NAMES: [&str; ResultFormat::ALL.len()] = {
        let (mut names, mut at) = ([""; ResultFormat::ALL.len()], 0);
        while at < names.len() {
            names[at] = ResultFormat::ALL[at].name();
            at += 1;
        }
        names
    };

    /// The format of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        ResultFormat::ALL.into_iter().find(|format| format.name() == name)
    }

    /// The name of the format in options and parameters.
    pub const fn name(self) -> &'static str {
        match self {
            ResultFormat::Json => "json",
            ResultFormat::Csv => "csv",
            ResultFormat::Trec => "trec",
            ResultFormat::Cited(format) => format.name(),
        }
    }

    /// Its name for people.
    pub const fn label(self) -> &'static str {
        match self {
            ResultFormat::Json => "JSON",
            ResultFormat::Csv => "CSV",
            ResultFormat::Trec => "TREC",
            ResultFormat::Cited(format) => format.label(),
        }
    }

    /// Its media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            ResultFormat::Json => "application/x-ndjson",
            ResultFormat::Csv => "text/csv; charset=utf-8",
            ResultFormat::Trec => "text/plain; charset=utf-8",
            ResultFormat::Cited(format) => format.media_type(),
        }
    }

    /// The extension of a file in it.
    pub const fn extension(self) -> &'static str {
        match self {
            ResultFormat::Json => "jsonl",
            ResultFormat::Csv => "csv",
            ResultFormat::Trec => "trec",
            ResultFormat::Cited(format) => format.extension(),
        }
    }

    /// The parts of an answer that it shows.
    pub fn parts(self) -> Parts {
        match self {
            ResultFormat::Json => Parts { findings: true, view: VIEW_CHARS, advice: true, ..Parts::default() },
            ResultFormat::Csv => Parts { speakers: true, ..Parts::default() },
            ResultFormat::Trec => Parts::default(),
            ResultFormat::Cited(_) => Parts { attributions: true, ..Parts::default() },
        }
    }

    /// Whether it has a place for results of a unit: a TREC run has none for statements.
    pub fn holds(self, unit: Unit) -> bool {
        self != ResultFormat::Trec || unit != Unit::Quote
    }

    /// Writes the results of a search. `hits_only` leaves out the lines of JSON that are no results.
    ///
    /// # Errors
    /// When nothing can be written.
    pub fn write(self, answer: &SearchAnswer, hits_only: bool, out: &mut dyn Write) -> io::Result<()> {
        match (self, answer.unit) {
            (ResultFormat::Json, _) if hits_only => hits::json_lines(answer, out),
            (ResultFormat::Json, _) => hits::json(answer, out),
            (ResultFormat::Csv, Unit::Quote) => statements::csv(answer, out),
            (ResultFormat::Csv, _) => hits::csv(&answer.hits, out),
            (ResultFormat::Trec, _) => hits::trec("1", answer, out),
            (ResultFormat::Cited(format), _) => cite::write(format, &Citation::of_results(answer), out),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_means_its_format() {
        for (format, name) in ResultFormat::ALL.into_iter().zip(ResultFormat::NAMES) {
            assert_eq!(ResultFormat::from_name(name), Some(format));
        }
        assert_eq!(ResultFormat::from_name("pdf"), None);
    }
}
