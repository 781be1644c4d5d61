//! Search results for programs: JSON Lines, CSV, TREC runs, paths.

use std::collections::HashSet;
use std::io::{self, Write};

use super::json::write_line;
use super::table::Table;
use super::{statements, wire};
use onrecord_api::{Hit, SearchAnswer, Unit};

/// Prints an answer as JSON Lines: `begin`, a `hit` each, `summary`.
///
/// # Errors
/// When nothing can be written.
pub fn json(answer: &SearchAnswer, out: &mut dyn Write) -> io::Result<()> {
    write_line(&wire::begin(&answer.query), out)?;
    json_lines(answer, out)?;
    write_line(&wire::summary(answer), out)
}

/// Prints the results of an answer as JSON Lines: a `hit` or a `quote` each.
///
/// # Errors
/// When nothing can be written.
pub fn json_lines(answer: &SearchAnswer, out: &mut dyn Write) -> io::Result<()> {
    answer.hits.iter().try_for_each(|hit| write_line(&wire::hit(hit), out))?;
    statements::json(&answer.statements, out)
}

/// Prints hits as comma-separated values.
///
/// # Errors
/// When nothing can be written.
pub fn csv(hits: &[Hit], out: &mut dyn Write) -> io::Result<()> {
    let mut table = Table::new(out);
    table.row([
        "rank",
        "score",
        "id",
        "path",
        "line",
        "title",
        "outlet",
        "published",
        "speakers",
        "text",
        "author",
        "url",
    ])?;
    for hit in hits {
        let Hit { article, passage, .. } = hit;
        table.row([
            hit.rank.to_string().as_str(),
            &hit.score.to_string(),
            &hit.id,
            &article.path,
            &passage.line.to_string(),
            &article.title,
            article.outlet.as_deref().unwrap_or_default(),
            article.published.best.as_deref().unwrap_or_default(),
            &hit.speakers.join("; "),
            &passage.text,
            article.author.as_deref().unwrap_or_default(),
            article.url.as_deref().unwrap_or_default(),
        ])?;
    }
    table.finish()
}

/// Prints the results of an answer as lines of a TREC run for the query `id`: of an article one, with its id, or with
/// `FILE#ID` where two files have articles of this id.
///
/// # Errors
/// When nothing can be written.
pub fn trec(id: &str, answer: &SearchAnswer, out: &mut dyn Write) -> io::Result<()> {
    let mut line = |document: &str, hit: &Hit| {
        writeln!(out, "{} Q0 {} {} {} onrecord", escape_white(id), escape_white(document), hit.rank, hit.score)
    };
    if answer.unit != Unit::Article {
        return answer.hits.iter().try_for_each(|hit| line(&hit.id, hit));
    }
    let best: Vec<&Hit> = answer.hits.chunk_by(|a, b| a.rank == b.rank).map(|hits| &hits[0]).collect();
    for hit in &best {
        let article = &hit.article;
        let same = best.iter().filter(|other| other.article.id == article.id).count();
        let document = if same > 1 { format!("{}#{}", article.path, article.id) } else { article.id.clone() };
        line(&document, hit)?;
    }
    Ok(())
}

/// White space percent-encoded: a TREC line has six columns.
pub fn escape_white(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_whitespace() || c.is_control() {
            let mut bytes = [0; 4];
            c.encode_utf8(&mut bytes).bytes().for_each(|b| out.push_str(&format!("%{b:02X}")));
        } else {
            out.push(c);
        }
    }
    out
}

/// The paths of the articles, each once, in the order of the results.
pub fn paths(answer: &SearchAnswer) -> Vec<&str> {
    let mut seen = HashSet::new();
    let of_hits = answer.hits.iter().map(|hit| &hit.article);
    let articles = of_hits.chain(answer.statements.iter().map(|statement| &statement.article));
    articles.map(|article| article.path.as_str()).filter(|path| seen.insert(*path)).collect()
}
