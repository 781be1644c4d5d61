//! The page of results: articles with their best passages, or statements; filters, dates.

use askama::Template;

use super::facets::{self, FacetList};
use super::groups::{Group, groups};
use super::histogram::Histogram;
use super::links::{State, Way};
use super::paging::Pages;
use super::person::{self, Person};
use super::statements::{Row, rows};
use super::words::{counted, number, sentence, shown};
use crate::api::{Field, Filters, Parts, Relation, SearchAnswer, SearchRequest, Sort, Total, Unit};
use crate::render::format::ResultFormat;
use crate::server::app::Reader;
use crate::server::http::limits;
use crate::server::http::parameters::Parameters;
use crate::server::http::problem::Problem;
use crate::server::requests;

/// Articles on a page, and statements, which are shorter.
const ARTICLES: usize = 10;
const STATEMENTS: usize = 20;
/// Most characters that are shown of a passage: eight lines of a page.
const SHOWN_CHARS: u32 = 600;

/// What the page shows; all of it in words.
#[derive(Template)]
#[template(path = "results.html")]
pub struct Results {
    base: String,
    /// The count in words, said once to whoever does not see the page.
    pub heading: String,
    q: String,
    browsing: bool,
    notes: Vec<String>,
    person: Option<Person>,
    units: Vec<Choice>,
    sorts: Vec<Choice>,
    chips: Vec<Chip>,
    clear: String,
    hist: Option<Histogram>,
    kept: Vec<(&'static str, String)>,
    since: String,
    until: String,
    undated: Option<Undated>,
    groups: Vec<Group>,
    rows: Vec<Row>,
    first: usize,
    pages: Option<Pages>,
    facets: Vec<FacetList>,
    examples: Vec<Example>,
    exports: Vec<Way>,
    export_note: String,
    dropped: Vec<Way>,
}

impl Results {
    fn is_empty(&self) -> bool {
        self.groups.is_empty() && self.rows.is_empty()
    }
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

/// Results that stand in no bar.
struct Undated {
    href: String,
    /// How many have no date, or nothing.
    count: String,
    /// What is to be said of those whose date is less exact than a bar, or nothing.
    vague: String,
}

struct Example {
    href: String,
    query: String,
    about: &'static str,
}

/// The page that `state` asks for.
///
/// # Errors
/// When the query or a filter cannot be read, or the search takes too long.
pub fn results(reader: &Reader, parameters: &Parameters, state: &State) -> Result<Results, Problem> {
    let (page, per_page) = (parameters.number("page", 1), per_page(state));
    let request = request(parameters, state, (page - 1) * per_page, per_page)?;
    let browsing = state.get("q").is_empty() && state.narrowing().next().is_none();
    let answer = reader.search(request.clone())?;
    let counted = counted_unit(&answer);
    let dates = facets::dates(reader, &request, state, counted)?;
    let base = reader.base();
    Ok(Results {
        base: base.to_owned(),
        heading: heading(&answer, browsing),
        q: shown(state.get("q")).into_owned(),
        browsing,
        notes: notes(&answer),
        person: person::named(reader, state)?,
        units: units(state, base),
        sorts: sorts(state, base),
        chips: chips(reader, state),
        clear: state.query_alone().href(base),
        kept: state.hidden(&["since", "until"]),
        since: shown(state.get("since")).into_owned(),
        until: shown(state.get("until")).into_owned(),
        undated: undated(reader, &request, state, dates.undated, counted)?,
        hist: dates.histogram.filter(|histogram| browsing || !histogram.bars.is_empty()),
        groups: groups(&answer, state, base),
        rows: rows(&answer, state, base),
        first: (page - 1) * per_page + 1,
        pages: pages(page, per_page, answer.total, state, base),
        facets: facets::rail(reader, &request, state, counted)?,
        examples: if browsing || answer.total.value == 0 { examples(reader)? } else { Vec::new() },
        exports: exports(state, base),
        export_note: export_note(&answer),
        dropped: if answer.total.value == 0 { dropped(reader, &request, state)? } else { Vec::new() },
    })
}

/// How many results a page has.
pub fn per_page(state: &State) -> usize {
    if state.of_statements() { STATEMENTS } else { ARTICLES }
}

/// The search of a page: articles or statements, the newest first where there is no query.
///
/// # Errors
/// When results are asked for further down than can be paged.
pub fn request(parameters: &Parameters, state: &State, offset: usize, limit: usize) -> Result<SearchRequest, Problem> {
    let mut request = requests::search(parameters, offset, limit)?;
    request.unit = if state.of_statements() { Unit::Quote } else { Unit::Article };
    request.parts = Parts { findings: true, attributions: true, view: SHOWN_CHARS, advice: true, ..request.parts };
    // Without a query there is no best match.
    let newest = state.get("q").is_empty() && state.get("sort").is_empty();
    Ok(SearchRequest { sort: if newest { Sort::Newest } else { request.sort }, ..request })
}

/// What the numbers beside the results count: what the results are, unless these are too many to be counted.
fn counted_unit(answer: &SearchAnswer) -> Unit {
    if answer.total.relation == Relation::AtLeast { Unit::Passage } else { answer.unit }
}

fn what(unit: Unit) -> &'static str {
    if unit == Unit::Quote { "statement" } else { "article" }
}

fn heading(answer: &SearchAnswer, browsing: bool) -> String {
    let count = counted(answer.total.value, what(answer.unit));
    match (answer.total.value, answer.total.relation) {
        (0, _) => "Nothing found".to_owned(),
        _ if browsing => format!("Latest {}s", what(answer.unit)),
        (_, Relation::Exact) => count,
        (_, Relation::AtLeast) => format!("At least {count}"),
    }
}

/// What is to be told of the query. What filters take away stands below, as links.
fn notes(answer: &SearchAnswer) -> Vec<String> {
    let told = answer.query.notes.iter().filter(|note| note.code != "filters");
    let mut notes: Vec<String> = told.map(|note| shown(&sentence(&note.message)).into_owned()).collect();
    if answer.unit == Unit::Quote && answer.total.relation == Relation::AtLeast {
        notes.push(
            "Too many to count one by one: the bars count articles, the numbers beside the names passages.".to_owned(),
        );
    }
    notes
}

fn units(state: &State, base: &str) -> Vec<Choice> {
    let statements = state.of_statements();
    let choice = |(value, label, chosen)| Choice { href: state.with("unit", value).href(base), label, chosen };
    [("", "Articles", !statements), ("quote", "Statements", statements)].map(choice).into()
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
        let value = match (name, value) {
            ("topic", id) => reader.topic_label(id),
            (_, "true") => String::new(),
            (_, value) => value.to_owned(),
        };
        Chip { href: state.without(name).href(reader.base()), label, value: shown(&value).into_owned() }
    };
    state.narrowing().chain(state.manners()).map(chip).collect()
}

