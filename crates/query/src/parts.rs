//! The parts of an expression, and walks through them. Whoever goes through a tree for one kind of node goes by these
//! and need not know which other kinds have parts.

use crate::ast::{Clause, Expr, ExprKind, Near, Occur};

impl Expr {
    /// What it is made of, left to right, each with how it takes part: alternatives may match, operands must, what
    /// is negated must not. A field is made of its value; words, phrases, days and `*` of nothing.
    pub fn parts(&self) -> Vec<(Occur, &Expr)> {
        match &self.kind {
            ExprKind::And(parts) => each(Occur::Must, parts),
            ExprKind::Or(parts) | ExprKind::SameArticle(parts) => each(Occur::Should, parts),
            ExprKind::Group(clauses) => clauses.iter().map(|clause| (clause.occur, &clause.expr)).collect(),
            ExprKind::Not(part) => vec![(Occur::MustNot, part)],
            ExprKind::Near(near) => vec![(Occur::Must, &near.left), (near.right_occurs(), &near.right)],
            ExprKind::AtLeast { expr, .. } | ExprKind::Boost { expr, .. } => vec![(Occur::Must, expr)],
            ExprKind::Field { value, .. } => vec![(Occur::Must, value)],
            ExprKind::All | ExprKind::Term(_) | ExprKind::Phrase(_) | ExprKind::Period(_) | ExprKind::Kind(_) => {
                Vec::new()
            }
        }
    }

    /// The parts that are not excluded.
    pub fn wanted_parts(&self) -> impl Iterator<Item = &Expr> {
        self.parts().into_iter().filter(|(occur, _)| *occur != Occur::MustNot).map(|(_, part)| part)
    }

    /// The parts that must match.
    pub fn required_parts(&self) -> impl Iterator<Item = &Expr> {
        self.parts().into_iter().filter(|(occur, _)| *occur == Occur::Must).map(|(_, part)| part)
    }

    /// Whether `holds` of it or of anything in it, excluded parts included.
    pub fn contains(&self, holds: &impl Fn(&Expr) -> bool) -> bool {
        holds(self) || self.parts().into_iter().any(|(_, part)| part.contains(holds))
    }

    /// Calls `visit` with it and with what is in it and not excluded, wholes before their parts, left to right. The
    /// parts of what `visit` answers with `false` are passed over.
    pub fn visit_wanted<'a>(&'a self, visit: &mut impl FnMut(&'a Expr) -> bool) {
        if visit(self) {
            self.wanted_parts().for_each(|part| part.visit_wanted(visit));
        }
    }

    /// The same expression with `change` made to each of its parts.
    pub fn map_parts(&self, change: &impl Fn(&Expr) -> Expr) -> Expr {
        let all = |parts: &[Expr]| parts.iter().map(change).collect();
        let boxed = |part: &Expr| Box::new(change(part));
        let kind = match &self.kind {
            ExprKind::And(parts) => ExprKind::And(all(parts)),
            ExprKind::Or(parts) => ExprKind::Or(all(parts)),
            ExprKind::SameArticle(parts) => ExprKind::SameArticle(all(parts)),
            ExprKind::Group(clauses) => {
                ExprKind::Group(clauses.iter().map(|c| Clause { expr: change(&c.expr), ..*c }).collect())
            }
            ExprKind::Not(part) => ExprKind::Not(boxed(part)),
            ExprKind::Near(near) => {
                let (left, right) = (change(&near.left), change(&near.right));
                ExprKind::Near(Box::new(Near { left, right, ..(**near).clone() }))
            }
            ExprKind::AtLeast { count, expr } => ExprKind::AtLeast { count: *count, expr: boxed(expr) },
            ExprKind::Boost { expr, weight } => ExprKind::Boost { expr: boxed(expr), weight: *weight },
            ExprKind::Field { field, value } => ExprKind::Field { field: *field, value: boxed(value) },
            ExprKind::All | ExprKind::Term(_) | ExprKind::Phrase(_) | ExprKind::Period(_) | ExprKind::Kind(_) => {
                self.kind.clone()
            }
        };
        Expr::new(kind, self.span)
    }

    /// The parts that boolean logic joins, weights taken off: of `speaker:(kerry AND lavrov)` both names, which two
    /// quotes of one passage may have. The excluded parts of a group are among them; a negation is one part as it stands.
    pub fn joined_parts(&self) -> Vec<&Expr> {
        match self.kind {
            ExprKind::And(_) | ExprKind::Or(_) | ExprKind::Group(_) | ExprKind::Boost { .. } => {
                self.parts().into_iter().flat_map(|(_, part)| part.joined_parts()).collect()
            }
            _ => vec![self],
        }
    }

    /// The factor by which it counts for more or less in the ranking than what is in it; 1 unless it is a boost.
    pub fn weight(&self) -> f32 {
        match self.kind {
            ExprKind::Boost { weight, .. } => weight,
            _ => 1.0,
        }
    }
}

fn each(occur: Occur, parts: &[Expr]) -> Vec<(Occur, &Expr)> {
    parts.iter().map(|part| (occur, part)).collect()
}

impl Near {
    /// How the second operand takes part: it is excluded where it must not be near.
    fn right_occurs(&self) -> Occur {
        if self.negated { Occur::MustNot } else { Occur::Must }
    }
}

#[cfg(test)]
mod tests {
    use crate::ast::ExprKind;
    use crate::parse;

    fn wanted(text: &str) -> Vec<String> {
        let query = parse(text).unwrap();
        let mut found = Vec::new();
        query.expr.visit_wanted(&mut |expr| {
            if expr.parts().is_empty() {
                found.push(expr.to_string());
            }
            true
        });
        found
    }

    #[test]
    fn a_walk_meets_what_is_wanted_and_passes_over_what_is_excluded() {
        assert_eq!(wanted("a^2 -b (c OR NOT d) title:(e f) g w/5 h"), ["a", "c", "e", "f", "g", "h"]);
        assert_eq!(wanted("a NOT w/5 b"), ["a"]);
        assert_eq!(wanted("atleast3(a OR b) w/a \"c d\""), ["a", "b", "\"c d\""]);
    }

    #[test]
    fn a_node_is_found_wherever_it_stands() {
        let has = |text: &str| parse(text).unwrap().expr.contains(&|expr| matches!(expr.kind, ExprKind::Kind(_)));
        assert!(has("a kind:title") && has("a -kind:(title OR body)") && !has("a kind"));
    }

    #[test]
    fn what_changes_nothing_gives_the_same_expression() {
        for text in ["a b^2 -c", "(a AND b) w/a \"c d\"", "atleast2(a w/3 b) NOT title:(x OR y)", "date:2017 *"] {
            let expr = parse(text).unwrap().expr;
            assert_eq!(expr.map_parts(&Clone::clone), expr, "{text}");
        }
    }
}
