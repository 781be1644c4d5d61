//! The command line, as clap reads it: plain data, nothing done yet.

use std::path::PathBuf;
use std::time::Duration;

use serde::Deserialize;

use super::complete::{handles, values_of};
use super::index_from::IndexFrom;
use super::shell::quoted;
use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};

use crate::query::Field;
use onrecord_api::sources::Part;

/// Search news for what was said, by whom, when, and about what
#[derive(Debug, Parser)]
#[command(name = "onrecord", bin_name = "onrecord", version, about, max_term_width = 100, after_help = EXAMPLES, disable_help_subcommand = true)]
pub struct Cli {
    /// What applies to every command
    #[command(flatten)]
    pub global: Global,
    /// The command
    #[command(subcommand)]
    pub command: Command,
}

const EXAMPLES: &str = "\
Examples:
  onrecord index ~/articles
  onrecord search '\"foreign terrorist fighters\"'
  onrecord search 'speaker:toner said:\"Russia\"'
  onrecord search --from ~/articles 'Syria w/5 Iraq' --since 2017
  onrecord facets speaker 'coalition'

The query language: onrecord help query";

/// Options of every command
#[derive(Debug, Args)]
pub struct Global {
    /// Folder of the index, or its address in a cluster, https://HOST/NAME (default: the nearest folder `index` that
    /// holds one, from here upwards, then the one in your data folder)
    #[arg(long = "index", global = true, env = "ONRECORD_INDEX", value_name = "DIR|URL", value_hint = ValueHint::DirPath, help_heading = GLOBAL)]
    pub index_given: Option<PathBuf>,
    /// The index in use, once it has been looked for
    #[arg(skip)]
    pub index: PathBuf,
    /// Where the index in use was named
    #[arg(skip)]
    pub index_from: IndexFrom,
    /// When to use colours (default: auto)
    #[arg(long = "color", global = true, value_enum, value_name = "WHEN", help_heading = GLOBAL)]
    pub color_given: Option<Color>,
    /// The choice of colours in force
    #[arg(skip)]
    pub color: Color,
    /// When to show results in a pager (`PAGER`, else less)
    #[arg(long, global = true, value_enum, default_value_t = Paging::Auto, value_name = "WHEN", help_heading = GLOBAL)]
    pub paging: Paging,
    /// Columns of output, where the configuration says so
    #[arg(skip)]
    pub columns: Option<usize>,
    /// Print results and errors only
    #[arg(short, long, global = true, help_heading = GLOBAL)]
    pub quiet: bool,
    /// Say what is done to which file; twice for more
    #[arg(short, long, global = true, action = clap::ArgAction::Count, help_heading = GLOBAL)]
    pub verbose: u8,
    /// Show no progress of long work
    #[arg(long, global = true, help_heading = GLOBAL)]
    pub no_progress: bool,
    /// Begin comma-separated values with a byte-order mark, by which some spreadsheets know UTF-8
    #[arg(long, global = true, help_heading = GLOBAL)]
    pub bom: bool,
}

/// The heading of options that every command has.
const GLOBAL: &str = "Options of every command";

