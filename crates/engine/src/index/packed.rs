//! Passages as they are stored: their words as text, and what was found in them as few bytes.
//!
//! Places are counted from the passage's first byte, each list from the end of the item before it, dates are
//! numbers, and a date whose mention is the day itself stands once. Half of an index is this and the text, so
//! bytes here are speed and disk.

use postcard::Error;
use serde::{Deserialize, Serialize};

use super::day::{Day, iso_day};
use super::error::IndexError;
use super::record::{PassageRecord, PassageText, damaged};
use onrecord_annotate::date::{DateMention, TimexType};
use onrecord_annotate::speaker::{Quote, QuoteKind, Speaker, SpeakerType};
use onrecord_annotate::topic::{Topic, TopicSource};
use onrecord_annotate::{from_thousandths, thousandths};
use onrecord_text::article::{Block, BlockKind};
use onrecord_text::span::Span;

/// A passage about to be stored, with what lies in it. Spans refer to the article's content.
pub struct PassageParts<'a> {
    /// Its place in the article, from 0.
    pub ordinal: u32,
    /// The kind of its blocks.
    pub kind: BlockKind,
    /// Its place in the content.
    pub span: Span,
    /// Line of its first character, from 1.
    pub line: u32,
    /// Code points of the content before it.
    pub chars_before: u32,
    /// The blocks, or pieces of a block, that it is made of.
    pub blocks: Vec<Span>,
    /// Quotes that overlap it.
    pub quotes: Vec<&'a Quote>,
    /// Date mentions within it.
    pub dates: Vec<&'a DateMention>,
    /// Its topics.
    pub topics: &'a [Topic],
}

/// A place, counted from an anchor that both sides know.
#[derive(Clone, Copy, Serialize, Deserialize)]
struct Place {
    from: i32,
    len: u32,
}

#[derive(Serialize, Deserialize)]
struct PackedPassage<'a> {
    head: PackedHead,
    #[serde(borrow)]
    quotes: Vec<PackedQuote<'a>>,
    #[serde(borrow)]
    dates: Vec<PackedDate<'a>>,
    #[serde(borrow)]
    topics: Vec<PackedTopic<'a>>,
}

/// What a record begins with: enough to match the passage's words, without reading what was found in it.
#[derive(Serialize, Deserialize)]
struct PackedHead {
    ordinal: u32,
    kind: BlockKind,
    start: u32,
    len: u32,
    line: u32,
    chars_before: u32,
    blocks: Vec<Place>,
}

impl PackedHead {
    fn span(&self) -> Span {
        Span { start: self.start, end: self.start.saturating_add(self.len) }
    }

    /// The passage's own text and what follows it.
    fn split<'t>(&self, words: &'t str) -> Result<(&'t str, &'t str), IndexError> {
        words.split_at_checked(self.len as usize).ok_or_else(|| damaged(Error::DeserializeUnexpectedEnd))
    }
}

#[derive(Serialize, Deserialize)]
struct PackedQuote<'a> {
    place: Place,
    kind: QuoteKind,
    #[serde(borrow)]
    speaker: Option<PackedSpeaker<'a>>,
    mention: Option<Place>,
    cue: Option<Place>,
    confidence: u32,
}

#[derive(Serialize, Deserialize)]
struct PackedSpeaker<'a> {
    name: &'a str,
    kind: SpeakerType,
    role: Option<&'a str>,
}

#[derive(Serialize, Deserialize)]
struct PackedDate<'a> {
    place: Place,
    kind: TimexType,
    #[serde(borrow)]
    value: PackedValue<'a>,
    range: Option<(Day, Day)>,
}

/// A date's value with the days that it denotes.
#[derive(Serialize, Deserialize)]
enum PackedValue<'a> {
    /// A day written out in full, which denotes itself.
    Day(Day),
    /// Anything else.
    Other(&'a str, Option<Day>, Option<Day>),
}

#[derive(Serialize, Deserialize)]
struct PackedTopic<'a> {
    id: &'a str,
    label: &'a str,
    score: u32,
    evidence: Vec<Place>,
    by: TopicSource,
}

impl Place {
    fn of(span: Span, anchor: u32) -> Self {
        Place { from: span.start.wrapping_sub(anchor) as i32, len: span.end.saturating_sub(span.start) }
    }

    fn span(self, anchor: u32) -> Span {
        let start = anchor.wrapping_add(self.from as u32);
        Span { start, end: start.saturating_add(self.len) }
    }
}

/// Spans in order, each from the end of the one before it.
fn places(spans: &[Span], anchor: u32) -> Vec<Place> {
    let mut end = anchor;
    let place = |span: &Span| {
        let place = Place::of(*span, end);
        end = span.end;
        place
    };
    spans.iter().map(place).collect()
}

fn spans(places: &[Place], anchor: u32) -> Vec<Span> {
    let mut end = anchor;
    let span = |place: &Place| {
        let span = place.span(end);
        end = span.end;
        span
    };
    places.iter().map(span).collect()
}

