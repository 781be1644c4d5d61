//! Speech events: a cue word ("said", "according") and the mention that is its source.
//!
//! For every cue word outside quotation marks the mentions of its sentence compete, together with "none",
//! under a log-linear model (a conditional logit, as in O'Keefe et al., "A sequence labelling approach to
//! quote attribution", 2012). The probability tells quotes where to look and is what indirect speech rests on.

use super::lexicon::bit;
use super::mention::{Mention, Sort};
use super::model::{Feature, Linear, bucket, feature, softmax};
use super::scene::Scene;
use super::token::gap;

/// A cue with its most likely source.
#[derive(Clone, Copy, Debug)]
pub(super) struct Event {
    /// The cue word.
    pub cue: u32,
    /// The mention, as an index.
    pub mention: u32,
    /// How likely it is that this mention is the source of that cue.
    pub probability: f32,
}

/// Events below this probability are forgotten.
const LEAST: f32 = 0.08;

/// Words of a lower cue class are too rarely cues to be looked at.
const LEAST_CUE: u8 = 2;

/// Mentions looked at on either side of a cue.
const LEFT: usize = 5;
const RIGHT: usize = 3;

/// Whether word `i` may be a cue.
pub(super) fn is_cue(scene: &Scene, i: u32) -> bool {
    let token = scene.token(i);
    token.lex.cue >= LEAST_CUE && !token.quoted()
}

/// The likely events of an article, by cue.
pub(super) fn events(scene: &Scene, model: &Linear) -> Vec<Event> {
    let mut events = Vec::new();
    let mut case = Case::default();
    for cue in (0..scene.tokens.len() as u32).filter(|&i| is_cue(scene, i)) {
        case.gather(scene, cue);
        case.score(model);
        let best =
            (1..case.probabilities.len()).max_by(|&a, &b| case.probabilities[a].total_cmp(&case.probabilities[b]));
        if let Some(best) = best.filter(|&b| case.probabilities[b] >= LEAST) {
            let probability = case.probabilities[best];
            events.push(Event { cue, mention: case.mentions[best - 1], probability });
        }
    }
    events
}

/// One cue with its candidates; the first row of features is that of "none".
#[derive(Default)]
pub(super) struct Case {
    pub mentions: Vec<u32>,
    pub features: Vec<Feature>,
    /// Where each row ends in `features`.
    pub ends: Vec<usize>,
    pub probabilities: Vec<f32>,
}

impl Case {
    pub(super) fn gather(&mut self, scene: &Scene, cue: u32) {
        self.mentions.clear();
        self.features.clear();
        self.ends.clear();
        let sentence = &scene.text.sentences[scene.token(cue).sentence as usize];
        let outside = |&m: &usize| scene.mentions[m].is_candidate() && !scene.mentions[m].words.contains(&cue);
        let left = scene.mentions_in(sentence.words.start..cue).rev().filter(outside).take(LEFT);
        let right = scene.mentions_in(cue + 1..sentence.words.end).filter(outside).take(RIGHT);
        self.mentions.extend(left.map(|m| m as u32));
        let lefts = self.mentions.len();
        self.mentions.extend(right.map(|m| m as u32));
        let view = CueView::of(scene, cue);
        none_features(&view, &mut self.features);
        self.ends.push(self.features.len());
        for n in 0..self.mentions.len() {
            let between = if n < lefts { n } else { n - lefts };
            let mention = &scene.mentions[self.mentions[n] as usize];
            pair_features(scene, &view, mention, between as u32, &mut self.features);
            self.ends.push(self.features.len());
        }
    }

    pub(super) fn score(&mut self, model: &Linear) {
        self.probabilities.clear();
        let mut start = 0;
        for &end in &self.ends {
            self.probabilities.push(model.score(&self.features[start..end]));
            start = end;
        }
        softmax(&mut self.probabilities);
    }
}

/// The class of a word for features; 0 where there is none.
pub(super) fn word_class(scene: &Scene, word: Option<u32>) -> u32 {
    word.and_then(|w| scene.tokens.get(w as usize)).map_or(0, |t| t.lex.class)
}

/// The punctuation after a word, less plain spaces.
pub(super) fn gap_class(scene: &Scene, word: u32) -> u32 {
    u32::from(scene.token(word).gap & gap::PUNCTUATION)
}

fn previous(scene: &Scene, word: u32) -> Option<u32> {
    let start = scene.text.sentences[scene.token(word).sentence as usize].words.start;
    (word > start).then(|| word - 1)
}

fn following(scene: &Scene, word: u32) -> Option<u32> {
    let end = scene.text.sentences[scene.token(word).sentence as usize].words.end;
    (word + 1 < end).then_some(word + 1)
}

/// How the cue is inflected.
fn inflection(scene: &Scene, cue: u32) -> u32 {
    let token = scene.token(cue);
    if token.is(bit::ING) {
        1
    } else if token.is(bit::PAST) {
        2
    } else {
        3 + u32::from(token.is(bit::CAP))
    }
}

/// The cue's own surroundings, shared by all candidates.
struct CueView {
    /// Its place and its identity.
    word: u32,
    cue: u32,
    level: u32,
    before: u32,
    after: u32,
    gap_before: u32,
    gap_after: u32,
    quote_near: u32,
    /// The two words before.
    lead: u32,
    inflection: u32,
}