/// When to show results in a pager
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Paging {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// When to use colours
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Color {
    #[default]
    /// On a terminal, unless NO_COLOR is set or TERM is dumb
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The commands
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Bring the index up to date with files and folders
    Index(Index),
    /// Find passages
    Search(Search),
    /// Show one article or passage with what was found in it
    Show(Show),
    /// Open the source of a result in your editor, at its line, or on the web
    Open(Open),
    /// Count the values of a field
    Facets(Facets),
    /// Read and annotate without indexing, one JSON object per article
    Annotate(Annotate),
    /// Run a file of queries
    Batch(Batch),
    /// Score a TREC run against TREC qrels
    Eval(Eval),
    /// Measure latency and throughput of a file of queries
    Bench(Bench),
    /// Take the articles under paths out of the index
    Remove(Remove),
    /// Copy an index to a cluster, or bring the copy there up to date; no source is read
    #[cfg(feature = "remote")]
    Copy(Copy),
    /// Work out anew what articles tell of each other
    Settle(Settle),
    /// Let a name in a cluster stand for an index there
    #[cfg(feature = "remote")]
    Alias(Alias),
    /// Make the words of removed and of changed articles leave the disk
    Compact,
    /// Learn and check topics
    #[command(subcommand)]
    Topics(Topics),
    /// Tell what the index holds
    Stats(Stats),
    /// Serve the archive to a browser and to programs
    #[cfg(feature = "server")]
    Serve(Serve),
    /// Print what makes a shell complete commands, options and values
    Completions(Completions),
    /// Print the manual pages, or write them into a folder
    Man(Manual),
    /// Print the help of a command, or of the query language: `help query`
    Help(Help),
}

impl Command {
    /// Whether what it prints is JSON, errors included.
    pub fn prints_json(&self) -> bool {
        match self {
            Command::Search(args) => args.format == SearchFormat::Json,
            Command::Show(args) => args.format == ShowFormat::Json,
            Command::Facets(args) => args.format == TableFormat::Json,
            Command::Batch(args) => args.format == BatchFormat::Json,
            Command::Eval(args) => args.format == TableFormat::Json,
            Command::Bench(args) => args.format == TableFormat::Json,
            Command::Stats(args) => args.format == TableFormat::Json,
            _ => false,
        }
    }
}

/// Bring the index up to date with files and folders
#[derive(Debug, Args)]
pub struct Index {
    /// Files and folders; `-` is standard input; none means all that were indexed before
    #[arg(value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
    /// How the run goes: threads, topics, what is read anew.
    #[command(flatten)]
    pub options: IndexOptions,
    /// Read paths, separated by zero bytes, from a file (`-` for standard input)
    #[arg(long, value_name = "F")]
    pub files0_from: Option<PathBuf>,
    /// Say what would be done, and do nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Read everything anew, changed or not
    #[arg(long)]
    pub force: bool,
    /// Change nothing: read the whole index and say whether it is whole
    #[arg(long, conflicts_with_all = ["paths", "files0_from", "dry_run", "force", "prune", "follow", "shared"])]
    pub check: bool,
    /// Take out the articles of a PATH that is missing or empty, or of which more than half is gone
    #[arg(long)]
    pub prune: bool,
    /// Follow symbolic links out of the PATHs, and to folders; remembered with the PATHs
    #[arg(long)]
    pub follow: bool,
    /// Look at one part of the files out of so many, for several workers that fill one index in a cluster: 3/16. When all
    /// are done, `onrecord settle` works out what articles tell of each other
    #[arg(long, value_name = "I/N", value_parser = part, default_value = "1/1", hide_default_value = true)]
    pub part: Part,
    /// Let everybody read the index who may use this machine (a new index is its owner's alone)
    #[arg(long)]
    pub shared: bool,
    /// Parts (shards) of a new index in a cluster; it keeps their number
    #[cfg(feature = "remote")]
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub shards: u32,
    /// Further copies of each part of a new index in a cluster, where there are nodes for them
    #[cfg(feature = "remote")]
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(0..=10))]
    pub replicas: u32,
}

/// Copy an index to a cluster, or bring the copy there up to date; no source is read
///
/// Users and passwords are read from the environment: ONRECORD_REMOTE_USER and ONRECORD_REMOTE_PASSWORD, or
/// ONRECORD_REMOTE_KEY, or a file of them in ONRECORD_REMOTE_FILE; ONRECORD_REMOTE_CA names a file of certificates (PEM)
#[cfg(feature = "remote")]
#[derive(Debug, Args)]
pub struct Copy {
    /// The folder of the index, or the address of another copy
    #[arg(value_name = "INDEX", value_hint = ValueHint::DirPath)]
    pub from: PathBuf,
    /// Where the copy is: http://HOST:PORT/NAME or https://HOST/NAME
    #[arg(value_name = "URL")]
    pub to: String,
    /// Copy one part of so many, for several workers at once: 3/16
    #[arg(long, value_name = "I/N", value_parser = part, default_value = "1/1", hide_default_value = true)]
    pub part: Part,
    /// Parts (shards) of a new index; it keeps their number
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub shards: u32,
    /// Further copies of each part of a new index, where there are nodes for them
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(0..=10))]
    pub replicas: u32,
    /// Take out what the index does not have, though it is more than half of what is there
    #[arg(long)]
    pub prune: bool,
}

