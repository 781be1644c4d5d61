//! The architecture, held over the sources themselves: who knows whom, who touches files, who prints.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Which modules of the root package a module may name, itself aside. What crates may name, their manifests hold.
const MAY_NAME: &[(&str, &[&str])] = &[
    (
        "ingest",
        &[
            "backlog",
            "source",
            "read",
            "guard",
            "limit",
            "query",
            "highlight",
            "annotate",
            "passage",
            "analyze",
            "article",
            "date",
            "span",
        ],
    ),
    (
        "desk",
        &[
            "ingest",
            "source",
            "read",
            "query",
            "highlight",
            "annotate",
            "passage",
            "analyze",
            "article",
            "authors",
            "limit",
            "span",
        ],
    ),
    ("render", &["annotate", "authors", "desk", "query"]),
    ("main", &["cli"]),
    ("server", &["desk", "api", "render", "guard", "query", "highlight", "annotate", "article", "span"]),
];

/// Modules that may name whatever they want.
const KNOW_ALL: &[&str] = &["cli", "lib"];

/// The crates below `crates/`.
const CRATES: &[&str] = &["text", "read", "annotate", "query", "api", "engine", "eval", "remote"];

/// Files longer than this are to be listed with a reason.
const LONG: usize = 400;

/// One coherent thing each, and long for it.
const LONG_FILES: &[(&str, &str)] = &[
    ("annotate/date/resolve.rs", "every rule that gives a date expression its value"),
    ("annotate/date/english.rs", "the words of English dates"),
    ("annotate/date/parse/absolute.rs", "every absolute form of a date, with its tests"),
    ("annotate/speaker/attribution.rs", "every way in which a quote has its speaker, with its tests"),
    ("annotate/speaker/description.rs", "every sort of words that stand between a name and its verb"),
    ("annotate/speaker/mention.rs", "every way to name a speaker, with its tests"),
    ("annotate/speaker/collection.rs", "names across a collection, with its tests"),
    ("annotate/topic/suggest.rs", "the statistics of suggestions, with their tests"),
    ("annotate/topic/tagger.rs", "one pass over an article's words, with its tests"),
    ("api/answer.rs", "every answer"),
    ("api/backend.rs", "everything that an engine is asked for, in plain data"),
    ("cli/args.rs", "every argument of every command"),
    ("engine/index/document.rs", "every field of a passage's document"),
    ("engine/index/packed.rs", "every part of a passage's record, with its tests"),
    ("engine/index/reader.rs", "every question to one state of an index"),
    ("engine/search/compile.rs", "every sort of expression, made into a plan"),
    ("engine/search/filters/articles.rs", "everything that is known of articles by their number"),
    ("engine/search/engine.rs", "the whole way from request to response"),
    ("remote/compile.rs", "every sort of expression, made into a query of the server"),
    ("remote/writer.rs", "every step of writing to a cluster, in their order"),
    ("text/date/field.rs", "every form of a date in a field, with its tests"),
    ("read/blocks.rs", "what a paragraph is by its place, with its tests"),
];

/// A source file without comments, strings and tests.
struct Source {
    /// Below `src`, or the crate's name and what is below its `src`, with `/` between the parts.
    path: String,
    tokens: Vec<String>,
    lines: usize,
}

impl Source {
    fn new(path: &str, text: &str) -> Self {
        let tokens = tokens(without_tests(text));
        Source { path: path.to_owned(), tokens, lines: text.lines().count() }
    }

    /// The module at the top of the tree that it belongs to.
    fn module(&self) -> &str {
        self.path.split('/').next().unwrap_or_default().trim_end_matches(".rs")
    }

