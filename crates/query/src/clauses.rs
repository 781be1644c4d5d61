//! The clauses of a query, by which marks and scores are told apart.

use crate::Query;
use crate::ast::{Expr, ExprKind, Occur, needs_optional};

impl Query {
    /// The positive clauses, left to right: words, phrases, connectors, counts and fields that are not
    /// excluded. A mark's clauses are indexes into this list.
    pub fn clauses(&self) -> Vec<&Expr> {
        let mut found = Vec::new();
        self.expr.visit_wanted(&mut |expr| {
            if !is_compound(expr) {
                found.push(expr);
            }
            is_compound(expr)
        });
        found
    }

    /// Whether it is several bare words, of which any one is enough, beside filters at most.
    pub fn has_optional_words_alone(&self) -> bool {
        match &self.expr.kind {
            ExprKind::Group(clauses) => {
                needs_optional(clauses) && clauses.iter().filter(|clause| clause.occur == Occur::Should).count() > 1
            }
            _ => false,
        }
    }

    /// The operands of each `w/a`, left to right.
    pub fn same_article(&self) -> Vec<&[Expr]> {
        let mut found = Vec::new();
        self.expr.visit_wanted(&mut |expr| {
            if let ExprKind::SameArticle(operands) = &expr.kind {
                found.push(&operands[..]);
            }
            is_compound(expr)
        });
        found
    }
}

/// Whether it is made of clauses rather than being one.
fn is_compound(expr: &Expr) -> bool {
    expr.is_boolean() || matches!(expr.kind, ExprKind::Boost { .. })
}

#[cfg(test)]
mod tests {
    use crate::parse;

    #[test]
    fn clauses_are_counted_left_to_right() {
        let query = parse("a^2 -b \"c d\" (e OR title:(f g)) x w/5 y NOT z").unwrap();
        let texts: Vec<String> = query.clauses().iter().map(|expr| expr.to_string()).collect();
        assert_eq!(texts, ["a", "\"c d\"", "e", "title:(f g)", "x w/5 y"]);
        let query = parse("x AND (a w/a b w/a \"c d\")").unwrap();
        assert_eq!(query.clauses().len(), 4);
        assert_eq!(query.same_article()[0].len(), 3);
        assert!(parse("-a").unwrap().clauses().is_empty());
    }

    #[test]
    fn bare_words_beside_filters_are_optional() {
        let any = |text| parse(text).unwrap().has_optional_words_alone();
        assert!(any("health care") && any("health care date:2017 -x"));
        for text in
            ["health", "\"health care\"", "health AND care", "health OR care", "+health care", "a b \"c d\"", "*"]
        {
            assert!(!any(text), "{text}");
        }
    }
}
