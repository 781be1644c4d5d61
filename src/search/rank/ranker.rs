//! A query's scores, term by term over all units, and the best of them.

use std::sync::{Arc, OnceLock};

use tantivy::{DocAddress, DocId};

use super::feedback::Memory;
use super::keywords::KeywordQuery;
use super::recent::HalfLife;
use super::scores::{Part, Pool, Scored, Scores};
use super::units::{SegmentUnits, Units};
use super::weights::Weights;
use super::words::Dictionary;
use crate::index::{IndexError, Snapshot};
use crate::search::stems::StemFamilies;
use crate::search::top::Places;

/// What is asked of a ranking.
#[derive(Clone, Copy, Debug)]
pub struct RankOptions<'a> {
    /// The constants; [`Weights::DEFAULT`] or [`Weights::BM25`].
    pub weights: Weights,
    /// How many results at most.
    pub limit: usize,
    /// How many of its best passages to give with each article.
    pub passages: usize,
    /// Passages that may be results, ascending, by segment; an article may be one through any of its
    /// passages. None admits all.
    pub admitted: Option<&'a [Vec<DocId>]>,
    /// Whether boilerplate passages may be results.
    pub boilerplate: bool,
    /// The preference for recent articles, if there is one.
    pub recent: Option<HalfLife>,
}

impl Default for RankOptions<'_> {
    fn default() -> Self {
        RankOptions {
            weights: Weights::DEFAULT,
            limit: 10,
            passages: 0,
            admitted: None,
            boilerplate: false,
            recent: None,
        }
    }
}

/// A passage and its score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScoredPassage {
    /// The passage.
    pub address: DocAddress,
    /// Its score.
    pub score: f32,
}

/// An article, its score, and the best of its passages.
#[derive(Clone, Debug, PartialEq)]
pub struct ScoredArticle {
    /// Its first passage.
    pub first: DocAddress,
    /// Its score.
    pub score: f32,
    /// Its best passages with scores of their own, best first.
    pub passages: Vec<ScoredPassage>,
}

/// Ranks keyword queries over one state of an index. Cheap to make; lengths are read with the first query.
pub struct Ranker {
    pub(super) snapshot: Snapshot,
    pub(super) stems: Arc<StemFamilies>,
    places: Places,
    pub(super) memory: Memory,
    pub(super) pool: Arc<Pool>,
    opened: OnceLock<Opened>,
}

/// What is read once of a state of an index.
pub(super) struct Opened {
    pub units: Units,
    pub dictionary: Dictionary,
}

impl Ranker {
    /// Over `snapshot`, with stems resolved by `stems`.
    pub fn new(snapshot: Snapshot, stems: Arc<StemFamilies>) -> Self {
        let places = Places::new(&snapshot);
        Ranker { snapshot, stems, places, memory: Memory::default(), pool: Arc::default(), opened: OnceLock::new() }
    }

