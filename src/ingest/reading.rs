//! The reading thread: from paths to articles, in batches.

use std::io::Read;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use crossbeam_channel::Sender;

use super::message::{Had, Message, PATIENCE, Work};
use super::options::Options;
use super::plan::{Known, absolute, key_of, record_of};
use crate::article::Article;
use crate::backlog::{Backlog, Share};
use crate::limit::{self, Exceeded, Limit};
use crate::read::{self, NotRead, Outcome};
use crate::source::{Entry, HashingReader, SourceError, SourceFile, WalkOptions, walk};
use onrecord_api::Error;
use onrecord_api::store::Inventory;

/// Bytes of text after which articles are handed on: waking a thread for each costs more than some take.
const BATCH: usize = 64 << 10;

/// Bytes of text that may be under way from the reading to the writing thread; one longer article goes alone.
const UNDER_WAY: usize = 32 << 20;

/// Articles on their way to be annotated, handed on when there are enough or somebody waits for them.
pub(super) struct Batches {
    to: Sender<Vec<Work>>,
    held: Vec<Work>,
    bytes: usize,
    under_way: Arc<Backlog>,
}

impl Batches {
    pub(super) fn new(to: Sender<Vec<Work>>) -> Self {
        Batches { to, held: Vec::new(), bytes: 0, under_way: Backlog::new(UNDER_WAY) }
    }

    /// Room for so many bytes, once others are through; nothing when the work is to end.
    fn room(&mut self, bytes: usize, stop: &AtomicBool) -> Option<Share> {
        if let Some(share) = self.under_way.room(bytes, Duration::ZERO) {
            return Some(share);
        }
        // What is held here would wait for itself.
        self.flush()?;
        loop {
            match self.under_way.room(bytes, PATIENCE) {
                None if stop.load(Ordering::Relaxed) => return None,
                None => {}
                share => return share,
            }
        }
    }

    /// Nothing when nobody listens any more.
    fn push(&mut self, work: Work) -> Option<()> {
        self.bytes += work.article.content.len();
        self.held.push(work);
        if self.bytes >= BATCH || self.to.is_empty() { self.flush() } else { Some(()) }
    }

    fn flush(&mut self) -> Option<()> {
        self.bytes = 0;
        if self.held.is_empty() { Some(()) } else { self.to.send(std::mem::take(&mut self.held)).ok() }
    }
}

/// Sources told to be unchanged at once: waking a thread for each costs more than to look at it. How many is a
/// judgement, not measured.
const UNCHANGED_AT_ONCE: usize = 256;

/// What the writing thread is told, in order.
pub(super) struct Told {
    to: Sender<Vec<Message>>,
    held: Vec<Message>,
}

impl Told {
    pub(super) fn new(to: Sender<Vec<Message>>) -> Self {
        Told { to, held: Vec::new() }
    }

    /// Tells it with what follows, or when there is enough. Nothing when nobody listens any more.
    fn hold(&mut self, message: Message) -> Option<()> {
        self.held.push(message);
        if self.held.len() < UNCHANGED_AT_ONCE { Some(()) } else { self.flush() }
    }

    /// Tells it now.
    fn send(&mut self, message: Message) -> Option<()> {
        self.held.push(message);
        self.flush()
    }

    fn flush(&mut self) -> Option<()> {
        if self.held.is_empty() { Some(()) } else { self.to.send(std::mem::take(&mut self.held)).ok() }
    }
}

/// The reading thread.
pub(super) struct Reader<'a> {
    pub inventory: &'a dyn Inventory,
    pub known: &'a Known,
    pub options: &'a Options,
    pub stop: &'a Arc<AtomicBool>,
    pub walk: WalkOptions,
    /// Counts the bytes of files that are done with.
    pub counter: Option<Arc<AtomicU64>>,
}

/// Counts what is read through it.
struct Counting<'a, R> {
    inner: R,
    counter: Option<&'a AtomicU64>,
}

impl<R: Read> Read for Counting<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(buffer)?;
        if let Some(counter) = self.counter {
            counter.fetch_add(read as u64, Ordering::Relaxed);
        }
        Ok(read)
    }
}

