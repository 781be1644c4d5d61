//! `--unit quote`: statements as results, in every format that has a place for them; and searches that print nothing.

use crate::harness::{Project, texts};

#[test]
fn every_format_prints_statements_or_says_that_it_cannot() {
    let project = Project::with_indexed_seeds();
    for format in ["text", "json", "csv", "paths", "oneline", "ris", "bibtex", "csl", "md"] {
        let output = project.run(["search", "--unit", "quote", "--format", format, "speaker:toner"]);
        assert!(!output.succeeds().stdout.trim().is_empty(), "{format}: {output}");
    }
    let paths = project.run(["search", "--unit", "quote", "--format", "paths", "--speaker", "toner"]);
    let mut lines: Vec<&str> = paths.stdout.lines().collect();
    assert!(lines.iter().all(|path| project.at(path).is_file()), "{paths}");
    lines.dedup();
    assert_eq!(lines.len(), paths.stdout.lines().count(), "each path once");
    project.run(["search", "--unit", "quote", "--format", "trec", "ISIS"]).fails_with(&["TREC", "--unit quote"]);
}

#[test]
fn who_finds_no_statement_is_told_why() {
    let project = Project::with_indexed_seeds();
    project.run(["search", "--unit", "quote", "coaliton"]).status(1).says(&["coaliton", "did you mean"]);
    project
        .run(["search", "--unit", "quote", "speaker:tonner"])
        .status(1)
        .says(&["no article has the speaker", "Toner"]);
}

#[test]
fn results_alone_are_lines_of_json_without_a_beginning_and_an_end() {
    let project = Project::with_indexed_seeds();
    let output = project.run(["search", "--format", "json", "--hits-only", "-n", "3", "ISIS"]);
    assert_eq!(texts(&output.succeeds().json_lines(), "type"), ["hit", "hit", "hit"]);
    project.run(["search", "--hits-only", "ISIS"]).fails_with(&["--format json"]);
}

#[test]
fn no_results_may_be_asked_for() {
    let project = Project::with_indexed_seeds();
    let some = project.run(["search", "-n", "0", "ISIS"]);
    assert!(some.succeeds().stdout.starts_with("27 passages"), "{some}");
    project.run(["search", "-n", "0", "zebra"]).status(1);
}

#[test]
fn a_headline_alone_is_shown_with_the_beginning_of_its_article() {
    let text = "Ministers agree on a bailout\n\nBRUSSELS - The talks went on through the night.\n\nNobody slept.\n";
    let project = Project::indexed(&[("a.txt", text)]);
    let output = project.run(["search", "bailout"]);
    let lines: Vec<&str> = output.succeeds().stdout.lines().collect();
    assert_eq!(lines[0], "1. Ministers agree on a [bailout]");
    assert!(lines[1].contains("The talks went on through the night."), "{output}");
}

#[test]
fn who_asks_for_a_speaker_is_shown_what_that_speaker_says() {
    let text = "Oil and water\n\nOil fell by a dollar on Monday. “The talks go on,” Finance Minister Jane Roe said. \
                “Nothing is decided,” said John Doe, a trader.\n";
    let project = Project::indexed(&[("a.txt", text)]);
    let shown = |args: &[&str]| project.run(args).succeeds().stdout.clone();
    let beside = shown(&["search", "role:minister", "dollar"]);
    assert!(
        beside.contains("[dollar]") && beside.contains("“The talks go on,”\n   — Jane Roe, Finance Minister"),
        "{beside}"
    );
    let alone = shown(&["search", "role:minister"]);
    assert!(alone.contains("— Jane Roe, Finance Minister") && !alone.contains("— John Doe"), "{alone}");
    let marked = shown(&["search", "role:minister", "said:talks"]);
    assert_eq!(marked.matches("— Jane Roe").count(), 1, "{marked}");
}
