//! What Tantivy has no scorer for, as its own query, weight and scorer trios.
//!
//! - [`cursor`]: the occurrences of one word of a query, whatever the spellings it stands for
//! - [`word`]: passages with a word, by BM25 over its spellings together
//! - [`words`]: passages with words and expressions, some of them required
//! - `spellings`: the best passages with a word; `disjunction`: with any of some; `conjunction`: with all of some, and
//!   of some expressions; `expression`: what these need
//! - [`intervals`]: passages with words near each other
//! - [`condition`]: what must hold of a passage beside what is scored
//! - [`quoted`]: that a quote has what is asked of its words
//! - [`verify`]: passages that the matcher confirms on their text

pub mod condition;
mod conjunction;
pub mod cursor;
mod disjunction;
mod expression;
pub mod intervals;
pub mod quoted;
mod spellings;
pub mod verify;
pub mod word;
pub mod words;

/// Candidates of the first window of a search by windows. Without a threshold all candidates are scored, so it is short.
const FIRST_WINDOW: u64 = 64;
