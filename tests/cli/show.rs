//! `show`: an article or passage, its text exactly, and what was found in it.

use serde_json::{Value, json};

use crate::harness::{Project, ends, slice, text};

#[test]
fn raw_is_the_text_byte_for_byte() {
    let project = Project::with_indexed_seeds();
    for entry in std::fs::read_dir(project.at("seeds")).expect("the seeds").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.ends_with(".txt") {
            let source = std::fs::read_to_string(entry.path()).expect("UTF-8");
            assert_eq!(project.raw(&name), source.trim_start_matches('\u{feff}').replace("\r\n", "\n"), "{name}");
        }
    }
}

#[test]
fn raw_of_every_format_is_what_offsets_refer_to() {
    let project = Project::new();
    let markdown = "---\ntitle: Of ministers\ndate: 2017-03-04\n---\n\n# Heading\n\nThe *minister* spoke.\n";
    project.article("a.md", markdown);
    let record = json!({"id": "r", "title": "A title", "text": "  The minister\r\nspoke.  \n\n\nAgain. "});
    project.article("b.jsonl", &record.to_string());
    project.article("c.html", "<html><title>Of it</title><body><article><p>The minister &amp; others spoke at length about the budget, and then about the war, as they had done before.</p></article></body></html>");
    project.run(["index", "news"]).succeeds();
    assert_eq!(project.raw("a.md"), markdown);
    assert_eq!(project.raw("r"), "  The minister\nspoke.  \n\n\nAgain. ");
    assert!(project.raw("c.html").contains("The minister & others"));
    for hit in project.hits("minister").iter().filter(|hit| hit["marks"][0]["span"]["in"].is_null()) {
        let raw = project.raw(&text(&hit["article"]["id"]));
        assert_eq!(slice(&raw, &hit["marks"][0]["span"]), "minister");
    }
}

#[test]
fn a_passage_is_shown_by_its_own_id() {
    let project = Project::with_indexed_seeds();
    let hit = &project.hits("\"foreign terrorist fighters\"")[0];
    let id = text(&hit["id"]);
    assert_eq!(project.raw(&id), text(&hit["passage"]["text"]));
    let object = project.run(["show", "--format", "json", &id]).succeeds().json();
    assert_eq!(object["passages"].as_array().map(Vec::len), Some(1));
    assert_eq!(object["passages"][0]["ordinal"], hit["passage"]["ordinal"]);
    assert_eq!(object["quotes"], hit["quotes"]);
}

#[test]
fn an_unknown_id_is_nothing_found() {
    let project = Project::with_indexed_seeds();
    for id in ["nobody", "001_4168c8f3b6d72b22.txt:999", "", ":", ":0", "001_4168c8f3b6d72b22.txt:x", "\u{1b}[31m"] {
        let output = project.run(["show", id]);
        output.status(1);
        assert_eq!(output.stdout, "", "{id}");
        assert!(!output.stderr.contains('\u{1b}'), "{output}");
    }
}

#[test]
fn the_text_form_names_title_date_speakers_and_topics() {
    let project = Project::with_indexed_seeds();
    let shown = project.run(["show", "001_4168c8f3b6d72b22.txt"]).succeeds().stdout.clone();
    for part in ["Tillerson Pulls Together First Meeting", "Mark Toner", "Homeland Security"] {
        assert!(shown.contains(part), "{part} in {shown}");
    }
    let press = project.run(["show", "002_8349903c940f5b7d.txt"]).succeeds().stdout.clone();
    assert!(press.contains("2017"), "{press}");
}

/// Article by article, with what passages say of spans put aside: that `show` tells what `annotate` told.
fn by_id(lines: Vec<Value>) -> Vec<(String, Value)> {
    let mut articles: Vec<_> = lines.into_iter().map(|article| (text(&article["id"]), article)).collect();
    articles.sort_by(|a, b| a.0.cmp(&b.0));
    articles
}

#[test]
fn show_tells_what_annotate_told() {
    let project = Project::with_indexed_seeds();
    for (id, annotated) in by_id(project.run(["annotate", "seeds"]).succeeds().json_lines()) {
        let shown = project.run(["show", "--format", "json", &id]).succeeds().json();
        for part in [
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
        ] {
            assert_eq!(shown[part], annotated[part], "{part} of {id}");
        }
    }
}

#[test]
fn the_same_id_of_two_files_shows_both() {
    let project = Project::new();
    project.article("a.jsonl", &json!({"id": "x", "text": "First."}).to_string());
    project.article("b.jsonl", &json!({"id": "x", "text": "Second."}).to_string());
    project.run(["index", "news"]).succeeds();
    let raw = project.raw("x");
    assert!(raw.contains("First.") && raw.contains("Second."), "{raw}");
}

#[test]
fn passages_tile_their_article_in_order() {
    let project = Project::with_indexed_seeds();
    for entry in std::fs::read_dir(project.at("seeds")).expect("the seeds").flatten() {
        let id = entry.file_name().to_string_lossy().into_owned();
        if !id.ends_with(".txt") {
            continue;
        }
        let raw = project.raw(&id);
        let object = project.run(["show", "--format", "json", &id]).succeeds().json();
        let (mut at, mut words) = (0, 0);
        for (ordinal, passage) in object["passages"].as_array().expect("passages").iter().enumerate() {
            assert_eq!(passage["ordinal"], ordinal);
            let (from, to) = ends(&passage["span"], "bytes");
            assert!(at <= from && from < to, "{id}: {passage}");
            assert!(raw[at..from].trim().is_empty(), "{id}: words between passages: {:?}", &raw[at..from]);
            words += raw[from..to].split_whitespace().count();
            at = to;
        }
        assert_eq!(words, raw.split_whitespace().count(), "{id}: every word is in a passage");
    }
}

#[test]
fn a_statement_is_shown_alone() {
    let project = Project::indexed(&[(
        "a.txt",
        "Title\n\n\u{201c}We will go on,\u{201d} said Mark Toner. \u{201c}It is not over,\u{201d} said Ann Price.\n",
    )]);
    let handles = project.run(["search", "--unit", "quote", "--format", "json", "--hits-only", "over"]).json_lines();
    let handle = crate::harness::text(&handles[0]["handle"]);
    let shown = project.run(["show", &handle]);
    assert!(shown.succeeds().stdout.contains("Ann Price said"), "{shown}");
    assert!(!shown.stdout.contains("Mark Toner said"), "{shown}");
    let (passage, _) = handle.split_once('#').expect("a statement's handle");
    project.run(["show", &format!("{passage}#7")]).status(1);
}

#[test]
fn a_line_behind_the_end_is_told() {
    let project = Project::indexed(&[("a.txt", "Title\n\nThe minister spoke.\n")]);
    let output = project.run(["show", "news/a.txt:9999"]);
    assert!(output.succeeds().stderr.contains("behind the end: the last passage, which begins on line 3"), "{output}");
    assert!(project.run(["show", "news/a.txt:3"]).stderr.is_empty());
}
