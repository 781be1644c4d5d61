//! What the server is asked.

use serde_json::{Value, json};

use super::verified::without_titles_beside_others;
use super::{MOST_COUNTED, Searching};
use crate::intervals::leaf_tokens;
use crate::names::passage_id;
use crate::rank::words::Resolved;
use onrecord_api::Sort;
use onrecord_api::backend::BackendError;
use onrecord_query::pattern::Pattern;
use onrecord_query::{ErrorKind, QueryError, speaks_of_articles_alone};
use onrecord_text::span::Span;

impl Searching<'_> {
    /// What finds exactly the passages meant: where the server would find more, those that were looked at, by name.
    ///
    /// # Errors
    /// When there are too many of these, or the index cannot be read.
    pub(crate) fn counted_passages(&mut self, without_titles: bool) -> Result<Value, BackendError> {
        if self.compiled.exact {
            return Ok(self.passages_query(without_titles));
        }
        let (found, all) = self.verified()?;
        let found = if without_titles { without_titles_beside_others(&found) } else { found };
        if !all || found.len() > MOST_COUNTED {
            let message = "this finds too much to be counted in a cluster";
            let error = QueryError::new(ErrorKind::TooManyTerms, Span::default(), message);
            return Err(error.hint("narrow it by a date, an outlet or a word").into());
        }
        let ids: Vec<String> = found.iter().map(|(whole, ordinal)| passage_id(&whole.key, *ordinal)).collect();
        Ok(json!({"ids": {"values": ids}}))
    }

    /// What finds the passages meant, the titles of articles of which something else is found among them or not.
    pub(super) fn passages_query(&self, without_titles: bool) -> Value {
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

    pub(super) fn not_admitted(&self) -> Vec<Value> {
        let boilerplate = json!({"term": {"kind": "boilerplate"}});
        if self.search.boilerplate { Vec::new() } else { vec![boilerplate] }
    }

    pub(super) fn title_beside_others(&self) -> Value {
        let title = json!({"term": {"kind": "title"}});
        let mut excluded = self.not_admitted();
        excluded.push(title.clone());
        let other = json!({"bool": {"filter": [self.compiled.query], "must_not": excluded}});
        let has_other = json!({"has_child": {"type": "passage", "query": other}});
        json!({"bool": {"filter": [title, {"has_parent": {"parent_type": "article", "query": has_other}}]}})
    }

    /// What makes the server give the likeliest candidates.
    pub(super) fn proposing(&self) -> Result<Vec<Value>, BackendError> {
        let (words, weights) = (self.resolved()?, self.weights());
        let part = |(_, word): (usize, &crate::rank::words::Word)| {
            let boost = word.weight.powf(weights.repetition);
            json!({"match": {"body": {"query": word.tokens().join("|"), "boost": boost}}})
        };
        let mut parts: Vec<Value> = words.counting().map(part).collect();
        let compiler = self.view.compiler(self.stop());
        let others = self.query().patterns_in_text().into_iter().filter(|(p, _)| !matches!(p, Pattern::Word(_)));
        for (pattern, span) in others {
            let tokens = leaf_tokens(&compiler, &pattern, span)?;
            if tokens.len() <= MOST_PROPOSING {
                parts.push(json!({"match": {"body": {"query": tokens.join("|")}}}));
            }
        }
        Ok(parts)
    }

    pub(super) fn resolved(&self) -> Result<Resolved, BackendError> {
        Ok(Resolved::of(&self.wanted.words, &self.view.client, &self.view.lexicon, self.stop())?)
    }

    /// The order of the server where no score decides.
    pub(super) fn sort(&self) -> Value {
        let by_place = [json!({"place": "asc"}), json!({"ordinal": "asc"})];
        let by_date = match self.search.sort {
            Sort::Score => None,
            Sort::Oldest => Some("asc"),
            Sort::Newest => Some("desc"),
        };
        let by_date = by_date.map(|order| json!({"best": {"order": order, "missing": "_last"}}));
        json!(by_date.into_iter().chain(by_place).collect::<Vec<_>>())
    }
}

/// Most tokens of one pattern by which candidates are proposed; a pattern that stands for more proposes none.
const MOST_PROPOSING: usize = 500;
