//! Learns the weights of the speaker annotator and writes them where it embeds them:
//! `cargo run --release --example learn_speakers -- ../shared/data/speaker [--out FILE]`.
//!
//! Reads `polnear-train.jsonl` and `speaker-gold-train.jsonl` of the folder, nothing else.

#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use onrecord::annotate::speaker::learn::{AnnotatedRun, Attribution, Lesson, learn};
use onrecord::article::Metadata;
use onrecord::read::article_from_text;
use onrecord::span::Span;
use serde_json::Value;

fn main() -> Result<()> {
    run(std::env::args().skip(1))
}

/// Does it with these arguments.
pub fn run(mut args: impl Iterator<Item = String>) -> Result<()> {
    let folder = PathBuf::from(args.next().context("usage: learn_speakers FOLDER [OUT]")?);
    let out = args.next().unwrap_or_else(|| "crates/annotate/src/speaker/weights.bin".into());
    let lessons = lessons(&folder)?;
    let packed = learn(&lessons).pack();
    fs::write(&out, &packed).with_context(|| format!("cannot write {out}"))?;
    println!("{} articles, {} bytes in {out}", lessons.len(), packed.len());
    Ok(())
}

fn lessons(folder: &Path) -> Result<Vec<Lesson>> {
    let gold: HashMap<String, Value> =
        lines(&folder.join("speaker-gold-train.jsonl"))?.into_iter().map(|v| (v["id"].to_string(), v)).collect();
    let articles = lines(&folder.join("polnear-train.jsonl"))?;
    articles.iter().map(|article| lesson(article, gold.get(&article["id"].to_string()))).collect()
}

fn lines(path: &Path) -> Result<Vec<Value>> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    text.lines().map(|line| Ok(serde_json::from_str(line)?)).collect()
}

fn lesson(article: &Value, gold: Option<&Value>) -> Result<Lesson> {
    let text = article["text"].as_str().context("an article without text")?;
    let bytes = ByteOffsets::new(text);
    let attributions = array(&article["attributions"]).map(|a| attribution(a, &bytes)).collect();
    let quotes = gold.map_or(&Value::Null, |gold| &gold["quotes"]);
    let runs = array(quotes).map(|quote| annotated_run(quote, &bytes)).collect();
    let id = article["id"].as_str().unwrap_or_default();
    Ok(Lesson { article: article_from_text(id, id, None, text, Metadata::default()), attributions, runs })
}

fn array(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn attribution(value: &Value, bytes: &ByteOffsets) -> Attribution {
    Attribution { source: bytes.spans(&value["source"]), cue: bytes.spans(&value["cue"]) }
}

fn annotated_run(quote: &Value, bytes: &ByteOffsets) -> AnnotatedRun {
    let none = quote["cls"] == "none";
    let source = if none { Vec::new() } else { bytes.spans(&quote["speaker_spans"]) };
    let key = ["head", "nhead", "pron"].iter().find_map(|k| quote[k].as_str());
    let last_word = |key: &str| key.rsplit([' ', '-']).next().unwrap_or(key).to_lowercase();
    let antecedent = quote["coref_head"].as_str().map(last_word);
    AnnotatedRun { span: bytes.span(&quote["start"], &quote["end"]), source, key: key.map(last_word), antecedent }
}

/// Code point offsets to byte offsets.
struct ByteOffsets(Vec<usize>);

impl ByteOffsets {
    fn new(text: &str) -> Self {
        let starts = text.char_indices().map(|(at, _)| at);
        ByteOffsets(starts.chain([text.len()]).collect())
    }

    fn span(&self, start: &Value, end: &Value) -> Span {
        let at = |v: &Value| self.0[(v.as_u64().unwrap_or(0) as usize).min(self.0.len() - 1)];
        Span::new(at(start), at(end))
    }

    fn spans(&self, value: &Value) -> Vec<Span> {
        array(value).map(|pair| self.span(&pair[0], &pair[1])).collect()
    }
}
