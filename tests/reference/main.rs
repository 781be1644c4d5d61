//! The engine against a reference: what is found and what is marked, on random texts and random queries of the
//! whole language, through a real index.
//!
//! The reference is slow and plain: it tries everything, and shares nothing with the program but the syntax tree
//! of a query and where passages begin and end. `ONRECORD_REFERENCE_CASES` sets the number of queries,
//! `ONRECORD_REFERENCE_SEED` which ones.

#![allow(clippy::print_stderr)] // a test says what it skipped

mod best;
mod corpus;
mod findings;
mod interval;
mod judge;
mod known;
mod queries;
mod random;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use onrecord::analyze::{Forms, analyze};
use onrecord::query::{self, Query, Stop};
use onrecord::search::top::Admission;
use onrecord::search::{Engine, Ranking, SearchError, SearchRequest, SearchResponse, Sort};

use corpus::Corpus;
use judge::MarkedPassages;
use random::Random;

/// Queries asked of each corpus.
const QUERIES: u64 = 50;

/// A number from the environment.
fn number(variable: &str, default: u64) -> u64 {
    std::env::var(variable).ok().and_then(|number| number.parse().ok()).unwrap_or(default)
}

/// As many queries as take some seconds; many more with `ONRECORD_LONG_TESTS`.
fn cases() -> u64 {
    let usual = if std::env::var_os("ONRECORD_LONG_TESTS").is_some() { 10_000 } else { 600 };
    number("ONRECORD_REFERENCE_CASES", usual)
}

#[test]
fn the_engine_finds_and_marks_what_the_reference_does() {
    let first = number("ONRECORD_REFERENCE_SEED", 0) * 1_000_003;
    let (mut asked, mut with_hits, mut hits) = (0, 0, 0);
    for seed in first..first + cases().div_ceil(QUERIES) {
        let corpus = Corpus::random(&mut Random::new(seed));
        let snapshot = corpus.snapshot();
        let engine = Engine::new(&snapshot, Arc::new(findings::collection()));
        let mut random = Random::new(seed + 1_000_000);
        for _ in 0..QUERIES {
            let text = queries::random(&mut random);
            let query = query::parse(&text).unwrap_or_else(|e| panic!("{}", query::error::render(&e, &text)));
            let found = compare(&corpus, &engine, &mut random, &text, &query);
            (asked, hits) = (asked + 1, hits + found);
            with_hits += u64::from(found > 0);
        }
    }
    eprintln!("{asked} queries, {with_hits} with hits, {hits} hits: engine and reference agree");
    assert!(with_hits * 2 > asked, "most queries find nothing: {with_hits} of {asked} do");
}

/// Asks the engine for all hits in one of the orders there are; how many there are.
fn compare(corpus: &Corpus, engine: &Engine, random: &mut Random, text: &str, query: &Query) -> usize {
    let ranking = Ranking {
        plain: random.once_in(4),
        by_article: random.once_in(4),
        sort: if random.once_in(4) { Sort::Date { newest_first: random.once_in(2) } } else { Sort::Score },
        admission: Admission { boilerplate: random.once_in(2) },
        recent: None,
    };
    let case = format!("{text}\nread as {query}\n{ranking:?}");
    let expected = judge::matches(corpus, query, ranking.admission.boilerplate);
    let request = SearchRequest {
        query: query.clone(),
        limit: 100_000,
        offset: 0,
        ranking,
        count_all: true,
        copies: true,
        stop: Stop::NEVER,
    };
    let response = engine.search(&request).unwrap_or_else(|error| panic!("{case}\n{error}"));
    let found = passages(engine, &response, &case);
    let expected = judge::without_headlines_beside_others(corpus, query, expected);
    let expected = if request.ranking.by_article { best_of_articles(&found, expected, &case) } else { expected };
    let other = found.keys().chain(expected.keys()).find(|key| found.get(*key) != expected.get(*key));
    if let Some(key) = other {
        let (found, expected) = (found.get(key), expected.get(key));
        panic!("{case}\n{}\nthe engine finds {found:?}\nthe reference {expected:?}", corpus.describe(key));
    }
    let articles: BTreeSet<&String> = expected.keys().map(|(article, _)| article).collect();
    let total = if request.ranking.by_article { articles.len() } else { expected.len() };
    assert_eq!((response.total.value, response.total.exact), (total as u64, true), "{case}");
    found.len()
}

#[test]
fn the_best_are_the_first_of_all() {
    let snapshot = best::snapshot(&mut Random::new(number("ONRECORD_REFERENCE_SEED", 0)));
    let engine = Engine::new(&snapshot, Arc::new(findings::collection()));
    let mut random = Random::new(number("ONRECORD_REFERENCE_SEED", 0) + 1_000_000);
    let mut hits = 0;
    for _ in 0..cases() / 2 {
        hits += best::compare(&engine, &best::random_query(&mut random), true);
    }
    assert!(hits as u64 > cases() * 100, "few hits to choose from: {hits}");
}

