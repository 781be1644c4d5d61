//! What is the same whoever asks: whether the index is one of ours, whether an answer is whole; making it, and letting what
//! was written be found.

use serde_json::{Value, json};
use ureq::http::Method;

use crate::client::{Client, Sent};
use crate::error::RemoteError;
use crate::schema::{FORMAT, Layout, MAX_WINDOW, definition};
use onrecord_query::Stop;
use onrecord_text::analyze;

/// Checks that the index is there and was made by this version.
///
/// # Errors
/// When it is not.
pub fn check(client: &Client, stop: &Stop) -> Result<(), RemoteError> {
    let answered = client.ask(&Method::GET, &format!("/{}/_mapping", client.address().name()), Sent::Nothing, stop)?;
    if answered.is_missing() {
        return Err(RemoteError::Missing(client.place()));
    }
    // An alias is answered by the names of what it stands for.
    for mapping in answered.body.as_object().into_iter().flat_map(|indexes| indexes.values()) {
        let meta = &mapping["mappings"]["_meta"]["onrecord"];
        let (Some(format), Some(analysis)) = (meta["format"].as_u64(), meta["analysis"].as_u64()) else {
            return Err(RemoteError::Foreign(client.place()));
        };
        if (format, analysis) != (u64::from(FORMAT), u64::from(analyze::VERSION)) {
            let named = |format, analysis| format!("{format} (analysis {analysis})");
            return Err(RemoteError::Version {
                place: client.place(),
                found: named(format, analysis),
                expected: named(FORMAT.into(), analyze::VERSION.into()),
            });
        }
    }
    Ok(())
}

/// Makes the index, unless another worker was first.
///
/// # Errors
/// When the server does not answer or refuses.
pub fn create(client: &Client, layout: Layout, stop: &Stop) -> Result<(), RemoteError> {
    let path = format!("/{}", client.address().name());
    match client.ask(&Method::PUT, &path, Sent::Json(&definition(layout)), stop) {
        // Another worker was first.
        Err(RemoteError::Failed { reason, .. }) if reason.contains("resource_already_exists") => Ok(()),
        other => other.map(drop),
    }
}

/// Lets everything that was written be found.
///
/// # Errors
/// When a part of the index cannot do so.
pub fn refresh(client: &Client, stop: &Stop) -> Result<(), RemoteError> {
    until_complete(client, u32::MAX, stop, || refresh_once(client, stop))
}

fn refresh_once(client: &Client, stop: &Stop) -> Result<(), RemoteError> {
    let path = format!("/{}/_refresh", client.address().name());
    let answered = client.ask(&Method::POST, &path, Sent::Nothing, stop)?;
    if answered.is_missing() {
        return Err(RemoteError::Missing(client.place()));
    }
    // Copies that are missing are made later; what failed is another matter.
    let shards = &answered.body["_shards"];
    let (failed, parts) = (shards["failed"].as_u64().unwrap_or(1), shards["total"].as_u64().unwrap_or(0));
    if failed > 0 {
        let (place, reason) = (client.place(), "it cannot be searched what was written".to_owned());
        return Err(RemoteError::Incomplete { place, answered: parts.saturating_sub(failed), parts, reason });
    }
    Ok(())
}

/// Searches; the answer is of every part of the index.
///
/// # Errors
/// When the server does not answer, or not all parts of the index do.
pub fn search(client: &Client, body: &Value, stop: &Stop) -> Result<Value, RemoteError> {
    until_complete(client, SEARCHED, stop, || search_once(client, body, stop))
}

/// How often a search is made where not all parts of the index answer. The seven pauses between, the first of .1 s and each
/// twice as long as the one before, are 12.7 s: in which a cluster makes another copy of a part the first one, and longer than
/// anybody waits who searches.
const SEARCHED: u32 = 8;

/// Does something again while not all parts of the index answer, a few times.
fn until_complete<T>(
    client: &Client,
    tries: u32,
    stop: &Stop,
    mut once: impl FnMut() -> Result<T, RemoteError>,
) -> Result<T, RemoteError> {
    let mut pause = client.patience().first;
    for _ in 1..tries.min(client.patience().tries) {
        match once() {
            Err(RemoteError::Incomplete { .. } | RemoteError::Lacking { .. }) => client.pause(&mut pause, stop)?,
            answered => return answered,
        }
    }
    once()
}

fn search_once(client: &Client, body: &Value, stop: &Stop) -> Result<Value, RemoteError> {
    let path = match body.get("pit") {
        Some(_) => "/_search?allow_partial_search_results=false".to_owned(),
        None => format!(
            "/{}/_search?search_type=dfs_query_then_fetch&allow_partial_search_results=false",
            client.address().name()
        ),
    };
    let answered = client.ask(&Method::POST, &path, Sent::Json(body), stop)?;
    if answered.is_missing() {
        return Err(RemoteError::Missing(client.place()));
    }
    complete(client, &answered.body)?;
    Ok(answered.body)
}

/// Whether every part of the index has answered. A part that is lost is in no count of those that failed: an answer
/// without it looks like any other.
///
/// # Errors
/// When not all have.
pub fn complete(client: &Client, body: &Value) -> Result<(), RemoteError> {
    let shards = &body["_shards"];
    let (total, successful) = (shards["total"].as_u64(), shards["successful"].as_u64());
    let timed_out = body["timed_out"] == json!(true);
    if total.is_some() && total == successful && !timed_out {
        return Ok(());
    }
    let failure = shards["failures"][0]["reason"]["reason"].as_str().map(str::to_owned);
    let reason = match failure {
        Some(reason) => reason,
        None if timed_out => "the server ran out of time".into(),
        None => "a node that has one is not there".into(),
    };
    let (answered, parts) = (successful.unwrap_or(0), total.unwrap_or(0));
    Err(RemoteError::Incomplete { place: client.place(), answered, parts, reason })
}

/// The documents that a query finds, all of them if there are no more than one page holds.
///
/// # Errors
/// As [`search`].
pub fn documents_of(client: &Client, query: &Value, stop: &Stop) -> Result<Vec<Value>, RemoteError> {
    let mut body = query.clone();
    body["size"] = json!(MAX_WINDOW);
    let answered = search(client, &body, stop)?;
    Ok(hits(&answered).to_vec())
}

/// The hits of an answer.
pub fn hits(body: &Value) -> &[Value] {
    body["hits"]["hits"].as_array().map_or(&[], Vec::as_slice)
}
