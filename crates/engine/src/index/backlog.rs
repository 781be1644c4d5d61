//! What waits to be written: a bound on its memory.
//!
//! The engine takes ten thousand batches of documents before it makes anybody wait, however large they are. Here
//! they are counted in bytes, from when they are handed over until the engine drops them.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How long to wait for room before another batch goes in all the same: should the engine stand still, it says
/// why when it is handed something.
const PATIENCE: Duration = Duration::from_secs(1);

/// The bytes that wait, and a limit.
#[derive(Debug)]
pub(super) struct Backlog {
    limit: usize,
    waiting: Mutex<usize>,
    less: Condvar,
}

/// Some of the bytes that wait; dropping it takes them off.
#[derive(Debug)]
pub(super) struct Share {
    bytes: usize,
    of: Arc<Backlog>,
}

impl Backlog {
    pub(super) fn new(limit: usize) -> Arc<Self> {
        Arc::new(Backlog { limit, waiting: Mutex::new(0), less: Condvar::new() })
    }

    /// Adds `bytes` bytes, once there is room for them or nothing else waits.
    pub(super) fn take(self: &Arc<Self>, bytes: usize) -> Share {
        let is_full = |waiting: &mut usize| *waiting > 0 && *waiting + bytes > self.limit;
        let waited = self.less.wait_timeout_while(self.waiting(), PATIENCE, is_full);
        *waited.unwrap_or_else(PoisonError::into_inner).0 += bytes;
        Share { bytes, of: self.clone() }
    }

    fn waiting(&self) -> MutexGuard<'_, usize> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        *self.of.waiting() -= self.bytes;
        self.of.less.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_dropped_makes_room() {
        let backlog = Backlog::new(10);
        let first = backlog.take(8);
        std::thread::scope(|scope| {
            let second = scope.spawn(|| backlog.take(8));
            drop(first);
            let second = second.join().expect("no panic");
            assert_eq!(*backlog.waiting(), 8);
            drop(second);
        });
        assert_eq!(*backlog.waiting(), 0);
    }

    #[test]
    fn a_batch_above_the_limit_goes_in_alone() {
        let backlog = Backlog::new(10);
        let share = backlog.take(100);
        assert_eq!(*backlog.waiting(), 100);
        drop(share);
        assert_eq!(*backlog.waiting(), 0);
    }
}
