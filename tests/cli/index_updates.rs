//! `index` brings the index up to date: what is new, changed, moved and gone.

use serde_json::json;

use crate::harness::{Output, Project, text};

fn two_articles() -> Project {
    Project::indexed(&[
        ("a.txt", "First title\n\nThe minister spoke of finance.\n"),
        ("b.txt", "Second title\n\nThe fighters fled the town.\n"),
    ])
}

#[test]
fn a_second_run_changes_nothing_and_says_so() {
    let project = Project::with_seeds();
    project.run(["index", "seeds"]).succeeds().says(&["5 articles added"]);
    let before = project.dump();
    project.run(["index", "seeds"]).succeeds().says(&["nothing changed", "5 articles as they were"]);
    assert_eq!(project.dump(), before);
}

#[test]
fn a_changed_file_replaces_its_article() {
    let project = two_articles();
    project.article("a.txt", "First title\n\nThe minister spoke of bananas at length.\n");
    project.run(["index", "news"]).succeeds().says(&["0 articles added", "1 changed", "1 unchanged"]);
    assert_eq!(project.found("finance"), [""; 0]);
    assert_eq!(project.found("bananas"), ["a.txt"]);
    assert_eq!(project.found("fighters"), ["b.txt"]);
}

#[test]
fn an_added_file_is_found() {
    let project = two_articles();
    project.article("c/d.md", "# Third title\n\nThe envoy arrived.\n");
    project.run(["index", "news"]).succeeds().says(&["1 articles added", "2 unchanged"]);
    assert_eq!(project.found("envoy"), ["c/d.md"]);
}

#[test]
fn a_deleted_file_is_found_no_more() {
    let project = two_articles();
    project.remove_file("news/b.txt");
    project.run(["index", "news"]).succeeds().says(&["1 removed", "1 unchanged"]);
    assert_eq!(project.found("fighters"), [""; 0]);
    assert_eq!(project.found("finance"), ["a.txt"]);
}

#[test]
fn a_moved_file_is_found_at_its_new_place_only() {
    let project = two_articles();
    std::fs::create_dir(project.at("news/moved")).expect("a folder");
    std::fs::rename(project.at("news/b.txt"), project.at("news/moved/b.txt")).expect("the file moves");
    project.run(["index", "news"]).succeeds().says(&["1 articles added", "1 removed"]);
    assert_eq!(project.found("fighters"), ["moved/b.txt"]);
    project.run(["show", "b.txt"]).status(1);
}

#[test]
fn a_file_that_was_only_touched_is_no_change() {
    let project = two_articles();
    project.article("a.txt", "First title\n\nThe minister spoke of finance.\n");
    project.run(["index", "news"]).succeeds().says(&["nothing changed"]);
}

#[test]
fn articles_of_other_paths_stay() {
    let project = two_articles();
    project.file("other/c.txt", "Third title\n\nThe envoy arrived.\n");
    project.run(["index", "other"]).succeeds().says(&["1 articles added", "0 removed"]);
    assert_eq!(project.found("finance OR fighters OR envoy"), ["a.txt", "b.txt", "c.txt"]);
}

#[test]
fn without_a_path_all_known_paths_are_looked_at_again() {
    let project = two_articles();
    project.file("other/c.txt", "Third title\n\nThe envoy arrived.\n");
    project.run(["index", "other"]).succeeds();
    project.article("a.txt", "First title\n\nBananas.\n");
    project.remove_file("other/c.txt");
    project.file("other/d.txt", "Fourth title\n\nThe envoy left.\n");
    project.run(["index"]).succeeds().says(&["1 articles added", "1 changed", "1 removed", "1 unchanged"]);
    assert_eq!(project.found("bananas OR envoy"), ["a.txt", "d.txt"]);
}

#[test]
fn without_a_path_and_an_index_there_is_nothing_to_do() {
    let project = Project::new();
    project.run(["index"]).fails_with(&["onrecord index"]);
}

#[test]
fn a_dry_run_says_what_would_happen_and_does_nothing() {
    let project = two_articles();
    let before = project.dump();
    project.article("a.txt", "First title\n\nBananas and more of them.\n");
    project.article("c.txt", "Third title\n\nThe envoy arrived.\n");
    project.article("empty.txt", "");
    project.remove_file("news/b.txt");
    let output = project.run(["index", "--dry-run", "news"]);
    let said: Vec<&str> = output.succeeds().stdout.lines().collect();
    let expected = ["changed\tnews/a.txt", "new\tnews/c.txt", "skip (empty)\tnews/empty.txt", "gone\tnews/b.txt"];
    assert_eq!(said, expected);
    assert_eq!(project.dump(), before);
}

#[test]
fn a_dry_run_makes_no_index() {
    let project = Project::new();
    project.article("a.txt", "Title\n\nWords.\n");
    project.run(["index", "--dry-run", "news"]).succeeds();
    assert!(!project.at("index").exists());
}

