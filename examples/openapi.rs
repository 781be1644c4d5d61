//! Prints the OpenAPI document of `onrecord serve`: `cargo run --example openapi > docs/openapi.json`.

#![allow(clippy::print_stdout)] // printing is what it is for

#[cfg(feature = "server")]
fn main() {
    println!("{:#}", onrecord::server::api::openapi::described());
}

#[cfg(not(feature = "server"))]
fn main() {}
