//! Passages with words, some of them required: boolean logic over words alone, by the sum of their scores.

use tantivy::query::{BooleanWeight, EnableScoring, Explanation, Occur, Query, Scorer, SumCombiner, Weight};
use tantivy::{DocId, Score, SegmentReader};

use super::best::Best;
use super::word::{WordQuery, WordWeight};
use super::word_lists::WordLists;

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
        let Some(word) = self.required.iter().chain(&self.optional).next() else { return Ok(()) };
        let (reader, lists) = (word.reader(), word.reader().segment(segment)?);
        if self.required.len() > MANY_WORDS {
            return self.boolean().for_each_pruning(threshold, segment, callback);
        }
        let (mut required, mut optional) = (open(&self.required, segment)?, open(&self.optional, segment)?);
        let most: Score = required.iter().chain(&optional).map(|word| word.bound).sum();
        if most <= threshold || required.iter().any(|word| word.cost == 0) {
            return Ok(());
        }
        let asked = required.iter().map(|word| word.cost).min().unwrap_or(u64::MAX);
        reader.with_window(|window| {
            required.iter_mut().chain(&mut optional).for_each(|word| word.merge_many(asked, window));
            Best::new(reader, lists, required, optional).run(window, threshold, callback);
        });
        Ok(())
    }
}

/// More required words than are counted.
const MANY_WORDS: usize = 200;

/// The posting lists of words in a segment; of words that are not scored none.
fn open(words: &[WordWeight], segment: &SegmentReader) -> tantivy::Result<Vec<WordLists>> {
    let lists = words.iter().map(|word| Ok(word.lists(segment)?.map(|(_, lists)| lists)));
    lists.filter_map(tantivy::Result::transpose).collect()
}
