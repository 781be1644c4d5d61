//! The words of a query that say what is looked for, for ranking.

use super::{Keyword, KeywordQuery, Meeting};
use crate::Query;
use crate::ast::{Clause, Expr, ExprKind, Occur, TermMode};
use crate::pattern::{self, Pattern};

/// What ranking needs to know of a query.
pub struct Wanted {
    /// The words it wants.
    pub words: KeywordQuery,
    /// Whether it is these words as optional bare words and nothing else, so that they alone decide what
    /// is found.
    pub words_alone: bool,
    /// Whether more than words decides how good a hit is: phrases, patterns, connectors, counts. Filters do not.
    pub has_clauses: bool,
}

/// The words that a query wants: those of its positive parts that are looked for in the text.
pub fn wanted(query: &Query) -> Wanted {
    let mut words = KeywordQuery::default();
    collect(&query.expr, 1.0, &mut words);
    Wanted { words, words_alone: is_words_alone(&query.expr), has_clauses: has_clauses(query) }
}

/// The query without its optional stop words, where it has other optional parts, which then alone rank the hits; none
/// where there are no stop words to leave out.
pub fn without_stop_words(query: &Query) -> Option<Query> {
    let mut expr = query.expr.clone();
    drop_stop_words(&mut expr).then(|| Query { expr, ..query.clone() })
}

/// Whether there were any.
fn drop_stop_words(expr: &mut Expr) -> bool {
    match &mut expr.kind {
        ExprKind::And(parts) | ExprKind::SameArticle(parts) => {
            parts.iter_mut().fold(false, |dropped, part| drop_stop_words(part) | dropped)
        }
        ExprKind::Boost { expr, .. } => drop_stop_words(expr),
        ExprKind::Or(parts) if !parts.iter().all(is_stop_word) => {
            let before = parts.len();
            parts.retain(|part| !is_stop_word(part));
            parts.len() < before
        }
        ExprKind::Group(clauses) => {
            let optional = |clause: &Clause| clause.occur == Occur::Should;
            let stop_word = |clause: &Clause| optional(clause) && is_stop_word(&clause.expr);
            let others = clauses.iter().any(|clause| optional(clause) && !stop_word(clause));
            let before = clauses.len();
            clauses.retain(|clause| !others || !stop_word(clause));
            let fewer = clauses.len() < before;
            let required = clauses.iter_mut().filter(|clause| clause.occur == Occur::Must);
            required.fold(fewer, |dropped, clause| drop_stop_words(&mut clause.expr) | dropped)
        }
        _ => false,
    }
}

fn is_stop_word(expr: &Expr) -> bool {
    let mut words = KeywordQuery::default();
    let is_term = matches!(expr.unboosted().kind, ExprKind::Term(_));
    collect(expr, 1.0, &mut words);
    is_term && !words.words.is_empty() && !words.and_more && words.words.iter().all(Keyword::is_stop_word)
}

/// Whether more than single words of the text is wanted.
fn has_clauses(query: &Query) -> bool {
    let more = |clause: &Expr| match &clause.kind {
        ExprKind::Term(term) => !matches!(pattern::of_term(term, true)[..], [Pattern::Word(_)]),
        ExprKind::Field { field, .. } => field.is_in_text(),
        kind => *kind != ExprKind::All,
    };
    !query.same_article().is_empty() || query.clauses().into_iter().any(more)
}

fn is_words_alone(expr: &Expr) -> bool {
    let plain = |expr: &Expr| match &expr.unboosted().kind {
        ExprKind::Term(term) => {
            term.mode == TermMode::Plain && matches!(pattern::of_term(term, true)[..], [Pattern::Word(_)])
        }
        _ => false,
    };
    match &expr.kind {
        ExprKind::Group(clauses) => clauses.iter().all(|c| c.occur == Occur::Should && plain(&c.expr)),
        ExprKind::Or(parts) => parts.iter().all(plain),
        _ => plain(expr),
    }
}

fn collect(expr: &Expr, weight: f32, words: &mut KeywordQuery) {
    if matches!(expr.kind, ExprKind::Field { field, .. } if !field.is_in_text()) {
        return;
    }
    of_patterns(&pattern::of_words(expr, true), weight, words);
    let weight = weight * expr.weight();
    expr.wanted_parts().for_each(|part| collect(part, weight, words));
}

fn of_patterns(patterns: &[Pattern], weight: f32, words: &mut KeywordQuery) {
    for pattern in patterns {
        let Pattern::Word(word) = pattern else {
            words.and_more = true;
            continue;
        };
        let (form, meeting) = match (&word.acronym, word.stemmed) {
            (Some(capitals), _) => (capitals.clone(), Meeting::Capitals),
            (None, true) => (word.folded.clone(), Meeting::Stem),
            (None, false) => (word.folded.clone(), Meeting::Exact),
        };
        words.words.push(Keyword { form, meeting, weight });
    }
}
