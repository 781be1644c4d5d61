//! Articles in their order: those of the server, or ranked by all their words.

use std::collections::HashSet;
use std::sync::Arc;

use serde_json::{Value, json};

use super::{Best, Ranked, Searching, Total, order, total_of};
use crate::index::search as ask;
use crate::names::key_of;
use crate::rank::articles::{self, proposing};
use crate::rank::reading::Read;
use crate::rank::words::Resolved;
use crate::schema::MAX_WINDOW;
use crate::view::ids;
use crate::whole::Whole;
use onrecord_api::backend::BackendError;
use onrecord_api::keys::ArticleKey;

/// Passages that are looked at for each article that is wanted, so that articles with many matching passages do not
/// hide the others. Chosen by judgement: on 204 queries over 3,311 articles the first ten were those of the index
/// on disk in 197.
const PASSAGES_EACH: usize = 20;

/// Articles that the server proposes at least where articles are ranked. Of very frequent words it chooses them by
/// slightly other lengths than we do; twice as many would mend most of the few orders that differ, at twice the
/// cost.
const ARTICLES_PROPOSED: usize = 200;

impl Searching<'_> {
    /// The first articles in the order asked for.
    pub(super) fn articles(&mut self, limit: usize) -> Result<Best, BackendError> {
        let (query, total, found) = if self.compiled.exact {
            let has = json!({"has_child": {"type": "passage", "query": self.passages_query(false)}});
            (json!({"bool": {"filter": [{"term": {"doc": "article"}}, has]}}), None, None)
        } else {
            let (found, exact) = self.verified()?;
            let mut seen = HashSet::new();
            let articles: Vec<Arc<Whole>> =
                found.into_iter().map(|(whole, _)| whole).filter(|whole| seen.insert(whole.key)).collect();
            let total = Total { value: articles.len() as u64, exact };
            (Value::Null, Some(total), Some(articles))
        };
        if !self.is_by_words() && self.is_scored() {
            return self.articles_by_passages(&query, total, limit);
        }
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

    /// Articles by the score of their best passage: where patterns alone say what is wanted.
    fn articles_by_passages(
        &mut self,
        query: &Value,
        total: Option<Total>,
        limit: usize,
    ) -> Result<Best, BackendError> {
        let total = match total {
            Some(total) => total,
            None => self.listed_articles(query, 0)?.1,
        };
        let (mut ranked, _) = self.passages(limit.saturating_mul(PASSAGES_EACH), false)?;
        let mut seen = HashSet::new();
        ranked.retain(|ranked| seen.insert(ranked.article.key));
        ranked.truncate(limit);
        Ok((ranked, total))
    }

    /// The articles of a query in the order of the server.
    pub(super) fn listed_articles(&self, query: &Value, limit: usize) -> Result<Best, BackendError> {
        let sort: Vec<Value> =
            self.sort().as_array().into_iter().flatten().filter(|by| by["ordinal"].is_null()).cloned().collect();
        let size = limit.min(MAX_WINDOW);
        let body = json!({"size": size, "query": query, "_source": false, "sort": sort, "track_total_hits": true});
        let answered = ask(&self.view.client, &body, self.stop())?;
        Ok((self.unscored(ids(&answered))?, Total { value: total_of(&answered), exact: true }))
    }

    /// The articles out of which the best are chosen.
    pub(super) fn proposed(
        &self,
        query: &Value,
        words: &Resolved,
        limit: usize,
    ) -> Result<(Vec<Arc<Whole>>, Total), BackendError> {
        let size = if limit == 0 { 0 } else { limit.saturating_mul(2).clamp(ARTICLES_PROPOSED, MAX_WINDOW) };
        let scored = json!({"bool": {"filter": [query], "should": proposing(words, &self.weights())}});
        let sort = json!([{"_score": "desc"}, {"place": "asc"}]);
        let body = json!({"size": size, "query": scored, "_source": false, "sort": sort, "track_total_hits": true});
        let answered = ask(&self.view.client, &body, self.stop())?;
        let keys: Vec<ArticleKey> = ids(&answered).filter_map(key_of).collect();
        let articles = self.view.articles(&keys, self.stop())?;
        let found = keys.iter().filter_map(|key| articles.get(key).cloned()).collect();
        Ok((found, Total { value: total_of(&answered), exact: true }))
    }

    pub(super) fn article_scoring<'s>(&'s self, words: &'s Resolved) -> Result<articles::Scoring<'s>, BackendError> {
        Ok(articles::Scoring {
            client: &self.view.client,
            lexicon: &self.view.lexicon,
            figures: self.view.figures(self.stop())?,
            words,
            weights: self.weights(),
            stop: self.stop(),
        })
    }
}
