//! Minimal intervals: where phrases and connectors are found, from the positions of words alone.
//!
//! An expression over words finds *minimal* intervals of positions: none holds another. They come in order,
//! with rising starts and rising ends, which lets connectors find the nearest operand in one pass (C. Clarke,
//! G. Cormack, F. Burkowski, "An algebra for structured text search", 1995; P. Boldi, S. Vigna, "Efficient
//! optimally lazy algorithms for minimal-interval semantics", 2006).
//!
//! The positions may come from an index or from a text: this is the one definition of what a phrase or a
//! connector finds. What is particular here:
//!
//! - the distance of two operands is that of their nearest ends, neighbours being at distance 1, and 0 where
//!   one stands inside the other's span;
//! - two operands are different words: neither end of one may be an end of the other, or a word of it where
//!   it is a phrase without gaps. A word in the middle of a looser operand may serve again;
//! - "in one sentence" is said of everything from the first word to the last.

pub mod algebra;
mod demand;
mod program;
#[cfg(test)]
mod tests;

pub use program::{Intervals, Program};

/// A range of word positions, both ends inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// Position of the first word.
    pub start: u32,
    /// Position of the last word.
    pub end: u32,
    /// Whether every position between is a word of the match: so for words and phrases without gaps.
    pub solid: bool,
}

impl Interval {
    /// One word.
    pub fn word(position: u32) -> Self {
        Interval { start: position, end: position, solid: true }
    }

    /// Whether both begin and end at the same positions.
    pub fn same_place(self, other: Interval) -> bool {
        (self.start, self.end) == (other.start, other.end)
    }

    /// The smallest interval that holds both.
    fn hull(self, other: Interval) -> Self {
        Interval { start: self.start.min(other.start), end: self.end.max(other.end), solid: false }
    }

    /// Whether a word at `position` is surely a word of the match.
    fn uses(self, position: u32) -> bool {
        position == self.start || position == self.end || (self.solid && self.start < position && position < self.end)
    }

    /// Whether the two can be different words.
    fn apart_from(self, other: Interval) -> bool {
        let shares = |a: Interval, b: Interval| a.uses(b.start) || a.uses(b.end);
        !shares(self, other) && !shares(other, self)
    }

    /// How far apart the nearest ends are; 0 where they overlap.
    fn distance(self, other: Interval) -> u32 {
        if self.end < other.start { other.start - self.end } else { self.start.saturating_sub(other.end) }
    }
}

/// The positions of each word of an expression in one passage, ascending and distinct.
pub trait Positions {
    /// Those of the word numbered `leaf`.
    fn of(&self, leaf: usize) -> &[u32];
}

impl<T: AsRef<[u32]>> Positions for [T] {
    fn of(&self, leaf: usize) -> &[u32] {
        self.get(leaf).map_or(&[], AsRef::as_ref)
    }
}

/// Where sentences and paragraphs of a passage begin: positions of first words, ascending. What stands before
/// the first belongs to it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Bounds<'a> {
    /// First words of sentences.
    pub sentences: &'a [u32],
    /// First words of paragraphs.
    pub paragraphs: &'a [u32],
}

/// Memory that is used again from passage to passage.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    /// What each step of a program found.
    lists: Vec<Vec<Interval>>,
    /// Where a phrase's words have been looked for.
    pointers: Vec<usize>,
}

impl Scratch {
    /// No memory yet.
    pub fn new() -> Self {
        Self::default()
    }
}
