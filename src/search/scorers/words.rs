//! Passages with words, some of them required: boolean logic over words alone, by the sum of their scores.
//!
//! The best are found a window of documents at a time, word by word. A word whose share cannot lift a
//! document above the threshold proposes no candidates (H. Turtle, J. Flood, "Query evaluation: strategies
//! and optimizations", 1995: MaxScore); it is only asked of those that others propose.

use tantivy::query::{BooleanWeight, EnableScoring, Explanation, Occur, Query, Scorer, SumCombiner, Weight};
use tantivy::{DocId, Score, SegmentReader, TERMINATED};

use super::window::{Window, WordLists};
use super::word::{WordQuery, WordWeight};
use crate::search::lists::SegmentLists;

/// Passages with all the required words, or, where none is required, with any of the optional ones.
#[derive(Clone, Debug)]
pub struct WordsQuery {
    required: Vec<WordQuery>,
    optional: Vec<WordQuery>,
}

impl WordsQuery {
    /// With these words, of which there is at least one, all in one field. One word alone is found faster by
    /// itself.
    pub fn of(mut required: Vec<WordQuery>, mut optional: Vec<WordQuery>) -> Box<dyn Query> {
        match (required.len(), optional.len()) {
            (1, 0) => Box::new(required.remove(0)),
            (0, 1) => Box::new(optional.remove(0)),
            _ => Box::new(WordsQuery { required, optional }),
        }
    }
}

impl Query for WordsQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let scored = scoring.is_scoring_enabled();
        let weights = |words: &[WordQuery]| words.iter().map(|word| word.word_weight(scored)).collect();
        Ok(Box::new(WordsWeight { required: weights(&self.required), optional: weights(&self.optional), scored }))
    }
}

struct WordsWeight {
    required: Vec<WordWeight>,
    optional: Vec<WordWeight>,
    scored: bool,
}

impl WordsWeight {
    /// The same, document by document.
    fn boolean(&self) -> BooleanWeight<SumCombiner> {
        let part = |occur, word: &WordWeight| (occur, Box::new(word.clone()) as Box<dyn Weight>);
        let required = self.required.iter().map(|word| part(Occur::Must, word));
        let parts = required.chain(self.optional.iter().map(|word| part(Occur::Should, word))).collect();
        let least = usize::from(self.required.is_empty());
        BooleanWeight::with_minimum_number_should_match(parts, least, self.scored, Box::new(SumCombiner::default))
    }
}

impl Weight for WordsWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        self.boolean().scorer(segment, boost)
    }

    fn explain(&self, segment: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        self.boolean().explain(segment, doc)
    }

    fn for_each_pruning(
        &self,
        threshold: Score,
        segment: &SegmentReader,
        callback: &mut dyn FnMut(DocId, Score) -> Score,
    ) -> tantivy::Result<()> {
        let Some(mut words) = Words::open(self, segment)? else { return Ok(()) };
        if words.next(threshold).is_none() {
            return Ok(());
        }
        let Some(word) = self.required.iter().chain(&self.optional).next() else { return Ok(()) };
        word.reader().with_window(|window| words.run(window, threshold, callback));
        Ok(())
    }
}

/// The words in one segment.
struct Words<'a> {
    segment: &'a SegmentLists,
    /// The rarest first.
    required: Vec<WordLists>,
    /// The heaviest first.
    optional: Vec<WordLists>,
    /// For each of the optional words, what it and those after it add at most.
    rest: Vec<Score>,
    /// What all the required words add at most.
    all_required: Score,
}

