//! The engine in this process as a [`Backend`]: an index in a folder.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use tantivy::Term;

use crate::index::document::article_key;
use crate::index::record::{ArticleRecord, PassageText, outlines, restore, restore_findings};
use crate::index::version::Versions;
use crate::index::{Collection, DocAddress, IndexError, Snapshot};
use crate::search::facet::Facet;
use crate::search::top::{Admission, Places};
use crate::search::view::PassageMatcher;
use crate::search::{self, Engine, Hit, Ranking, SearchError, SearchRequest};
use onrecord_api::backend::{
    ArticleCard, Backend, BackendError, BackendHit, DayCounts, From as Start, Hits, Holdings, Over, PassageCard,
    ScorePart, ScoredId, Search, Statistics, StoredArticle, UnknownValue, UnknownWord, ValueCounts, View,
};
use onrecord_api::keys::ArticleKey;
use onrecord_api::{Error, Field, Rank, Sort, Unit};
use onrecord_query::highlight::Found;
use onrecord_query::{ErrorKind, Query, QueryError};
use onrecord_text::article::Article;
use onrecord_text::span::Span;

/// An index in a folder. It need not be there yet.
pub struct Embedded {
    folder: PathBuf,
    current: Mutex<Option<Opened>>,
}

/// A view, and the commit that it is of.
struct Opened {
    commit: Vec<u8>,
    view: Arc<FolderView>,
}

impl Embedded {
    /// The index in `folder`.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Embedded { folder: folder.into(), current: Mutex::default() }
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The state that the last commit left.
    ///
    /// # Errors
    /// When there is no index, it is of another version, or it is damaged.
    pub fn snapshot(&self) -> Result<Snapshot, IndexError> {
        Ok(self.opened()?.engine.snapshot().clone())
    }

    fn opened(&self) -> Result<Arc<FolderView>, IndexError> {
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        // Looked at before the index is opened: a commit in between is seen by the next call.
        let commit = Snapshot::commit_of(&self.folder)?;
        if let Some(opened) = current.as_ref().filter(|opened| opened.commit == commit) {
            return Ok(opened.view.clone());
        }
        let view = Arc::new(FolderView::open(&self.folder)?);
        *current = Some(Opened { commit, view: view.clone() });
        Ok(view)
    }
}

impl Backend for Embedded {
    fn view(&self) -> Result<Arc<dyn View>, BackendError> {
        Ok(self.opened()?)
    }
}

/// One state of an index in a folder.
struct FolderView {
    folder: PathBuf,
    engine: Engine,
    collection: Arc<Collection>,
    places: Places,
    shared: OnceLock<Arc<HashSet<String>>>,
    revision: u64,
}

impl FolderView {
    fn keys(&self, addresses: Vec<DocAddress>) -> Result<Vec<ArticleKey>, BackendError> {
        let key = |address| Ok(key_of(&self.snapshot().article(address)?));
        addresses.into_iter().map(key).collect()
    }

    fn open(folder: &Path) -> Result<Self, IndexError> {
        let snapshot = Snapshot::open(folder)?;
        let collection = Arc::new(snapshot.collection()?);
        Ok(FolderView {
            folder: folder.to_owned(),
            engine: Engine::new(&snapshot, collection.clone()),
            collection,
            places: Places::new(&snapshot),
            shared: OnceLock::new(),
            revision: snapshot.revision(),
        })
    }

    fn snapshot(&self) -> &Snapshot {
        self.engine.snapshot()
    }

    fn hit(&self, hit: Hit, search: &Search) -> Result<BackendHit, IndexError> {
        let article = Arc::new(card(self.snapshot().article(hit.address)?));
        let mut passage = passage_card(hit.passage);
        if search.findings {
            let record = self.snapshot().passage(hit.address)?;
            (passage.quotes, passage.topics) = (record.quotes, record.topics);
        }
        Ok(BackendHit { rank: hit.rank, score: hit.score, article, passage, found: hit.found, copies: hit.copies })
    }

    /// The article's id, or with its path where several have it.
    fn article_name(&self, address: DocAddress, shared: &HashSet<String>) -> String {
        let id = self.places.article_id(address);
        if shared.contains(&id) { self.places.place(address).replacen('\0', "#", 1) } else { id }
    }

    /// The first passage of an article.
    fn address(&self, key: &ArticleKey) -> Result<DocAddress, IndexError> {
        let found = self.snapshot().find_key(&key.0)?;
        found.ok_or_else(|| IndexError::Damaged { what: "an article is missing".into() })
    }
}

impl View for FolderView {
    fn revision(&self) -> u64 {
        self.revision
    }

    fn collection(&self) -> &Collection {
        &self.collection
    }

    fn articles(&self) -> Result<Vec<ArticleKey>, BackendError> {
        self.keys(self.snapshot().articles().collect())
    }

