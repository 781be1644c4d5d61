//! From a query's syntax tree to its [plan](super::plan): filters become sets of passages, words and expressions
//! posting lists that are scored; what the postings cannot decide (which quote is whose, letter-by-letter words) is
//! left for the matcher to decide on the passage's text, among the passages that the postings allow.

use std::cell::Cell;
use std::sync::Arc;

use tantivy::schema::Field as IndexField;

use super::error::SearchError;
use super::filters::{Filter, Filters, PassageSet};
use super::lexicon::{Lexicon, Word};
use super::plan::{Group, Part, Plan, any_of};
use super::scorers::intervals::{IntervalQuery, Marks};
use super::scorers::quoted::{Asked, Quoted};
use super::scorers::verify::VerifyQuery;
use super::scorers::word::WordQuery;
use super::terms::Terms;
use super::wider;
use crate::index::tokens::{PARAGRAPH, SENTENCE};
use crate::index::{Collection, Snapshot};
use onrecord_api::values::ValueMatcher;
use onrecord_query::ast::{self, Expr, ExprKind, Phrase, Within};
use onrecord_query::error::{ErrorKind, QueryError};
use onrecord_query::interval::{Intervals, Program};
use onrecord_query::pattern::{self, Pattern};
use onrecord_query::{Field, Query, Stop, speaks_of_articles_alone};
use onrecord_text::span::Span;

type Planned = Result<Plan, SearchError>;

/// Plans queries for one snapshot.
pub struct Compiler<'a> {
    snapshot: &'a Snapshot,
    lexicon: &'a Lexicon,
    collection: &'a Arc<Collection>,
    filters: &'a Filters,
    stop: &'a Stop,
    /// How many words of the index its patterns may yet stand for.
    room: Cell<usize>,
}

/// Most words of the index that all patterns of a query together may stand for. Each word's posting list is opened,
/// which takes some kilobytes.
const MAX_WORDS: usize = 100_000;

/// Where words are looked for: the field of the index, and whether by stem.
#[derive(Clone, Copy)]
struct Place {
    field: IndexField,
    stemmed: bool,
}

impl<'a> Compiler<'a> {
    /// A compiler for queries of the state of the index that `lexicon` and `filters` are of. What it makes ends early
    /// when it is to `stop`, with whatever was found by then.
    pub fn new(lexicon: &'a Lexicon, collection: &'a Arc<Collection>, filters: &'a Filters, stop: &'a Stop) -> Self {
        let room = Cell::new(MAX_WORDS);
        Compiler { snapshot: lexicon.snapshot(), lexicon, collection, filters, stop, room }
    }

    /// The whole of a query.
    ///
    /// # Errors
    /// When it stands for more than the limits allow, or the index cannot be read.
    pub fn plan(&self, query: &Query) -> Planned {
        let plan = self.expr(&query.expr, self.body())?;
        if !speaks_of_articles_alone(&query.expr) {
            return Ok(plan);
        }
        let found = plan.part.into_set(self.snapshot)?;
        Ok(Plan { part: Part::Set(found.and(self.filters.articles().representatives())), ..plan })
    }

    fn body(&self) -> Place {
        Place { field: self.snapshot.fields().body, stemmed: true }
    }