/// Let a name in a cluster stand for an index there: one that was built beside the live one takes its place, all at once
#[cfg(feature = "remote")]
#[derive(Debug, Args)]
pub struct Alias {
    /// The address that people ask: https://HOST/NAME
    #[arg(value_name = "URL")]
    pub name: String,
    /// The name of the index in that cluster for which it is to stand
    #[arg(value_name = "INDEX")]
    pub stands_for: String,
}

/// A part of so many, such as `3/16`.
fn part(text: &str) -> Result<Part, String> {
    let read = text.split_once('/').and_then(|(part, of)| Part::new(part.parse().ok()?, of.parse().ok()?));
    read.ok_or_else(|| "write which part of how many, such as 3/16; of no more than 65536".into())
}

/// Work out anew what articles tell of each other: canonical names of speakers, dates that other articles settle
///
/// `onrecord index` does so by itself at the end of each run, but for one with `--part`.
#[derive(Debug, Args)]
pub struct Settle {
    /// Threads that read texts (default: as many as there are cores)
    #[arg(long, value_name = "N", value_parser = threads)]
    pub threads: Option<usize>,
}

/// How indexing is done
#[derive(Debug, Args)]
pub struct IndexOptions {
    /// Threads that read and annotate (default: as many as there are cores)
    #[arg(long, value_name = "N", value_parser = threads)]
    pub threads: Option<usize>,
    /// Taxonomy file in the place of the one in force (`default` for the built-in one)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub topics: Option<PathBuf>,
    /// Learned topic model that advises the taxonomy (`none` forgets the index's)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub model: Option<PathBuf>,
    /// Megabytes of text between two commits
    #[arg(long, value_name = "MB", default_value_t = 256, hide = true)]
    pub commit_every: u64,
    /// Leave speakers, dates and topics out
    #[arg(long, hide = true)]
    pub no_annotations: bool,
}

impl Default for IndexOptions {
    fn default() -> Self {
        IndexOptions { threads: None, topics: None, model: None, commit_every: 256, no_annotations: false }
    }
}

/// Most threads; more of them only wait for each other.
const MAX_THREADS: usize = 256;

fn threads(text: &str) -> Result<usize, String> {
    let number = text.parse().ok().filter(|number| (1..=MAX_THREADS).contains(number));
    number.ok_or_else(|| format!("a number from 1 to {MAX_THREADS}"))
}

/// Find passages
#[derive(Debug, Args)]
#[command(after_help = SEARCH_EXAMPLES)]
pub struct Search {
    /// The query; several arguments are joined by spaces; none means everything that the filters leave
    pub query: Vec<String>,
    /// First bring the index up to date with this path
    #[arg(long, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub from: Vec<PathBuf>,
    /// How many results
    #[arg(short = 'n', long, default_value_t = 10, value_name = "N", value_parser = number, allow_negative_numbers = true)]
    pub limit: usize,
    /// How many results to pass over first: the next page
    #[arg(long, default_value_t = 0, value_name = "N", value_parser = number, allow_negative_numbers = true)]
    pub offset: usize,
    /// What a result is
    #[arg(long, value_enum, default_value_t = Unit::Passage)]
    pub unit: Unit,
    /// Order of results (default: best first, and newest first where the query has fields alone)
    #[arg(long, value_enum, default_value_t = Sort::Score, hide_default_value = true, allow_hyphen_values = true)]
    pub sort: Sort,
    /// How results are printed
    #[arg(long, value_enum, default_value_t = SearchFormat::Text)]
    pub format: SearchFormat,
    /// With `--format json`: print the lines of results alone, without `begin` and `summary`
    #[arg(long)]
    pub hits_only: bool,
    /// Print the number of results alone
    #[arg(long)]
    pub count: bool,
    /// Show how the query was understood and what each score is made of
    #[arg(long)]
    pub explain: bool,
    /// How hits are ranked.
    #[command(flatten)]
    pub ranking: Ranking,
    /// Show every copy of a passage that appears in several articles
    #[arg(long)]
    pub duplicates: bool,
    /// Give up after this time (30s, 500ms, 2m): an error, and no results
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub timeout: Option<Duration>,
    /// What narrows the search down.
    #[command(flatten)]
    pub filters: Filters,
}

