//! The JSON shapes. They serialise and nothing else; the names and types are a promise to programs outside
//! and change only together with [`FORMAT_VERSION`].

use jiff::civil::Date;
use serde::Serialize;

use super::offsets::Offsets;
use crate::annotate::date::{Basis, DateMention, Precision, Published, TimexType};
use crate::annotate::speaker::{Quote, QuoteKind, SpeakerType};
use crate::annotate::topic::{Topic, TopicSource};
use crate::annotate::{CanonicalNames, Findings};
use crate::article::{Article, BlockKind, Metadata, Place};
use crate::passage::Passage;
use crate::span::Span;

/// Version of these shapes, in every `begin` line.
pub const FORMAT_VERSION: u32 = 1;

/// A place in an article's text, half-open: `{"bytes":[start,end],"chars":[start,end]}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct WireSpan {
    /// UTF-8 bytes.
    pub bytes: [u32; 2],
    /// Unicode code points.
    pub chars: [u32; 2],
    /// Present where the span lies in a title that is not part of the text.
    #[serde(rename = "in", skip_serializing_if = "Option::is_none")]
    pub within: Option<WireTitle>,
}

/// The one place outside the text that a span can lie in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum WireTitle {
    /// The article's title.
    Title,
}

/// `PUBLISHED`: when an article appeared.
#[derive(Debug, Serialize)]
pub struct WirePublished<'a> {
    earliest: Option<Date>,
    latest: Option<Date>,
    best: Option<String>,
    precision: Precision,
    basis: Basis,
    evidence: Vec<WireEvidence<'a>>,
}

#[derive(Debug, Serialize)]
struct WireEvidence<'a> {
    span: WireSpan,
    rule: &'a str,
    text: &'a str,
}

/// `QUOTE`: reported speech.
#[derive(Debug, Serialize)]
pub struct WireQuote<'a> {
    span: WireSpan,
    kind: QuoteKind,
    speaker: Option<WireSpeaker<'a>>,
    mention: Option<WireWords<'a>>,
    cue: Option<WireWords<'a>>,
    confidence: f32,
}

#[derive(Debug, Serialize)]
struct WireSpeaker<'a> {
    name: std::borrow::Cow<'a, str>,
    #[serde(rename = "type")]
    kind: SpeakerType,
    role: Option<&'a str>,
}

/// Words at a place.
#[derive(Debug, Serialize)]
pub struct WireWords<'a> {
    span: WireSpan,
    text: &'a str,
}

/// `DATE`: a date that the text speaks of.
#[derive(Debug, Serialize)]
pub struct WireDate<'a> {
    span: WireSpan,
    text: &'a str,
    #[serde(rename = "type")]
    kind: TimexType,
    value: &'a str,
    earliest: Option<Date>,
    latest: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<(Date, Date)>,
}

/// `TOPIC`: what something is about.
#[derive(Debug, Serialize)]
pub struct WireTopic<'a> {
    id: &'a str,
    label: &'a str,
    score: f32,
    evidence: Vec<WireSpan>,
    by: TopicSource,
}

/// `ADDRESS`: where in its file something stands.
#[derive(Debug, Serialize)]
pub struct WireAddress {
    member: Option<String>,
    record: Option<u32>,
    page: Option<u32>,
    line: Option<u32>,
}

impl From<Place> for WireAddress {
    fn from(Place { member, record, page, line }: Place) -> Self {
        WireAddress { member, record, page, line }
    }
}

/// One article with all that was found in it: what `annotate` and `show` print.
#[derive(Debug, Serialize)]
pub struct WireArticle<'a> {
    id: &'a str,
    path: &'a str,
    title: &'a str,
    outlet: Option<&'a str>,
    section: Option<&'a str>,
    language: Option<&'a str>,
    published: WirePublished<'a>,
    blocks: Vec<WireBlock>,
    passages: Vec<WirePassage<'a>>,
    quotes: Vec<WireQuote<'a>>,
    dates: Vec<WireDate<'a>>,
    topics: Vec<WireTopic<'a>>,
}

#[derive(Debug, Serialize)]
struct WireBlock {
    kind: BlockKind,
    span: WireSpan,
}

