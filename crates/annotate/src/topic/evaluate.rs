//! Evaluation: found topics against labels.
//!
//! Precision, recall and F1 as usual in text categorisation (Yang and Liu 1999): micro-averages count
//! every decision alike, macro-averages every topic alike.

use std::collections::BTreeMap;

/// Decisions on one topic, or on all together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Found and labelled.
    pub right: usize,
    /// Found and not labelled.
    pub wrong: usize,
    /// Labelled and not found.
    pub missed: usize,
}

impl Counts {
    /// Share of what was found that is right; 0 where nothing was found.
    pub fn precision(self) -> f64 {
        share(self.right, self.right + self.wrong)
    }

    /// Share of what is labelled that was found; 0 where nothing is labelled.
    pub fn recall(self) -> f64 {
        share(self.right, self.right + self.missed)
    }

    /// Harmonic mean of precision and recall.
    pub fn f1(self) -> f64 {
        share(2 * self.right, 2 * self.right + self.wrong + self.missed)
    }

    /// How many labels there are.
    pub fn labelled(self) -> usize {
        self.right + self.missed
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// Found topics against labels, over a number of articles or passages.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evaluation {
    topics: BTreeMap<String, Counts>,
    items: usize,
    best_right: usize,
}

impl Evaluation {
    /// Nothing compared yet.
    pub fn new() -> Evaluation {
        Evaluation::default()
    }

    /// Compares the topics found for one item, best first, with its labels. Repetitions do not count.
    pub fn add<F: AsRef<str>, L: AsRef<str>>(&mut self, found: &[F], labels: &[L]) {
        let has = |label: &str| labels.iter().any(|l| l.as_ref() == label);
        self.items += 1;
        self.best_right += usize::from(found.first().is_some_and(|best| has(best.as_ref())));
        for (i, topic) in found.iter().map(AsRef::as_ref).enumerate() {
            if found[..i].iter().any(|f| f.as_ref() == topic) {
                continue;
            }
            let counts = self.counts(topic);
            if has(topic) { counts.right += 1 } else { counts.wrong += 1 }
        }
        for (i, label) in labels.iter().map(AsRef::as_ref).enumerate() {
            let repeated = labels[..i].iter().any(|l| l.as_ref() == label);
            if !repeated && !found.iter().any(|f| f.as_ref() == label) {
                self.counts(label).missed += 1;
            }
        }
    }

    fn counts(&mut self, topic: &str) -> &mut Counts {
        if !self.topics.contains_key(topic) {
            self.topics.insert(topic.into(), Counts::default());
        }
        self.topics.get_mut(topic).expect("just inserted")
    }

    /// The decisions on each topic that was found or labelled, by name.
    pub fn topics(&self) -> impl Iterator<Item = (&str, Counts)> {
        self.topics.iter().map(|(topic, &counts)| (topic.as_str(), counts))
    }

    /// All decisions together, or those on the topics for which `keep` holds.
    pub fn micro(&self, keep: impl Fn(&str) -> bool) -> Counts {
        let kept = self.topics().filter(|(topic, _)| keep(topic));
        kept.fold(Counts::default(), |sum, (_, c)| Counts {
            right: sum.right + c.right,
            wrong: sum.wrong + c.wrong,
            missed: sum.missed + c.missed,
        })
    }

    /// The mean F1 of the topics that are labelled somewhere.
    pub fn macro_f1(&self) -> f64 {
        let labelled: Vec<f64> = self.topics().filter(|(_, c)| c.labelled() > 0).map(|(_, c)| c.f1()).collect();
        if labelled.is_empty() { 0.0 } else { labelled.iter().sum::<f64>() / labelled.len() as f64 }
    }

    /// Share of the items whose best topic is among their labels.
    pub fn accuracy(&self) -> f64 {
        share(self.best_right, self.items)
    }

    /// How many items were compared.
    pub fn items(&self) -> usize {
        self.items
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decisions_are_counted_by_topic() {
        let mut evaluation = Evaluation::new();
        evaluation.add(&["a", "b", "b"], &["b", "c"]);
        evaluation.add(&["a"], &["a"]);
        evaluation.add(&[] as &[&str], &["c"]);
        let all = evaluation.micro(|_| true);
        assert_eq!(all, Counts { right: 2, wrong: 1, missed: 2 });
        assert_eq!(evaluation.micro(|t| t == "c"), Counts { right: 0, wrong: 0, missed: 2 });
        assert_eq!((all.precision(), all.recall(), all.f1()), (2.0 / 3.0, 0.5, 4.0 / 7.0));
        assert_eq!(evaluation.accuracy(), 1.0 / 3.0);
        assert!((evaluation.macro_f1() - (2.0 / 3.0 + 1.0 + 0.0) / 3.0).abs() < 1e-12);
    }

    #[test]
    fn nothing_compared_gives_no_figures() {
        let evaluation = Evaluation::new();
        assert_eq!((evaluation.accuracy(), evaluation.macro_f1()), (0.0, 0.0));
        assert_eq!(evaluation.micro(|_| true).f1(), 0.0);
    }
}
