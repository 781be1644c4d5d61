//! What a terminal shows, character by character: at 60, 80 and 120 columns, with and without colour, on a dumb terminal,
//! and of hostile text. `INSTA_UPDATE=always cargo test --test cli golden` writes the captures anew; look at them.

use crate::harness::{Output, Project};
use crate::terminal_output::{hostile, on_terminal};

/// The commands that are captured: one of each sort of output.
const COMMANDS: [&[&str]; 8] = [
    &["search", "speaker:toner", "said:ISIS", "-n", "2"],
    &["search", "--unit", "quote", "--speaker", "toner", "classified"],
    &["search", "--unit", "article", "coalition", "finance", "-n", "1"],
    &["search", "title:press title:releases", "-n", "1"],
    &["show", "seeds/001_4168c8f3b6d72b22.txt:15", "--query", "Russia"],
    &["facets", "speaker", "coalition", "-n", "3"],
    &["facets", "date", "--interval", "year", "--by", "speaker"],
    &["search", "(finance OR funding"],
];

/// What the commands print, with columns and other settings in the environment.
fn capture(project: &Project, commands: &[&[&str]], options: &[&str], env: &[(&str, &str)]) -> String {
    let mut shown = String::new();
    for args in commands {
        let mut command = project.command(args.iter().chain(options));
        command.envs(env.iter().copied());
        let Output { stdout, stderr, .. } = Output::of(command);
        shown.push_str(&format!("$ onrecord {}\n{stdout}{stderr}\n", args.join(" ")));
    }
    readable(project, &shown)
}

/// The text with visible escapes, and with signs for what depends on the folder and the machine.
fn readable(project: &Project, text: &str) -> String {
    let folder = std::fs::canonicalize(project.path()).expect("the folder");
    let host = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let text = text.replace(&format!("file://{}", host.trim()), "file://HOST");
    let text = text.replace(&*folder.to_string_lossy(), "/FOLDER").replace('\u{1b}', "<ESC>").replace('\r', "");
    project.hits("*").iter().fold(text, |text, hit| {
        let handle = crate::harness::text(&hit["handle"]);
        let article = handle.split(':').next().unwrap_or_default();
        text.replace(article, "HANDLE..")
    })
}

#[test]
fn plain_at_three_widths() {
    let project = Project::with_indexed_seeds();
    for columns in ["60", "80", "120"] {
        let shown = capture(&project, &COMMANDS, &[], &[("COLUMNS", columns)]);
        insta::assert_snapshot!(format!("plain_{columns}"), shown);
    }
}

#[test]
fn colours() {
    let project = Project::with_indexed_seeds();
    let shown = capture(&project, &COMMANDS[..5], &["--color", "always"], &[("COLUMNS", "80")]);
    insta::assert_snapshot!(shown);
}

#[test]
fn hostile_text() {
    let project = Project::indexed(&[("a.txt", &hostile())]);
    let commands: [&[&str]; 3] = [&["search", "minister"], &["show", "a.txt:1"], &["search", "\u{1b}[31mzebra"]];
    insta::assert_snapshot!(capture(&project, &commands, &[], &[("COLUMNS", "60")]));
}

#[test]
fn terminals() {
    let project = Project::with_indexed_seeds();
    for term in ["dumb", "xterm", "linux"] {
        let Some(shown) = on_terminal(&project, &[("TERM", term)], "search speaker:toner said:ISIS -n 1") else {
            return;
        };
        insta::assert_snapshot!(format!("terminal_{term}"), readable(&project, &shown));
    }
}
