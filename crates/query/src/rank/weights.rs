//! Every constant of the ranking, with where it comes from.
//!
//! "Measured" means the ten test collections of `../shared/data/relevance`, with one setting for all of them;
//! `cargo run --release --example tune_ranking` prints what each constant contributes.

use super::bm25::{Extent, Saturation};

/// The constants of a ranking function. Counts are written as floats, too, so that experiments can set all alike.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weights {
    /// BM25's saturation of repeated words (Robertson & Zaragoza 2009; Lucene has 1.2). 0.9 to 1.2 measured
    /// alike.
    pub k1: f32,
    /// BM25's correction for length (Lucene has 0.75). Long news articles and their headlines like more (fnc1
    /// MAP .691 at 0.75, .693 at 0.8, .695 at 0.85), short abstracts less (npl nDCG@10 .443, .434, .421).
    pub b: f32,
    /// How much `b` grows with each doubling of the average length of articles beyond [`MIDDLING_LENGTH`], as far
    /// as [`FURTHEST_B`] away: in short texts length is chance, in long ones it is many words for a thing, and many
    /// things. It lifts fnc1 (373 words) from .745/.693 to .747/.696, cacm (62) from .540/.396 to .547/.399 and npl
    /// (42) from .435/.283 to .447/.292; 0.08 and 0.1 measured alike.
    pub b_growth: f32,
    /// Power of a word's number of occurrences in the query. Repetition is a hint, less than proportional: 1
    /// loses .01 of MAP on the long queries of lisa, and 0.7 to 0.8 measured alike.
    pub repetition: f32,
    /// Weight of stop words, in the first [`Weights::rescored`] articles only: they tell "to" from "from".
    /// Above 0.3, collections with wordy queries lose.
    pub stop: f32,
    /// Weight of the exact forms of the query beside their stems. 0.2 to 0.4 measured alike; more helps questions
    /// (onestopqa), less claims (scifact).
    pub exact: f32,
    /// Weight of words in the title, which also count in the text. 0.25 loses .005 on lisa.
    pub title: f32,
    /// Weight of neighbouring query words near each other in the text, in the first [`Weights::rescored`]
    /// articles only. Without, fnc1 loses .003, onestopqa .004; from 0.08 on cranfield loses .002.
    pub near: f32,
    /// Furthest distance of such words. 8 to 25 measured alike.
    pub window: f32,
    /// How many words apart in the query still makes neighbours: 1 are adjacent ones, stop words passed over.
    pub span: f32,
    /// How many of the first articles are scored anew by what is too costly for all. 50 measured like 200.
    pub rescored: f32,
    /// Share of feedback in the whole query (1 less the usual "original weight"). The usual 0.5 is harmful on
    /// news; 0.1 to 0.15 lift cranfield, cisi and med by .01 to .03.
    pub feedback: f32,
    /// Articles that feedback reads. 5 to 15 measured alike.
    pub feedback_articles: f32,
    /// Words that feedback adds. 20 measured alike, and cost twice as much.
    pub feedback_words: f32,
    /// The fewest distinct words of a query for which feedback is tried. A long query describes a subject, of
    /// which other words can be expected; a short one names or asks, and what is added leads away (onestopqa
    /// MAP .850 with feedback always, .856 from 8 words, .859 from 9).
    pub feedback_least: f32,
    /// The largest share of all articles that may have such a word.
    pub feedback_common: f32,
    /// Passages: how many at least are scored by more than BM25. On 155 queries over 194,000 passages the first ten
    /// are in 19 of 20 cases those that 3,000 candidates give, the first one always.
    pub candidates: f32,
    /// Passages: weight of the article's words. Articles ranked by their best passage: nDCG@10 of onestopqa .881 at
    /// 0.2, .885 at 0.4, .886 at 0.6, of scifact .685, .692, .687.
    pub article: f32,
    /// Passages: weight of words in the title of the article. Ranked likewise, lisa has .460 at 0.35, .492 at 0.7,
    /// cranfield .376 and .395, while news and encyclopedias stay as they are.
    pub article_title: f32,
    /// Passages: power of the share of the query's words (by idf) that a passage has, which puts passages with all
    /// words first. Ranked likewise, the mean over all is .5576 at 0, .5598 at 0.35, .5563 at 0.5; questions to
    /// paragraphs like more, wordy queries less. For whole articles it measured useless or harmful.
    pub coordination: f32,
}

