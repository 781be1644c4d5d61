//! The reader: an article with what was found in it in its margins.

use std::collections::HashSet;

use askama::Template;

use super::days::{When, spoken_of};
use super::frame::Frame;
use super::groups::{article_of, article_page, kicker, marked};
use super::links::{State, Way, segment};
use super::results;
use super::who::{Who, is_said};
use super::words::{Around, counted, html, shown};
use crate::api::article::{Block, Evidence};
use crate::api::{AnnotatedArticle, Place, Quote, SearchAnswer, Shown, Within};
use crate::article::BlockKind;
use crate::render::format::ResultFormat;
use crate::server::app::Reader;
use crate::server::http::parameters::Parameters;
use crate::server::http::problem::Problem;
use crate::server::named::article_named;

/// Names in the line of who speaks.
const CAST: usize = 6;

/// The page of an article.
#[derive(Template)]
#[template(path = "article.html")]
pub struct ArticlePage {
    frame: Frame,
    title: String,
    heading: String,
    kicker: String,
    language: String,
    date: When,
    author: String,
    evidence: Vec<Because>,
    statements: String,
    cast: Vec<Who>,
    more_cast: usize,
    marks: usize,
    rows: Vec<Row>,
    path: String,
    url: Option<String>,
    exports: Vec<Way>,
    citation: String,
    back: String,
    previous: Option<String>,
    next: Option<String>,
}

/// What a publication date was read from.
struct Because {
    rule: String,
    words: String,
}

/// A paragraph, or the part of one that is a passage, with what stands beside it.
struct Row {
    /// The passage that begins here.
    passage: Option<u32>,
    kind: &'static str,
    html: String,
    dates: Vec<String>,
    said: Vec<Who>,
}

/// The page of an article, or the address at which it has its page: of a passage the place in its article.
pub enum Found {
    /// The page.
    Page(Box<ArticlePage>),
    /// Where the passage is that was named.
    Elsewhere(String),
}

/// The page of the article that goes by `name`.
///
/// # Errors
/// When there is none, or the query that led to it cannot be read.
pub fn article(reader: &Reader, name: &str, parameters: &Parameters, state: &State) -> Result<Found, Problem> {
    let query = Some(state.get("q")).filter(|query| !query.is_empty());
    let shown = article_named(reader, name, query, 0)?;
    let place = parameters.number("at", 0);
    if let Some(ordinal) = shown.passage {
        let page = article_page(&shown.handle, state, place, reader.base());
        return Ok(Found::Elsewhere(format!("{page}#p{ordinal}")));
    }
    let around = neighbours(reader, parameters, state, place)?;
    let page = place.saturating_sub(1) / results::per_page(state) + 1;
    let state = if page > 1 { state.with("page", &page.to_string()) } else { state.clone() };
    Ok(Found::Page(Box::new(ArticlePage::new(reader, &shown, &state, around))))
}

/// The results before and after this one, in the search that led here.
fn neighbours(
    reader: &Reader,
    parameters: &Parameters,
    state: &State,
    place: usize,
) -> Result<(Option<String>, Option<String>), Problem> {
    if place == 0 {
        return Ok((None, None));
    }
    let from = place.saturating_sub(2);
    let mut request = results::request(parameters, state, from, place + 1 - from)?;
    request.parts = Default::default();
    let answer = reader.search(request)?;
    let at = |rank: usize| address(&answer, rank, state, reader.base());
    Ok((at(place - 1), at(place + 1)))
}

/// The address of the result of a rank: an article, or the place of a statement in one.
fn address(answer: &SearchAnswer, rank: usize, state: &State, base: &str) -> Option<String> {
    let page = |handle: &str| article_page(article_of(handle), state, rank, base);
    if let Some(hit) = answer.hits.iter().find(|hit| hit.rank == rank) {
        return Some(page(&hit.handle));
    }
    let statement = answer.statements.iter().find(|statement| statement.rank == rank)?;
    Some(format!("{}#p{}", page(&statement.handle), statement.ordinal))
}

