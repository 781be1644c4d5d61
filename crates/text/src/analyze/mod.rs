//! One analysis of text for indexing, querying, highlighting and annotating.
//!
//! - [`word`]: where words begin and end (Unicode rules with what news needs)
//! - [`fold`]: what makes two spellings the same word (case, accents, invisible characters)
//! - [`form`]: each distinct spelling analysed once, whatever the number of its occurrences
//! - [`stem`](mod@stem): what forms of one word have in common
//! - [`sentence`]: where sentences end
//! - [`text`]: the three together over an article
//!
//! Whoever changes what a word is or how it folds raises [`VERSION`]: an index built by another version
//! is refused with advice to rebuild.

mod ending;
pub mod fold;
pub mod form;
mod key;
pub mod sentence;
mod shape;
mod speech;
pub mod stem;
pub mod text;
mod token;
pub mod word;

pub use form::{Folding, FormId, Forms, Shape};
pub use text::{Analyzed, Sentence, Word, analyze, analyze_name};

/// Version of the analysis, recorded in every index.
pub const VERSION: u32 = 2;
