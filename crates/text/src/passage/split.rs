//! Where passages begin and end.

use std::ops::Range;

use super::Passage;
use crate::analyze::{Analyzed, Sentence};
use crate::article::{Block, BlockKind};
use crate::span::Span;

/// A paragraph of fewer words joins the one that follows it.
const SHORT: u32 = 15;
/// Words that joined paragraphs may have together.
const MAX_JOINED: u32 = 70;
/// A paragraph of more words is cut.
const MAX_WORDS: u32 = 150;
/// Words that a piece of a cut paragraph is to have.
const PIECE: u32 = 120;

/// The passages of an article, in text order: every block, boilerplate too, lies in exactly one, or in
/// several where it is cut.
pub fn split(analyzed: &Analyzed) -> Vec<Passage> {
    let mut splitter =
        Splitter { analyzed, passages: Vec::new(), line: 1, counted: analyzed.article.text_start as usize };
    let blocks = &analyzed.article.blocks;
    let mut next = 0;
    let mut sentence = 0;
    while next < blocks.len() {
        let run = splitter.run(next, sentence);
        sentence = run.sentences.end;
        next = run.blocks.end;
        splitter.push_run(&run);
    }
    splitter.passages
}

/// Blocks that stand together, with their sentences as indexes.
struct Run {
    blocks: Range<usize>,
    sentences: Range<usize>,
}

struct Splitter<'a> {
    analyzed: &'a Analyzed<'a>,
    passages: Vec<Passage>,
    /// The line at byte `counted` of the content, from 1.
    line: u32,
    counted: usize,
}

impl Splitter<'_> {
    /// The block `first`, whose sentences begin at `sentence`, and those after it that join it.
    fn run(&self, first: usize, sentence: usize) -> Run {
        let blocks = &self.analyzed.article.blocks;
        let mut run = Run { blocks: first..first + 1, sentences: self.sentences_of(first, sentence) };
        let mut words = self.words(&run.sentences);
        while let Some(&block) = blocks.get(run.blocks.end) {
            let sentences = self.sentences_of(run.blocks.end, run.sentences.end);
            let more = self.words(&sentences);
            let last = blocks[run.blocks.end - 1];
            if block.kind != last.kind || words + more > MAX_JOINED || !self.joins(last, words, more) {
                break;
            }
            run = Run { blocks: first..run.blocks.end + 1, sentences: run.sentences.start..sentences.end };
            words += more;
        }
        run
    }

    /// Whether a block of `more` words joins a passage of `words` words that ends with the block `last`.
    fn joins(&self, last: Block, words: u32, more: u32) -> bool {
        match last.kind {
            BlockKind::List | BlockKind::Boilerplate => true,
            BlockKind::Body => {
                let text = last.span.of(self.analyzed.content());
                words < SHORT || text.ends_with(':') || (more < SHORT && words + more < MAX_JOINED / 2)
            }
            _ => false,
        }
    }

    /// The sentences of block `block`, none of which stand before sentence `from`.
    fn sentences_of(&self, block: usize, from: usize) -> Range<usize> {
        let rest = &self.analyzed.sentences[from..];
        from..from + rest.iter().take_while(|sentence| sentence.block as usize == block).count()
    }

    fn words(&self, sentences: &Range<usize>) -> u32 {
        self.analyzed.sentences[sentences.clone()].iter().map(|s| s.words.len() as u32).sum()
    }

    fn push_run(&mut self, run: &Run) {
        let blocks = &self.analyzed.article.blocks[run.blocks.clone()];
        let whole = blocks[0].span.cover(blocks[blocks.len() - 1].span);
        if self.words(&run.sentences) <= MAX_WORDS {
            self.push(blocks[0].kind, whole, run.sentences.clone());
            return;
        }
        for piece in pieces(&self.analyzed.sentences, run.sentences.clone()) {
            let span = self.analyzed.sentences[piece.start].span.cover(self.analyzed.sentences[piece.end - 1].span);
            self.push(blocks[0].kind, span, piece);
        }
    }

    fn push(&mut self, kind: BlockKind, span: Span, sentences: Range<usize>) {
        let line = self.line_at(span.start as usize);
        let own = &self.analyzed.sentences[sentences.clone()];
        let at = self.passages.last().map_or(0, |passage| passage.words.end);
        let words = own.first().map_or(at, |s| s.words.start)..own.last().map_or(at, |s| s.words.end);
        self.passages.push(Passage {
            ordinal: self.passages.len() as u32,
            kind,
            span,
            line,
            words,
            sentences: sentences.start as u32..sentences.end as u32,
        });
    }

    /// The line of byte `at` of the content; to be asked for in rising order.
    fn line_at(&mut self, at: usize) -> u32 {
        if at > self.counted {
            let between = &self.analyzed.content().as_bytes()[self.counted..at];
            self.line += memchr::memchr_iter(b'\n', between).count() as u32;
            self.counted = at;
        }
        self.line
    }
}

/// Cuts a long run of sentences into pieces of about equal length, none longer than [`MAX_WORDS`]: a
/// sentence is never longer than that.
fn pieces(sentences: &[Sentence], run: Range<usize>) -> Vec<Range<usize>> {
    let lengths: Vec<u32> = sentences[run.clone()].iter().map(|s| s.words.len() as u32).collect();
    let mut left: u32 = lengths.iter().sum();
    let (mut found, mut start) = (Vec::new(), 0);
    while start < lengths.len() {
        let count = ((left + PIECE / 2) / PIECE).max(1);
        let (len, words) = piece(&lengths[start..], left / count);
        found.push(run.start + start..run.start + start + len);
        start += len;
        left -= words;
    }
    found
}

/// How many sentences, and with how many words, come nearest to `target` words without passing the most allowed.
fn piece(lengths: &[u32], target: u32) -> (usize, u32) {
    let mut words = 0;
    for (i, &more) in lengths.iter().enumerate() {
        if i > 0 && (words + more / 2 > target || words + more > MAX_WORDS) {
            return (i, words);
        }
        words += more;
    }
    (lengths.len(), words)
}
