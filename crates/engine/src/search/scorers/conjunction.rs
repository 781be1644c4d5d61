//! The best passages with all of some words and expressions, and perhaps other words, by the sum of their scores.
//!
//! The index is searched a window of documents at a time. The postings of the rarest word are the window's candidates.
//! The posting lists of the other words, the rarest first, drop candidates that lack a required word or cannot score
//! above the threshold. The candidates that are left are scored, and positions are read for these alone. In a list that
//! is much longer than the number of candidates each candidate is sought; other lists are read from end to end. Upper
//! bounds are counted in points, looked up by frequency and length (see [`Scale`]).

use tantivy::{DocId, Score, TERMINATED};

use super::FIRST_WINDOW;
use super::expression::{Expression, Needed};
use crate::search::filters::Bits;
use crate::search::postings::List;
use crate::search::postings::WordLists;
use crate::search::postings::candidates::Candidates;
use crate::search::postings::saturation::{Saturation, Scale};
use crate::search::postings::{FieldReader, SegmentLists};
use onrecord_query::Stop;

/// Words and expressions in one segment.
pub(super) struct Conjunction<'a> {
    saturation: &'a Saturation,
    segment: &'a SegmentLists,
    /// What is required, the rarest first; then other words, the heaviest first.
    rows: Vec<Row>,
    expressions: Vec<Expression<'a>>,
    /// What scores are summed up of, the heaviest word first, so that sums do not depend on the segment.
    parts: Vec<Part>,
    /// What each row and those after it add at most.
    rest: Vec<Score>,
    /// What each part and those after it add at most.
    parts_rest: Vec<Score>,
    scale: Scale,
    /// The filter, if there is one: no other passages are found.
    within: Option<&'a Bits>,
    stop: &'a Stop,
}

/// A word, or what an expression needs.
struct Row {
    lists: WordLists,
    required: bool,
    /// What it adds at most: of an expression's rows only the rarest one anything.
    bound: Score,
    /// `bound` in points.
    points: u16,
    /// How often each occurrence counts at most.
    times: u32,
    /// The expression and its leaf, if it is one.
    of: Option<(usize, Option<usize>)>,
}

/// What scores.
enum Part {
    /// The word of a row.
    Word(usize),
    /// An expression, and the rows of its leaves.
    Expression(usize, Vec<(usize, usize)>),
}

/// Passages scored between two looks at the `Stop`.
const UNASKED: usize = 64;

/// Most candidates of a window: in a long one, many are kept that a later threshold would have dropped.
const MOST: u64 = 1024;

/// Intersect the two rarest lists first if the second has at most this many times the postings of the first.
const NEAR: u64 = 24;

impl<'a> Conjunction<'a> {
    /// Of these in `segment`; there is one at least that is required.
    ///
    /// # Errors
    /// When the index is damaged.
    pub(super) fn new(
        reader: &'a FieldReader,
        segment: &'a SegmentLists,
        required: Vec<WordLists>,
        optional: Vec<WordLists>,
        mut expressions: Vec<Expression<'a>>,
    ) -> tantivy::Result<Self> {
        let mut rows: Vec<Row> = required.into_iter().map(|word| Row::of_word(word, true)).collect();
        for (number, expression) in expressions.iter_mut().enumerate() {
            let needed = expression.needed()?.into_iter().enumerate();
            rows.extend(needed.map(|(i, needed)| {
                let bound = if i == 0 { expression.bound() } else { 0.0 };
                Row::of_expression(needed, number, bound)
            }));
        }
        rows.sort_by_key(|row| row.lists.cost);
        let required = rows.len();
        rows.extend(optional.into_iter().filter(|word| word.cost > 0).map(|word| Row::of_word(word, false)));
        rows[required..].sort_by(|a, b| b.bound.total_cmp(&a.bound));
        let asked = rows[0].lists.cost;
        rows.iter_mut().for_each(|row| row.lists.merge_many(asked, reader));
        let rows_rest = rest(rows.iter().map(|row| row.bound));
        let scale = Scale::new(rows_rest[0]);
        rows.iter_mut().for_each(|row| row.points = scale.points(row.bound));
        let parts = parts(&rows, expressions.len());
        let parts_rest = rest(parts.iter().map(|part| match part {
            Part::Word(row) => rows[*row].bound,
            Part::Expression(number, _) => expressions[*number].bound(),
        }));
        Ok(Conjunction {
            saturation: reader.saturation(),
            segment,
            rows,
            expressions,
            parts,
            rest: rows_rest,
            parts_rest,
            scale,
            within: None,
            stop: &Stop::NEVER,
        })
    }

