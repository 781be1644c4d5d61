//! The score of articles.

use std::sync::Arc;

use tantivy::DocAddress;

use super::bm25::Saturation;
use super::feedback::{Candidate, Model};
use super::pairs::Positions;
use super::postings::{Counts, Occurrences, frequencies, occurrences};
use super::ranker::{Opened, RankOptions, Ranker};
use super::recent::Recency;
use super::scores::{Pool, Scored, Scores};
use super::weights::{WORDS_READ, Weights};
use super::words::{Resolved, Word};
use crate::index::IndexError;

/// A query under way.
pub(super) struct Scoring<'a> {
    pub opened: Opened<'a>,
    pub weights: &'a Weights,
    pub scores: Scores,
    counts: Counts,
    text: Saturation,
    /// Number of articles with each of the query's stems.
    dfs: Vec<u32>,
}

impl Ranker {
    /// The scores of all articles. With a `probe` (segment and article), the parts of its score are kept.
    pub(super) fn article_scores(
        &self,
        opened: Opened,
        query: &Resolved,
        options: &RankOptions,
        probe: Option<(u32, u32)>,
    ) -> Result<Scores, IndexError> {
        let mut scoring = Scoring::new(opened, &options.weights, query.words.len(), probe, &self.pool);
        for (number, word) in query.words.iter().enumerate().filter(|(_, word)| !word.is_stop_word) {
            scoring.add_word(number, word)?;
        }
        scoring.rescore(query)?;
        let length = query.words.iter().filter(|word| !word.is_stop_word).count();
        if options.weights.feedback > 0.0 && length >= options.weights.feedback_least as usize {
            self.add_feedback(&mut scoring, query)?;
        }
        self.pool.give_back(scoring.counts);
        self.prefer_recent(opened, options, &mut scoring.scores)?;
        Ok(scoring.scores)
    }

    /// Multiplies scores by the preference for recent articles.
    fn prefer_recent(&self, opened: Opened, options: &RankOptions, scores: &mut Scores) -> Result<(), IndexError> {
        let Some(half_life) = options.recent else { return Ok(()) };
        let recency = Recency::new(self.snapshot(), half_life)?;
        scores.change("recency", |segment, article, score| {
            let first = opened.units.segments[segment].first[article];
            score * recency.factor(DocAddress::new(segment as u32, first))
        });
        Ok(())
    }

    /// Adds the words that the first articles share.
    fn add_feedback(&self, scoring: &mut Scoring, query: &Resolved) -> Result<(), IndexError> {
        let chosen = self.shared_words(scoring)?;
        let shares: f32 = chosen.iter().map(|(_, share)| share).sum();
        let length: f32 = query.words.iter().filter(|word| !word.is_stop_word).map(|w| scoring.times(w.weight)).sum();
        let whole = length * scoring.weights.feedback / (1.0 - scoring.weights.feedback);
        for (word, share) in chosen {
            let found = scoring.articles_with(&word)?;
            scoring.add("feedback", &word.stem, &found, whole * share / shares);
        }
        Ok(())
    }

    /// The words of the first articles with the largest shares, out of those that are not too common.
    fn shared_words(&self, scoring: &mut Scoring) -> Result<Vec<(Arc<Word>, f32)>, IndexError> {
        let weights = scoring.weights;
        let common = weights.feedback_common * scoring.opened.units.articles.count as f32;
        let mut chosen: Vec<(Arc<Word>, f32)> = Vec::new();
        for (stem, share) in self.model(scoring)?.ranked() {
            if chosen.len() >= weights.feedback_words as usize {
                break;
            }
            let candidate = self.memory.stem(&stem, || self.candidate(&stem, scoring))?;
            if candidate.df > 1 && candidate.df as f32 <= common {
                chosen.push((candidate.word, share));
            }
        }
        Ok(chosen)
    }

    /// What the first articles are made of.
    fn model(&self, scoring: &Scoring) -> Result<Model, IndexError> {
        let first = scoring.first(scoring.weights.feedback_articles as usize);
        let total: f32 = first.iter().map(|scored| scored.score).sum();
        let mut model = Model::default();
        for scored in first {
            let segment = &scoring.opened.units.segments[scored.segment as usize];
            let address = DocAddress::new(scored.segment, segment.first[scored.unit as usize]);
            let article = self.memory.article(address, || self.beginning(scoring.opened, address))?;
            model.add(&article, scored.score / total);
        }
        Ok(model)
    }

