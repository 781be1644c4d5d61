//! Writes the quotes found in articles as `score_speaker.py` reads them:
//! `cargo run --release --example eval_speakers -- ARTICLES.jsonl > PRED.jsonl`.
//!
//! Where the articles carry attributions (PolNeAR), precision and recall of indirect speech go to stderr. An
//! attribution is indirect if its content holds no quotation mark, and mixed if it has at least three words outside the
//! marks as well. It is found if an indirect quote's words overlap its cue and the quote's mention overlaps its source.
//! Both figures are given: of indirect attributions alone, and with mixed ones counted as right.

#![allow(clippy::print_stdout, clippy::print_stderr)]

use anyhow::{Context, Result};
use onrecord::analyze::{Forms, analyze};
use onrecord::annotate::speaker::{Quote, QuoteKind, SpeakerAnnotator, Weights};
use onrecord::article::Metadata;
use onrecord::read::article_from_text;
use onrecord::span::Span;
use serde_json::{Value, json};

fn main() -> Result<()> {
    run(std::env::args().skip(1))
}

/// Does it with these arguments.
pub fn run(mut args: impl Iterator<Item = String>) -> Result<()> {
    let path = args.next().context("usage: eval_speakers ARTICLES.jsonl [WEIGHTS]")?;
    let mut annotator = match args.next() {
        Some(path) => {
            SpeakerAnnotator::with_weights(Weights::unpack(&std::fs::read(path)?).context("no weights file")?)
        }
        None => SpeakerAnnotator::new(),
    };
    let mut forms = Forms::new();
    let mut indirect = Tally::default();
    for line in std::fs::read_to_string(&path)?.lines() {
        let article: Value = serde_json::from_str(line)?;
        let predicted = predict(&article, &mut annotator, &mut forms);
        indirect.add(&article, &predicted);
        println!("{predicted}");
    }
    indirect.report();
    Ok(())
}

/// Attributions of one sort: annotated, met by a quote; and the quotes that meet one.
#[derive(Default)]
struct Tally {
    found: usize,
    indirect: Met,
    with_mixed: Met,
}

#[derive(Default)]
struct Met {
    gold: usize,
    gold_met: usize,
    found_met: usize,
}

impl Tally {
    fn add(&mut self, article: &Value, predicted: &Value) {
        let found: Vec<&Value> = array(&predicted["indirect"]).collect();
        let of = |wanted: fn(&Value) -> bool| array(&article["attributions"]).filter(|a| wanted(a)).collect::<Vec<_>>();
        self.found += found.len();
        self.indirect.add(&of(is_indirect), &found);
        self.with_mixed.add(&of(|a| is_indirect(a) || is_mixed(a)), &found);
    }

    fn report(&self) {
        self.indirect.report("indirect", self.found);
        self.with_mixed.report("indirect or mixed", self.found);
    }
}

impl Met {
    fn add(&mut self, gold: &[&Value], found: &[&Value]) {
        let met = |a: &Value, q: &Value| {
            overlaps(&a["source"], &q["mention"]) && overlaps(&a["cue"], &json!([q["start"], q["end"]]))
        };
        self.gold += gold.len();
        self.gold_met += gold.iter().filter(|a| found.iter().any(|q| met(a, q))).count();
        self.found_met += found.iter().filter(|q| gold.iter().any(|a| met(a, q))).count();
    }

    fn report(&self, sort: &str, found: usize) {
        let share = |n: usize, of: usize| 100.0 * n as f64 / of.max(1) as f64;
        let (p, r) = (share(self.found_met, found), share(self.gold_met, self.gold));
        eprintln!("{sort}: {} annotated, {found} found, precision {p:.1}, recall {r:.1}", self.gold);
    }
}

fn array(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn is_indirect(attribution: &Value) -> bool {
    let quoted = |part: &Value| part[2].as_str().is_some_and(is_quoted);
    array(&attribution["source"]).count() > 0 && !array(&attribution["content"]).any(quoted)
}

fn is_quoted(text: &str) -> bool {
    text.contains(['"', '“', '”']) || text.contains("''")
}

/// Whether the content of an attribution holds quotation marks, and three words or more outside them.
fn is_mixed(attribution: &Value) -> bool {
    let content: Vec<&str> = array(&attribution["content"]).filter_map(|part| part[2].as_str()).collect();
    let text = content.join(" ").replace("''", "\"");
    let outside = text.split(['"', '“', '”']).step_by(2).flat_map(str::split_whitespace);
    let words = outside.filter(|word| word.contains(char::is_alphanumeric)).count();
    array(&attribution["source"]).count() > 0 && is_quoted(&text) && words >= 3
}

/// Whether a span overlaps one of several, in code points.
fn overlaps(spans: &Value, span: &Value) -> bool {
    let (Some(start), Some(end)) = (span[0].as_u64(), span[1].as_u64()) else { return false };
    array(spans).any(|s| s[0].as_u64().is_some_and(|a| a < end) && s[1].as_u64().is_some_and(|b| start < b))
}

fn predict(value: &Value, annotator: &mut SpeakerAnnotator, forms: &mut Forms) -> Value {
    let id = value["id"].as_str().unwrap_or_default();
    let text = value["text"].as_str().unwrap_or_default();
    let article = article_from_text(id, id, None, text, Metadata::default());
    let found = annotator.annotate(&analyze(&article, forms), forms);
    let (indirect, quotes): (Vec<_>, Vec<_>) = found.iter().partition(|q| q.kind == QuoteKind::Indirect);
    let rows = |quotes: Vec<&Quote>| quotes.iter().map(|q| row(q, &article.content)).collect::<Vec<_>>();
    json!({"id": id, "quotes": rows(quotes), "indirect": rows(indirect)})
}

fn row(quote: &Quote, content: &str) -> Value {
    let chars = |at: u32| content[..at as usize].chars().count();
    let pair = |span: Span| [chars(span.start), chars(span.end)];
    let [start, end] = pair(quote.span);
    json!({
        "start": start, "end": end, "kind": quote.kind, "confidence": quote.confidence,
        "speaker": quote.speaker.as_ref().map(|s| &s.name), "type": quote.speaker.as_ref().map(|s| s.kind),
        "role": quote.speaker.as_ref().and_then(|s| s.role.as_ref()),
        "mention": quote.mention.map(pair), "cue": quote.cue.map(|c| c.of(content)),
    })
}
