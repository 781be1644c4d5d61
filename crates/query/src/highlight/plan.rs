//! A query compiled for matching passages.

use crate::ast::{Clause, Expr, ExprKind, Occur, needs_optional};
use crate::field::Field;
use crate::highlight::rare::Trace;
use crate::highlight::values::ValueTest;
use crate::highlight::why::Why;
use crate::interval::{Intervals, Program};

use crate::pattern::Pattern;

/// Where the words of a leaf are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The passage's text.
    Text,
    /// The article's title.
    Title,
    /// The outlet's name.
    Outlet,
    /// The section's name.
    Section,
    /// Who wrote the article.
    Author,
    /// The name of a quote's speaker.
    Speaker,
    /// The role of a quote's speaker.
    Role,
}

impl Source {
    /// Number of sources.
    pub const COUNT: usize = 7;

    fn of(field: Field) -> Self {
        match field {
            Field::Title => Source::Title,
            Field::Outlet => Source::Outlet,
            Field::Section => Source::Section,
            Field::Author => Source::Author,
            Field::Speaker => Source::Speaker,
            Field::Role => Source::Role,
            _ => Source::Text,
        }
    }
}

/// A part of a compiled query.
#[derive(Clone, Debug)]
pub enum Node {
    /// Always.
    All,
    /// All of them.
    And(Vec<Node>),
    /// Any of them.
    Or(Vec<Node>),
    /// Not this.
    Not(Box<Node>),
    /// Required, optional and excluded parts.
    Group {
        /// All of them.
        required: Vec<Node>,
        /// Any number of them.
        optional: Vec<Node>,
        /// None of them.
        excluded: Vec<Node>,
        /// Whether one of the optional ones is needed.
        needs_optional: bool,
    },
    /// Words, phrases or connectors, at least `count` times.
    Find {
        /// What is found.
        program: Program,
        /// Where.
        source: Source,
        /// How often.
        count: usize,
    },
    /// A value that is no word.
    Value(ValueTest),
    /// One quote that has all of this.
    Quote(Vec<QuotePart>),
    /// Any of them here, all of them in the article.
    SameArticle(usize, Vec<Node>),
    /// A clause that the query's clauses are counted by.
    Clause {
        /// Its number; none in what must not match.
        number: Option<u32>,
        /// Which reason it is for a match.
        why: Why,
        /// What it asks for.
        node: Box<Node>,
    },
}

/// What is asked of a quote.
#[derive(Clone, Debug)]
pub struct QuotePart {
    /// Speaker, role, or words of which kind of quote.
    pub field: Field,
    /// Number of its clause.
    pub number: Option<u32>,
    /// What it asks for.
    pub node: Node,
}

/// A compiled query.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    /// The whole.
    pub root: Node,
    /// The pattern of each leaf.
    pub patterns: Vec<Pattern>,
    /// Where each leaf is looked for.
    pub sources: Vec<Source>,
    /// Leaves that are looked for in the text, such that every match there has at least one of them: of the phrase
    /// `"interest rates"` one of its words is enough. The text around them is all that is looked at, where the query
    /// asks neither for sentences nor for quotes.
    pub anchors: Vec<usize>,
    /// How far words of what is found in the text can be from each other, in positions.
    pub reach: u32,
}

impl Plan {
    /// Compiles an expression.
    pub(super) fn new(expr: &Expr) -> Self {
        let mut compiler = Compiler::default();
        let root = compiler.part(expr, true);
        let Compiler { patterns, sources, anchors, reach, .. } = compiler;
        Plan { root, patterns, sources, anchors, reach }
    }
}

#[derive(Default)]
struct Compiler {
    patterns: Vec<Pattern>,
    sources: Vec<Source>,
    anchors: Vec<usize>,
    reach: u32,
    clauses: u32,
    same_articles: usize,
}

impl Compiler {
    fn number(&mut self, positive: bool) -> Option<u32> {
        if !positive {
            return None;
        }
        self.clauses += 1;
        Some(self.clauses - 1)
    }

    fn parts(&mut self, all: &[Expr], positive: bool) -> Vec<Node> {
        all.iter().map(|expr| self.part(expr, positive)).collect()
    }

    /// A part that speaks of the passage.
    fn part(&mut self, expr: &Expr, positive: bool) -> Node {
        match &expr.kind {
            ExprKind::And(all) => {
                let clauses: Vec<(Occur, &Expr)> = all.iter().map(|expr| (Occur::Must, expr)).collect();
                Node::And(self.group(&clauses, positive).required)
            }
            ExprKind::Group(clauses) => {
                let list: Vec<(Occur, &Expr)> = clauses.iter().map(|Clause { occur, expr }| (*occur, expr)).collect();
                let GroupParts { required, optional, excluded } = self.group(&list, positive);
                Node::Group { required, optional, excluded, needs_optional: needs_optional(clauses) }
            }
            ExprKind::Or(all) => Node::Or(self.parts(all, positive)),
            ExprKind::Not(inner) => Node::Not(Box::new(self.part(inner, false))),
            ExprKind::Boost { expr, .. } => self.part(expr, positive),
            ExprKind::SameArticle(all) => {
                self.same_articles += 1;
                Node::SameArticle(self.same_articles - 1, self.parts(all, positive))
            }
            ExprKind::Field { field, value } if field.is_of_quote() => {
                Node::Quote(vec![self.quote_part(*field, value, positive)])
            }
            ExprKind::Field { field, value } => {
                let number = self.number(positive);
                let node = Box::new(self.value(value, *field));
                Node::Clause { number, why: Why::Field(*field), node }
            }
            _ => self.text(expr, positive),
        }
    }

