//! Measures topics on labelled articles: `cargo run --release --example eval_topics [seeds] [bbc] [reuters]`.
//!
//! The data lies in `../shared` beside the project, or where `ONRECORD_SHARED` says.

#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, Result};
use onrecord::analyze::{Analyzed, Forms, analyze};
use onrecord::annotate::topic::{
    Classifier, Evaluation, SelfTraining, Taxonomy, Topic, TopicTagger, TrainOptions, TrainingSet,
};
use onrecord::article::{Article, Metadata};
use onrecord::passage::{Passage, split};
use onrecord::read::article_from_text;
use serde::Deserialize;

fn main() -> Result<()> {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    let wanted = |name: &str| asked.is_empty() || asked.iter().any(|a| a == name);
    if wanted("seeds") {
        seeds()?;
    }
    if wanted("bbc") {
        bbc_by_taxonomy()?;
        bbc_by_labels()?;
    }
    if wanted("reuters") {
        reuters()?;
    }
    Ok(())
}

fn shared() -> PathBuf {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared");
    std::env::var_os("ONRECORD_SHARED").map_or_else(beside, PathBuf::from)
}

#[derive(Deserialize)]
struct Record {
    id: String,
    title: Option<String>,
    text: String,
    #[serde(default)]
    topics: Vec<String>,
}

fn lines<T: for<'a> Deserialize<'a>>(path: &str) -> Result<Vec<T>> {
    let text = fs::read_to_string(shared().join(path)).with_context(|| format!("cannot read {path}"))?;
    text.lines().map(|line| Ok(serde_json::from_str(line)?)).collect()
}

fn article(record: &Record) -> Article {
    article_from_text(&record.id, &record.id, record.title.as_deref(), &record.text, Metadata::default())
}

fn report(what: &str, evaluation: &Evaluation) {
    let all = evaluation.micro(|_| true);
    println!(
        "{what}: {} items, precision {:.3}, recall {:.3}, F1 {:.4}, macro F1 {:.3}, best topic right {:.4}",
        evaluation.items(),
        all.precision(),
        all.recall(),
        all.f1(),
        evaluation.macro_f1(),
        evaluation.accuracy()
    );
}

#[derive(Deserialize)]
struct GoldLine {
    file: String,
    line: usize,
    kind: String,
    topics: Vec<String>,
}

/// The line of the passage's first character, from 1.
fn line_of(text: &Analyzed, passage: &Passage) -> usize {
    let before = &text.content()[text.article.text_start as usize..passage.span.start as usize];
    before.matches('\n').count() + 1
}

/// Labels found by the seeds' own taxonomy, by file and line.
fn seeds_found(files: &BTreeSet<&str>) -> Result<HashMap<(String, usize), Vec<String>>> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let taxonomy = Taxonomy::parse(&fs::read_to_string(root.join("topics.toml"))?, "seeds/topics.toml")?;
    let (mut tagger, mut forms) = (TopicTagger::new(&taxonomy), Forms::new());
    let mut found = HashMap::new();
    for &file in files {
        let text = fs::read_to_string(root.join(file))?;
        let article = article_from_text(file, file, None, &text, Metadata::default());
        let analyzed = analyze(&article, &mut forms);
        let passages = split(&analyzed);
        let tagged = tagger.tag(&analyzed, &forms, &passages);
        for (passage, topics) in passages.iter().zip(tagged.passages) {
            let labels = topics.into_iter().map(|topic| topic.label).collect();
            found.insert((file.to_owned(), line_of(&analyzed, passage)), labels);
        }
    }
    Ok(found)
}

/// Passages of the seeds against one reader's labels.
fn seeds() -> Result<()> {
    let gold: Vec<GoldLine> = lines("seeds_topics_gold.jsonl")?;
    let found = seeds_found(&gold.iter().map(|line| line.file.as_str()).collect())?;
    let (mut evaluation, mut boilerplate) = (Evaluation::new(), 0);
    for line in &gold {
        let found = found.get(&(line.file.clone(), line.line)).map_or(&[][..], Vec::as_slice);
        match line.kind.as_str() {
            "passage" => evaluation.add(found, &line.topics),
            "boilerplate" => boilerplate += usize::from(!found.is_empty()),
            _ => {}
        }
    }
    report("seeds, passages by seeds/topics.toml", &evaluation);
    println!("seeds, lines of boilerplate with a topic: {boilerplate}");
    Ok(())
}

/// The default taxonomy's topics that stand for the classes of the BBC collection.
const BBC: [(&str, &str); 5] = [
    ("medtop:01000000", "entertainment"),
    ("medtop:04000000", "business"),
    ("medtop:11000000", "politics"),
    ("medtop:13000000", "tech"),
    ("medtop:15000000", "sport"),
];

