//! Collecting hits: the best of a query, all of it, or their number.
//!
//! Equal scores are ordered by the article's path and id and the passage's place in it, so that the order
//! does not depend on how the index happens to be divided into segments.

use std::cmp::Ordering;

use tantivy::columnar::StrColumn;
use tantivy::query::{EnableScoring, Query, Weight};
use tantivy::{DocAddress, DocId, Score, SegmentReader};

use super::statistics::PassageStatistics;
use crate::article::BlockKind;
use crate::index::document::kind_number;
use crate::index::reader::Columns;
use crate::index::{IndexError, Snapshot};

/// Which passages may be hits at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Admission {
    /// Whether boilerplate is admitted.
    pub boilerplate: bool,
}

impl Admission {
    /// Whether a passage of the kind with this number is admitted. Records, whose number is no kind's,
    /// never are.
    pub fn admits(self, kind: u64) -> bool {
        let boilerplate = kind_number(BlockKind::Boilerplate);
        kind < boilerplate || (self.boilerplate && kind == boilerplate)
    }
}

/// A passage with its score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scored {
    /// The score.
    pub score: Score,
    /// The passage.
    pub address: DocAddress,
}

/// The passages of one segment that a query matches, admitted and not deleted.
pub struct SegmentHits {
    /// The segment.
    pub segment: u32,
    /// The passages, ascending.
    pub docs: Vec<DocId>,
}

/// The `k` best passages, best first.
///
/// # Errors
/// When the index cannot be read.
pub fn best(snapshot: &Snapshot, query: &dyn Query, k: usize, admission: Admission) -> Result<Vec<Scored>, IndexError> {
    if k == 0 {
        return Ok(Vec::new());
    }
    let statistics = PassageStatistics::new(snapshot);
    let scoring = EnableScoring::enabled_from_statistics_provider(&statistics, snapshot.searcher());
    let weight = query.weight(scoring)?;
    let mut top = Top { entries: Vec::new(), k, floor: Score::MIN };
    for (number, segment) in snapshot.searcher().segment_readers().iter().enumerate() {
        let number = number as u32;
        let columns = snapshot.columns(number);
        weight.for_each_pruning(top.floor, segment, &mut |doc, score| {
            if admits(segment, columns, admission, doc) {
                top.push(Scored { score, address: DocAddress::new(number, doc) }, snapshot);
            }
            top.floor
        })?;
    }
    top.finish(snapshot)
}

/// All passages that the query matches.
///
/// # Errors
/// When the index cannot be read.
pub fn all(snapshot: &Snapshot, query: &dyn Query, admission: Admission) -> Result<Vec<SegmentHits>, IndexError> {
    let weight = unscored(snapshot, query)?;
    let mut hits = Vec::new();
    for (number, segment) in snapshot.searcher().segment_readers().iter().enumerate() {
        let mut docs = Vec::new();
        each(snapshot, weight.as_ref(), number as u32, segment, admission, |doc| docs.push(doc))?;
        hits.push(SegmentHits { segment: number as u32, docs });
    }
    Ok(hits)
}

/// How many passages the query matches.
///
/// # Errors
/// When the index cannot be read.
pub fn count(snapshot: &Snapshot, query: &dyn Query, admission: Admission) -> Result<u64, IndexError> {
    let weight = unscored(snapshot, query)?;
    let mut count = 0;
    for (number, segment) in snapshot.searcher().segment_readers().iter().enumerate() {
        each(snapshot, weight.as_ref(), number as u32, segment, admission, |_| count += 1)?;
    }
    Ok(count)
}

fn unscored(snapshot: &Snapshot, query: &dyn Query) -> Result<Box<dyn Weight>, IndexError> {
    Ok(query.weight(EnableScoring::disabled_from_searcher(snapshot.searcher()))?)
}

fn each(
    snapshot: &Snapshot,
    weight: &dyn Weight,
    number: u32,
    segment: &SegmentReader,
    admission: Admission,
    mut found: impl FnMut(DocId),
) -> Result<(), IndexError> {
    let columns = snapshot.columns(number);
    weight.for_each_no_score(segment, &mut |docs| {
        docs.iter().filter(|&&doc| admits(segment, columns, admission, doc)).for_each(|&doc| found(doc));
    })?;
    Ok(())
}

