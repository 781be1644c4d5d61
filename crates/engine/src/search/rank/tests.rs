use std::sync::Arc;

use tantivy::DocAddress;

use super::*;
use crate::index::Snapshot;
use crate::index::document::{Annotated, article_key, documents, source_key};
use crate::index::options::WriterOptions;
use crate::index::writer::Writer;
use crate::search::filters::{Bits, PassageSet};
use crate::search::lexicon::Lexicon;
use crate::search::stems::StemFamilies;
use crate::search::top::Places;
use onrecord_annotate::Findings;
use onrecord_read::article_from_text;
use onrecord_text::analyze::{Forms, analyze};
use onrecord_text::article::Metadata;
use onrecord_text::passage;

/// An index of articles (id, title, text), in as many commits as there are groups.
struct Fixture {
    _folder: tempfile::TempDir,
    snapshot: Snapshot,
    ranker: Ranker,
}

impl Fixture {
    fn new(groups: &[&[(&str, &str, &str)]]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut writer = Writer::open(folder.path(), WriterOptions::default()).unwrap();
        let mut forms = Forms::new();
        for group in groups {
            for (id, title, text) in *group {
                let title = Some(*title).filter(|title| !title.is_empty());
                let article = article_from_text(id, "test", title, text, Metadata::default());
                let analyzed = analyze(&article, &mut forms);
                let passages = passage::split(&analyzed);
                let findings = Findings::default();
                let annotated = Annotated { text: &analyzed, forms: &forms, passages: &passages, findings: &findings };
                let source = source_key("test");
                let docs = documents(writer.fields(), &source, &annotated);
                writer.put_article(&article_key(&source, id), docs, 100).unwrap();
            }
            writer.commit().unwrap();
        }
        writer.close().unwrap();
        let snapshot = Snapshot::open(folder.path()).unwrap();
        let lexicon = Arc::new(Lexicon::new(&snapshot, Arc::new(StemFamilies::new())));
        let ranker = Ranker::new(lexicon, Arc::new(Places::new(&snapshot)));
        Fixture { _folder: folder, snapshot, ranker }
    }

    fn articles(&self, query: &str, options: &RankOptions) -> Vec<(String, f32)> {
        let found = self.ranker.articles(&KeywordQuery::parse(query), options).unwrap();
        found.iter().map(|a| (Places::new(&self.snapshot).article_id(a.first), a.score)).collect()
    }

    fn ids(&self, query: &str, options: &RankOptions) -> Vec<String> {
        self.articles(query, options).into_iter().map(|(id, _)| id).collect()
    }

    fn address(&self, id: &str) -> DocAddress {
        self.snapshot.find_article(&source_key("test"), id).unwrap().unwrap()
    }
}

const LONG: &str = "The ministers met in the capital on Tuesday to talk about the price of oil and gas, which has risen \
    for a third week in a row, officials and traders in the region said after the talks had ended late at night.";

fn plain() -> RankOptions<'static> {
    RankOptions { weights: Weights::BM25, ..RankOptions::default() }
}

#[test]
fn an_article_scores_by_all_its_passages() {
    let two = format!(
        "A fighter was seen by people who live in the old town near the river that day.\n\n{LONG}\n\nFighters left the old town by night, as people who live near the river said."
    );
    let fixture = Fixture::new(&[&[("a", "", &two), ("b", "", LONG)], &[("c", "", LONG)]]);
    let found = fixture.articles("fighters", &plain());
    let words = |text: &str| text.split_whitespace().count() as f32;
    let average = (words(&two) + 2.0 * words(LONG)) / 3.0;
    let idf = (1.0_f32 + 2.5 / 1.5).ln();
    let expected = idf * 2.0 * 2.2 / (2.0 + 1.2 * (0.25 + 0.75 * words(&two) / average));
    assert_eq!(found.len(), 1);
    assert!((found[0].1 - expected).abs() < 1e-5, "{} is not {expected}", found[0].1);
}

#[test]
fn scores_do_not_depend_on_segments() {
    let articles = [("a", "Oil price", LONG), ("b", "Talks", LONG), ("c", "Gas", "Gas and oil are dear to all of us.")];
    let one = Fixture::new(&[&articles]);
    let three = Fixture::new(&[&articles[..1], &articles[1..2], &articles[2..]]);
    for query in ["oil price", "talks about gas", "the minister's talks"] {
        let all = RankOptions::default();
        assert_eq!(one.articles(query, &all), three.articles(query, &all), "{query}");
    }
}

#[test]
fn equal_scores_go_by_id_and_limits_hold() {
    let fixture = Fixture::new(&[&[("c", "", LONG), ("a", "", LONG)], &[("b", "", LONG)]]);
    assert_eq!(fixture.ids("oil", &plain()), ["a", "b", "c"]);
    assert_eq!(fixture.ids("oil", &RankOptions { limit: 2, ..plain() }), ["a", "b"]);
    assert!(fixture.ids("oil", &RankOptions { limit: 0, ..plain() }).is_empty());
    assert!(fixture.ids("zebra", &plain()).is_empty() && fixture.ids("", &plain()).is_empty());
}

#[test]
fn repeated_words_titles_and_exact_forms_count() {
    let fixture = Fixture::new(&[&[
        ("a", "Pipelines", "The fight over oil went on for years, and so did the one over gas in the north."),
        ("b", "Fights", "The fight over gas went on for years, and so did the one over oil in the north."),
        ("c", "Games", "Fighting over gas went on for years, and so did that over oil in the cold north."),
    ]]);
    let all = RankOptions::default();
    assert_eq!(fixture.ids("fight", &all), ["b", "a", "c"], "title, then exact form");
    let once = fixture.articles("games gas", &all);
    let twice = fixture.articles("games gas gas", &all);
    assert!(twice.iter().zip(&once).all(|(twice, once)| twice.1 > once.1));
}

