//! Attribution: which mention near a quotation-mark run is its source, or that none is.
//!
//! The mentions around a run compete, together with "none", under a log-linear model whose features are the
//! place of the mention, the speech event it takes part in, the punctuation between, and whether it was the
//! source of the run before. Runs are decided from first to last (greedily, as in Muzny et al., "A two-stage
//! sieve approach for quote attribution", 2017, whose sieves the features reflect).

use std::ops::Range;

use super::event::{Event, gap_class, mention_sort, word_class};
use super::lexicon::bit;
use super::mention::NOBODY;
use super::model::{Feature, Linear, bucket, feature, softmax};
use super::scene::Scene;
use super::token::{UNQUOTED, gap};

/// Who a run was attributed to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Choice {
    /// The mention, as an index; none where the run is no speech or its speaker is unknown.
    pub mention: Option<u32>,
    /// The cue of the event that the mention takes part in.
    pub cue: Option<u32>,
    /// The probability of this choice.
    pub probability: f32,
}

/// Mentions looked at: before and after the run in its paragraph, in the three before, in the one after.
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

/// What was decided for the runs before, as far as features look back.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct History {
    /// The last run that has a speaker, and its mention.
    pub last: Option<(u32, u32)>,
    /// The mention of the run directly before, if it has one.
    pub previous: Option<u32>,
}

impl History {
    /// Takes note of the decision for a run.
    pub(super) fn push(&mut self, run: u32, mention: Option<u32>) {
        self.previous = mention;
        if let Some(mention) = mention {
            self.last = Some((run, mention));
        }
    }
}

/// The events of an article by mention.
pub(super) struct EventIndex<'a> {
    events: &'a [Event],
    by_mention: Vec<(u32, u32)>,
}

impl<'a> EventIndex<'a> {
    pub(super) fn new(events: &'a [Event]) -> Self {
        let mut by_mention: Vec<_> = events.iter().enumerate().map(|(i, e)| (e.mention, i as u32)).collect();
        by_mention.sort_unstable();
        EventIndex { events, by_mention }
    }

    /// How many likely events have their cue between these words.
    fn likely_between(&self, words: Range<u32>) -> u32 {
        let from = self.events.partition_point(|e| e.cue < words.start);
        let between = self.events[from..].iter().take_while(|e| e.cue < words.end).take(12);
        between.filter(|e| e.probability >= 0.4).count().min(3) as u32
    }

    /// The event of `mention` whose cue is nearest to the words `run`.
    fn nearest(&self, mention: u32, run: &Range<u32>) -> Option<&Event> {
        let from = self.by_mention.partition_point(|&(m, _)| m < mention);
        let of =
            self.by_mention[from..].iter().take_while(|&&(m, _)| m == mention).map(|&(_, e)| &self.events[e as usize]);
        of.min_by_key(|e| if e.cue < run.start { run.start - e.cue } else { e.cue.saturating_sub(run.end) })
    }
}

/// One run with its candidates; the first row of features is that of "none".
#[derive(Default)]
pub(super) struct Case {
    candidates: Vec<Candidate>,
    pub features: Vec<Feature>,
    pub ends: Vec<usize>,
    probabilities: Vec<f32>,
}

