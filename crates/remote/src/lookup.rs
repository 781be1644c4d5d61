//! Articles by what they are called.

use serde_json::{Value, json};

use crate::client::Client;
use crate::error::RemoteError;
use crate::index::{documents_of, search};
use crate::names::key_of;
use crate::view::ids;
use onrecord_api::handle::Handle;
use onrecord_api::keys::ArticleKey;
use onrecord_query::Stop;

/// The articles with an id, in the order of their places.
///
/// # Errors
/// When the index cannot be read.
pub fn with_id(client: &Client, id: &str) -> Result<Vec<ArticleKey>, RemoteError> {
    keys(client, &json!({"term": {"id": id}}))
}

/// The articles of a source.
///
/// # Errors
/// When the index cannot be read.
pub fn with_path(client: &Client, path: &str) -> Result<Vec<ArticleKey>, RemoteError> {
    keys(client, &json!({"term": {"path": path}}))
}

fn keys(client: &Client, query: &Value) -> Result<Vec<ArticleKey>, RemoteError> {
    let query = json!({"bool": {"filter": [{"term": {"doc": "article"}}, query]}});
    let body = json!({"query": query, "sort": [{"place": "asc"}], "_source": false});
    let found = documents_of(client, &body, &Stop::NEVER)?;
    Ok(found.iter().filter_map(|hit| key_of(hit["_id"].as_str()?)).collect())
}

/// The articles whose handles begin so, at most `limit`.
///
/// # Errors
/// When the index cannot be read.
pub fn with_handle(client: &Client, beginning: &str, limit: usize) -> Result<Vec<ArticleKey>, RemoteError> {
    let Some(range) = Handle::beginning_with(beginning) else { return Ok(Vec::new()) };
    let hex = |handle: &Handle| format!("{:016x}", u64::from_be_bytes(handle.to_bytes()));
    let range = json!({"range": {"handle": {"gte": hex(range.start()), "lte": hex(range.end())}}});
    let query = json!({"bool": {"filter": [{"term": {"doc": "article"}}, range]}});
    let body = json!({"size": limit, "query": query, "sort": [{"place": "asc"}], "_source": false});
    let answered = search(client, &body, &Stop::NEVER)?;
    Ok(ids(&answered).filter_map(key_of).collect())
}
