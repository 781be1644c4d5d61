//! Passages with words near each other: phrases of patterns, connectors, counts.
//!
//! Postings propose the passages in which every word that must be there is; the positions in such a passage
//! go to the same [`Program`] that finds matches in its text, so that the two cannot disagree.

use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::TermInfo;
use tantivy::query::{Bm25Weight, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED};

use super::cursor::Cursor;
use super::driven::{Driven, Gate};
use super::list::List;
use crate::query::interval::{Bounds, Intervals, Program, Scratch};
use crate::search::lexicon::Word;
use crate::search::lists::{FieldReader, SegmentLists, Spelling};

/// Passages in which an expression of intervals is found at least so many times.
#[derive(Clone, Debug)]
pub struct IntervalQuery {
    reader: Arc<FieldReader>,
    leaves: Arc<[Word]>,
    program: Arc<Program>,
    /// Sets of leaves of each of which one must be in the passage.
    required: Arc<[Vec<usize>]>,
    count: u32,
    marks: Option<Marks>,
}

/// The terms that stand where sentences and paragraphs begin.
#[derive(Clone, Debug)]
pub struct Marks {
    /// Sentences.
    pub sentences: Word,
    /// Paragraphs.
    pub paragraphs: Word,
}

impl IntervalQuery {
    /// The expression `intervals` over `leaves` in the field that `reader` reads, found at least `count`
    /// times, with the marks of sentences and paragraphs if it speaks of them.
    pub fn new(
        reader: Arc<FieldReader>,
        leaves: Vec<Word>,
        intervals: &Intervals,
        count: u32,
        marks: Option<Marks>,
    ) -> Self {
        IntervalQuery {
            reader,
            leaves: leaves.into(),
            program: Arc::new(Program::new(intervals)),
            required: intervals.required().into(),
            count: count.max(1),
            marks,
        }
    }

    /// BM25 with the sum of the leaves' idf, each that of its first spelling.
    fn bm25(&self) -> Option<Bm25Weight> {
        let spellings: Vec<&Spelling> = self.leaves.iter().filter_map(|leaf| leaf.first()).collect();
        let idf = spellings.iter().map(|spelling| self.reader.idf(spelling.documents())).sum();
        (!spellings.is_empty()).then(|| self.reader.bm25(idf))
    }
}

impl Query for IntervalQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let bm25 = if scoring.is_scoring_enabled() { self.bm25() } else { None };
        Ok(Box::new(IntervalWeight { query: self.clone(), bm25 }))
    }
}

pub(super) struct IntervalWeight {
    query: IntervalQuery,
    bm25: Option<Bm25Weight>,
}

impl IntervalWeight {
    /// A scorer that stands nowhere yet.
    fn open(&self, segment: &SegmentLists, boost: Score) -> tantivy::Result<IntervalScorer> {
        let query = &self.query;
        let option = IndexRecordOption::WithFreqsAndPositions;
        let open = |word: &Word| Cursor::open(segment, word, option);
        let cursors: Vec<Cursor> = query.leaves.iter().map(open).collect::<tantivy::Result<_>>()?;
        let marks = match &query.marks {
            Some(marks) => Some((open(&marks.sentences)?, open(&marks.paragraphs)?)),
            None => None,
        };
        let cost = |set: &Vec<usize>| set.iter().map(|&leaf| cursors[leaf].cost()).sum::<u64>();
        let mut required = query.required.to_vec();
        required.sort_by_cached_key(cost);
        Ok(IntervalScorer {
            positions: vec![Vec::new(); cursors.len()],
            required,
            cursors,
            marks,
            program: query.program.clone(),
            count: query.count,
            sentences: Vec::new(),
            paragraphs: Vec::new(),
            scratch: Scratch::new(),
            norms: segment.norms.clone(),
            bm25: self.bm25.as_ref().map(|weight| weight.boost_by(boost)),
            doc: 0,
            found: 0,
        })
    }

