//! What is not read, remembered with the index until it is read or gone.
//!
//! A run replaces what it looked at; of a source that is unchanged, and so not opened, what was known stays.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::plan::{Places, absolute};
use crate::index::record::UnreadRecord;
use crate::index::{IndexError, Snapshot, Writer};
use crate::source::{SkipReason, path_text, text_path};

/// How many are remembered at most, so that the record of a run through millions of pictures stays within some 20 MB.
const MAX_REMEMBERED: usize = 100_000;

/// What a run did not read.
#[derive(Debug, Default)]
pub(super) struct UnreadLog {
    noted: Vec<UnreadRecord>,
    unchanged: HashSet<String>,
}

impl UnreadLog {
    /// Notes what is passed over for a good reason; `source` is the absolute path of the source that it is in.
    pub(super) fn skipped(&mut self, source: Option<String>, display: &str, reason: SkipReason) {
        let place = source.unwrap_or_else(|| path_text(&place_of(&text_path(display))));
        let (reason, advice) = (reason.message().to_owned(), reason.advice().to_owned());
        self.note(UnreadRecord { place, display: display.to_owned(), reason, advice, is_error: false });
    }

    /// Notes what could not be read of what lies at an absolute path.
    pub(super) fn failed(&mut self, place: String, message: &str) {
        let (display, reason) = (place.clone(), message.to_owned());
        self.note(UnreadRecord { place, display, reason, advice: String::new(), is_error: true });
    }

    fn note(&mut self, record: UnreadRecord) {
        if self.noted.len() < MAX_REMEMBERED {
            self.noted.push(record);
        }
    }

    /// Notes that a source is as it was, and so what is not read of it.
    pub(super) fn unchanged(&mut self, source: &str) {
        self.unchanged.insert(source.to_owned());
    }

    /// Records all that is not read now, where that is not what the index has.
    pub(super) fn remember(
        self,
        snapshot: &Snapshot,
        writer: &mut Writer,
        looked_at: &Places,
    ) -> Result<(), IndexError> {
        let before = snapshot.unread()?;
        let now = self.merged(before.clone(), looked_at);
        if now == before { Ok(()) } else { writer.put_unread(&now) }
    }

    /// All that is not read now, sorted: what was noted, and of `before` what lies outside of the places looked at or
    /// in sources that are as they were.
    fn merged(self, before: Vec<UnreadRecord>, looked_at: &Places) -> Vec<UnreadRecord> {
        let stays = |r: &UnreadRecord| self.unchanged.contains(&r.place) || !looked_at.hold(&text_path(&r.place));
        let mut all: Vec<_> = before.into_iter().filter(stays).collect();
        all.extend(self.noted);
        all.sort();
        all.dedup();
        all.truncate(MAX_REMEMBERED);
        all
    }
}

/// Where what a walk came to lies: the links of its folder are resolved, its own are not.
fn place_of(path: &Path) -> PathBuf {
    match (path.parent(), path.file_name()) {
        (Some(folder), Some(name)) if !folder.as_os_str().is_empty() => absolute(folder).join(name),
        (_, Some(name)) => absolute(Path::new(".")).join(name),
        _ => absolute(path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(place: &str) -> UnreadRecord {
        let (place, display) = (place.to_owned(), place.to_owned());
        UnreadRecord { place, display, reason: "binary".into(), advice: String::new(), is_error: false }
    }

    #[test]
    fn a_run_replaces_what_it_looked_at() {
        let before = vec![record("/news/a.bin"), record("/news/b.zip"), record("/other/c.bin")];
        let mut log = UnreadLog::default();
        log.unchanged("/news/b.zip");
        log.skipped(Some("/news/d.bin".into()), "/news/d.bin", SkipReason::Binary);
        let looked_at: Places = [PathBuf::from("/news")].into_iter().collect();
        let places: Vec<_> = log.merged(before, &looked_at).into_iter().map(|r| r.place).collect();
        assert_eq!(places, ["/news/b.zip", "/news/d.bin", "/other/c.bin"]);
    }
}
