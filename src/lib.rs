//! onrecord: search news for what was said, by whom, when, and about what.

pub mod analyze;
pub mod annotate;
pub mod article;
pub mod passage;
pub mod read;
pub mod source;
pub mod span;
