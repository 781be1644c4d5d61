//! Training: a model from labelled articles.
//!
//! One plane a topic against the rest; its threshold is chosen by cross-validation on the same articles.

use std::sync::Mutex;

use rustc_hash::FxHashMap;

use super::error::TrainError;
use super::features::{Bag, Lexicon, words_of};
use super::model::{Class, Model};
use super::svm::{Example, Plane, separate};
use super::threshold::{Seen, choose, slope};
use super::vectors::{Space, Vector};
use crate::analyze::{Analyzed, Forms};

/// Fewest articles from which a topic is learned.
const LEAST_LABELLED: usize = 2;

/// Weights smaller than this do not change a decision and are left out of the model.
const NEGLIGIBLE: f32 = 1e-3;

/// How to train.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrainOptions {
    /// What a mistake costs against the width of the margin.
    pub cost: f32,
    /// In how many parts the articles are cut to choose thresholds.
    pub folds: usize,
    /// In how many articles a feature must occur to count.
    pub least_articles: u32,
    /// How many threads work.
    pub threads: usize,
}

impl Default for TrainOptions {
    fn default() -> Self {
        TrainOptions { cost: 0.5, folds: 5, least_articles: 3, threads: 1 }
    }
}

/// Articles to learn from, as bags of features: texts need not be kept.
#[derive(Default)]
pub struct TrainingSet {
    lexicon: Lexicon,
    bags: Vec<Bag>,
    /// For each article its topics, as indexes into `topics`.
    labels: Vec<Vec<u16>>,
    topics: Vec<String>,
    numbers: FxHashMap<String, u16>,
}

impl TrainingSet {
    /// No articles yet.
    pub fn new() -> TrainingSet {
        TrainingSet::default()
    }

    /// Adds an article that has exactly these topics (none is an example against all).
    pub fn add<L: AsRef<str>>(&mut self, text: &Analyzed, forms: &Forms, labels: &[L]) {
        self.bags.push(self.lexicon.bag(text, forms, &text.sentences));
        let mut numbers: Vec<u16> = labels.iter().filter_map(|label| self.number(label.as_ref())).collect();
        numbers.sort_unstable();
        numbers.dedup();
        self.labels.push(numbers);
    }

    /// The number of a topic; `None` when there are more than a model holds.
    fn number(&mut self, topic: &str) -> Option<u16> {
        if let Some(&number) = self.numbers.get(topic) {
            return Some(number);
        }
        let number = u16::try_from(self.topics.len()).ok()?;
        self.topics.push(topic.into());
        self.numbers.insert(topic.into(), number);
        Some(number)
    }

    /// How many articles there are.
    pub fn len(&self) -> usize {
        self.bags.len()
    }

    /// Whether there is no article.
    pub fn is_empty(&self) -> bool {
        self.bags.is_empty()
    }

    /// Learns every topic that at least two articles have and at least one has not.
    ///
    /// # Errors
    /// When there is no such topic.
    pub fn train(self, options: &TrainOptions) -> Result<Model, TrainError> {
        if self.topics.is_empty() {
            return Err(TrainError::NoLabels);
        }
        let learnable = self.learnable();
        if learnable.is_empty() {
            return Err(TrainError::TooFew { needed: LEAST_LABELLED });
        }
        let space = Space::learn(&self.bags, options.least_articles);
        let vectors: Vec<Vector> = self.bags.iter().map(|bag| space.vector(bag)).collect();
        let problem = Problem { vectors: &vectors, labels: &self.labels, dimensions: space.features().len(), options };
        let planes = problem.solve(&learnable);
        Ok(self.assemble(space, planes, &learnable))
    }

    fn learnable(&self) -> Vec<u16> {
        let mut counts = vec![0; self.topics.len()];
        self.labels.iter().flatten().for_each(|&topic| counts[topic as usize] += 1);
        let enough = |&topic: &u16| (LEAST_LABELLED..self.len()).contains(&counts[topic as usize]);
        (0..self.topics.len() as u16).filter(enough).collect()
    }

