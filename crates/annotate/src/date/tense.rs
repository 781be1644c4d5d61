//! Tense: whether the words around a date speak of what was or of what will be.

use super::english::{Verb, is_of_delivery, puts_off};
use onrecord_text::analyze::Analyzed;
use onrecord_text::analyze::form::FormTable;

/// What a sentence says of the time around some of its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tense {
    Past,
    Present,
    Future,
    /// Perhaps to come (`would`, `may`), or once to come.
    Conditional,
    Unknown,
}

/// How far from the date a verb is looked for, in words. With 4 the value F1 on TimeBank falls by .2; 30 changes nothing.
const REACH: usize = 14;

impl Tense {
    /// Whether it looks ahead, surely or perhaps.
    pub(super) fn looks_ahead(self) -> bool {
        matches!(self, Tense::Future | Tense::Conditional)
    }
}

/// The tense around words `from..to`, which lie in the sentence `sentence` (words).
///
/// The verb before the date decides ("announced on Thursday that it will"), unless it is far and one
/// behind the date is nearer ("On October 12, it will") or it belongs to a clause around the date's own
/// ("said that the March 22 meeting will").
pub(super) fn tense(
    text: &Analyzed,
    verbs: &FormTable<Verb>,
    sentence: (usize, usize),
    from: usize,
    to: usize,
) -> Tense {
    let ahead = is_deadline(text, verbs, sentence.0, from)
        || is_timetable(text, verbs, sentence.0, from)
        || is_put_off(text, verbs, sentence.0, from)
        || to < sentence.1 && is_of_delivery(text.words[to].span.of(text.content()));
    if ahead {
        return Tense::Future;
    }
    let bound = from > sentence.0 && *verbs.get(text.words[from - 1].form) == Verb::Bound;
    match around(text, verbs, sentence, from, to) {
        Tense::Present | Tense::Unknown if bound => Tense::Future,
        tense => tense,
    }
}

/// The tense of the verb that decides, wherever the date stands.
fn around(text: &Analyzed, verbs: &FormTable<Verb>, sentence: (usize, usize), from: usize, to: usize) -> Tense {
    let first = sentence.0.max(from.saturating_sub(REACH));
    let opens = (first..from).rev().find(|&i| *verbs.get(text.words[i].form) == Verb::Clause).unwrap_or(first);
    let seek_back = |range: std::ops::Range<usize>| {
        range.rev().find_map(|i| finite(text, verbs, sentence.0, i).map(|t| (from - i, t)))
    };
    let last = sentence.1.min(to + REACH);
    let ahead = (to..last).find_map(|i| finite(text, verbs, sentence.0, i).map(|t| (i + 1 - to, t)));
    // "The crash on May 6 will": the date belongs to the noun, not to the verb.
    let prepositional = from > 0 && *verbs.get(text.words[from - 1].form) == Verb::Preposition;
    match (seek_back(opens..from), ahead) {
        (Some((near, tense)), Some((far, other))) => {
            if far + 3 < near {
                other
            } else {
                tense
            }
        }
        (None, Some(_)) if from > sentence.0 + 2 && prepositional => Tense::Unknown,
        (Some((_, tense)), None) | (None, Some((_, tense))) => tense,
        (None, None) => seek_back(first..opens).map_or(Tense::Unknown, |(_, tense)| tense),
    }
}

/// The tense of the verb that word `i` is or belongs to, if it is one.
fn finite(text: &Analyzed, verbs: &FormTable<Verb>, start: usize, i: usize) -> Option<Tense> {
    let verb = |i: usize| text.words.get(i).map_or(Verb::None, |word| *verbs.get(word.form));
    let (found, depends) = match verb(i) {
        Verb::None
        | Verb::Bare
        | Verb::To
        | Verb::Deadline
        | Verb::Clause
        | Verb::Preposition
        | Verb::Bound
        | Verb::Timetable => {
            return None;
        }
        Verb::Past if is_attributive(text, start, i) => return None,
        // "a record set on Aug. 6", not "set for Aug. 6"
        Verb::Planned if is_set_on(text, i) => (Verb::Past, None),
        found => (found, auxiliary(start, i, verb)),
    };
    Some(match (found, depends) {
        (Verb::Future, _) => Tense::Future,
        (Verb::Modal, _) | (Verb::Present | Verb::Past, Some(Verb::Modal)) => Tense::Conditional,
        (Verb::Present, Some(Verb::Future)) => Tense::Future,
        // "is to resume": not "has to", which says what must be.
        (Verb::Present, _) if verb(i + 1) == Verb::To && is_be(text, i) => Tense::Future,
        (Verb::Present, _) => Tense::Present,
        (Verb::Planned, Some(Verb::Past)) => Tense::Past,
        (Verb::Planned, _) | (Verb::Past, Some(Verb::Future | Verb::Planned)) => Tense::Future,
        _ => Tense::Past,
    })
}

