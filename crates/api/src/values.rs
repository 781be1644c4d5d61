//! Values that are indexed as they stand (names, roles, topics, paths, intervals of days), tested by the
//! matcher: a value is shown to it as a passage that has nothing else.

use std::sync::Arc;

use jiff::civil::Date;

use crate::collection::Collection;
use onrecord_annotate::CanonicalNames;
use onrecord_annotate::speaker::{QuoteKind, Speaker, SpeakerType};
use onrecord_query::ast::{Expr, ExprKind};
use onrecord_query::highlight::{Matcher, PassageView, QuoteView, TopicView};
use onrecord_query::{Field, Query};
use onrecord_text::analyze::{Forms, Word, analyze_name};
use onrecord_text::span::Span;

/// Tests the values of one field against one value expression.
pub struct ValueMatcher {
    field: Field,
    matcher: Matcher,
    forms: Forms,
    collection: Arc<Collection>,
}

impl ValueMatcher {
    /// Tests values of `field` for satisfying `value`.
    ///
    /// A passage may satisfy parts of `value` by different values, so a value is taken that satisfies any
    /// part: where that is too much, the passage's text decides.
    pub fn new(field: Field, value: &Expr, collection: Arc<Collection>) -> Self {
        let parts = value
            .joined_parts()
            .into_iter()
            .map(|part| Expr::synthetic(ExprKind::Field { field, value: Box::new(part.clone()) }));
        Self::of_query(field, Expr::synthetic(ExprKind::Or(parts.collect())), collection)
    }

    /// Tests values of `field` for satisfying the whole of `value` by themselves.
    pub fn of_one(field: Field, value: &Expr, collection: Arc<Collection>) -> Self {
        let whole = Expr::synthetic(ExprKind::Field { field, value: Box::new(value.clone()) });
        Self::of_query(field, whole, collection)
    }

    fn of_query(field: Field, expr: Expr, collection: Arc<Collection>) -> Self {
        let query = Query { expr, notes: Vec::new() };
        ValueMatcher { field, matcher: Matcher::new(&query), forms: Forms::new(), collection }
    }

    /// Whether a passage with the indexed value `term` can match. False: none can. True: its findings decide.
    pub fn holds(&mut self, term: &str) -> bool {
        let nothing: &[Word] = &[];
        let (mut name, mut role) = (Vec::new(), Vec::new());
        match self.field {
            Field::Speaker => {
                let Some((kind, local)) = parse_speaker_key(term) else { return false };
                let speaker = Speaker { name: local.to_owned(), kind, role: None };
                name = analyze_name(&self.collection.canonical(&speaker), &mut self.forms);
            }
            Field::Role => role = analyze_name(term, &mut self.forms),
            _ => {}
        }
        let quotes = [QuoteView { kind: QuoteKind::Direct, words: 0..0, speaker: &name, role: &role }];
        let label = self.collection.topic_labels.get(term).map_or("", String::as_str);
        let topics = [TopicView { id: term, label }];
        let mentions = [interval(term)];
        let of = |field| self.field == field;
        let view = PassageView {
            quotes: if of(Field::Speaker) || of(Field::Role) { &quotes } else { &[] },
            topics: if of(Field::Topic) { &topics } else { &[] },
            mentions: if of(Field::Mentions) { &mentions } else { &[] },
            path: if of(Field::Path) { term } else { "" },
            url: if of(Field::Url) { term } else { "" },
            lang: of(Field::Lang).then_some(term),
            ..PassageView::of_words("", Span::default(), nothing, &[], &self.forms)
        };
        self.matcher.is_match(&view)
    }
}

/// Type and name of the value under which a speaker is indexed: the letter of the type, a colon, and the name used
/// within the article.
pub fn parse_speaker_key(key: &str) -> Option<(SpeakerType, &str)> {
    let (letter, name) = key.split_once(':')?;
    let kind = match letter {
        "p" => SpeakerType::Person,
        "o" => SpeakerType::Organisation,
        "g" => SpeakerType::Group,
        "d" => SpeakerType::Document,
        "u" => SpeakerType::Unnamed,
        _ => return None,
    };
    Some((kind, name))
}

/// The interval of days written `first..last`.
fn interval(term: &str) -> (Option<Date>, Option<Date>) {
    let (first, last) = term.split_once("..").unwrap_or((term, term));
    (first.parse().ok(), last.parse().ok())
}
