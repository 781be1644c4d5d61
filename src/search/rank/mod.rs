//! Ranking of keyword queries: which articles, and which passages, are most likely what was looked for.
//!
//! - [`keywords`]: a query as words; [`stopwords`]: those that say little
//! - [`weights`]: every constant, with its source
//! - [`units`]: articles and passages with their lengths; an article is ranked by all its words, as if it had
//!   been indexed whole
//! - `words`: a query's words as forms of the index
//! - `postings`: the occurrences of a word by unit
//! - [`bm25`]: the function at the bottom of it
//! - [`ranker`]: a query's scores, term by term over all units, and the best of them
//!
//! Which units a query admits (required clauses, filters) is decided elsewhere and handed in as a set.

pub mod bm25;
pub mod keywords;
mod postings;
pub mod ranker;
mod scores;
pub mod stopwords;
pub mod units;
pub mod weights;
mod words;

#[cfg(test)]
mod tests;

pub use keywords::{Keyword, KeywordQuery, Meeting};
pub use ranker::{RankOptions, Ranker, ScoredArticle, ScoredPassage};
pub use scores::Part;
pub use weights::Weights;
