//! The OpenAPI document: committed as it is served, and true of every answer.

use serde_json::Value;

use crate::client::Serving;
use crate::harness::Project;

/// What is wrong with a value by a schema, as far as JSON Schema is used here.
fn wrong(value: &Value, schema: &Value, root: &Value, at: &str) -> Vec<String> {
    if let Some(reference) = schema["$ref"].as_str() {
        let target =
            root.pointer(reference.trim_start_matches('#')).unwrap_or_else(|| panic!("{reference} is nowhere"));
        return wrong(value, target, root, at);
    }
    let mut found = Vec::new();
    found.extend(wrong_type(value, schema, at));
    if let Some(constant) = schema.get("const").filter(|constant| *constant != value) {
        found.push(format!("{at} is {value}, not {constant}"));
    }
    if let Some(values) = schema["enum"].as_array().filter(|values| !values.contains(value)) {
        found.push(format!("{at} is {value}, not one of {values:?}"));
    }
    for all in schema["allOf"].as_array().into_iter().flatten() {
        found.extend(wrong(value, all, root, at));
    }
    for name in ["anyOf", "oneOf"] {
        if let Some(ways) = schema[name].as_array()
            && ways.iter().all(|way| !wrong(value, way, root, at).is_empty())
        {
            found.push(format!("{at} fits none of {name}: {value}"));
        }
    }
    for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if value.as_object().is_some_and(|object| !object.contains_key(name)) {
            found.push(format!("{at} has no {name}"));
        }
    }
    for (name, member) in value.as_object().into_iter().flatten() {
        let by = of_member(schema, name);
        found.extend(by.into_iter().flat_map(|schema| wrong(member, schema, root, &format!("{at}.{name}"))));
    }
    if let (Some(items), Some(schema)) = (value.as_array(), schema.get("items")) {
        found.extend(items.iter().enumerate().flat_map(|(i, item)| wrong(item, schema, root, &format!("{at}[{i}]"))));
    }
    found
}

fn wrong_type(value: &Value, schema: &Value, at: &str) -> Option<String> {
    let is = |name: &str| match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        "number" => value.is_number(),
        "integer" => value.is_u64() || value.is_i64(),
        _ => false,
    };
    let fits = match &schema["type"] {
        Value::String(name) => is(name),
        Value::Array(names) => names.iter().filter_map(Value::as_str).any(is),
        _ => true,
    };
    (!fits).then(|| format!("{at} is {value}, not {}", schema["type"]))
}

/// The members of a value that no schema for it has.
fn undescribed(value: &Value, schemas: &[&Value], root: &Value, at: &str) -> Vec<String> {
    let mut plain = Vec::new();
    schemas.iter().for_each(|schema| flatten(schema, root, &mut plain));
    let mut found = Vec::new();
    let is_open = plain.iter().all(|schema| schema["properties"].is_null());
    for (name, member) in value.as_object().into_iter().flatten() {
        let known: Vec<&Value> = plain.iter().filter_map(|schema| of_member(schema, name)).collect();
        if known.is_empty() && !is_open {
            found.push(format!("{at}.{name}"));
        }
        found.extend(undescribed(member, &known, root, &format!("{at}.{name}")));
    }
    let items: Vec<&Value> = plain.iter().filter_map(|schema| schema.get("items")).collect();
    for item in value.as_array().into_iter().flatten() {
        found.extend(undescribed(item, &items, root, &format!("{at}[]")));
    }
    found
}

/// What a schema says of a member of an object.
fn of_member<'s>(schema: &'s Value, name: &str) -> Option<&'s Value> {
    schema["properties"].get(name).or_else(|| schema.get("additionalProperties").filter(|open| open.is_object()))
}

/// The schemas that a schema is put together of.
fn flatten<'s>(schema: &'s Value, root: &'s Value, plain: &mut Vec<&'s Value>) {
    if let Some(target) = schema["$ref"].as_str().and_then(|name| root.pointer(name.trim_start_matches('#'))) {
        flatten(target, root, plain);
    }
    for parts in ["allOf", "anyOf", "oneOf"].map(|name| schema[name].as_array()) {
        parts.into_iter().flatten().for_each(|part| flatten(part, root, plain));
    }
    plain.push(schema);
}