    /// A part that speaks of words in `place`.
    fn expr(&self, expr: &Expr, place: Place) -> Planned {
        match &expr.kind {
            ExprKind::And(parts) => self.group(&parts.iter().map(required).collect::<Vec<_>>(), false, place),
            ExprKind::Or(parts) => {
                let plans = parts.iter().map(|expr| self.expr(expr, place)).collect::<Result<Vec<_>, _>>()?;
                let sure = plans.iter().all(|plan| plan.sure);
                let part = any_of(plans.into_iter().map(|plan| plan.part).collect(), self.snapshot)?;
                Ok(Plan { part, sure })
            }
            ExprKind::Not(negated) => self.group(&[(ast::Occur::MustNot, negated)], false, place),
            ExprKind::Group(clauses) => {
                let parts: Vec<(ast::Occur, &Expr)> = clauses.iter().map(|c| (c.occur, &c.expr)).collect();
                self.group(&parts, ast::needs_optional(clauses), place)
            }
            ExprKind::Boost { expr, weight } => {
                let Plan { part, sure } = self.expr(expr, place)?;
                Ok(Plan { part: part.boosted(*weight, self.snapshot), sure })
            }
            ExprKind::All => Ok(Plan::sure(Part::Set(PassageSet::everything(self.snapshot)))),
            ExprKind::Term(term) => self.side_by_side(expr, &pattern::of_term(term, place.stemmed), place),
            ExprKind::Phrase(phrase) => self.phrase(expr, phrase, place),
            ExprKind::SameArticle(parts) => self.same_article(parts, place),
            ExprKind::Field { field, value } => self.field(*field, value),
            ExprKind::Near(_) => self.connected(expr, 1, place),
            ExprKind::AtLeast { count, expr } => self.connected(expr, *count, place),
            ExprKind::Period(_) | ExprKind::Kind(_) => Ok(Plan::sure(Part::Nothing)),
        }
    }

    /// Required, optional and excluded parts.
    fn group(&self, parts: &[(ast::Occur, &Expr)], needs_optional: bool, place: Place) -> Planned {
        let of_quote =
            |expr: &Expr| matches!(&expr.unboosted().kind, ExprKind::Field { field, .. } if field.is_of_quote());
        let of_one_quote = parts.iter().filter(|(occur, expr)| *occur == ast::Occur::Must && of_quote(expr)).count();
        let (mut group, mut sure) = (Group::default(), of_one_quote < 2);
        for (occur, expr) in parts {
            let plan = self.expr(expr, place)?;
            sure &= plan.sure;
            match occur {
                ast::Occur::Should => group.optional.push(plan.part),
                ast::Occur::Must => group.required.push(plan.part),
                // Postings that propose too much would take away too much.
                ast::Occur::MustNot if plan.sure => group.excluded.push(plan.part),
                ast::Occur::MustNot => {}
            }
        }
        let one_of = needs_optional && !group.optional.is_empty();
        Ok(Plan { part: group.join(one_of, self.snapshot)?, sure })
    }

    /// Passages with any of the parts, of articles that have all.
    fn same_article(&self, parts: &[Expr], place: Place) -> Planned {
        let decided = || parts.iter().map(|part| self.decided(part, place)).collect::<Result<Vec<_>, _>>();
        let mut articles: Option<PassageSet> = None;
        for part in decided()? {
            let own = self.filters.articles().spread(&part.into_set(self.snapshot)?);
            articles = Some(articles.map_or(own.clone(), |articles| articles.and(&own)));
        }
        let mut required = vec![any_of(decided()?, self.snapshot)?];
        required.extend(articles.map(Part::Set));
        let group = Group { required, ..Group::default() };
        Ok(Plan::sure(group.join(false, self.snapshot)?))
    }

    /// A part whose passages are sure: of other passages of an article than the one that is shown, nobody asks
    /// the matcher later.
    fn decided(&self, part: &Expr, place: Place) -> Result<Part, SearchError> {
        let plan = self.expr(part, place)?;
        if plan.sure {
            return Ok(plan.part);
        }
        let (found, part) = (plan.part.into_query(self.snapshot), Query { expr: part.clone(), notes: Vec::new() });
        Ok(Part::Other(Box::new(VerifyQuery::new(found, &part, self.snapshot, self.collection, self.stop))))
    }

    fn phrase(&self, expr: &Expr, phrase: &Phrase, place: Place) -> Planned {
        if phrase.slop > 0 {
            return self.intervals(expr, 1, place);
        }
        self.side_by_side(expr, &pattern::of_phrase(phrase), place)
    }

    /// Patterns side by side: one word, or words that stand next to each other.
    fn side_by_side(&self, expr: &Expr, patterns: &[Pattern], place: Place) -> Planned {
        match patterns {
            [] => Ok(Plan::sure(Part::Nothing)),
            [pattern] => {
                let word = self.word(pattern, expr.span, place)?;
                Ok(Plan { part: self.one_word(place.field, word)?, sure: !pattern.needs_text() })
            }
            _ => self.intervals(expr, 1, place),
        }
    }

