//! What is told to somebody who finds nothing, or whose word is nowhere.

use serde_json::Value;

use crate::harness::{Output, Project};

const ARTICLES: &[(&str, &str)] = &[
    (
        "a.txt",
        "Tillerson speaks\n\nSecretary Tillerson met the ministers of the coalition in Washington on Monday evening, and then they all went home again.\n\nThe communiqu\u{e9} was short, and it said nothing of the finances that had been the matter of the talks for so many weeks.\n",
    ),
    (
        "b.txt",
        "Tillerson travels\n\nMr. Tillerson left for Ankara. ISIS was the matter of the talks there, said an official of the coalition to the press.\n",
    ),
    ("c.txt", "A tiller\n\nThe tiller of the boat broke in the storm.\n"),
];

fn notes(output: &Output) -> Vec<(String, String)> {
    let begin = output.json_lines().into_iter().next().expect("a first line");
    let text = |note: &Value, key: &str| note[key].as_str().expect("a text").to_owned();
    let notes = begin["query"]["notes"].as_array().expect("notes").clone();
    notes.iter().map(|note| (text(note, "code"), text(note, "message"))).collect()
}

#[test]
fn a_word_that_is_nowhere_has_the_nearest_suggested_as_printed() {
    let project = Project::indexed(ARTICLES);
    for (query, suggestion) in [
        ("Tilerson", "did you mean Tillerson?"),
        ("communique\u{301}s", ""),
        ("comunique", "did you mean communiqu\u{e9}?"),
        ("\"the comunique\"", "did you mean communiqu\u{e9}?"),
        ("ISSI", "did you mean ISIS?"),
        ("title:Tilerson", "did you mean Tillerson?"),
        ("said:(x OR Washingtn)", "did you mean Washington?"),
        ("Tilerson AND coalition", "did you mean Tillerson?"),
    ] {
        let output = project.run(["search", "--", query]);
        assert!(output.stderr.contains(suggestion), "{query}: {output}");
        assert_eq!(output.stderr.contains("did you mean"), !suggestion.is_empty(), "{query}: {output}");
        let told = notes(&project.run(["search", "--format", "json", "--", query]));
        assert_eq!(told.iter().any(|(code, _)| code == "unknown-word"), !suggestion.is_empty(), "{query}: {told:?}");
    }
}

#[test]
fn words_that_are_there_are_left_alone() {
    let project = Project::indexed(ARTICLES);
    for query in [
        "Tillerson",
        "tillers",
        "Tiler*",
        "Tilerson~1",
        "coalition -Tilerson",
        "speaker:tilerson",
        "xq coalition",
        "zzzzzzzz coalition",
    ] {
        let output = project.run(["search", "--", query]);
        assert!(
            !output.stderr.contains("did you mean") && !output.stderr.contains("has the word"),
            "{query}: {output}"
        );
    }
    let long = "zy".repeat(30_000);
    project.run(["search", &long]).status(1);
    let output = project.run(["search", "zzzzzzzz"]);
    output.status(1);
    assert!(output.stderr.contains("no passage has the word zzzzzzzz\n"), "{output}");
}

#[test]
fn a_misspelt_word_beside_another_is_noted() {
    let project = Project::indexed(ARTICLES);
    let output = project.run(["search", "coalition Tilerson"]);
    output.status(0);
    assert!(output.stderr.contains("did you mean Tillerson?"), "{output}");
    assert!(project.run(["search", "-q", "coalition Tilerson"]).stderr.is_empty());
    let told = project.run(["search", "--format", "json", "coalition Tilerson"]).json_lines().remove(0);
    assert_eq!(told["query"]["notes"][0]["chars"], serde_json::json!([10, 18]));
}

#[test]
fn what_no_passage_has_is_asked_of_articles() {
    let project = Project::indexed(ARTICLES);
    let output = project.run(["search", "Washington AND finances"]);
    output.status(1);
    assert!(output.stderr.contains("1 article has: Washington w/a finances"), "{output}");
    let told = notes(&project.run(["search", "--format", "json", "+Washington +\"the finances\" -boat"]));
    let expected = "no passage has all of it; 1 article has: Washington w/a \"the finances\" AND NOT boat";
    assert_eq!(told, [("same-article".to_owned(), expected.to_owned())]);
    project.run(["search", "Washington w/a finances"]).status(0);
    for query in ["Washington AND tiller", "Washington AND finances AND kind:list", "Washington w/2 finances"] {
        let output = project.run(["search", "--", query]);
        output.status(1);
        assert!(!output.stderr.contains("w/a"), "{query}: {output}");
    }
}

#[test]
fn hits_that_filters_take_away_are_counted() {
    let project = Project::indexed(ARTICLES);
    let output = project.run(["search", "Tillerson", "--outlet", "Reuters", "--since", "2031"]);
    output.status(1);
    assert!(output.stderr.contains("2 passages without outlet:Reuters, since:2031"), "{output}");
    let output = project.run(["search", "Ankara", "--kind", "list", "--unit", "article"]);
    assert!(output.stderr.contains("1 article without kind:list"), "{output}");
    for args in [vec!["Tillerson", "--kind", "body"], vec!["zzzzzzzz", "--kind", "body"]] {
        let output = project.run(["search"].into_iter().chain(args));
        assert!(!output.stderr.contains("without"), "{output}");
    }
}
