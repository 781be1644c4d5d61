//! Models: what was learned about topics from labelled articles, and its use on others.

use std::sync::Arc;

use super::features::{Bag, Lexicon, Reader};
use super::planes::Planes;
use super::vectors::{Space, Vector};
use onrecord_text::analyze::{Analyzed, Forms, Sentence};

/// The score from which on a topic holds.
pub(super) const HOLDS: f32 = 0.5;

/// One topic of a model.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Class {
    pub id: String,
    pub bias: f32,
    pub threshold: f32,
    pub slope: f32,
}

/// A linear model: one plane a topic. It can be shared among threads, each with its [`Classifier`].
#[derive(Clone, Debug)]
pub struct Model {
    pub(super) lexicon: Lexicon,
    pub(super) space: Space,
    pub(super) classes: Vec<Class>,
    pub(super) planes: Planes,
    /// Fewest and most topics that an article had in training.
    pub(super) per_article: (u32, u32),
}

/// What a model says of one topic for one text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Verdict {
    /// The topic, as a place in [`Model::topics`].
    pub topic: usize,
    /// 0 to 1; the topic holds from 0.5 on.
    pub score: f32,
}

impl Model {
    /// The identifiers of the topics that were learned.
    pub fn topics(&self) -> impl ExactSizeIterator<Item = &str> {
        self.classes.iter().map(|class| class.id.as_str())
    }

    fn judge(&self, bag: &Bag) -> Vec<Verdict> {
        let vector = self.space.vector(bag);
        if vector.is_empty() {
            return Vec::new();
        }
        let scores = scores(&self.classes, &self.planes, &vector);
        scores.into_iter().enumerate().map(|(topic, score)| Verdict { topic, score }).collect()
    }
}

/// The score of each class for a vector.
pub(super) fn scores(classes: &[Class], planes: &Planes, vector: &Vector) -> Vec<f32> {
    let mut sides: Vec<f32> = classes.iter().map(|class| class.bias).collect();
    planes.add_sides(vector, &mut sides);
    classes.iter().zip(sides).map(|(class, side)| class.score(side)).collect()
}

impl Class {
    fn score(&self, side: f32) -> f32 {
        1.0 / (1.0 + (-self.slope * (side - self.threshold)).exp())
    }
}

/// Applies a model. One per thread: it remembers what it knows of each spelling.
pub struct Classifier {
    model: Arc<Model>,
    reader: Reader,
}

impl Classifier {
    /// A classifier by `model`.
    pub fn new(model: Arc<Model>) -> Classifier {
        Classifier { model, reader: Reader::default() }
    }

    /// The model.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// What the model says of every topic for these sentences of `text`; nothing if it knows no word of
    /// them.
    pub fn judge(&mut self, text: &Analyzed, forms: &Forms, sentences: &[Sentence]) -> Vec<Verdict> {
        self.reader.update(forms, &self.model.lexicon);
        self.model.judge(&self.reader.bag(text, sentences))
    }

    /// The topics of an article, best first: those that hold, but no fewer than every and no more than any
    /// article had that the model was trained on.
    pub fn classify(&mut self, text: &Analyzed, forms: &Forms) -> Vec<Verdict> {
        let verdicts = self.judge(text, forms, &text.sentences);
        self.choose(&verdicts)
    }

    pub(super) fn choose(&self, verdicts: &[Verdict]) -> Vec<Verdict> {
        let mut chosen = verdicts.to_vec();
        chosen.sort_by(|a, b| b.score.total_cmp(&a.score));
        let holding = chosen.partition_point(|verdict| verdict.score >= HOLDS);
        let (fewest, most) = (self.model.per_article.0 as usize, self.model.per_article.1 as usize);
        chosen.truncate(holding.clamp(fewest, most.max(fewest)));
        chosen
    }
}
