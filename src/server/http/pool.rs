//! Who may work: as many requests at once as there are permits, a bounded line behind them, a deadline for each.
//!
//! The work is synchronous and runs on threads of its own. A client that hangs up drops the response that is being
//! made, and with it a guard that tells the search to stop.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use super::problem::Problem;
use crate::guard::guarded;
use crate::query::Stop;

/// How many requests may wait for a permit.
pub const WAITING_LINE: usize = 64;
/// How long a request waits for a permit before the answer is that the server is busy.
const PATIENCE: Duration = Duration::from_secs(2);
/// How long after its deadline the pool waits for a search, which looks at the clock only now and then.
const GRACE: Duration = Duration::from_millis(150);

/// The permits and the line.
#[derive(Clone, Debug)]
pub struct Pool {
    permits: Arc<Semaphore>,
    waiting: Arc<AtomicUsize>,
    deadline: Duration,
}

impl Pool {
    /// A pool that does `permits` pieces of work at once and gives each `deadline`.
    pub fn new(permits: usize, deadline: Duration) -> Self {
        Pool { permits: Arc::new(Semaphore::new(permits.max(1))), waiting: Arc::default(), deadline }
    }

    /// The deadline.
    pub fn deadline(&self) -> Duration {
        self.deadline
    }

    /// Does `work` on a thread of its own as soon as there is a permit. Its `Stop` becomes due at the deadline, or when
    /// this future is dropped.
    ///
    /// # Errors
    /// When the line is full or too slow, when the deadline has passed, when `work` panics, and those of `work`.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Stop) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let permit = self.permit().await?;
        let gone = SetOnDrop(Arc::default());
        let stop = Stop::on(gone.0.clone()).within(self.deadline);
        let job = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            guarded(|| work(&stop)).unwrap_or_else(|_| Err(Problem::internal()))
        });
        match timeout(self.deadline + GRACE, job).await {
            Err(_) => Err(Problem::too_slow(self.deadline.as_secs_f32())),
            Ok(joined) => joined.unwrap_or_else(|_| Err(Problem::internal())),
        }
    }

    async fn permit(&self) -> Result<OwnedSemaphorePermit, Problem> {
        if let Ok(permit) = self.permits.clone().try_acquire_owned() {
            return Ok(permit);
        }
        let _place = Place::take(&self.waiting).ok_or_else(Problem::busy)?;
        match timeout(PATIENCE, self.permits.clone().acquire_owned()).await {
            Ok(Ok(permit)) => Ok(permit),
            _ => Err(Problem::busy()),
        }
    }
}

/// A place in the line.
struct Place<'a>(&'a AtomicUsize);

impl<'a> Place<'a> {
    fn take(waiting: &'a AtomicUsize) -> Option<Self> {
        let place = Place(waiting);
        (waiting.fetch_add(1, Ordering::Relaxed) < WAITING_LINE).then_some(place)
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
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
    use std::time::Instant;

    use super::*;

    fn runtime() -> tokio::runtime::Runtime {
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime")
    }

    /// Works until `stop` is due, as a search does.
    fn slow(stop: &Stop) -> Result<(), Problem> {
        while !stop.is_due() {
            std::thread::sleep(Duration::from_millis(1));
        }
        Err(Problem::too_slow(0.0))
    }

    #[test]
    fn the_deadline_holds_and_the_permit_comes_back() {
        let pool = Pool::new(1, Duration::from_millis(200));
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
        let pool = Pool::new(2, Duration::from_millis(20));
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
        let pool = Pool::new(1, Duration::from_secs(60));
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
        let pool = Pool::new(1, Duration::from_secs(60));
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
            has_begun.recv().expect("the only permit is taken");
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
