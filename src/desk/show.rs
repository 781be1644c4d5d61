//! Articles and passages by name.

use super::archive::Refusal;
use super::offsets::Offsets;
use super::shape::Shape;
use crate::span::Span;
use onrecord_api::backend::{ArticleKey, BackendError, StoredArticle, View};
use onrecord_api::{ShowAnswer, ShowRequest, Shown};

/// The articles with this id, or those with the passage of this id.
pub(super) fn show(view: &dyn View, request: &ShowRequest) -> Result<ShowAnswer, Refusal> {
    let (keys, ordinal) = find(view, &request.name)?;
    let mut articles = Vec::new();
    for key in keys {
        let stored = view.article(&key)?;
        match ordinal {
            None => articles.push(shown(view, &stored, None)),
            Some(ordinal) if (ordinal as usize) < stored.passages.len() => {
                articles.push(shown(view, &passage_alone(stored, ordinal), Some(ordinal)));
            }
            Some(_) => {}
        }
    }
    let hidden = if ordinal.is_none() && !articles.is_empty() { hidden_passage(view, &request.name)? } else { None };
    Ok(ShowAnswer { articles, hidden })
}

/// The articles that a name means, and the passage in them if it is the name of one.
fn find(view: &dyn View, name: &str) -> Result<(Vec<ArticleKey>, Option<u32>), BackendError> {
    let whole = view.find_id(name)?;
    match passage_name(name) {
        Some((article, ordinal)) if whole.is_empty() => Ok((view.find_id(article)?, Some(ordinal))),
        _ => Ok((whole, None)),
    }
}

/// The article and the ordinal of a passage that has the id of an article, which is what is shown.
fn hidden_passage(view: &dyn View, name: &str) -> Result<Option<(String, u32)>, BackendError> {
    let Some((article, ordinal)) = passage_name(name) else { return Ok(None) };
    let Some(key) = view.find_id(article)?.into_iter().next() else { return Ok(None) };
    let passages = view.article(&key)?.passages.len();
    Ok(((ordinal as usize) < passages).then(|| (article.to_owned(), ordinal)))
}

/// An article's id and an ordinal, where a name is made of these.
fn passage_name(name: &str) -> Option<(&str, u32)> {
    let (article, ordinal) = name.rsplit_once(':')?;
    Some((article, ordinal.parse().ok()?))
}

/// The article with what was found in one of its passages alone.
fn passage_alone(stored: StoredArticle, ordinal: u32) -> StoredArticle {
    let StoredArticle { article, mut passages, mut findings } = stored;
    let at = ordinal as usize;
    let span = passages[at].span;
    let topics = findings.passage_topics.get_mut(at).map(std::mem::take).unwrap_or_default();
    passages = vec![passages.swap_remove(at)];
    findings.passage_topics = vec![topics];
    let overlaps = |other: Span| span.overlaps(other);
    findings.quotes.retain(|quote| overlaps(quote.span));
    findings.dates.retain(|date| overlaps(date.span));
    StoredArticle { article, passages, findings }
}

fn shown(view: &dyn View, stored: &StoredArticle, passage: Option<u32>) -> Shown {
    let shape = Shape::new(Offsets::of(&stored.article), view.collection());
    let article = shape.article(&stored.article, &stored.passages, &stored.findings);
    Shown { article, text: stored.article.text().to_owned(), passage }
}
