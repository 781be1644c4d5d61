//! Whether a query asks for headlines as such.

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
