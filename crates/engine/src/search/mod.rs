//! Searching: a query in, hits out.
//!
//! - [`compile`]: a query's syntax tree becomes a [`plan`]: [`filters`], and what [`scorers`] of our own score
//! - [`lexicon`]: the words of queries in the index
//! - [`postings`]: posting lists, read many at a time
//! - [`near`]: words of the dictionary that are spelt nearly so
//! - [`rank`]: what makes one hit better than another for a query of words
//! - [`top`]: the best passages
//! - [`cache`]: what was worked out and may be asked for again
//! - [`view`]: what the index stores of a passage, as the matcher sees it
//! - [`facets`]: counts of values; [`value_names`]: what these are called
//! - [`nearest`]: values of fields that no article has, and the nearest that some have
//! - [`suggest`]: words that no passage has, and the nearest that some have
//! - [`engine`]: the whole way, from request to response

pub mod cache;
pub mod compile;
pub mod engine;
pub mod error;
pub mod facet;
pub mod facets;
pub mod filters;
pub mod lexicon;
pub mod near;
pub mod nearest;
pub mod plan;
pub mod postings;
pub mod rank;
pub mod scorers;
pub mod statistics;
pub mod stems;
pub mod suggest;
pub mod terms;
pub mod top;
pub mod value_names;
pub mod view;
mod wider;

pub use engine::{Engine, Hit, Ranked, Ranking, SearchRequest, SearchResponse, Sort, Total};
pub use error::SearchError;
pub use nearest::UnknownValue;
pub use suggest::UnknownWord;
