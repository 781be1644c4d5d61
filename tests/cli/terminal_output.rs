//! What people see: colours where wanted, nothing that a terminal would obey.

use std::process::Command;

use crate::harness::{Output, Project};

const HOSTILE: &str = "Title \u{1b}]0;owned\u{7}\n\nThe \u{1b}[31m minister \u{1b}[0m \u{9b}2J spoke\u{7f}\u{8} of \
                       \u{1b}]8;;http://x\u{7}links \u{1b}]52;c;eA==\u{7} and \u{202e}sdrawkcab\u{202c} \
                       \u{2066}isolated\u{2069} things.\n\n";

/// The hostile document, with so many good words in it that it is taken for text.
pub(crate) fn hostile() -> String {
    HOSTILE.to_owned() + &"Then nothing more was heard of it for a long time.\n".repeat(30)
}

fn has_controls(text: &str) -> bool {
    let overrides = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}');
    text.chars().any(|c| (c.is_control() && c != '\n') || overrides(c))
}

#[test]
fn a_pipe_gets_no_colour() {
    let project = Project::with_indexed_seeds();
    for env in [&[][..], &[("TERM", "xterm-256color")], &[("CLICOLOR", "1"), ("TERM", "xterm")]] {
        let mut command = project.command(["search", "coalition"]);
        command.envs(env.iter().copied());
        let output = Output::of(command);
        assert!(!output.succeeds().stdout.contains('\u{1b}'), "{env:?}: {output}");
    }
}

#[test]
fn colour_is_had_when_asked_for() {
    let project = Project::with_indexed_seeds();
    for env in [&[][..], &[("NO_COLOR", "1")], &[("TERM", "dumb")]] {
        let mut command = project.command(["--color", "always", "search", "coalition"]);
        command.envs(env.iter().copied());
        assert!(Output::of(command).succeeds().stdout.contains("\u{1b}["), "{env:?}");
    }
    let never = project.run_with(&[("CLICOLOR_FORCE", "1")], ["--color", "never", "search", "coalition"]);
    assert!(!never.succeeds().stdout.contains('\u{1b}'));
}

#[test]
fn colours_change_no_word() {
    let project = Project::with_indexed_seeds();
    let plain = project.run(["search", "coalition"]).succeeds().stdout.clone();
    let colourful = project.run(["search", "--color", "always", "coalition"]).succeeds().stdout.clone();
    // Brackets stand for marks only where no colour does.
    assert_eq!(without_styles(&colourful), plain.replace(['[', ']'], ""));
}

/// The text without `ESC [ … m`.
fn without_styles(text: &str) -> String {
    let mut pieces = text.split("\u{1b}[");
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |kept, piece| kept + piece.split_once('m').expect("a style ends with m").1)
}

#[test]
fn controls_of_a_document_are_shown_and_not_sent() {
    let project = Project::indexed(&[("a.txt", &hostile())]);
    let commands: [&[&str]; 7] = [
        &["search", "minister"],
        &["search", "--color", "never", "minister"],
        &["search", "--explain", "minister"],
        &["show", "a.txt"],
        &["show", "a.txt:1"],
        &["facets", "kind"],
        &["search", "--unit", "article", "minister"],
    ];
    for args in commands {
        let output = project.run(args);
        assert!(!has_controls(&output.succeeds().stdout), "{args:?}: {:?}", output.stdout);
    }
    let colourful = project.run(["search", "--color", "always", "minister"]);
    let text = without_styles(&colourful.stdout);
    assert!(!has_controls(&text) && text.contains("minister"), "{text:?}");
}

#[test]
fn json_carries_the_true_text_escaped() {
    let project = Project::indexed(&[("a.txt", &hostile())]);
    let output = project.run(["search", "--format", "json", "minister"]);
    assert!(!output.stdout.contains('\u{1b}') && output.stdout.contains("\\u001b[31m"), "{output}");
    let hits = project.hits("minister");
    let text = hits[0]["passage"]["text"].as_str().expect("text");
    for part in ["\u{1b}[31m minister", "\u{9b}2J spoke\u{7f}\u{8} of", "\u{202e}sdrawkcab"] {
        assert!(text.contains(part), "{part:?} in {text:?}");
    }
    assert!(!output.stdout.lines().any(has_controls), "{output}");
}

