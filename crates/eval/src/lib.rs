//! How good a ranking is: TREC runs scored against TREC judgements.
//!
//! - [`trec`]: reads runs and judgements, files that nobody has checked before
//! - [`measures`]: what one query's ranking is worth
//! - [`evaluation`]: a run's figures, query by query and on average
//! - [`comparison`]: whether two runs differ by more than chance
//!
//! Pure functions over readers and values: no file is opened here and nothing is printed.

pub mod comparison;
pub mod evaluation;
pub mod measures;
pub mod trec;

#[cfg(test)]
mod tests;

pub use comparison::{Comparison, compare};
pub use evaluation::{Evaluation, QueryRow, evaluate};
pub use measures::Figures;
pub use trec::{Qrels, Run, TrecError, read_qrels, read_run};
