//! Tense: whether the words around a date speak of what was or of what will be.

use super::english::Verb;
use crate::analyze::Analyzed;
use crate::analyze::form::FormTable;

/// What a sentence says of the time around some of its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tense {
    Past,
    Present,
    Future,
    Unknown,
}

/// How far from the date a verb is looked for, in words.
const REACH: usize = 14;

/// The tense around words `from..to`, which lie in the sentence `sentence` (words).
///
/// The verb before the date decides ("announced on Thursday that it will"), unless it is far and one
/// behind the date is nearer ("On October 12, it will").
pub(super) fn tense(
    text: &Analyzed,
    verbs: &FormTable<Verb>,
    sentence: (usize, usize),
    from: usize,
    to: usize,
) -> Tense {
    let first = sentence.0.max(from.saturating_sub(REACH));
    let back = (first..from).rev().find_map(|i| finite(text, verbs, sentence.0, i).map(|t| (from - i, t)));
    let last = sentence.1.min(to + REACH);
    let ahead = (to..last).find_map(|i| finite(text, verbs, sentence.0, i).map(|t| (i + 1 - to, t)));
    match (back, ahead) {
        (Some((near, tense)), Some((far, other))) => {
            if far + 3 < near {
                other
            } else {
                tense
            }
        }
        (Some((_, tense)), None) | (None, Some((_, tense))) => tense,
        (None, None) => Tense::Unknown,
    }
}

/// The tense of the verb that word `i` is or belongs to, if it is one.
fn finite(text: &Analyzed, verbs: &FormTable<Verb>, start: usize, i: usize) -> Option<Tense> {
    let verb = |i: usize| *verbs.get(text.words[i].form);
    match verb(i) {
        Verb::None | Verb::Bare => None,
        Verb::Future => Some(Tense::Future),
        Verb::Present => Some(Tense::Present),
        Verb::Planned => Some(if auxiliary(start, i, verb) == Some(Verb::Past) { Tense::Past } else { Tense::Future }),
        Verb::Past => match auxiliary(start, i, verb) {
            Some(Verb::Future | Verb::Planned) => Some(Tense::Future),
            _ => Some(Tense::Past),
        },
    }
}

/// The auxiliary that a participle at `i` depends on, within four words before it.
fn auxiliary(start: usize, i: usize, verb: impl Fn(usize) -> Verb) -> Option<Verb> {
    let mut bare = false;
    for j in (start.max(i.saturating_sub(4))..i).rev() {
        match verb(j) {
            Verb::None => {}
            Verb::Bare => bare = true,
            found => return Some(found),
        }
    }
    bare.then_some(Verb::Future)
}
