//! Opening an index: one that is there, or a new one.
//!
//! A new index begins with a commit that holds nothing and says what made it. Until another follows there is no index
//! for whoever reads, and when none follows, what was made is taken away again.

use std::path::Path;

use tantivy::directory::Directory;
use tantivy::store::Compressor;
use tantivy::{Index, IndexSettings, IndexWriter, TantivyError};

use super::directory::{IndexDirectory, META, is_own_file, permissions};
use super::error::IndexError;
use super::options::WriterOptions;
use super::outgoing::Document;
use super::schema;
use super::tokens::tokenizers;
use super::version::{self, State, Versions};

/// The engine takes no less memory for a thread, in bytes.
pub(super) const LEAST_MEMORY: usize = 16 << 20;

/// Bytes of stored documents that are packed together: fewer, and they take more room; more, and a hit takes longer
/// to unpack.
const STORE_BLOCK: usize = 12 << 10;

/// What there was at the place of an index before it was begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Before {
    Nothing,
    Folder,
}

/// An index that is open to be written.
pub(super) struct Opened {
    /// The engine's writer.
    pub inner: IndexWriter<Document>,
    /// The folder.
    pub directory: IndexDirectory,
    /// What there was before, where nothing was committed yet.
    pub begun: Option<Before>,
}

/// Opens the index at `path`, or begins one.
pub(super) fn open_to_write(path: &Path, options: WriterOptions) -> Result<Opened, IndexError> {
    let before = if path.exists() { Before::Folder } else { Before::Nothing };
    let io = |source| IndexError::of_io(source, path);
    permissions::make_folder(path, options.shared).map_err(io)?;
    let directory = directory_to_write(path)?;
    match open_or_create(path, &directory, options) {
        Ok((inner, state)) => {
            if options.shared {
                permissions::follow_folder(path).map_err(io)?;
            }
            Ok(Opened { inner, directory, begun: (state == State::Begun).then_some(before) })
        }
        Err(error) => {
            let is_ours = !matches!(error, IndexError::Locked(_));
            let state = version::check(path, &directory);
            if is_ours && matches!(state, Ok(State::Begun) | Err(IndexError::Missing(_))) {
                take_away(path, before);
            }
            Err(error)
        }
    }
}

/// The folder of an index that is there, to be written.
pub(super) fn directory_to_write(path: &Path) -> Result<IndexDirectory, IndexError> {
    IndexDirectory::to_write(path).map_err(|error| IndexError::from(TantivyError::from(error)).at(path))
}

/// The folder of an index that is there, to be read.
pub(super) fn directory_to_read(path: &Path) -> Result<IndexDirectory, IndexError> {
    if !path.try_exists().map_err(|error| IndexError::of_io(error, path))? {
        return Err(IndexError::Missing(path.to_owned()));
    }
    IndexDirectory::to_read(path).map_err(|error| IndexError::from(TantivyError::from(error)).at(path))
}

/// Takes away what was made of an index, and its folder where there was none before. What cannot be taken away stays:
/// the next run goes on from there.
pub(super) fn take_away(path: &Path, before: Before) {
    for entry in std::fs::read_dir(path).into_iter().flatten().flatten() {
        if is_own_file(&entry.path()) {
            let _ = std::fs::remove_file(entry.path());
        }
    }
    if before == Before::Nothing {
        let _ = std::fs::remove_dir(path);
    }
}

fn open_or_create(
    path: &Path,
    directory: &IndexDirectory,
    options: WriterOptions,
) -> Result<(IndexWriter<Document>, State), IndexError> {
    let refused = |error| IndexError::of_write(error, path, directory.refusal());
    let state = match version::check(path, directory) {
        Err(IndexError::Missing(_)) => State::Begun,
        other => other?,
    };
    let index = match state {
        State::Committed => opened(directory.clone(), path)?,
        State::Begun => begin(directory, path)?,
    };
    let threads = options.threads.max(1);
    let writer = lock(&index, threads, options.memory.max(LEAST_MEMORY * threads), path)?;
    // What a killed run has left: files of deletions have names that the next run may need again.
    writer.garbage_collect_files().wait().map_err(refused)?;
    Ok((writer, state))
}

/// Makes the first commit of an index, which says what made it and holds nothing.
fn begin(directory: &IndexDirectory, path: &Path) -> Result<Index, IndexError> {
    let refused = |error| IndexError::of_write(error, path, directory.refusal());
    let settings = IndexSettings {
        docstore_compression: Compressor::Lz4,
        docstore_blocksize: STORE_BLOCK,
        ..IndexSettings::default()
    };
    if directory.atomic_read(Path::new(META)).is_err() {
        // It names no part, so that nothing is lost with it.
        let _ = std::fs::remove_file(path.join(META));
    }
    let builder = Index::builder().schema(schema::build().0).settings(settings);
    let mut index = builder.open_or_create(directory.clone()).map_err(refused)?;
    index.set_tokenizers(tokenizers());
    let mut writer = lock(&index, 1, LEAST_MEMORY, path)?;
    let mut first = writer.prepare_commit().map_err(refused)?;
    first.set_payload(&Versions::begun().to_payload());
    first.commit().map_err(refused)?;
    Ok(index)
}

pub(super) fn lock(
    index: &Index,
    threads: usize,
    memory: usize,
    path: &Path,
) -> Result<IndexWriter<Document>, IndexError> {
    index.writer_with_num_threads(threads, memory).map_err(|error| IndexError::of_write(error, path, None))
}

/// Opens an index that is there, if it is of this version, to read it; works where nothing can be written. One that was
/// begun and holds nothing is opened for its writer alone.
pub(super) fn open_to_read(path: &Path, for_writer: bool) -> Result<Index, IndexError> {
    let directory = directory_to_read(path)?;
    match version::check(path, &directory)? {
        State::Begun if !for_writer => Err(IndexError::Begun(path.to_owned())),
        _ => opened(directory, path),
    }
}

pub(super) fn opened(directory: IndexDirectory, path: &Path) -> Result<Index, IndexError> {
    let mut index = Index::open(directory).map_err(|error| IndexError::from(error).at(path))?;
    index.set_tokenizers(tokenizers());
    Ok(index)
}
