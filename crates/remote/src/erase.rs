//! Making what was taken out leave the disks: until the server merges the files that hold it, it is found no more and lies
//! there all the same.

use serde_json::Value;
use ureq::http::Method;

use crate::client::{Client, Sent};
use crate::error::RemoteError;
use onrecord_query::Stop;

/// Documents that are taken out and still there, and the bytes of the index.
struct Held {
    deleted: u64,
    bytes: u64,
}

/// Has the files that hold what was taken out written anew without it, unless the index has more than `limit` bytes; gives
/// the bytes that would still have to be written anew. The server keeps what it may need to bring its copies up to date,
/// for some minutes after the last write, so that it may have to be asked again.
///
/// # Errors
/// When the server does not answer or refuses.
pub fn erase(client: &Client, limit: u64, stop: &Stop) -> Result<u64, RemoteError> {
    let before = held(client, stop)?;
    if before.deleted == 0 {
        return Ok(0);
    }
    if before.bytes > limit {
        return Ok(before.bytes);
    }
    let name = client.address().name();
    for path in [format!("/{name}/_flush"), format!("/{name}/_forcemerge?only_expunge_deletes=true")] {
        client.ask(&Method::POST, &path, Sent::Nothing, stop)?;
    }
    let after = held(client, stop)?;
    Ok(if after.deleted == 0 { 0 } else { after.bytes })
}

fn held(client: &Client, stop: &Stop) -> Result<Held, RemoteError> {
    let path = format!("/{}/_stats/docs,store", client.address().name());
    let answered = client.ask(&Method::GET, &path, Sent::Nothing, stop)?;
    if answered.is_missing() {
        return Err(RemoteError::Missing(client.place()));
    }
    let figure = |part: &str, name: &str| -> u64 {
        let of: &Value = &answered.body["_all"]["total"][part][name];
        of.as_u64().unwrap_or(0)
    };
    Ok(Held { deleted: figure("docs", "deleted"), bytes: figure("store", "size_in_bytes") })
}
