//! Passages with words near each other: phrases of patterns, connectors, counts.
//!
//! Postings propose the passages in which every word that must be there is; the positions in such a passage
//! go to the same [`Program`] that finds matches in its text, so that the two cannot disagree.

use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::query::{Bm25Weight, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED};

use super::conjunction::Conjunction;
use super::cursor::Cursor;
use super::expression::Expression;
use crate::search::lexicon::Word;
use crate::search::postings::{FieldReader, SegmentLists, Spelling};
use onrecord_query::Stop;
use onrecord_query::interval::{Bounds, Intervals, Program, Scratch};

/// Passages in which an expression of intervals is found at least `count` times.
#[derive(Clone, Debug)]
pub struct IntervalQuery {
    reader: Arc<FieldReader>,
    leaves: Arc<[Word]>,
    program: Arc<Program>,
    /// Sets of leaves of each of which one must be in the passage.
    required: Arc<[Vec<usize>]>,
    count: u32,
    marks: Option<Marks>,
    stop: Stop,
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
    /// times, with the marks of sentences and paragraphs if it speaks of them. Nothing more is found when it is to
    /// `stop`.
    pub fn new(
        reader: Arc<FieldReader>,
        leaves: Vec<Word>,
        intervals: &Intervals,
        count: u32,
        marks: Option<Marks>,
        stop: &Stop,
    ) -> Self {
        IntervalQuery {
            reader,
            leaves: leaves.into(),
            program: Arc::new(Program::new(intervals)),
            required: intervals.required().into(),
            count: count.max(1),
            marks,
            stop: stop.clone(),
        }
    }

    /// BM25 with the sum of the leaves' idf, each that of its first spelling.
    fn bm25(&self) -> Option<Arc<Bm25Weight>> {
        let spellings: Vec<&Spelling> = self.leaves.iter().filter_map(|leaf| leaf.first()).collect();
        let idf = spellings.iter().map(|spelling| self.reader.idf(spelling.documents())).sum();
        (!spellings.is_empty()).then(|| self.reader.bm25(idf))
    }

    /// Its weight.
    pub(super) fn interval_weight(&self, scored: bool) -> IntervalWeight {
        IntervalWeight { query: self.clone(), bm25: if scored { self.bm25() } else { None } }
    }
}

impl Query for IntervalQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.interval_weight(scoring.is_scoring_enabled())))
    }
}

/// Evaluates an [`IntervalQuery`].
#[derive(Clone)]
pub(super) struct IntervalWeight {
    query: IntervalQuery,
    bm25: Option<Arc<Bm25Weight>>,
}

impl IntervalWeight {
    /// A scorer that stands nowhere yet.
    pub(super) fn open(&self, segment: &SegmentLists, boost: Score) -> tantivy::Result<IntervalScorer> {
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
        let words = query.program.single_phrase().unwrap_or_default();
        let mut phrase: Vec<(usize, u32)> = words.iter().copied().zip(0..).collect();
        phrase.sort_by_key(|&(leaf, _)| cursors[leaf].cost());
        Ok(IntervalScorer {
            phrase,
            starts: Vec::new(),
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
            stop: query.stop.clone(),
            looked: 0,
        })
    }

    fn settled(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<IntervalScorer> {
        let mut scorer = self.open(self.query.reader.segment(segment)?, boost)?;
        scorer.settle(0);
        Ok(scorer)
    }

    /// It as a part of a conjunction; none where it is not scored, or the segment lacks what it needs.
    pub(super) fn expression<'a>(&'a self, segment: &'a SegmentLists) -> Option<Expression<'a>> {
        let has =
            |leaf: &usize| self.query.leaves[*leaf].iter().any(|spelling| segment.list(&spelling.lists).is_some());
        let is_possible = self.query.required.iter().all(|set| set.iter().any(has));
        let bm25 = self.bm25.as_ref().filter(|_| is_possible)?;
        Some(Expression::new(self, bm25, segment))
    }

    /// Its words.
    pub(super) fn leaves(&self) -> &[Word] {
        &self.query.leaves
    }

    /// Sets of leaves of each of which one must be in a passage.
    pub(super) fn required(&self) -> &[Vec<usize>] {
        &self.query.required
    }

    /// Upper bound of how often the expression is found, from how often each word stands in the passage.
    pub(super) fn most(&self, places: &dyn Fn(usize) -> u32) -> u32 {
        self.query.program.most(places)
    }

    /// The posting lists of its field.
    pub(super) fn reader(&self) -> &FieldReader {
        &self.query.reader
    }

    /// Tells when nothing more is to be found.
    pub(super) fn stop(&self) -> &Stop {
        &self.query.stop
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
        let Some(expression) = self.expression(lists) else { return Ok(()) };
        let conjunction = Conjunction::new(self.reader(), lists, Vec::new(), Vec::new(), vec![expression])?;
        let conjunction = conjunction.until(&self.query.stop);
        self.reader().with_candidates(|candidates| conjunction.run(candidates, threshold, callback))
    }
}

/// Finds an expression in the passages of one segment.
pub(super) struct IntervalScorer {
    cursors: Vec<Cursor>,
    marks: Option<(Cursor, Cursor)>,
    program: Arc<Program>,
    /// The words of a phrase, if the expression is one, and where in it they stand, from 0; the rarest first.
    phrase: Vec<(usize, u32)>,
    /// Positions at which the phrase may begin.
    starts: Vec<u32>,
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
    stop: Stop,
    /// How many passages were looked at.
    looked: u32,
}

/// Passages looked at between two looks at the `Stop`.
const UNASKED: u32 = 64;

impl IntervalScorer {
    fn settle(&mut self, mut target: DocId) -> DocId {
        loop {
            self.doc = if self.is_stopped() { TERMINATED } else { self.candidate(target) };
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

    fn is_stopped(&mut self) -> bool {
        self.looked += 1;
        self.looked.is_multiple_of(UNASKED) && self.stop.is_due()
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
        self.doc = doc;
        self.find()
    }

    /// How many times the expression is found in the current passage.
    fn find(&mut self) -> u32 {
        let doc = self.doc;
        if self.phrase.is_empty() {
            for (cursor, positions) in self.cursors.iter_mut().zip(&mut self.positions) {
                positions_at(cursor, doc, positions);
            }
        } else if !self.may_have_phrase() {
            return 0;
        }
        if let Some((sentences, paragraphs)) = &mut self.marks {
            positions_at(sentences, doc, &mut self.sentences);
            positions_at(paragraphs, doc, &mut self.paragraphs);
        }
        let bounds = Bounds { sentences: &self.sentences, paragraphs: &self.paragraphs };
        self.program.run(&self.positions[..], &bounds, &mut self.scratch).len() as u32
    }

    /// Reads the positions of a phrase's words, the rarest first, until it is certain that it is not there; whether it
    /// may be.
    fn may_have_phrase(&mut self) -> bool {
        for (i, &(leaf, place)) in self.phrase.iter().enumerate() {
            let positions = &mut self.positions[leaf];
            positions_at(&mut self.cursors[leaf], self.doc, positions);
            if i == 0 {
                self.starts.clear();
                self.starts.extend(positions.iter().filter_map(|position| position.checked_sub(place)));
            } else {
                self.starts.retain(|start| positions.binary_search(&(start + place)).is_ok());
            }
            if self.starts.is_empty() {
                return false;
            }
        }
        true
    }
}

/// The positions of a word in `doc`; passages must be asked for in order.
pub(super) fn positions_at(cursor: &mut Cursor, doc: DocId, out: &mut Vec<u32>) {
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
