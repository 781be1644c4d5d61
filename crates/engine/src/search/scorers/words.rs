//! Passages with words and expressions, some of them required, within a filter: boolean logic in one field, by the sum
//! of the scores.

use std::sync::Arc;

use tantivy::query::{BooleanWeight, EnableScoring, Explanation, Occur, Query, Scorer, SumCombiner, Weight};
use tantivy::{DocId, Score, SegmentReader, TERMINATED};

use super::condition::{Condition, ConditionWeight, Conditions, prune, unscored};
use super::conjunction::Conjunction;
use super::disjunction::Disjunction;
use super::expression::Expression;
use super::intervals::{IntervalQuery, IntervalWeight};
use super::spellings::Spellings;
use super::word::{WordQuery, WordWeight};
use crate::index::Snapshot;
use crate::search::filters::{Bits, PassageSet, SetQuery, set::SetWeight};
use crate::search::postings::{FieldReader, SegmentLists, WordLists};
use onrecord_query::Stop;

/// Passages with all the required words and expressions, or, where none is required, with any of the optional words.
#[derive(Clone, Debug, Default)]
pub struct WordsQuery {
    /// Words that a passage must have.
    pub required: Vec<WordQuery>,
    /// Expressions that must be found in it.
    pub expressions: Vec<IntervalQuery>,
    /// Words that add to its score.
    pub optional: Vec<WordQuery>,
    /// The passages out of which they are; all if there is no set.
    pub within: Option<SetQuery>,
    /// What else must hold, asked of passages that are good enough.
    pub conditions: Vec<Arc<dyn Condition>>,
}

impl WordsQuery {
    /// With one word.
    pub fn of_word(word: WordQuery) -> Self {
        WordsQuery { required: vec![word], ..WordsQuery::default() }
    }

    /// With one expression.
    pub fn of_expression(expression: IntervalQuery) -> Self {
        WordsQuery { expressions: vec![expression], ..WordsQuery::default() }
    }

    /// Whether there is more than words and expressions.
    pub fn is_filtered(&self) -> bool {
        self.within.is_some() || !self.conditions.is_empty()
    }

    /// Whether it can be told by the documents of posting lists alone.
    pub fn is_of_words(&self) -> bool {
        self.expressions.is_empty() && self.conditions.is_empty()
    }

    /// The passages that it finds, where that can be [told by posting lists alone](Self::is_of_words).
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn passages(&self, snapshot: &Snapshot) -> tantivy::Result<PassageSet> {
        let passages = |word: &WordQuery| word.passages(snapshot);
        let both = |a: PassageSet, b: PassageSet| if self.required.is_empty() { a.or(&b) } else { a.and(&b) };
        let words = if self.required.is_empty() { &self.optional } else { &self.required };
        let sets = words.iter().map(passages).collect::<tantivy::Result<Vec<_>>>()?;
        let found = sets.into_iter().reduce(both).unwrap_or_else(|| PassageSet::nothing(snapshot));
        Ok(self.within.iter().fold(found, |found, within| found.and(within.set())))
    }

    /// The query as the engine takes it. There is at least one word, and all are in one field. A single word is searched
    /// by its own scorer, which is faster.
    pub fn boxed(mut self) -> Box<dyn Query> {
        if self.is_filtered() {
            return Box::new(self);
        }
        match (self.required.len(), self.expressions.len(), self.optional.len()) {
            (1, 0, 0) => Box::new(self.required.remove(0)),
            (0, 1, 0) => Box::new(self.expressions.remove(0)),
            (0, 0, 1) => Box::new(self.optional.remove(0)),
            _ => Box::new(self),
        }
    }
}

impl Query for WordsQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let scored = scoring.is_scoring_enabled();
        let weights = |words: &[WordQuery]| words.iter().map(|word| word.word_weight(scored)).collect();
        let conditions = self.conditions.iter().map(|condition| condition.weight(unscored(&scoring)));
        Ok(Box::new(WordsWeight {
            required: weights(&self.required),
            expressions: self.expressions.iter().map(|expression| expression.interval_weight(scored)).collect(),
            optional: weights(&self.optional),
            within: self.within.clone(),
            conditions: conditions.collect::<tantivy::Result<_>>()?,
            scored,
        }))
    }
}

struct WordsWeight {
    required: Vec<WordWeight>,
    expressions: Vec<IntervalWeight>,
    optional: Vec<WordWeight>,
    within: Option<SetQuery>,
    conditions: Vec<Arc<dyn ConditionWeight>>,
    scored: bool,
}

/// Most rows whose posting lists are intersected in bit sets; more would take too much room.
const MANY_ROWS: usize = 64;

/// To seek a passage in a list costs as much as to add up this many of its postings.
const LOOKING: u64 = 16;

impl WordsWeight {
    /// Whether anything is required.
    fn is_conjunction(&self) -> bool {
        !self.required.is_empty() || !self.expressions.is_empty()
    }

    /// The word that is all there is beside filters.
    fn only_word(&self) -> Option<&WordWeight> {
        match (&self.required[..], &self.expressions[..], &self.optional[..]) {
            ([word], [], []) | ([], [], [word]) => Some(word),
            _ => None,
        }
    }

    /// How many words there are, those of expressions included.
    fn rows(&self) -> usize {
        let needed: usize = self.expressions.iter().map(|expression| expression.required().len()).sum();
        self.required.len() + needed + self.optional.len()
    }

