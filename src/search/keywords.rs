//! The words of a query that say what is looked for, for ranking.

use crate::query::Query;
use crate::query::ast::{Expr, ExprKind, Occur, Term, TermMode};
use crate::query::pattern::{self, Pattern};
use crate::search::rank::{Keyword, KeywordQuery, Meeting};

/// What ranking needs to know of a query.
pub struct Wanted {
    /// The words it wants.
    pub words: KeywordQuery,
    /// Whether it is these words as optional bare words and nothing else, so that they alone decide what
    /// is found.
    pub words_alone: bool,
}

/// The words that a query wants: those of its positive parts that are looked for in the text.
pub fn wanted(query: &Query) -> Wanted {
    let mut words = Vec::new();
    collect(&query.expr, 1.0, &mut words);
    Wanted { words: KeywordQuery { words }, words_alone: is_words_alone(&query.expr) }
}

fn is_words_alone(expr: &Expr) -> bool {
    let plain = |expr: &Expr| match &expr.unboosted().kind {
        ExprKind::Term(term) => term.mode == TermMode::Plain && pattern::of_term(term, true).len() == 1,
        _ => false,
    };
    match &expr.kind {
        ExprKind::Group(clauses) => clauses.iter().all(|c| c.occur == Occur::Should && plain(&c.expr)),
        ExprKind::Or(parts) => parts.iter().all(plain),
        _ => plain(expr),
    }
}

fn collect(expr: &Expr, weight: f32, words: &mut Vec<Keyword>) {
    match &expr.kind {
        ExprKind::Term(term) => of_term(term, weight, words),
        ExprKind::Phrase(phrase) => of_patterns(&pattern::of_phrase(phrase), weight, words),
        ExprKind::And(parts) | ExprKind::Or(parts) | ExprKind::SameArticle(parts) => {
            parts.iter().for_each(|part| collect(part, weight, words));
        }
        ExprKind::Group(clauses) => {
            let positive = clauses.iter().filter(|c| c.occur != Occur::MustNot);
            positive.for_each(|c| collect(&c.expr, weight, words));
        }
        ExprKind::Near(near) => {
            collect(&near.left, weight, words);
            if !near.negated {
                collect(&near.right, weight, words);
            }
        }
        ExprKind::AtLeast { expr, .. } => collect(expr, weight, words),
        ExprKind::Boost { expr, weight: factor } => collect(expr, weight * factor, words),
        ExprKind::Field { field, value } if field.is_in_text() => collect(value, weight, words),
        _ => {}
    }
}

fn of_term(term: &Term, weight: f32, words: &mut Vec<Keyword>) {
    of_patterns(&pattern::of_term(term, true), weight, words);
}

fn of_patterns(patterns: &[Pattern], weight: f32, words: &mut Vec<Keyword>) {
    for pattern in patterns {
        let Pattern::Word(word) = pattern else { continue };
        let (form, meeting) = match (&word.acronym, &word.stem) {
            (Some(capitals), _) => (capitals.clone(), Meeting::Capitals),
            (None, Some(_)) => (word.folded.clone(), Meeting::Stem),
            (None, None) => (word.folded.clone(), Meeting::Exact),
        };
        words.push(Keyword { form, meeting, weight });
    }
}
