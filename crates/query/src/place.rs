//! What may stand where: checks on a whole tree.

use crate::MAX_DEPTH;
use crate::ast::{Clause, Expr, ExprKind, Occur};
use crate::error::{ErrorKind, QueryError};
use onrecord_text::span::Span;

/// Checks that operands of connectors are words and phrases, that `w/a` stands at the top or under AND, and
/// that the tree is no deeper than [`MAX_DEPTH`].
///
/// # Errors
/// At the first part that may not stand where it does.
pub(crate) fn check(expr: &Expr) -> Result<(), QueryError> {
    check_part(expr, 0, true)
}

/// Checks that something at nesting `depth` is not too deep.
///
/// # Errors
/// When it is.
pub(crate) fn check_depth(depth: usize, span: Span) -> Result<(), QueryError> {
    if depth < MAX_DEPTH {
        return Ok(());
    }
    let error = QueryError::new(ErrorKind::TooDeep, span, format!("nested deeper than {MAX_DEPTH} levels"));
    Err(error.hint("write it with fewer parentheses or connectors"))
}

/// `top`: whether only ANDs stand above.
fn check_part(expr: &Expr, depth: usize, top: bool) -> Result<(), QueryError> {
    check_depth(depth, expr.span)?;
    let below = |expr: &Expr| check_part(expr, depth + 1, false);
    match &expr.kind {
        ExprKind::And(all) => all.iter().try_for_each(|part| check_part(part, depth + 1, top)),
        ExprKind::Group(clauses) => clauses.iter().try_for_each(|c| check_clause(c, depth, top)),
        ExprKind::SameArticle(_) if !top => Err(misplaced_same_article(expr.span)),
        ExprKind::Or(all) | ExprKind::SameArticle(all) => all.iter().try_for_each(below),
        ExprKind::Not(inner) | ExprKind::Field { value: inner, .. } => below(inner),
        ExprKind::Boost { expr: inner, .. } => check_part(inner, depth + 1, top),
        ExprKind::AtLeast { expr: inner, .. } => check_near(inner, depth + 1),
        ExprKind::Near(near) => check_near(&near.left, depth + 1).and_then(|()| check_near(&near.right, depth + 1)),
        ExprKind::All | ExprKind::Term(_) | ExprKind::Phrase(_) | ExprKind::Period(_) | ExprKind::Kind(_) => Ok(()),
    }
}

fn check_clause(clause: &Clause, depth: usize, top: bool) -> Result<(), QueryError> {
    check_part(&clause.expr, depth + 1, top && clause.occur == Occur::Must)
}

fn misplaced_same_article(span: Span) -> QueryError {
    let error = QueryError::new(ErrorKind::Misplaced, span, "w/a may stand at the top of a query or under AND only");
    error.hint("write it first and join the rest by AND")
}

/// Checks what a connector or `atleast` is to find: something that has places in the text.
fn check_near(expr: &Expr, depth: usize) -> Result<(), QueryError> {
    check_depth(depth, expr.span)?;
    match &expr.kind {
        ExprKind::Term(_) | ExprKind::Phrase(_) => Ok(()),
        ExprKind::Or(all) => all.iter().try_for_each(|part| check_near(part, depth + 1)),
        ExprKind::Near(near) => check_near(&near.left, depth + 1).and_then(|()| check_near(&near.right, depth + 1)),
        ExprKind::Boost { expr: inner, .. } => check_near(inner, depth + 1),
        _ => Err(no_place(expr)),
    }
}

fn no_place(expr: &Expr) -> QueryError {
    let (what, hint) = match &expr.kind {
        ExprKind::Field { .. } => ("a field", "put the whole in the field: title:(a w/5 b)"),
        ExprKind::And(_) | ExprKind::Group(_) => ("AND", "join connectors instead: a w/5 b AND a w/5 c"),
        ExprKind::Not(_) => ("an exclusion", "for words not near each other write a NOT w/5 b"),
        ExprKind::All => ("*", "name a word"),
        ExprKind::SameArticle(_) => ("w/a", "it stands at the top of a query or under AND"),
        _ => ("atleast", "put the connector inside: atleast3(a w/5 b)"),
    };
    let message = format!("{what} may not stand here: connectors and atleast look at words, phrases and alternatives");
    QueryError::new(ErrorKind::Misplaced, expr.span, message).hint(hint)
}
