//! `index --check`, and searches in an index that is not as it was written.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::harness::{Output, Project};

/// Two parts and deleted passages, so that there is a file of every kind.
fn indexed() -> Project {
    let project = Project::with_indexed_seeds();
    project.article("a.txt", "Title\n\nThe coalition spoke of finance.\n");
    project.run(["index", "news"]).succeeds();
    project.article("a.txt", "Title\n\nThe coalition spoke of other things.\n");
    project.run(["index", "news"]).succeeds();
    project
}

fn files(project: &Project) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(project.at("index")).expect("the index").flatten().map(|entry| entry.path());
    let mut files: Vec<PathBuf> = entries.filter(|path| !path.to_string_lossy().ends_with(".lock")).collect();
    files.sort();
    files
}

/// Searches whose answers together depend on every file.
const SEARCHES: [&[&str]; 4] = [
    &["search", "--format", "json", "--duplicates", "-n", "1000", "*"],
    &["search", "--format", "json", "foreign fighters OR \"the coalition\""],
    &["facets", "speaker", "--format", "json"],
    &["stats", "--format", "json"],
];

/// What a search answers, its time aside; nothing where it ends with an error.
fn answer(project: &Project, args: &[&str]) -> Option<String> {
    let started = Instant::now();
    let output = project.run(args);
    assert!(started.elapsed() < Duration::from_secs(20), "{args:?} took {:?}", started.elapsed());
    assert!(matches!(output.status, 0..=2) && !output.stderr.contains("panicked"), "{args:?}: {output}");
    let stable = |line: &&str| !line.contains("elapsed_ms");
    (output.status != 2).then(|| output.stdout.lines().filter(stable).collect::<Vec<_>>().join("\n"))
}

fn check(project: &Project) -> Output {
    let output = project.run(["index", "--check"]);
    assert!(!output.stderr.contains("panicked"), "{output}");
    output
}

#[test]
fn a_whole_index_is_whole_and_nothing_is_written() {
    let project = indexed();
    let state = || -> Vec<_> { files(&project).iter().map(|file| (file.clone(), std::fs::read(file).ok())).collect() };
    let before = state();
    check(&project).succeeds().says(&["index: whole (6 articles"]);
    assert!(state() == before);
    project.run(["index", "--check", "news"]).status(2);
    Project::new().run(["index", "--check"]).fails_with(&["no index at index"]);
}

#[test]
fn another_byte_is_found_and_no_search_answers_wrong_or_panics() {
    let project = indexed();
    let right: Vec<Option<String>> = SEARCHES.iter().map(|args| answer(&project, args)).collect();
    let rounds = if std::env::var_os("ONRECORD_LONG_TESTS").is_some() { 30 } else { 2 };
    let mut state: u64 = 23;
    let mut random = |bound: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % bound
    };
    for file in files(&project) {
        let whole = std::fs::read(&file).expect("a file");
        for _ in 0..rounds {
            let (byte, change) = (random(whole.len()), 1 + random(255));
            let mut damaged = whole.clone();
            damaged[byte] ^= change as u8;
            std::fs::write(&file, damaged).expect("a file");
            let name = file.file_name().expect("a name").to_string_lossy().into_owned();
            assert_eq!(check(&project).status, 2, "{name}: byte {byte} changed by {change} is not found");
            for (args, right) in SEARCHES.iter().zip(&right) {
                let now = answer(&project, args);
                assert!(now.is_none() || now == *right, "{name}, byte {byte}: {args:?} answers otherwise");
            }
        }
        std::fs::write(&file, whole).expect("a file");
    }
    check(&project).succeeds();
}

#[test]
fn cut_grown_emptied_and_missing_files_are_found() {
    let project = indexed();
    for file in files(&project) {
        let whole = std::fs::read(&file).expect("a file");
        let grown = [&whole[..], &[0; 100]].concat();
        for damaged in [&whole[..whole.len() / 2], &whole[..whole.len() - 1], &[], &grown] {
            std::fs::write(&file, damaged).expect("a file");
            assert_eq!(check(&project).status, 2, "{}: {} of {} bytes", file.display(), damaged.len(), whole.len());
            SEARCHES.iter().for_each(|args| drop(answer(&project, args)));
        }
        std::fs::remove_file(&file).expect("a file");
        assert_eq!(check(&project).status, 2, "{} is missing", file.display());
        std::fs::write(&file, whole).expect("a file");
    }
}

fn turn_a_bit(file: &Path) {
    let mut bytes = std::fs::read(file).expect("a file");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(file, bytes).expect("a file");
}

#[test]
fn removal_is_advised_for_a_damaged_index_and_never_beside_other_files() {
    let project = indexed();
    let store = files(&project).into_iter().find(|file| file.to_string_lossy().ends_with(".store")).expect("a store");
    turn_a_bit(&store);
    let name = store.file_name().expect("a name").to_string_lossy().into_owned();
    check(&project).fails_with(&[&name, "not those that were written", "remove the folder"]);
    project.run(["search", "-n", "1000", "*"]).fails_with(&["damaged", &name, "onrecord index --check"]);
    project.file("index/notes.txt", "My notes.");
    let output = check(&project);
    output.fails_with(&["other files", "--index NEW"]);
    assert!(!output.stderr.contains("remove the folder"), "{output}");
}
