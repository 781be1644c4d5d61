//! What happened, to which file and why.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use super::doubt::{Doubt, DoubtfulDate, Doubts};
use crate::source::SkipReason;

/// Something that happened to a source, as it happens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A source is new or changed and is being read.
    Reading(String),
    /// A source is as it was when indexed.
    Unchanged(String),
    /// A source, or something in it, could not be read.
    Failed(String),
    /// A source was passed over.
    Skipped(String, SkipReason),
    /// A source is gone, and its articles with it.
    Removed(String),
    /// The date given beside an article cannot be read, or in two ways.
    Doubtful(DoubtfulDate),
    /// An article is in the index; the number is the bytes of its text.
    Indexed(u64),
    /// The work so far was made to last.
    Committed,
}

/// Is told of events while they happen.
pub trait Observer {
    /// Called for each event.
    fn observe(&mut self, event: Event);

    /// Counts the bytes of files that were read, or need not be read, if somebody wants to know how far the work is.
    fn counter(&self) -> Option<Arc<AtomicU64>> {
        None
    }

    /// Whether the work is to end early, keeping what is whole.
    fn is_interrupted(&self) -> bool {
        false
    }
}

/// The numbers of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Articles that are new in the index.
    pub added: u64,
    /// Articles that replaced an earlier state.
    pub changed: u64,
    /// Articles that are as they were.
    pub unchanged: u64,
    /// Articles taken out, because their source or their place in it is gone.
    pub removed: u64,
    /// Articles annotated anew since their taxonomy changed.
    pub retagged: u64,
    /// Articles whose publication date other articles settle otherwise than before.
    pub redated: u64,
    /// Passages written.
    pub passages: u64,
    /// Bytes of text written.
    pub bytes: u64,
    /// Files passed over, by reason.
    pub skipped: BTreeMap<SkipReason, u64>,
    /// Articles written whose given date is none that can be read.
    pub unreadable_dates: Doubts,
    /// Articles written whose given date may be read day or month first.
    pub open_dates: Doubts,
    /// Messages of files and records that could not be read.
    pub failed: Vec<String>,
    /// Whether the run ended early on request.
    pub interrupted: bool,
    /// Whether none of the PATHs could be looked at.
    pub is_futile: bool,
}

impl Summary {
    /// Takes in a date in doubt.
    pub(super) fn doubt(&mut self, doubtful: DoubtfulDate) {
        match doubtful.doubt {
            Doubt::Unreadable => self.unreadable_dates.add(doubtful.what),
            Doubt::Either => self.open_dates.add(doubtful.what),
        }
    }

    /// Whether the run changed nothing.
    pub fn is_unchanged(&self) -> bool {
        self.added == 0 && self.changed == 0 && self.removed == 0 && self.retagged == 0
    }
}
