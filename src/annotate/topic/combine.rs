//! Terms and a model together.
//!
//! A taxonomy's terms are precise and few; a model knows what is written beside them. So for the topics that
//! it learned the model decides what a whole article is about, unless it finds nothing at all; for the
//! others the terms do. In a passage every topic with evidence stays, and the article's topics are added
//! where the model finds them in the passage by itself.

use std::sync::Arc;

use super::model::{Classifier, HOLDS, Model};
use super::tagger::Tagged;
use super::{Topic, TopicSource};
use crate::analyze::{Analyzed, Forms};
use crate::article::BlockKind;
use crate::passage::Passage;

/// Fewest words of a passage that a model is asked about: fewer say too little by themselves.
const LEAST_WORDS: u32 = 8;

/// A model with the names that a taxonomy gives to its topics.
pub(super) struct Advisor {
    classifier: Classifier,
    /// Identifier and label of each topic of the model.
    names: Vec<(String, String)>,
}

impl Advisor {
    pub fn new(model: Arc<Model>, taxonomy: &[(String, String)]) -> Advisor {
        let names = model.topics().map(|topic| name_in(taxonomy, topic)).collect();
        Advisor { classifier: Classifier::new(model), names }
    }

    /// Brings what terms found in line with what the model says.
    pub fn advise(&mut self, text: &Analyzed, forms: &Forms, passages: &[Passage], tagged: &mut Tagged) {
        let verdicts = self.classifier.classify(text, forms);
        if verdicts.is_empty() {
            return;
        }
        let by_terms = std::mem::take(&mut tagged.article);
        let topics = verdicts.iter().map(|verdict| self.topic(verdict.topic, verdict.score, &by_terms));
        tagged.article = topics.collect();
        let learned = |topic: &Topic| self.names.iter().any(|(id, _)| *id == topic.id);
        tagged.article.extend(by_terms.into_iter().filter(|topic| !learned(topic)));
        let places: Vec<usize> = verdicts.iter().map(|verdict| verdict.topic).collect();
        for (passage, topics) in passages.iter().zip(&mut tagged.passages) {
            self.advise_passage(text, forms, passage, &places, topics);
        }
    }

    fn advise_passage(
        &mut self,
        text: &Analyzed,
        forms: &Forms,
        passage: &Passage,
        of_article: &[usize],
        topics: &mut Vec<Topic>,
    ) {
        let missing = |&&place: &&usize| !topics.iter().any(|topic| topic.id == self.names[place].0);
        let missing: Vec<usize> = of_article.iter().filter(missing).copied().collect();
        let too_short = passage.words.end - passage.words.start < LEAST_WORDS;
        if missing.is_empty() || too_short || passage.kind == BlockKind::Boilerplate {
            return;
        }
        let sentences = &text.sentences[passage.sentences.start as usize..passage.sentences.end as usize];
        let verdicts = self.classifier.judge(text, forms, sentences);
        let found = verdicts.iter().filter(|verdict| verdict.score >= HOLDS && missing.contains(&verdict.topic));
        topics.extend(found.map(|verdict| self.topic(verdict.topic, verdict.score, &[])));
    }

    /// A topic of the model, with the evidence of the terms if they gave it as well.
    fn topic(&self, place: usize, score: f32, by_terms: &[Topic]) -> Topic {
        let (id, label) = self.names[place].clone();
        match by_terms.iter().find(|topic| topic.id == id) {
            Some(topic) => Topic { score, ..topic.clone() },
            None => Topic { id, label, score, evidence: Vec::new(), by: TopicSource::Model },
        }
    }
}

/// The names of a learned topic: labelled articles may name a topic of the taxonomy by id or by label.
fn name_in(taxonomy: &[(String, String)], topic: &str) -> (String, String) {
    let same = |(id, label): &&(String, String)| id == topic || label.to_lowercase() == topic.to_lowercase();
    taxonomy.iter().find(same).cloned().unwrap_or_else(|| (topic.into(), topic.into()))
}
