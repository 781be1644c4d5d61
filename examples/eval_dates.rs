//! Measures date annotation.
//!
//! ```text
//! eval_dates timex GOLD.jsonl [--no-date]     date mentions: id, start, end, type, value as TSV
//! eval_dates published GOLD.jsonl [--show]    publication dates, that of each record withheld
//! eval_dates corpus GOLD.jsonl [--show]       what the collection settles, every other date withheld
//! eval_dates files FILE...                    publication dates of files, alone and all together
//! ```
//!
//! The TSV is what `../shared/score/score_timex.py` scores (offsets in code points of `text`).

#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::io::{BufWriter, Write};

use jiff::civil::Date;
use onrecord::analyze::{Forms, analyze};
use onrecord::annotate::date::corpus::{Dating, settle};
use onrecord::annotate::date::{Basis, DateAnnotator, DateClues, Dated, Published, TimexType};
use onrecord::article::{Article, Metadata};
use onrecord::desk::shape::without_evidence;
use onrecord::read::article_from_text;
use onrecord::render::dates::published_in_words;
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
        ["published", path] => published(path, false),
        ["published", path, "--show"] => published(path, true),
        ["corpus", path] => corpus(path, false),
        ["corpus", path, "--show"] => corpus(path, true),
        ["files", ref paths @ ..] if !paths.is_empty() => files(paths),
        _ => anyhow::bail!(
            "usage: eval_dates timex GOLD [--no-date] | published GOLD [--show] | corpus GOLD [--show] | files FILE..."
        ),
    }
}

fn records(path: &str) -> anyhow::Result<Vec<Record>> {
    let text = std::fs::read_to_string(path)?;
    text.lines().map(|line| Ok(serde_json::from_str(line)?)).collect()
}

/// The article of a record, its date withheld unless asked for.
fn article(record: &Record, with_date: bool) -> Article {
    let metadata = Metadata { date: record.date.clone().filter(|_| with_date), ..Metadata::default() };
    article_from_text(&record.id, "records.jsonl", record.title.as_deref(), &record.text, metadata)
}

