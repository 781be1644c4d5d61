//! What Tantivy has no scorer for, as its own query, weight and scorer trios.
//!
//! - [`cursor`]: the occurrences of one word of a query, whatever the spellings it stands for
//! - [`list`]: a posting list block by block
//! - [`word`]: passages with a word, by BM25 over its spellings together
//! - [`words`]: passages with some of several words, or all
//! - `driven`: passages with an expression, by way of its rarest word
//! - [`window`]: a stretch of documents in which the scores of words are summed
//! - [`intervals`]: passages with words near each other
//! - [`article`]: passages of articles that have something elsewhere (a block join)
//! - [`predicate`]: passages for which a condition on columns holds
//! - [`verify`]: passages that the matcher confirms on their text

pub mod article;
pub mod cursor;
mod driven;
pub mod intervals;
pub mod list;
pub mod predicate;
pub mod verify;
pub mod window;
pub mod word;
pub mod words;
