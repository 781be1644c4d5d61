//! The first step: how well a passage satisfies the clauses of a query, by BM25 of what each finds in it.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::compile::Compiler;
use crate::lexicon::Lexicon;
use crate::rank::figures::Figures;
use crate::rank::reading::{BySpelling, Read, ReadPassage};
use onrecord_api::backend::BackendError;
use onrecord_api::collection::Collection;
use onrecord_query::Query;
use onrecord_query::ast::{Expr, ExprKind, Occur, needs_optional};
use onrecord_query::highlight::StoredMatcher;
use onrecord_query::interval::{Bounds, Intervals, Program, Scratch};
use onrecord_query::pattern::{Dictionary, Pattern, WordForm};
use onrecord_text::analyze::{FormId, Forms};

/// A query's clauses, ready to be looked for.
pub struct Clauses {
    root: Node,
    patterns: Vec<Pattern>,
    known: Vec<BySpelling<bool>>,
    scratch: Scratch,
    /// What decides whether an alternative that speaks of quotes is found.
    quoted: Vec<StoredMatcher>,
    names: Arc<Collection>,
}

/// Most forms of one pattern that are counted one by one; above it the number of passages that have any of them
/// stands for their sum.
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
    /// Words of quotes, which are found if the matcher of that number says so.
    Quoted(usize, Box<Node>),
}

impl Clauses {
    /// Those of an expression.
    ///
    /// # Errors
    /// When it asks for more than the limits allow, or the index cannot be read.
    pub fn of(expr: &Expr, compiler: &Compiler, figures: &Figures) -> Result<Self, BackendError> {
        let (patterns, keys, quoted) = (Vec::new(), Vec::new(), Vec::new());
        let mut builder = Builder { compiler, patterns, keys, quoted };
        let mut root = builder.node(expr, false)?;
        let keys: BTreeSet<String> = builder.keys.iter().flatten().cloned().collect();
        compiler.lexicon.documents(compiler.client, &keys, compiler.stop)?;
        weigh(&mut root, &builder.keys, compiler.lexicon, figures);
        let known = builder.patterns.iter().map(|_| BySpelling::default()).collect();
        let matcher = |expr: Expr| StoredMatcher::new(&Query { expr, notes: Vec::new() }, Forms::new());
        let quoted = builder.quoted.into_iter().map(matcher).collect();
        let (patterns, names) = (builder.patterns, compiler.collection.clone());
        Ok(Clauses { root, patterns, known, scratch: Scratch::new(), quoted, names })
    }

    /// The score of a passage that satisfies the query.
    pub fn score(&mut self, read: &Read, ordinal: u32, forms: &Forms, figures: &Figures) -> f32 {
        let (passage, whole) = (&read.passages[ordinal as usize], &read.whole);
        let (text, names) = (whole.stored_text(ordinal), self.names.clone());
        let mut is_quoted = |matcher: &mut StoredMatcher| {
            matcher.find_by_all(&text, &whole.findings(ordinal), &whole.facts(), &*names).is_some()
        };
        let quoted: Vec<bool> = self.quoted.iter_mut().map(&mut is_quoted).collect();
        let positions: Vec<Vec<u32>> =
            (0..self.patterns.len()).map(|leaf| self.positions(leaf, passage, forms)).collect();
        let mut look = Look { passage, figures, positions: &positions, scratch: &mut self.scratch, quoted: &quoted };
        look.score(&self.root).unwrap_or(0.0)
    }

    fn positions(&mut self, leaf: usize, passage: &ReadPassage, forms: &Forms) -> Vec<u32> {
        let (pattern, known) = (&self.patterns[leaf], &mut self.known[leaf]);
        let words = passage.words.iter().zip(&passage.positions);
        let mut is_meant = |(form, acronym): (FormId, bool)| {
            known.get(form, acronym, || match pattern {
                // Letters do not count: what is not spelt so is not found, and of what is found all forms count.
                Pattern::Caps(caps) if pattern.needs_text() => forms.folded(form) == caps.folded,
                _ => pattern.matches(&WordForm::new(forms, form, acronym)),
            })
        };
        words.filter(|(word, _)| is_meant(**word)).map(|(_, position)| *position).collect()
    }
}

struct Builder<'a> {
    compiler: &'a Compiler<'a>,
    patterns: Vec<Pattern>,
    /// What the lexicon calls the forms of each pattern, its own first.
    keys: Vec<Vec<String>>,
    /// Alternatives that speak of quotes.
    quoted: Vec<Expr>,
}

impl Builder<'_> {
    /// `alternative`: whether the passage may satisfy the query without this part.
    fn node(&mut self, expr: &Expr, alternative: bool) -> Result<Node, BackendError> {
        Ok(match &expr.kind {
            ExprKind::And(parts) => Node::All(self.each(parts, alternative)?),
            ExprKind::Or(parts) | ExprKind::SameArticle(parts) => Node::Any(self.each(parts, true)?),
            ExprKind::Group(clauses) => {
                let (mut required, mut optional) = (Vec::new(), Vec::new());
                for clause in clauses {
                    match clause.occur {
                        Occur::Must => required.push(self.node(&clause.expr, alternative)?),
                        Occur::Should => optional.push(self.node(&clause.expr, true)?),
                        Occur::MustNot => {}
                    }
                }
                let one_of = needs_optional(clauses) && !optional.is_empty();
                Node::Group { required, optional, one_of }
            }
            ExprKind::Boost { expr, weight } => Node::Weighted(Box::new(self.node(expr, alternative)?), *weight),
            ExprKind::Field { field, value } if field.is_in_text() => {
                let words = self.node(value, false)?;
                if alternative {
                    self.quoted.push(expr.clone());
                    Node::Quoted(self.quoted.len() - 1, Box::new(words))
                } else {
                    words
                }
            }
            ExprKind::AtLeast { count, expr } => self.find(expr, *count)?,
            ExprKind::Term(_) | ExprKind::Phrase(_) | ExprKind::Near(_) => self.find(expr, 1)?,
            _ => Node::Filter,
        })
    }

    fn each(&mut self, parts: &[Expr], alternative: bool) -> Result<Vec<Node>, BackendError> {
        parts.iter().map(|part| self.node(part, alternative)).collect()
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
            // Counting more than `MOST_COUNTED` words one by one costs too much. The number of passages that have any of
            // them stands for the sum of all but the first.
            let any = (forms.len() > MOST_COUNTED).then(|| format!("*{prefix}"));
            let own = if any.is_some() { 1 } else { forms.len() };
            forms.into_iter().take(own).chain(any).collect()
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
        Node::Weighted(part, _) | Node::Quoted(_, part) => weigh(part, keys, lexicon, figures),
    }
}

/// One passage that is looked at.
struct Look<'a> {
    passage: &'a ReadPassage,
    figures: &'a Figures,
    positions: &'a [Vec<u32>],
    scratch: &'a mut Scratch,
    quoted: &'a [bool],
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
            Node::Quoted(number, part) => self.quoted[*number].then(|| self.score(part).unwrap_or(0.0)),
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