    /// A stem with the number of articles that have it.
    fn candidate(&self, stem: &str, scoring: &mut Scoring) -> Result<Candidate, IndexError> {
        let word = scoring.opened.dictionary.stem(stem)?;
        let df = scoring.articles_with(&word)?.df();
        Ok(Candidate { word: Arc::new(word), df })
    }

    /// The texts of an article's first passages, as far as feedback reads.
    fn beginning(&self, opened: Opened, first: DocAddress) -> Result<Vec<String>, IndexError> {
        let segment = &opened.units.segments[first.segment_ord as usize];
        let (mut texts, mut words) = (Vec::new(), 0.0);
        for doc in first.doc_id..self.snapshot().columns(first.segment_ord).end_of(first.doc_id) {
            if words >= WORDS_READ as f32 {
                break;
            }
            if !segment.boilerplate[doc as usize] {
                words += segment.passage_words[doc as usize];
                texts.push(self.snapshot().passage(DocAddress::new(first.segment_ord, doc))?.text);
            }
        }
        Ok(texts)
    }
}

impl<'a> Scoring<'a> {
    fn new(
        opened: Opened<'a>,
        weights: &'a Weights,
        words: usize,
        probe: Option<(u32, u32)>,
        pool: &Arc<Pool>,
    ) -> Self {
        Scoring {
            opened,
            weights,
            scores: Scores::zero(opened.units.segments.iter().map(|s| s.first.len()), probe, pool),
            counts: pool.counts(),
            text: weights.of_articles(&opened.units.articles),
            dfs: vec![0; words],
        }
    }

    /// How much a word counts that the query has so often.
    fn times(&self, occurrences: f32) -> f32 {
        occurrences.powf(self.weights.repetition)
    }

    fn add(&mut self, name: &'static str, words: &str, found: &Occurrences, weight: f32) {
        let units = self.opened.units;
        let weight = weight * units.articles.idf(found.df());
        self.scores.add(name, words, found, weight, self.text, |s| &units.segments[s].article_words);
    }

    /// Adds a stem of the query, its exact forms, and its occurrences in titles.
    fn add_word(&mut self, number: usize, word: &Word) -> tantivy::Result<()> {
        let (weights, units) = (self.weights, self.opened.units);
        let written = self.written(word)?;
        let found = self.stem_of(word, &written)?;
        self.dfs[number] = found.df();
        self.add("stem", &word.stem, &found, self.times(word.weight));
        if weights.exact > 0.0 {
            for (exact, (lookup, weight)) in written.iter().zip(&word.written) {
                self.add("exact form", &lookup.form, exact, weights.exact * self.times(*weight));
            }
        }
        if weights.title > 0.0 {
            let dictionary = self.opened.dictionary;
            let forms = word.forms().map(|lookup| dictionary.titles(lookup)).collect::<Result<Vec<_>, _>>()?;
            let found = occurrences(&dictionary.title, forms, &[], |ord| units.titles_of(ord), &mut self.counts)?;
            let weight = weights.title * self.times(word.weight) * units.titles.idf(found.df());
            let saturation = Saturation::new(weights.k1, weights.b, units.titles.average());
            self.scores.add("title", &word.stem, &found, weight, saturation, |s| &units.segments[s].title_words);
        }
        Ok(())
    }

    /// The articles with each written form of a word.
    fn written(&mut self, word: &Word) -> tantivy::Result<Vec<Occurrences>> {
        let (units, body) = (self.opened.units, &self.opened.dictionary.body);
        let mut written = Vec::with_capacity(word.written.len());
        for (lookup, _) in &word.written {
            written.push(occurrences(body, [&lookup.body], &[], |ord| units.articles_in(ord), &mut self.counts)?);
        }
        Ok(written)
    }

    /// The articles with any form of a word, given those with the written ones.
    fn stem_of(&mut self, word: &Word, written: &[Occurrences]) -> tantivy::Result<Occurrences> {
        if let ([only], []) = (written, &word.others[..]) {
            return Ok(only.clone());
        }
        let (units, body) = (self.opened.units, &self.opened.dictionary.body);
        let others = word.others.iter().map(|lookup| &lookup.body);
        occurrences(body, others, written, |ord| units.articles_in(ord), &mut self.counts)
    }

    fn articles_with(&mut self, word: &Word) -> tantivy::Result<Occurrences> {
        self.stem_of(word, &[])
    }

