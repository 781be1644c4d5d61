//! An index copied to a real cluster answers as the one in its folder does.
//!
//! `ONRECORD_TEST_CLUSTER` names a server, such as `http://127.0.0.1:9301`; `tests/cluster/cluster` starts one. Without
//! it these tests say that they were passed over.

#![allow(clippy::print_stderr)] // a test says what it passed over

#[path = "../harness/mod.rs"]
mod harness;

use std::io::{Read, Write};
use std::net::TcpStream;

use harness::{Output, Project};
use serde_json::Value;

/// Queries of every operator and field, one a line.
const QUERIES: &str = include_str!("queries.txt");

/// A server, and an index on it that goes with this.
struct Cluster {
    server: String,
    name: String,
}

impl Cluster {
    /// One with an index of its own for the test `name`; none where no server is named.
    fn for_test(name: &str) -> Option<Self> {
        let Ok(server) = std::env::var("ONRECORD_TEST_CLUSTER") else {
            eprintln!("passed over: ONRECORD_TEST_CLUSTER names no server");
            return None;
        };
        let cluster = Cluster { server, name: format!("test-{name}-{}", std::process::id()) };
        cluster.ask("DELETE", "");
        Some(cluster)
    }

    fn url(&self) -> String {
        format!("{}/{}", self.server, self.name)
    }

    /// Asks the server of the index; gives what it answers.
    fn ask(&self, method: &str, path: &str) -> String {
        let host = self.server.trim_start_matches("http://");
        let mut stream = TcpStream::connect(host).expect("the server answers");
        let name = &self.name;
        write!(stream, "{method} /{name}{path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n").expect("asked");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("answered");
        answer
    }

    /// Copies the project's index.
    fn copy(&self, project: &Project) -> Output {
        project.run(["copy", "index", &self.url(), "--shards", "2", "--replicas", "0"])
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.ask("DELETE", "");
    }
}

/// What a command prints, of the folder and of the cluster.
fn both(project: &Project, cluster: &Cluster, args: &[&str]) -> (Output, Output) {
    let url = cluster.url();
    let remote: Vec<&str> = ["--index", &url].iter().chain(args).copied().collect();
    (project.run(args), project.run(remote))
}

/// What of an answer has to be the same: ids, marks, quotes and total, in order; scores nearly.
fn essence(output: &Output) -> Vec<Value> {
    let mut lines = output.json_lines();
    // What is suggested where nothing is found are words as some passage prints them, or as they are folded.
    lines.retain(|line| line["type"] != "begin");
    for line in &mut lines {
        if let Some(line) = line.as_object_mut() {
            for changing in ["elapsed_ms", "score", "added"] {
                line.remove(changing);
            }
        }
    }
    lines
}

fn scores(output: &Output) -> Vec<f64> {
    output.json_lines().iter().filter_map(|line| line["score"].as_f64()).collect()
}

/// Where two answers differ in anything but the last digits of scores.
fn difference(query: &str, (folder, cluster): &(Output, Output)) -> Option<String> {
    if folder.status != cluster.status || essence(folder) != essence(cluster) {
        return Some(format!("{query}\n  folder: {}\n  cluster: {}", told(folder), told(cluster)));
    }
    let far = |(a, b): (f64, f64)| (a - b).abs() > 1e-3 * a.abs().max(1.0);
    let differ = scores(folder).into_iter().zip(scores(cluster)).any(far);
    differ.then(|| format!("{query}\n  scores: {:?} {:?}", scores(folder), scores(cluster)))
}

/// An answer in short.
fn told(output: &Output) -> String {
    let lines = output.json_lines();
    let ids: Vec<&str> = lines.iter().filter_map(|line| line["id"].as_str()).collect();
    let total = lines.iter().find(|line| line["type"] == "summary").map(|line| line["total"].to_string());
    format!("{} {total:?} {ids:?} {}", output.status, output.stderr.lines().next().unwrap_or_default())
}

