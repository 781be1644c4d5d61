//! What an engine has to be able to do, in plain data: the seam between the desk and whatever holds the articles,
//! on disk or over the network.
//!
//! A [`Backend`] gives [views](View). A view is one state of the archive, as one commit left it, for as long as
//! somebody holds it; everything that an answer says comes from one view. Several threads may ask a view at once.
//! The query language and the marks are not the engine's affair alone: whatever an engine finds must satisfy
//! [`Matcher`](onrecord_query::highlight::Matcher), which also makes the marks.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::SystemTime;

use crate::answer::Unread;
use crate::collection::Collection;
use crate::error::Error;
use crate::half_life::HalfLife;
use crate::keys::ArticleKey;
use crate::request::{Rank, Sort, Unit};
use onrecord_annotate::Findings;
use onrecord_annotate::date::Published;
use onrecord_annotate::speaker::{Quote, SpeakerType};
use onrecord_annotate::topic::Topic;
use onrecord_query::highlight::Found;
use onrecord_query::{Field, Query, QueryError, Stop, Stopped};
use onrecord_text::article::{Address, Article, BlockKind, Metadata};
use onrecord_text::passage::Passage;
use onrecord_text::span::Span;

/// Something that holds articles and can be asked.
pub trait Backend: Send + Sync {
    /// The archive as its last commit left it. Calls between two commits give the same view, with what it has
    /// learnt.
    ///
    /// # Errors
    /// When there is no archive, or it cannot be read.
    fn view(&self) -> Result<Arc<dyn View>, BackendError>;
}

/// One state of an archive. What may take long is stopped by the [`Stop`] of its request.
pub trait View: Send + Sync {
    /// Names the state: two views of one archive with the same number hold the same articles.
    fn revision(&self) -> u64;

    /// What the articles say of each other: names of speakers, labels of topics.
    fn collection(&self) -> &Collection;

    /// The keys of all articles, in no particular order.
    ///
    /// # Errors
    /// When the archive cannot be read.
    fn articles(&self) -> Result<Vec<ArticleKey>, BackendError>;

    /// Finds what is asked for, in order.
    ///
    /// # Errors
    /// When the query asks for more than the engine can do, the time is over, or the archive cannot be read.
    fn search(&self, search: &Search) -> Result<Hits, BackendError>;

    /// Finds what is asked for, and gives ids and scores alone: one for each article where articles are the unit.
    ///
    /// # Errors
    /// As [`search`](View::search).
    fn rank(&self, search: &Search) -> Result<Vec<ScoredId>, BackendError>;

    /// What the score of a hit is made of.
    ///
    /// # Errors
    /// As [`search`](View::search).
    fn explain(&self, search: &Search, hit: &BackendHit) -> Result<Vec<ScorePart>, BackendError>;

    /// The words of a query that no passage has, with the nearest that some have.
    ///
    /// # Errors
    /// When the archive cannot be read.
    fn unknown_words(&self, query: &Query) -> Result<Vec<UnknownWord>, BackendError>;

    /// The values of a query's fields that no article has, with the nearest that some have.
    ///
    /// # Errors
    /// When the archive cannot be read.
    fn unknown_values(&self, query: &Query) -> Result<Vec<UnknownValue>, BackendError>;

    /// The ids that articles of several sources have: [`rank`](View::rank) gives those with their sources.
    ///
    /// # Errors
    /// When the archive cannot be read.
    fn shared_ids(&self) -> Result<Arc<HashSet<String>>, BackendError>;

    /// How many of the passages that satisfy a query, or of their articles, have each value of `field`, one of
    /// [`Field::FACETS`] other than the date.
    ///
    /// # Errors
    /// As [`search`](View::search).
    fn count_values(&self, field: Field, over: &Over) -> Result<ValueCounts, BackendError>;

    /// How many of the articles with passages that satisfy a query appeared when.
    ///
    /// # Errors
    /// As [`search`](View::search).
    fn count_days(&self, over: &Over) -> Result<DayCounts, BackendError>;

    /// The articles with this id, one of each source that has it.
    ///
    /// # Errors
    /// When the archive cannot be read.
    fn find_id(&self, id: &str) -> Result<Vec<ArticleKey>, BackendError>;

    /// The articles whose handles begin with `beginning`, at most `limit`; none where no handle can begin so.
    ///
    /// # Errors
    /// When the archive cannot be read.
    fn find_handle(&self, beginning: &str, limit: usize) -> Result<Vec<ArticleKey>, BackendError>;

