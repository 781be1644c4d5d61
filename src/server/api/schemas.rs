//! The shapes of answers, for the OpenAPI document: made from the types that are serialised.

use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value, json};

use crate::api::{AnnotatedArticle, ArticleHead, Hit, Mark, Quote, StatsAnswer, Understood};
use crate::api::{FacetColumn, FacetValue, Note, Total};
use crate::server::http::problem::Report;

/// The schemas, by name.
pub(super) fn all(generator: &mut SchemaGenerator) -> Value {
    let query = reference::<Understood>(generator);
    let hit = json!({"anyOf": [with_type(&reference::<Hit>(generator), "hit"), statement(generator)]});
    let total = reference::<Total>(generator);
    let facets = facets(generator);
    let marks =
        json!({"type": "object", "properties": {"marks": {"type": "array", "items": reference::<Mark>(generator)}}});
    let article = json!({"allOf": [reference::<AnnotatedArticle>(generator), marks]});
    let stats = reference::<StatsAnswer>(generator);
    reference::<Report>(generator);
    let mut schemas: Map<String, Value> = generator.take_definitions(true);
    let named = [
        ("SearchLine", search_line(&query, &hit, &total)),
        ("SearchObject", search_object(&query, &hit, &total)),
        ("Facets", facets),
        ("Article", article),
        ("Stats", stats),
        ("Passages", passages()),
        ("Status", status()),
        ("Health", json!({"type": "object", "required": ["status"], "properties": {"status": {"const": "ok"}}})),
    ];
    schemas.extend(named.map(|(name, schema)| (name.to_owned(), schema)));
    Value::Object(schemas)
}

fn reference<T: JsonSchema>(generator: &mut SchemaGenerator) -> Value {
    generator.subschema_for::<T>().to_value()
}

/// The counts of a field.
fn facets(generator: &mut SchemaGenerator) -> Value {
    let value = reference::<FacetValue>(generator);
    let column = reference::<FacetColumn>(generator);
    let note = reference::<Note>(generator);
    json!({"type": "object", "required": ["field", "unit", "values", "without"], "properties": {
        "field": {"type": "string"}, "unit": {"type": "string"}, "values": {"type": "array", "items": value},
        "without": {"type": "integer"}, "by": {"type": "string"}, "columns": {"type": "array", "items": column},
        "error": {"type": "integer"}, "relation": {"const": "gte"}, "notes": {"type": "array", "items": note}}})
}

/// A statement as a result, where `unit` is `quote`.
fn statement(generator: &mut SchemaGenerator) -> Value {
    let article = reference::<ArticleHead>(generator);
    let quote = reference::<Quote>(generator);
    let mark = reference::<Mark>(generator);
    json!({"type": "object",
        "required": ["type", "rank", "score", "id", "handle", "article", "passage", "quote", "text", "marks"],
        "properties": {
            "type": {"const": "quote"}, "rank": {"type": "integer"}, "score": {"type": "number"},
            "id": {"type": "string"}, "handle": {"type": "string"}, "article": article, "quote": quote,
            "to": {"type": "string"}, "text": {"type": "string"}, "marks": {"type": "array", "items": mark},
            "passage": {"type": "object", "required": ["ordinal", "line", "address"], "properties": {
                "ordinal": {"type": "integer"}, "line": {"type": "integer"}, "address": {"type": "object"}}}}})
}

/// A shape that says of itself what it is.
fn with_type(schema: &Value, name: &str) -> Value {
    let named = json!({"type": "object", "required": ["type"], "properties": {"type": {"const": name}}});
    json!({"allOf": [schema, named]})
}

fn search_line(query: &Value, hit: &Value, total: &Value) -> Value {
    let begin = json!({"type": "object", "required": ["type", "format_version", "query"], "properties": {
        "type": {"const": "begin"}, "format_version": {"const": 1}, "query": query}});
    let summary = json!({"type": "object", "required": ["type", "total", "returned", "elapsed_ms"], "properties": {
        "type": {"const": "summary"}, "total": total, "returned": {"type": "integer"}, "elapsed_ms": {"type": "number"}}});
    json!({"description": "One line: first `begin`, then each hit, last `summary`", "anyOf": [begin, hit, summary]})
}

fn search_object(query: &Value, hit: &Value, total: &Value) -> Value {
    json!({"type": "object",
        "required": ["format_version", "query", "hits", "total", "returned", "elapsed_ms", "facets"],
        "properties": {
            "format_version": {"const": 1}, "query": query, "hits": {"type": "array", "items": hit}, "total": total,
            "returned": {"type": "integer"}, "elapsed_ms": {"type": "number"},
            "facets": {"type": "object", "additionalProperties": {"$ref": "#/components/schemas/Facets"}}}})
}

fn passages() -> Value {
    json!({"type": "object", "required": ["id", "article", "title", "path", "published", "passages"], "properties": {
        "id": {"type": "string"}, "article": {"type": "string"}, "title": {"type": "string"},
        "path": {"type": "string"}, "published": {"type": "object"},
        "passages": {"type": "array", "items": {"type": "object",
            "required": ["ordinal", "kind", "line", "span", "text", "topics", "quotes"], "properties": {
            "ordinal": {"type": "integer"}, "kind": {"type": "string"}, "line": {"type": "integer"},
            "span": {"type": "object"}, "address": {"type": "object"}, "text": {"type": "string"}, "topics": {"type": "array"},
            "quotes": {"type": "array"}}}}}})
}

fn status() -> Value {
    json!({"type": "object", "required": ["revision", "running"], "properties": {
        "revision": {"type": "string"}, "running": {"type": "boolean"}, "last": {"type": ["object", "null"]},
        "failure": {"type": ["string", "null"]}}})
}
