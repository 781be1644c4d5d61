//! Names that stand for indexes: how an index that was built beside the live one takes its place, all at once.

use serde_json::{Value, json};
use ureq::http::Method;

use crate::client::{Client, Sent};
use crate::error::RemoteError;
use crate::index::check;
use crate::names::COLLECTION;
use onrecord_query::Stop;

/// Lets the name that `name` asks for stand for the index that `index` asks for, and for no other; gives what it stood
/// for before. Whoever asks by the name gets one of both, never neither.
///
/// # Errors
/// When the index is not there, was made by another version or never ended a run, the name is that of an index itself, or
/// the server refuses.
pub fn point(name: &Client, index: &Client, stop: &Stop) -> Result<Vec<String>, RemoteError> {
    let (alias, target) = (name.address().name(), index.address().name());
    check(index, stop)?;
    let path = format!("/{target}/_doc/{COLLECTION}?routing={COLLECTION}&_source=false");
    if index.ask(&Method::GET, &path, Sent::Nothing, stop)?.is_missing() {
        return Err(RemoteError::Missing(index.place()));
    }
    let before = stands_for(name, stop)?;
    if before.iter().any(|index| index == alias) {
        let message = format!(
            "{alias} is an index itself and cannot stand for another: take it out of the cluster, or use another name"
        );
        return Err(RemoteError::Address(message));
    }
    let removed = before.iter().filter(|index| *index != target);
    let mut actions: Vec<Value> = removed.map(|index| json!({"remove": {"index": index, "alias": alias}})).collect();
    actions.push(json!({"add": {"index": target, "alias": alias}}));
    name.ask(&Method::POST, "/_aliases", Sent::Json(&json!({"actions": actions})), stop)?;
    Ok(before)
}

/// The indexes that a name stands for: itself, where it is one.
fn stands_for(name: &Client, stop: &Stop) -> Result<Vec<String>, RemoteError> {
    let path = format!("/{}/_alias", name.address().name());
    let answered = name.ask(&Method::GET, &path, Sent::Nothing, stop)?;
    if answered.is_missing() {
        return Ok(Vec::new());
    }
    Ok(answered.body.as_object().map(|indexes| indexes.keys().cloned().collect()).unwrap_or_default())
}
