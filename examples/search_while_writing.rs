//! Whether searching goes on while an index is written: eight readers ask one archive, each of them its own questions
//! one after the other, and a writer changes articles and commits, again and again.
//!
//!     cargo run --release --example search_while_writing -- PATH... [SECONDS]
//!
//! indexes PATHs in a folder of its own beside a folder of articles that the writer changes. It prints how long answers
//! take and the longest time in which no reader got any, for as many seconds (10) without the writer and with it.
//! Between two questions a reader waits a little, so that what is measured is not a queue for the processor.

#![allow(clippy::print_stdout)] // printing is what it is for

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use onrecord::Archive;
use onrecord::api::{Parts, Request, SearchRequest, Stop, Unit, UpdateRequest};

/// What each reader asks in turn, beginning with its own.
const QUESTIONS: [&str; 8] = [
    "oil prices",
    "\"prime minister\"",
    "speaker:bernanke",
    "said:company",
    "oil prices date:2010",
    "government minister",
    "minister w/s talks",
    "role:chairman",
];

/// How long a reader waits between two questions. So eight readers ask at most 400 times a second, and leave time to the
/// writer on two cores.
const WAIT: Duration = Duration::from_millis(20);

/// Articles that the writer changes before each commit: few, so that it commits often.
const CHANGED: usize = 50;

type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// An answer: when it came, and how long it took.
type Answered = (Instant, Duration);

fn main() -> Outcome<()> {
    let mut paths: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let seconds = paths.last().and_then(|last| last.to_str()?.parse().ok());
    paths.truncate(paths.len() - usize::from(seconds.is_some()));
    let time = Duration::from_secs(seconds.unwrap_or(10));
    let folder = std::env::temp_dir().join(format!("onrecord-writing-{}", std::process::id()));
    let news = folder.join("news");
    std::fs::create_dir_all(&news)?;
    change(&news, 0)?;
    paths.push(news.clone());
    let archive = Archive::at(folder.join("index"));
    update(&archive, &paths)?;
    report("nobody writes", &ask_for(time, &archive, || Ok(0))?);
    let mut generation = 0;
    let write = || {
        generation += 1;
        change(&news, generation)?;
        update(&archive, std::slice::from_ref(&news))?;
        Ok(1)
    };
    report("a writer commits", &ask_for(time, &archive, write)?);
    Ok(std::fs::remove_dir_all(&folder)?)
}

/// Writes the articles that change, each with words of its generation.
fn change(news: &Path, generation: usize) -> Outcome<()> {
    for article in 0..CHANGED {
        let text = format!(
            "Report {article}\n\nThe minister, Jane Writer, said on Monday that oil prices rose for the {generation}th \
             time.\n\n\"The company is well,\" said John Reader{generation}, its chairman.\n"
        );
        std::fs::write(news.join(format!("{article}.txt")), text)?;
    }
    Ok(())
}

fn update(archive: &Archive, paths: &[PathBuf]) -> Outcome<()> {
    let request = UpdateRequest { paths: paths.to_vec(), threads: Some(1), ..UpdateRequest::default() };
    archive.ask(&Request::Update(request), &Stop::NEVER)?;
    Ok(())
}

/// What was measured.
struct Measured {
    answers: Vec<Answered>,
    begun: Instant,
    commits: usize,
}

/// Lets the readers ask until the time is over, and meanwhile calls `write`, which gives how often it committed.
fn ask_for(time: Duration, archive: &Archive, mut write: impl FnMut() -> Outcome<usize>) -> Outcome<Measured> {
    let (begun, done) = (Instant::now(), AtomicBool::new(false));
    let done = &done;
    std::thread::scope(|scope| {
        let ask = |number| scope.spawn(move || read(archive, number, done));
        let readers: Vec<_> = (0..QUESTIONS.len()).map(ask).collect();
        let mut commits = 0;
        while begun.elapsed() < time {
            commits += write()?;
            std::thread::sleep(Duration::from_millis(1));
        }
        done.store(true, Ordering::Relaxed);
        let mut answers = Vec::new();
        for reader in readers {
            answers.extend(reader.join().map_err(|_| "a reader panicked")??);
        }
        answers.sort();
        Ok(Measured { answers, begun, commits })
    })
}

/// One reader.
fn read(archive: &Archive, number: usize, done: &AtomicBool) -> Outcome<Vec<Answered>> {
    let mut answers = Vec::new();
    for query in QUESTIONS.iter().cycle().skip(number) {
        if done.load(Ordering::Relaxed) {
            break;
        }
        let unit = if number.is_multiple_of(2) { Unit::Passage } else { Unit::Article };
        let parts = Parts { speakers: true, view: 200, ..Parts::default() };
        let request = SearchRequest { unit, parts, ..SearchRequest::new(*query) };
        let asked = Instant::now();
        archive.search(&request, &Stop::NEVER)?;
        answers.push((Instant::now(), asked.elapsed()));
        std::thread::sleep(WAIT);
    }
    Ok(answers)
}

fn report(what: &str, measured: &Measured) {
    let mut took: Vec<Duration> = measured.answers.iter().map(|(_, took)| *took).collect();
    took.sort();
    let at = |share: f64| took.get((took.len() as f64 * share) as usize).copied().unwrap_or_default();
    let came = std::iter::once(measured.begun).chain(measured.answers.iter().map(|(came, _)| *came));
    let came: Vec<Instant> = came.collect();
    let pause = came.windows(2).map(|two| two[1] - two[0]).max().unwrap_or_default();
    let (half, most, all) = (at(0.5), at(0.99), took.last().copied().unwrap_or_default());
    println!(
        "{what}: {} commits, {} answers; half within {half:.1?}, 99 of 100 within {most:.1?}, the longest {all:.1?}; \
         longest time without any answer {pause:.1?}",
        measured.commits,
        took.len()
    );
}
