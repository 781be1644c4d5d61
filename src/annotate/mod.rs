//! Annotators: an analysed article in, facts on spans out. They read no files, know no index, and give
//! the same answer for the same article whatever came before.
//!
//! - [`date`]: when the article was published, and which days it speaks of
//! - [`language`]: which language it is written in
//! - [`speaker`]: who said what
//! - [`topic`]: what a passage is about

pub mod date;
pub mod language;
pub mod speaker;
pub mod topic;
