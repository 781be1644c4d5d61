//! Tables as comma-separated values that a spreadsheet can open without running anything.
//!
//! A cell that begins with `=`, `+`, `-`, `@`, a tab or a return is taken for a formula by spreadsheets ("CSV
//! injection", OWASP), by some also behind spaces and characters that nobody sees; such a cell gets an apostrophe before
//! it, by which they know text. Numbers stay as they are. What a terminal would obey, and what turns the order of a text
//! round, is shown as a visible symbol. The bytes as they are stand in the JSON formats.

use std::borrow::Cow;
use std::io::{self, Write};

use super::sanitize::sanitize_lines;
use onrecord_text::analyze::fold::is_ignorable;

/// A table that is being written.
pub struct Table<W: Write> {
    rows: csv::Writer<W>,
}

impl<W: Write> Table<W> {
    /// A table without rows.
    pub fn new(out: W) -> Self {
        Table { rows: csv::Writer::from_writer(out) }
    }

    /// Writes a row.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn row<'a>(&mut self, cells: impl IntoIterator<Item = &'a str>) -> io::Result<()> {
        let cells = cells.into_iter().map(harmless);
        self.rows.write_record(cells.map(|cell| cell.into_owned())).map_err(io::Error::from)
    }

    /// Writes what is held back.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(mut self) -> io::Result<()> {
        self.rows.flush()
    }
}

/// A cell that no spreadsheet takes for a formula, and no terminal for a command.
fn harmless(cell: &str) -> Cow<'_, str> {
    let begins = cell.trim_start_matches(|c: char| c.is_whitespace() || c.is_control() || is_unseen(c));
    let hidden = cell.starts_with(['\t', '\r', '\n']);
    let formula = hidden || begins.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    let number = cell.strip_prefix('-').is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit() || b == b'.'));
    let shown = sanitize_lines(cell);
    if formula && !number { Cow::Owned(format!("'{shown}")) } else { shown }
}

/// Whether a character takes no place on a page.
fn is_unseen(c: char) -> bool {
    c == '\u{200B}' || is_ignorable(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(text: &str) -> String {
        harmless(text).into_owned()
    }

    #[test]
    fn what_stands_unseen_before_a_formula_hides_none() {
        for text in ["\u{a0}@x", "\u{200b}=1", " =1", "\u{feff}+1", "\u{ad}-1+2", "\n=1"] {
            assert!(cell(text).starts_with('\''), "{text:?}");
        }
        assert_eq!(cell(" a=b"), " a=b");
    }

    #[test]
    fn nothing_in_a_cell_is_obeyed() {
        assert_eq!(cell("a\u{1b}[2J\u{7}\0\u{9b}\u{202e}b"), "a\u{241b}[2J\u{2407}\u{2400}\u{fffd}\u{fffd}b");
        assert_eq!(cell("two\nlines\tand a tab\r\n"), "two\nlines\tand a tab\r\n");
    }

    #[test]
    fn no_cell_is_a_formula() {
        let mut out = Vec::new();
        let mut table = Table::new(&mut out);
        table
            .row(["=HYPERLINK(\"x\",\"y\")", "+49 paper", "-1+1|cmd", "@out", "\tx", "-0.5", "a=b", ""])
            .expect("memory");
        table.finish().expect("memory");
        let expected = "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\",'+49 paper,'-1+1|cmd,'@out,'\tx,-0.5,a=b,\n";
        assert_eq!(String::from_utf8(out).expect("UTF-8"), expected);
    }
}
