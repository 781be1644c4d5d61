//! The query language: text to a syntax tree, and what its words mean. The language itself is described in
//! the documentation of the program; here stands what that leaves open.
//!
//! - [`parse`](parse()): text → [`Query`], with [errors](error) that point at the place and [notes](note) on
//!   every rewrite; [`ast`] is the tree, [`display`] its canonical text
//! - [`pattern`]: which words of a text a word of a query means
//! - [`interval`]: where phrases and connectors are found, from the positions of words alone
//! - [`highlight`]: whether a passage satisfies a query, and its marks
//! - [`rank`]: what ranking knows of queries
//!
//! Nothing here knows how an index is stored.
//!
//! # How operators bind
//!
//! From loose to tight: side by side, `OR`, `AND`, `NOT` and signs, `w/a`, connectors (from the left),
//! fields. Beside others, `a AND b` is `+a +b`, and `a OR b` of bare words is two bare words.
//!
//! # What is optional
//!
//! Bare words are optional beside something that says which words are wanted (a phrase, a connector, a group,
//! `+word`): then they only add to the score. Beside fields and exclusions alone, one of them must match:
//! `foreign fighters date:2017` does not find every passage of 2017.
//!
//! # Connectors
//!
//! Distances are between the nearest ends of two operands. The operands are different words of the text:
//! `a w/5 a` needs two. An operand may stand inside the other's span (`(foreign w/5 fighters) w/s terrorist`
//! finds "foreign terrorist fighters").
//!
//! # Parentheses and quotes
//!
//! Fields that speak of a quote are bound together where they are direct parts of one `And` or `Group`;
//! parentheses make a part an `And` of its own, even around a single field. Alternatives (`OR`) are each
//! tested alone. `speaker:*` asks for any speaker.
//!
//! # Signs and characters
//!
//! - A backslash takes the meaning from the character after it: `\AND`, `\+5`, `title\:x`.
//! - `+5` between two operands is `pre/5`, with a note; a number above 255 is a required word.
//! - Any double quotation mark closes any other. A single one opens a phrase where a word would begin, and
//!   only if another one closes it; elsewhere it is an apostrophe.
//! - `*` and `?` are wildcards everywhere in bare words; in quotation marks `?` is one only where a letter follows it in a
//!   word (`"t?n rose"`), since questions are quoted.
//! - A word with several words in it (`al-Assad`, `9/11`) asks for them side by side, each by form or stem.
//! - Only `AND`, `OR` and `NOT` in capitals are operators; names of fields, connectors and functions are read
//!   in any case.
//! - A phrase of three words or more that is all in capitals is read in small letters: it tells no acronyms.
//!
//! # Values
//!
//! - Values of `topic: url: path: kind: lang: date: mentions:` are taken as they stand, up to white space. In a
//!   group, values side by side are alternatives: `kind:(title body)`.
//! - `topic:` compares a whole id or label, or words of the label, without regard to case and accents; `path:` and
//!   `url:` any part of the path or address. They take wildcards.
//! - `speaker:`, `outlet:` and `author:` compare words by form, never by stem; `title: section: role:` as text does.

mod asked;
pub mod ast;
mod build;
mod clauses;
pub mod display;
pub mod error;
pub mod field;
mod group;
pub mod guide;
mod headline;
pub mod highlight;
pub mod interval;
mod lex;
pub mod note;
mod parse;
mod parts;
pub mod pattern;
pub mod period;
mod place;
pub mod rank;
mod statement;
mod stop;
mod value;
mod wild;

use std::fmt;

use ast::Expr;
pub use error::{ErrorKind, QueryError};
pub use field::Field;
pub use headline::speaks_of_articles_alone;
pub use note::Note;
use onrecord_text::passage::BLOCK_GAP;
pub use parse::parse;
pub use stop::{Stop, Stopped};

/// Longest query, in bytes.
pub const MAX_QUERY_BYTES: usize = 1 << 16;

/// Most words, phrases and values of a query.
pub const MAX_TERMS: usize = 1024;

/// Most words of an index that one pattern may stand for.
pub const MAX_EXPANSION: usize = 20_000;

/// Deepest nesting of a query.
pub const MAX_DEPTH: usize = 64;

/// Most words that may stand between the words of a phrase. Positions of different blocks lie farther apart.
pub const MAX_SLOP: u32 = 254;

const _: () = assert!(MAX_SLOP + 1 < BLOCK_GAP && lex::MAX_DISTANCE < BLOCK_GAP, "no match crosses a block");

/// A query that was understood.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// What it asks for.
    pub expr: Expr,
    /// What was read otherwise than it was written.
    pub notes: Vec<Note>,
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.expr.fmt(f)
    }
}

#[cfg(test)]
mod tests;
