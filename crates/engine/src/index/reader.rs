//! One consistent state of an index, for searching and showing.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::time::SystemTime;

use tantivy::columnar::{Column, StrColumn};
use tantivy::directory::OwnedBytes;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{
    DocAddress, DocId, DocSet, Index, IndexReader, ReloadPolicy, Searcher, SegmentReader, TERMINATED, TantivyError,
    Term,
};

use super::Collection;
use super::document::{article_key, id_key, source_key};
use super::error::IndexError;
use super::opening::open_to_read;
use super::packed::{unpack_passage, unpack_text};
use super::record::{ArticleRecord, Class, PassageRecord, PassageText, SourceRecord, unpack};
use super::schema::{self, Fields, RECORD_KIND};
use super::store::Store;
use super::stored::Stored;
use onrecord_annotate::speaker::collection::NameTable;
use onrecord_api::handle::Handle;
use onrecord_api::unread::UnreadFiles;

/// A state of the index as some commit left it. Later commits do not change it.
#[derive(Clone)]
pub struct Snapshot {
    searcher: Searcher,
    fields: Fields,
    columns: Arc<Vec<Columns>>,
    stores: Arc<Vec<Store>>,
    records: u64,
    /// The column of hashes of each segment, once it was asked for.
    pub(super) hashes: Arc<[OnceLock<Column<u64>>]>,
    /// Whether paths of articles are to lead there from the current folder.
    leads: bool,
    /// Whether any does not by itself, once that was looked at.
    pub(super) astray: Arc<OnceLock<bool>>,
}

/// The columns of one segment that place a passage in its article.
pub struct Columns {
    /// Place of each passage in its article.
    pub ordinal: Column<u64>,
    /// Number of passages of its article.
    pub passages: Column<u64>,
    /// Kind, as a number.
    pub kind: Column<u64>,
    /// Number of words.
    pub length: Column<u64>,
}

impl Columns {
    /// Opens the columns of `segment`.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn open(segment: &SegmentReader) -> Result<Self, IndexError> {
        let fast = segment.fast_fields();
        Ok(Columns {
            ordinal: fast.u64("ordinal")?,
            passages: fast.u64("passages")?,
            kind: fast.u64("kind")?,
            length: fast.u64("length")?,
        })
    }

    /// The first passage of the article that `doc` belongs to.
    pub fn first_of(&self, doc: DocId) -> DocId {
        doc - self.ordinal.first(doc).unwrap_or(0) as DocId
    }

    /// One past the last passage of the article that `doc` belongs to.
    pub fn end_of(&self, doc: DocId) -> DocId {
        self.first_of(doc) + self.passages.first(doc).unwrap_or(1) as DocId
    }
}

impl Snapshot {
    /// Opens the index at `path` as its last commit left it. Paths of articles are given as they were named, or
    /// absolute where that leads elsewhere from the current folder.
    ///
    /// # Errors
    /// When there is no index, it is of another version, or it is damaged.
    pub fn open(path: &Path) -> Result<Self, IndexError> {
        let snapshot = Snapshot::of(&open_to_read(path, false)?).map_err(|error| error.at(path))?;
        Ok(Snapshot { leads: true, ..snapshot })
    }

    /// Bytes that tell the last commit of the index at `path` from those before it; looking at them is cheap.
    ///
    /// # Errors
    /// When there is no index, or it cannot be read.
    pub fn commit_of(path: &Path) -> Result<Vec<u8>, IndexError> {
        std::fs::read(path.join("meta.json")).map_err(|source| match source.kind() {
            std::io::ErrorKind::NotFound => IndexError::Missing(path.to_owned()),
            _ => IndexError::Io { path: path.to_owned(), source },
        })
    }

    /// When the index at `path` last changed, as far as the file system tells.
    pub fn changed(path: &Path) -> Option<SystemTime> {
        std::fs::metadata(path.join("meta.json")).and_then(|metadata| metadata.modified()).ok()
    }

    /// A number that two states of one index share only if they hold the same articles.
    pub fn revision(&self) -> u64 {
        let mut hasher = xxhash_rust::xxh3::Xxh3::new();
        for segment in self.searcher.segment_readers() {
            hasher.update(segment.segment_id().uuid_string().as_bytes());
            hasher.update(&segment.delete_opstamp().unwrap_or_default().to_le_bytes());
        }
        hasher.digest()
    }

