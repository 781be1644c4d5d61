//! Indexing under faults: kills, refused writes, readers meanwhile, sources that change under the reader's hands.
//!
//! After each fault the index holds whole articles only, and the next run ends where an undisturbed one would.
//! `ONRECORD_LONG_TESTS=1` makes many more of the random ones.

#![allow(clippy::print_stderr)] // a test says what it skipped

mod harness;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use harness::{ONRECORD, Output, Project, ordinal, text};

/// How often a random fault is made: a few times, or many where long tests are asked for, or as often as
/// `ONRECORD_FAULT_ROUNDS` says.
fn rounds(few: u32, many: u32) -> u32 {
    let asked = std::env::var("ONRECORD_FAULT_ROUNDS").ok().and_then(|rounds| rounds.parse().ok());
    if let Some(rounds) = asked {
        return rounds;
    }
    if std::env::var_os("ONRECORD_LONG_TESTS").is_some() { many } else { few }
}

/// A small generator of numbers: the same ones every time (Knuth's MMIX).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }

    fn one_of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len() as u64) as usize]
    }
}

const FIRST: &[&str] = &["Mark", "Rex", "Anna", "Brett", "Maria", "John", "Heather", "Omar"];
const LAST: &[&str] = &["Toner", "Tillerson", "Keller", "McGurk", "Lopez", "Carter", "Nauert", "Haddad"];
const WORDS: &[&str] = &[
    "coalition",
    "finance",
    "fighters",
    "ministers",
    "meeting",
    "border",
    "budget",
    "stabilization",
    "refugees",
    "campaign",
    "statement",
    "region",
    "partners",
    "territory",
    "security",
    "networks",
    "oil",
    "cities",
    "schools",
];

/// The text of an article: paragraphs with speakers and dates, so that there is much to annotate.
fn article_text(random: &mut Random, version: u32) -> String {
    let mut body = format!("Washington, March {}, 2017\n\n", 1 + random.below(28));
    let (first, last) = (random.one_of(FIRST), random.one_of(LAST));
    for paragraph in 0..12 {
        let mut words = |count| (0..count).map(|_| random.one_of(WORDS)).collect::<Vec<_>>().join(" ");
        let (said, rest) = (words(9), words(30));
        let name = if paragraph == 0 { format!("{first} {last}") } else { last.to_owned() };
        write!(body, "“The {said} will go on,” {name} said on Monday. The {rest} of draft {version} followed.\n\n")
            .expect("a string");
    }
    body
}

/// Files and records of a corpus, by name. Of five articles, version 1 changes one, and takes away and adds some.
fn corpus(version: u32) -> Vec<(String, Option<String>)> {
    let of = |number: u64| -> Option<String> {
        let changed = number.is_multiple_of(5);
        match (number % 7, version) {
            (3, 1) | (5, 0) => None,
            _ => {
                let seed = number * 31 + u64::from(changed) * u64::from(version);
                Some(article_text(&mut Random(seed), if changed { version } else { 0 }))
            }
        }
    };
    (0..400).map(|number| (format!("{number:03}"), of(number))).collect()
}

/// Writes a version of the corpus below `news`: a quarter as files, the rest as records of three files.
fn write_corpus(project: &Project, version: u32) {
    let mut lines = [String::new(), String::new(), String::new()];
    for (number, (name, body)) in corpus(version).into_iter().enumerate() {
        let file = format!("news/{}/{name}.txt", number % 3);
        match body {
            Some(body) if number % 4 == 0 => project.file(&file, format!("Headline {name}\n\n{body}")),
            Some(body) => {
                let record = json!({"id": name, "title": format!("Headline {name}"), "text": body});
                lines[number % 3].push_str(&format!("{record}\n"));
            }
            None => drop(std::fs::remove_file(project.at(&file))),
        }
    }
    for (number, lines) in lines.iter().enumerate() {
        project.file(&format!("news/records-{number}.jsonl"), lines);
    }
}

/// Whole articles by path and id: each the list of its passages, without what depends on the other articles:
/// names of speakers, publication dates that others settle.
type Articles = BTreeMap<(String, String), Vec<Value>>;

