//! The operations on ascending lists of minimal intervals.

use super::{Bounds, Interval, Positions};
use crate::ast::Within;

/// A connector's demand on two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Relation {
    /// How far apart.
    pub within: Within,
    /// Whether the first must come before the second.
    pub ordered: bool,
}

impl Relation {
    /// Whether `x` and `y`, first and second operand, stand so.
    pub fn holds(self, x: Interval, y: Interval, bounds: &Bounds) -> bool {
        let order = !self.ordered || x.end < y.start;
        order && x.apart_from(y) && self.reaches(x, y, bounds)
    }

    fn reaches(self, x: Interval, y: Interval, bounds: &Bounds) -> bool {
        match self.within {
            Within::Words(n) => x.distance(y) <= n,
            Within::Sentence => in_one(bounds.sentences, x.hull(y)),
            Within::Paragraph => in_one(bounds.paragraphs, x.hull(y)),
        }
    }
}

/// Whether no unit that begins at `starts` ends within the interval.
fn in_one(starts: &[u32], interval: Interval) -> bool {
    let next = starts.partition_point(|&start| start <= interval.start);
    starts.get(next).is_none_or(|&start| start > interval.end)
}

/// For each `x` of the first operand, the second's intervals `before` it, overlapping it, and after it.
struct Walk<'a> {
    b: &'a [Interval],
    before: usize,
    after: usize,
}

impl<'a> Walk<'a> {
    fn new(b: &'a [Interval]) -> Self {
        Walk { b, before: 0, after: 0 }
    }

    /// Those that matter for `x`: the nearest before it, all that overlap it, the nearest after it. Must be
    /// called for rising `x`.
    fn around(&mut self, x: Interval) -> &'a [Interval] {
        while self.b.get(self.before).is_some_and(|y| y.end < x.start) {
            self.before += 1;
        }
        self.after = self.after.max(self.before);
        while self.b.get(self.after).is_some_and(|y| y.start <= x.end) {
            self.after += 1;
        }
        &self.b[self.before.saturating_sub(1)..(self.after + 1).min(self.b.len())]
    }
}

/// Intervals of both operands as the relation demands. The nearest operand on either side decides: one
/// farther off is neither nearer nor gives a smaller interval.
pub fn near(a: &[Interval], b: &[Interval], relation: Relation, bounds: &Bounds, out: &mut Vec<Interval>) {
    out.clear();
    let mut walk = Walk::new(b);
    for &x in a {
        let around = walk.around(x).iter().filter(|y| relation.holds(x, **y, bounds));
        out.extend(around.map(|y| x.hull(*y)));
    }
    minimise(out);
}

/// Intervals of the first operand that have no second one so near.
pub fn not_near(a: &[Interval], b: &[Interval], relation: Relation, bounds: &Bounds, out: &mut Vec<Interval>) {
    out.clear();
    let mut walk = Walk::new(b);
    out.extend(a.iter().filter(|x| !walk.around(**x).iter().any(|y| relation.holds(**x, *y, bounds))));
}

/// Leaves the intervals that hold no other one, in order.
pub fn minimise(list: &mut Vec<Interval>) {
    let key = |i: &Interval| (i.start, std::cmp::Reverse(i.end));
    if !list.is_sorted_by_key(key) {
        list.sort_unstable_by_key(key);
    }
    let mut kept = list.len();
    for i in (0..list.len()).rev() {
        let interval = list[i];
        match list.get_mut(kept) {
            Some(next) if next.same_place(interval) => next.solid &= interval.solid,
            Some(next) if next.end <= interval.end => {}
            _ => {
                kept -= 1;
                list[kept] = interval;
            }
        }
    }
    list.drain(..kept);
}

/// Words side by side.
pub fn phrase<P: Positions + ?Sized>(
    leaves: &[usize],
    positions: &P,
    pointers: &mut Vec<usize>,
    out: &mut Vec<Interval>,
) {
    out.clear();
    let Some(rarest) = (0..leaves.len()).min_by_key(|&i| positions.of(leaves[i]).len()) else { return };
    pointers.clear();
    pointers.resize(leaves.len(), 0);
    for &position in positions.of(leaves[rarest]) {
        let Some(start) = position.checked_sub(rarest as u32) else { continue };
        let all = (0..leaves.len()).all(|i| {
            i == rarest
                || advance(positions.of(leaves[i]), &mut pointers[i], start + i as u32) == Some(start + i as u32)
        });
        if all {
            out.push(Interval { start, end: start + leaves.len() as u32 - 1, solid: true });
        }
    }
}

/// The first position from `target` on; `pointer` only moves forward.
fn advance(list: &[u32], pointer: &mut usize, target: u32) -> Option<u32> {
    while *list.get(*pointer)? < target {
        *pointer += 1;
    }
    list.get(*pointer).copied()
}

/// Words in order with at most `slop` others between them.
pub fn slop_phrase<P: Positions + ?Sized>(
    leaves: &[usize],
    slop: u32,
    positions: &P,
    pointers: &mut Vec<usize>,
    out: &mut Vec<Interval>,
) {
    out.clear();
    pointers.clear();
    pointers.resize(leaves.len(), 0);
    let Some((&first, rest)) = leaves.split_first() else { return };
    for &start in positions.of(first) {
        let end = rest
            .iter()
            .zip(&mut pointers[1..])
            .try_fold(start, |last, (&leaf, pointer)| advance(positions.of(leaf), pointer, last + 1));
        let Some(end) = end else { break };
        if out.last().is_some_and(|last| last.end == end) {
            out.pop();
        }
        out.push(Interval { start, end, solid: end - start + 1 == leaves.len() as u32 });
    }
    out.retain(|interval| interval.end - interval.start + 1 - leaves.len() as u32 <= slop);
}
