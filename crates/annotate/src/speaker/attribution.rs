//! Attribution: which mention near a quotation-mark run is its source, or that none is.
//!
//! The mentions around a run compete, together with "none", under a log-linear model whose features are the
//! place of the mention, the speech event it takes part in, the punctuation between, and whether it was the
//! source of the run before. Runs are decided from first to last (greedily, as in Muzny et al., "A two-stage
//! sieve approach for quote attribution", 2017, whose sieves the features reflect).

use std::ops::Range;

use super::beside::{continued, told_beside};
use super::bit;
use super::event::Event;
use super::history::History;
use super::mention::{Mention, NOBODY};
use super::model::{Rows, bucket, feature, softmax};
use super::profile::Profile;
use super::scene::Scene;
use super::together::first_of_several;
use super::token::gap;
use super::unsaid::{NO_SPEECH, SURELY_NOBODYS, case_class, is_no_speech, is_term, is_unspoken};

/// Who a run was attributed to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Choice {
    /// The mention, as an index; none where the run is no speech or its speaker is unknown.
    pub mention: Option<u32>,
    /// The cue of the event that the mention takes part in.
    pub cue: Option<u32>,
    /// The probability of this choice.
    pub probability: f32,
    /// Whether the run is the title of a work, a term, a name: no statement of anybody's.
    pub unsaid: bool,
}

/// Most mentions that are weighed for one run: of those before it and after it in its paragraph, of those in the three
/// paragraphs before, of those in the paragraph after.
const BEFORE: usize = 9;
const AFTER: usize = 7;
const EARLIER: usize = 6;
const LATER: usize = 3;

/// Where a candidate stands as seen from the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Region {
    Before = 0,
    After = 1,
    Earlier = 2,
    Later = 3,
    Carried = 4,
}

#[derive(Clone, Copy, Debug)]
struct Candidate {
    mention: u32,
    region: Region,
    /// How many candidates of its region are nearer.
    rank: u32,
}

/// The events of an article by mention.
pub(super) struct EventIndex<'a> {
    events: &'a [Event],
    /// The first event of each mention, or [`NO_EVENT`].
    first: Vec<u32>,
    /// After each event the next of its mention, or [`NO_EVENT`].
    next: Vec<u32>,
}

const NO_EVENT: u32 = u32::MAX;

/// Events of at least this probability are likely: where likely events are counted, these are.
const LIKELY: f32 = 0.4;

impl<'a> EventIndex<'a> {
    pub(super) fn new(scene: &Scene, events: &'a [Event]) -> Self {
        let mut first = vec![NO_EVENT; scene.mentions.len()];
        let mut next = vec![NO_EVENT; events.len()];
        for (number, event) in events.iter().enumerate().rev() {
            next[number] = std::mem::replace(&mut first[event.mention as usize], number as u32);
        }
        EventIndex { events, first, next }
    }

    /// The events of a mention, as indexes in text order.
    fn of(&self, mention: u32) -> impl Iterator<Item = usize> + '_ {
        let known = |n: u32| (n != NO_EVENT).then_some(n as usize);
        std::iter::successors(known(self.first[mention as usize]), move |&n| known(self.next[n]))
    }

    /// Whether the mention is the source of an event of at least this probability.
    pub(super) fn is_source(&self, mention: u32, probability: f32) -> bool {
        self.of(mention).any(|n| self.events[n].probability >= probability)
    }

    /// Whose words are passed on by a mention that stands before "quoted … as saying" in its sentence.
    fn relayed_by(&self, scene: &Scene, mention: u32) -> Option<u32> {
        let at = &scene.mentions[mention as usize];
        let end = scene.text.sentences[at.sentence as usize].words.end;
        let says = self.events[self.first_from(at.head)..].iter().take_while(|e| e.cue < end);
        let passes = |e: &&Event| e.relay.is_some_and(|verb| verb >= at.reach);
        says.take(12).find(passes).map(|e| e.mention)
    }

    /// The first event whose cue is word `word` or stands after it.
    fn first_from(&self, word: u32) -> usize {
        self.events.partition_point(|e| e.cue < word)
    }

    /// How many likely events, from the one with index `first` on, have their cue before word `end`.
    fn likely_before(&self, first: usize, end: u32) -> u32 {
        let between = self.events[first..].iter().take_while(|e| e.cue < end).take(12);
        between.filter(|e| e.probability >= LIKELY).count().min(3) as u32
    }

    /// The event of `mention` whose cue is nearest to the words `run`, as an index.
    fn nearest(&self, mention: u32, run: &Range<u32>) -> Option<usize> {
        let distance = |cue: u32| if cue < run.start { run.start - cue } else { cue.saturating_sub(run.end) };
        self.of(mention).min_by_key(|&n| distance(self.events[n].cue))
    }
}

