//! Any text is a query or an error at a place in it; what a query prints reads the same.

#![no_main]

use libfuzzer_sys::fuzz_target;
use onrecord::query::{Query, error, parse};

fuzz_target!(|text: &str| {
    match parse(text) {
        Ok(query) => {
            let printed = query.to_string();
            let again = parse(&printed).unwrap_or_else(|error| panic!("{printed}: {error}"));
            assert!(again.expr == query.expr, "{text:?} is printed as {printed:?}, which is {again}");
        }
        Err(error) => {
            assert!(text.get(error.span.range()).is_some(), "{text:?}: {:?}", error.span);
            error::render(&error, text);
        }
    }
    Query::words(text);
});
