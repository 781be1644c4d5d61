//! The words of queries in the cluster: what forms a stem has, what a pattern stands for, how many passages have a form.
//!
//! What was asked for once is remembered as long as the state of the index.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};

use crate::client::Client;
use crate::error::RemoteError;
use crate::index::{hits, search};
use crate::schema::MAX_WINDOW;
use crate::tokens;
use onrecord_api::backend::BackendError;
use onrecord_query::pattern::{Dictionary, Pattern};
use onrecord_query::{ErrorKind, MAX_EXPANSION, QueryError, Stop};
use onrecord_text::span::Span;

/// Most words of the index that are looked at for one pattern: a thousand pages of the server.
const MAX_SCANNED: usize = 1_000_000;
/// Most entries that are remembered of each sort (words, stems, counts): some ten megabytes in all.
const REMEMBERED: usize = 100_000;

/// Looks words up.
#[derive(Default)]
pub struct Lexicon {
    families: Mutex<HashMap<String, Vec<String>>>,
    patterns: Mutex<HashMap<String, Vec<String>>>,
    documents: Mutex<HashMap<String, u64>>,
}

impl Lexicon {
    /// The forms of stems, each with those of its stem that the index has, in order.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn families(&self, client: &Client, stems: &BTreeSet<String>, stop: &Stop) -> Result<(), RemoteError> {
        let unknown: Vec<String> = {
            let known = lock(&self.families);
            stems.iter().filter(|stem| !known.contains_key(*stem)).cloned().collect()
        };
        if unknown.is_empty() {
            return Ok(());
        }
        let mut found: HashMap<String, Vec<String>> = unknown.iter().map(|stem| (stem.clone(), Vec::new())).collect();
        let query = json!({"bool": {"filter": [{"term": {"doc": "word"}}, {"terms": {"stem": unknown}}]}});
        self.scan(client, &query, stop, &mut |form, stem| {
            found.entry(stem.to_owned()).or_default().push(form.to_owned());
            true
        })?;
        let mut known = lock(&self.families);
        forget_some(&mut known);
        known.extend(found);
        Ok(())
    }

    /// The forms of a stem that was [looked up](Self::families).
    pub fn family(&self, stem: &str) -> Vec<String> {
        lock(&self.families).get(stem).cloned().unwrap_or_default()
    }

    /// The folded forms that a pattern without a stem stands for: a beginning, a wildcard, a regular expression, a word
    /// with mistakes.
    ///
    /// # Errors
    /// When there are more than [`MAX_EXPANSION`], or the index cannot be read.
    pub fn expand(
        &self,
        client: &Client,
        pattern: &Pattern,
        span: Span,
        stop: &Stop,
    ) -> Result<Vec<String>, BackendError> {
        let key = format!("{pattern:?}");
        if let Some(known) = lock(&self.patterns).get(&key) {
            return Ok(known.clone());
        }
        let prefix = match pattern.dictionary() {
            Dictionary::Prefix(prefix) | Dictionary::Scan(prefix) => prefix,
            _ => "",
        };
        let near = match pattern {
            Pattern::Fuzzy(fuzzy) => {
                let fuzziness = fuzzy.edits();
                json!({"fuzzy": {"form": {"value": fuzzy.word(), "fuzziness": fuzziness, "max_expansions": 1000}}})
            }
            _ if prefix.is_empty() => json!({"match_all": {}}),
            _ => json!({"prefix": {"form": prefix}}),
        };
        let query = json!({"bool": {"filter": [{"term": {"doc": "word"}}, near]}});
        let (mut forms, mut looked_at) = (Vec::new(), 0);
        self.scan(client, &query, stop, &mut |form, _| {
            looked_at += 1;
            if pattern.matches_term(form) {
                forms.push(form.to_owned());
            }
            forms.len() <= MAX_EXPANSION && looked_at <= MAX_SCANNED
        })?;
        if forms.len() > MAX_EXPANSION || looked_at > MAX_SCANNED {
            let message = format!("this stands for more than {MAX_EXPANSION} words");
            return Err(QueryError::new(ErrorKind::TooManyTerms, span, message).hint("write more of the word").into());
        }
        let mut known = lock(&self.patterns);
        forget_some(&mut known);
        known.insert(key, forms.clone());
        Ok(forms)
    }

    /// Calls `each` with the forms and stems of the words that a query finds, in the order of the forms, as long as it
    /// wants more.
    fn scan(
        &self,
        client: &Client,
        query: &Value,
        stop: &Stop,
        each: &mut dyn FnMut(&str, &str) -> bool,
    ) -> Result<(), RemoteError> {
        let mut after = None;
        loop {
            let mut body = json!({
                "query": query, "size": MAX_WINDOW, "sort": [{"form": "asc"}], "track_total_hits": false,
            });
            if let Some(after) = after {
                body["search_after"] = json!([after]);
            }
            let answered = search(client, &body, stop)?;
            for hit in hits(&answered) {
                let part = |name: &str| hit["_source"][name].as_str().unwrap_or_default();
                if !each(part("form"), part("stem")) {
                    return Ok(());
                }
            }
            match hits(&answered).last() {
                Some(last) if hits(&answered).len() == MAX_WINDOW => after = Some(last["sort"][0].clone()),
                _ => return Ok(()),
            }
        }
    }

    /// In how many passages each form stands, as an acronym or not; a form in capitals behind `^` as an acronym alone.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn documents(&self, client: &Client, forms: &BTreeSet<String>, stop: &Stop) -> Result<(), RemoteError> {
        let unknown: Vec<String> = {
            let known = lock(&self.documents);
            forms.iter().filter(|form| !known.contains_key(*form)).cloned().collect()
        };
        for unknown in unknown.chunks(MOST_COUNTED) {
            let filters: serde_json::Map<String, Value> =
                (0..).zip(unknown).map(|(n, form): (usize, &String)| (n.to_string(), query_of(form))).collect();
            let body = json!({
                "size": 0, "track_total_hits": false, "query": {"term": {"doc": "passage"}},
                "aggs": {"forms": {"filters": {"filters": filters}}},
            });
            let answered = search(client, &body, stop)?;
            let buckets = &answered["aggregations"]["forms"]["buckets"];
            let count = |n: usize| buckets[n.to_string()]["doc_count"].as_u64().unwrap_or(0);
            let mut known = lock(&self.documents);
            forget_some(&mut known);
            known.extend((0..).zip(unknown).map(|(n, form)| (form.clone(), count(n))));
        }
        Ok(())
    }

    /// In how many passages a form stands whose [documents](Self::documents) were counted.
    pub fn documents_of(&self, form: &str) -> u64 {
        lock(&self.documents).get(form).copied().unwrap_or(0)
    }
}

/// Most forms whose passages are counted in one request, so that a request stays below the server's limit of its
/// clauses.
const MOST_COUNTED: usize = 500;

/// What finds the passages with a form; behind `*` any form that begins so.
fn query_of(form: &str) -> Value {
    match form.strip_prefix('*') {
        Some(prefix) => json!({"bool": {"should": [
            {"prefix": {"body": prefix}}, {"prefix": {"body": tokens::acronym(prefix)}},
        ]}}),
        None => json!({"terms": {"body": tokens_of(form)}}),
    }
}

/// The tokens of a form, wherever it stands; of one behind `^` its own.
pub fn tokens_of(form: &str) -> Vec<String> {
    match form.strip_prefix('^') {
        Some(capitals) => vec![tokens::capitals(capitals)],
        None => vec![tokens::plain(form).into_owned(), tokens::acronym(form)],
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn forget_some<K, V>(known: &mut HashMap<K, V>) {
    if known.len() > REMEMBERED {
        known.clear();
    }
}
