//! From a query's syntax tree to what the engine evaluates.
//!
//! Words, phrases and boolean logic become Tantivy's scorers and our [`scorers`](super::scorers); what the
//! postings cannot decide (quotes and their speakers, letter-by-letter words) is decided by the matcher on
//! the passage's text, among the passages that the postings allow.

use std::cell::Cell;
use std::sync::Arc;

use tantivy::query::{AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur, Query as EngineQuery};
use tantivy::schema::Field as IndexField;

use super::error::SearchError;
use super::lexicon::{Lexicon, Word};
use super::scorers::article::ArticleQuery;
use super::scorers::intervals::{IntervalQuery, Marks};
use super::scorers::predicate::{Predicate, PredicateQuery};
use super::scorers::verify::VerifyQuery;
use super::scorers::word::WordQuery;
use super::scorers::words::WordsQuery;
use super::terms::Terms;
use super::values::ValueMatcher;
use crate::index::tokens::{PARAGRAPH, SENTENCE};
use crate::index::{Collection, Snapshot};
use crate::query::ast::{self, Clause, Expr, ExprKind, Phrase, Within};
use crate::query::interval::Intervals;
use crate::query::pattern::{self, Pattern};
use crate::query::{Field, Query};
use crate::span::Span;

type Compiled = Result<Box<dyn EngineQuery>, SearchError>;

/// Compiles queries for one snapshot.
pub struct Compiler<'a> {
    snapshot: &'a Snapshot,
    lexicon: &'a Lexicon,
    collection: &'a Arc<Collection>,
    /// Whether something was met that postings cannot decide.
    undecided: Cell<bool>,
}

/// Where words are looked for: the field of the index, and whether by stem.
#[derive(Clone, Copy)]
struct Place {
    field: IndexField,
    stemmed: bool,
}

impl<'a> Compiler<'a> {
    /// A compiler for queries of the state of the index that `lexicon` is of.
    pub fn new(lexicon: &'a Lexicon, collection: &'a Arc<Collection>) -> Self {
        Compiler { snapshot: lexicon.snapshot(), lexicon, collection, undecided: Cell::new(false) }
    }

    /// The whole of a query.
    ///
    /// # Errors
    /// When it stands for more than the limits allow, or the index cannot be read.
    pub fn compile(&self, query: &Query) -> Compiled {
        self.undecided.set(false);
        let compiled = self.expr(&query.expr, self.body())?;
        let compiled = if self.undecided.get() {
            Box::new(VerifyQuery::new(compiled, query, self.snapshot, self.collection))
        } else {
            compiled
        };
        self.one_per_article(&query.expr, compiled)
    }

    fn body(&self) -> Place {
        Place { field: self.snapshot.fields().body, stemmed: true }
    }

    /// Where only fields of articles are asked for, one passage stands for each article.
    fn one_per_article(&self, expr: &Expr, query: Box<dyn EngineQuery>) -> Compiled {
        if !speaks_of_articles_alone(expr) {
            return Ok(query);
        }
        let representative = Box::new(PredicateQuery::new(Predicate::Representative));
        Ok(Box::new(BooleanQuery::intersection(vec![query, representative])))
    }

    fn expr(&self, expr: &Expr, place: Place) -> Compiled {
        match &expr.kind {
            ExprKind::All => Ok(Box::new(ConstScoreQuery::new(Box::new(AllQuery), 0.0))),
            ExprKind::Term(term) => self.side_by_side(expr, &pattern::of_term(term, place.stemmed), place),
            ExprKind::Phrase(phrase) => self.phrase(expr, phrase, place),
            ExprKind::And(parts) => self.all(parts, place),
            ExprKind::Or(parts) => Ok(union(self.each(parts, place)?)),
            ExprKind::Not(part) => self.without(part, place),
            ExprKind::Group(clauses) => self.group(clauses, place),
            ExprKind::SameArticle(parts) => self.same_article(parts, place),
            ExprKind::Boost { expr, weight } => Ok(boosted(self.expr(expr, place)?, *weight)),
            ExprKind::Field { field, value } => self.field(*field, value),
            ExprKind::Near(_) => self.intervals(expr, 1, place),
            ExprKind::AtLeast { count, expr } => self.intervals(expr, *count, place),
            ExprKind::Period(_) | ExprKind::Kind(_) => Ok(Box::new(EmptyQuery)),
        }
    }

    fn each(&self, parts: &[Expr], place: Place) -> Result<Vec<Box<dyn EngineQuery>>, SearchError> {
        parts.iter().map(|part| self.expr(part, place)).collect()
    }

