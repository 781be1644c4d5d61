//! Sources that are gone and whose articles are kept, since their loss was doubted. They are remembered, so that a later
//! run does not take them out because other articles have come in beside them: they stay until they are found again, here
//! or with the same content at another place, until somebody says that they are gone (`--prune`), or takes them out.

use std::collections::{BTreeSet, HashSet};
use std::path::Path;

use super::loss::{Drop, Gone};
use super::plan::{Known, Places};
use crate::source::text_path;
use onrecord_api::Error;
use onrecord_api::sources::Part;
use onrecord_api::store::{Inventory, StoreWriter};

/// A source that was missed before and still is.
pub(super) struct Missed<'a> {
    /// Its path.
    pub(super) path: &'a str,
    /// How many of its articles are gone.
    pub(super) lost: u64,
}

/// What a run found: the sources that it saw, those that lost articles, and the hashes of the articles that came in.
#[derive(Clone, Copy)]
pub(super) struct Found<'a> {
    pub(super) seen: &'a HashSet<String>,
    pub(super) drops: &'a [Drop],
    pub(super) arrivals: &'a HashSet<u64>,
}

/// The sources at or below a place that were missed before and still are.
///
/// # Errors
/// When the archive cannot be read.
pub(super) fn still<'a>(
    place: &Path,
    known: &'a Known,
    inventory: &dyn Inventory,
    found: Found,
) -> Result<Vec<Missed<'a>>, Error> {
    let mut missed = Vec::new();
    for path in known.missed().filter(|path| text_path(path).starts_with(place)) {
        let dropped = found.drops.iter().find(|drop| drop.record.path == path);
        let gone = Gone {
            sources: known.source(path).filter(|_| !found.seen.contains(path)).into_iter().collect(),
            articles: dropped.map(|drop| drop.articles.clone()).unwrap_or_default(),
            ..Gone::default()
        };
        let lost = gone.not_moved(inventory, found.arrivals)?;
        if lost > 0 {
            missed.push(Missed { path, lost });
        }
    }
    Ok(missed)
}

/// Remembers the sources that are missed now: those that this run `kept` though they are gone, and those known before
/// that it did not look at. Nothing is written if that is known already.
///
/// # Errors
/// When the archive cannot be read or written.
pub(super) fn remember(
    writer: &mut dyn StoreWriter,
    inventory: &dyn Inventory,
    (known, part): (&Known, Part),
    (looked_at, kept): (&Places, BTreeSet<String>),
) -> Result<(), Error> {
    let before: BTreeSet<String> = inventory.missed()?.into_iter().collect();
    let mut now = kept;
    // What other workers miss is not this one's to forget.
    let of_others = |path: &&String| !known.is_missed(path) && !part.is_whole();
    let stays = |path: &&String| of_others(path) || known.is_missed(path) && !looked_at.hold(&text_path(path));
    now.extend(before.iter().filter(stays).cloned());
    if now == before {
        return Ok(());
    }
    writer.put_missed(&now.into_iter().collect::<Vec<_>>())?;
    // Nothing of the collection depends on it, so it need not be worked out anew.
    writer.commit()
}
