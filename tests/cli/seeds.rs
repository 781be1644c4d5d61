//! The first answer: the seed articles, asked for one phrase.

use crate::harness::{Project, bracketed, slice, text};

const PHRASE: &str = "\"foreign terrorist fighters\"";

#[test]
fn one_command_on_a_fresh_machine_gives_the_answer() {
    let project = Project::with_seeds();
    let output = project.run(["search", "--from", "seeds", PHRASE]);
    output.succeeds();
    let shown = &output.stdout;
    let first = shown.find("Tillerson Pulls Together First Meeting").expect("001 is found");
    let second = shown.find("Press Releases: Meeting of the Global Coalition").expect("002 is found");
    assert!(first < second, "best first: {output}");
    assert!(shown.contains("[foreign terrorist fighters]"), "{output}");
    assert!(shown.contains("[Foreign Terrorist Fighters]"), "{output}");
    assert!(shown.contains("seeds/001_4168c8f3b6d72b22.txt:13"), "file and line: {output}");
    assert!(shown.contains("seeds/002_8349903c940f5b7d.txt:7"), "file and line: {output}");
    assert!(shown.contains("Homeland Security"), "the section: {output}");
    assert!(shown.contains("2017"), "the date that 002 states: {output}");
    assert!(shown.contains("2 passages"), "{output}");
}

#[test]
fn the_phrase_is_found_in_two_articles_and_nowhere_else() {
    let project = Project::with_indexed_seeds();
    let hits = project.hits(PHRASE);
    let ids: Vec<String> = hits.iter().map(|hit| text(&hit["article"]["id"])).collect();
    assert_eq!(ids, ["001_4168c8f3b6d72b22.txt", "002_8349903c940f5b7d.txt"]);
    for hit in &hits {
        let raw = project.raw(&text(&hit["article"]["id"]));
        let marks = hit["marks"].as_array().expect("marks");
        assert_eq!(marks.len(), 1);
        assert_eq!(slice(&raw, &marks[0]["span"]).to_lowercase(), "foreign terrorist fighters");
        assert_eq!(marks[0]["clauses"], serde_json::json!([0]));
        assert_eq!(hit["why"], "text");
    }
}

#[test]
fn nothing_but_the_phrase_is_marked() {
    let project = Project::with_indexed_seeds();
    let marked: Vec<String> = project.hits(PHRASE).iter().map(bracketed).collect();
    assert!(marked[0].contains("“how to thwart [foreign terrorist fighters], counterterrorist"), "{}", marked[0]);
    assert!(marked[1].contains("Counter Finance, [Foreign Terrorist Fighters], Stabilization"), "{}", marked[1]);
}

#[test]
fn a_stated_date_is_told_with_its_evidence() {
    let project = Project::with_indexed_seeds();
    let hits = project.hits("\"foreign terrorist fighters\" path:002*");
    let hits = if hits.is_empty() { project.hits(PHRASE) } else { hits };
    let press = hits.iter().find(|hit| text(&hit["article"]["id"]).starts_with("002")).expect("002 is found");
    let published = &press["article"]["published"];
    assert_eq!(published["best"], "2017-07-05");
    assert_eq!(published["precision"], "day");
    assert_eq!(published["basis"], "stated");
    let raw = project.raw(&text(&press["article"]["id"]));
    for evidence in published["evidence"].as_array().expect("evidence") {
        assert_eq!(slice(&raw, &evidence["span"]), text(&evidence["text"]));
    }
    assert!(raw.contains("July 5, 2017"));
}

#[test]
fn boilerplate_is_found_only_when_asked_for() {
    let project = Project::with_indexed_seeds();
    let with = project.hits_with(&["--include-boilerplate"], "*");
    let without = project.hits("*");
    let boilerplate = |hit: &&serde_json::Value| hit["passage"]["kind"] == "boilerplate";
    assert!(with.iter().filter(boilerplate).count() > 0, "the seeds hold boilerplate");
    assert_eq!(without.iter().filter(boilerplate).count(), 0);
    assert_eq!(with.len() - with.iter().filter(boilerplate).count(), without.len());
}
