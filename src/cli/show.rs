//! `onrecord show`: one article or passage with what was found in it.

use super::args::{Global, Show, ShowFormat};
use super::exit::{Failure, Outcome};
use super::terminal::Terminal;
use crate::desk::Archive;
use crate::render::article::{print_article, words};
use crate::render::json::write_line;
use onrecord_api::{ShowRequest, Shown};

/// Runs the command.
pub(super) fn run(global: &Global, args: &Show, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let answer = Archive::at(&global.index).show(&ShowRequest { name: args.id.clone() })?;
    if answer.articles.is_empty() {
        terminal.note(&format!("no article or passage has the id {}", args.id));
        return Ok(Outcome::NothingFound);
    }
    if let Some((article, ordinal)) = &answer.hidden {
        terminal.note_line(&format!("{} is also passage {ordinal} of the article {article}", args.id));
    }
    answer.articles.iter().try_for_each(|shown| print(shown, args.format, terminal))?;
    Ok(Outcome::Done)
}

fn print(shown: &Shown, format: ShowFormat, terminal: &mut Terminal) -> Result<(), Failure> {
    match (format, shown.passage, shown.article.passages.first()) {
        (ShowFormat::Raw, Some(_), Some(passage)) => terminal.exact(words(shown, &passage.span))?,
        (ShowFormat::Raw, ..) => terminal.exact(&shown.text)?,
        (ShowFormat::Json, ..) => write_line(&shown.article, terminal.out())?,
        (ShowFormat::Text, ..) => print_article(shown, terminal.out())?,
    }
    Ok(())
}