    fn all(&self, parts: &[Expr], place: Place) -> Compiled {
        let clauses: Vec<Clause> = parts
            .iter()
            .map(|part| match &part.kind {
                ExprKind::Not(negated) => Clause { occur: ast::Occur::MustNot, expr: (**negated).clone() },
                _ => Clause { occur: ast::Occur::Must, expr: part.clone() },
            })
            .collect();
        self.group(&clauses, place)
    }

    fn group(&self, clauses: &[Clause], place: Place) -> Compiled {
        let of_quote =
            |c: &&Clause| matches!(&c.expr.unboosted().kind, ExprKind::Field { field, .. } if field.is_of_quote());
        if clauses.iter().filter(|c| c.occur == ast::Occur::Must).filter(of_quote).count() > 1 {
            self.undecided.set(true);
        }
        let mut compiled = Vec::with_capacity(clauses.len() + 1);
        for clause in clauses {
            let part = match clause.occur {
                ast::Occur::Should => Some((Occur::Should, self.expr(&clause.expr, place)?)),
                ast::Occur::Must => Some((Occur::Must, self.expr(&clause.expr, place)?)),
                ast::Occur::MustNot => self.excluded(&clause.expr, place)?.map(|query| (Occur::MustNot, query)),
            };
            compiled.extend(part);
        }
        if compiled.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            compiled.push((Occur::Must, Box::new(ConstScoreQuery::new(Box::new(AllQuery), 0.0))));
        }
        let optional = clauses.iter().any(|c| c.occur == ast::Occur::Should);
        Ok(boolean(compiled, optional && ast::needs_optional(clauses)))
    }

    /// What an exclusion takes away for sure; nothing where postings would take away too much.
    fn excluded(&self, expr: &Expr, place: Place) -> Result<Option<Box<dyn EngineQuery>>, SearchError> {
        let before = self.undecided.replace(false);
        let query = self.expr(expr, place)?;
        let sure = !self.undecided.get();
        self.undecided.set(before || !sure);
        Ok(sure.then_some(query))
    }

    fn without(&self, part: &Expr, place: Place) -> Compiled {
        self.group(&[Clause { occur: ast::Occur::MustNot, expr: part.clone() }], place)
    }

    fn same_article(&self, parts: &[Expr], place: Place) -> Compiled {
        let decided = || parts.iter().map(|part| self.decided(part, place)).collect::<Result<Vec<_>, _>>();
        Ok(Box::new(ArticleQuery::same_article(union(decided()?), decided()?)))
    }

    /// A part whose passages are sure: of other passages of an article than the one that is shown, nobody asks
    /// the matcher later.
    fn decided(&self, part: &Expr, place: Place) -> Compiled {
        let before = self.undecided.replace(false);
        let query = self.expr(part, place)?;
        if !self.undecided.replace(before) {
            return Ok(query);
        }
        let part = Query { expr: part.clone(), notes: Vec::new() };
        Ok(Box::new(VerifyQuery::new(query, &part, self.snapshot, self.collection)))
    }

    fn phrase(&self, expr: &Expr, phrase: &Phrase, place: Place) -> Compiled {
        if phrase.slop > 0 {
            return self.intervals(expr, 1, place);
        }
        self.side_by_side(expr, &pattern::of_phrase(phrase), place)
    }

    /// Patterns side by side: one word, or words that stand next to each other.
    fn side_by_side(&self, expr: &Expr, patterns: &[Pattern], place: Place) -> Compiled {
        match patterns {
            [] => Ok(Box::new(EmptyQuery)),
            [_] => {
                let mut words = self.words(patterns, place, expr.span)?;
                self.one_word(place.field, words.remove(0))
            }
            _ => self.intervals(expr, 1, place),
        }
    }

    /// The spellings of each pattern.
    fn words(&self, patterns: &[Pattern], place: Place, span: Span) -> Result<Vec<Word>, SearchError> {
        let terms = Terms::new(self.lexicon, place.field);
        if patterns.iter().any(Pattern::needs_text) {
            self.undecided.set(true);
        }
        patterns.iter().map(|pattern| terms.of(pattern, span)).collect()
    }

    fn one_word(&self, field: IndexField, word: Word) -> Compiled {
        if word.iter().all(|spelling| spelling.documents() == 0) {
            return Ok(Box::new(EmptyQuery));
        }
        Ok(Box::new(WordQuery::new(self.lexicon.field(field)?, word)))
    }

    /// An expression of words and connectors, found at least `count` times.
    fn intervals(&self, expr: &Expr, count: u32, place: Place) -> Compiled {
        let mut patterns = Vec::new();
        let mut leaf = |pattern| {
            patterns.push(pattern);
            patterns.len() - 1
        };
        let Some(intervals) = Intervals::of(expr, place.stemmed, &mut leaf) else {
            return Ok(Box::new(EmptyQuery));
        };
        let undecided: Vec<bool> = patterns.iter().map(Pattern::needs_text).collect();
        let intervals = intervals.relaxed(&undecided);
        let words = self.words(&patterns, place, expr.span)?;
        let marks = if speaks_of_bounds(expr) { Some(self.marks(place)?) } else { None };
        Ok(Box::new(IntervalQuery::new(self.lexicon.field(place.field)?, words, &intervals, count, marks)))
    }

    fn marks(&self, place: Place) -> Result<Marks, SearchError> {
        let terms = Terms::new(self.lexicon, place.field);
        Ok(Marks { sentences: terms.one(SENTENCE)?, paragraphs: terms.one(PARAGRAPH)? })
    }

    fn field(&self, field: Field, value: &Expr) -> Compiled {
        let fields = self.snapshot.fields();
        let words = |field, stemmed| self.spread(self.expr(value, Place { field, stemmed })?);
        match field {
            Field::Title => words(fields.title, true),
            Field::Outlet => words(fields.outlet_words, false),
            Field::Section => words(fields.section, true),
            Field::Path | Field::Lang => self.spread(self.values(field, value)?),
            Field::Date | Field::Kind => Ok(unscored(self.periods(value)?)),
            Field::Topic | Field::Mentions => Ok(unscored(self.values(field, value)?)),
            Field::Speaker | Field::Role => {
                if !is_one_value(value) {
                    self.undecided.set(true);
                }
                Ok(unscored(self.values(field, value)?))
            }
            Field::Said | Field::Paraphrased => {
                self.undecided.set(true);
                self.expr(&without_exclusions(value), self.body())
            }
        }
    }

    fn spread(&self, inner: Box<dyn EngineQuery>) -> Compiled {
        Ok(unscored(Box::new(ArticleQuery::spread(inner))))
    }

    /// A field whose values are indexed as they stand: boolean logic over passages with a value that
    /// satisfies a leaf. Of a quote's speaker and role, whose leaves must meet in one quote, at least the
    /// passages that might satisfy it.
    fn values(&self, field: Field, value: &Expr) -> Compiled {
        if field.is_of_quote() {
            return self.values_of_leaf(field, value);
        }
        let each = |parts: &[Expr]| parts.iter().map(|part| self.values(field, part)).collect::<Result<Vec<_>, _>>();
        match &value.kind {
            ExprKind::And(parts) => Ok(Box::new(BooleanQuery::intersection(each(parts)?))),
            ExprKind::Or(parts) => Ok(Box::new(BooleanQuery::union(each(parts)?))),
            ExprKind::Not(part) => {
                let all: Box<dyn EngineQuery> = Box::new(AllQuery);
                Ok(Box::new(BooleanQuery::new(vec![(Occur::Must, all), (Occur::MustNot, self.values(field, part)?)])))
            }
            ExprKind::Boost { expr, .. } => self.values(field, expr),
            _ => self.values_of_leaf(field, value),
        }
    }

    fn values_of_leaf(&self, field: Field, value: &Expr) -> Compiled {
        let fields = self.snapshot.fields();
        let place = match field {
            Field::Topic => fields.topic,
            Field::Path => fields.path,
            Field::Lang => fields.lang,
            Field::Mentions => fields.mentions,
            Field::Role => fields.role,
            _ => fields.speaker,
        };
        let mut test = ValueMatcher::new(field, value, self.collection.clone());
        let found = Terms::new(self.lexicon, place).whose(|term| test.holds(term))?;
        self.one_word(place, found)
    }

    /// The value of `date:` or `kind:`: boolean logic over conditions on columns.
    fn periods(&self, value: &Expr) -> Compiled {
        match &value.kind {
            ExprKind::Period(period) => Ok(Box::new(PredicateQuery::new(Predicate::Published(*period)))),
            ExprKind::Kind(kind) => Ok(Box::new(PredicateQuery::new(Predicate::Kind(*kind)))),
            ExprKind::Or(parts) => {
                Ok(Box::new(BooleanQuery::union(parts.iter().map(|p| self.periods(p)).collect::<Result<_, _>>()?)))
            }
            ExprKind::And(parts) => {
                let parts = parts.iter().map(|p| self.periods(p)).collect::<Result<_, _>>()?;
                Ok(Box::new(BooleanQuery::intersection(parts)))
            }
            ExprKind::Not(part) => {
                let all: Box<dyn EngineQuery> = Box::new(AllQuery);
                Ok(Box::new(BooleanQuery::new(vec![(Occur::Must, all), (Occur::MustNot, self.periods(part)?)])))
            }
            _ => Ok(Box::new(EmptyQuery)),
        }
    }
}

