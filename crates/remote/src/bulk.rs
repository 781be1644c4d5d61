//! Many writes in one request. A request can succeed with items that did not: those that the server had no room for are
//! sent again alone, the others fail what they belong to.

use serde_json::{Value, json};
use ureq::http::Method;

use crate::client::{Client, Sent, is_busy};
use crate::error::RemoteError;
use onrecord_query::Stop;

/// A write.
#[derive(Clone, Debug)]
pub struct Item {
    /// The document.
    pub id: String,
    /// By what it is routed to a part of the index.
    pub routing: String,
    /// What is done.
    pub action: Action,
}

/// What is done to a document.
#[derive(Clone, Debug)]
pub enum Action {
    /// It is put there, as JSON, unless a later run has written it.
    Put(Vec<u8>),
    /// It is put there, as JSON, unless it is there.
    Add(Vec<u8>),
    /// It is taken out, unless a later run has written it.
    Delete,
}

/// A write that failed: its place among the items, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failed {
    /// Which of the items.
    pub item: usize,
    /// What the server said.
    pub reason: String,
}

/// Does the writes of the run `version`; gives those that failed for good.
///
/// # Errors
/// When the server does not answer or stays too busy.
pub fn write(client: &Client, items: &[Item], version: u64, stop: &Stop) -> Result<Vec<Failed>, RemoteError> {
    let path = format!("/{}/_bulk", client.address().name());
    let (mut left, mut failed) = ((0..items.len()).collect::<Vec<_>>(), Vec::new());
    let mut pause = client.patience().first;
    let mut tried = 0;
    while !left.is_empty() {
        tried += 1;
        let lines: Vec<u8> = left.iter().flat_map(|&item| items[item].lines(version)).collect();
        let answered = client.ask(&Method::POST, &path, Sent::Lines(&lines), stop)?;
        if answered.is_missing() {
            return Err(RemoteError::Missing(client.place()));
        }
        let results = answered.body["items"].as_array().map_or(&[][..], Vec::as_slice);
        if results.len() != left.len() {
            let reason = format!("of {} writes {} were answered", left.len(), results.len());
            return Err(RemoteError::Failed { place: client.place(), reason });
        }
        let before = left.len();
        let mut again = Vec::new();
        for (&item, result) in left.iter().zip(results) {
            match outcome(&items[item].action, result) {
                Outcome::Done => {}
                Outcome::Again => again.push(item),
                Outcome::Failed(reason) => failed.push(Failed { item, reason }),
            }
        }
        if again.len() < before {
            (tried, pause) = (0, client.patience().first);
        }
        left = again;
        if !left.is_empty() {
            if tried >= client.patience().tries {
                return Err(RemoteError::Busy { place: client.place(), tries: tried });
            }
            client.pause(&mut pause, stop)?;
        }
    }
    Ok(failed)
}

enum Outcome {
    Done,
    Again,
    Failed(String),
}

fn outcome(action: &Action, result: &Value) -> Outcome {
    let result = result.as_object().and_then(|result| result.values().next()).unwrap_or(&Value::Null);
    let status = result["status"].as_u64().unwrap_or(0) as u16;
    match (action, status) {
        (_, 200..300) | (Action::Delete, 404) => Outcome::Done,
        // There already, or written by a later run, which knows better.
        (_, 409) => Outcome::Done,
        (_, status) if is_busy(status) => Outcome::Again,
        _ => {
            let error = &result["error"];
            let cause = error["caused_by"]["reason"].as_str().map(|cause| format!(" ({cause})")).unwrap_or_default();
            let reason = error["reason"].as_str().unwrap_or("the server gives no reason");
            Outcome::Failed(format!("{reason}{cause}"))
        }
    }
}

impl Item {
    /// A document that is no article's, put there: its id is its routing.
    pub fn put(id: String, fields: &Value) -> Self {
        Item { routing: id.clone(), id, action: Action::Put(fields.to_string().into_bytes()) }
    }

    /// A document that is no article's, taken out.
    pub fn delete(id: String) -> Self {
        Item { routing: id.clone(), id, action: Action::Delete }
    }

    fn lines(&self, version: u64) -> Vec<u8> {
        let mut head = json!({"_id": self.id, "routing": self.routing});
        let name = match self.action {
            Action::Add(_) => "create",
            Action::Put(_) | Action::Delete => {
                head["version"] = json!(version);
                head["version_type"] = json!("external_gte");
                if matches!(self.action, Action::Put(_)) { "index" } else { "delete" }
            }
        };
        let mut lines = json!({name: head}).to_string().into_bytes();
        lines.push(b'\n');
        if let Action::Put(fields) | Action::Add(fields) = &self.action {
            lines.extend(fields);
            lines.push(b'\n');
        }
        lines
    }
}
