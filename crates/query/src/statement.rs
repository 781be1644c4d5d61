//! What a query asks of one statement: of who said it, in which role, and of the words that were said.

use crate::Query;
use crate::ast::{Expr, ExprKind};

impl Query {
    /// The part of the query that speaks of one quote (`speaker: role: said: paraphrased:`), if it has one: what a
    /// quote must satisfy by itself to be what the query asks for. What is asked of the passage around it is left out.
    pub fn of_one_statement(&self) -> Option<Query> {
        Some(Query { expr: part(&self.expr)?, notes: Vec::new() })
    }

    /// Whether it asks for words of the text, so that one passage can be a better answer than another. A query of
    /// fields and exclusions alone cannot tell.
    pub fn can_be_ranked(&self) -> bool {
        self.clauses().into_iter().any(ranks)
    }
}

/// What of an expression is about one quote. Alternatives are kept only where all of them are.
fn part(expr: &Expr) -> Option<Expr> {
    let expr = expr.unboosted();
    let kind = match &expr.kind {
        ExprKind::Field { field, .. } if field.is_of_quote() => return Some(expr.clone()),
        ExprKind::Or(parts) => ExprKind::Or(parts.iter().map(part).collect::<Option<_>>()?),
        _ => ExprKind::And(some(expr.required_parts().filter_map(part).collect())?),
    };
    Some(Expr { kind, ..expr.clone() })
}

fn some(parts: Vec<Expr>) -> Option<Vec<Expr>> {
    (!parts.is_empty()).then_some(parts)
}

/// Whether a clause asks for words of the text.
fn ranks(clause: &Expr) -> bool {
    match &clause.kind {
        ExprKind::All => false,
        ExprKind::Field { field, .. } => field.is_in_text(),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_is_asked_of_a_statement_is_told_from_the_rest() {
        let of = |text: &str| crate::parse(text).unwrap().of_one_statement().map(|query| query.to_string());
        assert_eq!(of("speaker:toner ISIS date:2017").as_deref(), Some("(speaker:toner)"));
        assert_eq!(of("foreign fighters"), None);
        assert_eq!(of("speaker:toner OR ISIS"), None);
        assert!(of("speaker:toner said:Russia NOT role:minister").unwrap().contains("said:"));
    }

    #[test]
    fn only_words_rank() {
        let ranks = |text: &str| crate::parse(text).unwrap().can_be_ranked();
        assert!(ranks("foreign date:2017") && ranks("said:Russia") && ranks("\"a b\"") && ranks("(a OR b)"));
        assert!(!ranks("*") && !ranks("speaker:toner") && !ranks("date:2017 -kind:title") && !ranks("NOT oil"));
    }
}
