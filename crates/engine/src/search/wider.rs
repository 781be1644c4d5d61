//! Expressions that find what another finds and perhaps more: what postings can propose where the text decides.

use onrecord_query::ast::{Clause, Expr, ExprKind, Occur};
use onrecord_query::pattern::{self, Pattern};

/// What an expression finds in a part of a passage, sought in the whole: without its exclusions, which may hold
/// in the part alone.
pub(super) fn without_exclusions(expr: &Expr) -> Expr {
    let each = |parts: &[Expr]| -> Vec<Expr> { parts.iter().map(without_exclusions).collect() };
    let kind = match &expr.kind {
        ExprKind::Not(_) => ExprKind::All,
        ExprKind::And(parts) => ExprKind::And(each(parts)),
        ExprKind::Or(parts) => ExprKind::Or(each(parts)),
        ExprKind::Group(clauses) => group_without_exclusions(clauses),
        ExprKind::Boost { expr, weight } => {
            ExprKind::Boost { expr: Box::new(without_exclusions(expr)), weight: *weight }
        }
        ExprKind::Near(_) | ExprKind::AtLeast { .. } if excludes(expr) => return words_alone(expr),
        other => other.clone(),
    };
    Expr::new(kind, expr.span)
}

fn group_without_exclusions(clauses: &[Clause]) -> ExprKind {
    let kept = clauses.iter().filter(|clause| clause.occur != Occur::MustNot);
    let kept = kept.map(|clause| Clause { expr: without_exclusions(&clause.expr), ..*clause });
    ExprKind::Group(kept.collect())
}

/// Whether a connector in it says what must not be near.
fn excludes(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Near(near) => near.negated || excludes(&near.left) || excludes(&near.right),
        ExprKind::Or(parts) => parts.iter().any(excludes),
        ExprKind::AtLeast { expr, .. } | ExprKind::Boost { expr, .. } => excludes(expr),
        _ => false,
    }
}

/// The words and phrases that connectors join, wherever they stand in the passage.
pub(super) fn words_alone(expr: &Expr) -> Expr {
    let kind = match &expr.kind {
        ExprKind::Near(near) if near.negated => return words_alone(&near.left),
        ExprKind::Near(near) => ExprKind::And(vec![words_alone(&near.left), words_alone(&near.right)]),
        ExprKind::Or(parts) => ExprKind::Or(parts.iter().map(words_alone).collect()),
        ExprKind::AtLeast { expr, .. } | ExprKind::Boost { expr, .. } => return words_alone(expr),
        other => other.clone(),
    };
    Expr::new(kind, expr.span)
}

/// Whether the dictionary tells too little of a word in it.
pub(super) fn has_undecided_word(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Term(term) => pattern::of_term(term, true).iter().any(Pattern::needs_text),
        ExprKind::Near(near) => has_undecided_word(&near.left) || has_undecided_word(&near.right),
        ExprKind::Or(parts) => parts.iter().any(has_undecided_word),
        ExprKind::AtLeast { expr, .. } | ExprKind::Boost { expr, .. } => has_undecided_word(expr),
        _ => false,
    }
}