fn articles(dump: &[Value]) -> Articles {
    let mut articles = Articles::new();
    for hit in dump {
        let key = (text(&hit["article"]["path"]), text(&hit["article"]["id"]));
        let passages = articles.entry(key.clone()).or_default();
        assert_eq!(ordinal(hit), passages.len() as u64, "passages of {key:?} follow each other");
        passages.push(alone(hit.clone()));
    }
    articles
}

fn alone(mut hit: Value) -> Value {
    hit["article"]["published"] = Value::Null;
    for quote in hit["quotes"].as_array_mut().into_iter().flatten() {
        if !quote["speaker"].is_null() {
            quote["speaker"]["name"] = Value::Null;
        }
    }
    hit
}

/// The corpus in two versions with what undisturbed runs make of them.
struct Scene {
    project: Project,
    dumps: [Vec<Value>; 2],
    articles: [Articles; 2],
    /// How long an undisturbed run takes.
    time: Duration,
}

impl Scene {
    fn new() -> Self {
        let project = Project::new();
        let mut time = Duration::ZERO;
        let dumps = [0, 1].map(|version| {
            write_corpus(&project, version);
            clear(&project.at("index"));
            let started = Instant::now();
            project.run(INDEX).succeeds();
            time = started.elapsed();
            copy(&project.at("index"), &project.at(&format!("index-{version}")));
            project.dump()
        });
        assert_ne!(dumps[0], dumps[1]);
        let articles = [articles(&dumps[0]), articles(&dumps[1])];
        Scene { project, dumps, articles, time }
    }

    /// Puts back the index of version 0, or none, beside the files of version 1.
    fn begin(&self, with_index: bool) {
        clear(&self.project.at("index"));
        if with_index {
            copy(&self.project.at("index-0"), &self.project.at("index"));
        }
    }

    /// Asserts that the index is whole: each article as one version has it, and none missing that both have.
    /// The share of articles that are as in version 1.
    fn check_whole(&self, had_index: bool) -> f64 {
        let stats = self.project.run(["stats", "--format", "json"]);
        if stats.status == 2 {
            assert!(!had_index && stats.stderr.contains("no index at"), "{stats}");
            return 0.0;
        }
        let dump = self.project.dump();
        let found = articles(&dump);
        let [old, new] = &self.articles;
        for (key, passages) in &found {
            let whole = (had_index && old.get(key) == Some(passages)) || new.get(key) == Some(passages);
            assert!(whole, "{key:?} is neither as it was nor as it is to be: {passages:#?}");
        }
        for key in old.keys().filter(|key| had_index && new.contains_key(*key)) {
            assert!(found.contains_key(key), "{key:?} is lost");
        }
        let stats = stats.json();
        assert_eq!(stats["passages"], dump.len(), "{stats}");
        assert_eq!(stats["articles"], found.len(), "{stats}");
        found.iter().filter(|(key, passages)| new.get(*key) == Some(passages)).count() as f64 / new.len() as f64
    }

    /// Asserts that a further run ends where an undisturbed one does.
    fn check_goes_on(&self) {
        self.project.run(INDEX).succeeds();
        let dump = self.project.dump();
        assert_eq!(dump.len(), self.dumps[1].len());
        for (found, expected) in dump.iter().zip(&self.dumps[1]) {
            assert_eq!(found, expected);
        }
        self.project.run(INDEX).succeeds().says(&["nothing changed"]);
    }

    /// A moment within the time of a run.
    fn moment(&self, random: &mut Random) -> Duration {
        self.time.mul_f64(random.below(1100) as f64 / 1000.0)
    }
}

/// Commits often.
const INDEX: [&str; 4] = ["index", "--commit-every", "1", "news"];

fn clear(folder: &Path) {
    let _ = std::fs::remove_dir_all(folder);
}

fn copy(from: &Path, to: &Path) {
    clear(to);
    std::fs::create_dir(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder").flatten() {
        std::fs::copy(entry.path(), to.join(entry.file_name())).expect("a file");
    }
}

fn ended(child: Child) -> Output {
    Output::from(child.wait_with_output().expect("it ends"))
}

