//! The library's front door, used as a server uses it: many threads, one archive, commits meanwhile, and searches
//! that are stopped.

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use onrecord::Archive;
use onrecord::annotate::speaker::QuoteKind;
use onrecord::api::backend::{
    Backend, BackendError, BackendHit, DayCounts, Hits, Holdings, Over, ScorePart, ScoredId, Search, Statistics,
    StoredArticle, UnknownValue, UnknownWord, ValueCounts, View,
};
use onrecord::api::collection::Collection;
use onrecord::api::keys::ArticleKey;
use onrecord::api::{
    Answer, Error, FacetsRequest, Field, Filters, Parts, Relation, RemoveRequest, Request, SearchRequest, ShowRequest,
    StatsRequest, Stop, Stopped, Unit, UpdateRequest,
};
use onrecord::article::Article;
use onrecord::highlight::Found;
use onrecord::query::Query;

/// An archive of the seeds, in a folder of its own.
fn seeds() -> (tempfile::TempDir, Archive) {
    let folder = tempfile::tempdir().expect("a folder");
    let archive = Archive::at(folder.path().join("index"));
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let request = Request::Update(UpdateRequest { paths: vec![seeds], ..UpdateRequest::default() });
    let Ok(Answer::Update(answer)) = archive.ask(&request, &Stop::NEVER) else { panic!("an update") };
    assert_eq!((answer.added, answer.failed.len()), (5, 0));
    (folder, archive)
}

fn both_ways(request: &Request, answer: &Answer) {
    let json = serde_json::to_string(request).expect("a request serialises");
    assert_eq!(&serde_json::from_str::<Request>(&json).expect("and is read again"), request, "{json}");
    let json = serde_json::to_string(answer).expect("an answer serialises");
    assert_eq!(&serde_json::from_str::<Answer>(&json).expect("and is read again"), answer, "{json}");
}

#[test]
fn every_request_has_an_answer_and_both_serialise_both_ways() {
    let (folder, archive) = seeds();
    let parts = Parts {
        speakers: true,
        view: 200,
        attributions: true,
        findings: true,
        explanation: true,
        advice: true,
        locations: true,
    };
    let search = SearchRequest { parts, ..SearchRequest::new("foreign fighters") };
    let filters = Filters::default().and(Field::Kind, "body");
    let facets = FacetsRequest { filters, by: Some(Field::Topic), ..FacetsRequest::new(Field::Speaker, 10) };
    for request in [
        Request::Search(search.clone()),
        Request::Search(SearchRequest { unit: Unit::Article, ..search.clone() }),
        Request::Rank(search),
        Request::Show(ShowRequest { name: "no such thing".into(), ..ShowRequest::default() }),
        Request::Facets(FacetsRequest { field: Field::Date, ..facets.clone() }),
        Request::Facets(facets),
        Request::Stats(StatsRequest {}),
        Request::Update(UpdateRequest::default()),
        Request::Remove(RemoveRequest { paths: vec![folder.path().join("elsewhere")] }),
    ] {
        let answer = archive.ask(&request, &Stop::NEVER).unwrap_or_else(|error| panic!("{request:?}: {error}"));
        both_ways(&request, &answer);
    }
}

#[test]
fn an_answer_needs_nothing_else() {
    let (folder, archive) = seeds();
    let parts = Parts { speakers: true, findings: true, ..Parts::default() };
    let request = SearchRequest { parts, ..SearchRequest::new("speaker:toner") };
    let answer = archive.search(&request, &Stop::NEVER).expect("an answer");
    drop((archive, folder));
    assert_eq!(answer.total.relation, Relation::Exact);
    let hit = answer.hits.first().expect("Mark Toner speaks in the seeds");
    assert_eq!(hit.speakers.first().map(String::as_str), Some("Mark Toner"));
    let quote = hit.quotes.iter().find(|quote| quote.kind != QuoteKind::Indirect).expect("a quote");
    assert_eq!(quote.speaker.as_ref().map(|speaker| speaker.name.as_str()), Some("Mark Toner"));
    assert!(!hit.article.published.evidence.is_empty() || hit.article.published.earliest.is_none());
}

