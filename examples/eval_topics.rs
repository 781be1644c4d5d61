//! Measures topics on labelled articles: `cargo run --release --example eval_topics [seeds|bbc|reuters]…`.
//!
//! The data lies in `../shared` beside the project, or where `ONRECORD_SHARED` says.

use std::collections::{BTreeSet, HashMap, HashSet};
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
        bbc()?;
    }
    if wanted("bbc-trained") {
        learned("bbc", false)?;
    }
    if wanted("reuters") {
        learned("reuters21578", true)?;
    }
    Ok(())
}

fn learned(name: &str, common: bool) -> Result<()> {
    let (mut set, mut forms) = (TrainingSet::new(), Forms::new());
    let mut train = records(&format!("data/topics/{name}/train.jsonl"))?;
    let mut test = records(&format!("data/topics/{name}/test.jsonl"))?;
    if common {
        let of = |records: &[Record]| records.iter().flat_map(|r| r.topics.clone()).collect::<BTreeSet<_>>();
        let both: BTreeSet<String> = of(&train).intersection(&of(&test)).cloned().collect();
        println!("{} topics in both", both.len());
        train.iter_mut().chain(&mut test).for_each(|record| record.topics.retain(|t| both.contains(t)));
    } else {
        let mut seen = BTreeSet::new();
        train.retain(|r| seen.insert(r.text.clone()));
        test.retain(|r| seen.insert(r.text.clone()));
    }
    for record in &train {
        let article = article(record);
        set.add(&analyze(&article, &mut forms), &forms, &record.topics);
    }
    let start = Instant::now();
    let model = set.train(&options())?;
    println!("{name}: learned {} topics in {:.1} s", model.topics().len(), start.elapsed().as_secs_f64());
    let mut classifier = Classifier::new(Arc::new(model));
    let mut evaluation = Evaluation::new();
    for record in &test {
        let article = article(record);
        let found = classifier.classify(&analyze(&article, &mut forms), &forms);
        let names: Vec<&str> = classifier.model().topics().collect();
        let found: Vec<&str> = found.iter().map(|verdict| names[verdict.topic]).collect();
        evaluation.add(&found, &record.topics);
    }
    report(&format!("{name}, trained"), &evaluation);
    let mut sizes: Vec<_> = evaluation.topics().map(|(t, c)| (c.labelled(), t.to_owned())).collect();
    sizes.sort();
    let largest: Vec<_> = sizes.iter().rev().take(10).map(|(_, t)| t.as_str()).collect();
    println!(
        "ten largest {:?}: F1 {:.4}; all {:.4}",
        largest,
        evaluation.micro(|t| largest.contains(&t)).f1(),
        evaluation.micro(|_| true).f1()
    );
    Ok(())
}

fn options() -> TrainOptions {
    TrainOptions { threads: std::thread::available_parallelism().map_or(1, usize::from), ..TrainOptions::default() }
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

fn records(path: &str) -> Result<Vec<Record>> {
    let text = fs::read_to_string(shared().join(path)).with_context(|| format!("cannot read {path}"))?;
    text.lines().map(|line| Ok(serde_json::from_str(line)?)).collect()
}

fn article(record: &Record) -> Article {
    article_from_text(&record.id, &record.id, record.title.as_deref(), &record.text, Metadata::default())
}

#[derive(Deserialize)]
struct GoldLine {
    file: String,
    line: usize,
    kind: String,
    topics: Vec<String>,
}

/// The line of each passage's first character, from 1.
fn line_of(text: &Analyzed, passage: &Passage) -> usize {
    let before = &text.content()[text.article.text_start as usize..passage.span.start as usize];
    before.matches('\n').count() + 1
}

fn seeds() -> Result<()> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let taxonomy = Taxonomy::parse(&fs::read_to_string(root.join("topics.toml"))?, "seeds/topics.toml")?;
    let mut tagger = TopicTagger::new(&taxonomy);
    let mut forms = Forms::new();
    let gold = fs::read_to_string(shared().join("seeds_topics_gold.jsonl"))?;
    let gold: Vec<GoldLine> = gold.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    let mut evaluation = Evaluation::new();
    let mut by_file: HashMap<&str, HashMap<usize, Vec<String>>> = HashMap::new();
    for line in &gold {
        let found = by_file.entry(&line.file).or_insert_with(|| {
            let text = fs::read_to_string(root.join(&line.file)).expect("the seeds are there");
            let article = article_from_text(&line.file, &line.file, None, &text, Metadata::default());
            let analyzed = analyze(&article, &mut forms);
            let passages = split(&analyzed);
            let tagged = tagger.tag(&analyzed, &forms, &passages);
            let labels = |topics: Vec<_>| topics.into_iter().map(|t: Topic| t.label);
            passages.iter().zip(tagged.passages).map(|(p, t)| (line_of(&analyzed, p), labels(t).collect())).collect()
        });
        let found = found.get(&line.line).map(Vec::as_slice).unwrap_or_default();
        match line.kind.as_str() {
            "passage" => {
                evaluation.add(found, &line.topics);
                let wrong = found.iter().filter(|f| !line.topics.contains(f)).collect::<Vec<_>>();
                let missed = line.topics.iter().filter(|f| !found.contains(f)).collect::<Vec<_>>();
                if !wrong.is_empty() || !missed.is_empty() {
                    println!("{}:{} wrong {wrong:?} missed {missed:?}", line.file, line.line);
                }
            }
            "boilerplate" if !found.is_empty() => println!("boilerplate {}:{} has {found:?}", line.file, line.line),
            _ => {}
        }
    }
    report("seeds, passages", &evaluation);
    Ok(())
}

