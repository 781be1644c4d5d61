//! Results that are articles: each with its best passages, their marks, and who says them.

use std::collections::BTreeMap;

use super::days::When;
use super::links::{State, Way, segment};
use super::who::{Who, is_said, said_by};
use super::words::{Around, counted, html, shown};
use crate::annotate::speaker::QuoteKind;
use crate::api::{ArticleHead, Hit, Mark, Place, Saying, SearchAnswer};
use crate::article::BlockKind;

/// An article with its passages.
pub struct Group {
    /// The article's page.
    pub href: String,
    /// The headline as HTML.
    pub title: String,
    /// The line above it.
    pub kicker: String,
    /// When it appeared.
    pub date: When,
    /// The passages.
    pub hits: Vec<Found>,
}

/// Most characters that are shown of an article's beginning, and of a statement beside the marked words: some four lines of
/// the page.
const BEGINNING_CHARS: usize = 300;

/// A passage.
pub struct Found {
    /// Its place in the article.
    pub href: String,
    /// Its number in the article.
    pub ordinal: u32,
    /// Its words as HTML.
    pub html: String,
    /// Who says what is marked.
    pub said_by: Vec<Who>,
    /// What is said by whom the search asks for, where the marked words are not theirs.
    pub apart: Option<Apart>,
    /// The words with their source, to be copied.
    pub citation: String,
    /// How many articles more have the same words, with the way to them.
    pub copies: Option<Way>,
}

/// A statement of a passage, beside the marked words.
pub struct Apart {
    /// Its words, or the first of them.
    pub words: String,
    /// Whether they are the reporter's.
    pub is_paraphrase: bool,
    /// Who says it.
    pub who: Who,
}

/// The articles of an answer. Hits of one rank are of one article.
pub fn groups(answer: &SearchAnswer, state: &State, base: &str) -> Vec<Group> {
    let mut by_rank: BTreeMap<usize, Vec<&Hit>> = BTreeMap::new();
    answer.hits.iter().for_each(|hit| by_rank.entry(hit.rank).or_default().push(hit));
    by_rank.into_values().map(|hits| group(&hits, state, base)).collect()
}

fn group(hits: &[&Hit], state: &State, base: &str) -> Group {
    let (article, rank) = (&hits[0].article, hits[0].rank);
    let href = article_page(article_of(&hits[0].handle), state, rank, base);
    let headline = hits.iter().find(|hit| hit.passage.kind == BlockKind::Title);
    let title = headline.map_or_else(
        || html(title_of(article), Place { bytes: [0, title_of(article).len() as u32], ..Place::default() }, &[]),
        |hit| html(&hit.passage.text, hit.passage.span, &marked(&hit.marks)),
    );
    let below = below_headline(hits).into_iter().map(|hit| found(hit, &href, state, base));
    let below: Vec<Found> = below.collect();
    let lead = headline.filter(|_| below.is_empty()).and_then(|hit| lead(hit, found(hit, &href, state, base)));
    Group {
        title,
        kicker: kicker(article.outlet.as_deref(), article.section.as_deref()),
        date: When::of(&article.published),
        hits: below.into_iter().chain(lead).collect(),
        href,
    }
}

/// The headline of an article with the beginning of its text in place of its words, which stand above already.
fn lead(headline: &Hit, found: Found) -> Option<Found> {
    let lead = beginning(headline.lead.as_deref()?, BEGINNING_CHARS);
    let whole = Place { bytes: [0, lead.len() as u32], ..Place::default() };
    Some(Found { html: html(&lead, whole, &[]), said_by: Vec::new(), apart: None, ..found })
}

/// The passages that stand below an article's headline: those with marks, or where nothing is marked one to begin with.
/// None where the headline's own lead does as well. They stand in the order of the text, as they are read.
fn below_headline<'a>(hits: &[&'a Hit]) -> Vec<&'a Hit> {
    let all = || hits.iter().copied();
    if all().any(|hit| !hit.marks.is_empty()) {
        let mut marked: Vec<&Hit> = all().filter(|hit| hit.passage.kind != BlockKind::Title).collect();
        marked.sort_by_key(|hit| hit.passage.ordinal);
        return marked;
    }
    let body = all().find(|hit| hit.passage.kind == BlockKind::Body);
    let has_lead = all().any(|hit| hit.lead.is_some());
    body.or_else(|| all().find(|hit| !has_lead && is_text(hit))).into_iter().collect()
}

/// Whether a passage is of the article's own text.
fn is_text(hit: &Hit) -> bool {
    matches!(hit.passage.kind, BlockKind::Body | BlockKind::List | BlockKind::Caption)
}

