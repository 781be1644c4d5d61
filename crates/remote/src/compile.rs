//! A query's tree becomes a query of the server.
//!
//! Most of the language the server decides exactly. What it does not is asked for more widely and said to be
//! (`Compiled::exact`): then the articles themselves decide, which they do of whatever is shown anyway.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::{Value, json};

use crate::client::Client;
use crate::documents::days;
use crate::intervals::{Rules, leaf_tokens};
use crate::lexicon::Lexicon;
use crate::values::{ValueReader, meant};
use onrecord_api::backend::BackendError;
use onrecord_api::collection::Collection;
use onrecord_query::ast::{self, Expr, ExprKind, Occur, TermMode};
use onrecord_query::pattern::{self, Pattern};
use onrecord_query::period::Period;
use onrecord_query::{Field, Query, Stop};

/// A query of the server.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// The query.
    pub query: Value,
    /// Whether it finds exactly the passages that are meant; if not, it finds more.
    pub exact: bool,
}

impl Compiled {
    fn exact(query: Value) -> Self {
        Compiled { query, exact: true }
    }

    fn wider(query: Value) -> Self {
        Compiled { query, exact: false }
    }

    fn nothing() -> Self {
        Compiled::exact(json!({"match_none": {}}))
    }

    fn everything() -> Self {
        Compiled::exact(json!({"match_all": {}}))
    }
}

/// Where words are looked for.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// The field of the server.
    pub field: &'static str,
    /// Whether words of the same stem are meant.
    pub stemmed: bool,
}

/// The text of passages.
pub const BODY: Place = Place { field: "body", stemmed: true };

/// Makes queries of the server.
pub struct Compiler<'a> {
    /// Who asks.
    pub client: &'a Client,
    /// The words of the index.
    pub lexicon: &'a Lexicon,
    /// The values of fields.
    pub values: &'a ValueReader,
    /// What the articles say of each other.
    pub collection: &'a Arc<Collection>,
    /// When it is to end early.
    pub stop: &'a Stop,
}

type Result<T> = std::result::Result<T, BackendError>;

