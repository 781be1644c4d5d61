//! One thread reads, several annotate, the caller's writes (`writing`).
//!
//! Articles are handed on whole. A source's record is written once all its articles are, so that whatever
//! a commit holds is consistent: a source that was cut short has no record and is read again next time.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender, bounded};

use super::collection::{collection_of, leave_unsettled, retag_all, settle_all};
use super::doubt::{DoubtfulDate, doubt};
use super::fence::{self, fenced};
use super::plan::{Known, Standing, absolute, standing};
use super::reading::{Batches, Had, Reader, Told, Work};
use super::report::{Observer, Summary};
use super::topic_query;
use super::writing::Run;
use crate::analyze::analyze;
use crate::annotate::all::Annotator;
use crate::annotate::date::Precision;
use crate::annotate::topic::{Model, Taxonomy, TaxonomyError, TopicTagger};
use crate::backlog::Share;
use crate::limit::Limit;
use crate::passage;
use crate::source::{Skip, SkipReason, SourceFile, WalkOptions, path_text};
use onrecord_api::Error;
use onrecord_api::backend::ArticleKey;
use onrecord_api::keys::article_hash;
use onrecord_api::sources::Part;
use onrecord_api::sources::SourceRecord;
use onrecord_api::store::{Annotated, Prepare, Prepared, StoreWriter};

/// How an update is done.
pub struct Options {
    /// Threads that annotate.
    pub threads: usize,
    /// The part of the sources that is looked at.
    pub part: Part,
    /// Read everything, changed or not.
    pub force: bool,
    /// Believe that whatever is not there is really gone.
    pub prune: bool,
    /// Follow links out of the PATHs, now and whenever they are looked at again.
    pub follow: bool,
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
    /// Folders whose taxonomy cannot be read now, since they are missing or empty, with its fingerprint: what lies
    /// below them keeps its topics.
    pub absent_taxonomies: Vec<(PathBuf, String)>,
    /// The processor time that an article of so many bytes, or the reading of a file until its next article, may take:
    /// [`limit::time_for`](crate::limit::time_for).
    pub time_for: fn(u64) -> Duration,
}