/// A number of results.
fn number(text: &str) -> Result<usize, String> {
    text.parse().map_err(|_| "write a number from 0, such as 20".to_owned())
}

/// A time such as `30s`, `500ms`, `2m`; a number alone is in seconds.
fn time(text: &str) -> Result<Duration, String> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = match &text[digits.len()..] {
        "ms" => 0.001,
        "" | "s" => 1.0,
        "m" | "min" => 60.0,
        "h" => 3600.0,
        _ => return Err("a time such as 30s, 500ms or 2m".to_owned()),
    };
    let seconds = digits.parse::<f64>().ok().filter(|number| *number > 0.0).map(|number| number * unit);
    seconds
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
        .ok_or_else(|| "a time such as 30s, 500ms or 2m".to_owned())
}

const SEARCH_EXAMPLES: &str = "\
Examples:
  onrecord search foreign fighters finance
  onrecord search '\"foreign terrorist fighters\"'
  onrecord search 'Syria w/5 Iraq'
  onrecord search '(finance OR funding) w/s \"foreign fighters\"'
  onrecord search 'speaker:toner said:russia' --since 2017-03
  onrecord search --format json 'topic:counter-finance date:2017'

A query that begins with - needs -- before it: onrecord search -- -propaganda ISIS";

/// How results are ranked
#[derive(Debug, Args)]
pub struct Ranking {
    /// Ranking function
    #[arg(long, value_enum, default_value_t = Rank::Default)]
    pub rank: Rank,
    /// Prefer recent articles: a score halves with each HALFLIFE before the newest (30d, 6m, 2y)
    #[arg(long, value_name = "HALFLIFE")]
    pub recent: Option<String>,
}

/// Filters, the same as fields in the query
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Filters")]
pub struct Filters {
    /// Who said it
    #[arg(long, value_name = "NAME", add = values_of(Field::Speaker))]
    pub speaker: Option<String>,
    /// In which role
    #[arg(long, value_name = "WORDS", add = values_of(Field::Role))]
    pub role: Option<String>,
    /// What it is about: a topic's id or label
    #[arg(long, value_name = "TOPIC", add = values_of(Field::Topic))]
    pub topic: Option<String>,
    /// Published on or after this day, month or year
    #[arg(long, value_name = "DATE")]
    pub since: Option<String>,
    /// Published on or before this day, month or year
    #[arg(long, value_name = "DATE")]
    pub until: Option<String>,
    /// Who published it
    #[arg(long, value_name = "WORDS", add = values_of(Field::Outlet))]
    pub outlet: Option<String>,
    /// Who wrote it
    #[arg(long, value_name = "NAME", add = values_of(Field::Author))]
    pub author: Option<String>,
    /// Where it was found on the web: a part of the address
    #[arg(long, value_name = "TEXT")]
    pub url: Option<String>,
    /// Kind of passage (title, body, caption, …)
    #[arg(long, value_name = "KIND", add = values_of(Field::Kind))]
    pub kind: Option<String>,
    /// Language of the article, by its code of two letters (en, fr)
    #[arg(long, value_name = "CODE", add = values_of(Field::Lang))]
    pub lang: Option<String>,
    /// Search comment forms, footers and the like, too
    #[arg(long)]
    pub include_boilerplate: bool,
}

