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
use super::wider;
use crate::index::tokens::{PARAGRAPH, SENTENCE};
use crate::index::{Collection, Snapshot};
use onrecord_query::ast::{self, Expr, ExprKind, Phrase, Within};
use onrecord_query::interval::Intervals;
use onrecord_query::pattern::{self, Pattern};
use onrecord_query::{Field, Query};
use onrecord_text::span::Span;

type Compiled = Result<Box<dyn EngineQuery>, SearchError>;

/// Compiles what is no boolean logic.
type Part<'p> = &'p dyn Fn(&Expr) -> Compiled;

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
        self.logic(expr, &|part| self.part(part, place))
    }

    /// Boolean logic over parts that `part` compiles.
    fn logic(&self, expr: &Expr, part: Part) -> Compiled {
        match &expr.kind {
            ExprKind::And(parts) => self.group(&parts.iter().map(required).collect::<Vec<_>>(), false, part),
            ExprKind::Or(parts) => {
                let parts = parts.iter().map(|expr| self.logic(expr, part)).collect::<Result<_, _>>()?;
                Ok(union(parts))
            }
            ExprKind::Not(negated) => self.group(&[(ast::Occur::MustNot, negated)], false, part),
            ExprKind::Group(clauses) => {
                let parts: Vec<(ast::Occur, &Expr)> = clauses.iter().map(|c| (c.occur, &c.expr)).collect();
                self.group(&parts, ast::needs_optional(clauses), part)
            }
            ExprKind::Boost { expr, weight } => Ok(boosted(self.logic(expr, part)?, *weight)),
            _ => part(expr),
        }
    }

    /// What is no boolean logic.
    fn part(&self, expr: &Expr, place: Place) -> Compiled {
        match &expr.kind {
            ExprKind::All => Ok(everything()),
            ExprKind::Term(term) => self.side_by_side(expr, &pattern::of_term(term, place.stemmed), place),
            ExprKind::Phrase(phrase) => self.phrase(expr, phrase, place),
            ExprKind::SameArticle(parts) => self.same_article(parts, place),
            ExprKind::Field { field, value } => self.field(*field, value),
            ExprKind::Near(_) => self.connected(expr, 1, place),
            ExprKind::AtLeast { count, expr } => self.connected(expr, *count, place),
            _ => Ok(Box::new(EmptyQuery)),
        }
    }

    /// Required, optional and excluded parts.
    fn group(&self, parts: &[(ast::Occur, &Expr)], needs_optional: bool, part: Part) -> Compiled {
        let of_quote =
            |expr: &Expr| matches!(&expr.unboosted().kind, ExprKind::Field { field, .. } if field.is_of_quote());
        if parts.iter().filter(|(occur, expr)| *occur == ast::Occur::Must && of_quote(expr)).count() > 1 {
            self.undecided.set(true);
        }
        let mut compiled = Vec::with_capacity(parts.len() + 1);
        for (occur, expr) in parts {
            compiled.extend(match occur {
                ast::Occur::Should => Some((Occur::Should, self.logic(expr, part)?)),
                ast::Occur::Must => Some((Occur::Must, self.logic(expr, part)?)),
                ast::Occur::MustNot => self.excluded(expr, part)?.map(|query| (Occur::MustNot, query)),
            });
        }
        if compiled.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            compiled.push((Occur::Must, everything()));
        }
        let optional = parts.iter().any(|(occur, _)| *occur == ast::Occur::Should);
        Ok(boolean(compiled, optional && needs_optional))
    }

    /// What an exclusion takes away for sure; nothing where postings would take away too much.
    fn excluded(&self, expr: &Expr, part: Part) -> Result<Option<Box<dyn EngineQuery>>, SearchError> {
        let before = self.undecided.replace(false);
        let query = self.logic(expr, part)?;
        let sure = !self.undecided.get();
        self.undecided.set(before || !sure);
        Ok(sure.then_some(query))
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

    /// Words and connectors, at least so many times. Where postings tell too little of a word, they do not tell
    /// what it is near to: then they propose the passages with the words, and the text decides.
    fn connected(&self, expr: &Expr, count: u32, place: Place) -> Compiled {
        if !wider::has_undecided_word(expr) {
            return self.intervals(expr, count, place);
        }
        self.undecided.set(true);
        self.expr(&wider::words_alone(expr), place)
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
        let words = self.words(&patterns, place, expr.span)?;
        let marks = if speaks_of_bounds(expr) { Some(self.marks(place)?) } else { None };
        Ok(Box::new(IntervalQuery::new(self.lexicon.field(place.field)?, words, &intervals, count, marks)))
    }

    fn marks(&self, place: Place) -> Result<Marks, SearchError> {
        let terms = Terms::new(self.lexicon, place.field);
        Ok(Marks { sentences: terms.one(SENTENCE)?, paragraphs: terms.one(PARAGRAPH)? })
    }

    fn field(&self, field: Field, value: &Expr) -> Compiled {
        match field {
            Field::Title | Field::Outlet | Field::Section | Field::Path | Field::Lang => {
                Ok(unscored(self.logic(value, &|part| self.of_article(field, part))?))
            }
            Field::Date | Field::Kind => Ok(unscored(self.logic(value, &|part| Ok(condition(part)))?)),
            Field::Topic | Field::Mentions => Ok(unscored(self.logic(value, &|part| self.values(field, part))?)),
            Field::Speaker | Field::Role => {
                if !is_one_value(value) {
                    self.undecided.set(true);
                }
                Ok(unscored(self.values(field, value)?))
            }
            Field::Said | Field::Paraphrased => {
                self.undecided.set(true);
                self.expr(&wider::without_exclusions(value), self.body())
            }
        }
    }

    /// All passages of the articles for which a part of a field's value holds. Boolean logic stays outside: in
    /// an article's other passages nothing is said of the field, so that an exclusion would hold there.
    fn of_article(&self, field: Field, part: &Expr) -> Compiled {
        let fields = self.snapshot.fields();
        let words = |field, stemmed| self.part(part, Place { field, stemmed });
        let inner = match (field, &part.kind) {
            (Field::Title, ExprKind::All) => Box::new(PredicateQuery::new(Predicate::TitleInWords)),
            (Field::Outlet, ExprKind::All) => self.any_value(fields.outlet_words)?,
            (Field::Section, ExprKind::All) => self.any_value(fields.section)?,
            (Field::Title, _) => words(fields.title, true)?,
            (Field::Outlet, _) => words(fields.outlet_words, false)?,
            (Field::Section, _) => words(fields.section, true)?,
            _ => self.values(field, part)?,
        };
        Ok(Box::new(ArticleQuery::spread(inner)))
    }

    /// Documents that have any term in a field that has few.
    fn any_value(&self, field: IndexField) -> Compiled {
        self.one_word(field, Terms::new(self.lexicon, field).whose(|_| true)?)
    }

    /// A field whose values are indexed as they stand: passages with a value that satisfies `value`. Of a
    /// quote's speaker and role, whose leaves must meet in one quote, at least the passages that might.
    fn values(&self, field: Field, value: &Expr) -> Compiled {
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
}

/// A value of `date:` or `kind:`: a condition on columns.
fn condition(value: &Expr) -> Box<dyn EngineQuery> {
    match &value.kind {
        ExprKind::Period(period) => Box::new(PredicateQuery::new(Predicate::Published(*period))),
        ExprKind::Kind(kind) => Box::new(PredicateQuery::new(Predicate::Kind(*kind))),
        _ => Box::new(EmptyQuery),
    }
}

/// All passages, with nothing added to their score.
fn everything() -> Box<dyn EngineQuery> {
    unscored(Box::new(AllQuery))
}

/// A part of an AND.
fn required(part: &Expr) -> (ast::Occur, &Expr) {
    match &part.kind {
        ExprKind::Not(negated) => (ast::Occur::MustNot, negated),
        _ => (ast::Occur::Must, part),
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

/// Boolean logic, of words and required expressions or of anything. `one_of`: whether one of the optional parts is
/// needed.
fn boolean(parts: Vec<(Occur, Box<dyn EngineQuery>)>, one_of: bool) -> Box<dyn EngineQuery> {
    let has = |wanted| parts.iter().any(|(occur, _)| *occur == wanted);
    let plain = |(occur, part): &(Occur, Box<dyn EngineQuery>)| match occur {
        Occur::Must => part.is::<WordQuery>() || part.is::<IntervalQuery>(),
        Occur::Should => part.is::<WordQuery>(),
        Occur::MustNot => false,
    };
    if one_of && has(Occur::Must) || parts.is_empty() || !parts.iter().all(plain) {
        let mut query = BooleanQuery::new(parts);
        if one_of {
            query.set_minimum_number_should_match(1);
        }
        return Box::new(query);
    }
    let mut words = WordsQuery::default();
    for (occur, part) in parts {
        match part.downcast::<WordQuery>() {
            Ok(word) if occur == Occur::Must => words.required.push(*word),
            Ok(word) => words.optional.push(*word),
            Err(part) => words.expressions.extend(part.downcast::<IntervalQuery>().map(|expression| *expression)),
        }
    }
    words.boxed()
}

/// Whether nothing but fields of whole articles is asked for: then one passage stands for each article.
pub fn speaks_of_articles_alone(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Field { field, .. } => field.is_of_article(),
        ExprKind::And(parts) | ExprKind::Or(parts) => parts.iter().all(speaks_of_articles_alone),
        ExprKind::Not(part) => speaks_of_articles_alone(part),
        ExprKind::Boost { expr, .. } => speaks_of_articles_alone(expr),
        ExprKind::Group(clauses) => clauses.iter().all(|c| speaks_of_articles_alone(&c.expr)),
        _ => false,
    }
}
