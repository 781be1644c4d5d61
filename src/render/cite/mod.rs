//! Citations: a source as bibliographic programs and footnotes want it.
//!
//! Dates are only as precise as they are known: an article of "between 1 and 21 March 2017" is cited as of March 2017.
//! Who speaks is told in a note, since he is not the author.

mod author;
mod bibtex;
mod csl;
mod markdown;
mod ris;

use std::io::{self, Write};

use super::sanitize::sanitize;
use onrecord_api::{ArticleHead, Hit, SearchAnswer, Shown, Speaker, Statement, Unit};

/// A format of citations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CitationFormat {
    /// RIS, which Zotero, EndNote and Mendeley read.
    Ris,
    /// BibTeX.
    BibTeX,
    /// CSL JSON, which Pandoc and Zotero read.
    Csl,
    /// A block quotation in Markdown with its source.
    Markdown,
}

impl CitationFormat {
    /// The name of the format in options and parameters.
    pub const fn name(self) -> &'static str {
        match self {
            CitationFormat::Ris => "ris",
            CitationFormat::BibTeX => "bibtex",
            CitationFormat::Csl => "csl",
            CitationFormat::Markdown => "md",
        }
    }

    /// Its name for people.
    pub const fn label(self) -> &'static str {
        match self {
            CitationFormat::Ris => "RIS",
            CitationFormat::BibTeX => "BibTeX",
            CitationFormat::Csl => "CSL",
            CitationFormat::Markdown => "Markdown",
        }
    }

    /// Its media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            CitationFormat::Ris => "application/x-research-info-systems",
            CitationFormat::BibTeX => "application/x-bibtex; charset=utf-8",
            CitationFormat::Csl => "application/vnd.citationstyles.csl+json",
            CitationFormat::Markdown => "text/markdown; charset=utf-8",
        }
    }

    /// The extension of a file in it.
    pub const fn extension(self) -> &'static str {
        match self {
            CitationFormat::Ris => "ris",
            CitationFormat::BibTeX => "bib",
            CitationFormat::Csl => "csl.json",
            CitationFormat::Markdown => "md",
        }
    }
}

/// What is cited: an article, and perhaps words of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Citation<'a> {
    /// The article.
    pub article: &'a ArticleHead,
    /// The handle of what is cited, by which it can be found again. It is unique among the citations of an output.
    pub handle: &'a str,
    /// The words cited.
    pub words: Option<&'a str>,
    /// Who said them.
    pub speaker: Option<&'a Speaker>,
    /// The line of its source on which the words begin, from 1.
    pub line: Option<u32>,
}

impl<'a> Citation<'a> {
    /// That of a passage that was found, with who said its marked words.
    pub fn of_hit(hit: &'a Hit) -> Self {
        let speaker = hit.attributions.first().map(|said| &said.speaker);
        let (words, line) = (Some(hit.passage.text.as_str()), Some(hit.passage.line));
        Citation { article: &hit.article, handle: &hit.handle, words, speaker, line }
    }

    /// That of a statement.
    pub fn of_statement(statement: &'a Statement) -> Self {
        let speaker = statement.quote.speaker.as_ref();
        let (words, line) = (Some(statement.text.as_str()), Some(statement.line));
        Citation { article: &statement.article, handle: &statement.handle, words, speaker, line }
    }

    /// Those of all results of a search, in order: of an article one, however many of its passages there are.
    pub fn of_results(answer: &'a SearchAnswer) -> Vec<Self> {
        match answer.unit {
            Unit::Passage => answer.hits.iter().map(Citation::of_hit).collect(),
            Unit::Quote => answer.statements.iter().map(Citation::of_statement).collect(),
            Unit::Article => {
                answer.hits.chunk_by(|a, b| a.rank == b.rank).map(|hits| Citation::of_article(&hits[0])).collect()
            }
        }
    }

    /// That of the article that a passage is of.
    fn of_article(hit: &'a Hit) -> Self {
        let handle = hit.handle.split(':').next().unwrap_or_default();
        Citation { article: &hit.article, handle, words: None, speaker: None, line: None }
    }

    /// The title, or what else names the article.
    fn title(&self) -> &str {
        if self.article.title.is_empty() { &self.article.id } else { &self.article.title }
    }

    /// Year, month and day, as far as they are known.
    fn date_parts(&self) -> Vec<u16> {
        let best = self.article.published.best.as_deref().unwrap_or_default();
        best.split('-').map_while(|part| part.parse().ok()).collect()
    }

    /// The speaker with the role as printed.
    fn speaker_with_role(&self) -> Option<String> {
        let speaker = self.speaker?;
        let role = speaker.role.as_deref().map(|role| format!(", {role}")).unwrap_or_default();
        Some(format!("{}{role}", speaker.name))
    }

    /// The words with who said them, in one line.
    fn note(&self) -> Option<String> {
        let words = one_line(self.words?);
        Some(match self.speaker_with_role() {
            Some(who) => format!("{words} — {}", one_line(&who)),
            None => words,
        })
    }
}

/// Writes the citation of an article that is shown, with the words of the passage if one is meant.
///
/// # Errors
/// When nothing can be written.
pub fn write_shown(format: CitationFormat, shown: &Shown, out: &mut dyn Write) -> io::Result<()> {
    let article = ArticleHead::from(&shown.article);
    let passage = shown.article.passages.iter().find(|passage| Some(passage.ordinal) == shown.passage);
    let handle = shown.passage.map_or(shown.handle.clone(), |ordinal| format!("{}:{ordinal}", shown.handle));
    let words = passage.map(|passage| super::article::words(shown, &passage.span));
    let line = passage.map(|passage| passage.line);
    write(format, &[Citation { article: &article, handle: &handle, words, speaker: None, line }], out)
}

/// A text in one line, without control characters: a line end would begin a new field in most formats. What turns the
/// order of a text round is shown as a symbol.
fn one_line(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control());
    sanitize(&words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")).into_owned()
}

/// Writes citations in a format, in order.
///
/// # Errors
/// When nothing can be written.
pub fn write(format: CitationFormat, citations: &[Citation], out: &mut dyn Write) -> io::Result<()> {
    match format {
        CitationFormat::Ris => citations.iter().try_for_each(|citation| ris::write(citation, out)),
        CitationFormat::BibTeX => citations.iter().try_for_each(|citation| bibtex::write(citation, out)),
        CitationFormat::Csl => csl::write(citations, out),
        CitationFormat::Markdown => markdown::write(citations, out),
    }
}

#[cfg(test)]
mod tests;
