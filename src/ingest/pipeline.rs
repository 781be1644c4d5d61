//! One thread reads, several annotate, the caller's writes.
//!
//! Articles are handed on whole. A source's record is written once all its articles are, so that whatever
//! a commit holds is consistent: a source that was cut short has no record and is read again next time.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crossbeam_channel::{Receiver, Sender, bounded};

use super::collection::settle;
use super::doubt::{Doubt, DoubtfulDate, doubt};
use super::plan::{Known, absolute, key_of, record_of};
use super::reading::{Batches, Reader, Work};
use super::report::{Event, Observer, Summary};
use super::rewrite::{redate, retag};
use super::topic_query;
use crate::analyze::analyze;
use crate::annotate::all::Annotator;
use crate::annotate::date::Precision;
use crate::annotate::topic::{Model, Taxonomy, TaxonomyError, TopicTagger};
use crate::guard::guarded;
use crate::index::document::{Annotated, article_hash, article_key, documents};
use crate::index::record::SourceRecord;
use crate::index::schema::Fields;
use crate::index::{Collection, Documents, IndexError, Snapshot, Writer};
use crate::passage;
use crate::source::{Skip, SkipReason, SourceFile, path_text};

/// How an update is done.
pub struct Options {
    /// Threads that annotate.
    pub threads: usize,
    /// Read everything, changed or not.
    pub force: bool,
    /// Leave annotations out.
    pub annotations: bool,
    /// Taxonomy of all sources without one of their own.
    pub taxonomy: Taxonomy,
    /// That taxonomy's name and text, unless it is the default one.
    pub taxonomy_text: Option<(String, String)>,
    /// A learned model that advises the common taxonomy.
    pub model: Option<Arc<Model>>,
    /// The user's own names for speakers, as written; nothing leaves those of the index.
    pub aliases: Option<String>,
    /// Taxonomies of folders, by the folder's real path.
    pub folder_taxonomies: Vec<(PathBuf, Taxonomy)>,
}

/// Why an update could not be done.
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    /// The index cannot be used.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// A taxonomy cannot be used; the index keeps the old one.
    #[error(transparent)]
    Taxonomy(#[from] TaxonomyError),
}

/// Batches of articles that wait to be annotated, at most: enough that nobody idles, few enough to bound memory.
const WAITING: usize = 16;

/// Brings the index up to date with `paths`, and commits.
///
/// # Errors
/// When the index cannot be read or written. What cannot be read of the sources is in the summary.
pub fn update(
    writer: &mut Writer,
    snapshot: &Snapshot,
    paths: &[PathBuf],
    options: &Options,
    observer: &mut dyn Observer,
) -> Result<Summary, IngestError> {
    annotator(options)?;
    let known = Known::of(snapshot)?;
    let (present, gone) = existing(paths, &known);
    let stop = AtomicBool::new(false);
    let fields = writer.fields().clone();
    let (work_in, work_out) = bounded::<Vec<Work>>(WAITING);
    let (done_in, done_out) = bounded::<Vec<Message>>(WAITING);
    let reader = Reader { known: &known, options, stop: &stop, index: writer.path().to_owned() };
    let mut run = Run {
        writer,
        snapshot,
        known: &known,
        observer,
        summary: Summary::default(),
        open: HashMap::new(),
        seen: HashSet::new(),
        walk_failed: false,
        unsettled: false,
    };
    std::thread::scope(|scope| {
        let to_run = done_in.clone();
        scope.spawn(|| reader.read_all(&present, Batches::new(work_in), to_run));
        for _ in 0..options.threads.max(1) {
            let (work, done, fields) = (work_out.clone(), done_in.clone(), &fields);
            scope.spawn(move || annotate_all(&work, &done, fields, snapshot, options));
        }
        drop((done_in, work_out));
        let result = run.collect(&done_out, &stop);
        stop.store(true, Ordering::Relaxed);
        // Whoever still wants to hand something on must not wait for us.
        drop(done_out);
        result
    })?;
    let looked_at: Vec<PathBuf> = present.iter().chain(&gone).cloned().collect();
    let mut summary = run.finish(&looked_at)?;
    let before = snapshot.collection()?;
    let now = collection_of(options, before.clone());
    let had_articles = snapshot.articles().next().is_some();
    if now.taxonomies != before.taxonomies && options.annotations && had_articles {
        summary.retagged = retag(writer, &Snapshot::open(writer.path())?, options)?;
        writer.commit()?;
    }
    if !summary.is_unchanged() || now != before || !before.settled {
        summary.redated = settle_all(writer, &now, options)?;
    }
    Ok(summary)
}