impl Reader<'_> {
    /// Counts a file that need not be read.
    fn pass_over(&self, bytes: u64) {
        if let Some(counter) = &self.counter {
            counter.fetch_add(bytes, Ordering::Relaxed);
        }
    }

    pub(super) fn read_all(&self, paths: &[PathBuf], mut work: Batches, mut run: Told) {
        for (number, entry) in walk(paths, &self.walk).enumerate() {
            if self.stop.load(Ordering::Relaxed) || self.entry(number, entry, &mut work, &mut run).is_none() {
                return;
            }
        }
        let _ = run.flush().and_then(|()| work.flush());
    }

    /// Nothing when nobody listens any more.
    fn entry(
        &self,
        number: usize,
        entry: Result<Entry, SourceError>,
        work: &mut Batches,
        run: &mut Told,
    ) -> Option<()> {
        match entry {
            Ok(Entry::File(file)) if !self.options.part.holds(&key_of(&file)) => {
                self.pass_over(file.size);
                run.hold(Message::OfAnotherPart { path: file.key() })
            }
            Ok(Entry::File(file)) => match self.known.unchanged(&file).filter(|_| !self.options.force) {
                Some(record) => {
                    self.pass_over(file.size);
                    let (path, articles) = (record.path.clone(), record.articles);
                    run.hold(Message::UnchangedSource { path, display: file.display, articles })
                }
                None => self.source(number, file, work, run),
            },
            Ok(Entry::Skipped(skip)) => run.send(Message::Skipped(skip)),
            Err(error) => {
                let message = error.to_string();
                run.send(match error.at {
                    Some(at) => Message::Unseen { at: absolute(&at), message },
                    None => Message::Failed { path: None, message },
                })
            }
        }
    }

    /// What the archive has of a source; nothing where it does not know it.
    fn had(&self, file: &SourceFile) -> Result<Option<Arc<Had>>, Error> {
        if self.known.get(file).is_none() {
            return Ok(None);
        }
        let articles = self.inventory.articles_of_source(&key_of(file))?;
        Ok(Some(Arc::new(articles.into_iter().map(|article| (article.key, article)).collect())))
    }

    fn source(&self, number: usize, file: SourceFile, work: &mut Batches, run: &mut Told) -> Option<()> {
        let had = match self.had(&file) {
            Ok(had) => had,
            Err(error) => return run.send(Message::Broke(error)).and(None),
        };
        run.send(Message::Begin { source: number, file: file.clone(), had: had.clone() })?;
        let failed = |message: String| Message::Failed { path: Some(file.key()), message };
        let input: Box<dyn Read> = if file.is_stdin() {
            Box::new(std::io::stdin())
        } else {
            match file.open() {
                Ok(opened) => Box::new(opened),
                Err(error) => return run.send(failed(error.to_string())),
            }
        };
        let counter = self.counter.as_deref();
        let mut hashing = HashingReader::new(Counting { inner: input, counter });
        let (mut articles, mut complete) = (0, true);
        let source_key = key_of(&file);
        let taxonomy = self.options.taxonomy_of(&file);
        let mut sink = |result: Result<Article, NotRead>| {
            let sent = match result {
                Ok(article) => {
                    articles += 1;
                    let share = work.room(article.content.len(), self.stop);
                    let had = had.clone();
                    let item = share.map(|share| Work { source: number, source_key, article, had, taxonomy, share });
                    item.and_then(|item| work.push(item)).is_some()
                }
                Err(NotRead::Failed(error)) => {
                    complete = false;
                    run.send(failed(error.to_string())).is_some()
                }
                Err(NotRead::Skipped(skip)) => run.send(Message::Skipped(skip)).is_some(),
            };
            // The next article of the source has its own time.
            limit::renew();
            let go_on = sent && !self.stop.load(Ordering::Relaxed);
            if go_on { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        };
        let limit = Limit { time: Some((self.options.time_for)(file.size)), stop: Some(self.stop.clone()) };
        let outcome = match limit::within(limit, || read::read(&file, &mut hashing, &mut sink)) {
            Ok(outcome) => outcome,
            Err(Exceeded::Stopped) => return None,
            Err(exceeded) => return run.send(failed(format!("{} is left out: {exceeded}", file.display))),
        };
        match outcome {
            Outcome::Stopped => None,
            Outcome::Skipped(reason) => run.send(Message::Dropped { source: number, reason }),
            Outcome::Done => {
                let message = match hashing.finish() {
                    Ok(print) => {
                        let whole = complete && file.is_unchanged();
                        let record = record_of(&file, print.hash, print.size, articles, whole);
                        Message::End { source: number, record }
                    }
                    Err(error) => failed(format!("{}: {error}", file.display)),
                };
                run.send(message)
            }
        }
    }
}
