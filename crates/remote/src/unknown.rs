//! Words and values that nothing has, and the nearest that something has.

use std::collections::BTreeSet;

use serde_json::json;

use crate::index::{hits, search as ask};
use crate::view::RemoteView;
use onrecord_annotate::CanonicalNames;
use onrecord_annotate::speaker::Speaker;
use onrecord_api::backend::{BackendError, UnknownValue, UnknownWord};
use onrecord_api::nearest::{self, Known, MOST_SIMILAR, similar};
use onrecord_api::values::parse_speaker_key;
use onrecord_query::ast::{Term, TermMode};
use onrecord_query::pattern::fuzzy::distance;
use onrecord_query::pattern::{self, Pattern};
use onrecord_query::{Field, Query, Stop};
use onrecord_text::span::Span;

/// Fields whose values can be named.
const LISTED: [Field; 6] = [Field::Speaker, Field::Role, Field::Topic, Field::Outlet, Field::Author, Field::Lang];

/// The words of a query that no passage has, with the nearest that some have.
///
/// # Errors
/// When the index cannot be read.
pub fn words(view: &RemoteView, query: &Query) -> Result<Vec<UnknownWord>, BackendError> {
    let words = query.patterns_in_text().into_iter().filter_map(|(pattern, span)| match pattern {
        Pattern::Word(word) if word.acronym.is_none() => Some((word.folded, span)),
        _ => None,
    });
    let asked: Vec<(String, Span)> = words.collect();
    let own: BTreeSet<String> = asked.iter().map(|(word, _)| word.clone()).collect();
    view.lexicon.documents(&view.client, &own, &Stop::NEVER)?;
    let mut unknown: Vec<UnknownWord> = Vec::new();
    for (word, span) in asked {
        if view.lexicon.documents_of(&word) == 0 && unknown.iter().all(|known| known.word != word) {
            let stem = pattern::of_term(&Term { text: word.clone(), mode: TermMode::Plain }, true);
            if has_family(view, &stem)? {
                continue;
            }
            unknown.push(UnknownWord { similar: similar_words(view, &word)?, word, span });
        }
    }
    Ok(unknown)
}

/// Whether the index has another form of a word.
fn has_family(view: &RemoteView, patterns: &[Pattern]) -> Result<bool, BackendError> {
    let [Pattern::Word(word)] = patterns else { return Ok(false) };
    let Some(stem) = word.stem() else { return Ok(false) };
    view.lexicon.families(&view.client, &[stem.to_owned()].into(), &Stop::NEVER)?;
    let family: BTreeSet<String> = view.lexicon.family(stem).into_iter().collect();
    view.lexicon.documents(&view.client, &family, &Stop::NEVER)?;
    Ok(family.iter().any(|form| view.lexicon.documents_of(form) > 0))
}

/// The nearest words that some passage has: few letters wrong, then the most frequent.
fn similar_words(view: &RemoteView, word: &str) -> Result<Vec<String>, BackendError> {
    let edits = if word.chars().count() < 4 { 1 } else { 2 };
    let near =
        json!({"fuzzy": {"form": {"value": word, "fuzziness": edits, "prefix_length": 1, "max_expansions": 200}}});
    let query = json!({"bool": {"filter": [{"term": {"doc": "word"}}], "must": [near]}});
    let answered = ask(&view.client, &json!({"size": 50, "query": query}), &Stop::NEVER)?;
    let forms = hits(&answered).iter().filter_map(|hit| hit["_source"]["form"].as_str());
    let forms: BTreeSet<String> = forms.map(str::to_owned).collect();
    view.lexicon.documents(&view.client, &forms, &Stop::NEVER)?;
    let count = |form: &String| view.lexicon.documents_of(form);
    let mut near: Vec<String> = forms.iter().filter(|form| count(form) > 0).cloned().collect();
    near.sort_by_cached_key(|form| (distance(form, word), std::cmp::Reverse(count(form))));
    near.truncate(MOST_SIMILAR);
    Ok(near)
}

/// The values of a query's fields that no article has, with the nearest that some have.
///
/// # Errors
/// When the index cannot be read.
pub fn values(view: &RemoteView, query: &Query) -> Result<Vec<UnknownValue>, BackendError> {
    let mut unknown = Vec::new();
    for (field, value, span) in query.values_asked() {
        if !LISTED.contains(&field) {
            continue;
        }
        let found = view.values.values(&view.client, field, &Stop::NEVER)?;
        let known: BTreeSet<Known> = found.all.iter().map(|value| known(view, field, value)).collect();
        let (known, own) = (known.into_iter().collect::<Vec<_>>(), nearest::words(&value));
        if found.are_all && !known.iter().any(|known| known.is(&value, &own)) {
            unknown.push(UnknownValue { field, similar: similar(&own, &known), value, span, all: known.len() });
        }
    }
    Ok(unknown)
}

fn known(view: &RemoteView, field: Field, value: &str) -> Known {
    let name = match (field, parse_speaker_key(value)) {
        (Field::Speaker, Some((kind, name))) => {
            view.collection.canonical(&Speaker { name: name.to_owned(), kind, role: None }).into_owned()
        }
        _ => value.to_owned(),
    };
    let label = view.collection.topic_labels.get(value).filter(|_| field == Field::Topic).cloned();
    Known { label: label.unwrap_or_else(|| name.clone()), name }
}
