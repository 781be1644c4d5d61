//! The engine against a reference: what matches and what is marked, on random texts and random queries of the
//! whole language, through a real index.
//!
//! The reference is slow and plain: it tries everything. `ONRECORD_REFERENCE_CASES` sets the number of queries.

mod corpus;
mod matcher;
mod queries;

use std::collections::BTreeMap;
use std::sync::Arc;

use onrecord::index::{Collection, Snapshot};
use onrecord::query::{self, Query};
use onrecord::search::top::Admission;
use onrecord::search::{Engine, Ranking, SearchRequest, Sort};

use corpus::Corpus;
use matcher::MarkedPassages;

/// Queries asked of each corpus.
const QUERIES: u64 = 40;

/// The same numbers for the same seed (Knuth's MMIX).
pub struct Random(u64);

impl Random {
    /// A generator.
    pub fn new(seed: u64) -> Self {
        let mut random = Random(seed ^ 0x9E37_79B9_7F4A_7C15);
        random.below(2);
        random
    }

    /// A number below `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }

    /// True once in `n` times.
    pub fn once_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    /// One of a list.
    pub fn one_of<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }
}

#[test]
fn the_engine_finds_and_marks_what_the_reference_does() {
    let cases: u64 = std::env::var("ONRECORD_REFERENCE_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(400);
    let (mut asked, mut with_hits, mut hits) = (0, 0, 0);
    for seed in 0..cases.div_ceil(QUERIES) {
        let corpus = Corpus::random(&mut Random::new(seed));
        let snapshot = corpus.snapshot();
        let mut random = Random::new(seed + 1_000_000);
        for _ in 0..QUERIES {
            let text = queries::random(&mut random);
            let Ok(query) = query::parse(&text) else { panic!("{text} is a query") };
            let found = engine(&snapshot, &query, &text);
            let expected = matcher::matches(&corpus, &query);
            assert_same(&corpus, &text, &query, &found, &expected);
            (asked, hits) = (asked + 1, hits + found.len());
            with_hits += u64::from(!found.is_empty());
        }
    }
    eprintln!("{asked} queries, {with_hits} with hits, {hits} hits: engine and reference agree");
    assert!(with_hits * 3 > asked, "most queries find nothing: {with_hits} of {asked} do");
}

fn engine(snapshot: &Snapshot, query: &Query, text: &str) -> MarkedPassages {
    let admission = Admission { boilerplate: true };
    let ranking = Ranking { plain: false, by_article: false, sort: Sort::Score, admission, recent: None };
    let request =
        SearchRequest { query: query.clone(), limit: 100_000, offset: 0, ranking, count_all: true, copies: true };
    let mut collection = Collection::default();
    collection.topic_labels =
        corpus::TOPICS.iter().map(|(id, label)| ((*id).to_owned(), (*label).to_owned())).collect();
    let engine = Engine::new(snapshot, Arc::new(collection));
    let response = engine.search(&request).unwrap_or_else(|error| panic!("{text}: {error}"));
    assert_eq!(response.total.value, response.hits.len() as u64, "{text}: all hits are counted and given");
    let mut found = BTreeMap::new();
    for hit in &response.hits {
        let marks = hit.found.marks.iter().map(|mark| (mark.span, mark.clauses.clone())).collect::<Vec<_>>();
        assert_eq!(hit.found.why.name() == "text", !marks.is_empty(), "{text}");
        assert!(found.insert((hit.article.id.clone(), hit.passage.ordinal), marks).is_none(), "{text}: once each");
    }
    found
}

fn assert_same(corpus: &Corpus, text: &str, query: &Query, found: &MarkedPassages, expected: &MarkedPassages) {
    for key in found.keys().chain(expected.keys()) {
        if found.get(key) != expected.get(key) {
            let (passage, article) = corpus.passage(key);
            panic!(
                "{text}\nread as {query}\nin {key:?} ({:?}) of an article titled {:?}, published {:?}:\n{:?}\nquotes {:?}\n\
                 the engine finds {:?}\nthe reference {:?}",
                passage.kind,
                article.title(),
                corpus.published(key),
                passage.span.of(&article.content),
                corpus
                    .quotes(key)
                    .iter()
                    .map(|q| (q.kind, q.span.of(&article.content), &q.speaker))
                    .collect::<Vec<_>>(),
                found.get(key),
                expected.get(key),
            );
        }
    }
}

#[test]
fn the_reference_tells_a_wrong_mark() {
    let corpus = Corpus::random(&mut Random::new(1));
    let (all, none) = (query::parse("*").unwrap(), query::parse("-*").unwrap());
    assert!(matcher::matches(&corpus, &none).is_empty());
    assert!(matcher::matches(&corpus, &all).values().all(Vec::is_empty));
    let words = matcher::matches(&corpus, &query::parse("alpha").unwrap());
    assert!(!words.is_empty() && words.values().all(|marks| !marks.is_empty()));
    for ((id, ordinal), marks) in &words {
        let (_, article) = corpus.passage(&(id.clone(), *ordinal));
        assert!(marks.iter().all(|(span, _)| span.of(&article.content).to_lowercase().starts_with("alpha")));
    }
}
