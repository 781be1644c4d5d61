//! A folder of articles, an index, and the real program: what every test from outside stands on.
//!
//! Hermetic: each project has a temporary folder of its own, and the program sees no environment but what a
//! test gives it.

// Each test binary uses its part of this.
#![allow(dead_code)]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

/// The program under test.
pub(crate) const ONRECORD: &str = env!("CARGO_BIN_EXE_onrecord");

/// A temporary folder in which the program runs; its index is `index` below it.
pub(crate) struct Project {
    folder: TempDir,
}

impl Project {
    /// An empty folder.
    pub(crate) fn new() -> Self {
        Project { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    /// A folder `seeds` with the seed articles, not yet indexed.
    pub(crate) fn with_seeds() -> Self {
        let project = Project::new();
        for entry in std::fs::read_dir(seeds_folder()).expect("the seeds").flatten() {
            let bytes = std::fs::read(entry.path()).expect("a seed");
            project.file(&format!("seeds/{}", entry.file_name().to_string_lossy()), bytes);
        }
        project
    }

    /// The seeds, indexed.
    pub(crate) fn with_indexed_seeds() -> Self {
        let project = Project::with_seeds();
        project.run(["index", "seeds"]).succeeds();
        project
    }

    /// Articles as `(file name, text)` below `news`, indexed.
    pub(crate) fn indexed(articles: &[(&str, &str)]) -> Self {
        let project = Project::new();
        for (name, text) in articles {
            project.article(name, text);
        }
        project.run(["index", "news"]).succeeds();
        project
    }

    /// The folder.
    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// A path below the folder.
    pub(crate) fn at(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }

    /// Writes a file, making its folder.
    pub(crate) fn file(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.at(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, bytes).expect("a file");
    }

    /// Writes an article to `news`.
    pub(crate) fn article(&self, name: &str, text: &str) {
        self.file(&format!("news/{name}"), text);
    }

    /// Writes an article to `news` that is no text.
    pub(crate) fn article_bytes(&self, name: &str, bytes: &[u8]) {
        self.file(&format!("news/{name}"), bytes);
    }

    /// Takes a file away.
    pub(crate) fn remove_file(&self, name: &str) {
        std::fs::remove_file(self.at(name)).expect("the file is there");
    }

    /// The program with arguments, to be run in the folder.
    pub(crate) fn command<I: IntoIterator<Item = S>, S: AsRef<std::ffi::OsStr>>(&self, args: I) -> Command {
        let mut command = Command::new(ONRECORD);
        command.args(args);
        self.prepared(command)
    }

    /// Any program made hermetic: in the folder, with an empty environment.
    pub(crate) fn prepared(&self, mut command: Command) -> Command {
        command.current_dir(self.path()).env_clear().env("TMPDIR", self.path());
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command
    }

    /// Runs the program.
    pub(crate) fn run<I: IntoIterator<Item = S>, S: AsRef<std::ffi::OsStr>>(&self, args: I) -> Output {
        Output::of(self.command(args))
    }

    /// Runs the program with an environment.
    pub(crate) fn run_with<const N: usize>(&self, env: &[(&str, &str)], args: [&str; N]) -> Output {
        let mut command = self.command(args);
        command.envs(env.iter().copied());
        Output::of(command)
    }

    /// Runs the program with something on standard input.
    pub(crate) fn run_on<const N: usize>(&self, input: &[u8], args: [&str; N]) -> Output {
        let mut command = self.command(args);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let mut stdin = child.stdin.take().expect("a pipe");
        let input = input.to_owned();
        let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
        let output = Output::from(ended(child));
        writer.join().expect("the writer ends");
        output
    }

    /// Starts the program, its output kept for later.
    pub(crate) fn start<I: IntoIterator<Item = S>, S: AsRef<std::ffi::OsStr>>(&self, args: I) -> Child {
        let mut command = self.command(args);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().expect("the program starts")
    }

    /// The hits of a query, in order.
    pub(crate) fn hits(&self, query: &str) -> Vec<Value> {
        self.hits_with(&[], query)
    }

    /// The hits of a query with further options.
    pub(crate) fn hits_with(&self, options: &[&str], query: &str) -> Vec<Value> {
        let mut args = vec!["search", "--format", "json", "--duplicates"];
        if !options.contains(&"-n") {
            args.extend(["-n", "100000"]);
        }
        args.extend_from_slice(options);
        args.extend(["--", query]);
        let output = self.run(&args);
        assert!(matches!(output.status, 0 | 1), "{query}: {output}");
        output.json_lines().into_iter().filter(|line| line["type"] == "hit").collect()
    }

    /// The ids of the articles that a query finds, sorted, each once.
    pub(crate) fn found(&self, query: &str) -> Vec<String> {
        let mut ids: Vec<String> = self.hits(query).iter().map(|hit| text(&hit["article"]["id"])).collect();
        ids.sort();
        ids.dedup();
        ids
    }

    /// Everything in the index: each passage with all that was found in it, by id; no scores.
    pub(crate) fn dump(&self) -> Vec<Value> {
        // A headline is left to the other passages of its article unless it is named.
        let mut hits = self.hits_with(&["-n", "1000000", "--include-boilerplate"], "kind:title OR NOT kind:title");
        for hit in &mut hits {
            let hit = hit.as_object_mut().expect("an object");
            hit.remove("score");
            hit.remove("rank");
            // It is of this folder.
            hit.remove("handle");
        }
        hits.sort_by_key(|hit| (text(&hit["article"]["path"]), text(&hit["article"]["id"]), ordinal(hit)));
        hits
    }

    /// The text of an article as `show --format raw` prints it.
    pub(crate) fn raw(&self, id: &str) -> String {
        self.run(["show", "--format", "raw", id]).succeeds().stdout.clone()
    }
}

/// The folder of the seed articles.
pub(crate) fn seeds_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds")
}

/// The string in a JSON value.
pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is no string")).to_owned()
}

