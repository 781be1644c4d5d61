//! A hit as a reader sees it.

use super::attribution::{attribution, attributions};
use super::offsets::Offsets;
use super::shape::without_evidence;
use super::texts::{Texts, spans_of};
use super::wanted::{Wanted, words_of};
use crate::analyze::{Forms, analyze};
use crate::annotate::CanonicalNames;
use crate::annotate::speaker::Quote;
use crate::article::{Address, Article, Block, BlockKind, Metadata};
use crate::highlight::{self, Shown, window};
use crate::query::Query;
use crate::span::Span;
use onrecord_api::backend::{ArticleCard, BackendError, BackendHit, PassageCard, View};
use onrecord_api::keys::ArticleKey;
use onrecord_api::{ArticleHead, Handle, Hit, HitPassage, Mark, Parts, Saying};

/// Turns an engine's hits into what was asked for.
pub struct Reader<'a> {
    view: &'a dyn View,
    parts: Parts,
    wanted: Wanted,
    texts: Texts<'a>,
}

impl<'a> Reader<'a> {
    /// Reads hits of `view` for a query; `parts` of them are wanted.
    pub fn new(view: &'a dyn View, query: &Query, parts: Parts) -> Self {
        Reader { view, parts, wanted: Wanted::new(query), texts: Texts::new(view) }
    }

    /// The hit.
    ///
    /// # Errors
    /// When the archive cannot be read.
    pub fn read(&mut self, hit: &BackendHit) -> Result<Hit, BackendError> {
        let parts = self.parts;
        let mut shown = plain(hit);
        let names = self.view.collection();
        let wanted = if parts.attributions { self.wanted.among(hit, names) } else { Vec::new() };
        let part = if parts.view > 0 { best_part(hit, &wanted, parts.view as usize) } else { hit.passage.span };
        if parts.view > 0 {
            shown.view = vec![Offsets::of_hit(hit).place(part)];
        }
        if parts.view > 0 && hit.passage.kind == BlockKind::Title {
            shown.lead = self.lead(hit.article.key)?;
        }
        if parts.locations {
            shown.location = self.view.location(&hit.article.key)?;
        }
        if parts.attributions {
            shown.attributions = attributions(&hit.passage, (&marks_within(hit, part), &wanted), names);
            shown.statement = apart(hit, &wanted, names);
        }
        if parts.speakers {
            shown.speakers = self.speakers(&hit.passage);
        }
        if parts.findings {
            self.add_findings(hit, &mut shown)?;
        }
        Ok(shown)
    }

    fn add_findings(&mut self, hit: &BackendHit, shown: &mut Hit) -> Result<(), BackendError> {
        let (passage, published) = (&hit.passage, &hit.article.published);
        let quotes = passage.quotes.iter().flat_map(spans_of);
        let topics = passage.topics.iter().flat_map(|topic| topic.evidence.iter().copied());
        let evidence = published.evidence.iter().map(|evidence| evidence.span);
        let shape = self.texts.shape(hit, quotes.chain(topics).chain(evidence))?;
        shown.article.published = shape.published(published);
        shown.quotes = passage.quotes.iter().map(|quote| shape.quote(quote)).collect();
        shown.topics = passage.topics.iter().map(|topic| shape.topic(topic)).collect();
        Ok(())
    }

    /// The first passage of an article's text proper.
    fn lead(&self, key: ArticleKey) -> Result<Option<String>, BackendError> {
        let stored = self.view.article(&key)?;
        let body = stored.passages.iter().find(|passage| passage.kind == BlockKind::Body);
        Ok(body.map(|passage| stored.article.content[passage.span.range()].trim().to_owned()))
    }

    /// Who speaks in a passage, each once, in order.
    fn speakers(&self, passage: &PassageCard) -> Vec<String> {
        let mut seen = Vec::new();
        for speaker in passage.quotes.iter().filter_map(|quote| quote.speaker.as_ref()) {
            let name = self.view.collection().canonical(speaker).into_owned();
            if !seen.contains(&name) {
                seen.push(name);
            }
        }
        seen
    }
}