#[test]
fn force_reads_everything_anew_and_changes_no_answer() {
    let project = two_articles();
    let before = project.dump();
    project.run(["index", "--force", "news"]).succeeds().says(&["2 changed"]);
    assert_eq!(project.dump(), before);
}

fn record(id: u32, words: &str) -> String {
    json!({"id": id, "title": format!("Title {id}"), "text": format!("The {words} spoke.")}).to_string() + "\n"
}

#[test]
fn of_json_lines_only_changed_records_are_written() {
    let project = Project::new();
    let lines = |words: [&str; 3]| -> String { (1..).zip(words).map(|(id, words)| record(id, words)).collect() };
    project.file("news/a.jsonl", lines(["minister", "envoy", "general"]));
    project.run(["index", "news"]).succeeds().says(&["3 articles added"]);
    project.file("news/a.jsonl", lines(["minister", "ambassador", "general"]));
    project.run(["index", "news"]).succeeds().says(&["0 articles added", "1 changed", "2 unchanged"]);
    assert_eq!(project.found("envoy"), [""; 0]);
    assert_eq!(project.found("ambassador"), ["2"]);
    project.file("news/a.jsonl", record(1, "minister") + &record(4, "colonel"));
    project.run(["index", "news"]).succeeds().says(&["1 articles added", "2 removed", "1 unchanged"]);
    assert_eq!(project.found("spoke"), ["1", "4"]);
}

#[test]
fn compressed_json_lines_are_read() {
    let project = Project::new();
    let lines = record(1, "minister") + &record(2, "envoy");
    for (name, program) in [("a.jsonl.gz", "gzip"), ("b.jsonl.zst", "zstd")] {
        project.file("plain", &lines);
        let mut command = std::process::Command::new(program);
        command.args(["-c", "plain"]);
        match project.prepared(command).output() {
            Ok(output) => project.file(&format!("news/{name}"), output.stdout),
            Err(_) => {
                eprintln!("skipped: no {program} here");
                continue;
            }
        }
        project.run(["index", &format!("news/{name}")]).succeeds().says(&["2 articles added"]);
        project.run(["remove", &format!("news/{name}")]).succeeds();
    }
}

#[test]
fn gzip_made_here_is_read_and_a_cut_one_fails_alone() {
    let project = Project::new();
    let whole = gzip(record(1, "minister") + &record(2, "envoy"));
    project.file("news/whole.jsonl.gz", &whole);
    project.file("news/cut.jsonl.gz", &whole[..whole.len() - 9]);
    project.run(["index", "news"]).fails_with(&["cut.jsonl.gz", "failed 1"]);
    assert!(project.hits("path:news/whole.jsonl.gz").len() == 2);
}

fn gzip(text: String) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(text.as_bytes()).expect("memory");
    encoder.finish().expect("memory")
}

#[test]
fn a_record_with_the_id_of_another_is_an_error_and_the_rest_is_kept() {
    let project = Project::new();
    project.file("news/a.jsonl", record(1, "minister") + &record(1, "envoy") + &record(2, "general"));
    project.run(["index", "news"]).fails_with(&["a.jsonl:2", "twice", "2 articles added"]);
    assert_eq!(project.found("spoke"), ["1", "2"]);
}

#[test]
fn a_malformed_record_names_file_line_and_column_each_run() {
    let project = Project::new();
    project.file("news/a.jsonl", record(1, "minister") + "{\"id\": 2, \"text\": }\n" + &record(3, "general"));
    for _ in 0..2 {
        project.run(["index", "news"]).fails_with(&["news/a.jsonl:2:19", "failed 1"]);
        assert_eq!(project.found("spoke"), ["1", "3"]);
    }
    project.file("news/a.jsonl", record(1, "minister") + &record(2, "envoy") + &record(3, "general"));
    project.run(["index", "news"]).succeeds().says(&["1 articles added", "2 unchanged"]);
}

#[test]
fn the_same_id_in_two_files_is_two_articles() {
    let project = Project::new();
    project.file("news/a.jsonl", record(1, "minister"));
    project.file("news/b.jsonl", record(1, "envoy"));
    project.run(["index", "news"]).succeeds().says(&["2 articles added"]);
    let paths: Vec<String> = project.hits("spoke").iter().map(|hit| text(&hit["article"]["path"])).collect();
    assert_eq!(paths.len(), 2);
}

#[test]
fn a_list_of_files_is_read() {
    let project = Project::new();
    project.article("a b.txt", "First title\n\nThe minister spoke.\n");
    project.article("c.txt", "Second title\n\nThe envoy spoke.\n");
    project.article("d.txt", "Third title\n\nThe general spoke.\n");
    project.file("list", "news/a b.txt\0news/c.txt\0");
    project.run(["index", "--files0-from", "list"]).succeeds().says(&["2 articles added"]);
    assert_eq!(project.found("spoke"), ["a b.txt", "c.txt"]);
    project.run_on(b"news/d.txt\0", ["index", "--files0-from", "-"]).succeeds().says(&["1 articles added"]);
    assert_eq!(project.found("spoke").len(), 3);
    project.run(["index", "--files0-from", "no such list"]).fails_with(&["no such list"]);
}

