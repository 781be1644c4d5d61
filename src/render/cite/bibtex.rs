//! BibTeX: an article of a newspaper where its outlet is known, else a thing of its own.

use std::io::{self, Write};

use super::author::authors;
use super::{Citation, one_line};
use crate::render::sanitize::is_control;

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

pub(super) fn write(citation: &Citation, out: &mut dyn Write) -> io::Result<()> {
    let article = citation.article;
    let sort = if article.outlet.is_some() { "article" } else { "misc" };
    writeln!(out, "@{sort}{{{},", key(citation.handle))?;
    let mut field = |name: &str, value: &str| match escaped(&one_line(value)) {
        value if value.is_empty() => Ok(()),
        value => writeln!(out, "  {name} = {{{value}}},"),
    };
    field("title", citation.title())?;
    let names: Vec<String> =
        authors(article.author.as_deref().unwrap_or_default()).iter().map(|author| author.inverted()).collect();
    field("author", &names.join(" and "))?;
    field("journal", article.outlet.as_deref().unwrap_or_default())?;
    let date = citation.date_parts();
    field("year", &date.first().map(|year| format!("{year:04}")).unwrap_or_default())?;
    field("day", &date.get(2).map(|day| day.to_string()).unwrap_or_default())?;
    field("note", &citation.note().unwrap_or_default())?;
    if let Some(month) = date.get(1).and_then(|month| MONTHS.get(usize::from(*month).wrapping_sub(1))) {
        writeln!(out, "  month = {month},")?;
    }
    if let Some(url) = &article.url {
        writeln!(out, "  url = {{{}}},", url_of(url))?;
    }
    writeln!(out, "}}\n")
}

/// A citation key: letters, digits and what else needs no quoting.
fn key(handle: &str) -> String {
    handle.chars().map(|c| if c.is_ascii_alphanumeric() || ":-_.".contains(c) { c } else { '-' }).collect()
}

/// What would end a `url` is written as percent signs and digits.
fn url_of(url: &str) -> String {
    url.chars()
        .filter(|&c| !is_control(c))
        .map(|c| match c {
            '{' => "%7B".to_owned(),
            '}' => "%7D".to_owned(),
            '\\' => "%5C".to_owned(),
            ' ' => "%20".to_owned(),
            c => c.to_string(),
        })
        .collect()
}

/// A text with TeX's special characters escaped.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '&' | '%' | '$' | '#' | '_' | '{' | '}' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}
