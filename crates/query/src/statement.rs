//! What a query asks of one statement: of who said it, in which role, and of the words that were said.

use crate::Query;
use crate::ast::{Clause, Expr, ExprKind, Occur};

impl Query {
    /// The part of the query that speaks of one quote (`speaker: role: said: paraphrased:`), if it has one: what a
    /// quote must satisfy by itself to be what the query asks for. What is asked of the passage around it is left out.
    pub fn of_one_statement(&self) -> Option<Query> {
        Some(Query { expr: part(&self.expr)?, notes: Vec::new() })
    }

    /// Whether it asks for words of the text, so that one passage can be a better answer than another. A query of
    /// fields and exclusions alone cannot tell.
    pub fn can_be_ranked(&self) -> bool {
        ranks(&self.expr)
    }
}

/// What of an expression is about one quote. Alternatives are kept only where all of them are.
fn part(expr: &Expr) -> Option<Expr> {
    let kind = match &expr.kind {
        ExprKind::Field { field, .. } if field.is_of_quote() => return Some(expr.clone()),
        ExprKind::And(parts) => ExprKind::And(some(parts.iter().filter_map(part).collect())?),
        ExprKind::Or(parts) => ExprKind::Or(parts.iter().map(part).collect::<Option<_>>()?),
        ExprKind::Group(clauses) => ExprKind::And(some(clauses.iter().filter_map(of_clause).collect())?),
        ExprKind::Boost { expr, .. } => return part(expr),
        _ => return None,
    };
    Some(Expr { kind, ..expr.clone() })
}

fn some(parts: Vec<Expr>) -> Option<Vec<Expr>> {
    (!parts.is_empty()).then_some(parts)
}

fn of_clause(clause: &Clause) -> Option<Expr> {
    (clause.occur == Occur::Must).then(|| part(&clause.expr)).flatten()
}

fn ranks(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::All | ExprKind::Not(_) | ExprKind::Period(_) | ExprKind::Kind(_) => false,
        ExprKind::Term(_) | ExprKind::Phrase(_) | ExprKind::Near(_) | ExprKind::AtLeast { .. } => true,
        ExprKind::And(parts) | ExprKind::Or(parts) | ExprKind::SameArticle(parts) => parts.iter().any(ranks),
        ExprKind::Group(clauses) => clauses.iter().any(|c| c.occur != Occur::MustNot && ranks(&c.expr)),
        ExprKind::Boost { expr, .. } => ranks(expr),
        ExprKind::Field { field, .. } => field.is_in_text(),
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
