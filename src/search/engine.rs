//! The whole way of a search, from request to response.

use std::cmp::Reverse;
use std::sync::Arc;

use tantivy::DocAddress;
use tantivy::query::Query as EngineQuery;

use super::compile::Compiler;
use super::error::SearchError;
use super::stems::StemFamilies;
use super::top::{self, Admission, Places, Scored};
use super::view::PassageMatcher;
use crate::highlight::Found;
use crate::index::Collection;
use crate::index::record::{ArticleRecord, PassageRecord};
use crate::index::{IndexError, Snapshot};
use crate::query::Query;
use crate::span::Span;

/// What is asked for.
#[derive(Clone, Debug)]
pub struct SearchRequest {
    /// The query.
    pub query: Query,
    /// How many hits to give, at most.
    pub limit: usize,
    /// How many to pass over first.
    pub offset: usize,
    /// How they are ranked.
    pub ranking: Ranking,
    /// Whether to count all hits.
    pub count_all: bool,
}

/// How hits are ranked.
#[derive(Clone, Debug)]
pub struct Ranking {
    /// Plain BM25 instead of what measured best.
    pub plain: bool,
    /// Whether articles are ranked, by all their passages, instead of passages.
    pub by_article: bool,
    /// Their order.
    pub sort: Sort,
    /// Which passages may be hits.
    pub admission: Admission,
}

/// A passage, or an article by its best passage, with its score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ranked {
    /// The score; 0 where the order is another.
    pub score: f32,
    /// Where the passage is.
    pub address: DocAddress,
}

/// The order of hits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Best first.
    Score,
    /// By publication date, articles without one last.
    Date {
        /// Newest first.
        newest_first: bool,
    },
}

/// How many hits there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Total {
    /// The number.
    pub value: u64,
    /// Whether it is exact; else there are at least so many.
    pub exact: bool,
}

/// What was found.
#[derive(Debug)]
pub struct SearchResponse {
    /// The hits asked for, in order.
    pub hits: Vec<Hit>,
    /// How many there are in all.
    pub total: Total,
}

/// A passage that satisfies the query.
#[derive(Debug)]
pub struct Hit {
    /// Its place in the order, from 1.
    pub rank: usize,
    /// Its score; 0 where the order is another.
    pub score: f32,
    /// Where it is in the index.
    pub address: DocAddress,
    /// Its article.
    pub article: ArticleRecord,
    /// The passage.
    pub passage: PassageRecord,
    /// Why it matches, with the marks.
    pub found: Found,
    /// Its sentences, in the coordinates of the article's content.
    pub sentences: Vec<Span>,
}

/// Searches one snapshot of an index.
pub struct Engine<'a> {
    snapshot: &'a Snapshot,
    families: StemFamilies,
    collection: Arc<Collection>,
}

impl<'a> Engine<'a> {
    /// Searches `snapshot`, whose articles say of each other what `collection` has.
    pub fn new(snapshot: &'a Snapshot, collection: Arc<Collection>) -> Self {
        Engine { snapshot, families: StemFamilies::new(), collection }
    }

