//! The commands in the documents of the project, run as they stand.
//!
//! In a block that is set apart by four spaces, a line that begins with `$ ` is a command, and what follows up to the
//! next one or to an empty line is what it prints; a line `…` stands for any lines. A command without `$` is run and must
//! not fail. What asks `https://search.example.org` is run where `ONRECORD_TEST_CLUSTER` names a server, as in the tests of the
//! cluster, and else passed over. Commands run in a folder with the seeds, already indexed, in a terminal of 88 columns, and in one session a
//! document. Handles depend on the folder, so any handle stands for any other.

#[path = "harness/mod.rs"]
mod harness;

use std::process::Command;

use harness::{Output, Project};

/// A command of a document, with what it is said to print.
struct Example {
    line: usize,
    command: String,
    output: Option<Vec<String>>,
}

/// The cluster that documents speak of, with an index.
const CLUSTER: &str = "https://search.example.org/press";

/// The program as the README calls it from a checkout.
const FROM_CHECKOUT: &str = "cargo run --release -p onrecord --no-default-features -- ";

/// The command as it is run here, if it calls the program and ends by itself.
fn runnable(command: &str) -> Option<String> {
    let mut command = command.replace(FROM_CHECKOUT, "onrecord ");
    if command.contains(CLUSTER) {
        let server = std::env::var("ONRECORD_TEST_CLUSTER").ok()?;
        command = command.replace(CLUSTER, &format!("{server}/documents-{}", std::process::id()));
    }
    (command.starts_with("onrecord ") && !command.starts_with("onrecord serve")).then_some(command)
}

/// The commands of a document that call the program.
fn examples(document: &str) -> Vec<Example> {
    let mut found: Vec<Example> = Vec::new();
    let mut printing = false;
    for (number, line) in document.lines().enumerate() {
        let Some(code) = line.strip_prefix("    ") else {
            printing = false;
            continue;
        };
        let (command, prints) = match code.strip_prefix("$ ") {
            Some(command) => (command, true),
            None => (code, false),
        };
        if let Some(command) = runnable(command).filter(|_| prints || !printing) {
            let output = prints.then(Vec::new);
            found.push(Example { line: number + 1, command, output });
            printing = prints;
        } else if printing && let Some(output) = found.last_mut().and_then(|example| example.output.as_mut()) {
            output.push(code.trim_end().to_owned());
        }
    }
    found
}

/// A project in which the documents' commands find what they speak of.
fn project() -> Project {
    let project = Project::with_indexed_seeds();
    for entry in std::fs::read_dir(harness::seeds_folder()).expect("the seeds").flatten() {
        let bytes = std::fs::read(entry.path()).expect("a seed");
        project.file(&format!("articles/{}", entry.file_name().to_string_lossy()), bytes);
    }
    project.file("queries.tsv", "q1\tforeign fighters\nq2\tfinance\n");
    project.file("qrels", "q1 0 001_4168c8f3b6d72b22.txt:6 1\n");
    project
}

fn run(project: &Project, command: &str) -> Output {
    let mut shell = Command::new("bash");
    shell.args(["-c", command]);
    let mut shell = project.prepared(shell);
    let program = std::path::Path::new(harness::ONRECORD).parent().expect("a folder");
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap_or_default());
    shell.env("HOME", project.path()).env("PATH", path).env("COLUMNS", "88");
    Output::of(shell)
}

/// The line with a sign for each handle of a passage or statement in it.
fn without_handles(line: &str) -> String {
    let mark = |word: &str| if is_handle(word) { "HANDLE".to_owned() } else { word.to_owned() };
    line.trim_end().split(' ').map(mark).collect::<Vec<_>>().join(" ")
}

/// `3xczkjsd:12` or `3xczkjsd:12#0`.
fn is_handle(word: &str) -> bool {
    let Some((article, number)) = word.split_once(':') else { return false };
    article.len() >= 6
        && article.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        && number.split('#').all(|part| part.parse::<u32>().is_ok())
}

/// Whether the printed lines are those of the document, `…` standing for any.
fn matches(expected: &[String], printed: &[&str]) -> bool {
    match expected.split_first() {
        None => printed.is_empty(),
        Some((first, rest)) if first == "…" => (0..=printed.len()).any(|skip| matches(rest, &printed[skip..])),
        Some((first, rest)) => {
            let is_first = |line: &&str| without_handles(line) == without_handles(first);
            printed.first().is_some_and(is_first) && matches(rest, &printed[1..])
        }
    }
}

fn document(name: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    std::fs::read_to_string(path).expect("the document")
}

fn check(name: &str) {
    let examples = examples(&document(name));
    assert!(examples.len() >= 5, "{name} shows commands");
    check_all(name, &examples, &project());
}