/// Works out anew what articles tell of each other: publication dates, then names; gives the number of
/// articles whose date that changed. `before` is what else the collection knows.
///
/// # Errors
/// When the index cannot be read or written.
pub fn settle_all(writer: &mut Writer, before: &Collection, options: &Options) -> Result<u64, IngestError> {
    let mut redated = 0;
    if options.annotations {
        redated = redate(writer, &Snapshot::open(writer.path())?, options)?;
        writer.commit()?;
    }
    settle(writer, before)?;
    Ok(redated)
}

/// What the collection knows by the options of this run.
fn collection_of(options: &Options, mut collection: Collection) -> Collection {
    let model = options.model.as_ref().map(|model| model.to_bytes());
    let model_print =
        model.as_ref().map_or(String::new(), |bytes| format!("+{:032x}", xxhash_rust::xxh3::xxh3_128(bytes)));
    collection.taxonomies = [(String::new(), options.taxonomy.fingerprint() + &model_print)].into();
    collection.model = model;
    collection.taxonomy = options.taxonomy_text.clone();
    for (folder, taxonomy) in &options.folder_taxonomies {
        collection.taxonomies.insert(path_text(folder), taxonomy.fingerprint());
    }
    let folders = options.folder_taxonomies.iter().map(|(_, taxonomy)| taxonomy);
    for topic in options.model.iter().flat_map(|model| model.topics()) {
        collection.topic_labels.entry(topic.to_owned()).or_insert_with(|| topic.to_owned());
    }
    for topic in folders.chain([&options.taxonomy]).flat_map(Taxonomy::topics) {
        collection.topic_labels.insert(topic.id.clone(), topic.label.clone());
    }
    if let Some(aliases) = &options.aliases {
        collection.aliases = aliases.clone();
    }
    collection
}

/// The paths that are there, and those that are not but once were indexed and whose folder is still there.
fn existing(paths: &[PathBuf], known: &Known) -> (Vec<PathBuf>, Vec<PathBuf>) {
    let was_removed = |path: &PathBuf| {
        let parent = absolute(path).parent().map(Path::to_owned);
        !path.exists() && known.has_under(path) && parent.is_some_and(|parent| parent.exists())
    };
    paths.iter().cloned().partition(|path| path.as_os_str() == crate::source::STDIN || !was_removed(path))
}

/// What the writing thread is told.
pub(super) enum Message {
    Begin {
        source: usize,
        file: SourceFile,
    },
    Article {
        source: usize,
        key: [u8; 16],
        docs: Documents,
        bytes: u64,
        replaces: bool,
        doubt: Option<DoubtfulDate>,
    },
    Same {
        source: usize,
        key: [u8; 16],
    },
    /// An article that the program could not cope with.
    Broken {
        source: usize,
        key: [u8; 16],
        message: String,
    },
    End {
        source: usize,
        record: SourceRecord,
    },
    Dropped {
        source: usize,
        reason: SkipReason,
    },
    UnchangedSource {
        path: String,
        display: String,
        articles: u32,
    },
    Skipped(Skip),
    Failed {
        path: Option<String>,
        message: String,
        in_walk: bool,
    },
}

/// The number of the taxonomy of a source: that of the nearest folder with one, or the common one, 0.
pub fn taxonomy_of(options: &Options, file: &SourceFile) -> usize {
    taxonomy_of_path(options, &file.path)
}

