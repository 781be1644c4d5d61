//! Indirect speech: events outside quotation marks as quotes, from source over cue to the end of the content.
//!
//! A sentence that holds a quoted fragment is a paraphrase too, if the rest of what it reports is the reporter's words.
//! What "I" and "we" say in a report is the reporter's, and no paraphrase.

use std::ops::Range;

use super::attribution::Choice;
use super::bit;
use super::event::{Event, LEAST_CUE};
use super::known::{known, knowns};
use super::scene::Scene;
use super::speech::Speech;
use super::together::{first_of_several, start_with_role};
use super::token::gap;
use super::{Quote, QuoteKind};

/// Events below these probabilities are not reported: of verbs of saying the first holds, of other words the second, since
/// in political news, from which was learned, these lead to a saying more often than elsewhere. By five-fold cross-validation
/// over the learning articles, .66 of the former between .5 and .6 are right, and .56 of the latter.
const LEAST: f32 = 0.4;
const LEAST_OTHER: f32 = 0.6;

/// Fewest words that a content has, and fewest of the reporter's own where it holds a quoted fragment too.
const SHORTEST: u32 = 2;
const SHORTEST_MIXED: u32 = 3;

/// Most words between a verb of saying and its content that tell when: "said late on Monday the plan was dead".
const LONGEST_WHEN: u32 = 5;

/// Most words between a verb of saying and "that" which tell where: "said in a letter to Congress that".
const LONGEST_WHERE: u32 = 10;

/// The indirect quotes of an article, one for each sentence and source.
pub(super) fn indirect(scene: &Scene, events: &[Event], choices: &[Choice], speech: &mut Speech) -> Vec<Quote> {
    let used = cues_of_runs(choices);
    let mut quotes: Vec<Quote> = Vec::new();
    let mut said = None;
    for (n, event) in events.iter().enumerate() {
        let event = &Event { mention: first_of_several(scene, event.mention), ..*event };
        if is_weak(scene, event) || speech.is_reporters(event.mention) {
            continue;
        }
        let next = events.get(n + 1).filter(|e| e.probability >= LEAST);
        let run = used.binary_search_by_key(&event.cue, |&(cue, _)| cue).ok().map(|found| used[found].1);
        // "Ann Price said the plan was dead. “It is over.”": what another sentence quotes takes nothing from this one.
        let run = run.filter(|&run| shares_sentence(scene, event.cue, run));
        let words = match run {
            Some(run) => extent_beside(scene, event, next, run),
            None => extent(scene, event, next),
        };
        let Some(words) = words.and_then(|words| after_said(&said, event, words)) else { continue };
        said = Some((event.mention, words.end));
        let mention = scene.span(scene.mentions[event.mention as usize].words.clone());
        let span = scene.span(words);
        quotes.push(Quote {
            span,
            kind: QuoteKind::Indirect,
            speaker: speech.speaker(event.mention),
            mention: Some(mention),
            cue: Some(scene.span(event.cue..event.cue + 1)),
            confidence: event.probability,
        });
    }
    quotes
}

/// These words without those that the same source was just reported with, up to the word `said.1`; none where the verb is
/// among those.
fn after_said(said: &Option<(u32, u32)>, event: &Event, words: Range<u32>) -> Option<Range<u32>> {
    match *said {
        Some((mention, end)) if mention == event.mention && words.start < end => {
            (event.cue >= end && words.end > event.cue + SHORTEST).then_some(event.cue..words.end)
        }
        _ => Some(words),
    }
}

/// The cues that quotation-mark runs were attributed by, sorted, each with its first run.
fn cues_of_runs(choices: &[Choice]) -> Vec<(u32, u32)> {
    let cued = (0..).zip(choices).filter(|(_, choice)| choice.mention.is_some());
    let mut used: Vec<(u32, u32)> = cued.filter_map(|(run, choice)| Some((choice.cue?, run))).collect();
    used.sort_unstable();
    used.dedup_by_key(|(cue, _)| *cue);
    used
}

/// Whether a run has words in the sentence of a cue.
fn shares_sentence(scene: &Scene, cue: u32, run: u32) -> bool {
    let words = &scene.run_words[run as usize];
    let sentences = scene.token(words.start).sentence..=scene.token(words.end - 1).sentence;
    sentences.contains(&scene.token(cue).sentence)
}

