//! How long queries of each class take on a small index: finding the ten best, and that with stored text and marks,
//! by the default ranking and by BM25.
//!
//! The index is made of `../shared/data/news/corpus-small.jsonl` where that is, or else of articles put together
//! here; either way of so many that a run stays quick.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use onrecord::analyze::{Forms, analyze};
use onrecord::annotate::Findings;
use onrecord::article::Metadata;
use onrecord::index::Snapshot;
use onrecord::index::document::{Annotated, article_key, documents, source_key};
use onrecord::index::options::WriterOptions;
use onrecord::index::writer::Writer;
use onrecord::passage;
use onrecord::query::{Stop, parse};
use onrecord::read::article_from_text;
use onrecord::search::top::Admission;
use onrecord::search::{Engine, Ranking, SearchRequest, Sort};

/// Articles in the index.
const ARTICLES: usize = 3000;

/// Class and query. The words stand in news of any kind and in the sentences below.
const QUERIES: [(&str, &str); 13] = [
    ("term", "government"),
    ("or", "government minister"),
    ("and", "government AND minister"),
    ("phrase", "\"prime minister\""),
    ("slop", "\"prime minister\"~3"),
    ("prefix", "govern*"),
    ("w/n", "=prime w/5 =minister"),
    ("w/s", "=prime w/s =minister"),
    ("same article", "government w/a minister"),
    ("fuzzy", "goverment~1"),
    ("wildcard", "gover?ment"),
    ("filter", "government kind:body"),
    ("miss", "\"zebra futures inquest\""),
];

/// Questions of who said what and when, and of filters, as `onrecord bench` reads them.
const QUESTIONS: &str = include_str!("questions.tsv");

/// Classes and queries of both.
fn queries() -> impl Iterator<Item = (&'static str, &'static str)> {
    let of_line = |line: &'static str| {
        let (id, query) = line.split_once('\t').expect("an id and a query");
        (id.rsplit_once('-').expect("a class and a number").0, query)
    };
    QUERIES.into_iter().chain(QUESTIONS.lines().map(of_line))
}

const SENTENCES: [&str; 8] = [
    "The government said on Friday that it would raise the tax on fuel in spite of the protests.",
    "The prime minister told reporters that talks with the unions had gone well.",
    "Shares fell by three percent after the bank cut its forecast for the year.",
    "Officials said the minister had met leaders of the opposition late on Monday.",
    "A spokesman for the company declined to comment on the plans.",
    "Police said two people were hurt when the bridge gave way in heavy rain.",
    "The prime cause of the delay, the foreign minister said, was a lack of money.",
    "Governments across the region have promised to open their markets.",
];

/// Ids and texts of articles.
fn corpus() -> Vec<(String, String)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/news/corpus-small.jsonl");
    match std::fs::File::open(path) {
        Ok(file) => BufReader::new(file).lines().take(ARTICLES).map(|line| record(&line.expect("a line"))).collect(),
        Err(_) => (0..ARTICLES).map(made_up).collect(),
    }
}

fn record(line: &str) -> (String, String) {
    let record: serde_json::Value = serde_json::from_str(line).expect("a record");
    let text = |name: &str| record[name].as_str().unwrap_or_default().to_owned();
    (text("id"), text("text"))
}

/// An article of sentences in an order of its own, with words that no other has.
fn made_up(number: usize) -> (String, String) {
    let paragraph = |i: usize| {
        let sentence = |j: usize| SENTENCES[(number * 7 + i * 5 + j * (number % 3 + 1)) % SENTENCES.len()];
        format!("{} It is case {number} of {i}. {}", sentence(0), sentence(1 + i % 2))
    };
    (number.to_string(), (0..3 + number % 9).map(paragraph).collect::<Vec<_>>().join("\n\n"))
}

fn index(folder: &Path) {
    let mut writer = Writer::open(folder, WriterOptions::default()).expect("a writer");
    let mut forms = Forms::new();
    let source = source_key("corpus");
    for (id, text) in corpus() {
        let article = article_from_text(&id, "corpus", None, &text, Metadata::default());
        let analyzed = analyze(&article, &mut forms);
        let passages = passage::split(&analyzed);
        let findings = Findings::default();
        let annotated = Annotated { text: &analyzed, forms: &forms, passages: &passages, findings: &findings };
        let docs = documents(writer.fields(), &source, &annotated);
        writer.put_article(&article_key(&source, &id), docs, text.len() as u64).expect("an article");
    }
    writer.commit().expect("a commit");
    writer.close().expect("an end");
}

fn searching(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    index(folder.path());
    let snapshot = Snapshot::open(folder.path()).expect("an index");
    let engine = Engine::new(&snapshot, Arc::new(snapshot.collection().expect("a collection")));
    for (name, plain) in [("default", false), ("bm25", true)] {
        let ranking = Ranking {
            plain,
            by_article: false,
            sort: Sort::Score,
            admission: Admission { boilerplate: false },
            recent: None,
        };
        let mut group = criterion.benchmark_group(name);
        group.sample_size(10).warm_up_time(Duration::from_millis(100)).measurement_time(Duration::from_millis(300));
        for (class, query) in queries() {
            let query = parse(query).expect("a query");
            group.bench_function(class, |bencher| {
                bencher.iter(|| engine.rank(&query, &ranking, 10, &Stop::NEVER).expect("hits"))
            });
            let request = SearchRequest {
                query,
                limit: 10,
                offset: 0,
                ranking: ranking.clone(),
                count_all: false,
                copies: true,
                stop: Stop::NEVER,
            };
            let marked = format!("{class}, marked");
            group.bench_function(marked, |bencher| bencher.iter(|| engine.search(&request).expect("hits")));
        }
        group.finish();
    }
}

criterion_group!(benches, searching);
criterion_main!(benches);
