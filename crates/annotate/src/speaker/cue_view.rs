//! What the model of events sees of a cue and of a mention beside it.

use super::bit;
use super::lexicon::path;
use super::model::{Rows, bucket, feature};
use super::profile::punctuation;
use super::scene::Scene;
use super::token::{Token, gap};
use onrecord_text::analyze::Sentence;

/// How the cue is inflected.
fn inflection(cue: &Token) -> u32 {
    if cue.is(bit::ING) {
        1
    } else if cue.is(bit::PAST) {
        2
    } else {
        3 + u32::from(cue.is(bit::CAP))
    }
}

/// The cue's own surroundings, shared by all candidates.
pub(super) struct CueView {
    /// Its place and its identity.
    word: u32,
    cue: u32,
    level: u32,
    before: u32,
    after: u32,
    gap_before: u32,
    gap_after: u32,
    quote_near: u32,
    /// The word before the one before.
    lead: u32,
    inflection: u32,
}

impl CueView {
    pub(super) fn of(scene: &Scene, word: u32) -> Self {
        let token = scene.token(word);
        let Sentence { words: sentence, .. } = &scene.text.sentences[token.sentence as usize];
        let at = |w: u32| scene.tokens.get(w as usize);
        let ahead =
            |by: u32| word.checked_sub(by).filter(|w| sentence.contains(w)).map_or(0, |w| scene.token(w).lex.class());
        let previous = word.checked_sub(1).and_then(at);
        let next = at(word + 1);
        let quoted = |t: Option<&Token>| u32::from(t.is_some_and(Token::quoted));
        CueView {
            word,
            cue: token.lex.hash,
            level: u32::from(token.lex.cue),
            before: ahead(1),
            after: next.filter(|_| word + 1 < sentence.end).map_or(0, |t| t.lex.class()),
            gap_before: previous.map_or(0, punctuation),
            gap_after: punctuation(token),
            quote_near: quoted(previous) + 2 * quoted(next),
            lead: ahead(2),
            inflection: inflection(token),
        }
    }
}

/// The features of no source at all.
pub(super) fn none_features(view: &CueView, rows: &mut impl Rows) {
    rows.push([
        feature(1, 0, 0),
        feature(2, view.cue, 0),
        feature(3, view.cue, view.after),
        feature(4, view.cue, view.before),
        feature(5, view.before, view.level),
        feature(6, view.after, view.level),
        feature(7, view.gap_after, view.level),
        feature(8, view.gap_before, view.level),
        feature(9, view.quote_near, view.level),
        feature(10, view.inflection, view.before),
        feature(11, view.lead, view.before),
    ]);
    rows.end();
}

/// The features of a mention as the source; `between` mentions stand between it and the cue.
pub(super) fn pair_features(scene: &Scene, view: &CueView, mention: u32, between: u32, rows: &mut impl Rows) {
    let (at, mention) = (&scene.mentions[mention as usize], &scene.profiles[mention as usize]);
    let cue = view.word;
    let after = at.head > cue;
    let (from, to) = if after {
        (cue + particle(scene, cue, at.words.start), at.words.start.max(cue + 1))
    } else {
        (at.reach.min(cue) - 1, cue)
    };
    let distance = bucket(to - from - 1);
    let near = distance.min(3);
    let sort = mention.sort;
    let side = u32::from(after);
    let path = path_class(scene, from, to);
    let place = side | distance << 1 | between << 5;
    let ahead = if mention.opens { 0 } else { mention.before };
    let ahead_gap = if mention.opens { 0x8000 } else { mention.gap_before };
    let next = if mention.closes { 0 } else { mention.after };
    rows.push([
        feature(20, place, 0),
        feature(21, place, sort),
        feature(22, side << 8 | path, sort),
        feature(23, side << 8 | path, distance),
        feature(24, view.cue, side << 4 | near),
        feature(25, side, view.after),
        feature(26, side << 16 | view.gap_after, sort),
        feature(27, side << 16 | view.gap_before, distance),
        feature(28, ahead, side << 4 | near),
        feature(29, ahead, view.cue),
        feature(30, ahead_gap, side << 8 | sort),
        feature(31, next, side << 4 | near),
        feature(32, mention.gap_after, side << 8 | sort),
        feature(33, mention.head, side),
        feature(34, view.before, side << 8 | sort),
        feature(35, view.quote_near << 4 | view.inflection, place),
        feature(36, view.level, place),
        feature(37, mention.source, side << 3 | view.level),
        feature(38, view.before, u32::from(mention.opens) | side << 1 | between << 2),
        feature(39, view.level << 1 | u32::from(mention.opens), side << 8 | path),
    ]);
    rows.end();
}

/// 1 where the verb's own particle stands between it and the mention: "chimed in Ann Price".
fn particle(scene: &Scene, cue: u32, mention: u32) -> u32 {
    let verb = scene.token(cue);
    let particle = mention == cue + 2 && scene.token(cue + 1).is(bit::VERB_PARTICLE) && verb.gap == gap::SPACE;
    u32::from(particle && verb.is(bit::SAYING) && verb.lex.cue < 6)
}

/// What lies between words `from` and `to`, both left out: commas, clauses, other cues, quotes.
fn path_class(scene: &Scene, from: u32, to: u32) -> u32 {
    let between = &scene.tokens[from as usize + 1..(to as usize).min(from as usize + 30).max(from as usize + 1)];
    let comma = scene.token(from).lex.path & path::COMMA;
    between.iter().fold(comma, |class, token| class | token.lex.path).into()
}
