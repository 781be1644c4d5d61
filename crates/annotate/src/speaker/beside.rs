//! Where the grammar of a sentence says who speaks a run, whatever the model chose: the subject of the clause that the run
//! stands in, and whoever follows the verb of saying after it.

use std::ops::Range;

use super::bit;
use super::event::opens_clause;
use super::history::History;
use super::known::{known, knowns};
use super::mention::Sort;
use super::scene::Scene;
use super::token::{Token, gap};

/// A run that begins a sentence directly after another run, with nothing between, goes on with whoever spoke that one.
pub(super) fn continued(scene: &Scene, run: u32, history: &History) -> Option<u32> {
    let before = run.checked_sub(1)?;
    let (last, words) = (&scene.run_words[before as usize], &scene.run_words[run as usize]);
    let adjoining = last.end == words.start && scene.runs[before as usize].block == scene.runs[run as usize].block;
    let whole = scene.token(words.start).is(bit::CAP) && scene.token(last.end - 1).gap & gap::STOP != 0;
    history.previous.filter(|_| adjoining && whole)
}

/// Who the grammar of the sentence says speaks a run, where the model chose otherwise.
pub(super) fn told_beside(scene: &Scene, run: &Range<u32>, chosen: Option<u32>) -> Option<u32> {
    if let Some(label) = labelled(scene, run) {
        return Some(label);
    }
    let sentence = scene.token(run.start).sentence;
    let model = chosen;
    let chosen = chosen.map(|m| if scene.mentions[m as usize].head < run.start { before_agent(scene, m) } else { m });
    match chosen.filter(|&m| scene.mentions[m as usize].sentence == sentence) {
        Some(m) if scene.mentions[m as usize].head < run.start => {
            own_clause(scene, run, m).or(chosen.filter(|_| chosen != model))
        }
        other => after_verb(scene, run).filter(|&m| other.is_none_or(|other| is_apart(scene, m, other))),
    }
}

/// "A letter obtained by B warns": whoever stands behind "by" and a participle is not the subject of the verb after it; what
/// the participle describes is.
fn before_agent(scene: &Scene, chosen: u32) -> u32 {
    let start = scene.mentions[chosen as usize].words.start;
    let Some(participle) = start.checked_sub(2).filter(|&w| scene.token(w).is(bit::PAST)) else { return chosen };
    let by = scene.token(start - 1).lex.word == known("by");
    let says = scene.token(participle).is(bit::SAYING) || scene.token(participle).quoted();
    if !by || says {
        return chosen;
    }
    let mut end = participle;
    let mut described = None;
    loop {
        let ending = |&m: &usize| scene.mentions[m].words.end == end && scene.mentions[m].is_candidate();
        let Some(m) = scene.mentions_in(end.saturating_sub(LONGEST_CLAUSE)..end).rev().find(ending) else { break };
        described = Some(m as u32);
        // "a letter from the board obtained by": the letter is.
        let first = scene.mentions[m].words.start;
        if first < 2 || !scene.token(first - 1).is(bit::PREPOSITION) {
            break;
        }
        end = first - 1;
    }
    described.unwrap_or(chosen)
}

/// Most words between the beginning of a clause and a run in it. Half as many change 12 of the 36,000 quotes of 3,311
/// articles of an agency, twice as many none; the F1 on PolNeAR (a third of train, dev) is the same.
const LONGEST_CLAUSE: u32 = 24;

