//! Reading as a whole: the seeds, the formats by name, and bytes made to hurt.

use std::io::Write;
use std::ops::ControlFlow;
use std::path::PathBuf;

use proptest::prelude::*;

use super::*;
use crate::source::Format;
use onrecord_text::analyze::{Forms, analyze};
use onrecord_text::passage::split;

/// The place of the shared data, where it is there.
fn shared(path: &str) -> Option<PathBuf> {
    let root = std::env::var_os("ONRECORD_SHARED")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let path = root.join(path);
    if !path.exists() {
        eprintln!("skipped: {} is absent", path.display());
    }
    path.exists().then_some(path)
}

fn file(name: &str) -> SourceFile {
    let format = Format::from_name(name.as_ref()).unwrap_or_default();
    SourceFile { path: name.into(), display: name.into(), id: name.into(), format, ..SourceFile::stdin() }
}

/// What a file of this name and content is read as. Every article goes all the way to passages.
fn read_bytes(name: &str, mut bytes: &[u8]) -> (Vec<Result<Article, String>>, Outcome) {
    let mut found = Vec::new();
    let outcome = read(&file(name), &mut bytes, &mut |item| {
        if let Ok(article) = &item {
            split(&analyze(article, &mut Forms::new()));
        }
        found.push(item.map_err(|not_read| match not_read {
            NotRead::Failed(error) => error.to_string(),
            NotRead::Skipped(skip) => format!("skipped {}: {}", skip.display, skip.reason.message()),
        }));
        ControlFlow::Continue(())
    });
    (found, outcome)
}

fn only(name: &str, bytes: &[u8]) -> Article {
    let (mut found, outcome) = read_bytes(name, bytes);
    assert_eq!((found.len(), outcome), (1, Outcome::Done), "{name}");
    found.remove(0).expect("an article")
}

fn seed(name: &str) -> Article {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../seeds").join(name);
    only(name, &std::fs::read(path).expect("the seeds are part of the project"))
}

/// The kinds of the blocks by the line they begin on.
fn kinds(article: &Article) -> Vec<(usize, BlockKind)> {
    let line = |at: u32| article.content[..at as usize].matches('\n').count() + 1;
    article.blocks.iter().map(|block| (line(block.span.start), block.kind)).collect()
}

#[test]
fn boilerplate_lines_of_the_seeds() {
    use BlockKind::*;
    let Some(path) = shared("seeds_topics_gold.jsonl") else { return };
    let rows = std::fs::read_to_string(path).expect("readable");
    let (mut found, mut lost) = (0, Vec::new());
    for row in rows.lines() {
        let row: serde_json::Value = serde_json::from_str(row).expect("JSON");
        let kinds = kinds(&seed(row["file"].as_str().expect("a name")));
        let line = row["line"].as_u64().expect("a number") as usize;
        let kind = kinds.iter().find(|(at, _)| *at == line).expect("a block on every line").1;
        let page = matches!(kind, Section | Byline | Dateline | Boilerplate);
        match row["kind"].as_str() {
            Some("boilerplate") => found += usize::from(page),
            Some("passage") if page => lost.push(row),
            _ => {}
        }
    }
    assert!(found >= 9, "found {found} of 11");
    assert!(lost.is_empty(), "{lost:?}");
}

#[test]
fn every_block_of_the_seeds() {
    use BlockKind::*;
    let body = |lines: &[usize]| lines.iter().map(|&line| (line, Body)).collect::<Vec<_>>();
    let odd = |from: usize, to: usize| body(&(from..=to).step_by(2).collect::<Vec<_>>());
    let page = |head: &[(usize, BlockKind)], rest: Vec<_>, tail: &[(usize, BlockKind)]| [head, &rest, tail].concat();
    let note = [(1, Title), (3, Byline), (5, Dateline)];
    let cases = [
        ("000_0c0024bd40f87050.txt", page(&[(1, Section), (3, Title), (5, Caption)], odd(7, 25), &[])),
        ("001_4168c8f3b6d72b22.txt", page(&[(1, Section), (3, Title)], odd(5, 31), &[])),
        ("002_8349903c940f5b7d.txt", page(&note, odd(7, 15), &[(17, Boilerplate)])),
        (
            "003_e3e07c83914426f9.txt",
            [
                page(&[(1, Section), (3, Title)], odd(5, 15), &[(17, Heading)]),
                page(&[], body(&[19, 22, 24, 26]), &[(28, Boilerplate), (30, Boilerplate)]),
            ]
            .concat(),
        ),
        ("004_9fd6de5ae2dce168.txt", page(&note, odd(7, 11), &[(13, Boilerplate)])),
    ];
    for (name, expected) in cases {
        assert_eq!(kinds(&seed(name)), expected, "{name}");
    }
}