impl Filters {
    /// Those that are given, as they are typed.
    pub fn written(&self) -> Vec<String> {
        let wanted = self.wanted();
        let fields = wanted.fields.iter().map(|(field, value)| (field.name(), value));
        let period = [("since", &self.since), ("until", &self.until)];
        let period = period.into_iter().filter_map(|(name, value)| Some((name, value.as_ref()?)));
        fields.chain(period).map(|(name, value)| format!("--{name} {}", quoted(value))).collect()
    }

    /// What they ask for.
    pub fn wanted(&self) -> onrecord_api::Filters {
        let fields = [
            (Field::Speaker, &self.speaker),
            (Field::Role, &self.role),
            (Field::Topic, &self.topic),
            (Field::Outlet, &self.outlet),
            (Field::Author, &self.author),
            (Field::Url, &self.url),
            (Field::Kind, &self.kind),
            (Field::Lang, &self.lang),
        ];
        onrecord_api::Filters {
            fields: fields.into_iter().filter_map(|(field, value)| Some((field, value.clone()?))).collect(),
            since: self.since.clone(),
            until: self.until.clone(),
            include_boilerplate: self.include_boilerplate,
        }
    }
}

/// What a result is
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Unit {
    /// A passage
    #[value(alias = "passages")]
    Passage,
    /// An article with its best passages
    #[value(alias = "articles")]
    Article,
    /// A statement: who said what
    #[value(aliases = ["quotes", "statement", "statements"])]
    Quote,
}

/// What a result of a batch is
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum BatchUnit {
    /// A passage
    Passage,
    /// An article
    Article,
}

/// Order of results
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Sort {
    /// Best first
    #[value(alias = "best")]
    Score,
    /// Oldest first
    #[value(alias = "oldest")]
    Date,
    /// Newest first
    #[value(name = "-date", alias = "newest")]
    DateDescending,
}

/// Ranking function
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Rank {
    /// What measured best
    Default,
    /// Plain BM25
    Bm25,
}

/// How search results are printed
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SearchFormat {
    /// For people
    Text,
    /// JSON Lines
    #[value(alias = "jsonl")]
    Json,
    /// Comma-separated values; what a spreadsheet would take for a formula gets an apostrophe before it
    Csv,
    /// TREC run
    Trec,
    /// Paths of the articles
    Paths,
    /// A result a line: date, speaker, words and handle, with tabs between them
    Oneline,
    /// Citations in RIS
    Ris,
    /// Citations in BibTeX
    Bibtex,
    /// Citations in CSL JSON
    Csl,
    /// Quotations with their sources in Markdown
    #[value(alias = "markdown")]
    Md,
}

/// Serve the archive to a browser and to programs
#[cfg(feature = "server")]
#[derive(Debug, Args)]
#[command(after_help = SERVE_EXAMPLES)]
pub struct Serve {
    /// Where to listen; port 0 takes a free one
    #[arg(long, default_value = "127.0.0.1:7878", value_name = "ADDRESS")]
    pub bind: std::net::SocketAddr,
    /// Open the page in a browser
    #[arg(long)]
    pub open: bool,
    /// How long a search may take (500ms, 5s)
    #[arg(long, default_value = "5s", value_name = "TIME")]
    pub timeout: String,
    /// File with a token that clients must know (or ONRECORD_TOKEN); needed where others can reach the address
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub token_file: Option<PathBuf>,
    /// Name under which the archive is reached, as behind a reverse proxy; repeatable
    #[arg(long, value_name = "NAME")]
    pub allow_host: Vec<String>,
    /// Let `POST /api/v1/index` bring the index up to date
    #[arg(long)]
    pub allow_write: bool,
    /// Path that all addresses begin with, as behind a reverse proxy
    #[arg(long, default_value = "", value_name = "PATH", hide_default_value = true)]
    pub base_path: String,
}

