//! Dating articles that have no date of their own by what the others tell.

use std::collections::HashMap;
use std::panic::resume_unwind;

use super::pipeline::{IngestError, Options, annotator, keeps_topics, taxonomy_of_path};
use super::rewrite::rewrite;
use crate::analyze::analyze;
use crate::annotate::all::Annotator;
use crate::annotate::date::Published;
use crate::annotate::date::corpus::{self, Dating};
use crate::index::clues::{Clues, Told};
use crate::index::document::source_key;
use crate::index::outline::Outline;
use crate::index::record::restore;
use crate::index::{DocAddress, IndexError, Snapshot, Writer};

/// Annotates anew the articles whose publication date their collection settles otherwise than before, and
/// what counts from it with it; gives their number. The caller commits.
///
/// # Errors
/// When the index cannot be read or written.
pub(super) fn redate(writer: &mut Writer, snapshot: &Snapshot, options: &Options) -> Result<u64, IngestError> {
    let mut clues = snapshot.clues()?;
    let undated = snapshot.undated_articles()?;
    let articles = if undated.is_empty() { Vec::new() } else { snapshot.outlines()? };
    let undated = articles.iter().filter(|article| undated.binary_search(&article.address).is_ok());
    let undated: Vec<&Outline> = undated.collect();
    tell(&mut clues, snapshot, &undated, options.threads)?;
    let can_be_dated = |article: &&Outline| clues.get(article.print).is_some_and(|t| t.clues.can_be_dated_by_others());
    let is_to_be_settled = undated.iter().any(can_be_dated);
    if is_to_be_settled {
        tell(&mut clues, snapshot, &articles.iter().collect::<Vec<_>>(), options.threads)?;
    }
    clues.retain(articles.iter().map(|article| article.print));
    writer.put_clues(&clues)?;
    let changed = if is_to_be_settled { changed(snapshot, &articles, &clues)? } else { Vec::new() };
    annotate_anew(writer, snapshot, changed, options)
}

/// Adds to `clues` what these articles tell, as far as it is not there: it is read off their texts.
fn tell(clues: &mut Clues, snapshot: &Snapshot, articles: &[&Outline], threads: usize) -> Result<(), IndexError> {
    let untold: Vec<&Outline> = articles.iter().copied().filter(|article| clues.get(article.print).is_none()).collect();
    let share = untold.len().div_ceil(threads.max(1)).max(1);
    let told = std::thread::scope(|scope| {
        let parts: Vec<_> = untold.chunks(share).map(|part| scope.spawn(|| tell_some(snapshot, part))).collect();
        let parts = parts.into_iter().map(|part| part.join().unwrap_or_else(|panic| resume_unwind(panic)));
        parts.collect::<Result<Vec<_>, IndexError>>()
    })?;
    untold.iter().zip(told.into_iter().flatten()).for_each(|(article, told)| clues.insert(article.print, told));
    Ok(())
}

fn tell_some(snapshot: &Snapshot, articles: &[&Outline]) -> Result<Vec<Told>, IndexError> {
    let mut annotator = Annotator::new(Vec::new());
    let tell = |article: &&Outline| {
        let record = snapshot.article(article.address)?;
        let article = restore(&record, &snapshot.passages_of(article.address)?);
        let text = analyze(&article, annotator.forms());
        let (own, clues) = annotator.dating(&text);
        Ok(Told { own, clues })
    };
    articles.iter().map(tell).collect()
}

/// The articles whose date the collection settles otherwise than the index has it, with what it settles: nothing
/// where their own words are left to say.
fn changed(
    snapshot: &Snapshot,
    articles: &[Outline],
    clues: &Clues,
) -> Result<Vec<(DocAddress, Option<Published>)>, IndexError> {
    let told: Vec<(&Outline, &Told)> =
        articles.iter().filter_map(|article| Some((article, clues.get(article.print)?))).collect();
    let dating = |(article, told)| {
        let (article, told): (&Outline, &Told) = (article, told);
        Dating { id: &article.place, published: &told.own, clues: &told.clues }
    };
    let datings = told.iter().copied().map(dating);
    let settled = corpus::settle(&datings.collect::<Vec<_>>());
    let dated_by_others = snapshot.articles_dated_by_others()?;
    let mut changed = Vec::new();
    for ((article, _), settled) in told.iter().zip(settled) {
        let address = article.address;
        let is_other = match &settled {
            Some(settled) => snapshot.article(address)?.found.published != *settled,
            None => dated_by_others.binary_search(&address).is_ok(),
        };
        if is_other {
            changed.push((address, settled));
        }
    }
    Ok(changed)
}

/// Annotates articles anew with what the collection settles; gives their number.
fn annotate_anew(
    writer: &mut Writer,
    snapshot: &Snapshot,
    articles: Vec<(DocAddress, Option<Published>)>,
    options: &Options,
) -> Result<u64, IngestError> {
    if articles.is_empty() {
        return Ok(0);
    }
    let paths: HashMap<[u8; 16], String> =
        snapshot.sources()?.into_iter().map(|record| (source_key(&record.path), record.path)).collect();
    let (mut annotator, mut count) = (annotator(options)?, 0);
    for (address, settled) in articles {
        let path = paths.get(&snapshot.article(address)?.source).map_or("", String::as_str);
        if keeps_topics(options, path.as_ref()) {
            continue;
        }
        rewrite(writer, snapshot, address, &mut annotator, taxonomy_of_path(options, path.as_ref()), settled)?;
        count += 1;
    }
    Ok(count)
}
