//! Training: a model from labelled articles.
//!
//! One plane a topic against the rest; its threshold is chosen by cross-validation on the same articles.

use std::sync::Mutex;

use rustc_hash::FxHashMap;

use super::error::TrainError;
use super::features::{self, Bag, Lexicon, Reader, words_of};
use super::model::{Class, Model, scores};
use super::planes::{Planes, Weights};
use super::svm::{Example, Plane, separate};
use super::threshold::{Seen, choose, slope};
use super::vectors::{Space, Vector};
use onrecord_text::analyze::{Analyzed, Forms};

/// Fewest articles from which a topic is learned.
const LEAST_LABELLED: usize = 2;

/// Weights smaller than this do not change a decision and are left out of the model.
const NEGLIGIBLE: f32 = 1e-2;

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
    reader: Reader,
    bags: Vec<Bag>,
    labels: Labels,
}

impl TrainingSet {
    /// No articles yet.
    pub fn new() -> TrainingSet {
        TrainingSet::default()
    }

    /// Adds an article that has exactly these topics (none is an example against all).
    pub fn add<L: AsRef<str>>(&mut self, text: &Analyzed, forms: &Forms, topics: &[L]) {
        self.add_bag(text, forms);
        self.labels.push(Some(topics));
    }

    pub(super) fn add_unlabelled(&mut self, text: &Analyzed, forms: &Forms) {
        self.add_bag(text, forms);
        self.labels.push(None::<&[&str]>);
    }

    fn add_bag(&mut self, text: &Analyzed, forms: &Forms) {
        self.reader.learn(forms, &mut self.lexicon);
        self.bags.push(self.reader.bag(text, &text.sentences));
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
        let (examples, labels) = self.into_examples(options);
        Ok(examples.solve(&labels, options)?.into_model(examples, &labels))
    }

    /// The articles as vectors, and their labels.
    pub(super) fn into_examples(self, options: &TrainOptions) -> (Examples, Labels) {
        let space = Space::learn(&self.bags, options.least_articles);
        let vectors = self.bags.into_iter().map(|bag| space.vector(&bag)).collect();
        (Examples { lexicon: self.lexicon, space, vectors }, self.labels)
    }
}

/// Which articles have which topics.
#[derive(Default)]
pub(super) struct Labels {
    topics: Vec<String>,
    numbers: FxHashMap<String, u16>,
    /// For each article its topics, ascending; nothing where they are not known.
    pub articles: Vec<Option<Vec<u16>>>,
}

impl Labels {
    fn push<L: AsRef<str>>(&mut self, topics: Option<&[L]>) {
        let numbers = topics.map(|topics| {
            let numbers: Vec<u16> = topics.iter().filter_map(|topic| self.number(topic.as_ref())).collect();
            ascending(numbers)
        });
        self.articles.push(numbers);
    }

    /// The number of a topic, which it gets if it has none; nothing when there are more than a model holds.
    pub(super) fn number(&mut self, topic: &str) -> Option<u16> {
        if let Some(&number) = self.numbers.get(topic) {
            return Some(number);
        }
        let number = u16::try_from(self.topics.len()).ok()?;
        self.topics.push(topic.into());
        self.numbers.insert(topic.into(), number);
        Some(number)
    }

    fn has(&self, article: usize, topic: u16) -> bool {
        self.articles[article].as_ref().is_some_and(|topics| topics.binary_search(&topic).is_ok())
    }

    /// The topics that enough articles have and some have not.
    fn learnable(&self) -> Vec<u16> {
        let mut counts = vec![0; self.topics.len()];
        let labelled = self.articles.iter().flatten();
        labelled.clone().flatten().for_each(|&topic| counts[topic as usize] += 1);
        let enough = |&topic: &u16| (LEAST_LABELLED..labelled.clone().count()).contains(&counts[topic as usize]);
        (0..self.topics.len() as u16).filter(enough).collect()
    }

