//! The second step: what a passage, its article and its title have of the query's words.

use crate::lexicon::Lexicon;
use crate::rank::figures::Figures;
use crate::rank::reading::{Counter, Read, Tally};
use crate::rank::words::{Resolved, Word};
use onrecord_api::backend::ScorePart;
use onrecord_query::rank::Weights;
use onrecord_query::rank::bm25::{Extent, Saturation};
use onrecord_text::analyze::Forms;
use onrecord_text::article::BlockKind;

/// Scores passages by the words of a query.
pub struct Scoring<'a> {
    words: &'a Resolved,
    weights: Weights,
    figures: &'a Figures,
    lexicon: &'a Lexicon,
    article: Saturation,
    title: Saturation,
    counter: Counter<'a>,
}

/// How often the words stand in an article, in its title, and in each of its passages.
pub struct Counted {
    article: Tally,
    title: Tally,
    passages: Vec<Tally>,
}

/// What a passage comes with from the first step.
#[derive(Clone, Copy, Debug)]
pub struct Found {
    /// Its score by the query's clauses, where that stands for its own words.
    pub clauses: Option<f32>,
    /// The preference for recent articles.
    pub recency: f32,
}

impl<'a> Scoring<'a> {
    /// A scoring of passages by `words`, with the figures of the whole index.
    pub fn new(words: &'a Resolved, weights: Weights, figures: &'a Figures, lexicon: &'a Lexicon) -> Self {
        let extent = |words: u64| Extent { count: figures.articles as u32, words };
        let article = weights.of_articles(&extent(figures.tokens));
        let title = Saturation::new(weights.k1, weights.b, extent(figures.title_tokens).average());
        Scoring { words, weights, figures, lexicon, article, title, counter: Counter::new(words) }
    }

    /// Counts the words in an article.
    pub fn count(&mut self, read: &Read, forms: &Forms) -> Counted {
        let (mut article, mut title) = (self.counter.none(), self.counter.none());
        let mut passages = Vec::with_capacity(read.passages.len());
        for passage in &read.passages {
            let tally = self.counter.count(passage, forms);
            if passage.kind != BlockKind::Boilerplate {
                article.take_in(&tally);
            }
            if passage.kind == BlockKind::Title {
                title.take_in(&tally);
            }
            passages.push(tally);
        }
        Counted { article, title, passages }
    }

    /// How well a passage has the words by themselves, by BM25: what candidates are chosen by where words are all that
    /// is asked for.
    pub fn by_words(&self, read: &Read, counted: &Counted, ordinal: u32) -> f32 {
        let (passage, tally) = (&read.passages[ordinal as usize], &counted.passages[ordinal as usize]);
        let score = |(number, word): (usize, &Word)| {
            self.times(word.weight) * self.idf(word) * self.figures.saturated(tally.all[number], passage.tokens)
        };
        self.words.counting().map(score).sum()
    }

    /// The score of a passage. Its parts are put into `parts`, where they are wanted.
    pub fn score(
        &self,
        read: &Read,
        counted: &Counted,
        ordinal: u32,
        found: Found,
        mut parts: Option<&mut Vec<ScorePart>>,
    ) -> f32 {
        let (passage, tally) = (&read.passages[ordinal as usize], &counted.passages[ordinal as usize]);
        let mut keep = |name: &str, words: &str, score: f32| {
            if let Some(parts) = parts.as_mut().filter(|_| score != 0.0) {
                parts.push(ScorePart { name: name.to_owned(), words: words.to_owned(), score });
            }
            score
        };
        let (mut score, mut matched, mut total) = (found.clauses.unwrap_or(0.0), 0.0, 0.0);
        keep("clauses", "", score);
        let mut of_article = 0.0;
        for (number, word) in self.words.counting() {
            let weight = self.times(word.weight) * self.idf(word);
            if found.clauses.is_none() {
                let own = weight * self.figures.saturated(tally.all[number], passage.tokens);
                score += keep("stem", &word.stem, own);
            }
            total += weight;
            matched += if tally.all[number] > 0 { weight } else { 0.0 };
            for (n, (form, times)) in word.written.iter().enumerate() {
                let idf = self.figures.idf(self.lexicon.documents_of(&word.key(form)));
                let weight = self.weights.exact * self.times(*times) * idf;
                let own = weight * self.figures.saturated(tally.written[number][n], passage.tokens);
                score += keep("exact form", form, own);
            }
            let in_text = self.article.of(counted.article.all[number] as f32, read.words as f32);
            of_article += keep("article", &word.stem, self.weights.article * weight * in_text);
            if read.title_words > 0 {
                let in_title = self.title.of(counted.title.all[number] as f32, read.title_words as f32);
                of_article += keep("title", &word.stem, self.weights.article_title * weight * in_title);
            }
        }
        score += of_article;
        if self.words.are_all && total > 0.0 {
            let factor = raised(matched / total, self.weights.coordination);
            keep("share of the words", "", score * factor - score);
            score *= factor;
        }
        keep("recency", "", score * found.recency - score);
        score * found.recency
    }

    fn times(&self, weight: f32) -> f32 {
        weight.powf(self.weights.repetition)
    }

    fn idf(&self, word: &Word) -> f32 {
        self.figures.idf(word.documents(self.lexicon))
    }
}

/// The power of a share that may exceed 1 by rounding.
fn raised(share: f32, power: f32) -> f32 {
    if share > 0.999_99 { 1.0 } else { share.powf(power) }
}
