//! A fence around code of others: its panics become errors of the source at hand.

use std::any::Any;
use std::io::{self, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Runs `parse`; a panic in it is an error with the panic's words.
///
/// What `parse` was changing must not be used after an error.
pub fn guarded<T>(parse: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(parse)).map_err(|panic| words(panic.as_ref()))
}

fn words(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    format!("the parser gave up ({})", text.unwrap_or("no reason given"))
}

/// A reader whose panics are errors; after one it reads nothing more.
pub struct Guarded<R> {
    inner: Option<R>,
}

impl<R> Guarded<R> {
    /// A fence around `inner`.
    pub fn new(inner: R) -> Self {
        Guarded { inner: Some(inner) }
    }
}

impl<R: Read> Read for Guarded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Some(inner) = &mut self.inner else { return Ok(0) };
        guarded(|| inner.read(buffer)).unwrap_or_else(|message| {
            self.inner = None;
            Err(io::Error::new(io::ErrorKind::InvalidData, message))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Panics;

    impl Read for Panics {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            panic!("bad block")
        }
    }

    #[test]
    fn a_panic_is_an_error_once() {
        let mut reader = Guarded::new(Panics);
        let error = reader.read(&mut [0]).expect_err("the panic");
        assert_eq!(error.to_string(), "the parser gave up (bad block)");
        assert_eq!(reader.read(&mut [0]).ok(), Some(0));
    }
}
