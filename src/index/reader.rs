//! One consistent state of an index, for searching and showing.

use std::path::Path;
use std::sync::Arc;

use tantivy::collector::DocSetCollector;
use tantivy::columnar::Column;
use tantivy::query::TermQuery;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocId, Index, IndexReader, ReloadPolicy, Searcher, SegmentReader, TantivyDocument, Term};

use super::collection::Collection;
use super::document::article_key;
use super::error::IndexError;
use super::record::{ArticleRecord, PassageRecord, SourceRecord, unpack};
use super::schema::{self, Fields};
use super::writer::{open, stored_bytes};

/// A state of the index as some commit left it. Later commits do not change it.
#[derive(Clone)]
pub struct Snapshot {
    searcher: Searcher,
    fields: Fields,
    columns: Arc<Vec<Columns>>,
    records: u64,
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
    /// Opens the index at `path` as its last commit left it.
    ///
    /// # Errors
    /// When there is no index, it is of another version, or it is damaged.
    pub fn open(path: &Path) -> Result<Self, IndexError> {
        if !path.join("meta.json").exists() {
            return Err(IndexError::Missing(path.to_owned()));
        }
        Snapshot::of(&open(path)?)
    }

    /// The last committed state of an open index.
    fn of(index: &Index) -> Result<Self, IndexError> {
        let reader: IndexReader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let (_, fields) = schema::build();
        let searcher = reader.searcher();
        let columns = searcher.segment_readers().iter().map(Columns::open).collect::<Result<_, _>>()?;
        let records = [1, 2]
            .iter()
            .map(|&c| searcher.doc_freq(&Term::from_field_u64(fields.is_record, c)))
            .sum::<Result<u64, _>>()?;
        Ok(Snapshot { searcher, fields, columns: Arc::new(columns), records })
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
        self.searcher.num_docs() - self.records
    }

    /// Path and id of the article that the passage at `address` belongs to, a zero character between them:
    /// what orders results with the same score.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn place(&self, address: DocAddress) -> Result<String, IndexError> {
        let first = self.first_passage(address);
        let places = self.searcher.segment_reader(first.segment_ord).fast_fields().str("place")?;
        let mut place = String::new();
        if let Some(places) = places {
            if let Some(ord) = places.term_ords(first.doc_id).next() {
                places.ord_to_str(ord, &mut place).map_err(tantivy::TantivyError::from)?;
            }
        }
        Ok(place)
    }

    /// The record of the passage at `address`.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn passage(&self, address: DocAddress) -> Result<PassageRecord, IndexError> {
        let doc: TantivyDocument = self.searcher.doc(address)?;
        let bytes = stored_bytes(&doc, self.fields.record).ok_or_else(|| missing("a passage"))?;
        unpack(bytes)
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
        let doc: TantivyDocument = self.searcher.doc(self.first_passage(address))?;
        let bytes = stored_bytes(&doc, self.fields.parent).ok_or_else(|| missing("an article"))?;
        unpack(bytes)
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
        let found = self.addresses(Term::from_field_bytes(self.fields.article, &article_key(source, id)))?;
        Ok(found.into_iter().min())
    }

    /// The first passages of all articles of a source.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn articles_of_source(&self, source: &[u8; 16]) -> Result<Vec<DocAddress>, IndexError> {
        let found = self.addresses(Term::from_field_bytes(self.fields.source, source))?;
        Ok(found.into_iter().filter(|&a| self.first_passage(a) == a).collect())
    }

    /// The records of all sources, in no particular order.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn sources(&self) -> Result<Vec<SourceRecord>, IndexError> {
        let found = self.addresses(Term::from_field_u64(self.fields.is_record, 1))?;
        found.into_iter().map(|address| self.parent(address)).collect()
    }

    /// What the articles say of each other.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn collection(&self) -> Result<Collection, IndexError> {
        let found = self.addresses(Term::from_field_u64(self.fields.is_record, 2))?;
        found.into_iter().next().map_or(Ok(Collection::default()), |address| self.parent(address))
    }

    fn parent<T: serde::de::DeserializeOwned>(&self, address: DocAddress) -> Result<T, IndexError> {
        let doc: TantivyDocument = self.searcher.doc(address)?;
        unpack(stored_bytes(&doc, self.fields.parent).ok_or_else(|| missing("a record"))?)
    }

    fn addresses(&self, term: Term) -> Result<Vec<DocAddress>, IndexError> {
        let query = TermQuery::new(term, IndexRecordOption::Basic);
        let mut found: Vec<_> = self.searcher.search(&query, &DocSetCollector)?.into_iter().collect();
        found.sort_unstable();
        Ok(found)
    }
}

fn missing(what: &str) -> IndexError {
    IndexError::Damaged { what: format!("{what} is missing") }
}
