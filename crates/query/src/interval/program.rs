//! Expressions of intervals, compiled to steps that run without allocating.

use super::algebra::{Relation, minimise, near, not_near, phrase, slop_phrase};
use super::{Bounds, Interval, Positions, Scratch};
use crate::ast::{Expr, ExprKind, Near, Within};
use crate::pattern::{self, Pattern};

/// What to find in the positions of numbered words (leaves).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Intervals {
    /// One word.
    Word(usize),
    /// Words in order, with at most `slop` others between them.
    Phrase {
        /// The words.
        leaves: Vec<usize>,
        /// How many others.
        slop: u32,
    },
    /// Any of them; none for no alternatives.
    Any(Vec<Intervals>),
    /// Two of them near each other.
    Near {
        /// First operand.
        left: Box<Intervals>,
        /// Second operand.
        right: Box<Intervals>,
        /// How they must stand.
        relation: Relation,
        /// Whether the first is found where the second is *not* so near.
        negated: bool,
    },
}

impl Intervals {
    /// What an expression of words, phrases, alternatives and connectors finds; nothing for others.
    ///
    /// `stemmed`: whether bare words reach words of the same stem. `leaf` is called with the pattern of each
    /// word, left to right, and gives its number.
    pub fn of(expr: &Expr, stemmed: bool, leaf: &mut impl FnMut(Pattern) -> usize) -> Option<Self> {
        match &expr.kind {
            ExprKind::Term(term) => Some(side_by_side(pattern::of_term(term, stemmed), 0, leaf)),
            ExprKind::Phrase(phrase) => Some(side_by_side(pattern::of_phrase(phrase), phrase.slop, leaf)),
            ExprKind::Boost { expr, .. } => Self::of(expr, stemmed, leaf),
            ExprKind::Or(all) => {
                let parts: Option<Vec<_>> = all.iter().map(|part| Self::of(part, stemmed, leaf)).collect();
                parts.map(Intervals::Any)
            }
            ExprKind::Near(near) => {
                let Near { left, right, within, ordered, negated } = &**near;
                let left = Box::new(Self::of(left, stemmed, leaf)?);
                let right = Box::new(Self::of(right, stemmed, leaf)?);
                let relation = Relation { within: *within, ordered: *ordered };
                Some(Intervals::Near { left, right, relation, negated: *negated })
            }
            _ => None,
        }
    }
}

fn side_by_side(patterns: Vec<Pattern>, slop: u32, leaf: &mut impl FnMut(Pattern) -> usize) -> Intervals {
    let mut leaves: Vec<usize> = patterns.into_iter().map(leaf).collect();
    match leaves.len() {
        0 => Intervals::Any(Vec::new()),
        1 => Intervals::Word(leaves.remove(0)),
        _ => Intervals::Phrase { leaves, slop },
    }
}

/// One step: makes a list out of leaves and the lists of earlier steps.
#[derive(Clone, Debug)]
enum Step {
    Word(usize),
    Phrase(Vec<usize>),
    SlopPhrase(Vec<usize>, u32),
    Any(Vec<usize>),
    Near { left: usize, right: usize, relation: Relation, negated: bool },
}

/// An expression of intervals, ready to run.
#[derive(Clone, Debug)]
pub struct Program {
    /// Operands before what they are operands of; the last is the whole.
    steps: Vec<Step>,
}

impl Program {
    /// Compiles an expression.
    pub fn new(intervals: &Intervals) -> Self {
        let mut steps = Vec::new();
        compile(intervals, &mut steps);
        Program { steps }
    }

    /// The word that the whole expression is, if it is one.
    pub fn single_word(&self) -> Option<usize> {
        match self.steps[..] {
            [Step::Word(leaf)] => Some(leaf),
            _ => None,
        }
    }

    /// The words of the phrase without slop that the whole expression is, if it is one.
    pub fn single_phrase(&self) -> Option<&[usize]> {
        match &self.steps[..] {
            [Step::Phrase(leaves)] => Some(leaves),
            _ => None,
        }
    }

    /// The most intervals that there can be where the word `leaf` stands in `places(leaf)` places.
    ///
    /// Minimal intervals begin, and end, each at another place. So a phrase is found no more often than each of
    /// its words, and so are operands in order; in any order, operands without gaps each stand first or last.
    pub fn most(&self, places: &dyn Fn(usize) -> u32) -> u32 {
        self.most_of(self.steps.len() - 1, places)
    }

    fn most_of(&self, step: usize, places: &dyn Fn(usize) -> u32) -> u32 {
        match &self.steps[step] {
            Step::Word(leaf) => places(*leaf),
            Step::Phrase(leaves) | Step::SlopPhrase(leaves, _) => {
                leaves.iter().map(|&leaf| places(leaf)).min().unwrap_or(0)
            }
            Step::Any(parts) => parts.iter().map(|&part| self.most_of(part, places)).fold(0, u32::saturating_add),
            Step::Near { left, negated: true, .. } => self.most_of(*left, places),
            Step::Near { left, right, relation, .. } => {
                let (first, second) = (self.most_of(*left, places), self.most_of(*right, places));
                let solid = |step: &usize| matches!(self.steps[*step], Step::Word(_) | Step::Phrase(_));
                match (relation.ordered, solid(left) && solid(right)) {
                    (true, _) => first.min(second),
                    (false, true) => first.min(second).saturating_mul(2),
                    (false, false) => first.saturating_add(second),
                }
            }
        }
    }

    /// Whether it asks where sentences or paragraphs begin.
    pub fn speaks_of_bounds(&self) -> bool {
        let speaks = |step: &Step| match step {
            Step::Near { relation, .. } => !matches!(relation.within, Within::Words(_)),
            _ => false,
        };
        self.steps.iter().any(speaks)
    }

