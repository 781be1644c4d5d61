//! The program from outside: what it reads, prints and answers, as users and scripts see it.

#![allow(clippy::print_stderr)] // a test says what it skipped

#[path = "../harness/mod.rs"]
mod harness;

mod annotate;
mod batch_eval;
mod bounds;
#[cfg(feature = "remote")]
mod cluster;
mod completions;
mod containers;
mod everyday;
mod exit_status;
mod facets;
mod fields;
mod given_dates;
mod golden;
mod highlighting;
mod hints;
mod hostile_files;
mod index_check;
mod index_errors;
mod index_updates;
mod links;
mod lost_paths;
mod misreadings;
mod open;
mod permissions;
mod query_errors;
mod ranking;
mod remove;
mod search_json;
mod seeds;
mod show;
mod statements;
mod stats;
mod terminal_output;
