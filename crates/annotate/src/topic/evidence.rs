//! How much the terms found say: from hits to scores.
//!
//! A topic's evidence `s` adds up, over its distinct terms, the term's weight times `1 + ln(occurrences)`:
//! a second term says more than the same term again (the usual damping of term frequency, Salton and
//! Buckley 1988). The score is `s / (s + 1)`, so one plain word gives 0.5, a phrase 0.6, and nothing
//! reaches 1.

use super::hits::{Hit, Source};
use onrecord_text::span::Span;

/// Most evidence spans that one topic of a passage or an article shows.
pub const MAX_EVIDENCE: usize = 32;

/// The evidence from which on a passage has a topic: one term of full weight, or two of half.
pub(super) const ENOUGH: f32 = 0.999;

/// How many occurrences in the text one in the title is worth.
const TITLE_OCCURRENCES: f32 = 3.0;

/// What a term of this weight says by so many occurrences.
fn strength(weight: f32, occurrences: f32) -> f32 {
    if occurrences == 1.0 { weight } else { weight * (1.0 + occurrences.ln()) }
}

/// The score for so much evidence.
pub(super) fn score(evidence: f32) -> f32 {
    evidence / (evidence + 1.0)
}

/// The evidence behind a score.
pub(super) fn of_score(score: f32) -> f32 {
    score / (1.0 - score).max(f32::EPSILON)
}

/// The evidence of the hits of one topic in one passage, which are sorted by source.
pub(super) fn of_hits(hits: &[Hit], sources: &[Source]) -> f32 {
    let per_term = hits.chunk_by(|a, b| a.source == b.source);
    per_term.map(|same| strength(sources[same[0].source as usize].weight, same.len() as f32)).sum()
}

/// The places of the hits in text order, as many as are shown.
pub(super) fn spans(hits: &[Hit]) -> Vec<Span> {
    let mut spans: Vec<Span> = hits.iter().map(|hit| hit.span).collect();
    spans.sort_unstable();
    spans.truncate(MAX_EVIDENCE);
    spans
}

/// What the passages of an article say together; kept between articles to spare allocation.
pub(super) struct Totals {
    sources: Vec<Seen>,
    seen: Vec<u32>,
    /// How many passages have each topic.
    pub passages: Vec<u32>,
}

#[derive(Clone, Copy, Default)]
struct Seen {
    occurrences: f32,
    in_title: bool,
    first: Span,
}

/// What an article says for one topic.
pub(super) struct Total<'a> {
    pub topic: u32,
    pub evidence: f32,
    /// How many different terms.
    pub terms: usize,
    /// How many passages have the topic.
    pub passages: u32,
    pub in_title: bool,
    totals: &'a Totals,
    seen: &'a [u32],
}

impl Total<'_> {
    /// The first place of each term in text order, as many as are shown.
    pub(super) fn places(&self) -> Vec<Span> {
        let mut spans: Vec<Span> = self.seen.iter().map(|&source| self.totals.sources[source as usize].first).collect();
        spans.sort_unstable();
        spans.truncate(MAX_EVIDENCE);
        spans
    }
}

impl Totals {
    pub(super) fn new(sources: usize, topics: usize) -> Totals {
        Totals { sources: vec![Seen::default(); sources], seen: Vec::new(), passages: vec![0; topics] }
    }

    pub(super) fn clear(&mut self) {
        for source in self.seen.drain(..) {
            self.sources[source as usize] = Seen::default();
        }
        self.passages.fill(0);
    }

    pub(super) fn add(&mut self, hits: &[Hit], title: bool) {
        for hit in hits {
            let seen = &mut self.sources[hit.source as usize];
            if seen.occurrences == 0.0 {
                self.seen.push(hit.source);
                seen.first = hit.span;
            }
            seen.occurrences += if title { TITLE_OCCURRENCES } else { 1.0 };
            seen.in_title |= title;
        }
    }

    /// What was said for each topic of which anything was, in the order of topics.
    pub(super) fn by_topic<'a>(&'a mut self, sources: &'a [Source]) -> impl Iterator<Item = Total<'a>> + 'a {
        let topic = |source: u32| sources[source as usize].topic;
        self.seen.sort_by_key(|&source| topic(source));
        let totals = &*self;
        totals.seen.chunk_by(move |&a, &b| topic(a) == topic(b)).map(|seen| totals.total(sources, seen))
    }

    fn total<'a>(&'a self, sources: &[Source], seen: &'a [u32]) -> Total<'a> {
        let own = || seen.iter().map(|&number| (&sources[number as usize], &self.sources[number as usize]));
        let topic = sources[seen[0] as usize].topic;
        Total {
            topic,
            evidence: own().map(|(source, seen)| strength(source.weight, seen.occurrences)).sum(),
            terms: seen.len(),
            passages: self.passages[topic as usize],
            in_title: own().any(|(_, seen)| seen.in_title),
            totals: self,
            seen,
        }
    }
}
