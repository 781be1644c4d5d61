//! Disks mounted below a PATH. One that is not mounted now leaves an empty folder or none, as if its articles had been
//! deleted; so the index remembers where disks were.

use std::collections::{BTreeSet, HashSet};
use std::path::PathBuf;

use super::loss;
use super::plan::{Known, Places};
use super::roots::Root;
use crate::source::{Mounts, path_text, text_path};
use onrecord_api::Error;
use onrecord_api::sources::Part;
use onrecord_api::store::{Inventory, StoreWriter};

/// A disk that is away, and how many articles the index has of it.
pub(super) struct Away {
    /// Where it was mounted.
    pub(super) place: PathBuf,
    /// The articles.
    pub(super) had: u64,
}

impl Away {
    /// What is said of it.
    pub(super) fn doubt(&self) -> String {
        loss::unmounted(&path_text(&self.place), self.had)
    }
}

/// The disks below `roots` that the index remembers and that none of the sources `found` lies on: they are not mounted,
/// or have lost all they had.
pub(super) fn away(remembered: &[String], known: &Known, roots: &Places, found: &HashSet<String>) -> Vec<Away> {
    let places: Vec<PathBuf> =
        remembered.iter().map(|path| text_path(path)).filter(|place| roots.hold(place) && !roots.name(place)).collect();
    if places.is_empty() {
        return Vec::new();
    }
    let alive: Places =
        found.iter().flat_map(|path| text_path(path).ancestors().map(PathBuf::from).collect::<Vec<_>>()).collect();
    let lost = places.into_iter().filter(|place| !alive.name(place));
    let away = lost.map(|place| Away { had: known.articles_under(&place), place });
    away.filter(|away| away.had > 0).collect()
}

/// Remembers where disks are mounted that hold sources `found` below a root, and those that are `kept` though they are
/// away.
///
/// # Errors
/// When the archive cannot be read or written.
pub(super) fn remember(
    writer: &mut dyn StoreWriter,
    inventory: &dyn Inventory,
    (roots, part): (&[Root], Part),
    (found, kept): (&HashSet<String>, &Places),
) -> Result<(), Error> {
    let before = inventory.mounts()?;
    let mut now = to_remember(roots, found, &before, kept);
    if !part.is_whole() {
        // What other workers remember is not this one's to forget.
        now.extend(before.iter().cloned());
        now.sort();
        now.dedup();
    }
    if now == before { Ok(()) } else { writer.put_mounts(&now) }
}

/// Where disks are mounted that hold sources `found` below a root, and those that are `kept` though they are away.
fn to_remember(roots: &[Root], found: &HashSet<String>, remembered: &[String], kept: &Places) -> Vec<String> {
    let mut mounts = Mounts::default();
    let (mut folders, mut places) = (HashSet::new(), BTreeSet::new());
    for path in found.iter().map(|path| text_path(path)) {
        let Some(folder) = path.parent().filter(|&folder| !folders.contains(folder)) else { continue };
        folders.insert(folder.to_path_buf());
        let root = roots.iter().find(|root| folder.starts_with(&root.place));
        places.extend(root.and_then(|root| mounts.nearest(folder, &root.place)).map(|place| path_text(&place)));
    }
    let looked_at: Places = roots.iter().map(|root| root.place.clone()).collect();
    let stays = |path: &&String| {
        let place = text_path(path);
        kept.hold(&place) || !looked_at.hold(&place)
    };
    places.extend(remembered.iter().filter(stays).cloned());
    places.into_iter().collect()
}
