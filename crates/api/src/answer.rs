//! What an archive answers. Every answer is of one state of the archive: that of one commit.

use jiff::civil::Date as Day;
use serde::{Deserialize, Serialize};

use crate::article::{Address, AnnotatedArticle, ArticleHead, Attribution, HitPassage, Mark, Quote, Topic};
use crate::error::Error;
use crate::place::Place;
use crate::request::Unit;
use onrecord_query::Field;

/// The answer to a [`Request`](crate::Request), of the same kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum Answer {
    /// To a search.
    Search(SearchAnswer),
    /// To a search for ids alone.
    Rank(RankedAnswer),
    /// To a name.
    Show(ShowAnswer),
    /// To a request for counts.
    Facets(FacetsAnswer),
    /// To a request for statistics.
    Stats(StatsAnswer),
    /// To an update.
    Update(UpdateAnswer),
    /// To a removal.
    Remove(RemoveAnswer),
    /// To a request to work out what articles tell of each other.
    Settle(SettleAnswer),
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SearchAnswer {
    /// The query as it was understood.
    pub query: Understood,
    /// What a result is.
    pub unit: Unit,
    /// The passages asked for, in order; none where statements are the unit. Where articles are, the best passages of
    /// each share a rank.
    pub hits: Vec<Hit>,
    /// The statements asked for, in order; none where the unit is another.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub statements: Vec<Statement>,
    /// How many there are in all.
    pub total: Total,
    /// How long the search took, in milliseconds.
    pub elapsed_ms: f64,
}

impl SearchAnswer {
    /// How many results it has, in its unit.
    pub fn returned(&self) -> u64 {
        let ranks = self.hits.iter().map(|hit| hit.rank).chain(self.statements.iter().map(|statement| statement.rank));
        let ranks: std::collections::BTreeSet<usize> = ranks.collect();
        ranks.len() as u64
    }
}

/// A query as it was understood.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Understood {
    /// As written.
    pub text: String,
    /// In canonical form, with what the filters add.
    pub interpreted: String,
    /// What was read otherwise than it was written, and advice.
    pub notes: Vec<Note>,
}

/// Something to be told of a query.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// What sort of note, for programs.
    pub code: String,
    /// The note, for people.
    pub message: String,
    /// Where in the query, in code points.
    pub chars: [u32; 2],
    /// The field that it speaks of, where it is about the values of one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub field: Option<Field>,
}

/// A passage that satisfies a query.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hit {
    /// Its place in the order, from 1.
    pub rank: usize,
    /// Its score; 0 where the order is another.
    pub score: f32,
    /// Its id: the article's, a colon, its ordinal.
    pub id: String,
    /// Its article's handle, a colon, its ordinal.
    pub handle: String,
    /// Its article.
    pub article: ArticleHead,
    /// The passage.
    pub passage: HitPassage,
    /// What is worth showing of it, where that was asked for and it is not all of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub view: Vec<Place>,
    /// The beginning of the article's text, where the passage is its headline and a view was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub lead: Option<String>,
    /// The absolute path of its source, where that was asked for and it is a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub location: Option<String>,
    /// The words that make the query true.
    pub marks: Vec<Mark>,
    /// Quotes that overlap it, where findings were asked for.
    pub quotes: Vec<Quote>,
    /// Its topics, where findings were asked for.
    pub topics: Vec<Topic>,
    /// `text` where it has a mark, else the field that makes it match.
    pub why: String,
    /// How many more passages with the same text it stands for.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub duplicates: usize,
    /// Who speaks in it, each once, in order, where that was asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub speakers: Vec<String>,
    /// Who said the marked words, where that was asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributions: Vec<Attribution>,
    /// The statement that the query asks for, where attributions were asked for and no mark lies in such a statement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub statement: Option<Saying>,
    /// What the score is made of, where that was asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub explanation: Vec<Part>,
}

/// Words of a passage, and who said them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Saying {
    /// The words, as far as they stand in the passage.
    pub words: String,
    /// Who said them.
    pub attribution: Attribution,
}

