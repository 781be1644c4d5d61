//! The index on disk as a [`Store`]: how it is filled and changed, in plain data.

use std::path::Path;
use std::sync::Arc;

use crate::Embedded;
use crate::index::compact::{Compacted, compact};
use crate::index::document::documents;
use crate::index::options::WriterOptions;
use crate::index::outline::id_of_place;
use crate::index::reader::values_by_number;
use crate::index::record::{ArticleRecord, parse_speaker_key, restore};
use crate::index::schema::Fields;
use crate::index::{Collection, DocAddress, DocId, Documents, IndexError, Snapshot, Writer};
use onrecord_annotate::speaker::SpeakerType;
use onrecord_annotate::speaker::collection::{NameUses, is_acronym_of_body};
use onrecord_api::clues::Clues;
use onrecord_api::keys::{ArticleKey, SourceKey, article_key};
use onrecord_api::sources::{Part, PathRecord, SourceRecord};
use onrecord_api::store::{
    Annotated, At, Facts, Inventory, KnownArticle, Outline, Prepare, Prepared, Store, StoreWriter, Writing,
};
use onrecord_api::unread::UnreadFiles;
use onrecord_api::{Erased, Error};
use onrecord_text::article::Article;

impl Store for Embedded {
    fn inventory(&self, part: Part) -> Result<Arc<dyn Inventory>, Error> {
        Ok(Arc::new(InPart { snapshot: Snapshot::open(self.folder())?, part }))
    }

    fn writer(&self, writing: &Writing) -> Result<Box<dyn StoreWriter>, Error> {
        let options = WriterOptions {
            threads: writing.threads,
            commit_every: writing.commit_every,
            shared: writing.shared,
            ..WriterOptions::default()
        };
        Ok(Box::new(PartWriter { writer: Writer::open(self.folder(), options)?, part: writing.part }))
    }

    fn erase(&self, limit: u64) -> Result<Erased, Error> {
        match compact(self.folder(), limit) {
            Ok(Compacted { left, .. }) => Ok(Erased { left, hindrance: None }),
            Err(error @ (IndexError::Locked(_) | IndexError::Io { .. })) => {
                Ok(Erased { left: 0, hindrance: Some(error.into()) })
            }
            Err(error) => Err(error.into()),
        }
    }

    fn folder(&self) -> Option<&Path> {
        Some(Embedded::folder(self))
    }
}

/// What an index holds, of a part of its sources.
struct InPart {
    snapshot: Snapshot,
    part: Part,
}

fn at(address: DocAddress) -> At {
    At(u64::from(address.segment_ord) << 32 | u64::from(address.doc_id))
}

fn address(at: At) -> DocAddress {
    DocAddress::new((at.0 >> 32) as u32, at.0 as u32)
}

fn facts(record: &ArticleRecord) -> Facts {
    Facts {
        source: SourceKey(record.source),
        taxonomy: record.taxonomy,
        published: record.found.published.clone(),
        is_dated_by_others: record.found.own_published.is_some(),
    }
}

impl Inventory for InPart {
    fn sources(&self) -> Result<Vec<SourceRecord>, Error> {
        let mut sources = self.snapshot.sources()?;
        if !self.part.is_whole() {
            sources.retain(|record| self.part.holds(&record.key()));
        }
        Ok(sources)
    }

    fn paths(&self) -> Result<Vec<PathRecord>, Error> {
        Ok(self.snapshot.paths()?)
    }

    fn mounts(&self) -> Result<Vec<String>, Error> {
        Ok(self.snapshot.mounts()?)
    }

    fn missed(&self) -> Result<Vec<String>, Error> {
        Ok(self.snapshot.missed()?)
    }

    fn unread(&self) -> Result<UnreadFiles, Error> {
        Ok(self.snapshot.unread()?)
    }

    fn collection(&self) -> Result<Collection, Error> {
        Ok(self.snapshot.collection()?)
    }

