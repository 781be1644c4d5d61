//! What ranking knows of queries and of a collection's figures, whatever holds the articles.
//!
//! - [`mod@wanted`]: the words of a query that say what is looked for; [`keywords`]: a query as words; [`stopwords`]: those
//!   that say little
//! - [`weights`]: every constant, with its source
//! - [`bm25`]: the function at the bottom of it
//! - [`duplicates`]: the same text in several articles
//! - [`tiers`]: an order in two steps that does not depend on how much of it is asked for

pub mod bm25;
pub mod duplicates;
pub mod keywords;
pub mod stopwords;
pub mod tiers;
pub mod wanted;
pub mod weights;

pub use keywords::{Keyword, KeywordQuery, Meeting};
pub use wanted::{Wanted, wanted, without_stop_words};
pub use weights::Weights;
