//! `onrecord show`: one article or passage with what was found in it.

use super::args::{Global, Show, ShowFormat};
use super::exit::{Failure, Outcome};
use super::terminal::Terminal;
use crate::desk::Archive;
use crate::render::article::{print_article, words};
use crate::render::cite::{self, CitationFormat};
use crate::render::json::write_line;
use crate::render::text::TextOptions;
use onrecord_api::{ShowRequest, Shown};

/// Runs the command.
pub(super) fn run(global: &Global, args: &Show, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let request = ShowRequest { name: args.id.clone(), query: args.query.clone(), context: args.context };
    let answer = Archive::at(&global.index).show(&request)?;
    if answer.articles.is_empty() {
        let hint = "take a handle from the results of a search, or give an id, a path, or PATH:LINE";
        terminal.note(&format!("nothing here is called {}; {hint}", args.id));
        return Ok(Outcome::NothingFound);
    }
    if let [_, _, ..] = answer.articles.as_slice()
        && answer.articles.iter().all(|shown| shown.article.id != args.id)
        && args.id.split(':').next().is_some_and(|beginning| is_beginning(&answer.articles, beginning))
    {
        return Err(ambiguous(&args.id, &answer.articles));
    }
    if let Some((article, ordinal)) = &answer.hidden {
        terminal.note_line(&format!("{} is also passage {ordinal} of the article {article}", args.id));
    }
    if args.format == ShowFormat::Text {
        terminal.page();
    }
    answer.articles.iter().try_for_each(|shown| print(shown, args.format, terminal))?;
    Ok(Outcome::Done)
}

/// Whether the articles were found by a beginning of their handles.
fn is_beginning(articles: &[Shown], name: &str) -> bool {
    articles.iter().all(|shown| shown.handle.starts_with(&name.to_lowercase()))
}

fn ambiguous(name: &str, articles: &[Shown]) -> Failure {
    let lines: Vec<String> =
        articles.iter().map(|shown| format!("  {}  {}", shown.handle, shown.article.title)).collect();
    Failure::message(format!("{name} is the beginning of several handles:\n{}", lines.join("\n")))
}

fn print(shown: &Shown, format: ShowFormat, terminal: &mut Terminal) -> Result<(), Failure> {
    match (format, shown.passage, shown.article.passages.first()) {
        (ShowFormat::Raw, Some(_), Some(passage)) => terminal.exact(words(shown, &passage.span))?,
        (ShowFormat::Raw, ..) => terminal.exact(&shown.text)?,
        (ShowFormat::Json, ..) => write_line(&shown.article, terminal.out())?,
        (ShowFormat::Text, ..) => {
            let options = TextOptions { width: terminal.width, styled: terminal.styled };
            print_article(shown, &options, terminal.out())?;
        }
        (ShowFormat::Ris, ..) => cite(shown, CitationFormat::Ris, terminal)?,
        (ShowFormat::Bibtex, ..) => cite(shown, CitationFormat::BibTeX, terminal)?,
        (ShowFormat::Csl, ..) => cite(shown, CitationFormat::Csl, terminal)?,
        (ShowFormat::Md, ..) => cite(shown, CitationFormat::Markdown, terminal)?,
    }
    Ok(())
}

/// Prints the citation of the article, with the words of the passage if one is meant.
fn cite(shown: &Shown, format: CitationFormat, terminal: &mut Terminal) -> Result<(), Failure> {
    Ok(cite::write_shown(format, shown, terminal.out())?)
}