#[test]
fn errors_are_kinds_with_data_and_know_no_command_line() {
    let (folder, archive) = seeds();
    let ask = |query: &str| archive.search(&SearchRequest::new(query), &Stop::NEVER);
    let Err(Error::Query(problem)) = ask("é date:2017-13") else { panic!("there is no month 13") };
    assert_eq!((problem.span.bytes, problem.span.chars), ([8, 15], [7, 14]));
    let filters = Filters { since: Some("soon".into()), ..Filters::default() };
    let wrong = SearchRequest { filters, ..SearchRequest::new("x") };
    let wrong = archive.search(&wrong, &Stop::NEVER).expect_err("no date");
    assert!(matches!(&wrong, Error::Filter { field: None, .. }), "{wrong:?}");
    let missing = Archive::open(folder.path().join("nowhere")).err().expect("no index");
    assert!(matches!(&missing, Error::Missing { .. }), "{missing:?}");
    for error in [wrong, missing] {
        assert!(!error.to_string().contains("--"), "{error}");
    }
}

/// Writes the articles of a generation: one more than its number, each with the word that names the generation.
fn write_generation(folder: &Path, generation: usize) {
    for article in 0..=generation {
        let text =
            format!("Report {article}\n\nEverything of generation{generation} is here, and shared words, too.\n");
        std::fs::write(folder.join(format!("{article}.txt")), text).expect("an article");
    }
}

#[test]
fn each_of_many_answers_at_once_is_of_one_commit() {
    const GENERATIONS: usize = 6;
    let folder = tempfile::tempdir().expect("a folder");
    let news = folder.path().join("news");
    std::fs::create_dir(&news).expect("a folder");
    let archive = Archive::at(folder.path().join("index"));
    let update = UpdateRequest { paths: vec![news.clone()], threads: Some(1), ..UpdateRequest::default() };
    write_generation(&news, 0);
    archive.ask(&Request::Update(update.clone()), &Stop::NEVER).expect("an index");
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let asking: Vec<_> = (0..8)
            .map(|thread| {
                let (archive, done) = (archive.clone(), &done);
                scope.spawn(move || {
                    let mut seen = std::collections::BTreeSet::new();
                    while !done.load(Ordering::Relaxed) || !seen.contains(&(GENERATIONS - 1)) {
                        seen.insert(generation_of(&archive, thread));
                    }
                    seen.len()
                })
            })
            .collect();
        for generation in 1..GENERATIONS {
            write_generation(&news, generation);
            archive.ask(&Request::Update(update.clone()), &Stop::NEVER).expect("an update");
        }
        done.store(true, Ordering::Relaxed);
        let seen: Vec<usize> = asking.into_iter().map(|thread| thread.join().expect("no panic")).collect();
        assert!(seen.iter().any(|&seen| seen > 1), "commits were seen while questions were asked: {seen:?}");
    });
}

/// The generation that one answer speaks of; its hits are whole and of no other.
fn generation_of(archive: &Archive, thread: usize) -> usize {
    let query = ["shared", "words", "shared words", "\"shared words\"", "everything", "word* OR shared", "*", "too"];
    let unit = if thread.is_multiple_of(2) { Unit::Passage } else { Unit::Article };
    let parts = Parts { findings: true, speakers: true, ..Parts::default() };
    let filters = Filters::default().and(Field::Kind, "body");
    let request =
        SearchRequest { unit, limit: 50, duplicates: true, filters, parts, ..SearchRequest::new(query[thread]) };
    let answer = archive.search(&request, &Stop::NEVER).expect("an answer");
    let mut generations: Vec<usize> = answer.hits.iter().map(|hit| named(&hit.passage.text)).collect();
    generations.dedup();
    let [generation] = generations[..] else { panic!("an answer of several commits: {generations:?}") };
    assert_eq!((answer.total.value, answer.hits.len()), (generation as u64 + 1, generation + 1));
    generation
}

fn named(text: &str) -> usize {
    let digits = text.split("generation").nth(1).and_then(|rest| rest.split(' ').next());
    digits.and_then(|digits| digits.parse().ok()).expect("the generation's word")
}

/// An engine that asks the real one again and again.
struct Slow(Arc<dyn View>);

/// A backend that gives the slow engine.
struct SlowBackend(Archive);

