//! Topics: what a passage is about, in the terms of a taxonomy.
//!
//! - [`taxonomy`]: the topics, as a user writes them in a file; [`term`]: what a term matches
//! - `trie`: all terms in one pass over the words (`beginnings`: which spellings can be none of a term); `hits`,
//!   `evidence`: which occurrences count, and how much
//! - [`tagger`]: the topics of passages and articles
//! - [`train`], [`self_training`]: a linear model from labelled articles, or from the terms' own hits
//!   (`features`, `vectors`: words as numbers; `svm`, `planes`, `threshold`: decisions)
//! - [`model`]: its use; `store`: as bytes; `combine`: beside the terms
//! - [`suggest`]: terms that a topic lacks; [`evaluate`]: topics against labels
//!
//! Everything here works on analysed text and plain data: files are read and models stored elsewhere.

mod beginnings;
mod combine;
pub mod error;
pub mod evaluate;
mod evidence;
mod features;
mod hits;
pub mod model;
mod planes;
pub mod self_training;
mod store;
pub mod suggest;
mod svm;
mod tagged;
pub mod tagger;
pub mod taxonomy;
pub mod term;
#[cfg(test)]
mod testing;
mod threshold;
pub mod train;
mod trie;
mod vectors;

pub use error::{ModelError, TaxonomyError, TrainError};
pub use evaluate::{Counts, Evaluation};
pub use evidence::MAX_EVIDENCE;
pub use model::{Classifier, Model, Verdict};
pub use self_training::SelfTraining;
pub use suggest::{Suggester, Suggestion};
pub use tagged::Tagged;
pub use tagger::{CompileQuery, QueryMatcher, TopicTagger};
pub use taxonomy::{Taxonomy, TopicDef};
pub use train::{TrainOptions, TrainingSet};

use serde::{Deserialize, Serialize};

use onrecord_text::span::Span;

/// A topic found in a passage or an article.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Topic {
    /// The taxonomy's identifier.
    pub id: String,
    /// Its label for people.
    pub label: String,
    /// Strength, 0 to 1.
    pub score: f32,
    /// The words that made it so; empty where a model did.
    pub evidence: Vec<Span>,
    /// What gave it.
    pub by: TopicSource,
}

/// What gave a topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TopicSource {
    /// The taxonomy's terms or queries.
    Terms,
    /// A learned model.
    Model,
}
