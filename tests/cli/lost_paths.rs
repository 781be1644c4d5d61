//! PATHs that are missing, unreadable, empty or half gone: an error, and nothing is lost until `--prune` says so.

use std::fs;
use std::path::Path;

use serde_json::json;

use crate::harness::{Output, Project};

/// Articles `0.txt` and so on in a folder, indexed.
fn indexed(count: usize) -> Project {
    let project = Project::new();
    write(&project, 0..count);
    project.run(["index", "news"]).succeeds();
    project
}

fn write(project: &Project, numbers: std::ops::Range<usize>) {
    for number in numbers {
        project.article(&format!("{number}.txt"), &format!("Title {number}\n\nThe minister spoke of item{number}.\n"));
    }
}

fn count(project: &Project) -> usize {
    project.found("minister").len()
}

/// Asserts that no way to update takes anything out of the index.
fn loses_nothing(project: &Project, words: &[&str]) {
    let before = project.dump();
    for args in [&["index", "news"][..], &["index"], &["index", "--force", "news"]] {
        project.run(args).fails_with(words);
        assert_eq!(project.dump(), before, "{args:?}");
    }
    let output = project.run(["search", "--from", "news", "minister"]);
    output.fails_with(words);
    assert!(output.stdout.contains("minister"), "what is in the index is searched: {output}");
    assert_eq!(project.dump(), before);
    let plan = project.run(["index", "--dry-run", "news"]);
    assert!(!plan.stdout.contains("gone\t"), "{plan}");
    project.run(["index", "--check"]).succeeds();
}

#[test]
fn a_missing_path_loses_nothing_until_it_is_pruned() {
    let project = indexed(3);
    fs::rename(project.at("news"), project.at("elsewhere")).expect("it moves");
    loses_nothing(&project, &["no such file or folder", "3 articles", "--prune"]);
    project.run(["index", "--dry-run"]).status(2);
    fs::rename(project.at("elsewhere"), project.at("news")).expect("it moves back");
    project.run(["index"]).succeeds().says(&["nothing changed, 3 articles"]);
    fs::remove_dir_all(project.at("news")).expect("the folder");
    project.run(["index", "--prune", "news"]).succeeds().says(&["3 removed"]);
    assert_eq!(count(&project), 0);
}

#[test]
fn a_pruned_path_is_remembered_until_it_is_removed() {
    let project = indexed(2);
    fs::remove_dir_all(project.at("news")).expect("the folder");
    project.run(["index", "--prune"]).succeeds().says(&["2 removed"]);
    project.run(["index"]).fails_with(&["news: no such file or folder", "onrecord remove"]);
    write(&project, 5..6);
    project.run(["index"]).succeeds().says(&["1 articles added"]);
    project.run(["remove", "news"]).succeeds();
    project.run(["index"]).fails_with(&["nothing was indexed before"]);
    assert_eq!(count(&project), 0);
}

#[test]
fn a_path_that_is_suddenly_empty_loses_nothing() {
    let project = indexed(1);
    fs::remove_file(project.at("news/0.txt")).expect("a file");
    loses_nothing(&project, &["news", "empty", "1 article", "--prune"]);
    project.run(["index", "--prune"]).succeeds().says(&["1 removed"]);
    assert_eq!(count(&project), 0);
}

#[test]
fn a_file_that_is_a_path_and_suddenly_empty_loses_nothing() {
    let project = Project::new();
    let record = |id: u32| json!({"id": id, "text": "The minister spoke."}).to_string() + "\n";
    project.file("export.jsonl", (0..5).map(record).collect::<String>());
    project.run(["index", "export.jsonl"]).succeeds();
    for broken in ["", "\n\n"] {
        project.file("export.jsonl", broken);
        project.run(["index"]).fails_with(&["export.jsonl", "5 articles"]);
        assert_eq!(count(&project), 5);
    }
}

