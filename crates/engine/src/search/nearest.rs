//! Values of a query's fields that no article has, and the nearest that some have: misspelt speakers, topics that are
//! called otherwise, outlets by half a name.

use std::collections::BTreeSet;

use super::error::SearchError;
use super::terms::is_word;
use crate::index::record::parse_speaker_key;
use crate::index::{Collection, IndexError, Snapshot};
use onrecord_annotate::CanonicalNames;
use onrecord_annotate::speaker::Speaker;
pub use onrecord_api::backend::UnknownValue;
use onrecord_api::nearest::{Known, similar, words};
use onrecord_query::{Field, Query};

/// Most values of a field that are looked at.
const MOST_VALUES: usize = 200_000;
/// Most values asked for that are looked into.
const MOST_UNKNOWN: usize = 4;

/// The values that a query's positive parts ask for and no article has.
///
/// # Errors
/// When the index cannot be read.
pub fn unknown_values(
    query: &Query,
    snapshot: &Snapshot,
    collection: &Collection,
) -> Result<Vec<UnknownValue>, SearchError> {
    let mut unknown = Vec::new();
    for (field, value, span) in query.values_asked() {
        if column(field).is_none() && field != Field::Section {
            continue;
        }
        let values = values(field, snapshot, collection)?;
        let own = words(&value);
        let known = match field {
            Field::Section => own.iter().all(|word| values.iter().any(|known| known.name == *word)),
            _ => values.iter().any(|known| known.is(&value, &own)),
        };
        if !known && unknown.len() < MOST_UNKNOWN {
            unknown.push(UnknownValue { field, similar: similar(&own, &values), value, span, all: values.len() });
        }
    }
    Ok(unknown)
}

/// Whether values of the field can be named.
fn column(field: Field) -> Option<&'static str> {
    match field {
        Field::Speaker => Some("speaker"),
        Field::Role => Some("role"),
        Field::Topic => Some("topic"),
        Field::Outlet => Some("outlet"),
        Field::Author => Some("author"),
        Field::Lang => Some("lang"),
        _ => None,
    }
}

/// The values of a field.
fn values(field: Field, snapshot: &Snapshot, collection: &Collection) -> Result<Vec<Known>, IndexError> {
    if field == Field::Section {
        return section_words(snapshot);
    }
    let Some(column) = column(field) else { return Ok(Vec::new()) };
    let mut found = BTreeSet::new();
    for segment in snapshot.searcher().segment_readers() {
        let Some(strings) = segment.fast_fields().str(column)? else { continue };
        let mut value = String::new();
        for ord in 0..strings.num_terms() as u64 {
            value.clear();
            let is_there = strings.ord_to_str(ord, &mut value).is_ok_and(|there| there);
            if is_there && found.len() < MOST_VALUES {
                found.insert(known(field, &value, collection));
            }
        }
    }
    Ok(found.into_iter().collect())
}

/// The words of the sections that there are: sections are asked for by words.
fn section_words(snapshot: &Snapshot) -> Result<Vec<Known>, IndexError> {
    let mut found = BTreeSet::new();
    for segment in snapshot.searcher().segment_readers() {
        let index = segment.inverted_index(snapshot.fields().section)?;
        let mut words = index.terms().stream().map_err(tantivy::TantivyError::from)?;
        while words.advance() && found.len() < MOST_VALUES {
            let word = std::str::from_utf8(words.key()).ok().filter(|word| is_word(word));
            found.extend(word.map(|word| Known { name: word.to_owned(), label: word.to_owned() }));
        }
    }
    Ok(found.into_iter().collect())
}

fn known(field: Field, value: &str, collection: &Collection) -> Known {
    let name = match (field, parse_speaker_key(value)) {
        (Field::Speaker, Some((kind, name))) => {
            let speaker = Speaker { name: name.to_owned(), kind, role: None };
            collection.canonical(&speaker).into_owned()
        }
        _ => value.to_owned(),
    };
    let label = collection.topic_labels.get(value).filter(|_| field == Field::Topic).cloned();
    Known { label: label.unwrap_or_else(|| name.clone()), name }
}
