//! `stats`: what the index holds.

use crate::harness::Project;

fn stats(project: &Project) -> serde_json::Value {
    project.run(["stats", "--format", "json"]).succeeds().json()
}

/// The passages of all articles, headlines included.
fn passages(project: &Project) -> usize {
    let headlines = project.hits_with(&["--include-boilerplate"], "kind:title");
    let others = project.hits_with(&["--include-boilerplate"], "NOT kind:title");
    headlines.len() + others.len()
}

#[test]
fn articles_and_passages_are_counted_as_they_are_now() {
    let project = Project::with_indexed_seeds();
    let check = |articles: usize| {
        let stats = stats(&project);
        assert_eq!(stats["articles"], articles);
        assert_eq!(stats["sources"], articles);
        assert_eq!(stats["passages"], passages(&project));
    };
    check(5);
    for round in 0..4 {
        project.file("seeds/new.txt", format!("Title\n\nThe minister spoke {round} times.\n"));
        project.run(["index", "seeds"]).succeeds();
        check(6);
    }
    project.remove_file("seeds/new.txt");
    project.run(["index", "seeds"]).succeeds();
    check(5);
}

#[test]
fn an_empty_index_has_nothing_in_it() {
    let project = Project::new();
    std::fs::create_dir(project.at("news")).expect("a folder");
    project.run(["index", "news"]).succeeds();
    assert_eq!(stats(&project)["articles"], 0);
    project.run(["search", "*"]).status(1);
    project.run(["facets", "kind"]).status(1);
}

#[test]
fn every_form_names_the_versions() {
    let project = Project::with_indexed_seeds();
    for format in ["text", "json", "csv"] {
        let output = project.run(["stats", "--format", format]);
        assert!(output.succeeds().stdout.contains("format"), "{output}");
    }
}

/// The paths that are not read, each with its reason.
fn unread(project: &Project) -> Vec<(String, String)> {
    let stats = stats(project);
    let unread = stats["unread"].as_array().expect("a list").clone();
    let text = |value: &serde_json::Value| value.as_str().expect("text").to_owned();
    unread.iter().map(|entry| (text(&entry["path"]), text(&entry["reason"]))).collect()
}

#[test]
fn what_is_not_read_is_listed_until_it_is_read_or_gone() {
    let project = Project::with_indexed_seeds();
    assert_eq!(unread(&project), []);
    project.file("seeds/scan.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0".to_vec());
    project.file("seeds/broken.jsonl", "{\"text\": \"Sound.\"}\n{\"text\": \n");
    project.run(["index", "seeds"]).status(2);
    let listed = unread(&project);
    assert_eq!(listed.len(), 2, "{listed:?}");
    assert!(listed[0].0.ends_with("broken.jsonl"), "{listed:?}");
    assert_eq!(listed[1].0, "seeds/scan.txt");
    let text = project.run(["stats"]);
    assert!(text.succeeds().stdout.contains("not read: seeds/scan.txt"), "{text}");
    // A run elsewhere changes nothing of it.
    project.file("other/a.txt", "Title\n\nThe minister spoke.\n");
    project.run(["index", "other"]).succeeds();
    assert_eq!(unread(&project), listed);
    project.remove_file("seeds/scan.txt");
    project.file("seeds/broken.jsonl", "{\"text\": \"Sound.\"}\n");
    project.run(["index", "seeds"]).succeeds();
    assert_eq!(unread(&project), []);
}
