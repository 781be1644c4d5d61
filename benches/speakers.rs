//! Quotes and speakers, words and sentences given, in bytes of text per second.
//!
//! The text is synthetic news with quotes of every kind, so that the bench runs without the corpora; where
//! `../shared/data/speaker/polnear-train.jsonl` is present, its articles are measured as well.

use std::path::{Path, PathBuf};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use onrecord::analyze::{Analyzed, Forms, analyze};
use onrecord::annotate::speaker::SpeakerAnnotator;
use onrecord::article::{Article, Metadata};
use onrecord::read::article_from_text;

fn article(text: &str) -> Article {
    article_from_text("a", "a", None, text, Metadata::default())
}

fn synthetic() -> Vec<Article> {
    let people = ["Mark Toner", "Jane Roe", "Sen. Maria Lopez", "Defense Secretary Jim Stone", "Ahmed Khan"];
    (0..200).map(|n| article(&story(n, people[n % people.len()], people[(n * 7 + 3) % people.len()]))).collect()
}

fn story(n: usize, a: &str, b: &str) -> String {
    let surname = a.rsplit(' ').next().unwrap_or(a);
    format!(
        "WASHINGTON — State Department spokesman {a} told reporters on Monday that the meeting number {n} would \
         include “foreign ministers and senior leaders of the coalition,” and the hosts expected progress.\n\n\
         “We have been clear that this is our first priority in the region,” {surname} said. “It will stay so.”\n\n\
         The plan was sent to the committee in late February, and lawmakers have since asked for details of its cost. \
         Officials familiar with the review said that it would require more time, money and people than planned.\n\n\
         {b}, the chairman of the panel, disagreed. ''We were never asked,'' he said, adding that the report \
         \"leaves out half of the story.\" The office of the auditor, founded in 1921, did not respond to questions.\n\n\
         According to the statement, the next meeting is to take place in the autumn in a city yet to be named.\n"
    )
}

fn shared() -> Vec<Article> {
    let root = std::env::var_os("ONRECORD_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let Ok(lines) = std::fs::read_to_string(root.join("data/speaker/polnear-train.jsonl")) else { return Vec::new() };
    let values = lines.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    values.filter_map(|v| v["text"].as_str().map(article)).collect()
}

fn measure(c: &mut Criterion, name: &str, articles: &[Article]) {
    let mut forms = Forms::new();
    let texts: Vec<Analyzed> = articles.iter().map(|a| analyze(a, &mut forms)).collect();
    let mut annotator = SpeakerAnnotator::new();
    let bytes: usize = articles.iter().map(|a| a.content.len()).sum();
    let mut group = c.benchmark_group("speakers");
    group.throughput(Throughput::Bytes(bytes as u64)).sample_size(10);
    group.bench_function(name, |b| b.iter(|| texts.iter().map(|t| annotator.annotate(t, &forms).len()).sum::<usize>()));
    group.finish();
}

fn speakers(c: &mut Criterion) {
    measure(c, "synthetic", &synthetic());
    measure(c, "marks only", &[article(&"\"a\" ".repeat(250_000))]);
    let shared = shared();
    if !shared.is_empty() {
        measure(c, "political news", &shared);
    }
}

criterion_group!(benches, speakers);
criterion_main!(benches);