fn compare(project: &Project, cluster: &Cluster, options: &[&str], queries: &[&str]) {
    let mut wrong = Vec::new();
    for query in queries {
        let mut args = vec!["search", "--format", "json"];
        args.extend(options);
        args.extend(["--", *query]);
        wrong.extend(difference(query, &both(project, cluster, &args)));
    }
    assert!(wrong.is_empty(), "{} of {} differ with {options:?}\n{}", wrong.len(), queries.len(), wrong.join("\n"));
}

/// The seeds with a day, an outlet and an author each, indexed: nothing has to be settled between them, so that the index
/// has each passage once, and its figures are those of the cluster.
fn dated_seeds() -> Project {
    let project = Project::new();
    let mut files: Vec<_> = std::fs::read_dir(harness::seeds_folder()).expect("the seeds").flatten().collect();
    files.sort_by_key(|entry| entry.file_name());
    let mut lines = String::new();
    for (n, entry) in (1..).zip(files) {
        let name = entry.file_name().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(entry.path()).expect("a seed");
        let (outlet, author) = (["Reuters", "Associated Press"][n % 2], ["Jane Roe", "John Doe"][n % 2]);
        let url = format!("https://example.org/201{n}/{n}");
        let line = serde_json::json!({
            "id": name, "title": format!("Seed {n}: the Global Coalition"), "text": text, "date": format!("201{n}-0{n}-11"),
            "outlet": outlet, "author": author, "section": "World News", "url": url,
        });
        lines.push_str(&format!("{line}\n"));
    }
    project.file("seeds/000.jsonl", lines);
    project.run(["index", "seeds"]).succeeds();
    project
}

fn queries() -> Vec<&'static str> {
    QUERIES.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
}

#[test]
fn every_operator_finds_what_it_finds_in_a_folder() {
    let Some(cluster) = Cluster::for_test("operators") else { return };
    let project = dated_seeds();
    cluster.copy(&project).succeeds();
    let queries = queries();
    compare(&project, &cluster, &[], &queries);
    let some: Vec<&str> = queries.iter().step_by(4).copied().collect();
    compare(&project, &cluster, &["--unit", "article"], &some);
    let others: Vec<&str> = queries.iter().skip(1).step_by(4).copied().collect();
    compare(&project, &cluster, &["--sort", "-date", "--duplicates", "-n", "3", "--offset", "2"], &others);
}

#[test]
fn what_is_shown_counted_and_told_is_the_same() {
    let Some(cluster) = Cluster::for_test("shown") else { return };
    let project = Project::with_indexed_seeds();
    cluster.copy(&project).succeeds();
    let ids: Vec<String> = project.hits("*").iter().map(|hit| harness::text(&hit["article"]["id"])).collect();
    for id in &ids {
        for args in [
            vec!["show", id, "--format", "json"],
            vec!["show", id, "--format", "raw"],
            vec!["show", id, "--query", "finance"],
        ] {
            let (folder, remote) = both(&project, &cluster, &args);
            assert_eq!(folder.stdout, remote.stdout, "{args:?}");
        }
    }
    for field in ["speaker", "role", "topic", "outlet", "kind", "date"] {
        for options in [&[][..], &["--unit", "article"], &["--unit", "passage", "--", "coalition OR finance"]] {
            let mut args = vec!["facets", field, "--format", "json"];
            args.extend(options);
            let (folder, remote) = both(&project, &cluster, &args);
            assert_eq!(folder.stdout, remote.stdout, "{args:?} {}", remote.stderr);
        }
    }
    let (folder, remote) = both(&project, &cluster, &["stats", "--format", "json"]);
    for name in ["sources", "articles", "passages", "speakers", "roles", "topics", "dated_articles"] {
        assert_eq!(folder.json()[name], remote.json()[name], "{name}");
    }
    let url = cluster.url();
    project.run(["--index", &url, "index", "--check"]).succeeds();
    // The notes of the run itself were taken out, and the cluster may keep them for some minutes.
    project.run(["--index", &url, "compact"]).says(&["taken out"]);
}

