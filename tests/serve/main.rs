//! `onrecord serve` from outside: who may ask, what the API answers, what the pages hold, and, where Chromium is
//! installed, what a browser makes of them.

#![allow(clippy::print_stderr)] // a test says what it skipped
#![cfg(feature = "server")]

#[path = "../harness/mod.rs"]
mod harness;

mod answers;
mod browser;
mod client;
mod hostile;
mod openapi;
mod pages;
mod security;
mod under_load;
mod webdriver;
