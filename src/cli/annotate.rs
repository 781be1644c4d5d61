//! `onrecord annotate`: read and annotate without indexing, one JSON object per article.

use super::args::{Annotate, Global};
use super::exit::{Failure, Outcome};
use super::index::setting;
use super::terminal::Terminal;
use crate::desk::annotate::Together;
use crate::ingest::{Event, Observer};
use crate::render::json::write_line;
use crate::source::Skip;

/// Runs the command.
pub(super) fn run(global: &Global, args: &Annotate, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let (topics, model) = (setting(args.topics.as_deref()), setting(args.model.as_deref()));
    let mut told = Told { terminal, failed: false };
    let together = Together::read(&args.paths, (&topics, &model), &global.index, &mut told)?;
    let failed = told.failed;
    for article in together.articles() {
        write_line(&article, terminal.out())?;
    }
    Ok(if failed { Outcome::SomeFailed } else { Outcome::found(!together.is_empty()) })
}

/// Says what is not annotated, and why.
struct Told<'a> {
    terminal: &'a mut Terminal,
    failed: bool,
}

impl Observer for Told<'_> {
    fn observe(&mut self, event: Event) {
        match event {
            Event::Failed(message) => {
                self.failed = true;
                self.terminal.error_line(&message);
            }
            Event::Skipped(display, reason) => {
                self.terminal.note_line(&format!("skipped {}", Skip { display, reason }))
            }
            _ => {}
        }
    }
}