/// Passages of an article that are shown, at most, where articles are ranked. A choice of what to show: no measure of
/// ranking looks at it.
pub const PASSAGES_OF_ARTICLE: usize = 3;

/// How many hits are ranked beyond twice the wanted ones, so that a page stays full when copies drop out. More are ranked
/// where that was too few; so the number costs or saves a second round, and changes no result.
pub const COPIES_LOOKED_FOR: usize = 10;

/// Words of an article that feedback reads, title and lead included: an article says at its beginning what it is about.
pub const WORDS_READ: usize = 400;

/// Words on average of articles for which [`Weights::b`] holds as it stands.
pub const MIDDLING_LENGTH: f32 = 115.0;
/// How far an average length moves [`Weights::b`] at most.
pub const FURTHEST_B: f32 = 0.1;

impl Weights {
    /// Saturation in whole articles, whose correction for length goes with how long they are on average.
    pub fn of_articles(&self, articles: &Extent) -> Saturation {
        let doublings = (articles.average() / MIDDLING_LENGTH).log2();
        let b = self.b + (self.b_growth * doublings).clamp(-FURTHEST_B, FURTHEST_B);
        Saturation::new(self.k1, b.clamp(0.0, 1.0), articles.average())
    }

    /// What measured best.
    pub const DEFAULT: Weights = Weights {
        k1: 1.1,
        b: 0.805,
        b_growth: 0.06,
        repetition: 0.77,
        stop: 0.2,
        exact: 0.26,
        title: 0.335,
        near: 0.067,
        window: 15.0,
        span: 2.0,
        rescored: 50.0,
        feedback: 0.13,
        feedback_articles: 10.0,
        feedback_words: 10.0,
        feedback_least: 9.0,
        feedback_common: 0.1,
        candidates: 100.0,
        article: 0.4,
        article_title: 0.7,
        coordination: 0.35,
    };

    /// BM25 over stems and nothing else; stop words left out, as Lucene's English analysis does.
    pub const BM25: Weights = Weights {
        k1: 1.2,
        b: 0.75,
        b_growth: 0.0,
        repetition: 1.0,
        stop: 0.0,
        exact: 0.0,
        title: 0.0,
        near: 0.0,
        feedback: 0.0,
        article: 0.0,
        article_title: 0.0,
        coordination: 0.0,
        ..Weights::DEFAULT
    };

    /// The names of the parts that a weight of 0 takes out.
    pub const PARTS: [&'static str; 5] = ["stop", "exact", "title", "near", "feedback"];

    /// The constant of a name, for experiments.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut f32> {
        Some(match name {
            "k1" => &mut self.k1,
            "b" => &mut self.b,
            "b_growth" => &mut self.b_growth,
            "repetition" => &mut self.repetition,
            "stop" => &mut self.stop,
            "exact" => &mut self.exact,
            "title" => &mut self.title,
            "near" => &mut self.near,
            "window" => &mut self.window,
            "span" => &mut self.span,
            "rescored" => &mut self.rescored,
            "feedback" => &mut self.feedback,
            "feedback_articles" => &mut self.feedback_articles,
            "feedback_words" => &mut self.feedback_words,
            "feedback_least" => &mut self.feedback_least,
            "feedback_common" => &mut self.feedback_common,
            "candidates" => &mut self.candidates,
            "article" => &mut self.article,
            "article_title" => &mut self.article_title,
            "coordination" => &mut self.coordination,
            _ => return None,
        })
    }
}
