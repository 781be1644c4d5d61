//! What stands in the way of an index has words of its own, and nothing but damage is called damage.

use crate::harness::{ONRECORD, Output, Project};

fn is_no_damage(output: &Output) {
    output.status(2);
    assert!(!output.stderr.contains("damage") && !output.stderr.contains("remove the folder"), "{output}");
}

/// Runs the program below a limit of the shell.
#[cfg(unix)]
fn limited(project: &Project, limit: &str, args: &str) -> Output {
    let mut command = std::process::Command::new("sh");
    command.arg("-c").arg(format!("trap '' XFSZ; {limit} && exec '{ONRECORD}' {args}"));
    Output::of(project.prepared(command))
}

#[cfg(unix)]
#[test]
fn too_many_open_files_are_no_damage() {
    let project = Project::with_indexed_seeds();
    for files in [4, 5, 6] {
        let output = limited(&project, &format!("ulimit -n {files}"), "search coalition");
        if output.status == 2 && output.stderr.contains("open files") {
            is_no_damage(output.says(&["cannot use the index at index", "ulimit -n"]));
            return;
        }
    }
    panic!("no limit on open files was met");
}

#[cfg(unix)]
#[test]
fn a_run_that_fails_on_its_first_commit_leaves_nothing_behind() {
    let project = Project::with_seeds();
    for blocks in [0, 1, 2, 4, 8] {
        let output = limited(&project, &format!("ulimit -f {blocks}"), "index seeds");
        is_no_damage(output.says(&["the index at index"]));
        assert!(!project.at("index").exists(), "{blocks} blocks: {output}");
        project.run(["search", "coalition"]).fails_with(&["no index at index"]);
    }
    std::fs::create_dir(project.at("index")).expect("a folder");
    project.file("index/.gitignore", "*");
    limited(&project, "ulimit -f 2", "index seeds").status(2);
    let left: Vec<_> = std::fs::read_dir(project.at("index")).expect("it was there before").flatten().collect();
    assert_eq!(left.len(), 1, "what was there stays: {left:?}");
    project.run(["index", "seeds"]).succeeds();
}

#[test]
fn a_folder_of_somebody_else_is_left_alone() {
    let project = Project::with_seeds();
    for meta in ["{\"name\": \"my project\"}", "[1, 2]", "not JSON at all", ""] {
        project.file("site/meta.json", meta);
        for args in [&["search", "x"][..], &["index", "seeds"], &["index", "--check"], &["compact"]] {
            let output = project.run([&["--index", "site"], args].concat());
            is_no_damage(output.says(&["site", "onrecord did not make"]));
        }
        let files: Vec<_> = std::fs::read_dir(project.at("site")).expect("the folder").flatten().collect();
        assert_eq!(files.len(), 1, "{meta}: {files:?}");
    }
}

#[test]
fn an_index_in_the_folder_that_is_indexed_is_refused() {
    let project = Project::new();
    project.file("d/a.txt", "Title\n\nThe minister spoke.\n");
    for (index, path) in [("d", "d"), ("d", "./d/../d"), ("new", "new")] {
        project.run(["--index", index, "index", path]).fails_with(&["the folder of the index itself", "--index"]);
        project.run(["--index", index, "search", "--from", path, "x"]).fails_with(&["the index itself"]);
    }
    assert_eq!(std::fs::read_dir(project.at("d")).expect("the folder").count(), 1);
    assert!(!project.at("new").exists());
    project.run(["--index", "d/index", "index", "d"]).succeeds().says(&["1 articles added"]);
}

#[test]
fn a_file_in_the_place_of_the_index_is_no_damage() {
    let project = Project::with_seeds();
    project.file("index", "I am a file.");
    for args in [&["search", "x"][..], &["index", "seeds"]] {
        is_no_damage(project.run(args).says(&["index"]));
    }
}

#[test]
fn no_index_is_made_where_no_path_can_be_read() {
    let project = Project::new();
    project.run(["index", "no/such/folder"]).fails_with(&["no/such/folder: no such file or folder"]);
    assert!(!project.at("index").exists());
    std::fs::create_dir(project.at("empty")).expect("a folder");
    project.run(["index", "empty"]).succeeds();
    project.file("empty/a.txt", "Title\n\nThe minister spoke.\n");
    project.run(["index"]).succeeds().says(&["1 articles added"]);
}
