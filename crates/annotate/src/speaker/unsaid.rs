//! Words in quotation marks that are no statement of anybody's: titles of works, terms, charges.

use std::ops::Range;

use super::bit;
use super::known::{known, knowns};
use super::scene::Scene;
use super::token::{Token, gap};

/// How sure it is that a term or title is no speech, where a rule says so: a rank, no measurement. It goes with no speaker,
/// so that nothing shows it; .9 and 1 give the same quotes.
pub(super) const NO_SPEECH: f32 = 0.95;

/// Where it is at least so probable that nobody is the source of a term, the term is no statement at all. Chosen by reading
/// what it leaves out of the reports of one collection: names of schemes, ratings, nicknames. Of its 36,000 quotes .5
/// leaves out 109 more, .75 keeps 174 of those left out; the F1 on PolNeAR (a third of train, dev) is the same.
pub(super) const SURELY_NOBODYS: f32 = 0.6;

/// Whether a run may be a term or a name: a few words within the reporter's sentence that are no sentence.
pub(super) fn is_term(scene: &Scene, run: &Range<u32>) -> bool {
    let before = run.start.checked_sub(1).map(|w| scene.token(w));
    let pause = gap::COMMA | gap::COLON | gap::STOP | gap::DASH | gap::BREAK;
    let runs_on =
        before.is_some_and(|t| t.sentence == scene.token(run.start).sentence && !t.quoted() && t.gap & pause == 0);
    let last = scene.token(run.end - 1);
    let verb = |w: u32| scene.token(w).is(bit::AUXILIARY | bit::PRONOUN | bit::ADVERB);
    runs_on && run.len() <= LONGEST_TITLE && last.gap & (gap::COMMA | gap::EXCLAIM) == 0 && !run.clone().any(verb)
}

/// "Price cast the lone “present” vote": a term that stands before its noun, in whose sentence nothing before it tells of
/// speech.
pub(super) fn is_unspoken(scene: &Scene, mention: u32, run: &Range<u32>) -> bool {
    const NAMING: [u32; 4] = knowns(["call", "calls", "called", "calling"]);
    const NO_NOUN: u64 = bit::FUNCTION | bit::ADVERB | bit::TIME;
    let at = &scene.mentions[mention as usize];
    let sentence = scene.token(run.start).sentence;
    let says = |w: u32| {
        let token = scene.token(w);
        let telling = token.is(bit::SAYING) || token.lex.cue >= 4 || NAMING.contains(&token.lex.word);
        telling && !token.is(bit::DEED) || token.is(bit::DOCUMENT)
    };
    let start = scene.text.sentences[sentence as usize].words.start;
    let noun = |t: &&Token| t.is(bit::LOWER) && !t.is(NO_NOUN) && t.lex.cue < 3;
    run.len() <= LONGEST_TERM
        && at.sentence == sentence
        && at.head < run.start
        && is_term(scene, run)
        && runs_into(scene, run.end)
        && scene.tokens.get(run.end as usize).filter(noun).is_some()
        && !(start..run.start).any(|w| !scene.token(w).quoted() && says(w))
}

/// Longest term that stands before its noun ("the lone “present” vote"), in words. On PolNeAR (a third of train, dev) 6 gives the
/// same F1 as 3; 1 gives mention and name F1 on dev .1 more, so longer terms are kept for other texts alone.
const LONGEST_TERM: usize = 3;

/// Longest title of a programme, in words. With 3, mention and name F1 on PolNeAR dev fall by .1, and 28 titles among the
/// 36,000 quotes of an agency are taken for speech; with 12 three fewer.
const LONGEST_TITLE: usize = 6;

