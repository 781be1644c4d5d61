//! The whole way of a search, from request to response.
//!
//! Words alone are ranked by [`rank`]; everything else by the scorers it is compiled to. Articles
//! are ranked by the words that the query wants, whatever else decides which of them qualify.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::DocAddress;
use tantivy::query::{EnableScoring, Query as EngineQuery};

use super::cache::Cache;
use super::compile::Compiler;
use super::error::SearchError;
use super::facet::Facet;
use super::facets::{self, Counting, Counts, Dates};
use super::filters::order::{Order, Ordered};
use super::filters::{Bits, Filters, PassageSet};
use super::lexicon::Lexicon;
use super::nearest::{self, UnknownValue};
use super::plan::{Part, Plan, set_of};
use super::rank::duplicates::Duplicates;
use super::rank::recent::{HalfLife, Recency};
use super::rank::{self, Keyword, KeywordQuery, RankOptions, Ranker, Weights};
use super::statistics::PassageStatistics;
use super::stems::StemFamilies;
use super::suggest::{self, UnknownWord};
use super::top::{self, Admission, Choice, Places, Scored};
use super::value_names::ValueNames;
use super::view::{PassageMatcher, sentences_of};
use crate::index::Collection;
use crate::index::document::kind_number;
use crate::index::record::{ArticleRecord, PassageRecord, PassageText};
use crate::index::{IndexError, Snapshot};
use onrecord_annotate::speaker::SpeakerType;
use onrecord_api::Unit;
use onrecord_query::highlight::Found;
use onrecord_query::rank::weights::{COPIES_LOOKED_FOR, PASSAGES_OF_ARTICLE};
use onrecord_query::rank::{Wanted, wanted, without_stop_words};
use onrecord_query::{Query, Stop, speaks_of_articles_alone};
use onrecord_text::analyze::Forms;
use onrecord_text::article::BlockKind;
use onrecord_text::span::Span;

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
    /// Whether every copy of a passage that stands in several articles is a hit of its own.
    pub copies: bool,
    /// When it is to end early.
    pub stop: Stop,
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
    /// The preference for recent articles, if there is one.
    pub recent: Option<HalfLife>,
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
    /// Whether the number is exact; else there are at least `value`.
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
    /// The passage. What was found in it, and its article, are for those to [read](Hit::read) who show them.
    pub passage: PassageText,
    /// Why it matches, with the marks.
    pub found: Found,
    /// How many more passages with the same text, further down, it stands for.
    pub copies: usize,
}

impl Hit {
    /// The passage's sentences, in the coordinates of the article's content; analysed anew.
    pub fn sentences(&self) -> Vec<Span> {
        sentences_of(&self.passage)
    }

    /// Whether the passage is the title of its article.
    fn is_title(&self) -> bool {
        self.passage.kind == BlockKind::Title
    }

    /// Its article, and the passage with what was found in it.
    ///
    /// # Errors
    /// When the index that `snapshot` is a state of, the one searched, is damaged.
    pub fn read(&self, snapshot: &Snapshot) -> Result<(ArticleRecord, PassageRecord), IndexError> {
        Ok((snapshot.article(self.address)?, snapshot.passage(self.address)?))
    }
}

/// Spellings above which those seen are forgotten, to bound memory.
const MAX_FORMS: usize = 200_000;

/// Bytes of what satisfies queries that are kept.
const MATCHING_KEPT: usize = 8 << 20;

/// The best of a search without copies.
struct Distinct {
    ranked: Vec<Ranked>,
    /// How often each was repeated.
    copies: HashMap<DocAddress, usize>,
    total: Total,
}

/// What a ranking means for words.
fn options(ranking: &Ranking) -> RankOptions<'static> {
    RankOptions {
        weights: if ranking.plain { Weights::BM25 } else { Weights::DEFAULT },
        boilerplate: ranking.admission.boilerplate,
        recent: ranking.recent,
        ..RankOptions::default()
    }
}