/// Above some hundreds the server estimates how many articles have a value, unless it is asked for each.
#[test]
fn many_articles_of_a_value_are_counted_exactly() {
    let Some(cluster) = Cluster::for_test("counts") else { return };
    let project = Project::new();
    let mut lines = String::new();
    for n in 0..600 {
        let text =
            format!("\"We counted {n} of them,\" said Jane Roe.\n\nJohn Doe said on Monday that it was so.\n\nWords.");
        let line =
            serde_json::json!({"id": n.to_string(), "title": format!("Number {n}"), "text": text, "outlet": "Reuters"});
        lines.push_str(&format!("{line}\n"));
    }
    project.file("news/all.jsonl", lines);
    project.run(["index", "news"]).succeeds();
    cluster.copy(&project).succeeds();
    for field in ["speaker", "outlet", "kind"] {
        let args = ["facets", field, "--unit", "article", "--format", "json", "--", "counted OR monday"];
        let (folder, remote) = both(&project, &cluster, &args);
        assert!(folder.stdout.contains("\"count\":600"), "{field}: {}", folder.stdout);
        assert_eq!(folder.stdout, remote.stdout, "{field} {}", remote.stderr);
    }
}

#[test]
fn a_copy_follows_its_index() {
    let Some(cluster) = Cluster::for_test("copies") else { return };
    let project = Project::indexed(&[
        (
            "a.txt",
            "Alpha\n\nThe first marker stands here.\n\nAnd a second paragraph with a marker of its own, long enough to stand alone.",
        ),
        ("b.txt", "Beta\n\nThe second marker stands there."),
    ]);
    cluster.copy(&project).says(&["2 articles new"]);
    cluster.copy(&project).says(&["0 articles new", "2 as they were"]);
    project.article("a.txt", "Alpha\n\nNothing of it is left.");
    project.remove_file("news/b.txt");
    project.article("c.txt", "Gamma\n\nA third marker.");
    project.run(["index", "news"]).succeeds();
    cluster.copy(&project).says(&["1 articles new, 1 changed", "1 taken out"]);
    compare(&project, &cluster, &[], &["marker", "nothing", "paragraph", "*", "alpha", "NOT marker"]);
    let url = cluster.url();
    project.run(["--index", &url, "index", "--check"]).succeeds();
    // What the folder knows of its files came along: they are not read again.
    index(&project, &cluster, &[]).says(&["nothing changed, 2"]);
    // Two workers do what one does.
    cluster.ask("DELETE", "");
    for part in ["1/2", "2/2"] {
        project.run(["copy", "index", &url, "--part", part, "--replicas", "0"]).succeeds();
    }
    compare(&project, &cluster, &[], &["marker", "nothing", "*"]);
}

#[test]
fn a_copy_that_was_cut_short_is_ended_by_the_next() {
    let Some(cluster) = Cluster::for_test("cut") else { return };
    let project = Project::new();
    for n in 0..400 {
        let text = format!("Article {n}\n\nMarker number {n} is here.\n\n{}", "Many words follow it. ".repeat(40));
        project.article(&format!("{n:03}.txt"), &text);
    }
    project.run(["index", "news"]).succeeds();
    for moment in [200, 500, 900, 1500] {
        let mut child = project.start(["copy", "index", &cluster.url(), "--replicas", "0"]);
        std::thread::sleep(std::time::Duration::from_millis(moment));
        child.kill().expect("killed");
        child.wait().expect("gone");
    }
    cluster.copy(&project).succeeds();
    let all = ["marker", "number w/3 here", "*", "\"marker number 7\""];
    compare(&project, &cluster, &["--duplicates"], &all);
    project.run(["--index", &cluster.url(), "index", "--check"]).says(&["whole (400 articles"]);
}

