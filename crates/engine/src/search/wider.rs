//! Expressions that find what another finds and perhaps more: what postings can propose where the text decides.

use onrecord_query::ast::{Clause, Expr, ExprKind, Occur};
use onrecord_query::pattern::{self, Pattern};
use onrecord_text::span::Span;

/// What an expression finds in a part of a passage, sought in the whole: without its exclusions, which may hold
/// in the part alone.
pub(super) fn without_exclusions(expr: &Expr) -> Expr {
    match &expr.kind {
        ExprKind::Not(_) => Expr::new(ExprKind::All, expr.span),
        ExprKind::Group(clauses) => without_excluded_clauses(clauses, expr.span).map_parts(&without_exclusions),
        ExprKind::Near(_) | ExprKind::AtLeast { .. } if expr.contains(&excludes) => words_alone(expr),
        _ => expr.map_parts(&without_exclusions),
    }
}

fn without_excluded_clauses(clauses: &[Clause], span: Span) -> Expr {
    let kept = clauses.iter().filter(|clause| clause.occur != Occur::MustNot);
    Expr::new(ExprKind::Group(kept.cloned().collect()), span)
}

/// Whether it is a connector that says what must not be near.
fn excludes(expr: &Expr) -> bool {
    matches!(&expr.kind, ExprKind::Near(near) if near.negated)
}

/// The words and phrases that connectors join, wherever they stand in the passage.
pub(super) fn words_alone(expr: &Expr) -> Expr {
    match &expr.kind {
        ExprKind::Near(_) => {
            let mut parts: Vec<Expr> = expr.wanted_parts().map(words_alone).collect();
            if parts.len() == 1 { parts.remove(0) } else { Expr::new(ExprKind::And(parts), expr.span) }
        }
        ExprKind::AtLeast { expr, .. } | ExprKind::Boost { expr, .. } => words_alone(expr),
        _ => expr.map_parts(&words_alone),
    }
}

/// Whether the dictionary tells too little of a word in it.
pub(super) fn has_undecided_word(expr: &Expr) -> bool {
    let undecided = |part: &Expr| match &part.kind {
        ExprKind::Term(term) => pattern::of_term(term, true).iter().any(Pattern::needs_text),
        _ => false,
    };
    expr.contains(&undecided)
}
