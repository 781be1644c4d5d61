//! Who wrote an article and where it was found: read of every format that says so, stored, shown, filtered, counted.

use serde_json::{Value, json};

use crate::harness::Project;

const URL: &str = "https://example.org/2017/markets";

/// The same article as a record, with front matter, and as a page.
fn project() -> Project {
    let project = Project::new();
    let record = json!({"id": "a", "title": "Markets", "text": "Oil prices fell.", "author": "Jane Roe", "url": URL});
    let other = json!({"id": "b", "title": "Courts", "text": "Oil firms were sued.", "author": "John Doe"});
    project.file("news/a.jsonl", format!("{record}\n{other}\n"));
    project.file(
        "news/b.md",
        format!("---\ntitle: Markets\nauthor: Jane Roe\nurl: {URL}/b\n---\n\nOil was cheap again.\n"),
    );
    let page = format!(
        "<html><head><title>Oil</title><meta name=\"author\" content=\"Jane Roe\">\
         <link rel=\"canonical\" href=\"{URL}/c\"></head><body><article><h1>Oil</h1>\
         <p>{}</p></article></body></html>",
        "Oil was dear a year ago, when nobody thought that it would ever be as cheap as it is this summer. ".repeat(4)
    );
    project.file("news/c.html", page);
    project.run(["index", "news"]).succeeds();
    project
}

fn found(project: &Project, args: &[&str]) -> Vec<Value> {
    let args: Vec<&str> = ["search", "--format", "json", "oil"].into_iter().chain(args.iter().copied()).collect();
    let output = project.run(args);
    let lines = output.stdout.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    lines.filter(|line| line["type"] == "hit").map(|line| line["article"].clone()).collect()
}

#[test]
fn authors_and_addresses_are_read_of_every_format() {
    let project = project();
    let articles = found(&project, &["author:roe"]);
    let mut urls: Vec<&str> = articles.iter().filter_map(|article| article["url"].as_str()).collect();
    urls.sort_unstable();
    urls.dedup();
    assert_eq!(urls, [URL.to_owned(), format!("{URL}/b"), format!("{URL}/c")]);
    assert!(articles.iter().all(|article| article["author"] == "Jane Roe"), "{articles:?}");
}

#[test]
fn articles_without_an_address_are_found_by_that() {
    let project = Project::new();
    let articles = [
        r#"{"id":"a","url":"https://example.org/a","text":"The minister spoke."}"#,
        r#"{"id":"b","text":"The minister left."}"#,
    ];
    project.file("news/in.jsonl", articles.join("\n"));
    project.run(["index", "news"]).succeeds();
    assert_eq!((project.found("url:*"), project.found("-url:*")), (vec!["a".to_owned()], vec!["b".to_owned()]));
}

#[test]
fn they_are_filters_and_fields_alike() {
    let project = project();
    for (flags, query) in [
        (["--author", "Jane Roe"], "author:\"Jane Roe\""),
        (["--author", "doe"], "author:doe"),
        (["--url", "example.org/2017"], "url:example.org/2017"),
        (["--url", "markets/?"], "url:markets/?"),
    ] {
        let by_flag = found(&project, &flags);
        assert!(!by_flag.is_empty(), "{flags:?}");
        assert_eq!(by_flag, found(&project, &[query]), "{query}");
    }
    assert!(found(&project, &["author:smith"]).is_empty() && found(&project, &["-author:*"]).is_empty());
    let missed = project.run(["search", "oil", "--author", "Jane Row"]);
    assert!(missed.stderr.contains("Jane Roe"), "{missed}");
}

#[test]
fn they_are_counted_and_shown() {
    let project = project();
    let counts = project.run(["facets", "author", "--format", "csv"]);
    assert!(counts.stdout.contains("John Doe,,"), "{counts}");
    let table = project.run(["search", "--format", "csv", "sued"]);
    assert!(table.stdout.starts_with("rank,score,id,path,line,title,outlet,published,speakers,text,author,url\n"));
    assert!(table.stdout.trim_end().ends_with("Oil firms were sued.,John Doe,"), "{table}");
    let shown: Value =
        serde_json::from_str(&project.run(["show", "a", "--format", "json"]).succeeds().stdout).expect("JSON");
    assert_eq!((&shown["author"], &shown["url"]), (&json!("Jane Roe"), &json!(URL)));
}
