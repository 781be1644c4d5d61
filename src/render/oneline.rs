//! A result a line, for `fzf`, `less` and the eye: date, speaker, words, handle, with tabs between them.

use std::io::{self, Write};

use super::sanitize::sanitize;
use onrecord_api::{Hit, SearchAnswer, Statement};

/// Prints a line for each result: of an article its best passage.
///
/// # Errors
/// When nothing can be written.
pub fn print(answer: &SearchAnswer, out: &mut dyn Write) -> io::Result<()> {
    let results = answer.hits.chunk_by(|a, b| a.rank == b.rank);
    results.filter_map(|passages| passages.first()).try_for_each(|hit| print_hit(hit, out))?;
    answer.statements.iter().try_for_each(|statement| print_statement(statement, out))
}

fn print_hit(hit: &Hit, out: &mut dyn Write) -> io::Result<()> {
    let (text, base) = (&hit.passage.text, hit.passage.span.bytes[0]);
    let shown = hit.view.first().unwrap_or(&hit.passage.span).bytes;
    let words = text.get((shown[0] - base) as usize..(shown[1] - base) as usize).unwrap_or(text);
    let speakers: Vec<&str> = hit.attributions.iter().map(|said| said.speaker.name.as_str()).collect();
    let date = hit.article.published.best.as_deref();
    line(date, &speakers.join(", "), words, &hit.handle, out)
}

fn print_statement(statement: &Statement, out: &mut dyn Write) -> io::Result<()> {
    let speaker = statement.quote.speaker.as_ref().map_or("", |speaker| &speaker.name);
    line(statement.article.published.best.as_deref(), speaker, &statement.text, &statement.handle, out)
}

fn line(date: Option<&str>, speaker: &str, words: &str, handle: &str, out: &mut dyn Write) -> io::Result<()> {
    let columns = [date.unwrap_or("-"), if speaker.is_empty() { "-" } else { speaker }, words, handle];
    let columns = columns.map(|column| sanitize(column).into_owned());
    writeln!(out, "{}", columns.join("\t"))
}
