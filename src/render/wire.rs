//! The lines of JSON that programs outside read. What stands in them is what [answers](onrecord_api) hold, whose
//! names and types are a promise, too; here is how answers become lines. Changes that break a reader raise
//! [`FORMAT_VERSION`].

use serde::Serialize;

use onrecord_api::{FacetsAnswer, Hit, Ranked, SearchAnswer, Total, Understood};

/// Version of these shapes, in every `begin` line.
pub const FORMAT_VERSION: u32 = 1;

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

/// The `summary` line of a search.
pub fn summary(answer: &SearchAnswer) -> Summary {
    let returned = answer.hits.chunk_by(|a, b| a.rank == b.rank).count();
    Summary { r#type: "summary", total: answer.total, returned, elapsed_ms: answer.elapsed_ms }
}

/// The line of a `facets` command.
#[derive(Serialize)]
pub struct FacetsLine<'a> {
    field: &'static str,
    values: Vec<FacetLine<'a>>,
    without: u64,
    #[serde(skip_serializing_if = "is_zero")]
    error: u64,
}

#[derive(Serialize)]
struct FacetLine<'a> {
    count: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<&'a str>,
    value: &'a str,
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
    });
    FacetsLine { field: answer.field.name(), values: values.collect(), without: answer.without, error: answer.error }
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