    fn search(&self, search: &Search) -> Result<Hits, BackendError> {
        let offset = offset(&search.from)?;
        let request = SearchRequest {
            query: search.query.clone(),
            limit: search.limit,
            offset,
            ranking: ranking(search),
            count_all: search.count_all,
            copies: search.duplicates,
            stop: search.stop.clone(),
        };
        let response = self.engine.search(&request)?;
        let last = response.hits.last().map_or(offset, |hit| hit.rank);
        let more = search.limit > 0 && last == offset.saturating_add(search.limit);
        let hits = response.hits.into_iter().map(|hit| self.hit(hit, search)).collect::<Result<_, _>>()?;
        let search::Total { value: total, exact } = response.total;
        Ok(Hits { hits, total, exact, next: more.then(|| last.to_string()) })
    }

    fn rank(&self, search: &Search) -> Result<Vec<ScoredId>, BackendError> {
        let offset = offset(&search.from)?;
        let limit = search.limit.saturating_add(offset);
        let ranked = self.engine.rank(&search.query, &ranking(search), limit, &search.stop)?;
        let by_article = search.unit == Unit::Article;
        let shared = if by_article { self.shared_ids()? } else { Arc::default() };
        let id = |ranked: search::Ranked| ScoredId {
            article: self.article_name(ranked.address, &shared),
            ordinal: (!by_article).then(|| self.places.ordinal(ranked.address) as u32),
            score: ranked.score,
        };
        Ok(ranked.into_iter().skip(offset).map(id).collect())
    }

    fn explain(&self, search: &Search, hit: &BackendHit) -> Result<Vec<ScorePart>, BackendError> {
        let first = self.address(&hit.article.key)?;
        let address = DocAddress::new(first.segment_ord, first.doc_id + hit.passage.ordinal);
        let parts = self.engine.explain(&search.query, &ranking(search), address)?;
        let part =
            |part: search::rank::Part| ScorePart { name: part.name.to_owned(), words: part.words, score: part.score };
        Ok(parts.into_iter().map(part).collect())
    }

    fn unknown_words(&self, query: &Query) -> Result<Vec<UnknownWord>, BackendError> {
        Ok(self.engine.unknown_words(query)?)
    }

    fn unknown_values(&self, query: &Query) -> Result<Vec<UnknownValue>, BackendError> {
        Ok(self.engine.unknown_values(query)?)
    }

    fn shared_ids(&self) -> Result<Arc<HashSet<String>>, BackendError> {
        if let Some(shared) = self.shared.get() {
            return Ok(shared.clone());
        }
        let shared = Arc::new(self.places.shared_ids()?);
        Ok(self.shared.get_or_init(|| shared).clone())
    }

    fn count_values(&self, field: Field, over: &Over) -> Result<ValueCounts, BackendError> {
        let Some(facet) = Facet::of(field) else { return Ok(ValueCounts::default()) };
        let counted = (facet, over.speaker_type);
        let counts = self.engine.facets(&over.query, admission(over), counted, over.unit, over.limit, &over.stop)?;
        Ok(ValueCounts { values: counts.values, without: counts.without, error: 0 })
    }

    fn count_days(&self, over: &Over) -> Result<DayCounts, BackendError> {
        let (days, without) = self.engine.dates(&over.query, admission(over), &over.stop)?;
        Ok(DayCounts { days, without })
    }

    fn find_id(&self, id: &str) -> Result<Vec<ArticleKey>, BackendError> {
        self.keys(self.snapshot().find_id(id)?)
    }

    fn find_handle(&self, beginning: &str, limit: usize) -> Result<Vec<ArticleKey>, BackendError> {
        self.keys(self.snapshot().find_handle(beginning, limit)?)
    }

    fn find_path(&self, path: &str) -> Result<Vec<ArticleKey>, BackendError> {
        self.keys(self.snapshot().find_path(path)?)
    }

    fn text(&self, key: &ArticleKey) -> Result<Article, BackendError> {
        let address = self.address(key)?;
        Ok(restore(&self.snapshot().article(address)?, &self.snapshot().passages_of(address)?))
    }

    fn article(&self, key: &ArticleKey) -> Result<StoredArticle, BackendError> {
        let address = self.address(key)?;
        let (record, passages) = (self.snapshot().article(address)?, self.snapshot().passages_of(address)?);
        Ok(StoredArticle {
            article: restore(&record, &passages),
            findings: restore_findings(&record, &passages),
            passages: outlines(&passages),
        })
    }

    fn location(&self, key: &ArticleKey) -> Result<Option<String>, BackendError> {
        let article = self.snapshot().article(self.address(key)?)?;
        let path = self.snapshot().source(&article.source)?.map(|source| source.path);
        Ok(path.filter(|path| Path::new(path).is_absolute()))
    }

    fn found_in(&self, key: &ArticleKey, query: &Query) -> Result<Vec<Option<Found>>, BackendError> {
        let first = self.address(key)?;
        let passages = self.snapshot().passages_of(first)?.len() as u32;
        let mut matcher = PassageMatcher::new(query, self.snapshot().clone(), self.collection.clone());
        let look = |at| Ok(matcher.look(DocAddress::new(first.segment_ord, first.doc_id + at))?.1);
        (0..passages).map(look).collect()
    }

