//! Where output goes: results to standard output, everything else to standard error.

use std::io::{BufWriter, IsTerminal, Stderr, Stdout, Write};

use anstream::{AutoStream, ColorChoice};

use super::args::{Color, Global};
use crate::render::sanitize::sanitize;

/// The two streams, with what they can show.
pub struct Terminal {
    out: BufWriter<AutoStream<Stdout>>,
    err: AutoStream<Stderr>,
    /// Columns of the terminal that results go to; nothing where they do not go to one.
    pub width: Option<usize>,
    /// Whether results and errors alone are wanted.
    pub quiet: bool,
    /// How much is wanted to be known of the work.
    pub verbose: u8,
    /// Whether long work may show its progress.
    pub progress: bool,
}

impl Terminal {
    /// The streams of this process.
    pub fn new(global: &Global) -> Self {
        let choice = match global.color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::AlwaysAnsi,
            Color::Never => ColorChoice::Never,
        };
        let size = || terminal_size::terminal_size_of(std::io::stdout()).map(|(width, _)| usize::from(width.0));
        Terminal {
            out: BufWriter::new(AutoStream::new(std::io::stdout(), choice)),
            err: AutoStream::new(std::io::stderr(), choice),
            width: if std::io::stdout().is_terminal() { size() } else { None },
            quiet: global.quiet,
            verbose: global.verbose,
            progress: !global.quiet && !global.no_progress && std::io::stderr().is_terminal(),
        }
    }

    /// Standard output.
    pub fn out(&mut self) -> &mut dyn Write {
        &mut self.out
    }

    /// Writes a text to standard output as it stands, control characters too.
    pub fn raw(&mut self, text: &str) -> std::io::Result<()> {
        self.out.flush()?;
        let mut out = std::io::stdout().lock();
        out.write_all(text.as_bytes())?;
        out.flush()
    }

    /// Writes what standard output still holds back.
    pub fn flush(&mut self) -> std::io::Result<()> {
        self.out.flush()
    }

    /// Prints a message that something went wrong.
    pub fn error(&mut self, message: &str) {
        let style = anstyle::AnsiColor::Red.on_default().bold();
        let _ = writeln!(self.err, "{style}error{style:#}: {}", lines(message));
    }

    /// Prints a message, unless quiet.
    pub fn note(&mut self, message: &str) {
        if !self.quiet {
            let _ = writeln!(self.err, "{}", lines(message));
        }
    }
}

/// Every line of a message made harmless.
fn lines(message: &str) -> String {
    message.lines().map(sanitize).collect::<Vec<_>>().join("\n")
}
