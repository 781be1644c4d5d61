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
use crate::span::Span;

/// An article prepared for attribution.
pub(super) struct Scene<'a> {
    pub text: &'a Analyzed<'a>,
    pub tokens: Vec<Token>,
    /// The words of each paragraph.
    paragraphs: Vec<Range<u32>>,
    pub runs: Vec<Run>,
    /// The words of each run.
    pub run_words: Vec<Range<u32>>,
    /// Sorted by head.
    pub mentions: Vec<Mention>,
    pub entities: Vec<Entity>,
}

impl<'a> Scene<'a> {
    pub(super) fn new(text: &'a Analyzed<'a>, forms: &Forms, table: &mut FormTable<Lex>, lexicon: &Lexicon) -> Self {
        let mut runs = runs(text.article);
        runs.retain(|run| !text.words_in(run.span).is_empty());
        let tokens = tokens(text, forms, table, lexicon, &runs);
        let mut mentions = mentions(&tokens, &text.sentences);
        let entities = link(&tokens, &mut mentions);
        let words = |run: &Run| {
            let range = text.words_in(run.span);
            range.start as u32..range.end as u32
        };
        let run_words = runs.iter().map(words).collect();
        let paragraphs = paragraphs(&tokens);
        Scene { text, tokens, paragraphs, runs, run_words, mentions, entities }
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

    /// The words of a paragraph; of none beyond the last.
    pub(super) fn paragraph(&self, number: u32) -> Range<u32> {
        let end = self.tokens.len() as u32;
        self.paragraphs.get(number as usize).cloned().unwrap_or(end..end)
    }

    /// The paragraph that a run begins in.
    pub(super) fn paragraph_of_run(&self, run: u32) -> u32 {
        self.token(self.run_words[run as usize].start).paragraph
    }

    /// Where these words stand.
    pub(super) fn span(&self, words: Range<u32>) -> Span {
        let at = |i: u32| self.text.words[i as usize].span;
        at(words.start).cover(at(words.end - 1))
    }

    pub(super) fn token(&self, word: u32) -> &Token {
        &self.tokens[word as usize]
    }
}

fn paragraphs(tokens: &[Token]) -> Vec<Range<u32>> {
    let mut paragraphs: Vec<Range<u32>> = Vec::new();
    for (i, token) in tokens.iter().enumerate() {
        let number = token.paragraph as usize;
        // A block without words takes a number, too.
        paragraphs.resize(paragraphs.len().max(number), i as u32..i as u32);
        match paragraphs.get_mut(number) {
            Some(words) => words.end = i as u32 + 1,
            None => paragraphs.push(i as u32..i as u32 + 1),
        }
    }
    paragraphs
}
