//! What the index holds, as far as a run that changes it has to know.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Value, json};

use crate::client::Client;
use crate::error::RemoteError;
use crate::index::search;
use crate::intents::Intents;
use crate::ledger;
use crate::names::{key_of, passage_of, source_half};
use crate::record::unpack_article;
use crate::scan::Scan;
use crate::schema::{DATED_BY_OTHERS, UNDATED};
use crate::view::{collection_of, records_of};
use onrecord_annotate::speaker::collection::NameUses;
use onrecord_api::Error;
use onrecord_api::backend::StoredArticle;
use onrecord_api::clues::{Clues, Print};
use onrecord_api::collection::Collection;
use onrecord_api::keys::{ArticleKey, SourceKey};
use onrecord_api::sources::{Part, PathRecord, SourceRecord};
use onrecord_api::store::{At, Facts, Inventory, KnownArticle, Outline};
use onrecord_api::unread::UnreadFiles;
use onrecord_api::values::parse_speaker_key;
use onrecord_query::Stop;
use onrecord_text::article::Article;

/// What a part of the sources of an index in a cluster holds. What is written meanwhile may be seen or not.
pub struct RemoteInventory {
    client: Arc<Client>,
    part: Part,
    /// Articles that runs cut short may have left half written.
    unfinished: Vec<ArticleKey>,
    /// Sources that such runs had begun.
    begun: Vec<SourceRecord>,
    named: Mutex<Named>,
    /// The articles read last: facts and texts of the same ones are asked for one after the other.
    last: Mutex<(Vec<At>, Arc<Vec<StoredArticle>>)>,
}

/// Articles by the numbers that name them here.
#[derive(Default)]
struct Named {
    keys: Vec<ArticleKey>,
    numbers: HashMap<ArticleKey, u64>,
}

impl Named {
    fn at(&mut self, key: ArticleKey) -> At {
        let number = *self.numbers.entry(key).or_insert_with(|| {
            self.keys.push(key);
            self.keys.len() as u64 - 1
        });
        At(number)
    }
}

impl RemoteInventory {
    /// Of a part of the index that `client` asks for.
    pub fn new(client: &Arc<Client>, part: Part, intents: &Intents) -> Self {
        RemoteInventory {
            client: client.clone(),
            part,
            unfinished: intents.articles().collect(),
            begun: intents.sources().filter(|record| part.holds(&record.key())).cloned().collect(),
            named: Mutex::default(),
            last: Mutex::default(),
        }
    }

    /// Calls `each` with the hits of a query, each with `fields` of it.
    fn each(&self, query: &Value, fields: &[&str], each: &mut dyn FnMut(&Value)) -> Result<(), RemoteError> {
        let body = json!({"query": query, "_source": false, "docvalue_fields": fields});
        let mut scan = Scan::begin(&self.client, body, &Stop::NEVER)?;
        loop {
            let page = scan.page()?;
            if page.is_empty() {
                return Ok(());
            }
            page.iter().for_each(&mut *each);
        }
    }

    /// The articles with a value of `dating`, in order.
    fn dated(&self, how: &str) -> Result<Vec<At>, Error> {
        let mut found = Vec::new();
        self.each(&json!({"term": {"dating": how}}), &[], &mut |hit| found.extend(key_of(id(hit))))?;
        let mut named = self.named.lock().unwrap_or_else(PoisonError::into_inner);
        let mut found: Vec<At> = found.into_iter().map(|key| named.at(key)).collect();
        found.sort();
        Ok(found)
    }

    /// The articles of some sources.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn articles_of(&self, sources: &[SourceKey]) -> Result<Vec<KnownArticle>, Error> {
        let halves: HashSet<[u8; 8]> = sources.iter().map(SourceKey::half).collect();
        let mut found: HashMap<ArticleKey, Option<u64>> = HashMap::new();
        let values: Vec<String> = halves.iter().map(source_half).collect();
        self.each(&json!({"terms": {"source": values}}), &["hash"], &mut |hit| {
            let hash = hit["fields"]["hash"][0].as_i64().map(i64::cast_unsigned);
            found.extend(key_of(id(hit)).map(|key| (key, hash)));
        })?;
        let unfinished = self.unfinished.iter().filter(|key| halves.contains(&key.source_half()));
        found.extend(unfinished.map(|key| (*key, None)));
        Ok(found.into_iter().map(|(key, hash)| KnownArticle { key, hash }).collect())
    }

    fn articles(&self, wanted: &[At]) -> Result<Arc<Vec<StoredArticle>>, Error> {
        {
            let last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
            if last.0 == wanted {
                return Ok(last.1.clone());
            }
        }
        let keys: Vec<ArticleKey> = {
            let named = self.named.lock().unwrap_or_else(PoisonError::into_inner);
            wanted.iter().filter_map(|at| named.keys.get(at.0 as usize)).copied().collect()
        };
        let mut records: HashMap<ArticleKey, String> =
            records_of(&self.client, &keys, &Stop::NEVER)?.into_iter().collect();
        let read = |key: &ArticleKey| {
            let gone = || Error::Damaged { what: "an article went while it was read: run this again".into() };
            Ok(unpack_article(&records.remove(key).ok_or_else(gone)?)?)
        };
        let articles = Arc::new(keys.iter().map(read).collect::<Result<Vec<_>, Error>>()?);
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = (wanted.to_vec(), articles.clone());
        Ok(articles)
    }

    fn key(&self, at: At) -> Option<ArticleKey> {
        self.named.lock().unwrap_or_else(PoisonError::into_inner).keys.get(at.0 as usize).copied()
    }
}

