//! Sources and PATHs that an index knows, paths as users named them, and whether they still lead there.
//!
//! A relative path leads to its file from the folder alone in which the index was made. Elsewhere the absolute path
//! stands in its place.

use std::path::Path;

use tantivy::Term;

use super::error::IndexError;
use super::reader::Snapshot;
use super::record::{ArticleRecord, Class, PathRecord, SourceRecord};

/// PATHs that are looked at to tell whether any leads elsewhere: those of one list mostly do alike.
const LOOKED_AT: usize = 100;

impl Snapshot {
    /// The record of the source with this key.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn source(&self, key: &[u8; 16]) -> Result<Option<SourceRecord>, IndexError> {
        let found = self.addresses(Term::from_field_bytes(self.fields().article, key))?;
        found.first().map(|&address| self.parent(address)).transpose()
    }

    /// The PATHs that were indexed and are looked at again, sorted.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn paths(&self) -> Result<Vec<PathRecord>, IndexError> {
        let found = self.addresses(Term::from_field_u64(self.fields().is_record, Class::Path as u64))?;
        let mut paths: Vec<PathRecord> =
            found.into_iter().map(|address| self.parent(address)).collect::<Result<_, _>>()?;
        paths.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(paths)
    }

    /// Folders below the PATHs on which other disks were mounted when they were looked at, sorted.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn mounts(&self) -> Result<Vec<String>, IndexError> {
        let found = self.addresses(Term::from_field_u64(self.fields().is_record, Class::Mounts as u64))?;
        found.first().map_or(Ok(Vec::new()), |&address| self.parent(address))
    }

    /// Sources that were gone when they were last looked at, or had lost articles, and that were kept, since nobody had
    /// said that they are really gone; sorted.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn missed(&self) -> Result<Vec<String>, IndexError> {
        let found = self.addresses(Term::from_field_u64(self.fields().is_record, Class::Missed as u64))?;
        found.first().map_or(Ok(Vec::new()), |&address| self.parent(address))
    }

    /// Gives an article the absolute path of its source, where the one that the user named leads elsewhere from the
    /// current folder.
    pub(super) fn lead(&self, article: &mut ArticleRecord) -> Result<(), IndexError> {
        if Path::new(&article.path).is_absolute() || !self.is_any_astray()? {
            return Ok(());
        }
        if let Some(source) = self.source(&article.source)?
            && Path::new(&source.path).is_absolute()
            && !leads(&source.display, &source.path)
        {
            article.path = source.path;
        }
        Ok(())
    }

    fn is_any_astray(&self) -> Result<bool, IndexError> {
        if let Some(&known) = self.astray.get() {
            return Ok(known);
        }
        let astray = self.paths()?.iter().take(LOOKED_AT).any(|path| !leads(&path.display, &path.named));
        Ok(*self.astray.get_or_init(|| astray))
    }
}

/// Whether a path leads to an absolute one from the current folder.
fn leads(path: &str, to: &str) -> bool {
    let same = |found: std::io::Result<std::path::PathBuf>| found.is_ok_and(|found| found == Path::new(to));
    same(std::path::absolute(path)) || same(std::fs::canonicalize(path))
}
