//! Facets: how many passages, or articles, there are for each value of a field.

use std::cmp::{Ordering, Reverse};

use rustc_hash::FxHashMap;
use tantivy::DocId;
use tantivy::columnar::StrColumn;

use super::error::SearchError;
use super::facet::Facet;
use super::filters::{Articles, PassageSet};
use super::value_names::{NumberedNames, ValueNames};
use crate::index::document::kind_of_number;
use crate::index::reader::Columns;
use crate::index::{Collection, Snapshot};
use onrecord_annotate::speaker::SpeakerType;
use onrecord_api::Unit;

/// Counts of values, those of passages (or articles) without a value apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Passages, or articles, by value: the most frequent first, equals in alphabetical order.
    pub values: Vec<(String, u64)>,
    /// Those without a value.
    pub without: u64,
}

/// What is counted, and how.
#[derive(Clone, Copy)]
pub struct Counting<'a> {
    /// The passages.
    pub set: &'a PassageSet,
    /// The field.
    pub facet: Facet,
    /// Of speakers, the type of those that are counted; all where none is given.
    pub speaker_type: Option<SpeakerType>,
    /// Whether they are counted or their articles: an article has the values of those of its passages that are in the
    /// set.
    pub unit: Unit,
    /// How many values to give, at most.
    pub limit: usize,
}

/// Counts values.
///
/// # Errors
/// When the index cannot be read.
pub fn count(
    snapshot: &Snapshot,
    collection: &Collection,
    names: &ValueNames,
    counting: Counting,
) -> Result<Counts, SearchError> {
    let Some(column) = counting.facet.column() else { return Ok(kinds(snapshot, counting)) };
    let columns = snapshot.searcher().segment_readers().iter().map(|segment| segment.fast_fields().str(column));
    let columns: Vec<Option<StrColumn>> = columns.collect::<Result<_, _>>()?;
    let used = || used(snapshot, &columns, counting);
    let names = names.of((counting.facet, counting.speaker_type), &columns, used, collection)?;
    let tally = tally(snapshot, &columns, &names, counting);
    let counts = names.names.iter().map(|name| &**name).zip(tally.counts.iter().copied());
    Ok(Counts { values: most_frequent(counts, counting.limit), without: tally.without })
}

/// The `limit` values that are most frequent, equals in alphabetical order; none that does not occur.
fn most_frequent<'n>(counts: impl Iterator<Item = (&'n str, u64)>, limit: usize) -> Vec<(String, u64)> {
    let order = |a: &(&str, u64), b: &(&str, u64)| -> Ordering { Reverse(a.1).cmp(&Reverse(b.1)).then(a.0.cmp(b.0)) };
    let mut values: Vec<(&str, u64)> = counts.filter(|(_, count)| *count > 0).collect();
    if limit < values.len() {
        values.select_nth_unstable_by(limit, order);
        values.truncate(limit);
    }
    values.sort_unstable_by(order);
    values.into_iter().map(|(value, count)| (value.to_owned(), count)).collect()
}

/// Whether each value of each segment is one of a passage of the set.
fn used(snapshot: &Snapshot, columns: &[Option<StrColumn>], counting: Counting) -> Vec<Vec<bool>> {
    let of_segment = |(number, column): (u32, &Option<StrColumn>)| {
        let mut used = vec![false; column.as_ref().map_or(0, |column| column.num_terms())];
        each_value(snapshot, number, column.as_ref(), counting, |_, ord| {
            ord.into_iter().for_each(|ord| used[ord as usize] = true);
        });
        used
    };
    (0..).zip(columns).map(of_segment).collect()
}

/// Counts the names of values.
fn tally(snapshot: &Snapshot, columns: &[Option<StrColumn>], names: &NumberedNames, counting: Counting) -> Tally {
    let mut tally = Tally::new(names.names.len());
    for (number, column) in (0..).zip(columns) {
        let numbers = &names.numbers[number as usize];
        each_value(snapshot, number, column.as_ref(), counting, |counted, ord| match ord {
            None => tally.begin(number, counted),
            Some(ord) => numbers[ord as usize].into_iter().for_each(|name| tally.has(name as usize)),
        });
    }
    tally.end();
    tally
}