#[test]
fn a_kill_at_any_moment_leaves_whole_articles_and_the_next_run_goes_on() {
    let scene = Scene::new();
    let mut random = Random(7);
    let (mut part, rounds) = (0, rounds(3, 200));
    for round in 0..rounds {
        let had_index = round % 2 == 0;
        scene.begin(had_index);
        // Sometimes the run that goes on is killed, too.
        for _ in 0..1 + random.below(2) {
            let mut child = scene.project.start(INDEX);
            std::thread::sleep(scene.moment(&mut random));
            child.kill().expect("it can be killed");
            let output = ended(child);
            assert!(!output.stderr.contains("panicked"), "{output}");
            let done = scene.check_whole(had_index);
            part += u32::from(done > 0.0 && done < 1.0);
        }
        scene.check_goes_on();
    }
    eprintln!("{rounds} rounds of kills, {part} times a part of the work was committed");
}

#[cfg(unix)]
#[test]
fn refused_writes_leave_whole_articles_and_the_next_run_goes_on() {
    let scene = Scene::new();
    let mut random = Random(11);
    let (mut refused, rounds) = (0, rounds(4, 100));
    for round in 0..rounds {
        let had_index = round % 2 == 0;
        scene.begin(had_index);
        // Half of the time among the smallest limits, at which the first files fail.
        let blocks = if round % 3 == 0 { random.below(40) } else { random.below(2400) };
        let output = with_file_limit(&scene.project, blocks);
        refused += u32::from(output.status == 2);
        if output.status != 0 {
            output.fails_with(&["the index at index"]);
        }
        scene.check_whole(had_index);
        scene.check_goes_on();
    }
    eprintln!("{rounds} limits on the size of files, {refused} of them met");
    assert!(refused > 0, "no limit was met");
}

/// Runs the indexer with a limit on the size of files, in blocks: a write beyond it is refused.
#[cfg(unix)]
fn with_file_limit(project: &Project, blocks: u64) -> Output {
    let mut command = Command::new("sh");
    command.arg("-c").arg(format!("trap '' XFSZ; ulimit -f {blocks}; exec '{ONRECORD}' {}", INDEX.join(" ")));
    Output::of(project.prepared(command))
}

/// A disk too small for the run, where one can be made. Room is left for none, some or nearly all of its commits.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_whole_articles_and_the_next_run_goes_on() {
    let scene = Scene::new();
    let mut random = Random(19);
    let (mut full, rounds) = (0, rounds(3, 40));
    for round in 0..rounds {
        let had_index = round % 2 == 0;
        scene.begin(had_index);
        let kilobytes = size_of(&scene.project.at("index")) / 1024 + 8 + random.below(3000);
        let Some(output) = on_small_disk(&scene.project, kilobytes) else {
            eprintln!("skipped: this user cannot mount a disk");
            return;
        };
        full += u32::from(output.status == 2);
        if output.status != 0 {
            output.fails_with(&["the index at index"]);
        }
        scene.check_whole(had_index);
        scene.check_goes_on();
    }
    eprintln!("{rounds} small disks, {full} of them full");
    assert!(full > 0, "no disk was full");
}

/// What a folder takes of a disk, whose files fill whole pages.
fn size_of(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.metadata().map_or(0, |data| data.len().next_multiple_of(4096) + 4096)).sum()
}

/// Runs the indexer with its index on a disk of so many kilobytes, and brings the index back from there.
#[cfg(target_os = "linux")]
fn on_small_disk(project: &Project, kilobytes: u64) -> Option<Output> {
    let shell = |run: &str| {
        let mount = format!("mkdir -p disk index kept && mount -t tmpfs -o size={kilobytes}k tmpfs disk || exit 77");
        let mut command = Command::new("unshare");
        command.args(["-m", "sh", "-c", &format!("{mount}; {run}")]);
        project.prepared(command)
    };
    if !shell("true").output().is_ok_and(|output| output.status.success()) {
        return None;
    }
    let index = INDEX.join(" ");
    let run = format!("cp -r index/. disk && mount --bind disk index && '{ONRECORD}' {index}");
    let output = Output::of(shell(&format!("{run}; status=$?; cp -r disk/. kept; exit $status")));
    clear(&project.at("index"));
    std::fs::rename(project.at("kept"), project.at("index")).expect("the index");
    Some(output)
}

