//! An archive copied to a cluster: the articles with all that was found in them, what they tell of each other, and what is
//! remembered of their sources. No source is read.

use std::collections::HashSet;
use std::sync::Arc;

use super::archive::Archive;
use super::refusal::of_query;
use crate::ingest::loss::is_most;
use onrecord_api::backend::BackendError;
use onrecord_api::keys::ArticleKey;
use onrecord_api::sources::Part;
use onrecord_api::store::Refused;
use onrecord_api::{Error, Stop};
use onrecord_remote::carry::carry;
use onrecord_remote::{Client, Layout, RemoteError, Whole, Writer, Written};

/// How a copy is made.
#[derive(Clone, Debug, Default)]
pub struct Copying {
    /// How a new index is laid out over the nodes.
    pub layout: Layout,
    /// The part of the articles that is copied.
    pub part: Part,
    /// Take out what the archive does not have, however much that is.
    pub prune: bool,
}

/// Brings the index that `to` asks for in line with an archive. `each` is told after each article how many there were
/// and are to be.
///
/// # Errors
/// When the archive cannot be read, the cluster does not answer, or more than half of what it has would go.
pub fn copy(
    from: &Archive,
    to: &Arc<Client>,
    copying: &Copying,
    stop: &Stop,
    each: &mut dyn FnMut(usize, usize),
) -> Result<(Written, Vec<Refused>), Error> {
    let inventory = from.inventory(copying.part)?;
    let from = from.view().map_err(of_backend)?;
    let in_part = |key: &ArticleKey| copying.part.has_slot(key.slot());
    let keys: Vec<ArticleKey> = from.articles().map_err(of_backend)?.into_iter().filter(in_part).collect();
    let mut writer = Writer::begin(to, copying.layout, stop)?;
    let wanted: HashSet<ArticleKey> = keys.iter().copied().collect();
    let mut there: HashSet<ArticleKey> = onrecord_remote::scan::all_articles(to)?.into_iter().collect();
    // What is left of an article that was never whole goes, too.
    there.extend(writer.left_behind().articles());
    there.retain(in_part);
    let surplus: Vec<ArticleKey> = there.iter().filter(|key| !wanted.contains(key)).copied().collect();
    if !copying.prune && is_most(surplus.len() as u64, there.len() as u64) {
        let (gone, all) = (surplus.len(), there.len());
        let message = format!("{gone} of the {all} articles at {} are not in this index", to.place());
        return Err(Error::Setting { name: "copy".into(), message });
    }
    let mut refused = Vec::new();
    for (done, key) in keys.iter().enumerate() {
        stop.check().map_err(RemoteError::from)?;
        let stored = from.article(key).map_err(of_backend)?;
        writer.put(&Whole::new(*key, stored))?;
        refused.extend(writer.refused());
        each(done + 1, keys.len());
    }
    writer.remove(&surplus)?;
    carry(inventory.as_ref(), copying.part, to, &mut writer, stop)?;
    writer.commit(from.collection())?;
    refused.extend(writer.refused());
    Ok((writer.written().clone(), refused))
}

fn of_backend(error: BackendError) -> Error {
    of_query(error, "")
}