    /// The paths that it names, as far as they are written out: `crate::index::Snapshot`.
    fn paths(&self) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        let mut at = 0;
        while at < self.tokens.len() {
            let begins = is_name(&self.tokens[at]) && self.token(at + 1) == "::";
            if begins && self.token(at.wrapping_sub(1)) != "::" {
                at = self.path_at(at, String::new(), &mut found);
            } else {
                at += 1;
            }
        }
        found
    }

    /// Reads the path at a token, after `prefix`; the place after it.
    fn path_at(&self, mut at: usize, mut prefix: String, found: &mut BTreeSet<String>) -> usize {
        loop {
            match self.token(at) {
                "{" => return self.group_at(at + 1, &prefix, found),
                name if is_name(name) => prefix = join(&prefix, name),
                _ => break,
            }
            at += 1;
            if self.token(at) != "::" {
                break;
            }
            at += 1;
        }
        found.insert(prefix);
        at.max(1)
    }

    /// Reads the paths of `{a, b::c}` up to its closing brace.
    fn group_at(&self, mut at: usize, prefix: &str, found: &mut BTreeSet<String>) -> usize {
        while at < self.tokens.len() {
            match self.token(at) {
                "}" => return at + 1,
                name if is_name(name) || name == "{" => at = self.path_at(at, prefix.to_owned(), found),
                _ => at += 1,
            }
            if self.token(at) == "as" {
                at += 2;
            }
        }
        at
    }

    fn token(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", String::as_str)
    }

    /// Whether it names the path or something below it.
    fn names(&self, path: &str) -> bool {
        let below = format!("{path}::");
        self.paths().iter().any(|found| found == path || found.starts_with(&below))
    }

    fn has_token(&self, token: &str) -> bool {
        self.tokens.iter().any(|found| found == token)
    }

    /// Whether it calls the macro.
    fn calls(&self, macro_name: &str) -> bool {
        self.tokens.windows(2).any(|pair| pair[0] == macro_name && pair[1] == "!")
    }
}

fn is_name(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

fn join(prefix: &str, name: &str) -> String {
    match (prefix, name) {
        ("", name) => name.to_owned(),
        (prefix, "self") => prefix.to_owned(),
        (prefix, name) => format!("{prefix}::{name}"),
    }
}

/// A file up to its module of tests, which stands last.
fn without_tests(text: &str) -> &str {
    text.find("\n#[cfg(test)]\nmod tests {").map_or(text, |at| &text[..at])
}

/// Names, `::`, and single signs; comments, strings and characters left out.
fn tokens(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let used = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if let Some(len) = literal(rest) {
            len
        } else if is_name(rest) || first.is_ascii_digit() {
            let len = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            found.push(rest[..len].to_owned());
            len
        } else if rest.starts_with("::") {
            found.push("::".to_owned());
            2
        } else {
            if !first.is_whitespace() {
                found.push(first.to_string());
            }
            first.len_utf8()
        };
        rest = &rest[used..];
    }
    found
}

/// The length of the string or character at the beginning of a text, if there is one.
fn literal(text: &str) -> Option<usize> {
    let raw = text.strip_prefix('b').unwrap_or(text);
    if let Some(hashes) = raw.strip_prefix('r').map(|r| r.len() - r.trim_start_matches('#').len())
        && raw[1 + hashes..].starts_with('"')
    {
        let end = format!("\"{}", "#".repeat(hashes));
        let open = text.len() - raw.len() + hashes + 2;
        return Some(open + text[open..].find(&end)? + end.len());
    }
    let quote = raw.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let open = text.len() - raw.len() + 1;
    if quote == '\'' && !is_character(&text[open..]) {
        return None;
    }
    let mut chars = text[open..].char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => drop(chars.next()),
            c if c == quote => return Some(open + at + 1),
            _ => {}
        }
    }
    None
}

/// Whether what follows a `'` is a character and not a lifetime.
fn is_character(text: &str) -> bool {
    let mut chars = text.chars();
    match chars.next() {
        Some('\\') => true,
        Some(_) => chars.next() == Some('\''),
        None => false,
    }
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources = sources_in(&root.join("src"), "");
    for name in CRATES {
        sources.extend(sources_in(&root.join("crates").join(name).join("src"), &format!("{name}/")));
    }
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(sources.len() > 50, "the sources were found");
    sources
}