#[test]
fn a_repeated_title_is_in_the_text_alone() {
    let article =
        article_from_text("a", "a", Some("Ministers meet"), "Ministers  meet.\n\nThey met.", Metadata::default());
    assert_eq!((article.text_start, article.title(), article.blocks.len()), (0, "Ministers  meet.", 2));
}

#[test]
fn one_article_in_every_format() {
    let text = "They met on Monday.";
    for (name, bytes) in [
        ("a.txt", text.to_owned()),
        ("a", text.to_owned()),
        ("a.md", format!("---\ntitle: T\n---\n{text}")),
        ("a.html", format!("<html><head><title>T</title></head><body><p>{text}</p></body></html>")),
        ("b", format!("<!DOCTYPE html><html><body><p>{text}</p></body></html>")),
        ("a.jsonl", format!("{{\"text\":\"{text}\"}}\n")),
        ("c", format!("{{\"text\":\"{text}\"}}\n")),
        ("a.json", format!("{{\n\"text\":\n\"{text}\"}}\n")),
        ("b.json", format!("[{{\"id\":5,\"text\":\"{text}\"}}]")),
    ] {
        assert!(only(name, bytes.as_bytes()).text().contains(text), "{name}");
    }
    assert_eq!(only("a.json", b"{\"text\":\"t\"}").id, "a.json");
}

#[test]
fn json_that_is_no_article() {
    assert_eq!(read_bytes("package.json", b"{\"name\":\"x\"}").1, Outcome::Skipped(SkipReason::UnknownKind));
    let (found, _) = read_bytes("a.json", b"[{\"id\":1,\"text\":\"t\"},{\"id\":2},{\"id\":1,\"text\":\"u\"}]\n{");
    let errors: Vec<&String> = found.iter().filter_map(|item| item.as_ref().err()).collect();
    assert!(errors[0].starts_with("a.json: record 2: missing field `text`;"), "{errors:?}");
    assert!(errors[1].starts_with("a.json: record 3: the id \"1\" stands twice"), "{errors:?}");
    assert!(errors[2].starts_with("a.json:2:"), "{errors:?}");
}

#[test]
fn passed_over_with_a_reason() {
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    for (bytes, reason) in [
        (b"".to_vec(), SkipReason::Empty),
        (b" \n\t\r\n \xC2\xA0".to_vec(), SkipReason::Empty),
        (utf16("  \n"), SkipReason::Empty),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), SkipReason::Binary),
        (vec![0; 4096], SkipReason::Binary),
    ] {
        assert_eq!(read_bytes("a.txt", &bytes).1, Outcome::Skipped(reason), "{bytes:?}");
    }
}

#[test]
fn damaged_archives_are_errors_that_name_the_file() {
    let mut whole = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    whole.write_all("{\"text\":\"one\"}\n".repeat(2000).as_bytes()).expect("memory");
    let whole = whole.finish().expect("memory");
    for (name, bytes) in [
        ("a.jsonl.gz", &whole[..whole.len() - 9]),
        ("a.jsonl.gz", b"no gzip"),
        ("a.txt.gz", &whole[..20]),
        ("a.jsonl.zst", b"no zstd"),
        ("a.zst", b"\x28\xB5\x2F\xFD\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"),
    ] {
        let (found, _) = read_bytes(name, bytes);
        let error = found.last().expect("an item").as_ref().expect_err("an error");
        assert!(error.starts_with(name), "{error}");
    }
}

