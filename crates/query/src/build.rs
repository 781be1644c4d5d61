//! Queries made by a program: plain words, and filters added to what a user wrote.

use std::borrow::Cow;

use crate::ast::{Clause, Expr, ExprKind, Occur, Phrase, Term, TermMode};
use crate::error::QueryError;
use crate::field::Field;
use crate::lex::TokenKind;
use crate::period::Period;
use crate::{MAX_TERMS, Note, Query, group, value};
use onrecord_text::analyze::form::{Shape, shape};
use onrecord_text::analyze::text::is_shouting;
use onrecord_text::analyze::word::Words;
use onrecord_text::article::BlockKind;
use onrecord_text::span::Span;

/// Whether a text of several words is set in capitals.
fn shouts(text: &str) -> bool {
    let shapes: Vec<Shape> = Words::new(text).map(|range| shape(&text[range])).collect();
    let cased = shapes.iter().filter(|shape| !matches!(shape, Shape::Number | Shape::Other)).count();
    let capitals = shapes.iter().filter(|&&shape| shape == Shape::Upper).count();
    is_shouting(capitals, cased)
}

impl Query {
    /// The words of a text as optional bare words: nothing in it is an operator. Words beyond
    /// [`MAX_TERMS`] are left out with a note; a text without words finds nothing.
    ///
    /// A text set in capitals is read in small letters: capitals say nothing there.
    pub fn words(text: &str) -> Self {
        let quiet = if shouts(text) { Cow::Owned(text.to_ascii_lowercase()) } else { Cow::Borrowed(text) };
        let text: &str = &quiet;
        let mut words = Words::new(text);
        let clauses: Vec<Clause> =
            words.by_ref().take(MAX_TERMS).filter_map(|range| optional_word(text, range)).collect();
        let mut notes = Vec::new();
        if let Some(next) = words.next() {
            let span = Span::new(next.start, text.len());
            notes.push(Note::new(
                "too-many",
                format!("a query has at most {MAX_TERMS} words; the rest is left out"),
                span,
            ));
        }
        Query { expr: words_expr(clauses), notes }
    }

    /// This query and, required, the field with the value as a user gives it for a filter: a name or title
    /// in words, a period, an id.
    ///
    /// It joins the top AND group: a speaker asked for here says the quote that the query speaks of.
    ///
    /// # Errors
    /// When the value is none of the field's.
    pub fn and_field(self, field: Field, value: &str) -> Result<Self, QueryError> {
        let value = field_value(field, value)?;
        Ok(self.and(Expr::synthetic(ExprKind::Field { field, value: Box::new(value) })))
    }

    /// The query that asks of an article what this one asks of a passage: all that is required in the text, each
    /// part in any passage. None where fewer than two parts are required.
    pub fn in_one_article(&self) -> Option<Self> {
        let (mut wanted, mut others) = (Vec::new(), Vec::new());
        for part in group::required_parts(&self.expr)? {
            if part.is_filter() || part.kind == ExprKind::All { others.push(part) } else { wanted.push(part) }
        }
        if wanted.len() < 2 || !self.same_article().is_empty() {
            return None;
        }
        let whole = Expr::synthetic(ExprKind::SameArticle(wanted));
        let expr = others.into_iter().fold(whole, group::require);
        Some(Query { expr, notes: Vec::new() })
    }

    /// This query and, required, articles published within `period`.
    pub fn and_published(self, period: Period) -> Self {
        let value = Box::new(Expr::synthetic(ExprKind::Period(period)));
        self.and(Expr::synthetic(ExprKind::Field { field: Field::Date, value }))
    }

    /// This query and, required, passages of one of these kinds; none given, the query itself.
    pub fn and_kinds(self, kinds: &[BlockKind]) -> Self {
        let mut values: Vec<Expr> = kinds.iter().map(|&kind| Expr::synthetic(ExprKind::Kind(kind))).collect();
        let value = match values.len() {
            0 => return self,
            1 => values.remove(0),
            _ => Expr::synthetic(ExprKind::Or(values)),
        };
        self.and(Expr::synthetic(ExprKind::Field { field: Field::Kind, value: Box::new(value) }))
    }

    /// This query and, required, another expression.
    pub fn and(self, part: Expr) -> Self {
        Query { expr: group::require(self.expr, part), notes: self.notes }
    }
}

/// A word of a text, unless it is a mark without the character that it belongs to.
fn optional_word(text: &str, range: std::ops::Range<usize>) -> Option<Clause> {
    let span = Span::new(range.start, range.end);
    let text = value::trimmed(&text[range], false);
    let clause = |text| {
        let term = Term { text, mode: TermMode::Plain };
        Clause { occur: Occur::Should, expr: Expr::new(ExprKind::Term(term), span) }
    };
    Some(text).filter(|text| !text.is_empty()).map(clause)
}