/// Whether headlines are results for a query whatever else of their articles is.
fn keeps_headlines(query: &Query) -> bool {
    speaks_of_articles_alone(&query.expr) || query.names_headlines()
}

/// Clauses satisfied, and marks.
fn strength(found: &Found) -> (usize, usize) {
    let clauses: std::collections::BTreeSet<u32> = found.marks.iter().flat_map(|m| m.clauses.iter().copied()).collect();
    (clauses.len(), found.marks.len())
}

/// Searches one snapshot of an index. Several threads may search at once.
pub struct Engine {
    snapshot: Snapshot,
    lexicon: Arc<Lexicon>,
    places: Arc<Places>,
    forms: Mutex<Forms>,
    ranker: Ranker,
    collection: Arc<Collection>,
    filters: Filters,
    value_names: ValueNames,
    /// What satisfies queries, with boilerplate or without.
    matching: Cache<(String, bool), PassageSet>,
}

impl Engine {
    /// Searches `snapshot`, whose articles say of each other what `collection` has.
    pub fn new(snapshot: &Snapshot, collection: Arc<Collection>) -> Self {
        let lexicon = Arc::new(Lexicon::new(snapshot, Arc::new(StemFamilies::new())));
        let places = Arc::new(Places::new(snapshot));
        let ranker = Ranker::new(lexicon.clone(), places.clone());
        Engine {
            snapshot: snapshot.clone(),
            lexicon,
            places,
            forms: Mutex::default(),
            ranker,
            collection,
            filters: Filters::new(snapshot),
            value_names: ValueNames::default(),
            matching: Cache::new(MATCHING_KEPT),
        }
    }

