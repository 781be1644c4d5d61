//! Annotating anew what the index holds, from its own records: sources are not read again.

use std::collections::HashMap;
use std::panic::resume_unwind;

use super::pipeline::{IngestError, Options, annotator, keeps_topics, taxonomy_of_path};
use crate::analyze::analyze;
use crate::annotate::all::Annotator;
use crate::annotate::date::corpus::{self, Dating};
use crate::annotate::date::{DateClues, Published};
use crate::index::document::{Annotated, article_key, documents, source_key};
use crate::index::record::{ArticleRecord, restore};
use crate::index::{DocAddress, IndexError, Snapshot, Writer};
use crate::passage;

/// Annotates anew the articles whose topics another taxonomy gave than the one now in force for them; gives
/// their number. The caller commits.
///
/// # Errors
/// When the index cannot be read or written.
pub fn retag(writer: &mut Writer, snapshot: &Snapshot, options: &Options) -> Result<u64, IngestError> {
    let paths: HashMap<[u8; 16], String> =
        snapshot.sources()?.into_iter().map(|record| (source_key(&record.path), record.path)).collect();
    let mut annotator = annotator(options)?;
    let mut count = 0;
    for address in snapshot.articles() {
        let record = snapshot.article(address)?;
        let path = paths.get(&record.source).map_or("", String::as_str);
        if keeps_topics(options, path.as_ref()) {
            continue;
        }
        let taxonomy = taxonomy_of_path(options, path.as_ref());
        if record.taxonomy != annotator.taxonomy_tag(taxonomy) {
            rewrite(writer, snapshot, address, &mut annotator, taxonomy, settled_of(&record))?;
            count += 1;
        }
    }
    Ok(count)
}

/// Annotates anew the articles whose publication date their collection settles otherwise than before, and
/// what counts from it with it; gives their number. The caller commits.
///
/// # Errors
/// When the index cannot be read or written.
pub fn redate(writer: &mut Writer, snapshot: &Snapshot, options: &Options) -> Result<u64, IngestError> {
    let undated = tell_some(snapshot, &snapshot.undated_articles()?)?;
    if !undated.iter().any(|told| told.clues.can_be_dated_by_others()) {
        return Ok(0);
    }
    let paths: HashMap<[u8; 16], String> =
        snapshot.sources()?.into_iter().map(|record| (source_key(&record.path), record.path)).collect();
    let articles: Vec<DocAddress> = snapshot.articles().collect();
    let told = tell_all(snapshot, &articles, options.threads)?;
    let datings = told.iter().map(|told| Dating { id: &told.id, published: &told.own, clues: &told.clues });
    let settled = corpus::settle(&datings.collect::<Vec<_>>());
    let mut annotator = annotator(options)?;
    let mut count = 0;
    for ((&address, told), settled) in articles.iter().zip(&told).zip(settled) {
        if told.now != *settled.as_ref().unwrap_or(&told.own) {
            let path = paths.get(&snapshot.article(address)?.source).map_or("", String::as_str);
            if keeps_topics(options, path.as_ref()) {
                continue;
            }
            let taxonomy = taxonomy_of_path(options, path.as_ref());
            rewrite(writer, snapshot, address, &mut annotator, taxonomy, settled)?;
            count += 1;
        }
    }
    Ok(count)
}

/// What an article tells of dates.
struct Told {
    /// Its key.
    id: String,
    /// Its publication as the index has it.
    now: Published,
    /// Its publication by itself.
    own: Published,
    /// What may date others.
    clues: DateClues,
}

/// What each article tells of dates, read off the stored texts. That takes about as long as reading and
/// analysing them once; kept with every article it would be a tenth of the index, for the sake of the few
/// collections in which some article has no date.
fn tell_all(snapshot: &Snapshot, articles: &[DocAddress], threads: usize) -> Result<Vec<Told>, IndexError> {
    let share = articles.len().div_ceil(threads.max(1)).max(1);
    std::thread::scope(|scope| {
        let tell = |part| move || tell_some(snapshot, part);
        let parts: Vec<_> = articles.chunks(share).map(|part| scope.spawn(tell(part))).collect();
        let parts = parts.into_iter().map(|part| part.join().unwrap_or_else(|panic| resume_unwind(panic)));
        Ok(parts.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
    })
}

fn tell_some(snapshot: &Snapshot, articles: &[DocAddress]) -> Result<Vec<Told>, IndexError> {
    let mut annotator = Annotator::new(Vec::new());
    let tell = |&address| {
        let record = snapshot.article(address)?;
        let article = restore(&record, &snapshot.passages_of(address)?);
        let text = analyze(&article, annotator.forms());
        let (own, clues) = annotator.dating(&text);
        Ok(Told { id: format!("{}\0{}", record.path, record.id), now: record.found.published, own, clues })
    };
    articles.iter().map(tell).collect()
}

/// The publication date that the collection settled for an article.
fn settled_of(record: &ArticleRecord) -> Option<Published> {
    record.found.own_published.as_ref().map(|_| record.found.published.clone())
}

/// Annotates the article that begins at `address` anew and puts it in the place of itself.
fn rewrite(
    writer: &mut Writer,
    snapshot: &Snapshot,
    address: DocAddress,
    annotator: &mut Annotator,
    taxonomy: usize,
    settled: Option<Published>,
) -> Result<(), IndexError> {
    let record = snapshot.article(address)?;
    let article = restore(&record, &snapshot.passages_of(address)?);
    let text = analyze(&article, annotator.forms());
    let passages = passage::split(&text);
    let findings = annotator.annotate(&text, &passages, taxonomy, settled);
    let annotated = Annotated { text: &text, forms: annotator.known_forms(), passages: &passages, findings: &findings };
    let docs = documents(writer.fields(), &record.source, &annotated);
    writer.put_article(&article_key(&record.source, &record.id), docs, article.content.len() as u64)
}
