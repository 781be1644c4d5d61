//! Writing: articles come and go, and what is acknowledged is there.
//!
//! The server has no transactions, so that the order of writes makes one of them whole. Of each batch a note is
//! written first (an *intent*), with the articles that are about to change and how many passages they may have; then
//! their words and passages; then passages that an earlier state had more are taken out; then their own documents,
//! whose digests say that this state is whole. A run that is cut short leaves its intent: the next one writes those
//! articles anew, whatever their digests say. All writes carry the time of their run as version, so that what comes
//! late never takes the place of what a later run has written.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};
use ureq::http::Method;

use crate::bulk::{self, Action, Item};
use crate::client::{Client, Sent};
use crate::documents::{Made, Vocabulary, documents};
use crate::error::RemoteError;
use crate::index::{check, create, refresh};
use crate::intents::{Intent, Intents};
use crate::ledger;
use crate::names::{COLLECTION, passage_id, routing, word_id};
use crate::record::pack_collection;
use crate::schema::Layout;
use crate::standing::{Standing, standing_of};
use crate::whole::Whole;
use onrecord_api::collection::Collection;
use onrecord_api::keys::{ArticleKey, SourceKey};
use onrecord_api::sources::SourceRecord;
use onrecord_api::store::Refused;
use onrecord_query::Stop;
use onrecord_text::analyze::Forms;

/// Bytes of text after which a batch is sent: a few megabytes as documents.
const BATCH_BYTES: usize = 1 << 20;
/// Articles of a batch at most.
const BATCH_ARTICLES: usize = 200;
/// Records of sources that wait at most for the batch of articles before them: some hundred bytes each. It matters only where
/// nothing but records is written, as after a run that found everything unchanged.
const MOST_WAITING: usize = 1_000;
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
}

/// Writes one run.
pub struct Writer {
    client: Arc<Client>,
    stop: Stop,
    version: u64,
    forms: Forms,
    /// Hashes of the words that this run has written.
    words: HashSet<u64>,
    batch: Vec<Made>,
    batch_bytes: usize,
    /// What is written behind the articles before it.
    waiting: Vec<Waiting>,
    intents: Intents,
    /// Articles that the server has refused: what is there of them may be anything.
    refused: HashMap<ArticleKey, u32>,
    /// The same, to be told.
    to_tell: Vec<Refused>,
    written: Written,
}

/// Something that is written behind the articles that were handed in before it.
enum Waiting {
    Source(SourceRecord),
    Other(Item),
}

impl Writer {
    /// Begins a run on the index that `client` asks for; makes it, where there is none.
    ///
    /// # Errors
    /// When the server does not answer, or the index is not one of this version.
    pub fn begin(client: &Arc<Client>, layout: Layout, stop: &Stop) -> Result<Self, RemoteError> {
        let name = client.address().name();
        if client.ask(&Method::GET, &format!("/{name}/_mapping"), Sent::Nothing, stop)?.is_missing() {
            create(client, layout, stop)?;
        }
        check(client, stop)?;
        refresh(client, stop)?;
        Ok(Writer {
            client: client.clone(),
            stop: stop.clone(),
            version: now(),
            forms: Forms::new(),
            words: HashSet::new(),
            batch: Vec::new(),
            batch_bytes: 0,
            waiting: Vec::new(),
            intents: Intents::take_up(client, stop)?,
            refused: HashMap::new(),
            to_tell: Vec::new(),
            written: Written::default(),
        })
    }

    /// What runs cut short have left.
    pub fn left_behind(&self) -> &Intents {
        &self.intents
    }

    /// What the run has done so far.
    pub fn written(&self) -> &Written {
        &self.written
    }

    /// The articles that the server did not take since this was last asked: the next run writes them again.
    pub fn refused(&mut self) -> Vec<Refused> {
        std::mem::take(&mut self.to_tell)
    }

    /// Whether the server has refused any article of this run that was sent.
    pub fn has_refused(&self) -> bool {
        !self.refused.is_empty()
    }