#[test]
fn the_document_is_the_committed_one() {
    let project = Project::with_indexed_seeds();
    let served = Serving::of(&project).json("/api/v1/openapi.json");
    let committed =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/openapi.json")).expect("the document");
    let committed: Value = serde_json::from_str(&committed).expect("JSON");
    assert!(served == committed, "docs/openapi.json is out of date: cargo run --example openapi > docs/openapi.json");
}

#[test]
fn every_answer_is_as_described() {
    let project = Project::with_indexed_seeds();
    let serving = Serving::of(&project);
    let document = serving.json("/api/v1/openapi.json");
    let id = project.hits("ISIS")[0]["article"]["id"].as_str().expect("an id").replace('/', "%2F");
    let asked = [
        ("/search", "/search?q=coalition&n=20".to_owned()),
        ("/search", "/search?q=coalition&facets=speaker,date".to_owned()),
        ("/search", "/search?q=coalition&unit=quote&n=50".to_owned()),
        ("/search", "/search?q=coalition&unit=quote&facets=speaker,date&explain=true".to_owned()),
        ("/facets/{field}", "/facets/speaker?by=topic&unit=article".to_owned()),
        ("/facets/{field}", "/facets/date?q=coalition+ISIS".to_owned()),
        ("/search", "/search?q=nothinghasthisword".to_owned()),
        ("/articles/{id}", format!("/articles/{id}?q=ISIS")),
        ("/articles/{id}/passages/{n}", format!("/articles/{id}/passages/2?context=1")),
        ("/facets/{field}", "/facets/topic".to_owned()),
        ("/facets/{field}", "/facets/date?interval=year".to_owned()),
        ("/stats", "/stats".to_owned()),
        ("/status", "/status".to_owned()),
        ("/healthz", "/healthz".to_owned()),
        ("/search", "/search?q=(".to_owned()),
        ("/search", "/search?spaeker=x".to_owned()),
        ("/articles/{id}", "/articles/nothing".to_owned()),
    ];
    for (path, address) in asked {
        let answer = serving.get(&format!("/api/v1{address}"));
        let status = answer.status.to_string();
        let described = &document["paths"][format!("/api/v1{path}")]["get"]["responses"][&status]["content"];
        let media_type = answer.header("content-type").split(';').next().unwrap_or_default().to_owned();
        let schema = &described[&media_type]["schema"];
        assert!(schema.is_object(), "{path} {status} {media_type} is described");
        let values = if media_type == "application/x-ndjson" { answer.json_lines() } else { vec![answer.json()] };
        for value in values {
            assert_eq!(wrong(&value, schema, &document, "answer"), [""; 0], "{address}");
            assert_eq!(undescribed(&value, &[schema], &document, "answer"), [""; 0], "{address}");
        }
    }
}

#[test]
fn every_parameter_is_described() {
    let project = Project::with_indexed_seeds();
    let serving = Serving::of(&project);
    let document = serving.json("/api/v1/openapi.json");
    for (path, address) in [
        ("/search", "/search"),
        ("/facets/{field}", "/facets/speaker"),
        ("/articles/{id}", "/articles/x"),
        ("/articles/{id}/text", "/articles/x/text"),
        ("/articles/{id}/passages/{n}", "/articles/x/passages/1"),
        ("/stats", "/stats"),
        ("/status", "/status"),
    ] {
        let refused = serving.get(&format!("/api/v1{address}?nonsense=1")).is(400).json();
        let described = document["paths"][format!("/api/v1{path}")]["get"]["parameters"].as_array();
        let of_query = described.into_iter().flatten().filter(|parameter| parameter["in"] == "query");
        let mut names: Vec<&str> = of_query.filter_map(|parameter| parameter["name"].as_str()).collect();
        names.sort_unstable();
        let allowed: Vec<&str> =
            refused["allowed"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        assert_eq!(allowed, names, "{path}");
    }
}

#[test]
fn the_check_finds_what_it_looks_for() {
    let schema = serde_json::json!({"type": "object", "required": ["a"], "properties": {"a": {"type": "integer"}}});
    for (value, count) in
        [(serde_json::json!({"a": 1}), 0), (serde_json::json!({"a": "1"}), 1), (serde_json::json!({}), 1)]
    {
        assert_eq!(wrong(&value, &schema, &schema, "x").len(), count, "{value}");
    }
}
