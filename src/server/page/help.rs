//! The page of the query language, made from the language's own tables; each example is a search that can be run.

use askama::Template;

use super::frame::Frame;
use super::links::{State, Way};
use crate::query::guide::{Row, Section, guide};
use crate::server::app::Reader;

/// The page of the query language.
#[derive(Template)]
#[template(path = "help.html")]
pub struct HelpPage {
    frame: Frame,
    parts: Vec<Part>,
}

struct Part {
    title: &'static str,
    rows: Vec<Told>,
    remarks: Vec<String>,
}

struct Told {
    need: String,
    examples: Vec<Way>,
}

/// The page of the query language.
pub fn help(reader: &Reader) -> HelpPage {
    let base = reader.base();
    let part = |section: Section| Part {
        title: section.title,
        rows: section.rows.into_iter().map(|row| told(row, base)).collect(),
        remarks: section.remarks,
    };
    HelpPage {
        frame: Frame::new(base, "help", &State::default(), reader.held()),
        parts: guide().into_iter().map(part).collect(),
    }
}

fn told(row: Row, base: &str) -> Told {
    let way = |&query: &&str| Way { href: State::default().with("q", query).href(base), label: query.to_owned() };
    Told { examples: row.examples.iter().map(way).collect(), need: row.need }
}
