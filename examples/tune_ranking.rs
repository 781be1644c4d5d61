//! Measures the ranking on test collections: `tune_ranking FOLDER [NAME=VALUE…]`.
//!
//! Indexes every `corpus.jsonl` below FOLDER into a temporary place, runs `queries.tsv` over articles, scores
//! against `qrels.tsv`, and prints nDCG@10 / MAP for the default, for plain BM25, for the default without each
//! of its parts, and for the constants given. With `passages` among these (`passages,article=0.2`), passages are
//! ranked, and articles by their best one.

#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use cpu_time::ThreadTime;

use onrecord::analyze::{Forms, analyze};
use onrecord::annotate::Findings;
use onrecord::article::Metadata;
use onrecord::eval::{Figures, Qrels, Run, evaluate, read_qrels};
use onrecord::index::Snapshot;
use onrecord::index::document::{Annotated, article_key, documents, source_key};
use onrecord::index::options::WriterOptions;
use onrecord::index::writer::Writer;
use onrecord::passage;
use onrecord::read::article_from_text;
use onrecord::search::lexicon::Lexicon;
use onrecord::search::rank::{KeywordQuery, RankOptions, Ranker, ScoredArticle, Weights};
use onrecord::search::stems::StemFamilies;
use onrecord::search::top::Places;
use tantivy::DocAddress;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Results of a query that are judged.
const DEPTH: usize = 1000;

/// A test collection, indexed.
struct Collection {
    name: String,
    snapshot: Snapshot,
    ranker: Ranker,
    ids: HashMap<DocAddress, String>,
    queries: Vec<(String, KeywordQuery)>,
    qrels: Qrels,
    _folder: tempfile::TempDir,
}

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let root = PathBuf::from(arguments.next().unwrap_or_else(|| "../shared/data/relevance".to_owned()));
    let mut folders: Vec<PathBuf> = std::fs::read_dir(&root)?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    folders.retain(|folder| folder.join("corpus.jsonl").exists());
    folders.sort();
    let collections: Vec<Collection> = folders.iter().map(|folder| Collection::open(folder)).collect::<Result<_>>()?;
    print!("{:24}", "");
    collections.iter().for_each(|collection| print!(" {:>11}", collection.name));
    println!();
    for (name, setting) in settings(arguments)? {
        print!("{name:24}");
        let mut sum = 0.0;
        let mut took = Duration::ZERO;
        for collection in &collections {
            let start = ThreadTime::now();
            let mean = collection.measure(&setting)?;
            took += start.elapsed();
            sum += mean.ndcg_10 + mean.average_precision;
            print!(" {:>11}", format!("{:.3}/{:.3}", mean.ndcg_10, mean.average_precision));
        }
        println!("  {:.4} {:5.2} s", sum / 2.0 / collections.len().max(1) as f64, took.as_secs_f64());
    }
    Ok(())
}

/// What is measured.
struct Setting {
    weights: Weights,
    /// Whether articles are ranked by their best passage.
    by_passage: bool,
}

/// The settings to measure: those given, or else the default and what its parts contribute.
fn settings(arguments: impl Iterator<Item = String>) -> Result<Vec<(String, Setting)>> {
    let given: Vec<String> = arguments.collect();
    if !given.is_empty() {
        return given.iter().map(|text| Ok((text.clone(), changed(text)?))).collect();
    }
    let mut settings = vec![("default".to_owned(), changed("default")?), ("plain BM25".to_owned(), changed("bm25")?)];
    for part in Weights::PARTS {
        settings.push((format!("without {part}"), changed(&format!("{part}=0"))?));
    }
    Ok(settings)
}

