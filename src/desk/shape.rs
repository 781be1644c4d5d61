//! Articles and findings as answers show them.

use super::offsets::Offsets;
use crate::annotate::{CanonicalNames, Findings, date, speaker, topic};
use crate::article::Article;
use crate::passage::Passage;
use crate::span::Span;
use onrecord_api::article::Block;
use onrecord_api::{AnnotatedArticle, Date, Evidence, PassageHead, Place, Published, Quote, Speaker, Topic, Words};

/// Turns what annotators found in one article into what is shown of it.
pub struct Shape<'a> {
    offsets: Offsets<'a>,
    names: &'a dyn CanonicalNames,
}

impl<'a> Shape<'a> {
    /// For findings in an article of these offsets, with the names of speakers.
    pub fn new(offsets: Offsets<'a>, names: &'a dyn CanonicalNames) -> Self {
        Shape { offsets, names }
    }

    fn place(&self, span: Span) -> Place {
        self.offsets.place(span)
    }

    fn text(&self, span: Span) -> String {
        self.offsets.text(span).to_owned()
    }

    fn words(&self, span: Span) -> Words {
        Words { span: self.place(span), text: self.text(span) }
    }

    /// When it was published.
    pub fn published(&self, published: &date::Published) -> Published {
        let evidence = |evidence: &date::Evidence| Evidence {
            span: self.place(evidence.span),
            rule: evidence.rule.clone(),
            text: self.text(evidence.span),
        };
        Published { evidence: published.evidence.iter().map(evidence).collect(), ..without_evidence(published) }
    }

    /// A quote.
    pub fn quote(&self, quote: &speaker::Quote) -> Quote {
        let speaker = quote.speaker.as_ref().map(|speaker| Speaker {
            name: self.names.canonical(speaker).into_owned(),
            kind: self.names.kind(speaker),
            role: speaker.role.clone(),
        });
        Quote {
            span: self.place(quote.span),
            kind: quote.kind,
            speaker,
            mention: quote.mention.map(|span| self.words(span)),
            cue: quote.cue.map(|span| self.words(span)),
            confidence: quote.confidence,
        }
    }

    /// A date mention.
    pub fn date(&self, date: &date::DateMention) -> Date {
        Date {
            span: self.place(date.span),
            text: self.text(date.span),
            kind: date.kind,
            value: date.value.clone(),
            earliest: date.earliest,
            latest: date.latest,
            range: date.range,
        }
    }

    /// A topic.
    pub fn topic(&self, topic: &topic::Topic) -> Topic {
        Topic {
            id: topic.id.clone(),
            label: topic.label.clone(),
            score: topic.score,
            evidence: topic.evidence.iter().map(|&span| self.place(span)).collect(),
            by: topic.by,
        }
    }

    fn passage(&self, article: &Article, passage: &Passage, topics: Option<&Vec<topic::Topic>>) -> PassageHead {
        PassageHead {
            ordinal: passage.ordinal,
            kind: passage.kind,
            span: self.place(passage.span),
            line: article.address.line(passage.line),
            address: article.address.place(passage.line),
            topics: topics.into_iter().flatten().map(|topic| self.topic(topic)).collect(),
        }
    }

    /// An article with everything.
    pub fn article(&self, article: &Article, passages: &[Passage], found: &Findings) -> AnnotatedArticle {
        let passage = |(i, passage)| self.passage(article, passage, found.passage_topics.get(i));
        AnnotatedArticle {
            id: article.id.clone(),
            path: article.path.clone(),
            title: article.title().to_owned(),
            outlet: article.metadata.outlet.clone(),
            section: article.section().map(str::to_owned),
            author: article.metadata.author.clone(),
            url: article.metadata.url.clone(),
            language: found.language.clone(),
            published: self.published(&found.published),
            blocks: article.blocks.iter().map(|b| Block { kind: b.kind, span: self.place(b.span) }).collect(),
            passages: passages.iter().enumerate().map(passage).collect(),
            quotes: found.quotes.iter().map(|quote| self.quote(quote)).collect(),
            dates: found.dates.iter().map(|date| self.date(date)).collect(),
            topics: found.topics.iter().map(|topic| self.topic(topic)).collect(),
        }
    }
}

/// When an article appeared, without the words that say so.
pub fn without_evidence(published: &date::Published) -> Published {
    Published {
        earliest: published.earliest,
        latest: published.latest,
        best: published.best.map(|date| date.to_string()),
        precision: published.precision,
        basis: published.basis,
        evidence: Vec::new(),
    }
}
