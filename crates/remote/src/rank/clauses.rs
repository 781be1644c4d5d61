//! The first step: how well a passage satisfies the clauses of a query, by BM25 of what each finds in it.

use std::collections::{BTreeSet, HashMap};

use crate::compile::Compiler;
use crate::lexicon::Lexicon;
use crate::rank::figures::Figures;
use crate::rank::reading::ReadPassage;
use onrecord_api::backend::BackendError;
use onrecord_query::ast::{Expr, ExprKind, Occur, needs_optional};
use onrecord_query::interval::{Bounds, Intervals, Program, Scratch};
use onrecord_query::pattern::{Dictionary, Pattern, WordForm};
use onrecord_text::analyze::{FormId, Forms};

/// A query's clauses, ready to be looked for.
pub struct Clauses {
    root: Node,
    patterns: Vec<Pattern>,
    known: Vec<HashMap<(FormId, bool), bool>>,
    scratch: Scratch,
}

/// Forms of one pattern that are counted one by one.
const MOST_COUNTED: usize = 500;

enum Node {
    /// Holds, and says nothing of how well.
    Filter,
    /// A word of the text, or words and connectors, found at least so often; weighed by how rare they are.
    Find { program: Program, leaves: Vec<usize>, count: u32, idf: f32 },
    /// All of them.
    All(Vec<Node>),
    /// Any of them.
    Any(Vec<Node>),
    /// All of the first and any number of the second; one at least, if `one_of`.
    Group { required: Vec<Node>, optional: Vec<Node>, one_of: bool },
    /// Counts for more or less.
    Weighted(Box<Node>, f32),
}

impl Clauses {
    /// Those of an expression.
    ///
    /// # Errors
    /// When it asks for more than the limits allow, or the index cannot be read.
    pub fn of(expr: &Expr, compiler: &Compiler, figures: &Figures) -> Result<Self, BackendError> {
        let mut builder = Builder { compiler, patterns: Vec::new(), keys: Vec::new() };
        let mut root = builder.node(expr)?;
        let keys: BTreeSet<String> = builder.keys.iter().flatten().cloned().collect();
        compiler.lexicon.documents(compiler.client, &keys, compiler.stop)?;
        weigh(&mut root, &builder.keys, compiler.lexicon, figures);
        let known = vec![HashMap::new(); builder.patterns.len()];
        Ok(Clauses { root, patterns: builder.patterns, known, scratch: Scratch::new() })
    }

    /// The score of a passage that satisfies the query.
    pub fn score(&mut self, passage: &ReadPassage, forms: &Forms, figures: &Figures) -> f32 {
        let positions: Vec<Vec<u32>> =
            (0..self.patterns.len()).map(|leaf| self.positions(leaf, passage, forms)).collect();
        let mut look = Look { passage, figures, positions: &positions, scratch: &mut self.scratch };
        look.score(&self.root).unwrap_or(0.0)
    }

    fn positions(&mut self, leaf: usize, passage: &ReadPassage, forms: &Forms) -> Vec<u32> {
        let (pattern, known) = (&self.patterns[leaf], &mut self.known[leaf]);
        let words = passage.words.iter().zip(&passage.positions);
        let mut is_meant = |(form, acronym): (FormId, bool)| {
            *known.entry((form, acronym)).or_insert_with(|| pattern.matches(&WordForm::new(forms, form, acronym)))
        };
        words.filter(|(word, _)| is_meant(**word)).map(|(_, position)| *position).collect()
    }
}

struct Builder<'a> {
    compiler: &'a Compiler<'a>,
    patterns: Vec<Pattern>,
    /// What the lexicon calls the forms of each pattern, its own first.
    keys: Vec<Vec<String>>,
}

impl Builder<'_> {
    fn node(&mut self, expr: &Expr) -> Result<Node, BackendError> {
        Ok(match &expr.kind {
            ExprKind::And(parts) => Node::All(self.each(parts)?),
            ExprKind::Or(parts) | ExprKind::SameArticle(parts) => Node::Any(self.each(parts)?),
            ExprKind::Group(clauses) => {
                let (mut required, mut optional) = (Vec::new(), Vec::new());
                for clause in clauses {
                    match clause.occur {
                        Occur::Must => required.push(self.node(&clause.expr)?),
                        Occur::Should => optional.push(self.node(&clause.expr)?),
                        Occur::MustNot => {}
                    }
                }
                let one_of = needs_optional(clauses) && !optional.is_empty();
                Node::Group { required, optional, one_of }
            }
            ExprKind::Boost { expr, weight } => Node::Weighted(Box::new(self.node(expr)?), *weight),
            ExprKind::Field { field, value } if field.is_in_text() => self.node(value)?,
            ExprKind::AtLeast { count, expr } => self.find(expr, *count)?,
            ExprKind::Term(_) | ExprKind::Phrase(_) | ExprKind::Near(_) => self.find(expr, 1)?,
            _ => Node::Filter,
        })
    }

    fn each(&mut self, parts: &[Expr]) -> Result<Vec<Node>, BackendError> {
        parts.iter().map(|part| self.node(part)).collect()
    }

    fn find(&mut self, expr: &Expr, count: u32) -> Result<Node, BackendError> {
        let first = self.patterns.len();
        let mut leaf = |pattern: Pattern| {
            self.patterns.push(pattern);
            self.patterns.len() - 1
        };
        let Some(intervals) = Intervals::of(expr, true, &mut leaf) else { return Ok(Node::Filter) };
        for pattern in &self.patterns[first..] {
            self.keys.push(keys_of(pattern, expr, self.compiler)?);
        }
        let leaves = (first..self.patterns.len()).collect();
        Ok(Node::Find { program: Program::new(&intervals), leaves, count, idf: 0.0 })
    }
}

