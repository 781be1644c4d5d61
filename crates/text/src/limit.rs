//! Limits: how much time and memory the work on one article may take, and a word that all work is to end.
//!
//! Whatever is done to an article costs about as much as the article is long. Where a hostile one, or a mistake of
//! ours, makes it cost more, this ends it: loops over what an article consists of (paragraphs, sentences, dates,
//! passages) call [`check`], which unwinds to [`within`] once the time is over. Time is that of the thread on a
//! processor, so that a busy machine refuses nothing.

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use cpu_time::ThreadTime;

/// What ends work early.
#[derive(Clone, Debug, Default)]
pub struct Limit {
    /// The most time that it may take on a processor.
    pub time: Option<Duration>,
    /// Set by somebody who wants all work to end.
    pub stop: Option<Arc<AtomicBool>>,
}

/// Why work was ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Exceeded {
    /// It took longer than it may.
    #[error("it takes more than the {} s of processor time that an article of its size may take", .0.as_secs())]
    Time(Duration),
    /// It has more different spellings than this.
    #[error("it has more than {0} different words, as no article has; check what kind of file it is")]
    Spellings(usize),
    /// All work is to end.
    #[error("interrupted")]
    Stopped,
}

/// The processor time that an article of `bytes` bytes may take: one second, ten more for each megabyte, at most sixty.
/// Sound articles take less than a hundredth of that.
pub fn time_for(bytes: u64) -> Duration {
    const MEGABYTE: u64 = 1 << 20;
    Duration::from_secs((1 + bytes.saturating_mul(10) / MEGABYTE).min(60))
}

struct Active {
    limit: Limit,
    since: ThreadTime,
}

thread_local! {
    /// What limits the work of this thread: the loops that ask lie far below whoever knows.
    static ACTIVE: RefCell<Option<Active>> = const { RefCell::new(None) };
    /// Calls of [`check`] before the clock is looked at.
    static CALLS: Cell<u32> = const { Cell::new(0) };
}

/// Calls of [`check`] of which one looks at the clock.
const EVERY: u32 = 64;

/// Does `work`, which calls [`check`] now and then, within a limit; within another limit, the inner one counts.
///
/// What `work` was changing must not be used after an error.
///
/// # Errors
/// When the limit is exceeded.
pub fn within<T>(limit: Limit, work: impl FnOnce() -> T) -> Result<T, Exceeded> {
    let outer = ACTIVE.replace(Some(Active { limit, since: ThreadTime::now() }));
    let result = catch_unwind(AssertUnwindSafe(work));
    ACTIVE.set(outer);
    result.or_else(|panic| match panic.downcast::<Exceeded>() {
        Ok(exceeded) => Err(*exceeded),
        Err(other) => resume_unwind(other),
    })
}

/// Begins to count the time anew: for the next article of a container.
pub fn renew() {
    ACTIVE.with_borrow_mut(|active| {
        if let Some(active) = active {
            active.since = ThreadTime::now();
        }
    });
}

/// Goes on, or unwinds to [`within`] when the limit is exceeded. Costs next to nothing.
#[inline]
pub fn check() {
    let calls = CALLS.get();
    CALLS.set(calls + 1);
    if calls >= EVERY {
        look();
    }
}

#[cold]
fn look() {
    CALLS.set(0);
    if let Some(exceeded) = ACTIVE.with_borrow(|active| active.as_ref().and_then(Active::exceeded)) {
        end(exceeded);
    }
}

/// Ends the work that is done [`within`] a limit, for a reason that whoever calls has found; without one, it goes on.
#[cold]
pub fn exceed(exceeded: Exceeded) {
    if ACTIVE.with_borrow(Option::is_some) {
        end(exceeded);
    }
}

fn end(exceeded: Exceeded) -> ! {
    // No panic: nobody prints a word of it.
    resume_unwind(Box::new(exceeded))
}

impl Active {
    fn exceeded(&self) -> Option<Exceeded> {
        if self.limit.stop.as_ref().is_some_and(|stop| stop.load(Ordering::Relaxed)) {
            return Some(Exceeded::Stopped);
        }
        self.limit.time.filter(|time| self.since.elapsed() > *time).map(Exceeded::Time)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn for_ever() {
        loop {
            check();
        }
    }

    #[test]
    fn work_ends_when_its_time_is_over() {
        let time = Duration::from_millis(20);
        assert_eq!(within(Limit { time: Some(time), stop: None }, for_ever), Err(Exceeded::Time(time)));
        assert_eq!(within(Limit::default(), || 1), Ok(1));
        (0..1000).for_each(|_| check());
    }

    #[test]
    fn work_ends_when_all_work_ends() {
        let stop = Arc::new(AtomicBool::new(true));
        let limit = Limit { time: None, stop: Some(stop) };
        assert_eq!(within(limit, for_ever), Err(Exceeded::Stopped));
    }

    #[test]
    fn work_ends_for_a_reason_that_it_finds_itself() {
        let work = || exceed(Exceeded::Spellings(3));
        assert_eq!(within(Limit::default(), work), Err(Exceeded::Spellings(3)));
        work();
    }

    #[test]
    fn a_renewed_limit_counts_from_there() {
        let time = Duration::from_millis(200);
        let spin = |time: Duration| {
            let since = ThreadTime::now();
            while since.elapsed() < time {
                check();
            }
        };
        let work = || (0..4).for_each(|_| (spin(time / 2), renew()).1);
        assert_eq!(within(Limit { time: Some(time), stop: None }, work), Ok(()));
    }

    #[test]
    fn other_panics_pass_through() {
        let outer =
            std::panic::catch_unwind(|| within(Limit::default(), || -> u8 { resume_unwind(Box::new("other")) }));
        assert_eq!(outer.expect_err("a panic").downcast_ref::<&str>(), Some(&"other"));
    }

    #[test]
    fn long_articles_may_take_longer() {
        assert_eq!([0, 1 << 20, 1 << 30].map(|bytes| time_for(bytes).as_secs()), [1, 11, 60]);
    }
}
