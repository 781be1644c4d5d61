//! Everything about an article that the speaker models look at, prepared once.

use std::ops::Range;

use super::entity::{Entity, link};
use super::lexicon::{Lex, Lexicon};
use super::marks::{Run, runs};
use super::mention::{Mention, mentions};
use super::token::{Token, tokens};
use crate::analyze::Analyzed;
use crate::analyze::form::{FormTable, Forms};
use crate::article::BlockKind;

/// An article prepared for attribution.
pub(super) struct Scene<'a> {
    pub text: &'a Analyzed<'a>,
    pub tokens: Vec<Token>,
    pub runs: Vec<Run>,
    /// The words of each run.
    pub run_words: Vec<Range<u32>>,
    /// Sorted by head.
    pub mentions: Vec<Mention>,
    pub entities: Vec<Entity>,
}

impl<'a> Scene<'a> {
    pub(super) fn new(text: &'a Analyzed<'a>, forms: &Forms, table: &mut FormTable<Lex>, lexicon: &Lexicon) -> Self {
        let runs = runs(text.article);
        let tokens = tokens(text, forms, table, lexicon, &runs);
        let mut mentions = mentions(&tokens, &text.sentences);
        let entities = link(&tokens, &mut mentions);
        let words = |run: &Run| {
            let range = text.words_in(run.span);
            range.start as u32..range.end as u32
        };
        let run_words = runs.iter().map(words).collect();
        Scene { text, tokens, runs, run_words, mentions, entities }
    }

    /// The mentions whose heads lie among `words`, as indexes.
    pub(super) fn mentions_in(&self, words: Range<u32>) -> Range<usize> {
        let from = self.mentions.partition_point(|m| m.head < words.start);
        let to = from + self.mentions[from..].partition_point(|m| m.head < words.end);
        from..to
    }

    /// The block of a sentence.
    pub(super) fn block(&self, sentence: u32) -> u32 {
        self.text.sentences[sentence as usize].block
    }

    pub(super) fn block_kind(&self, block: u32) -> BlockKind {
        self.text.article.blocks[block as usize].kind
    }

    /// The words of a block.
    pub(super) fn block_words(&self, block: u32) -> Range<u32> {
        let sentences = self.text.sentences_of(block);
        match (sentences.first(), sentences.last()) {
            (Some(first), Some(last)) => first.words.start..last.words.end,
            _ => 0..0,
        }
    }

    pub(super) fn token(&self, word: u32) -> &Token {
        &self.tokens[word as usize]
    }
}
