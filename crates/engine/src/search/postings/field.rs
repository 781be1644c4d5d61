//! The posting lists of one field, opened once for a state of the index, with what BM25 needs of the field.

use std::sync::{Arc, OnceLock};

use tantivy::directory::OwnedBytes;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::query::Bm25Weight;
use tantivy::schema::Field;
use tantivy::{Score, SegmentReader, TantivyError, Term};

use super::candidates::Candidates;
use super::pool::Pool;
use super::saturation::Saturation;
use super::segment::{Places, SegmentLists, Spelling};
use super::window::Window;
use crate::index::Snapshot;

/// A field's posting lists.
pub struct FieldReader {
    segments: Vec<SegmentLists>,
    field: Field,
    documents: u64,
    /// BM25 of a word whose idf is `unit_idf`; all others are multiples.
    unit: Bm25Weight,
    unit_idf: Score,
    /// How all of them saturate, once it is asked for.
    saturation: OnceLock<Saturation>,
    windows: Pool<Window>,
    candidates: Pool<Candidates>,
}

impl std::fmt::Debug for FieldReader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FieldReader").field("field", &self.field).finish_non_exhaustive()
    }
}

impl FieldReader {
    /// Opens the posting lists of `field`. Deleted passages count until they are merged away, as they do in
    /// document frequencies.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn open(snapshot: &Snapshot, field: Field) -> tantivy::Result<Self> {
        let readers = snapshot.searcher().segment_readers();
        let indexes = readers.iter().map(|s| s.inverted_index(field)).collect::<tantivy::Result<Vec<_>>>()?;
        let documents = snapshot.passage_slots();
        let words: u64 = indexes.iter().map(|index| index.total_num_tokens()).sum();
        let average = words as Score / documents as Score;
        let mut segments = Vec::with_capacity(readers.len());
        for (number, (segment, index)) in readers.iter().zip(indexes).enumerate() {
            let (norms, file) = (segment.fieldnorms_readers().get_field(field)?, segment.fieldnorms_readers());
            let lengths = file.get_inner_file().open_read(field).map(|file| file.read_bytes()).transpose()?;
            segments.push(SegmentLists {
                number,
                lengths: lengths.unwrap_or_else(OwnedBytes::empty),
                norms: norms.unwrap_or_else(|| FieldNormReader::constant(segment.max_doc(), 1)),
                looseness: looseness(index.total_num_tokens() as Score / segment.max_doc() as Score, average),
                id: segment.segment_id(),
                index,
            });
        }
        let unit = Bm25Weight::for_one_term_without_explain(1, documents, average);
        Ok(FieldReader {
            segments,
            field,
            documents,
            saturation: OnceLock::new(),
            unit,
            unit_idf: idf(1, documents),
            windows: Pool::default(),
            candidates: Pool::default(),
        })
    }

    /// The lists of all segments, in their order.
    pub fn segments(&self) -> &[SegmentLists] {
        &self.segments
    }

    /// Number of words of the field in all documents, those of deleted ones included.
    pub fn words(&self) -> u64 {
        self.segments.iter().map(|segment| segment.index.total_num_tokens()).sum()
    }

    /// The lists of the segment that `reader` reads.
    ///
    /// # Errors
    /// When it is a segment of another state of the index.
    pub fn segment(&self, reader: &SegmentReader) -> tantivy::Result<&SegmentLists> {
        let own = self.segments.iter().find(|segment| segment.id == reader.segment_id());
        own.ok_or_else(|| TantivyError::InternalError("a segment of another state of the index".into()))
    }

    /// Finds a term; occurrences at which `except` stands as well do not count.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn spelling(&self, term: &str, except: Option<&str>) -> tantivy::Result<Spelling> {
        let find = |text: &str| -> tantivy::Result<Places> {
            let term = Term::from_field_text(self.field, text);
            self.segments.iter().map(|segment| Ok(segment.index.get_term_info(&term)?)).collect()
        };
        let except = except.map(find).transpose()?.filter(|places| places.iter().any(Option::is_some));
        Ok(Spelling { lists: find(term)?, except })
    }

    /// Lends a window to `work`.
    pub fn with_window<T>(&self, work: impl FnOnce(&mut Window) -> T) -> T {
        self.windows.lend(work)
    }

    /// Lends room for candidates to `work`.
    pub fn with_candidates<T>(&self, work: impl FnOnce(&mut Candidates) -> T) -> T {
        self.candidates.lend(work)
    }

    /// The inverse document frequency of something that `documents` documents have.
    pub fn idf(&self, documents: u64) -> Score {
        idf(documents.min(self.documents), self.documents)
    }

    /// How BM25 saturates in this field.
    pub fn saturation(&self) -> &Saturation {
        self.saturation.get_or_init(|| Saturation::new(&self.unit))
    }

    /// BM25 with this idf: shared, as it has a table that takes long to copy.
    pub fn bm25(&self, idf: Score) -> Arc<Bm25Weight> {
        Arc::new(self.unit.boost_by(idf / self.unit_idf))
    }
}

/// As Tantivy and Lucene have it: ln(1 + (N − n + ½) / (n + ½)).
fn idf(documents: u64, of: u64) -> Score {
    (1.0 + ((of - documents) as Score + 0.5) / (documents as Score + 0.5)).ln()
}

/// How far above the score of the best document by one average length others can be by another: a score is
/// tf / (tf + k), and k changes by no more than the ratio of the averages.
fn looseness(segment_average: Score, average: Score) -> Score {
    let ratio = segment_average / average;
    if ratio.is_finite() && ratio > 0.0 { ratio.max(1.0 / ratio) * 1.000_01 } else { Score::INFINITY }
}
