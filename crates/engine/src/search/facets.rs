//! Facets: how many passages, or articles, there are for each value of a field.

use std::collections::{BTreeMap, HashMap};

use tantivy::DocId;
use tantivy::columnar::StrColumn;

use super::error::SearchError;
use super::filters::{Articles, Bits, PassageSet};
use crate::index::document::kind_of_number;
use crate::index::reader::Columns;
use crate::index::record::parse_speaker_key;
use crate::index::{Collection, IndexError, Snapshot};
use onrecord_annotate::CanonicalNames;
use onrecord_annotate::speaker::{Speaker, SpeakerType};
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
    /// Authors, by passage.
    Author,
    /// Kinds, by passage.
    Kind,
    /// Languages, by passage.
    Lang,
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
            Field::Lang => Some(Facet::Lang),
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

/// Counts the values of `facet` over the passages of `set`, or over their articles: one has the values of those of
/// its passages that are in the set. Of speakers, those of another type than `speaker_type` are left out.
///
/// # Errors
/// When the index cannot be read.
pub fn count(
    snapshot: &Snapshot,
    collection: &Collection,
    set: &PassageSet,
    (facet, speaker_type): (Facet, Option<SpeakerType>),
    unit: Unit,
) -> Result<Counts, SearchError> {
    let mut counts = Counts::default();
    for (segment, bits) in (0..).zip(set.segments()) {
        match facet {
            Facet::Kind => kinds(snapshot.columns(segment), bits, unit, &mut counts),
            Facet::Speaker => {
                let name = |key: &str| speaker(collection, key, speaker_type);
                values(snapshot, segment, bits, "speaker", unit, &mut counts, name)?;
            }
            Facet::Role => values(snapshot, segment, bits, "role", unit, &mut counts, as_it_is)?,
            Facet::Topic => values(snapshot, segment, bits, "topic", unit, &mut counts, as_it_is)?,
            Facet::Outlet => values(snapshot, segment, bits, "outlet", unit, &mut counts, as_it_is)?,
            Facet::Author => values(snapshot, segment, bits, "author", unit, &mut counts, as_it_is)?,
            Facet::Lang => values(snapshot, segment, bits, "lang", unit, &mut counts, as_it_is)?,
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

/// The canonical name of a speaker; none where speakers of another type are counted.
fn speaker(collection: &Collection, key: &str, wanted: Option<SpeakerType>) -> Option<String> {
    let Some((kind, name)) = parse_speaker_key(key) else { return Some(key.to_owned()) };
    let speaker = Speaker { name: name.to_owned(), kind, role: None };
    wanted.is_none_or(|wanted| wanted == kind).then(|| collection.canonical(&speaker).into_owned())
}

fn as_it_is(value: &str) -> Option<String> {
    Some(value.to_owned())
}

fn kinds(columns: &Columns, bits: &Bits, unit: Unit, counts: &mut Counts) {
    let mut tally = Tally::new(u8::MAX as usize + 1);
    for doc in bits.iter() {
        tally.begin(counted_as(unit, doc, columns));
        tally.has(columns.kind.first(doc).unwrap_or_default() as usize & 0xFF);
    }
    tally.end();
    for (number, count) in tally.counts.into_iter().enumerate().filter(|(_, count)| *count > 0) {
        *counts.values.entry(kind_of_number(number as u64).name().to_owned()).or_default() += count;
    }
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
    current: Option<DocId>,
    here: Vec<usize>,
}

impl Tally {
    /// Of values with numbers below `values`.
    fn new(values: usize) -> Self {
        Tally { counts: vec![0; values], without: 0, current: None, here: Vec::new() }
    }

    /// Begins to count the values of a passage or article, unless they are being counted already.
    fn begin(&mut self, counted: DocId) {
        if self.current != Some(counted) {
            self.end();
            self.current = Some(counted);
        }
    }

    /// What is being counted has a value. Two names of one speaker are one value.
    fn has(&mut self, number: usize) {
        self.here.push(number);
    }

    /// Counts what was being counted.
    fn end(&mut self) {
        self.here.sort_unstable();
        self.here.dedup();
        self.without += u64::from(self.current.take().is_some() && self.here.is_empty());
        self.here.drain(..).for_each(|number| self.counts[number] += 1);
    }
}

/// Counts a column of strings; an article's column is that of its first passage.
fn values(
    snapshot: &Snapshot,
    segment: u32,
    bits: &Bits,
    column: &str,
    unit: Unit,
    counts: &mut Counts,
    name: impl Fn(&str) -> Option<String>,
) -> Result<(), SearchError> {
    let of_article = ["outlet", "author", "lang"].contains(&column);
    let columns = snapshot.columns(segment);
    let Some(strings) = snapshot.searcher().segment_reader(segment).fast_fields().str(column)? else {
        let mut tally = Tally::new(0);
        bits.iter().for_each(|doc| tally.begin(counted_as(unit, doc, columns)));
        tally.end();
        counts.without += tally.without;
        return Ok(());
    };
    let place = |doc| if of_article { columns.first_of(doc) } else { doc };
    let mut used = vec![false; strings.num_terms()];
    bits.iter().for_each(|doc| strings.term_ords(place(doc)).for_each(|ord| used[ord as usize] = true));
    let names = NumberedNames::of(&strings, &used, name)?;
    let mut tally = Tally::new(names.names.len());
    for doc in bits.iter() {
        tally.begin(counted_as(unit, doc, columns));
        strings
            .term_ords(place(doc))
            .filter_map(|ord| names.numbers[ord as usize])
            .for_each(|name| tally.has(name as usize));
    }
    tally.end();
    counts.without += tally.without;
    for (name, count) in names.names.into_iter().zip(tally.counts) {
        *counts.values.entry(name).or_default() += count;
    }
    Ok(())
}

/// The names of a column's values, each once: several values may have one name.
struct NumberedNames {
    names: Vec<String>,
    /// The number of each value's name, by the value's; none where it is not used or not counted.
    numbers: Vec<Option<u32>>,
}

impl NumberedNames {
    /// Of the values that are `used`, each called as `name` says, if it counts.
    fn of(strings: &StrColumn, used: &[bool], name: impl Fn(&str) -> Option<String>) -> Result<Self, IndexError> {
        let ords: Vec<u64> = (0..).zip(used).filter(|(_, used)| **used).map(|(ord, _)| ord).collect();
        let (mut known, mut numbers) = (HashMap::new(), vec![None; used.len()]);
        let mut next = ords.iter();
        let mut add = |value: &[u8]| {
            let Some(&ord) = next.next() else { return };
            let count = known.len() as u32;
            let name = name(&String::from_utf8_lossy(value));
            numbers[ord as usize] = name.map(|name| *known.entry(name).or_insert(count));
        };
        let all = strings.dictionary().sorted_ords_to_term_cb(&ords, &mut add);
        all.map_err(|error| IndexError::Damaged { what: error.to_string() })?;
        let mut names = vec![String::new(); known.len()];
        known.into_iter().for_each(|(name, number)| names[number as usize] = name);
        Ok(NumberedNames { names, numbers })
    }
}
