//! Workbooks: rows of sheets as a table's rows.

use crate::columns;
use crate::formats::table::{Table, no_column};
use crate::input::{Origin, Out, Reading};

/// A sheet's name with its rows.
pub(super) type Sheet = (String, Vec<Vec<String>>);

/// Most cells of a workbook; empty ones that are only said to be there count too.
pub(super) const MAX_CELLS: usize = 20_000_000;

/// Reads the articles of sheets; those without a column of texts are passed over where another has one.
pub(super) fn read(origin: &Origin, sheets: Vec<Sheet>, out: &mut Out) -> Reading {
    let many = sheets.iter().filter(|(_, rows)| table(rows).is_some()).count() > 1;
    let (mut found, mut names) = (false, Vec::new());
    for (name, rows) in &sheets {
        let Some((header, table)) = table(rows) else {
            names.extend(rows.first().into_iter().flatten().filter(|name| !name.is_empty()).cloned());
            continue;
        };
        found = true;
        let origin = if many { origin.member(name) } else { origin.clone() };
        for row in &rows[header + 1..] {
            table.row(&origin, row.iter().cloned(), 0, out)?;
        }
    }
    if found { Ok(()) } else { Err(no_column(&names)) }
}

/// The row with the names of the columns, which a title may stand above.
fn table(rows: &[Vec<String>]) -> Option<(usize, Table)> {
    let header = rows.iter().take(10).position(|row| {
        let names: Vec<&str> = row.iter().map(String::as_str).collect();
        columns::is_header(&names)
            || names.iter().any(|name| columns::role(name).is_some_and(|(role, _)| role == columns::Role::Text))
    })?;
    Table::new(&rows[header]).map(|table| (header, table))
}