impl Compiler<'_> {
    /// What finds the passages that a query means.
    ///
    /// # Errors
    /// When the query asks for more than the limits allow, or the index cannot be read.
    pub fn compile(&self, query: &Query) -> Result<Compiled> {
        let mut stems = BTreeSet::new();
        stems_of(&query.expr, true, &mut stems);
        self.lexicon.families(self.client, &stems, self.stop)?;
        self.expr(&query.expr, BODY)
    }

    /// A part that speaks of words in `place`.
    fn expr(&self, expr: &Expr, place: Place) -> Result<Compiled> {
        match &expr.kind {
            ExprKind::And(parts) => {
                let parts: Vec<_> = parts.iter().map(required).collect();
                self.group(&parts, false, place)
            }
            ExprKind::Or(parts) => Ok(any(self.each(parts, place)?)),
            ExprKind::Not(negated) => self.group(&[(Occur::MustNot, negated)], false, place),
            ExprKind::Group(clauses) => {
                let parts: Vec<_> = clauses.iter().map(|clause| (clause.occur, &clause.expr)).collect();
                self.group(&parts, ast::needs_optional(clauses), place)
            }
            ExprKind::Boost { expr, .. } => self.expr(expr, place),
            ExprKind::All if place.field == BODY.field => Ok(Compiled::everything()),
            ExprKind::All => Ok(Compiled::exact(json!({"exists": {"field": place.field}}))),
            ExprKind::Term(term) => self.words(expr, &pattern::of_term(term, place.stemmed), place),
            ExprKind::Phrase(phrase) if phrase.slop == 0 => self.words(expr, &pattern::of_phrase(phrase), place),
            ExprKind::Phrase(_) | ExprKind::Near(_) => self.connected(expr, 1, place),
            ExprKind::AtLeast { count, expr } => self.connected(expr, *count, place),
            ExprKind::SameArticle(parts) => self.same_article(parts, place),
            ExprKind::Field { field, value } => self.field(*field, value),
            ExprKind::Period(_) | ExprKind::Kind(_) => Ok(Compiled::nothing()),
        }
    }

    fn each(&self, parts: &[Expr], place: Place) -> Result<Vec<Compiled>> {
        parts.iter().map(|part| self.expr(part, place)).collect()
    }

    /// Required, optional and excluded parts. What speaks of one quote is asked of one quote.
    fn group(&self, parts: &[(Occur, &Expr)], needs_optional: bool, place: Place) -> Result<Compiled> {
        let of_quote = |part: &&(Occur, &Expr)| part.0 == Occur::Must && quote_field(part.1).is_some();
        let bound: Vec<&Expr> = parts.iter().filter(of_quote).map(|(_, expr)| *expr).collect();
        let one_quote = bound.len() > 1;
        let (mut group, mut optional) = (Group::default(), Vec::new());
        if one_quote {
            group.require(self.one_quote(&bound)?);
        }
        for part in parts.iter().filter(|part| !(one_quote && of_quote(part))) {
            let compiled = self.expr(part.1, place)?;
            match part.0 {
                Occur::Must => group.require(compiled),
                Occur::Should => optional.push(compiled),
                Occur::MustNot => group.exclude(compiled),
            }
        }
        if needs_optional && !optional.is_empty() {
            group.require(any(optional));
        }
        Ok(group.compiled())
    }

    /// A word, or words side by side.
    fn words(&self, expr: &Expr, patterns: &[Pattern], place: Place) -> Result<Compiled> {
        match patterns {
            [] => Ok(Compiled::nothing()),
            [Pattern::Prefix(prefix)] => {
                let own = |prefix: String| json!({"prefix": {(place.field): prefix}});
                Ok(Compiled::exact(either(vec![own(prefix.clone()), own(format!("={prefix}"))])))
            }
            [pattern] => {
                let tokens = leaf_tokens(self, pattern, expr.span)?;
                let query = json!({"terms": {(place.field): tokens}});
                Ok(Compiled { query, exact: !pattern.needs_text() })
            }
            _ => self.connected(expr, 1, place),
        }
    }

    /// Words and connectors, to be found at least `count` times.
    fn connected(&self, expr: &Expr, count: u32, place: Place) -> Result<Compiled> {
        if let Some(rule) = Rules::new(self, place).of(expr, count)? {
            return Ok(Compiled { query: json!({"intervals": {(place.field): rule.json}}), exact: rule.exact });
        }
        Ok(Compiled { exact: false, ..self.words_of(expr, place)? })
    }

    /// The words and phrases that connectors join, wherever they stand in the passage.
    fn words_of(&self, expr: &Expr, place: Place) -> Result<Compiled> {
        match &expr.kind {
            ExprKind::Near(near) if near.negated => self.words_of(&near.left, place),
            ExprKind::Near(near) => {
                let mut group = Group::default();
                group.require(self.words_of(&near.left, place)?);
                group.require(self.words_of(&near.right, place)?);
                Ok(group.compiled())
            }
            ExprKind::Or(parts) => {
                let parts = parts.iter().map(|part| self.words_of(part, place)).collect::<Result<_>>()?;
                Ok(any(parts))
            }
            ExprKind::AtLeast { expr, .. } | ExprKind::Boost { expr, .. } => self.words_of(expr, place),
            ExprKind::Term(term) => self.all_of(&pattern::of_term(term, place.stemmed), expr, place),
            ExprKind::Phrase(phrase) => self.all_of(&pattern::of_phrase(phrase), expr, place),
            _ => self.expr(expr, place),
        }
    }

    fn all_of(&self, patterns: &[Pattern], expr: &Expr, place: Place) -> Result<Compiled> {
        let mut group = Group::default();
        for pattern in patterns {
            group.require(self.words(expr, std::slice::from_ref(pattern), place)?);
        }
        Ok(group.compiled())
    }

    /// Passages with any of the parts, of articles that have all.
    fn same_article(&self, parts: &[Expr], place: Place) -> Result<Compiled> {
        let compiled = self.each(parts, place)?;
        let has = |part: &Compiled| json!({"has_child": {"type": "passage", "query": part.query}});
        let all: Vec<Value> = compiled.iter().map(has).collect();
        let of_articles = json!({"has_parent": {"parent_type": "article", "query": {"bool": {"filter": all}}}});
        let mut group = Group::default();
        group.require(Compiled::exact(of_articles));
        group.require(any(compiled));
        Ok(group.compiled())
    }

    fn field(&self, field: Field, value: &Expr) -> Result<Compiled> {
        let words = |field, stemmed| self.expr(value, Place { field, stemmed });
        match field {
            Field::Title => words("title", true),
            Field::Outlet => words("outlet_words", false),
            Field::Section => words("section_words", true),
            Field::Author => words("author_words", false),
            Field::Said | Field::Paraphrased => Ok(in_quote(self.of_quote(field, value)?)),
            Field::Speaker | Field::Role => {
                let is_one = matches!(value.unboosted().kind, ExprKind::Term(_) | ExprKind::Phrase(_) | ExprKind::All);
                if is_one {
                    self.listed(field, value, field.name())
                } else {
                    Ok(in_quote(self.of_quote(field, value)?))
                }
            }
            _ => self.combined(value, &|leaf| self.leaf(field, leaf)),
        }
    }

    /// Several fields that speak of one quote.
    fn one_quote(&self, fields: &[&Expr]) -> Result<Compiled> {
        let mut group = Group::default();
        for (field, value) in fields.iter().filter_map(|expr| quote_field(expr)) {
            group.require(self.of_quote(field, value)?);
        }
        Ok(in_quote(group.compiled()))
    }

    /// What one quote must have for a field's value.
    fn of_quote(&self, field: Field, value: &Expr) -> Result<Compiled> {
        let words = |kinds: &[&str]| {
            let mut group = Group::default();
            group.require(Compiled::exact(json!({"terms": {"quotes.kind": kinds}})));
            group.require(self.expr(value, Place { field: "quotes.body", stemmed: true })?);
            Ok(group.compiled())
        };
        match field {
            Field::Said => words(&["direct", "mixed"]),
            Field::Paraphrased => words(&["indirect"]),
            Field::Speaker => self.listed(field, value, "quotes.speaker"),
            _ => self.listed(field, value, "quotes.role"),
        }
    }

    /// The documents that have one of the values which `value` means as a whole, in the server's field `name`.
    fn listed(&self, field: Field, value: &Expr, name: &str) -> Result<Compiled> {
        if value.unboosted().kind == ExprKind::All {
            return Ok(Compiled::exact(json!({"exists": {"field": name}})));
        }
        let values = self.values.values(self.client, field, self.stop)?;
        if !values.are_all {
            return Ok(Compiled::wider(json!({"exists": {"field": name}})));
        }
        let meant = meant(&values, field, value, self.collection);
        Ok(Compiled::exact(json!({"terms": {(name): meant}})))
    }

    /// Boolean logic over the values of a field, whose leaves `leaf` knows.
    fn combined(&self, value: &Expr, leaf: &dyn Fn(&Expr) -> Result<Compiled>) -> Result<Compiled> {
        let of = |part: &Expr| self.combined(part, leaf);
        match &value.kind {
            ExprKind::And(parts) => {
                let mut group = Group::default();
                for part in parts {
                    group.require(of(part)?);
                }
                Ok(group.compiled())
            }
            ExprKind::Or(parts) => Ok(any(parts.iter().map(of).collect::<Result<_>>()?)),
            ExprKind::Not(part) => {
                let mut group = Group::default();
                group.exclude(of(part)?);
                Ok(group.compiled())
            }
            ExprKind::Boost { expr, .. } => of(expr),
            ExprKind::Group(clauses) => {
                let (mut group, mut optional) = (Group::default(), Vec::new());
                for clause in clauses {
                    match clause.occur {
                        Occur::Must => group.require(of(&clause.expr)?),
                        Occur::MustNot => group.exclude(of(&clause.expr)?),
                        Occur::Should => optional.push(of(&clause.expr)?),
                    }
                }
                if ast::needs_optional(clauses) && !optional.is_empty() {
                    group.require(any(optional));
                }
                Ok(group.compiled())
            }
            _ => leaf(value),
        }
    }

    /// One value of a field that takes values as they stand.
    fn leaf(&self, field: Field, value: &Expr) -> Result<Compiled> {
        match (field, &value.kind) {
            (Field::Date, ExprKind::Period(period)) => Ok(published(*period)),
            (Field::Mentions, ExprKind::Period(period)) => Ok(mentioned(*period)),
            (Field::Kind, ExprKind::Kind(kind)) => Ok(Compiled::exact(json!({"term": {"kind": kind.name()}}))),
            (Field::Date | Field::Kind, _) => Ok(Compiled::nothing()),
            (_, ExprKind::All) => Ok(Compiled::exact(json!({"exists": {"field": field.name()}}))),
            (Field::Path | Field::Url, ExprKind::Term(term)) => Ok(part_of(field, &term.text, term.mode)),
            _ => self.listed(field, value, field.name()),
        }
    }
}