    /// Puts a stored article there, in the place of what was there of it.
    ///
    /// # Errors
    /// When the server does not answer or stays too busy.
    pub fn put(&mut self, whole: &Whole) -> Result<(), RemoteError> {
        let mut words = Vocabulary::new();
        let documents = documents(whole, &mut self.forms, &mut words);
        if self.forms.len() > MAX_FORMS {
            self.forms.clear();
        }
        let article = &whole.stored.article;
        let name = format!("{}: article {}", article.path, article.id);
        self.put_made(Made { key: whole.key, name, bytes: article.content.len(), documents, words })
    }

    /// Puts an article there, in the place of what was there of it.
    ///
    /// # Errors
    /// When the server does not answer or stays too busy.
    pub fn put_made(&mut self, article: Made) -> Result<(), RemoteError> {
        self.batch_bytes += article.bytes;
        self.batch.push(article);
        if self.batch.len() >= BATCH_ARTICLES || self.batch_bytes >= BATCH_BYTES { self.send() } else { Ok(()) }
    }

    /// Articles of a source are to come, of which so much is known until it is recorded.
    pub fn begin_source(&mut self, record: &SourceRecord) {
        self.intents.open(record);
    }

    /// Records a source, once the articles handed in before are there; as one that has to be read again, where the server
    /// refused one of them.
    ///
    /// # Errors
    /// When the server does not answer or stays too busy.
    pub fn put_source(&mut self, record: &SourceRecord) -> Result<(), RemoteError> {
        self.wait(Waiting::Source(record.clone()))
    }

    /// Takes the record of a source out, once what was handed in before is done.
    ///
    /// # Errors
    /// When the server does not answer or stays too busy.
    pub fn remove_source(&mut self, key: &SourceKey) -> Result<(), RemoteError> {
        self.intents.recorded(key);
        self.wait(Waiting::Other(ledger::no_source(key)))
    }

    /// Writes a document that is no article's, once what was handed in before is there.
    ///
    /// # Errors
    /// When the server does not answer or stays too busy.
    pub fn put_other(&mut self, item: Item) -> Result<(), RemoteError> {
        self.wait(Waiting::Other(item))
    }

    fn wait(&mut self, waiting: Waiting) -> Result<(), RemoteError> {
        self.waiting.push(waiting);
        if self.waiting.len() >= MOST_WAITING { self.send() } else { Ok(()) }
    }

    /// Takes articles out.
    ///
    /// # Errors
    /// When the server does not answer or stays too busy.
    pub fn remove(&mut self, keys: &[ArticleKey]) -> Result<(), RemoteError> {
        self.send()?;
        for keys in keys.chunks(BATCH_ARTICLES) {
            let standing = standing_of(&self.client, keys, &self.stop)?;
            let passages = |key: &ArticleKey, intents: &Intents| {
                standing.get(key).map_or(0, |s| s.passages).max(intents.passages(key))
            };
            let most: Vec<(ArticleKey, u32)> = keys.iter().map(|key| (*key, passages(key, &self.intents))).collect();
            self.intend(most.clone())?;
            let passages = most.iter().flat_map(|(key, most)| (0..*most).map(|ordinal| delete(key, Some(ordinal))));
            let mut items: Vec<Item> = passages.collect();
            self.write(&items)?;
            items = keys.iter().map(|key| delete(key, None)).collect();
            self.write(&items)?;
            self.written.removed += standing.len() as u64;
            keys.iter().for_each(|key| self.intents.is_whole(key));
        }
        Ok(())
    }