#[test]
fn controls_in_file_names_and_queries_are_not_sent() {
    let project = Project::new();
    project.article("a\u{1b}[31m\u{202e}.txt", "Title\n\nThe minister spoke.\n");
    project.article("b\u{1b}[31m.bin", "x");
    project.file("news/c\u{1b}[2J.jsonl", "{\"text\": \u{1b}[31m}\n");
    for args in [["index", "-v", "news"], ["search", "-v", "minister"], ["search", "-v", "\u{1b}[31mzebra \"x"]] {
        let output = project.run(args);
        assert!(!has_controls(&output.stderr), "{:?}", output.stderr);
        assert!(!has_controls(&output.stdout), "{:?}", output.stdout);
    }
    // To a pipe the paths go as they are, so that they lead to their files.
    let paths = project.run(["search", "--format", "paths", "minister"]);
    assert_eq!(paths.stdout, "news/a\u{1b}[31m\u{202e}.txt\n");
    if let Some(shown) = on_terminal(&project, &[("TERM", "xterm")], "search --format paths minister") {
        assert!(!has_controls(&shown.replace('\r', "")), "{shown:?}");
    }
    let dry = project.run(["index", "--dry-run", "--force", "news"]);
    assert!(!has_controls(&dry.stdout.replace('\t', " ")), "{:?}", dry.stdout);
}

/// Runs the program on a terminal of its own, if the system can make one.
pub(crate) fn on_terminal(project: &Project, env: &[(&str, &str)], args: &str) -> Option<String> {
    let mut command = Command::new("script");
    command.args(["-qec", &format!("stty rows 24 cols 60; '{}' {args}", crate::harness::ONRECORD), "/dev/null"]);
    let mut command = project.prepared(command);
    command.envs(env.iter().copied()).env("SHELL", "/bin/sh").env("PAGER", "cat");
    match command.stdin(std::process::Stdio::null()).output() {
        Ok(output) if output.status.success() => Some(String::from_utf8_lossy(&output.stdout).into_owned()),
        _ => {
            eprintln!("skipped: no terminal can be made here");
            None
        }
    }
}

#[test]
fn a_terminal_gets_colours_unless_told_otherwise() {
    let project = Project::with_indexed_seeds();
    let Some(shown) = on_terminal(&project, &[("TERM", "xterm")], "search coalition") else { return };
    assert!(shown.contains("\u{1b}["), "{shown:?}");
    for env in [&[("TERM", "dumb")][..], &[("TERM", "xterm"), ("NO_COLOR", "1")]] {
        let shown = on_terminal(&project, env, "search coalition").expect("as before");
        assert!(!shown.contains("\u{1b}["), "{env:?}: {shown:?}");
    }
}

#[test]
fn a_terminal_gets_lines_that_fit_it() {
    let project = Project::with_indexed_seeds();
    let Some(shown) = on_terminal(&project, &[("TERM", "dumb")], "search '\"foreign terrorist fighters\"'") else {
        return;
    };
    let passage = shown.lines().filter(|line| line.starts_with("   ") && !line.contains("seeds/"));
    for line in passage {
        assert!(line.trim_end().chars().count() <= 60, "{line:?}");
    }
    assert!(shown.contains("[foreign") || shown.contains("[Foreign"), "{shown}");
}

#[test]
fn a_hostile_document_is_harmless_on_a_terminal() {
    let project = Project::indexed(&[("a.txt", &hostile())]);
    let Some(shown) = on_terminal(&project, &[("TERM", "xterm")], "search minister") else { return };
    let shown = without_links(&without_styles(&shown.replace("\r\n", "\n")));
    assert!(!has_controls(&shown), "{shown:?}");
    assert!(shown.contains("news/a.txt:"), "{shown}");
}

