//! Completion: what the program answers a shell that asks.

use crate::harness::{Output, Project};

/// What may come at the end of a line in fish, which takes a value and its description on each line.
fn offered(project: &Project, line: &[&str]) -> Vec<String> {
    let mut command = project.command(["--", "onrecord"].iter().chain(line));
    command.env("ONRECORD_COMPLETE", "fish");
    let output = Output::of(command);
    output.succeeds().stdout.lines().map(|line| line.split('\t').next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn values_come_from_the_index() {
    let project = Project::with_indexed_seeds();
    assert_eq!(offered(&project, &["search", "--speaker", "ton"]), ["Mark Toner"]);
    assert!(offered(&project, &["search", "--topic", "counter"]).contains(&"counter-finance".to_owned()));
    assert_eq!(offered(&project, &["search", "--lang", ""]), ["en"]);
    let handle = crate::harness::text(&project.hits("said:Russia")[0]["handle"]);
    let handles = offered(&project, &["show", &handle[..4]]);
    assert!(handle.starts_with(&handles[0]), "{handles:?}");
    project.run(["show", &handles[0]]).succeeds();
}

#[test]
fn the_index_on_the_line_counts() {
    let project = Project::with_indexed_seeds();
    project.file("other/a.jsonl", r#"{"id":"a","text":"“We go,” Jane Roe said.","outlet":"The Daily"}"#);
    project.run(["--index", "there", "index", "other"]).succeeds();
    assert_eq!(offered(&project, &["--index", "there", "search", "--outlet", ""]), ["The Daily"]);
    assert!(offered(&project, &["--index", "nowhere", "search", "--outlet", ""]).is_empty());
}

#[test]
fn every_shell_gets_a_script_that_asks_the_program() {
    let project = Project::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = project.run(["completions", shell]);
        assert!(script.succeeds().stdout.contains("ONRECORD_COMPLETE"), "{script}");
    }
    project.run(["completions", "tcsh"]).fails_with(&["tcsh", "zsh"]);
}
