//! Facets: how many passages, or articles, there are for each value of a field.

use std::collections::{BTreeMap, HashMap};

use tantivy::columnar::StrColumn;

use super::error::SearchError;
use super::filters::{Articles, Bits, PassageSet};
use crate::index::document::kind_of_number;
use crate::index::reader::Columns;
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
    /// Authors, by passage.
    Author,
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
            Field::Author => Some(Facet::Author),
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

/// Counts the values of `facet` over the passages of `set`.
///
/// # Errors
/// When the index cannot be read.
pub fn count(
    snapshot: &Snapshot,
    collection: &Collection,
    set: &PassageSet,
    facet: Facet,
) -> Result<Counts, SearchError> {
    let mut counts = Counts::default();
    for (segment, bits) in (0..).zip(set.segments()) {
        match facet {
            Facet::Kind => kinds(snapshot.columns(segment), bits, &mut counts),
            Facet::Speaker => {
                values(snapshot, segment, bits, "speaker", &mut counts, |key| speaker(collection, key))?;
            }
            Facet::Role => values(snapshot, segment, bits, "role", &mut counts, str::to_owned)?,
            Facet::Topic => values(snapshot, segment, bits, "topic", &mut counts, str::to_owned)?,
            Facet::Outlet => values(snapshot, segment, bits, "outlet", &mut counts, str::to_owned)?,
            Facet::Author => values(snapshot, segment, bits, "author", &mut counts, str::to_owned)?,
        }
    }
    Ok(counts)
}

/// Articles by the first and the last day of their best date, in days since 1970-01-01, and the number of those
/// without one.
pub type Dates = (BTreeMap<(i64, i64), u64>, u64);

/// Counts the articles that have a passage in `set` by their best dates.
///
/// # Errors
/// When the index cannot be read.
pub fn count_dates(articles: &Articles, set: &PassageSet) -> Result<Dates, SearchError> {
    let (mut dates, mut without) = (BTreeMap::new(), 0);
    let readers = articles.snapshot().searcher().segment_readers();
    for ((own, segment), bits) in articles.segments().iter().zip(readers).zip(set.segments()) {
        let (best, last) = (segment.fast_fields().i64("best")?, segment.fast_fields().i64("best_last")?);
        own.each_in(bits, |article, _| {
            let first = own.firsts[article];
            match (best.first(first), last.first(first)) {
                (Some(day), Some(last)) => *dates.entry((day, last)).or_default() += 1,
                _ => without += 1,
            }
        });
    }
    Ok((dates, without))
}

fn speaker(collection: &Collection, key: &str) -> String {
    let Some((kind, name)) = parse_speaker_key(key) else { return key.to_owned() };
    let speaker = Speaker { name: name.to_owned(), kind, role: None };
    collection.canonical(&speaker).into_owned()
}

fn kinds(columns: &Columns, bits: &Bits, counts: &mut Counts) {
    let mut by_number = [0; u8::MAX as usize + 1];
    bits.iter().for_each(|doc| by_number[columns.kind.first(doc).unwrap_or_default() as usize & 0xFF] += 1);
    for (number, count) in by_number.into_iter().enumerate().filter(|(_, count)| *count > 0) {
        *counts.values.entry(kind_of_number(number as u64).name().to_owned()).or_default() += count;
    }
}

/// Counts a column of strings; an article's column is that of its first passage.
fn values(
    snapshot: &Snapshot,
    segment: u32,
    bits: &Bits,
    column: &str,
    counts: &mut Counts,
    name: impl Fn(&str) -> String,
) -> Result<(), SearchError> {
    let of_article = ["outlet", "author"].contains(&column);
    let columns = snapshot.columns(segment);
    let Some(strings) = snapshot.searcher().segment_reader(segment).fast_fields().str(column)? else {
        counts.without += bits.count();
        return Ok(());
    };
    let place = |doc| if of_article { columns.first_of(doc) } else { doc };
    let mut used = vec![false; strings.num_terms()];
    bits.iter().for_each(|doc| strings.term_ords(place(doc)).for_each(|ord| used[ord as usize] = true));
    let names = NumberedNames::of(&strings, &used, name)?;
    let (mut by_name, mut here) = (vec![0; names.names.len()], Vec::new());
    for doc in bits.iter() {
        here.clear();
        here.extend(strings.term_ords(place(doc)).map(|ord| names.numbers[ord as usize]));
        // Two names of one speaker are one speaker of the passage.
        here.sort_unstable();
        here.dedup();
        counts.without += u64::from(here.is_empty());
        here.iter().for_each(|&number| by_name[number as usize] += 1);
    }
    for (name, count) in names.names.into_iter().zip(by_name) {
        *counts.values.entry(name).or_default() += count;
    }
    Ok(())
}

/// The names of a column's values, each once: several values may have one name.
struct NumberedNames {
    names: Vec<String>,
    /// The number of each value's name, by the value's; anything where it is not used.
    numbers: Vec<u32>,
}

impl NumberedNames {
    /// Of the values that are `used`, each called as `name` says.
    fn of(strings: &StrColumn, used: &[bool], name: impl Fn(&str) -> String) -> Result<Self, IndexError> {
        let ords: Vec<u64> = (0..).zip(used).filter(|(_, used)| **used).map(|(ord, _)| ord).collect();
        let (mut known, mut numbers) = (HashMap::new(), vec![0; used.len()]);
        let mut next = ords.iter();
        let mut add = |value: &[u8]| {
            let Some(&ord) = next.next() else { return };
            let count = known.len() as u32;
            numbers[ord as usize] = *known.entry(name(&String::from_utf8_lossy(value))).or_insert(count);
        };
        let all = strings.dictionary().sorted_ords_to_term_cb(&ords, &mut add);
        all.map_err(|error| IndexError::Damaged { what: error.to_string() })?;
        let mut names = vec![String::new(); known.len()];
        known.into_iter().for_each(|(name, number)| names[number as usize] = name);
        Ok(NumberedNames { names, numbers })
    }
}