    /// The snapshot.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// The words of a query that no passage has, with the nearest that some have.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn unknown_words(&self, query: &Query) -> Result<Vec<UnknownWord>, SearchError> {
        suggest::unknown_words(query, &self.lexicon)
    }

    /// The values of a query's fields that no article has, with the nearest that some have.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn unknown_values(&self, query: &Query) -> Result<Vec<UnknownValue>, SearchError> {
        nearest::unknown_values(query, &self.snapshot, &self.collection)
    }

    /// The query as the engine evaluates it.
    ///
    /// # Errors
    /// When the query asks for more than the limits allow, or the index cannot be read.
    pub fn compile(&self, query: &Query) -> Result<Box<dyn EngineQuery>, SearchError> {
        Ok(self.confirmed_query(query, self.plan(query)?, &Stop::NEVER))
    }

    /// What the query is made into.
    ///
    /// # Errors
    /// When the query asks for more than the limits allow, or the index cannot be read.
    pub fn plan(&self, query: &Query) -> Result<Plan, SearchError> {
        self.plan_until(query, &Stop::NEVER)
    }

    fn plan_until(&self, query: &Query, stop: &Stop) -> Result<Plan, SearchError> {
        let plan = Compiler::new(&self.lexicon, &self.collection, &self.filters, stop).plan(query)?;
        stop.check()?;
        Ok(plan)
    }

    /// What finds exactly the passages that `query`, whose plan is given, means.
    fn confirmed_query(&self, query: &Query, plan: Plan, stop: &Stop) -> Box<dyn EngineQuery> {
        plan.into_query(query, &self.snapshot, &self.collection, stop)
    }

    /// The passages that satisfy a query: what is counted of one, asked for again and again, is remembered.
    ///
    /// # Errors
    /// When the query asks for more than the limits allow, the index cannot be read, or it is to stop.
    pub fn matching(&self, query: &Query, admission: Admission, stop: &Stop) -> Result<PassageSet, SearchError> {
        let key = (query.expr.to_string(), admission.boilerplate);
        self.matching.get_or_make(key, PassageSet::bytes, || self.find_all(query, admission, stop))
    }

    fn find_all(&self, query: &Query, admission: Admission, stop: &Stop) -> Result<PassageSet, SearchError> {
        let articles = self.filters.articles();
        let Plan { part, sure } = self.plan_until(query, stop)?;
        let set = if sure {
            articles.admit(part.into_set(&self.snapshot)?, admission)
        } else {
            let part = part.within(articles.admitted(admission).clone(), &self.snapshot)?;
            let query = self.confirmed_query(query, Plan { part, sure }, stop);
            set_of(query.as_ref(), &self.snapshot)?
        };
        stop.check()?;
        Ok(set)
    }

    /// The passages that a search for the query gives: those that satisfy it without the headlines of articles of which
    /// something else does.
    fn hits_of(&self, query: &Query, admission: Admission, stop: &Stop) -> Result<PassageSet, SearchError> {
        let all = self.matching(query, admission, stop)?;
        if keeps_headlines(query) {
            return Ok(all);
        }
        Ok(self.filters.articles().without_titles_beside_others(&all))
    }

    /// Counts the values of a field over the passages that satisfy a query, or over their articles, and gives the
    /// `limit` most frequent; of speakers those of one type alone, if one is given. A query that one passage of each
    /// article stands for is satisfied by all of them, where articles are counted.
    ///
    /// # Errors
    /// When the query asks for more than the limits allow, the index cannot be read, or it is to stop.
    pub fn facets(
        &self,
        query: &Query,
        admission: Admission,
        (facet, speaker_type): (Facet, Option<SpeakerType>),
        unit: Unit,
        limit: usize,
        stop: &Stop,
    ) -> Result<Counts, SearchError> {
        let mut set = match unit {
            Unit::Article => self.matching(query, admission, stop)?,
            Unit::Passage | Unit::Quote => self.hits_of(query, admission, stop)?,
        };
        if unit == Unit::Article && speaks_of_articles_alone(&query.expr) {
            set = self.filters.articles().admit(self.whole_articles(&set), admission);
        }
        stop.check()?;
        let counting = Counting { set: &set, facet, speaker_type, unit, limit };
        facets::count(&self.snapshot, &self.collection, &self.value_names, counting)
    }

    /// All passages of the articles that have one in a set.
    fn whole_articles(&self, set: &PassageSet) -> PassageSet {
        let whole = |(segment, bits): (u32, &Bits)| {
            let columns = self.snapshot.columns(segment);
            let mut all = Bits::none(bits.docs());
            bits.iter().for_each(|doc| all.insert_range(columns.first_of(doc)..columns.end_of(doc)));
            all
        };
        PassageSet::new((0..).zip(set.segments()).map(whole).collect())
    }

    /// Counts the articles that satisfy a query by their best dates.
    ///
    /// # Errors
    /// When the query asks for more than the limits allow, the index cannot be read, or it is to stop.
    pub fn dates(&self, query: &Query, admission: Admission, stop: &Stop) -> Result<Dates, SearchError> {
        facets::count_dates(self.filters.articles(), &self.matching(query, admission, stop)?)
    }

    /// The first `limit` passages or articles in the order of `ranking`.
    ///
    /// # Errors
    /// When the query asks for more than the limits allow, or the index cannot be read.
    pub fn rank(
        &self,
        query: &Query,
        ranking: &Ranking,
        limit: usize,
        stop: &Stop,
    ) -> Result<Vec<Ranked>, SearchError> {
        Ok(self.rank_and_find_all(query, ranking, limit, false, stop)?.0)
    }

    fn rank_until(
        &self,
        query: &Query,
        ranking: &Ranking,
        limit: usize,
        stop: &Stop,
    ) -> Result<Vec<Ranked>, SearchError> {
        let ranked = self.rank(query, ranking, limit, stop)?;
        stop.check()?;
        Ok(ranked)
    }

    /// The first `limit` passages or articles in the order of `ranking`. With `count`, also the set of all that match,
    /// where the same pass yields it.
    fn rank_and_find_all(
        &self,
        query: &Query,
        ranking: &Ranking,
        limit: usize,
        count: bool,
        stop: &Stop,
    ) -> Result<(Vec<Ranked>, Option<PassageSet>), SearchError> {
        let wanted = wanted(query);
        let by_words = !wanted.words.words.is_empty() && ranking.sort == Sort::Score;
        match (by_words, ranking.by_article) {
            (true, true) => Ok((self.rank_articles(query, &wanted, ranking, limit, stop)?, None)),
            (true, false) if !ranking.plain => self.rank_passages(query, &wanted, ranking, limit, count, stop),
            _ => Ok((self.rank_planned(query, ranking, limit, stop)?, None)),
        }
    }

    /// Ranks articles by the words that the query wants.
    fn rank_articles(
        &self,
        query: &Query,
        wanted: &Wanted,
        ranking: &Ranking,
        limit: usize,
        stop: &Stop,
    ) -> Result<Vec<Ranked>, SearchError> {
        if wanted.words_alone {
            let mut ranked = self.articles_by_words(&wanted.words, None, ranking, limit)?;
            // Articles have no score for what stands in their boilerplate.
            if ranking.admission.boilerplate || wanted.words.words.iter().any(Keyword::is_stop_word) {
                self.add_the_rest(query, ranking, limit, &mut ranked, stop)?;
            }
            return Ok(ranked);
        }
        let admitted = self.matching(query, ranking.admission, stop)?;
        let articles = self.filters.articles().count_in(&admitted);
        let mut ranked = self.articles_by_words(&wanted.words, Some(&admitted), ranking, limit)?;
        if (ranked.len() as u64) < articles {
            self.add_the_rest(query, ranking, limit, &mut ranked, stop)?;
        }
        Ok(ranked)
    }

    /// Ranks passages by the words that the query wants and what else it says.
    fn rank_passages(
        &self,
        query: &Query,
        wanted: &Wanted,
        ranking: &Ranking,
        limit: usize,
        count: bool,
        stop: &Stop,
    ) -> Result<(Vec<Ranked>, Option<PassageSet>), SearchError> {
        let options = RankOptions { limit, ..options(ranking) };
        let stripped = without_stop_words(query);
        let mut total = None;
        let passages = if wanted.words_alone {
            self.ranker.passages(&wanted.words, &options)?
        } else {
            let asked = stripped.as_ref().unwrap_or(query);
            let plan = self.plan_until(asked, stop)?;
            let at_once = count && stripped.is_none() && plan.sure && matches!(plan.part, Part::Expression(_));
            let compiled = self.confirmed_query(asked, plan, stop);
            let candidates = if at_once {
                let (candidates, all) = self.ranker.candidates_of_all(compiled.as_ref(), &options)?;
                total = Some(all);
                candidates
            } else {
                self.ranker.candidates(compiled.as_ref(), &options)?
            };
            self.ranker.passages_of(candidates, wanted.has_clauses, &wanted.words, &options)?
        };
        let mut ranked = passages.into_iter().map(|p| Ranked { score: p.score, address: p.address }).collect();
        if stripped.is_some() {
            self.add_the_rest(query, ranking, limit, &mut ranked, stop)?;
        }
        Ok((ranked, total))
    }

    /// Fills a list that is shorter than `limit` with what matches and has no score: passages with none but the
    /// stop words of a query, articles with none of its words outside their boilerplate.
    fn add_the_rest(
        &self,
        query: &Query,
        ranking: &Ranking,
        limit: usize,
        ranked: &mut Vec<Ranked>,
        stop: &Stop,
    ) -> Result<(), SearchError> {
        if ranked.len() >= limit {
            return Ok(());
        }
        let place = |r: &Ranked| if ranking.by_article { self.snapshot.first_passage(r.address) } else { r.address };
        let known: HashSet<DocAddress> = ranked.iter().map(place).collect();
        let all = self.rank_planned(query, ranking, limit, stop)?;
        ranked.extend(all.into_iter().filter(|r| !known.contains(&place(r))).map(|r| Ranked { score: 0.0, ..r }));
        ranked.truncate(limit);
        Ok(())
    }

    /// Ranks articles by words, those of `admitted` passages or all.
    fn articles_by_words(
        &self,
        words: &KeywordQuery,
        admitted: Option<&PassageSet>,
        ranking: &Ranking,
        limit: usize,
    ) -> Result<Vec<Ranked>, IndexError> {
        let options = RankOptions { limit, admitted, ..options(ranking) };
        let articles = self.ranker.articles(words, &options)?;
        Ok(articles.into_iter().map(|a| Ranked { score: a.score, address: a.first }).collect())
    }

    /// Ranks what a query's plan finds: by its scores, or where it has none by place or date.
    fn rank_planned(
        &self,
        query: &Query,
        ranking: &Ranking,
        limit: usize,
        stop: &Stop,
    ) -> Result<Vec<Ranked>, SearchError> {
        let plan = self.plan_until(query, stop)?;
        let order = match ranking.sort {
            Sort::Date { newest_first } => Order::Date { newest_first },
            Sort::Score if matches!(plan.part, Part::Set(_) | Part::Nothing) => Order::Place,
            Sort::Score => return self.rank_scored(query, plan, ranking, limit, stop),
        };
        let articles = self.filters.articles();
        let found = articles.admit(plan.part.into_set(&self.snapshot)?, ranking.admission);
        let ordered = Ordered::new(articles, &self.places, order);
        let addresses = match (plan.sure, ranking.by_article) {
            (true, true) => ordered.articles(&found, limit)?,
            (true, false) => ordered.passages(&found, limit)?,
            (false, _) => {
                let passages = ordered.passages(&found, usize::MAX)?;
                self.confirmed(query, passages, ranking.by_article, limit, stop)?
            }
        };
        // An article that satisfies a query of articles alone scores 1; passages within a filter have no score.
        let score = if order == Order::Place && speaks_of_articles_alone(&query.expr) { 1.0 } else { 0.0 };
        Ok(addresses.into_iter().map(|address| Ranked { score, address }).collect())
    }

    /// The first `limit` of some passages whose text satisfies a query; of each article only the first, if it is
    /// ranked `by_article`.
    fn confirmed(
        &self,
        query: &Query,
        passages: Vec<DocAddress>,
        by_article: bool,
        limit: usize,
        stop: &Stop,
    ) -> Result<Vec<DocAddress>, SearchError> {
        let mut matcher = PassageMatcher::new(query, self.snapshot.clone(), self.collection.clone());
        let (mut confirmed, mut last) = (Vec::new(), None);
        for address in passages {
            let article = self.snapshot.first_passage(address);
            if confirmed.len() >= limit || by_article && last == Some(article) {
                continue;
            }
            stop.check()?;
            if matcher.look(address)?.1.is_some() {
                confirmed.push(address);
                last = Some(article);
            }
        }
        Ok(confirmed)
    }

    fn rank_scored(
        &self,
        query: &Query,
        plan: Plan,
        ranking: &Ranking,
        limit: usize,
        stop: &Stop,
    ) -> Result<Vec<Ranked>, SearchError> {
        let compiled = self.confirmed_query(query, plan, stop);
        let every = if ranking.by_article { usize::MAX >> 8 } else { limit };
        let recency = self.recency(ranking)?;
        let factor = |address| recency.as_ref().map_or(1.0, |recency| recency.factor(address));
        let choice = Choice { k: every, admission: ranking.admission, factor };
        let mut scored = top::best(&self.places, compiled.as_ref(), &choice)?;
        if ranking.by_article {
            let mut seen = HashSet::new();
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
        if request.limit == 0 {
            return Ok(SearchResponse { hits: Vec::new(), total: self.count(request)? });
        }
        let wanted = request.limit.saturating_add(request.offset);
        let (names, forms) = (self.collection.clone(), self.take_forms());
        let mut matcher = PassageMatcher::with_forms(&request.query, self.snapshot.clone(), names, forms);
        let Distinct { mut ranked, copies, total } = self.distinct(request, wanted, &mut matcher)?;
        ranked.truncate(wanted);
        let shown = ranked.iter().enumerate().skip(request.offset);
        let mut hits = Vec::new();
        for (place, ranked) in shown {
            request.stop.check()?;
            if request.ranking.by_article {
                let mut found = self.hits_of_article(place + 1, *ranked, request, &mut matcher)?;
                if let Some(first) = found.first_mut() {
                    first.copies = copies.get(&ranked.address).copied().unwrap_or(0);
                }
                hits.extend(found);
            } else {
                let mut hit = self.hit(place + 1, *ranked, &mut matcher)?;
                hit.copies = copies.get(&ranked.address).copied().unwrap_or(0);
                hits.push(hit);
            }
        }
        *self.forms.lock().unwrap_or_else(PoisonError::into_inner) = matcher.into_forms();
        Ok(SearchResponse { hits, total })
    }

    /// The first `wanted` of what is asked for, or more of them, without those that repeat one before them.
    fn distinct(
        &self,
        request: &SearchRequest,
        wanted: usize,
        matcher: &mut PassageMatcher,
    ) -> Result<Distinct, SearchError> {
        let collapse = !request.copies;
        // Copies are found among somewhat more than are wanted, so that a page is full in spite of them.
        let mut looked_at = if collapse { wanted.saturating_mul(2).saturating_add(COPIES_LOOKED_FOR) } else { wanted };
        loop {
            let (mut ranked, total) = self.best(request, wanted, looked_at)?;
            let complete = total.exact && ranked.len() as u64 >= total.value;
            let copies = if collapse { self.collapse(&mut ranked, wanted, request, matcher)? } else { HashMap::new() };
            if !collapse || complete || ranked.len() >= wanted {
                return Ok(Distinct { ranked, copies, total });
            }
            looked_at = looked_at.saturating_mul(4);
        }
    }

    /// The best, and how many there are: at least `wanted` of them, where there are as many, and not many more than
    /// `looked_at`.
    fn best(
        &self,
        request: &SearchRequest,
        wanted: usize,
        looked_at: usize,
    ) -> Result<(Vec<Ranked>, Total), SearchError> {
        if !request.ranking.by_article && !keeps_headlines(&request.query) {
            return self.passages_before_titles(request, wanted, looked_at);
        }
        let ranked = self.rank_until(&request.query, &request.ranking, looked_at, &request.stop)?;
        let total = self.total(request, ranked.len(), looked_at)?;
        Ok((ranked, total))
    }

    /// The first `wanted` passages of a search, and how many there are in all, without the titles of articles that have
    /// another passage among the matching ones. Looks at the best `looked_at` first, and at more where too few remain.
    fn passages_before_titles(
        &self,
        request: &SearchRequest,
        wanted: usize,
        mut looked_at: usize,
    ) -> Result<(Vec<Ranked>, Total), SearchError> {
        let SearchRequest { query, ranking, stop, .. } = request;
        let (mut ranked, mut asked, mut left) = (Vec::new(), 0, None);
        loop {
            if looked_at > asked {
                asked = looked_at.max(self.ranked_in_any_case(query, ranking));
                let all;
                (ranked, all) = self.rank_and_find_all(query, ranking, asked, request.count_all, stop)?;
                stop.check()?;
                left = left.or(all.map(|all| self.filters.articles().without_titles_beside_others(&all)));
            }
            let complete = ranked.len() < looked_at;
            let first = &ranked[..looked_at.min(ranked.len())];
            if !complete && !request.count_all && !self.has_title(first) {
                return Ok((first.to_vec(), Total { value: looked_at as u64, exact: false }));
            }
            let left = match &left {
                Some(left) => left,
                None => {
                    let all = if complete {
                        PassageSet::of(&self.snapshot, ranked.iter().map(|ranked| ranked.address))
                    } else {
                        self.matching(query, ranking.admission, stop)?
                    };
                    left.insert(self.filters.articles().without_titles_beside_others(&all))
                }
            };
            let kept: Vec<Ranked> = first.iter().copied().filter(|ranked| left.has(ranked.address)).collect();
            if complete || kept.len() >= wanted {
                return Ok((kept, Total { value: left.count(), exact: true }));
            }
            looked_at = looked_at.saturating_mul(4);
        }
    }

    /// How many of the best are ranked even if fewer are wanted.
    fn ranked_in_any_case(&self, query: &Query, ranking: &Ranking) -> usize {
        let by_words = ranking.sort == Sort::Score && !wanted(query).words.words.is_empty();
        if by_words && !ranking.by_article && !ranking.plain { options(ranking).candidates() } else { 0 }
    }

    fn has_title(&self, ranked: &[Ranked]) -> bool {
        let title = kind_number(BlockKind::Title);
        let kind = |at: DocAddress| self.snapshot.columns(at.segment_ord).kind.first(at.doc_id);
        ranked.iter().any(|ranked| kind(ranked.address) == Some(title))
    }

    /// The spellings that searches have seen so far; another search meanwhile begins with none.
    fn take_forms(&self) -> Forms {
        let mut forms = std::mem::take(&mut *self.forms.lock().unwrap_or_else(PoisonError::into_inner));
        if forms.len() > MAX_FORMS {
            forms.clear();
        }
        forms
    }

    fn total(&self, request: &SearchRequest, found: usize, wanted: usize) -> Result<Total, SearchError> {
        if found < wanted || !request.count_all {
            return Ok(Total { value: found as u64, exact: found < wanted });
        }
        self.count(request)
    }

    /// How many hits there are; none of them is ranked for it.
    fn count(&self, request: &SearchRequest) -> Result<Total, SearchError> {
        let SearchRequest { query, ranking, stop, .. } = request;
        let value = if ranking.by_article {
            self.filters.articles().count_in(&self.matching(query, ranking.admission, stop)?)
        } else {
            self.hits_of(query, ranking.admission, stop)?.count()
        };
        Ok(Total { value, exact: true })
    }

    /// The best passages of an article: those that satisfy most clauses of the query, most often.
    fn hits_of_article(
        &self,
        rank: usize,
        ranked: Ranked,
        request: &SearchRequest,
        matcher: &mut PassageMatcher,
    ) -> Result<Vec<Hit>, SearchError> {
        let Ranked { score, address } = ranked;
        let columns = self.snapshot.columns(address.segment_ord);
        let mut hits = Vec::new();
        let docs = if speaks_of_articles_alone(&request.query.expr) {
            address.doc_id..address.doc_id + 1
        } else {
            columns.first_of(address.doc_id)..columns.end_of(address.doc_id)
        };
        for doc in docs {
            if !request.ranking.admission.admits(columns.kind.first(doc).unwrap_or(u64::MAX)) {
                continue;
            }
            let address = DocAddress::new(address.segment_ord, doc);
            if let (passage, Some(found)) = matcher.look(address)? {
                hits.push(Hit { rank, score, address, passage, found, copies: 0 });
            }
        }
        // A headline ranks its article, but is no passage of it to be shown where there is another.
        if !keeps_headlines(&request.query) && hits.iter().any(|hit| !hit.is_title()) {
            hits.retain(|hit| !hit.is_title());
        }
        hits.sort_by_cached_key(|hit| Reverse(strength(&hit.found)));
        hits.truncate(PASSAGES_OF_ARTICLE);
        Ok(hits)
    }

    /// Leaves out passages that repeat one before them, or articles of which all that would be shown does, until
    /// `wanted` are left; tells how often each that stays was repeated.
    fn collapse(
        &self,
        ranked: &mut Vec<Ranked>,
        wanted: usize,
        request: &SearchRequest,
        matcher: &mut PassageMatcher,
    ) -> Result<HashMap<DocAddress, usize>, SearchError> {
        let (mut seen, mut originals) = (Duplicates::new(), Vec::new());
        let mut copies = HashMap::new();
        for hit in ranked.iter() {
            let text = if request.ranking.by_article {
                self.shown_text(*hit, request, matcher)?
            } else {
                self.snapshot.passage_text(hit.address)?
            };
            match seen.repeats(&text) {
                Some(original) => {
                    let original: &Ranked = &originals[original];
                    *copies.entry(original.address).or_default() += 1;
                }
                None => originals.push(*hit),
            }
            if originals.len() > wanted {
                break;
            }
        }
        *ranked = originals;
        Ok(copies)
    }

    /// The passages of an article that are shown, in their order in it.
    fn shown_text(
        &self,
        ranked: Ranked,
        request: &SearchRequest,
        matcher: &mut PassageMatcher,
    ) -> Result<String, SearchError> {
        let mut hits = self.hits_of_article(0, ranked, request, matcher)?;
        hits.sort_by_key(|hit| hit.address);
        Ok(hits.iter().map(|hit| hit.passage.text.as_str()).collect::<Vec<_>>().join("\n"))
    }

    /// What the score of a hit is made of, where words alone are ranked.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn explain(
        &self,
        query: &Query,
        ranking: &Ranking,
        address: DocAddress,
    ) -> Result<Vec<rank::Part>, SearchError> {
        let wanted = wanted(query);
        let options = options(ranking);
        let by_words = !wanted.words.words.is_empty() && ranking.sort == Sort::Score;
        if ranking.by_article {
            return Ok(self.ranker.explain_article(&wanted.words, &options, address)?);
        }
        if by_words && !ranking.plain {
            let clauses = wanted.has_clauses.then(|| {
                let stripped = without_stop_words(query);
                self.explain_clauses(stripped.as_ref().unwrap_or(query), address)
            });
            return Ok(self.ranker.explain_passage(&wanted.words, clauses.transpose()?, &options, address)?);
        }
        let clauses = self.explain_clauses(query, address)?;
        let recency = self.recency(ranking)?.map(|recency| (recency.factor(address) - 1.0) * clauses.score);
        let recency = recency.map(|score| rank::Part { name: "recency", words: String::new(), score });
        Ok([clauses].into_iter().chain(recency).collect())
    }

    fn recency(&self, ranking: &Ranking) -> Result<Option<Recency<'_>>, IndexError> {
        ranking.recent.map(|half_life| Recency::new(&self.snapshot, half_life)).transpose()
    }

    /// What the clauses of a query make of a passage.
    fn explain_clauses(&self, query: &Query, address: DocAddress) -> Result<rank::Part, SearchError> {
        let compiled = self.compile(query)?;
        let statistics = PassageStatistics::new(&self.snapshot);
        let scoring = EnableScoring::enabled_from_statistics_provider(&statistics, self.snapshot.searcher());
        let weight = compiled.weight(scoring)?;
        let segment = self.snapshot.searcher().segment_reader(address.segment_ord);
        let explanation = weight.explain(segment, address.doc_id)?;
        Ok(rank::Part { name: "clauses", words: explanation.to_pretty_json(), score: explanation.value() })
    }

    fn hit(&self, rank: usize, ranked: Ranked, matcher: &mut PassageMatcher) -> Result<Hit, SearchError> {
        let Ranked { score, address } = ranked;
        let (passage, found) = matcher.look(address)?;
        let found = found.ok_or_else(|| IndexError::Damaged {
            what: format!("passage {} does not hold what the index says of it", self.places.passage_id(address)),
        })?;
        Ok(Hit { rank, score, address, passage, found, copies: 0 })
    }
}
