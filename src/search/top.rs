//! Collecting hits: the best of a query, all of it, or their number.
//!
//! Equal scores are ordered by the article's path and id and the passage's place in it, so that the order
//! does not depend on how the index happens to be divided into segments.

use std::cell::OnceCell;
use std::cmp::Ordering;
use std::collections::{BinaryHeap, HashMap};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

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

/// The `k` best passages, best first; ties by `places`. Scores are multiplied by what `factor`, which is at most
/// 1, gives for a passage.
///
/// # Errors
/// When the index cannot be read.
pub fn best(
    places: &Places,
    query: &dyn Query,
    k: usize,
    admission: Admission,
    factor: impl Fn(DocAddress) -> Score,
) -> Result<Vec<Scored>, IndexError> {
    let snapshot = &places.snapshot;
    if k == 0 {
        return Ok(Vec::new());
    }
    let statistics = PassageStatistics::new(snapshot);
    let scoring = EnableScoring::enabled_from_statistics_provider(&statistics, snapshot.searcher());
    let weight = query.weight(scoring)?;
    let mut top = Top { entries: BinaryHeap::new(), places, k, floor: Score::MIN };
    for (number, segment) in snapshot.searcher().segment_readers().iter().enumerate() {
        let number = number as u32;
        let columns = snapshot.columns(number);
        weight.for_each_pruning(top.floor, segment, &mut |doc, score| {
            if admits(segment, columns, admission, doc) {
                let address = DocAddress::new(number, doc);
                top.push(Scored { score: score * factor(address), address });
            }
            top.floor
        })?;
    }
    Ok(top.finish())
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

/// The best so far.
struct Top<'a> {
    /// The worst on top.
    entries: BinaryHeap<Entry<'a>>,
    places: &'a Places,
    k: usize,
    /// Scores at or below this cannot be among the best any more. Whoever ties with the last one can: places
    /// decide.
    floor: Score,
}

/// A hit, ordered by how bad it is.
struct Entry<'a> {
    hit: Scored,
    places: &'a Places,
    /// The number of its article's place in its segment, once it has been asked for.
    ord: OnceCell<Option<u64>>,
}

impl Entry<'_> {
    fn ord(&self) -> Option<u64> {
        *self.ord.get_or_init(|| self.places.ord(self.hit.address))
    }
}

impl Top<'_> {
    fn push(&mut self, hit: Scored) {
        let entry = Entry { hit, places: self.places, ord: OnceCell::new() };
        if self.entries.len() < self.k {
            self.entries.push(entry);
        } else if let Some(mut worst) = self.entries.peek_mut()
            && entry < *worst
        {
            *worst = entry;
        }
        if self.entries.len() == self.k {
            self.floor = self.entries.peek().map_or(Score::MIN, |worst| worst.hit.score.next_down());
        }
    }

    fn finish(self) -> Vec<Scored> {
        self.entries.into_sorted_vec().into_iter().map(|entry| entry.hit).collect()
    }
}

impl Ord for Entry<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let (a, b) = (self.hit.address, other.hit.address);
        let by_place = || match a.segment_ord == b.segment_ord {
            true => self.ord().cmp(&other.ord()).then(a.doc_id.cmp(&b.doc_id)),
            false => self.places.compare(a, b),
        };
        other.hit.score.total_cmp(&self.hit.score).then_with(by_place)
    }
}

impl PartialOrd for Entry<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Entry<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Entry<'_> {}

/// The order of passages by path, id and place in the article. What it reads of the index it keeps.
pub struct Places {
    snapshot: Snapshot,
    columns: Vec<OnceLock<Option<StrColumn>>>,
    /// Places as text, by segment and number: what order across segments takes.
    known: Mutex<HashMap<(u32, u64), Arc<str>>>,
}

/// Places kept before the memory starts anew.
const KEPT: usize = 1 << 14;

impl Places {
    /// The order within a snapshot.
    pub fn new(snapshot: &Snapshot) -> Self {
        let segments = snapshot.searcher().segment_readers().len();
        let columns = (0..segments).map(|_| OnceLock::new()).collect();
        Places { snapshot: snapshot.clone(), columns, known: Mutex::default() }
    }

    /// Which of two passages comes first.
    pub fn compare(&self, a: DocAddress, b: DocAddress) -> Ordering {
        if a.segment_ord == b.segment_ord {
            let (x, y) = (self.ord(a), self.ord(b));
            return x.cmp(&y).then(a.doc_id.cmp(&b.doc_id));
        }
        self.shared_place(a).cmp(&self.shared_place(b)).then_with(|| self.ordinal(a).cmp(&self.ordinal(b)))
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
        if let (Some(column), Some(ord)) = (self.column(address.segment_ord), self.ord(address)) {
            let _ = column.ord_to_str(ord, &mut place);
        }
        place
    }

    fn shared_place(&self, address: DocAddress) -> Arc<str> {
        let Some(ord) = self.ord(address) else { return Arc::default() };
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (address.segment_ord, ord);
        if let Some(place) = known().get(&key) {
            return place.clone();
        }
        let place: Arc<str> = self.place(address).into();
        let mut known = known();
        if known.len() >= KEPT {
            known.clear();
        }
        known.insert(key, place.clone());
        place
    }

    fn column(&self, segment: u32) -> Option<&StrColumn> {
        let open = || self.snapshot.searcher().segment_reader(segment).fast_fields().str("place").ok().flatten();
        self.columns[segment as usize].get_or_init(open).as_ref()
    }

    fn ord(&self, address: DocAddress) -> Option<u64> {
        let first = self.snapshot.first_passage(address).doc_id;
        self.column(address.segment_ord)?.ords().first(first)
    }

    fn ordinal(&self, address: DocAddress) -> u64 {
        self.snapshot.columns(address.segment_ord).ordinal.first(address.doc_id).unwrap_or(0)
    }
}
