//! Passages as the matcher sees them, made from what the index stores.

use std::sync::Arc;

use jiff::civil::Date;

use crate::index::record::{ArticleRecord, PassageRecord, PassageText};
use crate::index::{Collection, DocAddress, IndexError, Snapshot};
use onrecord_annotate::CanonicalNames;
use onrecord_annotate::speaker::{Quote, Speaker};
use onrecord_query::Query;
use onrecord_query::highlight::{Found, Gathered, Matcher, Needs, PassageView, QuoteView, TopicView};
use onrecord_text::analyze::{Analyzed, Forms, Word, analyze, analyze_name};
use onrecord_text::article::{Address, Article, Block, BlockKind, Metadata};
use onrecord_text::passage::Passage;
use onrecord_text::span::Span;

/// Matches stored passages against a query and marks them. One per thread.
///
/// Of a passage's words only those are looked at that the query may mean; whatever takes more (quotes, the
/// bounds of sentences, whether a word in capitals is an acronym, the article's record) is read and worked out
/// only where it matters.
pub struct PassageMatcher {
    snapshot: Snapshot,
    matcher: Matcher,
    forms: Forms,
    names: Arc<Collection>,
    gathered: Gathered,
    /// The article that was asked for last.
    article: Option<(DocAddress, ArticleRecord)>,
}

/// What a query's `w/a` are given to be: by the time a passage is looked at, the postings have decided them.
const SAME_ARTICLE: &[bool] = &[true; 1024];

impl PassageMatcher {
    /// A matcher of `query` for passages of `snapshot`, with speakers' names by `names`.
    pub fn new(query: &Query, snapshot: Snapshot, names: Arc<Collection>) -> Self {
        Self::with_forms(query, snapshot, names, Forms::new())
    }

    /// A matcher that knows the spellings in `forms` already and does not analyse them again.
    pub fn with_forms(query: &Query, snapshot: Snapshot, names: Arc<Collection>, forms: Forms) -> Self {
        let (matcher, gathered) = (Matcher::new(query), Gathered::default());
        PassageMatcher { snapshot, matcher, forms, names, gathered, article: None }
    }

    /// The spellings, for the next matcher.
    pub fn into_forms(self) -> Forms {
        self.forms
    }

    /// The text of the passage at `address`, and whether it satisfies the query; if so, why, with the marks in
    /// the coordinates of the article's content.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn look(&mut self, address: DocAddress) -> Result<(PassageText, Option<Found>), IndexError> {
        let needs = self.matcher.needs();
        let (passage, mut found) = if needs.quotes || needs.values {
            self.find_by_all(address)?
        } else {
            let passage = self.snapshot.text(address)?;
            let found = self.find_by_words(&passage, needs);
            (passage, found)
        };
        for mark in found.iter_mut().flat_map(|found| &mut found.marks) {
            let base = passage.span.start;
            mark.span = Span { start: mark.span.start + base, end: mark.span.end + base };
        }
        Ok((passage, found))
    }

    /// Matches with everything that is known of the passage; marks in the coordinates of its text.
    fn find_by_all(&mut self, address: DocAddress) -> Result<(PassageText, Option<Found>), IndexError> {
        let record = self.snapshot.passage(address)?;
        let article = self.article(address)?;
        let passage = record.without_findings();
        let found = self.matches_all(&passage, &record, &article);
        self.article = Some((self.snapshot.first_passage(address), article));
        Ok((passage, found))
    }

    /// Matches with the words of the text, and where sentences begin if that is asked for.
    fn find_by_words(&mut self, passage: &PassageText, needs: Needs) -> Option<Found> {
        if !needs.bounds && self.gather(passage) {
            return self.matches_gathered(passage);
        }
        let stored = stand_alone(passage);
        let whole = WholeText::of(&stored, passage.kind, &mut self.forms);
        self.matcher.matches(&whole.view(&self.forms))
    }

    /// The record of the passage's article, read anew where it is not the last one's.
    fn article(&mut self, address: DocAddress) -> Result<ArticleRecord, IndexError> {
        let first = self.snapshot.first_passage(address);
        match self.article.take() {
            Some((known, article)) if known == first => Ok(article),
            _ => self.snapshot.article(first),
        }
    }

    /// Finds the words that the query may mean. False where more must be known of one.
    fn gather(&mut self, passage: &PassageText) -> bool {
        let base = passage.span.start;
        let blocks = passage.blocks.iter().map(|block| (block.start - base) as usize..(block.end - base) as usize);
        self.matcher.gather(&passage.text, blocks, &mut self.forms, &mut self.gathered).is_some()
    }

    /// Matches the words gathered, for a query that asks for nothing else.
    fn matches_gathered(&mut self, passage: &PassageText) -> Option<Found> {
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
    fn matches_all(&mut self, passage: &PassageText, record: &PassageRecord, article: &ArticleRecord) -> Option<Found> {
        let stored = stand_alone(passage);
        let whole = WholeText::of(&stored, passage.kind, &mut self.forms);
        let speakers: Vec<_> = record.quotes.iter().map(|quote| self.speaker_words(quote.speaker.as_ref())).collect();
        let quotes: Vec<QuoteView> =
            record.quotes.iter().zip(&speakers).map(|(q, s)| whole.quote(q, passage.span.start, s)).collect();
        let (title, title_sentences) = analyze_title(&article.title, &mut self.forms);
        let outlet = analyze_name(article.metadata.outlet.as_deref().unwrap_or_default(), &mut self.forms);
        let section = analyze_name(article.section().unwrap_or_default(), &mut self.forms);
        let author = analyze_name(article.metadata.author.as_deref().unwrap_or_default(), &mut self.forms);
        let topics: Vec<TopicView> = record.topics.iter().map(|t| TopicView { id: &t.id, label: &t.label }).collect();
        let mentions: Vec<(Option<Date>, Option<Date>)> = record.dates.iter().map(|d| (d.earliest, d.latest)).collect();
        let published = &article.found.published;
        let view = PassageView {
            title: &title,
            title_sentences: &title_sentences,
            outlet: &outlet,
            section: &section,
            author: &author,
            url: article.metadata.url.as_deref().unwrap_or_default(),
            path: &article.path,
            lang: article.found.language.as_deref(),
            published: (published.earliest, published.latest),
            quotes: &quotes,
            topics: &topics,
            mentions: &mentions,
            ..whole.view(&self.forms)
        };
        self.matcher.matches(&view)
    }

    fn speaker_words(&mut self, speaker: Option<&Speaker>) -> SpeakerWords {
        let Some(speaker) = speaker else { return Default::default() };
        let name = analyze_name(&self.names.canonical(speaker), &mut self.forms);
        (name, analyze_name(speaker.role.as_deref().unwrap_or_default(), &mut self.forms))
    }
}

/// The words of a speaker's name and role.
type SpeakerWords = (Vec<Word>, Vec<Word>);

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
pub fn sentences_of(passage: &PassageText) -> Vec<Span> {
    let base = passage.span.start;
    let stored = stand_alone(passage);
    let text = analyze(&stored, &mut Forms::new());
    text.sentences.iter().map(|s| Span { start: s.span.start + base, end: s.span.end + base }).collect()
}

/// The passage as an article by itself: analysed so, it has the words it had in its own.
fn stand_alone(passage: &PassageText) -> Article {
    let base = passage.span.start;
    let moved = |span: &Span| Span { start: span.start - base, end: span.end - base };
    Article {
        id: String::new(),
        path: String::new(),
        content: passage.text.clone(),
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
