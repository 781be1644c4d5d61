//! Where words, phrases and connectors match, by trying everything.

use std::collections::BTreeSet;

use onrecord::query::ast::{Expr, ExprKind, Near, Within};

use crate::words::{Test, Word, tests_of_phrase, tests_of_term};

/// One way to match: where, and the runs of words in it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Alignment {
    start: u32,
    end: u32,
    /// Whether every word between is part of it.
    solid: bool,
    /// First and last position of each run of neighbours.
    pub runs: BTreeSet<(u32, u32)>,
}

/// The ways to match that hold no other one. Where `atleast` is not satisfied there are none.
pub(crate) fn find(expr: &Expr, words: &[Word], stemmed: bool) -> Vec<Alignment> {
    match &expr.kind {
        ExprKind::Term(term) => minimal(sequences(&tests_of_term(term, stemmed), words, 0)),
        ExprKind::Phrase(phrase) => minimal(sequences(&tests_of_phrase(phrase), words, phrase.slop)),
        ExprKind::Or(parts) => minimal(parts.iter().flat_map(|part| find(part, words, stemmed)).collect()),
        ExprKind::Boost { expr, .. } => find(expr, words, stemmed),
        ExprKind::Near(near) => connected(near, words, stemmed),
        ExprKind::AtLeast { count, expr } => {
            let found = find(expr, words, stemmed);
            if found.len() >= *count as usize { found } else { Vec::new() }
        }
        other => unreachable!("no words in {other:?}"),
    }
}

fn connected(near: &Near, words: &[Word], stemmed: bool) -> Vec<Alignment> {
    let (left, right) = (find(&near.left, words, stemmed), find(&near.right, words, stemmed));
    if near.negated {
        return left.into_iter().filter(|x| !right.iter().any(|y| related(x, y, near, words))).collect();
    }
    let mut pairs = Vec::new();
    for x in &left {
        for y in right.iter().filter(|y| related(x, y, near, words)) {
            pairs.push(Alignment {
                start: x.start.min(y.start),
                end: x.end.max(y.end),
                solid: false,
                runs: x.runs.union(&y.runs).copied().collect(),
            });
        }
    }
    minimal(pairs)
}

/// Whether two ways to match stand to each other as the connector asks. Both are different words.
fn related(x: &Alignment, y: &Alignment, near: &Near, words: &[Word]) -> bool {
    let uses = |a: &Alignment| -> BTreeSet<u32> {
        if a.solid { (a.start..=a.end).collect() } else { [a.start, a.end].into() }
    };
    let word = |position| words.iter().find(|w| w.position == position).expect("a word");
    let (first, last) = (word(x.start.min(y.start)), word(x.end.max(y.end)));
    let reach = match near.within {
        Within::Words(n) => x.start.saturating_sub(y.end).max(y.start.saturating_sub(x.end)) <= n,
        Within::Sentence => first.sentence == last.sentence,
        Within::Paragraph => first.paragraph == last.paragraph,
    };
    reach && uses(x).is_disjoint(&uses(y)) && (!near.ordered || x.end < y.start)
}

/// All ways to find words in this order with at most `slop` others between them. Of several in the same place
/// the one whose words come earliest.
fn sequences(tests: &[Test], words: &[Word], slop: u32) -> Vec<Alignment> {
    let length = tests.len() as u32 + slop;
    let mut found: Vec<Vec<u32>> = vec![Vec::new()];
    for test in tests {
        let longer = |sequence: &Vec<u32>| {
            let (first, last) = (sequence.first().copied(), sequence.last().copied());
            let next = words.iter().filter(move |w| last.is_none_or(|last| w.position > last));
            let next = next.filter(move |w| first.is_none_or(|first| w.position < first + length));
            let next = next.filter(|word| test(word)).map(|word| word.position);
            next.map(|position| [sequence.clone(), vec![position]].concat()).collect::<Vec<_>>()
        };
        found = found.iter().flat_map(longer).collect();
    }
    let mut kept: Vec<Alignment> = Vec::new();
    for sequence in found.iter().filter(|sequence| !sequence.is_empty()) {
        let (start, end) = (sequence[0], sequence[sequence.len() - 1]);
        if !kept.iter().any(|k| (k.start, k.end) == (start, end)) {
            let solid = end - start + 1 == sequence.len() as u32;
            kept.push(Alignment { start, end, solid, runs: runs(sequence) });
        }
    }
    kept
}

fn runs(sequence: &[u32]) -> BTreeSet<(u32, u32)> {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for &position in sequence {
        match runs.last_mut() {
            Some(last) if last.1 + 1 == position => last.1 = position,
            _ => runs.push((position, position)),
        }
    }
    runs.into_iter().collect()
}

/// Those that hold no other one; those at the same place as one.
fn minimal(all: Vec<Alignment>) -> Vec<Alignment> {
    let mut kept: Vec<Alignment> = Vec::new();
    for alignment in &all {
        let inside = |other: &Alignment| {
            let same = (other.start, other.end) == (alignment.start, alignment.end);
            !same && alignment.start <= other.start && other.end <= alignment.end
        };
        if all.iter().any(inside) {
            continue;
        }
        match kept.iter_mut().find(|k| (k.start, k.end) == (alignment.start, alignment.end)) {
            Some(same) => {
                same.solid &= alignment.solid;
                same.runs.extend(&alignment.runs);
            }
            None => kept.push(alignment.clone()),
        }
    }
    kept
}
