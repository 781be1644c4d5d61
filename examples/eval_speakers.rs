//! Writes the quotes found in articles as `score_speaker.py` reads them:
//! `cargo run --release --example eval_speakers -- ARTICLES.jsonl > PRED.jsonl`.

use anyhow::{Context, Result};
use onrecord::analyze::{Forms, analyze};
use onrecord::annotate::speaker::{Quote, QuoteKind, SpeakerAnnotator, Weights};
use onrecord::article::Metadata;
use onrecord::read::article_from_text;
use onrecord::span::Span;
use serde_json::{Value, json};

fn main() -> Result<()> {
    let mut args = std::env::args().skip(1);
    let path = args.next().context("usage: eval_speakers ARTICLES.jsonl [WEIGHTS]")?;
    let mut annotator = match args.next() {
        Some(path) => {
            SpeakerAnnotator::with_weights(Weights::unpack(&std::fs::read(path)?).context("no weights file")?)
        }
        None => SpeakerAnnotator::new(),
    };
    let mut forms = Forms::new();
    for line in std::fs::read_to_string(&path)?.lines() {
        let article: Value = serde_json::from_str(line)?;
        println!("{}", predict(&article, &mut annotator, &mut forms));
    }
    Ok(())
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