fn words_expr(mut clauses: Vec<Clause>) -> Expr {
    match clauses.len() {
        0 => Expr::synthetic(ExprKind::Not(Box::new(Expr::synthetic(ExprKind::All)))),
        1 => clauses.remove(0).expr,
        _ => {
            let span = clauses[0].expr.span.cover(clauses[clauses.len() - 1].expr.span);
            Expr::new(ExprKind::Group(clauses), span)
        }
    }
}

/// The value of a filter: one that is taken as it stands, or words that stand side by side.
fn field_value(field: Field, text: &str) -> Result<Expr, QueryError> {
    let whole = Span::new(0, text.len());
    let missing = || {
        let message = format!("{}: needs a value", field.name());
        QueryError::new(super::error::ErrorKind::MissingValue, whole, message).hint(value::example(field))
    };
    if field.is_verbatim() {
        let piece = super::lex::Piece(text.chars().map(|c| (c, false)).collect());
        return value::verbatim(field, &TokenKind::Phrase(piece), whole)?.ok_or_else(missing);
    }
    let words = Words::new(text).map(|range| value::trimmed(&text[range], false));
    let words: Vec<String> = words.filter(|word| !word.is_empty()).collect();
    match words.len() {
        0 => Err(missing()),
        1 => {
            let term = Term { text: value::trimmed(text, false), mode: TermMode::Plain };
            Ok(Expr::new(ExprKind::Term(term), whole))
        }
        _ => {
            let phrase = Expr::new(ExprKind::Phrase(Phrase { words, slop: 0 }), whole);
            let turned = field.is_of_names().then(|| value::turned_name(text, &phrase)).flatten();
            Ok(turned.unwrap_or(phrase))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse;

    fn with(query: &str, field: Field, value: &str) -> String {
        parse(query).unwrap().and_field(field, value).unwrap().to_string()
    }

    #[test]
    fn plain_words_are_never_operators() {
        assert_eq!(Query::words("what did \"Toner say AND title:x").to_string(), "what did Toner say \\AND title x");
        assert_eq!(Query::words("...").to_string(), "NOT *");
        assert_eq!(Query::words("es\\\u{16}\u{fb1}\\ c").to_string(), "es c");
        let many = Query::words(&"a ".repeat(5000));
        assert_eq!(many.notes.len(), 1);
    }

    #[test]
    fn filters_join_the_top_group() {
        assert_eq!(with("a b", Field::Speaker, "Mark Toner"), "a b speaker:\"Mark Toner\"");
        assert_eq!(with("said:x AND y", Field::Speaker, "toner"), "said:x AND y AND speaker:toner");
        assert_eq!(with("said:x", Field::Role, "spokesman"), "said:x AND role:spokesman");
        assert_eq!(with("a OR b", Field::Topic, "medtop:04"), "(a OR b) AND topic:medtop:04");
        assert_eq!(with("*", Field::Date, "2017.."), "date:2017..");
        assert!(parse("a").unwrap().and_field(Field::Date, "soon").is_err());
        let kinds = parse("a").unwrap().and_kinds(&[BlockKind::Title, BlockKind::Body]);
        assert_eq!(kinds.to_string(), "a AND kind:(title OR body)");
    }

    #[test]
    fn what_a_passage_lacks_is_asked_of_the_article() {
        let in_article = |text| parse(text).unwrap().in_one_article().map(|query| query.to_string());
        for (text, expected) in [
            ("a AND b", Some("a w/a b")),
            ("+a c \"b b\" -d date:2017", Some("a w/a \"b b\" AND NOT d AND date:2017")),
            ("(a OR b) AND c w/2 d", Some("(a OR b) w/a c w/2 d")),
            ("a OR b", None),
            ("a b", None),
            ("a AND * AND title:b", None),
            ("a w/a b AND c", None),
        ] {
            assert_eq!(in_article(text).as_deref(), expected, "{text}");
            assert!(expected.is_none_or(|text| parse(text).is_ok()));
        }
    }

    #[test]
    fn what_is_built_reads_the_same() {
        let built = Query::words("ISIS 5 w/5 caf\u{e9}").and_field(Field::Outlet, "The \"Daily\" News").unwrap();
        assert_eq!(parse(&built.to_string()).unwrap().expr, built.expr);
        assert_eq!(with("a", Field::Title, "es \u{16}\u{fb1} c"), "a AND title:\"es c\"");
    }
}
