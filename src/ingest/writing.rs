//! The writing side of an update: what comes in goes to the index, and what is gone is taken out at the end.
//!
//! Nothing is taken out before all was looked at, since only then it is known how much is gone: a source that lost
//! articles counts as half read until then, so that a run that is cut short looks at it again.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError};

use super::loss::Drop;
use super::pipeline::Message;
use super::plan::{Known, Places, key_of, record_of};
use super::report::{Event, Observer, Summary};
use super::unread::NotRead;
use crate::index::document::article_key;
use crate::index::outline::id_of_place;
use crate::index::record::SourceRecord;
use crate::index::{DocAddress, Documents, IndexError, Snapshot, Writer};
use crate::source::{SkipReason, SourceFile, path_text};

/// How long the writing thread waits for work before it looks whether it is to end.
const PATIENCE: Duration = Duration::from_millis(100);

/// A source some of whose articles are still on their way.
pub(super) struct OpenSource {
    file: SourceFile,
    /// Whether the index held nothing of it and nothing else of this run is it, so that nothing is replaced.
    is_new: bool,
    arrived: u32,
    record: Option<SourceRecord>,
    /// Whether an article of it could not be indexed.
    broken: bool,
    /// Whether its record says by now that it is only half read.
    marked: bool,
    /// Keys of its articles, where the index may hold others of them.
    keys: Option<HashSet<[u8; 16]>>,
}

/// The writing side.
pub(super) struct Run<'a> {
    pub(super) writer: &'a mut Writer,
    pub(super) snapshot: &'a Snapshot,
    pub(super) known: &'a Known,
    pub(super) observer: &'a mut dyn Observer,
    pub(super) summary: Summary,
    pub(super) open: HashMap<usize, OpenSource>,
    pub(super) seen: HashSet<String>,
    /// Those of them that have articles, as far as is known.
    pub(super) found: HashSet<String>,
    /// Places that could not be looked at.
    pub(super) unseen: Places,
    /// Sources that lost articles.
    pub(super) drops: Vec<Drop>,
    /// Hashes of the articles that came in, where the index may have held them at another place.
    pub(super) arrivals: HashSet<u64>,
    /// Whether the collection was marked as not worked out from the articles as they are.
    pub(super) unsettled: bool,
    /// Files that were not read, or not to their end.
    pub(super) unread: NotRead,
}

impl<'a> Run<'a> {
    pub(super) fn new(
        writer: &'a mut Writer,
        snapshot: &'a Snapshot,
        known: &'a Known,
        observer: &'a mut dyn Observer,
    ) -> Self {
        Run {
            writer,
            snapshot,
            known,
            observer,
            summary: Summary::default(),
            open: HashMap::new(),
            seen: HashSet::new(),
            found: HashSet::new(),
            unseen: Places::default(),
            drops: Vec::new(),
            arrivals: HashSet::new(),
            unsettled: false,
            unread: NotRead::default(),
        }
    }

    /// Takes what comes until nobody sends any more. When the work is to end early, what is whole is committed at
    /// once, before anybody waits for those who read and annotate.
    pub(super) fn collect(&mut self, messages: &Receiver<Vec<Message>>, stop: &AtomicBool) -> Result<(), IndexError> {
        loop {
            let batch = messages.recv_timeout(PATIENCE);
            if self.observer.is_interrupted() {
                self.summary.interrupted = true;
                stop.store(true, Ordering::Relaxed);
                return self.commit();
            }
            match batch {
                Ok(batch) => batch.into_iter().try_for_each(|message| self.take_one(message))?,
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Ok(()),
            }
        }
    }

    fn take_one(&mut self, message: Message) -> Result<(), IndexError> {
        self.take(message)?;
        if self.writer.is_commit_due() {
            self.commit()?;
            self.observer.observe(Event::Committed);
        }
        Ok(())
    }

    /// Commits, leaving word of what is only half done: sources whose articles have not all arrived, and the
    /// collection, for which the new articles have not been asked. The next run goes on from there.
    pub(super) fn commit(&mut self) -> Result<(), IndexError> {
        if !self.writer.has_changes() {
            return Ok(());
        }
        for open in self.open.values_mut().filter(|open| !open.marked && open.arrived > 0) {
            let others = open.keys.as_ref().map_or(Ok(Vec::new()), |keys| others(self.snapshot, &open.file, keys))?;
            let articles = open.arrived + others.len() as u32;
            self.writer.put_source(&key_of(&open.file), &record_of(&open.file, 0, 0, articles, false))?;
            open.marked = true;
        }
        if !self.unsettled {
            self.writer.put_collection(&self.snapshot.collection()?.unsettled())?;
            self.unsettled = true;
        }
        self.writer.commit()
    }