#[cfg(feature = "server")]
const SERVE_EXAMPLES: &str = "\
Examples:
  onrecord serve --open
  onrecord serve --bind 127.0.0.1:0
  onrecord serve --bind 0.0.0.0:7878 --token-file token.txt --allow-host archive.example
  curl 'http://127.0.0.1:7878/api/v1/search?q=speaker:toner'";

/// Show one article or passage
#[derive(Debug, Args)]
pub struct Show {
    /// A handle or its beginning, an id, or a path; behind it a colon and the number of a passage, behind a path a line
    #[arg(add = handles())]
    pub id: String,
    /// Mark what this query finds in the whole article
    #[arg(long, value_name = "QUERY")]
    pub query: Option<String>,
    /// Passages to show before and after the one that is named
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub context: u32,
    /// How it is printed
    #[arg(long, value_enum, default_value_t = ShowFormat::Text)]
    pub format: ShowFormat,
}

/// Open the source of a result
///
/// A text file opens in the program that VISUAL or EDITOR names, at the line of the passage. Without these, and for other
/// kinds of files, the desktop decides. Where there is no file any more, the article's address on the web is opened.
#[derive(Debug, Args)]
#[command(after_help = OPEN_EXAMPLES)]
pub struct Open {
    /// What `show` takes: a handle or its beginning, an id, a path, or PATH:LINE
    #[arg(add = handles())]
    pub id: String,
    /// Open its address on the web, not its file
    #[arg(long)]
    pub web: bool,
    /// Print the command that would be run, and run nothing
    #[arg(long)]
    pub print: bool,
}

const OPEN_EXAMPLES: &str = "\
Examples:
  onrecord open --print seeds/001_4168c8f3b6d72b22.txt:15";

/// How an article is printed
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ShowFormat {
    /// For people
    Text,
    /// One JSON object
    Json,
    /// The article's text alone
    Raw,
    /// A citation in RIS
    Ris,
    /// A citation in BibTeX
    Bibtex,
    /// A citation in CSL JSON
    Csl,
    /// A quotation with its source in Markdown
    Md,
}

/// Count the values of a field
#[derive(Debug, Args)]
#[command(after_help = FACETS_EXAMPLES)]
pub struct Facets {
    /// The field
    #[arg(value_enum)]
    pub field: FacetField,
    /// Count over the passages that match this query (default: all)
    pub query: Vec<String>,
    /// Width of a bar of `date`
    #[arg(long, value_enum, default_value_t = Interval::Month)]
    pub interval: Interval,
    /// How many values
    #[arg(short = 'n', long, default_value_t = 50, value_name = "N", value_parser = number, allow_negative_numbers = true)]
    pub limit: usize,
    /// A table: a column for each of the most frequent values of this field
    #[arg(long, value_enum, value_name = "FIELD")]
    pub by: Option<ColumnField>,
    /// What is counted; dates are always of articles, unless statements are counted
    #[arg(long, value_enum, default_value_t = Unit::Passage)]
    pub unit: Unit,
    /// Only speakers of this type
    #[arg(long = "type", value_enum, value_name = "TYPE")]
    pub speaker_type: Option<SpeakerKind>,
    /// Only values of which some word begins so
    #[arg(long, value_name = "WORDS", default_value = "", hide_default_value = true)]
    pub prefix: String,
    /// How it is printed
    #[arg(long, value_enum, default_value_t = TableFormat::Text)]
    pub format: TableFormat,
    /// What narrows down what is counted.
    #[command(flatten)]
    pub filters: Filters,
}

const FACETS_EXAMPLES: &str = "\
Examples:
  onrecord facets speaker coalition
  onrecord facets speaker --type person
  onrecord facets topic --unit article
  onrecord facets date --interval year --by speaker";

/// What sort of speaker it is
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SpeakerKind {
    /// One named human being
    Person,
    /// A body that speaks as one, such as the State Department
    Organisation,
    /// Several together, such as foreign ministers
    Group,
    /// What was written or broadcast, such as the report
    Document,
    /// Somebody without a name, such as an official
    Unnamed,
}

