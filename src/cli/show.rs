//! `onrecord show`: one article or passage with what was found in it.

use super::args::{Global, Show, ShowFormat};
use super::exit::{Failure, Outcome};
use super::terminal::Terminal;
use crate::index::record::{ArticleRecord, PassageRecord, outlines, restore, restore_findings};
use crate::index::{Collection, IndexError, Snapshot};
use crate::render::article::print_article;
use crate::render::json::write_line;
use crate::render::offsets::Offsets;
use crate::render::wire::Wire;

/// Runs the command.
pub(super) fn run(global: &Global, args: &Show, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let snapshot = Snapshot::open(&global.index)?;
    let collection = snapshot.collection()?;
    let found = find(&snapshot, &args.id)?;
    if found.is_empty() {
        terminal.note(&format!("no article or passage has the id {}", args.id));
        return Ok(Outcome::NothingFound);
    }
    if let Some(hidden) = hidden_passage(&snapshot, &args.id)? {
        terminal.note_line(&format!("{} is also passage {} of the article {}", args.id, hidden.1, hidden.0));
    }
    for (article, passages, only) in &found {
        print(article, passages, *only, &collection, args.format, terminal)?;
    }
    Ok(Outcome::Done)
}

/// An article with its passages, and the ordinal of the one that is meant.
type Meant = (ArticleRecord, Vec<PassageRecord>, Option<u32>);

/// The articles with this id, or those with the passage of this id.
fn find(snapshot: &Snapshot, id: &str) -> Result<Vec<Meant>, IndexError> {
    let whole = snapshot.find_id(id)?;
    let (addresses, only) = match id.rsplit_once(':').and_then(|(a, n)| Some((a, n.parse::<u32>().ok()?))) {
        Some((article, ordinal)) if whole.is_empty() => (snapshot.find_id(article)?, Some(ordinal)),
        _ => (whole, None),
    };
    let mut found = Vec::new();
    for address in addresses {
        let passages = snapshot.passages_of(address)?;
        if only.is_none_or(|ordinal| (ordinal as usize) < passages.len()) {
            found.push((snapshot.article(address)?, passages, only));
        }
    }
    Ok(found)
}

/// The article and the ordinal of a passage that has the id of an article, which is what is shown.
fn hidden_passage<'a>(snapshot: &Snapshot, id: &'a str) -> Result<Option<(&'a str, u32)>, IndexError> {
    let Some((article, ordinal)) = id.rsplit_once(':').and_then(|(a, n)| Some((a, n.parse::<u32>().ok()?))) else {
        return Ok(None);
    };
    if snapshot.find_id(id)?.is_empty() {
        return Ok(None);
    }
    let first = snapshot.find_id(article)?.into_iter().next();
    let passages = first.map(|address| snapshot.passages_of(address)).transpose()?.unwrap_or_default();
    Ok(((ordinal as usize) < passages.len()).then_some((article, ordinal)))
}

fn print(
    record: &ArticleRecord,
    passages: &[PassageRecord],
    only: Option<u32>,
    collection: &Collection,
    format: ShowFormat,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let article = restore(record, passages);
    let meant = |passage: &&PassageRecord| only.is_none_or(|ordinal| ordinal == passage.ordinal);
    match format {
        ShowFormat::Raw => match only.and_then(|ordinal| passages.get(ordinal as usize)) {
            Some(passage) => terminal.exact(&passage.text)?,
            None => terminal.exact(article.text())?,
        },
        ShowFormat::Json => {
            let mut findings = restore_findings(record, passages);
            let mut shown = outlines(passages);
            if let Some(passage) = only.and_then(|ordinal| passages.get(ordinal as usize)) {
                shown.retain(|p| p.ordinal == passage.ordinal);
                findings.passage_topics = vec![passage.topics.clone()];
                findings.quotes = passage.quotes.clone();
                findings.dates = passage.dates.clone();
            }
            let wire = Wire::new(Offsets::of(&article), collection);
            write_line(&wire.article(&article, &shown, &findings), terminal.out())?;
        }
        ShowFormat::Text => {
            let shown: Vec<&PassageRecord> = passages.iter().filter(meant).collect();
            let width = terminal.width;
            print_article(record, &shown, collection, width, terminal.out())?;
        }
    }
    Ok(())
}