    fn text(&mut self, expr: &Expr, positive: bool) -> Node {
        let number = self.number(positive);
        let why = if expr.kind == ExprKind::All { Why::Everything } else { Why::Text };
        let node = Box::new(self.find(expr, Source::Text, true));
        Node::Clause { number, why, node }
    }

    /// The parts of an AND group: those that speak of a quote speak of the same one.
    fn group(&mut self, clauses: &[(Occur, &Expr)], positive: bool) -> GroupParts {
        let mut parts = GroupParts::default();
        let mut quote = Vec::new();
        for (occur, expr) in clauses {
            match (&expr.unboosted().kind, occur) {
                (ExprKind::Field { field, value }, Occur::Must) if field.is_of_quote() => {
                    quote.push(self.quote_part(*field, value, positive));
                }
                (_, Occur::Must) => parts.required.push(self.part(expr, positive)),
                (_, Occur::Should) => parts.optional.push(self.part(expr, positive)),
                (_, Occur::MustNot) => parts.excluded.push(self.part(expr, false)),
            }
        }
        if !quote.is_empty() {
            parts.required.push(Node::Quote(quote));
        }
        parts
    }

    fn quote_part(&mut self, field: Field, value: &Expr, positive: bool) -> QuotePart {
        QuotePart { field, number: self.number(positive), node: self.value(value, field) }
    }

    /// A field's value.
    fn value(&mut self, expr: &Expr, field: Field) -> Node {
        match &expr.kind {
            ExprKind::And(all) => Node::And(all.iter().map(|expr| self.value(expr, field)).collect()),
            ExprKind::Or(all) => Node::Or(all.iter().map(|expr| self.value(expr, field)).collect()),
            ExprKind::Not(inner) => Node::Not(Box::new(self.value(inner, field))),
            ExprKind::Boost { expr, .. } => self.value(expr, field),
            ExprKind::Group(clauses) => self.value_group(clauses, field),
            ExprKind::Period(period) => Node::Value(ValueTest::of_period(field, *period)),
            ExprKind::Kind(kind) => Node::Value(ValueTest::Kind(*kind)),
            ExprKind::Term(term) if field.is_verbatim() => {
                ValueTest::of_term(field, term).map_or(Node::Or(Vec::new()), Node::Value)
            }
            ExprKind::All if !field.is_of_quote() => Node::Value(ValueTest::Given(field)),
            _ => self.find(expr, Source::of(field), !field.is_of_names()),
        }
    }

    fn value_group(&mut self, clauses: &[Clause], field: Field) -> Node {
        let mut of = |occur| {
            let own = clauses.iter().filter(|c| c.occur == occur);
            own.map(|c| self.value(&c.expr, field)).collect::<Vec<_>>()
        };
        let (required, optional, excluded) = (of(Occur::Must), of(Occur::Should), of(Occur::MustNot));
        Node::Group { required, optional, excluded, needs_optional: needs_optional(clauses) }
    }

    /// Words, phrases, connectors and counts of them.
    fn find(&mut self, expr: &Expr, source: Source, stemmed: bool) -> Node {
        let (count, inner) = match &expr.kind {
            ExprKind::All => return Node::All,
            ExprKind::AtLeast { count, expr } => (*count as usize, &**expr),
            _ => (1, expr),
        };
        let first = self.patterns.len();
        let mut leaf = |pattern| {
            self.patterns.push(pattern);
            self.sources.push(source);
            self.patterns.len() - 1
        };
        let Some(intervals) = Intervals::of(inner, stemmed, &mut leaf) else { return Node::Or(Vec::new()) };
        if source == Source::Text {
            self.anchor(&intervals, first);
        }
        Node::Find { program: Program::new(&intervals), source, count }
    }

    /// Notes by which words an expression, whose words are those from `first` on, is found in a text: of the words
    /// that must be there the rarest. What must not be there has to be seen as well.
    fn anchor(&mut self, intervals: &Intervals, first: usize) {
        self.reach = self.reach.max(intervals.extent().saturating_sub(1));
        if intervals.excludes() {
            self.anchors.extend(first..self.patterns.len());
            return;
        }
        let frequency = |leaf: &usize| u32::from(Trace::of(&self.patterns[*leaf]).frequency());
        let sets = intervals.required().into_iter();
        self.anchors.extend(sets.min_by_key(|set| set.iter().map(frequency).sum::<u32>()).unwrap_or_default());
    }
}

#[derive(Default)]
struct GroupParts {
    required: Vec<Node>,
    optional: Vec<Node>,
    excluded: Vec<Node>,
}
