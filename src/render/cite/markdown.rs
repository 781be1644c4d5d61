//! Markdown: a block quotation with its source under it.

use std::io::{self, Write};

use super::{Citation, one_line};
use crate::render::dates::published_in_words;
use crate::render::sanitize::sanitize;

pub(super) fn write(citations: &[Citation], out: &mut dyn Write) -> io::Result<()> {
    for (i, citation) in citations.iter().enumerate() {
        if i > 0 {
            writeln!(out)?;
        }
        if let Some(words) = citation.words {
            writeln!(out, "> {}\n>", escaped(&one_line(words)))?;
            writeln!(out, "> — {}", sources(citation).join(", "))?;
        } else {
            writeln!(out, "- {}", sources(citation).join(", "))?;
        }
    }
    Ok(())
}

/// Who speaks, the article, where and when it appeared, its handle and its place.
fn sources(citation: &Citation) -> Vec<String> {
    let article = citation.article;
    let title = escaped(&one_line(citation.title()));
    let link = article.url.as_deref().filter(|url| is_web(url));
    let linked = link.map_or(title.clone(), |url| format!("[{title}](<{}>)", one_line(url).replace(['<', '>'], "")));
    let given = [
        citation.speaker_with_role().map(|who| escaped(&one_line(&who))),
        article.author.as_deref().map(|author| escaped(&one_line(author))),
        Some(linked),
        article.outlet.as_deref().map(|outlet| format!("*{}*", escaped(&one_line(outlet)))),
        published_in_words(&article.published),
        Some(escaped(citation.handle)),
        Some(escaped(&one_line(&place(citation)))),
    ];
    given.into_iter().flatten().filter(|part| !part.is_empty()).collect()
}

/// Where the words stand: the path of their file, with the line.
fn place(citation: &Citation) -> String {
    let path = &citation.article.path;
    citation.line.map_or(path.clone(), |line| format!("{path}:{line}"))
}

/// Only links that lead to the web: anything else in a document could run something.
fn is_web(url: &str) -> bool {
    ["http://", "https://"].iter().any(|scheme| url.starts_with(scheme))
}

/// A text of which Markdown reads nothing but the words.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in sanitize(text).chars() {
        if "\\`*_{}[]<>#|".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