/// Blocks in order, with what is between them left out.
pub(super) mod blocks {
    use serde::{Deserializer, Serializer};

    use super::{Block, BlockKind, Deserialize, Place, Serialize, Span, places, spans};

    pub(crate) fn serialize<S: Serializer>(blocks: &[Block], to: S) -> Result<S::Ok, S::Error> {
        let all: Vec<Span> = blocks.iter().map(|b| b.span).collect();
        let packed: Vec<(BlockKind, Place)> = blocks.iter().map(|b| b.kind).zip(places(&all, 0)).collect();
        packed.serialize(to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Block>, D::Error> {
        let (kinds, packed): (Vec<BlockKind>, Vec<Place>) =
            Vec::<(BlockKind, Place)>::deserialize(from)?.into_iter().unzip();
        Ok(kinds.into_iter().zip(spans(&packed, 0)).map(|(kind, span)| Block { kind, span }).collect())
    }
}

impl PassageParts<'_> {
    /// Appends all of it but its words to `bytes`.
    pub fn pack(&self, bytes: Vec<u8>) -> Vec<u8> {
        let start = self.span.start;
        let packed = PackedPassage {
            head: PackedHead {
                ordinal: self.ordinal,
                kind: self.kind,
                start,
                len: self.span.len() as u32,
                line: self.line,
                chars_before: self.chars_before,
                blocks: places(&self.blocks, start),
            },
            quotes: self.quotes.iter().map(|quote| pack_quote(quote, start)).collect(),
            dates: self.dates.iter().map(|date| pack_date(date, start)).collect(),
            topics: self.topics.iter().map(|topic| pack_topic(topic, start)).collect(),
        };
        postcard::to_extend(&packed, bytes).expect("passages are plain data")
    }
}

fn pack_quote(quote: &Quote, anchor: u32) -> PackedQuote<'_> {
    let beside = |span: Span| Place::of(span, quote.span.start);
    PackedQuote {
        place: Place::of(quote.span, anchor),
        kind: quote.kind,
        speaker: quote.speaker.as_ref().map(|s| PackedSpeaker { name: &s.name, kind: s.kind, role: s.role.as_deref() }),
        mention: quote.mention.map(beside),
        cue: quote.cue.map(beside),
        confidence: thousandths(quote.confidence),
    }
}

fn pack_date(mention: &DateMention, anchor: u32) -> PackedDate<'_> {
    let value = match iso_day(&mention.value) {
        Some(day) if mention.earliest == Some(day) && mention.latest == Some(day) => PackedValue::Day(day.into()),
        _ => PackedValue::Other(&mention.value, mention.earliest.map(Day::from), mention.latest.map(Day::from)),
    };
    let range = mention.range.map(|(first, last)| (first.into(), last.into()));
    PackedDate { place: Place::of(mention.span, anchor), kind: mention.kind, value, range }
}

fn pack_topic(topic: &Topic, anchor: u32) -> PackedTopic<'_> {
    PackedTopic {
        id: &topic.id,
        label: &topic.label,
        score: thousandths(topic.score),
        evidence: places(&topic.evidence, anchor),
        by: topic.by,
    }
}

/// The record of a passage with `words` as its text and what follows it up to the next passage.
///
/// # Errors
/// When the bytes are not the record of a passage: the index is damaged.
pub fn unpack_passage(bytes: &[u8], words: &str) -> Result<PassageRecord, IndexError> {
    let packed: PackedPassage = postcard::from_bytes(bytes).map_err(damaged)?;
    let (head, start) = (&packed.head, packed.head.start);
    let (text, tail) = head.split(words)?;
    let dates: Result<_, Error> = packed.dates.iter().map(|date| unpack_date(date, start)).collect();
    Ok(PassageRecord {
        ordinal: head.ordinal,
        kind: head.kind,
        span: head.span(),
        line: head.line,
        chars_before: head.chars_before,
        text: text.to_owned(),
        tail: tail.to_owned(),
        blocks: spans(&head.blocks, start),
        quotes: packed.quotes.iter().map(|quote| unpack_quote(quote, start)).collect(),
        dates: dates.map_err(damaged)?,
        topics: packed.topics.iter().map(|topic| unpack_topic(topic, start)).collect(),
    })
}

/// The text of a passage, with `words` as [`unpack_passage`] takes them.
///
/// # Errors
/// When the bytes are no such record: the index is damaged.
pub fn unpack_text(bytes: &[u8], words: &str) -> Result<PassageText, IndexError> {
    let (head, _) = postcard::take_from_bytes::<PackedHead>(bytes).map_err(damaged)?;
    let (text, _) = head.split(words)?;
    Ok(PassageText {
        ordinal: head.ordinal,
        kind: head.kind,
        span: head.span(),
        line: head.line,
        chars_before: head.chars_before,
        text: text.to_owned(),
        blocks: spans(&head.blocks, head.start),
    })
}