/// A statement that satisfies a query.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// Its place in the order, from 1.
    pub rank: usize,
    /// The score of its passage; 0 where the order is another.
    pub score: f32,
    /// Its id: the article's, a colon, the passage's ordinal, `#`, its number in the passage from 0.
    pub id: String,
    /// The article's handle, a colon, the passage's ordinal, `#`, its number in the passage from 0.
    pub handle: String,
    /// Its article.
    pub article: ArticleHead,
    /// The number of its passage in the article, from 0.
    pub ordinal: u32,
    /// Line of the passage's first character in its file, from 1.
    pub line: u32,
    /// Where the passage stands in its file.
    pub address: Address,
    /// The absolute path of its source, where that was asked for and it is a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// The quote.
    pub quote: Quote,
    /// To whom it was said, as printed: "reporters".
    pub to: Option<String>,
    /// Its words, as far as they stand in the passage.
    pub text: String,
    /// The words in it that make the query true.
    pub marks: Vec<Mark>,
}

fn is_zero(count: &usize) -> bool {
    *count == 0
}

/// A part of a score.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// What counts.
    pub name: String,
    /// The words it comes from.
    pub words: String,
    /// What it adds.
    pub score: f32,
}

/// How many results there are.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Total {
    /// The number.
    pub value: u64,
    /// Whether that is all, or there may be more.
    pub relation: Relation,
}

/// How a number of results relates to the true one.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Relation {
    /// It is the true number.
    #[default]
    #[serde(rename = "eq")]
    Exact,
    /// It is a lower bound.
    #[serde(rename = "gte")]
    AtLeast,
}

/// Ids and scores, best first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RankedAnswer {
    /// What a result is.
    pub unit: Unit,
    /// The results.
    pub hits: Vec<Ranked>,
    /// How many ids articles of several sources have; theirs are given as path, `#` and id where articles are the unit.
    pub shared_ids: u64,
    /// One of them.
    pub shared_id: Option<String>,
}

/// An id with its score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ranked {
    /// The id of the passage or article.
    pub id: String,
    /// Its score.
    pub score: f32,
}

/// The articles and passages of a name; none if it names nothing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShowAnswer {
    /// Several where more than one source has an article of this id.
    pub articles: Vec<Shown>,
    /// The article and the ordinal of a passage that has the name, too, and is not shown.
    pub hidden: Option<(String, u32)>,
    /// The line on which the last passage begins, where the name is a line behind it, and it is shown in its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub past_end: Option<u32>,
}

/// An article, or one passage of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shown {
    /// The article. Where one passage is meant, its passages, quotes and dates are those of that one.
    pub article: AnnotatedArticle,
    /// The article's text, to which places refer.
    pub text: String,
    /// Its handle.
    pub handle: String,
    /// The ordinal of the passage that is meant, where it is not the whole article.
    pub passage: Option<u32>,
    /// What a query marks in it, where one was asked with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<Mark>,
    /// Where the article, or the passage that is meant, stands in its file.
    #[serde(default)]
    pub address: Address,
    /// The absolute path of its source, where it is a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
}

/// How often the values of a field occur.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FacetsAnswer {
    /// The field.
    pub field: Field,
    /// What is counted.
    pub unit: Unit,
    /// Its values: the most frequent first, or, where it is the date, in order of time.
    pub values: Vec<FacetValue>,
    /// How many have no value.
    pub without: u64,
    /// By how much a count may be too small. 0: the counts are exact.
    pub error: u64,
    /// Whether everything was counted, or only the first of very many statements.
    #[serde(default)]
    pub relation: Relation,
    /// The field that makes the columns of a table, where one was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Field>,
    /// The columns of a table, the most frequent first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<FacetColumn>,
    /// What is to be said of how the query was read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
}

impl Default for FacetsAnswer {
    fn default() -> Self {
        FacetsAnswer {
            field: Field::Speaker,
            unit: Unit::default(),
            values: Vec::new(),
            without: 0,
            error: 0,
            relation: Relation::Exact,
            by: None,
            columns: Vec::new(),
            notes: Vec::new(),
        }
    }
}

impl FacetsAnswer {
    /// What is counted.
    pub fn unit(&self) -> Unit {
        match (self.field, self.unit) {
            (Field::Date, Unit::Passage | Unit::Article) => Unit::Article,
            (_, unit) => unit,
        }
    }
}

/// A column of a table: a value of the second field.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FacetColumn {
    /// The value.
    pub value: String,
    /// Its label for people, where it has another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
}

/// A value of a field.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FacetValue {
    /// The value, or a period: `2017`, `2017-03`, `2017-03-22`.
    pub value: String,
    /// Its label for people, where it has another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// How often it occurs.
    pub count: u64,
    /// Where it is a bar of a histogram over a query: how many articles it has in all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<u64>,
    /// How often it occurs in each column of a table.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub by: Vec<u64>,
}

