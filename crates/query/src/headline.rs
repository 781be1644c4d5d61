//! Whether a query asks for headlines as such, or for whole articles alone.

use onrecord_text::article::BlockKind;

use crate::Query;
use crate::ast::{Expr, ExprKind};

impl Query {
    /// Whether it names `kind:title` somewhere. Otherwise a headline is left to the other passages of its article.
    pub fn names_headlines(&self) -> bool {
        names(&self.expr)
    }
}

fn names(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Kind(kind) => *kind == BlockKind::Title,
        ExprKind::And(parts) | ExprKind::Or(parts) | ExprKind::SameArticle(parts) => parts.iter().any(names),
        ExprKind::Group(clauses) => clauses.iter().any(|clause| names(&clause.expr)),
        ExprKind::Not(expr) | ExprKind::Boost { expr, .. } => names(expr),
        ExprKind::Field { value, .. } => names(value),
        _ => false,
    }
}

/// Whether nothing but fields of whole articles is asked for: then one passage stands for each article.
pub fn speaks_of_articles_alone(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Field { field, .. } => field.is_of_article(),
        ExprKind::And(parts) | ExprKind::Or(parts) => parts.iter().all(speaks_of_articles_alone),
        ExprKind::Not(part) => speaks_of_articles_alone(part),
        ExprKind::Boost { expr, .. } => speaks_of_articles_alone(expr),
        ExprKind::Group(clauses) => clauses.iter().all(|c| speaks_of_articles_alone(&c.expr)),
        _ => false,
    }
}
