//! Printing: results as text for people, JSON, CSV and TREC lines for programs.
//!
//! - [`wire`]: the JSON shapes; they serialise and nothing else
//! - [`offsets`]: from bytes to code points, where spans leave the program
//! - [`hits`]: search results for programs
//! - [`json`]: JSON with nothing in it that a terminal would obey
//! - [`text`]: search results for people
//! - [`article`]: one article for people
//! - [`dates`]: publication dates in words
//! - [`sanitize`]: text of documents made harmless for terminals

pub mod article;
pub mod dates;
pub mod hits;
pub mod json;
pub mod offsets;
pub mod sanitize;
pub mod table;
pub mod text;
pub mod wire;