/// A part of the BBC collection without texts that `seen` has already.
fn bbc(part: &str, seen: &mut HashSet<String>) -> Result<Vec<Record>> {
    let mut records: Vec<Record> = lines(&format!("data/topics/bbc/{part}.jsonl"))?;
    records.retain(|record| seen.insert(record.text.clone()));
    Ok(records)
}

/// Best topic of the default taxonomy among those that stand for a class, before and after learning from
/// its own hits.
fn bbc_by_taxonomy() -> Result<()> {
    let mut seen = HashSet::new();
    let mut records = bbc("train", &mut seen)?;
    records.extend(bbc("test", &mut seen)?);
    let (mut tagger, mut forms) = (TopicTagger::new(&Taxonomy::default_news()), Forms::new());
    let mut learning = SelfTraining::new();
    let plain = best_of_five(&records, &mut tagger, &mut forms, |text, forms, found| learning.add(text, forms, found));
    report("bbc, default taxonomy", &plain);
    let mut tagger = tagger.with_model(Arc::new(learning.train(&options())?));
    let learned = best_of_five(&records, &mut tagger, &mut forms, |_, _, _| {});
    report("bbc, after learning from its own hits", &learned);
    Ok(())
}

fn best_of_five(
    records: &[Record],
    tagger: &mut TopicTagger,
    forms: &mut Forms,
    mut then: impl FnMut(&Analyzed, &Forms, &[Topic]),
) -> Evaluation {
    let mut evaluation = Evaluation::new();
    for record in records {
        let article = article(record);
        let text = analyze(&article, forms);
        let found = tagger.tag(&text, forms, &split(&text)).article;
        let class = |topic: &Topic| BBC.iter().find(|(id, _)| *id == topic.id).map(|(_, class)| *class);
        let best: Vec<&str> = found.iter().filter_map(class).take(1).collect();
        evaluation.add(&best, &record.topics);
        then(&text, forms, &found);
    }
    evaluation
}

fn bbc_by_labels() -> Result<()> {
    let mut seen = HashSet::new();
    let (train, test) = (bbc("train", &mut seen)?, bbc("test", &mut seen)?);
    report("bbc, trained on labels", &learned(&train, &test)?);
    Ok(())
}

/// The ModApte split with the topics that have articles in both parts.
fn reuters() -> Result<()> {
    let mut train: Vec<Record> = lines("data/topics/reuters21578/train.jsonl")?;
    let mut test: Vec<Record> = lines("data/topics/reuters21578/test.jsonl")?;
    let of = |records: &[Record]| records.iter().flat_map(|r| r.topics.clone()).collect::<BTreeSet<_>>();
    let both: BTreeSet<String> = of(&train).intersection(&of(&test)).cloned().collect();
    train.iter_mut().chain(&mut test).for_each(|record| record.topics.retain(|topic| both.contains(topic)));
    let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
    train.iter().flat_map(|record| &record.topics).for_each(|topic| *sizes.entry(topic).or_default() += 1);
    let mut largest: Vec<&str> = sizes.keys().copied().collect();
    largest.sort_by_key(|topic| std::cmp::Reverse(sizes[topic]));
    largest.truncate(10);
    let evaluation = learned(&train, &test)?;
    report(&format!("reuters, trained on {} topics", both.len()), &evaluation);
    println!("reuters, the ten largest: F1 {:.4}", evaluation.micro(|topic| largest.contains(&topic)).f1());
    Ok(())
}

/// Learns from one part and classifies the other.
fn learned(train: &[Record], test: &[Record]) -> Result<Evaluation> {
    let (mut set, mut forms) = (TrainingSet::new(), Forms::new());
    for record in train {
        let article = article(record);
        set.add(&analyze(&article, &mut forms), &forms, &record.topics);
    }
    let start = Instant::now();
    let model = set.train(&options())?;
    let (topics, bytes) = (model.topics().len(), model.to_bytes().len());
    println!("learned {topics} topics in {:.1} s; the model has {} kB", start.elapsed().as_secs_f64(), bytes / 1000);
    let mut classifier = Classifier::new(Arc::new(model));
    let mut evaluation = Evaluation::new();
    for record in test {
        let article = article(record);
        let found = classifier.classify(&analyze(&article, &mut forms), &forms);
        let names: Vec<&str> = classifier.model().topics().collect();
        let found: Vec<&str> = found.iter().map(|verdict| names[verdict.topic]).collect();
        evaluation.add(&found, &record.topics);
    }
    Ok(evaluation)
}

fn options() -> TrainOptions {
    TrainOptions { threads: std::thread::available_parallelism().map_or(1, usize::from), ..TrainOptions::default() }
}
