//! The queries of a taxonomy, evaluated by the matcher.

use std::cell::RefCell;

use crate::analyze::{Analyzed, Forms};
use crate::annotate::topic::QueryMatcher;
use crate::highlight::{Matcher, PassageView};
use crate::passage::Passage;
use crate::query::ast::{Expr, ExprKind};
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
    if matches!(expr.kind, ExprKind::Field { .. }) {
        return None;
    }
    let own = words(&pattern::of_words(expr, true));
    own.or_else(|| expr.required_parts().find_map(needs)).or_else(|| one_of_the_optional(expr))
}

/// What the optional parts need together, where nothing else is required.
fn one_of_the_optional(expr: &Expr) -> Option<Vec<String>> {
    if expr.required_parts().next().is_some() {
        return None;
    }
    let all: Option<Vec<Vec<String>>> = expr.wanted_parts().map(needs).collect();
    all.map(|lists| lists.concat()).filter(|words| !words.is_empty())
}

/// Words side by side: each is needed, so one that is no pattern is enough.
fn words(patterns: &[Pattern]) -> Option<Vec<String>> {
    patterns.iter().find_map(|pattern| pattern.word().map(|word| vec![word.to_owned()]))
}
