//! Dates: when an article was published, and which days it speaks of.
//!
//! - `english`: the words of English dates; another language is another such file
//! - `holidays`: days that go by a name
//! - `links`: ranges and lists, which share their year
//! - `notation`: words of digits: `22nd`, `1q12`, `04.03.2017`
//! - `parse`: which words of a sentence are a date, and what they say of it
//! - `tense`: whether the words around speak of what was or will be
//! - `resolve`: which days are meant
//! - `published`: when the article appeared, stated or inferred
//! - `period`: a period as people write it at a prompt
//! - [`corpus`]: what articles tell of each other's dates
//!
//! Little here knows what happened in the world: an event without a date stays without one, four days aside that are
//! called by their date alone ("the Sept. 11 attacks").

mod annotator;
mod calendar;
mod clues;
pub mod corpus;
mod english;
mod holidays;
mod links;
mod notation;
mod parse;
mod period;
mod published;
mod resolve;
mod tag;
mod tense;
#[cfg(test)]
mod tests;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use annotator::{DateAnnotator, Dated};
pub use clues::{DateClues, DayClue, QuoteClue, Side};
pub use onrecord_text::date::PartialDate;
pub use period::read_period;

use onrecord_text::span::Span;

/// How exactly a publication date is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// One day.
    Day,
    /// Some days, not a whole month or year.
    Interval,
    /// A calendar month.
    Month,
    /// A calendar year.
    Year,
    /// Nothing or next to nothing is known.
    #[default]
    Unknown,
}

/// What a publication date rests on, strongest first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Basis {
    /// The text says so: a dateline, a byline or header line.
    Stated,
    /// A field beside the text says so: front matter, a JSON field.
    Metadata,
    /// The file's name or URL says so.
    Filename,
    /// It follows from what the text says.
    Inferred,
    /// It follows from what other articles of the index say.
    Corpus,
    /// Nothing says so.
    #[default]
    None,
}

/// The words a conclusion was drawn from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Where they stand.
    pub span: Span,
    /// What was concluded and why, in a few words.
    pub rule: String,
}

/// When an article appeared: an interval, both ends inclusive, an absent end being open.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// First day on which it can have appeared.
    pub earliest: Option<Date>,
    /// Last day on which it can have appeared.
    pub latest: Option<Date>,
    /// The most likely day, month or year.
    pub best: Option<PartialDate>,
    /// How exactly it is known.
    pub precision: Precision,
    /// What it rests on.
    pub basis: Basis,
    /// The words it was read from.
    pub evidence: Vec<Evidence>,
}

impl Published {
    /// Whether the day is given, so that nothing else has to settle it.
    pub fn is_given(&self) -> bool {
        matches!(self.basis, Basis::Stated | Basis::Metadata | Basis::Filename)
    }
}

/// The type of a date mention, as in TimeML.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum TimexType {
    /// A calendar date or a part of one.
    Date,
    /// A time of day.
    Time,
    /// A length of time.
    Duration,
    /// A recurring time.
    Set,
}

/// A date that the text speaks of: one TIMEX3 expression.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateMention {
    /// Its words.
    pub span: Span,
    /// Its type.
    pub kind: TimexType,
    /// TIMEX3 value: ISO 8601 with `XX` for unknown parts, `P30D`, `2017-W28`, `PAST_REF`, ….
    pub value: String,
    /// First day of what it denotes, where it denotes days.
    pub earliest: Option<Date>,
    /// Last day of what it denotes, inclusive.
    pub latest: Option<Date>,
    /// First and last day of the range of which this is one end ("March 22 to 23").
    pub range: Option<(Date, Date)>,
}