    /// The fewest and the most of these topics that an article has; one of which nothing is known may have
    /// none.
    fn per_article(&self, topics: &[u16]) -> (u32, u32) {
        let count = |of: &Vec<u16>| of.iter().filter(|t| topics.contains(t)).count() as u32;
        let counts = self.articles.iter().map(|of| of.as_ref().map_or(0, count));
        (counts.clone().min().unwrap_or(0), counts.max().unwrap_or(0))
    }
}

pub(super) fn ascending(mut numbers: Vec<u16>) -> Vec<u16> {
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// Articles as vectors in one space.
pub(super) struct Examples {
    lexicon: Lexicon,
    space: Space,
    pub vectors: Vec<Vector>,
}

impl Examples {
    /// Finds a plane and a threshold for every topic that can be learned.
    pub(super) fn solve(&self, labels: &Labels, options: &TrainOptions) -> Result<Solution, TrainError> {
        if labels.topics.is_empty() {
            return Err(TrainError::NoLabels);
        }
        let topics = labels.learnable();
        if topics.is_empty() {
            return Err(TrainError::TooFew { needed: LEAST_LABELLED });
        }
        let labelled = (0..self.vectors.len()).filter(|&i| labels.articles[i].is_some()).collect();
        let problem = Problem { examples: self, labelled, labels, options };
        let learned = problem.solve(&topics);
        Ok(Solution::new(topics, learned, labels, self.space.features().len()))
    }
}

/// What was learned, in the space of its examples.
pub(super) struct Solution {
    pub topics: Vec<u16>,
    classes: Vec<Class>,
    planes: Planes,
}

impl Solution {
    fn new(topics: Vec<u16>, learned: Vec<Learned>, labels: &Labels, dimensions: usize) -> Solution {
        let weights: Vec<&Weights> = learned.iter().map(|learned| &learned.weights).collect();
        let planes = Planes::new(&weights, dimensions);
        let class = |(&topic, learned): (&u16, &Learned)| Class {
            id: labels.topics[topic as usize].clone(),
            bias: learned.bias,
            threshold: learned.threshold,
            slope: learned.slope,
        };
        Solution { classes: topics.iter().zip(&learned).map(class).collect(), topics, planes }
    }

    /// The score of each of the [topics](Solution::topics) for a vector.
    pub(super) fn scores(&self, vector: &Vector) -> Vec<f32> {
        scores(&self.classes, &self.planes, vector)
    }

    pub(super) fn into_model(self, examples: Examples, labels: &Labels) -> Model {
        let (lexicon, space) = compact(&examples.lexicon, examples.space);
        let per_article = labels.per_article(&self.topics);
        Model { lexicon, space, classes: self.classes, planes: self.planes, per_article }
    }
}

/// Leaves only the words that features use.
fn compact(lexicon: &Lexicon, space: Space) -> (Lexicon, Space) {
    let mut used = Lexicon::default();
    let mut renumber = |word| used.add(lexicon.word(word));
    let features = space.features().iter().map(|&feature| {
        let (first, second) = words_of(feature);
        features::feature(renumber(first), second.map(&mut renumber))
    });
    let features = features.collect();
    (used, Space::new(features, space.idf().to_vec()))
}

/// What was learned of one topic.
struct Learned {
    weights: Weights,
    bias: f32,
    threshold: f32,
    slope: f32,
}

/// Examples with their labels.
struct Problem<'a> {
    examples: &'a Examples,
    /// The articles whose topics are known.
    labelled: Vec<usize>,
    labels: &'a Labels,
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
        let plane = self.plane(topic, |_| true);
        let kept = plane.weights.iter().enumerate().filter(|(_, weight)| weight.abs() > NEGLIGIBLE);
        let weights = kept.map(|(dimension, &weight)| (dimension as u32, weight)).collect();
        Learned { weights, bias: plane.bias, threshold, slope: slope(&seen) }
    }

    /// The distances of all articles from planes that were found without them.
    fn cross_validate(&self, topic: u16) -> Vec<Seen> {
        let folds = self.options.folds.clamp(2, self.labelled.len().max(2));
        let parts = self.parts(topic, folds);
        let mut seen = Vec::with_capacity(self.labelled.len());
        for fold in 0..folds {
            let plane = self.plane(topic, |place| parts[place] != fold);
            let left_out = self.labelled.iter().zip(&parts).filter(|&(_, &part)| part == fold);
            seen.extend(left_out.map(|(&i, _)| (plane.side(&self.examples.vectors[i]), self.labels.has(i, topic))));
        }
        seen
    }

    /// Deals the articles out so that every part has its share of those with the topic.
    fn parts(&self, topic: u16, folds: usize) -> Vec<usize> {
        let mut dealt = [0, 0];
        let deal = |&article: &usize| {
            let kind = usize::from(self.labels.has(article, topic));
            dealt[kind] += 1;
            dealt[kind] % folds
        };
        self.labelled.iter().map(deal).collect()
    }

    fn plane(&self, topic: u16, keep: impl Fn(usize) -> bool) -> Plane {
        let kept = self.labelled.iter().enumerate().filter(|&(place, _)| keep(place));
        let example = |(_, &i): (usize, &usize)| (&self.examples.vectors[i], self.labels.has(i, topic));
        let examples: Vec<Example> = kept.map(example).collect();
        separate(&examples, self.examples.space.features().len(), self.options.cost)
    }
}

