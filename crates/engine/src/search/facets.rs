//! Facets: how many passages, or articles, there are for each value of a field.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use tantivy::DocId;

use super::error::SearchError;
use super::top::SegmentHits;
use crate::index::document::kind_of_number;
use crate::index::record::parse_speaker_key;
use crate::index::{Collection, IndexError, Snapshot};
use onrecord_annotate::CanonicalNames;
use onrecord_annotate::speaker::Speaker;
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

/// Counts of values, those of passages without a value apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Passages by value.
    pub values: BTreeMap<String, u64>,
    /// Passages without a value.
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

/// Counts the values of `facet` over `hits`.
///
/// # Errors
/// When the index cannot be read.
pub fn count(
    snapshot: &Snapshot,
    collection: &Collection,
    hits: &[SegmentHits],
    facet: Facet,
) -> Result<Counts, SearchError> {
    let mut counts = Counts::default();
    for hits in hits {
        match facet {
            Facet::Kind => kinds(snapshot, hits, &mut counts),
            Facet::Speaker => values(snapshot, hits, "speaker", &mut counts, |key| speaker(collection, key))?,
            Facet::Role => values(snapshot, hits, "role", &mut counts, str::to_owned)?,
            Facet::Topic => values(snapshot, hits, "topic", &mut counts, str::to_owned)?,
            Facet::Outlet => values(snapshot, hits, "outlet", &mut counts, str::to_owned)?,
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

fn kinds(snapshot: &Snapshot, hits: &SegmentHits, counts: &mut Counts) {
    let columns = snapshot.columns(hits.segment);
    for &doc in &hits.docs {
        let kind = kind_of_number(columns.kind.first(doc).unwrap_or_default());
        *counts.values.entry(kind.name().to_owned()).or_default() += 1;
    }
}

/// Counts a column of strings; an article's column is that of its first passage.
fn values(
    snapshot: &Snapshot,
    hits: &SegmentHits,
    column: &str,
    counts: &mut Counts,
    name: impl Fn(&str) -> String,
) -> Result<(), SearchError> {
    let of_article = column == "outlet";
    let columns = snapshot.columns(hits.segment);
    let segment = snapshot.searcher().segment_reader(hits.segment);
    let Some(strings) = segment.fast_fields().str(column)? else {
        counts.without += hits.docs.len() as u64;
        return Ok(());
    };
    let mut names: BTreeMap<u64, String> = BTreeMap::new();
    for &doc in &hits.docs {
        let doc = if of_article { columns.first_of(doc) } else { doc };
        // Two names of one speaker are one speaker of the passage.
        let mut here = Vec::new();
        for ord in strings.term_ords(doc) {
            if let Entry::Vacant(entry) = names.entry(ord) {
                let mut value = String::new();
                strings.ord_to_str(ord, &mut value).map_err(|e| IndexError::Damaged { what: e.to_string() })?;
                entry.insert(name(&value));
            }
            here.push(names[&ord].clone());
        }
        here.sort_unstable();
        here.dedup();
        counts.without += u64::from(here.is_empty());
        here.into_iter().for_each(|value| *counts.values.entry(value).or_default() += 1);
    }
    Ok(())
}
