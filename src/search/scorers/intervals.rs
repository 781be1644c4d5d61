//! Passages with words near each other: phrases of patterns, connectors, counts.
//!
//! Postings propose the passages in which every word that must be there is; the positions in such a passage
//! go to the same [`Program`] that finds matches in its text, so that the two cannot disagree.

use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::query::{Bm25Weight, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

use super::cursor::{Cursor, Spelling};
use crate::index::tokens::{PARAGRAPH, SENTENCE};
use crate::query::interval::{Bounds, Intervals, Program, Scratch};

/// Passages in which an expression of intervals is found at least so many times.
#[derive(Clone, Debug)]
pub struct IntervalQuery {
    field: Field,
    leaves: Arc<[Vec<Spelling>]>,
    program: Arc<Program>,
    /// Sets of leaves of each of which one must be in the passage.
    required: Arc<[Vec<usize>]>,
    count: u32,
    bounded: bool,
}

impl IntervalQuery {
    /// The expression `intervals` over `leaves` in `field`, found at least `count` times. `bounded`: whether
    /// it speaks of sentences or paragraphs.
    pub fn new(field: Field, leaves: Vec<Vec<Spelling>>, intervals: &Intervals, count: u32, bounded: bool) -> Self {
        let mut required = Vec::new();
        require(intervals, &mut required);
        IntervalQuery {
            field,
            leaves: leaves.into(),
            program: Arc::new(Program::new(intervals)),
            required: required.into(),
            count: count.max(1),
            bounded,
        }
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
        let bm25 = match scoring {
            EnableScoring::Enabled { statistics_provider, .. } => {
                let terms: Vec<Term> =
                    self.leaves.iter().filter_map(|leaf| leaf.first()).map(|s| s.term.clone()).collect();
                (!terms.is_empty()).then(|| Bm25Weight::for_terms(statistics_provider, &terms)).transpose()?
            }
            EnableScoring::Disabled { .. } => None,
        };
        Ok(Box::new(IntervalWeight { query: self.clone(), bm25 }))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.leaves.iter().flatten().for_each(|s| visitor(&s.term, true));
    }
}

struct IntervalWeight {
    query: IntervalQuery,
    bm25: Option<Bm25Weight>,
}

impl IntervalWeight {
    fn open(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<IntervalScorer> {
        let query = &self.query;
        let option = IndexRecordOption::WithFreqsAndPositions;
        let open = |spellings: &Vec<Spelling>| Cursor::open(segment, spellings, option);
        let cursors: Vec<Cursor> = query.leaves.iter().map(open).collect::<tantivy::Result<_>>()?;
        let mark = |text: &str| open(&vec![Spelling::plain(Term::from_field_text(query.field, text))]);
        let marks = if query.bounded { Some((mark(SENTENCE)?, mark(PARAGRAPH)?)) } else { None };
        let mut scorer = IntervalScorer {
            positions: vec![Vec::new(); cursors.len()],
            cursors,
            marks,
            program: query.program.clone(),
            required: query.required.clone(),
            count: query.count,
            sentences: Vec::new(),
            paragraphs: Vec::new(),
            scratch: Scratch::new(),
            norms: segment.get_fieldnorms_reader(query.field)?,
            bm25: self.bm25.as_ref().map(|weight| weight.boost_by(boost)),
            doc: 0,
            found: 0,
        };
        scorer.settle(0);
        Ok(scorer)
    }
}

impl Weight for IntervalWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(Box::new(self.open(segment, boost)?))
    }

    fn explain(&self, segment: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.open(segment, 1.0)?;
        if scorer.doc() > doc || scorer.seek(doc) != doc {
            return Err(super::word::no_match(doc));
        }
        let mut explanation = Explanation::new("BM25 of the words near each other", scorer.score());
        explanation.add_const("times found in the passage", scorer.found as Score);
        Ok(explanation)
    }
}

struct IntervalScorer {
    cursors: Vec<Cursor>,
    marks: Option<(Cursor, Cursor)>,
    program: Arc<Program>,
    required: Arc<[Vec<usize>]>,
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
        'next: loop {
            for set in self.required.iter() {
                let mut doc = TERMINATED;
                for &leaf in set {
                    doc = doc.min(self.cursors[leaf].seek(target));
                }
                if doc == TERMINATED {
                    return TERMINATED;
                }
                if doc > target {
                    target = doc;
                    continue 'next;
                }
            }
            return target;
        }
    }

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