/// Whether a connector of sentences or paragraphs stands in the expression.
fn speaks_of_bounds(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Near(near) => {
            !matches!(near.within, Within::Words(_)) || speaks_of_bounds(&near.left) || speaks_of_bounds(&near.right)
        }
        ExprKind::Or(parts) => parts.iter().any(speaks_of_bounds),
        ExprKind::Boost { expr, .. } | ExprKind::AtLeast { expr, .. } => speaks_of_bounds(expr),
        _ => false,
    }
}

/// The expression without what it excludes: every passage that satisfies it satisfies this, too.
fn without_exclusions(expr: &Expr) -> Expr {
    let kept = |parts: &[Expr]| -> Vec<Expr> {
        parts.iter().filter(|part| !matches!(part.kind, ExprKind::Not(_))).map(without_exclusions).collect()
    };
    let kind = match &expr.kind {
        ExprKind::And(parts) if kept(parts).is_empty() => ExprKind::All,
        ExprKind::And(parts) => ExprKind::And(kept(parts)),
        ExprKind::Not(_) => ExprKind::All,
        ExprKind::Or(parts) => ExprKind::Or(parts.iter().map(without_exclusions).collect()),
        ExprKind::Group(clauses) => {
            let clauses: Vec<Clause> = clauses.iter().filter(|c| c.occur != ast::Occur::MustNot).cloned().collect();
            if clauses.is_empty() { ExprKind::All } else { ExprKind::Group(clauses) }
        }
        ExprKind::Boost { expr, weight } => {
            ExprKind::Boost { expr: Box::new(without_exclusions(expr)), weight: *weight }
        }
        other => other.clone(),
    };
    Expr::new(kind, expr.span)
}

