//! The cluster as a [`Store`]: how it is filled and changed, in plain data.

use std::sync::Arc;

use crate::client::Client;
use crate::documents::{Made, Vocabulary, documents_of};
use crate::erase::erase;
use crate::error::RemoteError;
use crate::index::{check, refresh};
use crate::intents::Intents;
use crate::inventory::RemoteInventory;
use crate::ledger;
use crate::remote::Remote;
use crate::view::collection_of;
use crate::whole::Whole;
use crate::writer::Writer;
use onrecord_api::backend::StoredArticle;
use onrecord_api::clues::Clues;
use onrecord_api::collection::Collection;
use onrecord_api::keys::{ArticleKey, SourceKey};
use onrecord_api::sources::{Part, PathRecord, SourceRecord};
use onrecord_api::store::{Annotated, Inventory, Prepare, Prepared, Refused, Store, StoreWriter, Writing};
use onrecord_api::unread::UnreadFiles;
use onrecord_api::{Erased, Error};
use onrecord_query::Stop;

impl Store for Remote {
    fn inventory(&self, part: Part) -> Result<Arc<dyn Inventory>, Error> {
        check(self.client(), &Stop::NEVER)?;
        refresh(self.client(), &Stop::NEVER)?;
        let intents = Intents::take_up(self.client(), &Stop::NEVER)?;
        Ok(Arc::new(RemoteInventory::new(self.client(), part, &intents)))
    }

    fn writer(&self, writing: &Writing) -> Result<Box<dyn StoreWriter>, Error> {
        Ok(Box::new(RemoteWriter {
            client: self.client().clone(),
            writer: Writer::begin(self.client(), self.layout(), &Stop::NEVER)?,
            part: writing.part,
            commit_every: writing.commit_every,
            uncommitted: 0,
            has_changes: false,
            gone: Vec::new(),
            gone_sources: Vec::new(),
            collection: None,
        }))
    }

    fn erase(&self, limit: u64) -> Result<Erased, Error> {
        match erase(self.client(), limit, &Stop::NEVER) {
            Ok(left) => Ok(Erased { left, hindrance: None }),
            // Not every user may have files merged.
            Err(RemoteError::Refused { place }) => Ok(Erased { left: 0, hindrance: Some(Error::Refused { place }) }),
            Err(error) => Err(error.into()),
        }
    }
}

/// Makes articles documents of the cluster.
struct Maker;

impl Prepare for Maker {
    fn prepare(&self, source: &SourceKey, annotated: &Annotated) -> Prepared {
        let article = annotated.text.article;
        let (key, bytes) = (source.article(&article.id), article.content.len());
        let stored = StoredArticle {
            article: article.clone(),
            passages: annotated.passages.to_vec(),
            findings: annotated.findings.clone(),
        };
        let (whole, mut words) = (Whole::new(key, stored), Vocabulary::new());
        let documents = documents_of(&whole, (annotated.text, annotated.passages), annotated.forms, &mut words);
        let name = format!("{}: article {}", article.path, article.id);
        let passages = annotated.passages.len() as u64;
        let made = Made { key, name, bytes, documents, words };
        Prepared { key, bytes: bytes as u64, passages, made: Box::new(made) }
    }
}

/// Writes to an index in a cluster.
struct RemoteWriter {
    client: Arc<Client>,
    writer: Writer,
    part: Part,
    commit_every: u64,
    uncommitted: u64,
    has_changes: bool,
    /// Articles and sources to be taken out, gathered so that the server is not asked for each.
    gone: Vec<ArticleKey>,
    gone_sources: Vec<SourceKey>,
    /// What the next commit says of the collection, where that changes.
    collection: Option<Collection>,
}

/// Articles and sources that are taken out with one request: it names each, in some kilobytes. Fewer cost more requests,
/// more would be held longer before they are gone. A judgement, not measured.
const GONE_AT_ONCE: usize = 200;

impl RemoteWriter {
    /// Takes out what is gone; with `all`, however little that is.
    fn take_out(&mut self, all: bool) -> Result<(), Error> {
        let enough = |waiting: usize| waiting >= GONE_AT_ONCE || all && waiting > 0;
        if enough(self.gone_sources.len()) {
            let sources = std::mem::take(&mut self.gone_sources);
            let inventory = RemoteInventory::new(&self.client, self.part, self.writer.left_behind());
            let articles: Vec<ArticleKey> = inventory.articles_of(&sources)?.iter().map(|known| known.key).collect();
            self.writer.remove(&articles)?;
            sources.iter().try_for_each(|source| self.writer.remove_source(source))?;
        }
        if enough(self.gone.len()) {
            let articles = std::mem::take(&mut self.gone);
            self.writer.remove(&articles)?;
        }
        Ok(())
    }

