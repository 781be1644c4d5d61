//! The page of a speaker: roles, dates, statements by month and article, topics.

use askama::Template;

use super::days::{When, period};
use super::facets::{self, Value};
use super::frame::Frame;
use super::groups::{article_of, citation, title_of};
use super::histogram::Histogram;
use super::links::{State, Way, encoded, segment};
use super::paging::Pages;
use super::results::exports;
use super::statements::{kind, label};
use super::who::{Who, speaker_page};
use super::words::{counted, number, shown};
use crate::api::{
    FacetValue, FacetsRequest, Field, Filters, Relation, SearchAnswer, SearchRequest, Sort, Statement, Unit,
};
use crate::server::app::Reader;
use crate::server::http::parameters::{Parameter, Parameters, Shape};
use crate::server::http::problem::Problem;
use crate::server::requests::EVERYTHING;

/// What the page takes.
pub const PARAMETERS: &[Parameter] = &[
    Parameter { name: "since", about: "Published on or after this day, month or year", shape: Shape::Text },
    Parameter { name: "until", about: "Published on or before this day, month or year", shape: Shape::Text },
    Parameter { name: "page", about: "Which page of statements", shape: Shape::Number(1, 1000) },
];

/// Statements on a page.
const PER_PAGE: usize = 60;
/// Most roles in the line under the name; what is not a fiftieth as frequent as the first is left out, too.
const ROLES: usize = 5;
const RARE: u64 = 50;

/// The page of a speaker.
#[derive(Template)]
#[template(path = "speaker.html")]
pub struct SpeakerPage {
    frame: Frame,
    name: String,
    here: String,
    roles: Vec<Role>,
    more_roles: usize,
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
    count: String,
}

struct Month {
    words: String,
    articles: Vec<From>,
}

struct From {
    handle: String,
    href: String,
    title: String,
    date: String,
    quotes: Vec<Said>,
}

struct Said {
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
    let filters = Filters {
        since: parameters.get("since").map(str::to_owned),
        until: parameters.get("until").map(str::to_owned),
        ..Filters::default().and(Field::Speaker, name)
    };
    let request = SearchRequest {
        filters,
        unit: Unit::Quote,
        sort: Sort::Newest,
        limit: PER_PAGE,
        offset: (page - 1) * PER_PAGE,
        ..SearchRequest::new(EVERYTHING)
    };
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
    let (since, until) = (filters.since.clone().unwrap_or_default(), filters.until.clone().unwrap_or_default());
    let state =
        State::default().with_all(&[("speaker", name), ("since", &since), ("until", &until), ("unit", "quote")]);
    let unit = if answer.total.relation == Relation::AtLeast { Unit::Passage } else { Unit::Quote };
    let months = months(answer, name, base);
    let (roles, more_roles) = roles(reader, filters, unit)?;
    Ok(SpeakerPage {
        frame: Frame::new(base, "speaker", &State::default(), reader.held()),
        name: shown(name).into_owned(),
        here: speaker_page(base, name),
        roles,
        more_roles,
        hist: hist(reader, request, answer, unit)?,
        summary: summary(answer),
        similar: if months.is_empty() { similar(reader, name)? } else { Vec::new() },
        months,
        pages: pages(name, (&since, &until), page, answer.total.value as usize, base),
        topics: topics(reader, filters, &state, unit)?,
        search: state.href(base),
        exports: exports(&state, base),
        since,
        until,
    })
}

/// The histogram of all that somebody says, whatever range is chosen.
fn hist(
    reader: &Reader,
    request: &SearchRequest,
    answer: &SearchAnswer,
    unit: Unit,
) -> Result<Option<Histogram>, Problem> {
    let Filters { since, until, .. } = &request.filters;
    let Some(axis) = reader.axis().filter(|_| answer.total.value > 0 || since.is_some() || until.is_some()) else {
        return Ok(None);
    };
    let open = Filters { since: None, until: None, ..request.filters.clone() };
    let counting = FacetsRequest { unit, ..facets::facets(Field::Date, EVERYTHING, open) };
    let chosen = (since.as_deref().unwrap_or_default(), until.as_deref().unwrap_or_default());
    Ok(facets::drawn(reader, axis, counting, chosen)?.histogram)
}

