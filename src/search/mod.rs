//! Searching: a query in, hits out.

pub mod compile;
pub mod error;
pub mod scorers;
pub mod statistics;
pub mod stems;
pub mod terms;
pub mod top;

pub use error::SearchError;