/// Fields that can be counted
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FacetField {
    /// Who said something
    #[value(alias = "speakers")]
    Speaker,
    /// In which role
    #[value(alias = "roles")]
    Role,
    /// What it is about
    #[value(alias = "topics")]
    Topic,
    /// Who published it
    #[value(alias = "outlets")]
    Outlet,
    /// Who wrote it
    #[value(alias = "authors")]
    Author,
    /// Kind of passage
    #[value(alias = "kinds")]
    Kind,
    /// Language of the article
    #[value(aliases = ["language", "languages"])]
    Lang,
    /// When it was published
    #[value(alias = "dates")]
    Date,
}

/// Fields whose values can be the columns of a table
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ColumnField {
    /// Who said something
    #[value(alias = "speakers")]
    Speaker,
    /// In which role
    #[value(alias = "roles")]
    Role,
    /// What it is about
    #[value(alias = "topics")]
    Topic,
    /// Who published it
    #[value(alias = "outlets")]
    Outlet,
    /// Who wrote it
    #[value(alias = "authors")]
    Author,
    /// Kind of passage
    #[value(alias = "kinds")]
    Kind,
    /// Language of the article
    #[value(aliases = ["language", "languages"])]
    Lang,
    /// When it was published: an error, which says what to write
    #[value(alias = "dates", hide = true)]
    Date,
}

/// Width of a bar of a histogram
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Interval {
    /// A year
    Year,
    /// A quarter of a year
    Quarter,
    /// A month
    Month,
    /// A week, Monday to Sunday
    Week,
    /// A day
    Day,
}

/// How tables are printed
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TableFormat {
    /// For people
    Text,
    /// JSON
    Json,
    /// Comma-separated values
    Csv,
}

/// Read and annotate without indexing
#[derive(Debug, Args)]
pub struct Annotate {
    /// Files and folders; `-` is standard input
    #[arg(required = true, value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
    /// Threads that read and annotate
    #[arg(long, value_name = "N", value_parser = threads)]
    pub threads: Option<usize>,
    /// Taxonomy file in the place of the default one
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub topics: Option<PathBuf>,
    /// Learned topic model that advises the taxonomy
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub model: Option<PathBuf>,
}

/// Run a file of queries
#[derive(Debug, Args)]
pub struct Batch {
    /// File of lines `id<TAB>query`; `-` is standard input. A third column is the day of a query: nothing later is found
    #[arg(value_hint = ValueHint::FilePath)]
    pub queries: PathBuf,
    /// How results are printed
    #[arg(long, value_enum, default_value_t = BatchFormat::Trec)]
    pub format: BatchFormat,
    /// What a result is; titles are passages here, also beside others of their articles, and copies are not collapsed
    #[arg(long, value_enum, default_value_t = BatchUnit::Passage)]
    pub unit: BatchUnit,
    /// How many results a query
    #[arg(short = 'n', long, default_value_t = 1000, value_name = "N", value_parser = number, allow_negative_numbers = true)]
    pub limit: usize,
    /// Take each query as plain words without operators
    #[arg(long)]
    pub raw: bool,
    /// How hits are ranked.
    #[command(flatten)]
    pub ranking: Ranking,
}

/// How a batch's results are printed
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum BatchFormat {
    /// TREC run
    Trec,
    /// JSON Lines
    Json,
    /// Comma-separated values
    Csv,
}

/// Score a TREC run against TREC qrels
#[derive(Debug, Args)]
pub struct Eval {
    /// The run
    #[arg(value_hint = ValueHint::FilePath)]
    pub run: PathBuf,
    /// The judgements
    #[arg(value_hint = ValueHint::FilePath)]
    pub qrels: PathBuf,
    /// Compare with another run by a paired randomisation test
    #[arg(long, value_name = "RUN", value_hint = ValueHint::FilePath)]
    pub against: Option<PathBuf>,
    /// Print the figures of each query, too
    #[arg(long)]
    pub per_query: bool,
    /// How it is printed
    #[arg(long, value_enum, default_value_t = TableFormat::Text)]
    pub format: TableFormat,
}

