//! The page of the index: what it holds, what is being read, what could not be.

use askama::Template;

use super::frame::Frame;
use super::links::State;
use super::words::{counted, number, shown};
use crate::server::app::{Reader, Run};
use crate::server::http::problem::Problem;

/// The page of the index.
#[derive(Template)]
#[template(path = "status.html")]
pub struct StatusPage {
    frame: Frame,
    running: Option<String>,
    figures: Vec<Figure>,
    last: String,
    unread: Vec<Unread>,
}

struct Figure {
    name: &'static str,
    value: String,
}

struct Unread {
    what: String,
    why: String,
    failed: bool,
}

/// The page of the index. `run` is what this server has read.
///
/// # Errors
/// When the index cannot be read.
pub fn status(reader: &Reader, run: &Run) -> Result<StatusPage, Problem> {
    let stats = reader.stats()?;
    let figure = |(name, value)| Figure { name, value };
    let figures = [
        ("Articles", number(stats.articles)),
        ("Passages", number(stats.passages)),
        ("Files", number(stats.sources)),
        ("Names of speakers", number(stats.speakers)),
        ("Topics", number(stats.topics)),
        ("Without a date", number(stats.articles.saturating_sub(stats.dated_articles))),
        ("On disk", megabytes(stats.bytes)),
    ];
    let last = run.last.as_ref().map(|last| {
        format!(
            "Last run of this server: {} added, {} changed, {} removed.",
            counted(last.added, "article"),
            number(last.changed),
            number(last.removed)
        )
    });
    Ok(StatusPage {
        frame: Frame::new(reader.base(), "status", &State::default(), reader.held()),
        running: run.under_way.then(|| "Reading. Searches answer from the state before.".to_owned()),
        figures: figures.map(figure).into(),
        last: last.unwrap_or_default(),
        unread: unread(run),
    })
}

fn unread(run: &Run) -> Vec<Unread> {
    let Some(last) = &run.last else { return Vec::new() };
    let failed = last.failed.iter().map(|line| {
        let (what, why) = line.split_once(": ").unwrap_or((line, ""));
        Unread { what: shown(what).into_owned(), why: shown(why).into_owned(), failed: true }
    });
    let skipped = last.skipped.iter().map(|(why, count)| Unread {
        what: counted(*count, "file"),
        why: shown(why).into_owned(),
        failed: false,
    });
    failed.chain(skipped).collect()
}

fn megabytes(bytes: u64) -> String {
    if bytes < 1_000_000 {
        format!("{} kB", number(bytes.div_ceil(1000)))
    } else {
        format!("{} MB", number(bytes / 1_000_000))
    }
}