impl Inventory for RemoteInventory {
    fn sources(&self) -> Result<Vec<SourceRecord>, Error> {
        let mut sources = ledger::sources(&self.client, self.part, &Stop::NEVER)?;
        let mut begun: HashMap<&str, &SourceRecord> =
            self.begun.iter().map(|record| (record.path.as_str(), record)).collect();
        for record in &mut sources {
            // A run that was cut short may have written some of its articles anew.
            record.complete &= begun.remove(record.path.as_str()).is_none();
        }
        sources.extend(begun.into_values().map(|record| SourceRecord { complete: false, ..record.clone() }));
        Ok(sources)
    }

    fn paths(&self) -> Result<Vec<PathRecord>, Error> {
        Ok(ledger::paths(&self.client, &Stop::NEVER)?)
    }

    fn mounts(&self) -> Result<Vec<String>, Error> {
        Ok(ledger::all_mounts(&self.client, &Stop::NEVER)?)
    }

    fn missed(&self) -> Result<Vec<String>, Error> {
        Ok(ledger::all_missed(&self.client, &Stop::NEVER)?)
    }

    fn unread(&self) -> Result<UnreadFiles, Error> {
        Ok(ledger::all_unread(&self.client, &Stop::NEVER)?)
    }

    fn collection(&self) -> Result<Collection, Error> {
        Ok(collection_of(&self.client, &Stop::NEVER)?)
    }

    fn has_articles(&self) -> Result<bool, Error> {
        let body = json!({"size": 0, "query": {"term": {"doc": "article"}}, "track_total_hits": 1});
        let answered = search(&self.client, &body, &Stop::NEVER)?;
        Ok(answered["hits"]["total"]["value"].as_u64().unwrap_or(0) > 0)
    }

    fn articles_of_source(&self, source: &SourceKey) -> Result<Vec<KnownArticle>, Error> {
        self.articles_of(&[*source])
    }

    fn outlines(&self) -> Result<Vec<Outline>, Error> {
        let mut outlines = Vec::new();
        self.each(&json!({"term": {"doc": "article"}}), &["place", "hash"], &mut |hit| {
            let place = hit["fields"]["place"][0].as_str().unwrap_or_default().to_owned();
            let hash = hit["fields"]["hash"][0].as_i64().map_or(0, i64::cast_unsigned);
            let mut named = self.named.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(key) = key_of(id(hit)) {
                outlines.push(Outline { at: named.at(key), print: Print::of(&place, hash), place });
            }
        })?;
        Ok(outlines)
    }

    fn undated(&self) -> Result<Vec<At>, Error> {
        self.dated(UNDATED)
    }

    fn dated_by_others(&self) -> Result<Vec<At>, Error> {
        self.dated(DATED_BY_OTHERS)
    }

    fn facts(&self, articles: &[At]) -> Result<Vec<Facts>, Error> {
        let stored = self.articles(articles)?;
        let facts = |(at, stored): (&At, &StoredArticle)| {
            let mut source = [0; 16];
            source[..8].copy_from_slice(&self.key(*at).map_or([0; 8], |key| key.source_half()));
            Facts {
                source: SourceKey(source),
                taxonomy: stored.findings.taxonomy,
                published: stored.findings.published.clone(),
                is_dated_by_others: stored.findings.own_published.is_some(),
            }
        };
        Ok(articles.iter().zip(stored.iter()).map(facts).collect())
    }

    fn texts(&self, articles: &[At]) -> Result<Vec<Article>, Error> {
        Ok(self.articles(articles)?.iter().map(|stored| stored.article.clone()).collect())
    }

    fn name_uses(&self) -> Result<NameUses, Error> {
        let mut names: HashMap<ArticleKey, BTreeSet<String>> = HashMap::new();
        let said = json!({"bool": {"filter": [{"term": {"doc": "passage"}}, {"exists": {"field": "speaker"}}]}});
        self.each(&said, &["speaker"], &mut |hit| {
            let values = hit["fields"]["speaker"].as_array().map_or(&[][..], Vec::as_slice);
            let Some((key, _)) = passage_of(id(hit)) else { return };
            names.entry(key).or_default().extend(values.iter().filter_map(Value::as_str).map(str::to_owned));
        })?;
        let mut uses = NameUses::default();
        for names in names.values() {
            uses.add(names.iter().filter_map(|name| parse_speaker_key(name)).map(|(kind, name)| (name, kind)));
        }
        Ok(uses)
    }

    fn clues(&self) -> Result<Clues, Error> {
        let shards = ledger::all_clues(&self.client, &Stop::NEVER)?;
        Clues::read(shards.iter().map(Vec::as_slice))
    }
}

fn id(hit: &Value) -> &str {
    hit["_id"].as_str().unwrap_or_default()
}
