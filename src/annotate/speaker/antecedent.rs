//! Antecedents: whom a pronoun means.

use super::entity::Gender;
use super::lexicon::hash;
use super::mention::{Mention, NOBODY, Sort};
use super::scene::Scene;
use super::token::UNQUOTED;

/// How many mentions back an antecedent is looked for.
const REACH: usize = 40;

/// What a pronoun asks of its antecedent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pronoun {
    Person(Gender),
    Relative,
    Plural,
    First,
    Thing,
}

/// What sort of pronoun a mention is.
pub(super) fn pronoun(scene: &Scene, mention: &Mention) -> Pronoun {
    let word = scene.token(mention.head).lex.hash;
    let is = |w: &str| word == hash(w);
    if is("he") {
        Pronoun::Person(Gender::Male)
    } else if is("she") {
        Pronoun::Person(Gender::Female)
    } else if is("who") {
        Pronoun::Relative
    } else if is("they") {
        Pronoun::Plural
    } else if is("i") || is("we") {
        Pronoun::First
    } else {
        Pronoun::Thing
    }
}

/// The mention that pronoun `m` refers to, as an index.
pub(super) fn antecedent(scene: &Scene, m: u32) -> Option<u32> {
    let mention = &scene.mentions[m as usize];
    match pronoun(scene, mention) {
        Pronoun::Person(gender) => person(scene, m, gender),
        Pronoun::Relative => before(scene, m).find(|&c| scene.mentions[c as usize].sort != Sort::Pronoun),
        _ => None,
    }
}

fn before<'a>(scene: &'a Scene, m: u32) -> impl Iterator<Item = u32> + 'a {
    (0..m).rev().take(REACH).filter(|&c| scene.mentions[c as usize].run == UNQUOTED)
}

/// The best person of that gender: near, a subject, named often.
fn person(scene: &Scene, m: u32, gender: Gender) -> Option<u32> {
    let at = &scene.mentions[m as usize];
    let mut best: Option<(f32, u32)> = None;
    for c in before(scene, m) {
        let candidate = &scene.mentions[c as usize];
        if candidate.entity == NOBODY {
            continue;
        }
        let entity = &scene.entities[candidate.entity as usize];
        if entity.body || entity.gender != Gender::Unknown && entity.gender != gender {
            continue;
        }
        let score = salience(scene, candidate, at) + if entity.gender == gender { 1.0 } else { 0.0 };
        if best.is_none_or(|(s, _)| score > s) {
            best = Some((score, c));
        }
    }
    best.map(|(_, c)| c)
}

fn salience(scene: &Scene, candidate: &Mention, at: &Mention) -> f32 {
    let sentences = (at.sentence - candidate.sentence) as f32;
    let blocks = (scene.block(at.sentence) - scene.block(candidate.sentence)) as f32;
    let start = scene.text.sentences[candidate.sentence as usize].words.start;
    let subject = if candidate.words.start <= start + 3 { 0.8 } else { 0.0 };
    let known = scene.entities[candidate.entity as usize].count.min(8) as f32 * 0.1;
    subject + known - 0.6 * sentences.min(6.0) - 0.4 * blocks.min(4.0)
}
