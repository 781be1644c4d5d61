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
fn what_the_next_run_brings_back_is_told() {
    let project = three();
    let output = project.run(["remove", "news/sub"]);
    output.succeeds().says(&["news/sub lies below news", "the next run of index reads it again"]);
    let output = project.run(["remove", "news"]);
    assert!(!output.succeeds().stderr.contains("lies below"), "{output}");
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

/// The files of the index that have these bytes.
fn files_with(project: &Project, words: &str) -> Vec<String> {
    let has = |path: &std::path::Path| {
        let bytes = std::fs::read(path).expect("a file");
        bytes.windows(words.len()).any(|window| window.eq_ignore_ascii_case(words.as_bytes()))
    };
    let entries = std::fs::read_dir(project.at("index")).expect("the index").flatten().map(|entry| entry.path());
    entries.filter(|path| has(path)).map(|path| path.display().to_string()).collect()
}

/// Words that only one article has: of its text, its name, a speaker, and a folder.
const SECRETS: [&str; 4] = ["xylophonist", "whistle.txt", "Quennell", "hideaway"];

fn with_secrets() -> Project {
    let project = Project::indexed(&[
        ("a.txt", "First title\n\n“We will go on,” said Mark Toner, a spokesman of the State Department.\n"),
        ("hideaway/whistle.txt", "Second title\n\n“The xylophonist is here,” said Rex Quennell, an envoy.\n"),
    ]);
    assert!(!SECRETS.iter().any(|word| files_with(&project, word).is_empty()), "all are on the disk");
    project
}

#[test]
fn the_words_of_what_is_removed_leave_the_disk_at_once() {
    let project = with_secrets();
    project.run(["remove", "news/hideaway"]).succeeds();
    for word in SECRETS {
        assert_eq!(files_with(&project, word), [""; 0], "{word}");
    }
    assert_eq!(project.found("*"), ["a.txt"]);
    project.run(["index", "--check"]).succeeds();
}

#[test]
fn the_words_of_what_vanished_leave_the_disk_at_once() {
    let project = with_secrets();
    std::fs::remove_dir_all(project.at("news/hideaway")).expect("the folder");
    project.run(["index", "news"]).succeeds().says(&["1 removed"]);
    for word in SECRETS {
        assert_eq!(files_with(&project, word), [""; 0], "{word}");
    }
}

#[test]
fn the_words_of_a_record_that_vanished_leave_the_disk_at_once() {
    let project = Project::new();
    let keep = "{\"id\":\"keep\",\"text\":\"The general spoke.\"}\n";
    project.file("news/a.jsonl", format!("{keep}{{\"id\":\"gone\",\"text\":\"The xylophonist spoke.\"}}\n"));
    project.run(["index", "news"]).succeeds();
    assert!(!files_with(&project, "xylophonist").is_empty());
    project.file("news/a.jsonl", keep);
    project.run(["index", "news"]).succeeds().says(&["1 removed"]);
    assert_eq!(files_with(&project, "xylophonist"), [""; 0]);
}

#[test]
fn compact_makes_the_former_words_of_changed_articles_leave_the_disk() {
    let project = with_secrets();
    project.article("hideaway/whistle.txt", "Second title\n\nNothing was said.\n");
    project.run(["index", "news"]).succeeds().says(&["1 changed"]);
    let before = project.dump();
    project.run(["compact"]).succeeds().says(&["written anew"]);
    assert_eq!(files_with(&project, "xylophonist"), [""; 0]);
    assert_eq!(project.dump(), before);
    project.run(["compact"]).succeeds().says(&["nothing of what was taken out"]);
    project.run(["index", "--check"]).succeeds();
}

#[test]
fn compact_needs_an_index() {
    Project::new().run(["compact"]).fails_with(&["no index at index"]);
}