/// Whether an event is no saying, or too unlikely to be one.
fn is_weak(scene: &Scene, event: &Event) -> bool {
    let cue = scene.token(event.cue);
    let deed = cue.is(bit::DEED) && !cue.is(bit::SAYING) || is_unsaid(scene, event.cue);
    let says = cue.is(bit::SAYING) || cue.lex.word == known("according");
    event.probability < if says { LEAST } else { LEAST_OTHER } || cue.lex.cue < LEAST_CUE || deed
}

/// "declined to comment", "hopes to say": what somebody would not or will say was not said.
fn is_unsaid(scene: &Scene, cue: u32) -> bool {
    let before = |by: u32| cue.checked_sub(by).map(|w| scene.token(w));
    let wish = before(1).is_some_and(|t| t.lex.word == known("to")) && before(2).is_some_and(|t| t.is(bit::DEED));
    wish || is_unanswered(scene, cue) || is_discreet(scene, cue)
}

/// "did not immediately respond": no answer is no saying.
fn is_unanswered(scene: &Scene, cue: u32) -> bool {
    const ANSWERS: [u32; 5] = knowns(["respond", "reply", "comment", "answer", "elaborate"]);
    let sentence = scene.text.sentences[scene.token(cue).sentence as usize].words.start;
    let helping = (sentence.max(cue.saturating_sub(4))..cue).rev().map(|w| scene.token(w));
    let mut verb = helping.take_while(|t| t.is(bit::AUXILIARY | bit::NEGATION | bit::ADVERB));
    ANSWERS.contains(&scene.token(cue).lex.word)
        && verb.any(|t| t.is(bit::NEGATION) || t.is(bit::AUXILIARY) && t.lex.word == known("didn't"))
}

/// "asked not to be named": what a source asks of the reporter is no part of what it says.
fn is_discreet(scene: &Scene, cue: u32) -> bool {
    let word = |by: u32| scene.tokens.get((cue + by) as usize).map(|t| t.lex.word);
    word(1) == Some(known("not")) && word(2) == Some(known("to")) && word(3) == Some(known("be"))
}

/// The words of source, cue and content; none where nothing is left for the content.
fn extent(scene: &Scene, event: &Event, next: Option<&Event>) -> Option<Range<u32>> {
    let sentence = scene.text.sentences[scene.token(event.cue).sentence as usize].words.clone();
    let mention = &scene.mentions[event.mention as usize].words;
    let role = role_before(scene, event.mention);
    let start = role.unwrap_or(mention.start).min(event.cue);
    let after = mention.end.max(event.cue + 1);
    let end = content_end(scene, after, &sentence, next);
    if let Some(words) = around_aside(scene, event, &sentence, end) {
        return Some(words);
    }
    let led = start_with_role(scene, event.mention).min(start).max(sentence.start);
    // "The plan was dead, as Ann Price explained"
    let as_said = led > sentence.start && scene.token(led - 1).lex.word == known("as");
    let led = led - u32::from(as_said);
    let trails = led > sentence.start
        && scene.token(led - 1).gap & gap::COMMA != 0
        && content_after(scene, event, end).is_none();
    let according = scene.token(event.cue).lex.word == known("according");
    if (trails || according) && own_words(scene, sentence.start..led.min(start)) > SHORTEST {
        return Some(sentence.start..after);
    }
    // "“It is over,” he said in a letter": the words after the verb are no content.
    let quote_before = start > sentence.start && scene.token(start - 1).quoted();
    let content = !quote_before || content_after(scene, event, end).is_some();
    (content && own_words(scene, after..end) >= SHORTEST).then_some(start..end)
}