    /// The plan of words and connectors that are to be found at least `count` times. Some words cannot be decided from
    /// postings (letters, capitals), so neither can what stands near them: then the plan finds the passages with the
    /// words, and the text decides.
    fn connected(&self, expr: &Expr, count: u32, place: Place) -> Planned {
        if !wider::has_undecided_word(expr) {
            return self.intervals(expr, count, place);
        }
        Ok(Plan::unsure(self.expr(&wider::words_alone(expr), place)?.part))
    }

    /// The words of the index that `pattern` stands for.
    ///
    /// # Errors
    /// When the query stands for more than [`MAX_WORDS`] words with these, the search is to stop, or the index cannot
    /// be read.
    fn word(&self, pattern: &Pattern, span: Span, place: Place) -> Result<Word, SearchError> {
        self.stop.check().map_err(SearchError::from)?;
        let word = Terms::new(self.lexicon, place.field).of(pattern, span)?;
        let Some(room) = self.room.get().checked_sub(word.len()) else {
            let message = format!("the query stands for more than {MAX_WORDS} words of the index");
            let error = QueryError::new(ErrorKind::TooManyTerms, span, message);
            return Err(error.hint("write more of the words with * or ?, or fewer of them").into());
        };
        self.room.set(room);
        Ok(word)
    }

    fn one_word(&self, field: IndexField, word: Word) -> Result<Part, SearchError> {
        if word.iter().all(|spelling| spelling.documents() == 0) {
            return Ok(Part::Nothing);
        }
        Ok(Part::Word(WordQuery::new(self.lexicon.field(field)?, word)))
    }

    /// An expression of words and connectors, found at least `count` times.
    fn intervals(&self, expr: &Expr, count: u32, place: Place) -> Planned {
        let mut patterns = Vec::new();
        let mut leaf = |pattern| {
            patterns.push(pattern);
            patterns.len() - 1
        };
        let Some(intervals) = Intervals::of(expr, place.stemmed, &mut leaf) else {
            return Ok(Plan::sure(Part::Nothing));
        };
        let words = patterns.iter().map(|pattern| self.word(pattern, expr.span, place)).collect::<Result<_, _>>()?;
        let marks = if speaks_of_bounds(expr) { Some(self.marks(place)?) } else { None };
        let reader = self.lexicon.field(place.field)?;
        let query = IntervalQuery::new(reader, words, &intervals, count, marks, self.stop);
        Ok(Plan { part: Part::Expression(query), sure: !patterns.iter().any(Pattern::needs_text) })
    }

    fn marks(&self, place: Place) -> Result<Marks, SearchError> {
        let terms = Terms::new(self.lexicon, place.field);
        Ok(Marks { sentences: terms.one(SENTENCE)?, paragraphs: terms.one(PARAGRAPH)? })
    }

    fn field(&self, field: Field, value: &Expr) -> Planned {
        if field.is_in_text() {
            return self.quoted(field, value);
        }
        let found = self.filters.cached(field, value, self.stop, || match field {
            // Several words of one quote's speaker may be those of several quotes.
            Field::Speaker | Field::Role => Ok(Filter { set: self.speakers(field, value)?, sure: is_one_value(value) }),
            _ => self.filter(value, &|part| self.leaf(field, part)),
        })?;
        Ok(Plan { part: Part::Set(found.set), sure: found.sure })
    }

    /// Passages with a quote, of the kind that `field` means, that has what `value` asks of its words.
    fn quoted(&self, field: Field, value: &Expr) -> Planned {
        let column = field.name();
        let with_quotes = self.filters.with_quotes(field == Field::Said, column)?.clone();
        let found = self.expr(&wider::without_exclusions(value), self.body())?.part;
        let part = found.within(with_quotes, self.snapshot)?;
        let mut patterns = Vec::new();
        let asked = Arc::new(asked_of_quotes(value, &mut patterns));
        if patterns.iter().any(Pattern::needs_text) {
            return Ok(Plan::unsure(part));
        }
        let place = self.body();
        let leaves = patterns.iter().map(|pattern| self.word(pattern, value.span, place)).collect::<Result<_, _>>()?;
        let (reader, marks) = (self.lexicon.field(place.field)?, Some(self.marks(place)?));
        let marks = marks.filter(|_| asked.speaks_of_bounds());
        let quoted = Quoted { reader, column, asked, leaves, marks };
        Ok(Plan::sure(part.conditioned(Arc::new(quoted), self.snapshot)?))
    }