/// The title of an article, or what it goes by without one.
pub fn title_of(article: &ArticleHead) -> &str {
    if article.title.trim().is_empty() { &article.id } else { &article.title }
}

/// The line above a headline.
pub fn kicker(outlet: Option<&str>, section: Option<&str>) -> String {
    let parts: Vec<&str> = [outlet, section].into_iter().flatten().filter(|part| !part.trim().is_empty()).collect();
    shown(&parts.join(" · ")).into_owned()
}

/// The article's part of the handle of a passage or statement.
pub fn article_of(handle: &str) -> &str {
    handle.split(':').next().unwrap_or(handle)
}

/// The address of an article, which remembers the search that led to it and the place among its results, from 1; 0
/// where it has none.
pub fn article_page(handle: &str, state: &State, rank: usize, base: &str) -> String {
    let (query, rank) = (state.without("page").encoded(), rank.to_string());
    let at = if rank == "0" { String::new() } else { format!("at={rank}") };
    let all: Vec<&str> = [query.as_str(), &at].into_iter().filter(|part| !part.is_empty()).collect();
    let mark = if all.is_empty() { "" } else { "?" };
    format!("{base}/a/{}{mark}{}", segment(handle), all.join("&"))
}

fn found(hit: &Hit, href: &str, state: &State, base: &str) -> Found {
    let quotes = hit.quotes.iter().filter(|quote| is_said(quote)).map(|quote| (quote.span, Around::Quote));
    let around: Vec<(Place, Around)> = quotes.chain(marked(&hit.marks)).collect();
    let (text, whole) = (hit.passage.text.as_str(), hit.passage.span);
    let html =
        if hit.view.is_empty() { html(text, whole, &around) } else { in_pieces(text, whole, &hit.view, &around) };
    Found {
        href: format!("{href}#p{}", hit.passage.ordinal),
        ordinal: hit.passage.ordinal,
        html,
        said_by: said_by(hit, base),
        apart: hit.statement.as_ref().map(|saying| apart(saying, base)),
        citation: citation(text, &hit.article, &hit.handle),
        copies: (hit.duplicates > 0).then(|| copies(hit.duplicates as u64, state, base)),
    }
}

fn apart(saying: &Saying, base: &str) -> Apart {
    let Saying { words, attribution } = saying;
    let is_paraphrase = attribution.kind == QuoteKind::Indirect;
    Apart { words: beginning(&shown(words), BEGINNING_CHARS), is_paraphrase, who: Who::reported(attribution, base) }
}

/// The first words of a text, of at most `chars` characters, with an ellipsis where it goes on.
fn beginning(text: &str, chars: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(chars) else { return text.to_owned() };
    let end = text[..end].rfind(char::is_whitespace).unwrap_or(end);
    format!("{} …", text[..end].trim_end())
}

/// Copies stand for one result: where they are is told, and how to see them all.
fn copies(count: u64, state: &State, base: &str) -> Way {
    let label = format!("the same in {}", counted(count, "more article"));
    Way { href: state.with("duplicates", "true").href(base), label }
}

/// Marks as what stands around words.
pub fn marked(marks: &[Mark]) -> Vec<(Place, Around)> {
    marks.iter().map(|mark| (mark.span, Around::Mark)).collect()
}

/// The parts of a passage that are worth showing, with an ellipsis for each that is left out.
fn in_pieces(text: &str, whole: Place, view: &[Place], around: &[(Place, Around)]) -> String {
    let base = whole.bytes[0];
    let mut out = String::new();
    let mut at = whole.bytes[0];
    for piece in view {
        let range = piece.bytes[0].saturating_sub(base) as usize..piece.bytes[1].saturating_sub(base) as usize;
        let Some(words) = text.get(range) else { continue };
        if piece.bytes[0] > at {
            out.push_str(if out.is_empty() { "…\u{a0}" } else { " … " });
        }
        out.push_str(&html(words, *piece, around));
        at = piece.bytes[1];
    }
    if at < whole.bytes[1] {
        // An ellipsis never stands on a line of its own.
        out.push_str("\u{a0}…");
    }
    out
}

/// Words with their source and the handle by which they are found again, to be copied.
pub fn citation(words: &str, article: &ArticleHead, handle: &str) -> String {
    let outlet = article.outlet.as_ref().map(|outlet| format!(", {outlet}")).unwrap_or_default();
    let date = When::of(&article.published).in_one();
    let date = if date.is_empty() { String::new() } else { format!(", {date}") };
    let source = article.url.as_deref().unwrap_or(&article.path);
    shown(&format!("“{}” — {}{outlet}{date}. {source} [{handle}]", words.trim(), title_of(article))).into_owned()
}