    fn has_articles(&self) -> Result<bool, Error> {
        Ok(self.snapshot.articles().next().is_some())
    }

    fn articles_of_source(&self, source: &SourceKey) -> Result<Vec<KnownArticle>, Error> {
        let addresses = self.snapshot.articles_of_source(&source.0)?;
        let places = self.snapshot.places(&addresses)?;
        let known = |(address, place): (&DocAddress, &String)| {
            let key = ArticleKey(article_key(&source.0, id_of_place(place)));
            Ok(KnownArticle { key, hash: Some(self.snapshot.article_hash(*address)?) })
        };
        addresses.iter().zip(&places).map(known).collect()
    }

    fn outlines(&self) -> Result<Vec<Outline>, Error> {
        Ok(self.snapshot.outlines()?)
    }

    fn undated(&self) -> Result<Vec<At>, Error> {
        Ok(self.snapshot.undated_articles()?.into_iter().map(at).collect())
    }

    fn dated_by_others(&self) -> Result<Vec<At>, Error> {
        Ok(self.snapshot.articles_dated_by_others()?.into_iter().map(at).collect())
    }

    fn facts(&self, articles: &[At]) -> Result<Vec<Facts>, Error> {
        articles.iter().map(|&at| Ok(facts(&self.snapshot.article(address(at))?))).collect()
    }

    fn texts(&self, articles: &[At]) -> Result<Vec<Article>, Error> {
        let text = |&at: &At| {
            let record = self.snapshot.article(address(at))?;
            Ok(restore(&record, &self.snapshot.passages_of(address(at))?))
        };
        articles.iter().map(text).collect()
    }

    fn name_uses(&self) -> Result<NameUses, Error> {
        Ok(name_uses(&self.snapshot)?)
    }

    fn clues(&self) -> Result<Clues, Error> {
        Ok(self.snapshot.clues()?)
    }
}

impl Snapshot {
    /// The outlines of all articles.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn outlines(&self) -> Result<Vec<Outline>, IndexError> {
        let articles: Vec<DocAddress> = self.articles().collect();
        let places = self.places(&articles)?;
        let outline = |(&address, place): (&DocAddress, String)| {
            let print = self.print(&place, address)?;
            Ok(Outline { at: at(address), place, print })
        };
        articles.iter().zip(places).map(outline).collect()
    }
}

/// What each article calls its speakers.
fn name_uses(snapshot: &Snapshot) -> Result<NameUses, IndexError> {
    let mut uses = NameUses::default();
    for (number, segment) in snapshot.searcher().segment_readers().iter().enumerate() {
        let columns = snapshot.columns(number as u32);
        let mut speakers: Vec<(DocId, u64)> = Vec::new();
        let note = |doc: DocId, ord: u64| speakers.push((columns.first_of(doc), ord));
        let column = snapshot.column_values(number as u32, "speaker", segment.doc_ids_alive(), note)?;
        let Some(column) = column else { continue };
        // The passages of an article lie side by side, and its names may be in any of them.
        speakers.sort_unstable();
        speakers.dedup();
        add_names(&mut uses, &values_by_number(&column)?, &speakers);
    }
    Ok(uses)
}

/// Adds the names of the articles of a segment, each of which has those with these numbers. They are counted by their
/// numbers: to look each up in each article takes ten times as long.
fn add_names<'a>(uses: &mut NameUses, keys: &'a [String], speakers: &[(DocId, u64)]) {
    let name = |key: &'a String| parse_speaker_key(key).map(|(kind, name)| (name, kind));
    let names: Vec<Option<(&str, SpeakerType)>> = keys.iter().map(name).collect();
    let acronyms: Vec<bool> =
        names.iter().map(|name| name.is_some_and(|(n, kind)| is_acronym_of_body(n, kind))).collect();
    let mut articles = vec![0; names.len()];
    for article in speakers.chunk_by(|a, b| a.0 == b.0) {
        article.iter().for_each(|&(_, ord)| articles[ord as usize] += 1);
        if article.iter().any(|&(_, ord)| acronyms[ord as usize]) {
            let own = article.iter().filter_map(|&(_, ord)| names[ord as usize]);
            uses.note_expansions(&own.collect::<Vec<_>>());
        }
    }
    let named = names.into_iter().zip(articles).filter_map(|(name, articles)| Some((name?, articles)));
    named.filter(|&(_, articles)| articles > 0).for_each(|((name, kind), n)| uses.add_times(name, kind, n));
}