#[test]
fn stop_words_weigh_only_where_there_is_nothing_else() {
    let fixture =
        Fixture::new(&[&[("a", "", LONG), ("b", "", "Who are we, and what will be of us, they asked one day.")]]);
    assert_eq!(fixture.ids("who are the ministers", &plain()), ["a"]);
    assert_eq!(fixture.ids("who are we", &plain()), ["b"]);
}

#[test]
fn only_admitted_passages_count_as_results() {
    let fixture = Fixture::new(&[&[("a", "", LONG), ("b", "", LONG)]]);
    let b = fixture.address("b");
    let segments = (0..).zip(fixture.snapshot.searcher().segment_readers());
    let admitted = segments
        .map(|(number, segment)| Bits::which(segment.max_doc(), |doc| number == b.segment_ord && doc == b.doc_id));
    let admitted = PassageSet::new(admitted.collect());
    let options = RankOptions { admitted: Some(&admitted), ..plain() };
    assert_eq!(fixture.ids("oil", &options), ["b"]);
}

#[test]
fn an_acronym_that_looks_like_a_stop_word_is_none() {
    let fixture = Fixture::new(&[&[
        ("a", "", "The WHO said on Monday that it would send doctors to the north of the country."),
        ("b", "", "A man who said on Monday that he would send doctors went to the north himself."),
    ]]);
    assert_eq!(fixture.ids("What did the WHO send", &plain())[0], "a");
    assert_eq!(fixture.ids("WHO", &plain()), ["a"]);
}

#[test]
fn the_parts_of_a_score_add_up_to_it() {
    let fixture = Fixture::new(&[&[("a", "Oil prices", LONG), ("b", "Talks", LONG)]]);
    let query = KeywordQuery::parse("oil price talks");
    let options = RankOptions::default();
    for article in fixture.ranker.articles(&query, &options).unwrap() {
        let parts = fixture.ranker.explain_article(&query, &options, article.first).unwrap();
        let sum: f32 = parts.iter().map(|part| part.score).sum();
        assert!((sum - article.score).abs() < 1e-4, "{parts:?} is not {}", article.score);
    }
    for passage in fixture.ranker.passages(&query, &options).unwrap() {
        let parts = fixture.ranker.explain_passage(&query, None, &options, passage.address).unwrap();
        let sum: f32 = parts.iter().map(|part| part.score).sum();
        assert!((sum - passage.score).abs() < 1e-4, "{parts:?} is not {}", passage.score);
    }
}

#[test]
fn passages_with_all_words_come_first() {
    let fixture = Fixture::new(&[&[
        ("a", "", "Oil, oil and again oil was what the traders in the capital wanted to hear of on that day."),
        ("b", "", "The talks in the capital were about the price of oil, as they had been a week before."),
        ("c", "", "The traders in the capital held talks and talks and yet more talks on that long day."),
    ]]);
    let found = fixture.ranker.passages(&KeywordQuery::parse("oil talks"), &RankOptions::default()).unwrap();
    let places = Places::new(&fixture.snapshot);
    assert_eq!(found.len(), 3);
    assert_eq!(places.article_id(found[0].address), "b");
}

#[test]
fn words_near_each_other_count_more() {
    let fixture = Fixture::new(&[&[
        ("a", "", "The minister spoke at length of oil on Monday and then of the price that bread has now."),
        ("b", "", "The minister spoke at length of bread on Monday and then of the price that oil has now."),
    ]]);
    assert_eq!(fixture.ids("oil price", &plain()), ["a", "b"]);
    assert_eq!(fixture.ids("oil price", &RankOptions::default()), ["b", "a"]);
}

#[test]
fn feedback_finds_what_the_first_results_share() {
    let about = "The pipeline burst near Fairbanks, and crude spilled over the tundra near the river in the night.";
    let other = "The pipeline was praised by tourists, poets, farmers and soldiers in the warm south last summer.";
    let related = "Near Fairbanks, crude still covers the tundra, though the clean-up began a whole month ago.";
    let mut articles: Vec<(String, &str)> = (0..40).map(|i| (format!("n{i:02}"), LONG)).collect();
    articles.extend([("p1".to_owned(), about), ("p2".to_owned(), about), ("q".to_owned(), other)]);
    articles.push(("r".to_owned(), related));
    let articles: Vec<(&str, &str, &str)> = articles.iter().map(|(id, text)| (id.as_str(), "", *text)).collect();
    let fixture = Fixture::new(&[&articles]);
    let weights = Weights { feedback_least: 1.0, feedback_articles: 2.0, ..Weights::DEFAULT };
    let found = fixture.ids("pipeline burst spilled", &RankOptions { weights, ..RankOptions::default() });
    assert!(found.contains(&"r".to_owned()), "{found:?}");
    let weights = Weights { feedback: 0.0, ..weights };
    let found = fixture.ids("pipeline burst spilled", &RankOptions { weights, ..RankOptions::default() });
    assert!(!found.contains(&"r".to_owned()), "{found:?}");
}

#[test]
fn articles_without_a_date_count_as_one_half_life_old() {
    let fixture = Fixture::new(&[&[("a", "", LONG)]]);
    let recent = RankOptions { recent: Some("30d".parse().unwrap()), ..plain() };
    let (dated, undated) = (fixture.articles("oil", &plain())[0].1, fixture.articles("oil", &recent)[0].1);
    assert!((undated - dated / 2.0).abs() < 1e-6);
}
