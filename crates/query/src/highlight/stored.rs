//! Passages as the matcher sees them, made from what an engine stores of them.

use std::borrow::Cow;

use jiff::civil::Date;

use super::gather::Gathered;
use super::matcher::{Found, Matcher};
use super::needs::Needs;
use super::view::{PassageView, QuoteView, TopicView};
use crate::Query;
use onrecord_annotate::CanonicalNames;
use onrecord_annotate::date::DateMention;
use onrecord_annotate::speaker::{Quote, Speaker};
use onrecord_annotate::topic::Topic;
use onrecord_text::analyze::{Analyzed, Forms, Word, analyze, analyze_name};
use onrecord_text::article::{Address, Article, Block, BlockKind, Metadata};
use onrecord_text::passage::Passage;
use onrecord_text::span::Span;

/// A passage's text and where it stands. Spans refer to the article's content.
#[derive(Clone, Copy, Debug)]
pub struct StoredText<'a> {
    /// The kind of its blocks.
    pub kind: BlockKind,
    /// Its place in the content.
    pub span: Span,
    /// Its words.
    pub text: &'a str,
    /// The blocks, or pieces of a block, that it is made of.
    pub blocks: &'a [Span],
}

/// What was found in a passage. Spans refer to the article's content.
#[derive(Clone, Debug, Default)]
pub struct StoredFindings<'a> {
    /// Quotes that overlap it.
    pub quotes: Cow<'a, [Quote]>,
    /// Date mentions within it.
    pub dates: Cow<'a, [DateMention]>,
    /// Its topics.
    pub topics: Cow<'a, [Topic]>,
}

/// What is true of a passage's article. What is not known is empty.
#[derive(Clone, Copy, Debug, Default)]
pub struct StoredFacts<'a> {
    /// Its title.
    pub title: &'a str,
    /// The name of its outlet.
    pub outlet: &'a str,
    /// The section it appeared in.
    pub section: &'a str,
    /// Who wrote it.
    pub author: &'a str,
    /// Its address on the web.
    pub url: &'a str,
    /// The path of its source.
    pub path: &'a str,
    /// Its language.
    pub lang: Option<&'a str>,
    /// First and last day on which it can have appeared.
    pub published: (Option<Date>, Option<Date>),
}

/// Matches stored passages against a query and marks them. One per thread.
///
/// Of a passage's words only those are looked at that the query may mean; whatever takes more (quotes, the
/// bounds of sentences, whether a word in capitals is an acronym) is worked out only where it matters.
pub struct StoredMatcher {
    matcher: Matcher,
    forms: Forms,
    gathered: Gathered,
}

/// What a query's `w/a` are given to be: by the time a passage is looked at, the engine has decided them.
const SAME_ARTICLE: &[bool] = &[true; 1024];

impl StoredMatcher {
    /// A matcher of `query` that knows the spellings in `forms` already and does not analyse them again.
    pub fn new(query: &Query, forms: Forms) -> Self {
        StoredMatcher { matcher: Matcher::new(query), forms, gathered: Gathered::default() }
    }

    /// The spellings, for the next matcher.
    pub fn into_forms(self) -> Forms {
        self.forms
    }

    /// What the query asks of a passage beside the words of its text: [`find_by_all`](Self::find_by_all) is needed
    /// where that is quotes or values.
    pub fn needs(&self) -> Needs {
        self.matcher.needs()
    }

    /// Whether the passage satisfies the query, and why, by the words of its text, and where sentences begin if that is
    /// asked for; the marks in the coordinates of the article's content.
    pub fn find_by_words(&mut self, passage: &StoredText) -> Option<Found> {
        if !self.needs().bounds && self.gather(passage) {
            let found = self.matches_gathered(passage);
            return shifted(found, passage.span.start);
        }
        let stored = stand_alone(passage);
        let whole = WholeText::of(&stored, passage.kind, &mut self.forms);
        shifted(self.matcher.matches(&whole.view(&self.forms)), passage.span.start)
    }

    /// The same by everything that is known of the passage; speakers are called as `names` says.
    pub fn find_by_all(
        &mut self,
        passage: &StoredText,
        findings: &StoredFindings,
        article: &StoredFacts,
        names: &dyn CanonicalNames,
    ) -> Option<Found> {
        let stored = stand_alone(passage);
        let whole = WholeText::of(&stored, passage.kind, &mut self.forms);
        let words = |quote: &Quote| speaker_words(quote.speaker.as_ref(), names, &mut self.forms);
        let speakers: Vec<SpeakerWords> = findings.quotes.iter().map(words).collect();
        let quotes: Vec<QuoteView> =
            findings.quotes.iter().zip(&speakers).map(|(q, s)| whole.quote(q, passage.span.start, s)).collect();
        let (title, title_sentences) = analyze_title(article.title, &mut self.forms);
        let [outlet, section, author] =
            [article.outlet, article.section, article.author].map(|name| analyze_name(name, &mut self.forms));
        let topics: Vec<TopicView> = findings.topics.iter().map(|t| TopicView { id: &t.id, label: &t.label }).collect();
        let mentions: Vec<_> = findings.dates.iter().map(|d| (d.earliest, d.latest)).collect();
        let view = PassageView {
            title: &title,
            title_sentences: &title_sentences,
            outlet: &outlet,
            section: &section,
            author: &author,
            url: article.url,
            path: article.path,
            lang: article.lang,
            published: article.published,
            quotes: &quotes,
            topics: &topics,
            mentions: &mentions,
            ..whole.view(&self.forms)
        };
        shifted(self.matcher.matches(&view), passage.span.start)
    }

