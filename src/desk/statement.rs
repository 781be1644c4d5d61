//! Statements as results: who said what, one quote a row.

use super::attribution::attribution;
use super::hit::{head, mark};
use super::offsets::Offsets;
use super::shape::Shape;
use super::texts::{Texts, spans_of};
use super::wanted::{Wanted, words_of};
use crate::annotate::speaker::Quote;
use crate::highlight::Mark;
use onrecord_api::backend::{BackendError, BackendHit, From, Search, View};
use onrecord_api::{Handle, Parts, Relation, Statement, Total, Unit};

/// Passages that are read first, and how many times as many each time after: a search begins anew for each.
const FIRST: usize = 256;
const GROWTH: usize = 4;

/// Most passages that are read to count statements where some of them are shown: above that, the total says "at
/// least". Reading a passage takes a tenth of a millisecond.
const COUNTED: usize = 2_000;

/// The same where only numbers are asked for.
pub(super) const COUNTED_ALONE: usize = 20_000;

/// The statements that satisfy a search, in the order of their passages, and how many there are.
///
/// # Errors
/// As [`View::search`].
pub(super) fn statements(
    view: &dyn View,
    search: &Search,
    (offset, parts): (usize, Parts),
) -> Result<(Vec<Statement>, Total), BackendError> {
    let (mut found, mut count) = (Vec::new(), 0_usize);
    let most = if search.limit == 0 { COUNTED_ALONE } else { COUNTED };
    let mut texts = Texts::new(view);
    let relation = each(view, search, most, |hit, n| {
        count += 1;
        if count > offset && found.len() < search.limit {
            let shape = texts.shape(hit, spans_of(&hit.passage.quotes[n]))?;
            let mut statement = statement(view, &shape, hit, n, count);
            if parts.locations {
                statement.location = view.location(&hit.article.key)?;
            }
            found.push(statement);
        }
        Ok(found.len() == search.limit)
    })?;
    Ok((found, Total { value: count as u64, relation }))
}

/// Hands each statement that satisfies a search to `take`, as a passage and the number of a quote in it, in the order
/// of the passages. Reads no more than `most` passages once `take` has what it needs. Tells whether those were all.
///
/// # Errors
/// As [`View::search`], and those of `take`.
pub(super) fn each(
    view: &dyn View,
    search: &Search,
    most: usize,
    mut take: impl FnMut(&BackendHit, usize) -> Result<bool, BackendError>,
) -> Result<Relation, BackendError> {
    let (mut wanted, mut read, mut limit, mut from) = (Wanted::new(&search.query), 0, FIRST, From::Offset(0));
    let mut is_enough = search.limit == 0;
    loop {
        let page = Search { unit: Unit::Passage, limit, from, findings: true, count_all: false, ..search.clone() };
        let hits = view.search(&page)?;
        for hit in &hits.hits {
            for (n, quote) in hit.passage.quotes.iter().enumerate() {
                if begins_here(hit, quote) && wanted.is_one(hit, quote, view.collection()) {
                    is_enough = take(hit, n)?;
                }
            }
        }
        read += hits.hits.len();
        search.stop.check()?;
        let Some(next) = hits.next else { return Ok(Relation::Exact) };
        if is_enough && read >= most {
            return Ok(Relation::AtLeast);
        }
        limit = if is_enough { (read * GROWTH).min(most - read).max(1) } else { read * GROWTH };
        from = From::Cursor(next);
    }
}

/// The `n`th quote of a hit's passage as a result.
fn statement(view: &dyn View, shape: &Shape, hit: &BackendHit, n: usize, rank: usize) -> Statement {
    let (article, passage, quote) = (&hit.article, &hit.passage, &hit.passage.quotes[n]);
    let offsets = Offsets::of_hit(hit);
    let within = |mark: &&Mark| quote.span.overlaps(mark.span);
    Statement {
        rank,
        score: hit.score,
        id: format!("{}:{}#{n}", article.id, passage.ordinal),
        handle: format!("{}:{}#{n}", Handle::of(&article.key), passage.ordinal),
        article: head(article),
        ordinal: passage.ordinal,
        line: article.address.line(passage.line),
        address: article.address.place(passage.line),
        location: None,
        quote: shape.quote(quote),
        to: attribution(passage, quote, view.collection()).and_then(|attribution| attribution.to),
        text: words_of(hit, quote).to_owned(),
        marks: hit.found.marks.iter().filter(within).map(|found| mark(&offsets, found)).collect(),
    }
}

/// Whether a quote begins in the hit's passage. One that goes over several passages is a row of its first.
fn begins_here(hit: &BackendHit, quote: &Quote) -> bool {
    let span = hit.passage.span;
    (span.start..span.end).contains(&quote.span.start)
}
