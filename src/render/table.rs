//! Tables as comma-separated values that a spreadsheet can open without running anything.
//!
//! A cell that begins with `=`, `+`, `-`, `@`, a tab or a return is taken for a formula by spreadsheets ("CSV
//! injection", OWASP); such a cell gets an apostrophe before it, by which they know text. Numbers stay as they are. The
//! bytes as they are stand in the JSON formats.

use std::borrow::Cow;
use std::io::{self, Write};

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

/// A cell that no spreadsheet takes for a formula.
fn harmless(cell: &str) -> Cow<'_, str> {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
    let number = cell.strip_prefix('-').is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit() || b == b'.'));
    if formula && !number { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

#[cfg(test)]
mod tests {
    use super::*;

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
