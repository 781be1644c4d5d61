//! Ranks by the words of queries.

use std::sync::{Arc, OnceLock};

use tantivy::DocAddress;

use super::feedback::Memory;
use super::keywords::KeywordQuery;
use super::lengths::Lengths;
use super::recent::HalfLife;
use super::scores::{Part, Pool, Scored};
use super::tiers::depth;
use super::units::Units;
use super::weights::Weights;
use super::words::Dictionary;
use crate::index::{IndexError, Snapshot};
use crate::search::filters::{PassageSet, once};
use crate::search::lexicon::Lexicon;
use crate::search::top::{Admission, Places};

/// What is asked of a ranking.
#[derive(Clone, Copy, Debug)]
pub struct RankOptions<'a> {
    /// The constants; [`Weights::DEFAULT`] or [`Weights::BM25`].
    pub weights: Weights,
    /// How many results at most.
    pub limit: usize,
    /// Passages through any of which an article may be a result; none admits all. Has no meaning where passages are
    /// ranked.
    pub admitted: Option<&'a PassageSet>,
    /// Whether boilerplate passages may be results.
    pub boilerplate: bool,
    /// The preference for recent articles, if there is one.
    pub recent: Option<HalfLife>,
}

impl Default for RankOptions<'_> {
    fn default() -> Self {
        RankOptions { weights: Weights::DEFAULT, limit: 10, admitted: None, boilerplate: false, recent: None }
    }
}

impl RankOptions<'_> {
    /// How many passages the best are chosen from: more than are wanted, since what they are chosen by is not yet
    /// what they are ranked by.
    pub(in crate::search) fn candidates(&self) -> usize {
        depth(self.weights.candidates as usize, self.limit)
    }

    pub(super) fn admission(&self) -> Admission {
        Admission { boilerplate: self.boilerplate }
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

/// An article and its score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScoredArticle {
    /// Its first passage.
    pub first: DocAddress,
    /// Its score.
    pub score: f32,
}

/// Ranks keyword queries over one state of an index. Cheap to make; what it needs of the index is read with the
/// first query that needs it.
pub struct Ranker {
    lexicon: Arc<Lexicon>,
    pub(super) places: Arc<Places>,
    pub(super) memory: Memory,
    pub(super) pool: Arc<Pool>,
    dictionary: OnceLock<Dictionary>,
    lengths: OnceLock<Lengths>,
    units: OnceLock<Units>,
}

/// What articles are ranked with.
#[derive(Clone, Copy)]
pub(super) struct Opened<'a> {
    pub units: &'a Units,
    pub dictionary: &'a Dictionary,
}

impl Ranker {
    /// With words found by `lexicon`; ties by `places`, of the same state of the index.
    pub fn new(lexicon: Arc<Lexicon>, places: Arc<Places>) -> Self {
        Ranker {
            lexicon,
            places,
            memory: Memory::default(),
            pool: Arc::default(),
            dictionary: OnceLock::new(),
            lengths: OnceLock::new(),
            units: OnceLock::new(),
        }
    }

    /// The state of the index.
    pub(super) fn snapshot(&self) -> &Snapshot {
        self.lexicon.snapshot()
    }

    /// The best articles for `query`, ties by path and id.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn articles(&self, query: &KeywordQuery, options: &RankOptions) -> Result<Vec<ScoredArticle>, IndexError> {
        let opened = self.opened()?;
        let words = opened.dictionary.resolve(query)?;
        let scores = self.article_scores(opened, &words, options, None)?;
        let admits = |segment: u32, unit: u32| {
            options.admitted.is_none_or(|passages| opened.units.has_any(segment, unit, passages))
        };
        let scored = |scored: Scored| {
            let first = opened.units.segments[scored.segment as usize].first[scored.unit as usize];
            ScoredArticle { first: DocAddress::new(scored.segment, first), score: scored.score }
        };
        let mut best: Vec<_> = scores.best(options.limit, admits).into_iter().map(scored).collect();
        if best.windows(2).any(|pair| pair[0].score == pair[1].score) {
            best.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| self.places.compare(a.first, b.first)));
        }
        best.truncate(options.limit);
        Ok(best)
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
        let words = opened.dictionary.resolve(query)?;
        let segment = &opened.units.segments[address.segment_ord as usize];
        let unit = segment.article_of[self.snapshot().first_passage(address).doc_id as usize];
        let mut scores = self.article_scores(opened, &words, options, Some((address.segment_ord, unit)))?;
        Ok(scores.take_parts())
    }

    fn opened(&self) -> Result<Opened<'_>, IndexError> {
        let units = once(&self.units, || Units::read(self.snapshot()))?;
        Ok(Opened { units, dictionary: self.dictionary()? })
    }

    pub(super) fn dictionary(&self) -> Result<&Dictionary, IndexError> {
        once(&self.dictionary, || Dictionary::open(&self.lexicon))
    }

    pub(super) fn lengths(&self) -> Result<&Lengths, IndexError> {
        once(&self.lengths, || Lengths::new(self.snapshot(), self.dictionary()?))
    }
}