impl Case {
    /// The candidates' mentions, in row order after "none".
    pub(super) fn mentions(&self) -> impl Iterator<Item = u32> + '_ {
        self.candidates.iter().map(|c| c.mention)
    }

    pub(super) fn gather(&mut self, scene: &Scene, events: &EventIndex, run: u32, history: &History) {
        self.candidates.clear();
        self.features.clear();
        self.ends.clear();
        let view = View::of(scene, run, history);
        self.collect(scene, &view, history);
        none_features(&view, &mut self.features);
        self.ends.push(self.features.len());
        for i in 0..self.candidates.len() {
            pair_features(scene, events, &view, self.candidates[i], history, &mut self.features);
            self.ends.push(self.features.len());
        }
    }

    fn collect(&mut self, scene: &Scene, view: &View, history: &History) {
        let own = scene.paragraph(view.paragraph);
        let earlier = scene.paragraph(view.paragraph.saturating_sub(3)).start;
        let later = scene.paragraph(view.paragraph + 1);
        let words = &view.words;
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

    /// Decides the run that was gathered.
    pub(super) fn decide(&mut self, scene: &Scene, events: &EventIndex, run: u32, model: &Linear) -> Choice {
        self.probabilities.clear();
        let mut start = 0;
        for &end in &self.ends {
            self.probabilities.push(model.score(&self.features[start..end]));
            start = end;
        }
        softmax(&mut self.probabilities);
        let rows = &self.probabilities;
        let best = (0..rows.len()).max_by(|&a, &b| rows[a].total_cmp(&rows[b])).unwrap_or(0);
        let mention = best.checked_sub(1).map(|i| self.candidates[i].mention);
        let run = &scene.run_words[run as usize];
        let cue = mention.and_then(|m| events.nearest(m, run).map(|e| e.cue).or_else(|| adjacent_cue(scene, m)));
        Choice { mention, cue, probability: rows[best] }
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
    fn of(scene: &Scene, run: u32, history: &History) -> Self {
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
            lead: small | lead_class(&content[..held.span.start as usize]) << 1,
            tail: tail_class(held.span.of(content)),
            word_before: word_class(scene, before),
            word_after: word_class(scene, after),
            length: bucket(words.len() as u32),
            case: case_class(scene, &words),
            frame: u32::from(before.is_none()) | u32::from(after.is_none()) << 1 | u32::from(held.closed) << 2,
            past: past(scene, run, history),
            kind: scene.block_kind(held.block) as u32,
            words,
        }
    }
}

