//! Passages for which a condition on columns holds.

use jiff::civil::{Date, date};
use tantivy::columnar::Column;
use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError};

use crate::index::document::kind_number;
use crate::index::reader::Columns;
use onrecord_query::period::Period;
use onrecord_text::article::BlockKind;

/// A condition on a passage.
#[derive(Clone, Debug)]
pub enum Predicate {
    /// Its article's published interval overlaps the period.
    Published(Period),
    /// It is of this kind.
    Kind(BlockKind),
    /// It is a title with a word in it.
    TitleInWords,
    /// It stands for its article: the title, or the first passage where there is no title.
    Representative,
}

/// Passages for which a condition holds, all with the same score.
#[derive(Clone, Debug)]
pub struct PredicateQuery {
    predicate: Predicate,
}

impl PredicateQuery {
    /// The passages for which `predicate` holds.
    pub fn new(predicate: Predicate) -> Self {
        PredicateQuery { predicate }
    }
}

impl Query for PredicateQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(PredicateWeight(self.predicate.clone())))
    }
}

struct PredicateWeight(Predicate);

impl Weight for PredicateWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let condition = Condition::open(&self.0, segment)?;
        let mut scorer = PredicateScorer { condition, doc: 0, max_doc: segment.max_doc(), boost };
        scorer.settle();
        Ok(Box::new(scorer))
    }

    fn explain(&self, segment: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(segment, 1.0)?;
        if doc < segment.max_doc() && (scorer.doc() == doc || scorer.doc() < doc && scorer.seek(doc) == doc) {
            return Ok(Explanation::new("matches a field", 1.0));
        }
        Err(super::word::no_match(doc))
    }
}

/// A predicate with the columns of one segment.
enum Condition {
    Published { period: Period, columns: Columns, earliest: Column<i64>, latest: Column<i64> },
    Kind { number: u64, columns: Columns },
    TitleInWords { columns: Columns, length: Column<u64> },
    Representative { columns: Columns },
}

impl Condition {
    fn open(predicate: &Predicate, segment: &SegmentReader) -> tantivy::Result<Self> {
        let columns = Columns::open(segment).map_err(|error| TantivyError::InternalError(error.to_string()))?;
        Ok(match predicate {
            Predicate::Published(period) => Condition::Published {
                period: *period,
                columns,
                earliest: segment.fast_fields().i64("earliest")?,
                latest: segment.fast_fields().i64("latest")?,
            },
            Predicate::Kind(kind) => Condition::Kind { number: kind_number(*kind), columns },
            Predicate::TitleInWords => {
                Condition::TitleInWords { columns, length: segment.fast_fields().u64("length")? }
            }
            Predicate::Representative => Condition::Representative { columns },
        })
    }

    fn holds(&self, doc: DocId) -> bool {
        match self {
            Condition::Published { period, columns, earliest, latest } => {
                let first = columns.first_of(doc);
                period.overlaps(earliest.first(first).and_then(day), latest.first(first).and_then(day))
            }
            Condition::Kind { number, columns } => columns.kind.first(doc) == Some(*number),
            Condition::TitleInWords { columns, length } => {
                let is_title = columns.kind.first(doc) == Some(kind_number(BlockKind::Title));
                is_title && length.first(doc).is_some_and(|words| words > 0)
            }
            Condition::Representative { columns } => representative(columns, doc) == doc,
        }
    }
}

/// The passage that stands for the article of `doc`: its title, or its first passage that is none of the
/// page's furniture.
fn representative(columns: &Columns, doc: DocId) -> DocId {
    let (first, end) = (columns.first_of(doc), columns.end_of(doc));
    let title = kind_number(BlockKind::Title);
    let body = kind_number(BlockKind::Body);
    let of_kind = |kind| (first..end).find(|&d| columns.kind.first(d) == Some(kind));
    of_kind(title).or_else(|| of_kind(body)).unwrap_or(first)
}

/// The day that is so many days after 1970-01-01.
fn day(days: i64) -> Option<Date> {
    date(1970, 1, 1).checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}

struct PredicateScorer {
    condition: Condition,
    doc: DocId,
    max_doc: DocId,
    boost: Score,
}

impl PredicateScorer {
    fn settle(&mut self) -> DocId {
        while self.doc < self.max_doc && !self.condition.holds(self.doc) {
            self.doc += 1;
        }
        if self.doc >= self.max_doc {
            self.doc = TERMINATED;
        }
        self.doc
    }
}

impl DocSet for PredicateScorer {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED {
            return TERMINATED;
        }
        self.doc += 1;
        self.settle()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc < target {
            self.doc = target;
            self.settle();
        }
        self.doc
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.max_doc
    }
}

impl Scorer for PredicateScorer {
    fn score(&mut self) -> Score {
        self.boost
    }
}