fn timex(path: &str, with_date: bool) -> anyhow::Result<()> {
    let (mut forms, mut annotator) = (Forms::new(), DateAnnotator::new());
    let mut out = BufWriter::new(std::io::stdout().lock());
    for record in records(path)? {
        let article = article(&record, with_date);
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

/// How publication dates compare with the true ones.
#[derive(Default)]
struct Tally {
    articles: usize,
    stated: usize,
    stated_right: usize,
    closed: usize,
    closed_right: usize,
    open: usize,
    open_right: usize,
    widths: Vec<i32>,
}

impl Tally {
    fn add(&mut self, published: &Published, truth: Date) -> bool {
        self.articles += 1;
        let right = holds(published, truth);
        let known = (published.earliest.is_some(), published.latest.is_some());
        match (published.basis, known) {
            (Basis::None, _) => return true,
            (Basis::Stated, _) => {
                self.stated += 1;
                self.stated_right += usize::from(right);
            }
            (_, (true, true)) => {}
            _ => {
                self.open += 1;
                self.open_right += usize::from(right);
                return right;
            }
        }
        self.closed += 1;
        self.closed_right += usize::from(right);
        let (Some(a), Some(b)) = (published.earliest, published.latest) else { return right };
        self.widths.push(a.until(b).map_or(0, |s| s.get_days()) + 1);
        right
    }

    fn print(&mut self) {
        self.widths.sort_unstable();
        let median = self.widths.get(self.widths.len() / 2).copied().unwrap_or(0);
        let share = |n: usize, of: usize| 100.0 * n as f64 / of.max(1) as f64;
        println!("articles {}", self.articles);
        println!("stated   {}, right {:.1} %", self.stated, share(self.stated_right, self.stated));
        let coverage = share(self.closed, self.articles);
        println!(
            "closed   {} ({coverage:.1} %), right {:.1} %, median width {median} days",
            self.closed,
            share(self.closed_right, self.closed)
        );
        println!(
            "open     {} ({:.1} %), right {:.1} %",
            self.open,
            share(self.open, self.articles),
            share(self.open_right, self.open)
        );
        let (all, right) = (self.closed + self.open, self.closed_right + self.open_right);
        println!("emitted  {all} ({:.1} %), right {:.1} %", share(all, self.articles), share(right, all));
    }
}

fn holds(published: &Published, day: Date) -> bool {
    published.earliest.is_none_or(|e| e <= day) && published.latest.is_none_or(|l| day <= l)
}

fn published(path: &str, show: bool) -> anyhow::Result<()> {
    let (mut forms, mut annotator) = (Forms::new(), DateAnnotator::new());
    let mut tally = Tally::default();
    for record in records(path)? {
        let Some(truth) = record.date.as_deref().and_then(|d| d.parse::<Date>().ok()) else { continue };
        let article = article(&record, false);
        let dated = annotator.annotate(&analyze(&article, &mut forms), &forms);
        let right = tally.add(&dated.published, truth);
        if show && dated.published.basis != Basis::None {
            print(if right { "right" } else { "WRONG" }, &format!("{truth} {}", record.id), &article, &dated);
        }
    }
    tally.print();
    Ok(())
}

fn print(mark: &str, label: &str, article: &Article, dated: &Dated) {
    let when = published_in_words(&without_evidence(&dated.published)).unwrap_or_else(|| "date unknown".into());
    println!("{mark} {label}: {when} [{:?}]", dated.published.basis);
    for evidence in &dated.published.evidence {
        let start = article.content[..evidence.span.start as usize].char_indices().rev().nth(50).map_or(0, |(i, _)| i);
        println!("    {} <- {:?}", evidence.rule, &article.content[start..evidence.span.end as usize]);
    }
}

fn corpus(path: &str, show: bool) -> anyhow::Result<()> {
    let (mut forms, mut annotator) = (Forms::new(), DateAnnotator::new());
    let mut tally = Tally::default();
    let records = records(path)?;
    let withheld = |n: usize| n % 2 == 1;
    let mut all = Vec::new();
    for (n, record) in records.iter().enumerate() {
        let article = article(record, !withheld(n));
        let text = analyze(&article, &mut forms);
        let dated = annotator.annotate(&text, &forms);
        let (_, clues) = annotator.dating(&text, &forms);
        all.push((article, dated, clues));
    }
    let start = std::time::Instant::now();
    let settled = settle_all(&all);
    println!("settled in {:.1} ms", start.elapsed().as_secs_f64() * 1e3);
    for (n, (article, mut dated, _)) in all.into_iter().enumerate().filter(|(n, _)| withheld(*n)) {
        let Some(truth) = records[n].date.as_deref().and_then(|d| d.parse::<Date>().ok()) else { continue };
        dated.published = settled[n].clone().unwrap_or_default();
        let right = tally.add(&dated.published, truth);
        if show && dated.published.basis != Basis::None {
            print(if right { "right" } else { "WRONG" }, &format!("{truth} {}", article.id), &article, &dated);
        }
    }
    tally.print();
    Ok(())
}

fn settle_all(all: &[(Article, Dated, DateClues)]) -> Vec<Option<Published>> {
    let datings: Vec<Dating> =
        all.iter().map(|(a, d, clues)| Dating { id: &a.id, published: &d.published, clues }).collect();
    settle(&datings)
}

fn files(paths: &[&str]) -> anyhow::Result<()> {
    let (mut forms, mut annotator) = (Forms::new(), DateAnnotator::new());
    let mut all = Vec::new();
    for path in paths {
        let text = std::fs::read_to_string(path)?;
        let article = article_from_text(path, path, None, &text, Metadata::default());
        let text = analyze(&article, &mut forms);
        let dated = annotator.annotate(&text, &forms);
        let (_, clues) = annotator.dating(&text, &forms);
        print("alone", path, &article, &dated);
        all.push((article, dated, clues));
    }
    for ((article, dated, _), settled) in all.iter().zip(settle_all(&all)) {
        if let Some(published) = settled {
            print("all", &article.id, article, &Dated { published, ..dated.clone() });
        }
    }
    Ok(())
}
