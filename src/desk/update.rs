//! Bringing an archive up to date with files and folders.

use std::path::PathBuf;

use super::settings::{known_collection, options};
use crate::ingest::IngestError;
use crate::ingest::collection::resettle;
use crate::ingest::plan::remembered;
use crate::ingest::{self, Observer, Summary, refuse_index};
use onrecord_api::sources::Part;
use onrecord_api::store::{Store, Writing};
use onrecord_api::{Erased, Error, SettleAnswer, SettleRequest, UpdateAnswer, UpdateRequest};

/// Brings an archive up to date.
pub(super) fn update(
    store: &dyn Store,
    request: &UpdateRequest,
    observer: &mut dyn Observer,
) -> Result<UpdateAnswer, Error> {
    let paths = paths(store, request)?;
    store.folder().map_or(Ok(()), |folder| refuse_index(&paths, folder)).map_err(of_ingest)?;
    let known = known_collection(store)?;
    let options = options(known.as_ref(), &UpdateRequest { paths: paths.clone(), ..request.clone() })?;
    // Inverting takes less than annotating, and each thread more makes another dictionary of nearly the same words.
    let writers = if options.annotations { options.threads / 2 } else { options.threads };
    let writing = Writing {
        threads: writers.clamp(1, 4),
        commit_every: request.commit_every.max(1) << 20,
        shared: request.shared,
        part: request.part,
    };
    let mut writer = store.writer(&writing)?;
    let summary = match ingest::update(writer.as_mut(), (&paths, store.folder()), &options, observer) {
        Ok(summary) if !summary.interrupted => writer.close().map(|()| summary)?,
        ended => {
            writer.abandon();
            ended.map_err(of_ingest)?
        }
    };
    let erased = if summary.removed > 0 && !summary.interrupted { store.erase(AT_ONCE)? } else { Erased::default() };
    Ok(UpdateAnswer { erased, ..answer(summary) })
}

/// Bytes of an index that an update writes anew so that what it took out leaves the disk: some seconds of work.
const AT_ONCE: u64 = 256 << 20;

/// Works out anew what the articles of an archive tell of each other.
pub(super) fn settle(store: &dyn Store, request: &SettleRequest) -> Result<SettleAnswer, Error> {
    let before = store.inventory(Part::WHOLE)?.collection()?;
    let asked = UpdateRequest { threads: request.threads, ..UpdateRequest::default() };
    let options = options(Some(&before), &asked)?;
    let mut writer = store.writer(&Writing::default())?;
    let (retagged, redated) = resettle(writer.as_mut(), &options).map_err(of_ingest)?;
    let after = writer.inventory()?.collection()?;
    writer.close()?;
    Ok(SettleAnswer { retagged, redated, names_changed: before.names != after.names })
}

/// The paths of the request, or all that were indexed before.
fn paths(store: &dyn Store, request: &UpdateRequest) -> Result<Vec<PathBuf>, Error> {
    if !request.paths.is_empty() {
        return Ok(request.paths.clone());
    }
    let roots = remembered(store.inventory(request.part)?.as_ref())?;
    let nothing = || Error::Setting { name: "paths".into(), message: "nothing was indexed before".into() };
    if roots.is_empty() { Err(nothing()) } else { Ok(roots) }
}

/// An error of an update.
pub(super) fn of_ingest(error: IngestError) -> Error {
    match error {
        IngestError::Archive(error) => error,
        IngestError::IndexItself(_) => Error::Setting { name: "index".into(), message: error.to_string() },
        IngestError::Taxonomy(error) => Error::Setting { name: "topics".into(), message: error.to_string() },
    }
}

fn answer(summary: Summary) -> UpdateAnswer {
    let skipped = summary.skipped.iter().map(|(&reason, &count)| (reason.told(), count));
    UpdateAnswer {
        added: summary.added,
        changed: summary.changed,
        unchanged: summary.unchanged,
        removed: summary.removed,
        retagged: summary.retagged,
        redated: summary.redated,
        passages: summary.passages,
        skipped: skipped.collect(),
        unreadable_dates: summary.unreadable_dates,
        open_dates: summary.open_dates,
        failed: summary.failed,
        interrupted: summary.interrupted,
        erased: Erased::default(),
    }
}
