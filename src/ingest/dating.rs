//! Dating articles that have no date of their own by what the others tell.

use std::panic::resume_unwind;

use super::error::IngestError;
use super::options::Options;
use super::rewrite::{AT_ONCE, Rewriter};
use crate::analyze::analyze;
use crate::annotate::all::Annotator;
use crate::annotate::date::Published;
use crate::annotate::date::corpus::{self, Dating};
use onrecord_api::Error;
use onrecord_api::clues::{Clues, Print, Told};
use onrecord_api::store::{At, Facts, Inventory, Outline, StoreWriter};

/// Annotates anew the articles whose publication date their collection settles otherwise than before, and
/// what counts from it with it; gives their number. `told` is what some articles tell, as far as that is known. The caller
/// commits.
///
/// # Errors
/// When the archive cannot be read or written.
pub(super) fn redate(
    writer: &mut dyn StoreWriter,
    inventory: &dyn Inventory,
    told: Vec<(Print, Told)>,
    options: &Options,
) -> Result<u64, IngestError> {
    let mut clues = inventory.clues()?;
    told.into_iter().for_each(|(print, told)| clues.insert(print, told));
    let undated = inventory.undated()?;
    let articles = if undated.is_empty() { Vec::new() } else { inventory.outlines()? };
    let undated = articles.iter().filter(|article| undated.binary_search(&article.at).is_ok());
    let undated: Vec<&Outline> = undated.collect();
    tell(&mut clues, inventory, &undated, options.threads)?;
    let can_be_dated = |article: &&Outline| clues.get(article.print).is_some_and(|t| t.clues.can_be_dated_by_others());
    let is_to_be_settled = undated.iter().any(can_be_dated);
    if is_to_be_settled {
        tell(&mut clues, inventory, &articles.iter().collect::<Vec<_>>(), options.threads)?;
    }
    clues.retain(articles.iter().map(|article| article.print));
    writer.put_clues(&clues)?;
    let changed = if is_to_be_settled { changed(inventory, &articles, &clues)? } else { Vec::new() };
    if changed.is_empty() {
        return Ok(0);
    }
    let mut rewriter = Rewriter::new(writer, inventory, options)?;
    rewriter.rewrite(changed)?;
    Ok(rewriter.count)
}

/// Adds to `clues` what these articles tell, as far as it is not there: it is read off their texts.
fn tell(clues: &mut Clues, inventory: &dyn Inventory, articles: &[&Outline], threads: usize) -> Result<(), Error> {
    let untold: Vec<&Outline> = articles.iter().copied().filter(|article| clues.get(article.print).is_none()).collect();
    let share = untold.len().div_ceil(threads.max(1)).max(1);
    let told = std::thread::scope(|scope| {
        let parts: Vec<_> = untold.chunks(share).map(|part| scope.spawn(|| tell_some(inventory, part))).collect();
        let parts = parts.into_iter().map(|part| part.join().unwrap_or_else(|panic| resume_unwind(panic)));
        parts.collect::<Result<Vec<_>, Error>>()
    })?;
    untold.iter().zip(told.into_iter().flatten()).for_each(|(article, told)| clues.insert(article.print, told));
    Ok(())
}

fn tell_some(inventory: &dyn Inventory, articles: &[&Outline]) -> Result<Vec<Told>, Error> {
    let mut annotator = Annotator::new(Vec::new());
    let mut told = Vec::with_capacity(articles.len());
    for some in articles.chunks(AT_ONCE) {
        let wanted: Vec<At> = some.iter().map(|article| article.at).collect();
        for article in inventory.texts(&wanted)? {
            let text = analyze(&article, annotator.forms());
            let (own, clues) = annotator.dating(&text);
            told.push(Told { own, clues });
        }
    }
    Ok(told)
}

/// The articles whose date the collection settles otherwise than the archive has it, with what it settles: nothing
/// where their own words are left to say.
fn changed(
    inventory: &dyn Inventory,
    articles: &[Outline],
    clues: &Clues,
) -> Result<Vec<(At, Facts, Option<Published>)>, Error> {
    let told: Vec<(&Outline, &Told)> =
        articles.iter().filter_map(|article| Some((article, clues.get(article.print)?))).collect();
    let dating = |(article, told)| {
        let (article, told): (&Outline, &Told) = (article, told);
        Dating { id: &article.place, published: &told.own, clues: &told.clues }
    };
    let datings = told.iter().copied().map(dating);
    let settled = corpus::settle(&datings.collect::<Vec<_>>());
    let dated_by_others = inventory.dated_by_others()?;
    let may_be_other = |(article, settled): &(&Outline, Option<Published>)| {
        settled.is_some() || dated_by_others.binary_search(&article.at).is_ok()
    };
    let candidates = told.iter().map(|(article, _)| *article).zip(settled).filter(may_be_other);
    let candidates: Vec<(&Outline, Option<Published>)> = candidates.collect();
    let mut changed = Vec::new();
    for some in candidates.chunks(AT_ONCE) {
        let wanted: Vec<At> = some.iter().map(|(article, _)| article.at).collect();
        for (facts, (article, settled)) in inventory.facts(&wanted)?.into_iter().zip(some) {
            if settled.as_ref().is_none_or(|settled| facts.published != *settled) {
                changed.push((article.at, facts, settled.clone()));
            }
        }
    }
    Ok(changed)
}
