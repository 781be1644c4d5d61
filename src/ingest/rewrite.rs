//! Annotating anew what the archive holds, from its own records: sources are not read again.

use std::collections::HashMap;
use std::path::Path;

use super::error::IngestError;
use super::options::Options;
use crate::analyze::analyze;
use crate::annotate::all::Annotator;
use crate::annotate::date::Published;
use crate::article::Article;
use crate::passage;
use onrecord_api::Error;
use onrecord_api::keys::SourceKey;
use onrecord_api::store::{Annotated, At, Facts, Inventory, Prepare, StoreWriter};

/// Articles that are asked for at once: of news, which has some 3 KB each, less than a megabyte. A server is asked once for
/// each so many.
pub(super) const AT_ONCE: usize = 200;

/// Annotates anew the articles whose topics another taxonomy gave than the one now in force for them; gives
/// their number. The caller commits.
///
/// # Errors
/// When the archive cannot be read or written.
pub fn retag(writer: &mut dyn StoreWriter, inventory: &dyn Inventory, options: &Options) -> Result<u64, IngestError> {
    let mut rewriter = Rewriter::new(writer, inventory, options)?;
    let all: Vec<At> = inventory.outlines()?.into_iter().map(|outline| outline.at).collect();
    for some in all.chunks(AT_ONCE) {
        let facts = inventory.facts(some)?;
        let other = some.iter().zip(facts).filter(|(_, facts)| rewriter.is_tagged_otherwise(facts));
        let other = other.map(|(&at, facts)| {
            let settled = facts.is_dated_by_others.then(|| facts.published.clone());
            (at, facts, settled)
        });
        rewriter.rewrite(other.collect())?;
    }
    Ok(rewriter.count)
}

/// An article to be annotated anew, with the date that the collection settles for it.
type Anew = (At, Facts, Option<Published>);

/// Annotates articles anew and puts them in the place of themselves.
pub(super) struct Rewriter<'a> {
    writer: &'a mut dyn StoreWriter,
    inventory: &'a dyn Inventory,
    options: &'a Options,
    annotator: Annotator,
    prepare: std::sync::Arc<dyn Prepare>,
    /// Paths of sources by the half of their keys that articles carry.
    paths: HashMap<[u8; 8], String>,
    /// How many were rewritten.
    pub count: u64,
}

impl<'a> Rewriter<'a> {
    /// One that has rewritten nothing.
    ///
    /// # Errors
    /// When the archive cannot be read, or a taxonomy cannot be used.
    pub(super) fn new(
        writer: &'a mut dyn StoreWriter,
        inventory: &'a dyn Inventory,
        options: &'a Options,
    ) -> Result<Self, IngestError> {
        let paths = inventory.sources()?.into_iter().map(|record| (record.key().half(), record.path)).collect();
        let prepare = writer.preparer();
        Ok(Rewriter { writer, inventory, options, annotator: options.annotator()?, prepare, paths, count: 0 })
    }

    fn path(&self, source: &SourceKey) -> &Path {
        self.paths.get(&source.half()).map_or("", String::as_str).as_ref()
    }

    fn is_tagged_otherwise(&self, facts: &Facts) -> bool {
        let path = self.path(&facts.source);
        let tag = self.annotator.taxonomy_tag(self.options.taxonomy_of_path(path));
        !self.options.keeps_topics(path) && facts.taxonomy != tag
    }

    /// Rewrites some articles, but for those that keep their topics, since their taxonomy cannot be read now.
    pub(super) fn rewrite(&mut self, mut articles: Vec<Anew>) -> Result<(), Error> {
        articles.retain(|(_, facts, _)| !self.options.keeps_topics(self.path(&facts.source)));
        for some in articles.chunks(AT_ONCE) {
            let wanted: Vec<At> = some.iter().map(|(at, ..)| *at).collect();
            let texts = self.inventory.texts(&wanted)?;
            for (article, (_, facts, settled)) in texts.iter().zip(some) {
                self.one(article, &facts.source, settled.clone())?;
            }
        }
        Ok(())
    }

    fn one(&mut self, article: &Article, source: &SourceKey, settled: Option<Published>) -> Result<(), Error> {
        let taxonomy = self.options.taxonomy_of_path(self.path(source));
        let text = analyze(article, self.annotator.forms());
        let passages = passage::split(&text);
        let findings = self.annotator.annotate(&text, &passages, taxonomy, settled);
        let forms = self.annotator.known_forms();
        let annotated = Annotated { text: &text, forms, passages: &passages, findings: &findings };
        self.writer.put_article(self.prepare.prepare(source, &annotated), false)?;
        self.count += 1;
        Ok(())
    }
}
