//! Which files a run could not read, or not to their end, as it is to be known afterwards.

use std::collections::HashSet;
use std::path::Path;

use super::plan::{Places, absolute};
use crate::source::{STDIN, SkipReason, path_text, text_path};
use onrecord_api::store::{Inventory, StoreWriter};
use onrecord_api::unread::UnreadFiles;
use onrecord_api::{Error, Unread};

/// What a run finds out about files that are not read.
#[derive(Default)]
pub(super) struct NotRead {
    files: UnreadFiles,
    /// Sources that were not looked into, since they are as they were.
    untouched: HashSet<String>,
}

impl NotRead {
    /// A file that failed: its absolute path, and as its user named it.
    pub(super) fn failed(&mut self, path: String, display: String, why: String) {
        self.files.add(path, Unread { path: display, why, failed: true });
    }

    /// A file, or a member of an archive, that was passed over.
    pub(super) fn skipped(&mut self, display: &str, reason: SkipReason) {
        if display != STDIN {
            let path = path_text(&absolute(&text_path(display)));
            self.files.add(path, Unread { path: display.to_owned(), why: reason.told(), failed: false });
        }
    }

    /// A source that is as it was: what is known of its members holds.
    pub(super) fn untouched(&mut self, path: &str) {
        self.untouched.insert(path.to_owned());
    }

    /// Records the files of this run and, of those before, what this run did not look at: what lies outside of `places`
    /// or within `kept`, and sources that are as they were. Nothing is written if that is known already.
    pub(super) fn record(
        self,
        writer: &mut dyn StoreWriter,
        inventory: &dyn Inventory,
        (places, kept): (&Places, &Places),
    ) -> Result<(), Error> {
        let before = inventory.unread()?;
        let mut now = before.clone();
        let is_untouched = |path: &Path| path.ancestors().any(|at| self.untouched.contains(&path_text(at)));
        let is_as_before = |path: &Path| !places.hold(path) || kept.hold(path) || is_untouched(path);
        now.retain(|path| is_as_before(&text_path(path)));
        now.extend(self.files);
        if now == before {
            return Ok(());
        }
        writer.put_unread(&now)?;
        // Nothing of the collection depends on it, so it need not be worked out anew.
        writer.commit()
    }
}
