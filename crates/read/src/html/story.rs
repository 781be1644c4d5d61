//! What a page says of its article in JSON-LD, besides its day: headline, authors, outlet, section, sometimes the text.
//!
//! Authors and publishers may stand elsewhere in the script and be named by their `@id`.

use dom_query::Document;
use serde_json::{Map, Value};

use crate::columns;
use crate::draft::flat;
use crate::html::objects::objects;

/// The article of a page, as its linked data has it.
#[derive(Debug, Default)]
pub(super) struct Story {
    /// The headline.
    pub headline: Option<String>,
    /// Who wrote it, several with commas between them.
    pub author: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Its section.
    pub section: Option<String>,
    /// Its text.
    pub body: Option<String>,
}

impl Story {
    /// The first article of the page's scripts of JSON-LD, with the longest text that stands in them; none where they have
    /// none.
    pub(super) fn of(page: &Document) -> Option<Self> {
        let scripts = page.select("script[type='application/ld+json']");
        let values: Vec<Value> = scripts
            .iter()
            .filter_map(|script| serde_json::from_str(script.text().trim().trim_end_matches(';')).ok())
            .collect();
        let objects: Vec<_> = values.iter().flat_map(objects).collect();
        let body = objects.iter().filter_map(|object| body(object)).max_by_key(String::len);
        let article = objects.iter().find(|object| is_article(object));
        let article = article.or_else(|| objects.iter().find(|object| object.contains_key("articleBody")))?;
        let names = |key: &str| article.get(key).map(|value| names(value, &objects)).unwrap_or_default();
        let joined = |names: Vec<String>| Some(names.join(", ")).filter(|names| !names.is_empty());
        Some(Story {
            headline: text(article, "headline").or_else(|| text(article, "name")).map(|headline| flat(&headline)),
            author: joined(names("author")),
            outlet: names("publisher").into_iter().next(),
            section: text(article, "articleSection").map(|section| flat(&section)),
            body,
        })
    }
}

fn is_article(object: &Map<String, Value>) -> bool {
    let is_kind = |kind: &Value| {
        kind.as_str().is_some_and(|kind| ["Article", "Posting", "Report"].iter().any(|part| kind.ends_with(part)))
    };
    match object.get("@type") {
        Some(Value::Array(kinds)) => kinds.iter().any(is_kind),
        Some(kind) => is_kind(kind),
        None => false,
    }
}

/// The paragraphs of a text, blank lines between them.
fn body(object: &Map<String, Value>) -> Option<String> {
    let body = columns::plain(object.get("articleBody")?.as_str()?.to_owned());
    let lines: Vec<&str> = body.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    Some(lines.join("\n\n")).filter(|body| !body.is_empty())
}

fn text(object: &Map<String, Value>, key: &str) -> Option<String> {
    object.get(key)?.as_str().map(crate::tags::text).filter(|text| !text.trim().is_empty())
}

/// The names that a value gives: its own, or those of what it refers to.
fn names(value: &Value, objects: &[&Map<String, Value>]) -> Vec<String> {
    match value {
        // Some editorial systems write an object as a text.
        Value::String(name) if !name.contains("://") && !name.contains('{') => vec![flat(name)],
        Value::Array(values) => values.iter().take(MAX_NAMES).flat_map(|value| one_name(value, objects)).collect(),
        value => one_name(value, objects).into_iter().collect(),
    }
}

/// Most authors that are looked at: more are no byline. A judgement, not measured; it bounds the work on a page
/// that lists thousands.
const MAX_NAMES: usize = 20;

/// The name of a person or organisation, or of the object that it refers to.
fn one_name(value: &Value, objects: &[&Map<String, Value>]) -> Option<String> {
    let fields = match value {
        Value::String(name) => return Some(flat(name)).filter(|name| !name.contains("://")),
        value => value.as_object()?,
    };
    let own = text(fields, "name");
    let id = fields.get("@id").filter(|_| own.is_none());
    let referred = || objects.iter().filter(|object| object.get("@id") == id).find_map(|object| text(object, "name"));
    own.or_else(|| id.and_then(|_| referred())).map(|name| flat(&name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn story(script: &str) -> Option<Story> {
        Story::of(&Document::from(format!("<script type='application/ld+json'>{script}</script><p>a</p>")))
    }

    #[test]
    fn articles_of_graphs() {
        let script = r##"{"@graph":[{"@type":"Organization","@id":"#org","name":"The Example"},{"@type":"Person","@id":"#1","name":"Jane Roe"},
            {"@type":["NewsArticle"],"headline":"Ministers &amp; no plan","author":[{"@id":"#1"},{"name":"John Doe"}],"publisher":{"@id":"#org"},
            "articleSection":"World","articleBody":"They met."}]}"##;
        let story = story(script).expect("an article");
        assert_eq!(story.headline.as_deref(), Some("Ministers & no plan"));
        assert_eq!(
            (story.author.as_deref(), story.outlet.as_deref()),
            (Some("Jane Roe, John Doe"), Some("The Example"))
        );
        assert_eq!((story.section.as_deref(), story.body.as_deref()), (Some("World"), Some("They met.")));
    }

    #[test]
    fn whatever_else_there_is() {
        assert!(story(r#"{"@type":"WebSite","name":"The Example"}"#).is_none());
        assert!(story("{").is_none());
        let found = story(r#"{"@type":"BlogPosting","author":"https://example.org/jane","publisher":{"@id":"x"}}"#);
        let found = found.expect("an article");
        assert_eq!((found.author, found.outlet, found.headline), (None, None, None));
    }
}
