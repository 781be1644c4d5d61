//! onrecord: search news for what was said, by whom, when, and about what.
//!
//! [`Archive`] is the front door: a [`Request`](api::Request) in, an [`Answer`](api::Answer) out, both plain data.
//!
//! ```
//! use onrecord::Archive;
//! use onrecord::api::{Answer, Parts, Request, SearchRequest, Stop, UpdateRequest};
//!
//! let folder = std::env::temp_dir().join(format!("onrecord-example-{}", std::process::id()));
//! let archive = Archive::at(&folder);
//! let update = UpdateRequest { paths: vec!["seeds".into()], ..UpdateRequest::default() };
//! archive.ask(&Request::Update(update), &Stop::NEVER)?;
//!
//! let parts = Parts { speakers: true, ..Parts::default() };
//! let search = SearchRequest { parts, ..SearchRequest::new("speaker:toner") };
//! let stop = Stop::after(std::time::Duration::from_secs(5));
//! let Answer::Search(answer) = archive.ask(&Request::Search(search), &stop)? else { unreachable!() };
//! for hit in &answer.hits {
//!     println!("{} {}: {}", hit.article.title, hit.speakers.join(", "), hit.passage.text);
//! }
//! assert!(answer.hits.iter().all(|hit| hit.speakers.contains(&"Mark Toner".to_owned())));
//! # assert!(!answer.hits.is_empty());
//! # std::fs::remove_dir_all(&folder).ok();
//! # Ok::<(), onrecord::api::Error>(())
//! ```

pub mod cli;
pub mod desk;
pub mod ingest;
pub mod render;
#[cfg(feature = "server")]
pub mod server;

pub use desk::Archive;
pub use onrecord_annotate as annotate;
pub use onrecord_api as api;
pub use onrecord_engine::{index, search};
pub use onrecord_eval as eval;
pub use onrecord_query as query;
pub use onrecord_query::highlight;
pub use onrecord_read as read;
pub use onrecord_read::{guard, source};
pub use onrecord_text::{analyze, article, authors, backlog, date, limit, passage, span};