    /// The best articles so far, ties cut off by place in the index only where there are too many.
    fn first(&self, count: usize) -> Vec<Scored> {
        let mut first = self.scores.best(count, |_, _| true);
        first.truncate(count);
        first
    }

    /// Adds to the best articles what is too costly for all: stop words, and neighbouring words of the query
    /// that stand near each other.
    fn rescore(&mut self, query: &Resolved) -> tantivy::Result<()> {
        let pairs = match self.weights.near > 0.0 {
            true => pairs_of(&query.sequence, self.weights.span as usize),
            false => Vec::new(),
        };
        let stop_words = self.weights.stop > 0.0 && query.words.iter().any(|word| word.is_stop_word);
        if pairs.is_empty() && !stop_words {
            return Ok(());
        }
        // Those that tie with the last are among them: which of two copies comes first in the index tells nothing.
        let count = self.weights.rescored as usize;
        let mut first = self.scores.best(count, |_, _| true);
        first.truncate(2 * count);
        first.sort_unstable_by_key(|scored| (scored.segment, scored.unit));
        for candidates in first.chunk_by(|a, b| a.segment == b.segment) {
            self.add_pairs_of(query, &pairs, candidates)?;
            for word in query.words.iter().filter(|word| stop_words && word.is_stop_word) {
                self.add_stop_word(word, candidates)?;
            }
        }
        Ok(())
    }

    /// Adds the form of a stop word that the query has; its idf is that among passages.
    fn add_stop_word(&mut self, word: &Word, candidates: &[Scored]) -> tantivy::Result<()> {
        let ord = candidates[0].segment as usize;
        let (units, body) = (self.opened.units, &self.opened.dictionary.body);
        let segment = &units.segments[ord];
        for (lookup, times) in &word.written {
            let weight = self.weights.stop * self.times(*times) * units.passages.idf(lookup.body.documents() as u32);
            let mut tfs = vec![0; candidates.len()];
            frequencies(&body.segments()[ord], &lookup.body, &segment.ranges(candidates), |range, _, tf| {
                tfs[range] += tf;
            })?;
            let parts = candidates.iter().zip(&tfs).map(|(scored, &tf)| {
                (scored.unit, weight * self.text.of(tf as f32, segment.article_words[scored.unit as usize]))
            });
            self.scores.add_each("stop word", &lookup.form, ord, parts);
        }
        Ok(())
    }

    fn add_pairs_of(&mut self, query: &Resolved, pairs: &[Pair], candidates: &[Scored]) -> tantivy::Result<()> {
        let ord = candidates[0].segment as usize;
        let (units, body) = (self.opened.units, &self.opened.dictionary.body);
        let segment = &units.segments[ord];
        let ranges = segment.ranges(candidates);
        let mut positions: Vec<Option<Positions>> = query.words.iter().map(|_| None).collect();
        for &word in pairs.iter().flat_map(|pair| [&pair.first, &pair.second]) {
            if positions[word].is_none() {
                let forms = query.words[word].forms().map(|lookup| &lookup.body);
                positions[word] = Some(Positions::read(&body.segments()[ord], forms, &ranges)?);
            }
        }
        for pair in pairs {
            let (Some(a), Some(b)) = (&positions[pair.first], &positions[pair.second]) else { continue };
            let idf = units.articles.idf(self.dfs[pair.first]) + units.articles.idf(self.dfs[pair.second]);
            let weight = self.weights.near * pair.times * idf;
            let near = candidates.iter().zip(&ranges).map(|(scored, &range)| {
                let nearness = a.nearness(b, range, self.weights.window as u32);
                let words = segment.article_words[scored.unit as usize];
                (scored.unit, weight * self.text.of(nearness, words))
            });
            let names = [pair.first, pair.second].map(|word| query.words[word].stem.as_str()).join(" ");
            self.scores.add_each("near", &names, ord, near);
        }
        Ok(())
    }
}

/// Two stems of a query that stand near each other in it.
struct Pair {
    first: usize,
    second: usize,
    /// How often they do.
    times: f32,
}

fn pairs_of(sequence: &[usize], span: usize) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = Vec::new();
    for gap in 1..=span {
        for (&first, &second) in sequence.iter().zip(sequence.iter().skip(gap)).filter(|(a, b)| a != b) {
            match pairs.iter_mut().find(|pair| (pair.first, pair.second) == (first, second)) {
                Some(pair) => pair.times += 1.0,
                None => pairs.push(Pair { first, second, times: 1.0 }),
            }
        }
    }
    pairs
}
