//! Topics: what a passage is about, in the terms of a taxonomy.

use serde::{Deserialize, Serialize};

use crate::span::Span;

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
