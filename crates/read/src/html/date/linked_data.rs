//! The day of publication in JSON-LD.

use serde_json::{Map, Value};

use super::Place;
use crate::html::objects::objects;

/// The days of publication that a script of JSON-LD gives, with what they belong to.
pub(super) fn days(script: &str) -> Vec<(Place, String)> {
    match serde_json::from_str::<Value>(script.trim().trim_end_matches(';')) {
        Ok(value) => objects(&value).into_iter().filter_map(day).collect(),
        // Broken by an editorial system: a line break within a text, a comma too many.
        Err(_) => after_key(script).map(|day| (Place::LinkedArticle, day)).into_iter().collect(),
    }
}

/// The day that an object gives, with what it belongs to.
fn day(object: &Map<String, Value>) -> Option<(Place, String)> {
    let place = place(object.get("@type"))?;
    let given = |key: &&str| object.get(*key).and_then(text);
    ["datePublished", "uploadDate", "dateCreated"].iter().find_map(given).map(|day| (place, day))
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Array(values) => values.first().and_then(text),
        Value::Object(fields) => fields.get("@value").and_then(text),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// What something of this type is within its page; none for what has a day of its own that is not the page's.
fn place(kind: Option<&Value>) -> Option<Place> {
    let kinds = match kind {
        Some(Value::String(kind)) => vec![kind.as_str()],
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let any = |parts: &[&str]| kinds.iter().any(|kind| parts.iter().any(|part| kind.ends_with(part)));
    if any(&["Article", "Posting", "Report", "Recipe"]) {
        Some(Place::LinkedArticle)
    } else if any(&["Comment", "Review", "Person", "Organization", "ImageObject", "Event", "Product", "WebSite"]) {
        None
    } else {
        Some(Place::LinkedPage)
    }
}

/// The text after the key `datePublished`, wherever it stands.
fn after_key(script: &str) -> Option<String> {
    let rest = script.split_once("\"datePublished\"")?.1.trim_start().strip_prefix(':')?.trim_start();
    let text = rest.strip_prefix('"')?.split('"').next()?;
    Some(text.to_owned())
}
