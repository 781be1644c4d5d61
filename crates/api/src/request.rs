//! What is asked of an archive.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::sources::Part;
use onrecord_annotate::speaker::SpeakerType;
use onrecord_query::Field;

/// Any request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "request", rename_all = "snake_case")]
pub enum Request {
    /// Passages or articles that satisfy a query, as a reader sees them.
    Search(SearchRequest),
    /// Passages or articles that satisfy a query, best first, as ids and scores alone: what a run of many queries needs.
    Rank(SearchRequest),
    /// Articles or passages by name.
    Show(ShowRequest),
    /// Counts of the values of a field.
    Facets(FacetsRequest),
    /// What the archive holds.
    Stats(StatsRequest),
    /// Bringing it up to date.
    Update(UpdateRequest),
    /// Taking articles out.
    Remove(RemoveRequest),
    /// Working out anew what the articles tell of each other.
    Settle(SettleRequest),
}

/// A search.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SearchRequest {
    /// The query, as written.
    pub query: String,
    /// Take the query as plain words: no operators.
    pub plain: bool,
    /// What is required besides.
    pub filters: Filters,
    /// What a result is.
    pub unit: Unit,
    /// The order of results.
    pub sort: Sort,
    /// The ranking function.
    pub rank: Rank,
    /// Prefer recent articles: a score halves with each half-life before the newest (`30d`, `6m`, `2y`).
    pub recent: Option<String>,
    /// Most results.
    pub limit: usize,
    /// Results, counted in the unit, that are passed over first.
    pub offset: usize,
    /// Give every copy of a passage that appears in several articles.
    pub duplicates: bool,
    /// Which parts of the answer are wanted beyond the passages with their marks.
    pub parts: Parts,
}

impl SearchRequest {
    /// The ten best passages for a query.
    pub fn new(query: impl Into<String>) -> Self {
        SearchRequest { query: query.into(), limit: 10, ..SearchRequest::default() }
    }
}

/// Parts of a search's answer that take time to make, each left out unless it is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Parts {
    /// Who speaks in a passage, by name.
    pub speakers: bool,
    /// What of a passage is worth showing among others: at most this many code points; 0 where that is not asked for.
    pub view: u32,
    /// Who said the words that are marked, and to whom.
    pub attributions: bool,
    /// Quotes, topics and the evidence of publication dates, with their places in the article.
    pub findings: bool,
    /// What each score is made of.
    pub explanation: bool,
    /// Notes on words that no passage has, and on what to try where nothing is found.
    pub advice: bool,
    /// Where each source lies on this machine, as an absolute path.
    pub locations: bool,
}

/// What must hold besides the query.
///
/// The fields are those that [can be filters](Field::FILTERS); each takes what the field takes in a query.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filters {
    /// Values by field.
    #[serde(flatten)]
    pub fields: BTreeMap<Field, String>,
    /// Published on or after this day, month or year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// Published on or before this day, month or year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// Look into comment forms, footers and the like, too.
    #[serde(default)]
    pub include_boilerplate: bool,
}

impl Filters {
    /// With one more field.
    #[must_use]
    pub fn and(mut self, field: Field, value: impl Into<String>) -> Self {
        self.fields.insert(field, value.into());
        self
    }
}

/// What a result is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// A passage.
    #[default]
    Passage,
    /// An article with its best passages.
    Article,
    /// A statement: one quote, direct or not.
    Quote,
}

/// The order of results.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sort {
    /// Best first.
    #[default]
    #[serde(rename = "score")]
    Score,
    /// Oldest first, articles without a date last.
    #[serde(rename = "date")]
    Oldest,
    /// Newest first, articles without a date last.
    #[serde(rename = "-date")]
    Newest,
}

/// The ranking function.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Rank {
    /// What measured best.
    #[default]
    Default,
    /// Plain BM25.
    Bm25,
}

