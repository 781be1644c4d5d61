//! Many at once, too slow, hung up, and commits meanwhile.

use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::client::{Response, Serving};
use crate::harness::Project;

/// An archive large enough that a wide query takes its time.
fn large() -> Project {
    let project = Project::new();
    let words: Vec<String> = (0..400).map(|i| format!("a{i}word b{i}word")).collect();
    let mut lines = String::new();
    for i in 0..400 {
        let text: String =
            (0..30).map(|p| format!("{} {}\n\n", words[(i + p) % 400], words[(i * 7 + p) % 400])).collect();
        lines
            .push_str(&format!("{}\n", serde_json::json!({"id": i.to_string(), "title": "t", "text": text.repeat(4)})));
    }
    project.file("news/large.jsonl", lines);
    project.run(["index", "news"]).succeeds();
    project
}

#[test]
fn two_hundred_at_once_are_answered_or_told_to_wait() {
    let project = Project::with_indexed_seeds();
    let serving = Serving::of(&project);
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let ask = || serving.get("/api/v1/search?q=coalition%20w/5%20ISIS").status;
        let asked: Vec<_> = (0..200).map(|_| scope.spawn(ask)).collect();
        for _ in 0..10 {
            serving.get("/healthz").is(200);
        }
        asked.into_iter().map(|thread| thread.join().expect("an answer")).collect()
    });
    assert!(statuses.iter().all(|status| [200, 503].contains(status)), "{statuses:?}");
    assert!(statuses.contains(&200));
    serving.get("/?q=coalition").is(200);
}

#[test]
fn a_search_that_takes_too_long_is_ended_and_said_to_be() {
    let project = large();
    let serving = Serving::with(&project, &["--timeout", "1ms"], &[]);
    let started = Instant::now();
    let mut slow = 0;
    for query in ["a*%20w/50%20b*", "/[ab][0-9]*word/%20w/9%20b*", "a*%20w/40%20/b.*d/"] {
        let answer = serving.get(&format!("/api/v1/search?q={query}"));
        assert!([200, 504].contains(&answer.status), "{}", answer.body);
        if answer.status == 504 {
            assert_eq!(answer.json()["type"], "urn:onrecord:problem:too-slow");
            slow += 1;
        }
    }
    assert!(slow > 0, "one of them takes more than a millisecond");
    assert!(started.elapsed() < Duration::from_secs(30));
    assert!(serving.get("/?q=a*%20w/50%20b*").body.contains("too long"));
    serving.get("/healthz").is(200);
}

#[test]
fn who_hangs_up_leaves_no_work_behind() {
    let project = large();
    let serving = Serving::of(&project);
    for _ in 0..40 {
        let mut stream = serving.connect();
        let request = format!("GET /api/v1/search?q=a*%20w/50%20b* HTTP/1.1\r\nHost: {}\r\n\r\n", serving.address);
        stream.write_all(request.as_bytes()).expect("the server reads");
    }
    let started = Instant::now();
    serving.get("/api/v1/search?q=a1word").is(200);
    assert!(started.elapsed() < Duration::from_secs(30), "the permits are free again");
}

#[test]
fn one_connection_carries_many_requests() {
    let project = Project::with_indexed_seeds();
    let serving = Serving::of(&project);
    let mut stream = serving.connect();
    for _ in 0..3 {
        let request = format!("GET /api/v1/search?q=ISIS HTTP/1.1\r\nHost: {}\r\n\r\n", serving.address);
        stream.write_all(request.as_bytes()).expect("the server reads");
        assert_eq!(Response::read(&mut stream).status, 200);
    }
}

/// Every article of a commit has the same word; an answer that had passages of two commits would show two.
#[test]
fn each_answer_is_of_one_commit() {
    let project = Project::new();
    let write = |n: usize| {
        for article in 0..12 {
            let text = format!("Title {article}\n\nThe marker is generation{n} and it stands in common here.\n");
            project.article(&format!("{article}.txt"), &text);
        }
        project.run(["index", "news"]).succeeds();
    };
    write(0);
    let serving = Serving::of(&project);
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while !done.load(Ordering::Relaxed) {
                    let lines =
                        serving.get("/api/v1/search?q=common%20marker&n=50&duplicates=true").is(200).json_lines();
                    let mut seen: Vec<String> = lines
                        .iter()
                        .filter_map(|line| line["passage"]["text"].as_str())
                        .filter_map(|text| text.split(' ').find(|word| word.starts_with("generation")))
                        .map(str::to_owned)
                        .collect();
                    assert_eq!(seen.len(), 12);
                    seen.sort();
                    seen.dedup();
                    assert_eq!(seen.len(), 1, "one commit: {seen:?}");
                    serving.get("/?q=common").is(200);
                }
            });
        }
        for n in 1..6 {
            write(n);
        }
        done.store(true, Ordering::Relaxed);
    });
    let last = serving.get("/api/v1/search?q=generation5").is(200).json_lines();
    assert_eq!(last[last.len() - 1]["total"]["value"], 12);
}
