//! Measures date annotation.
//!
//! ```text
//! eval_dates timex GOLD.jsonl [--no-date]     id, start, end, type, value as TSV (code points of `text`)
//! ```
//!
//! The TSV is what `../shared/score/score_timex.py` scores.

use std::io::{BufWriter, Write};

use onrecord::analyze::{Forms, analyze};
use onrecord::annotate::date::{DateAnnotator, TimexType};
use onrecord::article::Metadata;
use onrecord::read::article_from_text;
use serde::Deserialize;

#[derive(Deserialize)]
struct Record {
    id: String,
    #[serde(default)]
    title: Option<String>,
    #[serde(alias = "dct")]
    date: Option<String>,
    text: String,
}

fn main() -> anyhow::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["timex", path] => timex(path, true),
        ["timex", path, "--no-date"] => timex(path, false),
        _ => anyhow::bail!("usage: eval_dates timex GOLD.jsonl [--no-date]"),
    }
}

fn records(path: &str) -> anyhow::Result<Vec<Record>> {
    let text = std::fs::read_to_string(path)?;
    text.lines().map(|line| Ok(serde_json::from_str(line)?)).collect()
}

fn timex(path: &str, with_date: bool) -> anyhow::Result<()> {
    let (mut forms, mut annotator) = (Forms::new(), DateAnnotator::new());
    let mut out = BufWriter::new(std::io::stdout().lock());
    for record in records(path)? {
        let metadata = Metadata { date: record.date.filter(|_| with_date), ..Metadata::default() };
        let article = article_from_text(&record.id, &record.id, record.title.as_deref(), &record.text, metadata);
        let dated = annotator.annotate(&analyze(&article, &mut forms), &forms);
        let text = article.text();
        for m in dated.mentions.iter().filter(|m| m.span.start >= article.text_start) {
            let at = |byte: u32| text[..(byte - article.text_start) as usize].chars().count();
            writeln!(out, "{}\t{}\t{}\t{}\t{}", record.id, at(m.span.start), at(m.span.end), name(m.kind), m.value)?;
        }
    }
    Ok(())
}

fn name(kind: TimexType) -> &'static str {
    match kind {
        TimexType::Date => "DATE",
        TimexType::Time => "TIME",
        TimexType::Duration => "DURATION",
        TimexType::Set => "SET",
    }
}