#[test]
fn the_loss_of_more_than_half_of_many_loses_nothing() {
    let project = indexed(22);
    (0..12).for_each(|number| fs::remove_file(project.at(&format!("news/{number}.txt"))).expect("a file"));
    loses_nothing(&project, &["12 of its 22 articles are gone", "--prune"]);
    project.run(["index", "--prune"]).succeeds().says(&["12 removed"]);
    assert_eq!(count(&project), 10);
}

#[test]
fn half_of_many_and_most_of_few_may_go() {
    let project = indexed(22);
    (0..11).for_each(|number| fs::remove_file(project.at(&format!("news/{number}.txt"))).expect("a file"));
    project.run(["index"]).succeeds().says(&["11 removed"]);
    (12..22).for_each(|number| fs::remove_file(project.at(&format!("news/{number}.txt"))).expect("a file"));
    project.run(["index"]).succeeds().says(&["10 removed"]);
    assert_eq!(count(&project), 1);
}

#[test]
fn an_export_that_broke_off_loses_nothing() {
    let project = Project::new();
    let lines = |numbers: std::ops::Range<u32>| -> String {
        numbers.map(|id| json!({"id": id, "text": format!("The minister spoke of {id}.")}).to_string() + "\n").collect()
    };
    project.file("news/export.jsonl", lines(0..100));
    project.run(["index", "news"]).succeeds();
    project.file("news/export.jsonl", lines(0..40));
    loses_nothing(&project, &["60 of its 100 articles are gone"]);
    project.file("news/export.jsonl", lines(0..30) + &lines(200..201));
    project.run(["index"]).fails_with(&["70 of its 100 articles", "1 articles added"]);
    assert_eq!(count(&project), 101, "what is new is added");
    project.run(["index", "--prune"]).succeeds().says(&["70 removed"]);
    assert_eq!(count(&project), 31);
    project.run(["index"]).succeeds().says(&["nothing changed"]);
}

#[test]
fn what_moved_is_not_lost() {
    let project = indexed(30);
    fs::create_dir(project.at("news/2017")).expect("a folder");
    for number in 0..30 {
        let name = format!("{number}.txt");
        fs::rename(project.at("news").join(&name), project.at("news/2017").join(&name)).expect("it moves");
    }
    project.run(["index"]).succeeds().says(&["30 articles added", "30 removed"]);
    assert_eq!(count(&project), 30);
    project.file("news/2018/x.txt", "Title\n\nThe minister came.\n");
    fs::rename(project.at("news/2017"), project.at("moved")).expect("it moves");
    project.run(["index", "news", "moved"]).succeeds().says(&["31 articles added", "30 removed"]);
    assert_eq!(count(&project), 31);
}

#[test]
fn a_renamed_path_is_missing_under_its_old_name() {
    let project = indexed(3);
    fs::rename(project.at("news"), project.at("archive")).expect("it moves");
    project.run(["index", "archive"]).succeeds().says(&["3 articles added"]);
    project.run(["index"]).fails_with(&["news: no such file or folder"]);
    project.run(["remove", "news"]).succeeds();
    project.run(["index"]).succeeds().says(&["nothing changed, 3 articles"]);
}

#[test]
fn one_path_in_trouble_does_not_hold_up_the_others() {
    let project = indexed(3);
    project.file("other/a.txt", "Title\n\nThe minister left.\n");
    project.file("other/b.txt", "Title\n\nThe minister stayed.\n");
    project.run(["index", "other"]).succeeds();
    fs::rename(project.at("news"), project.at("elsewhere")).expect("it moves");
    fs::remove_file(project.at("other/b.txt")).expect("a file");
    project.file("other/c.txt", "Title\n\nThe minister slept.\n");
    project.run(["index"]).fails_with(&["news: no such file or folder", "1 articles added", "1 removed"]);
    assert_eq!(project.found("minister"), ["0.txt", "1.txt", "2.txt", "a.txt", "c.txt"]);
}

