//! CSL JSON: one array of items.

use std::io::{self, Write};

use serde::Serialize;

use super::Citation;
use super::author::{Author, authors};
use crate::render::json::write_line;

#[derive(Serialize)]
struct Item<'a> {
    id: &'a str,
    r#type: &'static str,
    title: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    author: Vec<Name>,
    #[serde(rename = "container-title", skip_serializing_if = "Option::is_none")]
    outlet: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    section: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issued: Option<Issued>,
    #[serde(rename = "URL", skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Name {
    Person { family: String, given: String },
    Literal { literal: String },
}

#[derive(Serialize)]
struct Issued {
    #[serde(rename = "date-parts")]
    parts: [Vec<u16>; 1],
}

pub(super) fn write(citations: &[Citation], out: &mut dyn Write) -> io::Result<()> {
    let items: Vec<Item> = citations.iter().map(item).collect();
    write_line(&items, out)
}

fn item<'a>(citation: &'a Citation) -> Item<'a> {
    let article = citation.article;
    let parts = citation.date_parts();
    Item {
        id: citation.handle,
        r#type: "article-newspaper",
        title: citation.title(),
        author: authors(article.author.as_deref().unwrap_or_default()).into_iter().map(name).collect(),
        outlet: article.outlet.as_deref(),
        section: article.section.as_deref(),
        issued: (!parts.is_empty()).then_some(Issued { parts: [parts] }),
        url: article.url.as_deref(),
        note: citation.note(),
    }
}

fn name(author: Author) -> Name {
    match author {
        Author::Person { given, family } => Name::Person { family, given },
        Author::Literal(literal) => Name::Literal { literal },
    }
}