impl CueView {
    fn of(scene: &Scene, cue: u32) -> Self {
        let previous = previous(scene, cue);
        let gap_before = cue.checked_sub(1).map_or(0, |w| gap_class(scene, w));
        let quoted = |w: Option<u32>| w.and_then(|w| scene.tokens.get(w as usize)).is_some_and(|t| t.quoted());
        let quote_near = u32::from(quoted(cue.checked_sub(1))) + 2 * u32::from(quoted(Some(cue + 1)));
        let second = previous.and_then(|p| self::previous(scene, p));
        CueView {
            word: cue,
            cue: scene.token(cue).lex.hash,
            level: u32::from(scene.token(cue).lex.cue),
            before: word_class(scene, previous),
            after: word_class(scene, following(scene, cue)),
            gap_before,
            gap_after: gap_class(scene, cue),
            quote_near,
            lead: word_class(scene, second),
            inflection: inflection(scene, cue),
        }
    }
}

fn none_features(view: &CueView, out: &mut Vec<Feature>) {
    out.push(feature(1, 0, 0));
    out.push(feature(2, view.cue, 0));
    out.push(feature(3, view.cue, view.after));
    out.push(feature(4, view.cue, view.before));
    out.push(feature(5, view.before, view.level));
    out.push(feature(6, view.after, view.level));
    out.push(feature(7, view.gap_after, view.level));
    out.push(feature(8, view.gap_before, view.level));
    out.push(feature(9, view.quote_near, view.level));
    out.push(feature(10, view.inflection, view.before));
    out.push(feature(11, view.lead, view.before));
}

fn pair_features(scene: &Scene, view: &CueView, mention: &Mention, between: u32, out: &mut Vec<Feature>) {
    let cue = view.word;
    let after = mention.head > cue;
    let (from, to) = if after { (cue, mention.words.start.max(cue + 1)) } else { (mention.head, cue) };
    let distance = bucket(to - from - 1);
    let sort = mention_sort(scene, mention);
    let side = u32::from(after);
    let path = path_class(scene, from, to);
    let place = side | distance << 1 | between << 5;
    out.push(feature(20, place, 0));
    out.push(feature(21, place, sort));
    out.push(feature(22, side << 8 | path, sort));
    out.push(feature(23, side << 8 | path, distance));
    out.push(feature(24, view.cue, side << 4 | distance.min(3)));
    out.push(feature(25, side, view.after));
    out.push(feature(26, side << 16 | view.gap_after, sort));
    out.push(feature(27, side << 16 | view.gap_before, distance));
    let ahead = mention.words.start.checked_sub(1).filter(|&w| scene.token(w).sentence == mention.sentence);
    let ahead_class = word_class(scene, ahead);
    out.push(feature(28, ahead_class, side << 4 | distance.min(3)));
    out.push(feature(29, ahead_class, view.cue));
    let ahead_gap = ahead.map_or(0x8000, |w| gap_class(scene, w));
    out.push(feature(30, ahead_gap, side << 8 | sort));
    let next_class = word_class(scene, following(scene, mention.words.end - 1));
    out.push(feature(31, next_class, side << 4 | distance.min(3)));
    out.push(feature(32, gap_class(scene, mention.words.end - 1), side << 8 | sort));
    out.push(feature(33, scene.token(mention.head).lex.hash, side));
    out.push(feature(34, view.before, side << 8 | sort));
    out.push(feature(35, view.quote_near << 4 | view.inflection, place));
    out.push(feature(36, view.level, place));
    out.push(feature(37, u32::from(scene.token(mention.head).lex.source), side << 3 | view.level));
}

/// The sort of a mention, finer than [`Sort`].
pub(super) fn mention_sort(scene: &Scene, mention: &Mention) -> u32 {
    let head = scene.token(mention.head);
    match mention.sort {
        Sort::Pronoun => 16 + head.lex.hash % 61,
        Sort::Nominal => {
            2 + u32::from(head.is(bit::PERSON))
                + 2 * u32::from(head.is(bit::BODY))
                + 4 * u32::from(head.is(bit::DOCUMENT))
        }
        Sort::Name if scene.entities.get(mention.entity as usize).is_some_and(|e| e.body) => 1,
        Sort::Name => 0,
    }
}

/// What lies between words `from` and `to`, both left out: commas, clauses, other cues, quotes.
fn path_class(scene: &Scene, from: u32, to: u32) -> u32 {
    let mut class = u32::from(scene.token(from).gap & gap::COMMA != 0);
    for token in &scene.tokens[from as usize + 1..(to as usize).min(from as usize + 30).max(from as usize + 1)] {
        class |= u32::from(token.gap & gap::COMMA != 0);
        class |= u32::from(token.is(bit::CLAUSE)) << 1;
        class |= u32::from(token.is(bit::CONJUNCTION)) << 2;
        class |= u32::from(token.lex.cue >= 2) << 3;
        class |= u32::from(token.is(bit::PREPOSITION)) << 4;
        class |= u32::from(token.quoted()) << 5;
        class |= u32::from(token.is(bit::AUXILIARY)) << 6;
    }
    class
}
