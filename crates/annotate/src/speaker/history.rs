//! What was decided for the quotations before one.

/// What was decided for the runs before, as far as features look back.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct History {
    /// The last run that has a speaker, and its mention.
    pub last: Option<(u32, u32)>,
    /// The mention of the run directly before, if it has one.
    pub previous: Option<u32>,
}

impl History {
    /// Takes note of the decision for a run.
    pub(super) fn push(&mut self, run: u32, mention: Option<u32>) {
        self.previous = mention;
        if let Some(mention) = mention {
            self.last = Some((run, mention));
        }
    }
}
