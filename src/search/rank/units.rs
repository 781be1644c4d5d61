//! What is ranked: the articles and passages of a segment, numbered, with their lengths.

use tantivy::columnar::{Column, ColumnIndex};
use tantivy::{DocId, SegmentReader};

use super::bm25::Extent;
use super::scores::Scored;
use crate::article::BlockKind;
use crate::index::document::kind_number;
use crate::index::reader::Columns;
use crate::index::writer::RECORD_KIND;
use crate::index::{IndexError, Snapshot};

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
    /// Each document by its own number; the number of documents for those that are no live passage.
    pub passage_of: Vec<u32>,
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

    /// The passages of a segment's documents, and how many numbers they have.
    pub fn passages_in(&self, segment: usize) -> (&[u32], usize) {
        (&self.segments[segment].passage_of, self.segments[segment].passage_of.len())
    }

    /// The articles of a segment's title passages, and how many articles there are.
    pub fn titles_of(&self, segment: usize) -> (&[u32], usize) {
        (&self.segments[segment].titled, self.segments[segment].first.len())
    }

    /// Whether each article of each segment has one of the given passages (ascending, by segment).
    pub fn articles_of(&self, docs: &[Vec<DocId>]) -> Vec<Vec<bool>> {
        let has_any = |(segment, docs): (&SegmentUnits, &Vec<DocId>)| {
            let mut articles = vec![false; segment.first.len()];
            for &doc in docs {
                let after = segment.first.partition_point(|&first| first <= doc);
                if let Some(article) = after.checked_sub(1) {
                    articles[article] = true;
                }
            }
            articles
        };
        self.segments.iter().zip(docs).map(has_any).collect()
    }
}

impl SegmentUnits {
    fn read(reader: &SegmentReader, columns: &Columns) -> Result<Self, IndexError> {
        let max_doc = reader.max_doc();
        let mut units = SegmentUnits {
            article_of: Vec::with_capacity(max_doc as usize),
            first: Vec::new(),
            article_words: Vec::new(),
            titled: Vec::with_capacity(max_doc as usize),
            title_words: Vec::new(),
            passage_of: Vec::with_capacity(max_doc as usize),
            passage_words: Vec::with_capacity(max_doc as usize),
            boilerplate: Vec::with_capacity(max_doc as usize),
        };
        let kinds = values(&columns.kind, max_doc, RECORD_KIND);
        let lengths = values(&columns.length, max_doc, 0);
        let ordinals = values(&columns.ordinal, max_doc, u64::MAX);
        for (doc, ((&kind, &words), &ordinal)) in (0..).zip(kinds.iter().zip(&lengths).zip(&ordinals)) {
            let live = kind != RECORD_KIND && !reader.is_deleted(doc);
            units.push(doc, live.then_some(kind), ordinal == 0, if live { words as f32 } else { 0.0 });
        }
        units.settle_outsiders();
        Ok(units)
    }

    /// The documents of articles, each from its first to before its last.
    pub fn ranges(&self, articles: &[Scored]) -> Vec<(DocId, DocId)> {
        let end = |unit: usize| self.first.get(unit + 1).copied().unwrap_or(self.passage_of.len() as DocId);
        articles.iter().map(|s| (self.first[s.unit as usize], end(s.unit as usize))).collect()
    }

    fn push(&mut self, doc: DocId, kind: Option<u64>, opens: bool, words: f32) {
        let boilerplate = kind == Some(kind_number(BlockKind::Boilerplate));
        self.boilerplate.push(boilerplate);
        self.passage_words.push(words);
        self.passage_of.push(if kind.is_some() { doc } else { u32::MAX });
        if kind.is_some() && (opens || self.first.is_empty()) {
            self.first.push(doc);
            self.article_words.push(0.0);
            self.title_words.push(0.0);
        }
        let article = self.first.len().wrapping_sub(1);
        let counts = kind.is_some() && !boilerplate;
        let title = kind == Some(kind_number(BlockKind::Title));
        self.article_of.push(if counts { article as u32 } else { u32::MAX });
        self.titled.push(if title { article as u32 } else { u32::MAX });
        if counts {
            self.article_words[article] += words;
        }
        if title {
            self.title_words[article] += words;
        }
    }

    /// Gives documents that count nowhere the number past the last unit, and takes titles back that are all
    /// there is of an article: they distinguish nothing in it.
    fn settle_outsiders(&mut self) {
        let (articles, docs) = (self.first.len() as u32, self.passage_of.len() as u32);
        self.article_of.iter_mut().for_each(|article| *article = (*article).min(articles));
        self.passage_of.iter_mut().for_each(|passage| *passage = (*passage).min(docs));
        for article in &mut self.titled {
            let at = *article as usize;
            if self.title_words.get(at).is_none_or(|&title| title == self.article_words[at]) {
                *article = articles;
            }
        }
        for (title, whole) in self.title_words.iter_mut().zip(&self.article_words) {
            *title = if title == whole { 0.0 } else { *title };
        }
    }
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
