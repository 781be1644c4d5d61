//! The writing side of an update: what comes in goes to the index, and what is gone is taken out at the end.
//!
//! Nothing is taken out before all was looked at, since only then it is known how much is gone: a source that lost
//! articles counts as half read until then, so that a run that is cut short looks at it again.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crossbeam_channel::{Receiver, RecvTimeoutError};

use super::loss::Drop;
use super::message::{Had, Message, PATIENCE};
use super::plan::{Known, Places, record_of};
use super::report::{Event, Observer, Summary};
use super::unread::NotRead;
use crate::source::{SkipReason, SourceFile, path_text};
use onrecord_api::Error;
use onrecord_api::clues::{Print, Told};
use onrecord_api::keys::ArticleKey;
use onrecord_api::sources::SourceRecord;
use onrecord_api::store::{Inventory, KnownArticle, Prepared, StoreWriter};

/// Articles of which it is held what they tell of dates until all are there; that of the others is read off their texts
/// once more. These take some 6 MB.
const MAX_TOLD: usize = 1 << 13;

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
    /// What the archive has of it, and which of its articles it still has; where it knows it.
    had: Option<(Arc<Had>, HashSet<ArticleKey>)>,
}

impl OpenSource {
    /// The articles that the archive has of it and that did not arrive.
    fn others(&self) -> Vec<KnownArticle> {
        let Some((had, keys)) = &self.had else { return Vec::new() };
        had.values().filter(|article| !keys.contains(&article.key)).copied().collect()
    }
}

/// The writing side.
pub(super) struct Run<'a> {
    pub(super) writer: &'a mut dyn StoreWriter,
    pub(super) inventory: &'a dyn Inventory,
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
    /// What the first of the articles that came in tell of dates.
    pub(super) told: Vec<(Print, Told)>,
    /// Whether the collection was marked as not worked out from the articles as they are.
    pub(super) unsettled: bool,
    /// Files that were not read, or not to their end.
    pub(super) unread: NotRead,
}

impl<'a> Run<'a> {
    pub(super) fn new(
        writer: &'a mut dyn StoreWriter,
        inventory: &'a dyn Inventory,
        known: &'a Known,
        observer: &'a mut dyn Observer,
    ) -> Self {
        Run {
            writer,
            inventory,
            known,
            observer,
            summary: Summary::default(),
            open: HashMap::new(),
            seen: HashSet::new(),
            found: HashSet::new(),
            unseen: Places::default(),
            drops: Vec::new(),
            arrivals: HashSet::new(),
            told: Vec::new(),
            unsettled: false,
            unread: NotRead::default(),
        }
    }

    /// Takes what comes until nobody sends any more. When the work is to end early, what is whole is committed at
    /// once, before anybody waits for those who read and annotate.
    pub(super) fn collect(&mut self, messages: &Receiver<Vec<Message>>, stop: &AtomicBool) -> Result<(), Error> {
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

    fn take_one(&mut self, message: Message) -> Result<(), Error> {
        self.take(message)?;
        self.tell_refused();
        if self.writer.is_commit_due() {
            self.commit()?;
            self.observer.observe(Event::Committed);
        }
        Ok(())
    }

    /// Commits, leaving word of what is only half done: sources whose articles have not all arrived, and the
    /// collection, for which the new articles have not been asked. The next run goes on from there.
    pub(super) fn commit(&mut self) -> Result<(), Error> {
        if !self.writer.has_changes() {
            return Ok(());
        }
        for open in self.open.values_mut().filter(|open| !open.marked && open.arrived > 0) {
            let articles = open.arrived + open.others().len() as u32;
            self.writer.put_source(&record_of(&open.file, 0, 0, articles, false))?;
            open.marked = true;
        }
        if !self.unsettled {
            self.writer.put_collection(&self.inventory.collection()?.unsettled())?;
            self.unsettled = true;
        }
        self.writer.commit()?;
        self.tell_refused();
        Ok(())
    }

    /// Tells of articles that the archive did not take. Their sources are read again by the next run.
    fn tell_refused(&mut self) {
        for refused in self.writer.refused() {
            self.failed(format!("{} was not taken: {}", refused.name, refused.reason));
        }
    }

    fn take(&mut self, message: Message) -> Result<(), Error> {
        match message {
            Message::Begin { source, file, had } => self.begin(source, file, had)?,
            Message::Article { source, article, replaces, doubt, hash, told, share: _share } => {
                if self.told.len() < MAX_TOLD {
                    self.told.extend(told.map(|told| *told));
                }
                if let Some(doubt) = doubt {
                    self.observer.observe(Event::Doubtful(doubt.clone()));
                    self.summary.doubt(doubt);
                }
                if !self.known.is_empty() {
                    self.arrivals.insert(hash);
                }
                self.article(source, article, replaces)?;
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
            Message::OfAnotherPart { path } => drop(self.found.insert(path)),
            Message::Broke(error) => return Err(error),
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

    fn begin(&mut self, source: usize, file: SourceFile, had: Option<Arc<Had>>) -> Result<(), Error> {
        let (known, first) = (self.known.get(&file), self.seen.insert(file.key()));
        self.observer.observe(Event::Reading(file.display.clone()));
        let before = known.cloned().unwrap_or_else(|| record_of(&file, 0, 0, 0, false));
        self.writer.begin_source(&SourceRecord { complete: false, ..before })?;
        let (is_new, had) = (first && known.is_none(), had.map(|had| (had, HashSet::new())));
        let open = OpenSource { file, is_new, arrived: 0, record: None, broken: false, marked: false, had };
        self.open.insert(source, open);
        Ok(())
    }

    fn article(&mut self, source: usize, article: Prepared, replaces: bool) -> Result<(), Error> {
        let (key, bytes) = (article.key, article.bytes);
        self.summary.passages += article.passages;
        self.summary.bytes += bytes;
        *(if replaces { &mut self.summary.changed } else { &mut self.summary.added }) += 1;
        let is_new = self.open.get(&source).is_some_and(|open| open.is_new);
        self.writer.put_article(article, is_new)?;
        self.observer.observe(Event::Indexed(bytes));
        self.arrived(source, key)
    }

    fn arrived(&mut self, source: usize, key: ArticleKey) -> Result<(), Error> {
        if let Some(open) = self.open.get_mut(&source) {
            open.arrived += 1;
            if let Some((_, keys)) = &mut open.had {
                keys.insert(key);
            }
        }
        self.close_if_whole(source)
    }

    fn close_if_whole(&mut self, source: usize) -> Result<(), Error> {
        let whole = |open: &OpenSource| open.record.as_ref().is_some_and(|r| r.articles == open.arrived);
        if !self.open.get(&source).is_some_and(whole) {
            return Ok(());
        }
        let Some(open) = self.open.remove(&source) else { return Ok(()) };
        let others = open.others();
        let OpenSource { file, record: Some(mut record), broken, marked, .. } = open else { return Ok(()) };
        record.complete &= !broken;
        if record.articles > 0 {
            self.found.insert(record.path.clone());
        }
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
            self.writer.put_source(&half)?;
            self.drops.push(Drop { record, articles: dropped });
        } else if marked || self.known.get(&file) != Some(&record) {
            self.writer.put_source(&record)?;
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
