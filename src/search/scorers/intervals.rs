//! Passages with words near each other: phrases of patterns, connectors, counts.
//!
//! Postings propose the passages in which every word that must be there is; the positions in such a passage
//! go to the same [`Program`] that finds matches in its text, so that the two cannot disagree.

use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
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
        let mut required = Vec::new();
        require(intervals, &mut required);
        IntervalQuery {
            reader,
            leaves: leaves.into(),
            program: Arc::new(Program::new(intervals)),
            required: required.into(),
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

/// Collects sets of leaves of each of which one must be there for the expression to be found.
fn require(intervals: &Intervals, sets: &mut Vec<Vec<usize>>) {
    match intervals {
        Intervals::Word(leaf) => sets.push(vec![*leaf]),
        Intervals::Phrase { leaves, .. } => sets.extend(leaves.iter().map(|&leaf| vec![leaf])),
        Intervals::Any(parts) => sets.push(parts.iter().flat_map(one_set).collect()),
        Intervals::Near { left, right, negated, .. } => {
            require(left, sets);
            if !negated {
                require(right, sets);
            }
        }
    }
}

/// The smallest of the sets that an alternative requires.
fn one_set(intervals: &Intervals) -> Vec<usize> {
    let mut sets = Vec::new();
    require(intervals, &mut sets);
    sets.into_iter().min_by_key(Vec::len).unwrap_or_default()
}

impl Query for IntervalQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let bm25 = if scoring.is_scoring_enabled() { self.bm25() } else { None };
        Ok(Box::new(IntervalWeight { query: self.clone(), bm25 }))
    }
}

struct IntervalWeight {
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

    /// The rarest of the required words, and the others, as far as each is one posting list as it stands; these
    /// the scorer need not look for any more. None where the rarest is not.
    fn gates(&self, segment: &SegmentLists, scorer: &mut IntervalScorer) -> tantivy::Result<Option<(Gate, Vec<Gate>)>> {
        let IntervalScorer { cursors, required, .. } = scorer;
        let is_gate = |set: &Vec<usize>| matches!(set[..], [leaf] if cursors[leaf].is_one_list());
        if !required.first().is_some_and(is_gate) {
            return Ok(None);
        }
        let mut gates = Vec::with_capacity(required.len());
        for &leaf in required.iter().filter(|set| is_gate(set)).flatten() {
            let places = self.query.leaves[leaf].iter().find_map(|spelling| segment.list(&spelling.lists));
            if let Some(places) = places {
                gates.push(Gate { leaf, list: List::new(segment.blocks(places)?) });
            }
        }
        required.retain(|set| !is_gate(set));
        let driver = gates.remove(0);
        Ok(Some((driver, gates)))
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
        let mut scorer = self.open(lists, 1.0)?;
        if scorer.required.iter().any(|set| set.iter().all(|&leaf| scorer.cursors[leaf].cost() == 0)) {
            return Ok(());
        }
        let Some(bm25) = &self.bm25 else { return Ok(()) };
        match self.gates(lists, &mut scorer)? {
            Some((driver, gates)) => {
                let freqs = vec![u32::MAX; scorer.cursors.len()];
                Driven { scorer, gates, bm25, segment: lists, freqs }.run(driver, threshold, callback);
            }
            None => every(&mut scorer, threshold, callback),
        }
        Ok(())
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
    pub(super) program: Arc<Program>,
    /// The rarest first.
    required: Vec<Vec<usize>>,
    pub(super) count: u32,
    positions: Vec<Vec<u32>>,
    sentences: Vec<u32>,
    paragraphs: Vec<u32>,
    scratch: Scratch,
    norms: FieldNormReader,
    bm25: Option<Bm25Weight>,
    pub(super) doc: DocId,
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
    pub(super) fn next_with_all(&mut self, target: DocId) -> DocId {
        for set in &self.required {
            let next = set.iter().map(|&leaf| self.cursors[leaf].seek(target)).min().unwrap_or(TERMINATED);
            if next != target {
                return next;
            }
        }
        target
    }

    /// How many times the expression is found in the current passage.
    pub(super) fn find(&mut self) -> u32 {
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