/// Parts that are required and excluded.
#[derive(Default)]
struct Group {
    required: Vec<Value>,
    excluded: Vec<Value>,
    wider: bool,
}

impl Group {
    fn require(&mut self, part: Compiled) {
        self.wider |= !part.exact;
        self.required.push(part.query);
    }

    /// What proposes too much would take away too much.
    fn exclude(&mut self, part: Compiled) {
        self.wider |= !part.exact;
        if part.exact {
            self.excluded.push(part.query);
        }
    }

    fn compiled(mut self) -> Compiled {
        let query = match (self.required.len(), self.excluded.len()) {
            (0, 0) => json!({"match_all": {}}),
            (1, 0) => self.required.remove(0),
            (_, 0) => json!({"bool": {"filter": self.required}}),
            _ => json!({"bool": {"filter": self.required, "must_not": self.excluded}}),
        };
        Compiled { query, exact: !self.wider }
    }
}

fn any(mut parts: Vec<Compiled>) -> Compiled {
    match parts.len() {
        0 => Compiled::nothing(),
        1 => parts.remove(0),
        _ => {
            let exact = parts.iter().all(|part| part.exact);
            Compiled { query: either(parts.into_iter().map(|part| part.query).collect()), exact }
        }
    }
}

fn either(parts: Vec<Value>) -> Value {
    json!({"bool": {"should": parts, "minimum_should_match": 1}})
}

