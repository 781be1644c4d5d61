//! Models: what was learned about topics from labelled articles, and its use on others.

use super::features::{Bag, Lexicon};
use super::vectors::{Space, Vector};
use super::{Topic, TopicSource};
use crate::analyze::{Analyzed, Forms, Sentence};

/// One topic of a model.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Class {
    pub id: String,
    pub bias: f32,
    pub threshold: f32,
    pub slope: f32,
}

/// A linear model of one plane a topic. One per thread: it remembers what it knows of each spelling.
pub struct Model {
    pub(super) lexicon: Lexicon,
    pub(super) space: Space,
    pub(super) classes: Vec<Class>,
    /// For each dimension its place in `weights`: `starts[d]..starts[d + 1]`.
    pub(super) starts: Vec<u32>,
    /// Class and weight, by dimension.
    pub(super) weights: Vec<(u16, f32)>,
    /// Fewest and most topics that an article had in training.
    pub(super) per_article: (u32, u32),
}

/// What a model says of one topic for one text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Verdict {
    /// The topic, as an index into [`Model::topics`].
    pub topic: usize,
    /// 0 to 1; the topic holds from 0.5 on.
    pub score: f32,
}

impl Model {
    /// The identifiers of the topics that were learned.
    pub fn topics(&self) -> impl ExactSizeIterator<Item = &str> {
        self.classes.iter().map(|class| class.id.as_str())
    }

    /// What the model says of every topic for these sentences of `text`; nothing if it knows no word of
    /// them.
    pub fn judge(&mut self, text: &Analyzed, forms: &Forms, sentences: &[Sentence]) -> Vec<Verdict> {
        let bag = self.lexicon.bag(text, forms, sentences);
        self.judge_bag(&bag)
    }

    pub(super) fn judge_bag(&self, bag: &Bag) -> Vec<Verdict> {
        let vector = self.space.vector(bag);
        if vector.is_empty() {
            return Vec::new();
        }
        let sides = self.sides(&vector);
        let verdict = |(topic, (class, side)): (usize, (&Class, f32))| Verdict { topic, score: class.score(side) };
        self.classes.iter().zip(sides).enumerate().map(verdict).collect()
    }

    /// The topics of an article, best first: those that hold, but no fewer than every and no more than any
    /// article had that the model was trained on.
    pub fn classify(&mut self, text: &Analyzed, forms: &Forms) -> Vec<Topic> {
        let mut verdicts = self.judge(text, forms, &text.sentences);
        let topics = self.decide(&mut verdicts);
        topics.iter().map(|verdict| self.topic(*verdict)).collect()
    }

    /// Orders the verdicts best first and gives those that an article has.
    pub(super) fn decide<'a>(&self, verdicts: &'a mut [Verdict]) -> &'a [Verdict] {
        verdicts.sort_by(|a, b| b.score.total_cmp(&a.score));
        let holding = verdicts.partition_point(|verdict| verdict.score >= 0.5);
        let (fewest, most) = (self.per_article.0 as usize, self.per_article.1 as usize);
        &verdicts[..holding.clamp(fewest, most.max(fewest)).min(verdicts.len())]
    }

    fn topic(&self, verdict: Verdict) -> Topic {
        let id = &self.classes[verdict.topic].id;
        let by = TopicSource::Model;
        Topic { id: id.clone(), label: id.clone(), score: verdict.score, evidence: Vec::new(), by }
    }

    fn sides(&self, vector: &Vector) -> Vec<f32> {
        let mut sides: Vec<f32> = self.classes.iter().map(|class| class.bias).collect();
        for &(dimension, value) in vector {
            let row = self.starts[dimension as usize] as usize..self.starts[dimension as usize + 1] as usize;
            for &(class, weight) in &self.weights[row] {
                sides[class as usize] += weight * value;
            }
        }
        sides
    }
}

impl Class {
    fn score(&self, side: f32) -> f32 {
        1.0 / (1.0 + (-self.slope * (side - self.threshold)).exp())
    }
}
