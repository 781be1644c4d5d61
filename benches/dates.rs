//! Speed of date annotation, words and sentences given: bytes of text a second on one core.
//!
//! Real news from `../shared` where that is there, else articles made here with a date every few sentences.

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use onrecord::analyze::{Analyzed, Forms, analyze};
use onrecord::annotate::date::DateAnnotator;
use onrecord::article::{Article, Metadata};
use onrecord::read::article_from_text;
use serde::Deserialize;

#[derive(Deserialize)]
struct Record {
    title: String,
    date: String,
    text: String,
}

fn records() -> Vec<Record> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/news/corpus-small.jsonl");
    match std::fs::read_to_string(path) {
        Ok(text) => text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect(),
        Err(_) => made(),
    }
}

/// Articles with as many dates as news has: in some of the paragraphs, and a weekday now and then.
fn made() -> Vec<Record> {
    const PARAGRAPHS: [&str; 5] = [
        "The State Department announced on Thursday that ministers from 68 countries will meet in Washington on \
         March 22 to 23 to discuss the fight against the group in Iraq and Syria.",
        "“We all recognize that we have seen progress on the ground,” he said. “How do we build on that success? How \
         do we augment our capabilities? And what are the next challenges for all of us?”",
        "It was a quiet morning by the river, where the road bends to the west and the houses stand far apart, and \
         nobody seemed to be in any hurry at all to reach the market before the shops closed.",
        "Shares in the company fell 3 percent after the bank cut its forecast for earnings in the third quarter, \
         citing weak sales and a strong dollar that hurt exports to Europe, two years after a record profit.",
        "Officials familiar with the review have stated that it would likely lead to decisions that require more \
         involvement and that the report emphasizes efforts to restrict the ability to recruit.",
    ];
    let text = |i: usize| (0..15).map(|j| PARAGRAPHS[(i * 3 + j * 2 + j / 5) % 5]).collect::<Vec<_>>().join("\n\n");
    (0..2000).map(|i| Record { title: "Ministers to meet".into(), date: "2017-03-09".into(), text: text(i) }).collect()
}

fn article(record: &Record, dated: bool) -> Article {
    let metadata = Metadata { date: dated.then(|| record.date.clone()), ..Metadata::default() };
    article_from_text("a", "a", Some(&record.title), &record.text, metadata)
}

fn annotation(c: &mut Criterion) {
    let records = records();
    let mut group = c.benchmark_group("dates");
    group.throughput(Throughput::Bytes(records.iter().map(|r| r.text.len() as u64).sum()));
    group.sample_size(20);
    for (name, dated) in [("published date given", true), ("published date sought", false)] {
        let articles: Vec<Article> = records.iter().map(|r| article(r, dated)).collect();
        let mut forms = Forms::new();
        let analyzed: Vec<Analyzed> = articles.iter().map(|a| analyze(a, &mut forms)).collect();
        let mut annotator = DateAnnotator::new();
        group.bench_function(name, |b| {
            b.iter(|| {
                for text in &analyzed {
                    black_box(annotator.annotate(text, &forms));
                }
            });
        });
    }
    group.finish();
}

criterion_group!(benches, annotation);
criterion_main!(benches);
