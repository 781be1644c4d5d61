//! The page of results: articles with their best passages, filters, dates.

use std::collections::BTreeMap;

use askama::Template;

use super::days::When;
use super::facets::{self, FacetList};
use super::histogram::Histogram;
use super::links::{State, segment};
use super::who::{Who, is_said, said_by};
use super::words::{Around, counted, html, number, sentence, shown};
use crate::api::{ArticleHead, Filters, Hit, Place, Relation, SearchAnswer, SearchRequest, Sort, Unit};
use crate::article::BlockKind;
use crate::server::app::Reader;
use crate::server::http::parameters::Parameters;
use crate::server::http::problem::Problem;
use crate::server::requests;

/// Articles on a page.
pub const PER_PAGE: usize = 10;
/// Most characters that are shown of a passage: eight lines of a page.
const SHOWN_CHARS: u32 = 600;

/// What the page shows; all of it in words.
#[derive(Template)]
#[template(path = "results.html")]
pub struct Results {
    base: String,
    /// The count in words, said once to who does not see the page.
    pub heading: String,
    q: String,
    browsing: bool,
    notes: Vec<String>,
    sorts: Vec<Choice>,
    chips: Vec<Chip>,
    clear: String,
    hist: Option<Histogram>,
    kept: Vec<(&'static str, String)>,
    since: String,
    until: String,
    undated: Option<Undated>,
    groups: Vec<Group>,
    first: usize,
    pages: Option<Pages>,
    facets: Vec<FacetList>,
    examples: Vec<Example>,
    exports: Vec<Way>,
    dropped: Vec<Way>,
}

/// A link with words.
#[derive(Clone, Debug)]
pub struct Way {
    /// Where it leads.
    pub href: String,
    /// Its words.
    pub label: String,
}

struct Choice {
    href: String,
    label: &'static str,
    chosen: bool,
}

struct Chip {
    href: String,
    label: &'static str,
    value: String,
}

struct Undated {
    href: String,
    count: String,
}

struct Example {
    href: String,
    query: &'static str,
    about: &'static str,
}

/// Where one can page to.
pub struct Pages {
    /// Back.
    pub previous: Option<String>,
    /// Where one is.
    pub here: String,
    /// On.
    pub next: Option<String>,
}

struct Group {
    href: String,
    title: String,
    kicker: String,
    date: When,
    hits: Vec<Found>,
}

struct Found {
    href: String,
    ordinal: u32,
    html: String,
    said_by: Vec<Who>,
    citation: String,
}

/// The page that `state` asks for.
///
/// # Errors
/// When the query or a filter cannot be read, or the search takes too long.
pub fn results(reader: &Reader, parameters: &Parameters, state: &State) -> Result<Results, Problem> {
    let page = parameters.number("page", 1);
    let mut request = requests::search(parameters, (page - 1) * PER_PAGE, PER_PAGE)?;
    request.unit = Unit::Article;
    request.parts.findings = true;
    request.parts.view = SHOWN_CHARS;
    request.parts.advice = true;
    let browsing = state.get("q").is_empty() && state.narrowing().next().is_none();
    request = in_order(request, state);
    let answer = reader.search(request.clone())?;
    let dates = facets::dates(reader, &request, state)?;
    Ok(Results {
        base: reader.base().to_owned(),
        heading: heading(&answer, browsing),
        q: shown(state.get("q")).into_owned(),
        browsing,
        notes: notes(&answer),
        sorts: sorts(state, reader.base()),
        chips: chips(reader, state),
        clear: state.query_alone().href(reader.base()),
        kept: state.hidden(&["since", "until"]),
        since: shown(state.get("since")).into_owned(),
        until: shown(state.get("until")).into_owned(),
        undated: undated(dates.undated, state, reader.base()),
        hist: dates.histogram,
        groups: groups(&answer, state, reader.base()),
        first: (page - 1) * PER_PAGE + 1,
        pages: pages(page, answer.total.value as usize, state, reader.base()),
        facets: facets::rail(reader, &request, state)?,
        examples: if browsing { examples(reader.base()) } else { Vec::new() },
        exports: exports(state, reader.base()),
        dropped: if answer.hits.is_empty() { dropped(reader, &request, state)? } else { Vec::new() },
    })
}

/// Without a query there is no best match: the newest come first.
#[must_use]
pub fn in_order(request: SearchRequest, state: &State) -> SearchRequest {
    let newest = state.get("q").is_empty() && state.get("sort").is_empty();
    SearchRequest { sort: if newest { Sort::Newest } else { request.sort }, ..request }
}

fn heading(answer: &SearchAnswer, browsing: bool) -> String {
    let count = counted(answer.total.value, "article");
    match (answer.total.value, answer.total.relation) {
        (0, _) => "Nothing found".to_owned(),
        _ if browsing => "Latest articles".to_owned(),
        (_, Relation::Exact) => count,
        (_, Relation::AtLeast) => format!("At least {count}"),
    }
}

/// What is to be told of the query. What filters take away stands below, as links.
fn notes(answer: &SearchAnswer) -> Vec<String> {
    let told = answer.query.notes.iter().filter(|note| note.code != "filters");
    told.map(|note| shown(&sentence(&note.message)).into_owned()).collect()
}

fn sorts(state: &State, base: &str) -> Vec<Choice> {
    let chosen = match (state.get("sort"), state.get("q")) {
        ("", "") => "-date",
        ("", _) => "score",
        (given, _) => given,
    };
    let choice = |(value, label)| Choice { href: state.with("sort", value).href(base), label, chosen: value == chosen };
    let all = [("score", "Best match"), ("-date", "Newest"), ("date", "Oldest")].map(choice);
    all.into_iter().skip(usize::from(state.get("q").is_empty())).collect()
}

fn chips(reader: &Reader, state: &State) -> Vec<Chip> {
    let chip = |(name, label, value): (&'static str, &'static str, &str)| {
        let value = if name == "topic" { reader.topic_label(value) } else { value.to_owned() };
        Chip { href: state.without(name).href(reader.base()), label, value: shown(&value).into_owned() }
    };
    state.narrowing().map(chip).collect()
}

fn undated(count: u64, state: &State, base: &str) -> Option<Undated> {
    let q = match state.get("q") {
        "" => "date:unknown".to_owned(),
        q if q.contains("date:unknown") => return None,
        q => format!("({q}) date:unknown"),
    };
    let state = state.without("since").without("until").with("q", &q);
    (count > 0).then(|| Undated { href: state.href(base), count: number(count) })
}

/// Hits of one rank are of one article.
fn groups(answer: &SearchAnswer, state: &State, base: &str) -> Vec<Group> {
    let mut by_rank: BTreeMap<usize, Vec<&Hit>> = BTreeMap::new();
    answer.hits.iter().for_each(|hit| by_rank.entry(hit.rank).or_default().push(hit));
    by_rank.into_values().map(|hits| group(&hits, state, base)).collect()
}

fn group(hits: &[&Hit], state: &State, base: &str) -> Group {
    let (article, rank) = (&hits[0].article, hits[0].rank);
    let href = article_page(&article.id, state, rank, base);
    let headline = hits.iter().find(|hit| hit.passage.kind == BlockKind::Title);
    let title = headline.map_or_else(
        || html(title_of(article), Place { bytes: [0, title_of(article).len() as u32], ..Place::default() }, &[]),
        |hit| html(&hit.passage.text, hit.passage.span, &marks(hit)),
    );
    // A headline stands above its article already; where nothing is marked, the article's beginning will do.
    let marked = hits.iter().any(|hit| !hit.marks.is_empty());
    let below = hits.iter().filter(|hit| if marked { hit.passage.kind != BlockKind::Title } else { is_text(hit) });
    let below = below.take(if marked { hits.len() } else { 1 });
    Group {
        title,
        kicker: kicker(article.outlet.as_deref(), article.section.as_deref()),
        date: When::of(&article.published),
        hits: below.map(|hit| found(hit, &href, base)).collect(),
        href,
    }
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

/// The address of an article, which remembers the search that led to it and the place among its results.
pub fn article_page(id: &str, state: &State, rank: usize, base: &str) -> String {
    let query = state.without("page").encoded();
    let and = if query.is_empty() { "" } else { "&" };
    format!("{base}/a/{}?{query}{and}at={rank}", segment(id))
}

fn found(hit: &Hit, href: &str, base: &str) -> Found {
    let quotes = hit.quotes.iter().filter(|quote| is_said(quote)).map(|quote| (quote.span, Around::Quote));
    let around: Vec<(Place, Around)> = quotes.chain(marks(hit)).collect();
    let (text, whole) = (hit.passage.text.as_str(), hit.passage.span);
    let html =
        if hit.view.is_empty() { html(text, whole, &around) } else { in_pieces(text, whole, &hit.view, &around) };
    Found {
        href: format!("{href}#p{}", hit.passage.ordinal),
        ordinal: hit.passage.ordinal,
        html,
        said_by: said_by(hit, base),
        citation: citation(text, &hit.article),
    }
}

fn marks(hit: &Hit) -> Vec<(Place, Around)> {
    hit.marks.iter().map(|mark| (mark.span, Around::Mark)).collect()
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
            out.push_str(if out.is_empty() { "… " } else { " … " });
        }
        out.push_str(&html(words, *piece, around));
        at = piece.bytes[1];
    }
    if at < whole.bytes[1] {
        out.push_str(" …");
    }
    out
}

