//! Passages with a word, by BM25 over all the spellings that the word stands for together.
//!
//! Frequencies of the spellings add up, as do their document frequencies (an upper bound of the union's),
//! so that a rare spelling is not worth more than a common one of the same word.

use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::query::{Bm25Weight, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED};

use super::cursor::Cursor;
use super::list::List;
use super::window::{Window, WordLists};
use crate::search::lexicon::Word;
use crate::search::lists::{FieldReader, SegmentLists, Spelling};

/// Passages with any of some spellings of one word.
#[derive(Clone, Debug)]
pub struct WordQuery {
    reader: Arc<FieldReader>,
    spellings: Word,
    boost: Score,
}

impl WordQuery {
    /// The word with these spellings in the field that `reader` reads.
    pub fn new(reader: Arc<FieldReader>, spellings: Word) -> Self {
        WordQuery { reader, spellings, boost: 1.0 }
    }

    /// The same with its scores multiplied.
    pub fn boosted(self, boost: Score) -> Self {
        WordQuery { boost: self.boost * boost, ..self }
    }

    /// Its weight.
    pub(super) fn word_weight(&self, scored: bool) -> WordWeight {
        let bm25 = scored.then(|| {
            let documents = self.spellings.iter().map(Spelling::documents).sum();
            self.reader.bm25(self.reader.idf(documents) * self.boost)
        });
        WordWeight { query: self.clone(), bm25 }
    }
}

impl Query for WordQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.word_weight(scoring.is_scoring_enabled())))
    }
}

/// Evaluates a [`WordQuery`].
#[derive(Clone)]
pub struct WordWeight {
    query: WordQuery,
    bm25: Option<Bm25Weight>,
}

impl WordWeight {
    fn open(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<WordScorer> {
        let option = if self.bm25.is_some() { IndexRecordOption::WithFreqs } else { IndexRecordOption::Basic };
        let needs_freqs = self.query.spellings.iter().any(|s| s.except.is_some());
        let option = if needs_freqs { IndexRecordOption::WithFreqs } else { option };
        let lists = self.query.reader.segment(segment)?;
        let cursor = Cursor::open(lists, &self.query.spellings, option)?;
        Ok(WordScorer { cursor, norms: lists.norms.clone(), bm25: self.bm25.as_ref().map(|w| w.boost_by(boost)) })
    }

    /// The posting lists of its field.
    pub(super) fn reader(&self) -> &FieldReader {
        &self.query.reader
    }

    /// Its posting lists in a segment, to be scored; none where it is not scored.
    pub(super) fn lists(&self, segment: &SegmentReader) -> tantivy::Result<Option<(&SegmentLists, WordLists)>> {
        let Some(bm25) = &self.bm25 else { return Ok(None) };
        let lists = self.query.reader.segment(segment)?;
        Ok(Some((lists, WordLists::open(lists, &self.query.spellings, bm25)?)))
    }
}

impl Weight for WordWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(Box::new(self.open(segment, boost)?))
    }

    fn explain(&self, segment: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.open(segment, 1.0)?;
        if scorer.seek(doc) != doc {
            return Err(no_match(doc));
        }
        let freq = scorer.cursor.freq();
        let mut explanation = Explanation::new("BM25 of the word over its spellings", scorer.score());
        explanation.add_const("occurrences in the passage", freq as Score);
        Ok(explanation)
    }

    fn for_each_pruning(
        &self,
        threshold: Score,
        segment: &SegmentReader,
        callback: &mut dyn FnMut(DocId, Score) -> Score,
    ) -> tantivy::Result<()> {
        let Some((segment, mut word)) = self.lists(segment)?.filter(|(_, word)| word.doc() != TERMINATED) else {
            return Ok(());
        };
        let bm25 = word.bm25.clone();
        let (lists, except) = word.longest_first();
        let best = Best { bm25, segment, except, threshold, callback };
        self.reader().with_window(|window| best.run(window, lists));
        Ok(())
    }
}

