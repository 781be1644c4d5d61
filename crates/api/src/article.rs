//! An article and what was found in it, as answers show them. Shapes and names are those of the JSON output.

use jiff::civil::Date as Day;
use serde::{Deserialize, Serialize};

use crate::place::Place;
use onrecord_annotate::date::{Basis, Precision, TimexType};
use onrecord_annotate::speaker::{QuoteKind, SpeakerType};
use onrecord_annotate::topic::TopicSource;
use onrecord_text::article::BlockKind;
pub use onrecord_text::article::Place as Address;

/// What names an article and says where it comes from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ArticleHead {
    /// Its id.
    pub id: String,
    /// Its source's path, as the user named it.
    pub path: String,
    /// Its title, or the empty string.
    pub title: String,
    /// Who published it.
    pub outlet: Option<String>,
    /// The section or desk.
    pub section: Option<String>,
    /// Who wrote it, as given.
    pub author: Option<String>,
    /// Where it was found on the web.
    pub url: Option<String>,
    /// When it appeared. Its evidence is there where [findings](crate::Parts::findings) were asked for.
    pub published: Published,
}

/// When an article appeared: an interval, both ends inclusive, an absent end being open.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Published {
    /// First day on which it can have appeared.
    pub earliest: Option<Day>,
    /// Last day on which it can have appeared.
    pub latest: Option<Day>,
    /// The most likely day, month or year: `2017-03-22`, `2017-03` or `2017`.
    pub best: Option<String>,
    /// How exactly it is known.
    pub precision: Precision,
    /// What it rests on.
    pub basis: Basis,
    /// The words it was read from.
    pub evidence: Vec<Evidence>,
}

/// The words a conclusion was drawn from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// Where they stand.
    pub span: Place,
    /// What was concluded and why, in a few words.
    pub rule: String,
    /// The words.
    pub text: String,
}

/// A passage that was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HitPassage {
    /// Its number in the article, from 0.
    pub ordinal: u32,
    /// The kind of its blocks.
    pub kind: BlockKind,
    /// Line of its first character in the file, or on the page, from 1.
    pub line: u32,
    /// Where that line is in its file.
    pub address: Address,
    /// Where it stands.
    pub span: Place,
    /// Its words.
    pub text: String,
}

/// A highlighted range.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mark {
    /// Where it is.
    pub span: Place,
    /// The words.
    pub text: String,
    /// The positive clauses of the query that it makes true, left to right from 0.
    pub clauses: Vec<u32>,
}

/// Who said the words of a passage that are marked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attribution {
    /// Who.
    pub speaker: Speaker,
    /// How it is reported.
    pub kind: QuoteKind,
    /// To whom, as printed: "reporters".
    pub to: Option<String>,
}

/// Reported speech.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quote {
    /// Its words.
    pub span: Place,
    /// How it reports.
    pub kind: QuoteKind,
    /// Who said it, where that can be told.
    pub speaker: Option<Speaker>,
    /// The words from which the speaker was read ("Toner", "he").
    pub mention: Option<Words>,
    /// The words that mark it as speech ("said", "according to").
    pub cue: Option<Words>,
    /// How sure the attribution is, 0 to 1.
    pub confidence: f32,
}

/// Who said a quote.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Speaker {
    /// The name across the whole collection.
    pub name: String,
    /// What sort of speaker it is.
    #[serde(rename = "type")]
    pub kind: SpeakerType,
    /// The role as printed.
    pub role: Option<String>,
}

/// Words at a place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Words {
    /// Where they stand.
    pub span: Place,
    /// The words.
    pub text: String,
}

/// A date that the text speaks of: one TIMEX3 expression.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Date {
    /// Its words' place.
    pub span: Place,
    /// Its words.
    pub text: String,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: TimexType,
    /// TIMEX3 value.
    pub value: String,
    /// First day of what it denotes, where it denotes days.
    pub earliest: Option<Day>,
    /// Last day of what it denotes, inclusive.
    pub latest: Option<Day>,
    /// First and last day of the range of which this is one end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<(Day, Day)>,
}

/// What something is about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Topic {
    /// The taxonomy's identifier.
    pub id: String,
    /// Its label for people.
    pub label: String,
    /// Strength, 0 to 1.
    pub score: f32,
    /// The words that made it so; empty where a model did.
    pub evidence: Vec<Place>,
    /// What gave it.
    pub by: TopicSource,
}

/// One article with all that was found in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AnnotatedArticle {
    /// Its id.
    pub id: String,
    /// Its source's path, as the user named it.
    pub path: String,
    /// Its title, or the empty string.
    pub title: String,
    /// Who published it.
    pub outlet: Option<String>,
    /// The section or desk.
    pub section: Option<String>,
    /// Who wrote it, as given.
    pub author: Option<String>,
    /// Where it was found on the web.
    pub url: Option<String>,
    /// ISO 639-1 code of its language, where it can be told.
    pub language: Option<String>,
    /// When it appeared.
    pub published: Published,
    /// Its blocks, in text order.
    pub blocks: Vec<Block>,
    /// Its passages, in text order.
    pub passages: Vec<PassageHead>,
    /// Its quotes, in text order.
    pub quotes: Vec<Quote>,
    /// The dates it speaks of, in text order.
    pub dates: Vec<Date>,
    /// The topics of the whole.
    pub topics: Vec<Topic>,
}

/// One run of text with a kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it stands.
    pub span: Place,
}

/// A passage of an article, without its words, which are [those](AnnotatedArticle) of the article.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PassageHead {
    /// Its number in the article, from 0.
    pub ordinal: u32,
    /// The kind of its blocks.
    pub kind: BlockKind,
    /// Where it stands.
    pub span: Place,
    /// Line of its first character in the file, or on the page, from 1.
    pub line: u32,
    /// Where that line is in its file.
    pub address: Address,
    /// Its topics.
    pub topics: Vec<Topic>,
}

impl From<&AnnotatedArticle> for ArticleHead {
    fn from(article: &AnnotatedArticle) -> Self {
        ArticleHead {
            id: article.id.clone(),
            path: article.path.clone(),
            title: article.title.clone(),
            outlet: article.outlet.clone(),
            section: article.section.clone(),
            author: article.author.clone(),
            url: article.url.clone(),
            published: article.published.clone(),
        }
    }
}
