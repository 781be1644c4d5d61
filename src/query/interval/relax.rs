//! Expressions over words that may be found where they are not meant.

use super::Intervals;

impl Intervals {
    /// The expression without the exclusions that would exclude too much because of a word that is `unsure`: one
    /// whose positions may hold others than are meant. It finds something wherever the expression itself does.
    pub fn relaxed(self, unsure: &[bool]) -> Self {
        match self {
            Intervals::Near { left, right, negated: true, .. } if right.has_any(unsure) => left.relaxed(unsure),
            Intervals::Near { left, right, relation, negated } => {
                let left = Box::new(left.relaxed(unsure));
                let right = if negated { right } else { Box::new(right.relaxed(unsure)) };
                Intervals::Near { left, right, relation, negated }
            }
            Intervals::Any(parts) => Intervals::Any(parts.into_iter().map(|part| part.relaxed(unsure)).collect()),
            words => words,
        }
    }

    /// Whether one of its words is among those.
    fn has_any(&self, words: &[bool]) -> bool {
        match self {
            Intervals::Word(leaf) => words[*leaf],
            Intervals::Phrase { leaves, .. } => leaves.iter().any(|&leaf| words[leaf]),
            Intervals::Any(parts) => parts.iter().any(|part| part.has_any(words)),
            Intervals::Near { left, right, .. } => left.has_any(words) || right.has_any(words),
        }
    }
}