    /// Ends early when `stop` says so.
    pub(super) fn until(self, stop: &'a Stop) -> Self {
        Conjunction { stop, ..self }
    }

    /// Finds only passages that are in the filter `within`.
    pub(super) fn within(self, within: Option<&'a Bits>) -> Self {
        Conjunction { within, ..self }
    }

    /// Calls `callback`, which gives the new threshold, with those that score above it, ascending.
    ///
    /// # Errors
    /// When the index is damaged.
    pub(super) fn run(
        mut self,
        candidates: &mut Candidates,
        mut threshold: Score,
        callback: &mut dyn FnMut(DocId, Score) -> Score,
    ) -> tantivy::Result<()> {
        let (mut length, longest) = (self.length(FIRST_WINDOW), self.length(MOST));
        while self.rest[0] > threshold && !self.is_at_end() {
            let base = self.next();
            if base == TERMINATED {
                break;
            }
            let end = Candidates::reach(base).min(base.saturating_add(length)).min(TERMINATED);
            length = length.saturating_mul(2).min(longest);
            candidates.start(base, end, self.rows.len());
            self.choose(candidates, threshold);
            for (looked, candidate @ (_, doc)) in candidates.kept().enumerate() {
                if looked % UNASKED == 0 && self.stop.is_due() {
                    return Ok(());
                }
                if let Some(score) = self.score(candidates, candidate, threshold)? {
                    threshold = callback(doc, score);
                }
            }
        }
        Ok(())
    }

    /// Where the next window begins: at the next passage of the rarest row that is in the filter.
    fn next(&mut self) -> DocId {
        let lists = &mut self.rows[0].lists;
        let Some(bits) = self.within else { return lists.doc() };
        loop {
            let doc = lists.doc();
            let next = bits.next(doc);
            if next == doc || next == TERMINATED {
                return next;
            }
            lists.seek(next);
        }
    }

    /// How many documents a window of the given number of candidates spans.
    fn length(&self, proposed: u64) -> DocId {
        let length = proposed * u64::from(self.segment.documents()) / self.rows[0].lists.cost.max(1) + 1;
        DocId::try_from(length).unwrap_or(TERMINATED)
    }

    /// Whether no passage is left that has all that is required.
    fn is_at_end(&self) -> bool {
        self.rows.iter().any(|row| row.required && row.lists.doc() == TERMINATED)
    }

    /// Finds the candidates of the window that may score above the threshold.
    fn choose(&mut self, candidates: &mut Candidates, threshold: Score) {
        let asked = if self.are_near() {
            self.propose_both(candidates, threshold);
            2
        } else {
            self.propose(candidates, threshold);
            1
        };
        if let Some(bits) = self.within {
            candidates.retain(|doc| bits.has(doc));
        }
        for (number, row) in self.rows.iter_mut().enumerate().skip(asked) {
            if candidates.is_empty() {
                return;
            }
            let density = row.lists.cost as f32 / self.segment.documents() as f32;
            candidates.ask(number, &mut row.lists.lists, density);
            let limit = self.scale.limit(threshold - self.rest[number + 1]);
            row.weigh(candidates, number, limit, row.most(self.saturation, self.segment));
        }
    }

    /// Whether the second row is required and not much more common than the first: then it is cheaper to find what
    /// they have in common than to find first which passages of the one can be above the threshold.
    fn are_near(&self) -> bool {
        let [first, second, ..] = &self.rows[..] else { return false };
        second.required && second.lists.cost <= NEAR * first.lists.cost
    }

    /// Proposes the passages of both of the two rarest rows that can be above the threshold.
    fn propose_both(&mut self, candidates: &mut Candidates, threshold: Score) {
        let Conjunction { rows, segment, saturation, scale, rest, .. } = self;
        let [first, second, ..] = &mut rows[..] else { return };
        let WordLists { lists, bm25, .. } = &mut first.lists;
        let once = first.times == 1 && lists.len() == 1;
        let is_idle = |list: &mut List| once && list.block_bound(segment, bm25) + rest[1] <= threshold;
        candidates.propose_both([lists, &mut second.lists.lists], is_idle);
        for (number, row) in [first, second].into_iter().enumerate() {
            let limit = scale.limit(threshold - rest[number + 1]);
            row.weigh(candidates, number, limit, row.most(saturation, segment));
        }
    }

