//! Writing: articles come and go, and what is acknowledged is there.
//!
//! The server has no transactions, so that the order of writes makes one of them whole. Of each batch a note is
//! written first (an *intent*), with the articles that are about to change and how many passages they may have; then
//! their words and passages; then passages that an earlier state had more are taken out; then their own documents,
//! whose digests say that this state is whole. A run that is cut short leaves its intent: the next one writes those
//! articles anew, whatever their digests say. All writes carry the time of their run as version, so that what comes
//! late never takes the place of what a later run has written.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};
use ureq::http::Method;

use crate::bulk::{self, Action, Item};
use crate::client::{Client, Sent};
use crate::documents::{Documents, Vocabulary, documents};
use crate::error::RemoteError;
use crate::index::{check, documents_of};
use crate::names::{COLLECTION, key_of, passage_id, routing, word_id};
use crate::record::pack_collection;
use crate::schema::{Layout, definition};
use crate::whole::Whole;
use onrecord_api::backend::ArticleKey;
use onrecord_api::collection::Collection;
use onrecord_query::Stop;
use onrecord_text::analyze::Forms;

/// Bytes of text after which a batch is sent: a few megabytes as documents.
const BATCH_BYTES: usize = 1 << 20;
/// Articles of a batch at most.
const BATCH_ARTICLES: usize = 200;
/// Spellings after which those seen are forgotten, to bound memory.
const MAX_FORMS: usize = 1 << 19;
/// Words after which those written are forgotten: they are then written once more, which changes nothing.
const MAX_WORDS: usize = 1 << 21;

/// What a run has done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Articles that were not there.
    pub added: u64,
    /// Articles that were there in another state.
    pub changed: u64,
    /// Articles that were there as they are.
    pub unchanged: u64,
    /// Articles taken out.
    pub removed: u64,
    /// Articles that the server did not take, with its reasons; they are as they were or half written, and the next run
    /// writes them again.
    pub failed: Vec<(String, String)>,
}

/// Writes one run.
pub struct Writer<'c> {
    client: &'c Client,
    stop: Stop,
    version: u64,
    forms: Forms,
    /// Hashes of the words that this run has written.
    words: HashSet<u64>,
    batch: Vec<Whole>,
    batch_bytes: usize,
    /// What runs cut short were about to write: the articles, and how many passages they may have.
    unfinished: HashMap<ArticleKey, u32>,
    /// The intents of those runs.
    left_behind: Vec<Value>,
    written: Written,
}

/// What the index has of an article.
struct Standing {
    digest: String,
    passages: u32,
}

impl<'c> Writer<'c> {
    /// Begins a run on the index that `client` asks for; makes it, where there is none.
    ///
    /// # Errors
    /// When the server does not answer, or the index is not one of this version.
    pub fn begin(client: &'c Client, layout: Layout, stop: &Stop) -> Result<Self, RemoteError> {
        let name = client.address().name();
        if client.ask(&Method::GET, &format!("/{name}/_mapping"), Sent::Nothing, stop)?.is_missing() {
            create(client, layout, stop)?;
        }
        check(client, stop)?;
        let mut writer = Writer {
            client,
            stop: stop.clone(),
            version: now(),
            forms: Forms::new(),
            words: HashSet::new(),
            batch: Vec::new(),
            batch_bytes: 0,
            unfinished: HashMap::new(),
            left_behind: Vec::new(),
            written: Written::default(),
        };
        writer.take_up()?;
        Ok(writer)
    }

    /// Learns what runs cut short have left.
    fn take_up(&mut self) -> Result<(), RemoteError> {
        self.refresh()?;
        let query = json!({"query": {"term": {"doc": "intent"}}, "seq_no_primary_term": true});
        let hits = documents_of(self.client, &query, &self.stop)?;
        for hit in hits {
            for part in hit["_source"]["record"].as_str().unwrap_or_default().split(' ') {
                let Some((key, passages)) = part.split_once('=') else { continue };
                let (Some(key), Ok(passages)) = (key_of(key), passages.parse::<u32>()) else { continue };
                let most = self.unfinished.entry(key).or_default();
                *most = (*most).max(passages);
            }
            self.left_behind.push(hit);
        }
        Ok(())
    }

