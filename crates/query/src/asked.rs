//! What a query asks for, word by word and value by value: for those who look whether an index has it at all.

use onrecord_text::span::Span;

use crate::Query;
use crate::ast::{Expr, ExprKind, TermMode};
use crate::field::Field;
use crate::pattern::{self, Pattern};

impl Query {
    /// The words, and patterns of words, that its parts look for in the text of passages and quotes, left to right, each
    /// with the place in the query text of the term or phrase that it stands in. Excluded parts are left out.
    pub fn patterns_in_text(&self) -> Vec<(Pattern, Span)> {
        let mut found = Vec::new();
        self.expr.visit_wanted(&mut |part| {
            if matches!(part.kind, ExprKind::Field { field, .. } if !field.is_in_text()) {
                return false;
            }
            found.extend(pattern::of_words(part, true).into_iter().map(|pattern| (pattern, part.span)));
            true
        });
        found
    }

    /// The plain values that it asks of fields, left to right, each with its place in the query text. Excluded parts,
    /// values with wildcards, and operands of connectors are left out.
    pub fn values_asked(&self) -> Vec<(Field, String, Span)> {
        let mut asked = Vec::new();
        self.expr.visit_wanted(&mut |part| match &part.kind {
            ExprKind::Field { field, value } => {
                value.visit_wanted(&mut |part| {
                    asked.extend(plain_value(part).map(|value| (*field, value, part.span)));
                    !matches!(part.kind, ExprKind::Near(_) | ExprKind::AtLeast { .. })
                });
                false
            }
            _ => true,
        });
        asked
    }
}

/// The value that one word or phrase without wildcards asks for.
fn plain_value(expr: &Expr) -> Option<String> {
    match &expr.kind {
        ExprKind::Term(term) if matches!(term.mode, TermMode::Plain | TermMode::Exact) => Some(term.text.clone()),
        ExprKind::Phrase(phrase) => Some(phrase.words.join(" ")).filter(|words| !words.contains(['*', '?'])),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::parse;

    #[test]
    fn words_of_the_text_are_told_from_those_of_fields_and_exclusions() {
        let text = "oil said:price* title:gas -coal \"big bank\" outlet:x a NOT w/5 b";
        let patterns = parse(text).unwrap().patterns_in_text();
        let places: Vec<&str> = patterns.iter().map(|(_, span)| span.of(text)).collect();
        assert_eq!(places, ["oil", "price*", "\"big bank\"", "\"big bank\"", "a"]);
    }

    #[test]
    fn values_are_those_of_wanted_fields() {
        let query = parse("oil speaker:(toner OR \"Ann Price\") -outlet:x role:min* topic:(a w/2 b)").unwrap();
        let values: Vec<(&str, String)> = query.values_asked().into_iter().map(|(f, v, _)| (f.name(), v)).collect();
        assert_eq!(values, [("speaker", "toner".to_owned()), ("speaker", "Ann Price".to_owned())]);
    }
}