fn report(what: &str, evaluation: &Evaluation) {
    let all = evaluation.micro(|_| true);
    println!(
        "{what}: {} items, precision {:.3}, recall {:.3}, F1 {:.3} (macro {:.3}), accuracy of the best {:.3}",
        evaluation.items(),
        all.precision(),
        all.recall(),
        all.f1(),
        evaluation.macro_f1(),
        evaluation.accuracy()
    );
}

const BBC: [(&str, &str); 5] = [
    ("medtop:01000000", "entertainment"),
    ("medtop:04000000", "business"),
    ("medtop:11000000", "politics"),
    ("medtop:13000000", "tech"),
    ("medtop:15000000", "sport"),
];

/// The whole collection, without texts that occur twice.
fn bbc_records() -> Result<Vec<Record>> {
    let mut all = records("data/topics/bbc/train.jsonl")?;
    all.extend(records("data/topics/bbc/test.jsonl")?);
    let mut seen = HashSet::new();
    all.retain(|record| seen.insert(record.text.clone()));
    Ok(all)
}

/// Best topic of the default taxonomy against the five classes, before and after learning from its own hits.
fn bbc() -> Result<()> {
    let records = bbc_records()?;
    let taxonomy = Taxonomy::default_news();
    let (mut forms, mut learning) = (Forms::new(), SelfTraining::new());
    let mut tagger = TopicTagger::new(&taxonomy);
    let untrained =
        best_of_five(&records, &mut tagger, &mut forms, |text, forms, found| learning.add(text, forms, found));
    report("bbc, default taxonomy", &untrained);
    let start = Instant::now();
    let model = learning.train(&options())?;
    println!("learned {} topics in {:.1} s", model.topics().len(), start.elapsed().as_secs_f64());
    let mut tagger = tagger.with_model(Arc::new(model));
    report("bbc, learned from own hits", &best_of_five(&records, &mut tagger, &mut forms, |_, _, _| {}));
    Ok(())
}

fn best_of_five(
    records: &[Record],
    tagger: &mut TopicTagger,
    forms: &mut Forms,
    mut then: impl FnMut(&Analyzed, &Forms, &[Topic]),
) -> Evaluation {
    let (mut evaluation, mut strict) = (Evaluation::new(), Evaluation::new());
    for record in records {
        let article = article(record);
        let text = analyze(&article, forms);
        let found = tagger.tag(&text, forms, &split(&text)).article;
        let class = |topic: &Topic| BBC.iter().find(|(id, _)| *id == topic.id).map(|(_, class)| *class);
        let best: Vec<&str> = found.iter().filter_map(class).take(1).collect();
        evaluation.add(&best, &record.topics);
        strict.add(&found.iter().take(1).map(|t| class(t).unwrap_or("")).collect::<Vec<_>>(), &record.topics);
        then(&text, forms, &found);
    }
    println!("strict {:.4} mapped {:.4}", strict.accuracy(), evaluation.accuracy());
    evaluation
}
