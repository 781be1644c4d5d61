//! A search from beginning to end.
//!
//! Where the server decides a query exactly, it gives the total and the candidates, or the hits in their order. Where it
//! finds more than is meant, everything that it finds is looked at, page by page and up to [`MOST_LOOKED_AT`] passages;
//! beyond, the total says "at least". Candidates are ranked in two steps, as the engine on disk ranks them.
//!
//! - `queries`: what the server is asked
//! - `verified`: what it finds beyond what is meant
//! - `passages`, `articles`: the order of either unit
//! - `shown`: what is shown of the best

mod articles;
mod passages;
mod queries;
mod shown;
mod verified;

use std::sync::Arc;

use serde_json::Value;

use crate::compile::Compiled;
use crate::rank::clauses::Clauses;
use crate::rank::passages::{Found as FirstStep, Scoring};
use crate::rank::reading::Read;
use crate::schema::MAX_WINDOW;
use crate::view::RemoteView;
use crate::whole::Whole;
use onrecord_api::backend::{BackendError, From as Start, Hits, ScorePart, ScoredId, Search};
use onrecord_api::keys::ArticleKey;
use onrecord_api::{Rank, Sort, Unit};
use onrecord_query::highlight::StoredMatcher;
use onrecord_query::rank::weights::COPIES_LOOKED_FOR;
use onrecord_query::rank::{Wanted, Weights, wanted, without_stop_words};
use onrecord_query::{ErrorKind, Query, QueryError, Stop, speaks_of_articles_alone};
use onrecord_text::analyze::Forms;
use onrecord_text::span::Span;

/// Most passages whose text is looked at where the server finds more than is meant: some seconds of work. Above it
/// a total says "at least".
pub const MOST_LOOKED_AT: usize = 20_000;
/// Most passages that a count names one by one: the list is sent to the server, a few megabytes long.
const MOST_COUNTED: usize = 50_000;

/// A passage, or an article by one, with its score.
#[derive(Clone)]
struct Ranked {
    article: Arc<Whole>,
    ordinal: u32,
    score: f32,
}

/// How many there are.
#[derive(Clone, Copy)]
struct Total {
    value: u64,
    exact: bool,
}

/// Passages by their articles and numbers.
type Passages = Vec<(Arc<Whole>, u32)>;

/// The best, and how many there are.
type Best = (Vec<Ranked>, Total);

/// A search under way.
pub struct Searching<'a> {
    view: &'a RemoteView,
    search: &'a Search,
    offset: usize,
    wanted: Wanted,
    compiled: Compiled,
    forms: Forms,
}

impl<'a> Searching<'a> {
    /// Begins a search of one state of the index.
    ///
    /// # Errors
    /// When the query asks for more than the limits allow, or the index cannot be read.
    pub fn new(view: &'a RemoteView, search: &'a Search) -> Result<Self, BackendError> {
        let offset = match &search.from {
            Start::Offset(offset) => *offset,
            Start::Cursor(cursor) => cursor
                .parse()
                .map_err(|_| QueryError::new(ErrorKind::Number, Span::default(), format!("{cursor} is no cursor")))?,
        };
        let compiled = view.compiler(&search.stop).compile(&search.query)?;
        Ok(Searching { view, search, offset, wanted: wanted(&search.query), compiled, forms: view.spellings() })
    }

