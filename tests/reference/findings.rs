//! What annotators might have found: random quotes, dates and topics.

use jiff::civil::{Date, date};

use onrecord::annotate::Findings;
use onrecord::annotate::date::{DateMention, PartialDate, Published, TimexType};
use onrecord::annotate::speaker::collection::NameUses;
use onrecord::annotate::speaker::{self, QuoteKind, Speaker, SpeakerType};
use onrecord::annotate::topic::{Topic, TopicSource};
use onrecord::index::Collection;
use onrecord::span::Span;

use crate::corpus::Quote;
use crate::random::Random;
use crate::words::{Word, words_of};

/// Topics with their labels.
const TOPICS: &[(&str, &str)] = &[("t1", "First topic"), ("medtop:04", "Économy")];

/// Speakers as articles name them, with their roles.
const SPEAKERS: &[(&str, SpeakerType, Option<&str>)] = &[
    ("Mark Toner", SpeakerType::Person, Some("acting spokesman")),
    ("Toner", SpeakerType::Person, Some("US spokesman")),
    ("Alpha Beta", SpeakerType::Person, Some("secretary of fights")),
    ("U.S. officials", SpeakerType::Group, None),
    ("an official", SpeakerType::Unnamed, Some("official")),
];

/// What the collection knows: labels of topics, and that Toner is Mark Toner.
pub(crate) fn collection() -> Collection {
    let mut names = NameUses::default();
    names.add(SPEAKERS.iter().map(|(name, kind, _)| (*name, *kind)));
    let mut collection = Collection::default();
    collection.names = names.table();
    collection.topic_labels = TOPICS.iter().map(|(id, label)| ((*id).to_owned(), (*label).to_owned())).collect();
    collection.ready()
}

/// A quote with its words.
pub(crate) fn known_quote(quote: &speaker::Quote) -> Quote {
    let name = quote.speaker.as_ref().map_or("", |speaker| match speaker.name.as_str() {
        "Toner" => "Mark Toner",
        name => name,
    });
    let role = quote.speaker.as_ref().and_then(|speaker| speaker.role.as_deref()).unwrap_or_default();
    Quote { kind: quote.kind, span: quote.span, speaker: words_of(name, 0), role: words_of(role, 0) }
}

/// Findings in a text of these words that makes so many passages.
pub(crate) fn random_findings(random: &mut Random, words: &[Word], passages: usize) -> Findings {
    let mut findings = Findings { language: random.once_in(2).then(|| "en".to_owned()), ..Findings::default() };
    findings.published = random_published(random);
    let mut at = 0;
    while at < words.len() {
        let last = (at + random.below(random_length(words.len()))).min(words.len() - 1);
        let span = words[at].span.cover(words[last].span);
        if random.once_in(2) {
            findings.quotes.push(random_quote(random, span));
        }
        if random.once_in(3) {
            findings.dates.push(random_mention(random, words[at].span));
        }
        at = last + 1 + random.below(6);
    }
    findings.passage_topics = (0..passages).map(|_| random_topics(random)).collect();
    findings
}

/// Quotes reach over sentences, and now and then over passages.
fn random_length(words: usize) -> usize {
    if words > 40 { 24 } else { 12 }
}

fn random_published(random: &mut Random) -> Published {
    let first = date(2016 + random.below(3) as i16, 1 + random.below(12) as i8, 1 + random.below(28) as i8);
    let last = if random.once_in(2) { first } else { first.last_of_month() };
    let (earliest, latest) = match random.below(5) {
        0 => (None, None),
        1 => (Some(first), None),
        _ => (Some(first), Some(last)),
    };
    let best = PartialDate { year: first.year(), month: Some(first.month()), day: None };
    Published { earliest, latest, best: earliest.map(|_| best), ..Published::default() }
}

fn random_quote(random: &mut Random, span: Span) -> speaker::Quote {
    let (name, kind, role) = random.one_of(SPEAKERS);
    let speaker = Speaker { name: name.to_owned(), kind, role: role.map(str::to_owned) };
    speaker::Quote {
        span,
        kind: random.one_of(&[QuoteKind::Direct, QuoteKind::Mixed, QuoteKind::Indirect]),
        speaker: (!random.once_in(4)).then_some(speaker),
        mention: None,
        cue: None,
        confidence: 1.0,
    }
}

fn random_mention(random: &mut Random, span: Span) -> DateMention {
    let first = date(2017, 1 + random.below(4) as i8, 1 + random.below(28) as i8);
    let last: Date = if random.once_in(2) { first } else { first.last_of_month() };
    let known = !random.once_in(5);
    DateMention {
        span,
        kind: TimexType::Date,
        value: "XXXX".to_owned(),
        earliest: known.then_some(first),
        latest: known.then_some(last),
        range: None,
    }
}

fn random_topics(random: &mut Random) -> Vec<Topic> {
    let topic = |(id, label): &(&str, &str)| Topic {
        id: (*id).to_owned(),
        label: (*label).to_owned(),
        score: 1.0,
        evidence: Vec::new(),
        by: TopicSource::Terms,
    };
    TOPICS.iter().filter(|_| random.once_in(2)).map(topic).collect()
}
