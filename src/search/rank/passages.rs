//! The score of passages: their own words, and, gently, what their article has of the query.

use super::bm25::Saturation;
use super::postings::Counts;
use super::ranker::{Opened, RankOptions, Ranker};
use super::scores::{Part, Scores};
use super::units::SegmentUnits;
use super::words::Resolved;
use crate::index::IndexError;

impl Ranker {
    /// The scores of all passages. With a `probe` (segment and passage), the parts of its score are kept.
    pub(super) fn passage_scores(
        &self,
        opened: &Opened,
        query: &Resolved,
        options: &RankOptions,
        probe: Option<(u32, u32)>,
    ) -> Result<Scores, IndexError> {
        let (weights, units) = (&options.weights, &opened.units);
        let passages = || units.segments.iter().map(|s| s.passage_of.len());
        let mut scores = Scores::zero(passages(), probe);
        let mut matched = Scores::zero(passages(), None);
        let mut articles = Scores::zero(units.segments.iter().map(|s| s.first.len()), None);
        let mut counts = Counts::default();
        let text = Saturation::new(weights.k1, weights.b, units.passages.average());
        let whole = Saturation::new(weights.k1, weights.b, units.articles.average());
        let title = Saturation::new(weights.k1, weights.b, units.titles.average());
        let all = |ord: usize| (&units.segments[ord].passage_of[..], units.segments[ord].passage_of.len());
        let mut total = 0.0;
        for word in query.words.iter().filter(|word| !word.is_stop_word) {
            let times = word.weight.powf(weights.repetition);
            let mut written = Vec::new();
            for (lookup, _) in &word.written {
                written.push(opened.dictionary.body.occurrences([&lookup.body], &[], all, &mut counts)?);
            }
            let others = word.others.iter().map(|lookup| &lookup.body);
            let found = opened.dictionary.body.occurrences(others, &written, all, &mut counts)?;
            let idf = units.passages.idf(found.df());
            total += times * idf;
            scores.add("stem", &word.stem, &found, times * idf, text, |s| &units.segments[s].passage_words);
            if weights.coordination > 0.0 {
                matched.add_presence(&found, times * idf);
            }
            if weights.exact > 0.0 {
                for (exact, (lookup, weight)) in written.iter().zip(&word.written) {
                    let weight = weights.exact * weight.powf(weights.repetition) * units.passages.idf(exact.df());
                    let lengths = |s: usize| &units.segments[s].passage_words[..];
                    scores.add("exact form", &lookup.form, exact, weight, text, lengths);
                }
            }
            if weights.article > 0.0 {
                let found = found.by_article(&units.segments, &mut counts);
                let weight = weights.article * times * units.articles.idf(found.df());
                articles.add("article", &word.stem, &found, weight, whole, |s| &units.segments[s].article_words);
            }
            if weights.title > 0.0 {
                let forms = word.forms().map(|lookup| &lookup.title);
                let lists = &opened.dictionary.title;
                let found = lists.occurrences(forms, &[], |ord| units.titles_of(ord), &mut counts)?;
                let weight = weights.title * times * units.titles.idf(found.df());
                articles.add("title", &word.stem, &found, weight, title, |s| &units.segments[s].title_words);
            }
        }
        if weights.article > 0.0 || weights.title > 0.0 {
            scores.change("article and title", |s, doc, score| {
                score + article_part(&units.segments[s], &articles.segments[s], doc)
            });
        }
        if weights.coordination > 0.0 {
            scores.change("share of the words", |s, doc, score| {
                score * (matched.segments[s][doc] / total).min(1.0).powf(weights.coordination)
            });
        }
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