    fn changes(&mut self) -> &mut Writer {
        self.has_changes = true;
        &mut self.writer
    }
}

impl StoreWriter for RemoteWriter {
    fn preparer(&self) -> Arc<dyn Prepare> {
        Arc::new(Maker)
    }

    fn inventory(&self) -> Result<Arc<dyn Inventory>, Error> {
        Ok(Arc::new(RemoteInventory::new(&self.client, self.part, self.writer.left_behind())))
    }

    fn begin_source(&mut self, record: &SourceRecord) -> Result<(), Error> {
        self.writer.begin_source(record);
        Ok(())
    }

    fn put_article(&mut self, article: Prepared, _is_new: bool) -> Result<(), Error> {
        let Prepared { key, bytes, passages, made } = article;
        if passages == 0 {
            return self.remove_article(&key);
        }
        let foreign = |_| Error::Engine { what: "an article was made ready for another store".into() };
        self.uncommitted += bytes;
        let made = *made.downcast::<Made>().map_err(foreign)?;
        Ok(self.changes().put_made(made)?)
    }

    fn remove_article(&mut self, key: &ArticleKey) -> Result<(), Error> {
        self.has_changes = true;
        self.gone.push(*key);
        self.take_out(false)
    }

    fn remove_source(&mut self, key: &SourceKey) -> Result<(), Error> {
        self.has_changes = true;
        self.gone_sources.push(*key);
        self.take_out(false)
    }

    fn put_source(&mut self, record: &SourceRecord) -> Result<(), Error> {
        // Its record says what is left of it.
        self.take_out(true)?;
        Ok(self.changes().put_source(record)?)
    }

    fn put_path(&mut self, record: &PathRecord) -> Result<(), Error> {
        Ok(self.changes().put_other(ledger::path(record))?)
    }

    fn remove_path(&mut self, path: &str) -> Result<(), Error> {
        Ok(self.changes().put_other(ledger::no_path(path))?)
    }

    fn put_mounts(&mut self, folders: &[String]) -> Result<(), Error> {
        let items = ledger::mounts(&self.inventory()?.mounts()?, folders);
        Ok(items.into_iter().try_for_each(|item| self.changes().put_other(item))?)
    }

    fn put_missed(&mut self, sources: &[String]) -> Result<(), Error> {
        let items = ledger::missed(&self.inventory()?.missed()?, sources);
        Ok(items.into_iter().try_for_each(|item| self.changes().put_other(item))?)
    }

    fn put_unread(&mut self, files: &UnreadFiles) -> Result<(), Error> {
        let items = ledger::unread_files(&self.inventory()?.unread()?, files);
        Ok(items.into_iter().try_for_each(|item| self.changes().put_other(item))?)
    }

    fn put_collection(&mut self, collection: &Collection) -> Result<(), Error> {
        self.has_changes = true;
        self.collection = Some(collection.clone());
        Ok(())
    }

    fn put_clues(&mut self, clues: &Clues) -> Result<(), Error> {
        let items = clues.changed().map(|(shard, packed)| ledger::clues(shard, packed.as_deref()));
        Ok(items.collect::<Vec<_>>().into_iter().try_for_each(|item| self.changes().put_other(item))?)
    }

    fn has_changes(&self) -> bool {
        self.has_changes
    }

    fn is_commit_due(&self) -> bool {
        self.uncommitted >= self.commit_every
    }

    fn commit(&mut self) -> Result<(), Error> {
        if !self.has_changes {
            return Ok(());
        }
        self.take_out(true)?;
        let collection = match self.collection.take() {
            Some(collection) => collection,
            None => collection_of(&self.client, &Stop::NEVER)?,
        };
        self.writer.commit(&collection)?;
        (self.has_changes, self.uncommitted) = (false, 0);
        Ok(())
    }

    fn refused(&mut self) -> Vec<Refused> {
        self.writer.refused()
    }

    fn close(self: Box<Self>) -> Result<(), Error> {
        Ok(())
    }

    fn abandon(self: Box<Self>) {}
}
