//! One state of an index in a cluster.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, UNIX_EPOCH};

use serde_json::{Value, json};
use ureq::http::Method;

use crate::client::{Client, Sent};
use crate::compile::Compiler;
use crate::error::RemoteError;
use crate::index::{hits, search};
use crate::ledger;
use crate::lexicon::Lexicon;
use crate::lookup;
use crate::names::{COLLECTION, routing};
use crate::rank::figures::Figures;
use crate::record::{unpack_article, unpack_collection};
use crate::scan;
use crate::schema::FORMAT;
use crate::unknown;
use crate::values::ValueReader;
use crate::whole::Whole;
use crate::{facets, search as searching};
use onrecord_api::backend::{
    BackendError, BackendHit, DayCounts, Hits, Holdings, Over, ScorePart, ScoredId, Search, Statistics, StoredArticle,
    UnknownValue, UnknownWord, ValueCounts, View,
};
use onrecord_api::collection::Collection;
use onrecord_api::keys::ArticleKey;
use onrecord_query::highlight::{Found, StoredMatcher};
use onrecord_query::{Field, Query, Stop};
use onrecord_text::analyze::{self, Forms};
use onrecord_text::article::Article;

/// Articles asked for in one request: some megabytes.
const AT_ONCE: usize = 250;
/// Bytes of article texts that are kept between questions, so that paging and counting do not fetch them again.
const KEPT_BYTES: usize = 64 << 20;
/// Spellings after which those analysed are forgotten: some ten megabytes.
const MAX_SPELLINGS: usize = 1 << 17;
/// For how many searches at a time spellings are kept, which bounds memory at so many times [`MAX_SPELLINGS`]. A judgement,
/// not measured.
const MOST_AT_A_TIME: usize = 4;

/// One state of an index, as one commit left it.
pub struct RemoteView {
    pub(crate) client: Arc<Client>,
    pub(crate) collection: Arc<Collection>,
    pub(crate) lexicon: Lexicon,
    pub(crate) values: ValueReader,
    revision: u64,
    figures: OnceLock<Figures>,
    shared: OnceLock<Arc<HashSet<String>>>,
    kept: Mutex<Kept>,
    /// Spellings that searches have analysed; each search takes some of its own.
    spellings: Mutex<Vec<Forms>>,
}

/// Articles that were read.
#[derive(Default)]
struct Kept {
    articles: HashMap<ArticleKey, Arc<Whole>>,
    bytes: usize,
}

impl RemoteView {
    /// The present state, if it is another than the one with the number `known`.
    ///
    /// # Errors
    /// When the server does not answer, or nothing was committed yet.
    pub fn open(client: &Arc<Client>, known: Option<u64>) -> Result<Option<Self>, BackendError> {
        let name = client.address().name();
        let of_collection = |fields: &str| {
            let path = format!("/{name}/_doc/{COLLECTION}?routing={COLLECTION}&_source_includes={fields}");
            client.ask(&Method::GET, &path, Sent::Nothing, &Stop::NEVER)
        };
        let answered = of_collection("digest")?;
        let revision = answered.body["_source"]["digest"].as_str().and_then(|digest| digest.parse().ok());
        let Some(revision) = revision else {
            return Err(BackendError::Archive(onrecord_api::Error::Begun { place: client.place() }));
        };
        if known == Some(revision) {
            return Ok(None);
        }
        let answered = of_collection("record")?;
        let record = answered.body["_source"]["record"].as_str().unwrap_or_default();
        Ok(Some(RemoteView {
            client: client.clone(),
            collection: Arc::new(unpack_collection(record)?),
            lexicon: Lexicon::default(),
            values: ValueReader::default(),
            revision,
            figures: OnceLock::new(),
            shared: OnceLock::new(),
            kept: Mutex::default(),
            spellings: Mutex::default(),
        }))
    }

    /// The number of this state: two views with the same number hold the same articles.
    pub fn number(&self) -> u64 {
        self.revision
    }

