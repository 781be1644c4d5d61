//! A search from beginning to end.
//!
//! Where the server decides a query exactly, it gives the total and the candidates, or the hits in their order. Where it
//! finds more than is meant, everything that it finds is looked at, page by page and up to [`MOST_LOOKED_AT`] passages;
//! beyond, the total says "at least". Candidates are ranked in two steps, as the engine on disk ranks them.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use serde_json::{Value, json};

use crate::compile::Compiled;
use crate::index::search as ask;
use crate::names::{key_of, passage_id, passage_of};
use crate::rank::articles::{self, proposing};
use crate::rank::clauses::Clauses;
use crate::rank::passages::{Counted, Found as FirstStep, Scoring};
use crate::rank::reading::Read;
use crate::rank::words::Resolved;
use crate::scan::Scan;
use crate::schema::MAX_WINDOW;
use crate::view::{RemoteView, ids};
use crate::whole::Whole;
use onrecord_api::backend::{ArticleKey, BackendError, BackendHit, From as Start, Hits, ScorePart, ScoredId, Search};
use onrecord_api::{Rank, Sort, Unit};
use onrecord_query::highlight::{Found, StoredMatcher};
use onrecord_query::rank::duplicates::Duplicates;
use onrecord_query::rank::{Wanted, Weights, wanted, without_stop_words};
use onrecord_query::{ErrorKind, Query, QueryError, Stop, speaks_of_articles_alone};
use onrecord_text::analyze::Forms;
use onrecord_text::article::BlockKind;
use onrecord_text::span::Span;

