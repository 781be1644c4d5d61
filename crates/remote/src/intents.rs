//! What runs are about to write, noted in the index before they do: so that the next run knows what one cut short may
//! have left half done, and writes it anew whatever it looks like.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, RandomState};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::client::Client;
use crate::error::RemoteError;
use crate::index::documents_of;
use crate::record::{pack, unpack};
use onrecord_api::keys::{ArticleKey, SourceKey};
use onrecord_api::sources::SourceRecord;
use onrecord_query::Stop;

/// What one run is about to write.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Intent {
    /// Articles, with the passages that they may have, before or after.
    articles: Vec<([u8; 16], u32)>,
    /// Sources of which articles are there, and that are not recorded yet.
    sources: Vec<SourceRecord>,
}

impl Intent {
    /// Its document.
    pub fn fields(&self) -> Value {
        json!({"doc": "intent", "record": pack(self)})
    }
}

/// The intents of this run and of those before it.
#[derive(Debug)]
pub struct Intents {
    own: String,
    /// Articles that runs cut short were about to write, and how many passages they may have.
    articles: HashMap<ArticleKey, u32>,
    /// Sources that such runs had begun.
    sources: HashMap<SourceKey, SourceRecord>,
    left: Vec<Left>,
    /// Sources that this run has begun, by the half of their keys that articles carry.
    open: HashMap<[u8; 8], SourceRecord>,
    /// Those of them of which articles were written.
    touched: HashSet<[u8; 8]>,
}

/// The intent of a run before, or of one that is still under way.
#[derive(Debug)]
struct Left {
    id: String,
    seq_no: Value,
    term: Value,
    articles: Vec<ArticleKey>,
    sources: Vec<SourceKey>,
}

impl Intents {
    /// Learns what runs cut short have left.
    ///
    /// # Errors
    /// When the index cannot be read, or an intent is damaged.
    pub fn take_up(client: &Client, stop: &Stop) -> Result<Self, RemoteError> {
        let random = RandomState::new().hash_one(std::process::id());
        let (articles, sources, left) = (HashMap::new(), HashMap::new(), Vec::new());
        let (open, touched) = (HashMap::new(), HashSet::new());
        let mut intents = Intents { own: format!("intent-{random:016x}"), articles, sources, left, open, touched };
        let query = json!({"query": {"term": {"doc": "intent"}}, "seq_no_primary_term": true});
        for hit in documents_of(client, &query, stop)? {
            let intent: Intent = unpack(hit["_source"]["record"].as_str().unwrap_or_default())?;
            intents.left.push(Left {
                id: hit["_id"].as_str().unwrap_or_default().to_owned(),
                seq_no: hit["_seq_no"].clone(),
                term: hit["_primary_term"].clone(),
                articles: intent.articles.iter().map(|(key, _)| ArticleKey(*key)).collect(),
                sources: intent.sources.iter().map(SourceRecord::key).collect(),
            });
            for (key, passages) in intent.articles {
                let most = intents.articles.entry(ArticleKey(key)).or_default();
                *most = (*most).max(passages);
            }
            intents.sources.extend(intent.sources.into_iter().map(|record| (record.key(), record)));
        }
        Ok(intents)
    }

    /// The id of this run's.
    pub fn own_id(&self) -> &str {
        &self.own
    }

    /// The articles that runs cut short were about to write.
    pub fn articles(&self) -> impl Iterator<Item = ArticleKey> {
        self.articles.keys().copied()
    }

    /// The sources that such runs had begun.
    pub fn sources(&self) -> impl Iterator<Item = &SourceRecord> {
        self.sources.values()
    }

    /// Whether such a run was about to write an article.
    pub fn has(&self, key: &ArticleKey) -> bool {
        self.articles.contains_key(key)
    }

    /// How many passages it may have left of an article.
    pub fn passages(&self, key: &ArticleKey) -> u32 {
        self.articles.get(key).copied().unwrap_or(0)
    }

    /// An article is whole now, or gone.
    pub fn is_whole(&mut self, key: &ArticleKey) {
        self.articles.remove(key);
    }

    /// This run begins a source.
    pub fn open(&mut self, record: &SourceRecord) {
        self.open.insert(record.key().half(), record.clone());
    }

    /// A source is recorded now, or gone.
    pub fn recorded(&mut self, key: &SourceKey) {
        self.open.remove(&key.half());
        self.touched.remove(&key.half());
        self.sources.remove(key);
    }

    /// Whether no source has articles and no record.
    pub fn have_nothing_open(&self) -> bool {
        self.touched.is_empty()
    }

    /// What to note before these articles are written.
    pub fn about(&mut self, articles: Vec<(ArticleKey, u32)>) -> Intent {
        let open = &self.open;
        let halves = articles.iter().map(|(key, _)| key.source_half()).filter(|half| open.contains_key(half));
        self.touched.extend(halves);
        let sources = self.touched.iter().filter_map(|half| self.open.get(half)).cloned().collect();
        Intent { articles: articles.into_iter().map(|(key, passages)| (key.0, passages)).collect(), sources }
    }

    /// The intents before this run's of which everything was done anew: id, number and term of each.
    pub fn ended(&mut self) -> Vec<(String, Value, Value)> {
        let (articles, sources) = (&self.articles, &self.sources);
        let is_ended = |left: &mut Left| {
            !left.articles.iter().any(|key| articles.contains_key(key))
                && !left.sources.iter().any(|key| sources.contains_key(key))
        };
        let ended = self.left.extract_if(.., is_ended);
        ended.map(|left| (left.id, left.seq_no, left.term)).collect()
    }
}