/// Why an update could not be done.
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    /// The archive cannot be used.
    #[error(transparent)]
    Archive(#[from] Error),
    /// A taxonomy cannot be used; the index keeps the old one.
    #[error(transparent)]
    Taxonomy(#[from] TaxonomyError),
    /// The folder of the index is a PATH itself.
    #[error("{0} is the folder of the index itself")]
    IndexItself(String),
}

/// Refuses PATHs that are the folder of the index: its files are no articles, and articles are not to lie among them.
///
/// # Errors
/// When one is.
pub fn refuse_index(paths: &[PathBuf], index: &Path) -> Result<(), IngestError> {
    match paths.iter().find(|path| absolute(path) == absolute(index)) {
        Some(path) => Err(IngestError::IndexItself(path_text(path))),
        None => Ok(()),
    }
}

/// Batches of articles that wait to be annotated, at most: enough that nobody idles, few enough to bound memory.
const WAITING: usize = 16;

/// Brings an archive up to date with `paths`, and commits. `folder` is the archive's own, where it has one: nothing in it
/// is an article.
///
/// # Errors
/// When the archive cannot be read or written. What cannot be read of the sources is in the summary.
pub fn update(
    writer: &mut dyn StoreWriter,
    (paths, folder): (&[PathBuf], Option<&Path>),
    options: &Options,
    observer: &mut dyn Observer,
) -> Result<Summary, IngestError> {
    annotator(options)?;
    let inventory = writer.inventory()?;
    let inventory = inventory.as_ref();
    let known = Known::of(inventory)?;
    let roots = roots(paths, &known, options);
    let stop = Arc::new(AtomicBool::new(false));
    let prepare = writer.preparer();
    let (work_in, work_out) = bounded::<Vec<Work>>(WAITING);
    let (done_in, done_out) = bounded::<Vec<Message>>(WAITING);
    let (walk, counter) = (walk_options(&roots, folder), observer.counter());
    let reader = Reader { inventory, known: &known, options, stop: &stop, walk, counter };
    let present: Vec<PathBuf> =
        roots.iter().filter(|root| root.standing == Standing::There).map(|root| root.given.clone()).collect();
    let mut run = Run::new(writer, inventory, &known, observer);
    std::thread::scope(|scope| {
        let to_run = done_in.clone();
        scope.spawn(|| reader.read_all(&present, Batches::new(work_in), Told::new(to_run)));
        for _ in 0..options.threads.max(1) {
            let (work, done, prepare, stop) = (work_out.clone(), done_in.clone(), prepare.as_ref(), &stop);
            scope.spawn(move || annotate_all(&work, &done, prepare, options, stop));
        }
        drop((done_in, work_out));
        let result = run.collect(&done_out, &stop);
        stop.store(true, Ordering::Relaxed);
        // Whoever still wants to hand something on must not wait for us.
        drop(done_out);
        result
    })?;
    let mut summary = run.finish(&roots, options)?;
    if summary.interrupted || summary.is_futile && known.is_empty() {
        return Ok(summary);
    }
    let (before, had_articles) = (inventory.collection()?, inventory.has_articles()?);
    if !options.part.is_whole() {
        leave_unsettled(writer, (before, had_articles), !summary.is_unchanged(), options)?;
        return Ok(summary);
    }
    let now = collection_of(options, before.clone());
    if now.taxonomies != before.taxonomies && options.annotations && had_articles {
        summary.retagged = retag_all(writer, options)?;
    }
    if !summary.is_unchanged() || now != before || !before.settled {
        summary.redated = settle_all(writer, &now, options)?;
    }
    Ok(summary)
}

/// A PATH argument.
pub(super) struct Root {
    /// As the user named it.
    pub given: PathBuf,
    /// Where it lies, as sources are recorded.
    pub place: PathBuf,
    /// Whether anything is there.
    pub standing: Standing,
    /// Whether links out of it are followed.
    pub follow: bool,
}

fn roots(paths: &[PathBuf], known: &Known, options: &Options) -> Vec<Root> {
    let root = |(given, place): (&PathBuf, PathBuf)| {
        let follow = options.follow || known.path(&place).is_some_and(|record| record.follow);
        // What the index does not know is left to the walk, which has words for it.
        let standing = if known.knows(&place) { standing(given) } else { Standing::There };
        // Named from another folder than before, it would lead elsewhere from that one.
        let given = if known.is_named_elsewhere(&place) { place.clone() } else { given.clone() };
        Root { given, place, standing, follow }
    };
    paths.iter().zip(known.places_of(paths)).map(root).collect()
}

fn walk_options(roots: &[Root], folder: Option<&Path>) -> WalkOptions {
    let follow = roots.iter().filter(|root| root.follow).map(|root| root.place.clone()).collect();
    WalkOptions { index: folder.map(Path::to_owned), follow, ..WalkOptions::default() }
}

/// What the writing thread is told.
pub(super) enum Message {
    Begin {
        source: usize,
        file: SourceFile,
        /// What the archive has of it, where it knows it.
        had: Option<Arc<Had>>,
    },
    Article {
        source: usize,
        article: Prepared,
        replaces: bool,
        /// What is wrong with the date given beside it.
        doubt: Option<DoubtfulDate>,
        /// Hash of what it was read as.
        hash: u64,
        /// What it has of the bytes that may be under way.
        share: Share,
    },
    Same {
        source: usize,
        key: ArticleKey,
    },
    /// An article that the program could not cope with.
    Broken {
        source: usize,
        key: ArticleKey,
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
    },
    /// A source that is another worker's.
    OfAnotherPart {
        path: String,
    },
    /// The archive itself cannot be read any more.
    Broke(Error),
    /// Something could not be looked at: nothing is known of what lies there or below it.
    Unseen {
        at: PathBuf,
        message: String,
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

/// Whether what lies at a path keeps its topics, since its taxonomy cannot be read now.
pub fn keeps_topics(options: &Options, path: &Path) -> bool {
    options.absent_taxonomies.iter().any(|(folder, _)| path.starts_with(folder))
}

/// An annotating thread.
fn annotate_all(
    work: &Receiver<Vec<Work>>,
    done: &Sender<Vec<Message>>,
    prepare: &dyn Prepare,
    options: &Options,
    stop: &Arc<AtomicBool>,
) {
    // The options were checked before the threads began.
    let Ok(mut annotator) = annotator(options) else { return };
    let mut message_of = |item: Work| {
        let (source, key) = (item.source, item.source_key.article(&item.article.id));
        let name = fence::name(&item.article);
        let time = (options.time_for)(item.article.content.len() as u64);
        let limit = Limit { time: Some(time), stop: Some(stop.clone()) };
        let annotate = || annotate_one(item, &mut annotator, prepare, options.force);
        fenced(&name, limit, annotate).unwrap_or_else(|message| {
            annotator = self::annotator(options).unwrap_or_else(|_| Annotator::disabled());
            Message::Broken { source, key, message }
        })
    };
    for batch in work {
        let go_on = batch.into_iter().map_while(|item| (!stop.load(Ordering::Relaxed)).then(|| message_of(item)));
        if done.send(go_on.collect()).is_err() {
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

fn annotate_one(item: Work, annotator: &mut Annotator, prepare: &dyn Prepare, force: bool) -> Message {
    let Work { source, source_key, article, had, taxonomy, share } = item;
    let key = source_key.article(&article.id);
    let old = had.as_ref().and_then(|had| had.get(&key));
    let hash = article_hash(&article);
    if !force && old.is_some_and(|old| old.hash == Some(hash)) {
        return Message::Same { source, key };
    }
    let text = analyze(&article, annotator.forms());
    let passages = passage::split(&text);
    let findings = annotator.annotate(&text, &passages, taxonomy, None);
    let annotated = Annotated { text: &text, forms: annotator.known_forms(), passages: &passages, findings: &findings };
    let prepared = prepare.prepare(&source_key, &annotated);
    let doubt = doubt(&article, findings.published.precision == Precision::Day);
    Message::Article { source, article: prepared, replaces: old.is_some(), doubt, hash, share }
}
