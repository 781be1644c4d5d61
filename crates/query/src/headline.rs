//! Whether a query asks for headlines as such, or for whole articles alone.

use onrecord_text::article::BlockKind;

use crate::Query;
use crate::ast::{Expr, ExprKind};

impl Query {
    /// Whether it names `kind:title` somewhere. Otherwise a headline is left to the other passages of its article.
    pub fn names_headlines(&self) -> bool {
        self.expr.contains(&|part| matches!(part.kind, ExprKind::Kind(BlockKind::Title)))
    }
}

/// Whether nothing but fields of whole articles is asked for: then one passage stands for each article.
pub fn speaks_of_articles_alone(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Field { field, .. } => field.is_of_article(),
        ExprKind::SameArticle(_) => false,
        _ => {
            let parts = expr.parts();
            !parts.is_empty() && parts.into_iter().all(|(_, part)| speaks_of_articles_alone(part))
        }
    }
}