/// "As Ann Price explained, the plan was dead", "The plan, she said, was dead": the whole sentence where the verb and its
/// source are an aside before a comma.
fn around_aside(scene: &Scene, event: &Event, sentence: &Range<u32>, end: u32) -> Option<Range<u32>> {
    let mention = &scene.mentions[event.mention as usize].words;
    let start = mention.start.min(event.cue);
    let after = mention.end.max(event.cue + 1);
    let closed = after < sentence.end && scene.token(after - 1).gap == gap::COMMA | gap::SPACE;
    if !closed || !scene.token(event.cue).is(bit::SAYING) || scene.token(event.cue).is(bit::ING) {
        return None;
    }
    let opens = start == sentence.start + 1 && scene.token(sentence.start).lex.word == known("as");
    let within = start > sentence.start && scene.token(start - 1).gap == gap::COMMA | gap::SPACE;
    // Behind "…, she said, adding" stands no more of what she said.
    let goes_on = !scene.token(after).is(bit::ING | bit::CONJUNCTION | bit::PREPOSITION | bit::CLAUSE);
    let own = own_words(scene, sentence.start..start) + own_words(scene, after..sentence.end);
    let all = if opens { sentence.end } else { end };
    (own >= SHORTEST_MIXED && (opens || within && goes_on && has_verb(scene, after..end)))
        .then_some(sentence.start..all)
}

/// The same where a quoted fragment was attributed by the cue: "said the oven was “too hot” to use". It is a paraphrase
/// too if the reporter's own words around the fragment are a clause.
fn extent_beside(scene: &Scene, event: &Event, next: Option<&Event>, run: u32) -> Option<Range<u32>> {
    let sentence = scene.text.sentences[scene.token(event.cue).sentence as usize].words.clone();
    let mention = &scene.mentions[event.mention as usize].words;
    let start = role_before(scene, event.mention).unwrap_or(mention.start).min(event.cue);
    let after = mention.end.max(event.cue + 1);
    let end = content_end(scene, after, &sentence, next);
    let own = |words: Range<u32>| own_words(scene, words) >= SHORTEST_MIXED;
    if let Some(words) = around_aside(scene, event, &sentence, end) {
        return Some(words);
    }
    if content_start(scene, event, end).is_some_and(|at| own(at..end)) {
        return Some(start..end);
    }
    let quoted = &scene.run_words[run as usize];
    let fragment = scene.token(quoted.start).is(bit::LOWER) && quoted.start > sentence.start && quoted.end <= start;
    let lead = sentence.start..quoted.start.max(sentence.start);
    let clause = own_words(scene, lead.clone()) >= SHORTEST && has_verb(scene, lead);
    // "The minister “was near” leaving the cabinet after she was criticised, a report says"
    let behind = quoted.end..start.max(quoted.end);
    let goes_on = own_words(scene, behind.clone()) >= SHORTEST_MIXED && has_verb(scene, behind);
    (fragment && (clause || goes_on)).then_some(sentence.start..after)
}

/// The same where it is a clause by what may be its verb: "said on Monday, adding" tells nothing after the verb.
fn content_after(scene: &Scene, event: &Event, end: u32) -> Option<u32> {
    let at = content_start(scene, event, end)?;
    let first = scene.token(at);
    (first.lex.word == known("to") || first.is(bit::CLAUSE) || has_verb(scene, at..end)).then_some(at)
}

/// Where the content begins that follows a verb of saying without a pause, time and addressee passed over; none where
/// something else follows.
fn content_start(scene: &Scene, event: &Event, end: u32) -> Option<u32> {
    let mention = &scene.mentions[event.mention as usize];
    if mention.head > event.cue || scene.token(event.cue).gap != gap::SPACE {
        return None;
    }
    let mut at = after_when(scene, event.cue + 1, end);
    if scene.token(event.cue).is(bit::ADDRESSING) {
        let addressee = scene.mentions_in(at..end.min(at + LONGEST_WHEN)).next().map(|m| &scene.mentions[m].words);
        let addressee = addressee.filter(|words| words.start == at && scene.token(words.end - 1).gap == gap::SPACE);
        at = addressee.map_or(at, |words| after_when(scene, words.end, end));
    }
    at = after_where(scene, at, end);
    let first = scene.tokens.get(at as usize).filter(|t| at < end && !t.quoted())?;
    const OPENS: u64 =
        bit::CLAUSE | bit::DET | bit::PRONOUN | bit::OTHER_PRONOUN | bit::POSSESSIVE | bit::QUANTIFIER | bit::CAP;
    // "said if it failed it would try again"
    const OPENING: [u32; 9] =
        knowns(["if", "when", "while", "although", "though", "because", "after", "once", "before"]);
    let opens = first.is(OPENS) || OPENING.contains(&first.lex.word);
    let said = opens || !first.is(bit::FUNCTION | bit::ADVERB | bit::TIME);
    // "threatened to leave"
    let infinitive = first.lex.word == known("to");
    (infinitive || said).then_some(at)
}

