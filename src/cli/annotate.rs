//! `onrecord annotate`: read and annotate without indexing, one JSON object per article.

use std::ops::ControlFlow;
use std::path::PathBuf;

use super::args::{Annotate, Global};
use super::exit::{Failure, Outcome};
use super::index::{aliases, folder_taxonomies, model, taxonomy};
use super::terminal::Terminal;
use crate::analyze::analyze;
use crate::annotate::Findings;
use crate::annotate::all::Annotator;
use crate::annotate::date::corpus::{self, Dating};
use crate::annotate::date::{DateClues, Published};
use crate::annotate::speaker::collection::NameUses;
use crate::article::Article;
use crate::index::Collection;
use crate::index::document::is_given;
use crate::ingest::pipeline::{Options, annotator, taxonomy_of};
use crate::passage::{self, Passage};
use crate::read::{self, NotRead};
use crate::render::json::write_line;
use crate::render::offsets::Offsets;
use crate::render::wire::Wire;
use crate::source::{Entry, Skip, SourceFile, WalkOptions, walk};

/// An article with what was found in it.
struct Annotated {
    article: Article,
    passages: Vec<Passage>,
    findings: Findings,
    /// The number of its taxonomy.
    taxonomy: usize,
}

/// Runs the command. All articles are held until the last is read, since what they tell of each other is
/// a part of the answer.
pub(super) fn run(global: &Global, args: &Annotate, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let options = Options {
        threads: 1,
        force: true,
        prune: false,
        follow: false,
        annotations: true,
        taxonomy: taxonomy(args.topics.as_deref())?,
        aliases: aliases(&args.paths)?,
        taxonomy_text: None,
        model: model(args.model.as_deref(), None)?,
        folder_taxonomies: folder_taxonomies(&args.paths, None)?,
        absent_taxonomies: Vec::new(),
    };
    let walking = WalkOptions { index: Some(global.index.clone()), ..WalkOptions::default() };
    let (articles, failed) = annotate_all(&args.paths, &options, annotator(&options)?, &walking, terminal);
    let collection = collection_of(&articles, &options).ready();
    for annotated in &articles {
        let wire = Wire::new(Offsets::of(&annotated.article), &collection);
        let object = wire.article(&annotated.article, &annotated.passages, &annotated.findings);
        write_line(&object, terminal.out())?;
    }
    Ok(if failed { Outcome::SomeFailed } else { Outcome::found(!articles.is_empty()) })
}

fn annotate_all(
    paths: &[PathBuf],
    options: &Options,
    mut annotator: Annotator,
    walking: &WalkOptions,
    terminal: &mut Terminal,
) -> (Vec<Annotated>, bool) {
    let (mut articles, mut failed) = (Vec::new(), false);
    for entry in walk(paths, walking) {
        let file = match entry {
            Ok(Entry::File(file)) => file,
            Ok(Entry::Skipped(skip)) => {
                terminal.note(&format!("skipped {skip}"));
                continue;
            }
            Err(error) => {
                failed = true;
                terminal.error(&error.to_string());
                continue;
            }
        };
        let taxonomy = taxonomy_of(options, &file);
        let skipped = read_articles(&file, &mut |result| match result {
            Ok(article) => {
                let text = analyze(&article, annotator.forms());
                let passages = passage::split(&text);
                let findings = annotator.annotate(&text, &passages, taxonomy, None);
                articles.push(Annotated { article, passages, findings, taxonomy });
            }
            Err(message) => {
                failed = true;
                terminal.error(&message);
            }
        });
        skipped.iter().for_each(|skip| terminal.note(&format!("skipped {skip}")));
    }
    settle_dates(&mut articles, &mut annotator);
    (articles, failed)
}

/// Gives articles the publication dates that the others settle.
fn settle_dates(articles: &mut [Annotated], annotator: &mut Annotator) {
    if articles.iter().all(|annotated| is_given(&annotated.findings.published)) {
        return;
    }
    let told: Vec<(String, Published, DateClues)> = articles
        .iter()
        .map(|Annotated { article, .. }| {
            let text = analyze(article, annotator.forms());
            let (published, clues) = annotator.dating(&text);
            (format!("{}\0{}", article.path, article.id), published, clues)
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

/// Reads the articles of a source; gives what of it was passed over.
pub(super) fn read_articles(file: &SourceFile, each: &mut dyn FnMut(Result<Article, String>)) -> Vec<Skip> {
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
