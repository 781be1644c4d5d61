//! Names and roles of speakers by their words, so that a search for one looks at those alone that have its words,
//! however many there are.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use rust_stemmers::{Algorithm, Stemmer};
use rustc_hash::FxHashMap;
use tantivy::schema::Field as IndexField;

use crate::index::{Collection, Snapshot};
use crate::search::terms::scan_terms;
use crate::search::value_names::canonical;
use onrecord_annotate::speaker::{Speaker, SpeakerType};
use onrecord_query::Field;
use onrecord_query::ast::Expr;
use onrecord_query::interval::Intervals;
use onrecord_query::pattern::{Dictionary, Pattern};
use onrecord_text::analyze::fold::{capitals, fold};
use onrecord_text::analyze::form::{Shape, shape};
use onrecord_text::analyze::stem::stem;
use onrecord_text::analyze::word::Words;

/// The values of a field of one state of an index.
pub struct Names {
    /// The values as they are indexed, each once.
    values: Vec<Box<str>>,
    /// By word: folded, and of an acronym also its capitals.
    words: BTreeMap<Box<str>, Vec<u32>>,
    /// The words of each stem, where words are compared by stem.
    stems: HashMap<String, Vec<Box<str>>>,
}

/// Numbers of values.
type Numbers = BTreeSet<u32>;

impl Names {
    /// Reads the values of `field`, speakers or roles; a speaker has the words of the name used everywhere.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn read(snapshot: &Snapshot, field: Field, collection: &Collection) -> tantivy::Result<Self> {
        let speakers = field == Field::Speaker;
        let place = if speakers { snapshot.fields().speaker } else { snapshot.fields().role };
        let values = distinct(snapshot, place)?;
        let mut words = FxHashMap::<String, Vec<u32>>::default();
        let mut add = |word: String, number: u32| {
            let numbers = words.entry(word).or_default();
            if numbers.last() != Some(&number) {
                numbers.push(number);
            }
        };
        let mut speaker = Speaker { name: String::new(), kind: SpeakerType::Person, role: None };
        for (number, value) in (0..).zip(&values) {
            let name = if speakers { canonical(collection, value, &mut speaker) } else { Cow::Borrowed(&**value) };
            for word in Words::new(&name).map(|range| &name[range]) {
                add(fold(word), number);
                // Perhaps it is no acronym where it stands, but one candidate too many is none too few.
                if shape(word) == Shape::Upper {
                    add(capitals(word), number);
                }
            }
        }
        let words: BTreeMap<Box<str>, Vec<u32>> = words.into_iter().map(|(word, n)| (word.into(), n)).collect();
        let stems = if field.is_of_names() { HashMap::new() } else { stems(words.keys()) };
        Ok(Names { values, words, stems })
    }

    /// The values that have what `value` must have of words; all of them where that is not known.
    pub fn candidates(&self, value: &Expr) -> impl Iterator<Item = &str> {
        let numbers = self.of(value).unwrap_or_else(|| (0..self.values.len() as u32).collect());
        numbers.into_iter().map(|number| &*self.values[number as usize])
    }

    /// The values that satisfy some part of an expression at least, if they can be told by words.
    fn of(&self, value: &Expr) -> Option<Numbers> {
        let mut any = Numbers::new();
        for part in value.joined_parts() {
            any.extend(self.with_words(part)?);
        }
        Some(any)
    }

    /// The values that have the rarest of the words that an expression needs.
    fn with_words(&self, value: &Expr) -> Option<Numbers> {
        let mut patterns = Vec::new();
        let mut leaf = |pattern| {
            patterns.push(pattern);
            patterns.len() - 1
        };
        let intervals = Intervals::of(value, !self.stems.is_empty(), &mut leaf)?;
        let with_any =
            |set: &Vec<usize>| -> Numbers { set.iter().flat_map(|&leaf| self.with(&patterns[leaf])).collect() };
        intervals.required().iter().map(with_any).min_by_key(Numbers::len)
    }

    /// The values with a word that is meant.
    fn with(&self, pattern: &Pattern) -> Vec<u32> {
        let of = |word: &str| self.words.get(word).map_or(&[][..], Vec::as_slice);
        match pattern.dictionary() {
            Dictionary::Term(word) | Dictionary::Acronym(word) => of(word).to_vec(),
            Dictionary::StemFamily { own, stem } => {
                let family = self.stems.get(stem).into_iter().flatten();
                family.flat_map(|word| of(word)).chain(of(own)).copied().collect()
            }
            Dictionary::Prefix(prefix) | Dictionary::Scan(prefix) => {
                let from = self.words.range(Box::from(prefix)..);
                let those = from.take_while(|(word, _)| word.starts_with(prefix));
                those.filter(|(word, _)| pattern.matches_term(word)).flat_map(|(_, numbers)| numbers).copied().collect()
            }
        }
    }
}

/// The terms of a field, each once, in order.
fn distinct(snapshot: &Snapshot, field: IndexField) -> tantivy::Result<Vec<Box<str>>> {
    let mut values: Vec<Box<str>> = Vec::new();
    for segment in snapshot.searcher().segment_readers() {
        scan_terms(segment.inverted_index(field)?.terms(), "", |term| {
            values.push(term.into());
            true
        })?;
    }
    // Those of each segment are in order: sorting by runs makes use of it.
    values.sort();
    values.dedup();
    Ok(values)
}

/// The words of each stem.
fn stems<'w>(words: impl Iterator<Item = &'w Box<str>>) -> HashMap<String, Vec<Box<str>>> {
    let (stemmer, mut stems) = (Stemmer::create(Algorithm::English), HashMap::<_, Vec<_>>::new());
    for word in words {
        stems.entry(stem(&stemmer, word).into_owned()).or_default().push(word.clone());
    }
    stems
}
