//! Where output goes: results to standard output, everything else to standard error.

use std::io::{BufWriter, IsTerminal, Stderr, Stdout, Write};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use anstream::adapter::StripBytes;
use anstream::{AutoStream, ColorChoice};

use super::args::{Color, Global, Paging};
use super::exit::INTERRUPTED;
use super::pager::{self, Pager};
use crate::render::json::write_line;
use crate::render::sanitize::{sanitize, sanitize_line};
use crate::render::table::Table;
use crate::render::text::TextOptions;
use crate::render::wire;
use crate::source::text_path;

/// The two streams, with what they can show.
pub(super) struct Terminal {
    out: Output,
    err: AutoStream<Stderr>,
    /// Columns of the terminal that results go to; nothing where they do not go to one.
    pub width: Option<usize>,
    /// Whether results are shown with styles.
    pub styled: bool,
    /// Whether addresses of results are links to their files.
    pub links: bool,
    paging: Paging,
    /// Whether results and errors alone are wanted.
    pub quiet: bool,
    /// How much is wanted to be known of the work.
    pub verbose: u8,
    /// Whether long work may show its progress.
    pub progress: bool,
    /// Whether the next table begins with a byte-order mark.
    byte_order_mark: bool,
    /// Whether an interrupt ends the program at once, since nothing has to be kept.
    pub ends_at_once: Arc<AtomicBool>,
}

/// Bytes of output that are held back.
const HELD_BACK: usize = 32 << 10;

/// Standard output, many lines at a time, with what styles text taken out where that is not shown.
struct Output {
    strip: Option<StripBytes>,
    to: BufWriter<Target>,
}

/// What results are written to in the end.
enum Target {
    Stdout(Stdout),
    Pager(Pager),
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        match self {
            Target::Stdout(stdout) => stdout.write(bytes),
            Target::Pager(pager) => pager.write(bytes),
        }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        match self {
            Target::Stdout(stdout) => stdout.flush(),
            Target::Pager(pager) => pager.flush(),
        }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        match &mut self.strip {
            Some(strip) => strip.strip_next(bytes).try_for_each(|part| self.to.write_all(part))?,
            None => self.to.write_all(bytes)?,
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.to.flush()
    }
}

