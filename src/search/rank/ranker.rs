//! A query's scores, term by term over all units, and the best of them.

use std::sync::{Arc, OnceLock};

use tantivy::{DocAddress, DocId};

use super::bm25::Saturation;
use super::keywords::KeywordQuery;
use super::postings::{Counts, Occurrences};
use super::scores::{Part, Scored, Scores};
use super::units::{SegmentUnits, Units};
use super::weights::Weights;
use super::words::{Dictionary, Word};
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
}

impl Default for RankOptions<'_> {
    fn default() -> Self {
        RankOptions { weights: Weights::DEFAULT, limit: 10, passages: 0, admitted: None, boilerplate: false }
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
    snapshot: Snapshot,
    stems: Arc<StemFamilies>,
    opened: OnceLock<Opened>,
}

/// What is read once of a state of an index.
struct Opened {
    units: Units,
    dictionary: Dictionary,
}

/// Articles or passages: what a ranking gives scores to.
#[derive(Clone, Copy)]
enum Unit {
    Article,
    Passage,
}

impl Ranker {
    /// Over `snapshot`, with stems resolved by `stems`.
    pub fn new(snapshot: Snapshot, stems: Arc<StemFamilies>) -> Self {
        Ranker { snapshot, stems, opened: OnceLock::new() }
    }

    /// The best articles for `query`, ties by path and id.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn articles(&self, query: &KeywordQuery, options: &RankOptions) -> Result<Vec<ScoredArticle>, IndexError> {
        let opened = self.opened()?;
        let words = opened.dictionary.resolve(query, &self.stems)?;
        let scores = opened.article_scores(&words, &options.weights, None)?;
        let admitted = options.admitted.map(|docs| opened.units.articles_of(docs));
        let admits = |segment: u32, unit: u32| {
            admitted.as_ref().is_none_or(|articles| articles[segment as usize][unit as usize])
        };
        let best = self.in_order(scores.best(options.limit, admits), options.limit, |scored| {
            opened.units.segments[scored.segment as usize].first[scored.unit as usize]
        });
        let passages = match options.passages {
            0 => None,
            _ => Some(opened.passage_scores(&words, &options.weights, None)?),
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
        let scores = opened.passage_scores(&words, &options.weights, None)?;
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
        weights: &Weights,
        address: DocAddress,
    ) -> Result<Vec<Part>, IndexError> {
        let opened = self.opened()?;
        let words = opened.dictionary.resolve(query, &self.stems)?;
        let segment = &opened.units.segments[address.segment_ord as usize];
        let unit = segment.article_of[self.snapshot.first_passage(address).doc_id as usize];
        let scores = opened.article_scores(&words, weights, Some((address.segment_ord, unit)))?;
        Ok(scores.into_parts())
    }

    /// What the score of the passage at `address` is made of.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn explain_passage(
        &self,
        query: &KeywordQuery,
        weights: &Weights,
        address: DocAddress,
    ) -> Result<Vec<Part>, IndexError> {
        let opened = self.opened()?;
        let words = opened.dictionary.resolve(query, &self.stems)?;
        let scores = opened.passage_scores(&words, weights, Some((address.segment_ord, address.doc_id)))?;
        Ok(scores.into_parts())
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
            let places = Places::new(&self.snapshot);
            found.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| places.compare(a.0, b.0)));
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

impl Opened {
    /// The scores of all articles. With a `probe`, the parts of that unit's score are kept.
    fn article_scores(&self, words: &[Word], weights: &Weights, probe: Option<(u32, u32)>) -> tantivy::Result<Scores> {
        let mut scores = Scores::zero(self.units.segments.iter().map(|s| s.first.len()), probe);
        let mut counts = Counts::default();
        let text = Saturation::new(weights.k1, weights.b, self.units.articles.average());
        let title = Saturation::new(weights.k1, weights.b, self.units.titles.average());
        for word in words.iter().filter(|word| !word.is_stop_word) {
            let found = self.find(word, Unit::Article, &mut counts)?;
            let idf = |df| self.units.articles.idf(df);
            scores.add("stem", &word.stem, &found.stem, word.weight * idf(found.stem.df()), text, |s| {
                &self.units.segments[s].article_words
            });
            for (exact, (lookup, weight)) in found.written.iter().zip(&word.written) {
                let weight = weights.exact * weight * idf(exact.df());
                scores.add("exact form", &lookup.form, exact, weight, text, |s| &self.units.segments[s].article_words);
            }
            let in_title = self.in_title(word, &mut counts)?;
            let weight = weights.title * word.weight * self.units.titles.idf(in_title.df());
            scores.add("title", &word.stem, &in_title, weight, title, |s| &self.units.segments[s].title_words);
        }
        Ok(scores)
    }

    /// The scores of all passages.
    fn passage_scores(&self, words: &[Word], weights: &Weights, probe: Option<(u32, u32)>) -> tantivy::Result<Scores> {
        let mut scores = Scores::zero(self.units.segments.iter().map(|s| s.passage_of.len()), probe);
        let mut counts = Counts::default();
        let text = Saturation::new(weights.k1, weights.b, self.units.passages.average());
        for word in words.iter().filter(|word| !word.is_stop_word) {
            let found = self.find(word, Unit::Passage, &mut counts)?;
            let idf = |df| self.units.passages.idf(df);
            scores.add("stem", &word.stem, &found.stem, word.weight * idf(found.stem.df()), text, |s| {
                &self.units.segments[s].passage_words
            });
            for (exact, (lookup, weight)) in found.written.iter().zip(&word.written) {
                let weight = weights.exact * weight * idf(exact.df());
                scores.add("exact form", &lookup.form, exact, weight, text, |s| &self.units.segments[s].passage_words);
            }
        }
        Ok(scores)
    }

    fn find(&self, word: &Word, unit: Unit, counts: &mut Counts) -> tantivy::Result<Found> {
        let unit_of = |ord: usize| {
            let segment = &self.units.segments[ord];
            match unit {
                Unit::Article => (&segment.article_of[..], segment.first.len()),
                Unit::Passage => (&segment.passage_of[..], segment.passage_of.len()),
            }
        };
        let body = &self.dictionary.body;
        let mut written: Vec<Occurrences> = Vec::with_capacity(word.written.len());
        for (lookup, _) in &word.written {
            written.push(body.occurrences([&lookup.body], &[], unit_of, counts)?);
        }
        let stem = match (&written[..], &word.others[..]) {
            ([only], []) => only.clone(),
            _ => body.occurrences(word.others.iter().map(|l| &l.body), &written, unit_of, counts)?,
        };
        Ok(Found { stem, written })
    }

    fn in_title(&self, word: &Word, counts: &mut Counts) -> tantivy::Result<Occurrences> {
        let forms = word.written.iter().map(|(lookup, _)| lookup).chain(&word.others).map(|lookup| &lookup.title);
        self.dictionary.title.occurrences(forms, &[], |ord| self.units.titles_of(ord), counts)
    }
}

/// Where a word of the query was found.
struct Found {
    /// By any form of its stem.
    stem: Occurrences,
    /// By each form written in the query.
    written: Vec<Occurrences>,
}
