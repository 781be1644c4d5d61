//! A stored article with its words found again: what documents are made of, and what hits are judged and ranked by.

use std::ops::Range;
use std::sync::Arc;

use onrecord_api::backend::{ArticleCard, PassageCard, StoredArticle};
use onrecord_api::keys::ArticleKey;
use onrecord_query::highlight::{StoredFacts, StoredFindings, StoredText};
use onrecord_text::analyze::{Analyzed, Forms, analyze};
use onrecord_text::article::BlockKind;
use onrecord_text::passage::Passage;
use onrecord_text::span::Span;

/// An article of the cluster.
#[derive(Debug)]
pub struct Whole {
    /// Its key.
    pub key: ArticleKey,
    /// All of it.
    pub stored: StoredArticle,
    /// The blocks, or pieces of a block, of each passage.
    blocks: Vec<Vec<Span>>,
}

impl Whole {
    /// The stored article whose key is `key`, with the blocks of each passage worked out.
    pub fn new(key: ArticleKey, stored: StoredArticle) -> Self {
        let clipped = |passage: &Passage| {
            let blocks = stored.article.blocks.iter().map(|block| block.span);
            let blocks = blocks.filter(|block| block.overlaps(passage.span));
            blocks.map(|b| Span { start: b.start.max(passage.span.start), end: b.end.min(passage.span.end) }).collect()
        };
        let blocks = stored.passages.iter().map(clipped).collect();
        Whole { key, stored, blocks }
    }

    /// Its words, and its passages with theirs.
    pub fn analyze(&self, forms: &mut Forms) -> (Analyzed<'_>, Vec<Passage>) {
        let analyzed = analyze(&self.stored.article, forms);
        let placed = |passage: &Passage| {
            let words = analyzed.words_in(passage.span);
            let from = analyzed.sentences.partition_point(|s| s.span.start < passage.span.start);
            let to = analyzed.sentences.partition_point(|s| s.span.end <= passage.span.end).max(from);
            Passage { words: narrow(words), sentences: narrow(from..to), ..passage.clone() }
        };
        let passages = self.stored.passages.iter().map(placed).collect();
        (analyzed, passages)
    }

    /// How many passages it has.
    pub fn passages(&self) -> u32 {
        self.stored.passages.len() as u32
    }

    /// The kind of a passage.
    pub fn kind(&self, ordinal: u32) -> BlockKind {
        self.stored.passages[ordinal as usize].kind
    }

    /// The words of a passage.
    pub fn text(&self, ordinal: u32) -> &str {
        self.stored.passages[ordinal as usize].span.of(&self.stored.article.content)
    }

    /// A passage as the matcher sees it.
    pub fn stored_text(&self, ordinal: u32) -> StoredText<'_> {
        let passage = &self.stored.passages[ordinal as usize];
        StoredText {
            kind: passage.kind,
            span: passage.span,
            text: self.text(ordinal),
            blocks: &self.blocks[ordinal as usize],
        }
    }

    /// What was found in a passage.
    pub fn findings(&self, ordinal: u32) -> StoredFindings<'_> {
        let span = self.stored.passages[ordinal as usize].span;
        let findings = &self.stored.findings;
        let quotes: Vec<_> = findings.quotes.iter().filter(|quote| quote.span.overlaps(span)).cloned().collect();
        let dates: Vec<_> = findings.dates.iter().filter(|date| date.span.overlaps(span)).cloned().collect();
        let topics = findings.passage_topics.get(ordinal as usize).map_or(&[][..], Vec::as_slice);
        StoredFindings { quotes: quotes.into(), dates: dates.into(), topics: topics.into() }
    }

    /// What is true of all its passages.
    pub fn facts(&self) -> StoredFacts<'_> {
        let (article, findings) = (&self.stored.article, &self.stored.findings);
        StoredFacts {
            title: article.title(),
            outlet: article.metadata.outlet.as_deref().unwrap_or_default(),
            section: article.section().unwrap_or_default(),
            author: article.metadata.author.as_deref().unwrap_or_default(),
            url: article.metadata.url.as_deref().unwrap_or_default(),
            path: &article.path,
            lang: findings.language.as_deref(),
            published: (findings.published.earliest, findings.published.latest),
        }
    }

    /// What articles are put in order by where nothing else does.
    pub fn place(&self) -> String {
        self.stored.article.place()
    }

    /// What a hit shows of it.
    pub fn card(&self) -> Arc<ArticleCard> {
        let article = &self.stored.article;
        Arc::new(ArticleCard {
            key: self.key,
            id: article.id.clone(),
            path: article.path.clone(),
            title: article.title().to_owned(),
            section: article.section().map(str::to_owned),
            metadata: article.metadata.clone(),
            address: article.address.clone(),
            text_start: article.text_start,
            text_start_chars: article.content[..article.text_start as usize].chars().count() as u32,
            published: self.stored.findings.published.clone(),
        })
    }

    /// What a hit shows of a passage; with what was found in it, if that is wanted.
    pub fn passage_card(&self, ordinal: u32, with_findings: bool) -> PassageCard {
        let passage = &self.stored.passages[ordinal as usize];
        let before = &self.stored.article.content[..passage.span.start as usize];
        let findings = if with_findings { self.findings(ordinal) } else { StoredFindings::default() };
        PassageCard {
            ordinal,
            kind: passage.kind,
            span: passage.span,
            line: passage.line,
            chars_before: before.chars().count() as u32,
            text: self.text(ordinal).to_owned(),
            blocks: self.blocks[ordinal as usize].clone(),
            quotes: findings.quotes.into_owned(),
            topics: findings.topics.into_owned(),
        }
    }

    /// The passage that stands for the article: its title, or its first passage of the article proper.
    pub fn representative(&self) -> u32 {
        let of_kind = |kind| (0..self.passages()).find(|&ordinal| self.kind(ordinal) == kind);
        of_kind(BlockKind::Title).or_else(|| of_kind(BlockKind::Body)).unwrap_or(0)
    }
}

fn narrow(range: Range<usize>) -> Range<u32> {
    range.start as u32..range.end as u32
}