/// The strings that each of a list of JSON values has under `name`.
pub(crate) fn texts(values: &[Value], name: &str) -> Vec<String> {
    values.iter().map(|value| text(&value[name])).collect()
}

/// A hit's place in its article.
pub(crate) fn ordinal(hit: &Value) -> u64 {
    hit["passage"]["ordinal"].as_u64().expect("an ordinal")
}

/// The two ends of a span in `unit`s: `bytes` or `chars`.
pub(crate) fn ends(span: &Value, unit: &str) -> (usize, usize) {
    let end = |i: usize| span[unit][i].as_u64().unwrap_or_else(|| panic!("{span} is no span")) as usize;
    (end(0), end(1))
}

/// The words at a span of a text, cut by bytes; the same must come out when cut by code points.
pub(crate) fn slice(source: &str, span: &Value) -> String {
    let (from, to) = ends(span, "bytes");
    let by_bytes = source.get(from..to).unwrap_or_else(|| panic!("{span} does not lie in the text"));
    let (from, to) = ends(span, "chars");
    let by_chars: String = source.chars().skip(from).take(to - from).collect();
    assert_eq!(by_bytes, by_chars, "bytes and code points of {span} disagree");
    by_chars
}

/// The passage of a hit with its marks in brackets.
pub(crate) fn bracketed(hit: &Value) -> String {
    let passage = text(&hit["passage"]["text"]);
    let (base, _) = ends(&hit["passage"]["span"], "bytes");
    let (mut marked, mut at) = (String::new(), 0);
    for mark in hit["marks"].as_array().expect("marks") {
        let (from, to) = ends(&mark["span"], "bytes");
        assert_eq!(mark["span"]["in"], hit["passage"]["span"]["in"], "a mark lies in its passage");
        let inside = from - base..to - base;
        assert!(at <= inside.start && !inside.is_empty(), "marks are sorted and disjoint: {hit}");
        assert_eq!(passage[inside.clone()], text(&mark["text"]), "the span and the text of a mark agree");
        marked.push_str(&format!("{}[{}]", &passage[at..inside.start], &passage[inside.clone()]));
        at = inside.end;
    }
    marked + &passage[at..]
}

/// What a run of the program printed, and how it ended.
pub(crate) struct Output {
    /// Exit status; -1 where a signal ended it.
    pub status: i32,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl From<std::process::Output> for Output {
    fn from(output: std::process::Output) -> Self {
        Output {
            status: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).expect("the program prints UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("the program prints UTF-8"),
        }
    }
}

impl std::fmt::Display for Output {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "status {}\n--- stdout\n{}\n--- stderr\n{}", self.status, self.stdout, self.stderr)
    }
}

/// Longest that a run may take: far more than any does, so that what hangs is seen and ended.
const LIMIT: Duration = Duration::from_secs(600);

/// Waits for the end of a run.
fn ended(child: Child) -> std::process::Output {
    let pid = child.id().to_string();
    let (tell, end) = mpsc::channel::<()>();
    let watch = std::thread::spawn(move || {
        let is_late = end.recv_timeout(LIMIT) == Err(mpsc::RecvTimeoutError::Timeout);
        if is_late {
            let _ = Command::new("kill").args(["-9", &pid]).status();
        }
        is_late
    });
    let output = child.wait_with_output().expect("the program ends");
    drop(tell);
    assert!(!watch.join().expect("no panic"), "a run took longer than {LIMIT:?}");
    output
}

impl Output {
    /// Runs a command to its end.
    pub(crate) fn of(mut command: Command) -> Self {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        Output::from(ended(command.spawn().expect("the program starts")))
    }

    /// Asserts the exit status. No run of the program may panic.
    #[track_caller]
    pub(crate) fn status(&self, expected: i32) -> &Self {
        assert!(!self.stderr.contains("panicked"), "{self}");
        assert_eq!(self.status, expected, "{self}");
        self
    }

    /// Asserts that it was done.
    #[track_caller]
    pub(crate) fn succeeds(&self) -> &Self {
        self.status(0)
    }

    /// Asserts an error whose message has every one of `parts`.
    #[track_caller]
    pub(crate) fn fails_with(&self, parts: &[&str]) -> &Self {
        self.status(2).says(parts)
    }

    /// Asserts that standard error has every one of `parts`.
    #[track_caller]
    pub(crate) fn says(&self, parts: &[&str]) -> &Self {
        for part in parts {
            assert!(self.stderr.contains(part), "no {part:?} in {self}");
        }
        self
    }

    /// Standard output as JSON Lines.
    #[track_caller]
    pub(crate) fn json_lines(&self) -> Vec<Value> {
        let parse = |line: &str| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e} in {line}"));
        self.stdout.lines().map(parse).collect()
    }

    /// Standard output as one JSON value.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|e| panic!("{e} in {self}"))
    }
}
