//! Posting lists, read many at a time; what is found by them is for the [scorers](super::scorers) to say.
//!
//! - [`segment`]: the lists of a field in one segment, and where those of a term are
//! - [`list`]: one list, block by block
//! - [`window`]: a window of documents in which lists are added up
//! - [`candidates`]: a window of documents in which lists are intersected, by a [`bitmap`]
//! - [`saturation`]: what a word can add to a score, looked up instead of worked out
//! - [`field`]: the lists of a field in all segments, with its BM25 and a [`pool`] of room to work in
//! - [`word_lists`]: a word as the lists of its spellings

pub mod bitmap;
pub mod candidates;
pub mod field;
pub mod list;
pub mod pool;
pub mod saturation;
pub mod segment;
pub mod window;
pub mod word_lists;

pub use field::FieldReader;
pub use list::List;
pub use segment::{SegmentLists, Spelling};
pub use word_lists::WordLists;
