//! Bringing an archive up to date with files and folders.

use std::path::{Path, PathBuf};

use super::settings::options;
use crate::index::writer::WriterOptions;
use crate::index::{Snapshot, Writer};
use crate::ingest::pipeline::IngestError;
use crate::ingest::plan::Known;
use crate::ingest::{self, Observer, Summary};
use onrecord_api::{Error, UpdateAnswer, UpdateRequest};

/// Brings the index in `folder` up to date.
pub(super) fn update(
    folder: &Path,
    request: &UpdateRequest,
    observer: &mut dyn Observer,
) -> Result<UpdateAnswer, Error> {
    let paths = paths(folder, request)?;
    let options = options(folder, &UpdateRequest { paths: paths.clone(), ..request.clone() })?;
    // Inverting takes less than annotating, and each thread more makes another dictionary of nearly the same words.
    let writers = if options.annotations { options.threads / 2 } else { options.threads };
    let writing = WriterOptions {
        threads: writers.clamp(1, 4),
        commit_every: request.commit_every.max(1) << 20,
        ..Default::default()
    };
    let mut writer = Writer::open(folder, writing)?;
    let snapshot = Snapshot::open(folder)?;
    let summary = ingest::update(&mut writer, &snapshot, &paths, &options, observer).map_err(of_ingest)?;
    writer.close()?;
    Ok(answer(summary))
}

/// The paths of the request, or all that were indexed before.
fn paths(folder: &Path, request: &UpdateRequest) -> Result<Vec<PathBuf>, Error> {
    if !request.paths.is_empty() {
        return Ok(request.paths.clone());
    }
    let roots = Known::of(&Snapshot::open(folder)?)?.roots();
    let nothing = || Error::Setting { name: "paths".into(), message: "nothing was indexed before".into() };
    if roots.is_empty() { Err(nothing()) } else { Ok(roots) }
}

/// An error of an update.
pub(super) fn of_ingest(error: IngestError) -> Error {
    match error {
        IngestError::Index(error) => error.into(),
        IngestError::Taxonomy(error) => Error::Setting { name: "topics".into(), message: error.to_string() },
    }
}

fn answer(summary: Summary) -> UpdateAnswer {
    let skipped = summary.skipped.iter().map(|(reason, &count)| (reason.message().to_owned(), count));
    UpdateAnswer {
        added: summary.added,
        changed: summary.changed,
        unchanged: summary.unchanged,
        removed: summary.removed,
        retagged: summary.retagged,
        redated: summary.redated,
        passages: summary.passages,
        skipped: skipped.collect(),
        failed: summary.failed,
        interrupted: summary.interrupted,
    }
}
