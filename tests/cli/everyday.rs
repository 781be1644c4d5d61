//! The queries of every day (`benches/everyday.tsv`) on a real collection: what a reader sees of each hit. A long test.

use serde_json::Value;

use crate::harness::{Project, ends};

const QUERIES: &str = include_str!("../../benches/everyday.tsv");

/// A collection of news beside the checkout, if it is there and long tests are wanted.
fn collection() -> Option<std::path::PathBuf> {
    std::env::var_os("ONRECORD_LONG_TESTS")?;
    let shared = std::env::var_os("ONRECORD_SHARED").map_or_else(|| "../shared".into(), std::path::PathBuf::from);
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(shared).join("data/news/corpus-small.jsonl");
    file.is_file().then_some(file)
}

/// Whether a hit has a mark in a quote, and whether a quote around it has a speaker.
fn attribution(hit: &Value) -> Option<bool> {
    let overlaps = |mark: &Value, quote: &Value| {
        let ((a, b), (c, d)) = (ends(&mark["span"], "bytes"), ends(&quote["span"], "bytes"));
        mark["span"]["in"].is_null() && a < d && c < b
    };
    let quotes = hit["quotes"].as_array().expect("quotes");
    let marks = hit["marks"].as_array().expect("marks");
    let around = |mark: &&Value| quotes.iter().any(|quote| overlaps(mark, quote));
    let mark = marks.iter().find(around)?;
    Some(quotes.iter().any(|quote| overlaps(mark, quote) && !quote["speaker"].is_null()))
}

#[test]
fn hits_of_everyday_queries_show_words_of_articles_and_name_who_said_them() {
    let Some(file) = collection() else {
        eprintln!("skipped: ONRECORD_LONG_TESTS runs it, with a collection of news in ../shared");
        return;
    };
    let project = Project::new();
    project.run(["index", file.to_str().expect("UTF-8")]);
    let (mut quoted, mut named) = (0, 0);
    for (_, query) in QUERIES.lines().filter_map(|line| line.split_once('\t')) {
        let hits = project.hits_with(&["-n", "10"], query);
        let attributed: Vec<bool> = hits.iter().filter_map(attribution).collect();
        quoted += attributed.len();
        named += attributed.iter().filter(|named| **named).count();
        let shown = project.run(["search", "--", query]).stdout;
        // A headline is never all that is shown: there is a line of words between it and the facts.
        let lines: Vec<&str> = shown.lines().collect();
        let heads = lines.windows(2).filter(|pair| !pair[0].starts_with(' ') && pair[1].contains(" · "));
        assert_eq!(heads.filter(|pair| pair[1].contains("corpus-small.jsonl:")).count(), 0, "{query}: {shown}");
    }
    assert!(named * 100 >= quoted * 95, "{named} of {quoted} hits with words in a quote name the speaker");
}
