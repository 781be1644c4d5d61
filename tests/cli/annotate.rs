//! `annotate`: what reading and annotating found, without an index.

use serde_json::{Value, json};

use crate::harness::{Project, slice, text};

fn list<'a>(value: &'a Value, name: &str) -> &'a Vec<Value> {
    value[name].as_array().unwrap_or_else(|| panic!("{name} in {value}"))
}

#[test]
fn every_article_is_an_object_of_the_promised_shape() {
    let project = Project::with_seeds();
    let articles = project.run(["annotate", "seeds"]).succeeds().json_lines();
    assert_eq!(articles.len(), 5);
    assert!(!project.at("index").exists(), "nothing is indexed");
    let promised = [
        "id",
        "path",
        "title",
        "outlet",
        "section",
        "author",
        "url",
        "language",
        "published",
        "blocks",
        "passages",
        "quotes",
        "dates",
        "topics",
    ];
    for article in &articles {
        let keys = article.as_object().expect("an object");
        assert!(promised.iter().all(|key| keys.contains_key(*key)) && keys.len() == promised.len(), "{article}");
        assert_eq!(article["language"], "en");
        let path = project.at(&text(&article["path"]));
        let raw =
            std::fs::read_to_string(path).expect("the source").trim_start_matches('\u{feff}').replace("\r\n", "\n");
        check_spans(article, &raw);
    }
}

fn check_spans(article: &Value, raw: &str) {
    list(article, "blocks").iter().for_each(|block| drop(slice(raw, &block["span"])));
    for quote in list(article, "quotes") {
        assert!(!slice(raw, &quote["span"]).is_empty());
        for part in [&quote["mention"], &quote["cue"]].into_iter().filter(|part| !part.is_null()) {
            assert_eq!(slice(raw, &part["span"]), text(&part["text"]));
        }
        let confidence = quote["confidence"].as_f64().expect("a number");
        assert!((0.0..=1.0).contains(&confidence));
    }
    for date in list(article, "dates") {
        assert_eq!(slice(raw, &date["span"]), text(&date["text"]));
        assert!(["DATE", "TIME", "DURATION", "SET"].contains(&text(&date["type"]).as_str()), "{date}");
        assert!(date["value"].is_string(), "{date}");
    }
    for topics in
        list(article, "passages").iter().map(|passage| list(passage, "topics")).chain([list(article, "topics")])
    {
        for topic in topics {
            list(topic, "evidence").iter().for_each(|span| drop(slice(raw, span)));
        }
    }
}

#[test]
fn the_seeds_own_topics_are_used_for_them() {
    let project = Project::with_seeds();
    let articles = project.run(["annotate", "seeds"]).succeeds().json_lines();
    let passages = articles.iter().flat_map(|article| list(article, "passages"));
    let own: Vec<String> =
        passages.flat_map(|passage| list(passage, "topics")).map(|topic| text(&topic["id"])).collect();
    assert!(own.contains(&"foreign-terrorist-fighters".to_owned()), "{own:?}");
    assert!(own.contains(&"counter-finance".to_owned()), "{own:?}");
}

#[test]
fn a_given_date_is_the_anchor_of_relative_ones() {
    let project = Project::new();
    let record = json!({"id": "x", "date": "2017-03-22", "text": "The minister spoke on Monday. He left yesterday."});
    project.article("a.jsonl", &record.to_string());
    let article = project.run(["annotate", "news"]).succeeds().json();
    assert_eq!(article["published"]["best"], "2017-03-22");
    assert_eq!(article["published"]["basis"], "metadata");
    let values: Vec<String> = list(&article, "dates").iter().map(|date| text(&date["value"])).collect();
    assert_eq!(values, ["2017-03-20", "2017-03-21"]);
}

#[test]
fn speakers_are_named_across_the_given_paths() {
    let project = Project::new();
    project.article("a.txt", "First title\n\n“We will go on,” said Mark Toner, a spokesman of the State Department.\n");
    project.article("b.txt", "Second title\n\n“It is not over,” Toner said. “We go on.”\n");
    let articles = project.run(["annotate", "news"]).succeeds().json_lines();
    for article in &articles {
        let direct: Vec<&Value> = list(article, "quotes").iter().filter(|quote| quote["kind"] == "direct").collect();
        assert!(!direct.is_empty(), "{article}");
        assert!(direct.iter().all(|quote| quote["speaker"]["name"] == "Mark Toner"), "{direct:?}");
    }
}

#[test]
fn standard_input_is_annotated() {
    let project = Project::new();
    let output = project.run_on("Title\n\n“We go on,” said Mark Toner.\n".as_bytes(), ["annotate", "-"]);
    let article = output.succeeds().json();
    assert_eq!(article["path"], "<stdin>");
    assert_eq!(list(&article, "quotes")[0]["speaker"]["name"], "Mark Toner");
}

#[test]
fn errors_are_told_and_the_rest_is_annotated() {
    let project = Project::new();
    project.article("a.jsonl", "{\"id\":1,\"text\":\"One.\"}\nnonsense\n{\"id\":2,\"text\":\"Two.\"}\n");
    let output = project.run(["annotate", "news", "nowhere"]);
    output.fails_with(&["a.jsonl:2", "nowhere"]);
    assert_eq!(output.json_lines().len(), 2);
}
