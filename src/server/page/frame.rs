//! What stands around every page: the name, the search field, the foot.

use super::links::State;
use super::words::{counted, shown};
use crate::server::http::assets::Addresses;

/// How much the archive holds, for the foot.
#[derive(Clone, Debug)]
pub struct Held {
    /// Articles.
    pub articles: String,
}

impl Held {
    /// Numbers in words.
    pub fn new(articles: u64) -> Self {
        Held { articles: counted(articles, "article") }
    }
}

/// What stands around a page.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The path that all addresses begin with.
    pub base: String,
    /// Style, script, icon.
    pub assets: Addresses,
    /// Which page: a class for the style and the script.
    pub page: &'static str,
    /// What stands in the search field.
    pub q: String,
    /// Filters that a new query keeps.
    pub hidden: Vec<(&'static str, String)>,
    /// Whether the query cannot be read.
    pub wrong: bool,
    /// How much the archive holds.
    pub held: Option<Held>,
}

impl Frame {
    /// The frame of a page, with the query and filters of `state` in the search field.
    pub fn new(base: &str, page: &'static str, state: &State, held: Option<Held>) -> Self {
        Frame {
            base: base.to_owned(),
            assets: Addresses::new(),
            page,
            q: shown(state.get("q")).into_owned(),
            hidden: state.hidden(&["q"]),
            wrong: false,
            held,
        }
    }
}
