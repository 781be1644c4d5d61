//! Who may work: as many requests at once as there are threads, a bounded line before them, a deadline for each.
//!
//! The work is synchronous and runs on threads of its own, which take the next piece out of the line without a detour
//! over the runtime. A client that hangs up drops the response that is being made, and with it a guard that tells the
//! search to stop.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender, TrySendError, bounded};
use tokio::sync::oneshot;
use tokio::time::{Instant, timeout_at};

use super::problem::Problem;
use crate::guard::guarded;
use crate::query::Stop;

/// How many requests may wait for a thread.
pub const WAITING_LINE: usize = 64;
/// How long a request waits for a thread before the answer is that the server is busy.
const PATIENCE: Duration = Duration::from_secs(2);
/// How long after its deadline the pool waits for a search, which looks at the clock only now and then.
const GRACE: Duration = Duration::from_millis(150);

/// A piece of work with where its result goes.
type Job = Box<dyn FnOnce() + Send>;

/// The threads, as the line that they take work from. They end with the pool.
#[derive(Clone, Debug)]
pub struct Pool {
    line: Sender<Job>,
    deadline: Duration,
}

/// What the thread that works and the one that waits for it know of each other.
#[derive(Default)]
struct Shared {
    /// When the work was begun.
    begun: OnceLock<Instant>,
    /// Set when nobody waits any more.
    gone: Arc<AtomicBool>,
}

impl Pool {
    /// A pool that does `threads` pieces of work at once and gives each `deadline`.
    ///
    /// # Errors
    /// When the system refuses threads.
    pub fn new(threads: usize, deadline: Duration) -> std::io::Result<Self> {
        let (line, work) = bounded(WAITING_LINE);
        for number in 1..=threads.max(1) {
            let work: Receiver<Job> = work.clone();
            std::thread::Builder::new().name(format!("search-{number}")).spawn(move || {
                // A panic is the end of one piece of work, whose result then never comes.
                work.iter().for_each(|job| drop(catch_unwind(AssertUnwindSafe(job))));
            })?;
        }
        Ok(Pool { line, deadline })
    }

    /// The deadline.
    pub fn deadline(&self) -> Duration {
        self.deadline
    }

    /// Does `work` on a thread of its own as soon as one is free. Its `Stop` becomes due at the deadline, or when
    /// this future is dropped.
    ///
    /// # Errors
    /// When the line is full or too slow, when the deadline has passed, when `work` panics, and those of `work`.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Stop) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let shared = Arc::new(Shared::default());
        let _gone = SetOnDrop(shared.gone.clone());
        let (tell, told) = oneshot::channel();
        let (of_work, deadline) = (shared.clone(), self.deadline);
        let job = move || {
            if of_work.gone.load(Ordering::Relaxed) {
                return;
            }
            let _ = of_work.begun.set(Instant::now());
            let stop = Stop::on(of_work.gone.clone()).within(deadline);
            // Nobody may wait for it any more.
            let _ = tell.send(guarded(|| work(&stop)).unwrap_or_else(|_| Err(Problem::internal())));
        };
        self.line.try_send(Box::new(job)).map_err(|refused| match refused {
            TrySendError::Full(_) => Problem::busy(),
            TrySendError::Disconnected(_) => Problem::internal(),
        })?;
        self.result(told, &shared).await
    }

    /// Waits for a result: as long as the line may take, and from when the work is begun as long as that may take.
    async fn result<T>(&self, mut told: oneshot::Receiver<Result<T, Problem>>, shared: &Shared) -> Result<T, Problem> {
        let (arrived, whole) = (Instant::now(), self.deadline + GRACE);
        let mut until = arrived + whole.min(PATIENCE);
        loop {
            if let Ok(done) = timeout_at(until, &mut told).await {
                return done.unwrap_or_else(|_| Err(Problem::internal()));
            }
            let now = Instant::now();
            until = match shared.begun.get() {
                Some(&begun) if begun + whole <= now => return Err(Problem::too_slow(self.deadline.as_secs_f32())),
                Some(&begun) => begun + whole,
                None if arrived + PATIENCE <= now => return Err(Problem::busy()),
                None => (now + whole).min(arrived + PATIENCE),
            };
        }
    }
}

