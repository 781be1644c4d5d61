//! Hits: where the terms of topics stand in one passage, and which of them count.

use onrecord_text::span::Span;

/// One way to find a topic: a term, a query, an exclusion.
#[derive(Clone, Debug)]
pub(super) struct Source {
    pub topic: u32,
    pub role: Role,
    pub weight: f32,
    /// The same source as evidence for the topic's parent.
    pub up: Option<u32>,
}

/// What an occurrence is to its topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// It speaks for the topic.
    Evidence,
    /// It takes away what it overlaps, or the topic.
    Exclusion,
    /// It says that the query of this number is worth trying.
    Trigger(u32),
}

/// Words that speak for a topic.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Hit {
    pub topic: u32,
    pub source: u32,
    pub span: Span,
}

/// The hits of one passage.
#[derive(Default)]
pub(super) struct Hits {
    found: Vec<Hit>,
    exclusions: Vec<Hit>,
}

impl Hits {
    pub(super) fn clear(&mut self) {
        self.found.clear();
        self.exclusions.clear();
    }

    pub(super) fn push(&mut self, hit: Hit, role: Role) {
        match role {
            Role::Exclusion => self.exclusions.push(hit),
            _ => self.found.push(hit),
        }
    }

    /// Decides which hits count, hands them on to the parents, and sorts them by topic and source.
    pub(super) fn settle(&mut self, sources: &[Source]) {
        if self.found.is_empty() {
            return;
        }
        if !self.exclusions.is_empty() {
            self.exclude();
        }
        self.hand_up(sources);
        self.drop_covered();
        self.found.sort_unstable_by_key(|hit| key([hit.topic, hit.source, hit.span.start, 0]));
    }

    /// The settled hits, those of one topic together.
    pub(super) fn by_topic(&self) -> impl Iterator<Item = &[Hit]> {
        self.found.chunk_by(|a, b| a.topic == b.topic)
    }

    /// "Strike price" takes away the "strike" in it; "football", which overlaps no hit, the whole topic.
    fn exclude(&mut self) {
        let Hits { found, exclusions } = self;
        let touches = |hit: &Hit, exclusion: &Hit| hit.topic == exclusion.topic && hit.span.overlaps(exclusion.span);
        let vetoes = |exclusion: &&Hit| !found.iter().any(|hit| touches(hit, exclusion));
        let vetoed: Vec<u32> = exclusions.iter().filter(vetoes).map(|exclusion| exclusion.topic).collect();
        found.retain(|hit| !vetoed.contains(&hit.topic) && !exclusions.iter().any(|e| touches(hit, e)));
    }

    fn hand_up(&mut self, sources: &[Source]) {
        let mut next = 0;
        while next < self.found.len() {
            let hit = self.found[next];
            if let Some(up) = sources[hit.source as usize].up {
                self.found.push(Hit { topic: sources[up as usize].topic, source: up, span: hit.span });
            }
            next += 1;
        }
    }

    /// Words count once: "war" inside "civil war" says nothing more for the same topic.
    fn drop_covered(&mut self) {
        let place = |hit: &Hit| key([hit.topic, hit.span.start, u32::MAX - hit.span.end, hit.source]);
        self.found.sort_unstable_by_key(place);
        let mut reach: Option<(u32, u32)> = None;
        self.found.retain(|hit| {
            let covered = reach.is_some_and(|(topic, end)| topic == hit.topic && hit.span.end <= end);
            if !covered {
                reach = Some((hit.topic, hit.span.end));
            }
            !covered
        });
    }
}

/// One number that orders as the four do one after the other.
fn key(parts: [u32; 4]) -> u128 {
    parts.into_iter().fold(0, |key, part| key << 32 | u128::from(part))
}