impl ArticlePage {
    fn new(reader: &Reader, found: &Shown, state: &State, (previous, next): (Option<String>, Option<String>)) -> Self {
        let (article, base) = (&found.article, reader.base());
        let (cast, more_cast) = cast(article, base);
        let title = if article.title.trim().is_empty() { &article.id } else { &article.title };
        let date = When::of(&article.published);
        ArticlePage {
            frame: Frame::new(base, "read", state, reader.held()),
            title: shown(title).into_owned(),
            heading: heading(found, title),
            kicker: kicker(article.outlet.as_deref(), article.section.as_deref()),
            language: article.language.clone().unwrap_or_default(),
            author: shown(article.author.as_deref().unwrap_or_default()).into_owned(),
            evidence: evidence(article),
            statements: counted(article.quotes.len() as u64, "statement"),
            cast,
            more_cast,
            marks: found.marks.len(),
            rows: rows(found, base),
            path: shown(&article.path).into_owned(),
            url: article.url.as_deref().filter(|url| is_web(url)).map(|url| shown(url).into_owned()),
            exports: exports(&found.handle, base),
            citation: citation(article, &found.handle, title, &date),
            date,
            back: state.href(base),
            previous,
            next,
        }
    }
}

fn evidence(article: &AnnotatedArticle) -> Vec<Because> {
    let because = |why: &Evidence| Because {
        rule: shown(&named(&why.rule)).into_owned(),
        words: shown(why.text.trim()).into_owned(),
    };
    article.published.evidence.iter().map(because).collect()
}

/// A rule with other articles named by their paths alone: of their keys what follows a NUL is left out.
fn named(rule: &str) -> String {
    rule.split(' ').map(|word| word.split('\0').next().unwrap_or_default()).collect::<Vec<_>>().join(" ")
}

/// Only links that lead to the web: anything else in a document could run something.
fn is_web(url: &str) -> bool {
    ["http://", "https://"].iter().any(|scheme| url.starts_with(scheme))
}

/// References to the article as files.
fn exports(handle: &str, base: &str) -> Vec<Way> {
    let cited = ResultFormat::ALL.into_iter().filter(|format| matches!(format, ResultFormat::Cited(_)));
    let way = |format: ResultFormat| Way {
        href: State::default().api(base, &format!("articles/{}", segment(handle)), &[], &[("format", format.name())]),
        label: format.label().to_owned(),
    };
    cited.map(way).collect()
}

fn citation(article: &AnnotatedArticle, handle: &str, title: &str, date: &When) -> String {
    let outlet = article.outlet.as_ref().map(|outlet| format!(", {outlet}")).unwrap_or_default();
    let date = if date.words.is_empty() { String::new() } else { format!(", {}", date.in_one()) };
    let author = article.author.as_ref().map(|author| format!("{author}, ")).unwrap_or_default();
    let source = article.url.as_deref().unwrap_or(&article.path);
    shown(&format!("{author}“{title}”{outlet}{date}. {source} [{handle}]")).into_owned()
}

/// The title with its marks: where it is a part of the text, its block, else the title itself.
fn heading(found: &Shown, title: &str) -> String {
    let marks = marked(&found.marks);
    let block = found.article.blocks.iter().find(|block| block.kind == BlockKind::Title && block.span.within.is_none());
    match block.and_then(|block| Some((block.span, found.text.get(block.span.range())?))) {
        Some((place, words)) => html(words, place, &marks),
        None => {
            let ends = [0, title.len() as u32];
            html(title, Place { bytes: ends, chars: ends, within: Some(Within::Title) }, &marks)
        }
    }
}

/// Who speaks, those first who say most.
fn cast(article: &AnnotatedArticle, base: &str) -> (Vec<Who>, usize) {
    let mut counts: Vec<(Who, usize)> = Vec::new();
    for who in article.quotes.iter().filter_map(|quote| Who::of(quote, base)) {
        match counts.iter_mut().find(|(known, _)| known.name == who.name) {
            Some((_, count)) => *count += 1,
            None => counts.push((who, 1)),
        }
    }
    counts.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
    let more = counts.len().saturating_sub(CAST);
    (counts.into_iter().take(CAST).map(|(who, _)| who).collect(), more)
}

