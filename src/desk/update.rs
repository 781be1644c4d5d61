//! Bringing an archive up to date with files and folders.

use std::path::{Path, PathBuf};

use super::settings::options;
use crate::index::compact::{Compacted, compact};
use crate::index::options::WriterOptions;
use crate::index::{IndexError, Snapshot, Writer};
use crate::ingest::pipeline::IngestError;
use crate::ingest::plan::Known;
use crate::ingest::{self, Observer, Summary, refuse_index};
use onrecord_api::{Erased, Error, UpdateAnswer, UpdateRequest};

/// Brings the index in `folder` up to date.
pub(super) fn update(
    folder: &Path,
    request: &UpdateRequest,
    observer: &mut dyn Observer,
) -> Result<UpdateAnswer, Error> {
    let paths = paths(folder, request)?;
    refuse_index(&paths, folder).map_err(of_ingest)?;
    let options = options(folder, &UpdateRequest { paths: paths.clone(), ..request.clone() })?;
    // Inverting takes less than annotating, and each thread more makes another dictionary of nearly the same words.
    let writers = if options.annotations { options.threads / 2 } else { options.threads };
    let writing = WriterOptions {
        threads: writers.clamp(1, 4),
        commit_every: request.commit_every.max(1) << 20,
        shared: request.shared,
        ..Default::default()
    };
    let mut writer = Writer::open(folder, writing)?;
    let done = writer.snapshot().map_err(IngestError::from);
    let done = done.and_then(|before| ingest::update(&mut writer, &before, &paths, &options, observer));
    let summary = match done {
        Ok(summary) if !summary.interrupted => writer.close().map(|()| summary)?,
        ended => {
            writer.abandon();
            ended.map_err(of_ingest)?
        }
    };
    let erased = if summary.removed > 0 && !summary.interrupted { erase(folder, AT_ONCE)? } else { Erased::default() };
    Ok(UpdateAnswer { erased, ..answer(summary) })
}

/// Bytes of an index that an update writes anew so that what it took out leaves the disk: some seconds of work.
const AT_ONCE: u64 = 256 << 20;

/// Makes what was taken out leave the disk, where no more than `limit` bytes have to be written anew for that.
pub(super) fn erase(folder: &Path, limit: u64) -> Result<Erased, Error> {
    match compact(folder, limit) {
        Ok(Compacted { left, .. }) => Ok(Erased { left, hindrance: None }),
        Err(error @ (IndexError::Locked(_) | IndexError::Io { .. })) => {
            Ok(Erased { left: 0, hindrance: Some(error.into()) })
        }
        Err(error) => Err(error.into()),
    }
}

/// The paths of the request, or all that were indexed before.
fn paths(folder: &Path, request: &UpdateRequest) -> Result<Vec<PathBuf>, Error> {
    if !request.paths.is_empty() {
        return Ok(request.paths.clone());
    }
    let roots = Known::of(&Snapshot::open(folder)?)?.paths();
    let nothing = || Error::Setting { name: "paths".into(), message: "nothing was indexed before".into() };
    if roots.is_empty() { Err(nothing()) } else { Ok(roots) }
}

/// An error of an update.
pub(super) fn of_ingest(error: IngestError) -> Error {
    match error {
        IngestError::Index(error) => error.into(),
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