fn check_all(name: &str, examples: &[Example], project: &Project) {
    let mut wrong = Vec::new();
    for example in examples {
        let output = run(project, &example.command);
        let printed: Vec<&str> = output.stdout.trim_end().lines().chain(output.stderr.trim_end().lines()).collect();
        let fits = match &example.output {
            Some(expected) => {
                matches(expected, &printed) || matches(expected, &output.stdout.trim_end().lines().collect::<Vec<_>>())
            }
            None => output.status == 0,
        };
        if !fits {
            wrong.push(format!("{name}:{}: {}\n{output}", example.line, example.command));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn the_guide_tells_the_truth() {
    check("GUIDE.md");
}

#[test]
fn the_readme_tells_the_truth() {
    check("README.md");
}

/// What has to pass before a change lands is what the README tells a newcomer to run.
#[test]
fn the_first_commands_of_the_readme_are_run_before_a_change_lands() {
    let (readme, landing) = (document("README.md"), document(".ci/run"));
    let lines = || readme.lines().filter_map(|line| line.strip_prefix("    "));
    let tests = lines().find(|line| line.starts_with("cargo test")).expect("the tests' command");
    assert!(landing.lines().any(|line| line == tests), "{tests}");
    let first = lines().find_map(|line| line.trim_start_matches("$ ").strip_prefix(FROM_CHECKOUT)).expect("a command");
    assert!(landing.contains(first), "{first}");
}

/// The queries in the table of a section of the README.
fn queries(readme: &str) -> Vec<&str> {
    let section = readme.split("\n## ").find(|section| section.starts_with("The query language")).expect("a section");
    let rows = section.lines().filter(|line| line.starts_with('|')).skip(2);
    let cells = rows.filter_map(|row| row.trim_end_matches('|').rsplit_once(" | "));
    cells.flat_map(|(_, examples)| examples.split('`').skip(1).step_by(2)).collect()
}

#[test]
fn queries_of_the_readme_find_something_in_the_seeds() {
    let readme = document("README.md");
    let queries = queries(&readme);
    assert!(queries.len() >= 20, "{queries:?}");
    let project = Project::with_indexed_seeds();
    let nothing: Vec<_> =
        queries.iter().filter(|query| project.run(["search", "--count", "--", query]).status != 0).collect();
    assert!(nothing.is_empty(), "{nothing:?}");
}

/// The examples that the help of a command ends with.
fn examples_of_help(help: &str) -> Vec<Example> {
    let lines = help.lines().enumerate().skip_while(|(_, line)| !line.starts_with("Examples:")).skip(1);
    let commands = lines.filter_map(|(number, line)| Some((number, runnable(line.trim().trim_start_matches("$ "))?)));
    commands.map(|(number, command)| Example { line: number + 1, command, output: None }).collect()
}

/// The commands that the help lists.
fn commands(help: &str) -> Vec<&str> {
    let listed = help.lines().skip_while(|line| !line.starts_with("Commands:")).skip(1);
    listed.take_while(|line| !line.is_empty()).filter_map(|line| line.split_whitespace().next()).collect()
}

#[test]
fn examples_of_the_help_of_each_command_work() {
    let project = project();
    let help = project.run(["--help"]).succeeds().stdout.clone();
    let commands = commands(&help);
    assert!(commands.len() > 10, "{commands:?}");
    check_all("--help", &examples_of_help(&help), &project);
    for command in commands {
        let help = project.run([command, "--help"]).succeeds().stdout.clone();
        check_all(command, &examples_of_help(&help), &project);
    }
}

/// The guide's tables are those of the language. `ONRECORD_BLESS=1 cargo test --test documents` writes them anew.
#[test]
fn the_guide_has_the_language_as_it_is() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("GUIDE.md");
    let guide = document("GUIDE.md");
    let (before, rest) = guide.split_once("prints them. -->\n\n").expect("where the tables begin");
    let (tables, after) = rest.split_once("<!-- end -->").expect("where the tables end");
    let expected = onrecord::render::guide::markdown(3);
    if std::env::var_os("ONRECORD_BLESS").is_some() {
        std::fs::write(&path, format!("{before}prints them. -->\n\n{expected}<!-- end -->{after}")).expect("written");
        return;
    }
    assert_eq!(tables, expected, "ONRECORD_BLESS=1 writes the tables anew");
}

/// No seed says who wrote it, who published it or where on the web, and each has some date.
const NOT_IN_THE_SEEDS: [&str; 4] = ["author:", "outlet:", "url:", "date:unknown"];

#[test]
fn examples_of_the_query_language_find_something_in_the_seeds() {
    let project = Project::with_indexed_seeds();
    let rows = onrecord::query::guide::guide().into_iter().flat_map(|section| section.rows);
    for example in rows.flat_map(|row| row.examples) {
        if NOT_IN_THE_SEEDS.iter().any(|field| example.starts_with(field)) {
            continue;
        }
        let output = project.run(["search", "--count", "--", example]);
        assert_eq!(output.status, 0, "{example}: {output}");
    }
}
