//! A document in paragraphs, whatever it came in: the articles of an export, or one article.

use super::exports;
use crate::draft::{Draft, Para};
use crate::input::{Origin, Out, Reading};
use crate::source::SkipReason;
use onrecord_text::article::{BlockKind, Metadata};

/// Hands on the articles of a document's paragraphs: those of an export, or the document itself.
pub(crate) fn document(origin: &Origin, paras: Vec<Para>, metadata: Metadata, out: &mut Out) -> Reading {
    if exports::read_paras(&paras, origin, out)? {
        return Ok(());
    }
    if paras.iter().all(|para| para.text.trim().is_empty()) {
        return Err(SkipReason::Empty.into());
    }
    Draft { paras: one_title(paras), metadata, ..Draft::default() }.send(origin, out)
}

/// Of several titles the first is one; a heading right at the head of a document without one is its title.
fn one_title(mut paras: Vec<Para>) -> Vec<Para> {
    let mut titles = 0;
    for para in paras.iter_mut().filter(|para| para.kind == Some(BlockKind::Title)) {
        titles += 1;
        if titles > 1 {
            para.kind = Some(BlockKind::Heading);
        }
    }
    if titles == 0
        && let Some(first) = paras.iter_mut().find(|para| !para.text.trim().is_empty())
        && first.kind == Some(BlockKind::Heading)
    {
        first.kind = Some(BlockKind::Title);
    }
    paras
}
