//! Indirect speech: events outside quotation marks as quotes, from source over cue to the end of the content.

use std::ops::Range;

use super::attribution::Choice;
use super::event::Event;
use super::known::known;
use super::lexicon::bit;
use super::scene::Scene;
use super::speech::Speech;
use super::token::gap;
use super::{Quote, QuoteKind};

/// Events below this probability are not reported; chosen for the best F1 of (sentence, speaker) on the
/// development articles.
const LEAST: f32 = 0.5;

/// Cue words below this class are too rarely cues to rest a quote on.
const LEAST_CUE: u8 = 2;

/// Fewest words that a content has.
const SHORTEST: u32 = 2;

/// The indirect quotes of an article, one for each sentence and source.
pub(super) fn indirect(scene: &Scene, events: &[Event], choices: &[Choice], speech: &mut Speech) -> Vec<Quote> {
    let mut used: Vec<u32> = choices.iter().filter(|c| c.mention.is_some()).filter_map(|c| c.cue).collect();
    used.sort_unstable();
    let mut quotes: Vec<Quote> = Vec::new();
    for (n, event) in events.iter().enumerate() {
        let cue = scene.token(event.cue);
        let deed = cue.is(bit::DEED) && !cue.is(bit::SAYING) || is_unsaid(scene, event.cue);
        let weak = event.probability < LEAST || cue.lex.cue < LEAST_CUE || deed;
        if weak || used.binary_search(&event.cue).is_ok() {
            continue;
        }
        let next = events.get(n + 1).filter(|e| e.probability >= LEAST);
        let Some(words) = extent(scene, event, next) else { continue };
        let mention = scene.span(scene.mentions[event.mention as usize].words.clone());
        let span = scene.span(words);
        if quotes.last().is_some_and(|q| q.mention == Some(mention) && q.span.overlaps(span)) {
            continue;
        }
        let speaker = speech.speaker(event.mention);
        // What "I" and "we" say in a report is the reporter's, and no paraphrase.
        if speaker.is_none() {
            continue;
        }
        quotes.push(Quote {
            span,
            kind: QuoteKind::Indirect,
            speaker,
            mention: Some(mention),
            cue: Some(scene.span(event.cue..event.cue + 1)),
            confidence: event.probability,
        });
    }
    quotes
}

/// "declined to comment", "hopes to say": what somebody would not or will say was not said.
fn is_unsaid(scene: &Scene, cue: u32) -> bool {
    let before = |by: u32| cue.checked_sub(by).map(|w| scene.token(w));
    before(1).is_some_and(|t| t.lex.word == known("to")) && before(2).is_some_and(|t| t.is(bit::DEED))
}

/// The words of source, cue and content; none where nothing is left for the content.
fn extent(scene: &Scene, event: &Event, next: Option<&Event>) -> Option<Range<u32>> {
    let sentence = scene.text.sentences[scene.token(event.cue).sentence as usize].words.clone();
    let mention = &scene.mentions[event.mention as usize].words;
    let role = role_before(scene, event.mention);
    let start = role.unwrap_or(mention.start).min(event.cue);
    let after = mention.end.max(event.cue + 1);
    let end = content_end(scene, after, &sentence, next);
    let plain = |words: Range<u32>| words.filter(|&w| !scene.token(w).quoted()).count() as u32;
    let trails = role.is_none() && start > sentence.start && scene.token(start - 1).gap & gap::COMMA != 0;
    let according = scene.token(event.cue).lex.word == known("according");
    if (trails || according) && plain(sentence.start..start) > SHORTEST {
        return Some(sentence.start..after);
    }
    (plain(after..end) >= SHORTEST).then_some(start..end)
}

/// Where the role begins that stands before a name in apposition: "The director, Ann Price, said".
fn role_before(scene: &Scene, mention: u32) -> Option<u32> {
    let before = &scene.mentions[mention.checked_sub(1)? as usize];
    let joined = before.modifier && before.words.end == scene.mentions[mention as usize].words.start;
    (joined && before.sentence == scene.mentions[mention as usize].sentence).then_some(before.words.start)
}

/// The content goes on to the sentence's end, or to a comma before the next event's source.
fn content_end(scene: &Scene, from: u32, sentence: &Range<u32>, next: Option<&Event>) -> u32 {
    let Some(next) = next.filter(|e| sentence.contains(&e.cue)) else { return sentence.end };
    let limit = scene.mentions[next.mention as usize].words.start.min(next.cue);
    let comma = (from..limit.max(from)).rev().take(3).find(|&w| scene.token(w).gap & gap::COMMA != 0);
    comma.map_or(sentence.end, |w| w + 1)
}