    /// Makes what was handed in last, and lets it be found; `collection` says what the articles tell of each other. More
    /// may follow.
    ///
    /// # Errors
    /// When the server does not answer or stays too busy.
    pub fn commit(&mut self, collection: &Collection) -> Result<(), RemoteError> {
        self.send()?;
        if self.refused.is_empty() && self.intents.have_nothing_open() {
            self.write(&[Item::delete(self.intents.own_id().to_owned())])?;
        } else {
            self.intend(Vec::new())?;
        }
        for (id, seq_no, term) in self.intents.ended() {
            self.forget(&id, &seq_no, &term)?;
        }
        refresh(&self.client, &self.stop)?;
        let at = now();
        let record = json!({"doc": "collection", "record": pack_collection(collection), "digest": at.to_string()});
        // Of two runs, the one that ends last names the state: its version is not that of the run.
        let failed = bulk::write(&self.client, &[Item::put(COLLECTION.into(), &record)], at, &self.stop)?;
        self.first(failed)
    }

    /// Sends what has gathered: the articles, then what waits for them.
    fn send(&mut self) -> Result<(), RemoteError> {
        let batch = std::mem::take(&mut self.batch);
        self.batch_bytes = 0;
        if !batch.is_empty() {
            let keys: Vec<ArticleKey> = batch.iter().map(|made| made.key).collect();
            let standing = standing_of(&self.client, &keys, &self.stop)?;
            let is_same = |made: &Made| {
                let same = standing.get(&made.key).is_some_and(|standing| standing.digest == made.documents.digest);
                same && !self.intents.has(&made.key)
            };
            let (same, changed): (Vec<Made>, Vec<Made>) = batch.into_iter().partition(is_same);
            self.written.unchanged += same.len() as u64;
            if !changed.is_empty() {
                self.write_articles(changed, &standing)?;
            }
        }
        self.send_waiting()
    }

    fn send_waiting(&mut self) -> Result<(), RemoteError> {
        let waiting = std::mem::take(&mut self.waiting);
        if waiting.is_empty() {
            return Ok(());
        }
        let mut recorded = Vec::new();
        let refused: HashSet<[u8; 8]> = self.refused.keys().map(ArticleKey::source_half).collect();
        let item = |waiting: Waiting| match waiting {
            Waiting::Other(item) => item,
            Waiting::Source(mut record) => {
                record.complete &= !refused.contains(&record.key().half());
                recorded.push(record.key());
                ledger::source(&record)
            }
        };
        let items: Vec<Item> = waiting.into_iter().map(item).collect();
        self.write(&items)?;
        recorded.iter().for_each(|key| self.intents.recorded(key));
        Ok(())
    }

    fn write_articles(
        &mut self,
        articles: Vec<Made>,
        standing: &HashMap<ArticleKey, Standing>,
    ) -> Result<(), RemoteError> {
        let before = |key: &ArticleKey, intents: &Intents| {
            standing.get(key).map_or(0, |s| s.passages).max(intents.passages(key))
        };
        let had: Vec<u32> = articles.iter().map(|made| before(&made.key, &self.intents)).collect();
        let most = articles.iter().zip(&had).map(|(made, had)| (made.key, made.passages().max(*had)));
        self.intend(most.collect())?;
        let mut items = self.new_words(&articles);
        let mut owners = vec![None; items.len()];
        let (mut keys, mut parents) = (Vec::new(), Vec::new());
        for (number, (made, had)) in articles.into_iter().zip(&had).enumerate() {
            let passages = made.passages();
            for (ordinal, fields) in (0..).zip(made.documents.passages) {
                let id = passage_id(&made.key, ordinal);
                items.push(Item { id, routing: routing(&made.key), action: Action::Put(fields) });
            }
            items.extend((passages..*had).map(|ordinal| delete(&made.key, Some(ordinal))));
            owners.resize(items.len(), Some(number));
            keys.push((made.key, made.name, passages.max(*had)));
            parents.push(made.documents.article);
        }
        let failed = bulk::write(&self.client, &items, self.version, &self.stop)?;
        let mut reasons = BTreeMap::new();
        for failed in failed {
            match owners[failed.item] {
                Some(owner) => drop(reasons.entry(owner).or_insert(failed.reason)),
                None => return Err(RemoteError::Failed { place: self.client.place(), reason: failed.reason }),
            }
        }
        self.commit_articles(keys, parents, reasons, standing)
    }

