//! The archive in an OpenSearch cluster: the same questions, asked over HTTP.
//!
//! The server finds: it has the text as [tokens] of ours and decides what it can decide exactly ([`compile`]). The
//! articles themselves decide the rest: each has its whole [record] in the cluster, and of what the server finds it is
//! that record which is matched, marked, [ranked](rank) and shown. So the answers are those of the index on disk.
//!
//! - [`address`], [`client`], [`error`]: whom to ask, and what can go wrong
//! - [`schema`], [`tokens`], [`documents`], [`record`]: how an article lies in the cluster
//! - [`writer`], [`standing`], [`intents`], [`bulk`]: how it comes there, and what holds when a run is cut short
//! - `store`, [`inventory`], [`ledger`]: filling it from files, and what it remembers of them
//! - [`compile`], [`intervals`], [`lexicon`], [`values`]: a query becomes one of the server
//! - [`rank`]: the order of what was found
//! - [`view`], [`search`], [`facets`], [`lookup`]: the answers
//! - [`check`]: whether an index is whole; [`alias`]: one that takes the place of another;
//!   [`mod@erase`]: what was taken out leaves the disks

pub mod address;
pub mod alias;
pub mod bulk;
pub mod carry;
pub mod check;
pub mod client;
pub mod compile;
pub mod documents;
pub mod erase;
pub mod error;
pub mod facets;
pub mod index;
pub mod intents;
pub mod intervals;
pub mod inventory;
pub mod ledger;
pub mod lexicon;
pub mod lookup;
pub mod names;
pub mod rank;
pub mod record;
pub mod remote;
pub mod scan;
pub mod schema;
pub mod search;
pub mod standing;
mod store;
pub mod tokens;
pub mod unknown;
pub mod values;
pub mod view;
pub mod whole;
pub mod writer;

pub use address::Address;
pub use client::{Access, Client, Patience};
pub use error::RemoteError;
pub use remote::Remote;
pub use schema::Layout;
pub use whole::Whole;
pub use writer::{Writer, Written};