/// Sets its flag when nobody waits any more.
struct SetOnDrop(Arc<AtomicBool>);

impl Drop for SetOnDrop {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;

    use tokio::time::timeout;

    use super::*;

    fn runtime() -> tokio::runtime::Runtime {
        tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime")
    }

    /// Works until `stop` is due, as a search does.
    fn slow(stop: &Stop) -> Result<(), Problem> {
        while !stop.is_due() {
            std::thread::sleep(Duration::from_millis(1));
        }
        Err(Problem::too_slow(0.0))
    }

    #[test]
    fn the_deadline_holds_and_the_thread_comes_back() {
        let pool = Pool::new(1, Duration::from_millis(200)).expect("threads");
        runtime().block_on(async {
            let started = Instant::now();
            let problem = pool.run(slow).await.expect_err("too slow");
            assert_eq!(problem.status, 504);
            assert!(started.elapsed() >= Duration::from_millis(200));
            assert_eq!(pool.run(|_| Ok(1)).await.expect("free again"), 1);
        });
    }

    #[test]
    fn work_that_never_looks_at_the_clock_is_given_up() {
        let pool = Pool::new(2, Duration::from_millis(20)).expect("threads");
        runtime().block_on(async {
            let (end, ended) = std::sync::mpsc::channel::<()>();
            let deaf = pool.run(move |_| {
                let _ = ended.recv();
                Ok(())
            });
            assert_eq!(deaf.await.expect_err("given up").status, 504);
            drop(end);
        });
    }

    #[test]
    fn who_hangs_up_stops_the_search() {
        let pool = Pool::new(1, Duration::from_secs(60)).expect("threads");
        runtime().block_on(async {
            let (tell, told) = std::sync::mpsc::channel();
            let search = pool.run(move |stop| {
                let _ = slow(stop);
                let _ = tell.send(stop.reason());
                Ok(())
            });
            assert!(timeout(Duration::from_millis(50), search).await.is_err(), "it still runs");
            assert_eq!(told.recv_timeout(Duration::from_secs(10)), Ok(Some(crate::query::Stopped::Cancelled)));
        });
    }

    #[test]
    fn a_full_line_is_told_at_once_and_a_panic_is_an_error() {
        let pool = Pool::new(1, Duration::from_secs(60)).expect("threads");
        runtime().block_on(async {
            let (begun, has_begun) = std::sync::mpsc::channel();
            let (end, ended) = std::sync::mpsc::channel::<()>();
            let holder = pool.clone();
            let first = tokio::spawn(async move {
                let hold = move |_: &Stop| {
                    let _ = begun.send(());
                    let _ = ended.recv();
                    Ok(())
                };
                holder.run(hold).await
            });
            tokio::task::yield_now().await;
            has_begun.recv().expect("the only thread is taken");
            let refused = Arc::new(AtomicUsize::new(0));
            let line: Vec<_> = (0..WAITING_LINE + 20)
                .map(|_| {
                    let (pool, refused) = (pool.clone(), refused.clone());
                    tokio::spawn(async move {
                        let answer = pool.run(|_| Ok(())).await;
                        refused.fetch_add(usize::from(answer.is_err()), Ordering::Relaxed);
                        answer
                    })
                })
                .collect();
            while refused.load(Ordering::Relaxed) < 20 {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            drop(end);
            assert!(first.await.expect("no panic").is_ok());
            let mut problems = Vec::new();
            for place in line {
                problems.extend(place.await.expect("no panic").err());
            }
            assert_eq!(problems.len(), 20);
            assert!(problems.iter().all(|problem| problem.status == 503));
            let broken: Result<(), Problem> = pool.run(|_| panic!("on purpose")).await;
            assert_eq!(broken.expect_err("a panic").status, 500);
            assert!(pool.run(|_| Ok(())).await.is_ok());
        });
    }
}