    fn assemble(self, space: Space, learned: Vec<Learned>, topics: &[u16]) -> Model {
        let per_article = self.labels.iter().map(|l| l.iter().filter(|t| topics.contains(t)).count() as u32);
        let per_article = (per_article.clone().min().unwrap_or(0), per_article.max().unwrap_or(0));
        let mut starts = vec![0];
        let mut weights = Vec::new();
        for dimension in 0..space.features().len() {
            let of = |(class, learned): (usize, &Learned)| (class as u16, learned.plane.weights[dimension]);
            weights.extend(learned.iter().enumerate().map(of).filter(|(_, weight)| weight.abs() > NEGLIGIBLE));
            starts.push(weights.len() as u32);
        }
        let class = |(&topic, learned): (&u16, &Learned)| Class {
            id: self.topics[topic as usize].clone(),
            bias: learned.plane.bias,
            threshold: learned.threshold,
            slope: learned.slope,
        };
        let classes = topics.iter().zip(&learned).map(class).collect();
        let (lexicon, space) = compact(&self.lexicon, space);
        Model { lexicon, space, classes, starts, weights, per_article }
    }
}

/// Leaves only the words that features use.
fn compact(lexicon: &Lexicon, space: Space) -> (Lexicon, Space) {
    let mut new_ids: FxHashMap<u32, u32> = FxHashMap::default();
    let mut words: Vec<Box<str>> = Vec::new();
    let mut new_id = |old: u32| {
        *new_ids.entry(old).or_insert_with(|| {
            words.push(lexicon.word(old).into());
            words.len() as u32 - 1
        })
    };
    let features = space.features().iter().map(|&feature| {
        let (first, second) = words_of(feature);
        let first = new_id(first);
        super::features::feature(first, second.map(&mut new_id))
    });
    let features = features.collect();
    (Lexicon::closed(words), Space::new(features, space.idf().to_vec()))
}

/// What was learned of one topic.
struct Learned {
    plane: Plane,
    threshold: f32,
    slope: f32,
}

/// All examples in one space.
struct Problem<'a> {
    vectors: &'a [Vector],
    labels: &'a [Vec<u16>],
    dimensions: usize,
    options: &'a TrainOptions,
}

impl Problem<'_> {
    /// Learns the topics, shared out among the threads.
    fn solve(&self, topics: &[u16]) -> Vec<Learned> {
        let next = Mutex::new(topics.iter().enumerate());
        let done = Mutex::new(Vec::with_capacity(topics.len()));
        std::thread::scope(|scope| {
            for _ in 0..self.options.threads.clamp(1, topics.len()) {
                scope.spawn(|| {
                    while let Some((place, &topic)) = take(&next) {
                        let learned = self.learn(topic);
                        done.lock().expect("no thread panics with the lock").push((place, learned));
                    }
                });
            }
        });
        let mut done = done.into_inner().expect("no thread panics with the lock");
        done.sort_by_key(|&(place, _)| place);
        done.into_iter().map(|(_, learned)| learned).collect()
    }

    fn learn(&self, topic: u16) -> Learned {
        let mut seen = self.cross_validate(topic);
        let threshold = choose(&mut seen);
        Learned { plane: self.plane(topic, |_| true), threshold, slope: slope(&seen) }
    }

    /// The distances of all articles from planes that were found without them.
    fn cross_validate(&self, topic: u16) -> Vec<Seen> {
        let folds = self.options.folds.clamp(2, self.vectors.len().max(2));
        let parts = self.parts(topic, folds);
        let mut seen = Vec::with_capacity(self.vectors.len());
        for fold in 0..folds {
            let plane = self.plane(topic, |i| parts[i] != fold);
            let left_out = (0..self.vectors.len()).filter(|&i| parts[i] == fold);
            seen.extend(left_out.map(|i| (plane.side(&self.vectors[i]), self.has(i, topic))));
        }
        seen
    }

    /// Deals the articles out so that every part has its share of those with the topic.
    fn parts(&self, topic: u16, folds: usize) -> Vec<usize> {
        let mut dealt = [0, 0];
        let deal = |i| {
            let kind = usize::from(self.has(i, topic));
            dealt[kind] += 1;
            dealt[kind] % folds
        };
        (0..self.vectors.len()).map(deal).collect()
    }

    fn plane(&self, topic: u16, keep: impl Fn(usize) -> bool) -> Plane {
        let kept = (0..self.vectors.len()).filter(|&i| keep(i));
        let examples: Vec<Example> = kept.map(|i| (&self.vectors[i], self.has(i, topic))).collect();
        separate(&examples, self.dimensions, self.options.cost)
    }

    fn has(&self, article: usize, topic: u16) -> bool {
        self.labels[article].binary_search(&topic).is_ok()
    }
}

fn take<'a, T>(next: &Mutex<impl Iterator<Item = T> + 'a>) -> Option<T> {
    next.lock().expect("no thread panics with the lock").next()
}
