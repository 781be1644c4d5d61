//! Terms and a model together.
//!
//! A taxonomy's terms are precise and few; a model knows what is written beside them. So for the topics that
//! it learned the model decides what a whole article is about, unless it finds nothing at all; for the
//! others the terms do. In a passage every topic with evidence stays, and the article's topics are added
//! where the model finds them in the passage by itself.

use std::sync::Arc;

use super::model::{Classifier, HOLDS, Model, Verdict};
use super::tagged::{Tagged, sort_best_first};
use super::{Topic, TopicSource};
use onrecord_text::analyze::{Analyzed, Forms};
use onrecord_text::article::BlockKind;
use onrecord_text::passage::Passage;

/// Fewest words of a passage that a model is asked about: fewer say too little by themselves.
const LEAST_WORDS: u32 = 8;

/// The model's score from which on a topic that the terms found as well holds: two witnesses need less.
const SECONDED: f32 = 0.1;

/// A model with the names that a taxonomy gives to its topics.
pub(super) struct Advisor {
    classifier: Classifier,
    /// Identifier and label of each topic of the model.
    names: Vec<(String, String)>,
}

impl Advisor {
    pub(super) fn new(model: Arc<Model>, taxonomy: &[(String, String)]) -> Advisor {
        let names = model.topics().map(|topic| name_in(taxonomy, topic)).collect();
        Advisor { classifier: Classifier::new(model), names }
    }

    /// Brings what terms found in line with what the model says.
    pub(super) fn advise(&mut self, text: &Analyzed, forms: &Forms, passages: &[Passage], tagged: &mut Tagged) {
        let verdicts = self.classifier.judge(text, forms, &text.sentences);
        let mut places: Vec<usize> = self.classifier.choose(&verdicts).iter().map(|verdict| verdict.topic).collect();
        let seconded = |v: &&Verdict| v.score >= SECONDED && self.position(&tagged.article, v.topic).is_some();
        let seconded = verdicts.iter().filter(seconded).map(|verdict| verdict.topic);
        let seconded: Vec<usize> = seconded.filter(|topic| !places.contains(topic)).collect();
        places.extend(seconded);
        if places.is_empty() {
            return;
        }
        let by_terms = std::mem::take(&mut tagged.article);
        tagged.article = places.iter().map(|&place| self.topic(place, verdicts[place].score, &by_terms)).collect();
        sort_best_first(&mut tagged.article);
        let learned = |topic: &Topic| self.names.iter().any(|(id, _)| *id == topic.id);
        tagged.article.extend(by_terms.into_iter().filter(|topic| !learned(topic)));
        for (passage, topics) in passages.iter().zip(&mut tagged.passages) {
            self.advise_passage(text, forms, passage, &places, topics);
        }
    }

    fn position(&self, topics: &[Topic], place: usize) -> Option<usize> {
        topics.iter().position(|topic| topic.id == self.names[place].0)
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

#[cfg(test)]
mod tests {
    use super::super::testing::{article, passages, trained};
    use super::*;
    use crate::topic::{Taxonomy, TopicTagger};
    use onrecord_text::analyze::analyze;

    const TAXONOMY: &str = r#"
[[topic]]
id = "t:money"
label = "Money"
terms = ["bank"]

[[topic]]
id = "t:weather"
label = "Weather"
terms = ["rain"]
"#;

    fn tag(lines: &[(BlockKind, &str)]) -> Tagged {
        let taxonomy = Taxonomy::parse(TAXONOMY, "t").unwrap();
        let mut tagger = TopicTagger::new(&taxonomy).with_model(Arc::new(trained()));
        let (article, mut forms) = (article(lines), Forms::new());
        let text = analyze(&article, &mut forms);
        tagger.tag(&text, &forms, &passages(&text))
    }

    fn shown(topics: &[Topic]) -> Vec<(&str, TopicSource, usize)> {
        topics.iter().map(|topic| (topic.id.as_str(), topic.by, topic.evidence.len())).collect()
    }

    #[test]
    fn the_model_adds_what_terms_do_not_name() {
        let tagged = tag(&[(BlockKind::Body, "Profit rose and shares with it as the interest rate fell.")]);
        assert_eq!(shown(&tagged.article), [("t:money", TopicSource::Model, 0)]);
        assert_eq!(shown(&tagged.passages[0]), [("t:money", TopicSource::Model, 0)]);
        assert_eq!(tagged.article[0].label, "Money");
    }

    #[test]
    fn evidence_of_the_terms_stays() {
        let tagged = tag(&[(BlockKind::Title, "Bank profit"), (BlockKind::Body, "The shares of the bank rose.")]);
        assert_eq!(shown(&tagged.article), [("t:money", TopicSource::Terms, 1)]);
        assert_eq!(shown(&tagged.passages[1]), [("t:money", TopicSource::Terms, 1)]);
    }

    #[test]
    fn topics_that_the_model_does_not_know_are_the_terms_business() {
        let tagged = tag(&[(BlockKind::Title, "Rain"), (BlockKind::Body, "The striker scored a goal in the match.")]);
        assert_eq!(shown(&tagged.article), [("sport", TopicSource::Model, 0), ("t:weather", TopicSource::Terms, 1)]);
    }

    #[test]
    fn boilerplate_and_unknown_words_are_left_alone() {
        let tagged = tag(&[(BlockKind::Boilerplate, "The striker scored a goal in the match for the team.")]);
        assert_eq!(tagged.passages, [vec![]]);
        assert!(tagged.article.is_empty());
        assert!(tag(&[(BlockKind::Body, "Xyzzy.")]).article.is_empty());
    }
}