/// The same by the source's real path.
pub fn taxonomy_of_path(options: &Options, path: &Path) -> usize {
    let folders = options.folder_taxonomies.iter().enumerate();
    let nearest = folders
        .filter(|(_, (folder, _))| path.starts_with(folder))
        .max_by_key(|(_, (folder, _))| folder.components().count());
    nearest.map_or(0, |(number, _)| number + 1)
}

/// An annotating thread.
fn annotate_all(
    work: &Receiver<Vec<Work>>,
    done: &Sender<Vec<Message>>,
    fields: &Fields,
    snapshot: &Snapshot,
    options: &Options,
) {
    // The options were checked before the threads began.
    let Ok(mut annotator) = annotator(options) else { return };
    let mut message_of = |item: Work| {
        let (source, key) = (item.source, article_key(&item.source_key, &item.article.id));
        let name = format!("{}: article {}", item.article.path, item.article.id);
        let annotated = guarded(|| annotate_one(item, &mut annotator, fields, snapshot, options.force));
        annotated.unwrap_or_else(|words| {
            annotator = self::annotator(options).unwrap_or_else(|_| Annotator::disabled());
            Message::Broken { source, key, message: format!("{name} cannot be indexed: {words}; please report this") }
        })
    };
    for batch in work {
        if done.send(batch.into_iter().map(&mut message_of).collect()).is_err() {
            return;
        }
    }
}

/// The annotators that the options ask for; taxonomy 0 is the common one.
///
/// # Errors
/// When a query of a taxonomy is wrong: file, line and reason.
pub fn annotator(options: &Options) -> Result<Annotator, TaxonomyError> {
    if !options.annotations {
        return Ok(Annotator::disabled());
    }
    let (tagger, tag) = tagger(&options.taxonomy)?;
    let mut taggers = vec![match &options.model {
        Some(model) => (tagger.with_model(model.clone()), tag ^ xxhash_rust::xxh3::xxh3_64(&model.to_bytes())),
        None => (tagger, tag),
    }];
    for (_, taxonomy) in &options.folder_taxonomies {
        taggers.push(self::tagger(taxonomy)?);
    }
    Ok(Annotator::new(taggers))
}

/// A taxonomy's tagger and the first half of its fingerprint.
fn tagger(taxonomy: &Taxonomy) -> Result<(TopicTagger, u64), TaxonomyError> {
    let fingerprint = taxonomy.fingerprint();
    let tag = fingerprint.get(..16).and_then(|half| u64::from_str_radix(half, 16).ok()).unwrap_or(1);
    Ok((TopicTagger::with_queries(taxonomy, &topic_query::compile)?, tag))
}

fn annotate_one(item: Work, annotator: &mut Annotator, fields: &Fields, snapshot: &Snapshot, force: bool) -> Message {
    let Work { source, source_key, article, known, taxonomy } = item;
    let key = article_key(&source_key, &article.id);
    let old = if known { snapshot.find_article(&source_key, &article.id).ok().flatten() } else { None };
    let old_hash = old.and_then(|address| snapshot.article(address).ok()).map(|record| record.hash);
    if !force && old_hash == Some(article_hash(&article)) {
        return Message::Same { source, key };
    }
    let text = analyze(&article, annotator.forms());
    let passages = passage::split(&text);
    let findings = annotator.annotate(&text, &passages, taxonomy, None);
    let annotated = Annotated { text: &text, forms: annotator.known_forms(), passages: &passages, findings: &findings };
    let docs = documents(fields, &source_key, &annotated);
    let doubt = doubt(&article, findings.published.precision == Precision::Day);
    Message::Article { source, key, docs, bytes: article.content.len() as u64, replaces: old.is_some(), doubt }
}

