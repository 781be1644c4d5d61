//! The limits of time of articles, from one end to the other: what exceeds its own is named and left out, and the rest
//! of the file and of the run is there; a later run that gives it time has it.

use std::path::Path;
use std::time::Duration;

use onrecord::Archive;
use onrecord::api::store::{Store, Writing};
use onrecord::api::{Answer, Request, SearchRequest, Stop, Unit};
use onrecord::ingest::{Event, Observer, Options, Summary, update};
use onrecord::limit::time_for;
use onrecord_engine::Embedded;

/// Nobody who wants to know.
struct Silent;

impl Observer for Silent {
    fn observe(&mut self, _: Event) {}
}

fn options(time_for: fn(u64) -> Duration) -> Options {
    Options { threads: 2, time_for, ..Options::default() }
}

/// Brings the index beside `news` up to date with it; with the ids of the articles that it has then, in order.
fn run(folder: &Path, time_for: fn(u64) -> Duration) -> (Summary, Vec<String>) {
    let index = folder.join("index");
    let mut writer = Embedded::new(&index).writer(&Writing::default()).expect("an index");
    let news = [folder.join("news")];
    let summary = update(writer.as_mut(), (&news, Some(&index)), &options(time_for), &mut Silent).expect("an update");
    writer.close().expect("closed");
    let request = Request::Search(SearchRequest { unit: Unit::Article, ..SearchRequest::new("*") });
    let Ok(Answer::Search(answer)) = Archive::at(&index).ask(&request, &Stop::NEVER) else { panic!("an answer") };
    let mut ids: Vec<String> = answer.hits.into_iter().map(|hit| hit.article.id).collect();
    ids.sort();
    ids.dedup();
    (summary, ids)
}

/// Bytes of the text of the article, or of the file, that is to be too slow. Any number does that nothing else here has
/// about as many of.
const SLOW: usize = 20_000;

/// No time for what is just about so large, a short title more or less: it is over as soon as anybody looks at the clock.
fn none_for_the_slow(bytes: u64) -> Duration {
    let is_slow = (SLOW as u64..SLOW as u64 + 16).contains(&bytes);
    if is_slow { Duration::ZERO } else { time_for(bytes) }
}

fn slow_text() -> String {
    let sentence = "“It is so,” Ann Smith said on March 3, 2017.\n\n";
    let mut text = sentence.repeat(SLOW / sentence.len() - 1);
    text.push_str(&" ".repeat(SLOW - text.len() - 1));
    text + "."
}

#[test]
fn a_slow_article_fails_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let news = folder.path().join("news");
    std::fs::create_dir(&news).expect("a folder");
    let record = |id: &str, text: &str| serde_json::json!({"id": id, "title": "T", "text": text}).to_string();
    let records = [record("a", "The minister spoke."), record("slow", &slow_text()), record("z", "He spoke again.")];
    std::fs::write(news.join("many.jsonl"), records.join("\n")).expect("written");
    std::fs::write(news.join("other.txt"), "Title\n\nThe other minister spoke.\n").expect("written");

    let (summary, ids) = run(folder.path(), none_for_the_slow);
    assert_eq!((ids.len(), summary.added), (3, 3), "{ids:?}");
    assert!(ids.iter().any(|id| id == "a") && ids.iter().any(|id| id == "z"), "{ids:?}");
    let [failed] = summary.failed.as_slice() else { panic!("one article: {:?}", summary.failed) };
    assert!(failed.contains("many.jsonl") && failed.contains("article slow"), "{failed}");
    assert!(failed.contains("processor time"), "{failed}");

    // It is tried again, not taken for read.
    let (summary, _) = run(folder.path(), none_for_the_slow);
    assert_eq!((summary.failed.len(), summary.added), (1, 0));
    let (summary, ids) = run(folder.path(), time_for);
    assert_eq!((summary.failed.len(), summary.added, ids.len()), (0, 1, 4), "{summary:?}");
}

#[test]
fn a_file_that_is_slow_to_read_fails_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let news = folder.path().join("news");
    std::fs::create_dir(&news).expect("a folder");
    let (before, after) = ("<html><body><p>", "</p></body></html>");
    let paragraphs = "The minister spoke of it.</p><p>".repeat(SLOW / 40);
    let blanks = " ".repeat(SLOW - before.len() - after.len() - paragraphs.len());
    std::fs::write(news.join("slow.html"), format!("{before}{paragraphs}{blanks}{after}")).expect("written");
    std::fs::write(news.join("other.txt"), "Title\n\nThe other minister spoke.\n").expect("written");

    let (summary, ids) = run(folder.path(), none_for_the_slow);
    assert_eq!(ids.len(), 1, "{ids:?}");
    let [failed] = summary.failed.as_slice() else { panic!("one file: {:?}", summary.failed) };
    assert!(failed.contains("slow.html") && failed.contains("processor time"), "{failed}");
    let (summary, ids) = run(folder.path(), time_for);
    assert_eq!((summary.failed.len(), ids.len()), (0, 2), "{summary:?}");
}

#[test]
fn an_article_of_too_many_words_fails_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let news = folder.path().join("news");
    std::fs::create_dir(&news).expect("a folder");
    let words: Vec<String> = (0..1_100_000).map(|n| format!("w{n:x}")).collect();
    std::fs::write(news.join("numbers.txt"), words.join(" ")).expect("written");
    std::fs::write(news.join("other.txt"), "Title\n\nThe other minister spoke.\n").expect("written");
    let (summary, ids) = run(folder.path(), time_for);
    assert_eq!(ids.len(), 1, "{ids:?}");
    let [failed] = summary.failed.as_slice() else { panic!("one file: {:?}", summary.failed) };
    assert!(failed.contains("numbers.txt") && failed.contains("different words"), "{failed}");
}