    /// The articles that runs cut short were about to write.
    pub fn unfinished(&self) -> impl Iterator<Item = ArticleKey> {
        self.unfinished.keys().copied()
    }

    /// Puts an article there, in the place of what was there of it.
    ///
    /// # Errors
    /// When the server does not answer or stays too busy.
    pub fn put(&mut self, article: Whole) -> Result<(), RemoteError> {
        self.batch_bytes += article.stored.article.content.len();
        self.batch.push(article);
        if self.batch.len() >= BATCH_ARTICLES || self.batch_bytes >= BATCH_BYTES {
            self.send()?;
        }
        Ok(())
    }

    /// Takes articles out.
    ///
    /// # Errors
    /// When the server does not answer or stays too busy.
    pub fn remove(&mut self, keys: &[ArticleKey]) -> Result<(), RemoteError> {
        self.send()?;
        for keys in keys.chunks(BATCH_ARTICLES) {
            let standing = self.standing(keys)?;
            let passages = |key: &ArticleKey| {
                standing.get(key).map_or(0, |s| s.passages).max(self.unfinished.get(key).copied().unwrap_or(0))
            };
            self.intend(keys.iter().map(|key| (*key, passages(key))))?;
            let passages = keys.iter().flat_map(|key| (0..passages(key)).map(|ordinal| delete(key, Some(ordinal))));
            let mut items: Vec<Item> = passages.collect();
            self.write(&items)?;
            items = keys.iter().map(|key| delete(key, None)).collect();
            self.write(&items)?;
            self.written.removed += standing.len() as u64;
            for key in keys {
                self.unfinished.remove(key);
            }
        }
        Ok(())
    }

    /// Ends the run: what was written can be searched from now on, and `collection` says what its articles tell of each
    /// other.
    ///
    /// # Errors
    /// When the server does not answer or stays too busy.
    pub fn finish(mut self, collection: &Collection) -> Result<Written, RemoteError> {
        self.send()?;
        let mut ended = Vec::new();
        for hit in std::mem::take(&mut self.left_behind) {
            let text = hit["_source"]["record"].as_str().unwrap_or_default();
            let open = text.split(' ').filter_map(|part| key_of(part.split_once('=')?.0));
            if open.into_iter().all(|key| !self.unfinished.contains_key(&key)) {
                ended.push(hit);
            }
        }
        if self.written.failed.is_empty() {
            self.forget_intent()?;
        }
        ended.iter().try_for_each(|hit| self.forget(hit))?;
        self.refresh()?;
        let record = json!({"doc": "collection", "record": pack_collection(collection), "digest": now().to_string()});
        let item = Item { id: COLLECTION.into(), routing: COLLECTION.into(), action: Action::Put(record) };
        self.write(&[item])?;
        Ok(self.written)
    }

    /// Sends what has gathered.
    fn send(&mut self) -> Result<(), RemoteError> {
        let batch = std::mem::take(&mut self.batch);
        self.batch_bytes = 0;
        if batch.is_empty() {
            return Ok(());
        }
        let keys: Vec<ArticleKey> = batch.iter().map(|whole| whole.key).collect();
        let standing = self.standing(&keys)?;
        let mut vocabulary = Vocabulary::new();
        let mut changed: Vec<(Whole, Documents)> = Vec::new();
        for whole in batch {
            let documents = documents(&whole, &mut self.forms, &mut vocabulary);
            let same = standing.get(&whole.key).is_some_and(|standing| standing.digest == documents.digest);
            if same && !self.unfinished.contains_key(&whole.key) {
                self.written.unchanged += 1;
            } else {
                changed.push((whole, documents));
            }
        }
        if self.forms.len() > MAX_FORMS {
            self.forms.clear();
        }
        if changed.is_empty() { Ok(()) } else { self.write_articles(changed, &vocabulary, &standing) }
    }

