//! All of something, page by page, from one state of the index: what is written meanwhile is not seen.

use std::collections::HashSet;

use serde_json::{Value, json};
use ureq::http::Method;

use crate::client::{Client, Sent};
use crate::error::RemoteError;
use crate::index::{hits, search};
use crate::names::key_of;
use onrecord_api::keys::ArticleKey;
use onrecord_query::Stop;

/// Hits of one page of a scan. More would save requests and cost memory on both sides.
pub const PAGE: usize = 1_000;

/// How long the server keeps a state between two pages.
const KEPT: &str = "2m";

/// The pages of a search.
pub struct Scan<'a> {
    client: &'a Client,
    stop: &'a Stop,
    body: Value,
    state: String,
    after: Option<Value>,
    /// How many there are in all.
    pub total: u64,
}

impl<'a> Scan<'a> {
    /// Goes through what `body` finds, in its order.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn begin(client: &'a Client, mut body: Value, stop: &'a Stop) -> Result<Self, RemoteError> {
        let path = format!("/{}/_search/point_in_time?keep_alive={KEPT}", client.address().name());
        let answered = client.ask(&Method::POST, &path, Sent::Nothing, stop)?;
        if answered.is_missing() {
            return Err(RemoteError::Missing(client.place()));
        }
        crate::index::complete(client, &answered.body)?;
        let state = answered.body["pit_id"].as_str().unwrap_or_default().to_owned();
        body["size"] = json!(PAGE);
        body["track_total_hits"] = json!(true);
        if let Some(sort) = body["sort"].as_array_mut() {
            sort.push(json!({"_shard_doc": "asc"}));
        } else {
            body["sort"] = json!([{"_shard_doc": "asc"}]);
        }
        Ok(Scan { client, stop, body, state, after: None, total: 0 })
    }

    /// The next page; empty at the end.
    ///
    /// # Errors
    /// When the index cannot be read, or it is to stop.
    pub fn page(&mut self) -> Result<Vec<Value>, RemoteError> {
        self.stop.check()?;
        self.body["pit"] = json!({"id": self.state, "keep_alive": KEPT});
        if let Some(after) = self.after.take() {
            self.body["search_after"] = after;
        }
        let mut answered = search(self.client, &self.body, self.stop)?;
        if let Some(state) = answered["pit_id"].as_str() {
            self.state = state.to_owned();
        }
        self.total = answered["hits"]["total"]["value"].as_u64().unwrap_or(0);
        self.after = hits(&answered).last().map(|last| last["sort"].clone());
        match answered["hits"]["hits"].take() {
            Value::Array(page) => Ok(page),
            _ => Ok(Vec::new()),
        }
    }
}

/// The server may forget the state. Where it does not hear of it, it forgets it by itself.
impl Drop for Scan<'_> {
    fn drop(&mut self) {
        let body = json!({"pit_id": [self.state]});
        let _ = self.client.ask(
            &Method::DELETE,
            "/_search/point_in_time",
            Sent::Json(&body),
            &Stop::after(std::time::Duration::ZERO),
        );
    }
}

/// All articles.
///
/// # Errors
/// When the index cannot be read.
pub fn all_articles(client: &Client) -> Result<Vec<ArticleKey>, RemoteError> {
    let body = json!({"query": {"term": {"doc": "article"}}, "_source": false});
    let stop = Stop::NEVER;
    let (mut scan, mut keys) = (Scan::begin(client, body, &stop)?, Vec::new());
    loop {
        let page = scan.page()?;
        if page.is_empty() {
            return Ok(keys);
        }
        keys.extend(page.iter().filter_map(|hit| key_of(hit["_id"].as_str()?)));
    }
}

/// The ids that several articles have.
///
/// # Errors
/// When the index cannot be read.
pub fn shared_ids(client: &Client) -> Result<HashSet<String>, RemoteError> {
    let body = json!({"query": {"term": {"doc": "article"}}, "_source": false, "docvalue_fields": ["place"]});
    let stop = Stop::NEVER;
    let (mut scan, mut seen, mut shared) = (Scan::begin(client, body, &stop)?, HashSet::new(), HashSet::new());
    loop {
        let page = scan.page()?;
        if page.is_empty() {
            return Ok(shared);
        }
        for hit in &page {
            let place = hit["fields"]["place"][0].as_str().unwrap_or_default();
            let id = place.split_once('\0').map_or(place, |(_, id)| id);
            if !seen.insert(xxhash_rust::xxh3::xxh3_128(id.as_bytes())) {
                shared.insert(id.to_owned());
            }
        }
    }
}