    /// The articles of the source at `path`, as it was named when it was read or as the file system has it, in the
    /// order of the source.
    ///
    /// # Errors
    /// When the archive cannot be read.
    fn find_path(&self, path: &str) -> Result<Vec<ArticleKey>, BackendError>;

    /// The text of an article: all of it but what was found in it.
    ///
    /// # Errors
    /// When the archive cannot be read, or has no such article.
    fn text(&self, key: &ArticleKey) -> Result<Article, BackendError>;

    /// The article of a key, whole.
    ///
    /// # Errors
    /// When the archive cannot be read, or has no such article.
    fn article(&self, key: &ArticleKey) -> Result<StoredArticle, BackendError>;

    /// The absolute path of the file that an article was read from; none where it is no file, or none on this machine.
    ///
    /// # Errors
    /// When the archive cannot be read, or has no such article.
    fn location(&self, key: &ArticleKey) -> Result<Option<String>, BackendError> {
        let _ = key;
        Ok(None)
    }

    /// What a query finds in each passage of an article, in their order: nothing where a passage does not satisfy it.
    ///
    /// # Errors
    /// When the archive cannot be read, or has no such article.
    fn found_in(&self, key: &ArticleKey, query: &Query) -> Result<Vec<Option<Found>>, BackendError>;

    /// What ranking needs to know of words, by their folded forms.
    ///
    /// # Errors
    /// When the archive cannot be read.
    fn statistics(&self, words: &[&str]) -> Result<Statistics, BackendError>;

    /// What the archive holds.
    ///
    /// # Errors
    /// When it cannot be read.
    fn holdings(&self) -> Result<Holdings, BackendError>;
}

/// Why an engine has no answer.
#[derive(Clone, Debug, thiserror::Error)]
pub enum BackendError {
    /// The query asks for more than the limits allow.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// It was to end before it had its answer.
    #[error(transparent)]
    Stopped(#[from] Stopped),
    /// The archive cannot be used.
    #[error(transparent)]
    Archive(#[from] Error),
}

/// A search, understood.
#[derive(Clone, Debug)]
pub struct Search {
    /// The query, with what the filters add.
    pub query: Query,
    /// What a result is.
    pub unit: Unit,
    /// The order of results.
    pub sort: Sort,
    /// The ranking function.
    pub rank: Rank,
    /// The preference for recent articles, if there is one.
    pub recent: Option<HalfLife>,
    /// Whether boilerplate may be found.
    pub boilerplate: bool,
    /// Most results.
    pub limit: usize,
    /// Where they begin.
    pub from: From,
    /// Whether to count all results.
    pub count_all: bool,
    /// Whether every copy of a passage that stands in several articles is a result.
    pub duplicates: bool,
    /// Whether the hits are to come with what was found in their passages.
    pub findings: bool,
    /// When it is to end early.
    pub stop: Stop,
}

/// Where results begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum From {
    /// After this many results of the unit asked for.
    Offset(usize),
    /// Behind the last result of a page, by its [cursor](Hits::next), which holds for the view that gave it.
    Cursor(String),
}

/// What was found.
#[derive(Clone, Debug)]
pub struct Hits {
    /// The hits, in order.
    pub hits: Vec<BackendHit>,
    /// How many there are in all.
    pub total: u64,
    /// Whether that is their number; else there are at least as many.
    pub exact: bool,
    /// Where the next page begins; none behind the last one.
    pub next: Option<String>,
}

/// A passage that satisfies a query.
#[derive(Clone, Debug)]
pub struct BackendHit {
    /// Its place in the order, from 1. Passages of one article share it where articles are the unit.
    pub rank: usize,
    /// Its score; 0 where the order is another.
    pub score: f32,
    /// Its article.
    pub article: Arc<ArticleCard>,
    /// The passage.
    pub passage: PassageCard,
    /// Why it matches, with the marks, in the coordinates of the article's content.
    pub found: Found,
    /// How many more passages with the same text it stands for.
    pub copies: usize,
}

/// What a hit shows of its article.
#[derive(Clone, Debug)]
pub struct ArticleCard {
    /// Its key.
    pub key: ArticleKey,
    /// Its id.
    pub id: String,
    /// Its source's path, as the user named it.
    pub path: String,
    /// Its title, or the empty string.
    pub title: String,
    /// The section it appeared in.
    pub section: Option<String>,
    /// What its source says outside the text.
    pub metadata: Metadata,
    /// Where in its source it lies.
    pub address: Address,
    /// Where the text proper begins in the content, in bytes.
    pub text_start: u32,
    /// The same in code points.
    pub text_start_chars: u32,
    /// When it appeared.
    pub published: Published,
}

/// What a hit shows of its passage. Spans refer to the article's content.
#[derive(Clone, Debug)]
pub struct PassageCard {
    /// Its number in the article, from 0.
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
    /// Quotes that overlap it, where findings were asked for.
    pub quotes: Vec<Quote>,
    /// Its topics, where findings were asked for.
    pub topics: Vec<Topic>,
}

/// An id with its score.
#[derive(Clone, Debug, PartialEq)]
pub struct ScoredId {
    /// The id of the article; its path, `#` and its id where articles are the unit and several have the id.
    pub article: String,
    /// The passage in it; none where articles are the unit.
    pub ordinal: Option<u32>,
    /// The score.
    pub score: f32,
}

/// A part of a score.
#[derive(Clone, Debug, PartialEq)]
pub struct ScorePart {
    /// What counts.
    pub name: String,
    /// The words it comes from.
    pub words: String,
    /// What it adds.
    pub score: f32,
}

/// A word of a query that no passage has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownWord {
    /// The word, folded.
    pub word: String,
    /// Where it stands in the query, or the phrase that it is in.
    pub span: Span,
    /// The nearest words as the archive spells them, the likeliest first.
    pub similar: Vec<String>,
}