    /// The minimal intervals in a passage, ascending.
    pub fn run<'s, P: Positions + ?Sized>(
        &self,
        positions: &P,
        bounds: &Bounds,
        scratch: &'s mut Scratch,
    ) -> &'s [Interval] {
        if scratch.lists.len() < self.steps.len() {
            scratch.lists.resize_with(self.steps.len(), Vec::new);
        }
        let Scratch { lists, pointers } = scratch;
        for (i, step) in self.steps.iter().enumerate() {
            let (done, rest) = lists.split_at_mut(i);
            run_step(step, done, positions, bounds, pointers, &mut rest[0]);
        }
        &lists[self.steps.len() - 1]
    }

    /// The `i`th interval of the last run.
    pub fn found(&self, scratch: &Scratch, i: usize) -> Option<Interval> {
        scratch.lists.get(self.steps.len() - 1)?.get(i).copied()
    }

    /// Calls `found` with the words that make `interval` one of the last run's, as runs of neighbours in one
    /// phrase: first and last position. May give a run more than once.
    ///
    /// Words inside a phrase with slop are its earliest.
    pub fn words<P: Positions + ?Sized>(
        &self,
        interval: Interval,
        positions: &P,
        bounds: &Bounds,
        scratch: &Scratch,
        found: &mut impl FnMut(u32, u32),
    ) {
        let explain = Explain { steps: &self.steps, lists: &scratch.lists, positions, bounds };
        explain.step(self.steps.len() - 1, interval, found);
    }
}

/// Appends the steps of an expression; the number of its own.
fn compile(intervals: &Intervals, steps: &mut Vec<Step>) -> usize {
    let step = match intervals {
        Intervals::Word(leaf) => Step::Word(*leaf),
        Intervals::Phrase { leaves, slop: 0 } => Step::Phrase(leaves.clone()),
        Intervals::Phrase { leaves, slop } => Step::SlopPhrase(leaves.clone(), *slop),
        Intervals::Any(all) => Step::Any(all.iter().map(|part| compile(part, steps)).collect()),
        Intervals::Near { left, right, relation, negated } => {
            let (left, right) = (compile(left, steps), compile(right, steps));
            Step::Near { left, right, relation: *relation, negated: *negated }
        }
    };
    steps.push(step);
    steps.len() - 1
}

fn run_step<P: Positions + ?Sized>(
    step: &Step,
    done: &[Vec<Interval>],
    positions: &P,
    bounds: &Bounds,
    pointers: &mut Vec<usize>,
    out: &mut Vec<Interval>,
) {
    match step {
        Step::Word(leaf) => {
            out.clear();
            out.extend(positions.of(*leaf).iter().map(|&position| Interval::word(position)));
        }
        Step::Phrase(leaves) => phrase(leaves, positions, pointers, out),
        Step::SlopPhrase(leaves, slop) => slop_phrase(leaves, *slop, positions, pointers, out),
        Step::Any(parts) => {
            out.clear();
            parts.iter().for_each(|&part| out.extend_from_slice(&done[part]));
            minimise(out);
        }
        Step::Near { left, right, relation, negated: false } => {
            near(&done[*left], &done[*right], *relation, bounds, out)
        }
        Step::Near { left, right, relation, .. } => not_near(&done[*left], &done[*right], *relation, bounds, out),
    }
}

/// Goes back from an interval to its words.
struct Explain<'a, P: ?Sized> {
    steps: &'a [Step],
    lists: &'a [Vec<Interval>],
    positions: &'a P,
    bounds: &'a Bounds<'a>,
}

impl<P: Positions + ?Sized> Explain<'_, P> {
    fn step(&self, step: usize, interval: Interval, found: &mut impl FnMut(u32, u32)) {
        match &self.steps[step] {
            Step::Word(_) | Step::Phrase(_) => found(interval.start, interval.end),
            Step::SlopPhrase(leaves, _) => self.slop_phrase(leaves, interval, found),
            Step::Any(parts) => {
                for &part in
                    parts.iter().filter(|&&part| self.within(part, interval).iter().any(|i| i.same_place(interval)))
                {
                    self.step(part, interval, found);
                }
            }
            Step::Near { left, negated: true, .. } => self.step(*left, interval, found),
            Step::Near { left, right, relation, .. } => self.pairs(*left, *right, *relation, interval, found),
        }
    }

    /// What the step found inside the interval.
    fn within(&self, step: usize, interval: Interval) -> &[Interval] {
        let list = &self.lists[step];
        let from = list.partition_point(|i| i.start < interval.start);
        let to = list.partition_point(|i| i.end <= interval.end);
        &list[from..to.max(from)]
    }

    fn pairs(
        &self,
        left: usize,
        right: usize,
        relation: Relation,
        interval: Interval,
        found: &mut impl FnMut(u32, u32),
    ) {
        for &x in self.within(left, interval) {
            for &y in self.within(right, interval) {
                if x.hull(y).same_place(interval) && relation.holds(x, y, self.bounds) {
                    self.step(left, x, found);
                    self.step(right, y, found);
                }
            }
        }
    }

    fn slop_phrase(&self, leaves: &[usize], interval: Interval, found: &mut impl FnMut(u32, u32)) {
        let (mut first, mut last) = (interval.start, interval.start);
        for &leaf in &leaves[1..] {
            let list = self.positions.of(leaf);
            let Some(&position) = list.get(list.partition_point(|&p| p <= last)) else { break };
            if position > last + 1 {
                found(first, last);
                first = position;
            }
            last = position;
        }
        found(first, last);
    }
}