fn in_quote(part: Compiled) -> Compiled {
    Compiled { query: json!({"nested": {"path": "quotes", "query": part.query, "score_mode": "none"}}), ..part }
}

/// A part of an AND.
fn required(part: &Expr) -> (Occur, &Expr) {
    match &part.kind {
        ExprKind::Not(negated) => (Occur::MustNot, negated),
        _ => (Occur::Must, part),
    }
}

/// The field and its value, where an expression is one that speaks of a quote.
fn quote_field(expr: &Expr) -> Option<(Field, &Expr)> {
    match &expr.unboosted().kind {
        ExprKind::Field { field, value } if field.is_of_quote() => Some((*field, value)),
        _ => None,
    }
}

/// Articles whose published interval overlaps a period.
fn published(period: Period) -> Compiled {
    let known = |field: &str| json!({"exists": {"field": field}});
    if period.earliest().is_none() && period.latest().is_none() {
        let known = json!({"bool": {"filter": [known("earliest"), known("latest")]}});
        return Compiled::exact(json!({"bool": {"must_not": [known]}}));
    };
    let mut bounds = vec![known("earliest"), known("latest")];
    bounds.extend(period.earliest().map(|from| json!({"range": {"latest": {"gte": days(from)}}})));
    bounds.extend(period.latest().map(|to| json!({"range": {"earliest": {"lte": days(to)}}})));
    Compiled::exact(json!({"bool": {"filter": bounds}}))
}

/// Passages that speak of days within a period.
fn mentioned(period: Period) -> Compiled {
    let from = period.earliest().map_or(i64::MIN, days);
    let to = period.latest().map_or(i64::MAX, days);
    Compiled::exact(json!({"range": {"mentions": {"gte": from, "lte": to, "relation": "within"}}}))
}

/// Documents in whose field a text may occur. Letters outside ASCII fold in more ways than the server knows of.
fn part_of(field: Field, text: &str, mode: TermMode) -> Compiled {
    let wild = mode == TermMode::Wild;
    let mut pattern = String::from("*");
    for c in text.chars() {
        match c {
            '*' | '?' if wild => pattern.push(c),
            c if c.is_ascii_alphanumeric() || "-_./:#@,+=&%~ ".contains(c) => pattern.push(c),
            _ => pattern.push('*'),
        }
    }
    pattern.push('*');
    Compiled::wider(json!({"wildcard": {(field.name()): {"value": pattern, "case_insensitive": true}}}))
}

/// The stems that an expression's words have.
fn stems_of(expr: &Expr, stemmed: bool, stems: &mut BTreeSet<String>) {
    if matches!(expr.kind, ExprKind::Field { field, .. } if field.is_of_names() || field.is_verbatim()) {
        return;
    }
    for pattern in pattern::of_words(expr, stemmed) {
        if let Pattern::Word(word) = pattern {
            stems.extend(word.stem().filter(|_| word.acronym.is_none()).map(str::to_owned));
        }
    }
    expr.parts().into_iter().for_each(|(_, part)| stems_of(part, stemmed, stems));
}
