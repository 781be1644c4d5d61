//! What is stored: enough to show every article again, with all that was found in it, without its source.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::buffer::TextBuffer;
use super::error::IndexError;
use onrecord_annotate::Findings;
use onrecord_annotate::date::{DateMention, Published};
use onrecord_annotate::speaker::{Quote, SpeakerType};
use onrecord_annotate::topic::Topic;
pub use onrecord_api::sources::{PathRecord, SourceRecord};
pub use onrecord_api::values::parse_speaker_key;
use onrecord_text::article::{Address, Article, Block, BlockKind, Metadata};
use onrecord_text::passage::Passage;
use onrecord_text::span::Span;

/// What a record is of that is no passage; the number stands in the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u64)]
pub enum Class {
    /// A source.
    Source = 1,
    /// What articles say of each other.
    Collection = 2,
    /// A PATH.
    Path = 3,
    /// Files that were not read.
    Unread = 4,
    /// Folders on which other disks are mounted.
    Mounts = 5,
    /// What articles tell of each other's dates.
    Clues = 6,
    /// Sources that are gone and kept.
    Missed = 7,
}

impl Class {
    /// All of them.
    pub const ALL: [Class; 7] =
        [Class::Source, Class::Collection, Class::Path, Class::Unread, Class::Mounts, Class::Clues, Class::Missed];
}

/// What is true of an article as a whole; stored with its first passage.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ArticleRecord {
    /// Key of its source.
    pub source: [u8; 16],
    /// Its id.
    pub id: String,
    /// Its source's path, for display.
    pub path: String,
    /// Its title, or the empty string.
    pub title: String,
    /// Where the text proper begins in the content.
    pub text_start: u32,
    /// Code points of the title line before the text proper: what `text_start` is in code points.
    pub text_start_chars: u32,
    /// The section label in the text, where nothing beside the text names the section.
    pub section_label: Option<String>,
    /// What stands in the content before the first passage.
    pub lead: String,
    /// The blocks of the content.
    #[serde(with = "super::packed::blocks")]
    pub blocks: Vec<Block>,
    /// What its source said outside the text.
    pub metadata: Metadata,
    /// Where in its source it lies.
    pub address: Address,
    /// Which taxonomy gave its topics; see [`Findings::taxonomy`].
    pub taxonomy: u64,
    /// What was found in it.
    pub found: ArticleFindings,
}

impl ArticleRecord {
    /// The section it appeared in.
    pub fn section(&self) -> Option<&str> {
        self.metadata.section.as_deref().or(self.section_label.as_deref())
    }
}

/// What annotators found in an article as a whole.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ArticleFindings {
    /// ISO 639-1 code of its language.
    pub language: Option<String>,
    /// When it was published, as the collection now has it.
    pub published: Published,
    /// What it says of its publication by itself, where the collection says otherwise.
    pub own_published: Option<Published>,
    /// Its topics.
    pub topics: Vec<Topic>,
}

/// A passage's text and where it stands, without what was found in it: enough to match words and mark them.
/// Spans refer to the article's content.
#[derive(Clone, Debug, PartialEq)]
pub struct PassageText {
    /// Its place in the article, from 0.
    pub ordinal: u32,
    /// The kind of its blocks.
    pub kind: BlockKind,
    /// Its place in the content.
    pub span: Span,
    /// Line of its first character, from 1.
    pub line: u32,
    /// Code points of the content before it.
    pub chars_before: u32,
    /// Its words.
    pub text: String,
    /// The blocks, or pieces of a block, that it is made of.
    pub blocks: Vec<Span>,
}

/// One passage with what was found in it. Spans refer to the article's content.
#[derive(Clone, Debug, PartialEq)]
pub struct PassageRecord {
    /// Its place in the article, from 0.
    pub ordinal: u32,
    /// The kind of its blocks.
    pub kind: BlockKind,
    /// Its place in the content.
    pub span: Span,
    /// Line of its first character, from 1.
    pub line: u32,
    /// Code points of the content before it.
    pub chars_before: u32,
    /// Its words.
    pub text: String,
    /// What follows it in the content up to the next passage.
    pub tail: String,
    /// The blocks, or pieces of a block, that it is made of.
    pub blocks: Vec<Span>,
    /// Quotes that overlap it.
    pub quotes: Vec<Quote>,
    /// Date mentions within it.
    pub dates: Vec<DateMention>,
    /// Its topics.
    pub topics: Vec<Topic>,
}

impl PassageRecord {
    /// The passage without what was found in it.
    pub fn without_findings(&self) -> PassageText {
        PassageText {
            ordinal: self.ordinal,
            kind: self.kind,
            span: self.span,
            line: self.line,
            chars_before: self.chars_before,
            text: self.text.clone(),
            blocks: self.blocks.clone(),
        }
    }
}

/// Packs a record.
///
/// # Panics
/// Never: the records hold only what can be packed.
pub fn pack<T: Serialize>(record: &T) -> Vec<u8> {
    postcard::to_stdvec(record).expect("records are plain data")
}

/// Unpacks a record.
///
/// # Errors
/// When the bytes are not such a record: the index is damaged.
pub fn unpack<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, IndexError> {
    postcard::from_bytes(bytes).map_err(damaged)
}

pub(super) fn damaged(error: postcard::Error) -> IndexError {
    IndexError::Damaged { what: error.to_string() }
}

/// Passages as they were split, without the words that only analysis finds: enough to show them.
pub fn outlines(passages: &[PassageRecord]) -> Vec<Passage> {
    let outline = |p: &PassageRecord| Passage {
        ordinal: p.ordinal,
        kind: p.kind,
        span: p.span,
        line: p.line,
        words: 0..0,
        sentences: 0..0,
    };
    passages.iter().map(outline).collect()
}

/// What was found in an article, put together again from its records.
pub fn restore_findings(record: &ArticleRecord, passages: &[PassageRecord]) -> Findings {
    let mut quotes: Vec<Quote> = Vec::new();
    for quote in passages.iter().flat_map(|p| &p.quotes) {
        // A quote over several passages stands in each.
        if quotes.last() != Some(quote) && !quotes.contains(quote) {
            quotes.push(quote.clone());
        }
    }
    // Those that begin together stay as they were found.
    quotes.sort_by_key(|quote| quote.span.start);
    let mut dates: Vec<DateMention> = passages.iter().flat_map(|p| p.dates.iter().cloned()).collect();
    dates.dedup();
    Findings {
        taxonomy: record.taxonomy,
        language: record.found.language.clone(),
        published: record.found.published.clone(),
        own_published: record.found.own_published.clone(),
        dates,
        clues: None,
        quotes,
        passage_topics: passages.iter().map(|p| p.topics.clone()).collect(),
        topics: record.found.topics.clone(),
    }
}

/// Appends the term under which a speaker is indexed: type and the name used within the article.
pub fn push_speaker_key(text: &mut TextBuffer, kind: SpeakerType, name: &str) {
    text.push_str(kind.letter().encode_utf8(&mut [0; 4]));
    text.push_str(":");
    text.push_str(name);
}

/// Puts an article together again from its records, passages in order.
pub fn restore(record: &ArticleRecord, passages: &[PassageRecord]) -> Article {
    let mut content = record.lead.clone();
    for passage in passages {
        content.push_str(&passage.text);
        content.push_str(&passage.tail);
    }
    Article {
        id: record.id.clone(),
        path: record.path.clone(),
        content,
        text_start: record.text_start,
        blocks: record.blocks.clone(),
        metadata: record.metadata.clone(),
        address: record.address.clone(),
    }
}