#[test]
fn a_search_that_is_to_stop_does_whatever_it_is_at() {
    let snapshot = Corpus::random(&mut Random::new(0)).snapshot();
    let engine = Engine::new(&snapshot, Arc::new(findings::collection()));
    let stop = Stop::after(std::time::Duration::ZERO);
    for text in
        ["alpha", "\"alpha beta\"", "a* w/5 b*", "said:alpha", "caps(Alpha)", "speaker:a*", "kind:body", "-alpha"]
    {
        let query = query::parse(text).expect("a query");
        for by_article in [false, true] {
            let admission = Admission { boilerplate: true };
            let ranking = Ranking { plain: false, by_article, sort: Sort::Score, admission, recent: None };
            let request = SearchRequest {
                query: query.clone(),
                limit: 10,
                offset: 0,
                ranking,
                count_all: true,
                copies: true,
                stop: stop.clone(),
            };
            assert!(matches!(engine.search(&request), Err(SearchError::Stopped(_))), "{text}");
        }
        let counted = engine.matching(&query, Admission { boilerplate: true }, &stop);
        assert!(matches!(counted, Err(SearchError::Stopped(_))), "{text}");
    }
}

fn passages(engine: &Engine, response: &SearchResponse, case: &str) -> MarkedPassages {
    let mut found = BTreeMap::new();
    for hit in &response.hits {
        let marks = hit.found.marks.iter().map(|mark| (mark.span, mark.clauses.clone())).collect::<Vec<_>>();
        assert_eq!(hit.found.why.name() == "text", !marks.is_empty(), "{case}");
        let (article, _) = hit.read(engine.snapshot()).unwrap_or_else(|error| panic!("{case}\n{error}"));
        assert!(found.insert((article.id, hit.passage.ordinal), marks).is_none(), "{case}: once each");
    }
    found
}

/// What is expected where articles are ranked: of each, three passages or all it has.
fn best_of_articles(found: &MarkedPassages, expected: MarkedPassages, case: &str) -> MarkedPassages {
    let of = |passages: &MarkedPassages, article: &str| passages.keys().filter(|key| key.0 == article).count();
    for (article, _) in expected.keys() {
        assert_eq!(of(found, article), of(&expected, article).min(3), "{case}: passages of article {article}");
    }
    expected.into_iter().filter(|(key, _)| found.contains_key(key)).collect()
}

#[test]
fn what_was_once_wrong_is_right() {
    let mut hits = vec![0; known::ONCE_WRONG.len()];
    for seed in 0..6 {
        let corpus = Corpus::random(&mut Random::new(seed));
        let snapshot = corpus.snapshot();
        let engine = Engine::new(&snapshot, Arc::new(findings::collection()));
        for (place, (about, text)) in known::ONCE_WRONG.iter().enumerate() {
            let query = query::parse(text).unwrap_or_else(|error| panic!("{about}: {text}: {error}"));
            for turn in 0..4 {
                hits[place] += compare(&corpus, &engine, &mut Random::new(seed * 4 + turn), text, &query);
            }
        }
    }
    for ((about, text), hits) in known::ONCE_WRONG.iter().zip(hits) {
        assert!(hits > 0, "{about}: {text} finds nothing, which shows nothing");
    }
}

#[test]
fn texts_are_read_as_they_were_made() {
    for seed in 0..10 {
        let corpus = Corpus::random(&mut Random::new(seed));
        for (article, words) in corpus.articles.iter().zip(&corpus.words) {
            let mut forms = Forms::new();
            let text = analyze(article, &mut forms);
            let numbered =
                text.sentences.iter().enumerate().flat_map(|(n, s)| s.words.clone().map(move |i| (n, s.block, i)));
            let read: Vec<_> = numbered
                .map(|(sentence, block, i)| {
                    let word = text.words[i as usize];
                    let (folded, stem) = (forms.folded(word.form), forms.stem(word.form));
                    (word.span, folded, stem, word.acronym, sentence as u32, block)
                })
                .collect();
            let made: Vec<_> = words
                .iter()
                .map(|w| (w.span, w.folded.as_str(), w.stem.as_str(), w.acronym, w.sentence, w.paragraph))
                .collect();
            assert_eq!(read, made, "{}", article.content);
        }
    }
}

#[test]
fn the_reference_tells_a_wrong_mark() {
    let corpus = Corpus::random(&mut Random::new(1));
    let matches = |text: &str| judge::matches(&corpus, &query::parse(text).unwrap(), true);
    assert!(matches("-*").is_empty());
    assert!(matches("*").values().all(Vec::is_empty));
    assert_eq!(matches("*").len(), corpus.passages.len());
    let words = matches("alpha");
    assert!(!words.is_empty() && words.values().all(|marks| !marks.is_empty()));
    for (key, marks) in &words {
        let content = &corpus.articles[corpus.passage(key).article].content;
        assert!(marks.iter().all(|(span, _)| span.of(content).to_lowercase() == "alpha"));
    }
}
