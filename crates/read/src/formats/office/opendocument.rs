//! OpenDocument: texts and spreadsheets, from `content.xml`.

use std::io::{Read, Seek};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::sheet::{self, MAX_CELLS, Sheet};
use super::{document, local, malformed, part, value};
use crate::draft::Para;
use crate::input::{End, Origin, Out, Reading};
use crate::source::SkipReason;
use crate::tags::resolved;
use onrecord_text::article::{BlockKind, Metadata};

const CONTENT: &str = "content.xml";

/// Reads a text.
pub(super) fn read_text<R: Read + Seek>(origin: &Origin, archive: &mut ZipArchive<R>, out: &mut Out) -> Reading {
    let xml = part(archive, CONTENT)?.unwrap_or_default();
    let mut text = Text::default();
    walk(&xml, &mut text)?;
    document(origin, text.paras, Metadata::default(), out)
}

/// Reads a spreadsheet.
pub(super) fn read_sheet<R: Read + Seek>(origin: &Origin, archive: &mut ZipArchive<R>, out: &mut Out) -> Reading {
    let xml = part(archive, CONTENT)?.unwrap_or_default();
    let mut sheets = Sheets::default();
    walk(&xml, &mut sheets)?;
    sheet::read(origin, sheets.done, out)
}

/// What is told of the elements and texts of `content.xml`.
trait Content {
    fn start(&mut self, name: &str, element: &BytesStart) -> Result<(), End>;
    fn end(&mut self, name: &str);
    fn text(&mut self, text: &str);
}

fn walk(xml: &str, content: &mut dyn Content) -> Reading {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    let mut hidden = 0u32;
    loop {
        match reader.read_event().map_err(|error| malformed(CONTENT, error))? {
            Event::Start(element) => {
                let name = element.name();
                match local(name.as_ref()) {
                    "annotation" | "tracked-changes" => hidden += 1,
                    name => content.start(name, &element)?,
                }
            }
            Event::Empty(element) => {
                let name = element.name();
                content.start(local(name.as_ref()), &element)?;
                content.end(local(name.as_ref()));
            }
            Event::End(element) => match local(element.name().as_ref()) {
                "annotation" | "tracked-changes" => hidden = hidden.saturating_sub(1),
                name => content.end(name),
            },
            Event::Text(text) if hidden == 0 => content.text(&text),
            Event::GeneralRef(name) if hidden == 0 => {
                content.text(&resolved(&format!("&{};", &*name)));
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// Paragraphs and headings.
#[derive(Default)]
struct Text {
    paras: Vec<Para>,
    open: Option<Para>,
}

impl Content for Text {
    fn start(&mut self, name: &str, element: &BytesStart) -> Result<(), End> {
        match name {
            "p" | "h" => {
                let style = value(element, "style-name").unwrap_or_default();
                let kind = match (name, style.as_str()) {
                    (_, "Title") => Some(BlockKind::Title),
                    ("h", _) => Some(BlockKind::Heading),
                    _ => None,
                };
                self.end("p");
                self.open = Some(Para { kind, ..Para::default() });
            }
            "tab" => self.text("\t"),
            "line-break" => self.text("\n"),
            "s" => self.text(" "),
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &str) {
        if matches!(name, "p" | "h") {
            self.paras.extend(self.open.take().filter(|para| !para.text.trim().is_empty()));
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(open) = &mut self.open {
            open.text.push_str(text);
        }
    }
}

/// Tables with their cells.
#[derive(Default)]
struct Sheets {
    done: Vec<Sheet>,
    row: Vec<String>,
    cell: Option<Cell>,
    cells: usize,
}

struct Cell {
    text: String,
    repeated: usize,
    /// The value beside the text, where it says more: a date's.
    given: Option<String>,
}

impl Content for Sheets {
    fn start(&mut self, name: &str, element: &BytesStart) -> Result<(), End> {
        match name {
            "table" => self.done.push((value(element, "name").unwrap_or_default(), Vec::new())),
            "table-cell" | "covered-table-cell" => {
                let repeated = value(element, "number-columns-repeated").and_then(|n| n.parse().ok()).unwrap_or(1);
                self.cell = Some(Cell { text: String::new(), repeated, given: value(element, "date-value") });
            }
            "p" => {
                if let Some(cell) = self.cell.as_mut().filter(|cell| !cell.text.is_empty()) {
                    cell.text.push_str("\n\n");
                }
            }
            "s" => self.text(" "),
            "line-break" => self.text("\n"),
            _ => {}
        }
        if self.cells > MAX_CELLS { Err(SkipReason::TooLarge.into()) } else { Ok(()) }
    }

    fn end(&mut self, name: &str) {
        match name {
            "table-cell" | "covered-table-cell" => {
                let Some(cell) = self.cell.take() else { return };
                let text = cell.given.unwrap_or(cell.text);
                // Empty cells fill a sheet to its edge.
                let times = if text.is_empty() { cell.repeated.min(64) } else { cell.repeated.min(1024) };
                self.cells += times;
                self.row.extend(std::iter::repeat_n(text, times));
            }
            "table-row" => {
                let row = std::mem::take(&mut self.row);
                if let Some((_, rows)) = self.done.last_mut()
                    && row.iter().any(|cell| !cell.is_empty())
                {
                    rows.push(row);
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(cell) = &mut self.cell {
            cell.text.push_str(text);
        }
    }
}
