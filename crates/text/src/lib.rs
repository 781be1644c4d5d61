//! What everything else is about: articles and the places in them, and their text once analysed.
//!
//! - [`span`]: places in a text
//! - [`article`]: one document and its blocks
//! - [`authors`]: the authors that a byline names
//! - [`date`]: days, months and years, and how fields beside a text write them
//! - [`analyze`]: words, folding, spellings, sentences: one analysis for index, query, marks and annotators
//! - [`passage`]: what is indexed and ranked
//! - [`backlog`]: how much text may wait for others to work on it
//! - [`limit`]: how long the work on one article may take
//!
//! Nothing here touches a file.

pub mod analyze;
pub mod article;
pub mod authors;
pub mod backlog;
pub mod date;
pub mod limit;
pub mod passage;
pub mod span;