#[test]
fn topics_of_a_folder_that_is_missing_or_empty_stay() {
    let project = Project::new();
    project.file("news/topics.toml", "[[topic]]\nid = \"speech\"\nlabel = \"Speech\"\nterms = [\"spoke\"]\n");
    write(&project, 0..3);
    project.run(["index", "news"]).succeeds();
    assert_eq!(project.found("topic:speech").len(), 3);
    project.file("other/a.txt", "Title\n\nThe envoy left.\n");
    fs::rename(project.at("news"), project.at("elsewhere")).expect("it moves");
    project.run(["index", "other"]).succeeds();
    fs::create_dir(project.at("news")).expect("a folder");
    project.run(["index"]).fails_with(&["news: it is empty"]);
    assert_eq!(project.found("topic:speech").len(), 3);
}

#[test]
fn a_path_that_another_covers_is_not_looked_for_by_itself() {
    let project = indexed(3);
    project.run(["index", "news/0.txt", "news"]).succeeds();
    fs::remove_file(project.at("news/0.txt")).expect("a file");
    project.run(["index"]).succeeds().says(&["1 removed"]);
    let project = Project::new();
    write(&project, 0..3);
    project.run(["index", "news/0.txt"]).succeeds();
    project.run(["index", "news"]).succeeds();
    fs::remove_file(project.at("news/0.txt")).expect("a file");
    project.run(["index"]).succeeds().says(&["1 removed"]);
}

#[test]
fn a_change_that_keeps_size_and_time_is_seen() {
    let project = Project::new();
    let file = "news/a.txt";
    let write = |text: &str| {
        project.file(file, text);
        let touched = std::process::Command::new("touch").args(["-d", "2020-01-01"]).arg(project.at(file)).status();
        assert!(touched.expect("touch is there").success());
    };
    write("Title\n\nThe deal is worth 1.2 billion.\n");
    project.run(["index", "news"]).succeeds();
    write("Title\n\nThe deal is worth 1.3 billion.\n");
    project.run(["index", "news"]).succeeds();
    assert_eq!(project.found("\"1.3 billion\""), ["a.txt"]);
}

/// Runs the program with `news` on a disk of its own, or what lies under that disk.
#[cfg(target_os = "linux")]
fn on_a_drive(project: &Project, script: &str) -> Option<Output> {
    let onrecord = crate::harness::ONRECORD;
    let shell = |run: &str| {
        let mut command = std::process::Command::new("unshare");
        command.args(["-m", "sh", "-c", &format!("mount -t tmpfs tmpfs news || exit 77; {run}")]);
        project.prepared(command)
    };
    if !shell("true").output().is_ok_and(|output| output.status.success()) {
        return None;
    }
    Some(Output::of(shell(&script.replace("onrecord", onrecord))))
}

