//! How operands combine: side by side, by `AND`, `OR` and `w/a`; and what parentheses and signs change.

use crate::ast::{Clause, Expr, ExprKind, Occur, needs_optional};
use crate::field::Field;
use onrecord_text::span::Span;

/// An operand on its way into the tree.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    /// What was read.
    pub expr: Expr,
    /// The plus before it.
    pub plus: Option<Span>,
    /// Whether it stands in parentheses, which make it required and a unit of its own.
    pub parenthesised: bool,
}

impl Item {
    /// An operand without sign and parentheses.
    pub(crate) fn plain(expr: Expr) -> Self {
        Item { expr, plus: None, parenthesised: false }
    }

    /// The operand in parentheses at `span`.
    ///
    /// A field that speaks of a quote is kept in an `And` of its own, since parentheses open a new binding.
    pub(crate) fn parenthesise(mut self, span: Span) -> Self {
        if matches!(&self.expr.kind, ExprKind::Field { field, .. } if field.is_of_quote()) {
            self.expr = Expr::new(ExprKind::And(vec![self.expr]), span);
        }
        self.expr.span = span;
        Item { expr: self.expr, plus: None, parenthesised: true }
    }

    /// The operand under a sign at `sign`.
    pub(crate) fn negate(self, sign: Span) -> Self {
        let span = sign.cover(self.expr.span);
        match self.expr.kind {
            ExprKind::Not(inner) => Item { expr: *inner, plus: None, parenthesised: true },
            kind => {
                let inner = Expr::new(kind, self.expr.span);
                Item::plain(Expr::new(ExprKind::Not(Box::new(inner)), span))
            }
        }
    }

    /// The operand with a weight written at `mark`.
    pub(crate) fn boost(self, weight: f32, mark: Span) -> Self {
        let span = self.expr.span.cover(mark);
        let expr = Expr::new(ExprKind::Boost { expr: Box::new(self.expr), weight }, span);
        Item { expr, ..self }
    }

    fn occur(&self) -> Occur {
        match self.expr.kind {
            ExprKind::Not(_) if !self.parenthesised => Occur::MustNot,
            _ if self.plus.is_some() || self.parenthesised || !self.expr.is_bare_word() => Occur::Must,
            _ => Occur::Should,
        }
    }
}

fn cover(items: &[Item]) -> Span {
    items.iter().map(|item| item.expr.span).reduce(Span::cover).unwrap_or_default()
}

/// What items make together, where a single one stays what it is.
fn several(mut items: Vec<Item>, kind: impl FnOnce(Vec<Expr>) -> ExprKind) -> Option<Item> {
    if items.len() < 2 {
        return items.pop();
    }
    let span = cover(&items);
    Some(Item::plain(Expr::new(kind(items.into_iter().map(|item| item.expr).collect()), span)))
}

/// `a AND b`.
pub(crate) fn all(items: Vec<Item>) -> Option<Item> {
    several(items, ExprKind::And)
}

/// `a w/a b`.
pub(crate) fn same_article(items: Vec<Item>) -> Option<Item> {
    several(items, ExprKind::SameArticle)
}

/// `a OR b`; alternatives among alternatives are alternatives.
pub(crate) fn any(items: Vec<Item>) -> Option<Item> {
    several(items, |exprs| {
        let mut flat = Vec::with_capacity(exprs.len());
        for expr in exprs {
            match expr.kind {
                ExprKind::Or(inner) => flat.extend(inner),
                _ => flat.push(expr),
            }
        }
        ExprKind::Or(flat)
    })
}

/// `a b`: bare words are optional, all else is required or excluded.
///
/// Where no part is optional, or the one that is must match for want of others, this is an `And`.
pub(crate) fn side_by_side(mut items: Vec<Item>) -> Option<Item> {
    if items.len() < 2 {
        return items.pop().map(|item| Item { plus: None, ..item });
    }
    let span = cover(&items);
    let mut clauses: Vec<Clause> = items.into_iter().flat_map(clauses_of).collect();
    let optional = clauses.iter().filter(|c| c.occur == Occur::Should).count();
    if optional == 1 && needs_optional(&clauses) {
        clauses.iter_mut().filter(|c| c.occur == Occur::Should).for_each(|c| c.occur = Occur::Must);
    }
    let kind = if clauses.iter().any(|c| c.occur == Occur::Should) {
        ExprKind::Group(clauses)
    } else {
        ExprKind::And(clauses.into_iter().map(required).collect())
    };
    Some(Item::plain(Expr::new(kind, span)))
}