    fn settled(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<IntervalScorer> {
        let mut scorer = self.open(self.query.reader.segment(segment)?, boost)?;
        scorer.settle(0);
        Ok(scorer)
    }

    /// The same without those required words that are gates: the passages it is asked for have them.
    pub(super) fn open_besides_gates(&self, segment: &SegmentLists) -> tantivy::Result<IntervalScorer> {
        let mut scorer = self.open(segment, 1.0)?;
        scorer.required.retain(|set| self.gate(set, segment).is_none());
        Ok(scorer)
    }

    /// The word and its posting list, where the set is one word and that is one posting list as it stands.
    fn gate<'l>(&'l self, set: &[usize], segment: &SegmentLists) -> Option<(usize, &'l TermInfo)> {
        let [leaf] = set else { return None };
        let mut there = self.query.leaves[*leaf].iter().filter(|spelling| segment.list(&spelling.lists).is_some());
        let (only, other) = (there.next()?, there.next());
        let excepted = only.except.as_ref().and_then(|except| segment.list(except));
        let list = segment.list(&only.lists)?;
        (other.is_none() && excepted.is_none()).then_some((*leaf, list))
    }

    /// The rarest of the required words, and those of the others that are gates. None where the rarest is none.
    fn gates(&self, segment: &SegmentLists) -> tantivy::Result<Option<(Gate, Vec<Gate>)>> {
        let mut sets: Vec<&Vec<usize>> = self.query.required.iter().collect();
        sets.sort_by_cached_key(|set| self.cost(set, segment));
        let Some(driver) = sets.first().and_then(|set| self.gate(set, segment)) else { return Ok(None) };
        let open = |(leaf, list): (usize, &TermInfo)| -> tantivy::Result<Gate> {
            Ok(Gate { leaf, list: List::new(segment.blocks(list)?) })
        };
        let gates = sets[1..].iter().filter_map(|set| self.gate(set, segment)).map(open).collect::<Result<_, _>>()?;
        Ok(Some((open(driver)?, gates)))
    }

    /// Most passages of the segment that have one of the words.
    fn cost(&self, set: &[usize], segment: &SegmentLists) -> u64 {
        let spellings = set.iter().flat_map(|&leaf| self.query.leaves[leaf].iter());
        spellings.filter_map(|spelling| segment.list(&spelling.lists)).map(|list| u64::from(list.doc_freq)).sum()
    }

    /// The most times that the expression can be found where each word stands in so many places.
    pub(super) fn most(&self, places: &dyn Fn(usize) -> u32) -> u32 {
        self.query.program.most(places)
    }

    /// The posting lists of its field.
    pub(super) fn reader(&self) -> &FieldReader {
        &self.query.reader
    }

    /// How many times the expression must be found.
    pub(super) fn count(&self) -> u32 {
        self.query.count
    }
}

impl Weight for IntervalWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(Box::new(self.settled(segment, boost)?))
    }

    fn explain(&self, segment: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.settled(segment, 1.0)?;
        if scorer.doc() > doc || scorer.seek(doc) != doc {
            return Err(super::word::no_match(doc));
        }
        let mut explanation = Explanation::new("BM25 of the words near each other", scorer.score());
        explanation.add_const("times found in the passage", scorer.found as Score);
        Ok(explanation)
    }

    fn for_each_pruning(
        &self,
        threshold: Score,
        segment: &SegmentReader,
        callback: &mut dyn FnMut(DocId, Score) -> Score,
    ) -> tantivy::Result<()> {
        let lists = self.query.reader.segment(segment)?;
        let Some(bm25) = &self.bm25 else { return Ok(()) };
        if self.query.required.iter().any(|set| self.cost(set, lists) == 0) {
            return Ok(());
        }
        let Some((driver, gates)) = self.gates(lists)? else {
            every(&mut self.open(lists, 1.0)?, threshold, callback);
            return Ok(());
        };
        let freqs = vec![u32::MAX; self.query.leaves.len()];
        Driven { weight: self, scorer: None, gates, bm25, segment: lists, freqs }.run(driver, threshold, callback)
    }
}

