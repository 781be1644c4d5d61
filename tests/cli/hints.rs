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
    assert!(output.stderr.contains("2 passages without the filters --outlet Reuters --since 2031"), "{output}");
    let output = project.run(["search", "Ankara", "--kind", "list", "--unit", "article"]);
    assert!(output.stderr.contains("1 article without the filters --kind list"), "{output}");
    for args in [vec!["Tillerson", "--kind", "body"], vec!["zzzzzzzz", "--kind", "body"]] {
        let output = project.run(["search"].into_iter().chain(args));
        assert!(!output.stderr.contains("without"), "{output}");
    }
}

#[test]
fn days_that_depend_on_today_are_told() {
    let project = Project::indexed(ARTICLES);
    for args in [&["search", "Tillerson", "--since", "yesterday"][..], &["search", "Tillerson", "mentions:tomorrow"]] {
        let output = project.run(args.iter().copied());
        assert!(output.stderr.contains(" is 2"), "{output}");
    }
    let output = project.run(["search", "Tillerson", "--since", ">2031"]);
    assert!(output.stderr.contains("without the filters --since '>2031'"), "{output}");
}

#[test]
fn values_that_nothing_is_like_are_listed_by_a_command() {
    let many = |number: usize| {
        (
            format!("{number}.txt"),
            format!("T{number}\n\n\u{201c}It is so,\u{201d} said Xavier{number} Quorn{number}.\n"),
        )
    };
    let articles: Vec<(String, String)> = (0..12).map(many).collect();
    let articles: Vec<(&str, &str)> = articles.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let output = Project::indexed(&articles).run(["search", "--speaker", "tilersen"]);
    assert!(output.stderr.contains("`onrecord facets speaker` lists"), "{output}");
}

#[test]
fn any_of_bare_words_is_enough_where_nothing_is_ranked() {
    let project = Project::indexed(ARTICLES);
    let told = |args: &[&str]| project.run(args.iter().copied()).stderr.matches("any one of these words").count();
    assert_eq!(told(&["facets", "date", "Tillerson coalition"]), 1);
    assert_eq!(told(&["search", "Tillerson coalition", "--sort=-date"]), 1);
    assert_eq!(told(&["search", "Tillerson coalition", "--count"]), 1);
    for args in [
        &["search", "Tillerson coalition"][..],
        &["search", "Tillerson AND coalition", "--count"],
        &["facets", "date", "\"the coalition\""],
    ] {
        assert_eq!(told(args), 0, "{args:?}");
    }
}

#[test]
fn a_page_behind_the_last_says_so() {
    let output = Project::indexed(ARTICLES).run(["search", "Tillerson", "--offset", "30"]);
    output.status(1);
    assert!(output.stderr.contains("no more: there are 2"), "{output}");
}

#[test]
fn an_acronym_that_is_nowhere_is_not_called_a_word_that_is_nowhere() {
    let project = Project::indexed(ARTICLES);
    let output = project.run(["search", "\"AND\""]);
    assert!(
        output.stderr.contains("no passage has AND in capitals; write \"and\" to find it in any letters"),
        "{output}"
    );
    project.run(["search", "\"and\""]).status(0);
}

#[test]
fn a_path_that_is_a_slip_is_one_error() {
    let project = Project::indexed(ARTICLES);
    let output = project.run(["search", "--from", "nope", "Tillerson"]);
    output.fails_with(&["nope: no such file or folder"]);
    assert!(output.stdout.is_empty() && output.stderr.lines().count() == 1, "{output}");
}
