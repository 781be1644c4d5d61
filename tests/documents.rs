//! The commands in the documents of the project, run as they stand.
//!
//! In a block that is set apart by four spaces, a line that begins with `$ ` is a command, and what follows up to the
//! next one or to an empty line is what it prints; a line `…` stands for any lines. A command without `$` is run and must
//! not fail. Commands run in a folder with the seeds, already indexed, and in one session a document.

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
        if command.starts_with("onrecord ") && (prints || !printing) {
            let output = prints.then(Vec::new);
            found.push(Example { line: number + 1, command: command.to_owned(), output });
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
    shell.env("HOME", project.path()).env("PATH", path);
    Output::of(shell)
}

/// Whether the printed lines are those of the document, `…` standing for any.
fn matches(expected: &[String], printed: &[&str]) -> bool {
    match expected.split_first() {
        None => printed.is_empty(),
        Some((first, rest)) if first == "…" => (0..=printed.len()).any(|skip| matches(rest, &printed[skip..])),
        Some((first, rest)) => {
            printed.first().is_some_and(|line| line.trim_end() == first) && matches(rest, &printed[1..])
        }
    }
}

fn check(name: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    let document = std::fs::read_to_string(path).expect("the document");
    let examples = examples(&document);
    assert!(examples.len() >= 5, "{name} shows commands");
    let project = project();
    let mut wrong = Vec::new();
    for example in &examples {
        let output = run(&project, &example.command);
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

/// The guide's tables are those of the language. `ONRECORD_BLESS=1 cargo test --test documents` writes them anew.
#[test]
fn the_guide_has_the_language_as_it_is() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("GUIDE.md");
    let guide = std::fs::read_to_string(&path).expect("the guide");
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
