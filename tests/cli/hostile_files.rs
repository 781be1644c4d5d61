//! Any bytes: a folder of hostile files is indexed without a crash, and the summary tells what became of each.

use std::fmt::Write;

use crate::harness::{Project, slice, text};

const MEGABYTE: usize = 1 << 20;

/// Writes the folder; the names of those that hold an article, sorted.
fn hostile_folder(project: &Project) -> Vec<&'static str> {
    let words = "The minister spoke of finance. ";
    let utf16 = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_be_bytes).collect() };
    let articles: Vec<(&'static str, Vec<u8>)> = vec![
        (
            "accents-latin1.txt",
            b"Caf\xe9 society\n\nThe minister spoke fran\xe7ais \xe0 No\xebl, d\xe9j\xe0 vu.\n".to_vec(),
        ),
        ("bidi.txt", "Title \u{202e}x\n\nThe minister \u{2066}spoke\u{2069}.\n".into()),
        (
            "controls.txt",
            format!("Title\n\n{}The \u{1}\u{2}\u{3}\u{4} minister \u{3} spoke.\n", words.repeat(60)).into(),
        ),
        ("crlf.txt", "Title\r\n\r\nThe minister spoke.\r\n".into()),
        ("invalid-utf8.txt", b"Title\n\nThe minister \xff\xfe spoke \xc3\x28 again.\n".to_vec()),
        ("long-line.txt", words.repeat(10 * MEGABYTE / words.len()).into()),
        ("long-token.txt", format!("Title\n\nminister {} end\n", "a".repeat(MEGABYTE)).into()),
        ("many-lines.txt", "minister\n\n".repeat(20_000).into()),
        ("no-final-newline.txt", "The minister".into()),
        ("old-mac.txt", "Title\r\rThe minister spoke.\r".into()),
        ("quotes.txt", format!("Title\n\nThe minister said {}\n", "“‘\"".repeat(20_000)).into()),
        ("unbalanced.html", format!("<html><body><p>The minister spoke{}", "<div>".repeat(200)).into()),
        ("utf16-be.txt", [b"\xfe\xff".to_vec(), utf16("Title\n\nThe minister spoke.\n")].concat()),
        ("utf16-no-mark.txt", utf16("A longer title of it\n\nThe minister spoke of finance and of other things.\n")),
        ("zalgo.txt", format!("Title\n\nminister {}\n", "e\u{301}\u{302}\u{303}".repeat(5_000)).into()),
    ];
    let names = articles.iter().map(|(name, _)| *name).collect();
    for (name, bytes) in articles {
        project.article_bytes(name, &bytes);
    }
    project.article_bytes("binary.txt", &(0..4096u32).map(|i| (i * 7919 % 256) as u8).collect::<Vec<_>>());
    project.article_bytes("picture", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0");
    project.article_bytes("empty.txt", b"");
    project.article_bytes("blank.txt", b" \n\t\r\n \n");
    project.article_bytes("data.csv", b"1,2\n3,4\n");
    project.article_bytes("movie.mp4", b"minister");
    names
}

