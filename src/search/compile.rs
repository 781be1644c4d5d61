//! From a query's syntax tree to what the engine evaluates.
//!
//! Words, phrases and boolean logic become Tantivy's scorers and our [`scorers`](super::scorers); what the
//! postings cannot decide (quotes and their speakers, letter-by-letter words) is decided by the matcher on
//! the passage's text, among the passages that the postings allow.

use tantivy::Term as IndexTerm;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur, PhraseQuery, Query, TermQuery,
};
use tantivy::schema::{Field as IndexField, IndexRecordOption};

use super::error::SearchError;
use super::scorers::article::ArticleQuery;
use super::scorers::cursor::Spelling;
use super::scorers::predicate::{Predicate, PredicateQuery};
use super::scorers::word::WordQuery;
use super::stems::StemFamilies;
use super::terms::Terms;
use crate::index::Snapshot;
use crate::query::Field;
use crate::query::ast::{self, Clause, Expr, ExprKind, Phrase};
use crate::query::pattern::{self, Pattern};
use crate::span::Span;

type Compiled = Result<Box<dyn Query>, SearchError>;

/// Compiles queries for one snapshot.
pub struct Compiler<'a> {
    snapshot: &'a Snapshot,
    families: &'a StemFamilies,
}

/// Where words are looked for: the field of the index, and whether by stem.
#[derive(Clone, Copy)]
struct Place {
    field: IndexField,
    stemmed: bool,
}

impl<'a> Compiler<'a> {
    /// A compiler for queries of `snapshot`.
    pub fn new(snapshot: &'a Snapshot, families: &'a StemFamilies) -> Self {
        Compiler { snapshot, families }
    }

    /// The whole of a query.
    ///
    /// # Errors
    /// When it stands for more than the limits allow, or the index cannot be read.
    pub fn compile(&self, expr: &Expr) -> Compiled {
        let place = Place { field: self.snapshot.fields().body, stemmed: true };
        let query = self.expr(expr, place)?;
        if !speaks_of_articles_alone(expr) {
            return Ok(query);
        }
        let representative = Box::new(PredicateQuery::new(Predicate::Representative));
        Ok(Box::new(BooleanQuery::intersection(vec![query, representative])))
    }

    fn expr(&self, expr: &Expr, place: Place) -> Compiled {
        match &expr.kind {
            ExprKind::All => Ok(Box::new(ConstScoreQuery::new(Box::new(AllQuery), 0.0))),
            ExprKind::Term(term) => self.patterns(&pattern::of_term(term, place.stemmed), place, expr.span),
            ExprKind::Phrase(phrase) => self.phrase(phrase, place, expr.span),
            ExprKind::And(parts) => self.all(parts, place),
            ExprKind::Or(parts) => Ok(Box::new(BooleanQuery::union(self.each(parts, place)?))),
            ExprKind::Not(part) => self.without(part, place),
            ExprKind::Group(clauses) => self.group(clauses, place),
            ExprKind::SameArticle(parts) => self.same_article(parts, place),
            ExprKind::Boost { expr, weight } => Ok(Box::new(BoostQuery::new(self.expr(expr, place)?, *weight))),
            ExprKind::Field { field, value } => self.field(*field, value),
            ExprKind::Near(_) | ExprKind::AtLeast { .. } => todo!(),
            ExprKind::Period(_) | ExprKind::Kind(_) => Ok(Box::new(EmptyQuery)),
        }
    }

    fn each(&self, parts: &[Expr], place: Place) -> Result<Vec<Box<dyn Query>>, SearchError> {
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
        let mut compiled = Vec::with_capacity(clauses.len() + 1);
        for clause in clauses {
            let occur = match clause.occur {
                ast::Occur::Should => Occur::Should,
                ast::Occur::Must => Occur::Must,
                ast::Occur::MustNot => Occur::MustNot,
            };
            compiled.push((occur, self.expr(&clause.expr, place)?));
        }
        if clauses.iter().all(|c| c.occur == ast::Occur::MustNot) {
            compiled.push((Occur::Must, Box::new(ConstScoreQuery::new(Box::new(AllQuery), 0.0))));
        }
        let mut query = BooleanQuery::new(compiled);
        let optional = clauses.iter().any(|c| c.occur == ast::Occur::Should);
        if optional && ast::needs_optional(clauses) {
            query.set_minimum_number_should_match(1);
        }
        Ok(Box::new(query))
    }