    fn write_articles(
        &mut self,
        articles: Vec<(Whole, Documents)>,
        vocabulary: &Vocabulary,
        standing: &HashMap<ArticleKey, Standing>,
    ) -> Result<(), RemoteError> {
        let before = |key: &ArticleKey, unfinished: &HashMap<ArticleKey, u32>| {
            standing.get(key).map_or(0, |s| s.passages).max(unfinished.get(key).copied().unwrap_or(0))
        };
        let most = articles.iter().map(|(whole, documents)| {
            (whole.key, before(&whole.key, &self.unfinished).max(documents.passages.len() as u32))
        });
        self.intend(most.collect::<Vec<_>>().into_iter())?;
        let mut items = self.new_words(vocabulary);
        let mut owners = vec![None; items.len()];
        for (number, (whole, documents)) in articles.iter().enumerate() {
            for (id, fields) in &documents.passages {
                items.push(Item { id: id.clone(), routing: routing(&whole.key), action: Action::Put(fields.clone()) });
                owners.push(Some(number));
            }
            let surplus = documents.passages.len() as u32..before(&whole.key, &self.unfinished);
            for ordinal in surplus {
                items.push(delete(&whole.key, Some(ordinal)));
                owners.push(Some(number));
            }
        }
        let failed = bulk::write(self.client, &items, self.version, &self.stop)?;
        let mut reasons = BTreeMap::new();
        for failed in failed {
            match owners[failed.item] {
                Some(owner) => drop(reasons.entry(owner).or_insert(failed.reason)),
                None => return Err(RemoteError::Failed { place: self.client.place(), reason: failed.reason }),
            }
        }
        self.commit(articles, reasons, standing)
    }

    /// Writes the articles' own documents: from now on their state is whole.
    fn commit(
        &mut self,
        articles: Vec<(Whole, Documents)>,
        mut reasons: BTreeMap<usize, String>,
        standing: &HashMap<ArticleKey, Standing>,
    ) -> Result<(), RemoteError> {
        let (mut items, mut numbers, mut keys) = (Vec::new(), Vec::new(), Vec::new());
        for (number, (whole, documents)) in articles.into_iter().enumerate() {
            keys.push((whole.key, whole.stored.article.id.clone()));
            if !reasons.contains_key(&number) {
                items.push(Item {
                    id: routing(&whole.key),
                    routing: routing(&whole.key),
                    action: Action::Put(documents.article),
                });
                numbers.push(number);
            }
        }
        for failed in bulk::write(self.client, &items, self.version, &self.stop)? {
            reasons.insert(numbers[failed.item], failed.reason);
        }
        for (number, (key, id)) in keys.into_iter().enumerate() {
            if let Some(reason) = reasons.remove(&number) {
                self.written.failed.push((id, reason));
                continue;
            }
            self.unfinished.remove(&key);
            let count = if standing.contains_key(&key) { &mut self.written.changed } else { &mut self.written.added };
            *count += 1;
        }
        Ok(())
    }

    /// The words that this run has not written yet.
    fn new_words(&mut self, vocabulary: &Vocabulary) -> Vec<Item> {
        if self.words.len() > MAX_WORDS {
            self.words.clear();
        }
        let new = vocabulary.iter().filter(|(form, _)| self.words.insert(xxhash_rust::xxh3::xxh3_64(form.as_bytes())));
        let item = |(form, stem): (&String, &String)| {
            let id = word_id(form);
            Item { routing: id.clone(), id, action: Action::Add(json!({"doc": "word", "form": form, "stem": stem})) }
        };
        new.map(item).collect()
    }