/// Calls `callback` with the passages that score above the threshold, which it gives anew.
fn every(scorer: &mut IntervalScorer, mut threshold: Score, callback: &mut dyn FnMut(DocId, Score) -> Score) {
    scorer.settle(0);
    while scorer.doc() != TERMINATED {
        let score = scorer.score();
        if score > threshold {
            threshold = callback(scorer.doc(), score);
        }
        scorer.advance();
    }
}

/// Finds an expression in the passages of one segment.
pub(super) struct IntervalScorer {
    cursors: Vec<Cursor>,
    marks: Option<(Cursor, Cursor)>,
    program: Arc<Program>,
    /// The rarest first.
    required: Vec<Vec<usize>>,
    count: u32,
    positions: Vec<Vec<u32>>,
    sentences: Vec<u32>,
    paragraphs: Vec<u32>,
    scratch: Scratch,
    norms: FieldNormReader,
    bm25: Option<Bm25Weight>,
    doc: DocId,
    /// How many times the expression is found in the current passage.
    found: u32,
}

impl IntervalScorer {
    fn settle(&mut self, mut target: DocId) -> DocId {
        loop {
            self.doc = self.candidate(target);
            if self.doc == TERMINATED {
                return TERMINATED;
            }
            self.found = self.find();
            if self.found >= self.count {
                return self.doc;
            }
            target = self.doc + 1;
        }
    }

    /// The first passage from `target` on that has a leaf of each required set.
    fn candidate(&mut self, mut target: DocId) -> DocId {
        if self.required.is_empty() {
            return TERMINATED;
        }
        loop {
            match self.next_with_all(target) {
                next if next == target || next == TERMINATED => return next,
                next => target = next,
            }
        }
    }

    /// `target`, if the passage has a leaf of each required set; else one before which none has.
    fn next_with_all(&mut self, target: DocId) -> DocId {
        for set in &self.required {
            let next = set.iter().map(|&leaf| self.cursors[leaf].seek(target)).min().unwrap_or(TERMINATED);
            if next != target {
                return next;
            }
        }
        target
    }

    /// How many times the expression is found in `doc`; passages must be asked for in order.
    pub(super) fn find_at(&mut self, doc: DocId) -> u32 {
        if self.next_with_all(doc) != doc {
            return 0;
        }
        self.doc = doc;
        self.find()
    }

    /// How many times the expression is found in the current passage.
    fn find(&mut self) -> u32 {
        let doc = self.doc;
        for (cursor, positions) in self.cursors.iter_mut().zip(&mut self.positions) {
            positions_at(cursor, doc, positions);
        }
        if let Some((sentences, paragraphs)) = &mut self.marks {
            positions_at(sentences, doc, &mut self.sentences);
            positions_at(paragraphs, doc, &mut self.paragraphs);
        }
        let bounds = Bounds { sentences: &self.sentences, paragraphs: &self.paragraphs };
        self.program.run(&self.positions[..], &bounds, &mut self.scratch).len() as u32
    }
}

fn positions_at(cursor: &mut Cursor, doc: DocId, out: &mut Vec<u32>) {
    if cursor.seek(doc) == doc {
        cursor.positions(out);
    } else {
        out.clear();
    }
}

impl DocSet for IntervalScorer {
    fn advance(&mut self) -> DocId {
        if self.doc != TERMINATED {
            self.settle(self.doc + 1);
        }
        self.doc
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc < target {
            if target >= TERMINATED {
                self.doc = TERMINATED;
            } else {
                self.settle(target);
            }
        }
        self.doc
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        let set_cost = |set: &Vec<usize>| set.iter().map(|&leaf| self.cursors[leaf].cost()).sum::<u64>();
        let rarest = self.required.iter().map(set_cost).min().unwrap_or(0);
        (rarest / 4).min(u64::from(u32::MAX)) as u32
    }
}

impl Scorer for IntervalScorer {
    fn score(&mut self) -> Score {
        let Some(bm25) = &self.bm25 else { return 1.0 };
        bm25.score(self.norms.fieldnorm_id(self.doc), self.found)
    }
}