/// What the archive holds.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatsAnswer {
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
    /// Articles whose date is known.
    pub dated_articles: u64,
    /// The first and the last day on which dated articles appeared; a month or year counts from its first to its last.
    #[cfg_attr(feature = "schema", schemars(with = "Option<[String; 2]>"))]
    pub period: Option<[Day; 2]>,
    /// Bytes of the files that were read.
    pub source_bytes: u64,
    /// The paths that are looked at again, as their user named them.
    pub paths: Vec<String>,
    /// When the index last changed, in UTC (`2026-11-30T21:49:17Z`).
    pub changed: Option<String>,
    /// Files that were not read, or not to their end, when they were last looked at.
    pub unread: Vec<Unread>,
    /// What made the index.
    pub versions: Versions,
}

/// A file, or a member of an archive, that was not read, or not to its end.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unread {
    /// Its path, as its user named it.
    pub path: String,
    /// Why, and what to do about it.
    pub why: String,
    /// Whether reading failed. Otherwise it was skipped for good reason.
    pub failed: bool,
}

/// The versions that decide whether an index can be used.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Versions {
    /// Layout of schema and records.
    pub format: u32,
    /// Analysis of words.
    pub analysis: u32,
}

impl UpdateAnswer {
    /// Whether nothing changed.
    pub fn is_unchanged(&self) -> bool {
        self.added == 0 && self.changed == 0 && self.removed == 0 && self.retagged == 0
    }
}

/// What an update did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpdateAnswer {
    /// Articles that are new.
    pub added: u64,
    /// Articles that replaced an earlier state.
    pub changed: u64,
    /// Articles that are as they were.
    pub unchanged: u64,
    /// Articles taken out.
    pub removed: u64,
    /// Articles annotated anew since their taxonomy changed.
    pub retagged: u64,
    /// Articles whose publication date other articles settle otherwise than before.
    pub redated: u64,
    /// Passages written.
    pub passages: u64,
    /// Files passed over, with the reason.
    pub skipped: Vec<(String, u64)>,
    /// Articles whose given date is none that can be read.
    pub unreadable_dates: Doubts,
    /// Articles whose given date may be read day or month first.
    pub open_dates: Doubts,
    /// What could not be read, and why.
    pub failed: Vec<String>,
    /// Whether it ended early on request.
    pub interrupted: bool,
    /// Whether the words of what was taken out have left the disk.
    pub erased: Erased,
}

/// Articles whose dates are in doubt: how many, and the first of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubts {
    /// How many there are.
    pub count: u64,
    /// The first ten.
    pub named: Vec<String>,
}

/// Most articles that a summary names.
const MAX_NAMED: usize = 10;

impl Doubts {
    /// Takes one in.
    pub fn add(&mut self, what: String) {
        self.count += 1;
        if self.named.len() < MAX_NAMED {
            self.named.push(what);
        }
    }

    /// The named ones, and how many more there are.
    pub fn listed(&self) -> String {
        let more = self.count - self.named.len() as u64;
        let rest = if more > 0 { format!("; {more} more, which -v names") } else { String::new() };
        self.named.join(", ") + &rest
    }
}

/// What working out anew what the articles tell of each other has changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettleAnswer {
    /// Articles annotated anew since their taxonomy changed.
    pub retagged: u64,
    /// Articles whose publication date other articles settle otherwise than before.
    pub redated: u64,
    /// Whether names of speakers are other ones than before.
    pub names_changed: bool,
}

/// What a removal did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemoveAnswer {
    /// Articles taken out.
    pub articles: u64,
    /// Files that they were in.
    pub sources: u64,
    /// Paths that are looked at no more.
    pub forgotten: u64,
    /// Whether the words of what was taken out have left the disk.
    pub erased: Erased,
    /// Paths that are still there below another that is looked at again, with that one: the next update reads them anew.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub covered: Vec<(String, String)>,
}

/// Whether the words of removed articles, which are found no more, have left the disk, too.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erased {
    /// Bytes that would have to be written anew for that; 0: they have left it.
    pub left: u64,
    /// What hindered it.
    pub hindrance: Option<Error>,
}

impl Erased {
    /// Whether they have.
    pub fn is_complete(&self) -> bool {
        self.left == 0 && self.hindrance.is_none()
    }
}
