//! Collecting hits: the best of a query.
//!
//! Equal scores are ordered by the article's path and id and the passage's place in it, so that the order
//! does not depend on how the index happens to be divided into segments.

use std::cmp::{Ordering, Reverse};
use std::collections::{BinaryHeap, HashMap, HashSet};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use tantivy::columnar::StrColumn;
use tantivy::query::{EnableScoring, Query, Weight};
use tantivy::{DocAddress, DocId, Score, SegmentReader, TERMINATED};

use super::filters::{Bits, PassageSet};
use super::statistics::PassageStatistics;
use crate::index::document::kind_number;
use crate::index::outline::id_of_place;
use crate::index::reader::Columns;
use crate::index::{IndexError, Snapshot};
use onrecord_text::article::BlockKind;

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

/// What the best are chosen by.
pub struct Choice<F> {
    /// How many.
    pub k: usize,
    /// Which passages may be among them.
    pub admission: Admission,
    /// What scores are multiplied with, at most 1, by passage.
    pub factor: F,
}

/// The best passages, best first; ties by `places`.
///
/// # Errors
/// When the index cannot be read.
pub fn best(
    places: &Places,
    query: &dyn Query,
    choice: &Choice<impl Fn(DocAddress) -> Score>,
) -> Result<Vec<Scored>, IndexError> {
    let mut best = best_unordered(places, query, choice)?;
    best.sort_by(|a, b| places.order(a, b));
    Ok(best)
}

/// The best passages in no order.
///
/// # Errors
/// When the index cannot be read.
pub fn best_unordered(
    places: &Places,
    query: &dyn Query,
    choice: &Choice<impl Fn(DocAddress) -> Score>,
) -> Result<Vec<Scored>, IndexError> {
    let snapshot = &places.snapshot;
    if choice.k == 0 {
        return Ok(Vec::new());
    }
    let weight = scored(snapshot, query)?;
    let mut top = Top::new(choice.k);
    for (number, segment) in snapshot.searcher().segment_readers().iter().enumerate() {
        let number = number as u32;
        let columns = snapshot.columns(number);
        weight.for_each_pruning(top.floor, segment, &mut |doc, score| {
            if admits(segment, columns, choice.admission, doc) {
                let address = DocAddress::new(number, doc);
                top.push(Scored { score: score * (choice.factor)(address), address });
            }
            top.floor
        })?;
    }
    Ok(top.finish(places))
}

/// The best passages, and the set of all passages that the query matches. One pass is cheaper than two where most of the
/// time goes into finding out whether a passage matches.
///
/// # Errors
/// When the index cannot be read.
pub fn best_and_all(
    places: &Places,
    query: &dyn Query,
    choice: &Choice<impl Fn(DocAddress) -> Score>,
) -> Result<(Vec<Scored>, PassageSet), IndexError> {
    let snapshot = &places.snapshot;
    let weight = scored(snapshot, query)?;
    let (mut top, mut all) = (Top::new(choice.k), Vec::new());
    for (number, segment) in snapshot.searcher().segment_readers().iter().enumerate() {
        let number = number as u32;
        let columns = snapshot.columns(number);
        let mut scorer = weight.scorer(segment, 1.0)?;
        let mut matching = Bits::none(segment.max_doc());
        while scorer.doc() != TERMINATED {
            let doc = scorer.doc();
            if admits(segment, columns, choice.admission, doc) {
                let address = DocAddress::new(number, doc);
                top.push(Scored { score: scorer.score() * (choice.factor)(address), address });
                matching.insert(doc);
            }
            scorer.advance();
        }
        all.push(matching);
    }
    Ok((top.finish(places), PassageSet::new(all)))
}

fn scored(snapshot: &Snapshot, query: &dyn Query) -> Result<Box<dyn Weight>, IndexError> {
    let statistics = PassageStatistics::new(snapshot);
    let scoring = EnableScoring::enabled_from_statistics_provider(&statistics, snapshot.searcher());
    Ok(query.weight(scoring)?)
}