impl<'a> Words<'a> {
    fn open(weight: &'a WordsWeight, segment: &SegmentReader) -> tantivy::Result<Option<Self>> {
        let mut found = None;
        let mut open = |weights: &'a [WordWeight]| -> tantivy::Result<Vec<WordLists>> {
            let mut words = Vec::with_capacity(weights.len());
            for weight in weights {
                let Some((lists, word)) = weight.lists(segment)? else { continue };
                found = Some(lists);
                words.push(word);
            }
            Ok(words)
        };
        let (mut required, mut optional) = (open(&weight.required)?, open(&weight.optional)?);
        required.sort_by_key(WordLists::cost);
        optional.retain(|word| word.doc() != TERMINATED);
        optional.sort_by(|a, b| b.bound.total_cmp(&a.bound));
        let rest = sums_from_behind(&optional);
        let all_required = required.iter().map(|word| word.bound).sum();
        Ok(found.map(|segment| Words { segment, required, optional, rest, all_required }))
    }

    fn run(&mut self, window: &mut Window, mut threshold: Score, callback: &mut dyn FnMut(DocId, Score) -> Score) {
        while let Some(base) = self.next(threshold) {
            let end = Window::reach(base);
            if self.bound_until(end, threshold) <= threshold {
                self.pass_over(end, threshold);
                continue;
            }
            window.start(base, end);
            self.fill(window, threshold);
            window.report(&mut threshold, callback);
        }
    }

    /// How many of the optional words, those before it, can propose candidates.
    fn proposing(&self, threshold: Score) -> usize {
        self.rest.partition_point(|&rest| rest > threshold)
    }

    /// What all the optional words add at most.
    fn all_optional(&self) -> Score {
        self.rest.first().copied().unwrap_or(0.0)
    }

    /// The words whose documents may be candidates.
    fn candidates(&mut self, threshold: Score) -> &mut [WordLists] {
        if !self.required.is_empty() {
            return &mut self.required;
        }
        let proposing = self.proposing(threshold);
        &mut self.optional[..proposing]
    }

    /// The next document that may be a candidate.
    fn next(&mut self, threshold: Score) -> Option<DocId> {
        let next = match self.required.first() {
            Some(_) if self.all_required + self.all_optional() <= threshold => TERMINATED,
            Some(rarest) => self.next_with_all(rarest.doc()),
            None => self.candidates(threshold).iter().map(WordLists::doc).min().unwrap_or(TERMINATED),
        };
        (next != TERMINATED).then_some(next)
    }

    /// No document before `end` scores more.
    fn bound_until(&mut self, end: DocId, threshold: Score) -> Score {
        let segment = self.segment;
        let others = match self.required.is_empty() {
            true => self.rest.get(self.proposing(threshold)).copied().unwrap_or(0.0),
            false => self.all_optional(),
        };
        self.candidates(threshold).iter_mut().map(|word| word.bound_until(end, segment)).sum::<Score>() + others
    }

    fn pass_over(&mut self, end: DocId, threshold: Score) {
        self.candidates(threshold).iter_mut().for_each(|word| word.seek(end));
    }

    /// The first document from `target` on that may have all required words.
    fn next_with_all(&mut self, mut target: DocId) -> DocId {
        'again: loop {
            for word in &mut self.required {
                word.seek(target);
                let doc = word.doc();
                if doc == TERMINATED {
                    return TERMINATED;
                }
                if doc > target {
                    target = doc;
                    continue 'again;
                }
            }
            return target;
        }
    }

    fn fill(&mut self, window: &mut Window, threshold: Score) {
        let proposing = if self.required.is_empty() { self.proposing(threshold) } else { 0 };
        if !self.required.is_empty() {
            let rest = self.all_optional();
            window.add_all(&mut self.required, self.segment, threshold, rest);
        }
        for (i, word) in self.optional.iter_mut().enumerate() {
            if i < proposing {
                window.add(word, self.segment);
                continue;
            }
            window.keep_above(threshold, self.rest[i]);
            if window.is_empty() {
                return;
            }
            word.seek(window.base());
            window.add_to_candidates(word, self.segment);
        }
    }
}

/// What each word and those after it add at most.
fn sums_from_behind(words: &[WordLists]) -> Vec<Score> {
    let mut sum = 0.0;
    let mut add = |word: &WordLists| {
        sum += word.bound;
        sum
    };
    let mut sums: Vec<Score> = words.iter().rev().map(&mut add).collect();
    sums.reverse();
    sums
}
