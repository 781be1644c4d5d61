//! Facets: how many passages, or articles, there are for each value of a field.

use std::collections::{BTreeMap, HashMap};

use tantivy::DocId;

use super::error::SearchError;
use super::top::SegmentHits;
use crate::index::document::kind_of_number;
use crate::index::reader::Columns;
use crate::index::record::parse_speaker_key;
use crate::index::{Collection, IndexError, Snapshot};
use onrecord_annotate::CanonicalNames;
use onrecord_annotate::speaker::Speaker;
use onrecord_api::Unit;
use onrecord_query::Field;

/// A field that can be counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Facet {
    /// Canonical names of speakers, by passage.
    Speaker,
    /// Roles as printed, by passage.
    Role,
    /// Topics, by passage.
    Topic,
    /// Outlets, by passage.
    Outlet,
    /// Kinds, by passage.
    Kind,
}

impl Facet {
    /// That of a field, if its values can be counted by passage.
    pub fn of(field: Field) -> Option<Self> {
        match field {
            Field::Speaker => Some(Facet::Speaker),
            Field::Role => Some(Facet::Role),
            Field::Topic => Some(Facet::Topic),
            Field::Outlet => Some(Facet::Outlet),
            Field::Kind => Some(Facet::Kind),
            _ => None,
        }
    }
}

/// Counts of values, those of passages (or articles) without a value apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Passages, or articles, by value.
    pub values: BTreeMap<String, u64>,
    /// Those without a value.
    pub without: u64,
}

impl Counts {
    /// The values, most frequent first, equals in alphabetical order.
    pub fn by_frequency(&self) -> Vec<(&str, u64)> {
        let mut values: Vec<(&str, u64)> = self.values.iter().map(|(value, &count)| (value.as_str(), count)).collect();
        values.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        values
    }
}

/// Counts the values of `facet` over `hits`: the passages that have each, or the articles with such a passage.
///
/// # Errors
/// When the index cannot be read.
pub fn count(
    snapshot: &Snapshot,
    collection: &Collection,
    hits: &[SegmentHits],
    facet: Facet,
    unit: Unit,
) -> Result<Counts, SearchError> {
    let mut counts = Counts::default();
    for hits in hits {
        match facet {
            Facet::Kind => kinds(snapshot, hits, unit, &mut counts),
            Facet::Speaker => values(snapshot, hits, "speaker", unit, &mut counts, |key| speaker(collection, key))?,
            Facet::Role => values(snapshot, hits, "role", unit, &mut counts, str::to_owned)?,
            Facet::Topic => values(snapshot, hits, "topic", unit, &mut counts, str::to_owned)?,
            Facet::Outlet => values(snapshot, hits, "outlet", unit, &mut counts, str::to_owned)?,
        }
    }
    Ok(counts)
}

/// Articles by the first and the last day of their best date, in days since 1970-01-01, and the number of those
/// without one.
pub type Dates = (BTreeMap<(i64, i64), u64>, u64);

/// Counts articles by their best dates.
///
/// # Errors
/// When the index cannot be read.
pub fn count_dates(snapshot: &Snapshot, hits: &[SegmentHits]) -> Result<Dates, SearchError> {
    let (mut dates, mut without) = (BTreeMap::new(), 0);
    for hits in hits {
        let columns = snapshot.columns(hits.segment);
        let segment = snapshot.searcher().segment_reader(hits.segment);
        let (best, last) = (segment.fast_fields().i64("best")?, segment.fast_fields().i64("best_last")?);
        let mut firsts: Vec<DocId> = hits.docs.iter().map(|&doc| columns.first_of(doc)).collect();
        firsts.dedup();
        for first in firsts {
            match (best.first(first), last.first(first)) {
                (Some(day), Some(last)) => *dates.entry((day, last)).or_default() += 1,
                _ => without += 1,
            }
        }
    }
    Ok((dates, without))
}

fn speaker(collection: &Collection, key: &str) -> String {
    let Some((kind, name)) = parse_speaker_key(key) else { return key.to_owned() };
    let speaker = Speaker { name: name.to_owned(), kind, role: None };
    collection.canonical(&speaker).into_owned()
}

fn kinds(snapshot: &Snapshot, hits: &SegmentHits, unit: Unit, counts: &mut Counts) {
    let columns = snapshot.columns(hits.segment);
    let mut tally = Tally::default();
    for &doc in &hits.docs {
        tally.begin(counted_as(unit, doc, columns));
        let kind = kind_of_number(columns.kind.first(doc).unwrap_or_default()).name();
        let number = tally.number(kind);
        tally.count(number);
    }
    tally.end(counts);
}

/// What a passage is counted as: itself, or its article.
fn counted_as(unit: Unit, doc: DocId, columns: &Columns) -> DocId {
    if unit == Unit::Article { columns.first_of(doc) } else { doc }
}

/// Counts a column of strings; an article's column is that of its first passage.
fn values(
    snapshot: &Snapshot,
    hits: &SegmentHits,
    column: &str,
    unit: Unit,
    counts: &mut Counts,
    name: impl Fn(&str) -> String,
) -> Result<(), SearchError> {
    let of_article = column == "outlet";
    let columns = snapshot.columns(hits.segment);
    let segment = snapshot.searcher().segment_reader(hits.segment);
    let strings = segment.fast_fields().str(column)?;
    let mut tally = Tally::default();
    let mut numbers: HashMap<u64, usize> = HashMap::new();
    for &doc in &hits.docs {
        tally.begin(counted_as(unit, doc, columns));
        let Some(strings) = &strings else { continue };
        let doc = if of_article { columns.first_of(doc) } else { doc };
        for ord in strings.term_ords(doc) {
            let number = match numbers.get(&ord) {
                Some(&number) => number,
                None => {
                    let mut value = String::new();
                    strings.ord_to_str(ord, &mut value).map_err(|e| IndexError::Damaged { what: e.to_string() })?;
                    let number = tally.number(&name(&value));
                    numbers.insert(ord, number);
                    number
                }
            };
            tally.count(number);
        }
    }
    tally.end(counts);
    Ok(())
}

/// Counts within a segment. A value counts once for a passage, or article, however often it has it; two names of
/// one speaker are one value. What is counted comes in order.
#[derive(Default)]
struct Tally {
    names: Vec<String>,
    numbers: HashMap<String, usize>,
    /// By number of a value: its count, and what was counted last, plus one.
    counts: Vec<(u64, u64)>,
    /// What is being counted, plus one, and whether it has a value.
    current: (u64, bool),
    without: u64,
}

impl Tally {
    /// Goes on to a passage or article, perhaps the same.
    fn begin(&mut self, counted: DocId) {
        let counted = u64::from(counted) + 1;
        if self.current.0 != counted {
            self.without += u64::from(self.current.0 > 0 && !self.current.1);
            self.current = (counted, false);
        }
    }

    /// The number of a value.
    fn number(&mut self, name: &str) -> usize {
        if let Some(&number) = self.numbers.get(name) {
            return number;
        }
        let number = self.names.len();
        self.names.push(name.to_owned());
        self.numbers.insert(name.to_owned(), number);
        self.counts.push((0, 0));
        number
    }

    /// What is being counted has a value.
    fn count(&mut self, number: usize) {
        let (count, last) = &mut self.counts[number];
        *count += u64::from(*last != self.current.0);
        *last = self.current.0;
        self.current.1 = true;
    }

    fn end(mut self, counts: &mut Counts) {
        self.begin(DocId::MAX);
        counts.without += self.without;
        for (name, (count, _)) in self.names.into_iter().zip(self.counts) {
            *counts.values.entry(name).or_default() += count;
        }
    }
}
