//! Search results for programs: JSON Lines, CSV, TREC runs, paths.

use std::collections::{HashMap, HashSet};
use std::io::Write;
use std::time::Duration;

use serde::Serialize;

use super::json::write_line;
use super::offsets::{Offsets, counts};
use super::sanitize::sanitize;
use super::wire::{FORMAT_VERSION, Wire, WireAddress, WirePublished, WireQuote, WireSpan, WireTopic};
use crate::annotate::CanonicalNames;
use crate::article::{Article, BlockKind};
use crate::index::record::{ArticleRecord, PassageRecord, restore};
use crate::index::{DocAddress, Snapshot};
use crate::query::Query;
use crate::search::{Hit, SearchResponse};

/// What stands before the hits.
pub struct Header<'a> {
    /// The query as given.
    pub text: &'a str,
    /// The query as understood.
    pub query: &'a Query,
}

#[derive(Serialize)]
struct Begin<'a> {
    r#type: &'static str,
    format_version: u32,
    query: WireQuery<'a>,
}

#[derive(Serialize)]
struct WireQuery<'a> {
    text: &'a str,
    interpreted: String,
    notes: Vec<WireNote<'a>>,
}

#[derive(Serialize)]
struct WireNote<'a> {
    code: &'a str,
    message: &'a str,
    chars: [usize; 2],
}

#[derive(Serialize)]
struct WireHit<'a> {
    r#type: &'static str,
    rank: usize,
    score: f32,
    id: String,
    article: WireHitArticle<'a>,
    passage: WireHitPassage<'a>,
    marks: Vec<WireMark<'a>>,
    quotes: Vec<WireQuote<'a>>,
    topics: Vec<WireTopic<'a>>,
    why: &'static str,
    #[serde(skip_serializing_if = "is_zero")]
    duplicates: usize,
}

fn is_zero(count: &usize) -> bool {
    *count == 0
}

#[derive(Serialize)]
struct WireHitArticle<'a> {
    id: &'a str,
    path: &'a str,
    title: &'a str,
    outlet: Option<&'a str>,
    section: Option<&'a str>,
    published: WirePublished<'a>,
}

#[derive(Serialize)]
struct WireHitPassage<'a> {
    ordinal: u32,
    kind: BlockKind,
    line: u32,
    address: WireAddress,
    span: WireSpan,
    text: &'a str,
}

#[derive(Serialize)]
struct WireMark<'a> {
    span: WireSpan,
    text: &'a str,
    clauses: &'a [u32],
}

#[derive(Serialize)]
struct SummaryLine {
    r#type: &'static str,
    total: WireTotal,
    returned: usize,
    elapsed_ms: f64,
}

#[derive(Serialize)]
struct WireTotal {
    value: u64,
    relation: &'static str,
}

/// Prints a response as JSON Lines: `begin`, a `hit` each, `summary`.
///
/// # Errors
/// When an article cannot be read from the index, or nothing can be written.
pub fn json(
    header: &Header,
    snapshot: &Snapshot,
    response: &SearchResponse,
    names: &dyn CanonicalNames,
    elapsed: Duration,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    write_line(&begin(header), out)?;
    let mut articles = Restored { snapshot, known: HashMap::new(), bytes: 0 };
    for hit in &response.hits {
        let (article, passage) = hit.read(snapshot)?;
        let (restored, counts) = articles.of(hit, &article)?;
        let wire = Wire::new(Offsets::counted(restored, counts), names);
        write_line(&wire_hit(hit, &article, &passage, &wire), out)?;
    }
    let total = WireTotal { value: response.total.value, relation: if response.total.exact { "eq" } else { "gte" } };
    let elapsed_ms = (elapsed.as_secs_f64() * 1e6).round() / 1e3;
    let summary = SummaryLine { r#type: "summary", total, returned: response.hits.len(), elapsed_ms };
    Ok(write_line(&summary, out)?)
}

/// Articles put together again, with their [`counts`], kept while hits may come from them again: a long one with many hits would
/// else be read anew for each.
struct Restored<'a> {
    snapshot: &'a Snapshot,
    known: HashMap<DocAddress, (Article, Vec<u32>)>,
    bytes: usize,
}

/// Most bytes of articles that are kept.
const KEPT_BYTES: usize = 64 << 20;

impl Restored<'_> {
    fn of(&mut self, hit: &Hit, article: &ArticleRecord) -> anyhow::Result<&(Article, Vec<u32>)> {
        let first = self.snapshot.first_passage(hit.address);
        if !self.known.contains_key(&first) {
            let article = restore(article, &self.snapshot.passages_of(first)?);
            if self.bytes + article.content.len() > KEPT_BYTES {
                self.known.clear();
                self.bytes = 0;
            }
            self.bytes += article.content.len();
            let counts = counts(&article.content);
            self.known.insert(first, (article, counts));
        }
        Ok(&self.known[&first])
    }
}

