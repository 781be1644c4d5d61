//! What waits for others to work on it, counted in bytes: a bound on its memory.
//!
//! Queues count what they hold, however large it is: the engine takes ten thousand batches of documents before it
//! makes anybody wait. Here bytes are counted, from when they are handed over until whoever has them drops them.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How long to wait for room before another batch goes in all the same: should the engine stand still, it says
/// why when it is handed something.
const PATIENCE: Duration = Duration::from_secs(1);

/// The bytes that wait, and a limit.
#[derive(Debug)]
pub struct Backlog {
    limit: usize,
    waiting: Mutex<usize>,
    less: Condvar,
}

/// Some of the bytes that wait; dropping it takes them off.
#[derive(Debug)]
pub struct Share {
    bytes: usize,
    of: Arc<Backlog>,
}

impl Backlog {
    /// Nothing waits yet; at most `limit` bytes may.
    pub fn new(limit: usize) -> Arc<Self> {
        Arc::new(Backlog { limit, waiting: Mutex::new(0), less: Condvar::new() })
    }

    /// Adds `bytes` bytes, once there is room for them or nothing else waits, or after a while all the same.
    pub fn take(self: &Arc<Self>, bytes: usize) -> Share {
        self.room(bytes, PATIENCE).unwrap_or_else(|| self.add(self.waiting(), bytes))
    }

    /// Adds `bytes` bytes, once there is room for them or nothing else waits; nothing where that takes longer than
    /// `patience`.
    pub fn room(self: &Arc<Self>, bytes: usize, patience: Duration) -> Option<Share> {
        let is_full = |waiting: &mut usize| *waiting > 0 && *waiting + bytes > self.limit;
        let waited = self.less.wait_timeout_while(self.waiting(), patience, is_full);
        let (waiting, waited) = waited.unwrap_or_else(PoisonError::into_inner);
        (!waited.timed_out()).then(|| self.add(waiting, bytes))
    }

    fn add(self: &Arc<Self>, mut waiting: MutexGuard<'_, usize>, bytes: usize) -> Share {
        *waiting += bytes;
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
    fn there_is_no_room_while_others_have_it() {
        let backlog = Backlog::new(10);
        let first = backlog.room(8, Duration::ZERO).expect("room");
        assert!(backlog.room(8, Duration::from_millis(1)).is_none());
        let second = backlog.room(2, Duration::ZERO);
        drop(first);
        assert!(second.is_some() && backlog.room(8, Duration::ZERO).is_some());
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
