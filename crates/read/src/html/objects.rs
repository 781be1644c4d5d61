//! The objects of a page's linked data (JSON-LD).

use serde_json::{Map, Value};

/// How many values within each other are gone into. A list, a graph, a page and its article are four; the rest is to
/// spare. A judgement, not measured; it keeps hostile nesting from the stack.
const MAX_DEPTH: usize = 6;

/// The objects that a value holds as parts of its own, each before its parts.
pub(super) fn objects(value: &Value) -> Vec<&Map<String, Value>> {
    let mut found = Vec::new();
    push_objects(value, 0, &mut found);
    found
}

fn push_objects<'a>(value: &'a Value, depth: usize, found: &mut Vec<&'a Map<String, Value>>) {
    match value {
        _ if depth > MAX_DEPTH => {}
        Value::Array(values) => values.iter().for_each(|value| push_objects(value, depth + 1, found)),
        Value::Object(fields) => {
            found.push(fields);
            for key in ["@graph", "mainEntity", "mainEntityOfPage", "hasPart"] {
                fields.get(key).into_iter().for_each(|inner| push_objects(inner, depth + 1, found));
            }
        }
        _ => {}
    }
}