/// The default with some constants changed, as `name=value,name=value`; `bm25` is plain BM25.
fn changed(text: &str) -> Result<Setting> {
    let mut setting = Setting { weights: Weights::DEFAULT, by_passage: false };
    for change in text.split(',') {
        match (change, change.split_once('=')) {
            ("default", _) => {}
            ("bm25", _) => setting.weights = Weights::BM25,
            ("passages", _) => setting.by_passage = true,
            (_, Some((name, value))) => {
                let constant = setting.weights.get_mut(name);
                *constant.ok_or_else(|| format!("no constant is named {name}"))? = value.parse()?;
            }
            _ => return Err("a change is NAME=VALUE, default, bm25 or passages".into()),
        }
    }
    Ok(setting)
}

impl Collection {
    fn open(folder: &Path) -> Result<Self> {
        let index = tempfile::tempdir()?;
        fill(index.path(), &folder.join("corpus.jsonl"))?;
        let snapshot = Snapshot::open(index.path())?;
        let lexicon = Arc::new(Lexicon::new(&snapshot, Arc::new(StemFamilies::new())));
        let places = Arc::new(Places::new(&snapshot));
        let ids = snapshot.articles().map(|first| (first, places.article_id(first))).collect();
        let qrels = folder.join("qrels.tsv");
        Ok(Collection {
            name: folder.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            ranker: Ranker::new(lexicon, places.clone()),
            snapshot,
            ids,
            queries: queries(&folder.join("queries.tsv"))?,
            qrels: read_qrels(&qrels.to_string_lossy(), BufReader::new(File::open(&qrels)?))?,
            _folder: index,
        })
    }

    fn measure(&self, setting: &Setting) -> Result<Figures> {
        let mut run = Run { queries: HashMap::new() };
        let options = RankOptions { weights: setting.weights, limit: DEPTH, ..RankOptions::default() };
        for (id, query) in &self.queries {
            let ranked = match setting.by_passage {
                true => self.by_best_passage(query, &options)?,
                false => self.ranker.articles(query, &options)?,
            };
            let named = |article: &ScoredArticle| (self.ids[&article.first].clone(), f64::from(article.score));
            run.queries.insert(id.clone(), ranked.iter().map(named).collect());
        }
        Ok(evaluate(&run, &self.qrels).mean)
    }

    fn by_best_passage(&self, query: &KeywordQuery, options: &RankOptions) -> Result<Vec<ScoredArticle>> {
        let mut seen = HashSet::new();
        let passages = self.ranker.passages(query, options)?.into_iter();
        let articles =
            passages.map(|p| ScoredArticle { first: self.snapshot.first_passage(p.address), score: p.score });
        Ok(articles.filter(|article| seen.insert(article.first)).collect())
    }
}

fn fill(index: &Path, corpus: &Path) -> Result<()> {
    let mut writer = Writer::open(index, WriterOptions::default())?;
    let mut forms = Forms::new();
    for line in BufReader::new(File::open(corpus)?).lines() {
        let record: serde_json::Value = serde_json::from_str(&line?)?;
        let text = |name: &str| record[name].as_str().unwrap_or_default();
        let title = Some(text("title")).filter(|title| !title.is_empty());
        let article = article_from_text(text("id"), "corpus.jsonl", title, text("text"), Metadata::default());
        let analyzed = analyze(&article, &mut forms);
        let passages = passage::split(&analyzed);
        let findings = Findings::default();
        let annotated = Annotated { text: &analyzed, forms: &forms, passages: &passages, findings: &findings };
        let source = source_key("corpus.jsonl");
        let docs = documents(writer.fields(), &source, &annotated);
        writer.put_article(&article_key(&source, &article.id), docs, article.content.len() as u64)?;
    }
    writer.commit()?;
    Ok(writer.close()?)
}

fn queries(file: &Path) -> Result<Vec<(String, KeywordQuery)>> {
    let mut queries = Vec::new();
    for line in BufReader::new(File::open(file)?).lines() {
        let line = line?;
        let (id, text) = line.split_once('\t').ok_or("a query is ID<TAB>WORDS")?;
        queries.push((id.to_owned(), KeywordQuery::parse(text)));
    }
    Ok(queries)
}
