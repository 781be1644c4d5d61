//! The page of a speaker: roles, dates, statements by month and article, topics.

use askama::Template;

use super::days::{When, period};
use super::facets::{self, Value};
use super::frame::Frame;
use super::histogram::Histogram;
use super::links::State;
use super::results::{Pages, Way, citation, title_of};
use super::who::{Who, speaker_page};
use super::words::{counted, number, shown};
use crate::annotate::speaker::QuoteKind;
use crate::api::{FacetValue, Field, Filters, Hit, Quote, SearchAnswer, SearchRequest, Sort};
use crate::server::app::Reader;
use crate::server::http::limits;
use crate::server::http::parameters::{Parameter, Parameters, Shape};
use crate::server::http::problem::Problem;

/// What the page takes.
pub const PARAMETERS: &[Parameter] = &[
    Parameter { name: "since", about: "Published on or after this day, month or year", shape: Shape::Text },
    Parameter { name: "until", about: "Published on or before this day, month or year", shape: Shape::Text },
    Parameter { name: "page", about: "Which page of statements", shape: Shape::Number(1, 100) },
];

/// Passages whose statements stand on a page.
const PER_PAGE: usize = 60;
/// Below this the attribution of a statement is uncertain: one in three of them is wrong on the sets that the
/// attribution was learnt from.
const UNCERTAIN: f32 = 0.7;

/// The page of a speaker.
#[derive(Template)]
#[template(path = "speaker.html")]
pub struct SpeakerPage {
    frame: Frame,
    name: String,
    here: String,
    roles: Vec<Role>,
    hist: Option<Histogram>,
    since: String,
    until: String,
    summary: String,
    similar: Vec<Who>,
    months: Vec<Month>,
    pages: Option<Pages>,
    topics: Vec<Value>,
    search: String,
    exports: Vec<Way>,
}

struct Role {
    label: String,
    count: usize,
}

struct Month {
    words: String,
    articles: Vec<From>,
}

struct From {
    id: String,
    href: String,
    title: String,
    date: String,
    quotes: Vec<Statement>,
}

struct Statement {
    kind: &'static str,
    words: String,
    label: &'static str,
    ordinal: u32,
    href: String,
    citation: String,
}

/// The page of the speaker `name`.
///
/// # Errors
/// When a date cannot be read, or the search takes too long.
pub fn speaker(reader: &Reader, name: &str, parameters: &Parameters) -> Result<SpeakerPage, Problem> {
    let page = parameters.number("page", 1);
    let (since, until) = (parameters.get("since"), parameters.get("until"));
    let filters = Filters {
        since: since.map(str::to_owned),
        until: until.map(str::to_owned),
        ..Filters::default().and(Field::Speaker, name)
    };
    let mut request = SearchRequest { filters, sort: Sort::Newest, ..SearchRequest::new("*") };
    request.parts.findings = true;
    (request.duplicates, request.limit, request.offset) = (true, PER_PAGE, (page - 1) * PER_PAGE);
    let answer = reader.search(request.clone())?;
    build(reader, name, &request, &answer, page)
}

fn build(
    reader: &Reader,
    name: &str,
    request: &SearchRequest,
    answer: &SearchAnswer,
    page: usize,
) -> Result<SpeakerPage, Problem> {
    let (base, filters) = (reader.base(), &request.filters);
    let state = State::default().with("speaker", name);
    let (since, until) = (filters.since.clone().unwrap_or_default(), filters.until.clone().unwrap_or_default());
    let open = Filters { since: None, until: None, ..filters.clone() };
    let hist = match reader.axis() {
        Some(axis) if answer.total.value > 0 || !since.is_empty() || !until.is_empty() => {
            facets::drawn(reader, axis, "*", open, (&since, &until))?.histogram
        }
        _ => None,
    };
    let months = months(answer, name, base);
    Ok(SpeakerPage {
        frame: Frame::new(base, "speaker", &State::default(), reader.held()),
        name: shown(name).into_owned(),
        here: speaker_page(base, name),
        roles: roles(answer, name),
        hist,
        summary: summary(answer, &months, page),
        similar: if months.is_empty() { similar(reader, name)? } else { Vec::new() },
        months,
        pages: pages(name, (&since, &until), page, answer.total.value as usize, base),
        topics: topics(reader, filters, name)?,
        search: state.href(base),
        exports: exports(&state, base),
        since,
        until,
    })
}

/// What somebody says, in a passage.
fn statements<'a>(hit: &'a Hit, name: &'a str) -> impl Iterator<Item = &'a Quote> {
    hit.quotes.iter().filter(move |quote| quote.speaker.as_ref().is_some_and(|speaker| speaker.name == name))
}

/// The roles in which somebody speaks on this page, the most frequent first.
fn roles(answer: &SearchAnswer, name: &str) -> Vec<Role> {
    let mut roles: Vec<Role> = Vec::new();
    let quotes = answer.hits.iter().flat_map(|hit| statements(hit, name));
    for role in quotes.filter_map(|quote| quote.speaker.as_ref()?.role.as_deref()) {
        match roles.iter_mut().find(|known| known.label.eq_ignore_ascii_case(role)) {
            Some(known) => known.count += 1,
            None => roles.push(Role { label: shown(role).into_owned(), count: 1 }),
        }
    }
    roles.sort_by_key(|role| std::cmp::Reverse(role.count));
    roles.truncate(8);
    roles
}

