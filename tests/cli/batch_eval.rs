//! `batch`, `eval` and `bench`: files of queries, their runs, and how good and fast those are.

use crate::harness::{Project, text};

#[test]
fn a_batch_ranks_as_a_search_does() {
    let project = Project::with_indexed_seeds();
    project.file("queries.tsv", "q1\tcoalition meeting\nq2\t\"foreign terrorist fighters\"\n\nq3\tzebra\n");
    let output = project.run(["batch", "queries.tsv", "--unit", "passage"]);
    let lines: Vec<Vec<String>> =
        output.succeeds().stdout.lines().map(|line| line.split(' ').map(str::to_owned).collect()).collect();
    assert!(lines.iter().all(|columns| columns.len() == 6 && columns[1] == "Q0"), "{output}");
    for (id, query) in [("q1", "coalition meeting"), ("q2", "\"foreign terrorist fighters\""), ("q3", "zebra")] {
        let found: Vec<&String> = lines.iter().filter(|columns| columns[0] == id).map(|columns| &columns[2]).collect();
        let expected: Vec<String> = project.hits(query).iter().map(|hit| text(&hit["id"])).collect();
        // A run keeps the headlines that a search leaves to the other passages of their articles.
        let titles: Vec<String> =
            project.hits(&format!("kind:title {query}")).iter().map(|hit| text(&hit["id"])).collect();
        let found: Vec<&String> =
            found.into_iter().filter(|id| expected.contains(id) || !titles.contains(id)).collect();
        assert_eq!(found, expected.iter().collect::<Vec<_>>(), "{query}");
    }
}

#[test]
fn articles_can_be_the_unit() {
    let project = Project::with_indexed_seeds();
    project.file("queries.tsv", "q1\tcoalition meeting\n");
    let output = project.run(["batch", "queries.tsv", "--unit", "article"]);
    let mut documents: Vec<&str> = output.succeeds().stdout.lines().filter_map(|line| line.split(' ').nth(2)).collect();
    let all = documents.len();
    documents.sort_unstable();
    documents.dedup();
    assert_eq!((documents.len(), all), (5, 5), "each article once: {output}");
}

#[test]
fn raw_queries_have_no_operators() {
    let project = Project::with_indexed_seeds();
    project.file("queries.tsv", "q1\tIs the coalition (of \"68\" members AND a w/5 b: -finished?\n");
    assert_eq!(project.run(["batch", "queries.tsv"]).status, 2);
    assert!(!project.run(["batch", "--raw", "queries.tsv"]).succeeds().stdout.is_empty());
}

#[test]
fn a_bad_query_fails_alone() {
    let project = Project::with_indexed_seeds();
    project.file("queries.tsv", "q1\tcoalition\nq2\t\"open\nq3\tISIS\n");
    let output = project.run(["batch", "queries.tsv"]);
    output.fails_with(&["q2"]);
    assert!(output.stdout.contains("q1 Q0") && output.stdout.contains("q3 Q0"), "{output}");
    project.file("bad.tsv", "no tab here\n");
    project.run(["batch", "bad.tsv"]).fails_with(&["bad.tsv:1"]);
}

#[test]
fn a_file_of_queries_is_read_with_care() {
    let project = Project::with_indexed_seeds();
    project.file("twice.tsv", "q1\tcoalition\nq1\tISIS\n");
    project.run(["batch", "twice.tsv"]).fails_with(&["twice.tsv:2", "q1", "twice"]);
    project.file("third.tsv", "q1\tcoalition\tsome words\n");
    project.run(["batch", "third.tsv"]).fails_with(&["third.tsv:1", "the day of the query"]);
    project.file("plain.tsv", "q1\tcoalition\n");
    project.file("early.tsv", "q1\tcoalition\t1990-01-01\n");
    project.file("late.tsv", "q1\tcoalition\t2100-01-01\n");
    let run = |name: &str| project.run(["batch", name]).stdout;
    assert!(run("early.tsv").is_empty() && !run("late.tsv").is_empty());
    assert!(run("late.tsv").lines().count() <= run("plain.tsv").lines().count());
}

#[test]
fn a_run_of_articles_has_a_line_an_article() {
    let project = Project::with_indexed_seeds();
    let output = project.run(["search", "coalition", "--unit", "article", "--format", "trec"]);
    let lines: Vec<Vec<&str>> = output.succeeds().stdout.lines().map(|line| line.split(' ').collect()).collect();
    let ranks: Vec<String> = lines.iter().map(|line| line[3].to_owned()).collect();
    assert_eq!(ranks, (1..=lines.len()).map(|rank| rank.to_string()).collect::<Vec<_>>(), "{output}");
    project.file("queries.tsv", "1\tcoalition\n");
    let batch = project.run(["batch", "queries.tsv", "--unit", "article"]);
    let ids = |text: &str| {
        let mut ids: Vec<String> =
            text.lines().map(|line| line.split(' ').nth(2).unwrap_or_default().to_owned()).collect();
        ids.sort();
        ids
    };
    assert_eq!(ids(&output.stdout), ids(&batch.stdout));
}

#[test]
fn a_run_is_scored_as_trec_eval_scores_it() {
    let project = Project::new();
    project.file("run", "q1 Q0 a 1 3.0 x\nq1 Q0 b 2 2.0 x\nq1 Q0 c 3 1.0 x\n");
    project.file("qrels", "q1 0 a 0\nq1 0 b 1\nq1 0 d 1\nq2 0 a 1\n");
    let output = project.run(["eval", "--format", "json", "run", "qrels"]);
    let mean = &output.succeeds().json()["mean"];
    let value = |name: &str| {
        let found = mean.as_object().and_then(|m| m.iter().find(|(key, _)| key.to_lowercase().contains(name)));
        found.and_then(|(_, v)| v.as_f64()).unwrap_or_else(|| panic!("no {name} in {mean}"))
    };
    // Two queries, one of them without a run: every figure is halved.
    let close = |a: f64, b: f64| assert!((a - b).abs() < 5e-5, "{a} is not {b}: {mean}");
    let log2 = |n: f64| n.ln() / 2f64.ln();
    close(value("ndcg"), (1.0 / log2(3.0)) / (1.0 + 1.0 / log2(3.0)) / 2.0);
    close(value("map"), 0.5 / 2.0 / 2.0);
    close(value("mrr"), 0.5 / 2.0);
    close(value("p@10"), 0.1 / 2.0);
    close(value("recall"), 0.5 / 2.0);
}

#[test]
fn what_is_no_run_is_an_error_with_its_line() {
    let project = Project::new();
    project.file("run", "q1 Q0 a 1 3.0 x\nnonsense\n");
    project.file("qrels", "q1 0 a 1\n");
    project.run(["eval", "run", "qrels"]).fails_with(&["run:2"]);
    project.run(["eval", "nowhere", "qrels"]).fails_with(&["nowhere"]);
}

#[test]
fn a_bench_tells_latencies_and_throughput() {
    let project = Project::with_indexed_seeds();
    project.file("queries.tsv", "q1\tcoalition\nq2\t\"foreign terrorist fighters\"\n");
    let output = project.run(["bench", "--runs", "2", "--format", "json", "queries.tsv"]);
    let rows = output.succeeds().json_lines();
    let all = rows.iter().find(|row| row["class"] == "all").expect("a row over all queries");
    assert!(["p50", "p95", "p99", "per_s"].iter().all(|name| all[*name].as_f64() > Some(0.0)), "{all}");
    assert_eq!(all["queries"], 2);
}