/// Articles or passages by name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShowRequest {
    /// The id of an article, its handle or a beginning of it, or its source's path; behind any of them a colon and
    /// the ordinal of a passage, behind a path also a line of it.
    pub name: String,
    /// Mark what this query finds in the whole article.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// Passages to show before and after the one that is named.
    #[serde(default)]
    pub context: u32,
}

impl ShowRequest {
    /// The article or passage of a name, without marks.
    pub fn new(name: impl Into<String>) -> Self {
        ShowRequest { name: name.into(), ..ShowRequest::default() }
    }
}

/// Counts of the values of a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FacetsRequest {
    /// The field: one of [`Field::FACETS`].
    pub field: Field,
    /// Count over the passages that satisfy this query.
    pub query: String,
    /// What they must satisfy besides.
    #[serde(default)]
    pub filters: Filters,
    /// The width of a bar, where the field is the date.
    #[serde(default)]
    pub interval: Interval,
    /// What is counted.
    #[serde(default)]
    pub unit: Unit,
    /// Most values, the most frequent first; all bars of a histogram are given.
    pub limit: usize,
    /// Count the values of this field apart: a table of the one by the other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Field>,
    /// Values of which some word begins so.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub prefix: String,
    /// Count speakers of this type alone.
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    pub speaker_type: Option<SpeakerType>,
}

impl FacetsRequest {
    /// The most frequent values of a field over everything.
    pub fn new(field: Field, limit: usize) -> Self {
        FacetsRequest {
            field,
            query: String::new(),
            filters: Filters::default(),
            interval: Interval::default(),
            unit: Unit::default(),
            limit,
            by: None,
            prefix: String::new(),
            speaker_type: None,
        }
    }
}

/// The width of a bar of a histogram.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Interval {
    /// A year.
    Year,
    /// A quarter of a year.
    Quarter,
    /// A month.
    #[default]
    Month,
    /// A week from Monday to Sunday, as ISO 8601 counts them.
    Week,
    /// A day.
    Day,
}

/// What the archive holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatsRequest {}

/// Bringing an archive up to date with files and folders.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct UpdateRequest {
    /// Files and folders; `-` is standard input. None means all that were indexed before.
    pub paths: Vec<std::path::PathBuf>,
    /// Read everything, changed or not.
    pub force: bool,
    /// Believe that what is not there is gone.
    pub prune: bool,
    /// Follow links out of the paths.
    pub follow: bool,
    /// Let others read the index.
    pub shared: bool,
    /// The part of the sources that is looked at: several workers, each with its own, fill one archive. What articles tell
    /// of each other is then left to be worked out when all are done.
    #[serde(default)]
    pub part: Part,
    /// Threads that annotate. None: one for each core.
    pub threads: Option<usize>,
    /// The taxonomy.
    pub topics: TopicsSetting,
    /// The learned model that advises the taxonomy.
    pub model: TopicsSetting,
    /// Mebibytes of text between two commits; 0 is taken for 1.
    pub commit_every: u64,
    /// Find speakers, dates and topics.
    pub annotations: bool,
}

impl Default for UpdateRequest {
    fn default() -> Self {
        UpdateRequest {
            paths: Vec::new(),
            force: false,
            prune: false,
            follow: false,
            shared: false,
            part: Part::WHOLE,
            threads: None,
            topics: TopicsSetting::InForce,
            model: TopicsSetting::InForce,
            commit_every: 256,
            annotations: true,
        }
    }
}

/// Which taxonomy, or which learned model, is used.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TopicsSetting {
    /// The one that the archive remembers, else the one that is built in.
    #[default]
    InForce,
    /// The one that is built in (for a model: none), from now on.
    BuiltIn,
    /// That of a file, from now on.
    File(std::path::PathBuf),
}

/// Working out anew what the articles tell of each other.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SettleRequest {
    /// Threads that read texts. None: one for each core.
    pub threads: Option<usize>,
}

/// Taking the articles under paths out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemoveRequest {
    /// Files and folders.
    pub paths: Vec<std::path::PathBuf>,
}