fn begin<'a>(header: &Header<'a>) -> Begin<'a> {
    let chars = |byte: u32| header.text.get(..byte as usize).map_or(0, |t| t.chars().count());
    let notes = header.query.notes.iter().map(|note| WireNote {
        code: note.code,
        message: &note.message,
        chars: [chars(note.span.start), chars(note.span.end)],
    });
    let query = WireQuery { text: header.text, interpreted: header.query.to_string(), notes: notes.collect() };
    Begin { r#type: "begin", format_version: FORMAT_VERSION, query }
}

fn wire_hit<'a>(hit: &'a Hit, article: &'a ArticleRecord, passage: &'a PassageRecord, wire: &Wire<'a>) -> WireHit<'a> {
    WireHit {
        r#type: "hit",
        rank: hit.rank,
        score: hit.score,
        id: format!("{}:{}", article.id, passage.ordinal),
        article: WireHitArticle {
            id: &article.id,
            path: &article.path,
            title: &article.title,
            outlet: article.metadata.outlet.as_deref(),
            section: article.section(),
            published: wire.published(&article.found.published),
        },
        passage: WireHitPassage {
            ordinal: passage.ordinal,
            kind: passage.kind,
            line: article.address.line(passage.line),
            address: article.address.place(passage.line).into(),
            span: wire.span(passage.span),
            text: &passage.text,
        },
        marks: hit
            .found
            .marks
            .iter()
            .map(|mark| WireMark { span: wire.span(mark.span), text: wire.text(mark.span), clauses: &mark.clauses })
            .collect(),
        quotes: passage.quotes.iter().map(|quote| wire.quote(quote)).collect(),
        topics: passage.topics.iter().map(|topic| wire.topic(topic)).collect(),
        why: hit.found.why.name(),
        duplicates: hit.copies,
    }
}

/// Prints a response as comma-separated values.
///
/// # Errors
/// When a hit cannot be read from the index, or nothing can be written.
pub fn csv(
    snapshot: &Snapshot,
    response: &SearchResponse,
    names: &dyn CanonicalNames,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record(["rank", "score", "id", "path", "line", "title", "outlet", "published", "speakers", "text"])?;
    for hit in &response.hits {
        let (article, passage) = hit.read(snapshot)?;
        let speakers: Vec<String> = speakers(&passage, names);
        let published = article.found.published.best.map(|date| date.to_string()).unwrap_or_default();
        table.write_record([
            &hit.rank.to_string(),
            &hit.score.to_string(),
            &format!("{}:{}", article.id, passage.ordinal),
            &article.path,
            &article.address.line(passage.line).to_string(),
            &article.title,
            article.metadata.outlet.as_deref().unwrap_or_default(),
            &published,
            &speakers.join("; "),
            &passage.text,
        ])?;
    }
    Ok(table.flush()?)
}

/// Who speaks in a passage, each once, in order.
pub fn speakers(passage: &PassageRecord, names: &dyn CanonicalNames) -> Vec<String> {
    let mut seen = Vec::new();
    for speaker in passage.quotes.iter().filter_map(|quote| quote.speaker.as_ref()) {
        let name = names.canonical(speaker).into_owned();
        if !seen.contains(&name) {
            seen.push(name);
        }
    }
    seen
}

/// Prints a response as lines of a TREC run for the query `id`.
///
/// # Errors
/// When an article cannot be read from the index, or nothing can be written.
pub fn trec(id: &str, snapshot: &Snapshot, response: &SearchResponse, out: &mut dyn Write) -> anyhow::Result<()> {
    for hit in &response.hits {
        let document = format!("{}:{}", snapshot.article(hit.address)?.id, hit.passage.ordinal);
        writeln!(out, "{} Q0 {} {} {} onrecord", escape_white(id), escape_white(&document), hit.rank, hit.score)?;
    }
    Ok(())
}

/// White space percent-encoded: a TREC line has six columns.
pub fn escape_white(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_whitespace() || c.is_control() {
            let mut bytes = [0; 4];
            c.encode_utf8(&mut bytes).bytes().for_each(|b| out.push_str(&format!("%{b:02X}")));
        } else {
            out.push(c);
        }
    }
    out
}

/// Prints the paths of the articles, each once.
///
/// # Errors
/// When an article cannot be read from the index, or nothing can be written.
pub fn paths(snapshot: &Snapshot, response: &SearchResponse, out: &mut dyn Write) -> anyhow::Result<()> {
    let mut seen = HashSet::new();
    for hit in &response.hits {
        let path = snapshot.article(hit.address)?.path;
        if !seen.contains(&path) {
            writeln!(out, "{}", sanitize(&path))?;
            seen.insert(path);
        }
    }
    Ok(())
}
