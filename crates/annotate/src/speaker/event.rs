//! Speech events: a cue word ("said", "according") and the mention that is its source.
//!
//! For every cue word outside quotation marks the mentions of its sentence compete, together with "none",
//! under a log-linear model (a conditional logit, as in O'Keefe et al., "A sequence labelling approach to
//! quote attribution", 2012). The probability tells quotes where to look and is what indirect speech rests on.

use super::bit;
use super::cue_view::{CueView, none_features, pair_features};
use super::known::{known, knowns};
use super::mention::{Mention, NEAR};
use super::model::{Linear, Rows, Scores, softmax};
use super::scene::Scene;
use super::token::{Token, gap};

/// A cue with its most likely source.
#[derive(Clone, Copy, Debug)]
pub(super) struct Event {
    /// The cue word.
    pub cue: u32,
    /// The mention, as an index.
    pub mention: u32,
    /// How likely it is that this mention is the source of that cue.
    pub probability: f32,
    /// The verb by which somebody else passes these words on: "quoted" in "Tass quoted the minister as saying".
    pub relay: Option<u32>,
}

/// Events below this probability are forgotten.
const LEAST: f32 = 0.08;

/// Where the best candidate scores so much less than "none", its probability is below [`LEAST`], whatever is rounded: the
/// logarithm of .074.
const FUTILE: f32 = -2.6;

/// Words of a lower cue class are too rarely cues to be looked at.
pub(super) const LEAST_CUE: u8 = 2;

/// Mentions looked at on either side of a cue, besides the sentence's first.
const LEFT: usize = 5;
const RIGHT: usize = 3;

/// Whether word `i` may be a cue.
pub(super) fn is_cue(scene: &Scene, i: u32) -> bool {
    let token = scene.token(i);
    token.lex.cue >= LEAST_CUE && !token.quoted() && !token.is(bit::ADVERB) && !is_movement(scene, i)
}

/// "The index added 2.34 points, or 0.06 percent", "shot up 23 points": a verb with a number and the unit of prices alone
/// tells how they moved.
fn is_movement(scene: &Scene, i: u32) -> bool {
    const VERBS: [u32; 2] = knowns(["added", "adds"]);
    const UNITS: [u32; 3] = knowns(["points", "percent", "cents"]);
    let at = |w: u32| scene.tokens.get(w as usize);
    let verb = scene.token(i);
    let upwards = !verb.is(bit::SAYING) && at(i + 1).is_some_and(|t| t.is(bit::VERB_PARTICLE));
    let number = i + 1 + u32::from(upwards);
    if !(VERBS.contains(&verb.lex.word) || upwards) || !at(number).is_some_and(|t| t.is(bit::NUMBER)) {
        return false;
    }
    let basis = at(number + 1).is_some_and(|t| t.lex.word == known("basis"));
    let unit = number + 1 + u32::from(basis);
    let ended = |t: &Token| t.gap & (gap::COMMA | gap::STOP | gap::SEMICOLON) != 0;
    let small = |t: &Token| t.is(bit::PREPOSITION | bit::CONJUNCTION) && t.lex.word != known("of");
    let placed = || at(unit + 1).is_some_and(small);
    at(unit).is_some_and(|t| UNITS.contains(&t.lex.word) && (ended(t) || placed()))
}

/// The likely events of an article, by cue.
pub(super) fn events(scene: &Scene, model: &Linear) -> Vec<Event> {
    let mut events: Vec<Event> = Vec::with_capacity(scene.tokens.len() / 32);
    let mut case = Case { mentions: Vec::with_capacity(LEFT + 1 + RIGHT), ..Case::default() };
    let mut scores = Scores::new(model);
    for cue in (0..scene.tokens.len() as u32).filter(|&i| is_cue(scene, i)) {
        case.gather(scene, cue);
        if is_passive_relay(scene, cue) {
            case.mentions.retain(|&m| scene.mentions[m as usize].words.start < cue);
            if let Some(quoted) = quoted_by_others(scene, cue, &case.mentions) {
                events.push(quoted);
                continue;
            }
        }
        if case.mentions.is_empty() {
            continue;
        }
        if let Some(relayed) = relayed(scene, cue, &case.mentions) {
            events.push(relayed);
            continue;
        }
        if events.last().is_some_and(|e| e.cue >= cue) {
            continue;
        }
        scores.clear();
        case.features(scene, &mut scores);
        let likely = likeliest(&case, &mut scores.scores).map(|event| within_clause(scene, event));
        let second = if likely.is_some_and(|e| e.probability >= LIKELY) { None } else { second_verb(scene, cue) };
        events.extend(second.or(likely));
    }
    events
}

/// The event with the subject of the verb's own clause where the likeliest source stands before that clause.
fn within_clause(scene: &Scene, event: Event) -> Event {
    let before = |m: u32| scene.mentions[event.mention as usize].head < scene.mentions[m as usize].words.start;
    let subject = subject_of_clause(scene, event.cue).filter(|&m| before(m));
    Event { mention: subject.unwrap_or(event.mention), ..event }
}