/// Which of the `without` results that stand in no bar have no date; the others have one that is less exact.
fn undated(
    reader: &Reader,
    request: &SearchRequest,
    state: &State,
    without: u64,
    counted: Unit,
) -> Result<Option<Undated>, Problem> {
    let q = match state.get("q") {
        q if without == 0 || q.contains("date:unknown") => return Ok(None),
        "" => "date:unknown".to_owned(),
        q => format!("({q}) date:unknown"),
    };
    let unit = if counted == Unit::Quote { Unit::Quote } else { Unit::Article };
    let filters = Filters { since: None, until: None, ..request.filters.clone() };
    let unknown = SearchRequest {
        query: q.clone(),
        filters,
        unit,
        limit: 0,
        offset: 0,
        parts: Parts::default(),
        ..request.clone()
    };
    let unknown = reader.search(unknown)?.total.value;
    let vague = without.saturating_sub(unknown);
    let state = state.without("since").without("until").with("q", &q);
    Ok(Some(Undated {
        href: state.href(reader.base()),
        count: if unknown > 0 { number(unknown) } else { String::new() },
        vague: if vague > 0 {
            format!("{} with a date less exact than the bars", number(vague))
        } else {
            String::new()
        },
    }))
}

/// Where one can page to. Where the number of results is not known, the last page is that of those that were counted.
fn pages(page: usize, per_page: usize, total: Total, state: &State, base: &str) -> Option<Pages> {
    let to = |page: usize| match page {
        1 => state.without("page").href(base),
        page => state.with("page", &page.to_string()).href(base),
    };
    Pages::of(page, total.value as usize, per_page, to)
}

