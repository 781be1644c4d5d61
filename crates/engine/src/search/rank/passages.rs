//! The score of passages: their own words, and, gently, what their article has of the query.
//!
//! Passages are ranked in two steps. The best by BM25 alone are the candidates; they are found without a look at
//! most passages, since posting lists state the best score of each of their blocks. What costs more is then
//! counted for the candidates alone, in one go through the documents of their articles.

use tantivy::{DocAddress, DocId, Score};

use super::bm25::Saturation;
use super::keywords::KeywordQuery;
use super::postings::{exceptions, frequencies};
use super::ranker::{RankOptions, Ranker, ScoredPassage};
use super::recent::Recency;
use super::scores::Part;
use super::tiers::{scale, tiers};
use super::weights::Weights;
use super::words::{Dictionary, Resolved, Word};
use crate::index::IndexError;
use crate::index::document::kind_number;
use crate::index::reader::Columns;
use crate::search::postings::{SegmentLists, Spelling};
use crate::search::scorers::word::WordQuery;
use crate::search::scorers::words::WordsQuery;
use crate::search::top::Scored;
use onrecord_text::article::BlockKind;

impl Ranker {
    /// The best passages for `query`, ties by path and id.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn passages(&self, query: &KeywordQuery, options: &RankOptions) -> Result<Vec<ScoredPassage>, IndexError> {
        let dictionary = self.dictionary()?;
        let words = dictionary.resolve(query)?;
        let found = words.counting().map(|word| {
            let boost = word.weight.powf(options.weights.repetition);
            WordQuery::new(dictionary.body.clone(), word.spellings()).boosted(boost)
        });
        let found: Vec<WordQuery> = found.collect();
        if found.is_empty() {
            return Ok(Vec::new());
        }
        let candidates =
            self.candidates(WordsQuery { optional: found, ..WordsQuery::default() }.boxed().as_ref(), options)?;
        self.rank_candidates(candidates, &words, false, options)
    }

    /// The best passages out of `candidates`, by the words of `query`. If `scored`, the scores that candidates have,
    /// recency included, stand for those by their own words.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn passages_of(
        &self,
        candidates: Vec<Scored>,
        scored: bool,
        query: &KeywordQuery,
        options: &RankOptions,
    ) -> Result<Vec<ScoredPassage>, IndexError> {
        self.rank_candidates(candidates, &self.dictionary()?.resolve(query)?, scored, options)
    }

    /// What the score of the passage at `address` is made of. `found` is its score by what [`Ranker::passages_of`]
    /// takes, where that is scored.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn explain_passage(
        &self,
        query: &KeywordQuery,
        found: Option<Part>,
        options: &RankOptions,
        address: DocAddress,
    ) -> Result<Vec<Part>, IndexError> {
        let words = self.dictionary()?.resolve(query)?;
        let factor = self.recency(options)?.map_or(1.0, |recency| recency.factor(address));
        let scored = Scored { address, score: found.as_ref().map_or(0.0, |part| part.score) * factor };
        let mut scoring = self.scoring(&[scored], found.is_some(), options)?;
        scoring.parts = Some(found.into_iter().collect());
        Ok(scoring.run(&words)?.parts.unwrap_or_default())
    }

    fn rank_candidates(
        &self,
        mut candidates: Vec<Scored>,
        words: &Resolved,
        scored: bool,
        options: &RankOptions,
    ) -> Result<Vec<ScoredPassage>, IndexError> {
        let first = options.weights.candidates as usize;
        if candidates.len() > first {
            candidates.sort_unstable_by(|a, b| {
                b.score.total_cmp(&a.score).then_with(|| self.places.compare(a.address, b.address))
            });
        }
        let mut best: Vec<ScoredPassage> = Vec::with_capacity(candidates.len());
        for tier in tiers(first, candidates.len()) {
            if best.len() >= options.limit {
                break;
            }
            let mut ranked = self.rank_tier(&mut candidates[tier], words, scored, options)?;
            let scale = scale(best.last().map(|last| last.score), ranked[0].score);
            ranked.iter_mut().for_each(|passage| passage.score *= scale);
            best.append(&mut ranked);
        }
        best.truncate(options.limit);
        Ok(best)
    }

    /// Some candidates in the order of the second step.
    fn rank_tier(
        &self,
        candidates: &mut [Scored],
        words: &Resolved,
        scored: bool,
        options: &RankOptions,
    ) -> Result<Vec<ScoredPassage>, IndexError> {
        candidates.sort_unstable_by_key(|candidate| candidate.address);
        let mut best = Vec::with_capacity(candidates.len());
        for candidates in candidates.chunk_by(|a, b| a.address.segment_ord == b.address.segment_ord) {
            let scoring = self.scoring(candidates, scored, options)?.run(words)?;
            let scores = candidates.iter().zip(&scoring.scores);
            best.extend(scores.map(|(candidate, &score)| ScoredPassage { address: candidate.address, score }));
        }
        best.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| self.places.compare(a.address, b.address)));
        Ok(best)
    }

    pub(super) fn recency(&self, options: &RankOptions) -> Result<Option<Recency<'_>>, IndexError> {
        options.recent.map(|half_life| Recency::new(self.snapshot(), half_life)).transpose()
    }

    /// Begins to score passages of one segment, ascending.
    fn scoring<'a>(
        &'a self,
        candidates: &[Scored],
        scored: bool,
        options: &'a RankOptions,
    ) -> Result<Scoring<'a>, IndexError> {
        let (snapshot, dictionary) = (self.snapshot(), self.dictionary()?);
        let segment = candidates[0].address.segment_ord;
        let places = Places::new(snapshot.columns(segment), candidates);
        let recency = self.recency(options)?;
        let factors = candidates.iter().map(|c| recency.as_ref().map_or(1.0, |recency| recency.factor(c.address)));
        let factors: Vec<f32> = factors.collect();
        let own = candidates.iter().zip(&factors).map(|(c, factor)| if scored { c.score / factor } else { 0.0 });
        Ok(Scoring {
            weights: &options.weights,
            article: options.weights.of_articles(&self.lengths()?.articles),
            title: Saturation::new(options.weights.k1, options.weights.b, self.lengths()?.titles.average()),
            dictionary,
            lists: &dictionary.body.segments()[segment as usize],
            scores: own.collect(),
            scored,
            matched: vec![0.0; candidates.len()],
            total: 0.0,
            articles: vec![0.0; places.ranges.len()],
            lengths: places.ranges.iter().map(|&range| places.lengths(range)).collect(),
            factors,
            places,
            parts: None,
        })
    }
}

