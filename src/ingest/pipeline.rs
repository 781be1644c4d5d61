//! One thread reads, several annotate, the caller's writes (`writing`).
//!
//! Articles are handed on whole. A source's record is written once all its articles are, so that whatever
//! a commit holds is consistent: a source that was cut short has no record and is read again next time.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use crossbeam_channel::{Receiver, Sender, bounded};

use super::collection::{collection_of, leave_unsettled, retag_all, settle_all};
use super::doubt::doubt;
use super::error::IngestError;
use super::fence::{self, fenced};
use super::message::{Message, Work};
use super::options::Options;
use super::plan::{Known, Standing, absolute};
use super::reading::{Batches, Reader, Told};
use super::report::{Observer, Summary};
use super::roots::{roots, walk_options};
use super::writing::Run;
use crate::analyze::analyze;
use crate::annotate::all::Annotator;
use crate::annotate::date::Precision;
use crate::annotate::topic::TaxonomyError;
use crate::limit::Limit;
use crate::passage;
use crate::source::path_text;
use onrecord_api::clues::{self, Print};
use onrecord_api::keys::article_hash;
use onrecord_api::store::{Annotated, Prepare, StoreWriter};

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
    let annotators = Annotators::new(options)?;
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
            let annotators = &annotators;
            scope.spawn(move || annotate_all(&work, &done, prepare, annotators, stop));
        }
        drop((done_in, work_out));
        let result = run.collect(&done_out, &stop);
        stop.store(true, Ordering::Relaxed);
        // Whoever still wants to hand something on must not wait for us.
        drop(done_out);
        result
    })?;
    let told = std::mem::take(&mut run.told);
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
        summary.redated = settle_all(writer, &now, told, options)?;
    }
    Ok(summary)
}

/// What makes annotators for the threads that turn out to need one: most runs change a few articles, and to make one
/// takes as long as to annotate hundreds.
struct Annotators<'a> {
    options: &'a Options,
    /// The one by which the options were checked, until somebody takes it.
    checked: Mutex<Option<Annotator>>,
}

impl<'a> Annotators<'a> {
    fn new(options: &'a Options) -> Result<Self, TaxonomyError> {
        Ok(Annotators { options, checked: Mutex::new(Some(options.annotator()?)) })
    }

    fn take(&self) -> Annotator {
        let checked = self.checked.lock().ok().and_then(|mut checked| checked.take());
        checked.or_else(|| self.options.annotator().ok()).unwrap_or_else(Annotator::disabled)
    }
}

/// An annotating thread.
fn annotate_all(
    work: &Receiver<Vec<Work>>,
    done: &Sender<Vec<Message>>,
    prepare: &dyn Prepare,
    annotators: &Annotators,
    stop: &Arc<AtomicBool>,
) {
    let options = annotators.options;
    let mut annotator: Option<Annotator> = None;
    let mut message_of = |item: Work| {
        let (source, key) = (item.source, item.source_key.article(&item.article.id));
        let name = fence::name(&item.article);
        let time = (options.time_for)(item.article.content.len() as u64);
        let limit = Limit { time: Some(time), stop: Some(stop.clone()) };
        let own = annotator.get_or_insert_with(|| annotators.take());
        fenced(&name, limit, || annotate_one(item, own, prepare, options.force)).unwrap_or_else(|message| {
            annotator = None;
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
    let mut findings = annotator.annotate(&text, &passages, taxonomy, None);
    let clues = findings.clues.take();
    let annotated = Annotated { text: &text, forms: annotator.known_forms(), passages: &passages, findings: &findings };
    let prepared = prepare.prepare(&source_key, &annotated);
    let doubt = doubt(&article, findings.published.precision == Precision::Day);
    let print = || Print::of(&article.place(), hash);
    let told = clues.map(|clues| Box::new((print(), clues::Told { own: findings.published, clues })));
    Message::Article { source, article: prepared, replaces: old.is_some(), doubt, hash, told, share }
}