    fn query(&self) -> &'a Query {
        &self.search.query
    }

    fn stop(&self) -> &'a Stop {
        &self.search.stop
    }

    fn by_article(&self) -> bool {
        self.search.unit == Unit::Article
    }

    /// Whether words decide the order.
    fn is_by_words(&self) -> bool {
        !self.wanted.words.words.is_empty() && self.search.sort == Sort::Score
    }

    fn weights(&self) -> Weights {
        if self.search.rank == Rank::Bm25 { Weights::BM25 } else { Weights::DEFAULT }
    }

    /// Whether headlines are results whatever else of their articles is.
    fn keeps_headlines(&self) -> bool {
        speaks_of_articles_alone(&self.query().expr) || self.query().names_headlines()
    }

    /// The hits asked for.
    ///
    /// # Errors
    /// When the time is over, or the index cannot be read.
    pub fn hits(mut self) -> Result<Hits, BackendError> {
        let wanted = self.search.limit.saturating_add(self.offset);
        let mut matcher = StoredMatcher::new(self.query(), std::mem::take(&mut self.forms));
        let Distinct { mut ranked, copies, total } = self.distinct(wanted, &mut matcher)?;
        ranked.truncate(wanted);
        let (mut hits, mut exact) = (Vec::new(), total.exact);
        for (place, ranked) in ranked.iter().enumerate().skip(self.offset) {
            self.stop().check()?;
            let found = if self.by_article() {
                self.passages_of(&ranked.article, &mut matcher)
            } else {
                let found = self.view.look(&mut matcher, &ranked.article, ranked.ordinal);
                found.map(|found| (ranked.ordinal, found)).into_iter().collect()
            };
            // What the server has of this article is not what its record says.
            exact &= !found.is_empty();
            for (n, (ordinal, found)) in found.into_iter().enumerate() {
                let copies = if n == 0 { copies[place] } else { 0 };
                hits.push(self.hit(place + 1, ranked, ordinal, found, copies));
            }
        }
        self.forms = matcher.into_forms();
        let last = hits.last().map_or(self.offset, |hit| hit.rank);
        let more = self.search.limit > 0 && ranked.len() == wanted && last > self.offset;
        Ok(Hits { hits, total: total.value, exact, next: more.then(|| wanted.to_string()) })
    }

    /// The first `wanted` of what is asked for, or more of them, without those that repeat one before them.
    fn distinct(&mut self, wanted: usize, matcher: &mut StoredMatcher) -> Result<Distinct, BackendError> {
        let collapse = !self.search.duplicates && self.search.limit > 0;
        // Copies are found among somewhat more than are wanted, so that a page is full in spite of them.
        let mut looked_at = if collapse { wanted.saturating_mul(2).saturating_add(COPIES_LOOKED_FOR) } else { wanted };
        loop {
            let (mut ranked, total) = self.best(wanted, looked_at)?;
            let complete = ranked.len() as u64 >= total.value || looked_at >= MAX_WINDOW;
            let copies = if collapse { self.collapse(&mut ranked, wanted, matcher) } else { vec![0; ranked.len()] };
            if !collapse || complete || ranked.len() >= wanted {
                return Ok(Distinct { ranked, copies, total });
            }
            looked_at = looked_at.saturating_mul(4);
        }
    }

    /// The ids of the best, with their scores.
    ///
    /// # Errors
    /// When the time is over, or the index cannot be read.
    pub fn ids(mut self) -> Result<Vec<ScoredId>, BackendError> {
        use onrecord_api::backend::View as _;
        let wanted = self.search.limit.saturating_add(self.offset);
        let ranked = self.best_of_all(wanted)?.0;
        let shared = if self.by_article() { self.view.shared_ids()? } else { Arc::default() };
        let by_article = self.by_article();
        let id = |ranked: Ranked| {
            let article = &ranked.article.stored.article;
            let id = if shared.contains(&article.id) {
                ranked.article.place().replacen('\0', "#", 1)
            } else {
                article.id.clone()
            };
            ScoredId { article: id, ordinal: (!by_article).then_some(ranked.ordinal), score: ranked.score }
        };
        Ok(ranked.into_iter().skip(self.offset).take(self.search.limit).map(id).collect())
    }

    /// What the score of a passage, or of its article, is made of.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn explain(mut self, key: ArticleKey, ordinal: u32) -> Result<Vec<ScorePart>, BackendError> {
        let articles = self.view.articles(&[key], self.stop())?;
        let Some(whole) = articles.get(&key).cloned() else { return Ok(Vec::new()) };
        let read = Read::new(whole, &mut self.forms);
        let words = self.resolved()?;
        if self.by_article() {
            let mut forms = std::mem::take(&mut self.forms);
            let scored = self.article_scoring(&words)?.rank(&[read], &mut forms)?;
            return Ok(scored.into_iter().next().map(|scored| scored.parts).unwrap_or_default());
        }
        let figures = self.view.figures(self.stop())?;
        let recency = self.recency(&read.whole)?;
        let mut scoring = Scoring::new(&words, self.weights(), figures, &self.view.lexicon);
        let counted = scoring.count(&read, &self.forms);
        let clauses = if self.is_scored_by_clauses() {
            let stripped = without_stop_words(self.query());
            let query = stripped.as_ref().unwrap_or(self.query());
            let mut clauses = Clauses::of(&query.expr, &self.view.compiler(self.stop()), figures)?;
            Some(clauses.score(&read, ordinal, &self.forms, figures))
        } else {
            None
        };
        let mut parts = Vec::new();
        scoring.score(&read, &counted, ordinal, FirstStep { clauses, recency }, Some(&mut parts));
        Ok(parts)
    }

    /// The best of what a search gives: without the titles of articles of which something else is found.
    fn best(&mut self, wanted: usize, looked_at: usize) -> Result<Best, BackendError> {
        if self.by_article() || self.keeps_headlines() {
            return self.best_of_all(looked_at);
        }
        if self.is_scored() { self.passages_before_titles(wanted, looked_at) } else { self.passages(looked_at, true) }
    }

    fn best_of_all(&mut self, looked_at: usize) -> Result<Best, BackendError> {
        if self.by_article() { self.articles(looked_at) } else { self.passages(looked_at, false) }
    }

    pub(crate) fn search_query(&self) -> &'a Query {
        self.query()
    }

    pub(crate) fn keeps_titles(&self) -> bool {
        self.keeps_headlines()
    }

    pub(crate) fn excluded(&self) -> Vec<Value> {
        self.not_admitted()
    }

    /// Whether passages have scores.
    fn is_scored(&self) -> bool {
        self.search.sort == Sort::Score && self.query().can_be_ranked()
    }

    /// Whether clauses, and not words alone, make the score of a passage by itself.
    fn is_scored_by_clauses(&self) -> bool {
        self.wanted.has_clauses || self.search.rank == Rank::Bm25 || self.wanted.words.words.is_empty()
    }
}

/// The spellings that a search has met are those that the next one meets.
impl Drop for Searching<'_> {
    fn drop(&mut self) {
        self.view.keep_spellings(std::mem::take(&mut self.forms));
    }
}

/// The best of a search without copies.
struct Distinct {
    ranked: Vec<Ranked>,
    /// How often each was repeated.
    copies: Vec<usize>,
    total: Total,
}

/// Best first; ties by path, id and place in the article.
fn order(a: &Ranked, b: &Ranked) -> std::cmp::Ordering {
    let place = |ranked: &Ranked| (ranked.article.place(), ranked.ordinal);
    b.score.total_cmp(&a.score).then_with(|| place(a).cmp(&place(b)))
}

fn total_of(answered: &Value) -> u64 {
    answered["hits"]["total"]["value"].as_u64().unwrap_or(0)
}
