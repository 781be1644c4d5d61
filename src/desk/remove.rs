//! Taking the articles under paths out of an archive.

use std::collections::HashSet;
use std::path::Path;

use super::settings::options;
use super::update::of_ingest;
use crate::index::document::source_key;
use crate::index::writer::WriterOptions;
use crate::index::{Snapshot, Writer};
use crate::ingest::pipeline::settle_all;
use crate::ingest::plan::Known;
use onrecord_api::{Error, RemoveAnswer, RemoveRequest, UpdateRequest};

/// Takes them out of the index in `folder`; what the others tell of each other is worked out anew.
pub(super) fn remove(folder: &Path, request: &RemoveRequest) -> Result<RemoveAnswer, Error> {
    let snapshot = Snapshot::open(folder)?;
    let known = Known::of(&snapshot)?;
    let gone = known.vanished(&request.paths, &HashSet::new());
    if gone.is_empty() {
        return Ok(RemoveAnswer::default());
    }
    let mut writer = Writer::open(folder, WriterOptions::default())?;
    for record in &gone {
        writer.remove_source(&source_key(&record.path));
    }
    let collection = snapshot.collection()?.unsettled();
    writer.put_collection(&collection)?;
    writer.commit()?;
    let options = options(folder, &UpdateRequest::default())?;
    settle_all(&mut writer, &collection, &options).map_err(of_ingest)?;
    writer.close()?;
    let articles = gone.iter().map(|record| u64::from(record.articles)).sum();
    Ok(RemoveAnswer { articles, sources: gone.len() as u64 })
}
