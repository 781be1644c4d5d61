//! The analysis of an article: its words and sentences, found once and used by everybody after.

use std::ops::Range;

use super::form::{FormId, Forms, Shape};
use super::sentence::split_sentences;
pub use super::token::{MAX_SENTENCE_WORDS, Word};
use super::word::Words;
use crate::article::Article;
use crate::limit;
use crate::span::Span;

/// One sentence: a run of words within one block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// From its first character to its last, closing marks included, white space not.
    pub span: Span,
    /// Its words, as indexes into [`Analyzed::words`].
    pub words: Range<u32>,
    /// Its block, as an index into the article's blocks.
    pub block: u32,
}

/// An article with its words and sentences. Blocks without words have no sentence.
#[derive(Debug)]
pub struct Analyzed<'a> {
    /// The article.
    pub article: &'a Article,
    /// All words in text order.
    pub words: Vec<Word>,
    /// All sentences in text order; together they hold every word once.
    pub sentences: Vec<Sentence>,
}

impl<'a> Analyzed<'a> {
    /// The content that spans refer to.
    pub fn content(&self) -> &'a str {
        &self.article.content
    }

    /// The words of a range of indexes, such as a sentence's or a passage's.
    pub fn words_of(&self, range: &Range<u32>) -> &[Word] {
        &self.words[range.start as usize..range.end as usize]
    }

    /// The text between word `i` and the next word (or the end of the content).
    pub fn gap_after(&self, i: usize) -> &'a str {
        let end = self.words.get(i + 1).map_or(self.article.content.len(), |w| w.span.start as usize);
        &self.article.content[self.words[i].span.end as usize..end]
    }

    /// The sentences of block `block`.
    pub fn sentences_of(&self, block: u32) -> &[Sentence] {
        let from = self.sentences.partition_point(|s| s.block < block);
        let to = self.sentences.partition_point(|s| s.block <= block);
        &self.sentences[from..to]
    }

    /// The words whose spans lie within `span`, as indexes.
    pub fn words_in(&self, span: Span) -> Range<usize> {
        let from = self.words.partition_point(|w| w.span.start < span.start);
        let to = self.words.partition_point(|w| w.span.end <= span.end);
        from..to.max(from)
    }
}

/// Finds the words and sentences of an article.
///
/// Everything said of a sentence depends on that sentence alone, so a run of whole sentences analysed by
/// itself gives the same words and sentences again.
pub fn analyze<'a>(article: &'a Article, forms: &mut Forms) -> Analyzed<'a> {
    let mut analyzed =
        Analyzed { article, words: Vec::with_capacity(article.content.len() / 5), sentences: Vec::new() };
    for (number, block) in article.blocks.iter().enumerate() {
        limit::check();
        let first = analyzed.words.len();
        push_words(&article.content, block.span, forms, &mut analyzed.words);
        split_sentences(&article.content, block.span, &analyzed.words, first, forms, |span, words| {
            analyzed.sentences.push(Sentence { span, words, block: number as u32 });
        });
    }
    for sentence in &analyzed.sentences {
        unmark_shouting(&mut analyzed.words[sentence.words.start as usize..sentence.words.end as usize], forms);
    }
    analyzed
}

/// Finds the words of a text that is one sentence by itself: the name of a speaker or an outlet, a role.
pub fn analyze_name(name: &str, forms: &mut Forms) -> Vec<Word> {
    let mut words = Vec::new();
    push_words(name, Span::new(0, name.len()), forms, &mut words);
    unmark_shouting(&mut words, forms);
    words
}

fn push_words(content: &str, within: Span, forms: &mut Forms, words: &mut Vec<Word>) {
    let (base, first) = (within.start as usize, words.len());
    let unnamed = |range: Range<usize>| Word {
        span: Span::new(base + range.start, base + range.end),
        form: FormId(0),
        acronym: false,
    };
    words.extend(Words::new(within.of(content)).map(unnamed));
    // Apart from finding them: here the memory that one word asks for need not be there before the next asks.
    for word in &mut words[first..] {
        let met = forms.meet(content, word.span.range());
        (word.form, word.acronym) = (met.id, met.upper);
    }
}

/// Leaves words in capitals marked as acronyms, unless the sentence shouts: then capitals say nothing.
fn unmark_shouting(words: &mut [Word], forms: &Forms) {
    let capitals = words.iter().filter(|w| w.acronym).count();
    let cased = |w: &&Word| !matches!(forms.shape(w.form), Shape::Number | Shape::Other);
    if capitals > 0 && is_shouting(capitals, words.iter().filter(cased).count()) {
        words.iter_mut().for_each(|word| word.acronym = false);
    }
}

/// Whether a text with so many words in capitals, of so many that could be, is set in capitals.
pub fn is_shouting(capitals: usize, cased: usize) -> bool {
    cased >= 3 && capitals * 5 >= cased * 4
}
