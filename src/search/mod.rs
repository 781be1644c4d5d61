//! Finding: from words to ranked passages and articles.

pub mod rank;
pub mod scorers;
pub mod stems;