/// The paragraphs. One that is several passages comes in as many pieces, so that each can be linked to.
fn rows(found: &Shown, base: &str) -> Vec<Row> {
    let mut around = marked(&found.marks);
    around.extend(found.article.quotes.iter().filter(|quote| is_said(quote)).map(|quote| (quote.span, Around::Quote)));
    let dates = found.article.dates.iter().filter(|date| spoken_of(date).is_some());
    around.extend(dates.map(|date| (date.span, Around::Date)));
    let mut rows = Vec::new();
    let (mut named, mut introduced) = (None, Vec::new());
    for block in found.article.blocks.iter().filter(|block| is_shown(block)) {
        for piece in pieces(block, &found.article) {
            let words = found.text.get(piece.range()).unwrap_or_default();
            if words.trim().is_empty() {
                continue;
            }
            let mut row = row(found, base, (block, piece, words), &around, &mut named);
            introduce(&mut row.said, &mut introduced);
            rows.push(row);
        }
    }
    rows
}

/// A role is said once, until the same speaker has another.
fn introduce(said: &mut [Who], introduced: &mut Vec<(String, String)>) {
    for who in said.iter_mut().filter(|who| !who.role.is_empty()) {
        let known = (who.name.clone(), who.role.clone());
        if introduced.contains(&known) {
            who.role.clear();
        } else {
            introduced.push(known);
        }
    }
}

/// What stands in the head of the page is not repeated below it.
fn is_shown(block: &Block) -> bool {
    block.span.within.is_none() && !matches!(block.kind, BlockKind::Title | BlockKind::Section)
}

/// A block, cut where another passage begins.
fn pieces(block: &Block, article: &AnnotatedArticle) -> Vec<Place> {
    let [from, to] = block.span.bytes;
    let starts = article.passages.iter().filter(|passage| passage.span.within.is_none());
    let inside = starts.map(|passage| passage.span.bytes[0]).filter(|start| (from + 1..to).contains(start));
    let mut cuts: Vec<u32> = std::iter::once(from).chain(inside).chain([to]).collect();
    cuts.sort_unstable();
    cuts.windows(2).map(|ends| Place { bytes: [ends[0], ends[1]], ..block.span }).collect()
}

fn row(
    found: &Shown,
    base: &str,
    (block, piece, words): (&Block, Place, &str),
    around: &[(Place, Around)],
    named: &mut Option<u32>,
) -> Row {
    let article = &found.article;
    let passage = article.passages.iter().find(|passage| passage.span.overlaps(&piece));
    let passage = passage.map(|passage| passage.ordinal).filter(|&ordinal| named.replace(ordinal) != Some(ordinal));
    let mut dates: Vec<String> =
        article.dates.iter().filter(|date| date.span.overlaps(&piece)).filter_map(spoken_of).collect();
    let mut seen = HashSet::new();
    dates.retain(|date| seen.insert(date.clone()));
    let near: Vec<(Place, Around)> = around.iter().filter(|(place, _)| place.overlaps(&piece)).copied().collect();
    Row {
        passage,
        kind: kind(block.kind),
        html: html(words, piece, &near),
        dates,
        said: said(article.quotes.iter().filter(|quote| quote.span.overlaps(&piece)), base),
    }
}

/// Who speaks, each once, in order.
fn said<'a>(quotes: impl Iterator<Item = &'a Quote>, base: &str) -> Vec<Who> {
    let mut said: Vec<Who> = Vec::new();
    for who in quotes.filter_map(|quote| Who::of(quote, base)) {
        match said.iter_mut().find(|known| known.name == who.name) {
            Some(known) if known.role.is_empty() => known.role = who.role,
            Some(_) => {}
            None => said.push(who),
        }
    }
    said
}

fn kind(kind: BlockKind) -> &'static str {
    match kind {
        BlockKind::Boilerplate => "boiler",
        kind => kind.name(),
    }
}
