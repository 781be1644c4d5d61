//! Taking the articles under paths out of an archive: they are no longer found, the paths are forgotten, and
//! the words leave the disk.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::settings::options;
use super::update::{erase, of_ingest};
use crate::index::document::source_key;
use crate::index::options::WriterOptions;
use crate::index::record::SourceRecord;
use crate::index::{Snapshot, Writer};
use crate::ingest::pipeline::settle_all;
use crate::ingest::plan::{Known, Places};
use crate::source::{path_text, text_path};
use onrecord_api::{Error, RemoveAnswer, RemoveRequest, UpdateRequest};

/// Takes them out of the index in `folder`; what the others tell of each other is worked out anew.
pub(super) fn remove(folder: &Path, request: &RemoveRequest) -> Result<RemoveAnswer, Error> {
    let snapshot = Snapshot::open(folder)?;
    let known = Known::of(&snapshot)?;
    let places: Places = known.places_of(&request.paths).into_iter().collect();
    let gone = known.vanished(&places, &HashSet::new());
    let covered = covered(&known, &request.paths, &places);
    let forgotten: Vec<&str> = known.paths_under(&places).map(|(_, record)| record.path.as_str()).collect();
    if gone.is_empty() && forgotten.is_empty() {
        return Ok(RemoveAnswer::default());
    }
    take_out(folder, &snapshot, &places, &gone, &forgotten)?;
    let articles = gone.iter().map(|record| u64::from(record.articles)).sum();
    let (sources, forgotten) = (gone.len() as u64, forgotten.len() as u64);
    drop(snapshot);
    Ok(RemoveAnswer { articles, sources, forgotten, erased: erase(folder, u64::MAX)?, covered })
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
    folder: &Path,
    snapshot: &Snapshot,
    places: &Places,
    gone: &[&SourceRecord],
    forgotten: &[&str],
) -> Result<(), Error> {
    let mut writer = Writer::open(folder, WriterOptions::default())?;
    gone.iter().for_each(|record| writer.remove_source(&source_key(&record.path)));
    forgotten.iter().for_each(|path| writer.remove_path(path));
    let mut collection = snapshot.collection()?.unsettled();
    let mut unread = snapshot.unread()?;
    unread.retain(|path| !places.hold(&text_path(path)));
    writer.put_unread(&unread)?;
    let missed: Vec<String> =
        Known::of(snapshot)?.missed().filter(|path| !places.hold(&text_path(path))).map(str::to_owned).collect();
    if missed != snapshot.missed()? {
        writer.put_missed(&missed)?;
    }
    collection.taxonomies.retain(|folder, _| folder.is_empty() || !places.hold(&text_path(folder)));
    writer.put_collection(&collection)?;
    writer.commit()?;
    let options = options(folder, &UpdateRequest::default())?;
    settle_all(&mut writer, &collection, &options).map_err(of_ingest)?;
    Ok(writer.close()?)
}
