//! Bounds: what a query, a list or a file of queries may ask for at most, and what is said where it is more.

use serde_json::json;

use crate::harness::Project;

#[test]
fn a_query_stands_for_so_many_words_and_no_more() {
    let project = Project::new();
    let words: String = (0..15_000).map(|n| format!("a{n} ")).collect();
    project.file("news/a.jsonl", json!({"id": "a", "text": format!("The minister spoke of {words}")}).to_string());
    project.run(["index", "news"]).succeeds();
    let connected = |count: usize| vec!["(a* w/s minister)"; count].join(" AND ");
    project.run(["search", &connected(2)]).succeeds();
    project.run(["search", &connected(10)]).fails_with(&["more than 100000 words", "^", "fewer"]);
    // What takes longer than it may ends without results.
    let late = project.run(["search", "--timeout", "1ms", &connected(3)]);
    assert_eq!(late.fails_with(&["longer"]).stdout, "");
}

#[cfg(unix)]
#[test]
fn lists_and_queries_that_never_end_are_refused() {
    let project = Project::with_indexed_seeds();
    project.run(["index", "--files0-from", "/dev/zero"]).fails_with(&["/dev/zero", "256 MB"]);
    project.run(["batch", "/dev/zero"]).fails_with(&["/dev/zero", "in parts"]);
    project.run(["index", "--model", "/dev/zero", "seeds"]).fails_with(&["/dev/zero", "256 MB"]);
}

#[test]
fn lists_and_queries_are_so_many_and_no_more() {
    let project = Project::with_indexed_seeds();
    project.file("list", "a\0".repeat(1_000_001));
    project.run(["index", "--files0-from", "list"]).fails_with(&["list", "1000000 paths"]);
    project.file("queries.tsv", (0..1_000_001).map(|id| format!("{id}\ta\n")).collect::<String>());
    project.run(["batch", "queries.tsv"]).fails_with(&["queries.tsv", "1000000 queries"]);
}

#[test]
fn long_articles_come_one_after_the_other() {
    let project = Project::new();
    // Together they are more than may be under way at a time.
    let text = "The minister spoke of it all in town.\n\n".repeat(250_000 / 2);
    let lines: Vec<String> = (0..8).map(|n| json!({"id": n.to_string(), "text": text}).to_string()).collect();
    project.file("news/a.jsonl", lines.join("\n"));
    project.run(["index", "--no-annotations", "news"]).succeeds().says(&["8 articles added"]);
}

#[test]
fn lines_that_hold_null_bytes_are_told_of() {
    let project = Project::new();
    let (first, last) =
        ("{\"id\":\"a\",\"text\":\"The minister spoke.\"}\n", "{\"id\":\"b\",\"text\":\"The minister left.\"}\n");
    for hole in ["\0\0\0\n", "\0\n", " \0 \n", "\0\0\0"] {
        project.file("news/a.jsonl", format!("{first}{hole}{last}"));
        project.run(["index", "news"]).fails_with(&["a.jsonl:2:"]);
        assert!(project.found("minister").contains(&"a".to_owned()), "{hole:?}");
    }
    project.file("news/a.jsonl", format!("{first}{last}{}", "\0".repeat(5000)));
    project.run(["index", "news"]).fails_with(&["a.jsonl:3:"]);
    assert_eq!(project.found("minister"), ["a", "b"]);
}

#[test]
fn a_query_that_is_refused_leaves_the_others_their_figures() {
    let project = Project::with_indexed_seeds();
    project.file("queries.tsv", "q1\tcoalition\nq2\t(coalition\nq3\tfinance\n");
    let output = project.run(["bench", "--runs", "1", "--format", "json", "queries.tsv"]);
    output.fails_with(&["query q2 is left out", "not closed"]);
    assert!(output.json_lines().iter().any(|row| row["class"] == "all" && row["queries"] == 2), "{output}");
}