/// Where candidates of one segment stand.
struct Places<'a> {
    columns: &'a Columns,
    /// The candidates, ascending.
    docs: Vec<DocId>,
    /// The documents of their articles, each from its first to before its last, ascending.
    ranges: Vec<(DocId, DocId)>,
    /// For each of these, the place of its first candidate; at the end, the number of candidates.
    starts: Vec<usize>,
}

impl<'a> Places<'a> {
    fn new(columns: &'a Columns, candidates: &[Scored]) -> Self {
        let docs: Vec<DocId> = candidates.iter().map(|candidate| candidate.address.doc_id).collect();
        let (mut ranges, mut starts) = (Vec::<(DocId, DocId)>::new(), Vec::new());
        for (place, &doc) in docs.iter().enumerate() {
            if ranges.last().is_none_or(|&(_, end)| end <= doc) {
                ranges.push((columns.first_of(doc), columns.end_of(doc)));
                starts.push(place);
            }
        }
        starts.push(docs.len());
        Places { columns, docs, ranges, starts }
    }

    /// The place of a document of an article among the candidates.
    fn candidate(&self, article: usize, doc: DocId) -> Option<usize> {
        let (start, end) = (self.starts[article], self.starts[article + 1]);
        self.docs[start..end].binary_search(&doc).ok().map(|place| start + place)
    }

    /// Words of an article, boilerplate left out, and of its title; of that none where it is all there is.
    fn lengths(&self, (first, end): (DocId, DocId)) -> (f32, f32) {
        let (mut words, mut title) = (0, 0);
        for doc in first..end {
            let length = self.columns.length.first(doc).unwrap_or(0);
            match self.columns.kind.first(doc) {
                Some(kind) if kind == kind_number(BlockKind::Boilerplate) => {}
                Some(kind) if kind == kind_number(BlockKind::Title) => {
                    (words, title) = (words + length, title + length)
                }
                _ => words += length,
            }
        }
        (words as f32, if title == words { 0.0 } else { title as f32 })
    }
}

/// How often something stands in candidates, their articles and the titles of these.
struct Tally {
    passages: Vec<u32>,
    articles: Vec<u32>,
    titles: Vec<u32>,
}

impl Tally {
    fn take_in(&mut self, other: &Tally) {
        let add = |sums: &mut [u32], counts: &[u32]| sums.iter_mut().zip(counts).for_each(|(sum, n)| *sum += n);
        add(&mut self.passages, &other.passages);
        add(&mut self.articles, &other.articles);
        add(&mut self.titles, &other.titles);
    }

    fn new(places: &Places) -> Self {
        let articles = places.ranges.len();
        Tally { passages: vec![0; places.docs.len()], articles: vec![0; articles], titles: vec![0; articles] }
    }

    /// Adds the occurrences of a spelling.
    fn add(&mut self, spelling: &Spelling, places: &Places, lists: &SegmentLists) -> tantivy::Result<()> {
        frequencies(lists, spelling, &places.ranges, |article, doc, tf| self.count(places, article, doc, tf))?;
        exceptions(lists, spelling, &places.ranges, |article, doc, tf| {
            self.count(places, article, doc, tf.wrapping_neg());
        })
    }

    fn count(&mut self, places: &Places, article: usize, doc: DocId, tf: u32) {
        let add = |count: &mut u32| *count = count.wrapping_add(tf);
        if let Some(place) = places.candidate(article, doc) {
            add(&mut self.passages[place]);
        }
        let kind = places.columns.kind.first(doc);
        if kind == Some(kind_number(BlockKind::Boilerplate)) {
            return;
        }
        add(&mut self.articles[article]);
        if kind == Some(kind_number(BlockKind::Title)) {
            add(&mut self.titles[article]);
        }
    }
}

