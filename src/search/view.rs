//! Passages as the matcher sees them, made from what the index stores.

use std::sync::Arc;

use jiff::civil::Date;

use crate::analyze::word::Words;
use crate::analyze::{Forms, Shape, Word, analyze, analyze_name};
use crate::annotate::CanonicalNames;
use crate::annotate::speaker::Speaker;
use crate::article::{Article, Block, BlockKind, Metadata};
use crate::highlight::{Found, Matcher, PassageView, QuoteView, TopicView};
use crate::index::Collection;
use crate::index::record::{ArticleRecord, PassageRecord};
use crate::passage::{BLOCK_GAP, Passage};
use crate::query::Query;
use crate::span::Span;

/// Matches stored passages against a query and marks them. One per thread.
///
/// Of a passage's words only those are looked at that the query may mean; whatever takes more (quotes, the
/// bounds of sentences, whether a word in capitals is an acronym) is worked out only where it matters.
pub struct PassageMatcher {
    matcher: Matcher,
    forms: Forms,
    names: Arc<Collection>,
    gathered: Gathered,
}

/// What a query's `w/a` are given to be: by the time a passage is looked at, the postings have decided them.
const SAME_ARTICLE: &[bool] = &[true; 1024];

impl PassageMatcher {
    /// A matcher of `query`, with speakers' names by `names`.
    pub fn new(query: &Query, names: Arc<Collection>) -> Self {
        Self::with_forms(query, names, Forms::new())
    }

    /// The same with spellings that are known already, which are not analysed again.
    pub fn with_forms(query: &Query, names: Arc<Collection>, forms: Forms) -> Self {
        PassageMatcher { matcher: Matcher::new(query), forms, names, gathered: Gathered::default() }
    }

    /// The spellings, for the next matcher.
    pub fn into_forms(self) -> Forms {
        self.forms
    }

    /// Whether a passage of `article` satisfies the query; if so, why, with the marks in the coordinates of
    /// the article's content.
    pub fn matches(&mut self, passage: &PassageRecord, article: &ArticleRecord) -> Option<Found> {
        let needs = self.matcher.needs();
        let whole = needs.bounds || needs.quotes || !self.gather(passage);
        let mut found = match (whole, needs.values) {
            (false, false) => self.matches_words(passage),
            _ => self.matches_all(passage, article),
        }?;
        let base = passage.span.start;
        for mark in &mut found.marks {
            mark.span = Span { start: mark.span.start + base, end: mark.span.end + base };
        }
        Some(found)
    }

    /// Finds the words that the query may mean. False where more must be known of one: whether it is an
    /// acronym depends on its sentence.
    fn gather(&mut self, passage: &PassageRecord) -> bool {
        let Gathered { words, positions } = &mut self.gathered;
        words.clear();
        positions.clear();
        let (base, mut next) = (passage.span.start, 0);
        for block in &passage.blocks {
            let start = (block.start - base) as usize;
            let text = &passage.text[start..(block.end - base) as usize];
            let gap = if next > 0 { BLOCK_GAP - 1 } else { 0 };
            let mut place = next + gap;
            for range in Words::new(text) {
                if self.matcher.may_mean(text.as_bytes()[range.start]) {
                    let form = self.forms.intern(&text[range.clone()]);
                    if self.matcher.means(form, &self.forms) {
                        if self.forms.shape(form) == Shape::Upper {
                            return false;
                        }
                        let span = Span::new(start + range.start, start + range.end);
                        words.push(Word { span, form, acronym: false });
                        positions.push(place);
                    }
                }
                place += 1;
            }
            if place > next + gap {
                next = place;
            }
        }
        true
    }

    /// Matches the words gathered, for a query that asks for nothing else.
    fn matches_words(&mut self, passage: &PassageRecord) -> Option<Found> {
        let span = Span::new(0, passage.text.len());
        let Gathered { words, positions } = &self.gathered;
        let view = PassageView {
            kind: passage.kind,
            same_article: SAME_ARTICLE,
            ..PassageView::of_words(&passage.text, span, words, positions, &self.forms)
        };
        self.matcher.matches(&view)
    }

    /// Matches with everything that is known of the passage.
    fn matches_all(&mut self, passage: &PassageRecord, article: &ArticleRecord) -> Option<Found> {
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
            same_article: SAME_ARTICLE,
        };
        self.matcher.matches(&view)
    }

    fn speaker_words(&mut self, speaker: Option<&Speaker>) -> (Vec<Word>, Vec<Word>) {
        let Some(speaker) = speaker else { return Default::default() };
        let name = analyze_name(&self.names.canonical(speaker), &mut self.forms);
        (name, analyze_name(speaker.role.as_deref().unwrap_or_default(), &mut self.forms))
    }
}

/// Words of a passage that a query may mean, with their positions. Reused from passage to passage.
#[derive(Default)]
struct Gathered {
    words: Vec<Word>,
    positions: Vec<u32>,
}

/// The sentences of a passage, in the coordinates of the article's content.
pub fn sentences_of(passage: &PassageRecord) -> Vec<Span> {
    let base = passage.span.start;
    let stored = stand_alone(passage);
    let text = analyze(&stored, &mut Forms::new());
    text.sentences.iter().map(|s| Span { start: s.span.start + base, end: s.span.end + base }).collect()
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
