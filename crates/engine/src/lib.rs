//! The engine: the index on disk, and the searches in it. No other crate names Tantivy.

pub mod embedded;
pub mod index;
pub mod search;
mod store;

pub use embedded::Embedded;
