//! Self-training: a model from the taxonomy's own confident hits, where no article carries labels.
//!
//! Terms find what they name; a model learned from the articles they are sure of finds what is written
//! beside them (self-training, Yarowsky 1995). The second round learns from what the model of the first
//! makes of all articles. Labels so found are noisy, so mistakes cost little.

use super::Topic;
use super::error::TrainError;
use super::evidence;
use super::model::Model;
use super::train::{Examples, Labels, Solution, TrainOptions, TrainingSet, ascending};
use onrecord_text::analyze::{Analyzed, Forms};

/// Score of the best topic from which on an article's topics are taken for sure.
const SURE_TERMS: f32 = 0.8;

/// The same for the model of the first round.
const SURE_MODEL: f32 = 0.7;

/// A topic is learned from an article where it has at least this share of the best topic's evidence or score.
const NEAR_BEST: f32 = 0.7;

/// What the terms say when the model relabels, against what it says itself.
const SHARE_OF_TERMS: f32 = 0.1;

/// What a mistake costs while labels are noisy.
const COST: f32 = 0.05;

/// Articles with the topics that terms found.
#[derive(Default)]
pub struct SelfTraining {
    set: TrainingSet,
    /// For each article its topics with their share of the best one's evidence.
    shares: Vec<Vec<(String, f32)>>,
}

impl SelfTraining {
    /// No articles yet.
    pub fn new() -> SelfTraining {
        SelfTraining::default()
    }

    /// Adds an article with the topics that the taxonomy's terms found for the whole of it, best first.
    pub fn add(&mut self, text: &Analyzed, forms: &Forms, found: &[Topic]) {
        let best = found.first().map_or(1.0, |topic| evidence::of_score(topic.score));
        let share = |topic: &Topic| (topic.id.clone(), evidence::of_score(topic.score) / best);
        let shares: Vec<(String, f32)> = found.iter().map(share).collect();
        if found.first().is_some_and(|topic| topic.score >= SURE_TERMS) {
            let near: Vec<&str> = shares.iter().filter(|s| s.1 >= NEAR_BEST).map(|s| s.0.as_str()).collect();
            self.set.add(text, forms, &near);
        } else {
            self.set.add_unlabelled(text, forms);
        }
        self.shares.push(shares);
    }

    /// How many articles there are.
    pub fn len(&self) -> usize {
        self.shares.len()
    }

    /// Whether there is no article.
    pub fn is_empty(&self) -> bool {
        self.shares.is_empty()
    }

    /// Learns the topics that were found; `options.cost` is not heeded.
    ///
    /// # Errors
    /// When no topic was surely found in some articles and not in others.
    pub fn train(self, options: &TrainOptions) -> Result<Model, TrainError> {
        let options = TrainOptions { cost: COST, ..*options };
        let (examples, mut labels) = self.set.into_examples(&options);
        let first = examples.solve(&labels, &options)?;
        relabel(&examples, &first, &self.shares, &mut labels);
        match examples.solve(&labels, &options) {
            Ok(second) => Ok(second.into_model(examples, &labels)),
            Err(_) => Ok(first.into_model(examples, &labels)),
        }
    }
}

/// Gives every article the topics of which the model is sure.
fn relabel(examples: &Examples, model: &Solution, shares: &[Vec<(String, f32)>], labels: &mut Labels) {
    for (article, shares) in shares.iter().enumerate() {
        let mut scores = model.scores(&examples.vectors[article]);
        scores.iter_mut().for_each(|score| *score *= 1.0 - SHARE_OF_TERMS);
        for (topic, share) in shares {
            let place = labels.number(topic).and_then(|number| model.topics.iter().position(|&t| t == number));
            if let Some(place) = place {
                scores[place] += SHARE_OF_TERMS * share;
            }
        }
        let best = scores.iter().copied().fold(0.0, f32::max);
        let near = model.topics.iter().zip(&scores).filter(|&(_, &score)| score >= NEAR_BEST * best);
        labels.articles[article] = (best >= SURE_MODEL).then(|| ascending(near.map(|(&topic, _)| topic).collect()));
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::model::Classifier;
    use super::super::testing::{article, passages};
    use super::*;
    use crate::topic::{Taxonomy, TopicTagger};
    use onrecord_text::analyze::analyze;
    use onrecord_text::article::BlockKind;

    const TAXONOMY: &str = r#"
[[topic]]
id = "sport"
terms = ["match", "goal", "striker", "team"]

[[topic]]
id = "money"
terms = ["bank", "profit", "rate", "shares"]
"#;

    #[test]
    fn words_beside_the_terms_are_learned() {
        let mut tagger = TopicTagger::new(&Taxonomy::parse(TAXONOMY, "t").unwrap());
        let (mut learning, mut forms) = (SelfTraining::new(), Forms::new());
        for i in 0..30 {
            let line = match i % 3 {
                0 => "The striker scored a goal for the team in the match at the stadium.",
                1 => "Shares of the bank rose with its profit and the rate, said an economist.",
                _ => "Nothing of note.",
            };
            let article = article(&[(BlockKind::Body, line)]);
            let text = analyze(&article, &mut forms);
            let found = tagger.tag(&text, &forms, &passages(&text)).article;
            learning.add(&text, &forms, &found);
        }
        assert_eq!(learning.len(), 30);
        let mut classifier = Classifier::new(Arc::new(learning.train(&TrainOptions::default()).unwrap()));
        let article = article(&[(BlockKind::Body, "The stadium.")]);
        let text = analyze(&article, &mut forms);
        let found = classifier.judge(&text, &forms, &text.sentences);
        let names: Vec<&str> = classifier.model().topics().collect();
        let score = |id| found.iter().find(|verdict| names[verdict.topic] == id).unwrap().score;
        assert!(score("sport") > 0.5 && score("money") < 0.5, "{found:?}");
    }

    #[test]
    fn without_sure_hits_nothing_is_learned() {
        assert!(SelfTraining::new().train(&TrainOptions::default()).is_err());
    }
}