    /// The words as a boolean query that goes document by document.
    fn boolean(&self) -> BooleanWeight<SumCombiner> {
        fn part(occur: Occur, weight: &(impl Weight + Clone)) -> (Occur, Box<dyn Weight>) {
            (occur, Box::new(weight.clone()))
        }
        let required = self.required.iter().map(|word| part(Occur::Must, word));
        let expressions = self.expressions.iter().map(|expression| part(Occur::Must, expression));
        let optional = self.optional.iter().map(|word| part(Occur::Should, word));
        let within = self.within.iter().map(|set| part(Occur::Must, &SetWeight(set.clone())));
        let parts = required.chain(expressions).chain(optional).chain(within).collect();
        let least = usize::from(!self.is_conjunction());
        BooleanWeight::with_minimum_number_should_match(parts, least, self.scored, Box::new(SumCombiner::default))
    }

    /// Calls `callback` with the passages within the filter, by posting lists.
    fn run(
        &self,
        within: Option<&Bits>,
        threshold: Score,
        segment: &SegmentReader,
        callback: &mut dyn FnMut(DocId, Score) -> Score,
    ) -> tantivy::Result<()> {
        let reader = self.required.iter().chain(&self.optional).map(WordWeight::reader).next();
        let Some(reader) = reader.or(self.expressions.first().map(IntervalWeight::reader)) else { return Ok(()) };
        let lists = reader.segment(segment)?;
        if let Some(word) = self.only_word() {
            let Some(words) = word.lists(segment)?.map(|(_, words)| words) else { return Ok(()) };
            run_word(reader, lists, words, within, threshold, callback);
            return Ok(());
        }
        let (required, optional) = (open(&self.required, segment)?, open(&self.optional, segment)?);
        let expressions = self.expressions.iter().map(|expression| expression.expression(lists));
        let Some(expressions) = expressions.collect::<Option<Vec<Expression>>>() else { return Ok(()) };
        let words: Score = required.iter().chain(&optional).map(|word| word.bound).sum();
        let most = words + expressions.iter().map(Expression::bound).sum::<Score>();
        if most <= threshold || required.iter().any(|word| word.cost == 0) {
            return Ok(());
        }
        if !self.is_conjunction() {
            run_any(reader, lists, optional, within, threshold, callback);
            return Ok(());
        }
        let stop = self.expressions.first().map_or(&Stop::NEVER, IntervalWeight::stop);
        let conjunction = Conjunction::new(reader, lists, required, optional, expressions)?;
        let conjunction = conjunction.within(within).until(stop);
        reader.with_candidates(|candidates| conjunction.run(candidates, threshold, callback))
    }
}

/// Finds the passages with one word.
fn run_word(
    reader: &FieldReader,
    lists: &SegmentLists,
    word: WordLists,
    within: Option<&Bits>,
    threshold: Score,
    callback: &mut dyn FnMut(DocId, Score) -> Score,
) {
    if word.doc() == TERMINATED {
        return;
    }
    if is_narrow(within, std::slice::from_ref(&word)).is_some() {
        return run_any(reader, lists, vec![word], within, threshold, callback);
    }
    Spellings::new(reader.saturation(), lists, word, threshold, callback).within(within).run(reader);
}

/// Finds the passages with any of some words.
fn run_any(
    reader: &FieldReader,
    lists: &SegmentLists,
    words: Vec<WordLists>,
    within: Option<&Bits>,
    threshold: Score,
    callback: &mut dyn FnMut(DocId, Score) -> Score,
) {
    if let Some((bits, count)) = is_narrow(within, &words) {
        return Disjunction::new(reader, lists, words, count).run_over(bits, threshold, callback);
    }
    let words = Disjunction::new(reader, lists, words, u64::MAX).within(within);
    reader.with_window(|window| words.run(window, threshold, callback));
}

/// The filter and its size, if it is so narrow that it is faster to look each of its passages up.
fn is_narrow<'b>(within: Option<&'b Bits>, words: &[WordLists]) -> Option<(&'b Bits, u64)> {
    let (bits, lists) = (within?, words.iter().map(|word| word.lists.len() as u64).sum::<u64>());
    let (count, cost) = (bits.count(), words.iter().map(|word| word.cost).sum::<u64>());
    (count * lists * LOOKING < cost).then_some((bits, count))
}

impl Weight for WordsWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let scorer = self.boolean().scorer(segment, boost)?;
        Conditions::open(&self.conditions, segment)?.scorer(scorer)
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
        let find = |admit: &mut dyn FnMut(DocId, Score) -> Score| {
            if !self.scored || self.is_conjunction() && self.rows() > MANY_ROWS {
                return self.boolean().for_each_pruning(threshold, segment, admit);
            }
            let within = self.within.as_ref().map(|set| set.segment(segment)).transpose()?;
            self.run(within, threshold, segment, admit)
        };
        prune(&self.conditions, threshold, segment, find, callback)
    }
}

/// The posting lists of words in a segment; of words that are not scored none.
fn open(words: &[WordWeight], segment: &SegmentReader) -> tantivy::Result<Vec<WordLists>> {
    let lists = words.iter().map(|word| Ok(word.lists(segment)?.map(|(_, lists)| lists)));
    lists.filter_map(tantivy::Result::transpose).collect()
}
