//! The text of an article in JSON-LD, for pages that draw themselves by a script and have it nowhere else.

use dom_query::Document;
use serde_json::{Map, Value};

use crate::columns;

/// How deep values are gone into.
const MAX_DEPTH: usize = 6;

/// An article as JSON-LD has it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct LinkedText {
    /// The headline, if it is there.
    pub(super) title: Option<String>,
    /// Who wrote it.
    pub(super) author: Option<String>,
    /// Who published it.
    pub(super) outlet: Option<String>,
    /// The paragraphs, blank lines between them.
    pub(super) text: String,
}

/// The longest text that the page has in JSON-LD; none where it has none.
pub(super) fn article(page: &Document) -> Option<LinkedText> {
    let mut found = Vec::new();
    for script in page.select("script[type='application/ld+json']").iter() {
        if let Ok(value) = serde_json::from_str::<Value>(script.text().trim().trim_end_matches(';')) {
            visit(&value, 0, &mut found);
        }
    }
    found.into_iter().max_by_key(|article| article.text.len())
}

fn visit(value: &Value, depth: usize, found: &mut Vec<LinkedText>) {
    match value {
        _ if depth > MAX_DEPTH => {}
        Value::Array(values) => values.iter().for_each(|value| visit(value, depth + 1, found)),
        Value::Object(fields) => {
            found.extend(of_object(fields));
            ["@graph", "mainEntity", "mainEntityOfPage", "hasPart"]
                .iter()
                .filter_map(|key| fields.get(*key))
                .for_each(|inner| visit(inner, depth + 1, found));
        }
        _ => {}
    }
}

fn of_object(fields: &Map<String, Value>) -> Option<LinkedText> {
    let text = |name: &str| fields.get(name).and_then(Value::as_str).map(|text| columns::plain(text.to_owned()));
    let body = text("articleBody").filter(|body| !body.trim().is_empty())?;
    let lines: Vec<&str> = body.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let (author, outlet) = (fields.get("author").map(names), fields.get("publisher").map(names));
    let title = text("headline").or_else(|| text("name"));
    let filled = |names: Option<String>| names.filter(|names| !names.is_empty());
    Some(LinkedText { title, author: filled(author), outlet: filled(outlet), text: lines.join("\n\n") })
}

/// The names of a person, a publisher or several.
fn names(value: &Value) -> String {
    match value {
        Value::String(name) => name.trim().to_owned(),
        Value::Object(fields) => fields.get("name").map(names).unwrap_or_default(),
        Value::Array(values) => values.iter().map(names).filter(|name| !name.is_empty()).collect::<Vec<_>>().join(", "),
        _ => String::new(),
    }
}
