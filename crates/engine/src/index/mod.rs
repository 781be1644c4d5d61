//! The index: articles as Tantivy documents, one per passage, and the records that bring them back.
//!
//! - [`schema`]: the fields and what each is for
//! - [`tokens`]: how analysed words reach Tantivy without being analysed again
//! - [`record`]: what is stored of a source, an article, a passage
//! - [`packed`]: a passage as few bytes
//! - `day`: days as they are stored
//! - [`document`]: an annotated article as documents
//! - `opening`: one that is there, or a new one
//! - [`writer`]: changing an index, in commits of whole articles
//! - [`reader`]: one consistent state of an index
//! - [`outline`]: what the columns tell of each article
//! - [`clues`]: what articles tell of each other's dates
//! - [`outgoing`]: documents on their way into the index, their texts in a [`buffer`]
//! - [`mod@compact`]: making what was taken out leave the disk
//! - [`mod@check`]: whether an index is whole
//! - `store`: the stored documents of a segment
//! - `places`: paths that lead to their files from the current folder
//! - `stored`: a stored document as read back
//! - `directory`: the folder's files, in pages with checksums, and who may read them
//!
//! An article's passages lie next to each other in one segment, in order, the first one marked by ordinal
//! 0 and holding what is true of the article as a whole. Everything else follows from that: an article's
//! fields are found from any of its passages by going back `ordinal` documents.

pub mod buffer;
pub mod check;
pub mod clues;
pub mod compact;
mod day;
mod directory;
pub mod document;
pub mod error;
mod opening;

pub mod options;
pub mod outgoing;
pub mod outline;
pub mod packed;
mod places;
pub mod reader;
pub mod record;
pub mod schema;
mod store;
mod stored;
pub mod tokens;
pub mod version;
pub mod writer;

pub use error::IndexError;
pub use onrecord_api::collection::Collection;
pub use outgoing::Documents;
pub use reader::Snapshot;
pub use tantivy::{DocAddress, DocId};
pub use writer::Writer;

/// Version of the index's layout, recorded in every index. To be raised with every change to the schema or
/// the records.
pub const FORMAT_VERSION: u32 = 8;
