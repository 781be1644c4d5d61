//! Dates given beside articles that could not be read, or in two ways: told in the summary, never passed over.

use crate::article::Article;
use crate::date::{FieldDate, field};
pub use onrecord_api::answer::Doubts;

/// Most characters of a field that are shown.
const MAX_SHOWN: usize = 40;

/// What is wrong with the date given beside an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// It is no date.
    Unreadable,
    /// Day and month are digits alone, and nothing tells which is which.
    Either,
}

/// An article whose date is in doubt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoubtfulDate {
    /// What is wrong.
    pub doubt: Doubt,
    /// The article and the date as given.
    pub what: String,
}

/// What is wrong with the date given beside the article; `decided` says that it is known to the day nonetheless.
pub(super) fn doubt(article: &Article, decided: bool) -> Option<DoubtfulDate> {
    let given = article.metadata.date.as_deref()?;
    let doubt = match field::read(given) {
        None => Doubt::Unreadable,
        Some(FieldDate::Either { .. }) if !decided => Doubt::Either,
        Some(_) => return None,
    };
    let shown: String = given.chars().take(MAX_SHOWN).collect();
    let cut = if shown.len() < given.len() { "…" } else { "" };
    Some(DoubtfulDate { doubt, what: format!("{}: {} (“{shown}{cut}”)", article.path, article.id) })
}
