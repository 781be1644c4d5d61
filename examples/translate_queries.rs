//! Translates queries in JSON Lines, as the comparison of engines has them, to the lines that
//! `onrecord bench` and `onrecord batch` read.
//!
//!     cargo run --example translate_queries -- ../shared/data/news/queries.jsonl > queries.tsv
//!     cargo run --example translate_queries -- --connectors ../shared/data/news/queries.jsonl > connectors.tsv
//!
//! A line has `id` and, as far as they apply, `phrase` (words) with `slop`, `must`, `should`, `prefix`. With
//! `--connectors` each phrase of two words is written as itself and with the connectors `w/5`, `w/s` and
//! `pre/5` between its words, so that they can be compared.

#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::io::{BufRead, BufReader};

use serde_json::Value;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let connectors = args.iter().any(|arg| arg == "--connectors");
    let path = args.iter().find(|arg| !arg.starts_with("--")).ok_or("which file of queries?")?;
    for line in BufReader::new(std::fs::File::open(path)?).lines() {
        let query: Value = serde_json::from_str(&line?)?;
        let id = query["id"].as_str().ok_or("a query without an id")?;
        if connectors {
            print_connectors(id, &query);
        } else {
            println!("{id}\t{}", translated(&query));
        }
    }
    Ok(())
}

fn words(value: &Value) -> Vec<&str> {
    value.as_array().map(|words| words.iter().filter_map(Value::as_str).collect()).unwrap_or_default()
}

fn translated(query: &Value) -> String {
    let mut required = Vec::new();
    let phrase = words(&query["phrase"]).join(" ");
    match query["slop"].as_u64().unwrap_or(0) {
        _ if phrase.is_empty() => {}
        0 => required.push(format!("\"{phrase}\"")),
        slop => required.push(format!("\"{phrase}\"~{slop}")),
    }
    required.extend(words(&query["must"]).into_iter().map(str::to_owned));
    required.extend(query["prefix"].as_str().map(|prefix| format!("{prefix}*")));
    if required.is_empty() { words(&query["should"]).join(" ") } else { required.join(" AND ") }
}

fn print_connectors(id: &str, query: &Value) {
    let (Some(number), [a, b]) = (id.strip_prefix("phrase2-"), &words(&query["phrase"])[..]) else { return };
    println!("{id}\t\"{a} {b}\"");
    for (class, connector) in [("w5", "w/5"), ("ws", "w/s"), ("pre5", "pre/5")] {
        println!("{class}-{number}\t={a} {connector} ={b}");
    }
}