/// A cue whose best source is at least this likely is not read as the second verb of a sentence. On PolNeAR .25 and .75 change
/// nothing but .1 of the precision and recall of paraphrases on a third of train.
const LIKELY: f32 = 0.5;

/// How likely the subject of a sentence is the source of its second verb. Set by hand, above the thresholds of paraphrases;
/// .5 and .8 change single quotes and give the same figures on PolNeAR (a third of train, dev).
const SECOND: f32 = 0.65;

/// "The firm built it in May and said it would open", "sold it, but last month denied": the subject that opens the sentence
/// is that of a finite verb of saying behind "and" or "but", too.
fn second_verb(scene: &Scene, cue: u32) -> Option<Event> {
    const LINKS: [u32; 2] = knowns(["and", "but"]);
    let verb = scene.token(cue);
    if !verb.is(bit::SAYING) || verb.lex.cue < 5 || verb.is(bit::ING) || !verb.is(bit::LOWER) {
        return None;
    }
    let start = scene.text.sentences[verb.sentence as usize].words.start;
    let timed = |w: u32| w > start && scene.token(w).is(bit::ADVERB | bit::TIME) || is_past_time(scene, w);
    let mut link = cue.checked_sub(1)?;
    while link > start && cue - link <= LONGEST_VERB && timed(link) {
        link -= 1;
    }
    if link <= start || !LINKS.contains(&scene.token(link).lex.word) || scene.token(link).quoted() {
        return None;
    }
    let mut mentions = scene.mentions_of(verb.sentence).filter(|&m| scene.mentions[m].is_candidate());
    let subject = mentions.next().filter(|&m| scene.mentions[m].words.start <= start + 1)?;
    let at = &scene.mentions[subject];
    let plain = |w: u32| {
        let token = scene.token(w);
        !token.quoted() && !token.is(bit::CLAUSE | bit::PRONOUN)
    };
    // Another subject on the way may be that of the verb.
    let alone = (at.reach..link).all(plain) && at.reach < link;
    alone.then_some(Event { cue, mention: subject as u32, probability: SECOND, relay: None })
}

/// "last month", "this week": words that tell when.
fn is_past_time(scene: &Scene, word: u32) -> bool {
    const WHEN: [u32; 4] = knowns(["last", "week", "month", "year"]);
    WHEN.contains(&scene.token(word).lex.word)
}

/// How likely it is that relayed words are those of the one who is named between the verbs. Set by hand: a rule found the
/// event, no model. It lies above every threshold.
const RELAYED: f32 = 0.97;

/// Whether the verb at `cue` tells by whom words are relayed: "X was quoted by the Times as saying". Who follows said
/// nothing.
fn is_passive_relay(scene: &Scene, cue: u32) -> bool {
    let passive = cue.checked_sub(1).is_some_and(|before| scene.token(before).is(bit::AUXILIARY));
    passive && scene.token(cue).is(bit::RELAY)
}

/// "X was quoted as saying": the words are those of whoever stands before the verb, which "saying" is the cue of.
fn quoted_by_others(scene: &Scene, cue: u32, mentions: &[u32]) -> Option<Event> {
    let auxiliary = |w: u32| scene.token(w).is(bit::AUXILIARY | bit::ADVERB);
    let verb = (cue.saturating_sub(LONGEST_VERB)..cue).rev().take_while(|&w| auxiliary(w)).last()?;
    let subject = mentions.iter().copied().find(|&m| scene.mentions[m as usize].reach == verb)?;
    let end = scene.text.sentences[scene.token(cue).sentence as usize].words.end;
    let says = as_saying(scene, cue + 1, end)?;
    Some(Event { cue: says, mention: subject, probability: RELAYED, relay: None })
}

/// Most auxiliaries and adverbs of a verb: "has since been widely quoted". Half as many lose one of the 36,000 quotes of 3,311
/// articles of an agency, twice as many change none; on PolNeAR (a third of train, dev) neither changes any.
const LONGEST_VERB: u32 = 4;

/// "The Times quoted X as saying", "X recalled Y telling him": the words belong to whoever is named between the verb at
/// `cue` and the participle, which is the event's cue. A role and what describes may stand about the name.
fn relayed(scene: &Scene, cue: u32, mentions: &[u32]) -> Option<Event> {
    if !scene.token(cue).is(bit::RELAY) || is_passive_relay(scene, cue) {
        return None;
    }
    let start = |m: u32| scene.mentions[m as usize].words.start;
    let object = mentions.iter().copied().filter(|&m| start(m) > cue).min_by_key(|&m| start(m))?;
    if start(object) > cue + 2 && !scene.is_role(cue + 1..start(object)) {
        return None;
    }
    let end = scene.text.sentences[scene.token(cue).sentence as usize].words.end;
    let Mention { reach, words, .. } = &scene.mentions[object as usize];
    let bare = (*reach..end.min(reach + 2)).find(|&w| scene.token(w).is_saying());
    let bare = bare.filter(|&w| scene.token(w - 1).gap & gap::COMMA == 0);
    let says = as_saying(scene, words.end, end.min(words.end + LONGEST_OBJECT)).or(bare)?;
    Some(Event { cue: says, mention: object, probability: RELAYED, relay: Some(cue) })
}

