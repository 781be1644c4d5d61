//! Measures topics on labelled articles: `cargo run --release --example eval_topics [seeds|bbc|reuters]…`.
//!
//! The data lies in `../shared` beside the project, or where `ONRECORD_SHARED` says.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use onrecord::analyze::{Analyzed, Forms, analyze};
use onrecord::annotate::topic::{Evaluation, Taxonomy, TopicTagger, TrainOptions, TrainingSet};
use onrecord::article::{Article, Metadata};
use onrecord::passage::Passage;
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
    if wanted("self") {
        selftrain()?;
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
    let start = std::time::Instant::now();
    let mut options = TrainOptions { threads: 2, ..TrainOptions::default() };
    if let Ok(c) = std::env::var("COST") {
        options.cost = c.parse()?;
    }
    if let Ok(c) = std::env::var("LEAST") {
        options.least_articles = c.parse()?;
    }
    let mut model = set.train(&options)?;
    println!("{name}: trained {} topics in {:.1} s", model.topics().len(), start.elapsed().as_secs_f64());
    let mut evaluation = Evaluation::new();
    for record in &test {
        let article = article(record);
        let found = model.classify(&analyze(&article, &mut forms), &forms);
        let found: Vec<String> = found.into_iter().map(|t| t.id).collect();
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

fn passages(text: &Analyzed) -> Vec<Passage> {
    let blocks = text.article.blocks.iter().enumerate();
    let passages = blocks.filter_map(|(number, block)| {
        let sentences = text.sentences_of(number as u32);
        let (first, last) = (sentences.first()?, sentences.last()?);
        let from = text.sentences.partition_point(|s| s.block < number as u32) as u32;
        Some(Passage {
            ordinal: number as u32,
            kind: block.kind,
            span: block.span,
            line: 1,
            words: first.words.start..last.words.end,
            sentences: from..from + sentences.len() as u32,
        })
    });
    passages.collect()
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
            let passages = passages(&analyzed);
            let tagged = tagger.tag(&analyzed, &forms, &passages);
            let labels = |topics: Vec<_>| topics.into_iter().map(|t: onrecord::annotate::topic::Topic| t.label);
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

fn bbc() -> Result<()> {
    let mut tagger = TopicTagger::new(&Taxonomy::default_news());
    let mut forms = Forms::new();
    for part in ["train", "test"] {
        let (mut strict, mut mapped) = (Evaluation::new(), Evaluation::new());
        let mut confusion: HashMap<(String, String), usize> = HashMap::new();
        for record in records(&format!("data/topics/bbc/{part}.jsonl"))? {
            let article = article(&record);
            let analyzed = analyze(&article, &mut forms);
            let found = tagger.tag(&analyzed, &forms, &passages(&analyzed)).article;
            let name = |id: &str| BBC.iter().find(|(topic, _)| *topic == id).map(|(_, class)| class.to_string());
            let all: Vec<String> = found.iter().map(|t| name(&t.id).unwrap_or(t.label.clone())).collect();
            let five: Vec<String> = found.iter().filter_map(|t| name(&t.id)).take(1).collect();
            if five.first() != record.topics.first() {
                println!(
                    "{} {:?} {}",
                    record.id,
                    found.iter().map(|t| format!("{} {:.2}", t.label, t.score)).collect::<Vec<_>>(),
                    record.title.as_deref().unwrap_or("")
                );
            }
            *confusion.entry((record.topics[0].clone(), five.first().cloned().unwrap_or_default())).or_default() += 1;
            strict.add(&all[..all.len().min(1)], &record.topics);
            mapped.add(&five, &record.topics);
        }
        report(&format!("BBC {part}, best of 17"), &strict);
        report(&format!("BBC {part}, best of the five"), &mapped);
        println!("{confusion:?}");
    }
    Ok(())
}

fn selftrain() -> Result<()> {
    let env = |n: &str, d: f32| std::env::var(n).ok().and_then(|v| v.parse().ok()).unwrap_or(d);
    let (least, ratio, mix, rounds) = (env("MIN", 0.8), env("RATIO", 0.8), env("MIX", 0.5), env("ROUNDS", 3.0));
    let mut tagger = TopicTagger::new(&Taxonomy::default_news());
    let mut forms = Forms::new();
    let mut all = records("data/topics/bbc/train.jsonl")?;
    all.extend(records("data/topics/bbc/test.jsonl")?);
    let ev = |s: f32| s / (1.0 - s);
    let articles: Vec<Article> = all.iter().map(article).collect();
    let texts: Vec<Analyzed> = articles.iter().map(|a| analyze(a, &mut forms)).collect();
    let mut labels: Vec<Option<Vec<String>>> = Vec::new();
    let mut shares: Vec<HashMap<String, f32>> = Vec::new();
    for text in &texts {
        let found = tagger.tag(text, &forms, &passages(text)).article;
        let sure = found.first().is_some_and(|t| t.score >= least);
        let best = found.first().map_or(1.0, |t| ev(t.score));
        let l: Vec<_> = found.iter().filter(|t| ev(t.score) >= ratio * best).map(|t| t.id.clone()).collect();
        labels.push(sure.then_some(l));
        shares.push(found.iter().map(|t| (t.id.clone(), ev(t.score) / best)).collect());
    }
    let name = |id: &str| BBC.iter().find(|(topic, _)| *topic == id).map(|(_, class)| class.to_string());
    for round in 0..rounds as usize {
        let mut set = TrainingSet::new();
        for (text, label) in texts.iter().zip(&labels) {
            if let Some(label) = label {
                set.add(text, &forms, label);
            }
        }
        let used = set.len();
        let options = TrainOptions { threads: 2, cost: env("COST", 0.02), ..TrainOptions::default() };
        let mut model = set.train(&options)?;
        let ids: Vec<String> = model.topics().map(Into::into).collect();
        for (what, mix) in [("model", 0.0), ("both", mix)] {
            let (mut strict, mut mapped) = (Evaluation::new(), Evaluation::new());
            for (i, text) in texts.iter().enumerate() {
                let mut scores: Vec<(f32, &String)> = model
                    .judge(text, &forms, &text.sentences)
                    .iter()
                    .map(|v| {
                        (v.score * (1.0 - mix) + mix * shares[i].get(&ids[v.topic]).unwrap_or(&0.0), &ids[v.topic])
                    })
                    .collect();
                scores.sort_by(|a, b| b.0.total_cmp(&a.0));
                let found: Vec<String> = scores.iter().map(|(_, id)| name(id).unwrap_or((*id).clone())).collect();
                strict.add(&found[..1], &all[i].topics);
                let five: Vec<String> = scores.iter().filter_map(|(_, id)| name(id)).take(1).collect();
                mapped.add(&five, &all[i].topics);
                if what == "both" {
                    let l: Vec<String> =
                        scores.iter().filter(|s| s.0 >= env("KEEP", 0.8) * scores[0].0).map(|s| s.1.clone()).collect();
                    labels[i] = (scores[0].0 > env("SURE", 0.6)).then_some(l);
                }
            }
            println!("round {round} {what} used {used} strict {:.4} five {:.4}", strict.accuracy(), mapped.accuracy());
        }
    }
    Ok(())
}
