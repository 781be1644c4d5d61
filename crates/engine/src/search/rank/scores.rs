//! Scores of all units, and the best of them.

use std::sync::{Arc, Mutex, MutexGuard};

use super::bm25::Saturation;
use super::postings::{Counts, Occurrences};

/// Large arrays that a query leaves behind for the next: fetching them anew from the operating system, page by
/// page, would cost more than many a query.
#[derive(Default)]
pub(super) struct Pool {
    scores: Mutex<Vec<Vec<f32>>>,
    counts: Mutex<Vec<Counts>>,
}

/// Arrays of each sort kept at most.
const KEPT: usize = 16;

impl Pool {
    fn scores(&self, units: usize) -> Vec<f32> {
        let mut scores = lock(&self.scores).pop().unwrap_or_default();
        scores.clear();
        scores.resize(units, 0.0);
        scores
    }

    /// Counters, all zero.
    pub(super) fn counts(&self) -> Counts {
        lock(&self.counts).pop().unwrap_or_default()
    }

    /// Takes counters back; they must all be zero, as [`Counts::drain`] leaves them.
    pub(super) fn give_back(&self, counts: Counts) {
        let mut kept = lock(&self.counts);
        if kept.len() < KEPT {
            kept.push(counts);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
}

/// A score for each unit of each segment.
pub(super) struct Scores {
    /// By segment, by unit.
    pub segments: Vec<Vec<f32>>,
    pool: Arc<Pool>,
    /// The unit whose parts are kept, as segment and unit.
    probe: Option<(u32, u32)>,
    parts: Vec<Part>,
}

/// A part of a unit's score.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// What it is for: `stem`, `exact form`, `title`, …
    pub name: &'static str,
    /// The word or words.
    pub words: String,
    /// What it adds to the score.
    pub score: f32,
}

/// A unit with its score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scored {
    /// Segment.
    pub segment: u32,
    /// Unit within it.
    pub unit: u32,
    /// Score.
    pub score: f32,
}

impl Drop for Scores {
    fn drop(&mut self) {
        let mut kept = lock(&self.pool.scores);
        let room = KEPT.saturating_sub(kept.len());
        kept.extend(self.segments.drain(..).take(room));
    }
}

impl Scores {
    /// A score of zero for each unit of each segment, whose numbers of units are given. The parts of the score of the unit
    /// `probe` are kept.
    pub(super) fn zero(units: impl Iterator<Item = usize>, probe: Option<(u32, u32)>, pool: &Arc<Pool>) -> Self {
        let segments = units.map(|count| pool.scores(count)).collect();
        Scores { segments, pool: pool.clone(), probe, parts: Vec::new() }
    }

    /// The parts of the probed unit's score that are not zero.
    pub(super) fn take_parts(&mut self) -> Vec<Part> {
        std::mem::take(&mut self.parts)
    }

    fn probed(&self) -> f32 {
        let unit = self.probe.and_then(|(segment, unit)| self.segments[segment as usize].get(unit as usize));
        unit.copied().unwrap_or(0.0)
    }

    /// Adds a word's part to every unit that has it; `lengths` gives the lengths of a segment's units.
    pub(super) fn add<'a>(
        &mut self,
        name: &'static str,
        word: &str,
        found: &Occurrences,
        weight: f32,
        saturation: Saturation,
        lengths: impl Fn(usize) -> &'a [f32],
    ) {
        let before = self.probed();
        for (ord, (scores, units)) in self.segments.iter_mut().zip(&found.segments).enumerate() {
            let lengths = lengths(ord);
            for &(unit, tf) in units {
                scores[unit as usize] += weight * saturation.of(tf as f32, lengths[unit as usize]);
            }
        }
        self.keep(name, word.to_owned(), before);
    }

    /// Adds parts to units of one segment.
    pub(super) fn add_each(
        &mut self,
        name: &'static str,
        words: &str,
        segment: usize,
        parts: impl Iterator<Item = (u32, f32)>,
    ) {
        let before = self.probed();
        parts.for_each(|(unit, part)| self.segments[segment][unit as usize] += part);
        self.keep(name, words.to_owned(), before);
    }

    /// Changes every score above zero; the probed unit's change is kept as a part.
    pub(super) fn change(&mut self, name: &'static str, change: impl Fn(usize, usize, f32) -> f32) {
        let before = self.probed();
        for (ord, scores) in self.segments.iter_mut().enumerate() {
            for (unit, score) in scores.iter_mut().enumerate().filter(|(_, score)| **score > 0.0) {
                *score = change(ord, unit, *score);
            }
        }
        self.keep(name, String::new(), before);
    }

    fn keep(&mut self, name: &'static str, words: String, before: f32) {
        let score = self.probed() - before;
        if score != 0.0 {
            self.parts.push(Part { name, words, score });
        }
    }

    /// The best `k` units with a score above zero, best first, together with all that tie with the last one.
    pub(super) fn best(&self, k: usize, admits: impl Fn(u32, u32) -> bool) -> Vec<Scored> {
        let mut best: Vec<Scored> = Vec::new();
        if k == 0 {
            return best;
        }
        let (mut floor, mut full) = (0.0, k.saturating_mul(2).saturating_add(SLACK));
        for (segment, scores) in (0..).zip(&self.segments) {
            for (unit, &score) in (0..).zip(scores) {
                if score > 0.0 && score >= floor && admits(segment, unit) {
                    best.push(Scored { segment, unit, score });
                    if best.len() >= full {
                        floor = cut(&mut best, k);
                        // Ties are kept, so that there may be more left than wanted.
                        full = 2 * best.len() + SLACK;
                    }
                }
            }
        }
        cut(&mut best, k);
        best.sort_by(|a, b| b.score.total_cmp(&a.score));
        best
    }
}

/// Candidates gathered beyond twice the wanted number before the worse ones are dropped.
const SLACK: usize = 1024;

/// Drops what is worse than the `k`-th best, and returns its score.
fn cut(best: &mut Vec<Scored>, k: usize) -> f32 {
    if best.len() <= k {
        return 0.0;
    }
    let (_, last, _) = best.select_nth_unstable_by(k - 1, |a, b| b.score.total_cmp(&a.score));
    let floor = last.score;
    best.retain(|scored| scored.score >= floor);
    floor
}
