//! The PATHs of a run.

use std::path::{Path, PathBuf};

use super::options::Options;
use super::plan::{Known, Standing, standing};
use crate::source::WalkOptions;

/// A PATH argument.
pub(super) struct Root {
    /// As the user named it.
    pub given: PathBuf,
    /// Where it lies, as sources are recorded.
    pub place: PathBuf,
    /// Whether anything is there.
    pub standing: Standing,
    /// Whether links out of it are followed.
    pub follow: bool,
}

/// The PATHs with where they lie, whether anything is there, and whether their links are followed.
pub(super) fn roots(paths: &[PathBuf], known: &Known, options: &Options) -> Vec<Root> {
    let root = |(given, place): (&PathBuf, PathBuf)| {
        let follow = options.follow || known.path(&place).is_some_and(|record| record.follow);
        // What the index does not know is left to the walk, which has words for it.
        let standing = if known.knows(&place) { standing(given) } else { Standing::There };
        // Named from another folder than before, it would lead elsewhere from that one.
        let given = if known.is_named_elsewhere(&place) { place.clone() } else { given.clone() };
        Root { given, place, standing, follow }
    };
    paths.iter().zip(known.places_of(paths)).map(root).collect()
}

/// How the PATHs are walked; `folder` is the archive's own.
pub(super) fn walk_options(roots: &[Root], folder: Option<&Path>) -> WalkOptions {
    let follow = roots.iter().filter(|root| root.follow).map(|root| root.place.clone()).collect();
    WalkOptions { index: folder.map(Path::to_owned), follow, ..WalkOptions::default() }
}