    /// Writes the articles' own documents: from now on their state is whole.
    fn commit_articles(
        &mut self,
        keys: Vec<(ArticleKey, String, u32)>,
        parents: Vec<Vec<u8>>,
        mut reasons: BTreeMap<usize, String>,
        standing: &HashMap<ArticleKey, Standing>,
    ) -> Result<(), RemoteError> {
        let (mut items, mut numbers) = (Vec::new(), Vec::new());
        for (number, ((key, ..), fields)) in keys.iter().zip(parents).enumerate() {
            if !reasons.contains_key(&number) {
                items.push(Item { id: routing(key), routing: routing(key), action: Action::Put(fields) });
                numbers.push(number);
            }
        }
        for failed in bulk::write(&self.client, &items, self.version, &self.stop)? {
            reasons.insert(numbers[failed.item], failed.reason);
        }
        for (number, (key, name, passages)) in keys.into_iter().enumerate() {
            if let Some(reason) = reasons.remove(&number) {
                self.to_tell.push(Refused { name, reason });
                self.refused.insert(key, passages);
                continue;
            }
            self.refused.remove(&key);
            self.intents.is_whole(&key);
            let count = if standing.contains_key(&key) { &mut self.written.changed } else { &mut self.written.added };
            *count += 1;
        }
        Ok(())
    }

    /// The words that this run has not written yet.
    fn new_words(&mut self, articles: &[Made]) -> Vec<Item> {
        if self.words.len() > MAX_WORDS {
            self.words.clear();
        }
        let words = articles.iter().flat_map(|made| &made.words);
        let new = words.filter(|(form, _)| self.words.insert(xxhash_rust::xxh3::xxh3_64(form.as_bytes())));
        let item = |(form, stem): (&String, &String)| {
            let (id, fields) = (word_id(form), json!({"doc": "word", "form": form, "stem": stem}));
            Item { routing: id.clone(), id, action: Action::Add(fields.to_string().into_bytes()) }
        };
        new.map(item).collect()
    }

    /// Notes what is about to be written, and what was refused before.
    fn intend(&mut self, mut articles: Vec<(ArticleKey, u32)>) -> Result<(), RemoteError> {
        let refused = self.refused.iter().map(|(key, passages)| (*key, *passages));
        articles.extend(refused.collect::<Vec<_>>());
        let intent: Intent = self.intents.about(articles);
        self.write(&[Item::put(self.intents.own_id().to_owned(), &intent.fields())])
    }

    /// Takes out the intent of another run, unless that has gone on meanwhile.
    fn forget(&self, id: &str, seq_no: &Value, term: &Value) -> Result<(), RemoteError> {
        let name = self.client.address().name();
        let path = format!("/{name}/_doc/{id}?routing={id}&if_seq_no={seq_no}&if_primary_term={term}");
        match self.client.ask(&Method::DELETE, &path, Sent::Nothing, &self.stop) {
            Err(RemoteError::Failed { reason, .. }) if reason.contains("version_conflict") => Ok(()),
            other => other.map(drop),
        }
    }

    fn write(&self, items: &[Item]) -> Result<(), RemoteError> {
        self.first(bulk::write(&self.client, items, self.version, &self.stop)?)
    }

    fn first(&self, failed: Vec<bulk::Failed>) -> Result<(), RemoteError> {
        match failed.into_iter().next() {
            Some(failed) => Err(RemoteError::Failed { place: self.client.place(), reason: failed.reason }),
            None => Ok(()),
        }
    }
}

fn delete(key: &ArticleKey, ordinal: Option<u32>) -> Item {
    let routing = routing(key);
    let id = ordinal.map_or_else(|| routing.clone(), |ordinal| passage_id(key, ordinal));
    Item { id, routing, action: Action::Delete }
}

/// Milliseconds since 1970: the version of a run.
fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_millis() as u64)
}
