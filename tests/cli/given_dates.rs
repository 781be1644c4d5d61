//! Dates given beside articles: what is read, what a source decides as a whole, what is told of.

use serde_json::{Value, json};

use crate::harness::{Project, text};

fn records(dates: &[Value]) -> String {
    let line =
        |(n, date): (usize, &Value)| json!({"id": format!("d{n}"), "title": "T", "date": date, "text": "Alpha."});
    dates.iter().enumerate().map(|pair| format!("{}\n", line(pair))).collect()
}

/// The published day or month of each article, by id.
fn published(project: &Project) -> Vec<(String, String)> {
    let hits = project.hits("alpha");
    let mut found: Vec<_> = hits
        .iter()
        .map(|hit| {
            (text(&hit["article"]["id"]), hit["article"]["published"]["best"].as_str().unwrap_or_default().to_owned())
        })
        .collect();
    found.sort();
    found
}

#[test]
fn epochs_and_weeks_are_read_and_the_rest_is_told() {
    let project = Project::new();
    let dates = [
        json!(1488670200),
        json!(1488670200000_i64),
        json!("1488670200"),
        json!("2017-02-30"),
        json!("2017-W09"),
        json!("yesterday"),
    ];
    project.article("in.jsonl", &records(&dates));
    let run = project.run(["index", "news"]);
    run.succeeds().says(&["cannot be read", "articles 2:", "d3 (“2017-02-30”)", "d5 (“yesterday”)"]);
    let found = published(&project);
    for (n, day) in ["2017-03-04", "2017-03-04", "2017-03-04"].iter().enumerate() {
        assert_eq!(found[n], (format!("d{n}"), (*day).to_owned()));
    }
    assert_eq!(project.run(["search", "date:unknown alpha", "--duplicates", "--count"]).stdout.trim(), "2");
    assert_eq!(project.run(["search", "date:2017-03-01 alpha", "--duplicates", "--count"]).stdout.trim(), "1");
}

#[test]
fn a_source_decides_its_order_of_day_and_month() {
    let project = Project::new();
    let april: Vec<Value> = (1..=28).map(|day| json!(format!("{day:02}/04/2017"))).collect();
    project.article("in.jsonl", &records(&april));
    project.run(["index", "news"]).succeeds();
    assert!(published(&project).iter().all(|(_, day)| day.starts_with("2017-04-")));
}

#[test]
fn what_nothing_decides_is_both_and_told() {
    let project = Project::new();
    project.article("in.jsonl", &records(&[json!("03/04/2017"), json!("2017-05-06")]));
    project.run(["index", "news"]).succeeds().says(&["either way round", "d0 (“03/04/2017”)"]);
    for date in ["2017-03-04", "2017-04-03"] {
        assert_eq!(project.run(["search", &format!("date:{date} alpha"), "--count"]).stdout.trim(), "1", "{date}");
    }
}
