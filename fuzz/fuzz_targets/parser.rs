//! Any text is a query or an error at a place in it; all places lie within the text; what a query prints reads the
//! same; and what was read can be matched.

#![no_main]

use libfuzzer_sys::fuzz_target;
use onrecord::highlight::Matcher;
use onrecord::query::ast::{Expr, ExprKind};
use onrecord::query::{Field, Query, error, parse};
use onrecord::span::Span;

fuzz_target!(|text: &str| {
    match parse(text) {
        Ok(query) => {
            assert_spans(&query.expr, text);
            query.notes.iter().for_each(|note| assert_within(note.span, text));
            assert_reads_the_same(&query);
            Matcher::new(&query);
        }
        Err(error) => {
            assert_within(error.span, text);
            error::render(&error, text);
        }
    }
    assert_reads_the_same(&Query::words(text));
    for field in Field::ALL {
        if let Ok(query) = Query::words("word").and_field(field, text) {
            assert_reads_the_same(&query);
        }
    }
});

fn assert_within(span: Span, text: &str) {
    assert!(text.get(span.range()).is_some(), "{span:?} is no part of {text:?}");
}

fn assert_reads_the_same(query: &Query) {
    let printed = query.to_string();
    if printed.len() > onrecord::query::MAX_QUERY_BYTES {
        return;
    }
    let again = parse(&printed).unwrap_or_else(|error| panic!("{}", error::render(&error, &printed)));
    assert!(again.expr == query.expr, "{:?} is printed as {printed:?}, which is {:?}", query.expr, again.expr);
    assert_eq!(again.to_string(), printed);
}

/// Every part lies in the text. What was rewritten has no place of its own.
fn assert_spans(expr: &Expr, text: &str) {
    assert_within(expr.span, text);
    match &expr.kind {
        ExprKind::And(parts) | ExprKind::Or(parts) | ExprKind::SameArticle(parts) => {
            parts.iter().for_each(|part| assert_spans(part, text));
        }
        ExprKind::Group(clauses) => clauses.iter().for_each(|clause| assert_spans(&clause.expr, text)),
        ExprKind::Near(near) => [&near.left, &near.right].into_iter().for_each(|part| assert_spans(part, text)),
        ExprKind::Not(part)
        | ExprKind::AtLeast { expr: part, .. }
        | ExprKind::Boost { expr: part, .. }
        | ExprKind::Field { value: part, .. } => assert_spans(part, text),
        ExprKind::All | ExprKind::Term(_) | ExprKind::Phrase(_) | ExprKind::Period(_) | ExprKind::Kind(_) => {}
    }
}
