//! Passages as the matcher sees them, made from what the index stores.

use std::sync::Arc;

use jiff::civil::Date;

use crate::analyze::{Forms, Word, analyze, analyze_name};
use crate::annotate::CanonicalNames;
use crate::annotate::speaker::Speaker;
use crate::article::{Article, Block, BlockKind, Metadata};
use crate::highlight::{Found, Matcher, PassageView, QuoteView, TopicView};
use crate::index::Collection;
use crate::index::record::{ArticleRecord, PassageRecord};
use crate::passage::Passage;
use crate::query::Query;
use crate::span::Span;

/// A passage that satisfies a query. Spans are in the coordinates of the article's content.
#[derive(Debug)]
pub struct Matched {
    /// Why, with the marks.
    pub found: Found,
    /// The passage's sentences.
    pub sentences: Vec<Span>,
}

/// Matches stored passages against a query and marks them. One per thread.
pub struct PassageMatcher {
    matcher: Matcher,
    forms: Forms,
    names: Arc<Collection>,
    same_article: Vec<bool>,
}

/// What a query's `w/a` are given to be: by the time a passage is looked at, the postings have decided them.
const MAX_SAME_ARTICLE: usize = 1024;

impl PassageMatcher {
    /// A matcher of `query`, with speakers' names by `names`.
    pub fn new(query: &Query, names: Arc<Collection>) -> Self {
        Self::with_forms(query, names, Forms::new())
    }

    /// The same with spellings that are known already, which are not analysed again.
    pub fn with_forms(query: &Query, names: Arc<Collection>, forms: Forms) -> Self {
        PassageMatcher { matcher: Matcher::new(query), forms, names, same_article: vec![true; MAX_SAME_ARTICLE] }
    }

    /// The spellings, for the next matcher.
    pub fn into_forms(self) -> Forms {
        self.forms
    }

    /// Whether a passage of `article`, satisfies the query; if so, its marks in the
    /// coordinates of the article's content, and why.
    pub fn matches(&mut self, passage: &PassageRecord, article: &ArticleRecord) -> Option<Matched> {
        let base = passage.span.start;
        let stored = stand_alone(passage);
        let text = analyze(&stored, &mut self.forms);
        let whole = Passage {
            ordinal: 0,
            kind: passage.kind,
            span: Span::new(0, passage.text.len()),
            line: 1,
            words: 0..text.words.len() as u32,
            sentences: 0..text.sentences.len() as u32,
        };
        let positions: Vec<u32> = whole.positions(&text).collect();
        let sentences: Vec<u32> = whole.sentence_starts(&text).collect();
        let paragraphs: Vec<u32> = whole.paragraph_starts(&text).collect();
        let names: Vec<(Vec<Word>, Vec<Word>)> =
            passage.quotes.iter().map(|quote| self.speaker_words(quote.speaker.as_ref())).collect();
        let quotes: Vec<QuoteView> = passage
            .quotes
            .iter()
            .zip(&names)
            .map(|(quote, (speaker, role))| {
                let span =
                    Span { start: quote.span.start.saturating_sub(base), end: quote.span.end.saturating_sub(base) };
                let words = text.words_in(span);
                QuoteView { kind: quote.kind, words: words.start as u32..words.end as u32, speaker, role }
            })
            .collect();
        let (title, title_sentences) = analyze_title(&article.title, &mut self.forms);
        let outlet = analyze_name(article.metadata.outlet.as_deref().unwrap_or_default(), &mut self.forms);
        let section = analyze_name(article.section().unwrap_or_default(), &mut self.forms);
        let topics: Vec<TopicView> = passage.topics.iter().map(|t| TopicView { id: &t.id, label: &t.label }).collect();
        let mentions: Vec<(Option<Date>, Option<Date>)> =
            passage.dates.iter().map(|d| (d.earliest, d.latest)).collect();
        let published = &article.found.published;
        let view = PassageView {
            text: &passage.text,
            span: whole.span,
            words: &text.words,
            positions: &positions,
            sentences: &sentences,
            paragraphs: &paragraphs,
            forms: &self.forms,
            kind: passage.kind,
            title: &title,
            title_sentences: &title_sentences,
            outlet: &outlet,
            section: &section,
            path: &article.path,
            lang: article.found.language.as_deref(),
            published: (published.earliest, published.latest),
            quotes: &quotes,
            topics: &topics,
            mentions: &mentions,
            same_article: &self.same_article,
        };
        let mut found = self.matcher.matches(&view)?;
        for mark in &mut found.marks {
            mark.span = Span { start: mark.span.start + base, end: mark.span.end + base };
        }
        let sentences = text.sentences.iter().map(|s| Span { start: s.span.start + base, end: s.span.end + base });
        Some(Matched { found, sentences: sentences.collect() })
    }

    fn speaker_words(&mut self, speaker: Option<&Speaker>) -> (Vec<Word>, Vec<Word>) {
        let Some(speaker) = speaker else { return Default::default() };
        let name = analyze_name(&self.names.canonical(speaker), &mut self.forms);
        (name, analyze_name(speaker.role.as_deref().unwrap_or_default(), &mut self.forms))
    }
}

/// The passage as an article by itself: analysed so, it has the words it had in its own.
fn stand_alone(passage: &PassageRecord) -> Article {
    let base = passage.span.start;
    let moved = |span: &Span| Span { start: span.start - base, end: span.end - base };
    Article {
        id: String::new(),
        path: String::new(),
        content: passage.text.clone(),
        text_start: 0,
        blocks: passage.blocks.iter().map(|span| Block { kind: passage.kind, span: moved(span) }).collect(),
        metadata: Metadata::default(),
    }
}

/// The words of a title and where its sentences begin, as the title has them as a passage.
fn analyze_title(title: &str, forms: &mut Forms) -> (Vec<Word>, Vec<u32>) {
    let span = Span::new(0, title.len());
    let article = Article {
        id: String::new(),
        path: String::new(),
        content: title.to_owned(),
        text_start: 0,
        blocks: vec![Block { kind: BlockKind::Title, span }],
        metadata: Metadata::default(),
    };
    let text = analyze(&article, forms);
    let sentences = text.sentences.iter().map(|sentence| sentence.words.start).collect();
    (text.words, sentences)
}