/// The text without links to files: `ESC ] 8 ; ; file://… ESC \`, and the end of one. Those that a document asks for stay.
fn without_links(text: &str) -> String {
    let mut pieces = text.split("\u{1b}]8;;");
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |kept, piece| match piece.split_once("\u{1b}\\") {
        Some((target, shown)) if target.is_empty() || target.starts_with("file://") => kept + shown,
        _ => format!("{kept}\u{1b}]8;;{piece}"),
    })
}

#[test]
fn raw_text_is_exact_for_programs_and_harmless_on_a_terminal_and_tables_are_harmless_everywhere() {
    let project = Project::indexed(&[("a.txt", &hostile())]);
    assert_eq!(project.raw("a.txt"), hostile());
    let table = project.run(["search", "--format", "csv", "minister"]);
    assert!(table.succeeds().stdout.contains("\u{241b}[31m minister \u{241b}[0m"), "{table}");
    assert!(!has_controls(&table.stdout), "{table}");
    for command in ["show --format raw a.txt", "search --format csv minister", "search --format json minister"] {
        let Some(shown) = on_terminal(&project, &[("TERM", "xterm")], command) else { return };
        assert!(!has_controls(&shown.replace("\r\n", "\n")), "{command}: {shown:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn paths_come_out_as_the_file_system_has_them() {
    use std::os::unix::ffi::OsStrExt;
    let project = Project::new();
    let names: [&[u8]; 5] = [b"a b.txt", b"caf\xe9.txt", b"caf\\xE9.txt", b"esc\x1b[31m.txt", b"new\nline.txt"];
    for name in names {
        let path = project.at("news").join(std::ffi::OsStr::from_bytes(name));
        std::fs::create_dir_all(project.at("news")).expect("a folder");
        std::fs::write(path, "Title\n\nThe minister spoke.\n").expect("a file");
    }
    project.run(["index", "news"]).succeeds().says(&["5 articles added"]);
    let mut command = project.command(["search", "--format", "paths", "--duplicates", "minister"]);
    let output = command.stdin(std::process::Stdio::null()).output().expect("the program starts");
    for name in names {
        let path = [b"news/", name, b"\n"].concat();
        assert!(output.stdout.windows(path.len()).any(|window| window == path), "{}", String::from_utf8_lossy(name));
    }
    project.run(["index", "news"]).succeeds().says(&["nothing changed, 5 articles"]);
}

#[test]
fn a_path_leads_to_its_file_from_every_folder() {
    let project = Project::new();
    project.article("a.txt", "Title\n\nThe minister spoke.\n");
    project.file("elsewhere/b.txt", "Title\n\nThe envoy spoke.\n");
    project.run(["index", "news"]).succeeds();
    let paths = |folder: &str, word: &str| {
        let mut command = project.command(["--index", "../index", "search", "--format", "paths", word]);
        command.current_dir(project.at(folder));
        crate::harness::Output::of(command).stdout
    };
    assert_eq!(project.run(["search", "--format", "paths", "minister"]).stdout, "news/a.txt\n");
    let absolute = std::fs::canonicalize(project.at("news/a.txt")).expect("a path");
    assert_eq!(paths("elsewhere", "minister"), format!("{}\n", absolute.display()));
    // Named anew from another folder, with something to read.
    project.article("c.txt", "Title\n\nThe general spoke.\n");
    let mut command = project.command(["--index", "../index", "index", ".", "../elsewhere"]);
    command.current_dir(project.at("news"));
    crate::harness::Output::of(command).succeeds();
    for word in ["minister", "general", "envoy"] {
        for folder in ["news", "elsewhere"] {
            let found = paths(folder, word);
            assert!(project.at(folder).join(found.trim_end()).is_file(), "{word} from {folder}: {found}");
        }
    }
}
