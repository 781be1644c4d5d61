//! Taking the articles under paths out of an archive: they are no longer found, the paths are forgotten, and
//! the words leave the disk.

use std::collections::HashSet;
use std::path::PathBuf;

use super::settings::options;
use super::update::of_ingest;
use crate::ingest::collection::settle_all;
use crate::ingest::plan::{Known, Places};
use crate::source::{path_text, text_path};
use onrecord_api::sources::Part;
use onrecord_api::sources::SourceRecord;
use onrecord_api::store::{Inventory, Store, Writing};
use onrecord_api::{Error, RemoveAnswer, RemoveRequest, UpdateRequest};

/// Takes them out of an archive; what the others tell of each other is worked out anew.
pub(super) fn remove(store: &dyn Store, request: &RemoveRequest) -> Result<RemoveAnswer, Error> {
    let inventory = store.inventory(Part::WHOLE)?;
    let known = Known::of(inventory.as_ref())?;
    let places: Places = known.places_of(&request.paths).into_iter().collect();
    let gone = known.vanished(&places, &HashSet::new());
    let covered = covered(&known, &request.paths, &places);
    let forgotten: Vec<&str> = known.paths_under(&places).map(|(_, record)| record.path.as_str()).collect();
    if gone.is_empty() && forgotten.is_empty() {
        return Ok(RemoveAnswer::default());
    }
    take_out(store, inventory.as_ref(), &places, (&gone, &forgotten))?;
    let articles = gone.iter().map(|record| u64::from(record.articles)).sum();
    let (sources, forgotten) = (gone.len() as u64, forgotten.len() as u64);
    drop(inventory);
    Ok(RemoveAnswer { articles, sources, forgotten, erased: store.erase(u64::MAX)?, covered })
}

/// The given paths that a walk of a PATH which stays remembered comes to, with that PATH.
fn covered(known: &Known, given: &[PathBuf], places: &Places) -> Vec<(String, String)> {
    let mut covered = Vec::new();
    for (path, place) in given.iter().zip(known.places_of(given)).filter(|(path, _)| path.exists()) {
        let above = known.covering_path(&place).filter(|above| !places.hold(&text_path(&above.path)));
        covered.extend(above.map(|above| (path_text(path), above.display.clone())));
    }
    covered
}

fn take_out(
    store: &dyn Store,
    inventory: &dyn Inventory,
    places: &Places,
    (gone, forgotten): (&[&SourceRecord], &[&str]),
) -> Result<(), Error> {
    let mut writer = store.writer(&Writing::default())?;
    gone.iter().try_for_each(|record| writer.remove_source(&record.key()))?;
    forgotten.iter().try_for_each(|path| writer.remove_path(path))?;
    let mut collection = inventory.collection()?.unsettled();
    let mut unread = inventory.unread()?;
    unread.retain(|path| !places.hold(&text_path(path)));
    writer.put_unread(&unread)?;
    let before = inventory.missed()?;
    let missed: Vec<String> = before.iter().filter(|path| !places.hold(&text_path(path))).cloned().collect();
    if missed != before {
        writer.put_missed(&missed)?;
    }
    collection.taxonomies.retain(|folder, _| folder.is_empty() || !places.hold(&text_path(folder)));
    writer.put_collection(&collection)?;
    writer.commit()?;
    let options = options(Some(&collection), &UpdateRequest::default())?;
    settle_all(writer.as_mut(), &collection, Vec::new(), &options).map_err(of_ingest)?;
    writer.close()
}