/// One run with its candidates.
pub(super) struct Case {
    run: u32,
    candidates: Vec<Candidate>,
}

impl Case {
    /// A case with room for all candidates that a run can have.
    pub(super) fn new() -> Self {
        Case { run: 0, candidates: Vec::with_capacity(BEFORE + AFTER + EARLIER + LATER + 1) }
    }

    /// The candidates' mentions, in row order after "none".
    pub(super) fn mentions(&self) -> impl Iterator<Item = u32> + '_ {
        self.candidates.iter().map(|c| c.mention)
    }

    /// Takes up a run and the mentions around it.
    pub(super) fn gather(&mut self, scene: &Scene, run: u32, history: &History) {
        self.run = run;
        self.candidates.clear();
        let paragraph = scene.paragraph_of_run(run);
        let own = scene.paragraph(paragraph);
        let earlier = scene.paragraph(paragraph.saturating_sub(3)).start;
        let later = scene.paragraph(paragraph + 1);
        let words = &scene.run_words[run as usize];
        self.add(scene, scene.mentions_in(own.start..words.start).rev(), Region::Before, BEFORE);
        self.add(scene, scene.mentions_in(words.end..own.end.max(words.end)), Region::After, AFTER);
        self.add(scene, scene.mentions_in(earlier.min(own.start)..own.start).rev(), Region::Earlier, EARLIER);
        self.add(scene, scene.mentions_in(later.start.max(words.end)..later.end), Region::Later, LATER);
        if let Some((_, mention)) = history.last.filter(|&(_, m)| self.mentions().all(|c| c != m)) {
            self.candidates.push(Candidate { mention, region: Region::Carried, rank: 0 });
        }
    }

    fn add(&mut self, scene: &Scene, range: impl Iterator<Item = usize>, region: Region, most: usize) {
        let plain = range.take(most * 4).filter(|&m| scene.mentions[m].is_candidate()).take(most);
        self.candidates.extend(plain.enumerate().map(|(rank, m)| Candidate {
            mention: m as u32,
            region,
            rank: rank as u32,
        }));
    }

    /// Names the features of "none" and of each candidate.
    pub(super) fn features(&self, scene: &Scene, events: &EventIndex, history: &History, rows: &mut impl Rows) {
        let view = View::of(scene, events, self.run, history);
        none_features(&view, rows);
        for &candidate in &self.candidates {
            let pair = Pair::of(scene, &view, candidate);
            place_features(&view, &pair, rows);
            event_features(scene, events, &view, &pair, rows);
            history_features(scene, &view, &pair, history, rows);
            neighbour_features(&pair, rows);
            rows.end();
        }
    }

    /// Decides the run by the scores of its rows, which become probabilities.
    pub(super) fn decide(&self, scene: &Scene, events: &EventIndex, history: &History, scores: &mut [f32]) -> Choice {
        softmax(scores);
        if is_no_speech(scene, &scene.run_words[self.run as usize]) {
            return Choice { mention: None, cue: None, probability: NO_SPEECH, unsaid: true };
        }
        let best = (0..scores.len()).max_by(|&a, &b| scores[a].total_cmp(&scores[b])).unwrap_or(0);
        let run = &scene.run_words[self.run as usize];
        let chosen = best.checked_sub(1).map(|i| self.candidates[i].mention);
        let beside = told_beside(scene, run, chosen);
        let after = beside.filter(|&m| scene.mentions[m as usize].head > run.end).map(|_| run.end);
        let chosen = beside.or(chosen).or_else(|| continued(scene, self.run, history));
        let mention = chosen.map(|m| events.relayed_by(scene, m).unwrap_or(m)).map(|m| first_of_several(scene, m));
        if mention.is_some_and(|m| is_unspoken(scene, m, run)) {
            return Choice { mention: None, cue: None, probability: scores[best], unsaid: true };
        }
        let told = |m: u32| events.nearest(m, run).map(|n| events.events[n].cue);
        let cue = after.or_else(|| mention.and_then(|m| told(m).or_else(|| adjacent_cue(scene, m))));
        let unsaid = mention.is_none() && scores[best] >= SURELY_NOBODYS && is_term(scene, run);
        Choice { mention, cue, probability: scores[best], unsaid }
    }
}