/// Finds the documents of a word that score above a threshold, which each of them raises.
struct Best<'a> {
    bm25: Bm25Weight,
    segment: &'a SegmentLists,
    /// Lists of occurrences that do not count.
    except: &'a mut [List],
    threshold: Score,
    callback: &'a mut dyn FnMut(DocId, Score) -> Score,
}

impl Best<'_> {
    /// Goes through the longest list, the first, block by block. Where its own occurrences cannot pass the
    /// threshold, only the documents of the others are looked at.
    fn run(mut self, window: &mut Window, lists: &mut [List]) {
        if let [only] = lists {
            while only.doc() != TERMINATED {
                self.block(only);
                only.next_block();
            }
            return;
        }
        while lists[0].doc() != TERMINATED {
            let end = lists[0].block_end() + 1;
            if lists[0].block_bound(self.segment, &self.bm25) > self.threshold {
                self.all_until(end, window, lists);
            } else {
                self.others_until(end, window, lists);
            }
            if lists[0].doc() < end {
                lists[0].next_block();
            }
        }
        self.others_until(TERMINATED, window, lists);
    }

    /// Documents must be offered in order.
    fn offer(&mut self, doc: DocId, freq: u32) {
        let norm = self.segment.norms.fieldnorm_id(doc);
        let mut score = self.bm25.score(norm, freq);
        if score <= self.threshold {
            return;
        }
        if !self.except.is_empty() {
            let here = self.except.iter_mut().filter_map(|list| (list.seek(doc) == doc).then(|| list.freq()));
            let counted = freq.saturating_sub(here.sum());
            score = self.bm25.score(norm, counted);
            if counted == 0 || score <= self.threshold {
                return;
            }
        }
        self.threshold = (self.callback)(doc, score);
    }

    /// The rest of the current block of a list that is the only one.
    fn block(&mut self, list: &mut List) {
        if list.block_bound(self.segment, &self.bm25) > self.threshold {
            let (docs, freqs) = list.block();
            docs.iter().zip(freqs).for_each(|(&doc, &freq)| self.offer(doc, freq));
        }
    }

    fn all_until(&mut self, end: DocId, window: &mut Window, lists: &mut [List]) {
        while next(lists) < end {
            window.start(next(lists), end);
            window.each(lists, |doc, freq| self.offer(doc, freq));
        }
    }

    fn others_until(&mut self, end: DocId, window: &mut Window, lists: &mut [List]) {
        let Some((longest, others)) = lists.split_first_mut() else { return };
        while next(others) < end {
            window.start(next(others), end);
            window.each(others, |doc, freq| {
                let freq = if longest.seek(doc) == doc { freq + longest.freq() } else { freq };
                self.offer(doc, freq);
            });
        }
    }
}

/// The next document of any of the lists.
fn next(lists: &[List]) -> DocId {
    lists.iter().map(List::doc).min().unwrap_or(TERMINATED)
}

/// The error of an explanation asked for a document that does not match.
pub(super) fn no_match(doc: DocId) -> tantivy::TantivyError {
    tantivy::TantivyError::InvalidArgument(format!("document {doc} does not match"))
}

struct WordScorer {
    cursor: Cursor,
    norms: FieldNormReader,
    bm25: Option<Bm25Weight>,
}

impl DocSet for WordScorer {
    fn advance(&mut self) -> DocId {
        self.cursor.advance()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.cursor.seek(target)
    }

    fn doc(&self) -> DocId {
        self.cursor.doc()
    }

    fn size_hint(&self) -> u32 {
        self.cursor.size_hint()
    }
}

impl Scorer for WordScorer {
    fn score(&mut self) -> Score {
        let Some(bm25) = &self.bm25 else { return 1.0 };
        let norm = self.norms.fieldnorm_id(self.cursor.doc());
        bm25.score(norm, self.cursor.freq())
    }
}