#[derive(Debug, Serialize)]
struct WirePassage<'a> {
    ordinal: u32,
    kind: BlockKind,
    span: WireSpan,
    line: u32,
    address: WireAddress,
    topics: Vec<WireTopic<'a>>,
}

/// Turns what annotators found into these shapes.
pub struct Wire<'a> {
    offsets: Offsets<'a>,
    names: &'a dyn CanonicalNames,
}

impl<'a> Wire<'a> {
    /// For findings in an article of these offsets.
    pub fn new(offsets: Offsets<'a>, names: &'a dyn CanonicalNames) -> Self {
        Wire { offsets, names }
    }

    /// A span.
    pub fn span(&self, span: Span) -> WireSpan {
        self.offsets.wire(span)
    }

    /// The text at a span.
    pub fn text(&self, span: Span) -> &'a str {
        self.offsets.text(span)
    }

    /// Words at a span.
    pub fn words(&self, span: Span) -> WireWords<'a> {
        WireWords { span: self.span(span), text: self.offsets.text(span) }
    }

    /// When it was published.
    pub fn published(&self, published: &'a Published) -> WirePublished<'a> {
        let evidence = published.evidence.iter().map(|e| WireEvidence {
            span: self.span(e.span),
            rule: &e.rule,
            text: self.offsets.text(e.span),
        });
        WirePublished {
            earliest: published.earliest,
            latest: published.latest,
            best: published.best.map(|date| date.to_string()),
            precision: published.precision,
            basis: published.basis,
            evidence: evidence.collect(),
        }
    }

    /// A quote.
    pub fn quote(&self, quote: &'a Quote) -> WireQuote<'a> {
        let speaker = quote.speaker.as_ref().map(|speaker| WireSpeaker {
            name: self.names.canonical(speaker),
            kind: speaker.kind,
            role: speaker.role.as_deref(),
        });
        WireQuote {
            span: self.span(quote.span),
            kind: quote.kind,
            speaker,
            mention: quote.mention.map(|span| self.words(span)),
            cue: quote.cue.map(|span| self.words(span)),
            confidence: quote.confidence,
        }
    }

    /// A date mention.
    pub fn date(&self, date: &'a DateMention) -> WireDate<'a> {
        WireDate {
            span: self.span(date.span),
            text: self.offsets.text(date.span),
            kind: date.kind,
            value: &date.value,
            earliest: date.earliest,
            latest: date.latest,
            range: date.range,
        }
    }

    /// A topic.
    pub fn topic(&self, topic: &'a Topic) -> WireTopic<'a> {
        WireTopic {
            id: &topic.id,
            label: &topic.label,
            score: topic.score,
            evidence: topic.evidence.iter().map(|&span| self.span(span)).collect(),
            by: topic.by,
        }
    }

    /// An article with everything.
    pub fn article(&self, article: &'a Article, passages: &'a [Passage], found: &'a Findings) -> WireArticle<'a> {
        let Metadata { outlet, .. } = &article.metadata;
        let topics_of = |i: usize| found.passage_topics.get(i).into_iter().flatten();
        WireArticle {
            id: &article.id,
            path: &article.path,
            title: article.title(),
            outlet: outlet.as_deref(),
            section: article.section(),
            language: found.language.as_deref(),
            published: self.published(&found.published),
            blocks: article.blocks.iter().map(|b| WireBlock { kind: b.kind, span: self.span(b.span) }).collect(),
            passages: passages
                .iter()
                .enumerate()
                .map(|(i, p)| WirePassage {
                    ordinal: p.ordinal,
                    kind: p.kind,
                    span: self.span(p.span),
                    line: article.address.line(p.line),
                    address: article.address.place(p.line).into(),
                    topics: topics_of(i).map(|t| self.topic(t)).collect(),
                })
                .collect(),
            quotes: found.quotes.iter().map(|q| self.quote(q)).collect(),
            dates: found.dates.iter().map(|d| self.date(d)).collect(),
            topics: found.topics.iter().map(|t| self.topic(t)).collect(),
        }
    }
}