/// One past the words from `at` on that tell when: "on Monday", "late Monday", "last week".
fn after_when(scene: &Scene, from: u32, end: u32) -> u32 {
    let mut at = from;
    while at < end && at - from < LONGEST_WHEN {
        let token = scene.token(at);
        let leads = token.is(bit::PREPOSITION) && at + 1 < end && scene.token(at + 1).is(bit::TIME | bit::NUMBER);
        let when = leads || token.is(bit::TIME | bit::NUMBER) || token.is(bit::ADVERB) && token.is(bit::LOWER);
        if !when || token.quoted() || token.gap != gap::SPACE {
            break;
        }
        at += 1;
    }
    at
}

/// Where "that" stands after words that tell where it was said ("in a statement that …"), else `from`.
fn after_where(scene: &Scene, from: u32, end: u32) -> u32 {
    if from >= end || !scene.token(from).is(bit::PREPOSITION) {
        return from;
    }
    let plain = |&w: &u32| !scene.token(w).quoted() && scene.token(w - 1).gap == gap::SPACE;
    let mut that = (from + 1..end.min(from + LONGEST_WHERE)).take_while(plain);
    that.find(|&w| scene.token(w).lex.word == known("that")).unwrap_or(from)
}

/// Whether the reporter's own words here have what may be a finite verb.
fn has_verb(scene: &Scene, words: Range<u32>) -> bool {
    words.map(|w| scene.token(w)).any(|t| !t.quoted() && t.is(bit::AUXILIARY | bit::PAST))
}

/// How many of these words are the reporter's own.
fn own_words(scene: &Scene, words: Range<u32>) -> u32 {
    words.filter(|&w| !scene.token(w).quoted()).count() as u32
}

/// Where the role begins that stands before a name in apposition: "The director, Ann Price, said".
fn role_before(scene: &Scene, mention: u32) -> Option<u32> {
    let before = &scene.mentions[mention.checked_sub(1)? as usize];
    let joined = before.modifier && before.words.end == scene.mentions[mention as usize].words.start;
    (joined && before.sentence == scene.mentions[mention as usize].sentence).then_some(before.words.start)
}

/// The content goes on to the sentence's end, or to a comma before the next event's source.
fn content_end(scene: &Scene, from: u32, sentence: &Range<u32>, next: Option<&Event>) -> u32 {
    if let Some(end) = subordinate_end(scene, from, sentence) {
        return end;
    }
    let Some(next) = next.filter(|e| sentence.contains(&e.cue)) else { return sentence.end };
    let source = scene.mentions[next.mention as usize].words.start;
    // Where one source says two things, the second begins with its verb.
    let limit = if source < from { next.cue } else { source.min(next.cue) };
    let comma = (from..limit.max(from)).rev().take(3).find(|&w| scene.token(w).gap & gap::COMMA != 0);
    comma.map_or(sentence.end, |w| w + 1)
}

/// Where the clause ends that opens its sentence with "when" and the like and that word `from` stands in: at the last comma
/// that a subject follows, whose verb is the sentence's. "When a reporter asked about the firm, Holt left."
fn subordinate_end(scene: &Scene, from: u32, sentence: &Range<u32>) -> Option<u32> {
    const OPENING: [u32; 9] = knowns(["when", "as", "after", "before", "if", "once", "while", "although", "because"]);
    let first = scene.token(sentence.start);
    if !OPENING.contains(&first.lex.word) || from >= sentence.end {
        return None;
    }
    let ahead = (sentence.start..from).any(|w| scene.token(w).gap & gap::COMMA != 0);
    let subject = |w: u32| {
        let of = scene.mentions_of(scene.token(w).sentence);
        scene.mentions[of].iter().any(|m| m.words.start == w + 1 && m.is_candidate())
    };
    let comma =
        (from..sentence.end - 1).rev().find(|&w| scene.token(w).gap == gap::COMMA | gap::SPACE && subject(w))?;
    (!ahead).then_some(comma + 1)
}