/// The roles in which somebody speaks, the most frequent first, and how many more there are.
fn roles(reader: &Reader, filters: &Filters, unit: Unit) -> Result<(Vec<Role>, usize), Problem> {
    let counting = FacetsRequest { unit, limit: 200, ..facets::facets(Field::Role, EVERYTHING, filters.clone()) };
    let role = |value: FacetValue| Role { label: shown(&value.value).into_owned(), count: number(value.count) };
    let mut values = reader.facets(counting)?.values;
    let (all, most) = (values.len(), values.first().map_or(0, |value| value.count));
    values.retain(|value| value.count * RARE >= most);
    values.truncate(ROLES);
    let more = all - values.len();
    Ok((values.into_iter().map(role).collect(), more))
}

fn summary(answer: &SearchAnswer) -> String {
    let count = counted(answer.total.value, "statement");
    let at_least = if answer.total.relation == Relation::AtLeast { "At least " } else { "" };
    format!("{at_least}{count}, newest first")
}

/// Statements by month and article, in their order.
fn months(answer: &SearchAnswer, name: &str, base: &str) -> Vec<Month> {
    let mut months: Vec<Month> = Vec::new();
    let is_of = |statement: &&Statement| statement.quote.speaker.as_ref().is_some_and(|speaker| speaker.name == name);
    for statement in answer.statements.iter().filter(is_of) {
        let best = statement.article.published.best.as_deref().unwrap_or_default();
        let words = if best.is_empty() { "no date".to_owned() } else { period(best.get(..7).unwrap_or(best)) };
        if months.last().is_none_or(|month| month.words != words) {
            months.push(Month { words: words.clone(), articles: Vec::new() });
        }
        let Some(month) = months.last_mut() else { continue };
        let handle = article_of(&statement.handle);
        if month.articles.last().is_none_or(|article| article.handle != handle) {
            month.articles.push(from(statement, name, &words, base));
        }
        let Some(article) = month.articles.last_mut() else { continue };
        article.quotes.push(said(statement, &article.href));
    }
    months
}

fn from(statement: &Statement, name: &str, month: &str, base: &str) -> From {
    let date = When::of(&statement.article.published).in_one();
    let date = if date == month { String::new() } else { date };
    let query = format!("speaker:\"{}\"", name.replace('"', " "));
    let handle = article_of(&statement.handle).to_owned();
    let href = format!("{base}/a/{}?{}", segment(&handle), encoded([("q", query.as_str())].into_iter()));
    let title = shown(title_of(&statement.article)).into_owned();
    From { handle, href, title, date, quotes: Vec::new() }
}

fn said(statement: &Statement, article: &str) -> Said {
    Said {
        kind: kind(&statement.quote),
        words: shown(statement.text.trim()).into_owned(),
        label: label(&statement.quote),
        ordinal: statement.ordinal,
        href: format!("{article}#p{}", statement.ordinal),
        citation: citation(&statement.text, &statement.article, &statement.handle),
    }
}

/// Speakers whose name has a word of this one.
fn similar(reader: &Reader, name: &str) -> Result<Vec<Who>, Problem> {
    let Some(word) = name.split_whitespace().last() else { return Ok(Vec::new()) };
    let counting = FacetsRequest {
        prefix: word.to_owned(),
        limit: 8,
        ..facets::facets(Field::Speaker, EVERYTHING, Filters::default())
    };
    let who = |value: &FacetValue| Who {
        href: speaker_page(reader.base(), &value.value),
        name: shown(&value.value).into_owned(),
        role: String::new(),
    };
    Ok(reader.facets(counting)?.values.iter().map(who).collect())
}

fn topics(reader: &Reader, filters: &Filters, state: &State, unit: Unit) -> Result<Vec<Value>, Problem> {
    let counting = FacetsRequest { unit, ..facets::facets(Field::Topic, EVERYTHING, filters.clone()) };
    let value = |value: &FacetValue| Value {
        href: state.with("topic", &value.value).href(reader.base()),
        label: shown(value.label.as_deref().unwrap_or(&value.value)).into_owned(),
        count: number(value.count),
        chosen: false,
    };
    Ok(reader.facets(counting)?.values.iter().map(value).collect())
}

fn pages(name: &str, (since, until): (&str, &str), page: usize, total: usize, base: &str) -> Option<Pages> {
    let to = |page: usize| {
        let page = page.to_string();
        let all = [("since", since), ("until", until), ("page", page.as_str())];
        format!("{}?{}", speaker_page(base, name), encoded(all.into_iter()))
    };
    Pages::of(page, total, PER_PAGE, to)
}