/// "A called it “x”, while B called it “y”": the subject of the clause that begins after the chosen mention and that the
/// run stands in, where its verb may be one of saying.
fn own_clause(scene: &Scene, run: &Range<u32>, chosen: u32) -> Option<u32> {
    let from = scene.mentions[chosen as usize].reach.max(run.start.saturating_sub(LONGEST_CLAUSE));
    let says = |w: u32| {
        w < run.start && scene.token(w).is(bit::LOWER) && !scene.token(w).quoted() && scene.token(w).lex.cue >= 2
    };
    let helped =
        |w: u32| scene.token(w).is(bit::ADVERB | bit::AUXILIARY) && says(w + 1) && scene.token(w + 1).is(bit::SAYING);
    let opens = |&m: &usize| {
        let mention = &scene.mentions[m];
        // "He hopes to win, but he knows that “…”": a pronoun may be the one chosen.
        let telling = mention.sort != Sort::Pronoun || !scene.token(mention.reach).is(bit::DEED);
        mention.is_candidate()
            && telling
            && mention.words.start >= from
            && (says(mention.reach) || helped(mention.reach))
            && opens_clause(scene, mention.words.start)
    };
    // The last who stands before a verb of saying, for it is nearest to the run.
    let near = |&m: &usize| scene.mentions[m].is_candidate() && says(scene.mentions[m].reach);
    let nearest = scene.mentions_in(from..run.start).rev().find(near);
    scene.mentions_in(from..run.start).rev().find(opens).filter(|&m| nearest.is_none_or(|n| n <= m)).map(|m| m as u32)
}

/// "“…,” said B in a letter from C": whoever follows a plain verb of saying after the run, roles passed over.
fn after_verb(scene: &Scene, run: &Range<u32>) -> Option<u32> {
    let verb = scene.tokens.get(run.end as usize)?;
    let paused = scene.token(run.end - 1).gap & (gap::COMMA | gap::EXCLAIM) != 0;
    let says = verb.is(bit::LOWER) && verb.is(bit::SAYING) && verb.lex.cue >= 6 && !verb.is(bit::ING);
    if !paused || !says || verb.quoted() || verb.gap != gap::SPACE {
        return None;
    }
    let near = scene.mentions_in(run.end + 1..run.end + 1 + LONGEST_CLAUSE);
    let subject = near.into_iter().find(|&m| scene.mentions[m].is_candidate())?;
    let words = &scene.mentions[subject].words;
    (words.start == run.end + 1 || scene.is_role(run.end + 1..words.start)).then_some(subject as u32)
}

/// Whether a phrase or a pause stands between two mentions: what is before "Ann Price" in "Air Force 1st Lt. Ann Price" and in
/// "EU Economic Affairs Commissioner Ann Price" belongs to her.
fn is_apart(scene: &Scene, first: u32, second: u32) -> bool {
    const OF: [u32; 2] = knowns(["of", "for"]);
    let (end, start) = (scene.mentions[first as usize].words.end, scene.mentions[second as usize].words.start);
    let phrase = |t: &Token| t.is(bit::PREPOSITION | bit::CLAUSE | bit::AUXILIARY) && !OF.contains(&t.lex.word);
    let between = end..start.max(end);
    let paused = |w: u32| scene.token(w).gap & (gap::COMMA | gap::DASH | gap::SEMICOLON | gap::COLON) != 0;
    first != second
        && end < start
        && ((end - 1..start).any(paused) || between.into_iter().any(|w| phrase(scene.token(w))))
}

/// "ANN PRICE, ECONOMIST, ACME BANK “…”", "DEMOCRAT ANN PRICE “…”": a name in capitals, with what describes it, directly
/// before the run, as in lists of views.
fn labelled(scene: &Scene, run: &Range<u32>) -> Option<u32> {
    let before = scene.mentions_in(run.start.saturating_sub(LONGEST_CLAUSE)..run.start);
    let shouted = |w: u32| scene.token(w).is(bit::ACRONYM | bit::INITIAL);
    let about = |w: u32| w < run.start && ABOUT.contains(&scene.token(w).lex.word);
    let label = |&m: &usize| {
        let mention = &scene.mentions[m];
        let core = mention.core.clone();
        let whole = mention.reach == run.start && core.len() > 1;
        let before = mention.words.start.checked_sub(1);
        let opens = before.is_none_or(|w| scene.token(w).sentence != mention.sentence || !shouted(w));
        mention.is_candidate()
            && opens
            && (whole || about(mention.words.end))
            && (mention.words.start..run.start).all(shouted)
            && core.clone().any(|w| scene.token(w).is(bit::SHOUTED))
            && scene.entities.get(mention.entity as usize).is_some_and(|e| !e.body)
    };
    before.rev().find(label).map(|m| m as u32)
}

/// "BERNANKE ON MORTGAGE RATES: “…”"
const ABOUT: [u32; 2] = knowns(["on", "about"]);
