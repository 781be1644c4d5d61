//! Against the definitions, written down as slowly and plainly as possible.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::algebra::Relation;
use super::*;
use crate::ast::Within;

/// All ways to match: each the set of an expression's words.
fn alignments(expr: &Intervals, text: &[Vec<u32>]) -> Vec<Interval> {
    let mut all = match expr {
        Intervals::Word(leaf) => text[*leaf].iter().map(|&p| Interval::word(p)).collect(),
        Intervals::Phrase { leaves, slop } => sequences(leaves, text)
            .into_iter()
            .map(|s| (s[0], s[s.len() - 1], s.len() as u32))
            .filter(|&(start, end, n)| end - start + 1 - n <= *slop)
            .map(|(start, end, n)| Interval { start, end, solid: end - start + 1 == n })
            .collect(),
        Intervals::Any(parts) => parts.iter().flat_map(|part| alignments(part, text)).collect::<Vec<_>>(),
        Intervals::Near { left, right, relation, negated } => {
            let (left, right) = (alignments(left, text), alignments(right, text));
            let so = |x: &Interval, y: &Interval| related(*x, *y, *relation, text.len());
            if *negated {
                left.into_iter().filter(|x| !right.iter().any(|y| so(x, y))).collect()
            } else {
                let pairs = left.iter().flat_map(|x| right.iter().map(move |y| (*x, *y)));
                pairs.filter(|(x, y)| so(x, y)).map(|(x, y)| hull(x, y)).collect()
            }
        }
    };
    all.sort_by_key(|i| (i.start, i.end, i.solid));
    all.dedup_by(|b, a| (a.start, a.end) == (b.start, b.end));
    let holds_another =
        |i: &Interval| all.iter().any(|j| i.start <= j.start && j.end <= i.end && (i.start, i.end) != (j.start, j.end));
    all.iter().copied().filter(|i| !holds_another(i)).collect()
}

fn hull(x: Interval, y: Interval) -> Interval {
    Interval { start: x.start.min(y.start), end: x.end.max(y.end), solid: false }
}

/// All rising sequences of positions, one of each leaf.
fn sequences(leaves: &[usize], text: &[Vec<u32>]) -> Vec<Vec<u32>> {
    let mut found = vec![Vec::new()];
    for &leaf in leaves {
        let longer = |s: &Vec<u32>| {
            let last = s.last().copied();
            let next = text[leaf].iter().filter(move |&&p| last.is_none_or(|l| p > l));
            next.map(|&p| [s.clone(), vec![p]].concat()).collect::<Vec<_>>()
        };
        found = found.iter().flat_map(longer).collect();
    }
    found
}

/// Sentences of six words, paragraphs of twelve.
fn related(x: Interval, y: Interval, relation: Relation, _: usize) -> bool {
    let words =
        |i: Interval| -> BTreeSet<u32> { if i.solid { (i.start..=i.end).collect() } else { [i.start, i.end].into() } };
    let whole = hull(x, y);
    let near = match relation.within {
        Within::Words(n) => {
            let ends = [x.start.saturating_sub(y.end), y.start.saturating_sub(x.end)];
            ends[0].max(ends[1]) <= n
        }
        Within::Sentence => whole.start / 6 == whole.end / 6,
        Within::Paragraph => whole.start / 12 == whole.end / 12,
    };
    near && words(x).is_disjoint(&words(y)) && (!relation.ordered || x.end < y.start)
}

const LEAVES: usize = 4;

fn expressions() -> impl Strategy<Value = Intervals> {
    let phrase =
        (prop::collection::vec(0..LEAVES, 2..4), 0u32..4).prop_map(|(leaves, slop)| Intervals::Phrase { leaves, slop });
    let leaf = prop_oneof![(0..LEAVES).prop_map(Intervals::Word), phrase];
    let within = prop_oneof![(1u32..6).prop_map(Within::Words), Just(Within::Sentence), Just(Within::Paragraph)];
    leaf.prop_recursive(3, 12, 3, move |inner| {
        let near = (inner.clone(), inner.clone(), within.clone(), any::<bool>(), prop::bool::weighted(0.2)).prop_map(
            |(left, right, within, ordered, negated)| Intervals::Near {
                left: Box::new(left),
                right: Box::new(right),
                relation: Relation { within, ordered },
                negated,
            },
        );
        prop_oneof![prop::collection::vec(inner, 1..3).prop_map(Intervals::Any), near]
    })
}

/// A text over the leaves' words and another, as the positions of each leaf.
fn texts() -> impl Strategy<Value = Vec<Vec<u32>>> {
    prop::collection::vec(0..=LEAVES, 0..28).prop_map(|words| {
        let at = |leaf| words.iter().enumerate().filter(|&(_, &w)| w == leaf).map(|(i, _)| i as u32).collect();
        (0..LEAVES).map(at).collect()
    })
}

const BOUNDS: Bounds<'static> = Bounds { sentences: &[0, 6, 12, 18, 24], paragraphs: &[0, 12, 24] };

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, ..ProptestConfig::default() })]

    #[test]
    fn the_algebra_is_the_definition(expr in expressions(), text in texts()) {
        let mut scratch = Scratch::new();
        let found = Program::new(&expr).run(&text[..], &BOUNDS, &mut scratch).to_vec();
        prop_assert_eq!(found, alignments(&expr, &text));
    }

    #[test]
    fn words_lie_in_their_interval_and_at_its_ends(expr in expressions(), text in texts()) {
        let program = Program::new(&expr);
        let mut scratch = Scratch::new();
        for interval in program.run(&text[..], &BOUNDS, &mut scratch).to_vec() {
            let mut words = BTreeSet::new();
            program.words(interval, &text[..], &BOUNDS, &scratch, &mut |a, b| words.extend(a..=b));
            prop_assert_eq!(words.first(), Some(&interval.start));
            prop_assert_eq!(words.last(), Some(&interval.end));
            prop_assert!(words.iter().all(|p| text.iter().any(|leaf| leaf.contains(p))));
        }
    }
}

fn run(expr: &Intervals, text: &[&[u32]]) -> Vec<(u32, u32)> {
    let mut scratch = Scratch::new();
    Program::new(expr).run(text, &Bounds::default(), &mut scratch).iter().map(|i| (i.start, i.end)).collect()
}

#[test]
fn the_smallest_alignment_is_found() {
    let near = |left, right| Intervals::Near {
        left: Box::new(Intervals::Word(left)),
        right: Box::new(Intervals::Word(right)),
        relation: Relation { within: Within::Words(5), ordered: false },
        negated: false,
    };
    assert_eq!(run(&near(0, 1), &[&[0, 1], &[2]]), [(1, 2)]);
    assert_eq!(run(&near(0, 0), &[&[3]]), []);
    assert_eq!(run(&near(0, 0), &[&[3, 5]]), [(3, 5)]);
}

#[test]
fn a_repeated_word_needs_its_own_places() {
    let phrase = |slop| Intervals::Phrase { leaves: vec![0, 0], slop };
    assert_eq!(run(&phrase(0), &[&[1, 2, 3]]), [(1, 2), (2, 3)]);
    assert_eq!(run(&phrase(1), &[&[1]]), []);
    assert_eq!(run(&phrase(1), &[&[1, 3]]), [(1, 3)]);
}