/// What the lexicon calls the forms of a pattern.
fn keys_of(pattern: &Pattern, expr: &Expr, compiler: &Compiler) -> Result<Vec<String>, BackendError> {
    Ok(match pattern.dictionary() {
        Dictionary::Term(term) => vec![term.to_owned()],
        Dictionary::Acronym(term) => vec![format!("^{term}")],
        Dictionary::StemFamily { own, stem } => {
            let family = compiler.lexicon.family(stem).into_iter().filter(|form| form != own);
            std::iter::once(own.to_owned()).chain(family).collect()
        }
        Dictionary::Prefix(prefix) | Dictionary::Scan(prefix) => {
            let forms = compiler.lexicon.expand(compiler.client, pattern, expr.span, compiler.stop)?;
            // Of so many, all together are about as many as the passages that have any.
            if forms.len() > MOST_COUNTED { vec![format!("*{prefix}")] } else { forms }
        }
    })
}

/// Puts in how rare the words are: of one word all its forms together, of several each by its own form.
fn weigh(node: &mut Node, keys: &[Vec<String>], lexicon: &Lexicon, figures: &Figures) {
    let documents = |key: &String| lexicon.documents_of(key);
    match node {
        Node::Filter => {}
        Node::Find { program, leaves, count, idf } => {
            let all = |leaf: &usize| keys[*leaf].iter().map(documents).sum::<u64>();
            let own = |leaf: &usize| keys[*leaf].first().map_or(0.0, |key| figures.idf(documents(key)));
            *idf = match (program.single_word(), *count) {
                (Some(_), 1) => leaves.iter().map(|leaf| figures.idf(all(leaf))).sum(),
                _ => leaves.iter().map(own).sum(),
            };
        }
        Node::All(parts) | Node::Any(parts) => parts.iter_mut().for_each(|part| weigh(part, keys, lexicon, figures)),
        Node::Group { required, optional, .. } => {
            required.iter_mut().chain(optional).for_each(|part| weigh(part, keys, lexicon, figures));
        }
        Node::Weighted(part, _) => weigh(part, keys, lexicon, figures),
    }
}

/// One passage that is looked at.
struct Look<'a> {
    passage: &'a ReadPassage,
    figures: &'a Figures,
    positions: &'a [Vec<u32>],
    scratch: &'a mut Scratch,
}

impl Look<'_> {
    /// The score, if the part is found there.
    fn score(&mut self, node: &Node) -> Option<f32> {
        match node {
            Node::Filter => Some(0.0),
            Node::Find { program, leaves, count, idf } => {
                leaves.first()?;
                let bounds = Bounds { sentences: &self.passage.sentences, paragraphs: &self.passage.paragraphs };
                // Leaves are numbered through all expressions.
                let found = program.run(self.positions, &bounds, self.scratch).len() as u32;
                (found >= (*count).max(1)).then(|| idf * self.figures.saturated(found, self.passage.tokens))
            }
            Node::All(parts) => parts.iter().map(|part| self.score(part)).sum(),
            Node::Any(parts) => self.any(parts),
            Node::Group { required, optional, one_of } => {
                let all: f32 = required.iter().map(|part| self.score(part)).sum::<Option<f32>>()?;
                match (self.any(optional), one_of) {
                    (Some(any), _) => Some(all + any),
                    (None, true) => None,
                    (None, false) => Some(all),
                }
            }
            Node::Weighted(part, weight) => self.score(part).map(|score| score * weight),
        }
    }

    fn any(&mut self, parts: &[Node]) -> Option<f32> {
        let mut any = None;
        for part in parts {
            if let Some(score) = self.score(part) {
                any = Some(any.unwrap_or(0.0) + score);
            }
        }
        any
    }
}