/// Words with their source, to be copied.
pub fn citation(words: &str, article: &ArticleHead) -> String {
    let outlet = article.outlet.as_ref().map(|outlet| format!(", {outlet}")).unwrap_or_default();
    let date = When::of(&article.published).in_one();
    let date = if date.is_empty() { String::new() } else { format!(", {date}") };
    shown(&format!("“{}” — {}{outlet}{date} ({})", words.trim(), title_of(article), article.path)).into_owned()
}

/// Where one can page to, among `total` results.
pub fn pages(page: usize, total: usize, state: &State, base: &str) -> Option<Pages> {
    let reachable = total.min(crate::server::http::limits::DEPTH);
    let last = reachable.div_ceil(PER_PAGE);
    let to = |page: usize| state.with("page", &page.to_string()).href(base);
    (last > 1).then(|| Pages {
        previous: (page > 1).then(|| if page == 2 { state.without("page").href(base) } else { to(page - 1) }),
        here: format!("Page {} of {}", number(page as u64), number(last as u64)),
        next: (page < last).then(|| to(page + 1)),
    })
}

fn examples(base: &str) -> Vec<Example> {
    let example = |(query, about): (&'static str, &'static str)| {
        let href = State::default().with("q", query).href(base);
        Example { href, query, about }
    };
    [
        ("said:minister", "a word in what was said"),
        ("oil w/5 price", "within five words of each other"),
        ("role:spokesman date:2017..", "who spoke, and since when"),
    ]
    .map(example)
    .into()
}