fn admits(segment: &SegmentReader, columns: &Columns, admission: Admission, doc: DocId) -> bool {
    !segment.is_deleted(doc) && admission.admits(columns.kind.first(doc).unwrap_or(u64::MAX))
}

/// The best so far, in no order.
struct Top {
    /// All that may be among the best, and some that were.
    hits: Vec<Scored>,
    /// The `k` best scores, the worst on top.
    scores: BinaryHeap<Reverse<Ordered>>,
    k: usize,
    /// Scores at or below this cannot be among the best any more. Whoever ties with the last one can: places
    /// decide.
    floor: Score,
}

/// Hits kept beyond twice the wanted number before those that are no longer among the best are dropped.
const SLACK: usize = 256;

/// A score in the order of numbers.
#[derive(Clone, Copy, PartialEq)]
struct Ordered(Score);

impl Top {
    fn new(k: usize) -> Self {
        Top { hits: Vec::new(), scores: BinaryHeap::new(), k, floor: Score::MIN }
    }

    fn push(&mut self, hit: Scored) {
        if hit.score <= self.floor || self.k == 0 {
            return;
        }
        self.hits.push(hit);
        let score = Reverse(Ordered(hit.score));
        if self.scores.len() < self.k {
            self.scores.push(score);
        } else if let Some(mut worst) = self.scores.peek_mut()
            && score < *worst
        {
            *worst = score;
        }
        if self.scores.len() == self.k {
            self.floor = self.scores.peek().map_or(Score::MIN, |worst| worst.0.0.next_down());
        }
        // Ties are kept, so that there may be more left than wanted.
        if self.hits.len() == self.hits.capacity() && self.hits.len() > 2 * self.k.min(usize::MAX / 4) + SLACK {
            self.drop_the_worse();
        }
    }

    fn drop_the_worse(&mut self) {
        let floor = self.floor;
        self.hits.retain(|hit| hit.score > floor);
    }

    /// The `k` best, in no order.
    fn finish(mut self, places: &Places) -> Vec<Scored> {
        self.drop_the_worse();
        if self.hits.len() > self.k {
            // Places, which take time to read, matter only for those that tie with the last one.
            let last = self.floor.next_up();
            let (mut best, mut tied): (Vec<_>, Vec<_>) = self.hits.into_iter().partition(|hit| hit.score > last);
            let wanted = self.k.saturating_sub(best.len());
            if wanted > 0 && wanted < tied.len() {
                tied.select_nth_unstable_by(wanted - 1, |a, b| places.order(a, b));
            }
            best.extend(tied.into_iter().take(wanted));
            return best;
        }
        self.hits
    }
}

impl Ord for Ordered {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl PartialOrd for Ordered {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Eq for Ordered {}

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

    /// Which of two hits comes first: the better one, or else the one whose place does.
    pub fn order(&self, a: &Scored, b: &Scored) -> Ordering {
        b.score.total_cmp(&a.score).then_with(|| self.compare(a.address, b.address))
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
        id_of_place(&self.place(address)).to_owned()
    }

    /// Id of the passage: the article's, a colon, its place in the article.
    pub fn passage_id(&self, address: DocAddress) -> String {
        format!("{}:{}", self.article_id(address), self.ordinal(address))
    }

    /// The ids that articles of several files have.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn shared_ids(&self) -> Result<HashSet<String>, IndexError> {
        let places = self.snapshot.places(&self.snapshot.articles().collect::<Vec<_>>())?;
        let (mut known, mut shared) = (HashMap::new(), HashSet::new());
        for place in &places {
            let id = id_of_place(place);
            if known.insert(id, place).is_some_and(|other| other != place) {
                shared.insert(id.to_owned());
            }
        }
        Ok(shared)
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

    /// Number of the passage in its article, from 0.
    pub fn ordinal(&self, address: DocAddress) -> u64 {
        self.snapshot.columns(address.segment_ord).ordinal.first(address.doc_id).unwrap_or(0)
    }
}
