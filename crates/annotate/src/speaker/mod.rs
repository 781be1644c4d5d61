//! Speakers: which quotes an article holds, and who said each.
//!
//! ```text
//! words ─ marks: runs ─ token: classes ─ mention: names, pronouns, nouns ─ entity: one bearer's names
//!       ─ profile: what models see of a mention
//!       ─ event: cue and source ─ attribution: run and source (beside, together, unsaid: what grammar settles)
//!       ─ antecedent, role, called, speech: who that is
//!       ─ indirect: events as paraphrases ─ turn: transcripts ─ Vec<Quote>
//! ```
//!
//! No parser is run. Spellings are classified once ([`FormTable`](onrecord_text::analyze::form::FormTable)); everything
//! after works on classes and numbers. Two log-linear rankers over hashed features decide: for each cue word which
//! mention of its sentence is its source or none (the events), and for each quotation-mark run which mention around
//! it is its source or none. The second sees place and distance, the punctuation about the run, the event
//! that a mention takes part in, and who was the source before. The design follows the work on quote
//! attribution: cue verbs and candidates as in Elson and McKeown, "Automatic attribution of quoted speech in
//! literary narrative" (2010); decisions that look back as in O'Keefe et al., "A sequence labelling approach
//! to quote attribution" (2012); cue, source and content of direct and indirect speech as in Pareti, "PARC 3.0: a corpus
//! of attribution relations" (2016) and Newell et al., "An attribution relations corpus for political news"
//! (PolNeAR, 2018), on whose training part the weights were learned
//! (`cargo run --release --example learn_speakers -- ../shared/data/speaker`, see [`learn`]).
//!
//! What articles tell of each other is settled apart, over names alone: [`collection`] and [`alias`]. Query terms
//! meet names in [`matching`].
//!
//! Deliberately absent: attributions without a source, beliefs and sentiments that nobody uttered, and any
//! knowledge of persons beyond what the article prints; only given names carry a gender.

pub mod alias;
mod annotator;
mod antecedent;
mod attribution;
mod bearers;
mod beside;
mod bit;
mod bodies;
mod body_core;
mod called;
pub mod collection;
mod cue_view;
mod description;
mod descriptions;
mod entity;
mod event;
mod header;
mod history;
mod indirect;
mod kind;
mod known;
mod label;
pub mod learn;
mod lexicon;
pub mod marks;
pub mod matching;
mod mention;
mod model;
mod name;
mod name_setting;
mod name_table;
mod nominal;
mod persons;
mod phrase;
mod profile;
mod proper;
mod role;
mod scene;
mod speech;
mod spelling;
mod stretch;
mod together;
mod token;
mod turn;
mod unsaid;
mod usage;
mod weights;
mod wording;
mod words;

pub use annotator::SpeakerAnnotator;
pub use lexicon::Propensities;
pub use model::Linear;
pub use weights::Weights;

use serde::{Deserialize, Serialize};

use onrecord_text::span::Span;

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
    /// What was written or broadcast ("the report").
    Document,
    /// Somebody without a name ("an official").
    Unnamed,
}

impl SpeakerType {
    /// The type with this [letter](Self::letter).
    pub fn of_letter(letter: char) -> Option<Self> {
        let all = [Self::Person, Self::Organisation, Self::Group, Self::Document, Self::Unnamed];
        all.into_iter().find(|kind| kind.letter() == letter)
    }

    /// The letter that it goes by where names are stored.
    pub fn letter(self) -> char {
        match self {
            SpeakerType::Person => 'p',
            SpeakerType::Organisation => 'o',
            SpeakerType::Group => 'g',
            SpeakerType::Document => 'd',
            SpeakerType::Unnamed => 'u',
        }
    }
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