    /// The best articles for `query`, ties by path and id.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn articles(&self, query: &KeywordQuery, options: &RankOptions) -> Result<Vec<ScoredArticle>, IndexError> {
        let opened = self.opened()?;
        let words = opened.dictionary.resolve(query, &self.stems)?;
        let scores = self.article_scores(opened, &words, options, None)?;
        let admitted = options.admitted.map(|docs| opened.units.articles_of(docs));
        let admits = |segment: u32, unit: u32| {
            admitted.as_ref().is_none_or(|articles| articles[segment as usize][unit as usize])
        };
        let best = self.in_order(scores.best(options.limit, admits), options.limit, |scored| {
            opened.units.segments[scored.segment as usize].first[scored.unit as usize]
        });
        let passages = match options.passages {
            0 => None,
            _ => Some(self.passage_scores(opened, &words, options, None)?),
        };
        let best = best.into_iter().map(|(first, score)| ScoredArticle {
            first,
            score,
            passages: passages.as_ref().map_or_else(Vec::new, |all| self.best_passages(first, all, options)),
        });
        Ok(best.collect())
    }

    /// The best passages for `query`, ties by path and id.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn passages(&self, query: &KeywordQuery, options: &RankOptions) -> Result<Vec<ScoredPassage>, IndexError> {
        let opened = self.opened()?;
        let words = opened.dictionary.resolve(query, &self.stems)?;
        let scores = self.passage_scores(opened, &words, options, None)?;
        let admits = |segment: u32, doc: u32| options.admits(&opened.units.segments[segment as usize], segment, doc);
        let best = self.in_order(scores.best(options.limit, admits), options.limit, |scored| scored.unit);
        Ok(best.into_iter().map(|(address, score)| ScoredPassage { address, score }).collect())
    }

    /// What the score of the article to which the passage at `address` belongs is made of.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn explain_article(
        &self,
        query: &KeywordQuery,
        options: &RankOptions,
        address: DocAddress,
    ) -> Result<Vec<Part>, IndexError> {
        let opened = self.opened()?;
        let words = opened.dictionary.resolve(query, &self.stems)?;
        let segment = &opened.units.segments[address.segment_ord as usize];
        let unit = segment.article_of[self.snapshot.first_passage(address).doc_id as usize];
        let mut scores = self.article_scores(opened, &words, options, Some((address.segment_ord, unit)))?;
        Ok(scores.take_parts())
    }

    /// What the score of the passage at `address` is made of.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn explain_passage(
        &self,
        query: &KeywordQuery,
        options: &RankOptions,
        address: DocAddress,
    ) -> Result<Vec<Part>, IndexError> {
        let opened = self.opened()?;
        let words = opened.dictionary.resolve(query, &self.stems)?;
        let mut scores = self.passage_scores(opened, &words, options, Some((address.segment_ord, address.doc_id)))?;
        Ok(scores.take_parts())
    }

    fn opened(&self) -> Result<&Opened, IndexError> {
        if let Some(opened) = self.opened.get() {
            return Ok(opened);
        }
        let opened = Opened { units: Units::read(&self.snapshot)?, dictionary: Dictionary::open(&self.snapshot)? };
        Ok(self.opened.get_or_init(|| opened))
    }

    fn best_passages(&self, first: DocAddress, scores: &Scores, options: &RankOptions) -> Vec<ScoredPassage> {
        let ord = first.segment_ord;
        let units = &self.opened.get().expect("opened by the caller").units.segments[ord as usize];
        let docs = first.doc_id..self.snapshot.columns(ord).end_of(first.doc_id);
        let scored = |doc| ScoredPassage {
            address: DocAddress::new(ord, doc),
            score: scores.segments[ord as usize][doc as usize],
        };
        let admitted = docs.filter(|&doc| options.admits(units, ord, doc)).map(scored);
        let mut passages: Vec<_> = admitted.filter(|passage| passage.score > 0.0).collect();
        passages.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.address.cmp(&b.address)));
        passages.truncate(options.passages);
        passages
    }

    /// Addresses and scores, best first, ties by path, id and place in the article.
    fn in_order(&self, best: Vec<Scored>, limit: usize, doc: impl Fn(&Scored) -> DocId) -> Vec<(DocAddress, f32)> {
        let mut found: Vec<_> = best.iter().map(|s| (DocAddress::new(s.segment, doc(s)), s.score)).collect();
        if found.windows(2).any(|pair| pair[0].1 == pair[1].1) {
            found.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| self.places.compare(a.0, b.0)));
        }
        found.truncate(limit);
        found
    }
}

impl RankOptions<'_> {
    fn admits(&self, units: &SegmentUnits, segment: u32, doc: DocId) -> bool {
        let listed = |admitted: &[Vec<DocId>]| admitted[segment as usize].binary_search(&doc).is_ok();
        (self.boilerplate || !units.boilerplate[doc as usize]) && self.admitted.is_none_or(listed)
    }
}
