//! Exit status: 0 done or found, 1 nothing found, 2 any error; and what the errors say.

use std::process::Stdio;

use crate::harness::{Output, Project};

#[test]
fn found_is_0_and_nothing_found_is_1() {
    let project = Project::with_indexed_seeds();
    for format in ["text", "json", "csv", "trec", "paths"] {
        project.run(["search", "--format", format, "coalition"]).status(0);
        project.run(["search", "--format", format, "zebra"]).status(1);
    }
}

#[test]
fn mistakes_in_arguments_are_2() {
    let project = Project::with_indexed_seeds();
    let mistakes: [&[&str]; 6] = [
        &[],
        &["serach", "x"],
        &["search", "--format", "yaml", "x"],
        &["search", "-n", "many", "x"],
        &["search", "--since", "yesterday-ish", "ISIS"],
        &["search", "--kind", "poem", "ISIS"],
    ];
    for args in mistakes {
        let output = project.run(args);
        output.status(2);
        assert!(output.stdout.is_empty() && !output.stderr.is_empty(), "{args:?}: {output}");
    }
}

#[test]
fn help_and_version_are_0() {
    let project = Project::new();
    for args in [["--help"], ["--version"], ["help"]] {
        assert!(!project.run(args).succeeds().stdout.is_empty(), "{args:?}");
    }
    assert!(project.run(["search", "--help"]).succeeds().stdout.contains("Examples:"));
    assert!(project.run(["completions", "bash"]).succeeds().stdout.contains("onrecord"));
    assert!(project.run(["man"]).succeeds().stdout.contains(".TH onrecord"));
}

#[test]
fn without_an_index_the_error_says_how_to_make_one() {
    let project = Project::new();
    let commands: [&[&str]; 4] = [&["search", "x"], &["stats"], &["show", "x"], &["facets", "kind"]];
    for args in commands {
        project.run(args).fails_with(&["no index at index", "onrecord index PATH"]);
    }
    project.run(["--index", "else where", "search", "x"]).fails_with(&["no index at else where"]);
}

#[test]
fn the_index_is_named_by_option_or_environment() {
    let project = Project::with_seeds();
    project.run_with(&[("ONRECORD_INDEX", "from env")], ["index", "seeds"]).succeeds();
    assert!(project.at("from env/meta.json").exists() && !project.at("index").exists());
    project.run(["--index", "from env", "search", "coalition"]).succeeds();
    project.run_with(&[("ONRECORD_INDEX", "nowhere")], ["search", "--index", "from env", "coalition"]).succeeds();
}

#[test]
fn a_second_writer_gets_a_clear_error_and_readers_go_on() {
    let project = Project::with_indexed_seeds();
    let input = project.at("pipe");
    let status = std::process::Command::new("mkfifo").arg(&input).status();
    if !status.is_ok_and(|status| status.success()) {
        eprintln!("skipped: no mkfifo here");
        return;
    }
    // The first writer waits for a pipe that nobody writes to yet.
    let mut first = project.start(["index", "pipe"]);
    let second = (0..100)
        .map(|_| {
            std::thread::sleep(std::time::Duration::from_millis(50));
            project.run(["index", "seeds"])
        })
        .find(|output| output.status != 0);
    let second = second.expect("the first writer holds the index");
    project.run(["search", "coalition"]).succeeds();
    std::fs::write(&input, "A title\n\nThe zebra came late.\n").expect("the first writer listens");
    assert!(first.wait().expect("it ends").success());
    second.fails_with(&["the index at index is being written by another onrecord"]);
    assert_eq!(project.found("zebra").len(), 1);
}

#[test]
fn an_index_of_another_version_says_how_to_rebuild() {
    let project = Project::with_indexed_seeds();
    let meta = std::fs::read_to_string(project.at("index/meta.json")).expect("the index");
    assert!(meta.contains("\\\"format\\\":"), "{meta}");
    project.file("index/meta.json", meta.replace("\\\"format\\\":", "\\\"format\\\":9"));
    let commands: [&[&str]; 3] = [&["search", "x"], &["index", "seeds"], &["stats"]];
    for args in commands {
        project.run(args).fails_with(&["has format 9", "rebuild"]);
    }
}

#[test]
fn an_index_of_another_program_is_left_alone() {
    let project = Project::with_indexed_seeds();
    let meta = std::fs::read_to_string(project.at("index/meta.json")).expect("the index");
    let mut value: serde_json::Value = serde_json::from_str(&meta).expect("JSON");
    value["payload"] = "something else".into();
    project.file("index/meta.json", value.to_string());
    project.run(["search", "x"]).fails_with(&["did not make"]);
    project.run(["index", "seeds"]).fails_with(&["did not make"]);
}

#[test]
fn a_damaged_index_is_a_clear_error_and_no_panic() {
    let project = Project::with_indexed_seeds();
    let files: Vec<_> =
        std::fs::read_dir(project.at("index")).expect("the index").flatten().map(|e| e.path()).collect();
    for path in files.iter().filter(|path| path.is_file() && !path.ends_with(".gitignore")) {
        let whole = std::fs::read(path).expect("a file");
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if name.ends_with(".lock") || name == ".managed.json" || whole.is_empty() {
            continue;
        }
        for damaged in [Vec::new(), whole[..whole.len() / 2].to_vec(), vec![0xFF; whole.len()]] {
            std::fs::write(path, damaged).expect("a file");
            let output = project.run(["search", "--format", "json", "coalition"]);
            assert!(!output.stderr.contains("panicked"), "{name}: {output}");
            if output.status == 2 {
                let clear = ["damaged", "did not make"].iter().any(|word| output.stderr.contains(word));
                assert!(clear && output.stderr.contains("index"), "{name}: {output}");
            }
        }
        std::fs::remove_file(path).expect("a file");
        let output = project.run(["search", "coalition"]);
        assert!(output.status == 2 && !output.stderr.contains("panicked"), "{name} removed: {output}");
        std::fs::write(path, whole).expect("a file");
    }
    project.run(["search", "coalition"]).succeeds();
}

#[test]
fn a_closed_pipe_is_no_error() {
    let project = Project::new();
    let many: String = (0..3000).map(|i| format!("The minister spoke of number {i} at great length.\n\n")).collect();
    project.article("a.txt", &format!("Title\n\n{many}"));
    project.run(["index", "news"]).succeeds();
    for format in ["text", "json", "csv", "trec"] {
        let mut child = project
            .command(["search", "--format", format, "-n", "100000", "minister"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        drop(child.stdout.take());
        let output = Output::from(child.wait_with_output().expect("it ends"));
        output.succeeds();
        assert_eq!(output.stderr, "", "{format}");
    }
}

#[test]
fn errors_go_to_standard_error_and_name_the_thing() {
    let project = Project::new();
    let output = project.run(["index", "no/such/folder"]);
    output.fails_with(&["error", "no/such/folder", "no such file or folder"]);
    assert_eq!(output.stdout, "");
}

#[cfg(unix)]
#[test]
fn a_full_disk_while_printing_is_an_error() {
    let project = Project::with_indexed_seeds();
    let Ok(full) = std::fs::OpenOptions::new().write(true).open("/dev/full") else {
        eprintln!("skipped: no /dev/full here");
        return;
    };
    let mut command = project.command(["search", "coalition"]);
    let output = command.stdin(Stdio::null()).stdout(full).output().expect("the program starts");
    Output::from(output).status(2);
}
