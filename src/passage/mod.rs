//! Passages: the unit that is indexed, ranked and returned.

use std::ops::Range;

use crate::article::BlockKind;
use crate::span::Span;

/// How far positions jump from one block to the next inside a passage: more than any connector reaches.
pub const BLOCK_GAP: u32 = 256;

/// A paragraph, or several short ones, or a sentence-bounded piece of a very long one; the title is a
/// passage of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Its place among the article's passages, from 0.
    pub ordinal: u32,
    /// The kind of its blocks.
    pub kind: BlockKind,
    /// Its text in the article's content.
    pub span: Span,
    /// Line of its first character in the article's text, from 1.
    pub line: u32,
    /// Its words, as indexes into the analysed article's words.
    pub words: Range<u32>,
    /// Its sentences, as indexes into the analysed article's sentences.
    pub sentences: Range<u32>,
}
