//! `remove`: articles taken out by path, whether or not their files are still there.

use crate::harness::Project;

fn three() -> Project {
    Project::indexed(&[
        ("a.txt", "First title\n\nThe minister spoke.\n"),
        ("sub/b.txt", "Second title\n\nThe envoy spoke.\n"),
        ("sub/c.jsonl", "{\"id\":\"c\",\"text\":\"The general spoke.\"}\n"),
    ])
}

#[test]
fn a_file_or_a_folder_is_taken_out() {
    let project = three();
    project.run(["remove", "news/a.txt"]).succeeds();
    assert_eq!(project.found("spoke"), ["c", "sub/b.txt"]);
    project.run(["remove", "news/sub"]).succeeds();
    assert_eq!(project.found("spoke"), [""; 0]);
    assert!(project.at("news/a.txt").exists(), "files are not touched");
}

#[test]
fn what_is_not_in_the_index_is_nothing_found() {
    let project = three();
    let before = project.dump();
    project.run(["remove", "elsewhere"]).status(1);
    project.run(["remove", "new"]).status(1);
    assert_eq!(project.dump(), before);
}

#[test]
fn a_vanished_file_can_be_removed() {
    let project = three();
    project.remove_file("news/a.txt");
    project.run(["remove", "news/a.txt"]).succeeds();
    assert_eq!(project.found("spoke"), ["c", "sub/b.txt"]);
}

#[test]
fn what_was_removed_can_be_indexed_again() {
    let project = three();
    let before = project.dump();
    project.run(["remove", "news"]).succeeds();
    assert_eq!(project.dump().len(), 0);
    project.run(["index", "news"]).succeeds();
    assert_eq!(project.dump(), before);
}

#[test]
fn names_learnt_from_a_removed_article_are_forgotten() {
    let project = Project::indexed(&[
        ("a.txt", "First title\n\n“We will go on,” said Mark Toner, a spokesman of the State Department.\n"),
        ("b.txt", "Second title\n\n“It is not over,” Toner said. “We go on.”\n"),
    ]);
    assert_eq!(project.found("speaker:\"Mark Toner\""), ["a.txt", "b.txt"]);
    project.run(["remove", "news/a.txt"]).succeeds();
    assert_eq!(project.found("speaker:\"Mark Toner\""), [""; 0]);
    assert_eq!(project.found("speaker:toner"), ["b.txt"]);
}
