//! Passages: the unit that is indexed, ranked and returned.
//!
//! A passage is a paragraph. Short neighbours of one kind join, since a line such as "She pauses." answers
//! nothing by itself; a very long paragraph is cut at sentence ends, since many corpora have lost their
//! paragraph breaks. Passages never mix kinds, and the title is one by itself.

mod split;

use std::ops::Range;

use crate::analyze::Analyzed;
use crate::article::{Block, BlockKind};
use crate::span::Span;

pub use split::split;

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
    /// Line of its first character in the article's text, from 1; also 1 for a title apart from the text.
    pub line: u32,
    /// Its words, as indexes into the analysed article's words.
    pub words: Range<u32>,
    /// Its sentences, as indexes into the analysed article's sentences.
    pub sentences: Range<u32>,
}

impl Passage {
    /// The position of each of its words: 0, 1, 2, …, and at each further block [`BLOCK_GAP`] past the
    /// word before it.
    pub fn positions<'a>(&self, analyzed: &'a Analyzed) -> impl Iterator<Item = u32> + use<'a> {
        self.placed(analyzed).flat_map(|placed| placed.first..placed.first + placed.words)
    }

    /// The position of each sentence's first word.
    pub fn sentence_starts<'a>(&self, analyzed: &'a Analyzed) -> impl Iterator<Item = u32> + use<'a> {
        self.placed(analyzed).map(|placed| placed.first)
    }

    /// The position of the first word of each block, or of the piece of one, that has words here.
    pub fn paragraph_starts<'a>(&self, analyzed: &'a Analyzed) -> impl Iterator<Item = u32> + use<'a> {
        self.placed(analyzed).filter(|placed| placed.opens_block).map(|placed| placed.first)
    }

    /// The blocks it is made of, as far as they lie in it.
    pub fn blocks<'a>(&self, analyzed: &Analyzed<'a>) -> impl Iterator<Item = Block> + use<'a> {
        let whole = self.span;
        let blocks = &analyzed.article.blocks;
        let first = blocks.partition_point(|block| block.span.end <= whole.start);
        blocks[first..].iter().take_while(move |block| block.span.start < whole.end).map(move |block| Block {
            kind: block.kind,
            span: Span { start: block.span.start.max(whole.start), end: block.span.end.min(whole.end) },
        })
    }

    /// Whether it goes on with a paragraph that began in the passage before it.
    pub fn continues(&self, analyzed: &Analyzed) -> bool {
        let first = analyzed.sentences.get(self.sentences.start as usize);
        let block = first.and_then(|sentence| analyzed.article.blocks.get(sentence.block as usize));
        !self.sentences.is_empty() && block.is_some_and(|block| block.span.start < self.span.start)
    }

    /// Its sentences with the positions of their words.
    fn placed<'a>(&self, analyzed: &'a Analyzed) -> impl Iterator<Item = Placed> + use<'a> {
        let sentences = &analyzed.sentences[self.sentences.start as usize..self.sentences.end as usize];
        let (mut next, mut block) = (0, None);
        sentences.iter().map(move |sentence| {
            let opens_block = block != Some(sentence.block);
            if opens_block && block.is_some() {
                next += BLOCK_GAP - 1;
            }
            block = Some(sentence.block);
            let placed = Placed { first: next, words: sentence.words.len() as u32, opens_block };
            next += placed.words;
            placed
        })
    }
}

/// A sentence's place among the positions of its passage.
struct Placed {
    first: u32,
    words: u32,
    opens_block: bool,
}
