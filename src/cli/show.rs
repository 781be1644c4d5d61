//! `onrecord show`: one article or passage with what was found in it.

use super::args::{Global, Show, ShowFormat};
use super::exit::{Failure, Outcome};
use super::index_in_use::archive;
use super::terminal::Terminal;
use crate::render::article::{print_article, words};
use crate::render::cite::{self, CitationFormat};
use crate::render::json::write_line;
use onrecord_api::{ShowAnswer, ShowRequest, Shown};

/// Runs the command.
pub(super) fn run(global: &Global, args: &Show, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let request = ShowRequest { name: args.id.clone(), query: args.query.clone(), context: args.context };
    let Some(answer) = found(global, &request, terminal)? else { return Ok(Outcome::NothingFound) };
    tell_hidden(&args.id, &answer, terminal);
    if args.format == ShowFormat::Text {
        terminal.page();
    }
    answer.articles.iter().try_for_each(|shown| print(shown, args.format, terminal))?;
    Ok(Outcome::Done)
}

/// What a name means; nothing, told to the user, where it means nothing.
///
/// # Errors
/// When the name is the beginning of several handles, or the index cannot be used.
pub(super) fn found(
    global: &Global,
    request: &ShowRequest,
    terminal: &mut Terminal,
) -> Result<Option<ShowAnswer>, Failure> {
    let (answer, name) = (archive(global)?.show(request)?, &request.name);
    if answer.articles.is_empty() {
        let hint = "take a handle from the results of a search, or give an id, a path, or PATH:LINE";
        terminal.note_line(&format!("nothing here is called {name}; {hint}"));
        return Ok(None);
    }
    if let [_, _, ..] = answer.articles.as_slice()
        && answer.articles.iter().all(|shown| shown.article.id != *name)
        && name.split(':').next().is_some_and(|beginning| is_beginning(&answer.articles, beginning))
    {
        return Err(ambiguous(name, &answer.articles));
    }
    Ok(Some(answer))
}

/// Tells of a passage that has the name, too, and is not shown.
pub(super) fn tell_hidden(name: &str, answer: &ShowAnswer, terminal: &mut Terminal) {
    if let Some((article, ordinal)) = &answer.hidden {
        terminal.note_line(&format!("{name} is also passage {ordinal} of the article {article}"));
    }
    if let Some(line) = answer.past_end {
        terminal
            .note_line(&format!("{name} is behind the end: the last passage, which begins on line {line}, is meant"));
    }
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
            let options = terminal.layout();
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