/// Calls `each` with what a passage is counted as and nothing, and then once with each value that it has.
fn each_value(
    snapshot: &Snapshot,
    segment: u32,
    column: Option<&StrColumn>,
    counting: Counting,
    mut each: impl FnMut(DocId, Option<u64>),
) {
    let columns = snapshot.columns(segment);
    for doc in counting.set.segments()[segment as usize].iter() {
        let counted = counted_as(counting.unit, doc, columns);
        each(counted, None);
        let place = if counting.facet.is_of_articles() { columns.first_of(doc) } else { doc };
        if let Some(column) = column {
            column.term_ords(place).for_each(|ord| each(counted, Some(ord)));
        }
    }
}

/// Articles by the first and the last day of their best date, in days since 1970-01-01 and in their order, and the
/// number of those without one.
pub type Dates = (Vec<((i64, i64), u64)>, u64);

/// Counts the articles that have a passage in `set` by their best dates.
///
/// # Errors
/// When the index cannot be read.
pub fn count_dates(articles: &Articles, set: &PassageSet) -> Result<Dates, SearchError> {
    let (mut dates, mut without) = (FxHashMap::<(i64, i64), u64>::default(), 0);
    for ((own, spans), bits) in articles.segments().iter().zip(articles.best_spans()?).zip(set.segments()) {
        own.each_in(bits, |article, _| match spans[article] {
            Some(span) => *dates.entry(span).or_default() += 1,
            None => without += 1,
        });
    }
    let mut dates: Vec<_> = dates.into_iter().collect();
    dates.sort_unstable();
    Ok((dates, without))
}

fn kinds(snapshot: &Snapshot, counting: Counting) -> Counts {
    let mut tally = Tally::new(u8::MAX as usize + 1);
    for (number, bits) in (0..).zip(counting.set.segments()) {
        let columns = snapshot.columns(number);
        for doc in bits.iter() {
            tally.begin(number, counted_as(counting.unit, doc, columns));
            tally.has(columns.kind.first(doc).unwrap_or_default() as usize & 0xFF);
        }
    }
    tally.end();
    let counts = tally.counts.iter().zip(0..).filter(|(count, _)| **count > 0);
    let counts = counts.map(|(&count, number)| (kind_of_number(number).name(), count));
    Counts { values: most_frequent(counts, counting.limit), without: tally.without }
}

/// What a passage is counted as: itself, or the first passage of its article.
fn counted_as(unit: Unit, doc: DocId, columns: &Columns) -> DocId {
    if unit == Unit::Article { columns.first_of(doc) } else { doc }
}

/// Counts in how many passages, or articles, numbered values are. They come in order, the passages of an article
/// one after the other.
struct Tally {
    counts: Vec<u64>,
    /// How many have no value.
    without: u64,
    /// What is being counted, and the values that it has.
    current: Option<(u32, DocId)>,
    here: Vec<usize>,
}

impl Tally {
    /// Of values with numbers below `values`.
    fn new(values: usize) -> Self {
        Tally { counts: vec![0; values], without: 0, current: None, here: Vec::new() }
    }

    /// Goes on to a passage or article of a segment, perhaps the same.
    fn begin(&mut self, segment: u32, counted: DocId) {
        if self.current != Some((segment, counted)) {
            self.end();
            self.current = Some((segment, counted));
        }
    }

    /// What is being counted has a value. Two names of one speaker are one value.
    fn has(&mut self, number: usize) {
        self.here.push(number);
    }

    /// Counts what was being counted.
    fn end(&mut self) {
        if self.here.len() > 1 {
            self.here.sort_unstable();
            self.here.dedup();
        }
        self.without += u64::from(self.current.take().is_some() && self.here.is_empty());
        self.here.drain(..).for_each(|number| self.counts[number] += 1);
    }
}
