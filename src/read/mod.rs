//! Reading: bytes in, an [`Article`] out.

use crate::article::{Article, Block, BlockKind, Metadata};
use crate::span::Span;

/// Builds an article from decoded text; `title` is given where it is not part of the text.
pub fn article_from_text(id: &str, path: &str, title: Option<&str>, text: &str, metadata: Metadata) -> Article {
    let mut content = String::with_capacity(text.len() + title.map_or(0, |t| t.len() + 1));
    let mut blocks = Vec::new();
    if let Some(title) = title.map(str::trim).filter(|t| !t.is_empty()) {
        content.push_str(title);
        blocks.push(Block { kind: BlockKind::Title, span: Span::new(0, title.len()) });
        content.push('\n');
    }
    let text_start = content.len();
    content.push_str(text);
    let separator = if text.contains("\n\n") { "\n\n" } else { "\n" };
    let mut at = text_start;
    for piece in text.split(separator) {
        let body = piece.trim();
        if !body.is_empty() {
            let start = at + (piece.len() - piece.trim_start().len());
            blocks.push(Block { kind: BlockKind::Body, span: Span::new(start, start + body.len()) });
        }
        at += piece.len() + separator.len();
    }
    Article { id: id.into(), path: path.into(), content, text_start: text_start as u32, blocks, metadata }
}
