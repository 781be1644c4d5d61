//! What the index has of articles, as it is now, searchable or not.

use std::collections::HashMap;

use serde_json::{Value, json};
use ureq::http::Method;

use crate::client::{Client, Sent};
use crate::error::RemoteError;
use crate::names::routing;
use onrecord_api::keys::ArticleKey;
use onrecord_query::Stop;

/// What the index has of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// What tells its state from any other.
    pub digest: String,
    /// How many passages it has.
    pub passages: u32,
}

/// What the index has of some articles; nothing of those that are not there, or not whole.
///
/// # Errors
/// When the server does not answer, or not for all.
pub fn standing_of(
    client: &Client,
    keys: &[ArticleKey],
    stop: &Stop,
) -> Result<HashMap<ArticleKey, Standing>, RemoteError> {
    let docs: Vec<Value> = keys.iter().map(|key| json!({"_id": routing(key), "routing": routing(key)})).collect();
    let path = format!("/{}/_mget?_source_includes=digest,passages", client.address().name());
    let answered = client.ask(&Method::POST, &path, Sent::Json(&json!({"docs": docs})), stop)?;
    let docs = answered.body["docs"].as_array().map_or(&[][..], Vec::as_slice);
    if docs.len() != keys.len() || docs.iter().any(|doc| !doc["error"].is_null()) {
        let reason = docs.iter().find_map(|doc| doc["error"]["reason"].as_str()).unwrap_or("not all was answered");
        return Err(RemoteError::Failed { place: client.place(), reason: reason.to_owned() });
    }
    let found = keys.iter().zip(docs).filter(|(_, doc)| doc["found"] == json!(true));
    let standing = |doc: &Value| Standing {
        digest: doc["_source"]["digest"].as_str().unwrap_or_default().to_owned(),
        passages: doc["_source"]["passages"].as_u64().unwrap_or(0) as u32,
    };
    Ok(found.map(|(key, doc)| (*key, standing(doc))).collect())
}