impl Backend for SlowBackend {
    fn view(&self) -> Result<Arc<dyn View>, BackendError> {
        Ok(Arc::new(Slow(self.0.view()?)))
    }
}

impl Slow {
    fn again_and_again<T>(
        &self,
        stop: &Stop,
        once: impl Fn(&dyn View) -> Result<T, BackendError>,
    ) -> Result<T, BackendError> {
        loop {
            once(self.0.as_ref())?;
            stop.check()?;
        }
    }
}

impl View for Slow {
    fn revision(&self) -> u64 {
        self.0.revision()
    }
    fn collection(&self) -> &Collection {
        self.0.collection()
    }
    fn articles(&self) -> Result<Vec<ArticleKey>, BackendError> {
        self.0.articles()
    }

    fn search(&self, search: &Search) -> Result<Hits, BackendError> {
        self.again_and_again(&search.stop, |view| view.search(search))
    }
    fn rank(&self, search: &Search) -> Result<Vec<ScoredId>, BackendError> {
        self.again_and_again(&search.stop, |view| view.rank(search))
    }
    fn explain(&self, search: &Search, hit: &BackendHit) -> Result<Vec<ScorePart>, BackendError> {
        self.0.explain(search, hit)
    }
    fn unknown_words(&self, query: &Query) -> Result<Vec<UnknownWord>, BackendError> {
        self.0.unknown_words(query)
    }
    fn unknown_values(&self, query: &Query) -> Result<Vec<UnknownValue>, BackendError> {
        self.0.unknown_values(query)
    }
    fn shared_ids(&self) -> Result<Arc<HashSet<String>>, BackendError> {
        self.0.shared_ids()
    }
    fn count_values(&self, field: Field, over: &Over) -> Result<ValueCounts, BackendError> {
        self.again_and_again(&over.stop, |view| view.count_values(field, over))
    }
    fn count_days(&self, over: &Over) -> Result<DayCounts, BackendError> {
        self.again_and_again(&over.stop, |view| view.count_days(over))
    }
    fn find_id(&self, id: &str) -> Result<Vec<ArticleKey>, BackendError> {
        self.0.find_id(id)
    }
    fn find_handle(&self, beginning: &str, limit: usize) -> Result<Vec<ArticleKey>, BackendError> {
        self.0.find_handle(beginning, limit)
    }
    fn find_path(&self, path: &str) -> Result<Vec<ArticleKey>, BackendError> {
        self.0.find_path(path)
    }
    fn found_in(&self, key: &ArticleKey, query: &Query) -> Result<Vec<Option<Found>>, BackendError> {
        self.0.found_in(key, query)
    }
    fn text(&self, key: &ArticleKey) -> Result<Article, BackendError> {
        self.0.text(key)
    }
    fn article(&self, key: &ArticleKey) -> Result<StoredArticle, BackendError> {
        self.0.article(key)
    }
    fn statistics(&self, words: &[&str]) -> Result<Statistics, BackendError> {
        self.0.statistics(words)
    }
    fn holdings(&self) -> Result<Holdings, BackendError> {
        self.0.holdings()
    }
}

#[test]
fn a_stop_ends_a_slow_engine() {
    let (_folder, archive) = seeds();
    let slow = Archive::of(Arc::new(SlowBackend(archive.clone())));
    let search = SearchRequest::new("foreign fighters");
    let facets = FacetsRequest { query: "coalition".into(), ..FacetsRequest::new(Field::Topic, 5) };
    for request in [Request::Search(search.clone()), Request::Rank(search.clone()), Request::Facets(facets)] {
        let begun = Instant::now();
        let stopped = slow.ask(&request, &Stop::after(Duration::from_millis(100)));
        assert_eq!(stopped, Err(Error::Stopped { reason: Stopped::TimedOut }), "{request:?}");
        // Far more than it takes, since tests share machines; without the stop it would never end.
        assert!(begun.elapsed() < Duration::from_secs(30), "{request:?}");
    }
    let flag = Arc::new(AtomicBool::new(true));
    let stopped = slow.search(&search, &Stop::on(flag));
    assert_eq!(stopped.err(), Some(Error::Stopped { reason: Stopped::Cancelled }));
    assert!(archive.search(&search, &Stop::after(Duration::from_secs(3600))).is_ok());
}
