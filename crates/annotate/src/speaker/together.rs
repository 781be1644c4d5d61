//! Several who say something together: the statement is given to the first of them.

use std::ops::Range;

use super::bit;
use super::known::known;
use super::mention::{Mention, NEAR, Sort};
use super::scene::Scene;
use super::token::gap;

/// Most who are named together. 4 changes four of the 36,000 quotes of 3,311 articles of an agency, 16 one; the F1 on
/// PolNeAR (a third of train, dev) is the same.
const MOST_TOGETHER: usize = 8;

/// Of several who say something together the first: "Ann Price, Tom Low and Eva Lang said". They are together where the
/// first of them begins the clause; elsewhere it may be an object: "He beat Price and Low said".
pub(super) fn first_of_several(scene: &Scene, mention: u32) -> u32 {
    let (mut first, mut linked) = (mention, false);
    for _ in 0..MOST_TOGETHER {
        let Some((before, and)) = conjunct_before(scene, first, linked) else { break };
        (first, linked) = (before, linked | and);
    }
    if first == mention || !leads_clause(scene, first) { mention } else { first }
}

/// The mention that "and" or, in a list that has one, a comma joins to this one, and whether it is "and".
fn conjunct_before(scene: &Scene, mention: u32, linked: bool) -> Option<(u32, bool)> {
    let start = start_with_role(scene, mention);
    let link = start.checked_sub(1)?;
    let and = scene.token(link).lex.word == known("and") && scene.token(link).gap == gap::SPACE;
    let end = if and { link } else { start };
    let comma = end > 0 && scene.token(end - 1).gap & gap::COMMA != 0;
    let sentence = scene.mentions_of(scene.mentions[mention as usize].sentence);
    let before = |&m: &usize| scene.mentions[m].is_candidate() && scene.mentions[m].reach == end;
    let found = (sentence.start..mention as usize).rev().take(NEAR).find(before)?;
    if !is_another(scene, &scene.mentions[found], start, mention) {
        return None;
    }
    (and || linked && comma).then_some((found as u32, and))
}

/// "Chairman and Chief Executive Ann Price", "the chairman and chief executive, Ann Price": two offices of one person, where
/// the second has no article of its own.
fn is_another(scene: &Scene, before: &Mention, start: u32, mention: u32) -> bool {
    let named = scene.mentions[mention as usize].core.start;
    let head = scene.token(before.head);
    let office = before.sort == Sort::Nominal && head.is(bit::PERSON | bit::OFFICE) && !head.is(bit::PLURAL);
    let role = start < named && !scene.token(start).is(bit::DET | bit::POSSESSIVE | bit::QUANTIFIER);
    // "EU Economic and Monetary Affairs Commissioner Ann Price"
    let body = scene.entities.get(before.entity as usize).is_some_and(|e| e.body);
    let person = scene.entities.get(scene.mentions[mention as usize].entity as usize).is_some_and(|e| !e.body);
    !(role && (office || body && person))
}

/// Where a mention begins with the role before it: "the study's author, |Ann Price".
pub(super) fn start_with_role(scene: &Scene, mention: u32) -> u32 {
    let mut start = scene.mentions[mention as usize].words.start;
    let sentence = scene.mentions_of(scene.mentions[mention as usize].sentence);
    for m in (sentence.start..mention as usize).rev().take(NEAR) {
        let role = &scene.mentions[m];
        if !role.modifier
            || role.words.end > start
            || !(role.words.end == start
                || scene.is_role(role.words.end..start)
                || is_tail(scene, role.words.end..start))
        {
            break;
        }
        start = role.words.start;
    }
    while start > 0
        && scene.token(start - 1).sentence == scene.mentions[mention as usize].sentence
        && scene.is_role(start - 1..start)
        && scene.token(start - 1).is(bit::LOWER)
        && !scene.token(start - 1).is(bit::FUNCTION)
    {
        start -= 1;
    }
    start
}

/// "of", "for" and an article between the parts of a role.
fn is_tail(scene: &Scene, words: Range<u32>) -> bool {
    words.len() <= 2 && words.into_iter().all(|w| scene.token(w).is(bit::PREPOSITION | bit::DET | bit::POSSESSIVE))
}

/// Whether a clause begins with this mention, its role included.
fn leads_clause(scene: &Scene, mention: u32) -> bool {
    let start = start_with_role(scene, mention);
    let Some(before) = start.checked_sub(1).map(|w| scene.token(w)) else { return true };
    let pause = gap::COMMA | gap::COLON | gap::SEMICOLON | gap::DASH | gap::STOP | gap::BREAK | gap::MARK;
    before.sentence != scene.token(start).sentence
        || before.quoted()
        || before.gap & pause != 0
        || before.is(bit::CLAUSE | bit::CONJUNCTION)
        || before.is(bit::SAYING) && before.lex.cue >= 5 && !before.is(bit::ADDRESSING)
}