/// Passages that are looked at where the server finds more than is meant.
pub const MOST_LOOKED_AT: usize = 20_000;
/// How many hits beyond the wanted ones are looked at for copies.
const COPIES_LOOKED_FOR: usize = 10;
/// How many passages of an article are shown where articles are ranked.
const PASSAGES_OF_ARTICLE: usize = 3;
/// Passages that are counted by name.
const MOST_COUNTED: usize = 50_000;
/// Articles that are proposed where articles are ranked, at least.
const ARTICLES_PROPOSED: usize = 200;

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
        Ok(Searching { view, search, offset, wanted: wanted(&search.query), compiled, forms: Forms::new() })
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
        let collapse = !self.search.duplicates && self.search.limit > 0;
        let looked_at = if collapse { wanted.saturating_mul(2).saturating_add(COPIES_LOOKED_FOR) } else { wanted };
        let (mut ranked, total) = self.best(looked_at)?;
        let mut matcher = StoredMatcher::new(self.query(), std::mem::take(&mut self.forms));
        let copies = if collapse { self.collapse(&mut ranked, wanted, &mut matcher) } else { vec![0; ranked.len()] };
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
        let last = hits.last().map_or(self.offset, |hit| hit.rank);
        let more = self.search.limit > 0 && ranked.len() == wanted && last > self.offset;
        Ok(Hits { hits, total: total.value, exact, next: more.then(|| wanted.to_string()) })
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
            Some(clauses.score(&read.passages[ordinal as usize], &self.forms, figures))
        } else {
            None
        };
        let mut parts = Vec::new();
        scoring.score(&read, &counted, ordinal, FirstStep { clauses, recency }, Some(&mut parts));
        Ok(parts)
    }

    /// The best of what a search gives: without the titles of articles of which something else is found.
    fn best(&mut self, looked_at: usize) -> Result<Best, BackendError> {
        if self.by_article() || self.keeps_headlines() {
            return self.best_of_all(looked_at);
        }
        self.passages(looked_at, true)
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

    /// What finds exactly the passages meant: where the server would find more, those that were looked at, by name.
    ///
    /// # Errors
    /// When there are too many of these, or the index cannot be read.
    pub(crate) fn counted_passages(&mut self, without_titles: bool) -> Result<Value, BackendError> {
        if self.compiled.exact {
            return Ok(self.passages_query(without_titles));
        }
        let (found, all) = self.verified(without_titles)?;
        if !all || found.len() > MOST_COUNTED {
            let message = "this finds too much to be counted in a cluster";
            let error = QueryError::new(ErrorKind::TooManyTerms, Span::default(), message);
            return Err(error.hint("narrow it by a date, an outlet or a word").into());
        }
        let ids: Vec<String> = found.iter().map(|(whole, ordinal)| passage_id(&whole.key, *ordinal)).collect();
        Ok(json!({"ids": {"values": ids}}))
    }

    /// What finds the passages meant, the titles of articles of which something else is found among them or not.
    fn passages_query(&self, without_titles: bool) -> Value {
        let mut filter = vec![json!({"term": {"doc": "passage"}}), self.compiled.query.clone()];
        if speaks_of_articles_alone(&self.query().expr) {
            filter.push(json!({"term": {"stands": true}}));
        }
        let mut excluded = self.not_admitted();
        if without_titles && self.compiled.exact {
            excluded.push(self.title_beside_others());
        }
        json!({"bool": {"filter": filter, "must_not": excluded}})
    }

    fn not_admitted(&self) -> Vec<Value> {
        let boilerplate = json!({"term": {"kind": "boilerplate"}});
        if self.search.boilerplate { Vec::new() } else { vec![boilerplate] }
    }

    fn title_beside_others(&self) -> Value {
        let title = json!({"term": {"kind": "title"}});
        let mut excluded = self.not_admitted();
        excluded.push(title.clone());
        let other = json!({"bool": {"filter": [self.compiled.query], "must_not": excluded}});
        let has_other = json!({"has_child": {"type": "passage", "query": other}});
        json!({"bool": {"filter": [title, {"has_parent": {"parent_type": "article", "query": has_other}}]}})
    }

    /// The first passages in the order asked for.
    fn passages(&mut self, looked_at: usize, without_titles: bool) -> Result<Best, BackendError> {
        if !self.compiled.exact {
            let (found, exact) = self.verified(without_titles)?;
            let total = Total { value: found.len() as u64, exact };
            return Ok((self.in_order(found, looked_at)?, total));
        }
        let query = self.passages_query(without_titles);
        if !self.is_scored() {
            return self.listed(&query, looked_at);
        }
        let k = if looked_at == 0 { 0 } else { candidates(looked_at) };
        let scored = json!({"bool": {"filter": [query], "should": self.proposing()?}});
        let body = json!({"size": k, "query": scored, "_source": false, "track_total_hits": true});
        let answered = ask(&self.view.client, &body, self.stop())?;
        let total = Total { value: total_of(&answered), exact: true };
        let found = self.found(ids(&answered))?;
        Ok((self.in_order(found, looked_at)?, total))
    }

    /// Whether passages have scores.
    fn is_scored(&self) -> bool {
        self.search.sort == Sort::Score && self.query().can_be_ranked()
    }

    /// Whether clauses, and not words alone, make the score of a passage by itself.
    fn is_scored_by_clauses(&self) -> bool {
        self.wanted.has_clauses || self.search.rank == Rank::Bm25 || self.wanted.words.words.is_empty()
    }

    /// What makes the server give the likeliest candidates.
    fn proposing(&self) -> Result<Vec<Value>, BackendError> {
        let (words, weights) = (self.resolved()?, self.weights());
        let part = |(_, word): (usize, &crate::rank::words::Word)| {
            let boost = word.weight.powf(weights.repetition);
            json!({"match": {"body": {"query": word.tokens().join("|"), "boost": boost}}})
        };
        Ok(words.counting().map(part).collect())
    }

    fn resolved(&self) -> Result<Resolved, BackendError> {
        Ok(Resolved::of(&self.wanted.words, &self.view.client, &self.view.lexicon, self.stop())?)
    }

    /// The passages of some ids; those of articles that are not whole are left out.
    fn found<'i>(&self, ids: impl Iterator<Item = &'i str>) -> Result<Vec<(Arc<Whole>, u32)>, BackendError> {
        let passages: Vec<(ArticleKey, u32)> = ids.filter_map(passage_of).collect();
        let keys: Vec<ArticleKey> = passages.iter().map(|(key, _)| *key).collect();
        let articles = self.view.articles(&keys, self.stop())?;
        let found = passages.into_iter().filter_map(|(key, ordinal)| {
            let whole = articles.get(&key)?;
            (ordinal < whole.passages()).then(|| (whole.clone(), ordinal))
        });
        Ok(found.collect())
    }

    /// The order of the server where no score decides.
    fn sort(&self) -> Value {
        let by_place = [json!({"place": "asc"}), json!({"ordinal": "asc"})];
        let by_date = match self.search.sort {
            Sort::Score => None,
            Sort::Oldest => Some("asc"),
            Sort::Newest => Some("desc"),
        };
        let by_date = by_date.map(|order| json!({"best": {"order": order, "missing": "_last"}}));
        json!(by_date.into_iter().chain(by_place).collect::<Vec<_>>())
    }

    /// The first passages or articles of a query in the order of the server.
    fn listed(&self, query: &Value, looked_at: usize) -> Result<Best, BackendError> {
        let body = json!({"query": query, "_source": false, "sort": self.sort(), "track_total_hits": true});
        if looked_at <= MAX_WINDOW {
            let mut body = body;
            body["size"] = json!(looked_at);
            let answered = ask(&self.view.client, &body, self.stop())?;
            let total = Total { value: total_of(&answered), exact: true };
            return Ok((self.unscored(ids(&answered))?, total));
        }
        let mut scan = Scan::begin(&self.view.client, body, self.stop())?;
        let mut ranked = Vec::new();
        loop {
            let page = scan.page()?;
            if page.is_empty() || ranked.len() >= looked_at {
                let value = scan.total.max(ranked.len() as u64);
                ranked.truncate(looked_at);
                return Ok((ranked, Total { value, exact: true }));
            }
            ranked.extend(self.unscored(page.iter().filter_map(|hit| hit["_id"].as_str()))?);
        }
    }

    fn unscored<'i>(&self, ids: impl Iterator<Item = &'i str>) -> Result<Vec<Ranked>, BackendError> {
        // An article that satisfies a query of articles alone scores 1; passages within a filter have no score.
        let alone = self.search.sort == Sort::Score && speaks_of_articles_alone(&self.query().expr);
        let score = if alone { 1.0 } else { 0.0 };
        if self.by_article() {
            let keys: Vec<ArticleKey> = ids.filter_map(key_of).collect();
            let articles = self.view.articles(&keys, self.stop())?;
            let ranked = keys.iter().filter_map(|key| articles.get(key));
            return Ok(ranked.map(|article| Ranked { article: article.clone(), ordinal: 0, score }).collect());
        }
        let found = self.found(ids)?.into_iter();
        Ok(found.map(|(article, ordinal)| Ranked { article, ordinal, score }).collect())
    }

    /// Of what the server finds, the passages that satisfy the query, in the server's order; and whether all was looked
    /// at.
    fn verified(&mut self, without_titles: bool) -> Result<(Vec<(Arc<Whole>, u32)>, bool), BackendError> {
        let query = self.passages_query(false);
        let sort = if self.is_scored() { json!([{"_score": "desc"}]) } else { self.sort() };
        let query = match self.is_scored() {
            true => json!({"bool": {"filter": [query], "should": self.proposing()?}}),
            false => query,
        };
        let body = json!({"query": query, "_source": false, "sort": sort});
        let mut scan = Scan::begin(&self.view.client, body, self.stop())?;
        let mut matcher = StoredMatcher::new(self.query(), std::mem::take(&mut self.forms));
        let mut same_article = SameArticle::new(self.query());
        let (mut found, mut looked_at) = (Vec::new(), 0);
        let all = loop {
            let page = scan.page()?;
            looked_at += page.len();
            if page.is_empty() {
                break true;
            }
            for (whole, ordinal) in self.found(page.iter().filter_map(|hit| hit["_id"].as_str()))? {
                self.stop().check()?;
                let holds = self.view.look(&mut matcher, &whole, ordinal).is_some();
                if holds && same_article.holds(self.view, &whole) {
                    found.push((whole, ordinal));
                }
            }
            if looked_at >= MOST_LOOKED_AT {
                break looked_at as u64 >= scan.total;
            }
        };
        if without_titles {
            let others: HashSet<ArticleKey> = found
                .iter()
                .filter(|(whole, ordinal)| whole.kind(*ordinal) != BlockKind::Title)
                .map(|(whole, _)| whole.key)
                .collect();
            found.retain(|(whole, ordinal)| whole.kind(*ordinal) != BlockKind::Title || !others.contains(&whole.key));
        }
        self.forms = matcher.into_forms();
        Ok((found, all))
    }

    /// The first of some passages in the order asked for: by score, or as they come.
    fn in_order(&mut self, found: Vec<(Arc<Whole>, u32)>, limit: usize) -> Result<Vec<Ranked>, BackendError> {
        if !self.is_scored() {
            let ranked = found.into_iter().take(limit);
            return Ok(ranked.map(|(article, ordinal)| Ranked { article, ordinal, score: 0.0 }).collect());
        }
        if limit == 0 {
            return Ok(Vec::new());
        }
        let read = self.read(found.iter().map(|(whole, _)| whole));
        let stripped = without_stop_words(self.query());
        let asked = stripped.as_ref().unwrap_or(self.query());
        let mut ranked = self.two_steps(&found, &read, asked, limit)?;
        if stripped.is_some() && ranked.len() < limit {
            self.add_the_rest(&found, &read, limit, &mut ranked)?;
        }
        Ok(ranked)
    }

    fn read<'w>(&mut self, articles: impl Iterator<Item = &'w Arc<Whole>>) -> HashMap<ArticleKey, Read> {
        let mut read = HashMap::new();
        for whole in articles {
            read.entry(whole.key).or_insert_with(|| Read::new(whole.clone(), &mut self.forms));
        }
        read
    }

    fn two_steps(
        &mut self,
        found: &[(Arc<Whole>, u32)],
        read: &HashMap<ArticleKey, Read>,
        asked: &Query,
        limit: usize,
    ) -> Result<Vec<Ranked>, BackendError> {
        let figures = self.view.figures(self.stop())?;
        let (words, weights) = (self.resolved()?, self.weights());
        let mut scoring = Scoring::new(&words, weights, figures, &self.view.lexicon);
        let counted: HashMap<ArticleKey, Counted> =
            read.iter().map(|(key, read)| (*key, scoring.count(read, &self.forms))).collect();
        let by_clauses = self.is_scored_by_clauses() || !self.wanted.words_alone;
        let mut clauses = match by_clauses {
            true => Some(Clauses::of(&asked.expr, &self.view.compiler(self.stop()), figures)?),
            false => None,
        };
        let mut candidates = Vec::with_capacity(found.len());
        for (whole, ordinal) in found {
            let read = &read[&whole.key];
            let own = match &mut clauses {
                Some(clauses) => clauses.score(&read.passages[*ordinal as usize], &self.forms, figures),
                None => scoring.by_words(read, &counted[&whole.key], *ordinal),
            };
            let recency = self.recency(whole)?;
            candidates.push((Ranked { article: whole.clone(), ordinal: *ordinal, score: own * recency }, own, recency));
        }
        if self.wanted.words_alone && self.search.rank != Rank::Bm25 {
            candidates.retain(|(ranked, ..)| ranked.score > 0.0);
        }
        candidates.sort_by(|a, b| order(&a.0, &b.0));
        candidates.truncate(limit.max(weights.candidates as usize));
        if self.search.rank != Rank::Bm25 && !self.wanted.words.words.is_empty() {
            for (ranked, own, recency) in &mut candidates {
                let own = self.wanted.has_clauses.then_some(*own);
                let first = FirstStep { clauses: own, recency: *recency };
                let key = ranked.article.key;
                ranked.score = scoring.score(&read[&key], &counted[&key], ranked.ordinal, first, None);
            }
            candidates.sort_by(|a, b| order(&a.0, &b.0));
        }
        candidates.truncate(limit);
        Ok(candidates.into_iter().map(|(ranked, ..)| ranked).collect())
    }

    /// Fills the list with what has none but the stop words of the query.
    fn add_the_rest(
        &mut self,
        found: &[(Arc<Whole>, u32)],
        read: &HashMap<ArticleKey, Read>,
        limit: usize,
        ranked: &mut Vec<Ranked>,
    ) -> Result<(), BackendError> {
        let figures = self.view.figures(self.stop())?;
        let mut clauses = Clauses::of(&self.query().expr, &self.view.compiler(self.stop()), figures)?;
        let known: HashSet<(ArticleKey, u32)> = ranked.iter().map(|r| (r.article.key, r.ordinal)).collect();
        let mut rest = Vec::new();
        for (whole, ordinal) in found.iter().filter(|(whole, ordinal)| !known.contains(&(whole.key, *ordinal))) {
            let score = clauses.score(&read[&whole.key].passages[*ordinal as usize], &self.forms, figures);
            rest.push(Ranked { article: whole.clone(), ordinal: *ordinal, score });
        }
        rest.sort_by(order);
        ranked.extend(rest.into_iter().map(|rest| Ranked { score: 0.0, ..rest }));
        ranked.truncate(limit);
        Ok(())
    }

    /// The preference for an article's age.
    fn recency(&self, whole: &Whole) -> Result<f32, BackendError> {
        let Some(half_life) = self.search.recent else { return Ok(1.0) };
        let newest = self.view.figures(self.stop())?.newest;
        let best = whole.stored.findings.published.best.and_then(|best| best.days());
        Ok(half_life.factor(best.map(|(first, _)| newest - crate::documents::days(first))))
    }

    /// The first articles in the order asked for.
    fn articles(&mut self, limit: usize) -> Result<Best, BackendError> {
        let (query, total, found) = if self.compiled.exact {
            let has = json!({"has_child": {"type": "passage", "query": self.passages_query(false)}});
            (json!({"bool": {"filter": [{"term": {"doc": "article"}}, has]}}), None, None)
        } else {
            let (found, exact) = self.verified(false)?;
            let mut seen = HashSet::new();
            let articles: Vec<Arc<Whole>> =
                found.into_iter().map(|(whole, _)| whole).filter(|whole| seen.insert(whole.key)).collect();
            let total = Total { value: articles.len() as u64, exact };
            (Value::Null, Some(total), Some(articles))
        };
        if !self.is_by_words() {
            return match (found, total) {
                (Some(found), Some(total)) => {
                    let ranked = found.into_iter().take(limit);
                    Ok((ranked.map(|article| Ranked { article, ordinal: 0, score: 0.0 }).collect(), total))
                }
                _ => self.listed_articles(&query, limit),
            };
        }
        let words = self.resolved()?;
        let (found, total) = match (found, total) {
            (Some(found), Some(total)) => (found, total),
            _ => self.proposed(&query, &words, limit)?,
        };
        let mut forms = std::mem::take(&mut self.forms);
        let read: Vec<Read> = found.iter().map(|whole| Read::new(whole.clone(), &mut forms)).collect();
        let mut scored = self.article_scoring(&words)?.rank(&read, &mut forms)?;
        self.forms = forms;
        for one in &mut scored {
            one.score *= self.recency(&found[one.article])?;
        }
        let mut ranked: Vec<Ranked> = scored
            .iter()
            .map(|one| Ranked { article: found[one.article].clone(), ordinal: 0, score: one.score })
            .collect();
        ranked.sort_by(order);
        // Those with no word of the query outside their boilerplate come last.
        let known: HashSet<ArticleKey> = ranked.iter().map(|ranked| ranked.article.key).collect();
        let mut rest: Vec<&Arc<Whole>> = found.iter().filter(|whole| !known.contains(&whole.key)).collect();
        rest.sort_by_cached_key(|whole| whole.place());
        ranked.extend(rest.into_iter().map(|article| Ranked { article: article.clone(), ordinal: 0, score: 0.0 }));
        ranked.truncate(limit);
        Ok((ranked, total))
    }

    /// The articles of a query in the order of the server.
    fn listed_articles(&self, query: &Value, limit: usize) -> Result<Best, BackendError> {
        let sort: Vec<Value> =
            self.sort().as_array().into_iter().flatten().filter(|by| by["ordinal"].is_null()).cloned().collect();
        let size = limit.min(MAX_WINDOW);
        let body = json!({"size": size, "query": query, "_source": false, "sort": sort, "track_total_hits": true});
        let answered = ask(&self.view.client, &body, self.stop())?;
        Ok((self.unscored(ids(&answered))?, Total { value: total_of(&answered), exact: true }))
    }

    /// The articles out of which the best are chosen.
    fn proposed(
        &self,
        query: &Value,
        words: &Resolved,
        limit: usize,
    ) -> Result<(Vec<Arc<Whole>>, Total), BackendError> {
        let size = if limit == 0 { 0 } else { limit.saturating_mul(2).clamp(ARTICLES_PROPOSED, MAX_WINDOW) };
        let scored = json!({"bool": {"filter": [query], "should": proposing(words, &self.weights())}});
        let body = json!({"size": size, "query": scored, "_source": false, "track_total_hits": true});
        let answered = ask(&self.view.client, &body, self.stop())?;
        let keys: Vec<ArticleKey> = ids(&answered).filter_map(key_of).collect();
        let articles = self.view.articles(&keys, self.stop())?;
        let found = keys.iter().filter_map(|key| articles.get(key).cloned()).collect();
        Ok((found, Total { value: total_of(&answered), exact: true }))
    }

    fn article_scoring<'s>(&'s self, words: &'s Resolved) -> Result<articles::Scoring<'s>, BackendError> {
        Ok(articles::Scoring {
            client: &self.view.client,
            lexicon: &self.view.lexicon,
            figures: self.view.figures(self.stop())?,
            words,
            weights: self.weights(),
            stop: self.stop(),
        })
    }

    /// The best passages of an article: those that satisfy most clauses of the query, most often.
    fn passages_of(&self, whole: &Whole, matcher: &mut StoredMatcher) -> Vec<(u32, Found)> {
        let alone = speaks_of_articles_alone(&self.query().expr);
        let ordinals = if alone { whole.representative()..whole.representative() + 1 } else { 0..whole.passages() };
        let admitted = |ordinal: &u32| self.search.boilerplate || whole.kind(*ordinal) != BlockKind::Boilerplate;
        let mut found: Vec<(u32, Found)> = ordinals
            .filter(|ordinal| admitted(ordinal))
            .filter_map(|ordinal| Some((ordinal, self.view.look(matcher, whole, ordinal)?)))
            .collect();
        found.sort_by_cached_key(|(_, found)| Reverse(strength(found)));
        found.truncate(PASSAGES_OF_ARTICLE);
        found
    }

    /// Leaves out what repeats something before it, until `wanted` are left; tells how often each that stays was
    /// repeated.
    fn collapse(&self, ranked: &mut Vec<Ranked>, wanted: usize, matcher: &mut StoredMatcher) -> Vec<usize> {
        let (mut seen, mut originals, mut copies) = (Duplicates::new(), Vec::new(), Vec::new());
        for hit in ranked.iter() {
            let text = if self.by_article() {
                let mut shown = self.passages_of(&hit.article, matcher);
                shown.sort_by_key(|(ordinal, _)| *ordinal);
                shown.iter().map(|(ordinal, _)| hit.article.text(*ordinal)).collect::<Vec<_>>().join("\n")
            } else {
                hit.article.text(hit.ordinal).to_owned()
            };
            match seen.repeats(&text) {
                Some(original) => copies[original] += 1,
                None => {
                    originals.push(hit.clone());
                    copies.push(0);
                }
            }
            if originals.len() > wanted {
                break;
            }
        }
        *ranked = originals;
        copies
    }

    fn hit(&self, rank: usize, ranked: &Ranked, ordinal: u32, found: Found, copies: usize) -> BackendHit {
        let whole = &ranked.article;
        let passage = whole.passage_card(ordinal, self.search.findings);
        BackendHit { rank, score: ranked.score, article: whole.card(), passage, found, copies }
    }
}