#[cfg(target_os = "linux")]
#[test]
fn a_drive_that_is_not_mounted_loses_nothing_and_is_the_same_when_it_is_back() {
    let project = Project::new();
    fs::create_dir_all(project.at("news")).expect("a folder");
    (0..30).for_each(|n| project.file(&format!("kept/{n}.txt"), format!("Title {n}\n\nThe minister spoke.\n")));
    let mounted = "cp -p kept/* news && onrecord index news && ";
    let away = "umount news && ! onrecord index && ! onrecord search --from news minister && ";
    let back = "mount -t tmpfs tmpfs news && cp -p kept/* news && onrecord index";
    let Some(output) = on_a_drive(&project, &format!("{mounted}{away}{back}")) else {
        eprintln!("skipped: this user cannot mount a disk");
        return;
    };
    output.succeeds().says(&["it is empty", "30 articles", "nothing changed, 30 articles"]);
    assert_eq!(count(&project), 30);
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_read_loses_nothing_and_the_rest_goes_on() {
    use std::os::unix::fs::PermissionsExt;
    let project = indexed(3);
    project.article("secret/a.txt", "Title\n\nThe minister hid.\n");
    project.run(["index"]).succeeds();
    let set = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("permissions");
    let secret = project.at("news/secret");
    set(&secret, 0o000);
    if fs::read_dir(&secret).is_ok() {
        eprintln!("skipped: this user may read everything");
        set(&secret, 0o755);
        return;
    }
    fs::remove_file(project.at("news/0.txt")).expect("a file");
    project.run(["index"]).fails_with(&["news/secret: permission denied", "1 removed"]);
    set(&secret, 0o755);
    assert_eq!(project.found("minister"), ["1.txt", "2.txt", "secret/a.txt"]);
    set(&project.at("news"), 0o000);
    project.run(["index"]).fails_with(&["permission denied"]);
    set(&project.at("news"), 0o755);
    assert_eq!(count(&project), 3);
}

/// A folder of 18 files and an export of 25 records.
fn with_export() -> Project {
    let project = Project::new();
    write(&project, 0..18);
    let record = |id: u32| json!({"id": id, "text": format!("The minister spoke of record{id}.")}).to_string() + "\n";
    project.file("news/k.jsonl", (0..25).map(record).collect::<String>());
    project.run(["index", "news"]).succeeds();
    assert_eq!(count(&project), 43);
    project
}

#[test]
fn what_could_not_be_read_and_is_then_gone_loses_nothing() {
    let project = with_export();
    project.file("news/k.jsonl", "{\"id\": 1, \"text\": ");
    project.run(["index", "news"]).status(2);
    assert_eq!(count(&project), 43);
    project.remove_file("news/k.jsonl");
    project.run(["index", "news"]).fails_with(&["25 of its 43 articles are gone", "--prune"]);
    assert_eq!(count(&project), 43);
    project.run(["index", "--prune"]).succeeds().says(&["25 removed"]);
    assert_eq!(count(&project), 18);
}

#[test]
fn what_was_kept_once_is_kept_however_much_comes_in_beside_it() {
    let project = indexed(10);
    let old =
        |number: u32| (format!("b/{number}.txt"), format!("Old {number}\n\nThe minister spoke of old{number}.\n"));
    (0..15).map(old).for_each(|(name, text)| project.article(&name, &text));
    project.run(["index"]).succeeds();
    fs::rename(project.at("news/b"), project.at("away")).expect("it moves");
    project.run(["index"]).fails_with(&["15 of its 25 articles are gone"]);
    write(&project, 100..140);
    for words in ["15 of its 25 articles are gone", "15 articles are gone since an earlier run"] {
        project.run(["index"]).fails_with(&[words, "--prune"]);
        assert_eq!(count(&project), 65);
    }
    let plan = project.run(["index", "--dry-run"]);
    assert!(!plan.stdout.contains("gone\t"), "{plan}");
    // Files that go meanwhile for good are taken out.
    project.remove_file("news/100.txt");
    project.run(["index"]).fails_with(&["15 articles are gone since an earlier run"]);
    assert_eq!(count(&project), 64);
    fs::rename(project.at("away"), project.at("news/b")).expect("it moves back");
    project.run(["index"]).succeeds();
    fs::remove_dir_all(project.at("news/b")).expect("the folder");
    project.run(["index"]).succeeds().says(&["15 removed"]);
    assert_eq!(count(&project), 49);
}

#[test]
fn what_was_kept_once_goes_where_it_is_found_elsewhere_or_removed() {
    let kept = || {
        let project = indexed(25);
        fs::create_dir(project.at("away")).expect("a folder");
        for number in 0..20 {
            let name = format!("{number}.txt");
            fs::rename(project.at(&format!("news/{name}")), project.at(&format!("away/{name}"))).expect("it moves");
        }
        project.run(["index"]).fails_with(&["20 of its 25 articles are gone"]);
        write(&project, 100..140);
        project.run(["index"]).fails_with(&["20 of its 25 articles are gone"]);
        project.run(["index"]).fails_with(&["20 articles are gone since an earlier run"]);
        project
    };
    let project = kept();
    fs::rename(project.at("away"), project.at("news/back")).expect("it moves back");
    project.run(["index"]).succeeds();
    assert_eq!(count(&project), 65);
    let project = kept();
    project.run(["index", "--prune"]).succeeds().says(&["20 removed"]);
    project.run(["index"]).succeeds();
    let project = kept();
    project.run(["remove", "news"]).succeeds();
    project.run(["index", "news"]).succeeds();
    assert_eq!(count(&project), 45);
}