/// Searches that find something here: of whoever speaks in most articles, of the topic that most are about.
fn examples(reader: &Reader) -> Result<Vec<Example>, Problem> {
    let speaker =
        facets::most_frequent(reader, Field::Speaker)?.map(|name| (Field::Speaker, name, "all that one says"));
    let topic = facets::most_frequent(reader, Field::Topic)?.map(|label| (Field::Topic, label, "all on one subject"));
    let of = |(field, value, about): (Field, String, &'static str)| (format!("{}:\"{value}\"", field.name()), about);
    let of_field = [speaker, topic].into_iter().flatten().filter(|(_, value, _)| !value.contains('"')).map(of);
    let near = ("(president OR minister) w/5 said".to_owned(), "words near each other");
    let example = |(query, about): (String, &'static str)| {
        let href = State::default().with("q", &query).href(reader.base());
        Example { href, query: shown(&query).into_owned(), about }
    };
    Ok(of_field.chain([near]).map(example).collect())
}

/// Files of the results: statements, or passages; of articles one reference each.
pub fn exports(state: &State, base: &str) -> Vec<Way> {
    let way = |format: ResultFormat| {
        let is_table = matches!(format, ResultFormat::Json | ResultFormat::Csv);
        let unit = if state.of_statements() {
            "quote"
        } else if is_table {
            ""
        } else {
            "article"
        };
        let newest = state.get("q").is_empty() && state.get("sort").is_empty();
        let most = limits::EXPORTED.to_string();
        let own =
            [("sort", if newest { "-date" } else { "" }), ("unit", unit), ("format", format.name()), ("n", &most)];
        Way { href: state.api(base, "search", &["unit"], &own), label: format.label().to_owned() }
    };
    // A TREC run is for evaluation.
    ResultFormat::ALL.into_iter().filter(|format| *format != ResultFormat::Trec).map(way).collect()
}

/// What the files hold, where that is not plain.
fn export_note(answer: &SearchAnswer) -> String {
    let most = number(limits::EXPORTED as u64);
    match answer.unit {
        Unit::Quote if answer.total.value <= limits::EXPORTED as u64 => String::new(),
        Unit::Quote => format!("The first {most} statements."),
        _ => format!("JSON and CSV hold the passages, the others a reference for each article; {most} at most."),
    }
}

/// Which filter to drop for something to be found, and how much that would be.
fn dropped(reader: &Reader, request: &SearchRequest, state: &State) -> Result<Vec<Way>, Problem> {
    let counting = SearchRequest { limit: 1, offset: 0, parts: Default::default(), ..request.clone() };
    let mut ways = Vec::new();
    for (name, label, value) in state.narrowing() {
        let mut without = counting.clone();
        facets::drop_filter(&mut without.filters, name);
        let total = reader.search(without)?.total;
        let label = format!("{} without “{label} {}”", found(total, request.unit), shown(value));
        ways.extend((total.value > 0).then(|| Way { href: state.without(name).href(reader.base()), label }));
    }
    if state.narrowing().count() > 1 {
        let total = reader.search(SearchRequest { filters: Filters::default(), ..counting })?.total;
        let label = format!("{} without any filter", found(total, request.unit));
        ways.extend((total.value > 0).then(|| Way { href: state.query_alone().href(reader.base()), label }));
    }
    Ok(ways)
}

fn found(total: Total, unit: Unit) -> String {
    let count = counted(total.value, what(unit));
    if total.relation == Relation::AtLeast { format!("At least {count}") } else { count }
}