/// Whether the day at `from` is a deadline or fixed beforehand: "payable Dec. 7", "to stock of record on Nov. 22".
fn is_deadline(text: &Analyzed, verbs: &FormTable<Verb>, start: usize, from: usize) -> bool {
    let verb = |back: usize| {
        let at = from.checked_sub(back).filter(|&at| at >= start);
        at.map_or(Verb::None, |at| *verbs.get(text.words[at].form))
    };
    // "The vote is on Thursday."
    let is = |back: usize| verb(back) == Verb::Present && is_be(text, from - back);
    let fixed = |back: usize| verb(back) == Verb::Deadline || is(back);
    fixed(1) || verb(1) == Verb::Preposition && fixed(2)
}

/// Whether what the day at `from` belongs to is fixed beforehand, in the plain present after a plural: "talks resume
/// Monday", "hearings begin on May 5".
fn is_timetable(text: &Analyzed, verbs: &FormTable<Verb>, start: usize, from: usize) -> bool {
    let verb = |at: usize| *verbs.get(text.words[at].form);
    let Some(last) = from.checked_sub(1).filter(|&at| at > start) else { return false };
    let at = if verb(last) == Verb::Preposition { last - 1 } else { last };
    let plural = |word: &str| word.ends_with('s') && !word.ends_with("ss");
    at > start
        && verb(at) == Verb::Timetable
        && verb(at - 1) == Verb::None
        && plural(text.words[at - 1].span.of(text.content()))
}

/// Whether something is put off to the day at `from`: "deferred to the June meeting", "moved from Friday to Monday".
fn is_put_off(text: &Analyzed, verbs: &FormTable<Verb>, start: usize, from: usize) -> bool {
    let word = |at: usize| text.words[at].span.of(text.content());
    let first = start.max(from.saturating_sub(PUT_OFF));
    let Some(to) = (first..from).rev().find(|&at| *verbs.get(text.words[at].form) == Verb::To || word(at) == "until")
    else {
        return false;
    };
    to + 2 >= from && (first..to).any(|at| puts_off(word(at)))
}

/// How many words before a day are looked at for the verb that puts something off to it: "postponed from last Friday
/// until". 3 and 12 change nothing on TimeBank, MEANTIME and WikiWars, which have no such case.
const PUT_OFF: usize = 6;

/// Whether a participle stands before a noun, after its article: "the proposed merger", "a still unspecified date".
fn is_attributive(text: &Analyzed, start: usize, i: usize) -> bool {
    let word = |back: usize| {
        let at = i.checked_sub(back).filter(|&at| at >= start);
        at.map_or("", |at| text.words[at].span.of(text.content()))
    };
    let one_of = |word: &str, words: &[&str]| words.iter().any(|one| word.eq_ignore_ascii_case(one));
    let determiner =
        |word: &str| one_of(word, &["a", "an", "the", "its", "their", "his", "her", "our", "my", "your", "any"]);
    let adverb = |word: &str| one_of(word, &["still", "newly", "recently", "previously", "long", "much", "widely"]);
    let participle = word(0).ends_with("ed");
    participle && (determiner(word(1)) || adverb(word(1)) && determiner(word(2)))
}

fn is_set_on(text: &Analyzed, i: usize) -> bool {
    let word = |i: usize| text.words.get(i).map_or("", |word| word.span.of(text.content()));
    word(i) == "set" && matches!(word(i + 1), "on" | "in" | "by" | "last" | "a" | "the" | "up")
}

fn is_be(text: &Analyzed, i: usize) -> bool {
    matches!(text.words[i].span.of(text.content()), "is" | "are")
}

/// The auxiliary that a participle at `i` depends on, within four words before it.
fn auxiliary(start: usize, i: usize, verb: impl Fn(usize) -> Verb) -> Option<Verb> {
    let mut bare = false;
    for j in (start.max(i.saturating_sub(4))..i).rev() {
        match verb(j) {
            Verb::None
            | Verb::To
            | Verb::Deadline
            | Verb::Clause
            | Verb::Preposition
            | Verb::Bound
            | Verb::Timetable => {}
            Verb::Bare => bare = true,
            found => return Some(found),
        }
    }
    bare.then_some(Verb::Future)
}

/// Whether words `from..to` stand in a clause that tells what was: a past verb near before them or after
/// them, and nothing near before them that looks ahead (`expected`, `will`, `to`).
pub(super) fn plainly_past(
    text: &Analyzed,
    verbs: &FormTable<Verb>,
    sentence: (usize, usize),
    from: usize,
    to: usize,
) -> bool {
    let verb = |i: usize| *verbs.get(text.words[i].form);
    let before = sentence.0.max(from.saturating_sub(10))..from;
    let after = to..sentence.1.min(to + 5);
    let ahead =
        before.clone().any(|i| matches!(verb(i), Verb::Future | Verb::Modal | Verb::Planned | Verb::Bare | Verb::To));
    !ahead && before.chain(after).any(|i| verb(i) == Verb::Past)
}