    fn statistics(&self, words: &[&str]) -> Result<Statistics, BackendError> {
        let snapshot = self.snapshot();
        let frequency =
            |word: &&str| snapshot.searcher().doc_freq(&Term::from_field_text(snapshot.fields().body, word));
        let frequencies = words.iter().map(frequency).collect::<Result<_, _>>().map_err(IndexError::from)?;
        Ok(Statistics { passages: snapshot.passage_slots(), frequencies })
    }

    fn holdings(&self) -> Result<Holdings, BackendError> {
        let (snapshot, versions) = (self.snapshot(), Versions::current());
        let sources = snapshot.sources()?;
        Ok(Holdings {
            sources: sources.len() as u64,
            articles: snapshot.article_count(),
            passages: snapshot.passage_count(),
            segments: snapshot.searcher().segment_readers().len() as u64,
            bytes: folder_size(&self.folder)?,
            speakers: snapshot.distinct_values(snapshot.fields().speaker)?,
            roles: snapshot.distinct_values(snapshot.fields().role)?,
            topics: snapshot.distinct_values(snapshot.fields().topic)?,
            dated_articles: snapshot.dated_articles()?,
            source_bytes: sources.iter().map(|source| source.size).sum(),
            paths: snapshot.paths()?.into_iter().map(|path| path.display).collect(),
            changed: Snapshot::changed(&self.folder),
            unread: snapshot.unread()?.told(),
            format: versions.format,
            analysis: versions.analysis,
        })
    }
}

fn folder_size(folder: &Path) -> Result<u64, IndexError> {
    let io = |source| IndexError::Io { path: folder.to_owned(), source };
    let mut bytes = 0;
    for entry in std::fs::read_dir(folder).map_err(io)? {
        bytes += entry.map_err(io)?.metadata().map_or(0, |metadata| metadata.len());
    }
    Ok(bytes)
}

fn offset(from: &Start) -> Result<usize, QueryError> {
    match from {
        Start::Offset(offset) => Ok(*offset),
        Start::Cursor(cursor) => {
            let wrong = |_| QueryError::new(ErrorKind::Number, Span::default(), format!("{cursor} is no cursor"));
            cursor.parse().map_err(wrong)
        }
    }
}

fn admission(over: &Over) -> Admission {
    Admission { boilerplate: over.boilerplate }
}

fn ranking(search: &Search) -> Ranking {
    Ranking {
        plain: search.rank == Rank::Bm25,
        by_article: search.unit == Unit::Article,
        sort: match search.sort {
            Sort::Score => search::Sort::Score,
            Sort::Oldest => search::Sort::Date { newest_first: false },
            Sort::Newest => search::Sort::Date { newest_first: true },
        },
        admission: Admission { boilerplate: search.boilerplate },
        recent: search.recent,
    }
}

fn key_of(record: &ArticleRecord) -> ArticleKey {
    ArticleKey(article_key(&record.source, &record.id))
}

fn card(record: ArticleRecord) -> ArticleCard {
    ArticleCard {
        key: key_of(&record),
        section: record.section().map(str::to_owned),
        id: record.id,
        path: record.path,
        title: record.title,
        metadata: record.metadata,
        address: record.address,
        text_start: record.text_start,
        text_start_chars: record.text_start_chars,
        published: record.found.published,
    }
}

fn passage_card(passage: PassageText) -> PassageCard {
    PassageCard {
        ordinal: passage.ordinal,
        kind: passage.kind,
        span: passage.span,
        line: passage.line,
        chars_before: passage.chars_before,
        text: passage.text,
        blocks: passage.blocks,
        quotes: Vec::new(),
        topics: Vec::new(),
    }
}

impl From<IndexError> for BackendError {
    fn from(error: IndexError) -> Self {
        BackendError::Archive(Error::from(error))
    }
}

impl From<SearchError> for BackendError {
    fn from(error: SearchError) -> Self {
        match error {
            SearchError::Query(error) => BackendError::Query(error),
            SearchError::Index(error) => error.into(),
            SearchError::Stopped(stopped) => BackendError::Stopped(stopped),
        }
    }
}

impl From<IndexError> for Error {
    fn from(error: IndexError) -> Self {
        Error::from(&error)
    }
}

impl From<&IndexError> for Error {
    fn from(error: &IndexError) -> Self {
        let place = |path: &Path| path.display().to_string();
        match error {
            IndexError::Missing(path) => Error::Missing { place: place(path) },
            IndexError::Begun(path) => Error::Begun { place: place(path) },
            IndexError::Locked(path) => Error::Locked { place: place(path) },
            IndexError::Version { path, found, expected } => {
                Error::Version { place: place(path), found: found.clone(), expected: expected.clone() }
            }
            IndexError::Foreign(path) => Error::Foreign { place: place(path) },
            IndexError::Damaged { what } => Error::Damaged { what: what.clone() },
            IndexError::Io { path, source } => {
                Error::Io { place: place(path), reason: source.to_string(), code: source.raw_os_error() }
            }
            IndexError::Unwritable { path } => Error::Unwritable { place: place(path) },
            IndexError::Engine(error) => Error::Engine { what: error.to_string() },
        }
    }
}
