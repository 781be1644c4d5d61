//! Annotating articles that are in no archive. What they tell of each other is resolved among them.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::offsets::Offsets;
use super::settings::{aliases, folder_taxonomies, model, taxonomy};
use super::shape::Shape;
use super::update::of_ingest;
use crate::analyze::analyze;
use crate::annotate::Findings;
use crate::annotate::all::Annotator;
use crate::annotate::date::corpus::{self, Dating};
use crate::annotate::date::{DateClues, Published};
use crate::annotate::speaker::collection::NameUses;
use crate::article::Article;
use crate::ingest::Options;
use crate::ingest::fence::{self, fenced};
use crate::ingest::{Event, Observer};
use crate::limit::Limit;
use crate::passage::{self, Passage};
use crate::read::{self, NotRead};
use crate::source::{Entry, Skip, SourceFile, WalkOptions, walk};
use onrecord_api::collection::Collection;
use onrecord_api::{AnnotatedArticle, Error, TopicsSetting};

/// Articles annotated together.
pub struct Together {
    articles: Vec<Annotated>,
    collection: Collection,
}

impl Together {
    /// Reads and annotates the articles under `paths`. All are kept in memory until the last one is read. The files of an
    /// index in the folder `index` are left out. `observer` is told what could not be read.
    ///
    /// # Errors
    /// When a taxonomy, a model or aliases cannot be used.
    pub fn read(
        paths: &[PathBuf],
        (topics, model_setting): (&TopicsSetting, &TopicsSetting),
        index: &Path,
        observer: &mut dyn Observer,
    ) -> Result<Self, Error> {
        let options = Options {
            force: true,
            taxonomy: taxonomy(topics)?,
            aliases: aliases(paths)?,
            model: model(model_setting, None)?,
            folder_taxonomies: folder_taxonomies(paths, None)?,
            ..Options::default()
        };
        let walking = WalkOptions { index: Some(index.to_owned()), ..WalkOptions::default() };
        let annotator = options.annotator().map_err(|error| of_ingest(error.into()))?;
        let articles = annotate_all(paths, &options, annotator, &walking, observer);
        let collection = collection_of(&articles, &options).ready();
        Ok(Together { articles, collection })
    }

    /// The articles with what was found in them, in the order of their sources.
    pub fn articles(&self) -> impl Iterator<Item = AnnotatedArticle> + '_ {
        self.articles.iter().map(|annotated| {
            let shape = Shape::new(Offsets::of(&annotated.article), &self.collection);
            shape.article(&annotated.article, &annotated.passages, &annotated.findings)
        })
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.articles.is_empty()
    }
}

/// An article with what was found in it.
struct Annotated {
    article: Article,
    passages: Vec<Passage>,
    findings: Findings,
    /// The number of its taxonomy.
    taxonomy: usize,
}

fn annotate_all(
    paths: &[PathBuf],
    options: &Options,
    annotator: Annotator,
    walking: &WalkOptions,
    observer: &mut dyn Observer,
) -> Vec<Annotated> {
    let mut work = Annotating { options, annotator, articles: Vec::new() };
    for entry in walk(paths, walking) {
        let file = match entry {
            Ok(Entry::File(file)) => file,
            Ok(Entry::Skipped(skip)) => {
                observer.observe(Event::Skipped(skip.display, skip.reason));
                continue;
            }
            Err(error) => {
                observer.observe(Event::Failed(error.to_string()));
                continue;
            }
        };
        let taxonomy = options.taxonomy_of(&file);
        let skipped = read_articles(&file, &mut |result| match result {
            Ok(article) => {
                if let Err(message) = work.add(article, taxonomy) {
                    observer.observe(Event::Failed(message));
                }
            }
            Err(message) => observer.observe(Event::Failed(message)),
        });
        skipped.into_iter().for_each(|skip| observer.observe(Event::Skipped(skip.display, skip.reason)));
    }
    let Annotating { mut articles, mut annotator, .. } = work;
    settle_dates(&mut articles, &mut annotator);
    articles
}

/// What is being annotated, and was.
struct Annotating<'a> {
    options: &'a Options,
    annotator: Annotator,
    articles: Vec<Annotated>,
}

impl Annotating<'_> {
    /// Annotates an article, within the limits that indexing has.
    fn add(&mut self, article: Article, taxonomy: usize) -> Result<(), String> {
        let limit = Limit { time: Some((self.options.time_for)(article.content.len() as u64)), stop: None };
        let found = fenced(&fence::name(&article), limit, || {
            let text = analyze(&article, self.annotator.forms());
            let passages = passage::split(&text);
            let findings = self.annotator.annotate(&text, &passages, taxonomy, None);
            (passages, findings)
        });
        if found.is_err() {
            self.annotator = self.options.annotator().unwrap_or_else(|_| Annotator::disabled());
        }
        let (passages, findings) = found?;
        self.articles.push(Annotated { article, passages, findings, taxonomy });
        Ok(())
    }
}

/// Gives articles the publication dates that the others settle.
fn settle_dates(articles: &mut [Annotated], annotator: &mut Annotator) {
    if articles.iter().all(|annotated| annotated.findings.published.is_given()) {
        return;
    }
    let told: Vec<(String, Published, DateClues)> = articles
        .iter()
        .map(|Annotated { article, findings, .. }| {
            if let Some(clues) = &findings.clues {
                return (article.place(), findings.published.clone(), clues.clone());
            }
            let text = analyze(article, annotator.forms());
            let (published, clues) = annotator.dating(&text);
            (article.place(), published, clues)
        })
        .collect();
    let datings = told.iter().map(|(id, published, clues)| Dating { id, published, clues });
    let settled = corpus::settle(&datings.collect::<Vec<_>>());
    for (annotated, settled) in articles.iter_mut().zip(settled) {
        if settled.is_some() {
            let text = analyze(&annotated.article, annotator.forms());
            annotated.findings = annotator.annotate(&text, &annotated.passages, annotated.taxonomy, settled);
        }
    }
}

/// Reads the articles of a source, calls `each` with every one, and returns what was skipped.
pub fn read_articles(file: &SourceFile, each: &mut dyn FnMut(Result<Article, String>)) -> Vec<Skip> {
    let mut skipped = Vec::new();
    let mut sink = |result: Result<Article, NotRead>| {
        match result {
            Ok(article) => each(Ok(article)),
            Err(NotRead::Failed(error)) => each(Err(error.to_string())),
            Err(NotRead::Skipped(skip)) => skipped.push(skip),
        }
        ControlFlow::Continue(())
    };
    let outcome = if file.is_stdin() {
        read::read(file, &mut std::io::stdin().lock(), &mut sink)
    } else {
        match file.open() {
            Ok(mut input) => read::read(file, &mut input, &mut sink),
            Err(error) => {
                each(Err(error.to_string()));
                return skipped;
            }
        }
    };
    if let read::Outcome::Skipped(reason) = outcome {
        skipped.push(Skip { display: file.display.clone(), reason });
    }
    skipped
}

/// What the articles tell of each other.
fn collection_of(articles: &[Annotated], options: &Options) -> Collection {
    let mut uses = NameUses::default();
    for annotated in articles {
        let speakers = annotated.findings.quotes.iter().filter_map(|quote| quote.speaker.as_ref());
        uses.add(speakers.map(|speaker| (speaker.name.as_str(), speaker.kind)));
    }
    let mut collection = Collection::default();
    collection.names = uses.table();
    collection.aliases = options.aliases.clone().unwrap_or_default();
    collection
}
