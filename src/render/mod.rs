//! Printing: results as text for people, JSON, CSV and TREC lines for programs.
//!
//! - [`wire`]: the lines of JSON, made of answers
//! - [`mod@format`]: the formats in which programs get results, and their writing
//! - [`hits`]: search results for programs
//! - [`statements`]: statements for programs; [`cite`]: citations; [`oneline`]: a result a line
//! - [`json`]: JSON with nothing in it that a terminal would obey
//! - [`text`]: search results for people
//! - [`article`]: one article for people; [`stats`]: what an index holds
//! - [`guide`]: the query language told to its users
//! - [`dates`]: publication dates in words
//! - [`sanitize`]: text of documents made harmless for terminals

pub mod article;
pub mod cite;
pub mod dates;
pub mod facets;
pub mod format;
pub mod guide;
pub mod hits;
pub mod json;
pub mod oneline;
pub mod sanitize;
mod shown_words;
pub mod statements;
pub mod stats;
pub mod table;
pub mod text;
pub mod wire;