fn exports(state: &State, base: &str) -> Vec<Way> {
    let state = state.without("page").without("unit");
    let way = |(format, label): (&str, &str)| {
        let query = state.encoded();
        let and = if query.is_empty() { "" } else { "&" };
        Way { href: format!("{base}/api/v1/search?{query}{and}format={format}&n=1000"), label: label.to_owned() }
    };
    crate::server::api::search::EXPORTS.iter().map(|&(format, label)| way((format, label))).collect()
}

/// Which filter to drop for something to be found, and how much that would be.
fn dropped(reader: &Reader, request: &SearchRequest, state: &State) -> Result<Vec<Way>, Problem> {
    let counting = SearchRequest { limit: 0, offset: 0, parts: Default::default(), ..request.clone() };
    let mut ways = Vec::new();
    for (name, label, value) in state.narrowing() {
        let mut without = counting.clone();
        facets::drop_filter(&mut without.filters, name);
        let total = reader.search(without)?.total.value;
        let label = format!("{} without “{label} {}”", counted(total, "article"), shown(value));
        ways.extend((total > 0).then(|| Way { href: state.without(name).href(reader.base()), label }));
    }
    if state.narrowing().count() > 1 {
        let total = reader.search(SearchRequest { filters: Filters::default(), ..counting })?.total.value;
        let label = format!("{} without any filter", counted(total, "article"));
        ways.extend((total > 0).then(|| Way { href: state.query_alone().href(reader.base()), label }));
    }
    Ok(ways)
}
