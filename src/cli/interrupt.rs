//! What Ctrl-C does. It ends the program with 130: at once, or where a command has said that it comes to an end by
//! itself, after a moment in which it can keep what is whole.

use std::io::{self, Write};
use std::process::exit;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

/// The exit status of a program that was interrupted.
pub(super) const STATUS: u8 = 130;

/// How long a command has to come to an end by itself.
const GRACE: Duration = Duration::from_millis(1500);

/// Whether the user wants the program to end.
#[derive(Clone, Default)]
pub(super) struct Interrupt {
    asked: Arc<AtomicBool>,
    /// Whether the command in hand looks at `asked`.
    heeded: Arc<AtomicBool>,
}

impl Interrupt {
    /// Listens for the signals from now on.
    ///
    /// # Errors
    /// When signals cannot be listened for.
    pub(super) fn listen() -> io::Result<Self> {
        let interrupt = Interrupt::default();
        let mut signals = Signals::new([SIGINT, SIGTERM])?;
        let own = interrupt.clone();
        std::thread::Builder::new().name("signals".into()).spawn(move || {
            for _ in signals.forever() {
                own.arrived();
            }
        })?;
        Ok(interrupt)
    }

    /// Says that the command looks at the flag, and gives it.
    pub(super) fn heed(&self) -> Arc<AtomicBool> {
        self.heeded.store(true, Ordering::Relaxed);
        self.asked.clone()
    }

    /// Whether the user wants the program to end.
    pub(super) fn is_asked(&self) -> bool {
        self.asked.load(Ordering::Relaxed)
    }

    /// A first signal is left to a command that heeds it, for a while; a second one is not.
    fn arrived(&self) {
        let again = self.asked.swap(true, Ordering::Relaxed);
        if again || !self.heeded.load(Ordering::Relaxed) {
            end();
        }
        // Whatever is being read: the index is as it was last committed.
        let _ = std::thread::Builder::new().name("end".into()).spawn(|| {
            std::thread::sleep(GRACE);
            end();
        });
    }
}

fn end() -> ! {
    let _ = io::stderr().flush();
    exit(i32::from(STATUS))
}
