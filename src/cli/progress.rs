//! Progress of long work: a line on a terminal, and what is done to which file with `-v`.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use indicatif::{HumanBytes, ProgressBar, ProgressStyle};

use super::exit::{Failure, INTERRUPTED};
use super::terminal::Terminal;
use crate::ingest::{Event, Observer};
use crate::source::{Entry, Skip, WalkOptions, walk};

/// Shows events as they happen.
pub(super) struct Progress<'a> {
    terminal: &'a mut Terminal,
    bar: Option<ProgressBar>,
    articles: u64,
    bytes: u64,
    extent: Extent,
    interrupted: Arc<AtomicBool>,
    ended: Arc<AtomicBool>,
}

/// How long the work may go on once it is interrupted: enough to commit what is whole.
const GRACE: Duration = Duration::from_millis(1500);

/// Ends the program when the work does not end soon after an interrupt: what is being read may take any time, and what
/// was committed is safe.
fn watch(interrupted: Arc<AtomicBool>, ended: Arc<AtomicBool>) {
    std::thread::spawn(move || {
        while !interrupted.load(Ordering::Relaxed) {
            if ended.load(Ordering::Relaxed) {
                return;
            }
            std::thread::sleep(GRACE / 15);
        }
        std::thread::sleep(GRACE);
        if !ended.load(Ordering::Relaxed) {
            let _ = writeln!(
                std::io::stderr(),
                "interrupted: what was committed before is kept; run the same command to go on"
            );
            std::process::exit(i32::from(INTERRUPTED));
        }
    });
}

/// How much there is to read, and how much of it is done.
#[derive(Default)]
struct Extent {
    /// Bytes of files that are done with.
    done: Arc<AtomicU64>,
    /// Bytes of all files; 0 while that is not known.
    all: Arc<AtomicU64>,
}

impl Extent {
    /// Adds up the sizes of all files beside the work: to look at them takes much less than to read them.
    fn measure(&self, paths: Vec<PathBuf>, walk_options: WalkOptions, ended: Arc<AtomicBool>) {
        let all = self.all.clone();
        std::thread::spawn(move || {
            let mut bytes = 0;
            for entry in walk(&paths, &walk_options) {
                if ended.load(Ordering::Relaxed) {
                    return;
                }
                match entry {
                    // What comes through a pipe has no size.
                    Ok(Entry::File(file)) if file.is_stdin() => return,
                    Ok(Entry::File(file)) => bytes += file.size,
                    Ok(Entry::Skipped(_)) | Err(_) => {}
                }
            }
            all.store(bytes, Ordering::Relaxed);
        });
    }

    /// Bytes done and all bytes, once these are known.
    fn known(&self) -> Option<(u64, u64)> {
        let (done, all) = (self.done.load(Ordering::Relaxed), self.all.load(Ordering::Relaxed));
        (all > 0).then_some((done.min(all), all))
    }
}

/// How progress looks while the size of the work is not known, and then.
const WITHOUT_SHARE: &str = "{spinner} {elapsed_precise} {msg}";
const WITH_SHARE: &str = "{spinner} {percent:>3} % {msg}, {eta} left";

impl<'a> Progress<'a> {
    /// The same, with the share that is done and the time that is left once the sizes of all files are known.
    ///
    /// # Errors
    /// When signals cannot be listened for.
    pub(super) fn of_paths(
        terminal: &'a mut Terminal,
        paths: &[PathBuf],
        walk_options: impl FnOnce() -> WalkOptions,
    ) -> Result<Self, Failure> {
        let progress = Progress::new(terminal)?;
        if progress.bar.is_some() {
            progress.extent.measure(paths.to_owned(), walk_options(), progress.ended.clone());
        }
        Ok(progress)
    }

    /// Begins to show progress, and to listen for an interrupt.
    ///
    /// # Errors
    /// When signals cannot be listened for.
    pub(super) fn new(terminal: &'a mut Terminal) -> Result<Self, Failure> {
        let interrupted = Arc::new(AtomicBool::new(false));
        terminal.ends_at_once.store(false, Ordering::Relaxed);
        for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
            // A second signal ends the program at once, in case the first does not get through.
            signal_hook::flag::register_conditional_shutdown(signal, 130, interrupted.clone())?;
            signal_hook::flag::register(signal, interrupted.clone())?;
        }
        let ended = Arc::new(AtomicBool::new(false));
        watch(interrupted.clone(), ended.clone());
        let bar = terminal.progress.then(|| {
            let style = ProgressStyle::with_template(WITHOUT_SHARE);
            let bar = ProgressBar::new_spinner().with_style(style.expect("a valid template"));
            bar.enable_steady_tick(Duration::from_millis(200));
            bar
        });
        Ok(Progress { terminal, bar, articles: 0, bytes: 0, extent: Extent::default(), interrupted, ended })
    }

    /// The work has ended: takes the line away. From now on an interrupt ends the program at once.
    pub(super) fn finish(&mut self) {
        self.ended.store(true, Ordering::SeqCst);
        self.interrupted.store(true, Ordering::SeqCst);
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }

    fn say(&mut self, message: &str) {
        match &self.bar {
            Some(bar) => {
                let bar = bar.clone();
                bar.suspend(|| self.terminal.note_line(message));
            }
            None => self.terminal.note_line(message),
        }
    }

    fn advance(&mut self, bytes: u64) {
        self.articles += 1;
        self.bytes += bytes;
        if let Some(bar) = self.bar.as_ref().filter(|_| self.articles.is_multiple_of(16)) {
            let rate = self.bytes as f64 / bar.elapsed().as_secs_f64().max(0.1);
            let (read, rate) = (HumanBytes(self.bytes), HumanBytes(rate as u64));
            bar.set_message(format!("{} articles, {read}, {rate}/s", self.articles));
            if let Some((done, all)) = self.extent.known() {
                show_share(bar, done, all);
            }
        }
    }
}

/// Shows how much is done of all.
fn show_share(bar: &ProgressBar, done: u64, all: u64) {
    if bar.length().is_none() {
        bar.set_style(ProgressStyle::with_template(WITH_SHARE).expect("a valid template"));
        bar.set_length(all);
    }
    bar.set_position(done);
}

impl Observer for Progress<'_> {
    fn counter(&self) -> Option<Arc<AtomicU64>> {
        self.bar.is_some().then(|| self.extent.done.clone())
    }

    fn observe(&mut self, event: Event) {
        let verbose = self.terminal.verbose;
        match event {
            Event::Indexed(bytes) => self.advance(bytes),
            Event::Failed(message) => {
                if let Some(bar) = self.bar.clone() {
                    bar.suspend(|| self.terminal.error_line(&message));
                } else {
                    self.terminal.error_line(&message);
                }
            }
            Event::Reading(path) if verbose > 0 => self.say(&format!("reading {path}")),
            Event::Doubtful(date) if verbose > 0 => self.say(&format!("given date in doubt: {}", date.what)),
            Event::Removed(path) if verbose > 0 => self.say(&format!("removed {path}")),
            Event::Skipped(display, reason) if verbose > 0 => {
                self.say(&format!("skipped {}", Skip { display, reason }))
            }
            Event::Unchanged(path) if verbose > 1 => self.say(&format!("unchanged {path}")),
            Event::Committed if verbose > 0 => self.say("committed"),
            _ => {}
        }
    }

    fn is_interrupted(&self) -> bool {
        self.interrupted.load(Ordering::Relaxed)
    }
}