#[test]
fn an_index_that_is_not_there_or_not_ours_is_named() {
    let Some(cluster) = Cluster::for_test("others") else { return };
    let project = Project::new();
    let url = cluster.url();
    project.run(["--index", &url, "search", "x"]).fails_with(&["no index at", "onrecord copy"]);
    cluster.ask("PUT", "");
    project.run(["--index", &url, "search", "x"]).fails_with(&["did not make"]);
    project.article("a.txt", "Alpha\n\nWords.");
    project.run(["index", "news"]).succeeds();
    cluster.copy(&project).fails_with(&["did not make"]);
}

/// Indexes straight into the cluster.
fn index(project: &Project, cluster: &Cluster, args: &[&str]) -> Output {
    let url = cluster.url();
    let all = ["--index", &url, "index", "--shards", "2", "--replicas", "0"];
    project.run(all.iter().chain(args).copied())
}

#[test]
fn what_is_indexed_straight_into_a_cluster_is_what_a_folder_has() {
    let Some(cluster) = Cluster::for_test("straight") else { return };
    let project = dated_seeds();
    index(&project, &cluster, &["seeds"]).says(&["6 articles added"]);
    let queries: Vec<&str> = queries().into_iter().step_by(3).collect();
    compare(&project, &cluster, &[], &queries);
    for field in ["speaker", "topic", "outlet"] {
        let (folder, remote) = both(&project, &cluster, &["facets", field, "--format", "json"]);
        assert_eq!(folder.stdout, remote.stdout, "{field}");
    }
    index(&project, &cluster, &[]).says(&["nothing changed, 6"]);
    project.run(["--index", &cluster.url(), "index", "--check"]).says(&["whole (6 articles"]);
}

#[test]
fn an_index_in_a_cluster_follows_its_files() {
    let Some(cluster) = Cluster::for_test("follows") else { return };
    let project = Project::new();
    for n in 0..30 {
        project
            .article(&format!("{n:02}.txt"), &format!("Article {n}\n\nMarker number {n} is here, in its own words."));
    }
    project.file(
        "news/more.jsonl",
        "{\"id\":\"a\",\"text\":\"Alpha marker.\"}\n{\"id\":\"b\",\"text\":\"Beta marker.\"}\n",
    );
    index(&project, &cluster, &["news"]).says(&["32 articles added"]);
    index(&project, &cluster, &["news"]).says(&["nothing changed, 32"]);
    project.article("00.txt", "Article 0\n\nNothing of it is left.");
    project.remove_file("news/01.txt");
    project.file(
        "news/more.jsonl",
        "{\"id\":\"b\",\"text\":\"Beta marker.\"}\n{\"id\":\"c\",\"text\":\"Gamma marker.\"}\n",
    );
    project.article("new.txt", "New\n\nAnother marker.");
    index(&project, &cluster, &[]).says(&["2 articles added", "2 changed", "2 removed"]);
    project.run(["index", "news"]).succeeds();
    compare(&project, &cluster, &["--duplicates"], &["marker", "nothing", "*", "gamma OR alpha", "path:news"]);
    // More than half is not believed to be gone, unless that is said.
    (2..30).for_each(|n| project.remove_file(&format!("news/{n:02}.txt")));
    index(&project, &cluster, &["news"]).fails_with(&["are gone; all are kept"]);
    index(&project, &cluster, &["--prune", "news"]).says(&["28 removed"]);
    let url = cluster.url();
    project.run(["--index", &url, "remove", "news/more.jsonl"]).says(&["removed 2 articles of 1 files"]);
    let left = project.run(["--index", &url, "search", "--count", "*"]);
    assert_eq!(left.stdout.trim(), "2", "{}", left.stderr);
    project.run(["--index", &url, "index", "--check"]).says(&["whole (2 articles"]);
}

