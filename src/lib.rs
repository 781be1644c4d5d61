//! onrecord: search news for what was said, by whom, when, and about what.

pub mod analyze;
pub mod annotate;
pub mod article;
pub mod cli;
pub mod eval;
pub mod guard;
pub mod highlight;
pub mod index;
pub mod ingest;
pub mod passage;
pub mod query;
pub mod read;
pub mod render;
pub mod search;
pub mod source;
pub mod span;
