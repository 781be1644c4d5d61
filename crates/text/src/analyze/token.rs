//! One word of an analysed text.

use super::form::FormId;
use crate::span::Span;

/// One word of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// Where it stands, without a possessive `'s`.
    pub span: Span,
    /// Its spelling.
    pub form: FormId,
    /// Whether it is an acronym: all in capitals where its surroundings are not.
    pub acronym: bool,
}

/// Longest sentence, in words. Longer runs without a full stop (tables, lists, hostile input) are cut here,
/// so that whatever is made of whole sentences has a bounded size.
pub const MAX_SENTENCE_WORDS: usize = 150;
