//! When a search is to end early: a deadline, a flag that somebody else sets, or both.
//!
//! Whoever works for long asks now and then: loops over postings, passages or spellings, every thousand steps or
//! so. To ask costs a load of the flag and, with a deadline, a look at the clock.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

/// Tells a search whether it is to end. Clones share the flag.
#[derive(Clone, Debug, Default)]
pub struct Stop {
    deadline: Option<Instant>,
    flag: Option<Arc<AtomicBool>>,
}

/// Why a search ended before it had its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stopped {
    /// Its time was over.
    #[error("the search took longer than it may")]
    TimedOut,
    /// Nobody waits for it any more.
    #[error("the search was interrupted")]
    Cancelled,
}

impl Stop {
    /// Never: the search runs to its end.
    pub const NEVER: Stop = Stop { deadline: None, flag: None };

    /// When `time` is over, counted from now.
    pub fn after(time: Duration) -> Self {
        Stop { deadline: Instant::now().checked_add(time), flag: None }
    }

    /// When somebody sets `flag`.
    pub fn on(flag: Arc<AtomicBool>) -> Self {
        Stop { deadline: None, flag: Some(flag) }
    }

    /// Stops as `self` does, and at the latest when `time` has passed from now.
    pub fn within(self, time: Duration) -> Self {
        let deadline = Instant::now().checked_add(time);
        Stop { deadline: self.deadline.into_iter().chain(deadline).min(), ..self }
    }

    /// Whether the search is to end now, and why.
    pub fn reason(&self) -> Option<Stopped> {
        if self.flag.as_ref().is_some_and(|flag| flag.load(Ordering::Relaxed)) {
            return Some(Stopped::Cancelled);
        }
        let over = self.deadline.is_some_and(|deadline| Instant::now() >= deadline);
        over.then_some(Stopped::TimedOut)
    }

    /// Whether the search is to end now.
    pub fn is_due(&self) -> bool {
        self.reason().is_some()
    }

    /// Goes on, unless the search is to end now.
    ///
    /// # Errors
    /// The reason, when it is to end.
    pub fn check(&self) -> Result<(), Stopped> {
        self.reason().map_or(Ok(()), Err)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn never_is_never() {
        assert_eq!(Stop::NEVER.check(), Ok(()));
        assert_eq!(Stop::after(Duration::MAX).check(), Ok(()));
    }

    #[test]
    fn a_flag_or_the_time_whichever_is_first() {
        let flag = Arc::new(AtomicBool::new(false));
        let stop = Stop::on(flag.clone()).within(Duration::from_secs(3600));
        assert!(!stop.clone().is_due());
        flag.store(true, Ordering::Relaxed);
        assert_eq!(stop.check(), Err(Stopped::Cancelled));
        assert_eq!(Stop::after(Duration::from_secs(3600)).within(Duration::ZERO).reason(), Some(Stopped::TimedOut));
    }
}
