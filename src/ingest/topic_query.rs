//! The queries of a taxonomy, evaluated by the matcher.

use std::cell::RefCell;

use crate::analyze::{Analyzed, Forms};
use crate::annotate::topic::QueryMatcher;
use crate::highlight::{Matcher, PassageView};
use crate::passage::Passage;
use crate::query::ast::{Clause, Expr, ExprKind, Occur};
use crate::query::pattern::{self, Pattern};
use crate::query::{self, Query};
use crate::span::Span;

/// A query of a taxonomy. It sees a passage's words, not what else is found in it.
struct TopicQuery {
    query: Query,
    matcher: RefCell<Matcher>,
}

/// Compiles a query of a taxonomy.
///
/// # Errors
/// What is wrong with it, and what to do.
pub fn compile(text: &str) -> Result<Box<dyn QueryMatcher>, String> {
    let query = query::parse(text).map_err(|error| {
        let mut reason = error.to_string();
        error.advice().iter().for_each(|line| reason.push_str(&format!("; {line}")));
        reason
    })?;
    Ok(Box::new(TopicQuery { matcher: RefCell::new(Matcher::new(&query)), query }))
}

impl QueryMatcher for TopicQuery {
    fn needs(&self) -> Option<Vec<String>> {
        needs(&self.query.expr)
    }

    fn find(&self, text: &Analyzed, forms: &Forms, passage: &Passage) -> Option<Vec<Span>> {
        let positions: Vec<u32> = passage.positions(text).collect();
        let sentences: Vec<u32> = passage.sentence_starts(text).collect();
        let paragraphs: Vec<u32> = passage.paragraph_starts(text).collect();
        let words = text.words_of(&passage.words);
        let title = text.article.title_block().map_or(0..0, |block| text.words_in(block.span));
        let view = PassageView {
            sentences: &sentences,
            paragraphs: &paragraphs,
            kind: passage.kind,
            title: &text.words[title],
            path: &text.article.path,
            ..PassageView::of_words(passage.span.of(text.content()), passage.span, words, &positions, forms)
        };
        let found = self.matcher.borrow_mut().matches(&view)?;
        Some(found.marks.into_iter().map(|mark| mark.span).collect())
    }
}

/// Words of which a passage must have one to satisfy the expression; nothing where that cannot be said.
fn needs(expr: &Expr) -> Option<Vec<String>> {
    match &expr.kind {
        ExprKind::Term(term) => words(&pattern::of_term(term, true)),
        ExprKind::Phrase(phrase) => words(&pattern::of_phrase(phrase)),
        ExprKind::Or(parts) => all_of(parts.iter()),
        ExprKind::And(parts) => parts.iter().find_map(needs),
        ExprKind::Group(clauses) => group(clauses),
        ExprKind::Near(near) => needs(&near.left).or_else(|| if near.negated { None } else { needs(&near.right) }),
        ExprKind::AtLeast { expr, .. } | ExprKind::Boost { expr, .. } => needs(expr),
        _ => None,
    }
}

fn group(clauses: &[Clause]) -> Option<Vec<String>> {
    let of = |occur| clauses.iter().filter(move |c| c.occur == occur).map(|c| &c.expr);
    of(Occur::Must).find_map(needs).or_else(|| {
        let optional_decide = of(Occur::Must).next().is_none();
        if optional_decide { all_of(of(Occur::Should)) } else { None }
    })
}

fn all_of<'a>(parts: impl Iterator<Item = &'a Expr>) -> Option<Vec<String>> {
    let all: Option<Vec<Vec<String>>> = parts.map(needs).collect();
    all.map(|lists| lists.concat()).filter(|words| !words.is_empty())
}

/// Words side by side: each is needed, so one that is no pattern is enough.
fn words(patterns: &[Pattern]) -> Option<Vec<String>> {
    patterns.iter().find_map(|pattern| pattern.word().map(|word| vec![word.to_owned()]))
}
