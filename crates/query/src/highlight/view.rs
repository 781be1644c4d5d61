//! A passage as the matcher sees it.

use std::ops::Range;

use jiff::civil::Date;

use onrecord_annotate::speaker::QuoteKind;
use onrecord_text::analyze::{Forms, Word};
use onrecord_text::article::BlockKind;
use onrecord_text::span::Span;

/// A passage with all that a query can ask of it. What is not known is left empty.
///
/// All spans are in the coordinates of the content that `words` come from.
#[derive(Clone, Copy)]
pub struct PassageView<'a> {
    /// Its text.
    pub text: &'a str,
    /// Where the text stands in the content; as long as `text`.
    pub span: Span,
    /// Its words.
    pub words: &'a [Word],
    /// The position of each word, ascending.
    pub positions: &'a [u32],
    /// Positions at which sentences begin.
    pub sentences: &'a [u32],
    /// Positions at which paragraphs begin.
    pub paragraphs: &'a [u32],
    /// The spellings of all words here.
    pub forms: &'a Forms,
    /// The kind of its blocks.
    pub kind: BlockKind,
    /// The words of the article's title.
    pub title: &'a [Word],
    /// Numbers of the title's words at which its sentences begin.
    pub title_sentences: &'a [u32],
    /// The words of the outlet's name.
    pub outlet: &'a [Word],
    /// The words of the section's name.
    pub section: &'a [Word],
    /// The words of who wrote the article.
    pub author: &'a [Word],
    /// The article's address on the web, or the empty string.
    pub url: &'a str,
    /// The source's path.
    pub path: &'a str,
    /// The article's language.
    pub lang: Option<&'a str>,
    /// First and last day on which the article can have appeared.
    pub published: (Option<Date>, Option<Date>),
    /// Its quotes, or as much of them as lies in it.
    pub quotes: &'a [QuoteView<'a>],
    /// Its topics.
    pub topics: &'a [TopicView<'a>],
    /// First and last day of each date that it speaks of.
    pub mentions: &'a [(Option<Date>, Option<Date>)],
    /// For each `w/a` of the query, left to right, whether the article has something for every operand.
    pub same_article: &'a [bool],
}

impl<'a> PassageView<'a> {
    /// A body passage of a text's words, with one paragraph and nothing else known.
    pub fn of_words(text: &'a str, span: Span, words: &'a [Word], positions: &'a [u32], forms: &'a Forms) -> Self {
        PassageView {
            text,
            span,
            words,
            positions,
            sentences: &[],
            paragraphs: &[],
            forms,
            kind: BlockKind::Body,
            title: &[],
            title_sentences: &[],
            outlet: &[],
            section: &[],
            author: &[],
            url: "",
            path: "",
            lang: None,
            published: (None, None),
            quotes: &[],
            topics: &[],
            mentions: &[],
            same_article: &[],
        }
    }
}

/// A quote as the matcher sees it.
#[derive(Clone, Debug)]
pub struct QuoteView<'a> {
    /// How it reports.
    pub kind: QuoteKind,
    /// Its words in the passage, as indexes into the view's words.
    pub words: Range<u32>,
    /// The words of the speaker's name.
    pub speaker: &'a [Word],
    /// The words of the speaker's role.
    pub role: &'a [Word],
}

/// A topic as the matcher sees it.
#[derive(Clone, Copy, Debug)]
pub struct TopicView<'a> {
    /// The taxonomy's identifier.
    pub id: &'a str,
    /// Its label.
    pub label: &'a str,
}
