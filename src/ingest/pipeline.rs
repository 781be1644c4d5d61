//! One thread reads, several annotate, the caller's writes (`writing`).
//!
//! Articles are handed on whole. A source's record is written once all its articles are, so that whatever
//! a commit holds is consistent: a source that was cut short has no record and is read again next time.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

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
use crate::limit::Limit;
use crate::passage;
use crate::source::path_text;
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
    options.annotator()?;
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

/// An annotating thread.
fn annotate_all(
    work: &Receiver<Vec<Work>>,
    done: &Sender<Vec<Message>>,
    prepare: &dyn Prepare,
    options: &Options,
    stop: &Arc<AtomicBool>,
) {
    // The options were checked before the threads began.
    let Ok(mut annotator) = options.annotator() else { return };
    let mut message_of = |item: Work| {
        let (source, key) = (item.source, item.source_key.article(&item.article.id));
        let name = fence::name(&item.article);
        let time = (options.time_for)(item.article.content.len() as u64);
        let limit = Limit { time: Some(time), stop: Some(stop.clone()) };
        let annotate = || annotate_one(item, &mut annotator, prepare, options.force);
        fenced(&name, limit, annotate).unwrap_or_else(|message| {
            annotator = options.annotator().unwrap_or_else(|_| Annotator::disabled());
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
    let findings = annotator.annotate(&text, &passages, taxonomy, None);
    let annotated = Annotated { text: &text, forms: annotator.known_forms(), passages: &passages, findings: &findings };
    let prepared = prepare.prepare(&source_key, &annotated);
    let doubt = doubt(&article, findings.published.precision == Precision::Day);
    Message::Article { source, article: prepared, replaces: old.is_some(), doubt, hash, share }
}
