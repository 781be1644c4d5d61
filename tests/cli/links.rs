//! Symbolic links: what leads out of a PATH is not read unless that is asked for.

#![cfg(unix)]

use std::os::unix::fs::symlink;

use crate::harness::Project;

fn linked() -> Project {
    let project = Project::new();
    project.article("a.txt", "First title\n\nThe minister spoke.\n");
    project.file("private/letter.txt", "A letter\n\nThe minister whispered.\n");
    project.file("private/more/b.txt", "Another\n\nThe minister murmured.\n");
    symlink(project.at("private/letter.txt"), project.at("news/letter.txt")).expect("a link");
    symlink("../private/more", project.at("news/more")).expect("a link");
    symlink("a.txt", project.at("news/same.txt")).expect("a link");
    project
}

#[test]
fn links_out_of_a_path_are_passed_over_and_that_is_said() {
    let project = linked();
    project.run(["index", "news"]).succeeds().says(&[
        "2 articles added",
        "skipped 1: link to a folder (--follow reads it)",
        "skipped 1: link out of its PATH (--follow reads it)",
    ]);
    assert_eq!(project.found("minister"), ["a.txt", "same.txt"]);
}

#[test]
fn links_out_of_a_path_are_followed_when_asked_and_ever_after() {
    let project = linked();
    project.run(["index", "--follow", "news"]).succeeds().says(&["4 articles added"]);
    assert_eq!(project.found("minister"), ["a.txt", "letter.txt", "more/b.txt", "same.txt"]);
    for again in [&["index"][..], &["index", "news"], &["index", "--dry-run", "news"]] {
        project.run(again).succeeds();
        assert_eq!(project.found("minister").len(), 4, "{again:?}");
    }
}

#[test]
fn a_link_to_nowhere_is_passed_over_either_way() {
    let project = linked();
    symlink("nowhere.txt", project.at("news/broken.txt")).expect("a link");
    symlink("..", project.at("news/up")).expect("a link");
    project.run(["index", "news"]).succeeds().says(&["skipped 1: broken link"]);
    let output = project.run(["index", "--follow", "news"]);
    output.succeeds().says(&["broken link", "link to a folder that it lies in"]);
    assert!(!output.stderr.contains("--follow reads it"), "{output}");
}

#[test]
fn a_ring_of_links_ends() {
    let project = linked();
    symlink("..", project.at("news/up")).expect("a link");
    let output = project.run(["index", "--follow", "news"]);
    output.succeeds().says(&["skipped"]);
}

#[test]
fn a_path_that_is_a_link_is_what_it_leads_to_also_when_that_is_missing() {
    let project = Project::new();
    project.file("drive/a.txt", "Title\n\nThe minister spoke.\n");
    symlink("drive", project.at("archive")).expect("a link");
    project.run(["index", "archive"]).succeeds();
    std::fs::rename(project.at("drive"), project.at("elsewhere")).expect("it moves");
    project.run(["index", "archive"]).fails_with(&["archive: no such file or folder", "1 article of it"]);
    assert_eq!(project.found("minister"), ["a.txt"]);
    project.run(["remove", "archive"]).succeeds();
    assert_eq!(project.found("minister"), [""; 0]);
}
