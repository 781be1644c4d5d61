//! Passages with a word, by BM25 over all the spellings that the word stands for together.
//!
//! Frequencies of the spellings add up, as do their document frequencies (an upper bound of the union's),
//! so that a rare spelling of a word scores no higher than a common one.

use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::query::{Bm25Weight, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED};

use super::cursor::Cursor;
use super::spellings::Spellings;
use crate::index::Snapshot;
use crate::search::filters::{Bits, PassageSet};
use crate::search::lexicon::Word;
use crate::search::postings::{FieldReader, SegmentLists, Spelling, WordLists};

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

    /// This query with its scores multiplied by `boost`.
    pub fn boosted(self, boost: Score) -> Self {
        WordQuery { boost: self.boost * boost, ..self }
    }

    /// The passages that have it.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn passages(&self, snapshot: &Snapshot) -> tantivy::Result<PassageSet> {
        let segments = snapshot.searcher().segment_readers().iter().map(|segment| {
            let mut bits = Bits::none(segment.max_doc());
            let lists = self.reader.segment(segment)?;
            self.spellings.iter().try_for_each(|spelling| collect(lists, spelling, &mut bits))?;
            Ok(bits)
        });
        Ok(PassageSet::new(segments.collect::<tantivy::Result<_>>()?))
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

/// Puts the documents of a spelling into `bits`.
fn collect(lists: &SegmentLists, spelling: &Spelling, bits: &mut Bits) -> tantivy::Result<()> {
    let Some(list) = lists.list(&spelling.lists) else { return Ok(()) };
    if spelling.except.as_ref().is_some_and(|except| lists.list(except).is_some()) {
        let mut cursor = Cursor::open(lists, std::slice::from_ref(spelling), IndexRecordOption::WithFreqs)?;
        while cursor.doc() != TERMINATED {
            bits.insert(cursor.doc());
            cursor.advance();
        }
        return Ok(());
    }
    let mut blocks = lists.documents_of(list)?;
    while !blocks.docs().is_empty() {
        blocks.docs().iter().for_each(|&doc| bits.insert(doc));
        blocks.advance();
    }
    Ok(())
}

/// Evaluates a [`WordQuery`].
#[derive(Clone)]
pub struct WordWeight {
    query: WordQuery,
    bm25: Option<Arc<Bm25Weight>>,
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
        Ok(Some((lists, WordLists::open(lists, self.query.spellings.iter(), bm25)?)))
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
        let Some((segment, word)) = self.lists(segment)?.filter(|(_, word)| word.doc() != TERMINATED) else {
            return Ok(());
        };
        let reader = self.reader();
        Spellings::new(reader.saturation(), segment, word, threshold, callback).run(reader);
        Ok(())
    }
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