/// "the so-called “bad bank”", "a speech titled “Our Way”", "said on “Meet the Press”", "told “Meet the Press” on
/// Sunday", "ABC's “This Week”": words in marks
/// that nobody says.
pub(super) fn is_no_speech(scene: &Scene, words: &Range<u32>) -> bool {
    if owns_name(scene, words) || precedes_work(scene, words) {
        return true;
    }
    let before = |by: u32| words.start.checked_sub(by).map(|w| scene.token(w));
    let Some(last) = before(1).filter(|t| !t.quoted() && t.sentence == scene.token(words.start).sentence) else {
        return false;
    };
    let is = |by: u32, word: u32| before(by).is_some_and(|t| t.lex.word == word);
    let so_called = is(1, known("called")) && is(2, known("so")) && before(2).is_some_and(|t| t.gap == gap::HYPHEN);
    let title = case_class(scene, words) == 3 && (2..=LONGEST_TITLE).contains(&words.len());
    let shown = last.lex.word == known("on") || last.is(bit::MEDIA | bit::ACRONYM) && last.gap & gap::POSSESSIVE != 0;
    let titled =
        case_class(scene, words) == 3 && words.len() <= LONGEST_TITLE && last.gap & gap::PUNCTUATION & !gap::MARK == 0;
    let addressed = last.is(bit::ADDRESSING) && title && runs_into(scene, words.end);
    so_called
        || last.is(bit::TITLING)
        || title && (shown || addressed)
        || titled && is_work(last)
        || is_charge(scene, words)
}

/// "“The Daily Show’s” Trevor Noah": the title of a programme before the name of who is in it.
fn owns_name(scene: &Scene, words: &Range<u32>) -> bool {
    let last = scene.token(words.end - 1);
    let named = scene.tokens.get(words.end as usize).is_some_and(|t| t.is(bit::CAP) && t.sentence == last.sentence);
    named && last.gap & gap::POSSESSIVE != 0 && words.len() <= LONGEST_TITLE && case_class(scene, words) == 3
}

/// "the “Sleepy Sam” nickname", "a “buy” rating": a name or term, an article before it and after it what sort of one it is.
fn precedes_work(scene: &Scene, words: &Range<u32>) -> bool {
    let article = words.start.checked_sub(1).is_some_and(|w| {
        let token = scene.token(w);
        token.is(bit::DET | bit::POSSESSIVE) && token.gap & (gap::COMMA | gap::COLON | gap::STOP) == 0
    });
    let noun = scene.tokens.get(words.end as usize).is_some_and(|t| t.is(bit::LOWER) && !t.is(bit::ING) && is_work(t));
    article && noun && words.len() <= LONGEST_TITLE && runs_into(scene, words.end)
}

/// Whether word `at` follows the run before it without a pause: "told “Meet the Press” on Sunday".
fn runs_into(scene: &Scene, at: u32) -> bool {
    const PAUSE: u16 = gap::COMMA | gap::STOP | gap::EXCLAIM | gap::COLON | gap::DASH | gap::BREAK;
    let next = scene.tokens.get(at as usize);
    next.is_some_and(|t| t.sentence == scene.token(at - 1).sentence) && scene.token(at - 1).gap & PAUSE == 0
}

/// Whether a word names the sort of a work or thing that has a title: "the film “Night Boat”".
fn is_work(noun: &Token) -> bool {
    noun.is(bit::WORK) && !noun.is(bit::SAYING | bit::PAST | bit::PREPOSITION) && noun.lex.word != known("called")
}

/// "charged with “reckless driving”": the words are the law's.
fn is_charge(scene: &Scene, words: &Range<u32>) -> bool {
    const WITH: [u32; 3] = knowns(["with", "of", "for"]);
    let before = |by: u32| words.start.checked_sub(by).map(|w| scene.token(w));
    let small = words.len() <= LONGEST_TITLE && scene.token(words.start).is(bit::LOWER);
    small
        && before(1).is_some_and(|t| WITH.contains(&t.lex.word))
        && (2..=3).any(|by| before(by).is_some_and(|t| t.is(bit::CHARGING) && t.is(bit::LOWER)))
}

/// 0 all small, 1 some words with capitals, 2 a capital at the start alone, 3 capitals on all telling words.
pub(super) fn case_class(scene: &Scene, words: &Range<u32>) -> u32 {
    let telling = words.clone().take(12).map(|w| scene.token(w)).filter(|t| !t.is(bit::FUNCTION | bit::NUMBER));
    let (mut all, mut capitals) = (0, 0);
    for token in telling {
        all += 1;
        capitals += u32::from(token.is(bit::CAP));
    }
    let first = scene.token(words.start).is(bit::CAP);
    match (capitals, first) {
        (0, false) => 0,
        _ if capitals == all && first => 3,
        (0 | 1, true) => 2,
        _ => 1,
    }
}