/// A value that no article has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownValue {
    /// Of which field.
    pub field: Field,
    /// As asked for.
    pub value: String,
    /// Where it stands in the query.
    pub span: Span,
    /// The nearest values that some articles have, the likeliest first.
    pub similar: Vec<String>,
    /// How many values there are.
    pub all: usize,
}

/// The passages that something is counted over.
#[derive(Clone, Debug)]
pub struct Over {
    /// Those that satisfy this query.
    pub query: Query,
    /// Whether boilerplate counts.
    pub boilerplate: bool,
    /// What is counted by value: these passages, or the articles that they are of.
    pub unit: Unit,
    /// Most values that are wanted: an engine that counts approximately has to be exact for these, or say by how much
    /// it may err.
    pub limit: usize,
    /// Where speakers are counted: those of this type alone.
    pub speaker_type: Option<SpeakerType>,
    /// When counting is to end early.
    pub stop: Stop,
}

impl Over {
    /// The search that finds all of it as results of `unit`, newest first; it asks for the number of them alone.
    pub fn search(&self, unit: Unit) -> Search {
        Search {
            query: self.query.clone(),
            unit,
            sort: Sort::Newest,
            rank: Rank::Default,
            recent: None,
            boilerplate: self.boilerplate,
            limit: 0,
            from: From::Offset(0),
            count_all: true,
            duplicates: true,
            findings: false,
            stop: self.stop.clone(),
        }
    }
}

/// How often values occur.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ValueCounts {
    /// Passages by value, most frequent first, equals in the order of their names.
    pub values: Vec<(String, u64)>,
    /// Passages without a value.
    pub without: u64,
    /// By how much a count may err.
    pub error: u64,
}

/// How many articles appeared when.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DayCounts {
    /// Articles by the first and the last day of their best date, in days since 1970-01-01, in order.
    pub days: Vec<((i64, i64), u64)>,
    /// Articles without a date.
    pub without: u64,
}

/// An article with what was found in it.
#[derive(Clone, Debug)]
pub struct StoredArticle {
    /// The article.
    pub article: Article,
    /// Its passages. Which of the analysed words they hold is not kept.
    pub passages: Vec<Passage>,
    /// What was found in it.
    pub findings: Findings,
}

/// What ranking needs to know of words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statistics {
    /// Passages that document frequencies count: those deleted and not yet merged away included.
    pub passages: u64,
    /// In how many passages each word stands, by its exact folded form, in the order of the question.
    pub frequencies: Vec<u64>,
}

/// What an archive holds, in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holdings {
    /// Files and streams.
    pub sources: u64,
    /// Articles.
    pub articles: u64,
    /// Passages, boilerplate included.
    pub passages: u64,
    /// Parts that the index consists of.
    pub segments: u64,
    /// Bytes on disk.
    pub bytes: u64,
    /// Names of speakers.
    pub speakers: u64,
    /// Roles of speakers.
    pub roles: u64,
    /// Topics.
    pub topics: u64,
    /// Articles whose date is known at least in part.
    pub dated_articles: u64,
    /// Bytes of the files that were read.
    pub source_bytes: u64,
    /// The paths that are looked at again, as their user named them.
    pub paths: Vec<String>,
    /// When the archive last changed.
    pub changed: Option<SystemTime>,
    /// Files that were not read, or not to their end, when they were last looked at.
    pub unread: Vec<Unread>,
    /// Layout of the index.
    pub format: u32,
    /// Analysis of words.
    pub analysis: u32,
}