/// The sources below a folder, tests aside, their paths with a prefix.
fn sources_in(root: &Path, prefix: &str) -> Vec<Source> {
    let mut files = Vec::new();
    collect(root, &mut files);
    let path = |file: &Path| {
        let parts: Vec<_> = file.strip_prefix(root).expect("below").iter().map(|p| p.to_string_lossy()).collect();
        format!("{prefix}{}", parts.join("/"))
    };
    let is_test = |path: &str| path.ends_with("tests.rs") || path.ends_with("testing.rs");
    let read = |file: &PathBuf| Source::new(&path(file), &std::fs::read_to_string(file).expect("a source"));
    files.iter().map(read).filter(|source| !is_test(&source.path)).collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// What breaks the order of modules, as `file names module`.
fn wrong_dependencies(sources: &[Source]) -> Vec<String> {
    let mut wrong = Vec::new();
    for source in
        sources.iter().filter(|source| !KNOW_ALL.contains(&source.module()) && !CRATES.contains(&source.module()))
    {
        let allowed = MAY_NAME.iter().find(|(module, _)| *module == source.module());
        let Some((own, allowed)) = allowed else {
            wrong.push(format!("{} belongs to a module that the test does not know", source.path));
            continue;
        };
        for path in source.paths() {
            let mut parts = path.split("::");
            let root = matches!(parts.next(), Some("crate" | "onrecord"));
            let Some(named) = parts.next().filter(|_| root) else { continue };
            if named != *own && !allowed.contains(&named) {
                wrong.push(format!("{} names {named}", source.path));
            }
        }
    }
    wrong.dedup();
    wrong
}

/// The files for which `breaks` holds though `may` does not.
fn wrong_files(sources: &[Source], may: impl Fn(&Source) -> bool, breaks: impl Fn(&Source) -> bool) -> Vec<String> {
    sources.iter().filter(|source| breaks(source) && !may(source)).map(|source| source.path.clone()).collect()
}

fn in_modules<'a>(modules: &'a [&'a str]) -> impl Fn(&Source) -> bool + 'a {
    move |source| modules.contains(&source.module())
}

#[test]
fn modules_know_only_those_below_them() {
    assert_eq!(wrong_dependencies(&sources()), [""; 0]);
}

/// The crates that a manifest names among its dependencies, those of tests aside.
fn dependencies(manifest: &Path) -> BTreeSet<String> {
    let text = std::fs::read_to_string(manifest).expect("a manifest");
    let own = text.split("\n[").find_map(|section| section.strip_prefix("dependencies]")).expect("dependencies");
    let name = |line: &str| Some(line.strip_prefix("onrecord-")?.split(['.', ' ', '=']).next()?.to_owned());
    own.lines().filter_map(name).collect()
}

#[test]
fn crates_know_those_that_the_table_names() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join("ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    let table = text.split("### Who may know whom").nth(1).expect("the table");
    let rows =
        table.lines().skip_while(|line| !line.starts_with("|---")).skip(1).take_while(|line| line.starts_with('|'));
    let mut told = BTreeSet::new();
    for row in rows {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [name, knows] = cells[..] else { panic!("{row}") };
        let folder = if name == "onrecord" { root.to_owned() } else { root.join("crates").join(name) };
        let known: BTreeSet<String> = knows.split(", ").filter(|name| !name.is_empty()).map(str::to_owned).collect();
        assert_eq!(dependencies(&folder.join("Cargo.toml")), known, "{name}");
        told.insert(name.to_owned());
    }
    let crates: BTreeSet<String> = CRATES.iter().chain(&["onrecord"]).map(|&name| name.to_owned()).collect();
    assert_eq!(told, crates, "every crate has a row");
}

#[test]
fn the_engine_is_named_by_few() {
    let may = in_modules(&["engine"]);
    assert_eq!(wrong_files(&sources(), may, |source| source.names("tantivy")), [""; 0]);
}

#[test]
fn posting_lists_do_not_know_who_reads_them() {
    let outside = |path: &String| {
        path.starts_with("super::super")
            || path.starts_with("crate::search") && !path.starts_with("crate::search::postings")
    };
    let may = |source: &Source| !source.path.starts_with("engine/search/postings/");
    assert_eq!(wrong_files(&sources(), may, |source| source.paths().iter().any(outside)), [""; 0]);
    assert!(sources().iter().any(|source| !may(source)), "there are some");
}

#[test]
fn files_are_touched_by_few() {
    let may = in_modules(&["engine", "cli"]);
    let touches = |source: &Source| source.names("std::fs") || source.names("fs") || source.names("File");
    let others = |source: &Source| {
        ["ingest/plan.rs", "desk/settings.rs", "desk/bounded.rs"].contains(&source.path.as_str())
            || source.path.starts_with("read/source/")
    };
    assert_eq!(wrong_files(&sources(), |source| may(source) || others(source), touches), [""; 0]);
}

#[test]
fn only_those_who_print_print() {
    let prints = |source: &Source| {
        ["print", "println", "eprint", "eprintln", "dbg"].iter().any(|name| source.calls(name))
            || source.has_token("stdout")
            || source.has_token("stderr")
    };
    let may = in_modules(&["render", "cli"]);
    // The process in which others' parsers run answers on its standard output.
    let others = |source: &Source| source.path == "read/sandbox.rs";
    assert_eq!(wrong_files(&sources(), |source| may(source) || others(source), prints), [""; 0]);
}

#[test]
fn the_library_reads_neither_environment_nor_terminal() {
    let reads = |source: &Source| {
        source.names("std::env")
            || source.names("env")
            || source.has_token("IsTerminal")
            || ["terminal_size", "anstream", "indicatif", "clap", "signal_hook"].iter().any(|name| source.names(name))
    };
    assert_eq!(wrong_files(&sources(), in_modules(&["cli"]), reads), [""; 0]);
}

#[test]
fn the_program_itself_is_only_its_beginning() {
    let main = sources().into_iter().find(|source| source.path == "main.rs").expect("main.rs");
    assert!(main.lines <= 20, "main.rs has {} lines", main.lines);
}

#[test]
fn nothing_is_left_to_do_and_nothing_is_a_mixed_bag() {
    let sources = sources();
    let unfinished = |source: &Source| ["todo", "unimplemented"].iter().any(|name| source.calls(name));
    assert_eq!(wrong_files(&sources, |_| false, unfinished), [""; 0]);
    let bag = |source: &Source| {
        source
            .path
            .split('/')
            .any(|part| ["utils", "util", "helpers", "misc", "common"].contains(&part.trim_end_matches(".rs")))
    };
    assert_eq!(wrong_files(&sources, |_| false, bag), [""; 0]);
    let global = |source: &Source| source.tokens.windows(2).any(|pair| pair[0] == "static" && pair[1] == "mut");
    assert_eq!(wrong_files(&sources, |_| false, global), [""; 0]);
}

#[test]
fn long_files_are_long_for_a_reason() {
    let sources = sources();
    let listed = |source: &Source| LONG_FILES.iter().any(|(path, _)| *path == source.path);
    assert_eq!(wrong_files(&sources, listed, |source| source.lines > LONG), [""; 0]);
    for (path, reason) in LONG_FILES {
        assert!(sources.iter().any(|source| source.path == *path), "{path} ({reason}) is gone: take it off the list");
    }
}

#[test]
fn the_checks_find_what_they_look_for() {
    let source = |path: &str, text: &str| [Source::new(path, text)];
    let wrong =
        source("ingest/x.rs", "use crate::{render::{Hit as S, self}, span::Span};\nfn f() { crate::cli::run(); }\n");
    assert_eq!(wrong_dependencies(&wrong), ["ingest/x.rs names cli", "ingest/x.rs names render"]);
    assert_eq!(wrong_dependencies(&source("new/x.rs", "")).len(), 1);
    let innocent = source(
        "ingest/x.rs",
        "//! [`crate::cli`] use std::fs;\nfn f<'a>(c: char) -> bool { c == '\"' || \"crate::render println!\" == r#\"\"std::fs\"#\n}\n\n#[cfg(test)]\nmod tests {\n use crate::render::X; use std::env; }\n",
    );
    assert!(wrong_dependencies(&innocent).is_empty());
    assert!(!innocent[0].names("std::fs") && !innocent[0].names("std::env") && !innocent[0].calls("println"));
    let fs = source(
        "query/x.rs",
        "use std::{collections::HashMap, fs::{self, File}, io};\nfn f() { println!(\"x\"); eprintln!() }",
    );
    assert!(fs[0].names("std::fs") && fs[0].names("std::fs::File") && fs[0].names("std::io"));
    assert!(!fs[0].names("std::env") && fs[0].calls("println") && fs[0].calls("eprintln") && !fs[0].calls("print"));
    assert!(source("a.rs", "fn f() { let x = std::env::var(\"A\"); }")[0].names("std::env"));
    assert_eq!(wrong_files(&fs, in_modules(&["cli"]), |source| source.names("std::fs")), ["query/x.rs"]);
}