    /// The last committed state of an open index.
    pub(super) fn of(index: &Index) -> Result<Self, IndexError> {
        let reader: IndexReader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let (_, fields) = schema::build();
        let searcher = reader.searcher();
        let columns = searcher.segment_readers().iter().map(Columns::open).collect::<Result<_, _>>()?;
        let records = Class::ALL
            .iter()
            .map(|&c| searcher.doc_freq(&Term::from_field_u64(fields.is_record, c as u64)))
            .sum::<Result<u64, _>>()?;
        let stores = searcher.segment_readers().iter().map(Store::open).collect::<Result<_, _>>()?;
        let hashes = searcher.segment_readers().iter().map(|_| OnceLock::new()).collect();
        let (columns, stores, astray) = (Arc::new(columns), Arc::new(stores), Arc::default());
        Ok(Snapshot { searcher, fields, columns, stores, records, hashes, leads: false, astray })
    }

    /// The engine's view of this state.
    pub fn searcher(&self) -> &Searcher {
        &self.searcher
    }

    /// The fields of the index.
    pub fn fields(&self) -> &Fields {
        &self.fields
    }

    /// The columns of a segment.
    pub fn columns(&self, segment: u32) -> &Columns {
        &self.columns[segment as usize]
    }

    /// Number of passages, boilerplate included.
    pub fn passage_count(&self) -> u64 {
        let segments = self.searcher.segment_readers().iter().zip(self.columns.iter());
        let is_passage = |columns: &Columns, doc| columns.kind.first(doc) != Some(RECORD_KIND);
        segments.map(|(s, c)| s.doc_ids_alive().filter(|&doc| is_passage(c, doc)).count() as u64).sum()
    }

    /// Number of passages, those deleted but not yet merged away included: what document frequencies count.
    pub fn passage_slots(&self) -> u64 {
        let slots: u64 = self.searcher.segment_readers().iter().map(|s| u64::from(s.max_doc())).sum();
        slots.saturating_sub(self.records).max(1)
    }

