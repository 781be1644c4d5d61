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
    /// Their order.
    pub sort: Sort,
    /// Which passages may be hits.
    pub admission: Admission,
    /// Whether to count all hits.
    pub count_all: bool,
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

    /// Finds what is asked for.
    ///
    /// # Errors
    /// When the query asks for more than the limits allow, or the index cannot be read.
    pub fn search(&self, request: &SearchRequest) -> Result<SearchResponse, SearchError> {
        let compiled = self.compile(&request.query)?;
        let wanted = request.limit.saturating_add(request.offset);
        let scored = match request.sort {
            Sort::Score => top::best(self.snapshot, compiled.as_ref(), wanted, request.admission)?,
            Sort::Date { newest_first } => self.by_date(compiled.as_ref(), request.admission, newest_first)?,
        };
        let total = self.total(request, compiled.as_ref(), scored.len(), wanted)?;
        let shown = scored.iter().take(wanted).enumerate().skip(request.offset);
        let mut matcher = PassageMatcher::new(&request.query, self.collection.clone());
        let mut hits = Vec::with_capacity(request.limit.min(scored.len()));
        for (place, scored) in shown {
            hits.push(self.hit(place + 1, *scored, &mut matcher)?);
        }
        Ok(SearchResponse { hits, total })
    }

    fn total(
        &self,
        request: &SearchRequest,
        compiled: &dyn EngineQuery,
        found: usize,
        wanted: usize,
    ) -> Result<Total, SearchError> {
        let all_found = found < wanted || !matches!(request.sort, Sort::Score);
        if all_found || !request.count_all {
            return Ok(Total { value: found as u64, exact: all_found });
        }
        Ok(Total { value: top::count(self.snapshot, compiled, request.admission)?, exact: true })
    }

    fn hit(&self, rank: usize, scored: Scored, matcher: &mut PassageMatcher) -> Result<Hit, SearchError> {
        let passage = self.snapshot.passage(scored.address)?;
        let article = self.snapshot.article(scored.address)?;
        let matched = matcher.matches(&passage, &article).ok_or_else(|| IndexError::Damaged {
            what: format!("passage {}:{} does not hold what the index says of it", article.id, passage.ordinal),
        })?;
        Ok(Hit {
            rank,
            score: scored.score,
            address: scored.address,
            article,
            passage,
            found: matched.found,
            sentences: matched.sentences,
        })
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