/// A source some of whose articles are still on their way.
struct OpenSource {
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
struct Run<'a> {
    writer: &'a mut Writer,
    snapshot: &'a Snapshot,
    known: &'a Known,
    observer: &'a mut dyn Observer,
    summary: Summary,
    open: HashMap<usize, OpenSource>,
    seen: HashSet<String>,
    walk_failed: bool,
    /// Whether the collection was marked as not worked out from the articles as they are.
    unsettled: bool,
}

impl Run<'_> {
    fn collect(&mut self, messages: &Receiver<Vec<Message>>, stop: &AtomicBool) -> Result<(), IndexError> {
        for message in messages.iter().flatten() {
            if self.observer.is_interrupted() {
                self.summary.interrupted = true;
                stop.store(true, Ordering::Relaxed);
                return Ok(());
            }
            self.take(message)?;
            if self.writer.is_commit_due() {
                self.commit()?;
                self.observer.observe(Event::Committed);
            }
        }
        Ok(())
    }

    /// Commits, leaving word of what is only half done: sources whose articles have not all arrived, and the
    /// collection, for which the new articles have not been asked. The next run goes on from there.
    fn commit(&mut self) -> Result<(), IndexError> {
        if !self.writer.has_changes() {
            return Ok(());
        }
        for open in self.open.values_mut().filter(|open| !open.marked && open.arrived > 0) {
            self.writer.put_source(&key_of(&open.file), &record_of(&open.file, 0, 0, open.arrived, false))?;
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
            Message::Article { source, key, docs, bytes, replaces, doubt } => {
                doubt.into_iter().for_each(|doubt| self.doubt(doubt));
                self.article(source, key, docs, bytes, replaces)?;
            }
            Message::Same { source, key } => {
                self.summary.unchanged += 1;
                self.arrived(source, key)?;
            }
            Message::Broken { source, key, message } => {
                self.failed(message);
                if let Some(open) = self.open.get_mut(&source) {
                    open.broken = true;
                }
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
                self.seen.insert(path);
                self.observer.observe(Event::Unchanged(display));
            }
            Message::Skipped(skip) => self.skipped(skip.display, skip.reason),
            Message::Failed { path, message, in_walk } => {
                self.walk_failed |= in_walk;
                self.seen.extend(path);
                self.failed(message);
            }
        }
        Ok(())
    }

    fn doubt(&mut self, doubtful: DoubtfulDate) {
        self.observer.observe(Event::Doubtful(doubtful.clone()));
        match doubtful.doubt {
            Doubt::Unreadable => self.summary.unreadable_dates.add(doubtful.what),
            Doubt::Either => self.summary.open_dates.add(doubtful.what),
        }
    }

    fn failed(&mut self, message: String) {
        self.observer.observe(Event::Failed(message.clone()));
        self.summary.failed.push(message);
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
        if let Some(keys) = keys.filter(|_| record.complete) {
            self.remove_others(&file, &keys)?;
        }
        if marked || self.known.get(&file) != Some(&record) {
            self.writer.put_source(&key_of(&file), &record)?;
        }
        Ok(())
    }

    /// Takes out the articles that a source no longer has.
    fn remove_others(&mut self, file: &SourceFile, keys: &HashSet<[u8; 16]>) -> Result<(), IndexError> {
        let source = key_of(file);
        for address in self.snapshot.articles_of_source(&source)? {
            let key = article_key(&source, &self.snapshot.article(address)?.id);
            if !keys.contains(&key) {
                self.writer.remove_article(&key);
                self.summary.removed += 1;
            }
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
        self.observer.observe(Event::Skipped(display, reason));
    }

    /// Takes out what vanished, and commits.
    fn finish(mut self, paths: &[PathBuf]) -> Result<Summary, IndexError> {
        if !self.summary.interrupted && !self.walk_failed {
            for record in self.known.vanished(paths, &self.seen) {
                self.writer.remove_source(&crate::index::document::source_key(&record.path));
                self.summary.removed += u64::from(record.articles);
                self.observer.observe(Event::Removed(record.display.clone()));
            }
        }
        self.commit()?;
        Ok(self.summary)
    }
}