/// Longest description of whoever is quoted, in words. Half as many change two of the 36,000 quotes of 3,311 articles of an
/// agency, twice as many none; the F1 on PolNeAR (a third of train, dev) is the same.
const LONGEST_OBJECT: u32 = 24;

/// The participle of "as saying", "as telling" among these words, before any quote.
fn as_saying(scene: &Scene, from: u32, end: u32) -> Option<u32> {
    let open = (from..end).take_while(|&w| !scene.token(w).quoted());
    open.into_iter().find(|&w| scene.token(w).is_saying() && scene.token(w - 1).lex.word == known("as"))
}

/// Whom the verb at `cue` belongs to where a clause of its own begins before it: "…, while Ann Price said", "…; another,
/// Ann Price, said". Nobody named before the clause is its source.
fn subject_of_clause(scene: &Scene, cue: u32) -> Option<u32> {
    let helping = cue > 0 && scene.token(cue - 1).is(bit::AUXILIARY | bit::ADVERB);
    let verb = cue - u32::from(helping);
    let of = scene.mentions_of(scene.token(cue).sentence);
    let stands = |&m: &usize| scene.mentions[m].is_candidate() && scene.mentions[m].reach == verb;
    let ahead = scene.mentions[of.clone()].partition_point(|m| m.head < cue);
    let subject = (of.start..of.start + ahead).rev().take(NEAR).find(stands)?;
    opens_clause(scene, scene.mentions[subject].words.start).then_some(subject as u32)
}

/// Whether a clause begins at word `at`: after a semicolon, "while" and the like, and "and" after a comma or a quote.
pub(super) fn opens_clause(scene: &Scene, at: u32) -> bool {
    const OTHERS: [u32; 3] = knowns(["another", "others", "one"]);
    const CLAUSAL: [u32; 5] = knowns(["while", "whereas", "but", "though", "although"]);
    let token = |by: u32| at.checked_sub(by).map(|w| scene.token(w));
    let Some(last) = token(1) else { return false };
    if OTHERS.contains(&last.lex.word) && last.gap & gap::COMMA != 0 {
        return token(2).is_some_and(|t| t.gap & (gap::SEMICOLON | gap::COMMA) != 0) || opens_clause(scene, at - 1);
    }
    let paused = token(2).is_some_and(|t| t.gap & gap::COMMA != 0 || t.quoted());
    let and = last.lex.word == known("and") && paused;
    last.gap & gap::SEMICOLON != 0 || last.gap == gap::SPACE && (CLAUSAL.contains(&last.lex.word) || and)
}

/// The best candidate, if it is likely enough; `scores` become probabilities.
fn likeliest(case: &Case, scores: &mut [f32]) -> Option<Event> {
    let best = (1..scores.len()).max_by(|&a, &b| scores[a].total_cmp(&scores[b]))?;
    // A candidate's probability is at most its odds against "none".
    if scores[best] - scores[0] < FUTILE {
        return None;
    }
    softmax(scores);
    let best = (1..scores.len()).max_by(|&a, &b| scores[a].total_cmp(&scores[b]))?;
    let event = Event { cue: case.cue, mention: case.mentions[best - 1], probability: scores[best], relay: None };
    (event.probability >= LEAST).then_some(event)
}

/// One cue with its candidates.
#[derive(Default)]
pub(super) struct Case {
    cue: u32,
    pub mentions: Vec<u32>,
    /// How many of them stand before the cue.
    lefts: usize,
}

impl Case {
    /// Takes up a cue and the mentions around it.
    pub(super) fn gather(&mut self, scene: &Scene, cue: u32) {
        self.cue = cue;
        self.mentions.clear();
        let all = scene.mentions_of(scene.token(cue).sentence);
        let outside = |&m: &usize| scene.mentions[m].is_candidate() && !scene.mentions[m].words.contains(&cue);
        let left = all.start + scene.mentions[all.clone()].iter().take_while(|m| m.head < cue).count();
        let right = left + scene.mentions[left..all.end].iter().take_while(|m| m.head == cue).count();
        self.mentions.extend((all.start..left).rev().filter(outside).take(LEFT).map(|m| m as u32));
        // The subject may stand far from a second verb: "The bank, which …, cut … and said".
        let subject = (all.start..left).find(outside).map(|m| m as u32);
        self.mentions.extend(subject.filter(|m| !self.mentions.contains(m)));
        self.lefts = self.mentions.len();
        self.mentions.extend((right..all.end).filter(outside).take(RIGHT).map(|m| m as u32));
    }

    /// Names the features of "none" and of each candidate.
    pub(super) fn features(&self, scene: &Scene, rows: &mut impl Rows) {
        let view = CueView::of(scene, self.cue);
        none_features(&view, rows);
        for (n, &mention) in self.mentions.iter().enumerate() {
            let between = if n < self.lefts { n } else { n - self.lefts };
            pair_features(scene, &view, mention, between as u32, rows);
        }
    }
}
