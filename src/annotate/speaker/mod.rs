//! Speakers: which quotes an article holds, and who said each.

pub mod alias;
mod annotator;
mod antecedent;
mod attribution;
pub mod collection;
mod entity;
mod event;
mod indirect;
pub mod learn;
mod lexicon;
pub mod marks;
pub mod matching;
mod mention;
mod model;
mod role;
mod scene;
mod speech;
mod token;
mod turn;
mod weights;

pub use annotator::SpeakerAnnotator;
pub use lexicon::Propensities;
pub use model::Linear;
pub use weights::Weights;

use serde::{Deserialize, Serialize};

use crate::span::Span;

/// How a quote reports what was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum QuoteKind {
    /// One quotation-mark run, marks included, that stands for itself.
    Direct,
    /// One quotation-mark run, marks included, that is a part of the reporter's own sentence.
    Mixed,
    /// A paraphrase; its span takes in source, cue and content.
    Indirect,
}

/// What sort of speaker it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SpeakerType {
    /// One named human being.
    Person,
    /// A body that speaks as one ("the State Department").
    Organisation,
    /// Several together ("foreign ministers of the Global Coalition").
    Group,
    /// Somebody without a name ("an official").
    Unnamed,
}

/// Who said a quote.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Speaker {
    /// The fullest name the article gives ("Mark Toner"), later the one used across the index.
    pub name: String,
    /// What sort of speaker it is.
    pub kind: SpeakerType,
    /// The role as printed ("acting State Department spokesman").
    pub role: Option<String>,
}

/// Reported speech.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quote {
    /// Its words; see [`QuoteKind`] for what they take in.
    pub span: Span,
    /// How it reports.
    pub kind: QuoteKind,
    /// Who said it, where that can be told.
    pub speaker: Option<Speaker>,
    /// The words from which the speaker was read ("Toner", "he").
    pub mention: Option<Span>,
    /// The words that mark it as speech ("said", "according to").
    pub cue: Option<Span>,
    /// How sure the attribution is, 0 to 1.
    pub confidence: f32,
}