/// The candidates of one segment under way.
struct Scoring<'a> {
    weights: &'a Weights,
    /// Saturation in articles and in titles.
    article: Saturation,
    title: Saturation,
    dictionary: &'a Dictionary,
    lists: &'a SegmentLists,
    places: Places<'a>,
    scores: Vec<f32>,
    /// Whether the candidates come with scores for their own words.
    scored: bool,
    /// The query's words that each candidate has, by idf, and all of them.
    matched: Vec<f32>,
    total: f32,
    /// What each article adds to its passages.
    articles: Vec<f32>,
    /// Words of each article and of its title.
    lengths: Vec<(f32, f32)>,
    /// The preference for recent articles.
    factors: Vec<f32>,
    /// What the score of the first candidate is made of, where that is asked for.
    parts: Option<Vec<Part>>,
}

impl Scoring<'_> {
    /// The scores of all candidates, once all words are in.
    fn run(mut self, words: &Resolved) -> tantivy::Result<Self> {
        for word in words.counting() {
            self.add_word(word)?;
        }
        for (article, &part) in self.articles.iter().enumerate() {
            self.scores[self.places.starts[article]..self.places.starts[article + 1]]
                .iter_mut()
                .for_each(|s| *s += part);
        }
        if words.are_all && self.total > 0.0 {
            let power = self.weights.coordination;
            self.multiply("share of the words", |s, place| raised(s.matched[place] / s.total, power));
        }
        self.multiply("recency", |scoring, place| scoring.factors[place]);
        Ok(self)
    }

    /// Adds a word of the query: its stem, its exact forms, and what articles and their titles have of it.
    fn add_word(&mut self, word: &Word) -> tantivy::Result<()> {
        let times = |weight: f32| weight.powf(self.weights.repetition);
        let (mut all, mut written) = (Tally::new(&self.places), Vec::with_capacity(word.written.len()));
        for (lookup, weight) in &word.written {
            let mut tally = Tally::new(&self.places);
            tally.add(&lookup.body, &self.places, self.lists)?;
            all.take_in(&tally);
            written.push((lookup, self.weights.exact * times(*weight), tally));
        }
        for lookup in &word.others {
            all.add(&lookup.body, &self.places, self.lists)?;
        }
        let documents = word.forms().map(|lookup| lookup.body.documents()).sum();
        let weight = times(word.weight) * self.dictionary.body.idf(documents);
        if !self.scored {
            self.add("stem", &word.stem, &all.passages, weight);
        }
        self.total += weight;
        self.matched.iter_mut().zip(&all.passages).filter(|(_, tf)| **tf > 0).for_each(|(sum, _)| *sum += weight);
        for (lookup, weight, tally) in written.iter().filter(|(_, weight, _)| *weight > 0.0) {
            let weight = weight * self.dictionary.body.idf(lookup.body.documents());
            self.add("exact form", &lookup.form, &tally.passages, weight);
        }
        self.add_article(word, &all, weight);
        Ok(())
    }

    /// Adds what passages have of a word.
    fn add(&mut self, name: &'static str, word: &str, tfs: &[u32], weight: f32) {
        let bm25 = self.dictionary.body.bm25(weight);
        let before = self.scores[0];
        for (place, &tf) in tfs.iter().enumerate().filter(|(_, tf)| **tf > 0) {
            self.scores[place] += bm25.score(self.lists.norms.fieldnorm_id(self.places.docs[place]), tf);
        }
        self.keep(name, word, self.scores[0] - before);
    }

    /// Adds what the articles of passages, and their titles, have of a word.
    fn add_article(&mut self, word: &Word, tally: &Tally, weight: f32) {
        let (mut in_text, mut in_title) = (0.0, 0.0);
        for article in (0..self.articles.len()).rev() {
            let (words, title_words) = self.lengths[article];
            let tf = tally.articles[article] as f32;
            in_text = self.weights.article * weight * self.article.of(tf, words);
            let tf = if title_words > 0.0 { tally.titles[article] as f32 } else { 0.0 };
            in_title = self.weights.article_title * weight * self.title.of(tf, title_words);
            self.articles[article] += in_text + in_title;
        }
        self.keep("article", &word.stem, in_text);
        self.keep("title", &word.stem, in_title);
    }

    fn multiply(&mut self, name: &'static str, factor: impl Fn(&Self, usize) -> f32) {
        let before = self.scores[0];
        for place in 0..self.scores.len() {
            self.scores[place] *= factor(self, place);
        }
        self.keep(name, "", self.scores[0] - before);
    }

    /// Keeps a part of the first candidate's score, if it is one and is asked for.
    fn keep(&mut self, name: &'static str, words: &str, score: Score) {
        if let Some(parts) = self.parts.as_mut().filter(|_| score != 0.0) {
            parts.push(Part { name, words: words.to_owned(), score });
        }
    }
}

/// The power of a share that may exceed 1 by rounding. The common case comes without the costly function.
fn raised(share: f32, power: f32) -> f32 {
    if share > 0.999_99 { 1.0 } else { share.powf(power) }
}
