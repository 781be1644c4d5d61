//! Ranking: the same scores as the engine on disk gives, from the articles themselves and the figures of the whole.
//!
//! - [`figures`]: how many passages, articles and words there are
//! - [`words`]: the words of a query with how many passages have them
//! - [`reading`]: articles as the words that a query asks of them
//! - [`clauses`]: the first step: how well a passage satisfies a query's clauses, by BM25
//! - [`passages`]: the second step: what its article, its title and its exact forms have of the query
//! - [`articles`]: whole articles by all their words

pub mod articles;
pub mod clauses;
pub mod figures;
pub mod passages;
pub mod reading;
pub mod words;