    /// The passages for which a field's value holds, whose leaves `leaf` knows.
    fn filter(&self, value: &Expr, leaf: Leaf) -> Result<Filter, SearchError> {
        let of = |part: &Expr| self.filter(part, leaf);
        match &value.kind {
            ExprKind::And(parts) => {
                parts.iter().try_fold(Filter::everything(self.snapshot), |all, part| Ok(all.and(of(part)?)))
            }
            ExprKind::Or(parts) => {
                parts.iter().try_fold(Filter::nothing(self.snapshot), |any, part| Ok(any.or(of(part)?)))
            }
            ExprKind::Not(part) => Ok(Filter::everything(self.snapshot).and_not(of(part)?)),
            ExprKind::Boost { expr, .. } => of(expr),
            ExprKind::Group(clauses) => {
                let (mut all, mut any) = (Filter::everything(self.snapshot), None::<Filter>);
                for clause in clauses {
                    let own = of(&clause.expr)?;
                    match clause.occur {
                        ast::Occur::Must => all = all.and(own),
                        ast::Occur::MustNot => all = all.and_not(own),
                        ast::Occur::Should => any = Some(any.map_or(own.clone(), |any| any.or(own))),
                    }
                }
                Ok(if let (true, Some(any)) = (ast::needs_optional(clauses), any) { all.and(any) } else { all })
            }
            _ => leaf(value),
        }
    }

    /// The passages with one value of a field.
    fn leaf(&self, field: Field, value: &Expr) -> Result<Filter, SearchError> {
        let articles = self.filters.articles();
        let set = match (field, &value.kind) {
            (Field::Date, ExprKind::Period(period)) => articles.published_in(*period)?,
            (Field::Kind, ExprKind::Kind(kind)) => articles.of_kind(*kind),
            (Field::Date | Field::Kind, _) => PassageSet::nothing(self.snapshot),
            (Field::Mentions, ExprKind::Period(period)) => {
                self.passages(self.snapshot.fields().mentions, self.filters.mentions()?.within(*period))?
            }
            (Field::Topic | Field::Mentions, _) => self.values(field, value)?,
            _ => return self.of_article(field, value),
        };
        Ok(Filter { set, sure: true })
    }

    /// All passages of the articles for which a part of a field's value holds. Boolean logic stays outside: in
    /// an article's other passages nothing is said of the field, so that an exclusion would hold there.
    fn of_article(&self, field: Field, part: &Expr) -> Result<Filter, SearchError> {
        let fields = self.snapshot.fields();
        let words = |field, stemmed| -> Result<Filter, SearchError> {
            let Plan { part, sure } = self.expr(part, Place { field, stemmed })?;
            Ok(Filter { set: part.into_set(self.snapshot)?, sure })
        };
        let sure = |set| Filter { set, sure: true };
        let inner = match (field, &part.kind) {
            (Field::Title, ExprKind::All) => sure(self.filters.articles().titles_in_words()),
            (Field::Outlet, ExprKind::All) => sure(self.any_value(fields.outlet_words)?),
            (Field::Section, ExprKind::All) => sure(self.any_value(fields.section)?),
            (Field::Author, ExprKind::All) => sure(self.any_value(fields.author_words)?),
            (Field::Title, _) => words(fields.title, true)?,
            (Field::Outlet, _) => words(fields.outlet_words, false)?,
            (Field::Section, _) => words(fields.section, true)?,
            (Field::Author, _) => words(fields.author_words, false)?,
            _ => sure(self.values(field, part)?),
        };
        Ok(Filter { set: self.filters.articles().spread(&inner.set), ..inner })
    }

    /// Documents that have any term in a field that has few.
    fn any_value(&self, field: IndexField) -> Result<PassageSet, SearchError> {
        self.passages(field, Terms::new(self.lexicon, field).whose(|_| true)?)
    }

