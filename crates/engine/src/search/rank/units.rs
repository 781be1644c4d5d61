//! What is ranked: the articles and passages of a segment, numbered, with their lengths.

use tantivy::columnar::{Column, ColumnIndex};
use tantivy::{DocId, SegmentReader};

use super::bm25::Extent;
use super::scores::Scored;
use crate::index::document::kind_number;
use crate::index::reader::Columns;
use crate::index::schema::RECORD_KIND;
use crate::index::{IndexError, Snapshot};
use crate::search::filters::PassageSet;
use onrecord_text::article::BlockKind;

/// One segment's articles and passages.
pub struct SegmentUnits {
    /// Article of each document; the number of articles for documents that count in none.
    pub article_of: Vec<u32>,
    /// First passage of each article.
    pub first: Vec<DocId>,
    /// Words of each article, boilerplate left out.
    pub article_words: Vec<f32>,
    /// Article of each title passage; the number of articles for all other documents.
    pub titled: Vec<u32>,
    /// Words of each article's title; 0 where it has none, or nothing else.
    pub title_words: Vec<f32>,
    /// Words of each passage.
    pub passage_words: Vec<f32>,
    /// Whether a document is boilerplate.
    pub boilerplate: Vec<bool>,
}

/// The units of all segments, and the collection's figures.
pub struct Units {
    /// By segment.
    pub segments: Vec<SegmentUnits>,
    /// Figures of articles.
    pub articles: Extent,
    /// Figures of titles.
    pub titles: Extent,
    /// Figures of passages.
    pub passages: Extent,
}

impl Units {
    /// Reads the columns of every segment, once per state of the index.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn read(snapshot: &Snapshot) -> Result<Self, IndexError> {
        let mut units = Units {
            segments: Vec::new(),
            articles: Extent::default(),
            titles: Extent::default(),
            passages: Extent::default(),
        };
        for (ord, reader) in snapshot.searcher().segment_readers().iter().enumerate() {
            let segment = SegmentUnits::read(reader, snapshot.columns(ord as u32))?;
            segment.article_words.iter().for_each(|&words| units.articles.add(words as u32));
            segment.title_words.iter().for_each(|&words| units.titles.add(words as u32));
            segment.passage_words.iter().for_each(|&words| units.passages.add(words as u32));
            units.segments.push(segment);
        }
        Ok(units)
    }

    /// The articles of a segment's documents, and how many there are.
    pub fn articles_in(&self, segment: usize) -> (&[u32], usize) {
        (&self.segments[segment].article_of, self.segments[segment].first.len())
    }

    /// The articles of a segment's title passages, and how many articles there are.
    pub fn titles_of(&self, segment: usize) -> (&[u32], usize) {
        (&self.segments[segment].titled, self.segments[segment].first.len())
    }

    /// Whether an article of a segment has one of the given passages.
    pub fn has_any(&self, segment: u32, unit: u32, passages: &PassageSet) -> bool {
        let (own, unit) = (&self.segments[segment as usize], unit as usize);
        passages.segments()[segment as usize].has_any(own.first[unit]..own.end(unit))
    }
}

impl SegmentUnits {
    fn read(reader: &SegmentReader, columns: &Columns) -> Result<Self, IndexError> {
        let docs = reader.max_doc();
        let mut kinds = values(&columns.kind, docs, RECORD_KIND);
        let mut words: Vec<f32> = values(&columns.length, docs, 0).iter().map(|&words| words as f32).collect();
        if reader.has_deletes() {
            (0..docs).filter(|&doc| reader.is_deleted(doc)).for_each(|doc| kinds[doc as usize] = RECORD_KIND);
        }
        for doc in (0..docs as usize).filter(|&doc| kinds[doc] == RECORD_KIND) {
            words[doc] = 0.0;
        }
        let (article_of, first) = articles(&kinds, &values(&columns.ordinal, docs, u64::MAX));
        let mut units = SegmentUnits {
            article_words: vec![0.0; first.len()],
            titled: vec![first.len() as u32; docs as usize],
            title_words: vec![0.0; first.len()],
            boilerplate: kinds.iter().map(|&kind| kind == kind_number(BlockKind::Boilerplate)).collect(),
            article_of,
            first,
            passage_words: words,
        };
        units.add_up(&kinds);
        Ok(units)
    }

    /// Counts the words of articles and titles, and leaves documents out that count nowhere.
    fn add_up(&mut self, kinds: &[u64]) {
        let (articles, title) = (self.first.len() as u32, kind_number(BlockKind::Title));
        for (doc, &kind) in kinds.iter().enumerate() {
            let article = self.article_of[doc];
            if kind == RECORD_KIND || self.boilerplate[doc] {
                self.article_of[doc] = articles;
                continue;
            }
            self.article_words[article as usize] += self.passage_words[doc];
            if kind == title {
                self.titled[doc] = article;
                self.title_words[article as usize] += self.passage_words[doc];
            }
        }
        self.settle_titles();
    }

    /// Takes titles back that are all there is of an article: they distinguish nothing in it.
    fn settle_titles(&mut self) {
        let (articles, all) =
            (self.first.len() as u32, |unit: usize| self.title_words[unit] == self.article_words[unit]);
        for article in self.titled.iter_mut().filter(|article| **article < articles) {
            if all(*article as usize) {
                *article = articles;
            }
        }
        for (title, whole) in self.title_words.iter_mut().zip(&self.article_words) {
            *title = if title == whole { 0.0 } else { *title };
        }
    }

    /// The documents of articles, each from its first to before its last.
    pub fn ranges(&self, articles: &[Scored]) -> Vec<(DocId, DocId)> {
        articles.iter().map(|s| (self.first[s.unit as usize], self.end(s.unit as usize))).collect()
    }

    /// The document after the last of an article.
    fn end(&self, unit: usize) -> DocId {
        self.first.get(unit + 1).copied().unwrap_or(self.article_of.len() as DocId)
    }
}

/// The article of each document, of a record some article's, and the first passage of each.
fn articles(kinds: &[u64], ordinals: &[u64]) -> (Vec<u32>, Vec<DocId>) {
    let (mut article_of, mut first) = (vec![0; kinds.len()], Vec::new());
    for (doc, (&kind, &ordinal)) in kinds.iter().zip(ordinals).enumerate() {
        if kind != RECORD_KIND && (ordinal == 0 || first.is_empty()) {
            first.push(doc as DocId);
        }
        article_of[doc] = (first.len() as u32).wrapping_sub(1);
    }
    (article_of, first)
}

/// The values of a column for all documents, `missing` where there is none: at once where each has one.
fn values(column: &Column<u64>, max_doc: DocId, missing: u64) -> Vec<u64> {
    if let ColumnIndex::Full = column.index {
        let mut values = vec![missing; max_doc as usize];
        column.values.get_range(0, &mut values);
        return values;
    }
    (0..max_doc).map(|doc| column.first(doc).unwrap_or(missing)).collect()
}
