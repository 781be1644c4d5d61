//! A pager for results on a terminal: the program that `PAGER` names, or `less`.

use std::io::{self, Write};
use std::process::{Child, ChildStdin, Command, Stdio};

/// The first version of `less` that passes links on (release notes of `less`).
const LESS_WITH_LINKS: u32 = 566;

/// Whether the pager passes links on to the terminal. Only `less` tells by its version; of others nobody knows.
pub(super) fn shows_links() -> bool {
    let named = std::env::var("PAGER").unwrap_or_else(|_| "less".to_owned());
    match named.split_whitespace().next() {
        None | Some("cat") => true,
        Some("less") => less_version().is_some_and(|version| version >= LESS_WITH_LINKS),
        Some(_) => false,
    }
}

/// The version that `less --version` begins with: "less 590 (GNU regular expressions)".
fn less_version() -> Option<u32> {
    let output = Command::new("less").arg("--version").stdin(Stdio::null()).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.split_whitespace().nth(1)?.split('.').next()?.parse().ok()
}

/// A running pager. What is written to it is what it shows; it ends when it is dropped and its user has left it.
pub(super) struct Pager {
    child: Child,
    input: Option<ChildStdin>,
}

impl Pager {
    /// Starts the pager; nothing if there is none, or the user wants none (`PAGER=` or `PAGER=cat`).
    pub(super) fn start() -> Option<Self> {
        let named = std::env::var("PAGER").ok();
        let mut command = match named.as_deref().map(str::trim) {
            Some("" | "cat") => return None,
            Some(line) => {
                let mut shell = Command::new("sh");
                shell.args(["-c", line]);
                shell
            }
            None => Command::new("less"),
        };
        if std::env::var_os("LESS").is_none() {
            // Leave at once if all fits the screen, show styles, leave the text on the screen.
            command.env("LESS", "FRX");
        }
        let mut child = command.stdin(Stdio::piped()).spawn().ok()?;
        let input = child.stdin.take();
        Some(Pager { child, input })
    }
}

impl Write for Pager {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.input.as_mut().map_or(Ok(bytes.len()), |input| input.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.input.as_mut().map_or(Ok(()), Write::flush)
    }
}

impl Drop for Pager {
    fn drop(&mut self) {
        self.input = None;
        let _ = self.child.wait();
    }
}
