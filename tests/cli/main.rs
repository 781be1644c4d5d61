//! The program from outside: what it reads, prints and answers, as users and scripts see it.

#[path = "../harness/mod.rs"]
mod harness;

mod exit_status;
mod highlighting;
mod hostile_files;
mod index_updates;
mod query_errors;
mod search_json;
mod seeds;
mod terminal_output;