fn admits(segment: &SegmentReader, columns: &Columns, admission: Admission, doc: DocId) -> bool {
    !segment.is_deleted(doc) && admission.admits(columns.kind.first(doc).unwrap_or(u64::MAX))
}

/// The best so far: up to twice as many as wanted, cut down when full.
struct Top {
    entries: Vec<Scored>,
    k: usize,
    /// Scores at or below this cannot be among the best any more.
    floor: Score,
}

impl Top {
    fn push(&mut self, hit: Scored, snapshot: &Snapshot) {
        self.entries.push(hit);
        if self.entries.len() >= self.k.saturating_mul(2) {
            self.cut(snapshot);
        }
    }

    fn cut(&mut self, snapshot: &Snapshot) {
        let k = self.k;
        if self.entries.len() <= k {
            return;
        }
        let by_score = |a: &Scored, b: &Scored| b.score.total_cmp(&a.score);
        self.entries.select_nth_unstable_by(k - 1, by_score);
        let kth = self.entries[k - 1].score;
        // Whoever ties with the last one stays a candidate until places decide.
        if self.entries.iter().filter(|e| e.score >= kth).count() > k {
            self.entries.retain(|e| e.score >= kth);
            sort_by_rank(&mut self.entries, snapshot);
        }
        self.entries.truncate(k);
        self.floor = kth.next_down();
    }

    fn finish(mut self, snapshot: &Snapshot) -> Result<Vec<Scored>, IndexError> {
        sort_by_rank(&mut self.entries, snapshot);
        self.entries.truncate(self.k);
        Ok(self.entries)
    }
}

/// Best first; equal scores by place.
pub fn sort_by_rank(hits: &mut [Scored], snapshot: &Snapshot) {
    let places = Places::new(snapshot);
    hits.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| places.compare(a.address, b.address)));
}

/// The order of passages by path, id and place in the article.
pub struct Places<'a> {
    snapshot: &'a Snapshot,
    columns: Vec<Option<StrColumn>>,
}

impl<'a> Places<'a> {
    /// The order within a snapshot.
    pub fn new(snapshot: &'a Snapshot) -> Self {
        let open = |segment: &SegmentReader| segment.fast_fields().str("place").ok().flatten();
        Places { snapshot, columns: snapshot.searcher().segment_readers().iter().map(open).collect() }
    }

    /// Which of two passages comes first.
    pub fn compare(&self, a: DocAddress, b: DocAddress) -> Ordering {
        if a.segment_ord == b.segment_ord {
            let (x, y) = (self.ord(a), self.ord(b));
            return x.cmp(&y).then(a.doc_id.cmp(&b.doc_id));
        }
        self.place(a).cmp(&self.place(b)).then_with(|| self.ordinal(a).cmp(&self.ordinal(b)))
    }

    /// Id of the article.
    pub fn article_id(&self, address: DocAddress) -> String {
        let place = self.place(address);
        place.split_once('\0').map_or(place.clone(), |(_, id)| id.to_owned())
    }

    /// Id of the passage: the article's, a colon, its place in the article.
    pub fn passage_id(&self, address: DocAddress) -> String {
        format!("{}:{}", self.article_id(address), self.ordinal(address))
    }

    /// Path and id of the article, with a zero character between them.
    pub fn place(&self, address: DocAddress) -> String {
        let mut place = String::new();
        if let (Some(column), Some(ord)) = (&self.columns[address.segment_ord as usize], self.ord(address)) {
            let _ = column.ord_to_str(ord, &mut place);
        }
        place
    }

    fn ord(&self, address: DocAddress) -> Option<u64> {
        let first = self.snapshot.first_passage(address).doc_id;
        self.columns[address.segment_ord as usize].as_ref()?.ords().first(first)
    }

    fn ordinal(&self, address: DocAddress) -> u64 {
        self.snapshot.columns(address.segment_ord).ordinal.first(address.doc_id).unwrap_or(0)
    }
}