#[test]
fn the_summary_tells_what_became_of_each() {
    let project = Project::new();
    let names = hostile_folder(&project);
    let output = project.run(["index", "news"]);
    output.succeeds().says(&[
        &format!("{} articles added", names.len()),
        "skipped 2: binary",
        "skipped 2: empty",
        "skipped 2: unknown kind",
    ]);
    assert!(!output.stderr.contains("failed"), "{output}");
    assert_eq!(project.run(["stats", "--format", "json"]).json()["articles"], names.len());
    for name in &names {
        let hits = project.hits_with(&["-n", "20"], &format!("minister AND path:\"news/{name}\""));
        assert!(!hits.is_empty(), "{name}");
        let raw = project.raw(name);
        for hit in &hits {
            assert_eq!(slice(&raw, &hit["passage"]["span"]), text(&hit["passage"]["text"]), "{name}");
            assert_eq!(slice(&raw, &hit["marks"][0]["span"]), "minister", "{name}");
        }
    }
    project.run(["index", "news"]).succeeds().says(&["nothing changed"]);
    project.run(["annotate", "news"]).succeeds();
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_passed_over() {
    use std::os::unix::fs::symlink;
    let project = Project::new();
    project.article("a.txt", "Title\n\nThe minister spoke.\n");
    symlink(project.at("news"), project.at("news/loop")).expect("a link");
    symlink(project.at("gone"), project.at("news/broken.txt")).expect("a link");
    symlink("ring.txt", project.at("news/ring.txt")).expect("a link");
    symlink("a.txt", project.at("news/link.txt")).expect("a link");
    std::os::unix::net::UnixListener::bind(project.at("news/socket.txt")).expect("a socket");
    let output = project.run(["index", "news"]);
    output.succeeds().says(&[
        "2 articles added",
        "skipped 2: broken link",
        "skipped 1: link to a folder",
        "skipped 1: not a regular file",
    ]);
}

#[cfg(unix)]
#[test]
fn what_may_not_be_read_fails_alone() {
    use std::os::unix::fs::PermissionsExt;
    let project = Project::new();
    project.article("a.txt", "Title\n\nThe minister spoke.\n");
    project.article("secret.txt", "Title\n\nThe minister hid.\n");
    let forbid = std::fs::Permissions::from_mode(0o000);
    std::fs::set_permissions(project.at("news/secret.txt"), forbid).expect("permissions");
    if std::fs::read(project.at("news/secret.txt")).is_ok() {
        eprintln!("skipped: this user may read everything");
        return;
    }
    project.run(["index", "news"]).fails_with(&["news/secret.txt: permission denied", "failed 1", "1 articles added"]);
}

#[test]
fn records_of_every_wrong_kind_fail_alone() {
    let project = Project::new();
    let good = "{\"id\":\"good\",\"text\":\"The minister spoke.\"}";
    let wrong = [
        "{",
        "}",
        "[]",
        "null",
        "1",
        "\"text\"",
        "{\"text\":1}",
        "{\"text\":null}",
        "{\"id\":1}",
        "{\"text\":\"x\"",
        "not json",
        "{\"text\":\"a\",\"text\":\"b\"}",
        "{\"id\":[],\"text\":\"x\"}",
    ];
    let mut lines = String::new();
    wrong.iter().for_each(|line| writeln!(lines, "{line}").expect("a string"));
    project.file("news/a.jsonl", format!("{lines}{good}\n{}\n", "[".repeat(100_000)));
    let output = project.run(["index", "news"]);
    output.status(2);
    assert_eq!(project.found("minister"), ["good"]);
    for (number, line) in (1..).zip(wrong) {
        let named = output.stderr.contains(&format!("news/a.jsonl:{number}:"));
        assert!(named || line.contains("\"b\""), "line {number} is not named: {output}");
    }
}

#[test]
fn front_matter_of_every_kind_is_survived() {
    let project = Project::new();
    let cases = [
        "---",
        "---\n",
        "---\n---\n",
        "---\ntitle: [\n---\nThe minister.",
        "---\n: :\n- -\n---\nx",
        "+++\na=1\n+++\nx",
    ];
    for (number, text) in cases.iter().enumerate() {
        project.article(&format!("{number}.md"), text);
    }
    project.run(["index", "news"]).succeeds();
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_no_text_are_articles_too() {
    use std::os::unix::ffi::OsStrExt;
    let project = Project::new();
    project.article("a\nb.txt", "Title\n\nThe minister spoke.\n");
    let name = std::ffi::OsStr::from_bytes(b"news/caf\xe9.txt");
    std::fs::write(project.path().join(name), "Title\n\nThe minister spoke.\n").expect("a file");
    project.run(["index", "news"]).succeeds().says(&["2 articles added"]);
    assert_eq!(project.found("minister"), ["a\nb.txt", "caf\\xE9.txt"]);
    project.run(["index", "news"]).succeeds().says(&["nothing changed"]);
    std::fs::remove_file(project.path().join(name)).expect("the file is there");
    project.run(["index", "news"]).succeeds().says(&["1 removed"]);
}

/// Bytes of many kinds that are no sound article, or none at all.
fn hostile(number: usize) -> (String, Vec<u8>) {
    let mut state = number as u64 + 1;
    let mut noise = |len: usize| -> Vec<u8> {
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as u8
        };
        (0..len).map(|_| next()).collect()
    };
    let (ending, bytes) = match number % 10 {
        0 => ("txt", noise(5000)),
        1 => ("jsonl.gz", [&b"\x1f\x8b\x08\0"[..], &noise(300)].concat()),
        2 => ("jsonl.zst", [&b"\x28\xb5\x2f\xfd"[..], &noise(300)].concat()),
        3 => ("json", "[".repeat(50_000).into_bytes()),
        4 => ("html", "<div>".repeat(20_000).into_bytes()),
        5 => ("md", [&b"---\n"[..], &noise(500)].concat()),
        6 => ("jsonl", [&noise(200)[..], b"\n{\"id\": 1}\n{\n"].concat()),
        7 => ("txt", vec![0; 3000]),
        8 => ("html.gz", noise(100)),
        _ => ("txt", Vec::new()),
    };
    (format!("news/{}/bad{number}.{ending}", number % 7), bytes)
}

#[test]
fn hostile_files_among_many_cost_none_of_the_others() {
    let many = if std::env::var_os("ONRECORD_LONG_TESTS").is_some() { 100_000 } else { 1_000 };
    let project = Project::new();
    for number in 0..many {
        project.file(
            &format!("news/{}/{number}.txt", number % 97),
            format!("Title {number}\n\nThe weathervane turned.\n"),
        );
    }
    for number in 0..50 {
        let (name, bytes) = hostile(number);
        project.file(&name, bytes);
    }
    let output = project.run(["index", "news"]);
    output.status(2).says(&["failed "]);
    let count = project.run(["search", "--unit", "article", "--duplicates", "--count", "weathervane"]);
    assert_eq!(count.succeeds().stdout.trim(), many.to_string(), "{output}");
    project.run(["index", "--check"]).succeeds();
}