/// A gigabyte of zeros in a megabyte of gzip.
#[test]
fn what_swells_is_cut_off() {
    let mut bomb = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let zeros = vec![b' '; 1 << 20];
    for _ in 0..80 {
        bomb.write_all(&zeros).expect("memory");
    }
    let bomb = bomb.finish().expect("memory");
    assert_eq!(read_bytes("a.txt.gz", &bomb).1, Outcome::Skipped(SkipReason::TooLarge));
    assert!(read_bytes("a.jsonl.gz", &bomb).0[0].as_ref().is_err_and(|e| e.contains("longer than")));
}

#[test]
fn texts_made_to_hurt() {
    let sentence = "The ministers met again in Paris. ";
    let cases: Vec<Vec<u8>> = vec![
        sentence.repeat(300_000).into_bytes(),
        vec![b'a'; 1 << 20],
        "a:".repeat(1 << 17).into_bytes(),
        "U.S.".repeat(1 << 16).into_bytes(),
        "\n".repeat(1 << 20).into_bytes(),
        "a\n".repeat(1 << 17).into_bytes(),
        "a\r".repeat(1000).into_bytes(),
        "(".repeat(1 << 20).into_bytes(),
        "\"’“".repeat(1 << 16).into_bytes(),
        "e\u{301}".repeat(1 << 17).into_bytes(),
        "Share this\n\n".repeat(20_000).into_bytes(),
        "Name\n\n".repeat(20_000).into_bytes(),
        "- \n".repeat(100_000).into_bytes(),
        "By A\n\nMarch 1, 2017\n\n".repeat(5_000).into_bytes(),
        "words \u{202E}\u{1B}[31m\u{FEFF} and\u{0}null, the rest is long enough".repeat(20).into_bytes(),
        [sentence.as_bytes(), b"\xFF\xFE\xC3"].concat(),
    ];
    for (i, bytes) in cases.iter().enumerate() {
        for name in ["a.txt", "a.md", "a"] {
            let (found, outcome) = read_bytes(name, bytes);
            assert!(found.iter().all(Result::is_ok), "case {i} as {name}: {outcome:?}");
        }
    }
}

#[test]
fn records_made_to_hurt() {
    let deep = format!("{{\"text\":\"t\",\"id\":{}1{}}}", "[".repeat(100_000), "]".repeat(100_000));
    for line in [deep.as_str(), "{\"text\":\"a", "{\"text\":\"a\"}}", "{}", "\"text\""] {
        let (found, outcome) = read_bytes("a.jsonl", format!("{line}\n{{\"text\":\"next\"}}").as_bytes());
        assert_eq!((found.len(), outcome), (2, Outcome::Done), "{line:.40}");
        assert!(found[0].is_err() && found[1].is_ok(), "{line:.40}");
        let _ = read_bytes("a.json", line.as_bytes());
    }
    // Half a pair of surrogates costs a character, and any encoding is read.
    assert!(read_bytes("a.jsonl", b"{\"text\":\"\\ud800\"}").0[0].is_ok());
    assert!(read_bytes("a.jsonl", b"{\"text\":\"caf\xE9\"}").0[0].is_ok());
}

proptest! {
    #[test]
    fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        for name in ["a.txt", "a.md", "a.html", "a.jsonl", "a.json", "a", "a.gz", "a.zst"] {
            read_bytes(name, &bytes);
        }
    }

    #[test]
    fn any_text_gives_ordered_blocks(title in proptest::option::of("\\PC{0,12}"), text in "(\\PC|\n|- |By |A ){0,200}") {
        let plain = article_from_text("a", "a", title.as_deref(), &text, Metadata::default());
        for article in [plain, markdown::read_markdown("a", "a", &text)] {
            prop_assert_eq!(article.text(), &text);
            let mut last = 0;
            for block in &article.blocks {
                let words = block.span.of(&article.content);
                prop_assert!(block.span.start >= last && !words.is_empty() && words.trim() == words);
                last = block.span.end;
            }
        }
    }

    #[test]
    fn no_word_of_plain_text_is_lost(text in "(\\PC|\n){0,200}") {
        let article = article_from_text("a", "a", None, &text, Metadata::default());
        let inside = |at: usize| article.blocks.iter().any(|b| b.span.range().contains(&at));
        for (at, c) in text.char_indices() {
            prop_assert!(c.is_whitespace() || inside(at), "{:?} at {}", c, at);
        }
    }
}