fn summary(answer: &SearchAnswer, months: &[Month], page: usize) -> String {
    let here: usize = months.iter().flat_map(|month| &month.articles).map(|article| article.quotes.len()).sum();
    if answer.total.value as usize <= answer.hits.len() {
        return format!("{} in {}", counted(here as u64, "statement"), counted(articles(months), "article"));
    }
    let passages = counted(answer.total.value, "passage");
    format!("{} on page {}, newest first; {passages} in all", counted(here as u64, "statement"), number(page as u64))
}

fn articles(months: &[Month]) -> u64 {
    months.iter().map(|month| month.articles.len() as u64).sum()
}

/// Statements by month and article, in the order of the hits.
fn months(answer: &SearchAnswer, name: &str, base: &str) -> Vec<Month> {
    let mut months: Vec<Month> = Vec::new();
    let mut last: Option<&Quote> = None;
    for hit in &answer.hits {
        let best = hit.article.published.best.as_deref().unwrap_or_default();
        let words = if best.is_empty() { "no date".to_owned() } else { period(best.get(..7).unwrap_or(best)) };
        for quote in statements(hit, name) {
            // A statement over several passages stands in each.
            if last == Some(quote) {
                continue;
            }
            last = Some(quote);
            if months.last().is_none_or(|month| month.words != words) {
                months.push(Month { words: words.clone(), articles: Vec::new() });
            }
            let Some(month) = months.last_mut() else { continue };
            if month.articles.last().is_none_or(|article| article.id != hit.article.id) {
                month.articles.push(from(hit, name, &words, base));
            }
            let Some(article) = month.articles.last_mut() else { continue };
            article.quotes.extend(statement(hit, quote, &article.href));
        }
    }
    months
}

fn from(hit: &Hit, name: &str, month: &str, base: &str) -> From {
    let date = When::of(&hit.article.published).in_one();
    let date = if date == month { String::new() } else { date };
    let query = format!("speaker:\"{}\"", name.replace('"', " "));
    let href =
        format!("{base}/a/{}?{}", super::links::segment(&hit.article.id), State::default().with("q", &query).encoded());
    let title = shown(title_of(&hit.article)).into_owned();
    From { id: hit.article.id.clone(), href, title, date, quotes: Vec::new() }
}

fn statement(hit: &Hit, quote: &Quote, article: &str) -> Option<Statement> {
    let base = hit.passage.span.bytes[0];
    let from = quote.span.bytes[0].saturating_sub(base) as usize;
    let to = (quote.span.bytes[1].saturating_sub(base) as usize).min(hit.passage.text.len());
    let words = hit.passage.text.get(from..to)?;
    let label = match (quote.kind == QuoteKind::Indirect, quote.confidence < UNCERTAIN) {
        (true, true) => "paraphrased; attribution uncertain",
        (true, false) => "paraphrased",
        (false, true) => "attribution uncertain",
        (false, false) => "",
    };
    Some(Statement {
        kind: if quote.kind == QuoteKind::Indirect { "indirect" } else { "direct" },
        words: shown(words.trim()).into_owned(),
        label,
        ordinal: hit.passage.ordinal,
        href: format!("{article}#p{}", hit.passage.ordinal),
        citation: citation(words, &hit.article),
    })
}

/// Speakers whose name has a word of this one.
fn similar(reader: &Reader, name: &str) -> Result<Vec<Who>, Problem> {
    let Some(word) = name.split_whitespace().last() else { return Ok(Vec::new()) };
    let filters = Filters::default().and(Field::Speaker, word);
    let Ok(found) = reader.facets(facets::facets(Field::Speaker, "*", filters)) else { return Ok(Vec::new()) };
    let has_word = |value: &&FacetValue| value.value.to_lowercase().contains(&word.to_lowercase());
    let who = |value: &FacetValue| Who {
        href: speaker_page(reader.base(), &value.value),
        name: shown(&value.value).into_owned(),
        role: String::new(),
    };
    Ok(found.values.iter().filter(has_word).take(8).map(who).collect())
}

fn topics(reader: &Reader, filters: &Filters, name: &str) -> Result<Vec<Value>, Problem> {
    let found = reader.facets(facets::facets(Field::Topic, "*", filters.clone()))?;
    let state = State::default().with("speaker", name);
    let value = |value: &FacetValue| Value {
        href: state.with("topic", &value.value).href(reader.base()),
        label: shown(value.label.as_deref().unwrap_or(&value.value)).into_owned(),
        count: number(value.count),
        chosen: false,
    };
    Ok(found.values.iter().map(value).collect())
}

fn pages(name: &str, (since, until): (&str, &str), page: usize, total: usize, base: &str) -> Option<Pages> {
    let last = total.min(limits::DEPTH).div_ceil(PER_PAGE);
    let to = |page: usize| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let page = page.to_string();
        let all = [("since", since), ("until", until), ("page", page.as_str())];
        all.iter().filter(|(_, value)| !value.is_empty()).for_each(|(name, value)| {
            query.append_pair(name, value);
        });
        format!("{}?{}", speaker_page(base, name), query.finish())
    };
    (last > 1).then(|| Pages {
        previous: (page > 1).then(|| to(page - 1)),
        here: format!("Page {} of {}", number(page as u64), number(last as u64)),
        next: (page < last).then(|| to(page + 1)),
    })
}

fn exports(state: &State, base: &str) -> Vec<Way> {
    let way = |&(format, label): &(&str, &str)| Way {
        href: format!("{base}/api/v1/search?{}&sort=-date&format={format}&n=1000", state.encoded()),
        label: label.to_owned(),
    };
    crate::server::api::search::EXPORTS.iter().map(way).collect()
}
