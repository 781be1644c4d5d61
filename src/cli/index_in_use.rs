//! The index in use: a folder, or one in a cluster.

use super::args::Global;
use super::exit::Failure;
use crate::desk::Archive;

/// The archive in use.
pub(super) fn archive(global: &Global) -> Result<Archive, Failure> {
    #[cfg(feature = "remote")]
    return super::cluster::archive_at(&global.index);
    #[cfg(not(feature = "remote"))]
    Ok(Archive::at(&global.index))
}

/// The archive in use, to be filled; where it is a new one in a cluster, with so many parts and further copies.
pub(super) fn archive_to_fill(global: &Global, layout: Option<(u32, u32)>) -> Result<Archive, Failure> {
    #[cfg(feature = "remote")]
    if let (Some(text), Some((shards, replicas))) = (address(global), layout) {
        return super::cluster::archive_laid_out(text, shards, replicas);
    }
    let _ = layout;
    archive(global)
}

/// The text of the index in use, where that is an address.
pub(super) fn address(global: &Global) -> Option<&str> {
    let text = global.index.to_str()?;
    ["http://", "https://"].iter().any(|scheme| text.starts_with(scheme)).then_some(text)
}

/// Refuses what is done to folders alone.
pub(super) fn folder_alone(global: &Global, command: &str) -> Result<(), Failure> {
    match address(global) {
        None => Ok(()),
        Some(_) => Err(Failure::message(format!(
            "`onrecord {command}` works on an index in a folder: name that with --index, then bring the cluster up to \
             date with `onrecord copy FOLDER URL`"
        ))),
    }
}