    fn without(&self, part: &Expr, place: Place) -> Compiled {
        self.group(&[Clause { occur: ast::Occur::MustNot, expr: part.clone() }], place)
    }

    fn same_article(&self, parts: &[Expr], place: Place) -> Compiled {
        let shown = Box::new(BooleanQuery::union(self.each(parts, place)?));
        Ok(Box::new(ArticleQuery::same_article(shown, self.each(parts, place)?)))
    }

    fn phrase(&self, phrase: &Phrase, place: Place, span: Span) -> Compiled {
        if phrase.slop == 0 {
            return self.patterns(&pattern::of_phrase(phrase), place, span);
        }
        todo!()
    }

    /// Patterns side by side: one word, or words that stand next to each other.
    fn patterns(&self, patterns: &[Pattern], place: Place, span: Span) -> Compiled {
        let terms = Terms::new(self.snapshot, self.families, place.field);
        let mut words = Vec::with_capacity(patterns.len());
        for pattern in patterns {
            words.push(terms.of(pattern, span)?);
        }
        match &mut words[..] {
            [] => Ok(Box::new(EmptyQuery)),
            [word] => Ok(one_word(place.field, std::mem::take(word))),
            _ => match single_terms(&words) {
                Some(terms) => Ok(Box::new(PhraseQuery::new(terms))),
                None => todo!(),
            },
        }
    }

    fn field(&self, field: Field, value: &Expr) -> Compiled {
        let fields = self.snapshot.fields();
        let place = |field, stemmed| Place { field, stemmed };
        let inner = match field {
            Field::Title => self.expr(value, place(fields.title, true))?,
            Field::Outlet => self.expr(value, place(fields.outlet_words, false))?,
            Field::Section => self.expr(value, place(fields.section, true))?,
            Field::Path => self.expr(value, place(fields.path, false))?,
            Field::Lang => self.expr(value, place(fields.lang, false))?,
            Field::Date => return Ok(unscored(self.periods(value)?)),
            Field::Kind => return Ok(unscored(self.periods(value)?)),
            _ => todo!(),
        };
        Ok(unscored(Box::new(ArticleQuery::spread(inner))))
    }

    /// The value of `date:` or `kind:`: boolean logic over conditions on columns.
    fn periods(&self, value: &Expr) -> Compiled {
        match &value.kind {
            ExprKind::Period(period) => Ok(Box::new(PredicateQuery::new(Predicate::Published(period.clone())))),
            ExprKind::Kind(kind) => Ok(Box::new(PredicateQuery::new(Predicate::Kind(*kind)))),
            ExprKind::Or(parts) => {
                Ok(Box::new(BooleanQuery::union(parts.iter().map(|p| self.periods(p)).collect::<Result<_, _>>()?)))
            }
            ExprKind::And(parts) => {
                let parts = parts.iter().map(|p| self.periods(p)).collect::<Result<_, _>>()?;
                Ok(Box::new(BooleanQuery::intersection(parts)))
            }
            ExprKind::Not(part) => {
                let all: Box<dyn Query> = Box::new(AllQuery);
                Ok(Box::new(BooleanQuery::new(vec![(Occur::Must, all), (Occur::MustNot, self.periods(part)?)])))
            }
            _ => Ok(Box::new(EmptyQuery)),
        }
    }
}

/// A query whose matches add nothing to the score.
fn unscored(query: Box<dyn Query>) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

/// Tantivy's own scorer where one term is meant, for its skipping over blocks that cannot win.
fn one_word(field: IndexField, mut spellings: Vec<Spelling>) -> Box<dyn Query> {
    match spellings.len() {
        0 => Box::new(EmptyQuery),
        1 if spellings[0].except.is_none() => {
            Box::new(TermQuery::new(spellings.remove(0).term, IndexRecordOption::WithFreqs))
        }
        _ => Box::new(WordQuery::new(field, spellings)),
    }
}

/// The words' terms, where each stands for one.
fn single_terms(words: &[Vec<Spelling>]) -> Option<Vec<IndexTerm>> {
    let only = |word: &Vec<Spelling>| match &word[..] {
        [Spelling { term, except: None }] => Some(term.clone()),
        _ => None,
    };
    words.iter().map(only).collect()
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