    /// A field whose values are indexed as they stand: passages with a value that satisfies `value`.
    fn values(&self, field: Field, value: &Expr) -> Result<PassageSet, SearchError> {
        let fields = self.snapshot.fields();
        let place = match field {
            Field::Topic => fields.topic,
            Field::Path => fields.path,
            Field::Url => fields.url,
            Field::Lang => fields.lang,
            _ => fields.mentions,
        };
        let mut test = ValueMatcher::new(field, value, self.collection.clone());
        self.passages(place, Terms::new(self.lexicon, place).whose(|term| test.holds(term))?)
    }

    /// Passages with a quote whose speaker, or role, might satisfy `value`: its leaves must meet in one quote.
    fn speakers(&self, field: Field, value: &Expr) -> Result<PassageSet, SearchError> {
        let fields = self.snapshot.fields();
        let place = if field == Field::Speaker { fields.speaker } else { fields.role };
        let mut test = ValueMatcher::new(field, value, self.collection.clone());
        let names = self.filters.names(field, self.collection)?;
        let found = names.candidates(value).take_while(|_| !self.stop.is_due()).filter(|name| test.holds(name));
        self.passages(place, Terms::new(self.lexicon, place).all(found)?)
    }

    /// Passages with any of some terms.
    fn passages(&self, field: IndexField, terms: Word) -> Result<PassageSet, SearchError> {
        Ok(WordQuery::new(self.lexicon.field(field)?, terms).passages(self.snapshot)?)
    }
}

/// Gives the passages with one value of a field.
type Leaf<'l> = &'l dyn Fn(&Expr) -> Result<Filter, SearchError>;

/// What a value asks of a quote's words, whose patterns are added to `patterns`.
fn asked_of_quotes(value: &Expr, patterns: &mut Vec<Pattern>) -> Asked {
    let mut all = |parts: &[Expr]| parts.iter().map(|part| asked_of_quotes(part, patterns)).collect::<Vec<_>>();
    match &value.kind {
        ExprKind::All => Asked::All,
        ExprKind::And(parts) => Asked::And(all(parts)),
        ExprKind::Or(parts) => Asked::Or(all(parts)),
        ExprKind::Not(part) => Asked::Not(Box::new(asked_of_quotes(part, patterns))),
        ExprKind::Boost { expr, .. } => asked_of_quotes(expr, patterns),
        ExprKind::Group(clauses) => {
            let (mut required, mut optional) = (Vec::new(), Vec::new());
            for clause in clauses {
                let asked = asked_of_quotes(&clause.expr, patterns);
                match clause.occur {
                    ast::Occur::Must => required.push(asked),
                    ast::Occur::MustNot => required.push(Asked::Not(Box::new(asked))),
                    ast::Occur::Should => optional.push(asked),
                }
            }
            if ast::needs_optional(clauses) && !optional.is_empty() {
                required.push(Asked::Or(optional));
            }
            Asked::And(required)
        }
        ExprKind::AtLeast { count, expr } => asked_times(expr, *count as usize, patterns),
        _ => asked_times(value, 1, patterns),
    }
}

/// What is asked of a quote by an expression of words and connectors, to be found in it at least `count` times.
fn asked_times(expr: &Expr, count: usize, patterns: &mut Vec<Pattern>) -> Asked {
    let mut leaf = |pattern| {
        patterns.push(pattern);
        patterns.len() - 1
    };
    let intervals = Intervals::of(expr, true, &mut leaf);
    intervals.map_or(Asked::Or(Vec::new()), |intervals| Asked::Find(Program::new(&intervals), count))
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
    let of_bounds =
        |part: &Expr| matches!(&part.kind, ExprKind::Near(near) if !matches!(near.within, Within::Words(_)));
    expr.contains(&of_bounds)
}

/// Whether a field's value is one word or phrase, not several put together.
fn is_one_value(value: &Expr) -> bool {
    matches!(value.unboosted().kind, ExprKind::Term(_) | ExprKind::Phrase(_) | ExprKind::All)
}