    /// What the index has of some articles, as it is now, searchable or not.
    fn standing(&self, keys: &[ArticleKey]) -> Result<HashMap<ArticleKey, Standing>, RemoteError> {
        let docs: Vec<Value> = keys.iter().map(|key| json!({"_id": routing(key), "routing": routing(key)})).collect();
        let path = format!("/{}/_mget?_source_includes=digest,passages", self.client.address().name());
        let answered = self.client.ask(&Method::POST, &path, Sent::Json(&json!({"docs": docs})), &self.stop)?;
        let docs = answered.body["docs"].as_array().map_or(&[][..], Vec::as_slice);
        if docs.len() != keys.len() || docs.iter().any(|doc| !doc["error"].is_null()) {
            let reason = docs.iter().find_map(|doc| doc["error"]["reason"].as_str()).unwrap_or("not all was answered");
            return Err(RemoteError::Failed { place: self.client.place(), reason: reason.to_owned() });
        }
        let found = keys.iter().zip(docs).filter(|(_, doc)| doc["found"] == json!(true));
        let standing = |doc: &Value| Standing {
            digest: doc["_source"]["digest"].as_str().unwrap_or_default().to_owned(),
            passages: doc["_source"]["passages"].as_u64().unwrap_or(0) as u32,
        };
        Ok(found.map(|(key, doc)| (*key, standing(doc))).collect())
    }

    /// Notes what is about to be written.
    fn intend(&self, articles: impl Iterator<Item = (ArticleKey, u32)>) -> Result<(), RemoteError> {
        let parts: Vec<String> = articles.map(|(key, passages)| format!("{}={passages}", routing(&key))).collect();
        let fields = json!({"doc": "intent", "record": parts.join(" ")});
        self.write(&[Item { id: self.intent(), routing: self.intent(), action: Action::Put(fields) }])
    }

    fn forget_intent(&self) -> Result<(), RemoteError> {
        self.write(&[Item { id: self.intent(), routing: self.intent(), action: Action::Delete }])
    }

    /// Takes out the intent of another run, unless that has gone on meanwhile.
    fn forget(&self, hit: &Value) -> Result<(), RemoteError> {
        let (name, id) = (self.client.address().name(), hit["_id"].as_str().unwrap_or_default());
        let (seq_no, term) = (&hit["_seq_no"], &hit["_primary_term"]);
        let path = format!("/{name}/_doc/{id}?routing={id}&if_seq_no={seq_no}&if_primary_term={term}");
        match self.client.ask(&Method::DELETE, &path, Sent::Nothing, &self.stop) {
            Err(RemoteError::Failed { reason, .. }) if reason.contains("version_conflict") => Ok(()),
            other => other.map(drop),
        }
    }

    fn intent(&self) -> String {
        format!("intent-{}-{}", self.version, std::process::id())
    }

    fn write(&self, items: &[Item]) -> Result<(), RemoteError> {
        match bulk::write(self.client, items, self.version, &self.stop)?.into_iter().next() {
            Some(failed) => Err(RemoteError::Failed { place: self.client.place(), reason: failed.reason }),
            None => Ok(()),
        }
    }

    fn refresh(&self) -> Result<(), RemoteError> {
        let path = format!("/{}/_refresh", self.client.address().name());
        let answered = self.client.ask(&Method::POST, &path, Sent::Nothing, &self.stop)?;
        // Copies that are missing are made later; what failed is another matter.
        let shards = &answered.body["_shards"];
        let (failed, parts) = (shards["failed"].as_u64().unwrap_or(1), shards["total"].as_u64().unwrap_or(0));
        if failed > 0 {
            let (place, reason) = (self.client.place(), "it cannot be searched what was written".to_owned());
            return Err(RemoteError::Incomplete { place, answered: parts.saturating_sub(failed), parts, reason });
        }
        Ok(())
    }
}

fn delete(key: &ArticleKey, ordinal: Option<u32>) -> Item {
    let routing = routing(key);
    let id = ordinal.map_or_else(|| routing.clone(), |ordinal| passage_id(key, ordinal));
    Item { id, routing, action: Action::Delete }
}

fn create(client: &Client, layout: Layout, stop: &Stop) -> Result<(), RemoteError> {
    let path = format!("/{}", client.address().name());
    match client.ask(&Method::PUT, &path, Sent::Json(&definition(layout)), stop) {
        // Another worker was first.
        Err(RemoteError::Failed { reason, .. }) if reason.contains("resource_already_exists") => Ok(()),
        other => other.map(drop),
    }
}

/// Milliseconds since 1970: the version of a run.
fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_millis() as u64)
}
