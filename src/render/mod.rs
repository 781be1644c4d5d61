//! Printing: results as text for people, JSON, CSV and TREC lines for programs.
//!
//! - [`wire`]: the JSON shapes; they serialise and nothing else
//! - [`offsets`]: from bytes to code points, where spans leave the program
//! - [`sanitize`]: text of documents made harmless for terminals

pub mod offsets;
pub mod sanitize;
pub mod wire;