fn unpack_quote(quote: &PackedQuote, anchor: u32) -> Quote {
    let span = quote.place.span(anchor);
    let speaker = |s: &PackedSpeaker| Speaker { name: s.name.into(), kind: s.kind, role: s.role.map(str::to_owned) };
    Quote {
        span,
        kind: quote.kind,
        speaker: quote.speaker.as_ref().map(speaker),
        mention: quote.mention.map(|place| place.span(span.start)),
        cue: quote.cue.map(|place| place.span(span.start)),
        confidence: from_thousandths(quote.confidence),
    }
}

fn unpack_date(date: &PackedDate, anchor: u32) -> Result<DateMention, Error> {
    let day = |day: Option<Day>| day.map(Day::date).transpose();
    let (value, earliest, latest) = match date.value {
        PackedValue::Day(only) => {
            let only = only.date()?;
            (only.to_string(), Some(only), Some(only))
        }
        PackedValue::Other(value, first, last) => (value.to_owned(), day(first)?, day(last)?),
    };
    let range = date.range.map(|(first, last)| Ok((first.date()?, last.date()?))).transpose()?;
    Ok(DateMention { span: date.place.span(anchor), kind: date.kind, value, earliest, latest, range })
}

fn unpack_topic(topic: &PackedTopic, anchor: u32) -> Topic {
    Topic {
        id: topic.id.to_owned(),
        label: topic.label.to_owned(),
        score: from_thousandths(topic.score),
        evidence: spans(&topic.evidence, anchor),
        by: topic.by,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};
    use proptest::prelude::*;

    use super::*;

    fn span(start: u32, end: u32) -> Span {
        Span { start, end }
    }

    fn mention(value: &str, earliest: Option<Date>, latest: Option<Date>) -> DateMention {
        let range = earliest.zip(latest).filter(|_| value.starts_with('P'));
        DateMention { span: span(105, 110), kind: TimexType::Date, value: value.into(), earliest, latest, range }
    }

    fn quote() -> Quote {
        let role = Some("spokesman".to_owned());
        Quote {
            span: span(90, 110),
            kind: QuoteKind::Mixed,
            speaker: Some(Speaker { name: "Mark Toner".into(), kind: SpeakerType::Person, role }),
            mention: Some(span(70, 75)),
            cue: Some(span(111, 115)),
            confidence: from_thousandths(873),
        }
    }

    #[test]
    fn what_is_packed_comes_back() {
        let day = date(2017, 3, 22);
        let dates = [
            mention("2017-03-22", Some(day), Some(day)),
            mention("2017-03-22", Some(day), None),
            mention("XXXX-03-22", None, None),
            mention("P3D", Some(date(-44, 3, 15)), Some(date(9999, 12, 31))),
        ];
        let topics = [Topic {
            id: "a".into(),
            label: "A".into(),
            score: from_thousandths(1250),
            evidence: vec![span(104, 106), span(101, 102)],
            by: TopicSource::Terms,
        }];
        let quote = quote();
        let parts = PassageParts {
            ordinal: 3,
            kind: BlockKind::List,
            span: span(100, 105),
            line: 7,
            chars_before: 99,
            blocks: vec![span(100, 102), span(103, 105)],
            quotes: vec![&quote],
            dates: dates.iter().collect(),
            topics: &topics,
        };
        let record = unpack_passage(&parts.pack(Vec::new()), "héll\n\n").expect("what was packed");
        assert_eq!((record.text.as_str(), record.tail.as_str()), ("héll", "\n\n"));
        assert_eq!((record.ordinal, record.kind, record.span), (3, BlockKind::List, span(100, 105)));
        assert_eq!((record.line, record.chars_before), (7, 99));
        assert_eq!(record.blocks, parts.blocks);
        assert_eq!(record.quotes, std::slice::from_ref(&quote));
        assert!(record.dates == dates && record.topics == topics);
        let text = unpack_text(&parts.pack(Vec::new()), "héll\n\n").expect("what was packed");
        assert_eq!((text.text, text.kind, text.span), (record.text, record.kind, record.span));
        assert_eq!((text.ordinal, text.line, text.blocks), (record.ordinal, record.line, record.blocks));
    }

    #[test]
    fn a_text_of_another_length_is_damage() {
        let parts = PassageParts {
            ordinal: 0,
            kind: BlockKind::Body,
            span: span(0, 5),
            line: 1,
            chars_before: 0,
            blocks: Vec::new(),
            quotes: Vec::new(),
            dates: Vec::new(),
            topics: &[],
        };
        let packed = parts.pack(Vec::new());
        assert!(unpack_passage(&packed, "four").is_err() && unpack_text(&packed, "four").is_err());
    }

    proptest! {
        #[test]
        fn any_bytes_are_a_record_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
            let _ = (unpack_passage(&bytes, "some text"), unpack_text(&bytes, "some text"));
        }
    }
}
