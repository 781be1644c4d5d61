//! What an expression demands of a text: words that must be there, and how far apart its words can be.

use super::Intervals;
use crate::ast::Within;

impl Intervals {
    /// Sets of words of each of which one must be there for the expression to be found.
    pub fn required(&self) -> Vec<Vec<usize>> {
        let mut sets = Vec::new();
        self.require(&mut sets);
        sets
    }

    fn require(&self, sets: &mut Vec<Vec<usize>>) {
        match self {
            Intervals::Word(leaf) => sets.push(vec![*leaf]),
            Intervals::Phrase { leaves, .. } => sets.extend(leaves.iter().map(|&leaf| vec![leaf])),
            Intervals::Any(parts) => sets.push(parts.iter().flat_map(Intervals::smallest_set).collect()),
            Intervals::Near { left, right, negated, .. } => {
                left.require(sets);
                if !negated {
                    right.require(sets);
                }
            }
        }
    }

    /// The smallest of the sets that an alternative requires.
    fn smallest_set(&self) -> Vec<usize> {
        self.required().into_iter().min_by_key(Vec::len).unwrap_or_default()
    }

    /// How many positions the words of a match can take up from the first to the last, those that must not be
    /// there included, where sentences and paragraphs play no part.
    pub fn extent(&self) -> u32 {
        match self {
            Intervals::Word(_) => 1,
            Intervals::Phrase { leaves, slop } => (leaves.len() as u32).saturating_add(*slop),
            Intervals::Any(parts) => parts.iter().map(Intervals::extent).max().unwrap_or(0),
            Intervals::Near { left, right, relation, .. } => {
                let apart = if let Within::Words(n) = relation.within { n } else { 0 };
                left.extent().saturating_add(right.extent()).saturating_add(apart)
            }
        }
    }

    /// Whether it says of something that it must not be near.
    pub fn excludes(&self) -> bool {
        match self {
            Intervals::Word(_) | Intervals::Phrase { .. } => false,
            Intervals::Any(parts) => parts.iter().any(Intervals::excludes),
            Intervals::Near { left, right, negated, .. } => *negated || left.excludes() || right.excludes(),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::interval::Intervals;
    use crate::pattern::Pattern;

    /// The expression of a query, and its words.
    fn intervals(text: &str) -> (Intervals, Vec<String>) {
        let query = crate::parse(text).unwrap_or_else(|error| panic!("{}", crate::error::render(&error, text)));
        let mut words = Vec::new();
        let mut leaf = |pattern: Pattern| {
            words.push(pattern.word().unwrap_or_default().to_owned());
            words.len() - 1
        };
        let intervals = Intervals::of(&query.expr, true, &mut leaf).expect("an expression of words");
        (intervals, words)
    }

    #[test]
    fn what_must_be_there() {
        for (text, expected) in [
            ("\"a b\"", vec!["a", "b"]),
            ("a w/5 (b OR \"c d\")", vec!["a", "b|c"]),
            ("a NOT w/5 b", vec!["a"]),
            ("(a w/3 b) w/2 c", vec!["a", "b", "c"]),
        ] {
            let (intervals, words) = intervals(text);
            let names = |set: Vec<usize>| set.into_iter().map(|leaf| words[leaf].clone()).collect::<Vec<_>>().join("|");
            assert_eq!(intervals.required().into_iter().map(names).collect::<Vec<_>>(), expected, "{text}");
        }
    }

    #[test]
    fn how_far_words_reach() {
        for (text, extent, excludes) in [
            ("\"a b c\"", 3, false),
            ("\"a b\"~4", 6, false),
            ("a w/5 b", 7, false),
            ("a NOT w/5 \"b c\"", 8, true),
            ("a w/5 (b OR \"c d\")", 8, false),
            ("(a NOT w/3 b) w/2 c", 8, true),
        ] {
            let (intervals, _) = intervals(text);
            assert_eq!((intervals.extent(), intervals.excludes()), (extent, excludes), "{text}");
        }
    }
}
