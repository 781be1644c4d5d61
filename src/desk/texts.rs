//! The texts that findings of hits point into. What lies within a hit's passage is known from it; an article is read
//! only where something lies outside, as "he" in the paragraph before.

use std::collections::HashMap;

use super::offsets::{Offsets, counts};
use super::shape::Shape;
use crate::annotate::speaker::Quote;
use crate::article::Article;
use crate::span::Span;
use onrecord_api::backend::{BackendError, BackendHit, View};
use onrecord_api::keys::ArticleKey;

/// Bytes of articles that are kept for one answer: two of the longest articles that are read (32 MiB each), or 20,000 as
/// long as news is. What was forgotten is read again.
const KEPT_BYTES: usize = 64 << 20;

/// Texts of articles. They are kept, since the next hit may come from the same one: a long article with many hits would
/// otherwise be read once for each.
pub(super) struct Texts<'a> {
    view: &'a dyn View,
    known: HashMap<ArticleKey, (Article, Vec<u32>)>,
    bytes: usize,
}

impl<'a> Texts<'a> {
    /// Texts of the articles of a view.
    pub(super) fn new(view: &'a dyn View) -> Self {
        Texts { view, known: HashMap::new(), bytes: 0 }
    }

    /// What shows findings of a hit that lie at `spans`.
    ///
    /// # Errors
    /// When the archive cannot be read.
    pub(super) fn shape<'s>(
        &'s mut self,
        hit: &'s BackendHit,
        mut spans: impl Iterator<Item = Span>,
    ) -> Result<Shape<'s>, BackendError> {
        let (view, passage) = (self.view, hit.passage.span);
        let offsets = if spans.all(|span| passage.start <= span.start && span.end <= passage.end) {
            Offsets::of_hit(hit)
        } else {
            let (article, counts) = self.article(hit.article.key)?;
            Offsets::counted(article, counts)
        };
        Ok(Shape::new(offsets, view.collection()))
    }

    fn article(&mut self, key: ArticleKey) -> Result<&(Article, Vec<u32>), BackendError> {
        if !self.known.contains_key(&key) {
            let article = self.view.text(&key)?;
            if self.bytes + article.content.len() > KEPT_BYTES {
                self.known.clear();
                self.bytes = 0;
            }
            self.bytes += article.content.len();
            let counts = counts(&article.content);
            self.known.insert(key, (article, counts));
        }
        Ok(&self.known[&key])
    }
}

/// Where a quote and what tells of its speaker lie.
pub(super) fn spans_of(quote: &Quote) -> impl Iterator<Item = Span> {
    [Some(quote.span), quote.mention, quote.cue].into_iter().flatten()
}