    /// The figures of the whole.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn figures(&self, stop: &Stop) -> Result<&Figures, RemoteError> {
        if let Some(known) = self.figures.get() {
            return Ok(known);
        }
        let read = Figures::read(&self.client, stop)?;
        Ok(self.figures.get_or_init(|| read))
    }

    pub(crate) fn compiler<'a>(&'a self, stop: &'a Stop) -> Compiler<'a> {
        Compiler {
            client: &self.client,
            lexicon: &self.lexicon,
            values: &self.values,
            collection: &self.collection,
            stop,
        }
    }

    /// Articles by their keys; those that are not whole, as a run cut short leaves them, are not among them.
    ///
    /// # Errors
    /// When the index cannot be read, or a record is damaged.
    pub fn articles(&self, keys: &[ArticleKey], stop: &Stop) -> Result<HashMap<ArticleKey, Arc<Whole>>, RemoteError> {
        let mut found = HashMap::new();
        let mut unknown: Vec<ArticleKey> = Vec::new();
        {
            let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
            let mut seen = HashSet::new();
            for key in keys.iter().filter(|key| seen.insert(**key)) {
                match kept.articles.get(key) {
                    Some(whole) => drop(found.insert(*key, whole.clone())),
                    None => unknown.push(*key),
                }
            }
        }
        for keys in unknown.chunks(AT_ONCE) {
            stop.check()?;
            for (key, record) in records_of(&self.client, keys, stop)? {
                let whole = Arc::new(Whole::new(key, unpack_article(&record)?));
                self.keep(&whole);
                found.insert(key, whole);
            }
        }
        Ok(found)
    }

    fn keep(&self, whole: &Arc<Whole>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.bytes > KEPT_BYTES {
            *kept = Kept::default();
        }
        kept.bytes += whole.stored.article.content.len();
        kept.articles.insert(whole.key, whole.clone());
    }

    /// Spellings that were analysed before, if nobody else has taken them.
    pub(crate) fn spellings(&self) -> Forms {
        self.spellings.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default()
    }

    /// Keeps spellings for the next search.
    pub(crate) fn keep_spellings(&self, forms: Forms) {
        let mut kept = self.spellings.lock().unwrap_or_else(PoisonError::into_inner);
        if forms.len() <= MAX_SPELLINGS && kept.len() < MOST_AT_A_TIME {
            kept.push(forms);
        }
    }

    /// One article.
    fn whole(&self, key: &ArticleKey) -> Result<Arc<Whole>, RemoteError> {
        let missing = || RemoteError::Damaged("an article is missing".into());
        self.articles(&[*key], &Stop::NEVER)?.remove(key).ok_or_else(missing)
    }

    /// What a query finds in a passage.
    pub(crate) fn look(&self, matcher: &mut StoredMatcher, whole: &Whole, ordinal: u32) -> Option<Found> {
        let needs = matcher.needs();
        let text = whole.stored_text(ordinal);
        if needs.quotes || needs.values {
            return matcher.find_by_all(&text, &whole.findings(ordinal), &whole.facts(), &*self.collection);
        }
        matcher.find_by_words(&text)
    }
}

impl View for RemoteView {
    fn revision(&self) -> u64 {
        self.revision
    }

    fn collection(&self) -> &Collection {
        &self.collection
    }

    fn articles(&self) -> Result<Vec<ArticleKey>, BackendError> {
        Ok(scan::all_articles(&self.client)?)
    }

    fn search(&self, search: &Search) -> Result<Hits, BackendError> {
        searching::Searching::new(self, search)?.hits()
    }

    fn rank(&self, search: &Search) -> Result<Vec<ScoredId>, BackendError> {
        searching::Searching::new(self, search)?.ids()
    }

    fn explain(&self, search: &Search, hit: &BackendHit) -> Result<Vec<ScorePart>, BackendError> {
        searching::Searching::new(self, search)?.explain(hit.article.key, hit.passage.ordinal)
    }

    fn unknown_words(&self, query: &Query) -> Result<Vec<UnknownWord>, BackendError> {
        unknown::words(self, query)
    }

    fn unknown_values(&self, query: &Query) -> Result<Vec<UnknownValue>, BackendError> {
        unknown::values(self, query)
    }

    fn shared_ids(&self) -> Result<Arc<HashSet<String>>, BackendError> {
        if let Some(known) = self.shared.get() {
            return Ok(known.clone());
        }
        let read = Arc::new(scan::shared_ids(&self.client)?);
        Ok(self.shared.get_or_init(|| read).clone())
    }

    fn count_values(&self, field: Field, over: &Over) -> Result<ValueCounts, BackendError> {
        facets::count_values(self, field, over)
    }

    fn count_days(&self, over: &Over) -> Result<DayCounts, BackendError> {
        facets::count_days(self, over)
    }

    fn find_id(&self, id: &str) -> Result<Vec<ArticleKey>, BackendError> {
        Ok(lookup::with_id(&self.client, id)?)
    }

    fn find_handle(&self, beginning: &str, limit: usize) -> Result<Vec<ArticleKey>, BackendError> {
        Ok(lookup::with_handle(&self.client, beginning, limit)?)
    }

    fn find_path(&self, path: &str) -> Result<Vec<ArticleKey>, BackendError> {
        let mut keys = lookup::with_path(&self.client, path)?;
        let articles = RemoteView::articles(self, &keys, &Stop::NEVER)?;
        keys.retain(|key| articles.contains_key(key));
        keys.sort_by_cached_key(|key| {
            let article = &articles[key].stored.article;
            (article.address.record, article.id.clone())
        });
        Ok(keys)
    }

    fn text(&self, key: &ArticleKey) -> Result<Article, BackendError> {
        Ok(self.whole(key)?.stored.article.clone())
    }