#[test]
fn standard_input_is_an_article_or_json_lines() {
    let project = Project::new();
    project.run_on(b"A title\n\nThe minister spoke.\n", ["index", "-"]).succeeds().says(&["1 articles added"]);
    assert_eq!(project.found("minister"), ["stdin"]);
    let lines = record(1, "envoy") + &record(2, "general");
    project.run_on(lines.as_bytes(), ["index", "-"]).succeeds();
    assert_eq!(project.found("spoke"), ["1", "2"]);
    let output = project.run(["index"]);
    assert_eq!(output.status, 2, "there is no other path to look at: {output}");
}

#[test]
fn the_index_below_a_path_is_no_article() {
    let project = Project::new();
    project.file("a.txt", "Title\n\nThe minister spoke.\n");
    project.file(".hidden.txt", "Title\n\nThe minister hid.\n");
    project.file("topics.toml", "[[topic]]\nid = \"a\"\nlabel = \"a\"\nterms = [\"minister\"]\n");
    project.run(["index", "."]).succeeds().says(&["1 articles added"]);
    let output = project.run(["index", "."]);
    output.succeeds().says(&["nothing changed"]);
    assert!(!output.stderr.contains("skipped"), "{output}");
}

#[test]
fn a_missing_path_is_an_error_and_the_others_are_read() {
    let project = two_articles();
    project.article("c.txt", "Third title\n\nThe envoy arrived.\n");
    project.run(["index", "news", "nowhere"]).fails_with(&["nowhere: no such file or folder", "1 articles added"]);
    assert_eq!(project.found("envoy"), ["c.txt"]);
}

#[test]
fn the_same_folder_named_otherwise_is_the_same() {
    let project = two_articles();
    project.run(["index", "./news/../news"]).succeeds().says(&["nothing changed"]);
    let absolute = project.at("news");
    project.run(["index", absolute.to_str().expect("UTF-8")]).succeeds().says(&["nothing changed"]);
}

#[test]
fn verbose_tells_what_is_done_to_which_file() {
    let project = two_articles();
    project.article("a.txt", "First title\n\nBananas.\n");
    project.remove_file("news/b.txt");
    project.article("empty.txt", "");
    project.run(["index", "-v", "news"]).succeeds().says(&[
        "reading news/a.txt",
        "removed news/b.txt",
        "skipped news/empty.txt: empty",
    ]);
}

#[test]
fn quiet_prints_nothing() {
    let project = Project::with_seeds();
    let output: Output = project.run(["-q", "index", "seeds"]);
    output.succeeds();
    assert_eq!((output.stdout.as_str(), output.stderr.as_str()), ("", ""));
}

#[test]
fn the_number_of_threads_changes_no_answer() {
    let (one, many) = (Project::with_seeds(), Project::with_seeds());
    one.run(["index", "--threads", "1", "seeds"]).succeeds();
    many.run(["index", "--threads", "7", "seeds"]).succeeds();
    assert_eq!(one.dump(), many.dump());
}

#[test]
fn an_incremental_run_ends_where_a_fresh_one_would() {
    let (grown, fresh) = (Project::new(), Project::with_indexed_seeds());
    let mut seeds: Vec<_> = std::fs::read_dir(crate::harness::seeds_folder()).expect("the seeds").flatten().collect();
    seeds.sort_by_key(|entry| std::cmp::Reverse(entry.file_name()));
    for entry in seeds {
        let name = format!("seeds/{}", entry.file_name().to_string_lossy());
        project_step(&grown, &name, std::fs::read(entry.path()).expect("a seed"));
    }
    assert_eq!(grown.dump(), fresh.dump());
}

#[test]
fn an_index_that_lost_articles_is_as_one_that_never_had_them() {
    let shrunk = Project::with_indexed_seeds();
    let mut seeds: Vec<_> = std::fs::read_dir(crate::harness::seeds_folder()).expect("the seeds").flatten().collect();
    seeds.retain(|entry| entry.path().extension().is_some_and(|ending| ending == "txt"));
    seeds.sort_by_key(std::fs::DirEntry::file_name);
    let name = |entry: &std::fs::DirEntry| format!("seeds/{}", entry.file_name().to_string_lossy());
    // What dates another article is among them: what is kept of it must not date it any more.
    for left in (1..seeds.len()).rev() {
        shrunk.remove_file(&name(&seeds[left]));
        shrunk.run(["index", "seeds"]).succeeds().says(&["1 removed"]);
        let fresh = Project::with_seeds();
        seeds[left..].iter().for_each(|gone| fresh.remove_file(&name(gone)));
        fresh.run(["index", "seeds"]).succeeds();
        assert_eq!(shrunk.dump(), fresh.dump(), "of {left} seeds");
        shrunk.run(["index", "--check"]).succeeds();
    }
}

fn project_step(project: &Project, name: &str, bytes: Vec<u8>) {
    project.file(name, bytes);
    project.run(["index", "seeds"]).succeeds();
}