/// Best first; ties by path, id and place in the article.
fn order(a: &Ranked, b: &Ranked) -> std::cmp::Ordering {
    let place = |ranked: &Ranked| (ranked.article.place(), ranked.ordinal);
    b.score.total_cmp(&a.score).then_with(|| place(a).cmp(&place(b)))
}

/// How many candidates are wanted of the server: more than are ranked, since its scores are not quite ours.
fn candidates(looked_at: usize) -> usize {
    (looked_at.max(Weights::DEFAULT.candidates as usize) * 2).min(MAX_WINDOW)
}

fn total_of(answered: &Value) -> u64 {
    answered["hits"]["total"]["value"].as_u64().unwrap_or(0)
}

/// Clauses satisfied, and marks.
fn strength(found: &Found) -> (usize, usize) {
    let clauses: BTreeSet<u32> = found.marks.iter().flat_map(|mark| mark.clauses.iter().copied()).collect();
    (clauses.len(), found.marks.len())
}

/// What a query asks of whole articles (`w/a`), where the server did not decide it.
struct SameArticle {
    parts: Vec<StoredMatcher>,
    known: HashMap<ArticleKey, bool>,
}

impl SameArticle {
    fn new(query: &Query) -> Self {
        let mut parts = Vec::new();
        collect(&query.expr, &mut parts);
        SameArticle { parts, known: HashMap::new() }
    }

    /// Whether the article has something for every part.
    fn holds(&mut self, view: &RemoteView, whole: &Whole) -> bool {
        if let Some(known) = self.known.get(&whole.key) {
            return *known;
        }
        let holds = self
            .parts
            .iter_mut()
            .all(|part| (0..whole.passages()).any(|ordinal| view.look(part, whole, ordinal).is_some()));
        self.known.insert(whole.key, holds);
        holds
    }
}

/// The operands of `w/a` at the top of a query or under AND.
fn collect(expr: &onrecord_query::ast::Expr, parts: &mut Vec<StoredMatcher>) {
    use onrecord_query::ast::{ExprKind, Occur};
    match &expr.kind {
        ExprKind::SameArticle(operands) => parts.extend(
            operands
                .iter()
                .map(|operand| StoredMatcher::new(&Query { expr: operand.clone(), notes: Vec::new() }, Forms::new())),
        ),
        ExprKind::And(all) => all.iter().for_each(|part| collect(part, parts)),
        ExprKind::Group(clauses) => {
            clauses.iter().filter(|clause| clause.occur == Occur::Must).for_each(|clause| collect(&clause.expr, parts));
        }
        ExprKind::Boost { expr, .. } => collect(expr, parts),
        _ => {}
    }
}