/// The clauses that an operand beside others amounts to: `AND` and `OR` bind tighter than nothing at all,
/// yet `a AND b c` asks for no more than `+a +b c`.
fn clauses_of(item: Item) -> Vec<Clause> {
    let occur = item.occur();
    match item.expr.kind {
        ExprKind::And(all) if !item.parenthesised => all.into_iter().map(|e| signed(e, Occur::Must)).collect(),
        ExprKind::Or(any) if !item.parenthesised && item.plus.is_none() && any.iter().all(Expr::is_bare_word) => {
            any.into_iter().map(|expr| Clause { occur: Occur::Should, expr }).collect()
        }
        _ => vec![signed(item.expr, occur)],
    }
}

fn signed(expr: Expr, occur: Occur) -> Clause {
    match expr.kind {
        ExprKind::Not(inner) => Clause { occur: Occur::MustNot, expr: *inner },
        _ => Clause { occur, expr },
    }
}

fn required(clause: Clause) -> Expr {
    match clause.occur {
        Occur::MustNot => {
            let span = clause.expr.span;
            Expr::new(ExprKind::Not(Box::new(clause.expr)), span)
        }
        _ => clause.expr,
    }
}

/// Adds a required part to an expression: it joins the top AND group, so that fields of it that speak of a
/// quote speak of the same quote.
pub(crate) fn require(expr: Expr, part: Expr) -> Expr {
    let span = expr.span;
    let kind = match expr.kind {
        ExprKind::And(mut all) => {
            all.push(part);
            ExprKind::And(all)
        }
        ExprKind::Group(mut clauses) => {
            clauses.push(Clause { occur: Occur::Must, expr: part });
            ExprKind::Group(clauses)
        }
        ExprKind::All if part.is_filter() => return part,
        kind => ExprKind::And(vec![Expr::new(kind, span), part]),
    };
    Expr::new(kind, span)
}

/// The parts of an AND group, exclusions included; none where the expression is no AND group.
pub(crate) fn required_parts(expr: &Expr) -> Option<Vec<Expr>> {
    match &expr.kind {
        ExprKind::And(all) => Some(all.clone()),
        ExprKind::Group(clauses) => {
            let needed = clauses.iter().filter(|clause| clause.occur != Occur::Should);
            Some(needed.cloned().map(required).collect())
        }
        _ => None,
    }
}

/// A group of optional words as what it is where nothing can be optional: alternatives.
pub(crate) fn optional_as_any(expr: Expr) -> Expr {
    let Expr { kind, span } = expr;
    let kind = match kind {
        ExprKind::Group(clauses) if clauses.iter().all(|c| c.occur == Occur::Should) => {
            ExprKind::Or(clauses.into_iter().map(|c| c.expr).collect())
        }
        kind => kind,
    };
    Expr { kind, span }
}

/// A field's value, where values are no words without optional parts: nothing is ranked by them.
pub(crate) fn value_of(field: Field, expr: Expr) -> Expr {
    if field.is_verbatim() { without_optional(expr) } else { expr }
}

fn without_optional(expr: Expr) -> Expr {
    let Expr { kind, span } = optional_as_any(expr);
    let each = |all: Vec<Expr>| -> Vec<Expr> { all.into_iter().map(without_optional).collect() };
    let kind = match kind {
        ExprKind::And(all) => ExprKind::And(each(all)),
        ExprKind::Or(all) => ExprKind::Or(each(all)),
        ExprKind::Not(part) => ExprKind::Not(Box::new(without_optional(*part))),
        ExprKind::Boost { expr, weight } => ExprKind::Boost { expr: Box::new(without_optional(*expr)), weight },
        ExprKind::Group(clauses) => {
            let mut parts = each(required_alone(clauses));
            if parts.len() == 1 { parts.remove(0).kind } else { ExprKind::And(parts) }
        }
        kind => kind,
    };
    Expr { kind, span }
}

/// The parts of a group that decide whether it matches, the optional ones as one if any of them does.
fn required_alone(clauses: Vec<Clause>) -> Vec<Expr> {
    let needed = needs_optional(&clauses);
    let (optional, others): (Vec<Clause>, Vec<Clause>) = clauses.into_iter().partition(|c| c.occur == Occur::Should);
    let any = Expr::synthetic(ExprKind::Or(optional.into_iter().map(|c| c.expr).collect()));
    needed.then_some(any).into_iter().chain(others.into_iter().map(required)).collect()
}
