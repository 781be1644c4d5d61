//! The front desk: what a request means, and what makes its answer.
//!
//! Faces (the command line, a web page) hand in a [`Request`](onrecord_api::Request) and print the
//! [`Answer`](onrecord_api::Answer). What a search is, how an article is looked up, what a histogram's bars are: it is
//! said here, once. The engine is behind [`Backend`](onrecord_api::backend::Backend); files are read by
//! [`ingest`](crate::ingest).
//!
//! - [`archive`]: the desk itself: a request in, an answer out
//! - [`question`]: a query with its filters, understood
//! - `search`, [`hit`]: what is found, as a reader sees it; [`advice`]: what to try where nothing is
//! - `statement`: statements as results, `statement_counts`: counts of them; `wanted`: which quotes of a passage are asked
//!   for; `attribution`: who said the marked words
//! - `facets`: values with their counts; `histogram`: bars of time; `kept`: what was counted last
//! - `stats`: what there is, in numbers
//! - `show`: articles and passages by name
//! - [`shape`]: articles and findings as answers show them; [`offsets`]: bytes as code points;
//!   `texts`: the texts that findings of hits point into
//! - [`bounded`]: files that are held whole, not above a size
//! - [`settings`]: taxonomies, models and aliases in force
//! - `update`, `remove`: changing the archive; [`copy`]: bringing a cluster in line with it
//! - [`annotate`]: annotating articles that are in no archive

pub mod advice;
pub mod annotate;
pub mod archive;
mod attribution;
pub mod bounded;
#[cfg(feature = "remote")]
pub mod copy;
mod facets;
mod histogram;
pub mod hit;
mod kept;
pub mod offsets;
pub mod question;
pub mod refusal;
mod remove;
mod search;
pub mod settings;
pub mod shape;
mod show;
mod statement;
mod statement_counts;
mod stats;
mod texts;
mod update;
mod wanted;

pub use archive::Archive;
