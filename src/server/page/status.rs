//! The page of the index: what it holds, what is being read, what could not be.

use askama::Template;

use super::days::{between, bounds, day};
use super::frame::Frame;
use super::links::State;
use super::words::{counted, number, shown};
use crate::api;
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
    paths: Vec<String>,
    changed: String,
    unread: Vec<Unread>,
    more_unread: usize,
}

/// Most files that are named as not read.
const NAMED: usize = 200;

struct Figure {
    name: &'static str,
    value: String,
    /// Where what is counted can be seen, or nothing.
    href: String,
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
    let undated = stats.articles.saturating_sub(stats.dated_articles);
    let to_undated = match undated {
        0 => String::new(),
        _ => State::default().with("q", "date:unknown").href(reader.base()),
    };
    let none = String::new;
    let figures = [
        ("Articles", number(stats.articles), none()),
        ("Passages", number(stats.passages), none()),
        ("Files", number(stats.sources), none()),
        ("Names of speakers", number(stats.speakers), none()),
        ("Topics", number(stats.topics), none()),
        ("Without a date", number(undated), to_undated),
        ("Period", stats.period.map_or_else(|| "–".to_owned(), |[first, last]| between(first, last)), none()),
        ("On disk", megabytes(stats.bytes), none()),
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
        figures: figures.map(|(name, value, href)| Figure { name, value, href }).into(),
        last: last.unwrap_or_default(),
        paths: stats.paths.iter().map(|path| shown(path).into_owned()).collect(),
        changed: stats.changed.as_deref().map(moment).unwrap_or_default(),
        unread: unread(&stats.unread),
        more_unread: stats.unread.len().saturating_sub(NAMED),
    })
}

fn unread(files: &[api::Unread]) -> Vec<Unread> {
    let row = |file: &api::Unread| Unread {
        what: shown(&file.path).into_owned(),
        why: shown(&file.why).into_owned(),
        failed: file.failed,
    };
    files.iter().take(NAMED).map(row).collect()
}

/// "30 Nov 2026, 21:49 UTC", of a moment as ISO 8601 has it.
fn moment(time: &str) -> String {
    let day = time.get(..10).and_then(bounds).map(|(first, _)| day(first));
    match (day, time.get(11..16)) {
        (Some(day), Some(clock)) => format!("{day}, {clock} UTC"),
        _ => shown(time).into_owned(),
    }
}

fn megabytes(bytes: u64) -> String {
    if bytes < 1_000_000 {
        format!("{} kB", number(bytes.div_ceil(1000)))
    } else {
        format!("{} MB", number(bytes / 1_000_000))
    }
}

#[cfg(test)]
mod tests {
    use super::moment;

    #[test]
    fn moments_are_in_words() {
        assert_eq!(moment("2026-11-30T21:49:17Z"), "30 Nov 2026, 21:49 UTC");
        assert_eq!(moment("nonsense"), "nonsense");
    }
}
