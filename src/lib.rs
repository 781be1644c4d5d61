//! onrecord: search news for what was said, by whom, when, and about what.

pub mod cli;
pub mod desk;
pub mod ingest;
pub mod render;

pub use desk::Archive;
pub use onrecord_annotate as annotate;
pub use onrecord_api as api;
pub use onrecord_engine::{index, search};
pub use onrecord_eval as eval;
pub use onrecord_query as query;
pub use onrecord_query::highlight;
pub use onrecord_read as read;
pub use onrecord_read::{guard, source};
pub use onrecord_text::{analyze, article, date, limit, passage, span};
