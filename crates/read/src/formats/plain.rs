//! Plain text: one article, or the export of a database.

use super::exports;
use crate::article_from_text;
use crate::input::{Input, Out, Reading};
use onrecord_text::article::{Article, Metadata};

/// Reads the articles of a text.
pub(crate) fn read(mut input: Input, out: &mut Out) -> Reading {
    let text = input.text()?;
    if exports::read_text(&text, input.origin, out)? {
        return Ok(());
    }
    let article = article_from_text(&input.origin.id, &input.origin.path, None, &text, Metadata::default());
    out.article(Article { address: input.origin.address(), ..article })
}
