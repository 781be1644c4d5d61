//! Ranking of keyword queries: which articles, and which passages, are most likely what was looked for.
//!
//! - [`keywords`]: a query as words; [`stopwords`]: those that say little
//! - [`weights`]: every constant, with its source
//! - [`units`]: articles and passages with their lengths; an article is ranked by all its words, as if it had
//!   been indexed whole
//! - `words`: a query's words as forms of the index
//! - `postings`: the occurrences of a word by unit
//! - [`bm25`]: the function at the bottom of it
//! - `pairs`: query words near each other; `feedback`: words that the first results share
//! - [`recent`]: preference for recent articles; [`duplicates`]: the same text in several articles
//! - `articles`, `passages`: the parts of a score for either unit; `candidates`: the first step for passages
//! - [`ranker`]: a query's scores, term by term over all units, and the best of them
//!
//! Which units a query admits (required clauses, filters) is decided elsewhere and handed in as a set.

mod articles;
mod candidates;
mod feedback;
mod lengths;
mod pairs;
mod passages;
mod postings;
pub mod ranker;
pub mod recent;
mod scores;
pub mod units;
mod words;

#[cfg(test)]
mod tests;

pub use onrecord_query::rank::{
    Keyword, KeywordQuery, Meeting, Weights, bm25, duplicates, keywords, stopwords, tiers, weights,
};
pub use ranker::{RankOptions, Ranker, ScoredArticle, ScoredPassage};
pub use scores::Part;