    fn article(&self, key: &ArticleKey) -> Result<StoredArticle, BackendError> {
        Ok(self.whole(key)?.stored.clone())
    }

    fn found_in(&self, key: &ArticleKey, query: &Query) -> Result<Vec<Option<Found>>, BackendError> {
        let whole = self.whole(key)?;
        let mut matcher = StoredMatcher::new(query, Forms::new());
        Ok((0..whole.passages()).map(|ordinal| self.look(&mut matcher, &whole, ordinal)).collect())
    }

    fn statistics(&self, words: &[&str]) -> Result<Statistics, BackendError> {
        let keys = words.iter().map(|word| (*word).to_owned()).collect();
        self.lexicon.documents(&self.client, &keys, &Stop::NEVER)?;
        let frequencies = words.iter().map(|word| self.lexicon.documents_of(word)).collect();
        Ok(Statistics { passages: self.figures(&Stop::NEVER)?.passages, frequencies })
    }

    fn holdings(&self) -> Result<Holdings, BackendError> {
        let distinct = |field: &str| json!({"cardinality": {"field": field, "precision_threshold": 40_000}});
        let fields = ["path", "speaker", "role", "topic"];
        let aggs: serde_json::Map<String, Value> =
            fields.iter().map(|field| ((*field).to_owned(), distinct(field))).collect();
        let body = json!({"size": 0, "query": {"term": {"doc": "passage"}}, "aggs": aggs});
        let answered = search(&self.client, &body, &Stop::NEVER)?;
        let distinct = |field: &str| answered["aggregations"][field]["value"].as_u64().unwrap_or(0);
        let name = self.client.address().name();
        let path = format!("/{name}/_stats/store,segments");
        let stats = self.client.ask(&Method::GET, &path, Sent::Nothing, &Stop::NEVER)?.body;
        let of_parts = |part: &str, figure: &str| stats["_all"]["primaries"][part][figure].as_u64().unwrap_or(0);
        let figures = self.figures(&Stop::NEVER)?;
        let sources = ledger::count_sources(&self.client, &Stop::NEVER)?;
        Ok(Holdings {
            // An index that an older version has copied here has no records of sources but its articles' paths.
            sources: if sources.0 > 0 { sources.0 } else { distinct("path") },
            articles: figures.articles,
            passages: figures.passages,
            segments: of_parts("segments", "count"),
            bytes: of_parts("store", "size_in_bytes"),
            speakers: distinct("speaker"),
            roles: distinct("role"),
            topics: distinct("topic"),
            dated_articles: figures.dated,
            source_bytes: sources.1,
            paths: ledger::paths(&self.client, &Stop::NEVER)?.into_iter().map(|record| record.display).collect(),
            changed: UNIX_EPOCH.checked_add(Duration::from_millis(self.revision)),
            unread: ledger::all_unread(&self.client, &Stop::NEVER)?.told(),
            format: FORMAT,
            analysis: analyze::VERSION,
        })
    }
}

/// The records of articles; those that are not whole have none.
///
/// # Errors
/// When the index cannot be read.
pub(crate) fn records_of(
    client: &Client,
    keys: &[ArticleKey],
    stop: &Stop,
) -> Result<Vec<(ArticleKey, String)>, RemoteError> {
    let failed = |reason: &str| RemoteError::Failed { place: client.place(), reason: reason.to_owned() };
    let docs: Vec<Value> = keys.iter().map(|key| json!({"_id": routing(key), "routing": routing(key)})).collect();
    let path = format!("/{}/_mget?_source_includes=record", client.address().name());
    let mut answered = client.ask(&Method::POST, &path, Sent::Json(&json!({"docs": docs})), stop)?;
    let docs = match answered.body["docs"].take() {
        Value::Array(docs) if docs.len() == keys.len() => docs,
        _ => return Err(failed("not all articles were answered")),
    };
    let mut records = Vec::with_capacity(keys.len());
    for (key, mut doc) in keys.iter().zip(docs) {
        if let Some(reason) = doc["error"]["reason"].as_str() {
            return Err(failed(reason));
        }
        if let Value::String(record) = doc["_source"]["record"].take() {
            records.push((*key, record));
        }
    }
    Ok(records)
}

/// What the articles tell of each other, as it is now, searchable or not; nothing where nothing was committed yet.
pub(crate) fn collection_of(client: &Client, stop: &Stop) -> Result<Collection, RemoteError> {
    let path = format!("/{}/_doc/{COLLECTION}?routing={COLLECTION}&_source_includes=record", client.address().name());
    let answered = client.ask(&Method::GET, &path, Sent::Nothing, stop)?;
    answered.body["_source"]["record"].as_str().map_or(Ok(Collection::default()), unpack_collection)
}

/// The ids of an answer's hits.
pub(crate) fn ids(body: &Value) -> impl Iterator<Item = &str> {
    hits(body).iter().filter_map(|hit| hit["_id"].as_str())
}
