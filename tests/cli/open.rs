//! `open`: what is run to open a result. Nothing is opened here but by a program of the test.

use crate::harness::{Project, text};

#[cfg(unix)]
#[test]
fn a_result_opens_in_the_editor_at_its_line() {
    use std::os::unix::fs::PermissionsExt;
    let project = Project::with_indexed_seeds();
    project.file("editor", "#!/bin/sh\nprintf '%s\\n' \"$@\" > opened\n");
    std::fs::set_permissions(project.at("editor"), std::fs::Permissions::from_mode(0o755)).expect("a program");
    let editor = project.at("editor").display().to_string() + " --wait";
    let handle = text(&project.hits("said:Russia")[0]["handle"]);
    project.run_with(&[("EDITOR", &editor)], ["open", &handle]).succeeds();
    let file = std::fs::canonicalize(project.at("seeds/001_4168c8f3b6d72b22.txt")).expect("a seed");
    let opened = std::fs::read_to_string(project.at("opened")).expect("the editor ran");
    assert_eq!(opened, format!("--wait\n+15\n{}\n", file.display()));
    // VISUAL comes first, and what is printed is not run.
    let printed = project.run_with(&[("EDITOR", &editor), ("VISUAL", "hx")], ["open", "--print", &handle]);
    assert_eq!(printed.succeeds().stdout, format!("hx {}:15\n", file.display()));
}

#[test]
fn without_a_file_the_address_on_the_web_is_opened() {
    let project = Project::new();
    let lines = [
        r#"{"id":"b","text":"The envoy spoke.","url":"javascript:alert(1)"}"#,
        r#"{"id":"c","text":"The general spoke.","url":"https://example.org/c?x=1&y=2"}"#,
    ];
    project.file("news/a.jsonl", lines.join("\n"));
    project.run(["index", "news"]).succeeds();
    let web = project.run(["open", "--print", "--web", "c"]);
    assert!(web.succeeds().stdout.ends_with("open 'https://example.org/c?x=1&y=2'\n"), "{web}");
    project.run(["open", "--print", "--web", "b"]).fails_with(&["no address on the web"]);
    project.remove_file("news/a.jsonl");
    assert!(project.run(["open", "--print", "c"]).succeeds().stdout.contains("https://example.org/c"));
    project.run(["open", "--print", "b"]).fails_with(&["a.jsonl", "not there any more", "onrecord show"]);
    project.run(["open", "zzz"]).status(1).says(&["nothing here is called zzz"]);
}
