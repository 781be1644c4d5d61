//! How long the articles and titles of an index are together.

use super::bm25::Extent;
use super::words::Dictionary;
use crate::index::{IndexError, Snapshot};

/// The articles and titles of an index, as far as their lengths matter.
pub(super) struct Lengths {
    /// The articles.
    pub(super) articles: Extent,
    /// The titles.
    pub(super) titles: Extent,
}

impl Lengths {
    /// Of the articles of `snapshot`; those deleted but not yet merged away count.
    ///
    /// # Errors
    /// When the index is damaged.
    pub(super) fn new(snapshot: &Snapshot, dictionary: &Dictionary) -> Result<Self, IndexError> {
        let count = snapshot.article_slots()? as u32;
        let of = |words| Extent { count, words };
        Ok(Lengths { articles: of(dictionary.body.words()), titles: of(dictionary.title.words()) })
    }
}
