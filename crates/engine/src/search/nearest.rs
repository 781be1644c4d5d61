//! Values of a query's fields that no article has, and the nearest that some have: misspelt speakers, topics that are
//! called otherwise, outlets by half a name.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::error::SearchError;
use crate::index::record::parse_speaker_key;
use crate::index::{Collection, IndexError, Snapshot};
use onrecord_annotate::CanonicalNames;
use onrecord_annotate::speaker::Speaker;
pub use onrecord_api::backend::UnknownValue;
use onrecord_query::ast::{Expr, ExprKind, TermMode};
use onrecord_query::pattern::fuzzy::distance;
use onrecord_query::{Field, Query};
use onrecord_text::analyze::fold::fold;
use onrecord_text::analyze::word::Words;
use onrecord_text::span::Span;

/// Most values that are named for one.
const MOST_SIMILAR: usize = 3;
/// Most values of a field that are looked at.
const MOST_VALUES: usize = 200_000;
/// Most values asked for that are looked into.
const MOST_UNKNOWN: usize = 4;
/// Values of a field that are all named where none is near.
const FEW: usize = 8;

/// The values that a query's positive parts ask for and no article has.
///
/// # Errors
/// When the index cannot be read.
pub fn unknown_values(
    query: &Query,
    snapshot: &Snapshot,
    collection: &Collection,
) -> Result<Vec<UnknownValue>, SearchError> {
    let mut asked = Vec::new();
    collect(&query.expr, &mut asked);
    let mut unknown = Vec::new();
    for (field, value, span) in asked {
        let values = values(field, snapshot, collection)?;
        let own = words(&value);
        let known = values.iter().any(|known| known.is(&value, &own));
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

/// Collects the plain values that the parts of an expression that are not excluded ask for.
fn collect(expr: &Expr, asked: &mut Vec<(Field, String, Span)>) {
    expr.visit_wanted(&mut |part| match &part.kind {
        ExprKind::Field { field, value } => {
            value.visit_wanted(&mut |part| {
                let plain = plain_value(part).filter(|_| column(*field).is_some());
                asked.extend(plain.map(|value| (*field, value, part.span)));
                !matches!(part.kind, ExprKind::Near(_) | ExprKind::AtLeast { .. })
            });
            false
        }
        _ => true,
    });
}

/// The value that one word or phrase without wildcards asks for.
fn plain_value(expr: &Expr) -> Option<String> {
    match &expr.kind {
        ExprKind::Term(term) if matches!(term.mode, TermMode::Plain | TermMode::Exact) => Some(term.text.clone()),
        ExprKind::Phrase(phrase) => Some(phrase.words.join(" ")).filter(|words| !words.contains('*')),
        _ => None,
    }
}

/// A value that some article has.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Known {
    /// As it is asked for.
    name: String,
    /// What people call it.
    label: String,
}

impl Known {
    /// Whether a value asks for it: by its name, or by words of what it is called.
    fn is(&self, value: &str, words: &[String]) -> bool {
        let called = self::words(&self.label);
        fold(&self.name) == fold(value) || !words.is_empty() && called.windows(words.len()).any(|part| part == words)
    }
}

/// The values of a field.
fn values(field: Field, snapshot: &Snapshot, collection: &Collection) -> Result<Vec<Known>, IndexError> {
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

/// The folded words of a value.
fn words(value: &str) -> Vec<String> {
    Words::new(value).map(|range| fold(&value[range])).collect()
}

/// The values of which most words are those asked for or nearly so; of few values all, where none is near.
fn similar(asked: &[String], values: &[Known]) -> Vec<String> {
    let mut near: Vec<_> = values.iter().filter_map(|known| Some((nearness(asked, known)?, &known.name))).collect();
    near.sort_by_key(|((matched, errors), name)| (Reverse(*matched), *errors, name.len()));
    if near.is_empty() && values.len() <= FEW {
        return values.iter().map(|known| known.name.clone()).collect();
    }
    near.into_iter().take(MOST_SIMILAR).map(|(_, name)| name.clone()).collect()
}

/// How many of the words asked for are nearly in a value, and with how many wrong letters; nothing where fewer than
/// half are.
fn nearness(asked: &[String], known: &Known) -> Option<(usize, usize)> {
    let own: Vec<String> = words(&known.name).into_iter().chain(words(&known.label)).collect();
    let (mut matched, mut errors) = (0, 0);
    for word in asked {
        let nearest = own.iter().filter_map(|other| near(word, other)).min();
        matched += usize::from(nearest.is_some());
        errors += nearest.unwrap_or(0);
    }
    (matched > 0 && 2 * matched >= asked.len()).then_some((matched, errors))
}

/// Letters in which two words differ, where that may be a slip, or where one begins the other.
fn near(a: &str, b: &str) -> Option<usize> {
    let (short, long) = (a.chars().count().min(b.chars().count()), a.chars().count().max(b.chars().count()));
    let most = match short {
        0..=2 => 0,
        3..=4 => 1,
        _ => 2,
    };
    if short >= 4 && (a.starts_with(b) || b.starts_with(a)) {
        return Some(1);
    }
    if long - short > most || long > 64 {
        return None;
    }
    Some(distance(a, b)).filter(|&errors| errors <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(name: &str) -> Known {
        Known { name: name.into(), label: name.into() }
    }

    #[test]
    fn slips_and_halves_of_names_are_near() {
        let names = ["Angela Merkel", "Angela Davis", "Mark Toner", "The New York Times"].map(known);
        assert_eq!(similar(&words("Angela Merkle"), &names)[0], "Angela Merkel");
        assert_eq!(similar(&words("tonner"), &names), ["Mark Toner"]);
        assert_eq!(similar(&words("New Yorker Times"), &names), ["The New York Times"]);
        assert_eq!(similar(&words("zebra"), &names).len(), 4, "few values are all named");
    }
}
