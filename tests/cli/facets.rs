//! `facets`: values of a field with counts.

use serde_json::{Value, json};

use crate::harness::{Project, text};

fn counts(project: &Project, args: &[&str]) -> Vec<(String, u64)> {
    let mut all = vec!["facets", "--format", "json"];
    all.extend_from_slice(args);
    let output = project.run(all);
    let object: Value = output.json();
    let values = object["values"].as_array().unwrap_or_else(|| panic!("values in {output}"));
    values.iter().map(|row| (text(&row["value"]), row["count"].as_u64().expect("a count"))).collect()
}

#[test]
fn counts_agree_with_searches() {
    let project = Project::with_indexed_seeds();
    for field in ["kind", "speaker", "topic"] {
        let rows = counts(&project, &[field]);
        assert!(!rows.is_empty(), "{field}");
        assert!(rows.is_sorted_by(|a, b| a.1 >= b.1), "{rows:?}");
        for (value, count) in rows {
            let query = format!("{field}:\"{value}\"");
            let query = if field == "kind" { format!("kind:{value}") } else { query };
            let found = project.hits(&query).len() as u64;
            assert!(found >= count, "{query} finds {found}, facets counts {count}");
            if field != "speaker" {
                assert_eq!(found, count, "{query}");
            }
        }
    }
}

#[test]
fn a_query_narrows_the_counts() {
    let project = Project::with_indexed_seeds();
    let all: u64 = counts(&project, &["kind"]).iter().map(|row| row.1).sum();
    assert_eq!(all, project.hits("*").len() as u64);
    let narrow: u64 = counts(&project, &["kind", "coalition"]).iter().map(|row| row.1).sum();
    assert_eq!(narrow, project.hits("coalition").len() as u64);
    project.run(["facets", "kind", "zebra"]).status(1);
}

/// An index of one article of each of these dates.
fn with_articles_of(dates: &[&str]) -> Project {
    let project = Project::new();
    let record = |(id, date)| json!({"id": id, "text": "The minister spoke.", "date": date}).to_string();
    let lines: Vec<String> = dates.iter().enumerate().map(record).collect();
    project.file("news/a.jsonl", lines.join("\n"));
    project.run(["index", "news"]).succeeds();
    project
}

/// The histogram of dates.
fn bars(project: &Project, interval: &str) -> Vec<(String, u64)> {
    counts(project, &["date", "--interval", interval])
}

/// Values with counts, to be compared with those of [`counts`].
fn expected(rows: &[(&str, u64)]) -> Vec<(String, u64)> {
    rows.iter().map(|(value, count)| ((*value).to_owned(), *count)).collect()
}

#[test]
fn dates_make_a_histogram() {
    let project = with_articles_of(&["2016-05-01", "2017-03-01", "2017-03-30", "2017-04-01"]);
    let pairs = |interval: &str| bars(&project, interval).into_iter().filter(|bar| bar.1 > 0).collect::<Vec<_>>();
    assert_eq!(pairs("year"), expected(&[("2016", 1), ("2017", 3)]));
    assert_eq!(pairs("month"), expected(&[("2016-05", 1), ("2017-03", 2), ("2017-04", 1)]));
    assert_eq!(pairs("day").len(), 4);
    assert_eq!(bars(&project, "month").len(), 12, "the empty months from May 2016 to April 2017 are there, too");
}

#[test]
fn a_date_known_to_the_month_is_of_no_day() {
    let project = with_articles_of(&["2016", "2017-01", "2017-01-01", "2017-01-15"]);
    let pairs = |interval: &str| bars(&project, interval).into_iter().filter(|bar| bar.1 > 0).collect::<Vec<_>>();
    assert_eq!(pairs("year"), expected(&[("2016", 1), ("2017", 3)]));
    assert_eq!(pairs("month"), expected(&[("2017-01", 3)]));
    assert_eq!(pairs("day"), expected(&[("2017-01-01", 1), ("2017-01-15", 1)]));
    let output = project.run(["facets", "date", "--interval", "day"]);
    assert!(output.stderr.contains("2 articles without a date known to the day"), "{output}");
}

#[test]
fn outlets_are_counted_by_name() {
    let project = Project::new();
    let record = |id: u32, outlet: &str| json!({"id": id, "text": "The minister spoke.", "outlet": outlet}).to_string();
    project
        .file("news/a.jsonl", [record(1, "The Daily"), record(2, "The Daily"), record(3, "Weekly, \"W\"")].join("\n"));
    project.run(["index", "news"]).succeeds();
    assert_eq!(counts(&project, &["outlet"]), [("The Daily".to_owned(), 2), ("Weekly, \"W\"".to_owned(), 1)]);
    let csv = project.run(["facets", "outlet", "--format", "csv"]).succeeds().stdout.clone();
    assert!(csv.contains("\"Weekly, \"\"W\"\"\""), "{csv}");
    assert!(project.run(["facets", "outlet"]).succeeds().stdout.contains("2  The Daily"));
}

#[test]
fn speakers_are_counted_by_type_and_articles_by_language() {
    let project = Project::with_indexed_seeds();
    let all = counts(&project, &["speaker"]);
    let people = counts(&project, &["speaker", "--type", "person"]);
    assert_eq!(people.first(), all.first(), "Mark Toner is a person");
    assert!(people.len() < all.len() && people.iter().all(|row| all.contains(row)), "{people:?}");
    let types = ["person", "organisation", "group", "document", "unnamed"];
    let parts: usize = types.iter().map(|kind| counts(&project, &["speaker", "--type", kind]).len()).sum();
    assert_eq!(parts, all.len());
    project.run(["facets", "kind", "--type", "person"]).fails_with(&["kind", "speakers"]);
    assert_eq!(counts(&project, &["lang", "--unit", "article"]), [("en".to_owned(), 5)]);
    project.run(["search", "--count", "--lang", "en", "ISIS"]).succeeds();
    project.run(["search", "--count", "--lang", "de", "ISIS"]).status(1);
}

#[test]
fn the_output_names_what_is_counted() {
    let project = Project::with_indexed_seeds();
    let first = |args: &[&str]| project.run(args).succeeds().stdout.lines().next().unwrap_or_default().to_owned();
    assert_eq!(first(&["facets", "speaker"]), "  passages  speaker");
    assert_eq!(first(&["facets", "speaker", "--unit", "article"]), "  articles  speaker");
    assert_eq!(first(&["facets", "date", "coalition"]), "date         articles   of all");
}