/// Whether a field's value is one word or phrase, not several put together.
fn is_one_value(value: &Expr) -> bool {
    matches!(value.unboosted().kind, ExprKind::Term(_) | ExprKind::Phrase(_) | ExprKind::All)
}

/// A query whose matches add nothing to the score.
fn unscored(query: Box<dyn EngineQuery>) -> Box<dyn EngineQuery> {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

/// The query with its scores multiplied.
fn boosted(query: Box<dyn EngineQuery>, weight: f32) -> Box<dyn EngineQuery> {
    match query.downcast::<WordQuery>() {
        Ok(word) => Box::new(word.boosted(weight)),
        Err(query) => Box::new(BoostQuery::new(query, weight)),
    }
}

fn union(parts: Vec<Box<dyn EngineQuery>>) -> Box<dyn EngineQuery> {
    boolean(parts.into_iter().map(|part| (Occur::Should, part)).collect(), true)
}

/// Boolean logic, of words alone or of anything. `one_of`: whether one of the optional parts is needed.
fn boolean(parts: Vec<(Occur, Box<dyn EngineQuery>)>, one_of: bool) -> Box<dyn EngineQuery> {
    let has = |wanted| parts.iter().any(|(occur, _)| *occur == wanted);
    let mixed = has(Occur::MustNot) || one_of && has(Occur::Must);
    if mixed || parts.is_empty() || !parts.iter().all(|(_, part)| part.is::<WordQuery>()) {
        let mut query = BooleanQuery::new(parts);
        if one_of {
            query.set_minimum_number_should_match(1);
        }
        return Box::new(query);
    }
    let (mut required, mut optional) = (Vec::new(), Vec::new());
    for (occur, part) in parts {
        let Ok(word) = part.downcast::<WordQuery>() else { continue };
        if occur == Occur::Must { required.push(*word) } else { optional.push(*word) }
    }
    match (required.len(), optional.len()) {
        (1, 0) => Box::new(required.remove(0)),
        (0, 1) => Box::new(optional.remove(0)),
        _ => Box::new(WordsQuery::new(required, optional)),
    }
}

/// Whether nothing but fields of whole articles is asked for: then one passage stands for each article.
fn speaks_of_articles_alone(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Field { field, .. } => field.is_of_article(),
        ExprKind::And(parts) | ExprKind::Or(parts) => parts.iter().all(speaks_of_articles_alone),
        ExprKind::Not(part) => speaks_of_articles_alone(part),
        ExprKind::Boost { expr, .. } => speaks_of_articles_alone(expr),
        ExprKind::Group(clauses) => clauses.iter().all(|c| speaks_of_articles_alone(&c.expr)),
        _ => false,
    }
}
