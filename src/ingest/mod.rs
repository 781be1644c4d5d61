//! Bringing an index up to date with files: walk, read, annotate, write.
//!
//! - [`options`]: how it is done
//! - `roots`: the PATHs of a run
//! - [`plan`]: which sources are new, changed, unchanged or gone
//! - `reading`: from paths to articles, in batches
//! - [`loss`]: whether what is gone is believed to be gone
//! - `mounts`: disks below a PATH that are away
//! - [`pipeline`]: one thread reads, several annotate, the caller's writes
//! - `message`: what the threads tell each other
//! - `writing`: what comes in goes to the index, what is gone is taken out
//! - `unread`: which files could not be read
//! - [`fence`]: an article over its limit fails alone
//! - [`collection`]: what articles tell of each other, worked out when all are there
//! - `dating`: articles without a date, by what the others tell
//! - [`rewrite`]: annotating anew what the index holds
//! - [`topic_query`]: the queries of a taxonomy
//! - [`error`]: why a run fails as a whole
//! - [`report`]: what happened, to which file and why
//!
//! What the user sees of it is up to whoever passes the [`Observer`].

pub mod collection;
mod dating;
pub mod doubt;
pub mod error;
pub mod fence;
mod finishing;
pub mod loss;
mod message;
mod missed;
mod mounts;
pub mod options;
pub mod pipeline;
pub mod plan;
mod reading;
pub mod report;
pub mod rewrite;
mod roots;
pub mod topic_query;
mod unread;
mod writing;

pub use error::IngestError;
pub use options::Options;
pub use pipeline::{refuse_index, update};
pub use report::{Event, Observer, Summary};
