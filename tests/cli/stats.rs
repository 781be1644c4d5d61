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

#[test]
fn people_are_told_the_period_the_paths_and_the_files_that_were_not_read() {
    let project = Project::with_seeds();
    project.file("seeds/picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0");
    project.file("seeds/broken.jsonl", "{\"id\": 1, \"text\": \"Whole.\"}\n{\"id\": 2,\n");
    project.run(["index", "seeds"]).status(2);
    let told = project.run(["stats"]).succeeds().stdout.clone();
    for part in ["1 March 2017 to", "seeds", "not read", "picture.png", "failed: seeds/broken.jsonl", "kB"] {
        assert!(told.contains(part), "no {part:?} in {told}");
    }
    let unread = |project: &Project| stats(project)["unread"].as_array().expect("a list").len();
    assert_eq!(unread(&project), 2);
    // What is as it was is not looked into again, and stays in the list.
    project.run(["index", "seeds"]).status(2);
    assert_eq!(unread(&project), 2);
    project.remove_file("seeds/picture.png");
    project.file("seeds/broken.jsonl", "{\"id\": 1, \"text\": \"Whole.\"}\n");
    project.run(["index", "seeds"]).succeeds();
    assert_eq!(unread(&project), 0);
}

#[test]
fn unread_members_of_an_archive_that_is_as_it_was_stay_in_the_list() {
    let project = Project::new();
    let members: [(&str, &[u8]); 2] =
        [("a.txt", b"Title\n\nThe minister spoke.\n"), ("b.bin", b"\0\x01\x02\0\xff\xfe\0\x03")];
    project.file("news/all.tar", tar_of(&members));
    project.run(["index", "news"]).succeeds();
    assert_eq!(stats(&project)["unread"][0]["path"], "news/all.tar/b.bin");
    project.article("c.txt", "Title\n\nThe envoy spoke.\n");
    project.run(["index", "news"]).succeeds();
    assert_eq!(stats(&project)["unread"][0]["path"], "news/all.tar/b.bin");
    project.run(["remove", "news"]).succeeds();
    assert_eq!(stats(&project)["unread"].as_array().map(Vec::len), Some(0));
}

/// A tar archive.
fn tar_of(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut packed = Vec::new();
    for (name, bytes) in members {
        let mut head = [0_u8; 512];
        head[..name.len()].copy_from_slice(name.as_bytes());
        head[100..108].copy_from_slice(b"0000644\0");
        head[124..136].copy_from_slice(format!("{:011o}\0", bytes.len()).as_bytes());
        head[136..148].copy_from_slice(b"00000000000\0");
        head[156] = b'0';
        head[257..265].copy_from_slice(b"ustar\x0000");
        head[148..156].copy_from_slice(b"        ");
        let sum: u32 = head.iter().map(|&byte| u32::from(byte)).sum();
        head[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        packed.extend(head);
        packed.extend(*bytes);
        packed.resize(packed.len().next_multiple_of(512), 0);
    }
    packed.resize(packed.len() + 1024, 0);
    packed
}