/// Measure latency and throughput
#[derive(Debug, Args)]
pub struct Bench {
    /// File of lines `id<TAB>query`
    #[arg(value_hint = ValueHint::FilePath)]
    pub queries: PathBuf,
    /// Results a query
    #[arg(short = 'n', long, default_value_t = 10, value_name = "N")]
    pub limit: usize,
    /// Timed runs of each query; the median counts
    #[arg(long, default_value_t = 7, value_name = "N")]
    pub runs: usize,
    /// What a result is.
    #[arg(long, value_enum, default_value_t = BatchUnit::Passage)]
    pub unit: BatchUnit,
    /// Order of results.
    #[arg(long, value_enum, default_value_t = Sort::Score, allow_hyphen_values = true)]
    pub sort: Sort,
    /// How hits are ranked.
    #[command(flatten)]
    pub ranking: Ranking,
    /// How it is printed
    #[arg(long, value_enum, default_value_t = TableFormat::Text)]
    pub format: TableFormat,
}

/// Take the articles under paths out of the index
#[derive(Debug, Args)]
pub struct Remove {
    /// Files and folders
    #[arg(required = true, value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
}

/// Learn and check topics
#[derive(Debug, Subcommand)]
pub enum Topics {
    /// Learn a model from articles that carry topics, or from the taxonomy's own hits
    Train(TopicsTrain),
    /// Propose terms for a topic
    Suggest(TopicsSuggest),
    /// Precision, recall and F1 against labelled articles
    Eval(TopicsEval),
}

/// Learn a model
#[derive(Debug, Args)]
pub struct TopicsTrain {
    /// Articles with `topics`
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
    /// Where the model is written
    #[arg(long, short, value_name = "FILE")]
    pub output: PathBuf,
    /// Learn from the taxonomy's own confident hits instead of labels
    #[arg(long)]
    pub from_hits: bool,
    /// Taxonomy file in the place of the default one
    #[arg(long, value_name = "FILE")]
    pub topics: Option<PathBuf>,
}

/// Propose terms for a topic
#[derive(Debug, Args)]
pub struct TopicsSuggest {
    /// The topic's id
    pub topic: String,
    /// Articles to look at
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
    /// How many terms
    #[arg(short = 'n', long, default_value_t = 30, value_name = "N")]
    pub limit: usize,
    /// Taxonomy file in the place of the default one
    #[arg(long, value_name = "FILE")]
    pub topics: Option<PathBuf>,
}

/// Check topics against labels
#[derive(Debug, Args)]
pub struct TopicsEval {
    /// Articles with `topics`
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
    /// A model to check in the place of the taxonomy's terms
    #[arg(long, value_name = "FILE")]
    pub model: Option<PathBuf>,
    /// Taxonomy file in the place of the default one
    #[arg(long, value_name = "FILE")]
    pub topics: Option<PathBuf>,
}

/// Tell what the index holds
#[derive(Debug, Args)]
pub struct Stats {
    /// How it is printed
    #[arg(long, value_enum, default_value_t = TableFormat::Text)]
    pub format: TableFormat,
}

/// Print the manual pages
#[derive(Debug, Args)]
pub struct Manual {
    /// Write a file for each page into this folder
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub dir: Option<PathBuf>,
}

/// Print help
#[derive(Debug, Args)]
pub struct Help {
    /// A command, or `query` for the query language
    pub topic: Vec<String>,
}

/// Print what makes a shell complete commands, options and values
///
/// Speakers, topics, outlets and handles are completed from the index in use. Load it when the shell starts:
///
///   bash: source <(onrecord completions bash) in ~/.bashrc
///
///   zsh:  source <(onrecord completions zsh) in ~/.zshrc, after compinit
///
///   fish: onrecord completions fish | source in ~/.config/fish/config.fish
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct Completions {
    /// The shell
    #[arg(value_parser = super::complete::SHELLS)]
    pub shell: String,
}
