//! Workbooks of Excel: shared strings, and the cells of each sheet.

use std::io::{Read, Seek};

use jiff::{Span, civil::Date};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::sheet::{self, MAX_CELLS, Sheet};
use super::{local, malformed, part, value};
use crate::input::{End, Origin, Out, Reading};
use crate::source::SkipReason;
use crate::tags::resolved;

/// Reads a workbook.
pub(super) fn read<R: Read + Seek>(origin: &Origin, archive: &mut ZipArchive<R>, out: &mut Out) -> Reading {
    let strings = part(archive, "xl/sharedStrings.xml")?.map(|xml| shared(&xml)).transpose()?.unwrap_or_default();
    let dates = part(archive, "xl/styles.xml")?.map(|xml| date_styles(&xml)).unwrap_or_default();
    let mut names: Vec<String> = archive.file_names().filter(|name| is_sheet(name)).map(str::to_owned).collect();
    names.sort_by_key(|name| (name.len(), name.clone()));
    let mut sheets: Vec<Sheet> = Vec::new();
    let mut cells = 0;
    for name in names {
        let Some(xml) = part(archive, &name)? else { continue };
        let rows = rows(&xml, &strings, &dates, &mut cells)
            .map_err(|end| end.unwrap_or_else(|error| malformed(&name, error)))?;
        let name = name.rsplit('/').next().unwrap_or_default().trim_end_matches(".xml").to_owned();
        sheets.push((name, rows));
    }
    sheet::read(origin, sheets, out)
}

fn is_sheet(name: &str) -> bool {
    name.strip_prefix("xl/worksheets/").is_some_and(|name| name.ends_with(".xml") && !name.contains('/'))
}

/// The strings that cells refer to by number.
fn shared(xml: &str) -> Result<Vec<String>, End> {
    let mut reader = Reader::from_str(xml);
    let (mut strings, mut open, mut text, mut reading) = (Vec::new(), false, String::new(), false);
    loop {
        match reader.read_event().map_err(|error| malformed("xl/sharedStrings.xml", error))? {
            Event::Start(element) => match local(element.name().as_ref()) {
                "si" => open = true,
                "t" => reading = true,
                // Readings of Asian characters.
                "rPh" => open = false,
                _ => {}
            },
            Event::Empty(element) if local(element.name().as_ref()) == "si" => strings.push(String::new()),
            Event::End(element) => match local(element.name().as_ref()) {
                "si" => {
                    strings.push(std::mem::take(&mut text));
                    open = false;
                }
                "t" => reading = false,
                "rPh" => open = true,
                _ => {}
            },
            Event::Text(found) if open && reading => text.push_str(&found),
            Event::GeneralRef(name) if open && reading => {
                text.push_str(&resolved(&format!("&{};", &*name)));
            }
            Event::Eof => return Ok(strings),
            _ => {}
        }
    }
}

/// Whether each of the cell styles shows a number as a date.
fn date_styles(xml: &str) -> Vec<bool> {
    let mut reader = Reader::from_str(xml);
    let (mut own, mut styles, mut in_cells) = (Vec::new(), Vec::new(), false);
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Eof => break,
            Event::End(element) if local(element.name().as_ref()) == "cellXfs" => in_cells = false,
            Event::Start(element) | Event::Empty(element) => match local(element.name().as_ref()) {
                "numFmt" => own.extend(own_format(&element)),
                "cellXfs" => in_cells = true,
                "xf" if in_cells => {
                    let id = value(&element, "numFmtId").and_then(|id| id.parse::<u32>().ok()).unwrap_or(0);
                    styles.push(matches!(id, 14..=22 | 27..=36 | 45..=47 | 50..=58) || own.contains(&id));
                }
                _ => {}
            },
            _ => {}
        }
    }
    styles
}

/// The number of a format of the workbook's own that shows dates.
fn own_format(element: &BytesStart) -> Option<u32> {
    let code = value(element, "formatCode")?.to_lowercase();
    let plain: String = code.split('"').step_by(2).collect();
    let is_date = plain.contains("yy") || (plain.contains('d') && plain.contains('m'));
    value(element, "numFmtId")?.parse().ok().filter(|_| is_date)
}

/// The rows of a sheet. The error is an end, or what the parser says.
fn rows(
    xml: &str,
    strings: &[String],
    dates: &[bool],
    cells: &mut usize,
) -> Result<Vec<Vec<String>>, Result<End, quick_xml::Error>> {
    let mut reader = Reader::from_str(xml);
    let (mut rows, mut row, mut cell, mut reading) = (Vec::new(), Vec::new(), Cell::default(), false);
    loop {
        match reader.read_event().map_err(Err)? {
            Event::Start(element) => match local(element.name().as_ref()) {
                "c" => cell = Cell::new(&element),
                "v" | "t" => reading = true,
                _ => {}
            },
            Event::Text(found) if reading => cell.text.push_str(&resolved(&found)),
            Event::GeneralRef(name) if reading => {
                cell.text.push_str(&resolved(&format!("&{};", &*name)));
            }
            Event::End(element) => match local(element.name().as_ref()) {
                "v" | "t" => reading = false,
                "c" => {
                    let cell = std::mem::take(&mut cell);
                    let column = cell.column.unwrap_or(row.len()).max(row.len());
                    *cells += column + 1 - row.len();
                    if *cells > MAX_CELLS || column > 16_384 {
                        return Err(Ok(SkipReason::TooLarge.into()));
                    }
                    row.resize(column, String::new());
                    row.push(cell.value(strings, dates));
                }
                "row" => rows.push(std::mem::take(&mut row)),
                _ => {}
            },
            Event::Eof => return Ok(rows),
            _ => {}
        }
    }
}

#[derive(Default)]
struct Cell {
    column: Option<usize>,
    kind: Option<String>,
    style: usize,
    text: String,
}

impl Cell {
    fn new(element: &BytesStart) -> Self {
        let style = value(element, "s").and_then(|style| style.parse().ok()).unwrap_or(0);
        let column = value(element, "r").and_then(|place| column(&place));
        Cell { column, kind: value(element, "t"), style, text: String::new() }
    }

    fn value(self, strings: &[String], dates: &[bool]) -> String {
        match self.kind.as_deref() {
            Some("s") => self.text.trim().parse().ok().and_then(|n: usize| strings.get(n).cloned()).unwrap_or_default(),
            None | Some("n") if dates.get(self.style).copied().unwrap_or(false) => {
                self.text.parse::<f64>().map_or(self.text, of_serial)
            }
            _ => self.text,
        }
    }
}

/// The number of a column, from 0: `A1` 0, `AB7` 27.
fn column(place: &str) -> Option<usize> {
    let letters = place.bytes().take_while(u8::is_ascii_uppercase).take(4);
    letters.fold(None, |column, letter| Some(column.map_or(0, |n: usize| (n + 1) * 26) + usize::from(letter - b'A')))
}

/// The day of a serial number: days since 1899-12-30.
fn of_serial(days: f64) -> String {
    // A cell may hold any number: what no calendar has is not counted on.
    let days = Span::new().try_days(days as i64).unwrap_or_default();
    Date::constant(1899, 12, 30).saturating_add(days).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_and_days() {
        assert_eq!(["A1", "Z9", "AA1", "AB7"].map(|place| column(place).expect("a column")), [0, 25, 26, 27]);
        assert_eq!(of_serial(44_259.5), "2021-03-04");
    }
}
