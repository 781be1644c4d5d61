//! The lines of JSON that programs outside read. What stands in them is what [answers](onrecord_api) hold, whose
//! names and types are a promise, too; here is how answers become lines. Changes that break a reader raise
//! [`FORMAT_VERSION`].

use serde::Serialize;

use onrecord_api::{
    Address, ArticleHead, FacetColumn, FacetsAnswer, Field, Hit, Mark, Note, Place, QueryProblem, Quote, Ranked,
    Relation, SearchAnswer, Statement, Total, Understood, Unit,
};

/// Version of these shapes, in every `begin` line.
pub const FORMAT_VERSION: u32 = 1;

/// Most characters of a passage that its view holds, in JSON as where lines are not wrapped: a short paragraph. Of the 16,000
/// passages of an agency 54 % are no longer and are given whole (23 % with half as many, all with 1,400).
pub const VIEW_CHARS: u32 = 700;

/// What stands before the hits of a search.
#[derive(Serialize)]
pub struct Begin<'a> {
    r#type: &'static str,
    format_version: u32,
    query: &'a Understood,
}

/// A hit of a search.
#[derive(Serialize)]
pub struct HitLine<'a> {
    r#type: &'static str,
    #[serde(flatten)]
    hit: &'a Hit,
}

/// What stands behind the hits.
#[derive(Serialize)]
pub struct Summary {
    r#type: &'static str,
    total: Total,
    returned: usize,
    elapsed_ms: f64,
}

/// The `begin` line of a search.
pub fn begin(query: &Understood) -> Begin<'_> {
    Begin { r#type: "begin", format_version: FORMAT_VERSION, query }
}

/// The `hit` line of a hit.
pub fn hit(hit: &Hit) -> HitLine<'_> {
    HitLine { r#type: "hit", hit }
}

/// The `quote` line of a statement.
#[derive(Serialize)]
pub struct QuoteLine<'a> {
    r#type: &'static str,
    rank: usize,
    score: f32,
    id: &'a str,
    handle: &'a str,
    article: &'a ArticleHead,
    passage: StatementPassage<'a>,
    quote: &'a Quote,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<&'a str>,
    text: &'a str,
    marks: &'a [Mark],
}

#[derive(Serialize)]
struct StatementPassage<'a> {
    ordinal: u32,
    line: u32,
    address: &'a Address,
}

/// The `quote` line of a statement.
pub fn statement(statement: &Statement) -> QuoteLine<'_> {
    QuoteLine {
        r#type: "quote",
        rank: statement.rank,
        score: statement.score,
        id: &statement.id,
        handle: &statement.handle,
        article: &statement.article,
        passage: StatementPassage { ordinal: statement.ordinal, line: statement.line, address: &statement.address },
        quote: &statement.quote,
        to: statement.to.as_deref(),
        text: &statement.text,
        marks: &statement.marks,
    }
}

/// The `summary` line of a search.
pub fn summary(answer: &SearchAnswer) -> Summary {
    let returned = answer.returned() as usize;
    Summary { r#type: "summary", total: answer.total, returned, elapsed_ms: answer.elapsed_ms }
}

/// The line of a `facets` command.
#[derive(Serialize)]
pub struct FacetsLine<'a> {
    field: &'static str,
    unit: Unit,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<&'static str>,
    #[serde(skip_serializing_if = "<[FacetColumn]>::is_empty")]
    columns: &'a [FacetColumn],
    values: Vec<FacetLine<'a>>,
    without: u64,
    #[serde(skip_serializing_if = "is_zero")]
    error: u64,
    #[serde(skip_serializing_if = "is_exact")]
    relation: Relation,
    #[serde(skip_serializing_if = "<[Note]>::is_empty")]
    notes: &'a [Note],
}

#[derive(Serialize)]
struct FacetLine<'a> {
    count: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<&'a str>,
    value: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    of: Option<u64>,
    #[serde(skip_serializing_if = "<[u64]>::is_empty")]
    by: &'a [u64],
}

fn is_exact(relation: &Relation) -> bool {
    *relation == Relation::Exact
}

fn is_zero(count: &u64) -> bool {
    *count == 0
}

/// The line of counts.
pub fn facets_line(answer: &FacetsAnswer) -> FacetsLine<'_> {
    let values = answer.values.iter().map(|value| FacetLine {
        count: value.count,
        label: value.label.as_deref(),
        value: &value.value,
        of: value.of,
        by: &value.by,
    });
    FacetsLine {
        field: answer.field.name(),
        unit: answer.unit(),
        by: answer.by.map(Field::name),
        columns: &answer.columns,
        values: values.collect(),
        without: answer.without,
        error: answer.error,
        relation: answer.relation,
        notes: &answer.notes,
    }
}

/// The line of an error, for programs that read JSON.
#[derive(Serialize)]
pub struct ErrorLine<'a> {
    r#type: &'static str,
    message: &'a str,
    span: Option<&'a Place>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<&'a str>,
    candidates: &'a [String],
}

/// The line of an error. `problem` is what is wrong with a query, if that is the error.
pub fn error<'a>(message: &'a str, problem: Option<&'a QueryProblem>) -> ErrorLine<'a> {
    ErrorLine {
        r#type: "error",
        message: problem.map_or(message, |problem| &problem.message),
        span: problem.map(|problem| &problem.span),
        hint: problem.and_then(|problem| problem.hint.as_deref()),
        candidates: problem.map_or(&[], |problem| &problem.candidates),
    }
}

/// The line of one query of a batch.
#[derive(Serialize)]
pub struct BatchLine<'a> {
    hits: Vec<BatchHit<'a>>,
    id: &'a str,
    query: &'a str,
}

#[derive(Serialize)]
struct BatchHit<'a> {
    id: &'a str,
    rank: usize,
    score: f64,
}

/// The line of a query of a batch, with its hits.
pub fn batch_line<'a>(id: &'a str, query: &'a str, hits: &'a [Ranked]) -> BatchLine<'a> {
    let hit = |(i, hit): (usize, &'a Ranked)| BatchHit { id: &hit.id, rank: i + 1, score: f64::from(hit.score) };
    BatchLine { hits: hits.iter().enumerate().map(hit).collect(), id, query }
}
