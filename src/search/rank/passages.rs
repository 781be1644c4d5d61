//! The score of passages: their own words, and, gently, what their article has of the query.

use std::sync::Arc;

use super::bm25::{Extent, Saturation};
use super::postings::{Counts, Occurrences};
use super::ranker::{Opened, RankOptions, Ranker};
use super::scores::{Part, Pool, Scores};
use super::units::SegmentUnits;
use super::weights::Weights;
use super::words::{Resolved, Word};
use crate::index::IndexError;

/// A query under way over passages.
struct Scoring<'a> {
    opened: &'a Opened,
    weights: &'a Weights,
    scores: Scores,
    /// The query's words that each passage has, by idf, and all of them.
    matched: Scores,
    total: f32,
    /// What each article adds to its passages.
    articles: Scores,
    counts: Counts,
    /// Saturation in passages, articles and titles.
    passage: Saturation,
    article: Saturation,
    title: Saturation,
}

impl<'a> Scoring<'a> {
    fn new(opened: &'a Opened, weights: &'a Weights, probe: Option<(u32, u32)>, pool: &Arc<Pool>) -> Self {
        let units = &opened.units;
        let passages = || units.segments.iter().map(|s| s.passage_of.len());
        let saturation = |extent: &Extent| Saturation::new(weights.k1, weights.b, extent.average());
        Scoring {
            opened,
            weights,
            scores: Scores::zero(passages(), probe, pool),
            matched: Scores::zero(passages().filter(|_| weights.coordination > 0.0), None, pool),
            total: 0.0,
            articles: Scores::zero(units.segments.iter().map(|s| s.first.len()), None, pool),
            counts: pool.counts(),
            passage: saturation(&units.passages),
            article: weights.of_articles(&units.articles),
            title: saturation(&units.titles),
        }
    }

    fn add(&mut self, name: &'static str, words: &str, found: &Occurrences, weight: f32) {
        let units = &self.opened.units;
        self.scores.add(name, words, found, weight, self.passage, |s| &units.segments[s].passage_words);
    }

    /// Adds a word of the query: its stem, its exact forms, and what titles and articles have of it.
    fn add_word(&mut self, word: &Word) -> tantivy::Result<()> {
        let (units, body) = (&self.opened.units, &self.opened.dictionary.body);
        let times = word.weight.powf(self.weights.repetition);
        let mut written = Vec::with_capacity(word.written.len());
        for (lookup, _) in &word.written {
            written.push(body.occurrences([&lookup.body], &[], |ord| units.passages_in(ord), &mut self.counts)?);
        }
        let others = word.others.iter().map(|lookup| &lookup.body);
        let found = body.occurrences(others, &written, |ord| units.passages_in(ord), &mut self.counts)?;
        let weight = times * units.passages.idf(found.df());
        self.add("stem", &word.stem, &found, weight);
        self.total += weight;
        self.matched.add_presence(&found, weight);
        for (exact, (lookup, weight)) in written.iter().zip(&word.written).filter(|_| self.weights.exact > 0.0) {
            let times = weight.powf(self.weights.repetition);
            self.add("exact form", &lookup.form, exact, self.weights.exact * times * units.passages.idf(exact.df()));
        }
        self.add_article(word, &found, times)
    }

    /// Adds what the articles of passages, and their titles, have of a word.
    fn add_article(&mut self, word: &Word, found: &Occurrences, times: f32) -> tantivy::Result<()> {
        let units = &self.opened.units;
        if self.weights.article > 0.0 {
            let found = found.by_article(&units.segments, &mut self.counts);
            let weight = self.weights.article * times * units.articles.idf(found.df());
            let words = |s: usize| &units.segments[s].article_words[..];
            self.articles.add("article", &word.stem, &found, weight, self.article, words);
        }
        if self.weights.title > 0.0 {
            let forms = word.forms().map(|lookup| &lookup.title);
            let lists = &self.opened.dictionary.title;
            let found = lists.occurrences(forms, &[], |ord| units.titles_of(ord), &mut self.counts)?;
            let weight = self.weights.title * times * units.titles.idf(found.df());
            let words = |s: usize| &units.segments[s].title_words[..];
            self.articles.add("title", &word.stem, &found, weight, self.title, words);
        }
        Ok(())
    }

    /// The scores, once all words are in.
    fn finish(mut self) -> Scores {
        let (units, articles, matched) = (&self.opened.units, &self.articles, &self.matched);
        if self.weights.article > 0.0 || self.weights.title > 0.0 {
            let part = |s: usize, doc: usize| article_part(&units.segments[s], &articles.segments[s], doc);
            self.scores.change("article and title", |s, doc, score| score + part(s, doc));
        }
        let (total, power) = (self.total, self.weights.coordination);
        if power > 0.0 {
            self.scores
                .change("share of the words", |s, doc, score| score * raised(matched.segments[s][doc] / total, power));
        }
        self.scores
    }
}

impl Ranker {
    /// The scores of all passages. With a `probe` (segment and passage), the parts of its score are kept.
    pub(super) fn passage_scores(
        &self,
        opened: &Opened,
        query: &Resolved,
        options: &RankOptions,
        probe: Option<(u32, u32)>,
    ) -> Result<Scores, IndexError> {
        let mut scoring = Scoring::new(opened, &options.weights, probe, &self.pool);
        for word in query.words.iter().filter(|word| !word.is_stop_word) {
            scoring.add_word(word)?;
        }
        self.pool.give_back(std::mem::take(&mut scoring.counts));
        let mut scores = scoring.finish();
        self.prefer_recent(opened, options, &mut scores, |_, doc| doc as u32)?;
        Ok(scores)
    }

    /// Multiplies scores by the preference for recent articles; `doc_of` gives a document of a unit.
    pub(super) fn prefer_recent(
        &self,
        opened: &Opened,
        options: &RankOptions,
        scores: &mut Scores,
        doc_of: impl Fn(&SegmentUnits, usize) -> u32,
    ) -> Result<(), IndexError> {
        let Some(half_life) = options.recent else { return Ok(()) };
        let mut days = Vec::new();
        for segment in self.snapshot.searcher().segment_readers() {
            days.push(segment.fast_fields().i64("best")?);
        }
        let newest = |segment: &tantivy::columnar::Column<i64>| (segment.num_docs() > 0).then(|| segment.max_value());
        let newest = days.iter().filter_map(newest).max().unwrap_or(0);
        scores.change("recency", |s, unit, score| {
            let columns = self.snapshot.columns(s as u32);
            let first = columns.first_of(doc_of(&opened.units.segments[s], unit));
            score * half_life.factor(days[s].first(first).map(|day| newest - day))
        });
        Ok(())
    }
}

/// The power of a share that may exceed 1 by rounding. The common cases come without the costly function.
fn raised(share: f32, power: f32) -> f32 {
    match share {
        whole if whole > 0.999_99 => 1.0,
        part if power == 0.5 => part.sqrt(),
        part => part.powf(power),
    }
}

/// What the article of a passage adds; nothing to passages outside any article.
fn article_part(units: &SegmentUnits, articles: &[f32], doc: usize) -> f32 {
    articles.get(units.article_of[doc] as usize).copied().unwrap_or(0.0)
}

impl Scores {
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

    pub(super) fn keep(&mut self, name: &'static str, words: String, before: f32) {
        let score = self.probed() - before;
        if score != 0.0 {
            self.parts.push(Part { name, words, score });
        }
    }
}
