//! Printing: results as text for people, JSON, CSV and TREC lines for programs.
//!
//! - [`wire`]: the lines of JSON, made of answers
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
pub mod sanitize;
pub mod table;
pub mod text;
pub mod wire;