impl Terminal {
    /// The streams of this process.
    pub(super) fn new(global: &Global) -> Self {
        let choice = match global.color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::AlwaysAnsi,
            Color::Never => ColorChoice::Never,
        };
        let size = || terminal_size::terminal_size_of(std::io::stdout()).map(|(width, _)| usize::from(width.0));
        let told = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
        let on_terminal = std::io::stdout().is_terminal();
        let width = told.or_else(|| if on_terminal { global.columns.or_else(size) } else { None });
        let colored = match choice {
            ColorChoice::Auto => AutoStream::choice(&std::io::stdout()),
            decided => decided,
        };
        let strip = (colored == ColorChoice::Never).then(StripBytes::new);
        let stdout = Target::Stdout(std::io::stdout());
        let pages = global.paging != Paging::Never && (global.paging == Paging::Always || is_paged());
        let links = on_terminal && strip.is_none() && shows_links() && (!pages || pager::shows_links());
        Terminal {
            styled: strip.is_none(),
            links,
            paging: global.paging,
            out: Output { strip, to: BufWriter::with_capacity(HELD_BACK, stdout) },
            err: AutoStream::new(std::io::stderr(), choice),
            width,
            quiet: global.quiet,
            verbose: global.verbose,
            progress: !global.quiet && !global.no_progress && std::io::stderr().is_terminal(),
            byte_order_mark: global.bom,
            ends_at_once: ends_at_once(),
        }
    }

    /// Shows the results that follow in a pager, where they go to a terminal and one is wanted.
    pub(super) fn page(&mut self) {
        let wanted = match self.paging {
            Paging::Auto => is_paged(),
            Paging::Always => true,
            Paging::Never => false,
        };
        if wanted && let Some(pager) = Pager::start() {
            self.out.to = BufWriter::with_capacity(HELD_BACK, Target::Pager(pager));
        }
    }

    /// How results are laid out.
    pub(super) fn layout(&self) -> TextOptions {
        TextOptions { width: self.width, styled: self.styled, links: self.links.then(host) }
    }

    /// Standard output.
    pub(super) fn out(&mut self) -> &mut dyn Write {
        &mut self.out
    }

    /// Writes a document's text as it stands to standard output, or with what a terminal would obey made
    /// visible where that is one. (Standard output itself takes escape sequences out where it shows no colour.)
    pub(super) fn exact(&mut self, text: &str) -> std::io::Result<()> {
        self.out.flush()?;
        if !std::io::stdout().is_terminal() {
            return self.out.to.write_all(text.as_bytes());
        }
        for line in text.split_inclusive('\n') {
            let bare = line.strip_suffix('\n');
            write!(self.out, "{}{}", sanitize(bare.unwrap_or(line)), if bare.is_some() { "\n" } else { "" })?;
        }
        Ok(())
    }

    /// Writes paths, one a line: to a terminal made harmless, elsewhere the bytes that the file system has.
    pub(super) fn paths(&mut self, paths: &[&str]) -> std::io::Result<()> {
        let mut stdout = std::io::stdout();
        self.out.flush()?;
        let mut lines = Vec::new();
        for path in paths {
            if stdout.is_terminal() {
                lines.extend(sanitize(path).bytes());
            } else {
                lines.extend(text_path(path).as_os_str().as_encoded_bytes());
            }
            lines.push(b'\n');
        }
        stdout.write_all(&lines)
    }

    /// Writes a table as comma-separated values, as [`exact`](Self::exact) writes text.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(super) fn table(
        &mut self,
        rows: impl FnOnce(&mut Table<&mut Vec<u8>>) -> std::io::Result<()>,
    ) -> std::io::Result<()> {
        let mut bytes = Vec::new();
        let mut table = Table::new(&mut bytes);
        rows(&mut table)?;
        table.finish()?;
        self.whole_table(&bytes)
    }

    /// Writes such a table that is ready, with a byte-order mark before it where that is asked for.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(super) fn whole_table(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        let mark = if std::mem::take(&mut self.byte_order_mark) { "\u{FEFF}" } else { "" };
        self.exact(&format!("{mark}{}", String::from_utf8_lossy(bytes)))
    }

    /// Writes what standard output still holds back.
    pub(super) fn flush(&mut self) -> std::io::Result<()> {
        self.out.flush()?;
        std::io::stdout().flush()
    }

    /// Prints a message that something went wrong.
    pub(super) fn error(&mut self, message: &str) {
        let style = anstyle::AnsiColor::Red.on_default().bold();
        let _ = writeln!(self.err, "{style}error{style:#}: {}", lines(message));
    }

    /// Prints an error as a line of JSON.
    pub(super) fn error_for_programs(&mut self, error: &wire::ErrorLine<'_>) {
        let _ = write_line(error, &mut self.err);
    }

    /// Prints a message of one line about a file, in whose name there may be line ends.
    pub(super) fn error_line(&mut self, message: &str) {
        self.error(&sanitize_line(message));
    }

    /// Prints a message of one line, unless quiet.
    pub(super) fn note_line(&mut self, message: &str) {
        self.note(&sanitize_line(message));
    }

    /// Prints a message, unless quiet.
    pub(super) fn note(&mut self, message: &str) {
        if !self.quiet {
            let _ = writeln!(self.err, "{}", lines(message));
        }
    }
}

/// Whether results are shown in a pager unless somebody says otherwise: on a terminal, if a pager can move about on it.
/// One without a name, or a dumb one, cannot do that.
fn is_paged() -> bool {
    let can_move = std::env::var("TERM").is_ok_and(|term| !term.is_empty() && term != "dumb");
    std::io::stdout().is_terminal() && std::io::stdin().is_terminal() && can_move
}

/// Whether the terminal takes links (OSC 8): those that do not know them pass them over, but for the console of Linux,
/// which shows what it does not know.
fn shows_links() -> bool {
    std::env::var("TERM").is_ok_and(|term| !["", "dumb", "linux"].contains(&term.as_str()))
}

/// The name of this machine, by which a terminal tells that a link leads to another one; empty where nothing says it.
fn host() -> String {
    let name = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    name.trim().to_owned()
}

/// A flag: while it is set, an interrupt ends the program with the status for it. Where signals cannot be listened for,
/// they end the program as they always do.
fn ends_at_once() -> Arc<AtomicBool> {
    let flag = Arc::new(AtomicBool::new(true));
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
        let _ = signal_hook::flag::register_conditional_shutdown(signal, i32::from(INTERRUPTED), flag.clone());
    }
    flag
}

/// Every line of a message made harmless.
fn lines(message: &str) -> String {
    message.lines().map(sanitize).collect::<Vec<_>>().join("\n")
}