    /// Proposes the passages of the rarest row that can be above the threshold.
    fn propose(&mut self, candidates: &mut Candidates, threshold: Score) {
        let (row, segment, rest) = (&mut self.rows[0], self.segment, self.rest[1]);
        let limit = self.scale.limit(threshold - rest);
        let (most, once) = (row.most(self.saturation, segment), row.times == 1);
        let WordLists { lists, bm25, .. } = &mut row.lists;
        if let [list] = &mut lists[..] {
            let is_idle = |list: &mut List| once && list.block_bound(segment, bm25) + rest <= threshold;
            candidates.propose(list, limit, most, is_idle);
        } else {
            candidates.propose_any(lists, limit, most);
        }
    }

    /// The score of a passage, if it has what it must and that is above the threshold. Passages must be asked for in
    /// order.
    fn score(
        &mut self,
        candidates: &Candidates,
        (number, doc): (usize, DocId),
        threshold: Score,
    ) -> tantivy::Result<Option<Score>> {
        let mut sum = 0.0;
        for (part, rest) in self.parts.iter().zip(self.parts_rest.windows(2)) {
            if sum + rest[0] <= threshold {
                return Ok(None);
            }
            let score = match part {
                Part::Word(row) => self.rows[*row].score(doc, candidates.freq(*row, number), self.segment),
                Part::Expression(expression, leaves) => {
                    let expression = &mut self.expressions[*expression];
                    for &(row, leaf) in leaves {
                        expression.set_freq(leaf, candidates.freq(row, number));
                    }
                    // Added up as the score itself is, so that rounding takes nothing away.
                    expression.score(doc, |score| sum + score + rest[1] > threshold)?
                }
            };
            let Some(score) = score else { return Ok(None) };
            sum += score;
        }
        Ok((sum > threshold).then_some(sum))
    }
}

impl Row {
    fn of_word(lists: WordLists, required: bool) -> Self {
        Row { required, bound: lists.bound, lists, points: 0, times: 1, of: None }
    }

    fn of_expression(needed: Needed, expression: usize, bound: Score) -> Self {
        let Needed { lists, leaf, times } = needed;
        Row { lists, required: true, bound, points: 0, times, of: Some((expression, leaf)) }
    }

    /// The most points that it adds where it stands so often.
    fn most<'s>(&self, saturation: &'s Saturation, segment: &'s SegmentLists) -> impl Fn(DocId, u32) -> u32 + use<'s> {
        let (points, times, worth) = (self.points, self.times, saturation.worth(self.points, &segment.lengths));
        move |doc, freq| if points == 0 { 0 } else { worth.most(doc, freq.saturating_mul(times)).into() }
    }

    /// Drops the candidates that cannot be above the threshold by this row and those before it, of which none has
    /// more points than `limit`.
    fn weigh(&self, candidates: &mut Candidates, number: usize, limit: i32, most: impl Fn(DocId, u32) -> u32) {
        match (self.points, self.required) {
            (0, true) => candidates.require(number),
            (0, false) => {}
            (_, required) => candidates.weigh(number, required, limit, most),
        }
    }

    /// What a word that stands in a document at most so often adds; none where it is required and missing.
    fn score(&mut self, doc: DocId, most: u32, segment: &SegmentLists) -> Option<Score> {
        match self.lists.counted(doc, most) {
            0 if self.required => None,
            0 => Some(0.0),
            freq => Some(self.lists.score(doc, freq, segment)),
        }
    }
}

/// What scores: the words, the required ones first and the heaviest of either first, then the expressions.
fn parts(rows: &[Row], expressions: usize) -> Vec<Part> {
    let mut words: Vec<usize> = (0..rows.len()).filter(|&row| rows[row].of.is_none()).collect();
    words.sort_by(|&a, &b| {
        let required_first = rows[b].required.cmp(&rows[a].required);
        required_first.then(rows[b].bound.total_cmp(&rows[a].bound))
    });
    let leaves = |expression| {
        let leaf = |(row, of): (usize, &Row)| match of.of {
            Some((own, Some(leaf))) if own == expression => Some((row, leaf)),
            _ => None,
        };
        rows.iter().enumerate().filter_map(leaf).collect()
    };
    let expressions = (0..expressions).map(|number| Part::Expression(number, leaves(number)));
    words.into_iter().map(Part::Word).chain(expressions).collect()
}

/// What each of some bounds and those after it add up to; at the end, nothing.
fn rest(bounds: impl DoubleEndedIterator<Item = Score>) -> Vec<Score> {
    let mut rest: Vec<Score> = bounds
        .rev()
        .scan(0.0, |sum, bound| {
            *sum += bound;
            Some(*sum)
        })
        .collect();
    rest.reverse();
    rest.push(0.0);
    rest
}
