//! Passages with words and expressions, some of them required: boolean logic without exclusions in one field, by the
//! sum of the scores.

use tantivy::query::{BooleanWeight, EnableScoring, Explanation, Occur, Query, Scorer, SumCombiner, Weight};
use tantivy::{DocId, Score, SegmentReader};

use super::conjunction::Conjunction;
use super::disjunction::Disjunction;
use super::expression::Expression;
use super::intervals::{IntervalQuery, IntervalWeight};
use super::word::{WordQuery, WordWeight};
use crate::search::postings::WordLists;

/// Passages with all the required words and expressions, or, where none is required, with any of the optional words.
#[derive(Clone, Debug, Default)]
pub struct WordsQuery {
    /// Words that a passage must have.
    pub required: Vec<WordQuery>,
    /// Expressions that must be found in it.
    pub expressions: Vec<IntervalQuery>,
    /// Words that add to its score.
    pub optional: Vec<WordQuery>,
}

impl WordsQuery {
    /// The same, of which there is at least one, all in one field. One alone is found faster by itself.
    pub fn boxed(mut self) -> Box<dyn Query> {
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
        Ok(Box::new(WordsWeight {
            required: weights(&self.required),
            expressions: self.expressions.iter().map(|expression| expression.interval_weight(scored)).collect(),
            optional: weights(&self.optional),
            scored,
        }))
    }
}

struct WordsWeight {
    required: Vec<WordWeight>,
    expressions: Vec<IntervalWeight>,
    optional: Vec<WordWeight>,
    scored: bool,
}

/// More rows than this take too much room to lay their lists over each other.
const MANY_ROWS: usize = 64;

impl WordsWeight {
    /// Whether anything is required.
    fn is_conjunction(&self) -> bool {
        !self.required.is_empty() || !self.expressions.is_empty()
    }

    /// How many words there are, those of expressions included.
    fn rows(&self) -> usize {
        let needed: usize = self.expressions.iter().map(|expression| expression.required().len()).sum();
        self.required.len() + needed + self.optional.len()
    }

    /// The same, document by document.
    fn boolean(&self) -> BooleanWeight<SumCombiner> {
        fn part(occur: Occur, weight: &(impl Weight + Clone)) -> (Occur, Box<dyn Weight>) {
            (occur, Box::new(weight.clone()))
        }
        let required = self.required.iter().map(|word| part(Occur::Must, word));
        let expressions = self.expressions.iter().map(|expression| part(Occur::Must, expression));
        let optional = self.optional.iter().map(|word| part(Occur::Should, word));
        let parts = required.chain(expressions).chain(optional).collect();
        let least = usize::from(!self.is_conjunction());
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
        let reader = self.required.iter().chain(&self.optional).map(WordWeight::reader).next();
        let Some(reader) = reader.or(self.expressions.first().map(IntervalWeight::reader)) else { return Ok(()) };
        if self.is_conjunction() && self.rows() > MANY_ROWS {
            return self.boolean().for_each_pruning(threshold, segment, callback);
        }
        let lists = reader.segment(segment)?;
        let (required, optional) = (open(&self.required, segment)?, open(&self.optional, segment)?);
        let expressions = self.expressions.iter().map(|expression| expression.expression(lists));
        let Some(expressions) = expressions.collect::<Option<Vec<Expression>>>() else { return Ok(()) };
        let words: Score = required.iter().chain(&optional).map(|word| word.bound).sum();
        let most = words + expressions.iter().map(Expression::bound).sum::<Score>();
        if most <= threshold || required.iter().any(|word| word.cost == 0) {
            return Ok(());
        }
        if !self.is_conjunction() {
            let words = Disjunction::new(reader, lists, optional);
            reader.with_window(|window| words.run(window, threshold, callback));
            return Ok(());
        }
        let conjunction = Conjunction::new(reader, lists, required, optional, expressions)?;
        reader.with_candidates(|candidates| conjunction.run(candidates, threshold, callback))
    }
}

/// The posting lists of words in a segment; of words that are not scored none.
fn open(words: &[WordWeight], segment: &SegmentReader) -> tantivy::Result<Vec<WordLists>> {
    let lists = words.iter().map(|word| Ok(word.lists(segment)?.map(|(_, lists)| lists)));
    lists.filter_map(tantivy::Result::transpose).collect()
}
