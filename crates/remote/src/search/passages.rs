//! Passages in their order: those of the server, or ranked in two steps.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use serde_json::{Value, json};

use super::verified::without_titles_beside_others;
use super::{Best, Ranked, Searching, Total, order, total_of};
use crate::documents::days;
use crate::index::search as ask;
use crate::names::{key_of, passage_of};
use crate::rank::clauses::Clauses;
use crate::rank::passages::{Counted, Found as FirstStep, Scoring};
use crate::rank::reading::Read;
use crate::scan::Scan;
use crate::schema::MAX_WINDOW;
use crate::view::ids;
use crate::whole::Whole;
use onrecord_api::backend::BackendError;
use onrecord_api::keys::ArticleKey;
use onrecord_api::{Rank, Sort};
use onrecord_query::highlight::StoredMatcher;
use onrecord_query::rank::tiers::{depth, scale, tiers};
use onrecord_query::rank::{Weights, without_stop_words};
use onrecord_query::{Query, speaks_of_articles_alone};
use onrecord_text::article::BlockKind;

impl Searching<'_> {
    /// The first `wanted` passages without the titles of articles of which something else is found, ranked among these
    /// titles: in a folder, titles are candidates as other passages are. Looks at the best `looked_at` first, and at more
    /// where too few remain.
    pub(super) fn passages_before_titles(&mut self, wanted: usize, mut looked_at: usize) -> Result<Best, BackendError> {
        let (mut ranked, mut total, mut asked) = (Vec::new(), Total { value: 0, exact: true }, 0);
        loop {
            if looked_at > asked || asked == 0 {
                asked = if looked_at == 0 { 0 } else { looked_at.max(self.ranked_in_any_case()) };
                (ranked, total) = self.passages(asked, true)?;
            }
            let first = &ranked[..looked_at.min(ranked.len())];
            let mut matcher = StoredMatcher::new(self.query(), std::mem::take(&mut self.forms));
            let kept: Vec<Ranked> =
                first.iter().filter(|ranked| !self.is_title_beside_others(ranked, &mut matcher)).cloned().collect();
            self.forms = matcher.into_forms();
            if ranked.len() < looked_at || kept.len() >= wanted {
                return Ok((kept, total));
            }
            looked_at = looked_at.saturating_mul(4);
        }
    }

    /// How many of the best are ranked even if fewer are wanted.
    fn ranked_in_any_case(&self) -> usize {
        let in_two_steps = self.is_by_words() && self.search.rank != Rank::Bm25;
        if in_two_steps { self.weights().candidates as usize } else { 0 }
    }

    /// Whether a passage is the title of an article of which another passage is found.
    fn is_title_beside_others(&self, ranked: &Ranked, matcher: &mut StoredMatcher) -> bool {
        let whole = &ranked.article;
        let is_admitted = |kind: BlockKind| self.search.boilerplate || kind != BlockKind::Boilerplate;
        let mut is_other = |ordinal: u32| {
            let kind = whole.kind(ordinal);
            kind != BlockKind::Title && is_admitted(kind) && self.view.look(matcher, whole, ordinal).is_some()
        };
        whole.kind(ranked.ordinal) == BlockKind::Title && (0..whole.passages()).any(&mut is_other)
    }

    /// The first passages in the order asked for. With `without_titles`, the titles of articles of which something else is
    /// found are not counted; among ranked passages they stand all the same.
    pub(super) fn passages(&mut self, looked_at: usize, without_titles: bool) -> Result<Best, BackendError> {
        if !self.compiled.exact {
            let (found, exact) = self.verified()?;
            let kept = without_titles_beside_others(&found);
            let counted = if without_titles { kept.len() } else { found.len() };
            let total = Total { value: counted as u64, exact };
            let found = if without_titles && !self.is_scored() { kept } else { found };
            return Ok((self.in_order(found, looked_at)?, total));
        }
        if !self.is_scored() {
            return self.listed(&self.passages_query(without_titles), looked_at);
        }
        let query = self.passages_query(false);
        let k = if looked_at == 0 { 0 } else { candidates(looked_at, self.is_scored_by_clauses()) };
        let scored = json!({"bool": {"filter": [query], "should": self.proposing()?}});
        // Of equals the first in their order, as in a folder.
        let sort = json!([{"_score": "desc"}, {"place": "asc"}, {"ordinal": "asc"}]);
        let mut body = json!({"size": k, "query": scored, "_source": false, "sort": sort, "track_total_hits": true});
        if without_titles {
            body["aggs"] = json!({"titles": {"filter": self.title_beside_others()}});
        }
        let answered = ask(&self.view.client, &body, self.stop())?;
        let titles = answered["aggregations"]["titles"]["doc_count"].as_u64().unwrap_or(0);
        let total = Total { value: total_of(&answered).saturating_sub(titles), exact: true };
        let found = self.found(ids(&answered))?;
        Ok((self.in_order(found, looked_at)?, total))
    }

    /// The first passages or articles of a query in the order of the server.
    pub(super) fn listed(&self, query: &Value, looked_at: usize) -> Result<Best, BackendError> {
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

    /// The passages of some ids; those of articles that are not whole are left out.
    pub(super) fn found<'i>(&self, ids: impl Iterator<Item = &'i str>) -> Result<Vec<(Arc<Whole>, u32)>, BackendError> {
        let passages: Vec<(ArticleKey, u32)> = ids.filter_map(passage_of).collect();
        let keys: Vec<ArticleKey> = passages.iter().map(|(key, _)| *key).collect();
        let articles = self.view.articles(&keys, self.stop())?;
        let found = passages.into_iter().filter_map(|(key, ordinal)| {
            let whole = articles.get(&key)?;
            (ordinal < whole.passages()).then(|| (whole.clone(), ordinal))
        });
        Ok(found.collect())
    }

    pub(super) fn unscored<'i>(&self, ids: impl Iterator<Item = &'i str>) -> Result<Vec<Ranked>, BackendError> {
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

    /// The first of some passages in the order asked for: by score, or as they come.
    pub(super) fn in_order(
        &mut self,
        found: Vec<(Arc<Whole>, u32)>,
        limit: usize,
    ) -> Result<Vec<Ranked>, BackendError> {
        if !self.is_scored() {
            let ranked = found.into_iter().take(limit);
            return Ok(ranked.map(|(article, ordinal)| Ranked { article, ordinal, score: 0.0 }).collect());
        }
        if limit == 0 {
            return Ok(Vec::new());
        }
        let read = self.read(found.iter().map(|(whole, _)| whole));
        let stripped = without_stop_words(self.query()).filter(|_| self.search.rank != Rank::Bm25);
        let asked = stripped.as_ref().unwrap_or(self.query());
        let mut ranked = self.two_steps(&found, &read, asked, limit)?;
        if stripped.is_some() && ranked.len() < limit {
            self.add_the_rest(&found, &read, limit, &mut ranked)?;
        }
        Ok(ranked)
    }

    pub(super) fn read<'w>(&mut self, articles: impl Iterator<Item = &'w Arc<Whole>>) -> HashMap<ArticleKey, Read> {
        let mut read = HashMap::new();
        for whole in articles {
            read.entry(whole.key).or_insert_with(|| Read::new(whole.clone(), &mut self.forms));
        }
        read
    }

    pub(super) fn two_steps(
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
                Some(clauses) => clauses.score(read, *ordinal, &self.forms, figures),
                None => scoring.by_words(read, &counted[&whole.key], *ordinal),
            };
            let recency = self.recency(whole)?;
            candidates.push((Ranked { article: whole.clone(), ordinal: *ordinal, score: own * recency }, own, recency));
        }
        if self.wanted.words_alone && self.search.rank != Rank::Bm25 {
            candidates.retain(|(ranked, ..)| ranked.score > 0.0);
        }
        candidates.sort_by(|a, b| order(&a.0, &b.0));
        if self.search.rank != Rank::Bm25 && !self.wanted.words.words.is_empty() {
            let first = weights.candidates as usize;
            candidates.truncate(depth(first, limit));
            let mut lowest = None;
            for tier in tiers(first, candidates.len()) {
                let tier = &mut candidates[tier];
                for (ranked, own, recency) in tier.iter_mut() {
                    let own = self.wanted.has_clauses.then_some(*own);
                    let first = FirstStep { clauses: own, recency: *recency };
                    let key = ranked.article.key;
                    ranked.score = scoring.score(&read[&key], &counted[&key], ranked.ordinal, first, None);
                }
                tier.sort_by(|a, b| order(&a.0, &b.0));
                let scale = scale(lowest, tier[0].0.score);
                tier.iter_mut().for_each(|(ranked, ..)| ranked.score *= scale);
                lowest = tier.last().map(|(ranked, ..)| ranked.score);
            }
        }
        candidates.truncate(limit);
        Ok(candidates.into_iter().map(|(ranked, ..)| ranked).collect())
    }

    /// Fills the list with what has none but the stop words of the query.
    pub(super) fn add_the_rest(
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
            let score = clauses.score(&read[&whole.key], *ordinal, &self.forms, figures);
            rest.push(Ranked { article: whole.clone(), ordinal: *ordinal, score });
        }
        rest.sort_by(order);
        ranked.extend(rest.into_iter().map(|rest| Ranked { score: 0.0, ..rest }));
        ranked.truncate(limit);
        Ok(())
    }

    /// The preference for an article's age.
    pub(super) fn recency(&self, whole: &Whole) -> Result<f32, BackendError> {
        let Some(half_life) = self.search.recent else { return Ok(1.0) };
        let newest = self.view.figures(self.stop())?.newest;
        let best = whole.stored.findings.published.best.and_then(|best| best.days());
        Ok(half_life.factor(best.map(|(first, _)| newest - days(first))))
    }
}

/// Candidates that the server proposes at least for a query of more than words.
const CLAUSES_PROPOSED: usize = 500;

/// How many candidates are wanted of the server: more than are ranked, since its scores are not quite ours. Of phrases,
/// connectors and patterns it knows less than of words.
fn candidates(looked_at: usize, by_clauses: bool) -> usize {
    let ranked = depth(Weights::DEFAULT.candidates as usize, looked_at);
    let wanted = if by_clauses { (ranked * 2).max(CLAUSES_PROPOSED) } else { ranked * 2 };
    wanted.min(MAX_WINDOW)
}