    /// The snapshot.
    pub fn snapshot(&self) -> &'a Snapshot {
        self.snapshot
    }

    /// The query as the engine evaluates it.
    ///
    /// # Errors
    /// When the query asks for more than the limits allow, or the index cannot be read.
    pub fn compile(&self, query: &Query) -> Result<Box<dyn EngineQuery>, SearchError> {
        Compiler::new(self.snapshot, &self.families, &self.collection).compile(query)
    }

    /// The first `limit` passages or articles in the order of `ranking`.
    ///
    /// # Errors
    /// When the query asks for more than the limits allow, or the index cannot be read.
    pub fn rank(&self, query: &Query, ranking: &Ranking, limit: usize) -> Result<Vec<Ranked>, SearchError> {
        let compiled = self.compile(query)?;
        self.rank_compiled(compiled.as_ref(), ranking, limit)
    }

    fn rank_compiled(
        &self,
        compiled: &dyn EngineQuery,
        ranking: &Ranking,
        limit: usize,
    ) -> Result<Vec<Ranked>, SearchError> {
        let mut scored = match ranking.sort {
            Sort::Score if ranking.by_article => {
                top::best(self.snapshot, compiled, usize::MAX >> 8, ranking.admission)?
            }
            Sort::Score => top::best(self.snapshot, compiled, limit, ranking.admission)?,
            Sort::Date { newest_first } => self.by_date(compiled, ranking.admission, newest_first)?,
        };
        if ranking.by_article {
            let mut seen = std::collections::HashSet::new();
            scored.retain(|s| seen.insert(self.snapshot.first_passage(s.address)));
        }
        scored.truncate(limit);
        Ok(scored.into_iter().map(|Scored { score, address }| Ranked { score, address }).collect())
    }

    /// Finds what is asked for.
    ///
    /// # Errors
    /// When the query asks for more than the limits allow, or the index cannot be read.
    pub fn search(&self, request: &SearchRequest) -> Result<SearchResponse, SearchError> {
        let compiled = self.compile(&request.query)?;
        let wanted = request.limit.saturating_add(request.offset);
        let ranked = self.rank_compiled(compiled.as_ref(), &request.ranking, wanted)?;
        let total = self.total(request, compiled.as_ref(), ranked.len(), wanted)?;
        let mut matcher = PassageMatcher::new(&request.query, self.collection.clone());
        let shown = ranked.iter().enumerate().skip(request.offset);
        let hits = shown.map(|(place, ranked)| self.hit(place + 1, *ranked, &mut matcher)).collect::<Result<_, _>>()?;
        Ok(SearchResponse { hits, total })
    }

    fn total(
        &self,
        request: &SearchRequest,
        compiled: &dyn EngineQuery,
        found: usize,
        wanted: usize,
    ) -> Result<Total, SearchError> {
        if found < wanted || !request.count_all {
            return Ok(Total { value: found as u64, exact: found < wanted });
        }
        Ok(Total { value: top::count(self.snapshot, compiled, request.ranking.admission)?, exact: true })
    }

    fn hit(&self, rank: usize, ranked: Ranked, matcher: &mut PassageMatcher) -> Result<Hit, SearchError> {
        let Ranked { score, address } = ranked;
        let passage = self.snapshot.passage(address)?;
        let article = self.snapshot.article(address)?;
        let matched = matcher.matches(&passage, &article).ok_or_else(|| IndexError::Damaged {
            what: format!("passage {}:{} does not hold what the index says of it", article.id, passage.ordinal),
        })?;
        Ok(Hit { rank, score, address, article, passage, found: matched.found, sentences: matched.sentences })
    }

    /// All passages found, by date and place; those without a date last.
    fn by_date(
        &self,
        query: &dyn EngineQuery,
        admission: Admission,
        newest_first: bool,
    ) -> Result<Vec<Scored>, SearchError> {
        let places = Places::new(self.snapshot);
        let mut dated = Vec::new();
        for hits in top::all(self.snapshot, query, admission)? {
            let segment = self.snapshot.searcher().segment_reader(hits.segment);
            let best = segment.fast_fields().i64("best")?;
            for doc in hits.docs {
                let address = DocAddress::new(hits.segment, doc);
                let day = best.first(self.snapshot.first_passage(address).doc_id);
                dated.push((day, address));
            }
        }
        dated.sort_by(|(a, x), (b, y)| {
            let undated = a.is_none().cmp(&b.is_none());
            let order = if newest_first { Reverse(a).cmp(&Reverse(b)) } else { a.cmp(b) };
            undated.then(order).then_with(|| places.compare(*x, *y))
        });
        Ok(dated.into_iter().map(|(_, address)| Scored { score: 0.0, address }).collect())
    }
}
