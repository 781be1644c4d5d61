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