    fn take(&mut self, message: Message) -> Result<(), IndexError> {
        match message {
            Message::Begin { source, file } => self.begin(source, file),
            Message::Article { source, key, docs, bytes, replaces, doubt, hash, share: _share } => {
                if let Some(doubt) = doubt {
                    self.observer.observe(Event::Doubtful(doubt.clone()));
                    self.summary.doubt(doubt);
                }
                if !self.known.is_empty() {
                    self.arrivals.insert(hash);
                }
                self.article(source, key, docs, bytes, replaces)?;
            }
            Message::Same { source, key } => {
                self.summary.unchanged += 1;
                self.arrived(source, key)?;
            }
            Message::Broken { source, key, message } => {
                let path = self.open.get_mut(&source).map(|open| {
                    open.broken = true;
                    open.file.key()
                });
                self.not_read(path, message);
                self.arrived(source, key)?;
            }
            Message::End { source, record } => {
                if let Some(open) = self.open.get_mut(&source) {
                    open.record = Some(record);
                }
                self.close_if_whole(source)?;
            }
            Message::Dropped { source, reason } => self.dropped(source, reason),
            Message::UnchangedSource { path, display, articles } => {
                self.summary.unchanged += u64::from(articles);
                if articles > 0 {
                    self.found.insert(path.clone());
                }
                self.unread.untouched(&path);
                self.seen.insert(path);
                self.observer.observe(Event::Unchanged(display));
            }
            Message::Skipped(skip) => self.skipped(skip.display, skip.reason),
            Message::Failed { path, message } => {
                self.found.extend(path.clone());
                self.seen.extend(path.clone());
                self.not_read(path, message);
            }
            Message::Unseen { at, message } => {
                self.not_read(Some(path_text(&at)), message);
                self.unseen.add(at);
            }
        }
        Ok(())
    }

    pub(super) fn failed(&mut self, message: String) {
        self.observer.observe(Event::Failed(message.clone()));
        self.summary.failed.push(message);
    }

    /// A file that could not be read, or not to its end.
    fn not_read(&mut self, path: Option<String>, message: String) {
        if let Some(path) = path {
            let opened = self.open.values().map(|open| &open.file).find(|file| file.key() == path);
            let display = opened.map_or_else(|| path.clone(), |file| file.display.clone());
            self.unread.failed(path, display, message.clone());
        }
        self.failed(message);
    }

    fn begin(&mut self, source: usize, file: SourceFile) {
        let (known, first) = (self.known.get(&file).is_some(), self.seen.insert(file.key()));
        self.observer.observe(Event::Reading(file.display.clone()));
        let (is_new, keys) = (first && !known, known.then(HashSet::new));
        let open = OpenSource { file, is_new, arrived: 0, record: None, broken: false, marked: false, keys };
        self.open.insert(source, open);
    }

    fn article(
        &mut self,
        source: usize,
        key: [u8; 16],
        docs: Documents,
        bytes: u64,
        replaces: bool,
    ) -> Result<(), IndexError> {
        self.summary.passages += docs.len() as u64;
        self.summary.bytes += bytes;
        *(if replaces { &mut self.summary.changed } else { &mut self.summary.added }) += 1;
        if self.open.get(&source).is_some_and(|open| open.is_new) {
            self.writer.add_article(docs, bytes)?;
        } else {
            self.writer.put_article(&key, docs, bytes)?;
        }
        self.observer.observe(Event::Indexed(bytes));
        self.arrived(source, key)
    }

    fn arrived(&mut self, source: usize, key: [u8; 16]) -> Result<(), IndexError> {
        if let Some(open) = self.open.get_mut(&source) {
            open.arrived += 1;
            if let Some(keys) = &mut open.keys {
                keys.insert(key);
            }
        }
        self.close_if_whole(source)
    }

    fn close_if_whole(&mut self, source: usize) -> Result<(), IndexError> {
        let whole = |open: &OpenSource| open.record.as_ref().is_some_and(|r| r.articles == open.arrived);
        if !self.open.get(&source).is_some_and(whole) {
            return Ok(());
        }
        let Some(OpenSource { file, record: Some(mut record), broken, marked, keys, .. }) = self.open.remove(&source)
        else {
            return Ok(());
        };
        record.complete &= !broken;
        if record.articles > 0 {
            self.found.insert(record.path.clone());
        }
        let others = keys.map_or(Ok(Vec::new()), |keys| others(self.snapshot, &file, &keys))?;
        // What was not read to its end loses nothing: the articles that it had before are still there.
        let dropped = if record.complete {
            others
        } else {
            record.articles += others.len() as u32;
            Vec::new()
        };
        if !dropped.is_empty() {
            let articles = record.articles + dropped.len() as u32;
            let half = SourceRecord { complete: false, articles, ..record.clone() };
            self.writer.put_source(&key_of(&file), &half)?;
            self.drops.push(Drop { record, articles: dropped });
        } else if marked || self.known.get(&file) != Some(&record) {
            self.writer.put_source(&key_of(&file), &record)?;
        }
        Ok(())
    }

    /// A source that turned out to hold no article: what it held before is gone.
    fn dropped(&mut self, source: usize, reason: SkipReason) {
        if let Some(open) = self.open.remove(&source) {
            self.seen.remove(&open.file.key());
            self.skipped(open.file.display, reason);
        }
    }

    fn skipped(&mut self, display: String, reason: SkipReason) {
        *self.summary.skipped.entry(reason).or_default() += 1;
        self.unread.skipped(&display, reason);
        self.observer.observe(Event::Skipped(display, reason));
    }
}

/// The articles that the index has of a source besides those with `keys`.
fn others(snapshot: &Snapshot, file: &SourceFile, keys: &HashSet<[u8; 16]>) -> Result<Vec<DocAddress>, IndexError> {
    let source = key_of(file);
    let articles = snapshot.articles_of_source(&source)?;
    let places = snapshot.places(&articles)?;
    let is_other = |place: &String| !keys.contains(&article_key(&source, id_of_place(place)));
    Ok(articles.into_iter().zip(&places).filter(|(_, place)| is_other(place)).map(|(address, _)| address).collect())
}
