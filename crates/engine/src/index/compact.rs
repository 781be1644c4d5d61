//! Making what was taken out of an index leave the disk: parts of it that hold removed passages are written anew
//! without them, and the old files are deleted.

use std::path::Path;

use tantivy::index::SegmentId;
use tantivy::indexer::NoMergePolicy;
use tantivy::{Index, SegmentMeta};

use super::check::files_of;
use super::error::IndexError;
use super::opening::{LEAST_MEMORY, directory_to_write, lock, opened};
use super::version::{self, State};

/// What became of the parts of an index that hold removed passages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Compacted {
    /// Bytes of those that were written anew.
    pub rewritten: u64,
    /// Bytes of those that were left as they are, since they were more than the limit.
    pub left: u64,
}

/// Writes the parts of the index at `path` anew that hold removed passages, if they have no more than `limit` bytes
/// together. Readers that have the old files open go on reading them; the disk has them no more.
///
/// # Errors
/// When there is no index, somebody else writes to it, or the file system refuses; nothing is lost then.
pub fn compact(path: &Path, limit: u64) -> Result<Compacted, IndexError> {
    if !path.exists() {
        return Err(IndexError::Missing(path.to_owned()));
    }
    let directory = directory_to_write(path)?;
    if version::check(path, &directory)? == State::Begun {
        return Err(IndexError::Begun(path.to_owned()));
    }
    let index = opened(directory.clone(), path)?;
    rewrite(&index, path, limit).map_err(|error| match error {
        IndexError::Engine(error) => IndexError::of_write(error, path, directory.refusal()),
        other => other,
    })
}

fn rewrite(index: &Index, path: &Path, limit: u64) -> Result<Compacted, IndexError> {
    let mut writer = lock(index, 1, LEAST_MEMORY, path)?;
    writer.set_merge_policy(Box::new(NoMergePolicy));
    let (ids, bytes) = with_removed(index, path)?;
    if bytes > limit {
        return Ok(Compacted { rewritten: 0, left: bytes });
    }
    // One after the other: two at once would need room for both.
    for id in ids {
        writer.merge(&[id]).wait().map_err(IndexError::Engine)?;
    }
    writer.garbage_collect_files().wait().map_err(IndexError::Engine)?;
    writer.wait_merging_threads().map_err(IndexError::Engine)?;
    Ok(Compacted { rewritten: bytes, left: 0 })
}

/// The segments that hold removed passages, and the bytes of their files. Whoever holds what is known of a segment
/// keeps its files from being deleted, so that only names are given.
fn with_removed(index: &Index, path: &Path) -> Result<(Vec<SegmentId>, u64), IndexError> {
    let mut segments = index.searchable_segment_metas()?;
    segments.retain(|segment| segment.num_deleted_docs() > 0);
    Ok((segments.iter().map(SegmentMeta::id).collect(), segments.iter().map(|segment| size(segment, path)).sum()))
}

/// Bytes that the files of a segment take.
fn size(segment: &SegmentMeta, path: &Path) -> u64 {
    files_of(segment).iter().map(|file| std::fs::metadata(path.join(file)).map_or(0, |data| data.len())).sum()
}
