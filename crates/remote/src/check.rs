//! Whether an index is whole: every article has its record, and its passages are there, no fewer and no more.

use std::collections::HashMap;

use serde_json::json;

use crate::client::Client;
use crate::error::RemoteError;
use crate::index::{check as check_version, documents_of};
use crate::names::passage_of;
use crate::record::unpack_article;
use crate::scan::Scan;
use crate::view::RemoteView;
use onrecord_api::keys::ArticleKey;
use onrecord_query::Stop;

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// Articles that are whole.
    pub articles: u64,
    /// Their passages.
    pub passages: u64,
    /// What is wrong.
    pub problems: Vec<String>,
}

/// Reads the whole index. Nothing is changed.
///
/// # Errors
/// When the server does not answer, or there is no index of this version.
pub fn check(client: &std::sync::Arc<Client>, stop: &Stop) -> Result<Checked, RemoteError> {
    check_version(client, stop)?;
    let mut checked = Checked::default();
    if let Err(error) = RemoteView::open(client, None) {
        checked.problems.push(error.to_string());
    }
    let intents = documents_of(client, &json!({"query": {"term": {"doc": "intent"}}, "_source": false}), stop)?;
    if !intents.is_empty() {
        let runs = intents.len();
        checked.problems.push(format!("{runs} runs were cut short, or are under way: run them again"));
    }
    let mut passages = count_passages(client, stop)?;
    let body = json!({"query": {"term": {"doc": "article"}}, "_source": ["record"]});
    let mut scan = Scan::begin(client, body, stop)?;
    loop {
        let page = scan.page()?;
        if page.is_empty() {
            break;
        }
        for hit in &page {
            let id = hit["_id"].as_str().unwrap_or_default();
            let there = crate::names::key_of(id).and_then(|key| passages.remove(&key)).unwrap_or(0);
            match unpack_article(hit["_source"]["record"].as_str().unwrap_or_default()) {
                Ok(stored) if stored.passages.len() as u64 == there => {
                    checked.articles += 1;
                    checked.passages += there;
                }
                Ok(stored) => {
                    let (name, has) = (&stored.article.id, stored.passages.len());
                    checked.problems.push(format!("article {name} has {has} passages, and {there} are there"));
                }
                Err(error) => checked.problems.push(format!("{id}: {error}")),
            }
        }
    }
    if !passages.is_empty() {
        checked.problems.push(format!("{} articles have passages, and no record", passages.len()));
    }
    Ok(checked)
}

fn count_passages(client: &Client, stop: &Stop) -> Result<HashMap<ArticleKey, u64>, RemoteError> {
    let body = json!({"query": {"term": {"doc": "passage"}}, "_source": false});
    let (mut scan, mut counts) = (Scan::begin(client, body, stop)?, HashMap::new());
    loop {
        let page = scan.page()?;
        if page.is_empty() {
            return Ok(counts);
        }
        for (key, _) in page.iter().filter_map(|hit| passage_of(hit["_id"].as_str()?)) {
            *counts.entry(key).or_default() += 1;
        }
    }
}
