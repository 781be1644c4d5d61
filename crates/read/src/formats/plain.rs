//! Plain text: one article, with fields (`Title: …`) above it or none, or the export of a database.

use super::exports;
use crate::article_from;
use crate::front_matter::{FrontMatter, unfenced};
use crate::input::{Input, Out, Reading};
use onrecord_text::article::Article;

/// Reads the articles of a text.
pub(crate) fn read(mut input: Input, out: &mut Out) -> Reading {
    let text = input.text()?;
    if exports::read_text(&text, input.origin, out)? {
        return Ok(());
    }
    let (FrontMatter { title, metadata }, start) = unfenced(&text).unwrap_or_default();
    let place = (input.origin.id.as_str(), input.origin.path.as_str());
    let article = article_from(place, title.as_deref(), (&text, start), metadata);
    out.article(Article { address: input.origin.address(), ..article })
}