/// A strong cue directly before or after a mention, where no event tells of one.
fn adjacent_cue(scene: &Scene, mention: u32) -> Option<u32> {
    let mention = &scene.mentions[mention as usize];
    let sentence = &scene.text.sentences[mention.sentence as usize].words;
    let after = mention.words.end..(mention.words.end + 3).min(sentence.end);
    let before = mention.words.start.saturating_sub(6).max(sentence.start)..mention.words.start;
    let strong = |&w: &u32| scene.token(w).lex.cue >= 5 && !scene.token(w).quoted();
    after.into_iter().find(strong).or_else(|| before.rev().find(strong))
}

/// What features need to know of a run.
struct View {
    words: Range<u32>,
    run: u32,
    paragraph: u32,
    /// The sentences of its first and last word.
    sentences: (u32, u32),
    /// The first event after it.
    next_event: usize,
    /// What stands directly before and after the run.
    lead: u32,
    tail: u32,
    /// The words there.
    word_before: u32,
    word_after: u32,
    length: u32,
    /// How its words use capitals: as a title of a work, as a sentence, as a fragment.
    case: u32,
    /// Whether it opens and closes its paragraph, and whether it is closed.
    frame: u32,
    /// Whether the run before had a speaker, and how near it is.
    past: u32,
    kind: u32,
}

impl View {
    fn of(scene: &Scene, events: &EventIndex, run: u32, history: &History) -> Self {
        let words = scene.run_words[run as usize].clone();
        let held = scene.runs[run as usize];
        let paragraph = scene.paragraph_of_run(run);
        let own = scene.paragraph(paragraph);
        let content = scene.text.content();
        let before = (words.start > own.start).then(|| words.start - 1);
        let after = (words.end < own.end).then_some(words.end);
        let small = u32::from(scene.token(words.start).is(bit::LOWER));
        View {
            run,
            paragraph,
            sentences: (scene.token(words.start).sentence, scene.token(words.end - 1).sentence),
            next_event: events.first_from(words.end),
            lead: small | lead_class(&content[..held.span.start as usize]) << 1,
            tail: tail_class(held.span.of(content)),
            word_before: before.map_or(0, |w| scene.token(w).lex.class()),
            word_after: after.map_or(0, |w| scene.token(w).lex.class()),
            length: bucket(words.len() as u32),
            case: case_class(scene, &words),
            frame: u32::from(before.is_none()) | u32::from(after.is_none()) << 1 | u32::from(held.closed) << 2,
            past: past(scene, run, history),
            kind: scene.block_kind(held.block) as u32,
            words,
        }
    }
}

/// How the run before stands to this one.
fn past(scene: &Scene, run: u32, history: &History) -> u32 {
    let Some(before) = run.checked_sub(1) else { return 0 };
    let a = scene.runs[before as usize];
    let paragraphs = (scene.paragraph_of_run(run) - scene.paragraph_of_run(before)).min(3);
    let between = scene.run_words[run as usize].start.saturating_sub(scene.run_words[before as usize].end);
    1 + (u32::from(history.previous.is_some())
        | u32::from(a.closed) << 1
        | paragraphs << 2
        | bucket(between).min(6) << 4)
}

