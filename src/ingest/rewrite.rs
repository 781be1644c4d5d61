//! Annotating anew what the index holds, from its own records: sources are not read again.

use std::collections::HashMap;

use super::pipeline::{IngestError, Options, annotator, keeps_topics, taxonomy_of_path};
use crate::analyze::analyze;
use crate::annotate::all::Annotator;
use crate::annotate::date::Published;
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

/// The publication date that the collection settled for an article.
fn settled_of(record: &ArticleRecord) -> Option<Published> {
    record.found.own_published.as_ref().map(|_| record.found.published.clone())
}

/// Annotates the article that begins at `address` anew and puts it in the place of itself.
pub(super) fn rewrite(
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