#[cfg(unix)]
#[test]
fn an_interrupt_keeps_what_is_whole_and_says_so() {
    let scene = Scene::new();
    let mut random = Random(13);
    let mut interrupted = 0;
    for round in 0..rounds(2, 40) {
        let had_index = round % 2 == 0;
        scene.begin(had_index);
        let child = scene.project.start(INDEX);
        std::thread::sleep(scene.time.mul_f64(0.2 + random.below(500) as f64 / 1000.0));
        let kill = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
        assert!(kill.expect("kill is there").success());
        let asked = Instant::now();
        let output = ended(child);
        assert!(asked.elapsed() < Duration::from_secs(4), "it went on for {:?}", asked.elapsed());
        assert!(matches!(output.status, 0 | 130), "{output}");
        if output.status == 130 {
            interrupted += 1;
            output.says(&["interrupted", "kept", "run the same command to go on"]);
        }
        scene.check_whole(had_index);
        scene.check_goes_on();
    }
    assert!(interrupted > 0, "no run was interrupted");
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_soon_whatever_is_being_read() {
    let project = Project::with_indexed_seeds();
    let made = Command::new("mkfifo").arg(project.at("pipe")).status();
    if !made.is_ok_and(|status| status.success()) {
        eprintln!("skipped: no mkfifo here");
        return;
    }
    let before = project.dump();
    // Nobody writes to the pipe, so that opening it never ends.
    let mut child = project.start(["index", "pipe"]);
    std::thread::sleep(Duration::from_millis(700));
    assert!(child.try_wait().expect("a process").is_none(), "it waits for the pipe");
    let asked = Instant::now();
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill is there").success());
    let output = ended(child);
    output.status(130).says(&["interrupted", "run the same command to go on"]);
    assert!(asked.elapsed() < Duration::from_secs(4), "it went on for {:?}", asked.elapsed());
    assert_eq!(project.dump(), before);
}

#[test]
fn readers_see_whole_states_while_a_writer_commits() {
    let scene = Scene::new();
    scene.begin(true);
    let mut writer = scene.project.start(INDEX);
    let mut states = 0;
    while writer.try_wait().expect("a process").is_none() {
        scene.check_state_by_dump();
        states += 1;
    }
    ended(writer).succeeds();
    assert!(states > 0);
    assert_eq!(scene.check_whole(true), 1.0);
}

impl Scene {
    /// As `check_whole`, with a single look at the index.
    fn check_state_by_dump(&self) {
        let found = articles(&self.project.dump());
        let [old, new] = &self.articles;
        for (key, passages) in &found {
            assert!(old.get(key) == Some(passages) || new.get(key) == Some(passages), "{key:?} is not whole");
        }
        assert!(old.keys().filter(|key| new.contains_key(*key)).all(|key| found.contains_key(key)), "one is lost");
    }
}

/// A file of records that takes a while to read.
fn slow_records(from: u64, to: u64) -> String {
    let record = |number| json!({"id": number, "text": article_text(&mut Random(number), 0)}).to_string() + "\n";
    (from..to).map(record).collect()
}

fn ids(project: &Project) -> Vec<u64> {
    let mut ids: Vec<u64> = project.found("*").iter().filter_map(|id| id.parse().ok()).collect();
    ids.sort_unstable();
    ids
}

#[test]
fn a_source_that_grows_while_it_is_read_is_read_again() {
    let project = Project::new();
    project.file("news/a.jsonl", slow_records(0, 300));
    let child = project.start(["index", "news"]);
    std::thread::sleep(Duration::from_millis(60));
    project.file("news/a.jsonl", slow_records(0, 300) + &slow_records(300, 310));
    ended(child);
    project.run(["index", "news"]).succeeds();
    assert_eq!(ids(&project), (0..310).collect::<Vec<_>>());
}

#[test]
fn a_source_that_disappears_while_it_is_read_is_gone_with_the_next_run() {
    let project = Project::new();
    project.file("news/a.jsonl", slow_records(0, 300));
    project.file("news/b.jsonl", slow_records(300, 303));
    let child = project.start(["index", "news"]);
    std::thread::sleep(Duration::from_millis(60));
    project.remove_file("news/a.jsonl");
    let output = ended(child);
    assert!(!output.stderr.contains("panicked"), "{output}");
    project.run(["index", "--prune", "news"]).succeeds();
    assert_eq!(ids(&project), [300, 301, 302]);
}

#[test]
fn records_left_by_a_killed_run_are_found_again_when_their_source_is_gone() {
    let scene = Scene::new();
    let mut random = Random(17);
    for _ in 0..rounds(2, 20) {
        scene.begin(false);
        let mut child =
            scene.project.start(["index", "--commit-every", "1", "news/records-0.jsonl", "news/records-1.jsonl"]);
        std::thread::sleep(scene.moment(&mut random));
        child.kill().expect("it can be killed");
        ended(child);
        scene.project.run(["index", "news/0"]).succeeds();
        scene.project.run(["remove", "news/records-0.jsonl", "news/records-1.jsonl"]);
        let left: Vec<String> = scene.project.found("*").into_iter().filter(|id| !id.ends_with(".txt")).collect();
        assert_eq!(left, [""; 0]);
    }
}

#[test]
fn a_folder_that_vanished_below_a_path_takes_its_articles_with_it_and_the_path_does_not() {
    let project = Project::new();
    project.file("outer/news/a.txt", "Title\n\nThe minister spoke.\n");
    project.file("outer/news/sub/b.txt", "Title\n\nThe envoy spoke.\n");
    project.run(["index", "outer/news"]).succeeds();
    clear(&project.at("outer/news/sub"));
    project.run(["index", "outer/news"]).succeeds().says(&["1 removed"]);
    std::fs::rename(project.at("outer"), project.at("unmounted")).expect("it moves");
    project.run(["index", "outer/news"]).fails_with(&["outer/news"]);
    assert_eq!(project.found("spoke"), ["a.txt"]);
    std::fs::rename(project.at("unmounted"), project.at("outer")).expect("it moves");
    clear(&project.at("outer/news"));
    project.run(["index", "outer/news"]).fails_with(&["outer/news", "1 article of it"]);
    assert_eq!(project.found("spoke"), ["a.txt"]);
    project.run(["index", "--prune", "outer/news"]).succeeds().says(&["1 removed"]);
    assert_eq!(project.found("spoke"), [""; 0]);
}

/// A disk below a PATH that is away looks like a folder whose articles were deleted.
#[cfg(target_os = "linux")]
#[test]
fn a_disk_below_a_path_that_is_away_loses_nothing() {
    let project = Project::new();
    project.file("news/own/a.txt", "Title\n\nThe minister spoke.\n");
    project.file("stick/b.txt", "Title\n\nThe envoy spoke.\n");
    project.file("news/disk/.keep", "");
    let mounted = |run: &str| {
        let mut command = Command::new("unshare");
        let mount = "mount -t tmpfs tmpfs news/disk || exit 77";
        command.args(["-m", "sh", "-c", &format!("{mount}; {run}")]);
        Output::of(project.prepared(command))
    };
    if mounted("true").status != 0 {
        eprintln!("skipped: this user cannot mount a disk");
        return;
    }
    mounted(&format!("cp stick/b.txt news/disk && '{ONRECORD}' index news")).succeeds().says(&["2 articles added"]);
    let away = ["news/disk", "another disk was mounted there", "1 article of it", "--prune"];
    let kept = || assert_eq!(project.found("spoke"), ["disk/b.txt", "own/a.txt"]);
    project.run(["index", "news"]).fails_with(&away);
    kept();
    mounted(&format!("'{ONRECORD}' index news")).fails_with(&away);
    clear(&project.at("news/disk"));
    project.run(["index"]).fails_with(&away);
    kept();
    // It is back; then its articles are deleted one by one, and at last all are really gone.
    std::fs::create_dir(project.at("news/disk")).expect("a folder");
    mounted(&format!("cp stick/b.txt stick/c.txt news/disk 2>/dev/null; '{ONRECORD}' index news")).succeeds();
    kept();
    project.run(["index", "--prune", "news"]).succeeds().says(&["1 removed"]);
    project.run(["index", "news"]).succeeds();
    assert_eq!(project.found("spoke"), ["own/a.txt"]);
    project.run(["index", "--check"]).succeeds();
}

#[test]
fn an_index_whose_making_was_cut_short_is_made_again() {
    let project = Project::with_indexed_seeds();
    let expected = project.dump();
    let meta: Value = serde_json::from_str(&std::fs::read_to_string(project.at("index/meta.json")).expect("the index"))
        .expect("JSON");
    let mut first = meta.as_object().expect("an object").clone();
    first.insert("segments".into(), json!([]));
    first.remove("payload");
    clear(&project.at("index"));
    project.file("index/meta.json", Value::from(first).to_string());
    project.file("index/.managed.json", "[\"meta.json\"]");
    project.run(["search", "coalition"]).fails_with(&["no index at index"]);
    project.run(["index", "seeds"]).succeeds();
    assert_eq!(project.dump(), expected);
}

#[cfg(unix)]
#[test]
fn an_index_that_nothing_can_be_written_to_is_read_and_not_changed() {
    use std::os::unix::fs::PermissionsExt;
    let project = Project::with_indexed_seeds();
    let allow =
        |path: &Path, mode| std::fs::set_permissions(path, PermissionsExt::from_mode(mode)).expect("permissions");
    allow(project.path(), 0o755);
    for entry in std::fs::read_dir(project.at("index")).expect("the index").flatten() {
        allow(&entry.path(), 0o444);
    }
    allow(&project.at("index"), 0o555);
    let Some(run) = unprivileged(&project) else {
        eprintln!("skipped: this user may write everywhere, and cannot become another");
        return;
    };
    let found = run("search --format paths '\"foreign terrorist fighters\"'");
    assert_eq!(found.succeeds().stdout.lines().count(), 2, "{found}");
    run("stats").succeeds();
    for command in ["index seeds", "index --force seeds", "remove seeds"] {
        run(command).fails_with(&["cannot use the index at index", "denied"]);
    }
    allow(&project.at("index"), 0o755);
}

#[cfg(unix)]
#[test]
fn an_index_of_somebody_else_is_not_damaged_and_can_be_shared() {
    use std::os::unix::fs::PermissionsExt;
    let project = Project::with_indexed_seeds();
    std::fs::set_permissions(project.path(), PermissionsExt::from_mode(0o755)).expect("permissions");
    if std::fs::write(project.at("index/probe"), "").is_err() {
        return;
    }
    let Some(run) = unprivileged(&project) else {
        eprintln!("skipped: this user cannot become another");
        return;
    };
    for command in ["search coalition", "index seeds", "index --check", "stats"] {
        let output = run(command);
        output.fails_with(&["cannot use the index at index", "ermission denied", "--shared"]);
        assert!(!output.stderr.contains("damage"), "{output}");
    }
    project.run(["index", "--shared"]).succeeds();
    run("search coalition").succeeds();
    run("index --check").succeeds();
}

/// Runs the program as a user who must heed permissions, if there is a way.
#[cfg(unix)]
fn unprivileged(project: &Project) -> Option<impl Fn(&str) -> Output> {
    let heeds = std::fs::write(project.at("index/probe"), "").is_err();
    let _ = std::fs::remove_file(project.at("index/probe"));
    let sh = move |args: &str| {
        let mut command = if heeds { Command::new("sh") } else { Command::new("setpriv") };
        if !heeds {
            command.args(["--reuid", "65534", "--regid", "65534", "--clear-groups", "sh"]);
        }
        command.arg("-c").arg(format!("exec '{ONRECORD}' {args}"));
        command
    };
    let probe = project.prepared(sh("--version")).output();
    let project = project.path().to_owned();
    probe.is_ok_and(|output| output.status.success()).then_some(move |args: &str| {
        let mut command = sh(args);
        command.current_dir(&project).env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default());
        Output::of(command)
    })
}
