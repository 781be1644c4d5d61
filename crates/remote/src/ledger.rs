//! What the index remembers of the files that it was filled from: a document for each source, each PATH, each mounted
//! folder and each file that was not read, so that several workers can write theirs at once.

use std::collections::BTreeSet;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::bulk::Item;
use crate::client::Client;
use crate::error::RemoteError;
use crate::index::search;
use crate::names::record_id;
use crate::record::{pack, unpack};
use crate::scan::Scan;
use onrecord_api::Unread;
use onrecord_api::keys::{SourceKey, path_key, source_key};
use onrecord_api::sources::{Part, PathRecord, SourceRecord};
use onrecord_api::unread::UnreadFiles;
use onrecord_query::Stop;

/// The document of a source.
pub fn source(record: &SourceRecord) -> Item {
    let key = record.key();
    let fields = json!({"doc": "source", "slot": key.slot(), "size": record.size, "record": pack(record)});
    Item::put(record_id("source", &key.0), &fields)
}

/// A source taken out.
pub fn no_source(key: &SourceKey) -> Item {
    Item::delete(record_id("source", &key.0))
}

/// The document of a PATH.
pub fn path(record: &PathRecord) -> Item {
    put("path", &path_key(&record.path), record)
}

/// A PATH forgotten.
pub fn no_path(path: &str) -> Item {
    Item::delete(record_id("path", &path_key(path)))
}

/// What makes the mounted folders that the index knows these.
pub fn mounts(before: &[String], now: &[String]) -> Vec<Item> {
    named("mount", before, now)
}

/// What makes the sources that the index knows as gone and kept these.
pub fn missed(before: &[String], now: &[String]) -> Vec<Item> {
    named("missed", before, now)
}

fn named(sort: &str, before: &[String], now: &[String]) -> Vec<Item> {
    let (had, has): (BTreeSet<&String>, BTreeSet<&String>) = (before.iter().collect(), now.iter().collect());
    let gone = had.difference(&has).map(|name| Item::delete(record_id(sort, &source_key(name))));
    gone.chain(has.difference(&had).map(|name| put(sort, &source_key(name), name))).collect()
}

/// What makes the files that the index knows as not read these.
pub fn unread_files(before: &UnreadFiles, now: &UnreadFiles) -> Vec<Item> {
    let gone = before.iter().filter(|(path, _)| now.get(path).is_none());
    let gone = gone.map(|(path, _)| Item::delete(record_id("unread", &source_key(path))));
    let new = now.iter().filter(|(path, unread)| before.get(path) != Some(unread));
    gone.chain(new.map(|(path, unread)| put("unread", &source_key(path), &(path, unread)))).collect()
}

/// The document of a shard of what articles tell of each other's dates, or that there is none any more.
pub fn clues(shard: usize, packed: Option<&[u8]>) -> Item {
    let id = format!("clues-{shard}");
    match packed {
        Some(packed) => Item::put(id, &json!({"doc": "clues", "record": pack(&packed)})),
        None => Item::delete(id),
    }
}

fn put<T: Serialize>(sort: &str, key: &[u8; 16], record: &T) -> Item {
    Item::put(record_id(sort, key), &json!({"doc": sort, "record": pack(record)}))
}

/// The sources of a part.
///
/// # Errors
/// When the index cannot be read, or a record is damaged.
pub fn sources(client: &Client, part: Part, stop: &Stop) -> Result<Vec<SourceRecord>, RemoteError> {
    let (from, to) = part.slots();
    let of_part = json!({"range": {"slot": {"gte": from, "lt": to}}});
    read(client, &json!({"bool": {"filter": [{"term": {"doc": "source"}}, of_part]}}), stop)
}

/// How many sources there are, and their bytes.
///
/// # Errors
/// When the index cannot be read.
pub fn count_sources(client: &Client, stop: &Stop) -> Result<(u64, u64), RemoteError> {
    let body = json!({
        "size": 0, "track_total_hits": true, "query": of("source"), "aggs": {"bytes": {"sum": {"field": "size"}}},
    });
    let answered = search(client, &body, stop)?;
    let bytes = answered["aggregations"]["bytes"]["value"].as_f64().unwrap_or(0.0);
    Ok((answered["hits"]["total"]["value"].as_u64().unwrap_or(0), bytes as u64))
}

/// The PATHs.
///
/// # Errors
/// When the index cannot be read, or a record is damaged.
pub fn paths(client: &Client, stop: &Stop) -> Result<Vec<PathRecord>, RemoteError> {
    let mut paths: Vec<PathRecord> = read(client, &of("path"), stop)?;
    paths.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(paths)
}

/// The mounted folders, in order.
///
/// # Errors
/// When the index cannot be read, or a record is damaged.
pub fn all_mounts(client: &Client, stop: &Stop) -> Result<Vec<String>, RemoteError> {
    let mut folders: Vec<String> = read(client, &of("mount"), stop)?;
    folders.sort();
    Ok(folders)
}

/// The sources that are gone and kept, in order.
///
/// # Errors
/// When the index cannot be read, or a record is damaged.
pub fn all_missed(client: &Client, stop: &Stop) -> Result<Vec<String>, RemoteError> {
    let mut sources: Vec<String> = read(client, &of("missed"), stop)?;
    sources.sort();
    Ok(sources)
}

/// The files that were not read.
///
/// # Errors
/// When the index cannot be read, or a record is damaged.
pub fn all_unread(client: &Client, stop: &Stop) -> Result<UnreadFiles, RemoteError> {
    let mut files = UnreadFiles::default();
    let read: Vec<(String, Unread)> = read(client, &of("unread"), stop)?;
    read.into_iter().for_each(|(path, unread)| files.add(path, unread));
    Ok(files)
}

/// The shards of what articles tell of each other's dates.
///
/// # Errors
/// When the index cannot be read, or a record is damaged.
pub fn all_clues(client: &Client, stop: &Stop) -> Result<Vec<Vec<u8>>, RemoteError> {
    read(client, &of("clues"), stop)
}

fn of(sort: &str) -> Value {
    json!({"term": {"doc": sort}})
}

fn read<T: DeserializeOwned>(client: &Client, query: &Value, stop: &Stop) -> Result<Vec<T>, RemoteError> {
    let (mut scan, mut records) =
        (Scan::begin(client, json!({"query": query, "_source": ["record"]}), stop)?, Vec::new());
    loop {
        let page = scan.page()?;
        if page.is_empty() {
            return Ok(records);
        }
        for hit in &page {
            records.push(unpack(hit["_source"]["record"].as_str().unwrap_or_default())?);
        }
    }
}