/// The punctuation before a run: 0 none, else comma, colon, stop, dash, bracket, break.
fn lead_class(before: &str) -> u32 {
    match before.trim_end_matches([' ', '\u{a0}']).chars().next_back() {
        Some(',') => 1,
        Some(':') => 2,
        Some('.' | '!' | '?') => 3,
        Some('—' | '–' | '―' | '-' | '…') => 4,
        Some('(' | '[') => 5,
        Some('\n') | None => 6,
        Some('"' | '”' | '\'' | '’' | '»') => 7,
        Some(_) => 0,
    }
}

/// The last punctuation within a run, and whether anything follows it outside.
fn tail_class(run: &str) -> u32 {
    let bare = run.trim_end_matches(['"', '”', '\'', '’', '»', '“', ' ']);
    match bare.chars().next_back() {
        Some(',') => 1,
        Some('.') => 2,
        Some('!' | '?') => 3,
        Some('—' | '–' | '―' | '-' | '…') => 4,
        _ => 0,
    }
}

fn none_features(view: &View, rows: &mut impl Rows) {
    rows.push([
        feature(101, 0, 0),
        feature(102, view.lead, view.length),
        feature(103, view.tail, view.length),
        feature(104, view.lead, view.tail),
        feature(105, view.word_before, view.lead),
        feature(106, view.word_after, view.tail),
        feature(107, view.frame, view.length),
        feature(108, view.past, 0),
        feature(109, view.past, view.frame),
        feature(110, view.kind, view.length),
        feature(111, view.word_before, view.word_after),
        feature(112, view.case, view.length),
        feature(113, view.case << 4 | view.tail, view.word_before),
        feature(114, view.case << 4 | view.tail, view.frame << 4 | view.lead),
    ]);
    rows.end();
}

/// Longest distance in words that features tell from longer ones.
const FARTHEST: u32 = 60;

/// A candidate as seen from the run.
struct Pair<'a> {
    number: u32,
    mention: &'a Mention,
    profile: &'a Profile,
    region: u32,
    sentences: u32,
    paragraphs: u32,
    /// How many words of the reporter's lie between; a quote counts as one.
    far: u32,
    /// Region, sentences and rank together.
    place: u32,
}

impl<'a> Pair<'a> {
    fn of(scene: &'a Scene, view: &View, candidate: Candidate) -> Self {
        let mention = &scene.mentions[candidate.mention as usize];
        let profile = &scene.profiles[candidate.mention as usize];
        let ahead = mention.head < view.words.start;
        let between = if ahead {
            mention.reach.min(view.words.start)..view.words.start
        } else {
            view.words.end..mention.words.start.max(view.words.end)
        };
        let edge = if ahead { view.sentences.0 } else { view.sentences.1 };
        let sentences = edge.abs_diff(mention.sentence).min(3);
        let region = candidate.region as u32;
        Pair {
            number: candidate.mention,
            mention,
            profile,
            region,
            sentences,
            paragraphs: profile.paragraph.abs_diff(view.paragraph).min(3),
            far: bucket(scene.distance(between).min(FARTHEST)),
            place: region | sentences << 3 | candidate.rank.min(6) << 5,
        }
    }
}

/// Where the mention stands.
fn place_features(view: &View, pair: &Pair, rows: &mut impl Rows) {
    let &Pair { region, far, place, .. } = pair;
    let sort = pair.profile.sort;
    rows.push([
        feature(120, place, 0),
        feature(121, place, sort),
        feature(122, region | pair.sentences << 3 | far << 5, sort),
        feature(123, place, view.tail | view.frame << 3),
        feature(124, place, view.lead),
        feature(125, region | far << 3, view.tail | view.lead << 3),
        feature(126, place, view.length),
        feature(127, place, view.past),
        feature(128, region | pair.paragraphs << 3, view.frame | view.past << 3),
    ]);
}

