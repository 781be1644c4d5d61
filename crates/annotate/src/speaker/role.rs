//! Roles as printed: "acting State Department spokesman" before a name, "chairman of the board" after it.

use super::bit;
use super::known::{known, knowns};
use super::mention::{Mention, NOBODY, Sort};
use super::scene::Scene;
use super::token::{Token, gap};
use onrecord_text::span::Span;

/// The first role printed for each entity of an article.
pub(super) struct Roles {
    /// The words of each entity's role; none where there is none.
    by_entity: Vec<(u32, u32)>,
    /// The nouns in roles, by noun and then in text order.
    nouns: Vec<Noun>,
}

/// A noun in a role.
struct Noun {
    word: u32,
    /// Where the role ends.
    end: u32,
    /// Whose it is.
    entity: u32,
}

const OF: u32 = known("of");

/// Longest role, in words.
const BEFORE: u32 = 7;
const AFTER: u32 = 14;

impl Roles {
    pub(super) fn new(scene: &Scene) -> Self {
        let mut roles = Roles { by_entity: vec![(0, 0); scene.entities.len()], nouns: Vec::new() };
        for mention in scene.mentions.iter().filter(|m| m.sort == Sort::Name && m.entity != NOBODY) {
            let entity = mention.entity as usize;
            if scene.entities[entity].body || roles.by_entity[entity] != (0, 0) {
                continue;
            }
            if let Some(words) = printed(scene, mention) {
                roles.by_entity[entity] = words;
                let nouns = (words.0..words.1).map(|w| scene.token(w)).filter(|t| t.is(bit::PERSON | bit::OFFICE));
                roles.nouns.extend(nouns.map(|t| Noun { word: t.lex.word, end: words.1, entity: mention.entity }));
            }
        }
        // Stable: those of one noun stay in text order.
        roles.nouns.sort_by_key(|noun| noun.word);
        roles
    }

    /// The role that was printed for an entity.
    pub(super) fn of(&self, scene: &Scene, entity: u32) -> Option<Span> {
        let (start, end) = self.by_entity[entity as usize];
        (start < end).then(|| scene.span(start..end))
    }

    /// Whether the role of an entity has this noun.
    pub(super) fn has_noun(&self, entity: u32, noun: u32) -> bool {
        let from = self.nouns.partition_point(|n| n.word < noun);
        self.nouns[from..].iter().take_while(|n| n.word == noun).any(|n| n.entity == entity)
    }

    /// Whom a noun means at word `at` by a role that holds it: of an office ("the president") the one named most among
    /// the last, of another noun ("the analyst") the nearest.
    pub(super) fn holder(&self, scene: &Scene, noun: &Token, at: u32) -> Option<u32> {
        let from = self.nouns.partition_point(|n| n.word < noun.lex.word);
        let to = self.nouns.partition_point(|n| n.word <= noun.lex.word);
        let held = &self.nouns[from..to];
        let before = &held[..held.partition_point(|n| n.end <= at)];
        let nearest = before.last()?.entity;
        if !noun.is(bit::OFFICE) {
            return Some(nearest);
        }
        let named = |entity: u32| scene.entities[entity as usize].count + u32::from(entity == nearest);
        before.iter().rev().take(RIVALS).map(|n| n.entity).rev().max_by_key(|&entity| named(entity))
    }
}

/// Holders of an office that are weighed.
const RIVALS: usize = 8;

/// The words of the role printed with this mention, if there is one.
fn printed(scene: &Scene, mention: &Mention) -> Option<(u32, u32)> {
    before(scene, mention).or_else(|| after(scene, mention))
}

fn before(scene: &Scene, mention: &Mention) -> Option<(u32, u32)> {
    let end = mention.core.start;
    let first = scene.text.sentences[mention.sentence as usize].words.start;
    let mut start = end;
    while start > first && end - start < BEFORE {
        let token = scene.token(start - 1);
        let titled = token.is(bit::TITLE | bit::OFFICE) && token.gap & gap::STOP != 0;
        let linked = token.gap & gap::AMPERSAND != 0 || token.gap == gap::POSSESSIVE | gap::SPACE && token.is(bit::CAP);
        let plain = token.gap == gap::SPACE || token.gap == gap::HYPHEN || titled || linked;
        let link = token.lex.word == OF && start < end;
        let verbal = token.lex.cue >= 2 && token.is(bit::LOWER);
        if !plain
            || !link && token.is(bit::FUNCTION | bit::TIME | bit::ADVERB)
            || verbal
            || token.run != scene.token(end).run
        {
            break;
        }
        start -= 1;
    }
    while start < end && scene.token(start).lex.word == OF {
        start += 1;
    }
    let told = (start..end).any(|w| scene.token(w).is(bit::PERSON | bit::OFFICE));
    (told || (start..end).any(|w| is_office_title(scene, w))).then_some((start, end))
}

/// "Gov.", "Sen.": a title that is a role; "Mr." is none.
fn is_office_title(scene: &Scene, word: u32) -> bool {
    let token = scene.token(word);
    token.is(bit::TITLE) && !token.is(bit::MALE | bit::FEMALE)
}

fn after(scene: &Scene, mention: &Mention) -> Option<(u32, u32)> {
    let sentence = &scene.text.sentences[mention.sentence as usize];
    let last = mention.words.end - 1;
    if scene.token(last).gap != gap::COMMA | gap::SPACE {
        return None;
    }
    let mut start = last + 1;
    while start < sentence.words.end && scene.token(start).is(bit::DET | bit::POSSESSIVE) {
        start += 1;
    }
    let mut end = start;
    while end < sentence.words.end && end - start < AFTER {
        let token = scene.token(end);
        if token.is(bit::CLAUSE | bit::AUXILIARY | bit::PRONOUN)
            || token.quoted()
            || token.lex.cue >= 4 && token.is(bit::LOWER)
        {
            return None;
        }
        end += 1;
        let abbreviated = token.gap == gap::ABBREVIATED && token.is(bit::PARTICLE | bit::TITLE | bit::INITIAL);
        if !abbreviated
            && token.gap & (gap::COMMA | gap::STOP | gap::SEMICOLON | gap::DASH | gap::CLOSE | gap::MARK) != 0
        {
            break;
        }
    }
    let noun = (start..end.min(start + 6)).any(|w| scene.token(w).is(bit::PERSON | bit::OFFICE));
    const KNOWN_AS: [u32; 4] = knowns(["known", "nicknamed", "dubbed", "called"]);
    let plain = start < end
        && !scene.token(start).is(bit::PREPOSITION | bit::CONJUNCTION | bit::NUMBER | bit::TIME)
        && !KNOWN_AS.contains(&scene.token(start).lex.word);
    (noun && plain).then_some((start, end))
}
