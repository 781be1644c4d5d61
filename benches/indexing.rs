//! From bytes to a committed index, in bytes of text per second, with annotators and without; and the steps on
//! the way by themselves: reading, words and sentences, passages.
//!
//! The text is `../shared/data/news/corpus-small.jsonl` where that is, or else articles put together here. Each run
//! begins with an empty folder.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use onrecord::analyze::{Forms, analyze};
use onrecord::article::Article;
use onrecord::ingest::report::{Event, Observer};
use onrecord::ingest::{Options, update};
use onrecord::source::{Entry, SourceFile, WalkOptions, walk};
use onrecord::{passage, read};
use onrecord_api::store::{Store, Writing};
use onrecord_engine::Embedded;

/// Articles that a run indexes.
const ARTICLES: usize = 1000;

struct Silent;

impl Observer for Silent {
    fn observe(&mut self, _: Event) {}
}

/// Lines of JSON, one an article.
fn lines() -> String {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/news/corpus-small.jsonl");
    match std::fs::read_to_string(shared) {
        Ok(text) => text.lines().take(ARTICLES).map(|line| format!("{line}\n")).collect(),
        Err(_) => (0..ARTICLES).map(made_up).collect(),
    }
}

fn made_up(number: usize) -> String {
    let paragraph = |i: usize| {
        format!(
            "The minister said on Friday that case {number} of part {i} would be heard in May 2015. \\n\\n“We have waited for \
             years,” Ann Roe, a spokeswoman for the families, told reporters. Shares of firm {} fell by {i} percent.",
            number * 31 + i
        )
    };
    let text = (0..4 + number % 9).map(paragraph).collect::<Vec<_>>().join("\\n\\n");
    format!(
        "{{\"id\":\"{number}\",\"title\":\"Case {number} is heard\",\"date\":\"2015-03-02\",\"text\":\"{text}\"}}\n"
    )
}

fn options(annotations: bool) -> Options {
    Options { annotations, ..Options::default() }
}

fn index(file: &Path, annotations: bool) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut writer = Embedded::new(folder.path()).writer(&Writing::default()).expect("an index");
    let paths = [PathBuf::from(file)];
    let summary = update(writer.as_mut(), (&paths, None), &options(annotations), &mut Silent).expect("indexed");
    assert!(summary.added > 0);
    writer.close().expect("merged");
}

fn articles(file: &SourceFile, lines: &str) -> Vec<Article> {
    let mut articles = Vec::new();
    read::read(file, &mut lines.as_bytes(), &mut |article| {
        articles.push(article.expect("an article"));
        ControlFlow::Continue(())
    });
    articles
}

fn source(file: &Path) -> SourceFile {
    match walk(&[PathBuf::from(file)], &WalkOptions::default()).next() {
        Some(Ok(Entry::File(source))) => source,
        _ => panic!("one file"),
    }
}

fn indexing(c: &mut Criterion) {
    let lines = lines();
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("corpus.jsonl");
    std::fs::write(&file, &lines).expect("written");
    let source = source(&file);
    let all = articles(&source, &lines);
    let bytes: usize = all.iter().map(|article| article.content.len()).sum();
    let mut group = c.benchmark_group("indexing");
    group.throughput(Throughput::Bytes(bytes as u64)).sample_size(10);
    group.bench_function("all", |b| b.iter(|| index(&file, true)));
    group.bench_function("without annotators", |b| b.iter(|| index(&file, false)));
    group.bench_function("reading", |b| b.iter(|| articles(&source, &lines).len()));
    let words = |forms: &mut Forms| all.iter().map(|article| analyze(article, forms).words.len()).sum::<usize>();
    group.bench_function("words and sentences, known spellings", |b| {
        let mut forms = Forms::new();
        words(&mut forms);
        b.iter(|| words(&mut forms));
    });
    group.bench_function("words and sentences, new spellings", |b| {
        b.iter_batched(Forms::new, |mut forms| words(&mut forms), BatchSize::LargeInput);
    });
    let mut forms = Forms::new();
    let texts: Vec<_> = all.iter().map(|article| analyze(article, &mut forms)).collect();
    group.bench_function("passages", |b| b.iter(|| texts.iter().map(|text| passage::split(text).len()).sum::<usize>()));
    group.finish();
}

criterion_group!(benches, indexing);
criterion_main!(benches);
