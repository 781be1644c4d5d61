//! Passages with a word, by BM25 over all the spellings that the word stands for together.
//!
//! Frequencies of the spellings add up, as do their document frequencies (an upper bound of the union's),
//! so that a rare spelling is not worth more than a common one of the same word.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::query::{Bm25Weight, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, SegmentReader, Term};

use super::cursor::{Cursor, Spelling};

/// Passages with any of some spellings of one word.
#[derive(Clone, Debug)]
pub struct WordQuery {
    field: Field,
    spellings: Vec<Spelling>,
}

impl WordQuery {
    /// The word with these spellings in `field`.
    pub fn new(field: Field, spellings: Vec<Spelling>) -> Self {
        WordQuery { field, spellings }
    }
}

impl Query for WordQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let bm25 = match scoring {
            EnableScoring::Enabled { statistics_provider, .. } => {
                let docs = statistics_provider.total_num_docs()?;
                let tokens = statistics_provider.total_num_tokens(self.field)?;
                let mut df = 0;
                for spelling in &self.spellings {
                    df += statistics_provider.doc_freq(&spelling.term)?;
                }
                let average = tokens as Score / docs.max(1) as Score;
                Some(Bm25Weight::for_one_term_without_explain(df.min(docs), docs, average))
            }
            EnableScoring::Disabled { .. } => None,
        };
        Ok(Box::new(WordWeight { query: self.clone(), bm25 }))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.spellings.iter().for_each(|s| visitor(&s.term, false));
    }
}

struct WordWeight {
    query: WordQuery,
    bm25: Option<Bm25Weight>,
}

impl WordWeight {
    fn open(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<WordScorer> {
        let option = if self.bm25.is_some() { IndexRecordOption::WithFreqs } else { IndexRecordOption::Basic };
        let needs_freqs = self.query.spellings.iter().any(|s| s.except.is_some());
        let option = if needs_freqs { IndexRecordOption::WithFreqs } else { option };
        let cursor = Cursor::open(segment, &self.query.spellings, option)?;
        let norms = segment.get_fieldnorms_reader(self.query.field)?;
        Ok(WordScorer { cursor, norms, bm25: self.bm25.as_ref().map(|w| w.boost_by(boost)) })
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
        mut threshold: Score,
        segment: &SegmentReader,
        callback: &mut dyn FnMut(DocId, Score) -> Score,
    ) -> tantivy::Result<()> {
        let mut scorer = self.open(segment, 1.0)?;
        while scorer.doc() != tantivy::TERMINATED {
            let score = scorer.score();
            if score > threshold {
                threshold = callback(scorer.doc(), score);
            }
            scorer.advance();
        }
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
