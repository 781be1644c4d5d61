//! Whether a query asks for headlines as such.

use onrecord_text::article::BlockKind;

use crate::Query;
use crate::ast::ExprKind;

impl Query {
    /// Whether it names `kind:title` somewhere. Otherwise a headline is left to the other passages of its article.
    pub fn names_headlines(&self) -> bool {
        self.expr.contains(&|part| matches!(part.kind, ExprKind::Kind(BlockKind::Title)))
    }
}