/// What stands beside the mention.
fn neighbour_features(pair: &Pair, rows: &mut impl Rows) {
    let Pair { region, place, profile: mention, .. } = pair;
    let near = region << 4 | pair.far.min(3);
    let sort = region << 16 | mention.sort;
    rows.push([
        feature(150, mention.before, near),
        feature(151, mention.after, near),
        feature(152, mention.gap_before, sort),
        feature(153, mention.gap_after, sort),
        feature(154, mention.head, *region),
        feature(155, mention.source, mention.sort),
        feature(156, u32::from(mention.meets_quote), mention.gap_after),
        feature(157, u32::from(mention.gap_after & u32::from(gap::POSSESSIVE) != 0), *place),
    ]);
}

/// The event that the mention takes part in, seen from the run.
fn event_features(scene: &Scene, events: &EventIndex, view: &View, pair: &Pair, rows: &mut impl Rows) {
    let &Pair { region, place, .. } = pair;
    let sort = pair.profile.sort;
    let marks = view.tail | view.lead << 3;
    let Some(number) = events.nearest(pair.number, &view.words) else {
        rows.push([
            feature(130, place, marks),
            feature(131, region, sort),
            feature(158, place, view.case << 4 | view.length),
        ]);
        return;
    };
    let event = &events.events[number];
    let level = (event.probability * 5.99) as u32;
    let before = event.cue < view.words.start;
    let between = if before { event.cue + 1..view.words.start } else { view.words.end..event.cue };
    let next = if before { number + 1 } else { view.next_event };
    let closer = events.likely_before(next, between.end);
    let far = bucket(scene.distance(between).min(FARTHEST));
    let side = u32::from(before) | u32::from(event.cue < pair.mention.head) << 1;
    let cue = scene.token(event.cue);
    let shape = region | side << 3 | level << 5;
    let distant = shape << 4 | far.min(4);
    let inflection = u32::from(cue.is(bit::ING)) | u32::from(cue.is(bit::PAST)) << 1;
    let paragraphs = cue.paragraph.abs_diff(view.paragraph).min(2);
    rows.push([
        feature(132, shape, far),
        feature(133, shape, sort),
        feature(134, shape << 4 | far, marks),
        feature(135, region | side << 3 | far << 5, u32::from(cue.lex.cue)),
        feature(136, cue.lex.hash, side << 3 | far.min(3) | region << 5),
        feature(137, level, place),
        feature(138, distant, view.length),
        feature(159, distant, view.case << 4 | view.tail),
        feature(139, u32::from(cue.gap), side << 3 | far.min(4) | region << 6),
        feature(140, inflection, distant),
        feature(142, shape, closer),
        feature(143, shape << 2 | closer, marks),
        feature(144, u32::from(cue.lex.cue) << 2 | closer, region | side << 3 | far << 5),
        feature(141, shape << 2 | paragraphs, view.frame | view.past << 3),
    ]);
}

/// Whether the mention, or another of the same bearer, was the source of a run before.
fn history_features(scene: &Scene, view: &View, pair: &Pair, history: &History, rows: &mut impl Rows) {
    let Some((run, last)) = history.last else { return };
    let since = (view.run - run).min(4);
    let paragraphs = (view.paragraph - scene.paragraph_of_run(run)).min(3);
    let before = &scene.mentions[last as usize];
    let same = if last == pair.number {
        1
    } else if before.entity != NOBODY && before.entity == pair.mention.entity {
        2
    } else if scene.token(before.head).lex.word == scene.token(pair.mention.head).lex.word {
        3
    } else {
        0
    };
    let relation = same | since << 2 | paragraphs << 5;
    rows.push([
        feature(145, relation, pair.region),
        feature(146, relation, view.frame | view.tail << 4 | view.lead << 8),
        feature(147, relation, view.word_after),
        feature(148, relation, pair.place),
        feature(149, relation, view.past),
    ]);
}