    /// Number of articles, those deleted but not yet merged away included.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn article_slots(&self) -> Result<u64, IndexError> {
        let segments = self.searcher.segment_readers().iter();
        let counts = segments.map(|s| Ok(s.inverted_index(self.fields.article)?.terms().num_terms() as u64));
        // The index's own records have keys as articles have.
        Ok(counts.sum::<Result<u64, IndexError>>()?.saturating_sub(self.records).max(1))
    }

    /// Number of articles.
    pub fn article_count(&self) -> u64 {
        self.articles().count() as u64
    }

    /// Number of articles whose publication date is known at least in part.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn dated_articles(&self) -> Result<u64, IndexError> {
        let mut count = 0;
        for segment in self.searcher.segment_readers() {
            let best = segment.fast_fields().i64("best")?;
            count += segment.doc_ids_alive().filter(|&doc| best.first(doc).is_some()).count() as u64;
        }
        Ok(count)
    }

    /// The first passages of the articles whose publication date nothing gives.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn undated_articles(&self) -> Result<Vec<DocAddress>, IndexError> {
        self.addresses(Term::from_field_u64(self.fields.undated, 1))
    }

    /// The first passages of the articles that others date.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn articles_dated_by_others(&self) -> Result<Vec<DocAddress>, IndexError> {
        self.addresses(Term::from_field_u64(self.fields.undated, 2))
    }

    /// Number of distinct terms of a field. Values of deleted passages count until they are merged away.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn distinct_values(&self, field: Field) -> Result<u64, IndexError> {
        let mut values = BTreeSet::new();
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(field)?;
            let mut terms = index.terms().stream().map_err(|source| self.io(source))?;
            while terms.advance() {
                values.insert(terms.key().to_vec());
            }
        }
        Ok(values.len() as u64)
    }

    fn io(&self, source: std::io::Error) -> IndexError {
        IndexError::Damaged { what: source.to_string() }
    }

    /// The record of the passage at `address`.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn passage(&self, address: DocAddress) -> Result<PassageRecord, IndexError> {
        let bytes = self.stored(address)?;
        let stored = parse(&bytes)?;
        let record = stored.record(self.fields.record).ok_or_else(|| missing("a passage"))?;
        unpack_passage(record, stored.text.unwrap_or_default())
    }

    /// The text of the passage at `address` and where it stands.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn text(&self, address: DocAddress) -> Result<PassageText, IndexError> {
        let bytes = self.stored(address)?;
        let stored = parse(&bytes)?;
        let record = stored.record(self.fields.record).ok_or_else(|| missing("a passage"))?;
        unpack_text(record, stored.text.unwrap_or_default())
    }

    /// The text of the passage at `address`, with what follows it up to the next passage.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn passage_text(&self, address: DocAddress) -> Result<String, IndexError> {
        let bytes = self.stored(address)?;
        parse(&bytes)?.text.map(str::to_owned).ok_or_else(|| missing("a passage"))
    }

    fn stored(&self, address: DocAddress) -> Result<OwnedBytes, IndexError> {
        self.stores[address.segment_ord as usize].read(address.doc_id)
    }

    /// The first passage of the article that the passage at `address` belongs to.
    pub fn first_passage(&self, address: DocAddress) -> DocAddress {
        DocAddress::new(address.segment_ord, self.columns(address.segment_ord).first_of(address.doc_id))
    }

    /// The record of the article that the passage at `address` belongs to.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn article(&self, address: DocAddress) -> Result<ArticleRecord, IndexError> {
        let mut article = self.parent(self.first_passage(address))?;
        if self.leads {
            self.lead(&mut article)?;
        }
        Ok(article)
    }

    /// All passages of the article that the passage at `address` belongs to, in order.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn passages_of(&self, address: DocAddress) -> Result<Vec<PassageRecord>, IndexError> {
        let columns = self.columns(address.segment_ord);
        (columns.first_of(address.doc_id)..columns.end_of(address.doc_id))
            .map(|doc| self.passage(DocAddress::new(address.segment_ord, doc)))
            .collect()
    }

    /// The first passage of the article with this id in this source.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn find_article(&self, source: &[u8; 16], id: &str) -> Result<Option<DocAddress>, IndexError> {
        self.find_key(&article_key(source, id))
    }

    /// The first passage of the article with this [key](article_key).
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn find_key(&self, key: &[u8; 16]) -> Result<Option<DocAddress>, IndexError> {
        Ok(self.addresses(Term::from_field_bytes(self.fields.article, key))?.into_iter().min())
    }

    /// The first passages of all articles with this id, whatever their source.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn find_id(&self, id: &str) -> Result<Vec<DocAddress>, IndexError> {
        let prefix = id_key(id);
        let mut found = BTreeSet::new();
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(self.fields.article)?;
            let mut terms = index.terms().range().ge(prefix).into_stream().map_err(|source| self.io(source))?;
            while terms.advance() && terms.key().starts_with(&prefix) {
                let passages = self.addresses(Term::from_field_bytes(self.fields.article, terms.key()))?;
                found.extend(passages.first());
            }
        }
        // Two ids may have the same key.
        let records = found.into_iter().map(|address| Ok((address, self.article(address)?)));
        let same = records.filter(|found| !matches!(found, Ok((_, record)) if record.id != id));
        same.map(|found| found.map(|(address, _)| address)).collect()
    }

    /// The first passages of the articles whose handles begin with `beginning`, at most `limit`, in the order of their
    /// handles; none where no handle can begin so.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn find_handle(&self, beginning: &str, limit: usize) -> Result<Vec<DocAddress>, IndexError> {
        let Some(range) = Handle::beginning_with(beginning) else { return Ok(Vec::new()) };
        let (from, to) = (range.start().to_bytes(), range.end().to_bytes());
        let mut found = BTreeMap::new();
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(self.fields.handle)?;
            let mut terms = index.terms().range().ge(from).le(to).into_stream().map_err(|source| self.io(source))?;
            while terms.advance() && found.len() <= limit {
                let key = terms.key().to_vec();
                if let Some(first) = self.addresses(Term::from_field_bytes(self.fields.handle, &key))?.first() {
                    found.insert(key, *first);
                }
            }
        }
        Ok(found.into_values().take(limit).collect())
    }

    /// The first passages of the articles of the source at `path`, as the user named it or as the file system has it.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn find_path(&self, path: &str) -> Result<Vec<DocAddress>, IndexError> {
        let named = self.addresses(Term::from_field_text(self.fields.path, path))?;
        if named.is_empty() { self.articles_of_source(&source_key(path)) } else { Ok(named) }
    }

    /// The first passages of all articles of a source.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn articles_of_source(&self, source: &[u8; 16]) -> Result<Vec<DocAddress>, IndexError> {
        let found = self.addresses(Term::from_field_bytes(self.fields.source, source))?;
        Ok(found.into_iter().filter(|&a| self.first_passage(a) == a).collect())
    }

    /// The first passages of all articles.
    pub fn articles(&self) -> impl Iterator<Item = DocAddress> + '_ {
        let segments = self.searcher.segment_readers().iter().enumerate();
        segments.flat_map(move |(number, segment)| {
            let columns = self.columns(number as u32);
            let first = move |&doc: &DocId| {
                columns.ordinal.first(doc) == Some(0) && columns.kind.first(doc) != Some(RECORD_KIND)
            };
            segment.doc_ids_alive().filter(first).map(move |doc| DocAddress::new(number as u32, doc))
        })
    }

    /// The distinct values of a column, with the passages of each: calls `each` with a value's number, once
    /// per passage that has it, and gives the values.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn column_values(
        &self,
        segment: u32,
        column: &str,
        docs: impl Iterator<Item = DocId>,
        mut each: impl FnMut(DocId, u64),
    ) -> Result<Option<StrColumn>, IndexError> {
        let fast = self.searcher.segment_reader(segment).fast_fields();
        let Some(values) = fast.str(column)? else { return Ok(None) };
        for doc in docs {
            values.term_ords(doc).for_each(|ord| each(doc, ord));
        }
        Ok(Some(values))
    }

    /// The records of all sources, in no particular order.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn sources(&self) -> Result<Vec<SourceRecord>, IndexError> {
        let found = self.addresses(Term::from_field_u64(self.fields.is_record, Class::Source as u64))?;
        found.into_iter().map(|address| self.parent(address)).collect()
    }

    /// What the articles say of each other.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn collection(&self) -> Result<Collection, IndexError> {
        let found = self.addresses(Term::from_field_u64(self.fields.is_record, Class::Collection as u64))?;
        let Some(&address) = found.first() else { return Ok(Collection::default()) };
        let bytes = self.stored(address)?;
        let stored = parse(&bytes)?;
        let record = stored.record(self.fields.parent).ok_or_else(|| missing("a record"))?;
        let mut collection: Collection = unpack(record)?;
        collection.names = NameTable::of_lines(stored.text.unwrap_or_default().to_owned());
        Ok(collection.ready())
    }

    pub(super) fn parent<T: serde::de::DeserializeOwned>(&self, address: DocAddress) -> Result<T, IndexError> {
        unpack(&self.parent_bytes(address)?)
    }

    pub(super) fn parent_bytes(&self, address: DocAddress) -> Result<Vec<u8>, IndexError> {
        let bytes = self.stored(address)?;
        Ok(parse(&bytes)?.record(self.fields.parent).ok_or_else(|| missing("a record"))?.to_vec())
    }

    /// The files that were not read when they were last looked at.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn unread(&self) -> Result<UnreadFiles, IndexError> {
        let found = self.addresses(Term::from_field_u64(self.fields().is_record, Class::Unread as u64))?;
        found.first().map_or(Ok(UnreadFiles::default()), |&address| self.parent(address))
    }

    pub(super) fn addresses(&self, term: Term) -> Result<Vec<DocAddress>, IndexError> {
        let mut found = Vec::new();
        for (number, segment) in (0..).zip(self.searcher.segment_readers()) {
            let index = segment.inverted_index(term.field())?;
            let Some(mut postings) =
                index.read_postings(&term, IndexRecordOption::Basic).map_err(TantivyError::from)?
            else {
                continue;
            };
            while postings.doc() != TERMINATED {
                if !segment.is_deleted(postings.doc()) {
                    found.push(DocAddress::new(number, postings.doc()));
                }
                postings.advance();
            }
        }
        Ok(found)
    }
}

fn parse(bytes: &[u8]) -> Result<Stored<'_>, IndexError> {
    Stored::parse(bytes).ok_or_else(|| missing("a stored document"))
}

pub(super) fn missing(what: &str) -> IndexError {
    IndexError::Damaged { what: format!("{what} is missing") }
}

/// The values of a column, by their numbers: its dictionary read once from end to end.
///
/// # Errors
/// When the index is damaged.
pub fn values_by_number(column: &StrColumn) -> Result<Vec<String>, IndexError> {
    let damaged = |error: std::io::Error| IndexError::Damaged { what: error.to_string() };
    let mut values = Vec::with_capacity(column.num_terms());
    let mut terms = column.dictionary().stream().map_err(damaged)?;
    while terms.advance() {
        values.push(String::from_utf8_lossy(terms.key()).into_owned());
    }
    Ok(values)
}