/// 0 all small, 1 some words with capitals, 2 a capital at the start alone, 3 capitals on all telling words.
fn case_class(scene: &Scene, words: &Range<u32>) -> u32 {
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

fn none_features(view: &View, out: &mut Vec<Feature>) {
    out.push(feature(101, 0, 0));
    out.push(feature(102, view.lead, view.length));
    out.push(feature(103, view.tail, view.length));
    out.push(feature(104, view.lead, view.tail));
    out.push(feature(105, view.word_before, view.lead));
    out.push(feature(106, view.word_after, view.tail));
    out.push(feature(107, view.frame, view.length));
    out.push(feature(108, view.past, 0));
    out.push(feature(109, view.past, view.frame));
    out.push(feature(110, view.kind, view.length));
    out.push(feature(111, view.word_before, view.word_after));
    out.push(feature(112, view.case, view.length));
    out.push(feature(113, view.case << 4 | view.tail, view.word_before));
    out.push(feature(114, view.case << 4 | view.tail, view.frame << 4 | view.lead));
}

/// Words in the reporter's own text between two places; quotes count as one.
fn distance(scene: &Scene, from: u32, to: u32) -> u32 {
    let mut count = 0;
    let mut at = from;
    while at < to && count < 60 {
        let run = scene.token(at).run;
        at = if run == UNQUOTED { at + 1 } else { scene.run_words[run as usize].end.max(at + 1) };
        count += 1;
    }
    count
}

fn pair_features(
    scene: &Scene,
    events: &EventIndex,
    view: &View,
    candidate: Candidate,
    history: &History,
    out: &mut Vec<Feature>,
) {
    let mention = &scene.mentions[candidate.mention as usize];
    let sort = mention_sort(scene, mention);
    let ahead = mention.head < view.words.start;
    let (from, to) = if ahead {
        (mention.head + 1, view.words.start)
    } else {
        (view.words.end, mention.words.start.max(view.words.end))
    };
    let far = bucket(distance(scene, from, to));
    let edge = if ahead { view.words.start } else { view.words.end - 1 };
    let sentences = scene.token(edge).sentence.abs_diff(mention.sentence).min(3);
    let region = candidate.region as u32;
    let rank = candidate.rank.min(6);
    let place = region | sentences << 3 | rank << 5;
    out.push(feature(120, place, 0));
    out.push(feature(121, place, sort));
    out.push(feature(122, region | sentences << 3 | far << 5, sort));
    out.push(feature(123, place, view.tail | view.frame << 3));
    out.push(feature(124, place, view.lead));
    out.push(feature(125, region | far << 3, view.tail | view.lead << 3));
    out.push(feature(126, place, view.length));
    out.push(feature(127, place, view.past));
    let paragraphs = scene.token(mention.head).paragraph.abs_diff(view.paragraph).min(3);
    out.push(feature(128, region | paragraphs << 3, view.frame | view.past << 3));
    event_features(scene, events, view, candidate, sort, place, out);
    history_features(scene, view, candidate, history, place, out);
    let before = mention.words.start.checked_sub(1);
    let after = Some(mention.words.end);
    let gap_before = before.map_or(0, |w| gap_class(scene, w));
    let gap_after = gap_class(scene, mention.words.end - 1);
    out.push(feature(150, word_class(scene, before), region << 4 | far.min(3)));
    out.push(feature(151, word_class(scene, after), region << 4 | far.min(3)));
    out.push(feature(152, gap_before, region << 16 | sort));
    out.push(feature(153, gap_after, region << 16 | sort));
    out.push(feature(154, scene.token(mention.head).lex.hash, region));
    out.push(feature(155, u32::from(scene.token(mention.head).lex.source), sort));
    let quoted_after = scene.tokens.get(mention.words.end as usize).is_some_and(|t| t.quoted());
    out.push(feature(156, u32::from(quoted_after), gap_after));
    out.push(feature(157, u32::from(gap_after & u32::from(gap::POSSESSIVE) != 0), place));
}

/// The event that the mention takes part in, seen from the run.
fn event_features(
    scene: &Scene,
    events: &EventIndex,
    view: &View,
    candidate: Candidate,
    sort: u32,
    place: u32,
    out: &mut Vec<Feature>,
) {
    let region = candidate.region as u32;
    let Some(event) = events.nearest(candidate.mention, &view.words) else {
        out.push(feature(130, place, view.tail | view.lead << 3));
        out.push(feature(131, region, sort));
        out.push(feature(158, place, view.case << 4 | view.length));
        return;
    };
    let level = (event.probability * 5.99) as u32;
    let before = event.cue < view.words.start;
    let (from, to) = if before { (event.cue + 1, view.words.start) } else { (view.words.end, event.cue) };
    let far = bucket(distance(scene, from, to));
    let side = u32::from(before) | u32::from(event.cue < scene.mentions[candidate.mention as usize].head) << 1;
    let cue = scene.token(event.cue);
    let shape = region | side << 3 | level << 5;
    out.push(feature(132, shape, far));
    out.push(feature(133, shape, sort));
    out.push(feature(134, shape << 4 | far, view.tail | view.lead << 3));
    out.push(feature(135, region | side << 3 | far << 5, u32::from(cue.lex.cue)));
    out.push(feature(136, cue.lex.hash, side << 3 | far.min(3) | region << 5));
    out.push(feature(137, level, place));
    out.push(feature(138, shape << 4 | far.min(4), view.length));
    out.push(feature(159, shape << 4 | far.min(4), view.case << 4 | view.tail));
    out.push(feature(139, u32::from(cue.gap), side << 3 | far.min(4) | region << 6));
    let ing = u32::from(cue.is(bit::ING)) | u32::from(cue.is(bit::PAST)) << 1;
    out.push(feature(140, ing, shape << 4 | far.min(4)));
    let closer = events.likely_between(from..to);
    out.push(feature(142, shape, closer));
    out.push(feature(143, shape << 2 | closer, view.tail | view.lead << 3));
    out.push(feature(144, u32::from(cue.lex.cue) << 2 | closer, region | side << 3 | far << 5));
    let paragraphs = cue.paragraph.abs_diff(view.paragraph).min(2);
    out.push(feature(141, shape << 2 | paragraphs, view.frame | view.past << 3));
}

/// Whether the mention, or another of the same bearer, was the source of a run before.
fn history_features(
    scene: &Scene,
    view: &View,
    candidate: Candidate,
    history: &History,
    place: u32,
    out: &mut Vec<Feature>,
) {
    let Some((run, last)) = history.last else { return };
    let since = (view.run - run).min(4);
    let paragraphs = (view.paragraph - scene.paragraph_of_run(run)).min(3);
    let (a, b) = (&scene.mentions[last as usize], &scene.mentions[candidate.mention as usize]);
    let same = if last == candidate.mention {
        1
    } else if a.entity != NOBODY && a.entity == b.entity {
        2
    } else if scene.token(a.head).lex.hash == scene.token(b.head).lex.hash {
        3
    } else {
        0
    };
    let relation = same | since << 2 | paragraphs << 5;
    out.push(feature(145, relation, candidate.region as u32));
    out.push(feature(146, relation, view.frame | view.tail << 4 | view.lead << 8));
    out.push(feature(147, relation, view.word_after));
    out.push(feature(148, relation, place));
    out.push(feature(149, relation, view.past));
}