/// The hit with what its passage alone tells.
fn plain(hit: &BackendHit) -> Hit {
    let (article, passage, offsets) = (&hit.article, &hit.passage, Offsets::of_hit(hit));
    Hit {
        rank: hit.rank,
        score: hit.score,
        id: format!("{}:{}", article.id, passage.ordinal),
        handle: format!("{}:{}", Handle::of(&article.key), passage.ordinal),
        article: head(article),
        passage: HitPassage {
            ordinal: passage.ordinal,
            kind: passage.kind,
            line: article.address.line(passage.line),
            address: article.address.place(passage.line),
            span: offsets.place(passage.span),
            text: passage.text.clone(),
        },
        view: Vec::new(),
        lead: None,
        statement: None,
        location: None,
        marks: hit.found.marks.iter().map(|found| mark(&offsets, found)).collect(),
        quotes: Vec::new(),
        topics: Vec::new(),
        why: hit.found.why.name().to_owned(),
        duplicates: hit.copies,
        speakers: Vec::new(),
        attributions: Vec::new(),
        explanation: Vec::new(),
    }
}

/// What names the article of a hit.
pub(super) fn head(article: &ArticleCard) -> ArticleHead {
    ArticleHead {
        id: article.id.clone(),
        path: article.path.clone(),
        title: article.title.clone(),
        outlet: article.metadata.outlet.clone(),
        section: article.section.clone(),
        author: article.metadata.author.clone(),
        url: article.metadata.url.clone(),
        published: without_evidence(&article.published),
    }
}

/// A mark of a passage.
pub(super) fn mark(offsets: &Offsets, mark: &highlight::Mark) -> Mark {
    Mark { span: offsets.place(mark.span), text: offsets.text(mark.span).to_owned(), clauses: mark.clauses.clone() }
}

/// The statement that a query asks for, where it has none of the marked words: "role:minister oil" finds words of a
/// passage in which a minister says something else.
fn apart(hit: &BackendHit, wanted: &[&Quote], names: &dyn CanonicalNames) -> Option<Saying> {
    let marks = &hit.found.marks;
    let is_marked = |quote: &&Quote| marks.iter().any(|mark| mark.span.overlaps(quote.span));
    let quote = wanted.first().filter(|_| !marks.is_empty() && !wanted.iter().any(is_marked))?;
    let attribution = attribution(&hit.passage, quote, names)?;
    Some(Saying { words: words_of(hit, quote).to_owned(), attribution })
}

/// The marks that lie in a part of the passage; all where none does.
fn marks_within(hit: &BackendHit, part: Span) -> Vec<highlight::Mark> {
    let marks = &hit.found.marks;
    let within: Vec<highlight::Mark> = marks.iter().filter(|mark| part.contains(mark.span)).cloned().collect();
    if within.is_empty() { marks.clone() } else { within }
}

/// The part of a span that lies in another.
fn within(span: Span, other: Span) -> Span {
    Span { start: span.start.max(other.start), end: span.end.min(other.end) }
}

/// The part of a passage that is worth showing: at most `chars` code points, in the coordinates of the article's
/// content.
fn best_part(hit: &BackendHit, wanted: &[&Quote], chars: usize) -> Span {
    let passage = &hit.passage;
    // Where no word is marked, the statement that is asked for is what is worth showing.
    let whole = |quote: &&Quote| highlight::Mark { span: within(quote.span, passage.span), clauses: Vec::new() };
    let statement: Vec<highlight::Mark> = wanted.first().map(whole).into_iter().collect();
    let marks = if hit.found.marks.is_empty() { &statement } else { &hit.found.marks };
    // Bytes are no fewer than characters: what is short enough is shown whole.
    let sentences = if passage.text.len() > chars { sentences_of(passage) } else { Vec::new() };
    let shown = Shown { text: &passage.text, span: passage.span, sentences: &sentences, marks };
    window(&shown, chars)
}

/// The sentences of a passage, in the coordinates of the article's content: analysed as an article by itself, it has
/// the sentences that it had in its own.
fn sentences_of(passage: &PassageCard) -> Vec<Span> {
    let base = passage.span.start;
    let moved = |span: &Span| Span { start: span.start - base, end: span.end - base };
    let alone = Article {
        id: String::new(),
        path: String::new(),
        content: passage.text.clone(),
        text_start: 0,
        blocks: passage.blocks.iter().map(|span| Block { kind: passage.kind, span: moved(span) }).collect(),
        metadata: Metadata::default(),
        address: Address::default(),
    };
    let text = analyze(&alone, &mut Forms::new());
    text.sentences.iter().map(|s| Span { start: s.span.start + base, end: s.span.end + base }).collect()
}
