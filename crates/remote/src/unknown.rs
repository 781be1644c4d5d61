//! Words and values that nothing has, and the nearest that something has.

use std::collections::BTreeSet;

use serde_json::json;

use crate::index::{hits, search as ask};
use crate::view::RemoteView;
use onrecord_annotate::CanonicalNames;
use onrecord_annotate::speaker::Speaker;
use onrecord_api::backend::{BackendError, UnknownValue, UnknownWord};
use onrecord_api::values::parse_speaker_key;
use onrecord_query::ast::{Expr, ExprKind, Occur, TermMode};
use onrecord_query::pattern::fuzzy::distance;
use onrecord_query::pattern::{self, Pattern};
use onrecord_query::{Field, Query, Stop};
use onrecord_text::analyze::fold::fold;
use onrecord_text::analyze::word::Words;
use onrecord_text::span::Span;

/// Most words or values that are named for one.
const MOST_SIMILAR: usize = 3;
/// Values of a field that are all named where none is near.
const FEW: usize = 8;

/// The words of a query that no passage has, with the nearest that some have.
///
/// # Errors
/// When the index cannot be read.
pub fn words(view: &RemoteView, query: &Query) -> Result<Vec<UnknownWord>, BackendError> {
    let mut asked = Vec::new();
    collect_words(&query.expr, &mut asked);
    let own: BTreeSet<String> = asked.iter().map(|(word, _)| word.clone()).collect();
    view.lexicon.documents(&view.client, &own, &Stop::NEVER)?;
    let mut unknown: Vec<UnknownWord> = Vec::new();
    for (word, span) in asked {
        if view.lexicon.documents_of(&word) == 0 && unknown.iter().all(|known| known.word != word) {
            let stem = pattern::of_term(&onrecord_query::ast::Term { text: word.clone(), mode: TermMode::Plain }, true);
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

/// The plain words of a query's positive parts, folded.
fn collect_words(expr: &Expr, words: &mut Vec<(String, Span)>) {
    let mut add = |patterns: Vec<Pattern>| {
        for pattern in patterns {
            if let Pattern::Word(word) = pattern
                && word.acronym.is_none()
            {
                words.push((word.folded, expr.span));
            }
        }
    };
    match &expr.kind {
        ExprKind::Term(term) => add(pattern::of_term(term, true)),
        ExprKind::Phrase(phrase) => add(pattern::of_phrase(phrase)),
        ExprKind::And(parts) | ExprKind::Or(parts) | ExprKind::SameArticle(parts) => {
            parts.iter().for_each(|part| collect_words(part, words));
        }
        ExprKind::Group(clauses) => {
            let positive = clauses.iter().filter(|clause| clause.occur != Occur::MustNot);
            positive.for_each(|clause| collect_words(&clause.expr, words));
        }
        ExprKind::Near(near) => {
            collect_words(&near.left, words);
            if !near.negated {
                collect_words(&near.right, words);
            }
        }
        ExprKind::AtLeast { expr, .. } | ExprKind::Boost { expr, .. } => collect_words(expr, words),
        ExprKind::Field { field, value } if field.is_in_text() => collect_words(value, words),
        _ => {}
    }
}

/// The values of a query's fields that no article has, with the nearest that some have.
///
/// # Errors
/// When the index cannot be read.
pub fn values(view: &RemoteView, query: &Query) -> Result<Vec<UnknownValue>, BackendError> {
    let mut asked = Vec::new();
    collect_values(&query.expr, None, &mut asked);
    let mut unknown = Vec::new();
    for (field, value, span) in asked {
        let known = view.values.values(&view.client, field, &Stop::NEVER)?;
        let names: BTreeSet<String> = known.all.iter().map(|value| shown(view, field, value)).collect();
        let own = words_of(&value);
        let is = |name: &String| {
            let words = words_of(name);
            fold(name) == fold(&value) || words.windows(own.len().max(1)).any(|part| part == own)
        };
        let with_ids = field == Field::Topic && known.all.iter().any(|id| fold(id) == fold(&value));
        if !with_ids && known.are_all && !names.iter().any(is) {
            unknown.push(UnknownValue { field, similar: nearest(&own, &names), value, span, all: names.len() });
        }
    }
    Ok(unknown)
}

fn shown(view: &RemoteView, field: Field, value: &str) -> String {
    match field {
        Field::Speaker => match parse_speaker_key(value) {
            Some((kind, name)) => {
                view.collection.canonical(&Speaker { name: name.to_owned(), kind, role: None }).into_owned()
            }
            None => value.to_owned(),
        },
        Field::Topic => view.collection.topic_labels.get(value).cloned().unwrap_or_else(|| value.to_owned()),
        _ => value.to_owned(),
    }
}

fn words_of(text: &str) -> Vec<String> {
    Words::new(text).map(|range| fold(&text[range])).collect()
}

/// The names with a word that is nearly one of the words asked for.
fn nearest(own: &[String], names: &BTreeSet<String>) -> Vec<String> {
    if names.len() <= FEW {
        return names.iter().cloned().collect();
    }
    let far = |name: &String| {
        let words = words_of(name);
        let pairs = own.iter().flat_map(|a| words.iter().map(move |b| (a, b)));
        pairs.filter(|(a, _)| a.chars().count() > 2).map(|(a, b)| (distance(a, b), a.chars().count() / 3)).min()
    };
    let mut near: Vec<(usize, &String)> = names
        .iter()
        .filter_map(|name| far(name).filter(|(distance, most)| distance <= most).map(|(distance, _)| (distance, name)))
        .collect();
    near.sort();
    near.into_iter().take(MOST_SIMILAR).map(|(_, name)| name.clone()).collect()
}

fn collect_values(expr: &Expr, field: Option<Field>, values: &mut Vec<(Field, String, Span)>) {
    match &expr.kind {
        ExprKind::Field { field, value } => {
            let listed = [Field::Speaker, Field::Role, Field::Topic, Field::Outlet, Field::Author, Field::Lang];
            if listed.contains(field) {
                collect_values(value, Some(*field), values);
            }
        }
        ExprKind::And(parts) | ExprKind::Or(parts) => {
            parts.iter().for_each(|part| collect_values(part, field, values));
        }
        ExprKind::Group(clauses) => {
            let positive = clauses.iter().filter(|clause| clause.occur != Occur::MustNot);
            positive.for_each(|clause| collect_values(&clause.expr, field, values));
        }
        ExprKind::Boost { expr, .. } => collect_values(expr, field, values),
        ExprKind::Term(term) if matches!(term.mode, TermMode::Plain | TermMode::Exact) => {
            values.extend(field.map(|field| (field, term.text.clone(), expr.span)));
        }
        ExprKind::Phrase(phrase) => values.extend(field.map(|field| (field, phrase.words.join(" "), expr.span))),
        _ => {}
    }
}