fn take<'a, T>(next: &Mutex<impl Iterator<Item = T> + 'a>) -> Option<T> {
    next.lock().expect("no thread panics with the lock").next()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::model::Classifier;
    use super::super::testing::{LABELLED, article, trained};
    use super::*;
    use onrecord_text::analyze::analyze;
    use onrecord_text::article::BlockKind;

    fn set(labelled: &[(&str, &[&str])]) -> TrainingSet {
        let (mut set, mut forms) = (TrainingSet::new(), Forms::new());
        for (text, topics) in labelled {
            let article = article(&[(BlockKind::Body, text)]);
            set.add(&analyze(&article, &mut forms), &forms, topics);
        }
        set
    }

    #[test]
    fn what_was_learned_holds_for_other_texts() {
        let mut classifier = Classifier::new(Arc::new(trained()));
        let mut forms = Forms::new();
        for (text, expected) in [("A goal by the striker.", "sport"), ("The banks and their profits.", "money")] {
            let article = article(&[(BlockKind::Body, text)]);
            let found = classifier.classify(&analyze(&article, &mut forms), &forms);
            let names: Vec<&str> = classifier.model().topics().collect();
            assert_eq!(found.iter().map(|verdict| names[verdict.topic]).collect::<Vec<_>>(), [expected], "{text}");
            assert!((0.0..=1.0).contains(&found[0].score));
        }
    }

    #[test]
    fn nothing_to_learn_from_is_an_error() {
        let train = |labelled: &[(&str, &[&str])]| set(labelled).train(&TrainOptions::default()).err();
        assert_eq!(train(&[]), Some(TrainError::NoLabels));
        assert_eq!(train(&[("A text.", &[])]), Some(TrainError::NoLabels));
        assert_eq!(train(&[("A text.", &["a"]), ("More.", &[])]), Some(TrainError::TooFew { needed: 2 }));
        assert_eq!(train(&[("A text.", &["a"]), ("More.", &["a"])]), Some(TrainError::TooFew { needed: 2 }));
    }

    #[test]
    fn the_number_of_threads_does_not_matter() {
        let labelled: Vec<(&str, [&str; 1])> = LABELLED.iter().map(|&(text, topic)| (text, [topic])).collect();
        let labelled: Vec<(&str, &[&str])> = labelled.iter().map(|(text, topics)| (*text, &topics[..])).collect();
        let train = |threads| {
            let options = TrainOptions { threads, least_articles: 1, ..TrainOptions::default() };
            set(&labelled).train(&options).unwrap().to_bytes()
        };
        assert_eq!(train(1), train(3));
    }

    #[test]
    fn articles_without_words_and_repeated_labels_are_borne() {
        let set = set(&[("", &["a"]), ("A text.", &["a", "a"]), ("Other.", &["b", "a"]), ("Other.", &["b"])]);
        let model = set.train(&TrainOptions { least_articles: 1, ..TrainOptions::default() }).unwrap();
        assert_eq!(model.topics().collect::<Vec<_>>(), ["a", "b"]);
    }
}
