//! The best passages with any of some words, by the sum of the words' scores.
//!
//! The index is searched a window of documents at a time. Postings are added up to an upper bound of each passage's score,
//! and only passages whose bound is above the threshold are scored. The essential words alone propose candidates: the
//! others cannot lift a passage above the threshold, not even together (MaxScore; H. Turtle, J. Flood, "Query evaluation:
//! strategies and optimizations", 1995). Words that are not essential and common are sought in the candidates only.

use tantivy::{DocId, Score, TERMINATED};

use super::FIRST_WINDOW;
use crate::search::filters::Bits;
use crate::search::postings::WordLists;
use crate::search::postings::saturation::Scale;
use crate::search::postings::window::Window;
use crate::search::postings::{FieldReader, SegmentLists};

/// Words in one segment.
pub(super) struct Disjunction<'a> {
    reader: &'a FieldReader,
    segment: &'a SegmentLists,
    /// The heaviest first. Their postings are added up.
    words: Vec<WordLists>,
    /// The words once more, at positions of their own in the lists: these score the candidates.
    scoring: Vec<WordLists>,
    /// What each word and those after it add at most.
    rest: Vec<Score>,
    /// The upper bound of each word, in points.
    points: Vec<u16>,
    scale: Scale,
    /// The filter, if there is one: no other passages are found.
    within: Option<&'a Bits>,
}

/// Words that are not essential are added up only while they have fewer than this many times the postings of the
/// essential ones.
const TOO_MANY: u64 = 8;

impl<'a> Disjunction<'a> {
    /// With these words in `segment`, of which at most `asked` passages will be looked for.
    pub(super) fn new(
        reader: &'a FieldReader,
        segment: &'a SegmentLists,
        mut words: Vec<WordLists>,
        asked: u64,
    ) -> Self {
        words.retain(|word| word.cost > 0);
        words.iter_mut().for_each(|word| word.merge_many(asked, reader));
        words.sort_by(|a, b| b.bound.total_cmp(&a.bound));
        let rest = rest(&words);
        let scale = Scale::new(rest[0]);
        let points = words.iter().map(|word| scale.points(word.bound)).collect();
        Disjunction { reader, segment, scoring: words.clone(), words, rest, points, scale, within: None }
    }

    /// Finds only passages that are in the filter `within`.
    pub(super) fn within(self, within: Option<&'a Bits>) -> Self {
        Disjunction { within, ..self }
    }

    /// Calls `callback`, which gives the new threshold, with those of few passages that score above it, ascending.
    pub(super) fn run_over(
        mut self,
        few: &Bits,
        mut threshold: Score,
        callback: &mut dyn FnMut(DocId, Score) -> Score,
    ) {
        for doc in few.iter() {
            if let Some(score) = self.score(doc, threshold) {
                threshold = callback(doc, score);
            }
        }
    }

    /// Calls `callback`, which gives the new threshold, with those that score above it, ascending.
    pub(super) fn run(
        mut self,
        window: &mut Window,
        mut threshold: Score,
        callback: &mut dyn FnMut(DocId, Score) -> Score,
    ) {
        let mut length = self.first_length();
        loop {
            let proposing = self.proposing(threshold);
            let base = self.words[..proposing].iter().map(WordLists::doc).min().unwrap_or(TERMINATED);
            let base = self.within.map_or(base, |bits| bits.next(base));
            if base == TERMINATED {
                return;
            }
            let added = self.added(proposing);
            let end = Window::reach(base).min(base.saturating_add(length));
            length = length.saturating_mul(2);
            self.words[..added].iter_mut().for_each(|word| word.seek(base));
            if self.bound_until(end, added) <= threshold {
                self.words[..proposing].iter_mut().for_each(|word| word.seek(end));
                continue;
            }
            window.start(base, end);
            window.measure(&self.segment.lengths);
            let limit = self.scale.limit(threshold - self.rest[added]);
            let mut look = |own: &mut Self, doc, sum| {
                if i32::from(sum) > limit
                    && own.within.is_none_or(|bits| bits.has(doc))
                    && let Some(score) = own.score(doc, threshold)
                {
                    threshold = callback(doc, score);
                }
            };
            let few = self.add_up(window, added, limit);
            window.take(few, |doc, sum| look(&mut self, doc, sum));
        }
    }

    /// How many documents the first window spans, so that it holds about the given number of candidates.
    fn first_length(&self) -> DocId {
        let postings: u64 = self.words.iter().map(|word| word.cost).sum();
        (FIRST_WINDOW * u64::from(self.segment.documents()) / postings.max(1)) as DocId + 1
    }

    /// How many of the words can propose passages.
    fn proposing(&self, threshold: Score) -> usize {
        self.rest.partition_point(|&rest| rest > threshold).min(self.words.len())
    }

    /// How many of the words are added up: those that propose, and as many more as are not too common beside them.
    fn added(&self, proposing: usize) -> usize {
        let cost = |words: &[WordLists]| words.iter().map(|word| word.cost).sum::<u64>();
        let most = TOO_MANY * cost(&self.words[..proposing]);
        let more = self.words[proposing..].iter().take_while(|word| word.cost < most);
        proposing + more.count()
    }

    /// No document before `end` scores more.
    fn bound_until(&mut self, end: DocId, added: usize) -> Score {
        let (segment, rest) = (self.segment, self.rest[added]);
        self.words[..added].iter_mut().map(|word| word.bound_until(end, segment)).sum::<Score>() + rest
    }

    /// Adds up the postings in the window, whose documents with more points than `limit` are remembered; or, if there
    /// are few, all with any. Whether it is all.
    fn add_up(&mut self, window: &mut Window, added: usize, limit: i32) -> bool {
        let words = &mut self.words[..added];
        let few = window.has_few(words.iter().flat_map(|word| &word.lists));
        let limit = if few { -1 } else { limit };
        for (word, &points) in words.iter_mut().zip(&self.points) {
            let worth = self.reader.saturation().worth(points, &self.segment.lengths);
            word.lists.iter_mut().for_each(|list| window.add(list, worth, limit));
        }
        few
    }

    /// The score of a document, if it has any of the words and that is above the threshold. Documents must be asked
    /// for in order.
    fn score(&mut self, doc: DocId, threshold: Score) -> Option<Score> {
        let (mut sum, mut is_there) = (0.0, false);
        for (word, rest) in self.scoring.iter_mut().zip(&self.rest) {
            if sum + rest <= threshold {
                return None;
            }
            let freq = word.freq_at(doc);
            if freq > 0 {
                sum += word.score(doc, freq, self.segment);
                is_there = true;
            }
        }
        (is_there && sum > threshold).then_some(sum)
    }
}

/// What each word and those after it add at most; at the end, nothing.
fn rest(words: &[WordLists]) -> Vec<Score> {
    let mut rest = vec![0.0; words.len() + 1];
    for (i, word) in words.iter().enumerate().rev() {
        rest[i] = rest[i + 1] + word.bound;
    }
    rest
}
