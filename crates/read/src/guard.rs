//! A fence around work that may panic: parsers that others wrote, hostile input. A panic ends the work at hand and
//! becomes an error; whoever set it going reports it in a line of its own.

use std::any::Any;
use std::cell::Cell;
use std::io::{self, Read};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind, set_hook, take_hook};

use onrecord_text::limit::Exceeded;

thread_local! {
    /// Whether this thread is inside the fence: a panic hook knows nothing else of the place it is called from.
    static INSIDE: Cell<bool> = const { Cell::new(false) };
}

/// Runs `work`; a panic in it is an error with the panic's words.
///
/// What `work` was changing must not be used after an error.
///
/// # Errors
/// When `work` panics.
pub fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    let outside = INSIDE.replace(true);
    let result = catch_unwind(AssertUnwindSafe(work));
    INSIDE.set(outside);
    result.map_err(|panic| {
        if panic.is::<Exceeded>() {
            // No panic of the work: whoever limits its time knows what to do.
            resume_unwind(panic);
        }
        words(panic.as_ref())
    })
}

fn words(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("no reason given").to_owned()
}

/// From now on panics inside the fence print nothing by themselves. For the program's start: it replaces the
/// process's panic hook.
pub fn quiet_inside() {
    let usual = take_hook();
    set_hook(Box::new(move |panic| {
        if !INSIDE.get() {
            usual(panic);
        }
    }));
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
        guarded(|| inner.read(buffer)).unwrap_or_else(|words| {
            self.inner = None;
            Err(io::Error::new(io::ErrorKind::InvalidData, gave_up(&words)))
        })
    }
}

/// What is said of a parser that panicked with these words.
pub fn gave_up(words: &str) -> String {
    format!("the parser gave up ({words})")
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
    fn a_panic_is_an_error_with_its_words() {
        assert_eq!(guarded(|| 1), Ok(1));
        assert_eq!(guarded(|| -> u8 { panic!("no {}", "verb") }), Err("no verb".to_owned()));
        assert_eq!(guarded(|| -> u8 { panic!("no noun") }), Err("no noun".to_owned()));
    }

    #[test]
    fn a_panic_while_reading_is_an_error_once() {
        let mut reader = Guarded::new(Panics);
        let error = reader.read(&mut [0]).expect_err("the panic");
        assert_eq!(error.to_string(), "the parser gave up (bad block)");
        assert_eq!(reader.read(&mut [0]).ok(), Some(0));
    }

    #[test]
    fn a_thread_is_inside_as_long_as_the_work_takes() {
        let inner = guarded(|| (guarded(|| INSIDE.get()), INSIDE.get()));
        assert_eq!((inner, INSIDE.get()), (Ok((Ok(true), true)), false));
        assert!(guarded(|| -> u8 { panic!("out") }).is_err() && !INSIDE.get());
    }
}