    /// Finds the words that the query may mean. False where more must be known of one.
    fn gather(&mut self, passage: &StoredText) -> bool {
        let base = passage.span.start;
        let blocks = passage.blocks.iter().map(|block| (block.start - base) as usize..(block.end - base) as usize);
        self.matcher.gather(passage.text, blocks, &mut self.forms, &mut self.gathered).is_some()
    }

    /// Matches the words gathered, for a query that asks for nothing else.
    fn matches_gathered(&mut self, passage: &StoredText) -> Option<Found> {
        let span = Span::new(0, passage.text.len());
        let Gathered { words, positions } = &self.gathered;
        let view = PassageView {
            kind: passage.kind,
            same_article: SAME_ARTICLE,
            ..PassageView::of_words(passage.text, span, words, positions, &self.forms)
        };
        self.matcher.matches(&view)
    }
}

/// What was found, with its marks moved on by `base`.
fn shifted(mut found: Option<Found>, base: u32) -> Option<Found> {
    for mark in found.iter_mut().flat_map(|found| &mut found.marks) {
        mark.span = Span { start: mark.span.start + base, end: mark.span.end + base };
    }
    found
}

/// The words of a speaker's name and role.
type SpeakerWords = (Vec<Word>, Vec<Word>);

fn speaker_words(speaker: Option<&Speaker>, names: &dyn CanonicalNames, forms: &mut Forms) -> SpeakerWords {
    let Some(speaker) = speaker else { return Default::default() };
    let name = analyze_name(&names.canonical(speaker), forms);
    (name, analyze_name(speaker.role.as_deref().unwrap_or_default(), forms))
}

/// A passage's text with all its words and bounds.
struct WholeText<'a> {
    text: Analyzed<'a>,
    kind: BlockKind,
    positions: Vec<u32>,
    sentences: Vec<u32>,
    paragraphs: Vec<u32>,
}

impl<'a> WholeText<'a> {
    fn of(stored: &'a Article, kind: BlockKind, forms: &mut Forms) -> Self {
        let text = analyze(stored, forms);
        let whole = Passage {
            ordinal: 0,
            kind,
            span: Span::new(0, stored.content.len()),
            line: 1,
            words: 0..text.words.len() as u32,
            sentences: 0..text.sentences.len() as u32,
        };
        let positions = whole.positions(&text).collect();
        let sentences = whole.sentence_starts(&text).collect();
        let paragraphs = whole.paragraph_starts(&text).collect();
        WholeText { text, kind, positions, sentences, paragraphs }
    }

    /// The view of a passage of which nothing else is known.
    fn view<'v>(&'v self, forms: &'v Forms) -> PassageView<'v> {
        let content = self.text.content();
        let span = Span::new(0, content.len());
        PassageView {
            sentences: &self.sentences,
            paragraphs: &self.paragraphs,
            kind: self.kind,
            same_article: SAME_ARTICLE,
            ..PassageView::of_words(content, span, &self.text.words, &self.positions, forms)
        }
    }

    /// A quote of the passage, whose text begins at `base` of the article's content.
    fn quote<'v>(&self, quote: &Quote, base: u32, (speaker, role): &'v SpeakerWords) -> QuoteView<'v> {
        let span = Span { start: quote.span.start.saturating_sub(base), end: quote.span.end.saturating_sub(base) };
        let words = self.text.words_in(span);
        QuoteView { kind: quote.kind, words: words.start as u32..words.end as u32, speaker, role }
    }
}

/// The sentences of a passage, in the coordinates of the article's content.
pub fn sentences(passage: &StoredText) -> Vec<Span> {
    let base = passage.span.start;
    let stored = stand_alone(passage);
    let text = analyze(&stored, &mut Forms::new());
    text.sentences.iter().map(|s| Span { start: s.span.start + base, end: s.span.end + base }).collect()
}

/// The passage as an article by itself: analysed so, it has the words it had in its own.
fn stand_alone(passage: &StoredText) -> Article {
    let base = passage.span.start;
    let moved = |span: &Span| Span { start: span.start - base, end: span.end - base };
    Article {
        id: String::new(),
        path: String::new(),
        content: passage.text.to_owned(),
        text_start: 0,
        blocks: passage.blocks.iter().map(|span| Block { kind: passage.kind, span: moved(span) }).collect(),
        metadata: Metadata::default(),
        address: Address::default(),
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
        address: Address::default(),
    };
    let text = analyze(&article, forms);
    let sentences = text.sentences.iter().map(|sentence| sentence.words.start).collect();
    (text.words, sentences)
}