/// Makes articles documents of the index.
struct Maker {
    fields: Fields,
}

impl Prepare for Maker {
    fn prepare(&self, source: &SourceKey, annotated: &Annotated) -> Prepared {
        let docs = documents(&self.fields, &source.0, annotated);
        Prepared {
            key: source.article(&annotated.text.article.id),
            bytes: annotated.text.content().len() as u64,
            passages: docs.len() as u64,
            made: Box::new(docs),
        }
    }
}

/// The writer of an index, for a part of its sources.
struct PartWriter {
    writer: Writer,
    part: Part,
}

impl StoreWriter for PartWriter {
    fn preparer(&self) -> Arc<dyn Prepare> {
        Arc::new(Maker { fields: self.writer.fields().clone() })
    }

    fn inventory(&self) -> Result<Arc<dyn Inventory>, Error> {
        Ok(Arc::new(InPart { snapshot: self.writer.snapshot()?, part: self.part }))
    }

    fn put_article(&mut self, article: Prepared, is_new: bool) -> Result<(), Error> {
        let Prepared { key, bytes, made, .. } = article;
        let foreign = |_| Error::Engine { what: "an article was made ready for another store".into() };
        let docs = *made.downcast::<Documents>().map_err(foreign)?;
        let put =
            if is_new { self.writer.add_article(docs, bytes) } else { self.writer.put_article(&key.0, docs, bytes) };
        Ok(put?)
    }

    fn remove_article(&mut self, key: &ArticleKey) -> Result<(), Error> {
        self.writer.remove_article(&key.0);
        Ok(())
    }

    fn remove_source(&mut self, key: &SourceKey) -> Result<(), Error> {
        self.writer.remove_source(&key.0);
        Ok(())
    }

    fn put_source(&mut self, record: &SourceRecord) -> Result<(), Error> {
        Ok(self.writer.put_source(&record.key().0, record)?)
    }

    fn put_path(&mut self, record: &PathRecord) -> Result<(), Error> {
        Ok(self.writer.put_path(record)?)
    }

    fn remove_path(&mut self, path: &str) -> Result<(), Error> {
        self.writer.remove_path(path);
        Ok(())
    }

    fn put_mounts(&mut self, folders: &[String]) -> Result<(), Error> {
        Ok(self.writer.put_mounts(folders)?)
    }

    fn put_missed(&mut self, sources: &[String]) -> Result<(), Error> {
        Ok(self.writer.put_missed(sources)?)
    }

    fn put_unread(&mut self, files: &UnreadFiles) -> Result<(), Error> {
        Ok(self.writer.put_unread(files)?)
    }

    fn put_collection(&mut self, collection: &Collection) -> Result<(), Error> {
        Ok(self.writer.put_collection(collection)?)
    }

    fn put_clues(&mut self, clues: &Clues) -> Result<(), Error> {
        Ok(self.writer.put_clues(clues)?)
    }

    fn has_changes(&self) -> bool {
        self.writer.has_changes()
    }

    fn is_commit_due(&self) -> bool {
        self.writer.is_commit_due()
    }

    fn commit(&mut self) -> Result<(), Error> {
        Ok(self.writer.commit()?)
    }

    fn close(self: Box<Self>) -> Result<(), Error> {
        Ok(self.writer.close()?)
    }

    fn abandon(self: Box<Self>) {
        self.writer.abandon();
    }
}