#[test]
fn workers_fill_an_index_together() {
    let Some(cluster) = Cluster::for_test("workers") else { return };
    let project = Project::new();
    for n in 0..24 {
        let text = format!("Article {n}\n\n“It is marker {n},” said Ann Roe, a spokeswoman. Roe said more.");
        project.article(&format!("{n:02}.txt"), &text);
    }
    let url = cluster.url();
    let parts = ["1/3", "2/3", "3/3"];
    let workers = parts.map(|part| {
        project.start(["--index", &url, "index", "--shards", "2", "--replicas", "0", "--part", part, "news"])
    });
    for mut worker in workers {
        assert!(worker.wait().expect("ended").success());
    }
    project.run(["--index", &url, "settle"]).succeeds();
    project.run(["index", "news"]).succeeds();
    compare(&project, &cluster, &["--duplicates"], &["marker", "*", "speaker:roe", "said:marker"]);
    let (folder, remote) = both(&project, &cluster, &["facets", "speaker", "--format", "json"]);
    assert_eq!(folder.stdout, remote.stdout);
    project.remove_file("news/05.txt");
    for part in parts {
        project.run(["--index", &url, "index", "--part", part]).succeeds();
    }
    let left = project.run(["--index", &url, "search", "--count", "marker"]);
    assert_eq!(left.stdout.trim(), "23", "{}", left.stderr);
    index(&project, &cluster, &[]).says(&["nothing changed, 23"]);
}

#[test]
fn an_indexing_run_that_was_cut_short_is_ended_by_the_next() {
    let Some(cluster) = Cluster::for_test("killed") else { return };
    let project = Project::new();
    let mut lines = String::new();
    for n in 0..300 {
        let text = format!("Marker number {n} is here.\n\n{}", "Many words follow it. ".repeat(40));
        project.article(&format!("{n:03}.txt"), &format!("Article {n}\n\n{text}"));
        lines.push_str(&format!("{}\n", serde_json::json!({"id": n.to_string(), "text": text})));
    }
    project.file("news/lines.jsonl", lines);
    let url = cluster.url();
    for moment in [300, 600, 1_000, 1_600] {
        let mut child = project.start(["--index", &url, "index", "--shards", "2", "--replicas", "0", "news"]);
        std::thread::sleep(std::time::Duration::from_millis(moment));
        child.kill().expect("killed");
        child.wait().expect("gone");
    }
    // What the killed runs have begun is gone in between, or has changed.
    (0..10).for_each(|n| project.remove_file(&format!("news/{n:03}.txt")));
    project.article("010.txt", "Article 10\n\nShort now.");
    index(&project, &cluster, &["news"]).succeeds();
    project.run(["index", "news"]).succeeds();
    compare(
        &project,
        &cluster,
        &["--duplicates"],
        &["marker", "number w/3 here", "*", "\"marker number 17\"", "short"],
    );
    project.run(["--index", &url, "index", "--check"]).says(&["whole (590 articles"]);
}

#[test]
fn an_index_built_beside_takes_the_place_of_another() {
    let Some(cluster) = Cluster::for_test("alias") else { return };
    let Some(old) = Cluster::for_test("alias-old") else { return };
    let Some(new) = Cluster::for_test("alias-new") else { return };
    let project = Project::new();
    project.article("a.txt", "Alpha\n\nThe first marker.");
    index(&project, &old, &["news"]).succeeds();
    project.article("b.txt", "Beta\n\nThe second marker.");
    index(&project, &new, &["news"]).succeeds();
    let url = cluster.url();
    let count = || project.run(["--index", &url, "search", "--count", "marker"]).stdout.trim().to_owned();
    project.run(["alias", &url, &old.name]).says(&["stands for"]);
    assert_eq!(count(), "1");
    project.run(["alias", &url, &new.name]).says(&["stands for", &format!("no more for {}", old.name)]);
    assert_eq!(count(), "2");
    // By the name it can be filled, too, and what is missing or is an index itself is refused.
    project.article("c.txt", "Gamma\n\nThe third marker.");
    index(&project, &cluster, &["news"]).says(&["1 articles added"]);
    assert_eq!(count(), "3");
    project.run(["alias", &url, "test-none"]).fails_with(&["no index at"]);
    project.run(["alias", &old.url(), &new.name]).fails_with(&["is an index itself"]);
}
