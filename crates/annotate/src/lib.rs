//! Annotators: an analysed article in, facts on spans out. They read no files, know no index, and give
//! the same answer for the same article whatever came before.
//!
//! - [`all`]: all of them over one article
//! - [`date`]: when the article was published, and which days it speaks of
//! - [`language`]: which language it is written in
//! - [`speaker`]: who said what
//! - [`topic`]: what a passage is about

pub mod all;
pub mod date;
pub mod language;
pub mod speaker;
pub mod topic;

use std::borrow::Cow;

use self::date::{DateClues, DateMention, Published};
use self::speaker::{Quote, Speaker, SpeakerType};
use self::topic::Topic;

/// Everything that annotators found in one article.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// ISO 639-1 code of its language, where it can be told.
    pub language: Option<String>,
    /// When it was published.
    pub published: Published,
    /// What it says of its publication by itself, where its collection says otherwise.
    pub own_published: Option<Published>,
    /// The dates it speaks of, in text order.
    pub dates: Vec<DateMention>,
    /// What it tells that may date other articles, where it was just annotated and nothing gives its own date; no part
    /// of what is kept of it.
    pub clues: Option<DateClues>,
    /// Its quotes, in text order.
    pub quotes: Vec<Quote>,
    /// Which taxonomy gave the topics.
    pub taxonomy: u64,
    /// The topics of each passage.
    pub passage_topics: Vec<Vec<Topic>>,
    /// The topics of the whole.
    pub topics: Vec<Topic>,
}

/// A score or confidence in thousandths, the decimals that it is given and kept with.
pub fn thousandths(score: f32) -> u32 {
    (score * 1000.0).round() as u32
}

/// The score that is `n` thousandths.
pub fn from_thousandths(n: u32) -> f32 {
    n as f32 / 1000.0
}

/// The names by which speakers go across a collection.
pub trait CanonicalNames {
    /// The canonical name of a speaker as an article has it.
    fn canonical<'a>(&'a self, speaker: &'a Speaker) -> Cow<'a, str>;

    /// The type that the collection gives the speaker.
    fn kind(&self, speaker: &Speaker) -> SpeakerType {
        speaker.kind
    }
}

/// Every speaker goes by the name that its article has.
pub struct LocalNames;

impl CanonicalNames for LocalNames {
    fn canonical<'a>(&'a self, speaker: &'a Speaker) -> Cow<'a, str> {
        Cow::Borrowed(&speaker.name)
    }
}
